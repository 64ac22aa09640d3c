/*
 * approval.c - each ballot approves what it likes, and the options most approved are elected.
 *
 * RULE docs/rules/approval.md
 * > A ballot approves as many options as its voter likes, each with the whole weight of the ballot. The
 * > total of an option is the weight of the ballots that approve it.
 */
#include "methods.h"

/* RULE docs/rules/approval.md
 * > With S seats, the S options with the largest totals are elected, the largest first. If there are no
 * > more options than seats, all are elected.
 */
static void count(const struct pal_question *question, const struct pal_profile *profile,
                  struct pal_outcome *outcome)
{
    pal_choice_totals(profile, outcome);
    pal_rank_by_totals(outcome);
    pal_elect_best(question, outcome);
}

const struct pal_method pal_method_approval = {
    .id = "approval",
    .version = 1,
    .rule = "docs/rules/approval.md",
    .summary = "As many approvals as one likes; the options most approved take the seats.",
    .kind = PAL_BALLOT_APPROVES,
    .takes_seats = true,
    .elects = PAL_ELECTS_BY_RANKING,
    .count = count,
    .decides = pal_decide_by_ranking,
};
