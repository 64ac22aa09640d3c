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

#include "interval.h"
#include "purses.h"

/* Sums of money stay below 2 to the power of it, in the unit of a rehearsal. */
enum { PAL_REHEARSAL_AMOUNT_BITS = 120 };

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

/* Where a rehearsal stood after a purchase: private to rehearsal_stages.c. */
struct pal_rehearsal_stage {
    pal_wide step, steps; /* it was at step, and holds for so many more */
    bool is_bounded;
    uint32_t *purse_of, *wishes;
    struct pal_rehearsed_offer *offers;
    struct pal_rehearsed_purse *at;
    size_t count, purse_room;
    size_t *live, live_count;
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
    pal_wide step;   /* how often shares have been raised */
    bool is_certain; /* nothing has been in doubt */
    bool is_bounded; /* after more than so many steps, something else may be bought */
    pal_wide steps;
    struct pal_rehearsal_stage *stages; /* room for one after each purchase */
    size_t stage_count, stages_made;    /* those that hold, and those that have memory */
    size_t stage_bytes;
};

/* Rehearses with these ballots and options, all lent. Offers have their cost and utility. */
void pal_rehearsal_init(struct pal_rehearsal *rehearsal, const struct pal_purses *purses,
                        const struct pal_question *question, const struct pal_offer *offers,
                        const size_t *tie_places);
void pal_rehearsal_done(struct pal_rehearsal *rehearsal);

/* Below, at or above zero, as the price of one is below, at or above that of the other; or in doubt. */
int pal_rehearsal_compare(struct pal_rehearsal *rehearsal, const struct pal_rehearsed_offer *left,
                          const struct pal_rehearsed_offer *right);

/* Bounds the steps so that value + steps × slope surely keeps the sign that value has. */
void pal_rehearsal_hold(struct pal_rehearsal *rehearsal, struct pal_interval value,
                        struct pal_interval slope);
/* Lets the supporters pay. Comes right after the price was worked out. */
void pal_rehearsal_pay(struct pal_rehearsal *rehearsal, const struct pal_rehearsed_offer *offer);

/* Shares that have been raised `step` times: a ballot holds money / den coins per unit of weight, and a
 * raise more would add slope / den. */
struct pal_raised {
    mpz_srcptr step, money, slope, den;
};

/* Buys all that can be bought with these shares; those of the same rehearsal only grow. False:
 * something was in doubt. Else the offers say what is funded, and `steps` how many more raises surely
 * change nothing. */
PAL_MUST_USE bool pal_rehearse(struct pal_rehearsal *rehearsal, const struct pal_raised *shares);

#endif
