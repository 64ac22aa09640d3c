/*
 * meek_orders.h - equal ranks under Meek's rule: a ballot is divided equally over all orders of them.
 *
 * Orders are not gone through one by one. What is left of a ballot after some of the elected depends
 * on who they were and, by a part or two of rounding, on their order: so each set of elected has a
 * short list of what may be left and in how many orders, and there are few sets.
 */
#ifndef PAL_BALLOTS_MEEK_ORDERS_H
#define PAL_BALLOTS_MEEK_ORDERS_H

#include "meek.h"

/* So many parts are left of so much weight. */
struct pal_meek_left {
    uint64_t parts;
    mpz_t weight;
    uint32_t next; /* in its list, plus one */
};

struct pal_meek_orders {
    struct pal_meek_left *left;
    size_t left_count, left_capacity, left_made;
    uint32_t *lists; /* of each set of elected: the first left, plus one */
    mpz_t *factorials;
    size_t factorial_count;
    size_t *elected, elected_count; /* of one rank */
    size_t *hopeful, hopeful_count;
    mpz_t sum, product;
};

struct pal_meek_orders *pal_meek_orders_new(size_t option_count);
void pal_meek_orders_free(struct pal_meek_orders *orders);

/* In how many parts the equal ranks of a row divide its weight: the product of the factorials of
 * their sizes. 1 when it has none. */
void pal_meek_orders_of(struct pal_meek_orders *orders, const struct pal_profile_row *row,
                        mpz_t out_count);

/* Distributes that weight of ballots like a row, of which so many parts are left, from the rank at
 * which the row stands. The options that took before are marked as seen in the present walk. */
void pal_meek_orders_distribute(struct pal_meek *meek, size_t row, uint64_t parts,
                                mpz_srcptr weight);

#endif
