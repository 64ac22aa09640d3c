/*
 * sha256_pair.h - two hashes at once, for base/sha256.c alone.
 *
 * The instructions that processors have for SHA-256 wait for each other: while one message waits,
 * another can go on. That halves the time of leaves and nodes of trees.
 */
#ifndef PAL_BASE_SHA256_PAIR_H
#define PAL_BASE_SHA256_PAIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/crypto.h"

/* Has this processor what it takes? */
bool pal_sha256_can_pair(void);
/* The hashes of two messages that are whole blocks, as many of one as of the other, padded as the hash
 * wants them. Only where it can. */
void pal_sha256_pair(const uint8_t *left, const uint8_t *right, size_t block_count,
                     struct pal_hash out_hashes[2]);

#endif
