/* crypto.c - signatures, random bytes, hashes under a key, and the framing of what is hashed. */
#include "base/crypto.h"

#include <sodium.h>
#include <sys/random.h>

#include "base/check.h"

_Static_assert(PAL_SEED_SIZE == crypto_sign_SEEDBYTES, "Ed25519 seed");
_Static_assert(PAL_PUBLIC_KEY_SIZE == crypto_sign_PUBLICKEYBYTES, "Ed25519 public key");
_Static_assert(PAL_SIGNATURE_SIZE == crypto_sign_BYTES, "Ed25519 signature");
_Static_assert(sizeof(((struct pal_signing_key *)0)->secret) == crypto_sign_SECRETKEYBYTES,
               "Ed25519 secret key");
_Static_assert(sizeof(struct pal_blake_state) >= sizeof(crypto_generichash_state),
               "the state of BLAKE2b fits in the room that crypto.h gives it");
_Static_assert(alignof(struct pal_blake_state) >= alignof(crypto_generichash_state),
               "and is aligned there");
_Static_assert(PAL_LONG_HASH_SIZE == crypto_generichash_BYTES_MAX, "BLAKE2b-512");
_Static_assert(PAL_LONG_HASH_SIZE == crypto_hash_sha512_BYTES, "SHA-512");
_Static_assert(PAL_AEAD_KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "its key");
_Static_assert(PAL_AEAD_TAG_SIZE == crypto_aead_xchacha20poly1305_ietf_ABYTES, "its tag");
_Static_assert(PAL_LETTER_KEY_SIZE == crypto_box_PUBLICKEYBYTES, "X25519 public key");
_Static_assert(PAL_LETTER_KEY_SIZE == crypto_box_SECRETKEYBYTES, "X25519 secret key");
_Static_assert(sizeof((struct pal_passphrase_box){0}.salt) == crypto_pwhash_SALTBYTES, "a salt");
_Static_assert(sizeof((struct pal_passphrase_box){0}.nonce) == crypto_secretbox_NONCEBYTES,
               "a nonce");
_Static_assert(sizeof((struct pal_passphrase_box){0}.box) ==
                   PAL_LETTER_KEY_SIZE + crypto_secretbox_MACBYTES,
               "a secret half");
_Static_assert(PAL_LETTER_EXTRA == crypto_box_SEALBYTES, "a sealed letter");

enum pal_err pal_crypto_start(void)
{
    /* Asked before the library is, which ends the program where there is none. */
    uint8_t probe[PAL_SEED_SIZE];
    bool has_randomness = getentropy(probe, sizeof probe) == 0;
    pal_crypto_wipe(probe, sizeof probe);
    return has_randomness && sodium_init() >= 0 ? PAL_OK : PAL_ERR_CRYPTO_START;
}

/* --- Hashes --- */

bool pal_hash_equal(const struct pal_hash *a, const struct pal_hash *b)
{
    return pal_crypto_equal(a->bytes, b->bytes, PAL_HASH_SIZE);
}

void pal_hash_write(const struct pal_hash *hash, char out_text[2 * PAL_HASH_SIZE + 1])
{
    pal_text_write_hex(hash->bytes, PAL_HASH_SIZE, out_text);
}

enum pal_err pal_hash_parse(struct pal_text text, struct pal_hash *out_hash)
{
    return pal_text_hex(text, out_hash->bytes, PAL_HASH_SIZE);
}

void pal_crypto_keyed_hash(const uint8_t key[32], const void *bytes, size_t size, uint8_t *out,
                           size_t out_size)
{
    PAL_CHECK(out_size >= crypto_generichash_BYTES_MIN);
    PAL_CHECK(out_size <= crypto_generichash_BYTES_MAX);
    int failed = crypto_generichash(out, out_size, bytes, size, key, 32);
    PAL_CHECK(failed == 0);
}

uint64_t pal_crypto_table_hash(const uint8_t key[16], const void *bytes, size_t size)
{
    uint64_t number;
    (void)crypto_shorthash((unsigned char *)&number, bytes, size, key); /* always succeeds */
    return number;
}

static crypto_generichash_state *context_of(struct pal_blake_state *state)
{
    return (crypto_generichash_state *)(void *)state->opaque;
}

void pal_blake_init(struct pal_blake_state *state)
{
    int failed = crypto_generichash_init(context_of(state), NULL, 0, PAL_LONG_HASH_SIZE);
    PAL_CHECK(failed == 0);
}

void pal_blake_add(struct pal_blake_state *state, const void *bytes, size_t size)
{
    (void)crypto_generichash_update(context_of(state), bytes, size); /* always succeeds */
}

