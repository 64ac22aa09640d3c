/* The secret level, against bytes that other programs made: the vectors beside the source tree where
 * they are, and a ballot that the browser's own code sealed. */
#include <string.h>

#include "audit/mark.h"
#include "audit/receipt.h"
#include "audit/shares.h"
#include "audit/urn.h"
#include "base/mem.h"

#include "../support/expect.h"
#include "../support/vectors.h"

enum { FILE_MAX = 1 << 20, ROWS = 3 };

/* The document of the vectors; the caller owns it. */
static struct pal_json *vectors_new(const char *path)
{
    PAL_STRING(text);
    text = pal_tests_file_new(path);
    struct pal_json *json = NULL;
    struct pal_where where;
    EXPECT_ERR(pal_json_parse(pal_text_of(text), FILE_MAX, &json, &where), PAL_OK);
    return json;
}

static struct pal_json *commitments_new(void)
{
    return vectors_new(PAL_VECTORS "commitments.json");
}

static struct pal_text text_at(const struct pal_json *object, const char *name)
{
    struct pal_text text;
    EXPECT_ERR(pal_json_text(object, name, &text, NULL), PAL_OK);
    return text;
}

static struct pal_text item(const struct pal_json *object, const char *name, size_t index)
{
    return pal_json_as_text(pal_json_at(pal_json_get(object, name), index));
}

static struct pal_hash hash_of_text(struct pal_text text)
{
    struct pal_hash hash;
    EXPECT_ERR(pal_hash_parse(text, &hash), PAL_OK);
    return hash;
}

static void expect_hash(const struct pal_hash *hash, struct pal_text expected)
{
    struct pal_hash there = hash_of_text(expected);
    assert_true(pal_hash_equal(hash, &there));
}

/* The root over three hashes, in the order in which the vectors have them. */
static void expect_root(const struct pal_json *object, const char *list, const char *root)
{
    struct pal_hash hashes[ROWS];
    for (size_t i = 0; i < ROWS; i++) {
        hashes[i] = hash_of_text(item(object, list, i));
    }
    struct pal_hash made = pal_urn_root(hashes, ROWS);
    expect_hash(&made, text_at(object, root));
}

static void roots_are_the_same(void **state)
{
    (void)state;
    PAL_JSON(vectors);
    vectors = commitments_new();
    expect_root(pal_json_get(vectors, "roll"), "leaves_sorted", "root");
    expect_root(pal_json_get(vectors, "emargement"), "leaves", "root");
    expect_root(pal_json_get(vectors, "urn"), "sorted", "urn_root");
    for (size_t i = 1; i < ROWS; i++) {
        const struct pal_json *urn = pal_json_get(vectors, "urn");
        assert_true(pal_text_compare(item(urn, "sorted", i - 1), item(urn, "sorted", i)) < 0);
    }
}

static void leaves_of_a_roll_are_the_same(void **state)
{
    (void)state;
    PAL_JSON(vectors);
    vectors = commitments_new();
    const struct pal_json *roll = pal_json_get(vectors, "roll");
    for (size_t i = 0; i < ROWS; i++) {
        PAL_BUF(frame);
        uint8_t salt[PAL_SALT_SIZE];
        struct pal_text record = item(roll, "records", i);
        EXPECT_ERR(pal_text_hex(item(roll, "salts", i), salt, sizeof salt), PAL_OK);
        pal_frame(&frame, "roll-leaf");
        pal_frame_add(&frame, salt, sizeof salt);
        pal_frame_add(&frame, record.bytes, record.size);
        struct pal_hash leaf = pal_hash_of(frame.bytes, frame.size);
        expect_hash(&leaf, item(roll, "leaves_sorted", i));
    }
}

static void the_tracker_is_the_same(void **state)
{
    (void)state;
    PAL_JSON(vectors);
    vectors = commitments_new();
    const struct pal_json *tracker = pal_json_get(vectors, "tracker");
    uint8_t bytes[PAL_CODE_BYTES];
    uint8_t read[PAL_CODE_BYTES];
    char text[PAL_CODE_SIZE + 1];
    EXPECT_ERR(pal_text_hex(text_at(tracker, "bytes"), bytes, sizeof bytes), PAL_OK);
    pal_code_write(bytes, text);
    EXPECT_TEXT(text_at(tracker, "code"), text);
    EXPECT_ERR(pal_code_parse(text_at(tracker, "code"), read), PAL_OK);
    assert_memory_equal(bytes, read, sizeof bytes);
}

static void the_receipt_is_the_same(void **state)
{
    (void)state;
    PAL_JSON(vectors);
    vectors = commitments_new();
    const struct pal_json *vector = pal_json_get(vectors, "receipt");
    struct pal_text note = text_at(vector, "note");
    struct pal_vkey key;
    struct pal_receipt receipt;
    EXPECT_ERR(pal_vkey_parse(text_at(vector, "vkey"), &key), PAL_OK);
    EXPECT_ERR(pal_receipt_read(note, &key, &receipt), PAL_OK);
    EXPECT_TEXT(receipt.poll, "b1");
    expect_hash(&receipt.ctx, text_at(pal_json_get(vectors, "urn"), "ctx"));
    expect_hash(&receipt.ballot, item(pal_json_get(vectors, "urn"), "sorted", 0));

    /* Written again, all but the signature: the secret of that key is not in the vectors. */
    static const uint8_t seed[PAL_SEED_SIZE] = {1};
    struct pal_signing_key signer;
    PAL_BUF(written);
    pal_receipt_key_init(&signer, seed);
    pal_receipt_sign(&receipt, &signer, &written);
    struct pal_note parsed;
    EXPECT_ERR(pal_note_parse(note, &parsed), PAL_OK);
    assert_int_equal(written.size, note.size);
    assert_memory_equal(written.bytes, note.bytes, parsed.body.size);
}

