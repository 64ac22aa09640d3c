/* Policies: what is one, and which witnesses reach its quorum. */
#include "audit/cosign.h"
#include "audit/policy.h"

#include "../support/expect.h"

enum { WITNESSES = 4 };

static struct pal_signing_key keys[WITNESSES];

/* The verification key of a witness, or of a log, of that number. */
static void add_vkey(struct pal_buf *buf, size_t number, uint8_t type)
{
    const uint8_t seed[PAL_SEED_SIZE] = {(uint8_t)(number + 1)};
    pal_signing_key_init(&keys[number], seed);
    struct pal_vkey vkey = pal_vkey_make(pal_text_of("w.example"), type, keys[number].public_key);
    pal_vkey_write(&vkey, buf);
}

/* Writes out a policy in which a digit after $ stands for a witness's key, and L for a log's. */
static void spell(const char *text, struct pal_buf *buf)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (*at != '$') {
            pal_buf_add_byte(buf, (uint8_t)*at);
            continue;
        }
        at++;
        bool is_log = *at == 'L';
        add_vkey(buf, is_log ? 0 : (size_t)(*at - '1'),
                 is_log ? PAL_NOTE_KEY_ED25519 : PAL_NOTE_KEY_COSIGNATURE);
    }
}

/* clang-format off */
static const struct {
    const char *name;
    const char *text;
    enum pal_err err;
    uint64_t line; /* of the fault; 0 where there is none, or none of its own */
} policies[] = {
    {"no witness is asked for",               "quorum none\n", PAL_OK, 0},
    {"one witness, with its address",         "witness a $1 https://w.example/\nquorum a\n", PAL_OK, 0},
    {"a log and its address",                 "log $L https://l.example\nquorum none\n", PAL_OK, 0},
    {"blanks, tabs, comments, empty lines",   "# two\n\n \t \nwitness\ta  $1\t\n\t# x\n quorum a \n", PAL_OK, 0},
    {"any octet above 7F is a letter",        "witness \xC3\xA9\xFF $1\nquorum \xC3\xA9\xFF\n", PAL_OK, 0},
    {"groups of groups",                      "witness a $1\nwitness b $2\ngroup g any a b\ngroup h all g\nquorum h\n", PAL_OK, 0},
    {"a group above its members",             "group g any a\nwitness a $1\nquorum g\n", PAL_ERR_POLICY_NAME, 1},
    {"a name given twice",                    "witness a $1\nwitness a $2\nquorum a\n", PAL_ERR_POLICY_NAME, 2},
    {"a group of the name of a witness",      "witness a $1\ngroup a any a\nquorum a\n", PAL_ERR_POLICY_NAME, 2},
    {"a witness called none",                 "witness none $1\nquorum none\n", PAL_ERR_POLICY_NAME, 1},
    {"none in a group",                       "witness a $1\ngroup g any a none\nquorum g\n", PAL_ERR_POLICY_NAME, 2},
    {"a member that stands twice",            "witness a $1\ngroup g any a a\nquorum g\n", PAL_ERR_POLICY_NAME, 2},
    {"a group of nobody",                     "group g any\nquorum g\n", PAL_ERR_POLICY_SYNTAX, 1},
    {"more than there are",                   "witness a $1\ngroup g 2 a\nquorum g\n", PAL_ERR_POLICY_SYNTAX, 2},
    {"fewer than one",                        "witness a $1\ngroup g 0 a\nquorum g\n", PAL_ERR_POLICY_SYNTAX, 2},
    {"a count that is no decimal",            "witness a $1\ngroup g 01 a\nquorum g\n", PAL_ERR_POLICY_SYNTAX, 2},
    {"a group without words",                 "group\nquorum none\n", PAL_ERR_POLICY_SYNTAX, 1},
    {"a group without a count",               "group g\nquorum none\n", PAL_ERR_POLICY_SYNTAX, 1},
    {"the same key under two names",          "witness a $1\nwitness b $1\nquorum a\n", PAL_ERR_POLICY_KEY, 2},
    {"the same log twice",                    "log $L\nlog $L\nquorum none\n", PAL_ERR_POLICY_KEY, 2},
    {"a log's key for a witness",             "witness a $L\nquorum a\n", PAL_ERR_POLICY_KEY, 1},
    {"a witness's key for a log",             "log $1\nquorum none\n", PAL_ERR_POLICY_KEY, 1},
    {"a key that is none",                    "witness a b\nquorum a\n", PAL_ERR_POLICY_KEY, 1},
    {"a witness without a key",               "witness a\nquorum a\n", PAL_ERR_POLICY_SYNTAX, 1},
    {"a witness without words",               "witness\nquorum none\n", PAL_ERR_POLICY_SYNTAX, 1},
    {"a log without a key",                   "log\nquorum none\n", PAL_ERR_POLICY_SYNTAX, 1},
    {"a word after the address",              "witness a $1 https://w.example x\nquorum a\n", PAL_ERR_POLICY_SYNTAX, 1},
    {"no quorum",                             "witness a $1\n", PAL_ERR_POLICY_QUORUM, 0},
    {"an empty policy",                       "", PAL_ERR_POLICY_QUORUM, 0},
    {"two quorums",                           "quorum none\nquorum none\n", PAL_ERR_POLICY_QUORUM, 2},
    {"a quorum of somebody unknown",          "quorum a\n", PAL_ERR_POLICY_NAME, 1},
    {"a quorum of two",                       "witness a $1\nquorum a a\n", PAL_ERR_POLICY_SYNTAX, 2},
    {"a quorum of nothing",                   "quorum\n", PAL_ERR_POLICY_SYNTAX, 1},
    {"a word that means nothing",             "withness a $1\nquorum none\n", PAL_ERR_POLICY_SYNTAX, 1},
    {"a control character",                   "quorum none\r\n", PAL_ERR_POLICY_SYNTAX, 1},
    {"a last line without an end",            "quorum none", PAL_ERR_POLICY_SYNTAX, 1},
};
/* clang-format on */

