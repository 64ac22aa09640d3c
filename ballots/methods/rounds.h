/*
 * rounds.h - a count by rounds: how options stand by this round and the earlier ones, whom equals
 * leave the choice to, and the ranking that remains at the end.
 */
#ifndef PAL_BALLOTS_ROUNDS_H
#define PAL_BALLOTS_ROUNDS_H

#include <stdbool.h>
#include <stddef.h>

#include "ballots/outcome.h"
#include "ballots/question.h"
#include "base/attr.h"

struct pal_rounds {
    const struct pal_question *question;
    struct pal_outcome *outcome; /* lent: where rounds, ties and reasons go */
    size_t *tie_places;          /* in tie_order */
    /* The place of each option by the totals of this round, 0 the best; among equals by the most
     * recent earlier round in which they differ. Those who share one were equal in every round. */
    size_t *places;
    bool *continues; /* neither elected nor excluded */
    size_t continuing;
    /* Those excluded, the first first; and the number of the tie that tie_order settled in choosing
     * each, or NO_TIE. */
    size_t *excluded, *excluded_tie;
    size_t excluded_count;
    /* The place that each of the elected, in order, had when elected, and in which round. */
    size_t *elected_place, *elected_round;
};
#define PAL_ROUNDS_OF(name, question, outcome)           \
    struct pal_rounds name PAL_CLEANUP(pal_rounds_done); \
    pal_rounds_init(&(name), (question), (outcome))
void pal_rounds_init(struct pal_rounds *rounds, const struct pal_question *question,
                     struct pal_outcome *outcome);
void pal_rounds_done(struct pal_rounds *rounds);

/* The number of the present round in the explanation, from 1, as a fact of a reason that is added. */
struct pal_reason *pal_rounds_reason(struct pal_rounds *rounds, enum pal_reason_code code,
                                     size_t option);
/* The round that is being made. */
struct pal_round *pal_rounds_now(struct pal_rounds *rounds);

/* Places by these totals of all options, equals as they stood before. */
void pal_rounds_place(struct pal_rounds *rounds, mpq_t *totals);
/* Places by these totals alone. */
void pal_rounds_place_afresh(struct pal_rounds *rounds, mpq_t *totals);
/* Those who continue and have the highest, or lowest, of these totals. */
void pal_rounds_highest(const struct pal_rounds *rounds, mpq_t *totals, struct pal_options *out);
void pal_rounds_lowest(const struct pal_rounds *rounds, mpq_t *totals, struct pal_options *out);

/* Chooses one of those who tie, by their places and then by tie_order: the best for an election or
 * a transfer, the worst for an exclusion. What chose is recorded. */
size_t pal_rounds_choose(struct pal_rounds *rounds, const struct pal_options *tied,
                         enum pal_tie_for what_for);
/* The same by tie_order alone. */
size_t pal_rounds_choose_by_order(struct pal_rounds *rounds, const struct pal_options *tied,
                                  enum pal_tie_for what_for);

/* Puts options in the order of their places, and of tie_order in a place. */
void pal_rounds_sort(const struct pal_rounds *rounds, struct pal_options *options);
/* Elects, or excludes, an option in the present round. */
void pal_rounds_elect(struct pal_rounds *rounds, size_t option);
void pal_rounds_exclude(struct pal_rounds *rounds, size_t option);

/* The ranking: the elected in order, those who continue by their places, the excluded from the last
 * to the first. Those share a place whom nothing but tie_order separated: who was excluded, with those
 * after whom it stands only if it was tied with all of them. */
void pal_rounds_rank(struct pal_rounds *rounds);

#endif
