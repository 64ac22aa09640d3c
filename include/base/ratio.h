/*
 * ratio.h - exact rational numbers. Only door to GMP: who counts includes this and uses mpq_*.
 *
 * Every mpq_t is canonical at statement boundaries: lowest terms, positive denominator.
 */
#ifndef PAL_BASE_RATIO_H
#define PAL_BASE_RATIO_H

#include <gmp.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"

/* A local ratio, zero, that dies with its scope. */
#define PAL_RATIO(name)                     \
    mpq_t name PAL_CLEANUP(pal_ratio_done); \
    mpq_init(name)

void pal_ratio_done(mpq_t *ratio);

/* num/den, den > 0, made canonical. */
void pal_ratio_set(mpq_t ratio, int64_t num, int64_t den);

/* "n", "n/d" or, where decimals are allowed, "n.ddd": an optional '-', decimal digits, at most
 * PAL_LIMIT_RATIO_DIGITS of them in all; need not be in lowest terms; d > 0.
 * PAL_ERR_RATIO_SYNTAX, PAL_ERR_RATIO_ZERO_DENOMINATOR, PAL_ERR_LIMIT_RATIO */
PAL_MUST_USE enum pal_err pal_ratio_parse(struct pal_text text, mpq_t out_ratio);
PAL_MUST_USE enum pal_err pal_ratio_parse_decimal(struct pal_text text, mpq_t out_ratio);

/* Appends "num/den", denominator always there. */
void pal_ratio_write(mpq_srcptr ratio, struct pal_buf *buf);

/* The same as a string of one's own, released with pal_mem_free. */
PAL_MUST_USE char *pal_ratio_text_new(mpq_srcptr ratio);

/* An array of count ratios, all zero. free accepts NULL. */
PAL_MUST_USE mpq_t *pal_ratio_array_new(size_t count);
void pal_ratio_array_free(mpq_t *ratios, size_t count);

#endif