static void is_judged(void **state)
{
    const __typeof__(policies[0]) *row = *state;
    PAL_BUF(text);
    struct pal_policy policy;
    struct pal_where where = {0};
    spell(row->text, &text);
    EXPECT_ERR(pal_policy_parse(pal_buf_text(&text), &policy, &where), row->err);
    assert_int_equal(where.line, row->line);
}

#define THREE "witness a $1\nwitness b $2\nwitness c $3\n"

/* clang-format off */
static const struct {
    const char *name;
    const char *text;
    uint64_t witnesses; /* bits: 1 a, 2 b, 4 c, 8 d */
    bool is_met;
} quorums[] = {
    {"nobody is asked for, nobody is there",    THREE "quorum none\n", 0, true},
    {"the one asked for is there",              THREE "quorum b\n", 2, true},
    {"all but the one asked for are there",     THREE "quorum b\n", 5, false},
    {"two of three are two",                    THREE "group g 2 a b c\nquorum g\n", 5, true},
    {"one of three is not two",                 THREE "group g 2 a b c\nquorum g\n", 4, false},
    {"all is all",                              THREE "group g all a b c\nquorum g\n", 7, true},
    {"all is not all but one",                  THREE "group g all a b c\nquorum g\n", 6, false},
    {"any is one",                              THREE "group g any a b c\nquorum g\n", 4, true},
    {"any is not nobody",                       THREE "group g any a b c\nquorum g\n", 0, false},
    {"a group counts as one member",            THREE "witness d $4\ngroup g any a b\ngroup h 2 g c d\nquorum h\n", 3, false},
    {"and so counts with another",              THREE "witness d $4\ngroup g any a b\ngroup h 2 g c d\nquorum h\n", 9, true},
    {"a witness outside the quorum is nothing", THREE "witness d $4\ngroup g 2 a b c\nquorum g\n", 9, false},
};
/* clang-format on */