/* The 2-of-3 key of the vectors is a line, and two of its shares make its secret. */
static void the_shares_are_the_same(void **state)
{
    (void)state;
    PAL_JSON(vectors);
    vectors = vectors_new(PAL_VECTORS "verifiable.json");
    const struct pal_json *key = pal_json_get(vectors, "dkg");
    struct pal_shares_public shares;
    uint8_t bytes[PAL_POINT_SIZE];
    EXPECT_ERR(pal_text_hex(text_at(key, "Y"), bytes, sizeof bytes), PAL_OK);
    EXPECT_ERR(pal_point_parse(bytes, &shares.key), PAL_OK);
    for (size_t i = 0; i < PAL_SHARES; i++) {
        EXPECT_ERR(pal_text_hex(item(key, "V", i), bytes, sizeof bytes), PAL_OK);
        EXPECT_ERR(pal_point_parse(bytes, &shares.shares[i]), PAL_OK);
    }
    EXPECT_ERR(pal_shares_public_check(&shares), PAL_OK);
    struct pal_share read[PAL_SHARES];
    for (size_t i = 0; i < PAL_SHARES; i++) {
        EXPECT_ERR(pal_text_hex(item(key, "shares", i), bytes, sizeof bytes), PAL_OK);
        read[i].keeper = i;
        EXPECT_ERR(pal_share_parse(&shares, i, bytes, &read[i].value), PAL_OK);
    }
    for (size_t i = 0; i < PAL_SHARES; i++) {
        PAL_SCALAR(secret);
        EXPECT_ERR(pal_shares_combine(&shares, &read[i], &read[(i + 1) % PAL_SHARES], &secret),
                   PAL_OK);
    }
}

/* What web/src/booth.ts sealed of the same, with libsodium's wasm. */
static void a_ballot_of_the_browser_opens_here(void **state)
{
    (void)state;
    static const char expected[] =
        "44f53520926ec81fbd5a387845beb7df85a96a24ece18738bdcfa6a7822a176deb346b2f"
        "c6daae607fdbbe51f0055135740674fc1ce1b2c054e0d94ba059d249a7b5ab373ae87044"
        "cfbdadcbf2e7106c735559b7211fcaee0852c4c6f426bfaff2ae00c817927a0e6c397bc7"
        "74fba93506252345a28b0a97fb4e3b0c4d468bcb44558dca4612c544694912c85ff37dc3";
    struct pal_urn urn = {.ctx = pal_hash_of("a manifest", 10), .size = 96};
    struct pal_urn_ballot ballot = {
        .college = 1,
        .tracker = {{0xe3, 0xb9, 0x8a, 0x4d, 0xa3, 0x1a, 0x12, 0x7d, 0x4b, 0xde}, 420},
        .marks = pal_text_of("{\"choice\":2}")};
    PAL_SCALAR(secret);
    PAL_SCALAR(random);
    PAL_BUF(sealed);
    PAL_BUF(hex);
    pal_scalar_of(9, &secret);
    pal_scalar_of(7, &random);
    EXPECT_ERR(pal_point_base(&secret, &urn.key), PAL_OK);
    pal_urn_seal(&urn, &ballot, &random, &sealed);
    pal_buf_add_hex(&hex, (const uint8_t *)sealed.bytes, sealed.size);
    EXPECT_BUF(hex, expected);

    PAL_OPENED(opened);
    char text[PAL_TRACKER_SIZE + 1];
    pal_urn_open(&urn, 1, pal_buf_text(&sealed), &secret, &opened);
    assert_int_equal(opened.state, PAL_OPENED_READ);
    EXPECT_TEXT(opened.marks, "{\"choice\":2}");
    pal_tracker_write(&opened.tracker, text);
    assert_string_equal(text, "WEWR-MKD3-3897-TJYY-0420");

    struct pal_hash hash = pal_urn_hash(&urn, 1, pal_buf_text(&sealed));
    pal_code_write(hash.bytes, text);
    assert_string_equal(text, "Q6ZE-6YE8-EBVX-GD3P");
}

int main(void)
{
    TESTS(tests, 8);
    TEST_OF_VECTORS(tests, roots_are_the_same);
    TEST_OF_VECTORS(tests, leaves_of_a_roll_are_the_same);
    TEST_OF_VECTORS(tests, the_tracker_is_the_same);
    TEST_OF_VECTORS(tests, the_receipt_is_the_same);
    TEST_OF_VECTORS(tests, the_shares_are_the_same);
    TEST(tests, a_ballot_of_the_browser_opens_here);
    return RUN(tests);
}
