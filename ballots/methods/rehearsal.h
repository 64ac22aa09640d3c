/*
 * rehearsal.h - what equal shares of a budget would buy, in intervals of machine integers.
 *
 * Raising shares little by little buys everything anew hundreds of times, and what is exact then
 * takes long: each purchase multiplies the denominator of all purses. A rehearsal knows of each
 * amount only that it lies between two others, and decides what these decide. Where they do not, it
 * says so, and who asked works it out exactly: nobody can see from the outcome that it was there.
 */
#ifndef PAL_BALLOTS_REHEARSAL_H
#define PAL_BALLOTS_REHEARSAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

#include "purses.h"

/* Between low and high, both included, in the unit of the rehearsal. */
struct pal_interval {
    pal_wide low, high;
};

/* An offer as in purses.h: what is due is shared by the payers. */
struct pal_rehearsed_offer {
    int64_t cost, utility; /* in coins */
    size_t cut;
    int64_t payers;
    struct pal_interval due, due_slope;
    struct pal_interval rate, rate_slope; /* due, divided by payers times utility */
    bool is_plain;                        /* nobody gives all: what is due is the cost, exactly */
    bool is_fresh, is_funded, is_supported;
};

struct pal_rehearsed_purse {
    struct pal_interval money, slope; /* of each ballot in it, and what a step more makes of it */
    size_t row_count, payer_count;
};

struct pal_rehearsal {
    const struct pal_purses *purses; /* who supports what */
    const size_t *tie_order, *tie_places;
    bool is_possible;  /* the numbers fit; else nothing below is there */
    int64_t *weights;  /* of each row, in units */
    int64_t total;     /* of all of them */
    uint64_t cost_max; /* of an option, in coins */
    unsigned shift;    /* a coin is 2^shift of the unit of this spending */
    pal_wide slope_max;
    uint32_t *purse_of, *wishes; /* of each row, as in purses.h */
    struct pal_rehearsed_offer *offers;
    struct pal_rehearsed_purse *at, *next; /* the poorest first, as far as one can tell */
    size_t count;
    int64_t *sums;   /* of the weights of supporters, by purse */
    uint32_t *moves; /* where who pays from each purse goes, after where who does not goes */
    size_t *live, live_count;
    bool is_certain; /* nothing has been in doubt */
    bool is_bounded; /* after more than so many steps, something else may be bought */
    pal_wide steps;
};

/* Rehearses with these ballots and options, all lent. Offers have their cost and utility. */
void pal_rehearsal_init(struct pal_rehearsal *rehearsal, const struct pal_purses *purses,
                        const struct pal_question *question, const struct pal_offer *offers,
                        const size_t *tie_places);
void pal_rehearsal_done(struct pal_rehearsal *rehearsal);

/* Buys all that can be bought where a ballot holds money / den coins per unit of weight, and a step
 * more would add slope / den. False: something was in doubt. Else the offers say what is funded, and
 * `steps` how many more steps surely change nothing. */
PAL_MUST_USE bool pal_rehearse(struct pal_rehearsal *rehearsal, mpz_srcptr money, mpz_srcptr slope,
                               mpz_srcptr den);

#endif
