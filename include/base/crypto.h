/*
 * crypto.h - hashes, signatures, random bytes. Only door to libsodium.
 *
 * pal_crypto_start() comes first, once, before any other function here.
 */
#ifndef PAL_BASE_CRYPTO_H
#define PAL_BASE_CRYPTO_H

#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"

enum { PAL_HASH_SIZE = 32, PAL_SEED_SIZE = 32, PAL_PUBLIC_KEY_SIZE = 32, PAL_SIGNATURE_SIZE = 64 };

struct pal_hash {
    uint8_t bytes[PAL_HASH_SIZE];
};

/* Makes the library ready. PAL_ERR_CRYPTO_START when there is no source of randomness: the caller
 * refuses to start. */
PAL_MUST_USE enum pal_err pal_crypto_start(void);

/* SHA-256 of one piece, or of several one after the other. */
struct pal_hash pal_hash_of(const void *bytes, size_t size);
struct pal_hash_state {
    alignas(8) uint8_t opaque[112]; /* room for the state of the library in base/sha256.c */
};
void pal_hash_init(struct pal_hash_state *state);
void pal_hash_add(struct pal_hash_state *state, const void *bytes, size_t size);
struct pal_hash pal_hash_final(struct pal_hash_state *state);
bool pal_hash_equal(const struct pal_hash *a, const struct pal_hash *b);
/* Writes 64 hexadecimal characters and a NUL. */
void pal_hash_write(const struct pal_hash *hash, char out_text[2 * PAL_HASH_SIZE + 1]);
PAL_MUST_USE enum pal_err pal_hash_parse(struct pal_text text, struct pal_hash *out_hash);

/* BLAKE2b of size out_size (16 to 64) under a 32-byte key. */
void pal_crypto_keyed_hash(const uint8_t key[32], const void *bytes, size_t size, uint8_t *out,
                           size_t out_size);

/* SipHash-2-4: fast, and nobody who does not know the key can write what falls on the same number.
 * For tables in memory; never written. */
uint64_t pal_crypto_table_hash(const uint8_t key[16], const void *bytes, size_t size);

/* Ed25519 from a 32-byte seed. */
struct pal_signing_key {
    uint8_t secret[64];
    uint8_t public_key[PAL_PUBLIC_KEY_SIZE];
};
void pal_signing_key_init(struct pal_signing_key *key, const uint8_t seed[PAL_SEED_SIZE]);
/* Wipes. Accepts a zeroed key. */
void pal_signing_key_done(struct pal_signing_key *key);
void pal_crypto_sign(const struct pal_signing_key *key, const void *bytes, size_t size,
                     uint8_t out_signature[PAL_SIGNATURE_SIZE]);
bool pal_crypto_verify(const uint8_t public_key[PAL_PUBLIC_KEY_SIZE], const void *bytes,
                       size_t size, const uint8_t signature[PAL_SIGNATURE_SIZE]);

void pal_crypto_random(void *out_bytes, size_t size);
struct pal_uuid pal_uuid_random(void);
/* In constant time. */
bool pal_crypto_equal(const void *a, const void *b, size_t size);
/* So that the compiler cannot leave it out. */
void pal_crypto_wipe(void *bytes, size_t size);

/* RULE docs/rules/log.md
 * > frame(label, item…) = "palabre/v1" 00 || LP(label) || LP(item)…, LP(x) = u32be(len) || x */
void pal_frame(struct pal_buf *buf, const char *label);
void pal_frame_add(struct pal_buf *buf, const void *bytes, size_t size);

#endif
