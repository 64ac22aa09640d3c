/* Signed notes, checkpoints and proofs as text: what is read, what is refused, who signed. */
#include <string.h>

#include "audit/note.h"
#include "base/limits.h"

#include "../support/expect.h"

/* The seed of RFC 8032 §7.1, test 1. */
static const uint8_t seed[PAL_SEED_SIZE] = {0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60,
                                            0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
                                            0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19,
                                            0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60};

#define DASH "\xE2\x80\x94 "

/* clang-format off */
static const struct {
    const char *name;
    const char *log_name;
    enum pal_err err;
} names[] = {
    {"a host and a path name a log",      "vote.example.coop/log",        PAL_OK},
    {"so do several parts",               "a-1.example/x_2/log",          PAL_OK},
    {"a name has a path",                 "vote.example.coop",            PAL_ERR_NOTE_NAME},
    {"a name has no scheme",              "https://vote.example.coop/log", PAL_ERR_NOTE_NAME},
    {"a name has no plus sign",           "vote.example.coop/log+1",      PAL_ERR_NOTE_NAME},
    {"a name has no space",               "vote.example.coop/my log",     PAL_ERR_NOTE_NAME},
    {"attack 67: a name has no newline",  "vote.example.coop/log\n",      PAL_ERR_NOTE_NAME},
    {"attack 67: a name has no em dash",  "vote.example.coop/\xE2\x80\x94", PAL_ERR_NOTE_NAME},
    {"a name has no capitals",            "Vote.example.coop/log",        PAL_ERR_NOTE_NAME},
    {"a name has no empty part",          "vote.example.coop//log",       PAL_ERR_NOTE_NAME},
    {"nor an empty end",                  "vote.example.coop/log/",       PAL_ERR_NOTE_NAME},
    {"nor an empty host",                 "/log",                         PAL_ERR_NOTE_NAME},
    {"a name is not empty",               "",                             PAL_ERR_NOTE_NAME},
};

static const struct {
    const char *name;
    const char *note;
    enum pal_err err;
} notes[] = {
    {"a text and a line are a note",      "a\n\n" DASH "x AAAAAAA=\n", PAL_OK},
    {"the last blank line divides",       "a\n\nb\n\n" DASH "x AAAAAAA=\n", PAL_OK},
    {"nothing is no note",                "", PAL_ERR_NOTE_SYNTAX},
    {"a text alone is no note",           "a\n", PAL_ERR_NOTE_SYNTAX},
    {"a note has a line",                 "a\n\n", PAL_ERR_NOTE_SYNTAX},
    {"a line ends",                       "a\n\n" DASH "x AAAAAAA=", PAL_ERR_NOTE_SYNTAX},
    {"a line begins with an em dash",     "a\n\n- x AAAAAAA=\n", PAL_ERR_NOTE_SYNTAX},
    {"a line has a name",                 "a\n\n" DASH " AAAAAAA=\n", PAL_ERR_NOTE_SYNTAX},
    {"a name has no plus sign here",      "a\n\n" DASH "x+y AAAAAAA=\n", PAL_ERR_NOTE_SYNTAX},
    {"nor a space of any kind",           "a\n\n" DASH "x\xC2\xA0y AAAAAAA=\n", PAL_ERR_NOTE_SYNTAX},
    {"a line has a signature",            "a\n\n" DASH "x\n", PAL_ERR_NOTE_SYNTAX},
    {"it is longer than a key's number",  "a\n\n" DASH "x AAAAAA==\n", PAL_ERR_NOTE_SYNTAX},
    {"it is base64",                      "a\n\n" DASH "x AAAA_AA=\n", PAL_ERR_NOTE_SYNTAX},
    {"nothing follows it",                "a\n\n" DASH "x AAAAAAA= b\n", PAL_ERR_NOTE_SYNTAX},
    {"a text has no tab",                 "a\tb\n\n" DASH "x AAAAAAA=\n", PAL_ERR_NOTE_SYNTAX},
    {"a text has no carriage return",     "a\r\n\n" DASH "x AAAAAAA=\n", PAL_ERR_NOTE_SYNTAX},
    {"a text is UTF-8",                   "a\xFF\n\n" DASH "x AAAAAAA=\n", PAL_ERR_TEXT_UTF8},
};

