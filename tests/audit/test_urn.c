/* Sealed ballots: sizes, sealing, and what opening gives for whatever was put in. */
#include <stdio.h>
#include <string.h>

#include "audit/urn.h"
#include "ballots/format.h"

#include "../support/expect.h"
#include "../support/urns.h"

enum { SIZE = 96, MARKS_AT = PAL_URN_HEADER, ROOM = SIZE - PAL_URN_HEADER };
#define POLL  "a manifest"
#define MARKS "{\"choice\":2}"

/* --- Sizes --- */

/* clang-format off */
static const struct {
    const char *name;
    enum pal_ballot_kind kind;
    size_t options, max_length;
    int32_t scale;
    const char *longest; /* the ballot that is the longest, where it is short */
    size_t size;
} questions[] = {
    {"for, against, abstain",        PAL_BALLOT_CHOICE,   3,    0, 0, "{\"abstains\":true}", 96},
    {"a choice among a thousand",    PAL_BALLOT_CHOICE,   1000, 0, 0, "{\"abstains\":true}", 96},
    {"three approvals",              PAL_BALLOT_APPROVES, 3,    0, 0, "{\"approves\":[0,1,2]}", 96},
    {"two approvals among eleven",   PAL_BALLOT_APPROVES, 11,   2, 0, "{\"approves\":[9,10]}", 96},
    {"one approval among eleven",    PAL_BALLOT_APPROVES, 11,   1, 0, "{\"abstains\":true}", 96},
    {"scores that may be no opinion", PAL_BALLOT_SCORES,  2,    0, 5, "{\"scores\":[null,null]}", 96},
    {"scores up to a million",       PAL_BALLOT_SCORES,   2,    0, 1000000, "{\"scores\":[1000000,1000000]}", 96},
    {"points",                       PAL_BALLOT_POINTS,   2,    0, 0, "{\"points\":[2147483647,2147483647]}", 96},
    {"ranks",                        PAL_BALLOT_RANKS,    3,    0, 0, "{\"ranks\":[[0],[1],[2]]}", 96},
    {"two ranks among eleven",       PAL_BALLOT_RANKS,    11,   2, 0, "{\"ranks\":[[9],[10]]}", 96},
    {"eleven ranks",                 PAL_BALLOT_RANKS,    11,   0, 0, NULL, 160},
    {"a thousand approvals",         PAL_BALLOT_APPROVES, 1000, 0, 0, NULL, 4096},
    {"a thousand ranks",             PAL_BALLOT_RANKS,    1000, 0, 0, NULL, 8192},
    {"a thousand scores",            PAL_BALLOT_SCORES,   1000, 0, 1000000, NULL, 8192},
    {"a thousand points",            PAL_BALLOT_POINTS,   1000, 0, 0, NULL, 16384},
    {"what reads no ballots",        PAL_BALLOT_NONE,     3,    0, 0, "{\"abstains\":true}", 96},
};
/* clang-format on */

static void fill(struct pal_question *question, size_t options)
{
    for (size_t i = 0; i < options; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "o%zu", i);
        EXPECT_ERR(pal_question_add_option(question, pal_text_of(name)), PAL_OK);
    }
}

static void has_its_size(void **state)
{
    const __typeof__(questions[0]) *row = *state;
    PAL_QUESTION(question);
    fill(&question, row->options);
    question.max_length = row->max_length;
    question.scale = row->scale;
    size_t size;
    EXPECT_ERR(pal_urn_size_for(&question, row->kind, &size), PAL_OK);
    assert_int_equal(size, row->size);
    assert_true(pal_urn_is_size(size));
    if (row->longest != NULL) {
        assert_int_equal(pal_urn_longest(&question, row->kind), strlen(row->longest));
    }
}

/* What docs/rules/urn.md says of the longest ballot, held against the one spelling of that ballot. */
static void ranks_are_as_long_as_they_are_spelled(void **state)
{
    (void)state;
    static const size_t counts[] = {1, 2, 10, 11, 100, 101, 1000};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        PAL_QUESTION(question);
        PAL_DRAFT(draft);
        PAL_BUF(text);
        fill(&question, counts[i]);
        for (size_t option = 0; option < counts[i]; option++) {
            if (option > 0) {
                pal_draft_add(&draft, PAL_MARK_NEXT_RANK);
            }
            pal_draft_add(&draft, (int32_t)option);
        }
        struct pal_ballot ballot = pal_draft_ballot(&draft);
        PAL_JSON(json);
        json = pal_ballot_json_new(&ballot, PAL_BALLOT_RANKS);
        pal_json_write_sorted(json, &text);
        size_t least = strlen("{\"abstains\":true}");
        assert_int_equal(pal_urn_longest(&question, PAL_BALLOT_RANKS),
                         text.size > least ? text.size : least);
    }
}

