/* What a log and a witness say to each other; the vectors beside the source tree, where they are. */
#include "audit/cosign.h"
#include "base/json.h"
#include "base/mem.h"

#include "../support/expect.h"
#include "../support/vectors.h"

enum { FILE_MAX = 1 << 20, SECOND = 1767225908 };

static const char body[] =
    "vote.example.coop/log\n5\nDnxYgQ28lnOyG1LEdJIFwh4KxCXCXR+RZSkvTWBFpLg=\n";

static struct pal_signing_key key_of(uint8_t first)
{
    struct pal_signing_key key;
    const uint8_t seed[PAL_SEED_SIZE] = {first};
    pal_signing_key_init(&key, seed);
    return key;
}

static void a_cosignature_is_read_by_its_key_alone(void **state)
{
    (void)state;
    struct pal_signing_key key = key_of(1);
    struct pal_signing_key other_key = key_of(2);
    const struct pal_witness witness = {pal_text_of("witness.example.org/w1"), &key};
    const struct pal_witness other = {pal_text_of("witness.example.org/w2"), &other_key};
    struct pal_vkey vkey = pal_witness_vkey(&witness);
    PAL_BUF(answer);
    PAL_BUF(line);
    int64_t seconds = 0;
    pal_cosignature_write(&other, pal_text_of(body), SECOND - 1, &answer);
    EXPECT_ERR(pal_cosignature_read(pal_buf_text(&answer), pal_text_of(body), &vkey, &line,
                                    &seconds),
               PAL_ERR_NOTE_SIGNATURE);
    size_t before = answer.size;
    pal_cosignature_write(&witness, pal_text_of(body), SECOND, &answer);
    EXPECT_ERR(pal_cosignature_read(pal_buf_text(&answer), pal_text_of(body), &vkey, &line,
                                    &seconds),
               PAL_OK);
    assert_int_equal(seconds, SECOND);
    EXPECT_BUF(line, answer.bytes + before);
    /* Of another checkpoint it says nothing. */
    EXPECT_ERR(pal_cosignature_read(pal_buf_text(&answer), pal_text_of("a\n6\nb\n"), &vkey, &line,
                                    &seconds),
               PAL_ERR_NOTE_SIGNATURE);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *text;
    enum pal_err err;
} answers[] = {
    {"an empty answer is none",              "", PAL_ERR_NOTE_SYNTAX},
    {"nor is a sentence",                    "Not today.\n", PAL_ERR_NOTE_SYNTAX},
    {"an answer brings no body of its own",  "\nother\n\n\xE2\x80\x94 w AAAAAAAA\n", PAL_ERR_NOTE_SYNTAX},
    {"nor bytes that are no text",           "\xFF\n", PAL_ERR_TEXT_UTF8},
    {"a stranger's line is not enough",      "\xE2\x80\x94 w AAAAAAAA\n", PAL_ERR_NOTE_SIGNATURE},
};
/* clang-format on */

static void is_refused(void **state)
{
    const __typeof__(answers[0]) *row = *state;
    struct pal_signing_key key = key_of(1);
    const struct pal_witness witness = {pal_text_of("witness.example.org/w1"), &key};
    struct pal_vkey vkey = pal_witness_vkey(&witness);
    PAL_BUF(line);
    int64_t seconds = 0;
    EXPECT_ERR(pal_cosignature_read(pal_text_of(row->text), pal_text_of(body), &vkey, &line,
                                    &seconds),
               row->err);
    assert_int_equal(line.size, 0);
}

#define HASH "H9L2mwfzsSCb4MhS32hdfL2wyEw08PTYWVAqktpatJI=\n"

/* clang-format off */
static const struct {
    const char *name;
    const char *text;
    enum pal_err err;
    size_t hashes;
} requests[] = {
    {"the first request has no proof",            "old 0\n\nx\n", PAL_OK, 0},
    {"the next ones have",                        "old 3\n" HASH HASH "\nx\n", PAL_OK, 2},
    {"a size has no leading zero",                "old 03\n\nx\n", PAL_ERR_PROOF_SYNTAX, 0},
    {"nor a sign",                                "old -3\n\nx\n", PAL_ERR_PROOF_SYNTAX, 0},
    {"the first word is old",                     "new 3\n\nx\n", PAL_ERR_PROOF_SYNTAX, 0},
    {"a hash is base64 of 32 bytes",              "old 3\nAAAA\n\nx\n", PAL_ERR_PROOF_SYNTAX, 0},
    {"a blank line ends the proof",               "old 3\n" HASH, PAL_ERR_PROOF_SYNTAX, 0},
    {"a checkpoint follows it",                   "old 3\n" HASH "\n", PAL_ERR_PROOF_SYNTAX, 0},
    {"an empty body is no request",               "", PAL_ERR_PROOF_SYNTAX, 0},
};
/* clang-format on */