static const struct {
    const char *name;
    const char *body;
} no_checkpoints[] = {
    {"a checkpoint has a name",                 "\n5\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"},
    {"a size has no leading zero",              "x\n05\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"},
    {"a size is not negative",                  "x\n-5\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"},
    {"a size is below 2^63",                    "x\n9223372036854775808\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"},
    {"a root has 32 bytes",                     "x\n5\nAAAA\n"},
    {"a root is base64",                        "x\n5\n*AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"},
    {"a checkpoint ends after the root",        "x\n5\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nmore\n"},
    {"the root's line ends",                    "x\n5\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="},
    {"a checkpoint has a root",                 "x\n5\n"},
};

#define HEADER "c2sp.org/tlog-proof@v1\n"
#define HASH "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
static const struct {
    const char *name;
    const char *text;
    enum pal_err err;
} proofs[] = {
    {"a proof may have no hash",          HEADER "index 0\n\nnote", PAL_OK},
    {"a proof has hashes",                HEADER "index 7\n" HASH HASH "\nnote", PAL_OK},
    {"a proof may say more",              HEADER "extra YWJj\nindex 7\n" HASH "\nnote", PAL_OK},
    {"what it says more is base64",       HEADER "extra *\nindex 7\n" HASH "\nnote", PAL_ERR_PROOF_SYNTAX},
    {"a proof says its kind",             "index 7\n" HASH "\nnote", PAL_ERR_PROOF_SYNTAX},
    {"a proof says its index",            HEADER HASH "\nnote", PAL_ERR_PROOF_SYNTAX},
    {"an index is not negative",          HEADER "index -1\n" HASH "\nnote", PAL_ERR_PROOF_SYNTAX},
    {"a hash has 32 bytes",               HEADER "index 7\nAAAA\n\nnote", PAL_ERR_PROOF_SYNTAX},
    {"a blank line ends the hashes",      HEADER "index 7\n" HASH, PAL_ERR_PROOF_SYNTAX},
    {"a note follows",                    HEADER "index 7\n" HASH "\n", PAL_ERR_PROOF_SYNTAX},
};
/* clang-format on */

static void is_judged_as_a_name(void **state)
{
    const __typeof__(names[0]) *row = *state;
    EXPECT_ERR(pal_log_name_check(pal_text_of(row->log_name)), row->err);
}

static void is_judged_as_a_note(void **state)
{
    const __typeof__(notes[0]) *row = *state;
    struct pal_note note;
    EXPECT_ERR(pal_note_parse(pal_text_of(row->note), &note), row->err);
}

static void is_no_checkpoint(void **state)
{
    const __typeof__(no_checkpoints[0]) *row = *state;
    struct pal_checkpoint checkpoint;
    EXPECT_ERR(pal_checkpoint_parse(pal_text_of(row->body), &checkpoint), PAL_ERR_NOTE_SYNTAX);
}

static void is_judged_as_a_proof(void **state)
{
    const __typeof__(proofs[0]) *row = *state;
    struct pal_proof_text proof;
    EXPECT_ERR(pal_proof_parse(pal_text_of(row->text), &proof), row->err);
}

static void a_name_has_a_limit(void **state)
{
    (void)state;
    PAL_BUF(name);
    pal_buf_add_string(&name, "a/");
    while (name.size < PAL_LIMIT_NAME) {
        pal_buf_add_string(&name, "b");
    }
    EXPECT_ERR(pal_log_name_check(pal_buf_text(&name)), PAL_OK);
    pal_buf_add_string(&name, "b");
    EXPECT_ERR(pal_log_name_check(pal_buf_text(&name)), PAL_ERR_NOTE_NAME);
}

