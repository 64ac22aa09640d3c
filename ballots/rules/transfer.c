/*
 * transfer.c - what the votes of a college bring to the assembly.
 */
#include "ballots/rules.h"
#include "base/check.h"

const char *pal_college_state_word(enum pal_college_state state)
{
    switch (state) {
    case PAL_COLLEGE_COUNTED: return "counted";
    case PAL_COLLEGE_SILENT: return "silent";
    case PAL_COLLEGE_TIED: return "tied";
    case PAL_COLLEGE_EMPTY: return "empty";
    }
    PAL_CHECK(false);
}

void pal_carried_init(struct pal_carried *carried)
{
    *carried = (struct pal_carried){0};
    mpq_inits(carried->favour_weight, carried->against_weight, (mpq_ptr)NULL);
}

void pal_carried_done(struct pal_carried *carried)
{
    mpq_clears(carried->favour_weight, carried->against_weight, (mpq_ptr)NULL);
    *carried = (struct pal_carried){0};
}

/* RULE docs/rules/transfer.md
 * > Abstentions, blank and spoilt papers are counted first, as the constitution says: left out, or as
 * > votes against, or as votes for.
 */
void pal_transfer_express(enum pal_abstention abstention, const struct pal_tally *tally,
                          uint64_t *out_favour, uint64_t *out_against)
{
    *out_favour = tally->favour + (abstention == PAL_ABSTENTION_FOR ? tally->abstain : 0);
    *out_against = tally->against + (abstention == PAL_ABSTENTION_AGAINST ? tally->abstain : 0);
}

/* weight x part / whole; whole > 0. */
static void take(mpq_srcptr weight, uint64_t part, uint64_t whole, mpq_t out)
{
    PAL_CHECK(whole > 0);
    mpq_set_ui(out, part, whole);
    mpq_canonicalize(out);
    mpq_mul(out, out, weight);
}

uint64_t pal_transfer_whole(const struct pal_majority_rule *rule, const struct pal_tally *tally,
                            uint64_t else_whole)
{
    /* RULE docs/rules/transfer.md
     * > Where the majority of the decision is counted on all members, or on all those present, so is the
     * > share inside each college.
     */
    switch (rule->base) {
    case PAL_MAJORITY_MEMBERS: return tally->members;
    case PAL_MAJORITY_PRESENT: return tally->present;
    case PAL_MAJORITY_EXPRESSED: break;
    }
    return else_whole;
}

/* RULE docs/rules/transfer.md
 * > Under the proportional rule the weight of the college is divided as its members voted: the share for
 * > is the votes for, divided by the votes expressed, or by the members present where the constitution
 * > says so.
 */
static void divide(const struct pal_constitution *constitution,
                   const struct pal_transfer_spec *spec, struct pal_carried *out)
{
    uint64_t base = constitution->college_base == PAL_COLLEGE_BASE_PRESENT
                        ? spec->tally->present
                        : out->favour + out->against;
    uint64_t whole = pal_transfer_whole(spec->rule, spec->tally, base);
    take(spec->weight, out->favour, whole, out->favour_weight);
    take(spec->weight, out->against, whole, out->against_weight);
}

enum pal_side { SIDE_NONE, SIDE_FOR, SIDE_AGAINST };

static enum pal_side larger(uint64_t favour, uint64_t against)
{
    if (favour == against) {
        return SIDE_NONE;
    }
    return favour > against ? SIDE_FOR : SIDE_AGAINST;
}

static bool passes(const struct pal_majority_rule *rule, uint64_t part, uint64_t whole)
{
    PAL_RATIO(one);
    PAL_RATIO(ratio);
    mpq_set_ui(one, 1, 1);
    take(one, part, whole, ratio);
    return pal_majority_passes(rule, ratio);
}

/* RULE docs/rules/transfer.md
 * > By a threshold
 * > of its own, each side must pass it; where neither does, a second round in the college decides by
 * > simple majority.
 */
static enum pal_side side_by_threshold(const struct pal_majority_rule *rule,
                                       const struct pal_carried *carried,
                                       const struct pal_tally *second_round)
{
    uint64_t expressed = carried->favour + carried->against;
    bool favour = passes(rule, carried->favour, expressed);
    bool against = passes(rule, carried->against, expressed);
    if (favour != against) {
        return favour ? SIDE_FOR : SIDE_AGAINST;
    }
    /* Both pass a threshold of less than one half: the larger carries the college. */
    if (favour && carried->favour != carried->against) {
        return larger(carried->favour, carried->against);
    }
    return second_round == NULL ? SIDE_NONE : larger(second_round->favour, second_round->against);
}

static enum pal_side side_of(const struct pal_constitution *constitution,
                             const struct pal_transfer_spec *spec,
                             const struct pal_carried *carried)
{
    switch (constitution->college_majority) {
    case PAL_COLLEGE_MAJORITY_SIMPLE: break;
    case PAL_COLLEGE_MAJORITY_RESOLUTION: {
        /* RULE docs/rules/transfer.md
         * > Those present are a base of the proportional rule alone: here the share is one of the votes
         * > expressed, unless the majority of the decision is counted otherwise.
         */
        uint64_t expressed = carried->favour + carried->against;
        uint64_t whole = pal_transfer_whole(spec->rule, spec->tally, expressed);
        return passes(spec->rule, carried->favour, whole) ? SIDE_FOR : SIDE_AGAINST;
    }
    case PAL_COLLEGE_MAJORITY_THRESHOLD:
        return side_by_threshold(&constitution->college_threshold, carried, spec->second_round);
    }
    return larger(carried->favour, carried->against);
}

/* RULE docs/rules/transfer.md
 * > A college that nobody carried is tied. The constitution leaves it out, or divides its weight in two
 * > halves, or counts it against.
 */
static void settle_tie(enum pal_college_tie college_tie, mpq_srcptr weight, struct pal_carried *out)
{
    out->state = PAL_COLLEGE_TIED;
    switch (college_tie) {
    case PAL_COLLEGE_TIE_EXCLUDED: break;
    case PAL_COLLEGE_TIE_SPLIT:
        mpq_div_2exp(out->favour_weight, weight, 1);
        mpq_div_2exp(out->against_weight, weight, 1);
        break;
    case PAL_COLLEGE_TIE_AGAINST: mpq_set(out->against_weight, weight); break;
    }
}

void pal_transfer_college(const struct pal_constitution *constitution,
                          const struct pal_transfer_spec *spec, struct pal_carried *out)
{
    mpq_set_ui(out->favour_weight, 0, 1);
    mpq_set_ui(out->against_weight, 0, 1);
    pal_transfer_express(constitution->abstention, spec->tally, &out->favour, &out->against);
    if (out->favour + out->against == 0) {
        out->state = spec->tally->members == 0 ? PAL_COLLEGE_EMPTY : PAL_COLLEGE_SILENT;
        return;
    }
    out->state = PAL_COLLEGE_COUNTED;
    if (constitution->transfer_rule == PAL_CARRY_PROPORTIONAL) {
        divide(constitution, spec, out);
        return;
    }
    switch (side_of(constitution, spec, out)) {
    case SIDE_FOR: mpq_set(out->favour_weight, spec->weight); break;
    case SIDE_AGAINST: mpq_set(out->against_weight, spec->weight); break;
    case SIDE_NONE: settle_tie(constitution->college_tie, spec->weight, out); break;
    }
}
