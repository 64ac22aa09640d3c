/*
 * weights.c - what each college weighs in a count, when some of them have no member.
 *
 * RULE docs/rules/weights.md
 * > A college without any member is empty. Its weight is shared in equal parts between the other
 * > colleges; a college stops at the ceiling of the constitution and what is left over is shared again
 * > in equal parts between those still under it; what nobody can take is dropped.
 */
#include "ballots/rules.h"

/* Gives each college under the ceiling an equal part of the pool, or what it has room for, and
 * takes it from the pool. False when none is under the ceiling. */
static bool share_once(mpq_srcptr ceiling, const uint64_t *members, size_t count, mpq_t *weights,
                       mpq_t pool)
{
    unsigned long takers = 0;
    for (size_t i = 0; i < count; i++) {
        takers += members[i] > 0 && mpq_cmp(weights[i], ceiling) < 0;
    }
    if (takers == 0) {
        return false;
    }
    PAL_RATIO(part);
    PAL_RATIO(room);
    mpq_set_ui(part, 1, takers);
    mpq_mul(part, part, pool);
    for (size_t i = 0; i < count; i++) {
        if (members[i] == 0 || mpq_cmp(weights[i], ceiling) >= 0) {
            continue;
        }
        mpq_sub(room, ceiling, weights[i]);
        mpq_srcptr given = mpq_cmp(part, room) < 0 ? part : room;
        mpq_add(weights[i], weights[i], given);
        mpq_sub(pool, pool, given);
    }
    return true;
}

static void share_equally(const struct pal_constitution *constitution, const uint64_t *members,
                          mpq_t *weights, mpq_srcptr lost)
{
    PAL_RATIO(pool);
    mpq_set(pool, lost);
    /* Each pass empties the pool or brings a college to the ceiling. */
    while (mpq_sgn(pool) > 0) {
        if (!share_once(constitution->max_weight, members, constitution->college_count, weights,
                        pool)) {
            return;
        }
    }
}

/* RULE docs/rules/weights.md
 * > Or its weight is shared in proportion: the weight of each other college is divided by the sum of
 * > their weights.
 */
static void share_in_proportion(size_t count, mpq_t *weights, mpq_srcptr kept)
{
    if (mpq_sgn(kept) == 0) {
        return; /* the others weigh nothing: there is no proportion */
    }
    for (size_t i = 0; i < count; i++) {
        mpq_div(weights[i], weights[i], kept);
    }
}

bool pal_weights_effective(const struct pal_constitution *constitution, const uint64_t *members,
                           mpq_t *out_weights)
{
    size_t count = constitution->college_count;
    uint64_t live = 0;
    PAL_RATIO(lost);
    PAL_RATIO(kept);
    for (size_t i = 0; i < count; i++) {
        mpq_srcptr weight = constitution->colleges[i].weight;
        mpq_ptr sum = members[i] > 0 ? kept : lost;
        live += members[i] > 0;
        mpq_add(sum, sum, weight);
        if (members[i] > 0) {
            mpq_set(out_weights[i], weight);
        } else {
            mpq_set_ui(out_weights[i], 0, 1);
        }
    }
    /* RULE docs/rules/weights.md
     * > When fewer colleges have members than the constitution wants, weighting is suspended: each member
     * > has one vote in the whole assembly.
     */
    if (live < constitution->min_colleges) {
        for (size_t i = 0; i < count; i++) {
            mpq_set_ui(out_weights[i], 0, 1);
        }
        return false;
    }
    if (mpq_sgn(lost) == 0) {
        return true;
    }
    switch (constitution->empty_college) {
    case PAL_EMPTY_REDISTRIBUTE_EQUAL:
        share_equally(constitution, members, out_weights, lost);
        break;
    case PAL_EMPTY_REDISTRIBUTE_PRORATA: share_in_proportion(count, out_weights, kept); break;
    case PAL_EMPTY_RENORMALISE: break;
    }
    return true;
}
