/*
 * shares.h - ballots divided equally between the options of one rank, added up exactly.
 *
 * Halves are summed with halves and thirds with thirds, in whole units of weight, so that dividing
 * costs one fraction per size of rank and none per ballot.
 */
#ifndef PAL_BALLOTS_SHARES_H
#define PAL_BALLOTS_SHARES_H

#include <stdbool.h>
#include <stddef.h>

#include "papers.h"
#include "units.h"

struct pal_shares {
    size_t option_count;
    size_t size_max;      /* options between which a ballot may be divided */
    struct pal_sums sums; /* [(size - 1) * option_count + option] */
    bool *used;           /* sizes that occurred */
    size_t *takers;       /* of one rank */
};
/* Local shares, all zero, of ballots divided between at most size_max options; their units outlive
 * them. */
#define PAL_SHARES(name, units, option_count, size_max)  \
    struct pal_shares name PAL_CLEANUP(pal_shares_done); \
    pal_shares_init(&(name), (units), (option_count), (size_max))
void pal_shares_init(struct pal_shares *shares, const struct pal_units *units, size_t option_count,
                     size_t size_max);
void pal_shares_done(struct pal_shares *shares);
void pal_shares_clear(struct pal_shares *shares);

/* Divides a row among the options of a rank that continue; the order of the marks in a rank is that
 * of the options. NULL: all continue. */
void pal_shares_divide(struct pal_shares *shares, size_t row, struct pal_rank rank,
                       const bool *continues);
/* Adds what an option has to a total. */
void pal_shares_add_to(const struct pal_shares *shares, size_t option, mpq_t total);

#endif