static void other_sizes_are_none(void **state)
{
    (void)state;
    static const size_t none[] = {0, 56, 95, 97, 128, 300, 16383, 16385, 32768};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        assert_false(pal_urn_is_size(none[i]));
    }
}

static void what_is_too_long_for_any_urn_is_refused(void **state)
{
    (void)state;
    /* A question has a thousand options at most, and then the longest ballot fits: beyond it here. */
    struct pal_question question = {.option_count = 2000};
    size_t size = 0;
    EXPECT_ERR(pal_urn_size_for(&question, PAL_BALLOT_POINTS, &size), PAL_ERR_URN_LONGEST);
    assert_int_equal(size, 0);
}

/* --- Sealing and opening --- */

static void a_ballot_opens_as_it_was_sealed(void **state)
{
    (void)state;
    static const size_t sizes[] = {96, 160, 256, 512, 1024, 2048, 4096, 8192, 16384};
    PAL_OPENED(opened); /* from one to the next */
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct pal_test_urn test = pal_test_urn_of(POLL, sizes[i]);
        char marks[PAL_URN_SIZE_MAX + 1];
        memset(marks, 'x', sizes[i] - PAL_URN_HEADER); /* as many as fit */
        marks[sizes[i] - PAL_URN_HEADER] = '\0';
        PAL_BUF(sealed);
        pal_test_urn_seal(&test, 7, marks, &sealed);
        struct pal_text text = pal_buf_text(&sealed);
        assert_int_equal(text.size, sizes[i] + PAL_URN_EXTRA);
        EXPECT_ERR(pal_urn_check(&test.urn, text), PAL_OK);
        pal_urn_open(&test.urn, 7, text, &test.secret, &opened);
        assert_int_equal(opened.state, PAL_OPENED_READ);
        EXPECT_TEXT(opened.marks, marks);
        assert_true(opened.has_tracker);
        assert_int_equal(opened.tracker.pin, 420);
    }
    pal_opened_done(&opened);
    assert_null(opened.plain.bytes);
}

/* Attack 30: neither the length nor anything else that can be seen tells ballots apart. */
static void all_ballots_have_one_length(void **state)
{
    (void)state;
    static const char *const says[] = {"{\"choice\":0}", "{\"choice\":1}", "{\"abstains\":true}",
                                       "{\"blank\":true}", ""};
    struct pal_test_urn test = pal_test_urn_of(POLL, SIZE);
    for (size_t i = 0; i < sizeof says / sizeof says[0]; i++) {
        PAL_BUF(sealed);
        pal_test_urn_seal(&test, 0, says[i], &sealed);
        assert_int_equal(sealed.size, SIZE + PAL_URN_EXTRA);
    }
}

static void the_same_ballot_is_never_sealed_the_same(void **state)
{
    (void)state;
    struct pal_test_urn test = pal_test_urn_of(POLL, SIZE);
    PAL_BUF(first);
    PAL_BUF(second);
    pal_test_urn_seal(&test, 0, MARKS, &first);
    pal_test_urn_seal(&test, 0, MARKS, &second);
    assert_memory_not_equal(first.bytes, second.bytes, PAL_POINT_SIZE);
    assert_memory_not_equal(first.bytes + PAL_POINT_SIZE, second.bytes + PAL_POINT_SIZE, SIZE);
}

static void opens_as(const struct pal_test_urn *test, uint16_t college, struct pal_text sealed,
                     enum pal_opened_state expected)
{
    PAL_OPENED(opened);
    pal_urn_open(&test->urn, college, sealed, &test->secret, &opened);
    assert_int_equal(opened.state, expected);
    assert_int_equal(opened.marks.size > 0, expected == PAL_OPENED_READ);
}

