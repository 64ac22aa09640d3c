/*
 * majority.c - does a ratio pass, and the double majorities that some statutes ask for on top.
 */
#include "ballots/rules.h"

/* RULE docs/rules/majority.md
 * > Strict means that the ratio must exceed the threshold; otherwise reaching it is enough. The ratio is
 * > an exact fraction and is never rounded.
 */
bool pal_majority_passes(const struct pal_majority_rule *rule, mpq_srcptr ratio)
{
    int margin = mpq_cmp(ratio, rule->threshold);
    /* RULE docs/rules/majority.md
     * > An exact tie is a rejection: one half does not pass a threshold of one half, strict or not.
     */
    if (margin == 0 && mpq_cmp_ui(ratio, 1, 2) == 0) {
        return false;
    }
    return rule->strict ? margin > 0 : margin >= 0;
}

bool pal_majority_ratio(mpq_srcptr favour, mpq_srcptr whole, mpq_t out_ratio)
{
    if (mpq_sgn(whole) == 0) {
        return false;
    }
    mpq_div(out_ratio, favour, whole);
    return true;
}

bool pal_majority_of_class(const struct pal_tally *tally)
{
    return tally->favour > tally->against;
}

/* RULE docs/rules/majority.md
 * > votes for from a least share of all members, counted by
 * > head.
 */
bool pal_majority_of_members(const struct pal_tally *tallies, size_t count, mpq_srcptr least,
                             mpq_t out_share)
{
    uint64_t favour = 0;
    uint64_t members = 0;
    for (size_t i = 0; i < count; i++) {
        favour += tallies[i].favour;
        members += tallies[i].members;
    }
    mpq_set_ui(out_share, 0, 1);
    if (members == 0) {
        return false;
    }
    mpq_set_ui(out_share, favour, members);
    mpq_canonicalize(out_share);
    return mpq_cmp(out_share, least) >= 0;
}

bool pal_class_has_second_rule(const struct pal_class *class)
{
    const struct pal_majority_rule *first = &class->rule[PAL_CALL_FIRST];
    const struct pal_majority_rule *second = &class->rule[PAL_CALL_SECOND];
    return class->has_majority && (mpq_cmp(first->threshold, second->threshold) != 0 ||
                                   first->strict != second->strict || first->base != second->base);
}