static void is_reached_or_not(void **state)
{
    const __typeof__(quorums[0]) *row = *state;
    PAL_BUF(text);
    struct pal_policy policy;
    spell(row->text, &text);
    EXPECT_ERR(pal_policy_parse(pal_buf_text(&text), &policy, NULL), PAL_OK);
    assert_int_equal(pal_policy_is_met(&policy, row->witnesses), row->is_met);
}

static void the_witnesses_of_a_note_are_found(void **state)
{
    (void)state;
    PAL_BUF(text);
    PAL_BUF(note_text);
    struct pal_policy policy;
    struct pal_note note;
    uint64_t who = 9;
    spell(THREE "quorum a\n", &text);
    EXPECT_ERR(pal_policy_parse(pal_buf_text(&text), &policy, NULL), PAL_OK);
    struct pal_text body = pal_text_of("o/log\n1\nx\n");
    pal_note_sign(body, pal_text_of("o/log"), &keys[3], &note_text);
    EXPECT_ERR(pal_note_parse(pal_buf_text(&note_text), &note), PAL_OK);
    EXPECT_ERR(pal_policy_cosigned(&policy, &note, &who), PAL_OK);
    assert_int_equal(who, 0);

    const struct pal_witness third = {pal_text_of("w.example"), &keys[2]};
    pal_cosignature_write(&third, body, 7, &note_text);
    EXPECT_ERR(pal_note_parse(pal_buf_text(&note_text), &note), PAL_OK);
    EXPECT_ERR(pal_policy_cosigned(&policy, &note, &who), PAL_OK);
    assert_int_equal(who, 4);

    /* A known witness whose line is of another text refuses the whole. */
    const struct pal_witness first = {pal_text_of("w.example"), &keys[0]};
    pal_cosignature_write(&first, pal_text_of("o/log\n2\nx\n"), 7, &note_text);
    EXPECT_ERR(pal_note_parse(pal_buf_text(&note_text), &note), PAL_OK);
    EXPECT_ERR(pal_policy_cosigned(&policy, &note, &who), PAL_ERR_NOTE_SIGNATURE);
}

static void more_than_is_read_is_refused(void **state)
{
    (void)state;
    static struct pal_policy policy;
    for (unsigned kind = 0; kind < 3; kind++) {
        PAL_BUF(text);
        spell("witness a $1\n", &text);
        unsigned max = kind == 0 ? PAL_POLICY_GROUPS : kind == 1 ? PAL_POLICY_WITNESSES - 1 : 64;
        for (unsigned i = 0; i <= max; i++) {
            uint8_t key[PAL_PUBLIC_KEY_SIZE] = {(uint8_t)kind, (uint8_t)i, 1};
            uint8_t type = kind == 1 ? PAL_NOTE_KEY_COSIGNATURE : PAL_NOTE_KEY_ED25519;
            struct pal_vkey vkey = pal_vkey_make(pal_text_of("x"), type, key);
            if (kind == 0) {
                pal_buf_add_format(&text, "group g%u any a\n", i);
                continue;
            }
            if (kind == 1) {
                pal_buf_add_format(&text, "witness n%u ", i);
            } else {
                pal_buf_add_string(&text, "log ");
            }
            pal_vkey_write(&vkey, &text);
            pal_buf_add_string(&text, "\n");
        }
        EXPECT_ERR(pal_policy_parse(pal_buf_text(&text), &policy, NULL), PAL_ERR_LIMIT_COUNT);
    }
    PAL_BUF(longer);
    while (longer.size <= PAL_POLICY_SIZE) {
        pal_buf_add_string(&longer, "# nothing\n");
    }
    EXPECT_ERR(pal_policy_parse(pal_buf_text(&longer), &policy, NULL), PAL_ERR_LIMIT_TEXT);
}

int main(void)
{
    TESTS(tests, 64);
    TABLE(tests, policies, is_judged);
    TABLE(tests, quorums, is_reached_or_not);
    TEST(tests, the_witnesses_of_a_note_are_found);
    TEST(tests, more_than_is_read_is_refused);
    return RUN(tests);
}