static void is_read(void **state)
{
    const __typeof__(requests[0]) *row = *state;
    struct pal_cosign_request request;
    EXPECT_ERR(pal_cosign_request_parse(pal_text_of(row->text), &request), row->err);
    if (row->err == PAL_OK) {
        PAL_BUF(again);
        assert_int_equal(request.proof.count, row->hashes);
        EXPECT_TEXT(request.note, "x\n");
        pal_cosign_request_write(&request, &again);
        EXPECT_BUF(again, row->text);
    }
}

static void a_proof_has_at_most_63_hashes(void **state)
{
    (void)state;
    struct pal_cosign_request request;
    for (size_t count = PAL_COSIGN_PROOF_MAX; count <= PAL_COSIGN_PROOF_MAX + 3; count++) {
        PAL_BUF(text);
        pal_buf_add_string(&text, "old 3\n");
        for (size_t i = 0; i < count; i++) {
            pal_buf_add_string(&text, HASH);
        }
        pal_buf_add_string(&text, "\nx\n");
        enum pal_err expected = count == PAL_COSIGN_PROOF_MAX ? PAL_OK
                                : count <= PAL_PROOF_MAX      ? PAL_ERR_LIMIT_COUNT
                                                              : PAL_ERR_PROOF_SYNTAX;
        EXPECT_ERR(pal_cosign_request_parse(pal_buf_text(&text), &request), expected);
    }
}

static void the_vectors_are_the_same(void **state)
{
    (void)state;
    PAL_STRING(file);
    PAL_JSON(vectors);
    file = pal_tests_file_new(PAL_VECTORS "log.json");
    EXPECT_ERR(pal_json_parse(pal_text_of(file), FILE_MAX, &vectors, NULL), PAL_OK);
    struct pal_text text;
    EXPECT_ERR(pal_json_text(vectors, "witness_request", &text, NULL), PAL_OK);
    struct pal_cosign_request request;
    PAL_BUF(again);
    EXPECT_ERR(pal_cosign_request_parse(text, &request), PAL_OK);
    assert_int_equal(request.old_size, 3);
    assert_int_equal(request.proof.count, 4);
    pal_cosign_request_write(&request, &again);
    assert_true(pal_text_equal(pal_buf_text(&again), text));

    uint8_t seed[PAL_SEED_SIZE];
    struct pal_signing_key key;
    EXPECT_ERR(pal_json_text(vectors, "witness_seed", &text, NULL), PAL_OK);
    EXPECT_ERR(pal_text_hex(text, seed, sizeof seed), PAL_OK);
    pal_signing_key_init(&key, seed);
    const struct pal_witness witness = {pal_text_of("witness.example.org/w1"), &key};
    struct pal_vkey vkey = pal_witness_vkey(&witness);
    PAL_BUF(spelled);
    pal_vkey_write(&vkey, &spelled);
    struct pal_text expected = pal_json_as_text(pal_json_at(pal_json_get(vectors, "vkeys"), 1));
    assert_true(pal_text_equal(pal_buf_text(&spelled), expected));

    /* The cosignature of the vectors, read from it and made again. */
    struct pal_note note;
    PAL_BUF(line);
    PAL_BUF(made);
    int64_t seconds = 0;
    EXPECT_ERR(pal_json_text(vectors, "checkpoint", &text, NULL), PAL_OK);
    EXPECT_ERR(pal_note_parse(text, &note), PAL_OK);
    struct pal_text lines = {text.bytes + note.body.size + 1, text.size - note.body.size - 1};
    EXPECT_ERR(pal_cosignature_read(lines, note.body, &vkey, &line, &seconds), PAL_OK);
    pal_cosignature_write(&witness, note.body, seconds, &made);
    assert_true(pal_text_equal(pal_buf_text(&made), pal_buf_text(&line)));
}

int main(void)
{
    TESTS(tests, 32);
    TEST(tests, a_cosignature_is_read_by_its_key_alone);
    TABLE(tests, answers, is_refused);
    TABLE(tests, requests, is_read);
    TEST(tests, a_proof_has_at_most_63_hashes);
    TEST_OF_VECTORS(tests, the_vectors_are_the_same);
    return RUN(tests);
}
