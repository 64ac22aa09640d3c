/*
 * lot.h - lots that anyone can draw again from a published seed.
 */
#ifndef PAL_BASE_LOT_H
#define PAL_BASE_LOT_H

#include <stddef.h>

#include "base/crypto.h"
#include "base/text.h"

/* RULE docs/rules/lot.md
 * > For k = 1, 2, …, the k-th draw is SHA-256 of the seed, a comma and k in decimal, read as a
 * > big-endian integer, modulo the number of names left, which selects and removes.
 *
 * Writes into out_order the indexes 0..count-1 in the order in which they are drawn. */
void pal_lot_order(struct pal_text seed, size_t count, size_t *out_order);

/* RULE docs/rules/lot.md
 * > For k = 0, 1, 2, …, the draw is MD5 of k on two bytes, the seed and k on two bytes again, read
 * > as a big-endian integer, modulo the number of names left, which selects and removes.
 *
 * The same; at most 65 536 names. */
void pal_lot_order_rfc3797(struct pal_text seed, size_t count, size_t *out_order);

#endif
