/*
 * mark.h - the marks of a marked register: who has used their right to vote, without their names.
 *
 * Each right of the roll has a leaf. Whoever has its salt (the member, and the server while it keeps
 * the member's key) can tell whether the right was used; for all others it is a random number.
 */
#ifndef PAL_AUDIT_MARK_H
#define PAL_AUDIT_MARK_H

#include <stdbool.h>
#include <stdint.h>

#include "audit/entry.h"
#include "base/crypto.h"

/* The salt of the mark of a member in that poll. */
void pal_mark_salt(const uint8_t person_key[PAL_PERSON_KEY_SIZE], const struct pal_uuid *poll,
                   uint8_t out_salt[PAL_SALT_SIZE]);
/* rank is that of the right on the roll, from 1. */
struct pal_hash pal_mark_leaf(const uint8_t salt[PAL_SALT_SIZE], uint32_t rank, bool is_used);

#endif
