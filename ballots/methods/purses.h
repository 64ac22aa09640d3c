/*
 * purses.h - what every ballot has left of its share of a budget, exactly, and at which price its
 * supporters can pay for an option together.
 *
 * Ballots with as much left per unit of weight share a purse; purses stand in order, the poorest
 * first. Money is a whole number of coins over one denominator, so that purses are compared and
 * added as integers; it counts per unit of units.h, of which per_one make a weight of one.
 *
 * Purses can be tracked: filled with some steps of raise more, they would hold so much more each,
 * and `steps` says how many more steps change nothing of who pays how and of what was asked with
 * pal_purses_hold. That is how raising little by little skips what would be the same again.
 */
#ifndef PAL_BALLOTS_PURSES_H
#define PAL_BALLOTS_PURSES_H

#include "base/attr.h"

#include "units.h"

struct pal_purse {
    mpz_t money;
    mpz_t slope; /* what a step more makes of it, where it is tracked */
    size_t row_count;
    size_t payer_count; /* private to purses.c */
};

struct pal_purses {
    struct pal_units units;
    struct pal_sums sums;
    mpz_t total;        /* the weight of all ballots, in units */
    size_t *starts;     /* where the supporters of each option start, and where the last ends */
    uint32_t *rows;     /* supporters: rows of the profile */
    uint32_t *purse_of; /* of each row, or PAL_PURSE_EMPTY */
    uint32_t *wishes;   /* of each row: options that it may still pay for */
    size_t row_count, option_count;
    struct pal_purse *at; /* in order */
    size_t count;
    mpz_t den;
    bool is_tracked;
    bool is_bounded; /* false: any number of steps changes nothing */
    mpz_t steps;
    /* Private to purses.c: the purses to come, and where each goes. */
    struct pal_purse *next;
    size_t capacity;
    uint32_t *moves;
};
#define PAL_PURSE_EMPTY UINT32_MAX

/* What supporters pay for an option: `due` is shared equally, by weight, by those who can, after
 * the poorer ones have given all. The price per unit and per coin of utility is due / den. */
struct pal_offer {
    size_t option;
    mpz_t cost, utility; /* in coins, above zero; said by the caller */
    size_t cut;          /* the first purse that pays no more than the price */
    mpz_t due, due_slope, payers;
    mpz_t den;
};
void pal_offer_init(struct pal_offer *offer);
void pal_offer_done(struct pal_offer *offer);
/* Below, at or above zero, as the price of one is below, at or above that of the other. */
int pal_offer_compare(const struct pal_offer *left, const struct pal_offer *right);

/* Local purses of the ballots of a profile of approvals, empty, that die with their scope. */
#define PAL_PURSES(name, profile)                        \
    struct pal_purses name PAL_CLEANUP(pal_purses_done); \
    pal_purses_init(&(name), (profile))
void pal_purses_init(struct pal_purses *purses, const struct pal_profile *profile);
void pal_purses_done(struct pal_purses *purses);

/* Gives every ballot that weighs something money / den, tracked where slope is not NULL. */
void pal_purses_fill(struct pal_purses *purses, mpz_srcptr money, mpz_srcptr slope, mpz_srcptr den);
/* Works out the offer for its option. False when its supporters together have less than the cost. */
bool pal_purses_price(struct pal_purses *purses, struct pal_offer *offer);
/* Lets the supporters pay. Comes right after the price was worked out. */
void pal_purses_pay(struct pal_purses *purses, const struct pal_offer *offer);
/* Nobody will pay for that option any more. Who has nothing else to pay for leaves the purses. */
void pal_purses_retire(struct pal_purses *purses, size_t option);
/* Bounds the steps so that value + steps × slope keeps the sign that value has. */
void pal_purses_hold(struct pal_purses *purses, mpz_srcptr value, mpz_srcptr slope);
/* Bounds them so that the price of the first stays where it is beside that of the other. */
void pal_purses_hold_lower(struct pal_purses *purses, const struct pal_offer *first,
                           const struct pal_offer *other);

#endif