void pal_blake_final(struct pal_blake_state *state, uint8_t out[PAL_LONG_HASH_SIZE])
{
    int failed = crypto_generichash_final(context_of(state), out, PAL_LONG_HASH_SIZE);
    PAL_CHECK(failed == 0); /* it was ended already */
}

void pal_crypto_sha512(const void *bytes, size_t size, uint8_t out[PAL_LONG_HASH_SIZE])
{
    (void)crypto_hash_sha512(out, bytes, size); /* always succeeds */
}

/* RULE docs/rules/urn.md
 * > Every other seed of the server comes from the seed of its log: it is BLAKE2b-256, under that seed,
 * > of frame(label).
 */
void pal_crypto_derive_seed(const uint8_t seed[PAL_SEED_SIZE], const char *label,
                            uint8_t out_seed[PAL_SEED_SIZE])
{
    PAL_BUF(message);
    pal_frame(&message, label);
    pal_crypto_keyed_hash(seed, message.bytes, message.size, out_seed, PAL_SEED_SIZE);
}

/* --- Signatures --- */

void pal_signing_key_init(struct pal_signing_key *key, const uint8_t seed[PAL_SEED_SIZE])
{
    int failed = crypto_sign_seed_keypair(key->public_key, key->secret, seed);
    PAL_CHECK(failed == 0);
}

void pal_signing_key_done(struct pal_signing_key *key)
{
    pal_crypto_wipe(key, sizeof *key);
}

void pal_crypto_sign(const struct pal_signing_key *key, const void *bytes, size_t size,
                     uint8_t out_signature[PAL_SIGNATURE_SIZE])
{
    int failed = crypto_sign_detached(out_signature, NULL, bytes, size, key->secret);
    PAL_CHECK(failed == 0);
}

bool pal_crypto_verify(const uint8_t public_key[PAL_PUBLIC_KEY_SIZE], const void *bytes,
                       size_t size, const uint8_t signature[PAL_SIGNATURE_SIZE])
{
    return crypto_sign_verify_detached(signature, bytes, size, public_key) == 0;
}

/* --- Boxes and letters --- */

/* Each key seals one message, so that a nonce has nothing to tell apart. */
static const uint8_t no_nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES];

static const unsigned char *bytes_of(struct pal_text text)
{
    return (const unsigned char *)text.bytes;
}

void pal_crypto_lock_once(const uint8_t key[PAL_AEAD_KEY_SIZE], struct pal_text associated,
                          struct pal_text plain, uint8_t *out_box)
{
    int failed = crypto_aead_xchacha20poly1305_ietf_encrypt(out_box, NULL, bytes_of(plain),
                                                            plain.size, bytes_of(associated),
                                                            associated.size, NULL, no_nonce, key);
    PAL_CHECK(failed == 0);
}

enum pal_err pal_crypto_unlock_once(const uint8_t key[PAL_AEAD_KEY_SIZE],
                                    struct pal_text associated, struct pal_text box,
                                    uint8_t *out_plain)
{
    int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(out_plain, NULL, NULL, bytes_of(box),
                                                            box.size, bytes_of(associated),
                                                            associated.size, no_nonce, key);
    return failed == 0 ? PAL_OK : PAL_ERR_CRYPTO_OPEN;
}

void pal_letter_key_random(struct pal_letter_key *key)
{
    int failed = crypto_box_keypair(key->public_key, key->secret);
    PAL_CHECK(failed == 0);
}

void pal_letter_key_done(struct pal_letter_key *key)
{
    pal_crypto_wipe(key, sizeof *key);
}

enum pal_err pal_letter_seal(const uint8_t public_key[PAL_LETTER_KEY_SIZE], const void *bytes,
                             size_t size, uint8_t *out_letter)
{
    int failed = crypto_box_seal(out_letter, bytes, size, public_key);
    return failed == 0 ? PAL_OK : PAL_ERR_CRYPTO_KEY;
}

enum pal_err pal_letter_open(const struct pal_letter_key *key, struct pal_text letter,
                             uint8_t *out_bytes)
{
    int failed = crypto_box_seal_open(out_bytes, bytes_of(letter), letter.size, key->public_key,
                                      key->secret);
    return failed == 0 ? PAL_OK : PAL_ERR_CRYPTO_OPEN;
}

/* --- Passphrases --- */

/* RULE docs/rules/urn.md
 * > W is Argon2id, version 1.3, of the passphrase in normal form C as UTF-8, 12 to 1024 bytes of it, under the salt
 * > of 16 bytes, with `ops` passes over `mem` bytes: 32 bytes.
 */