/* Attack 8. */
static void a_ballot_opens_in_its_poll_and_college_alone(void **state)
{
    (void)state;
    struct pal_test_urn test = pal_test_urn_of(POLL, SIZE);
    struct pal_test_urn elsewhere = test;
    elsewhere.urn.ctx = pal_hash_of("another manifest", 16);
    PAL_BUF(sealed);
    pal_test_urn_seal(&test, 1, MARKS, &sealed);
    struct pal_text text = pal_buf_text(&sealed);
    opens_as(&test, 1, text, PAL_OPENED_READ);
    opens_as(&test, 2, text, PAL_OPENED_SEAL);
    opens_as(&elsewhere, 1, text, PAL_OPENED_SEAL);
    struct pal_test_urn other_key = pal_test_urn_of(POLL, SIZE);
    opens_as(&other_key, 1, text, PAL_OPENED_SEAL);

    struct pal_hash hash = pal_urn_hash(&test.urn, 1, text);
    struct pal_hash in_other_college = pal_urn_hash(&test.urn, 2, text);
    struct pal_hash in_other_poll = pal_urn_hash(&elsewhere.urn, 1, text);
    assert_false(pal_hash_equal(&hash, &in_other_college));
    assert_false(pal_hash_equal(&hash, &in_other_poll));
}

/* Attack 6: no bit can be changed. */
static void a_changed_ballot_does_not_open(void **state)
{
    (void)state;
    struct pal_test_urn test = pal_test_urn_of(POLL, SIZE);
    PAL_BUF(sealed);
    pal_test_urn_seal(&test, 0, MARKS, &sealed);
    struct pal_text text = pal_buf_text(&sealed);
    uint8_t *bytes = (uint8_t *)sealed.bytes;
    for (size_t bit = 0; bit < 8 * sealed.size; bit++) {
        PAL_OPENED(opened);
        uint8_t mask = (uint8_t)(1U << bit % 8);
        bytes[bit / 8] ^= mask;
        pal_urn_open(&test.urn, 0, text, &test.secret, &opened);
        bool is_refused = opened.state == PAL_OPENED_SEAL ||
                          (opened.state == PAL_OPENED_POINT && bit < (size_t)8 * PAL_POINT_SIZE);
        assert_true(is_refused);
        assert_false(opened.has_tracker);
        bytes[bit / 8] ^= mask;
    }
    opens_as(&test, 0, text, PAL_OPENED_READ);
}

static void a_ballot_of_another_length_does_not_open(void **state)
{
    (void)state;
    struct pal_test_urn test = pal_test_urn_of(POLL, SIZE);
    PAL_BUF(sealed);
    pal_test_urn_seal(&test, 0, MARKS, &sealed);
    pal_buf_add_byte(&sealed, 0);
    for (size_t size = 0; size <= sealed.size; size++) {
        if (size != SIZE + PAL_URN_EXTRA) {
            struct pal_text part = {sealed.bytes, size};
            EXPECT_ERR(pal_urn_check(&test.urn, part), PAL_ERR_URN_SIZE);
            opens_as(&test, 0, part, PAL_OPENED_SIZE);
        }
    }
}

/* clang-format off */
static const struct {
    const char *name;
    const char *alpha;
} alphas[] = {
    {"attack 7: the neutral point", "0000000000000000000000000000000000000000000000000000000000000000"},
    {"attack 7: a field element beyond its prime",
        "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"},
    {"attack 7: ones all over",     "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"},
    {"attack 7: a negative field element",
        "0100000000000000000000000000000000000000000000000000000000000000"},
    {"attack 6: the base point with bit 255",
        "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2df6"},
};
/* clang-format on */

static void is_no_beginning(void **state)
{
    const __typeof__(alphas[0]) *row = *state;
    struct pal_test_urn test = pal_test_urn_of(POLL, SIZE);
    uint8_t alpha[PAL_POINT_SIZE];
    PAL_BUF(sealed);
    pal_test_urn_seal(&test, 0, MARKS, &sealed);
    EXPECT_ERR(pal_text_hex(pal_text_of(row->alpha), alpha, sizeof alpha), PAL_OK);
    memcpy(sealed.bytes, alpha, sizeof alpha);
    EXPECT_ERR(pal_urn_check(&test.urn, pal_buf_text(&sealed)), PAL_ERR_GROUP_POINT);
    opens_as(&test, 0, pal_buf_text(&sealed), PAL_OPENED_POINT);
}

/* --- What a browser that lies could seal --- */

enum { CTX_AT = 8, COLLEGE_AT = 40, PIN_AT = 52, LENGTH_AT = 54, LAST = SIZE - 1 };