static void a_key_is_read_as_it_is_written(void **state)
{
    (void)state;
    struct pal_signing_key key;
    pal_signing_key_init(&key, seed);
    struct pal_vkey made =
        pal_vkey_make(pal_text_of("a.example/log"), PAL_NOTE_KEY_ED25519, key.public_key);
    PAL_BUF(text);
    pal_vkey_write(&made, &text);
    struct pal_vkey read;
    EXPECT_ERR(pal_vkey_parse(pal_buf_text(&text), &read), PAL_OK);
    EXPECT_TEXT(read.name, "a.example/log");
    assert_int_equal(read.id, made.id);
    assert_memory_equal(read.public_key, key.public_key, PAL_PUBLIC_KEY_SIZE);

    /* Each character counts: the number binds name and key. */
    for (size_t i = 0; i < text.size; i++) {
        char was = text.bytes[i];
        text.bytes[i] = was == 'b' ? 'c' : 'b';
        EXPECT_ERR(pal_vkey_parse(pal_buf_text(&text), &read), PAL_ERR_NOTE_SYNTAX);
        text.bytes[i] = was;
    }
    EXPECT_ERR(pal_vkey_parse(pal_text_of("a+b"), &read), PAL_ERR_NOTE_SYNTAX);
}

/* A note signed by the key above under that name. */
static void sign(const char *name, struct pal_buf *note)
{
    struct pal_signing_key key;
    pal_signing_key_init(&key, seed);
    pal_note_sign(pal_text_of("one\ntwo\n"), pal_text_of(name), &key, note);
}

static struct pal_vkey vkey_of(const char *name, uint8_t type)
{
    struct pal_signing_key key;
    pal_signing_key_init(&key, seed);
    return pal_vkey_make(pal_text_of(name), type, key.public_key);
}

static void a_signature_holds_for_its_text_only(void **state)
{
    (void)state;
    PAL_BUF(text);
    struct pal_note note;
    struct pal_vkey vkey = vkey_of("a.example/log", PAL_NOTE_KEY_ED25519);
    sign("a.example/log", &text);
    EXPECT_ERR(pal_note_parse(pal_buf_text(&text), &note), PAL_OK);
    EXPECT_ERR(pal_note_verify(&note, &vkey, 1, NULL), PAL_OK);
    text.bytes[0] = 'O';
    EXPECT_ERR(pal_note_verify(&note, &vkey, 1, NULL), PAL_ERR_NOTE_SIGNATURE);
}

static void a_stranger_s_line_is_ignored_and_never_enough(void **state)
{
    (void)state;
    PAL_BUF(text);
    struct pal_note note;
    uint64_t who = 0;
    struct pal_vkey vkeys[] = {vkey_of("b.example/log", PAL_NOTE_KEY_ED25519),
                               vkey_of("a.example/log", PAL_NOTE_KEY_ED25519)};
    sign("a.example/log", &text);
    /* Twenty keys of a kind not known here, each with five thousand bytes. */
    PAL_BUF(blob);
    for (size_t i = 0; i < 5000; i++) {
        pal_buf_add_byte(&blob, (uint8_t)i);
    }
    for (size_t i = 0; i < 20; i++) {
        pal_buf_add_string(&text, DASH "stranger ");
        pal_buf_add_base64(&text, (const uint8_t *)blob.bytes, blob.size);
        pal_buf_add_string(&text, "\n");
    }
    EXPECT_ERR(pal_note_parse(pal_buf_text(&text), &note), PAL_OK);
    assert_int_equal(note.line_count, 21);
    EXPECT_TEXT(note.lines[20].name, "stranger");
    EXPECT_ERR(pal_note_verify(&note, vkeys, 2, &who), PAL_OK);
    assert_int_equal(who, 2);
    EXPECT_ERR(pal_note_verify(&note, vkeys, 1, &who), PAL_ERR_NOTE_SIGNATURE);
    EXPECT_ERR(pal_note_verify(&note, vkeys, 0, &who), PAL_ERR_NOTE_SIGNATURE);
}

static void one_false_line_of_a_known_key_refuses_the_note(void **state)
{
    (void)state;
    PAL_BUF(text);
    struct pal_note note;
    struct pal_vkey vkey = vkey_of("a.example/log", PAL_NOTE_KEY_ED25519);
    sign("a.example/log", &text);
    uint8_t blob[4 + PAL_SIGNATURE_SIZE] = {(uint8_t)(vkey.id >> 24), (uint8_t)(vkey.id >> 16),
                                            (uint8_t)(vkey.id >> 8), (uint8_t)vkey.id};
    size_t size = text.size;
    const size_t sizes[] = {sizeof blob, sizeof blob - 1, 5};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        text.size = size;
        pal_buf_add_string(&text, DASH "a.example/log ");
        pal_buf_add_base64(&text, blob, sizes[i]);
        pal_buf_add_string(&text, "\n");
        EXPECT_ERR(pal_note_parse(pal_buf_text(&text), &note), PAL_OK);
        EXPECT_ERR(pal_note_verify(&note, &vkey, 1, NULL), PAL_ERR_NOTE_SIGNATURE);
    }
}