static enum pal_err wrap_of(const struct pal_passphrase_box *box, struct pal_text passphrase,
                            uint8_t out_key[crypto_secretbox_KEYBYTES])
{
    PAL_BUF(spelled);
    PAL_TRY(pal_text_normalise(passphrase, &spelled));
    bool is_long = spelled.size >= PAL_PASSPHRASE_MIN && spelled.size <= PAL_PASSPHRASE_MAX;
    bool is_bounded = box->ops >= crypto_pwhash_OPSLIMIT_MIN && box->mem >= 0 &&
                      (uint64_t)box->mem >= crypto_pwhash_MEMLIMIT_MIN;
    int failed = 1;
    if (is_long && is_bounded) {
        failed = crypto_pwhash(out_key, crypto_secretbox_KEYBYTES, spelled.bytes, spelled.size,
                               box->salt, (unsigned long long)box->ops, (size_t)box->mem,
                               crypto_pwhash_ALG_ARGON2ID13);
    }
    if (spelled.size > 0) {
        pal_crypto_wipe(spelled.bytes, spelled.size);
    }
    return failed == 0 ? PAL_OK : PAL_ERR_CRYPTO_PASSPHRASE;
}

enum pal_err pal_letter_key_seal(const struct pal_letter_key *key, struct pal_text passphrase,
                                 struct pal_passphrase_box *box)
{
    uint8_t wrap[crypto_secretbox_KEYBYTES];
    pal_crypto_random(box->salt, sizeof box->salt);
    pal_crypto_random(box->nonce, sizeof box->nonce);
    PAL_TRY(wrap_of(box, passphrase, wrap));
    int failed = crypto_secretbox_easy(box->box, key->secret, sizeof key->secret, box->nonce, wrap);
    pal_crypto_wipe(wrap, sizeof wrap);
    PAL_CHECK(failed == 0);
    return PAL_OK;
}

enum pal_err pal_letter_key_open(const struct pal_passphrase_box *box, struct pal_text passphrase,
                                 struct pal_letter_key *out_key)
{
    uint8_t wrap[crypto_secretbox_KEYBYTES];
    PAL_TRY(wrap_of(box, passphrase, wrap));
    int failed =
        crypto_secretbox_open_easy(out_key->secret, box->box, sizeof box->box, box->nonce, wrap);
    pal_crypto_wipe(wrap, sizeof wrap);
    if (failed != 0) {
        return PAL_ERR_CRYPTO_OPEN;
    }
    failed = crypto_scalarmult_base(out_key->public_key, out_key->secret);
    return failed == 0 ? PAL_OK : PAL_ERR_CRYPTO_OPEN;
}

/* --- Random and secret bytes --- */

void *pal_locked_new(size_t size)
{
    void *bytes = sodium_malloc(size);
    PAL_CHECK(bytes != NULL);
    pal_crypto_wipe(bytes, size); /* the library fills it with 0xdb */
    return bytes;
}

void pal_locked_free(void *bytes)
{
    sodium_free(bytes);
}

void pal_crypto_random(void *out_bytes, size_t size)
{
    randombytes_buf(out_bytes, size);
}

struct pal_uuid pal_uuid_random(void)
{
    struct pal_uuid uuid;
    pal_crypto_random(uuid.bytes, PAL_UUID_SIZE);
    /* Version 4, variant 1 (RFC 9562 §5.4). */
    uuid.bytes[6] = (uint8_t)((uuid.bytes[6] & 0x0F) | 0x40);
    uuid.bytes[8] = (uint8_t)((uuid.bytes[8] & 0x3F) | 0x80);
    return uuid;
}

bool pal_crypto_equal(const void *a, const void *b, size_t size)
{
    return sodium_memcmp(a, b, size) == 0;
}

void pal_crypto_wipe(void *bytes, size_t size)
{
    sodium_memzero(bytes, size);
}

/* --- Framing --- */

void pal_frame(struct pal_buf *buf, const char *label)
{
    const char prefix[] = "palabre/v1"; /* with its NUL */
    struct pal_text text = pal_text_of(label);
    pal_buf_add(buf, prefix, sizeof prefix);
    pal_frame_add(buf, text.bytes, text.size);
}

void pal_frame_add(struct pal_buf *buf, const void *bytes, size_t size)
{
    PAL_CHECK(size <= UINT32_MAX);
    pal_buf_add_u32be(buf, (uint32_t)size);
    pal_buf_add(buf, bytes, size);
}

void pal_frame_add_u32(struct pal_buf *buf, uint32_t value)
{
    pal_buf_add_u32be(buf, sizeof value);
    pal_buf_add_u32be(buf, value);
}