/* clang-format off */
static const struct {
    const char *name;
    size_t at;     /* the byte that is changed */
    uint8_t byte;  /* to what */
    enum pal_opened_state state;
    bool has_tracker;
} plains[] = {
    {"as it should be",                    0,             'P',  PAL_OPENED_READ,      true},
    {"another beginning",                  7,             '2',  PAL_OPENED_FORM,      false},
    {"attack 8: another poll within",      CTX_AT,        0,    PAL_OPENED_ELSEWHERE, true},
    {"attack 8: another college within",   COLLEGE_AT + 1, 4,   PAL_OPENED_ELSEWHERE, true},
    {"a high byte of the college",         COLLEGE_AT,    1,    PAL_OPENED_ELSEWHERE, true},
    {"the pin 9999 and no more",           PIN_AT + 1,    0x0f, PAL_OPENED_READ,      true},
    {"the pin 10000",                      PIN_AT + 1,    0x10, PAL_OPENED_FORM,      false},
    {"marks longer than the ballot",       LENGTH_AT,     1,    PAL_OPENED_FORM,      true},
    {"marks longer by one than the room",  LENGTH_AT + 1, ROOM + 1, PAL_OPENED_FORM,  true},
    {"marks as long as the room",          LENGTH_AT + 1, ROOM, PAL_OPENED_READ,      true},
    {"marks shorter than what stands there", LENGTH_AT + 1, 1,  PAL_OPENED_FORM,      true},
    {"something in the padding",           LAST,          1,    PAL_OPENED_FORM,      true},
};
/* clang-format on */

static void plain_of(const struct pal_test_urn *test, uint16_t college, uint8_t out[SIZE])
{
    memset(out, 0, SIZE);
    static const uint8_t beginning[CTX_AT] = {'P', 'A', 'L', 'A', 'B', 'R', 'E', '1'};
    memcpy(out, beginning, sizeof beginning);
    memcpy(out + CTX_AT, test->urn.ctx.bytes, PAL_HASH_SIZE);
    out[COLLEGE_AT + 1] = (uint8_t)college;
    out[PIN_AT] = 0x27; /* 9984 and what the low byte adds */
    out[LENGTH_AT + 1] = (uint8_t)strlen(MARKS);
    memcpy(out + MARKS_AT, MARKS, sizeof MARKS - 1);
}

static void opens_to_its_state(void **state)
{
    const __typeof__(plains[0]) *row = *state;
    struct pal_test_urn test = pal_test_urn_of(POLL, SIZE);
    test.urn.ctx.bytes[0] = 9; /* not the zero of the row that changes it */
    uint8_t plain[SIZE];
    PAL_BUF(sealed);
    PAL_OPENED(opened);
    plain_of(&test, 3, plain);
    plain[row->at] = row->byte;
    pal_test_urn_seal_plain(&test, 3, (struct pal_text){(const char *)plain, SIZE}, &sealed);
    pal_urn_open(&test.urn, 3, pal_buf_text(&sealed), &test.secret, &opened);
    assert_int_equal(opened.state, row->state);
    assert_int_equal(opened.has_tracker, row->has_tracker);
}

/* --- The root --- */

static void the_root_is_that_of_the_tree_of_hashes(void **state)
{
    (void)state;
    struct pal_hash hashes[2] = {pal_hash_of("a", 1), pal_hash_of("b", 1)};
    struct pal_hash none = pal_hash_of("", 0);
    struct pal_hash root = pal_urn_root(NULL, 0);
    assert_true(pal_hash_equal(&root, &none));

    uint8_t node[1 + 2 * PAL_HASH_SIZE] = {1};
    for (size_t i = 0; i < 2; i++) {
        uint8_t leaf[1 + PAL_HASH_SIZE] = {0};
        memcpy(leaf + 1, hashes[i].bytes, PAL_HASH_SIZE);
        struct pal_hash hashed = pal_hash_of(leaf, sizeof leaf);
        memcpy(node + 1 + i * PAL_HASH_SIZE, hashed.bytes, PAL_HASH_SIZE);
    }
    struct pal_hash expected = pal_hash_of(node, sizeof node);
    root = pal_urn_root(hashes, 2);
    assert_true(pal_hash_equal(&root, &expected));
}

int main(void)
{
    TESTS(tests, 64);
    TABLE(tests, questions, has_its_size);
    TEST(tests, ranks_are_as_long_as_they_are_spelled);
    TEST(tests, other_sizes_are_none);
    TEST(tests, what_is_too_long_for_any_urn_is_refused);
    TEST(tests, a_ballot_opens_as_it_was_sealed);
    TEST(tests, all_ballots_have_one_length);
    TEST(tests, the_same_ballot_is_never_sealed_the_same);
    TEST(tests, a_ballot_opens_in_its_poll_and_college_alone);
    TEST(tests, a_changed_ballot_does_not_open);
    TEST(tests, a_ballot_of_another_length_does_not_open);
    TABLE(tests, alphas, is_no_beginning);
    TABLE(tests, plains, opens_to_its_state);
    TEST(tests, the_root_is_that_of_the_tree_of_hashes);
    return RUN(tests);
}
