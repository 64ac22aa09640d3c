/*
 * units.h - the weights of a profile's rows as whole numbers of one unit, and exact sums of them.
 *
 * Sums are made in machine integers where a bound proves beforehand that they fit, and in integers
 * of any size where not. Both give the same digits; who counts does not see which.
 */
#ifndef PAL_BALLOTS_UNITS_H
#define PAL_BALLOTS_UNITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/outcome.h"
#include "ballots/profile.h"
#include "base/attr.h"
#include "base/ratio.h"

__extension__ typedef __int128 pal_wide;
/* A number that is not negative, of at most 126 bits. */
pal_wide pal_wide_of(mpz_srcptr number);
/* Any of them, as a number of any size. */
void pal_wide_set(mpz_t out, pal_wide number);

struct pal_units {
    size_t row_count;
    mpz_t per_one;   /* units in a weight of 1 */
    pal_wide *small; /* units of each row, where all fit; or NULL */
    mpz_t *large;    /* where they do not */
};
/* Local units of the rows of a profile, which die with their scope. No row is added with a factor
 * of which the size is above factor_max: 1 for votes, the scale for scores. */
#define PAL_UNITS(name, profile, factor_max)           \
    struct pal_units name PAL_CLEANUP(pal_units_done); \
    pal_units_init(&(name), (profile), (factor_max))
void pal_units_init(struct pal_units *units, const struct pal_profile *profile,
                    uint64_t factor_max);
void pal_units_done(struct pal_units *units);

/* The weight of a row, in units. */
void pal_units_integer(const struct pal_units *units, size_t row, mpz_t out_units);

/* As many sums of weights, all zero. Their units outlive them. */
struct pal_sums {
    const struct pal_units *units;
    size_t count;
    pal_wide *small;
    mpz_t *large;
};
#define PAL_SUMS(name, units, count)                 \
    struct pal_sums name PAL_CLEANUP(pal_sums_done); \
    pal_sums_init(&(name), (units), (count))
void pal_sums_init(struct pal_sums *sums, const struct pal_units *units, size_t count);
void pal_sums_done(struct pal_sums *sums);
/* All zero again. */
void pal_sums_clear(struct pal_sums *sums);
/* The first so many zero again. */
void pal_sums_clear_first(struct pal_sums *sums, size_t count);

/* Adds factor times the weight of a row. A sum may hold each row once, or leave it and hold it
 * again: its size never exceeds factor_max times the weight of all rows. */
static inline void pal_sums_add(struct pal_sums *sums, size_t slot, size_t row, int64_t factor);
/* Sum `to` grows by sum `from`. */
void pal_sums_merge(struct pal_sums *sums, size_t to, size_t from);
/* One sum becomes the difference of two others; `from` has the same units and may be the same
 * array. */
void pal_sums_set_difference(struct pal_sums *sums, size_t slot, const struct pal_sums *from,
                             size_t plus, size_t minus);
/* Below, at or above zero. */
int pal_sums_sign(const struct pal_sums *sums, size_t slot);
/* Which of two sums is larger: below, at or above zero. */
int pal_sums_compare(const struct pal_sums *sums, size_t slot, size_t other);
/* A sum as it is kept, in units. */
void pal_sums_integer(const struct pal_sums *sums, size_t slot, mpz_t out_units);
/* A sum as a weight. */
void pal_sums_get(const struct pal_sums *sums, size_t slot, mpq_t out_weight);
/* All of them, as figures of the options: sum i is that of option i. */
void pal_sums_figures(const struct pal_sums *sums, struct pal_figures *out_figures);

void pal_sums_add_large(struct pal_sums *sums, size_t slot, size_t row, int64_t factor);

static inline void pal_sums_add(struct pal_sums *sums, size_t slot, size_t row, int64_t factor)
{
    if (sums->small != NULL) {
        sums->small[slot] += sums->units->small[row] * factor;
    } else {
        pal_sums_add_large(sums, slot, row, factor);
    }
}

#endif
