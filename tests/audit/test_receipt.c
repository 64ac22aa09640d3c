/* Receipts: what was signed is read again, and attack 21: nothing else is. */
#include <string.h>

#include "audit/receipt.h"

#include "../support/expect.h"

#define LOG  "vote.example.coop/log"
#define POLL "00000000-0000-4000-8000-000000000001"

static const uint8_t seed[PAL_SEED_SIZE] = {7};

/* The key that a log of that seed and name signs receipts with; name is borrowed. */
static struct pal_vkey key_of(const uint8_t log_seed[PAL_SEED_SIZE], const char *name)
{
    struct pal_signing_key key;
    pal_receipt_key_init(&key, log_seed);
    struct pal_vkey vkey = pal_vkey_make(pal_text_of(name), PAL_NOTE_KEY_ED25519, key.public_key);
    pal_signing_key_done(&key);
    return vkey;
}

static void sign(const char *origin, const char *poll, struct pal_buf *out)
{
    struct pal_signing_key key;
    struct pal_receipt receipt = {.origin = pal_text_of(origin),
                                  .poll = pal_text_of(poll),
                                  .ctx = pal_hash_of("manifest", 8),
                                  .ballot = pal_hash_of("ballot", 6)};
    pal_receipt_key_init(&key, seed);
    pal_receipt_sign(&receipt, &key, out);
    pal_signing_key_done(&key);
}

static void a_receipt_is_read_again(void **state)
{
    (void)state;
    PAL_BUF(text);
    sign(LOG, POLL, &text);
    struct pal_vkey key = key_of(seed, "vote.example.coop/receipt");
    struct pal_receipt receipt;
    struct pal_hash ctx = pal_hash_of("manifest", 8);
    struct pal_hash ballot = pal_hash_of("ballot", 6);
    EXPECT_ERR(pal_receipt_read(pal_buf_text(&text), &key, &receipt), PAL_OK);
    EXPECT_TEXT(receipt.origin, LOG);
    EXPECT_TEXT(receipt.poll, POLL);
    assert_true(pal_hash_equal(&receipt.ctx, &ctx));
    assert_true(pal_hash_equal(&receipt.ballot, &ballot));
}

static void the_key_bears_the_name_of_the_host(void **state)
{
    (void)state;
    PAL_BUF(name);
    pal_receipt_key_name(pal_text_of("vote.example.coop/a/log"), &name);
    EXPECT_BUF(name, "vote.example.coop/receipt");
}

static void the_key_is_not_that_of_the_log(void **state)
{
    (void)state;
    struct pal_signing_key receipt;
    struct pal_signing_key log;
    pal_receipt_key_init(&receipt, seed);
    pal_signing_key_init(&log, seed);
    assert_memory_not_equal(receipt.public_key, log.public_key, PAL_PUBLIC_KEY_SIZE);
}

/* Attack 21: every byte of a receipt counts. The signature line may be another's, but not ours. */
static void an_edited_receipt_does_not_hold(void **state)
{
    (void)state;
    PAL_BUF(text);
    sign(LOG, POLL, &text);
    struct pal_vkey key = key_of(seed, "vote.example.coop/receipt");
    struct pal_receipt receipt;
    for (size_t i = 0; i < text.size; i++) {
        text.bytes[i] ^= 1;
        assert_true(pal_receipt_read(pal_buf_text(&text), &key, &receipt) != PAL_OK);
        text.bytes[i] ^= 1;
    }
    for (size_t size = 0; size < text.size; size++) {
        struct pal_text part = {text.bytes, size};
        assert_true(pal_receipt_read(part, &key, &receipt) != PAL_OK);
    }
    EXPECT_ERR(pal_receipt_read(pal_buf_text(&text), &key, &receipt), PAL_OK);
}

static void a_foreign_key_signs_no_receipt_of_ours(void **state)
{
    (void)state;
    static const uint8_t other_seed[PAL_SEED_SIZE] = {8};
    PAL_BUF(text);
    sign(LOG, POLL, &text);
    struct pal_receipt receipt;
    struct pal_vkey other = key_of(other_seed, "vote.example.coop/receipt");
    struct pal_vkey elsewhere = key_of(seed, "vote.example.net/receipt");
    struct pal_vkey witness = key_of(seed, "vote.example.coop/receipt");
    witness.type = PAL_NOTE_KEY_COSIGNATURE;
    const struct pal_text note = pal_buf_text(&text);
    EXPECT_ERR(pal_receipt_read(note, &other, &receipt), PAL_ERR_NOTE_SIGNATURE);
    EXPECT_ERR(pal_receipt_read(note, &elsewhere, &receipt), PAL_ERR_NOTE_SIGNATURE);
    EXPECT_ERR(pal_receipt_read(note, &witness, &receipt), PAL_ERR_NOTE_SIGNATURE);
}

/* clang-format off */
#define HASH "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
static const struct {
    const char *name;
    const char *body;
} bodies[] = {
    {"another first line",       "palabre-receipt/v2\n" LOG "\n" POLL "\n" HASH "\n" HASH "\n"},
    {"a line less",              "palabre-receipt/v1\n" LOG "\n" POLL "\n" HASH "\n"},
    {"a line more",              "palabre-receipt/v1\n" LOG "\n" POLL "\n" HASH "\n" HASH "\nmore\n"},
    {"a log that is no log",     "palabre-receipt/v1\nno log\n" POLL "\n" HASH "\n" HASH "\n"},
    {"no poll",                  "palabre-receipt/v1\n" LOG "\n\n" HASH "\n" HASH "\n"},
    {"a hash that is too short", "palabre-receipt/v1\n" LOG "\n" POLL "\nAAAA\n" HASH "\n"},
    {"a hash without base64",    "palabre-receipt/v1\n" LOG "\n" POLL "\n" HASH "\n!\n"},
};
/* clang-format on */

static void is_no_receipt(void **state)
{
    const __typeof__(bodies[0]) *row = *state;
    struct pal_signing_key signer;
    PAL_BUF(text);
    pal_receipt_key_init(&signer, seed);
    pal_note_sign(pal_text_of(row->body), pal_text_of("vote.example.coop/receipt"), &signer, &text);
    struct pal_vkey key = key_of(seed, "vote.example.coop/receipt");
    struct pal_receipt receipt;
    EXPECT_ERR(pal_receipt_read(pal_buf_text(&text), &key, &receipt), PAL_ERR_RECEIPT_SYNTAX);
}

static void a_text_without_signature_is_no_receipt(void **state)
{
    (void)state;
    struct pal_vkey key = key_of(seed, "vote.example.coop/receipt");
    struct pal_receipt receipt;
    EXPECT_ERR(pal_receipt_read(pal_text_of("thank you"), &key, &receipt), PAL_ERR_RECEIPT_SYNTAX);
    EXPECT_ERR(pal_receipt_read(pal_text_of(NULL), &key, &receipt), PAL_ERR_RECEIPT_SYNTAX);
}

int main(void)
{
    TESTS(tests, 16);
    TEST(tests, a_receipt_is_read_again);
    TEST(tests, the_key_bears_the_name_of_the_host);
    TEST(tests, the_key_is_not_that_of_the_log);
    TEST(tests, an_edited_receipt_does_not_hold);
    TEST(tests, a_foreign_key_signs_no_receipt_of_ours);
    TABLE(tests, bodies, is_no_receipt);
    TEST(tests, a_text_without_signature_is_no_receipt);
    return RUN(tests);
}
