/* units.c - exact sums of weights, in machine integers where they fit. */
#include "units.h"

#include <limits.h>
#include <string.h>

#include "base/check.h"
#include "base/mem.h"

/* A sum stays below 2^126 in size: one bit for the sign, one to spare. */
enum { SMALL_BITS = 126, WORD_BITS = 64 };

static void set_unsigned(mpz_t out, uint64_t value)
{
    mpz_import(out, 1, 1, sizeof value, 0, 0, &value);
}

pal_wide pal_wide_of(mpz_srcptr number)
{
    PAL_CHECK(mpz_sgn(number) >= 0);
    PAL_CHECK(mpz_sizeinbase(number, 2) <= SMALL_BITS);
    uint64_t words[2] = {0}; /* the least significant first */
    mpz_export(words, NULL, -1, sizeof words[0], 0, 0, number);
    return ((pal_wide)words[1] << WORD_BITS) | words[0];
}

void pal_wide_set(mpz_t out, pal_wide number)
{
    pal_wide size = number < 0 ? -number : number;
    const uint64_t words[2] = {(uint64_t)size, (uint64_t)(size >> WORD_BITS)};
    mpz_import(out, 2, -1, sizeof words[0], 0, 0, words);
    if (number < 0) {
        mpz_neg(out, out);
    }
}

static mpz_t *integers_new(size_t count)
{
    mpz_t *integers = pal_mem_new(count, sizeof(mpz_t));
    for (size_t i = 0; i < count; i++) {
        mpz_init(integers[i]);
    }
    return integers;
}

static void integers_free(mpz_t *integers, size_t count)
{
    for (size_t i = 0; integers != NULL && i < count; i++) {
        mpz_clear(integers[i]);
    }
    pal_mem_free(integers);
}

/* The smallest unit of which every weight is a whole number, and each weight in it. */
static mpz_t *weights_in_units_new(struct pal_units *units, const struct pal_profile *profile)
{
    mpz_set_ui(units->per_one, 1);
    for (size_t i = 0; i < profile->weight_count; i++) {
        mpz_lcm(units->per_one, units->per_one, mpq_denref(profile->weights[i]));
    }
    mpz_t *weights = integers_new(profile->weight_count);
    for (size_t i = 0; i < profile->weight_count; i++) {
        mpz_divexact(weights[i], units->per_one, mpq_denref(profile->weights[i]));
        mpz_mul(weights[i], weights[i], mpq_numref(profile->weights[i]));
    }
    return weights;
}

/* Does factor_max times the weight of all rows fit? The rows weigh what is counted. */
static bool fits(const struct pal_units *units, const struct pal_profile *profile,
                 uint64_t factor_max)
{
    PAL_RATIO(bound);
    set_unsigned(mpq_numref(bound), factor_max);
    mpz_mul(mpq_numref(bound), mpq_numref(bound), units->per_one);
    mpq_mul(bound, bound, profile->sums[PAL_BALLOT_COUNTED].weight);
    return mpz_sizeinbase(mpq_numref(bound), 2) <= SMALL_BITS;
}

static void set_small(struct pal_units *units, const struct pal_profile *profile, mpz_t *weights)
{
    pal_wide *wide = pal_mem_new(profile->weight_count, sizeof *wide);
    for (size_t i = 0; i < profile->weight_count; i++) {
        /* A weight that no row has any more may be of any size: no row looks at it. */
        wide[i] = mpz_sizeinbase(weights[i], 2) <= SMALL_BITS ? pal_wide_of(weights[i]) : 0;
    }
    units->small = pal_mem_new_large(profile->row_count, sizeof *units->small);
    for (size_t i = 0; i < profile->row_count; i++) {
        const struct pal_profile_row *row = &profile->rows[i];
        units->small[i] = wide[row->weight] * (pal_wide)row->ballot_count;
    }
    pal_mem_free(wide);
}

static void set_large(struct pal_units *units, const struct pal_profile *profile, mpz_t *weights)
{
    units->large = integers_new(profile->row_count);
    for (size_t i = 0; i < profile->row_count; i++) {
        const struct pal_profile_row *row = &profile->rows[i];
        set_unsigned(units->large[i], row->ballot_count);
        mpz_mul(units->large[i], units->large[i], weights[row->weight]);
    }
}

