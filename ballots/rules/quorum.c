/*
 * quorum.c - are enough members present to decide?
 */
#include "ballots/rules.h"
#include "base/check.h"

void pal_quorum_init(struct pal_quorum *quorum)
{
    *quorum = (struct pal_quorum){0};
    mpq_inits(quorum->reached, quorum->required, (mpq_ptr)NULL);
}

void pal_quorum_done(struct pal_quorum *quorum)
{
    mpq_clears(quorum->reached, quorum->required, (mpq_ptr)NULL);
    *quorum = (struct pal_quorum){0};
}

/* part / whole, zero of nobody. */
static void share(uint64_t part, uint64_t whole, mpq_t out)
{
    mpq_set_ui(out, 0, 1);
    if (whole > 0) {
        mpq_set_ui(out, part, whole);
        mpq_canonicalize(out);
    }
}

/* RULE docs/rules/quorum.md
 * > On the weighted basis it is the sum, over the colleges, of the weight of the statutes times the
 * > share of the college's members who are present.
 */
static void measure_weighted(const struct pal_constitution *constitution,
                             const struct pal_tally *tallies, mpq_t out)
{
    PAL_RATIO(part);
    for (size_t i = 0; i < constitution->college_count; i++) {
        share(tallies[i].present, tallies[i].members, part);
        mpq_mul(part, part, constitution->colleges[i].weight);
        mpq_add(out, out, part);
    }
}

/* RULE docs/rules/quorum.md
 * > By college it is the smallest share present among
 * > the colleges that have members.
 */
static void measure_smallest(const struct pal_tally *tallies, size_t count, mpq_t out)
{
    bool is_first = true;
    PAL_RATIO(part);
    for (size_t i = 0; i < count; i++) {
        if (tallies[i].members == 0) {
            continue;
        }
        share(tallies[i].present, tallies[i].members, part);
        if (is_first || mpq_cmp(part, out) < 0) {
            mpq_set(out, part);
        }
        is_first = false;
    }
}

void pal_quorum_measure(const struct pal_constitution *constitution,
                        const struct pal_tally *tallies, size_t count, struct pal_quorum *out)
{
    out->applies = true;
    out->basis = constitution->quorum_basis;
    out->present = 0;
    out->members = 0;
    for (size_t i = 0; i < count; i++) {
        out->present += tallies[i].present;
        out->members += tallies[i].members;
    }
    mpq_set_ui(out->reached, 0, 1);
    bool is_whole = constitution->college_count == 0 || count != constitution->college_count;
    if (is_whole || out->basis == PAL_QUORUM_MEMBERS) {
        share(out->present, out->members, out->reached);
    } else if (out->basis == PAL_QUORUM_WEIGHTED) {
        measure_weighted(constitution, tallies, out->reached);
    } else {
        measure_smallest(tallies, count, out->reached);
    }
}

/* RULE docs/rules/quorum.md
 * > The quorum is met when what is reached is at least what is required;
 */
void pal_quorum_judge(struct pal_quorum *quorum, mpq_srcptr required)
{
    PAL_CHECK(quorum->applies);
    mpq_set(quorum->required, required);
    quorum->met = mpq_cmp(quorum->reached, quorum->required) >= 0;
}
