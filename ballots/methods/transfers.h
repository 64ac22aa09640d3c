/*
 * transfers.h - who holds which ballots, at what value, and how they change hands.
 *
 * Each option holds piles: papers (papers.h) whose ballots have the same value per unit of weight.
 * Values are exact rationals and there is one per pile, never one per ballot; ballots are only
 * added up, in whole units of weight (units.h).
 */
#ifndef PAL_BALLOTS_TRANSFERS_H
#define PAL_BALLOTS_TRANSFERS_H

#include "ballots/outcome.h"
#include "ballots/profile.h"
#include "base/ratio.h"

#include "papers.h"
#include "units.h"

/* Papers in a row: the number of the first and of the last, plus one; 0 when there is none. */
struct pal_chain {
    uint32_t first, last;
};

struct pal_pile {
    size_t value;           /* number among the values */
    struct pal_chain chain; /* its papers */
    mpq_t weight;           /* of its ballots */
};

struct pal_piles {
    struct pal_pile *at;
    size_t count, capacity;
};

struct pal_transfers {
    size_t option_count;
    const bool *continues; /* who may receive, as they are at the time */
    struct pal_papers papers;
    struct pal_units units;
    struct pal_sums moved;    /* the weight that goes from one pile to each option */
    uint32_t *next;           /* the paper that follows each in its chain, plus one */
    struct pal_chain *chains; /* what goes from one pile to each, the divided last */
    struct pal_piles *held;   /* by each option */
    mpq_t *totals;            /* of each option: weight times value */
    mpq_t *values;
    size_t value_count, value_capacity;
    struct pal_chain divided; /* papers that several options share, and nobody holds */
    mpq_t *gained;            /* in a transfer, by each option */
};

/* Local transfers of the ballots of a profile, all still to be dealt, to those who continue. The
 * profile and continues are lent. */
#define PAL_TRANSFERS(name, profile, reading, continues)       \
    struct pal_transfers name PAL_CLEANUP(pal_transfers_done); \
    pal_transfers_init(&(name), (profile), (reading), (continues))
void pal_transfers_init(struct pal_transfers *transfers, const struct pal_profile *profile,
                        const struct pal_reading *reading, const bool *continues);
void pal_transfers_done(struct pal_transfers *transfers);

/* Gives each ballot, at its whole value, to its first preference among those who continue. */
void pal_transfers_deal(struct pal_transfers *transfers);
/* Gives the ballots of an option, which does not continue, at their present value to their next
 * preferences. The transfer is recorded where there is a record. */
void pal_transfers_exclude(struct pal_transfers *transfers, size_t option,
                           struct pal_transfer *out_transfer);
/* Gives all ballots of an option, which does not continue, to their next preferences, at the share
 * of their value that its surplus above the quota is of its total. round, where there is one,
 * rounds each new value. */
void pal_transfers_surplus(struct pal_transfers *transfers, size_t option, mpq_srcptr quota,
                           void (*round)(mpq_t value), struct pal_transfer *out_transfer);
/* Looks again where the divided papers go, after somebody left. */
void pal_transfers_redivide(struct pal_transfers *transfers);

#endif
