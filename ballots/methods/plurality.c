/*
 * plurality.c - one choice each, and the option with the most votes.
 *
 * RULE docs/rules/plurality.md
 * > A ballot names one option. The option that most ballots name, by weight, is elected.
 */
#include "methods.h"

/* RULE docs/rules/plurality.md
 * > Options named by the same weight of ballots share a place in the ranking. If they share the first
 * > place, the one that comes first in the order settled beforehand for ties is elected.
 * > … Without a valid ballot nobody is elected.
 */
static void count(const struct pal_question *question, const struct pal_profile *profile,
                  struct pal_outcome *outcome)
{
    pal_choice_totals(profile, outcome);
    pal_rank_by_totals(outcome);
    pal_elect_best(question, outcome);
}

const struct pal_method pal_method_plurality = {
    .id = "plurality",
    .version = 1,
    .rule = "docs/rules/plurality.md",
    .summary = "One choice each; the option with the most votes is elected.",
    .kind = PAL_BALLOT_CHOICE,
    .judge = pal_choice_judge,
    .elects = PAL_ELECTS_BY_RANKING,
    .count = count,
    .decides = pal_decide_by_ranking,
};
