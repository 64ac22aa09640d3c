/*
 * committee.h - seats filled one after the other from approvals: what sequential methods share.
 *
 * Ballots stand in classes. Those of a class are the same to the method, which gives the class a
 * value per unit of weight: what one more approved option is worth, a load, money. Who comes next is
 * found from the weight of each option's supporters in each class, so that nothing but sums of
 * weights is done per ballot. Values are whole numbers of one part of `base`; all is exact.
 */
#ifndef PAL_BALLOTS_COMMITTEE_H
#define PAL_BALLOTS_COMMITTEE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/outcome.h"
#include "ballots/profile.h"
#include "ballots/question.h"
#include "base/ratio.h"

#include "units.h"

/* For what an option would be elected now: num / (den * base of the committee). */
struct pal_standing {
    bool stands; /* it can be elected */
    mpz_t num, den;
};

struct pal_committee {
    const struct pal_question *question;
    struct pal_outcome *outcome;
    size_t seat_count; /* the seats of the question, or all options where there are fewer */
    struct pal_units units;
    size_t *starts;       /* those of option i: supporters[starts[i]] to before starts[i + 1] */
    uint32_t *supporters; /* rows of the profile */
    uint32_t *class_of;   /* of each row */
    mpz_t *values;        /* of each class */
    size_t class_count, class_capacity;
    mpz_t base;
    struct pal_sums by_class; /* what pal_committee_gather found */
    struct pal_standing *standings;
    bool smallest_first; /* the smallest figure is elected, not the largest */
    bool lists_all;      /* a round lists every option, not only the elected and its equals */
    bool *is_elected;
    mpq_t *figures;          /* for what each was elected */
    struct pal_options tied; /* the elected of the last seat and its equals */
    size_t place;            /* of the last elected in the ranking */
};

/* A committee without members, every ballot in class 0 of value 0, base 1. What is given outlives
 * it. */
#define PAL_COMMITTEE(name, question, profile, outcome)        \
    struct pal_committee name PAL_CLEANUP(pal_committee_done); \
    pal_committee_init(&(name), (question), (profile), (outcome))
void pal_committee_init(struct pal_committee *committee, const struct pal_question *question,
                        const struct pal_profile *profile, struct pal_outcome *outcome);
void pal_committee_done(struct pal_committee *committee);

/* Adds a class of that value; says which it is. */
size_t pal_committee_add_class(struct pal_committee *committee, mpz_srcptr value);
/* Puts the classes in the order of their values, the smallest first; those of equal values become
 * one, and those without ballots none. */
void pal_committee_tidy(struct pal_committee *committee);
/* Makes the base a multiple of that number, and the values with it. */
void pal_committee_refine(struct pal_committee *committee, mpz_srcptr divisor);
/* Takes the supporters of an option out of their classes, into another. */
void pal_committee_move(struct pal_committee *committee, size_t option, size_t to_class);

/* Sums the weight of the supporters of an option in each class. */
void pal_committee_gather(struct pal_committee *committee, size_t option);
/* Gathers, and says the weight of the supporters in all, in units, and that weight times the values
 * of its classes. */
void pal_committee_weigh(struct pal_committee *committee, size_t option, mpz_t out_weight,
                         mpz_t out_value);

/* Elects the best of the standings, of those who are not elected; the round, the reason and the tie
 * if there is one are recorded. Says who, or option_count when nobody stands. */
size_t pal_committee_seat(struct pal_committee *committee, enum pal_reason_code why);
/* Elects the first in the order of ties of those who are not elected: nobody approves them. */
void pal_committee_seat_unsupported(struct pal_committee *committee);
bool pal_committee_is_full(const struct pal_committee *committee);
/* For what that option was elected, as a ratio, lent. */
mpq_srcptr pal_committee_figure(const struct pal_committee *committee, size_t option);

/* The ranking, once all are seated: the elected in their order, then the others by their last
 * standings. */
void pal_committee_rank(struct pal_committee *committee);
/* The totals: for what each was elected, or stood at last. */
void pal_committee_totals(struct pal_committee *committee);

/* Can figures that take the digits of all weights, which are so many words, once more with every seat
 * be waited for? PAL_ERR_METHOD_DIGITS */
PAL_MUST_USE enum pal_err pal_committee_bears(const struct pal_question *question, uint64_t words);

/* --- seq_phragmen.c --- */

/* Fills all seats that are left by the sequential rule of Phragmén; values are loads. */
void pal_committee_phragmen(struct pal_committee *committee);

#endif