static void a_witness_signs_its_time_too(void **state)
{
    (void)state;
    static const char message[] = "cosignature/v1\ntime 1767225600\none\ntwo\n";
    uint8_t blob[12 + PAL_SIGNATURE_SIZE] = {0, 0, 0, 0, 0, 0, 0, 0, 0x69, 0x55, 0xb9, 0x00};
    struct pal_signing_key key;
    pal_signing_key_init(&key, seed);
    struct pal_vkey vkey = vkey_of("w.example/1", PAL_NOTE_KEY_COSIGNATURE);
    for (size_t i = 0; i < 4; i++) {
        blob[i] = (uint8_t)(vkey.id >> (24 - 8 * i));
    }
    pal_crypto_sign(&key, message, sizeof message - 1, &blob[12]);
    for (uint8_t later = 0; later < 2; later++) {
        blob[11] = later;
        PAL_BUF(text);
        struct pal_note note;
        pal_buf_add_string(&text, "one\ntwo\n\n" DASH "w.example/1 ");
        pal_buf_add_base64(&text, blob, sizeof blob);
        pal_buf_add_string(&text, "\n");
        EXPECT_ERR(pal_note_parse(pal_buf_text(&text), &note), PAL_OK);
        EXPECT_ERR(pal_note_verify(&note, &vkey, 1, NULL),
                   later == 0 ? PAL_OK : PAL_ERR_NOTE_SIGNATURE);
    }
}

static void lines_and_their_length_have_limits(void **state)
{
    (void)state;
    struct pal_note note;
    PAL_BUF(text);
    pal_buf_add_string(&text, "a\n\n");
    for (size_t i = 0; i < PAL_NOTE_LINES; i++) {
        pal_buf_add_string(&text, DASH "x AAAAAAA=\n");
    }
    EXPECT_ERR(pal_note_parse(pal_buf_text(&text), &note), PAL_OK);
    pal_buf_add_string(&text, DASH "x AAAAAAA=\n");
    EXPECT_ERR(pal_note_parse(pal_buf_text(&text), &note), PAL_ERR_NOTE_SYNTAX);

    pal_buf_clear(&text);
    pal_buf_add_string(&text, "a\n\n" DASH "x ");
    for (size_t i = 0; i < PAL_NOTE_LINE_SIZE / 4; i++) {
        pal_buf_add_string(&text, "AAAA");
    }
    pal_buf_add_string(&text, "\n");
    EXPECT_ERR(pal_note_parse(pal_buf_text(&text), &note), PAL_ERR_NOTE_SYNTAX);
}

static void a_proof_has_no_more_hashes_than_a_tree_has_levels(void **state)
{
    (void)state;
    struct pal_proof_text proof;
    PAL_BUF(text);
    pal_buf_add_string(&text, HEADER "index 7\n");
    for (size_t i = 0; i <= PAL_PROOF_MAX; i++) {
        pal_buf_add_string(&text, HASH);
    }
    pal_buf_add_string(&text, "\nnote");
    EXPECT_ERR(pal_proof_parse(pal_buf_text(&text), &proof), PAL_ERR_PROOF_SYNTAX);
}

int main(void)
{
    TESTS(tests, 96);
    TABLE(tests, names, is_judged_as_a_name);
    TABLE(tests, notes, is_judged_as_a_note);
    TABLE(tests, no_checkpoints, is_no_checkpoint);
    TABLE(tests, proofs, is_judged_as_a_proof);
    TEST(tests, a_name_has_a_limit);
    TEST(tests, a_key_is_read_as_it_is_written);
    TEST(tests, a_signature_holds_for_its_text_only);
    TEST(tests, a_stranger_s_line_is_ignored_and_never_enough);
    TEST(tests, one_false_line_of_a_known_key_refuses_the_note);
    TEST(tests, a_witness_signs_its_time_too);
    TEST(tests, lines_and_their_length_have_limits);
    TEST(tests, a_proof_has_no_more_hashes_than_a_tree_has_levels);
    return RUN(tests);
}
