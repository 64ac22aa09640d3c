/*
 * crypto.h - hashes, signatures, random bytes. Door to libsodium; the group is group.h.
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
/* The hash of each text after one and the same byte. They are public: nothing is wiped. */
void pal_hash_public(uint8_t first, const struct pal_text *rests, size_t count,
                     struct pal_hash *out_hashes);
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

/* BLAKE2b-512, of one piece or of several one after the other. */
enum { PAL_LONG_HASH_SIZE = 64 };
struct pal_blake_state {
    alignas(64) uint8_t opaque[384]; /* the state of the library */
};
void pal_blake_init(struct pal_blake_state *state);
void pal_blake_add(struct pal_blake_state *state, const void *bytes, size_t size);
void pal_blake_final(struct pal_blake_state *state, uint8_t out[PAL_LONG_HASH_SIZE]);

/* SHA-512. */
void pal_crypto_sha512(const void *bytes, size_t size, uint8_t out[PAL_LONG_HASH_SIZE]);

/* A seed for another key, which tells nothing of this one; the label says what it is for.
 *
 * RULE docs/rules/urn.md
 * > Every other seed of the server comes from the seed of its log: it is BLAKE2b-256, under that seed,
 * > of frame(label). */
void pal_crypto_derive_seed(const uint8_t seed[PAL_SEED_SIZE], const char *label,
                            uint8_t out_seed[PAL_SEED_SIZE]);

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

/* XChaCha20-Poly1305 (IETF) with a nonce of zeros: each key is used for one message only. What is
 * associated is not in the box, and must be the same when it is opened. The box is PAL_AEAD_TAG_SIZE
 * bytes longer than what it holds. */
enum { PAL_AEAD_KEY_SIZE = 32, PAL_AEAD_TAG_SIZE = 16 };
void pal_crypto_lock_once(const uint8_t key[PAL_AEAD_KEY_SIZE], struct pal_text associated,
                          struct pal_text plain, uint8_t *out_box);
/* out_plain has room for PAL_AEAD_TAG_SIZE bytes less than the box, and is zeroed when the box does
 * not open: PAL_ERR_CRYPTO_OPEN, also of a box shorter than its tag. */
PAL_MUST_USE enum pal_err pal_crypto_unlock_once(const uint8_t key[PAL_AEAD_KEY_SIZE],
                                                 struct pal_text associated, struct pal_text box,
                                                 uint8_t *out_plain);

/* A letter that only the owner of an X25519 key opens, from nobody in particular (crypto_box_seal).
 * It is PAL_LETTER_EXTRA bytes longer than what it holds. */
enum { PAL_LETTER_KEY_SIZE = 32, PAL_LETTER_EXTRA = 48 };
struct pal_letter_key {
    uint8_t secret[PAL_LETTER_KEY_SIZE];
    uint8_t public_key[PAL_LETTER_KEY_SIZE];
};
/* A new pair, and its end: wiped. */
void pal_letter_key_random(struct pal_letter_key *key);
void pal_letter_key_done(struct pal_letter_key *key);
/* PAL_ERR_CRYPTO_KEY: the public key is one of the few to which nothing can be sealed. */
PAL_MUST_USE enum pal_err pal_letter_seal(const uint8_t public_key[PAL_LETTER_KEY_SIZE],
                                          const void *bytes, size_t size, uint8_t *out_letter);
/* out_bytes has room for PAL_LETTER_EXTRA bytes less than the letter. PAL_ERR_CRYPTO_OPEN */
PAL_MUST_USE enum pal_err pal_letter_open(const struct pal_letter_key *key, struct pal_text letter,
                                          uint8_t *out_bytes);

/* The secret half of such a pair under somebody's passphrase: docs/rules/urn.md has its bytes. */
enum { PAL_PASSPHRASE_MIN = 12, PAL_PASSPHRASE_MAX = 1024 }; /* bytes of it, in normal form C */
struct pal_passphrase_box {
    int64_t ops, mem; /* of Argon2id: how often, and over how many bytes */
    uint8_t salt[16];
    uint8_t nonce[24];
    uint8_t box[48];
};
/* ops and mem are the caller's to set; the rest is drawn and written.
 * PAL_ERR_CRYPTO_PASSPHRASE: too short or too long, or ops and mem are out of bounds; and the errors
 * of pal_text_normalise */
PAL_MUST_USE enum pal_err pal_letter_key_seal(const struct pal_letter_key *key,
                                              struct pal_text passphrase,
                                              struct pal_passphrase_box *box);
/* The pair again. PAL_ERR_CRYPTO_OPEN when the passphrase is another, and the same errors. */
PAL_MUST_USE enum pal_err pal_letter_key_open(const struct pal_passphrase_box *box,
                                              struct pal_text passphrase,
                                              struct pal_letter_key *out_key);

/* Memory for secrets that outlive a function: kept out of swap where the machine lets us, between
 * pages that nobody may touch, wiped when it is freed. Zeroed. Never NULL. Only after pal_crypto_start. */
PAL_MUST_USE void *pal_locked_new(size_t size);
/* Accepts NULL. */
void pal_locked_free(void *bytes);

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
/* An item of four bytes, the highest first. */
void pal_frame_add_u32(struct pal_buf *buf, uint32_t value);

#endif
