/*
 * lists.h - what the methods share that give seats to lists in proportion to their votes.
 *
 * A list that may have seats claims the next one with some strength. Claims stand in order, the
 * strongest first; among equals tie_order puts one first.
 */
#ifndef PAL_BALLOTS_LISTS_H
#define PAL_BALLOTS_LISTS_H

#include "ballots/method.h"
#include "base/attr.h"

struct pal_claim {
    size_t option;
    size_t tie_place; /* in tie_order, 0 the best */
    mpq_t strength;
};
struct pal_claims {
    struct pal_claim *at;
    size_t count;
};
#define PAL_CLAIMS(name) struct pal_claims name PAL_CLEANUP(pal_claims_done) = {0}
void pal_claims_done(struct pal_claims *claims);

/* The parameter of all these methods. */
extern const struct pal_method_parameter pal_list_parameters[];

/* Sums the votes of the lists, which are totals and ranking of the outcome, and lets those claim
 * seats that have votes and reach the threshold: the strength is their votes. Nobody has a seat
 * yet. The outcome explains who may have none. */
void pal_lists_start(const struct pal_question *question, const struct pal_profile *profile,
                     struct pal_outcome *outcome, struct pal_claims *out_claims);

/* Puts the claims in order. */
void pal_claims_sort(struct pal_claims *claims);
/* Puts the first claim, which is weaker than it was, in its place among the others in order. */
void pal_claims_sink(struct pal_claims *claims);

/* Says that the lists that won their last seats among equal claims did so by tie_order: winners and
 * losers are tied. Nothing where there is no loser. */
void pal_lists_tie(const struct pal_question *question, const struct pal_options *winners,
                   const struct pal_options *losers, struct pal_outcome *outcome);

/* What a list's votes are divided by for its n-th seat: first for the first, 1 + step × (n − 1) for
 * the others. */
struct pal_divisors {
    int64_t first_num, first_den;
    int64_t step;
};
/* The whole count by highest averages. */
void pal_lists_by_averages(const struct pal_question *question, const struct pal_profile *profile,
                           struct pal_divisors divisors, struct pal_outcome *outcome);

#endif
