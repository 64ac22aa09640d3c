/* Hashes, signatures, random bytes and frames, against published vectors where there are some. */
#include <string.h>

#include "base/crypto.h"

#include "../support/expect.h"

/* clang-format off */
static const struct {
    const char *name;
    const char *bytes;
    const char *hash; /* FIPS 180-4 examples */
} hashes[] = {
    {"SHA-256 of nothing", "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"SHA-256 of abc", "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"SHA-256 of two blocks", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};
/* clang-format on */

static void hashes_to(void **state)
{
    const __typeof__(hashes[0]) *row = *state;
    struct pal_hash whole = pal_hash_of(row->bytes, strlen(row->bytes));
    char text[2 * PAL_HASH_SIZE + 1];
    pal_hash_write(&whole, text);
    assert_string_equal(text, row->hash);

    struct pal_hash_state pieces;
    pal_hash_init(&pieces);
    for (size_t i = 0; row->bytes[i] != '\0'; i++) {
        pal_hash_add(&pieces, row->bytes + i, 1);
    }
    struct pal_hash again = pal_hash_final(&pieces);
    assert_true(pal_hash_equal(&whole, &again));

    struct pal_hash parsed;
    EXPECT_ERR(pal_hash_parse(pal_text_of(row->hash), &parsed), PAL_OK);
    assert_true(pal_hash_equal(&whole, &parsed));
    parsed.bytes[31] ^= 1;
    assert_false(pal_hash_equal(&whole, &parsed));
    EXPECT_ERR(pal_hash_parse(pal_text_of("e3b0"), &parsed), PAL_ERR_TEXT_HEX);
}

/* Every size around those of blocks, as two neighbours and alone. */
static void what_is_public_has_the_same_hash(void **state)
{
    (void)state;
    enum { SIZES = 1100 };
    static uint8_t bytes[1 + SIZES];
    static struct pal_text rests[2 * SIZES];
    static struct pal_hash found[2 * SIZES];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)(i * i + i / 7);
    }
    for (size_t i = 0; i < SIZES; i++) {
        rests[2 * i] = (struct pal_text){(const char *)bytes + 1, i};
        rests[2 * i + 1] = (struct pal_text){(const char *)bytes + 1, i % 3 == 0 ? i / 2 : i};
    }
    pal_hash_public(bytes[0], rests, (size_t)2 * SIZES, found);
    for (size_t i = 0; i < (size_t)2 * SIZES; i++) {
        struct pal_hash alone;
        struct pal_hash whole = pal_hash_of(bytes, 1 + rests[i].size);
        assert_true(pal_hash_equal(&found[i], &whole));
        pal_hash_public(bytes[0], &rests[i], 1, &alone);
        assert_true(pal_hash_equal(&alone, &whole));
    }
}

/* The vector at the end of Aumasson and Bernstein's paper on SipHash-2-4: the key 00..0f, the message
 * 00..0e. */
static void a_table_hash_is_siphash(void **state)
{
    (void)state;
    uint8_t bytes[16]; /* the key, and all but its last the message */
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)i;
    }
    assert_true(pal_crypto_table_hash(bytes, bytes, 15) == UINT64_C(0xa129ca6149be45e5));
}

static void a_keyed_hash_depends_on_its_key(void **state)
{
    (void)state;
    uint8_t key[32];
    for (size_t i = 0; i < sizeof key; i++) {
        key[i] = (uint8_t)i;
    }
    /* As Python's hashlib.blake2b gives it. */
    uint8_t hash[64];
    pal_crypto_keyed_hash(key, "abc", 3, hash, 16);
    PAL_BUF(text);
    pal_buf_add_hex(&text, hash, 16);
    EXPECT_BUF(text, "1a64be47e4729d951c302ee543f97cf3");

    key[0] = 1;
    uint8_t other[16];
    pal_crypto_keyed_hash(key, "abc", 3, other, sizeof other);
    assert_memory_not_equal(hash, other, sizeof other);
}