void pal_units_init(struct pal_units *units, const struct pal_profile *profile, uint64_t factor_max)
{
    PAL_CHECK(factor_max <= INT64_MAX);
    *units = (struct pal_units){.row_count = profile->row_count};
    mpz_init(units->per_one);
    mpz_t *weights = weights_in_units_new(units, profile);
    if (fits(units, profile, factor_max)) {
        set_small(units, profile, weights);
    } else {
        set_large(units, profile, weights);
    }
    integers_free(weights, profile->weight_count);
}

void pal_units_done(struct pal_units *units)
{
    mpz_clear(units->per_one);
    integers_free(units->large, units->row_count);
    pal_mem_free_large(units->small, units->row_count, sizeof *units->small);
    *units = (struct pal_units){0};
}

void pal_units_integer(const struct pal_units *units, size_t row, mpz_t out_units)
{
    if (units->small != NULL) {
        pal_wide_set(out_units, units->small[row]);
    } else {
        mpz_set(out_units, units->large[row]);
    }
}

void pal_sums_init(struct pal_sums *sums, const struct pal_units *units, size_t count)
{
    *sums = (struct pal_sums){.units = units, .count = count};
    if (units->small != NULL) {
        sums->small = pal_mem_new(count, sizeof *sums->small);
    } else {
        sums->large = integers_new(count);
    }
}

void pal_sums_done(struct pal_sums *sums)
{
    pal_mem_free(sums->small);
    integers_free(sums->large, sums->count);
    *sums = (struct pal_sums){0};
}

void pal_sums_clear(struct pal_sums *sums)
{
    pal_sums_clear_first(sums, sums->count);
}

void pal_sums_clear_first(struct pal_sums *sums, size_t count)
{
    PAL_CHECK(count <= sums->count);
    if (sums->small != NULL) {
        memset(sums->small, 0, count * sizeof *sums->small);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        mpz_set_ui(sums->large[i], 0);
    }
}

void pal_sums_add_large(struct pal_sums *sums, size_t slot, size_t row, int64_t factor)
{
    if (factor == 1) {
        mpz_add(sums->large[slot], sums->large[slot], sums->units->large[row]);
        return;
    }
    mpz_t times;
    mpz_init(times);
    pal_wide_set(times, factor);
    mpz_addmul(sums->large[slot], times, sums->units->large[row]);
    mpz_clear(times);
}

void pal_sums_merge(struct pal_sums *sums, size_t to, size_t from)
{
    if (sums->small != NULL) {
        sums->small[to] += sums->small[from];
    } else {
        mpz_add(sums->large[to], sums->large[to], sums->large[from]);
    }
}

void pal_sums_set_difference(struct pal_sums *sums, size_t slot, const struct pal_sums *from,
                             size_t plus, size_t minus)
{
    PAL_CHECK(sums->units == from->units);
    if (sums->small != NULL) {
        sums->small[slot] = from->small[plus] - from->small[minus];
    } else {
        mpz_sub(sums->large[slot], from->large[plus], from->large[minus]);
    }
}

int pal_sums_sign(const struct pal_sums *sums, size_t slot)
{
    if (sums->small != NULL) {
        return (sums->small[slot] > 0) - (sums->small[slot] < 0);
    }
    return mpz_sgn(sums->large[slot]);
}

int pal_sums_compare(const struct pal_sums *sums, size_t slot, size_t other)
{
    if (sums->small != NULL) {
        return (sums->small[slot] > sums->small[other]) - (sums->small[slot] < sums->small[other]);
    }
    return mpz_cmp(sums->large[slot], sums->large[other]);
}

void pal_sums_integer(const struct pal_sums *sums, size_t slot, mpz_t out_units)
{
    if (sums->small != NULL) {
        pal_wide_set(out_units, sums->small[slot]);
    } else {
        mpz_set(out_units, sums->large[slot]);
    }
}

void pal_sums_get(const struct pal_sums *sums, size_t slot, mpq_t out_weight)
{
    pal_sums_integer(sums, slot, mpq_numref(out_weight));
    mpz_set(mpq_denref(out_weight), sums->units->per_one);
    mpq_canonicalize(out_weight);
}

void pal_sums_figures(const struct pal_sums *sums, struct pal_figures *out_figures)
{
    PAL_RATIO(value);
    for (size_t i = 0; i < sums->count; i++) {
        pal_sums_get(sums, i, value);
        pal_figures_add(out_figures, i, value);
    }
}