/* RFC 8032 §7.1, the second test: the message is the byte 72. */
static void a_signature_is_that_of_the_standard(void **state)
{
    (void)state;
    uint8_t seed[PAL_SEED_SIZE];
    EXPECT_ERR(pal_text_hex(pal_text_of("4ccd089b28ff96da9db6c346ec114e0f"
                                        "5b8a319f35aba624da8cf6ed4fb8a6fb"),
                            seed, sizeof seed),
               PAL_OK);
    struct pal_signing_key key;
    pal_signing_key_init(&key, seed);
    PAL_BUF(text);
    pal_buf_add_hex(&text, key.public_key, sizeof key.public_key);
    EXPECT_BUF(text, "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");

    uint8_t signature[PAL_SIGNATURE_SIZE];
    pal_crypto_sign(&key, "\x72", 1, signature);
    pal_buf_clear(&text);
    pal_buf_add_hex(&text, signature, sizeof signature);
    EXPECT_BUF(text, "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");

    assert_true(pal_crypto_verify(key.public_key, "\x72", 1, signature));
    assert_false(pal_crypto_verify(key.public_key, "\x73", 1, signature));
    signature[63] ^= 0x10;
    assert_false(pal_crypto_verify(key.public_key, "\x72", 1, signature));

    pal_signing_key_done(&key);
    const struct pal_signing_key zero = {{0}, {0}};
    assert_memory_equal(&key, &zero, sizeof key);
    pal_signing_key_done(&key);
}

/* RFC 7693, appendix A, and FIPS 180-4 for the other one. */
static void long_hashes_are_those_of_the_standards(void **state)
{
    (void)state;
    uint8_t hash[PAL_LONG_HASH_SIZE];
    struct pal_blake_state blake;
    pal_blake_init(&blake);
    pal_blake_add(&blake, "a", 1);
    pal_blake_add(&blake, "bc", 2);
    pal_blake_final(&blake, hash);
    PAL_BUF(text);
    pal_buf_add_hex(&text, hash, sizeof hash);
    EXPECT_BUF(text, "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
                     "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");

    pal_crypto_sha512("abc", 3, hash);
    pal_buf_clear(&text);
    pal_buf_add_hex(&text, hash, sizeof hash);
    EXPECT_BUF(text, "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                     "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}

static void a_derived_seed_depends_on_seed_and_label(void **state)
{
    (void)state;
    uint8_t seed[PAL_SEED_SIZE] = {1};
    uint8_t derived[4][PAL_SEED_SIZE];
    pal_crypto_derive_seed(seed, "receipt-key", derived[0]);
    pal_crypto_derive_seed(seed, "record-key", derived[1]);
    pal_crypto_derive_seed(seed, "receipt-key", derived[2]);
    seed[0] = 2;
    pal_crypto_derive_seed(seed, "receipt-key", derived[3]);
    assert_memory_equal(derived[0], derived[2], PAL_SEED_SIZE);
    assert_memory_not_equal(derived[0], derived[1], PAL_SEED_SIZE);
    assert_memory_not_equal(derived[0], derived[3], PAL_SEED_SIZE);
}

static void a_box_opens_with_its_key_and_what_goes_with_it(void **state)
{
    (void)state;
    uint8_t key[PAL_AEAD_KEY_SIZE] = {3};
    uint8_t box[5 + PAL_AEAD_TAG_SIZE];
    uint8_t plain[5];
    const struct pal_text associated = pal_text_of("poll");
    pal_crypto_lock_once(key, associated, pal_text_of("hello"), box);
    struct pal_text text = {(const char *)box, sizeof box};
    EXPECT_ERR(pal_crypto_unlock_once(key, associated, text, plain), PAL_OK);
    assert_memory_equal(plain, "hello", sizeof plain);

    EXPECT_ERR(pal_crypto_unlock_once(key, pal_text_of("pole"), text, plain), PAL_ERR_CRYPTO_OPEN);
    for (size_t i = 0; i < sizeof box; i++) {
        box[i] ^= 0x80;
        EXPECT_ERR(pal_crypto_unlock_once(key, associated, text, plain), PAL_ERR_CRYPTO_OPEN);
        box[i] ^= 0x80;
    }
    for (size_t size = 0; size < sizeof box; size++) {
        text.size = size;
        EXPECT_ERR(pal_crypto_unlock_once(key, associated, text, plain), PAL_ERR_CRYPTO_OPEN);
    }
    key[0] = 4;
    text.size = sizeof box;
    EXPECT_ERR(pal_crypto_unlock_once(key, associated, text, plain), PAL_ERR_CRYPTO_OPEN);
}

static void a_letter_opens_for_whom_it_is_sealed(void **state)
{
    (void)state;
    struct pal_letter_key key;
    struct pal_letter_key other;
    uint8_t letter[4 + PAL_LETTER_EXTRA];
    uint8_t plain[4];
    pal_letter_key_random(&key);
    pal_letter_key_random(&other);
    EXPECT_ERR(pal_letter_seal(key.public_key, "dear", 4, letter), PAL_OK);
    struct pal_text text = {(const char *)letter, sizeof letter};
    EXPECT_ERR(pal_letter_open(&key, text, plain), PAL_OK);
    assert_memory_equal(plain, "dear", sizeof plain);
    EXPECT_ERR(pal_letter_open(&other, text, plain), PAL_ERR_CRYPTO_OPEN);
    for (size_t size = 0; size < sizeof letter; size++) {
        text.size = size;
        EXPECT_ERR(pal_letter_open(&key, text, plain), PAL_ERR_CRYPTO_OPEN);
    }
    /* A key that is one of the few points of small order: what it gives is known to everybody. */
    static const uint8_t zero[PAL_LETTER_KEY_SIZE] = {0};
    static const uint8_t one[PAL_LETTER_KEY_SIZE] = {1};
    EXPECT_ERR(pal_letter_seal(zero, "dear", 4, letter), PAL_ERR_CRYPTO_KEY);
    EXPECT_ERR(pal_letter_seal(one, "dear", 4, letter), PAL_ERR_CRYPTO_KEY);
    pal_letter_key_done(&other);
    pal_letter_key_done(&key);
    static const struct pal_letter_key wiped = {{0}, {0}};
    assert_memory_equal(&key, &wiped, sizeof key);
}

static void locked_memory_comes_zeroed(void **state)
{
    (void)state;
    static const uint8_t zeros[100] = {0};
    uint8_t *bytes = pal_locked_new(sizeof zeros);
    assert_memory_equal(bytes, zeros, sizeof zeros);
    bytes[0] = 1;
    bytes[sizeof zeros - 1] = 1;
    pal_locked_free(bytes);
    pal_locked_free(NULL);
}

static void random_identifiers_are_of_version_4(void **state)
{
    (void)state;
    struct pal_uuid first = pal_uuid_random();
    struct pal_uuid second = pal_uuid_random();
    assert_false(pal_uuid_equal(&first, &second));
    char text[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(&first, text);
    assert_int_equal(text[14], '4');
    assert_non_null(strchr("89ab", text[19]));
}

static void frames_tell_their_items_apart(void **state)
{
    (void)state;
    PAL_BUF(frame);
    pal_frame(&frame, "commit");
    pal_frame_add(&frame, "ab", 2);
    pal_frame_add(&frame, NULL, 0);
    const char expected[] = "palabre/v1\0\0\0\0\6commit\0\0\0\2ab\0\0\0\0";
    assert_int_equal(frame.size, sizeof expected - 1);
    assert_memory_equal(frame.bytes, expected, frame.size);
}

/* Made in a browser by makeKeeperKey of web/src/booth.ts. */
static const struct pal_passphrase_box browsers = {
    .ops = 1,
    .mem = 8 << 20,
    .salt = {0xd1, 0xc9, 0x09, 0x41, 0xc3, 0x33, 0x3e, 0x61, 0x98, 0x28, 0x9b, 0xe0, 0xe4, 0xd0,
             0x08, 0xf9},
    .nonce = {0xcc, 0xd0, 0xe0, 0x78, 0x17, 0xc1, 0xd5, 0xa0, 0xc8, 0x13, 0xfb, 0xfa,
              0x66, 0xa8, 0xbb, 0x85, 0xf8, 0x6d, 0x7b, 0x21, 0x29, 0x80, 0xfc, 0x0e},
    .box = {0xfa, 0x0f, 0x0b, 0xde, 0x0e, 0x0b, 0x0d, 0xb4, 0x1f, 0xe0, 0x35, 0x78,
            0x8b, 0x93, 0xf0, 0x6d, 0x8f, 0x0a, 0x60, 0x01, 0x42, 0xd9, 0x14, 0x73,
            0x4a, 0xa7, 0xea, 0xbf, 0x57, 0x8c, 0x55, 0xce, 0x61, 0x78, 0x2c, 0x9f,
            0xe5, 0x13, 0x1e, 0xf1, 0x32, 0x54, 0xad, 0x5a, 0x4d, 0xda, 0xa7, 0xe9},
};

static void a_key_under_a_passphrase_is_that_of_a_browser(void **state)
{
    (void)state;
    static const uint8_t public_key[] = {0xac, 0x51, 0x64, 0x1d, 0x3f, 0x3d, 0xef, 0x33,
                                         0x8a, 0xf1, 0x04, 0x51, 0x08, 0x68, 0xdd, 0xca,
                                         0xf0, 0x4a, 0x6d, 0x49, 0x55, 0x5d, 0xeb, 0x78,
                                         0xe5, 0x66, 0xb2, 0x0d, 0x8a, 0x59, 0x73, 0x0c};
    /* As it is typed on keyboards that put the accent after its letter. */
    struct pal_text passphrase = pal_text_of("E\xcc\x81variste garde l\xe2\x80\x99urne");
    struct pal_letter_key key;
    EXPECT_ERR(pal_letter_key_open(&browsers, passphrase, &key), PAL_OK);
    assert_memory_equal(key.public_key, public_key, sizeof public_key);
    EXPECT_ERR(pal_letter_key_open(&browsers, pal_text_of("Jeanne garde l'urne"), &key),
               PAL_ERR_CRYPTO_OPEN);
}

static void a_key_is_sealed_under_a_passphrase_and_opens_again(void **state)
{
    (void)state;
    struct pal_letter_key key;
    struct pal_letter_key again;
    struct pal_passphrase_box box = {.ops = 1, .mem = 8 << 20};
    pal_letter_key_random(&key);
    EXPECT_ERR(pal_letter_key_seal(&key, pal_text_of("eleven byte"), &box),
               PAL_ERR_CRYPTO_PASSPHRASE);
    EXPECT_ERR(pal_letter_key_seal(&key, pal_text_of("\xff\xff twelve bytes"), &box),
               PAL_ERR_TEXT_UTF8);
    EXPECT_ERR(pal_letter_key_seal(&key, pal_text_of("twelve bytes"), &box), PAL_OK);
    EXPECT_ERR(pal_letter_key_open(&box, pal_text_of("twelve bytes"), &again), PAL_OK);
    assert_memory_equal(&key, &again, sizeof key);
    EXPECT_ERR(pal_letter_key_open(&box, pal_text_of("Twelve bytes"), &again), PAL_ERR_CRYPTO_OPEN);
    box.ops = 0;
    EXPECT_ERR(pal_letter_key_open(&box, pal_text_of("twelve bytes"), &again),
               PAL_ERR_CRYPTO_PASSPHRASE);
}

int main(void)
{
    TESTS(tests, 18);
    TABLE(tests, hashes, hashes_to);
    TEST(tests, a_keyed_hash_depends_on_its_key);
    TEST(tests, what_is_public_has_the_same_hash);
    TEST(tests, a_table_hash_is_siphash);
    TEST(tests, a_signature_is_that_of_the_standard);
    TEST(tests, long_hashes_are_those_of_the_standards);
    TEST(tests, a_derived_seed_depends_on_seed_and_label);
    TEST(tests, a_box_opens_with_its_key_and_what_goes_with_it);
    TEST(tests, a_letter_opens_for_whom_it_is_sealed);
    TEST(tests, a_key_under_a_passphrase_is_that_of_a_browser);
    TEST(tests, a_key_is_sealed_under_a_passphrase_and_opens_again);
    TEST(tests, locked_memory_comes_zeroed);
    TEST(tests, random_identifiers_are_of_version_4);
    TEST(tests, frames_tell_their_items_apart);
    return RUN(tests);
}
