/* What differs between two texts: the words, their number, and what several changes make together. */
#include <string.h>

#include "base/diff.h"
#include "base/mem.h"

#include "../support/expect.h"

/* --- what is shown ---------------------------------------------------------------------------- */

static void note_run(void *context, enum pal_diff_op op, struct pal_text run)
{
    struct pal_buf *buf = context;
    static const char marks[] = {
        [PAL_DIFF_KEEP] = '=', [PAL_DIFF_REMOVE] = '-', [PAL_DIFF_ADD] = '+'};
    pal_buf_add_byte(buf, '[');
    pal_buf_add_byte(buf, (uint8_t)marks[op]);
    pal_buf_add_text(buf, run);
    pal_buf_add_byte(buf, ']');
}

/* clang-format off */
static const struct {
    const char *name, *base, *text, *runs;
    uint64_t distance;
} rows[] = {
    {"the same text differs in nothing", "un deux", "un deux", "[=un deux]", 0},
    {"two empty texts are the same", "", "", "", 0},
    {"everything comes", "", "un deux", "[+un deux]", 2},
    {"everything goes", "un, deux", "", "[-un, deux]", 3},
    {"a word replaced counts two", "cinq cents euros", "cinq mille euros", "[=cinq ][-cents][+mille][= euros]", 2},
    {"a word added brings one of its blanks", "un trois", "un deux trois", "[=un ][+deux ][=trois]", 1},
    {"blanks do not count", "un deux", "un  deux", "[=un][- ][+  ][=deux]", 0},
    {"a comma is a sign of its own", "un deux", "un, deux", "[=un][+,][= deux]", 1},
    {"an apostrophe parts two words", "l'assemblée", "l'association", "[=l'][-assemblée][+association]", 2},
    {"upper and lower case differ", "le Conseil", "le conseil", "[=le ][-Conseil][+conseil]", 2},
    {"a mark that combines is of its word", "cafe\xCC\x81 noir", "cafe noir", "[-cafe\xCC\x81][+cafe][= noir]", 2},
    {"words of any script are words", "是 否", "是 空", "[=是 ][-否][+空]", 2},
    {"changes with a blank between them are one", "un deux trois quatre", "un 2 3 quatre",
        "[=un ][-deux trois][+2 3][= quatre]", 4},
    {"changes with a word between them are two", "un deux trois quatre", "1 deux 3 quatre",
        "[-un][+1][= deux ][-trois][+3][= quatre]", 4},
    {"the end of a line is a blank", "un\ndeux", "un\ntrois", "[=un\n][-deux][+trois]", 2},
};
/* clang-format on */

static void differs(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_DIFF(diff);
    EXPECT_ERR(pal_diff_make(pal_text_of(row->base), pal_text_of(row->text), &diff), PAL_OK);
    PAL_BUF(runs);
    pal_diff_walk(&diff, note_run, &runs);
    pal_buf_add_byte(&runs, 0);
    assert_string_equal((const char *)runs.bytes, row->runs);
    assert_int_equal(diff.distance, row->distance);
    assert_false(diff.is_coarse);
}

static void refuses_what_is_not_utf8(void **state)
{
    (void)state;
    PAL_DIFF(diff);
    EXPECT_ERR(pal_diff_make(pal_text_of("\xFF"), pal_text_of(""), &diff), PAL_ERR_TEXT_UTF8);
    EXPECT_ERR(pal_diff_make(pal_text_of(""), pal_text_of("\xC3"), &diff), PAL_ERR_TEXT_UTF8);
}

static void names_what_is_done_with_a_run(void **state)
{
    (void)state;
    assert_string_equal(pal_diff_op_word(PAL_DIFF_KEEP), "keep");
    assert_string_equal(pal_diff_op_word(PAL_DIFF_REMOVE), "remove");
    assert_string_equal(pal_diff_op_word(PAL_DIFF_ADD), "add");
}

/* --- a small world, whole ----------------------------------------------------------------------- */

enum { LONGEST = 4, WORLD = 1 + 3 + 9 + 27 + 81 };

/* Every text of at most LONGEST pieces, each of three. */
static void make_world(const char *alphabet, char world[WORLD][LONGEST + 1])
{
    size_t made = 0;
    size_t level = 1;
    for (size_t length = 0; length <= LONGEST; length++) {
        for (size_t i = 0; i < level; i++) {
            size_t rest = i;
            for (size_t at = 0; at < length; at++) {
                world[made][at] = alphabet[rest % 3];
                rest /= 3;
            }
            world[made][length] = '\0';
            made++;
        }
        level *= 3;
    }
}

/* The length of a longest common subsequence, by the table of every textbook. */
static size_t common(const char *a, const char *b)
{
    size_t table[LONGEST + 1][LONGEST + 1] = {0};
    for (size_t i = 1; i <= strlen(a); i++) {
        for (size_t j = 1; j <= strlen(b); j++) {
            size_t more = table[i - 1][j] > table[i][j - 1] ? table[i - 1][j] : table[i][j - 1];
            table[i][j] = a[i - 1] == b[j - 1] ? table[i - 1][j - 1] + 1 : more;
        }
    }
    return table[strlen(a)][strlen(b)];
}

struct sides {
    struct pal_buf base, text;
};

static void rebuild(void *context, enum pal_diff_op op, struct pal_text run)
{
    struct sides *sides = context;
    assert_true(run.size > 0);
    if (op != PAL_DIFF_ADD) {
        pal_buf_add_text(&sides->base, run);
    }
    if (op != PAL_DIFF_REMOVE) {
        pal_buf_add_text(&sides->text, run);
    }
}

static void expect_both(const struct pal_diff *diff)
{
    struct sides sides = {0};
    pal_diff_walk(diff, rebuild, &sides);
    assert_true(pal_text_equal(pal_buf_text(&sides.base), diff->base.text));
    assert_true(pal_text_equal(pal_buf_text(&sides.text), diff->text.text));
    pal_buf_done(&sides.base);
    pal_buf_done(&sides.text);
}

/* Every piece of this world is a sign: what goes and what comes is what counts. */
static void is_shortest_in_the_whole_world(void **state)
{
    (void)state;
    static char world[WORLD][LONGEST + 1];
    make_world(",.;", world);
    for (size_t i = 0; i < WORLD; i++) {
        for (size_t j = 0; j < WORLD; j++) {
            PAL_DIFF(diff);
            EXPECT_ERR(pal_diff_make(pal_text_of(world[i]), pal_text_of(world[j]), &diff), PAL_OK);
            size_t shared = common(world[i], world[j]);
            assert_int_equal(diff.distance, strlen(world[i]) + strlen(world[j]) - 2 * shared);
            expect_both(&diff);
            for (size_t e = 1; e < diff.edit_count; e++) {
                assert_true(diff.edits[e - 1].end < diff.edits[e].at);
                assert_true(diff.edits[e - 1].new_end < diff.edits[e].new_at);
            }
        }
    }
}

/* --- several changes ------------------------------------------------------------------------------ */

static enum pal_err merge_two(const struct pal_diff *a, const struct pal_diff *b,
                              struct pal_buf *out)
{
    const struct pal_diff both[] = {*a, *b};
    return pal_diff_merge(both, 2, out);
}

/* What must hold of any two changes of one text. */
static void expect_sound(const struct pal_diff *a, const struct pal_diff *b)
{
    bool is_contrary = pal_diff_contradicts(a, b);
    assert_int_equal(pal_diff_contradicts(b, a), is_contrary);
    PAL_BUF(one);
    PAL_BUF(other);
    EXPECT_ERR(merge_two(a, b, &one), is_contrary ? PAL_ERR_DIFF_CONTRARY : PAL_OK);
    EXPECT_ERR(merge_two(b, a, &other), is_contrary ? PAL_ERR_DIFF_CONTRARY : PAL_OK);
    assert_true(pal_text_equal(pal_buf_text(&one), pal_buf_text(&other)));
    if (is_contrary) {
        assert_int_equal(one.size, 0);
        assert_true(a->edit_count > 0 && b->edit_count > 0);
    }
    if (a->edit_count == 0 || pal_text_equal(a->text.text, b->text.text)) {
        assert_false(is_contrary);
        assert_true(pal_text_equal(pal_buf_text(&one), b->text.text));
    }
}

static void merges_soundly_in_the_whole_world(void **state)
{
    (void)state;
    static char world[WORLD][LONGEST + 1];
    make_world(",. ", world);
    enum { BASES = 1 + 3 + 9 + 27, TEXTS = 1 + 3 + 9 + 27 };
    struct pal_diff *diffs = pal_mem_new(TEXTS, sizeof *diffs);
    for (size_t i = 0; i < BASES; i++) {
        for (size_t j = 0; j < TEXTS; j++) {
            EXPECT_ERR(pal_diff_make(pal_text_of(world[i]), pal_text_of(world[j]), &diffs[j]),
                       PAL_OK);
        }
        for (size_t j = 0; j < TEXTS; j++) {
            for (size_t k = 0; k < TEXTS; k++) {
                expect_sound(&diffs[j], &diffs[k]);
            }
        }
        for (size_t j = 0; j < TEXTS; j++) {
            pal_diff_done(&diffs[j]);
        }
    }
    pal_mem_free(diffs);
}

/* clang-format off */
static const struct {
    const char *name, *base, *texts[3], *merged; /* NULL: they contradict each other */
} merges[] = {
    {"changes of different words are made together", "un deux trois quatre",
        {"1 deux trois quatre", "un deux trois 4", "un deux trois quatre"}, "1 deux trois 4"},
    {"three changes are made in whatever order", "un, deux, trois",
        {"un, deux, 3", "1, deux, trois", "un, 2, trois"}, "1, 2, 3"},
    {"the same change is made once", "un deux trois",
        {"un 2 trois", "un 2 trois", "un 2 trois"}, "un 2 trois"},
    {"a change that two share goes with one that only one has", "un deux trois quatre cinq",
        {"1 deux trois quatre cinq", "1 deux trois quatre 5", "un deux trois quatre cinq"}, "1 deux trois quatre 5"},
    {"two words for one contradict each other", "cinq cents euros",
        {"cinq mille euros", "cinq millions euros", "cinq cents euros"}, NULL},
    {"two words at one place contradict each other", "un trois",
        {"un deux trois", "un et trois", "un trois"}, NULL},
    {"words with only a blank between them contradict each other", "cinq cents euros par an",
        {"cinq mille euros par an", "cinq cents francs par an", "cinq cents euros par an"}, NULL},
    {"taking out a sentence contradicts a change in it", "Le bureau décide. Il le dit.",
        {"Le bureau décide.", "Le bureau décide. Il le tait.", "Le bureau décide. Il le dit."}, NULL},
};
/* clang-format on */

static void merges_three(void **state)
{
    const __typeof__(merges[0]) *row = *state;
    static const size_t orders[][3] = {{0, 1, 2}, {2, 1, 0}, {1, 2, 0}};
    for (size_t o = 0; o < 3; o++) {
        struct pal_diff diffs[3] = {0};
        for (size_t i = 0; i < 3; i++) {
            EXPECT_ERR(pal_diff_make(pal_text_of(row->base), pal_text_of(row->texts[orders[o][i]]),
                                     &diffs[i]),
                       PAL_OK);
        }
        PAL_BUF(merged);
        EXPECT_ERR(pal_diff_merge(diffs, 3, &merged),
                   row->merged == NULL ? PAL_ERR_DIFF_CONTRARY : PAL_OK);
        assert_true(pal_text_is(pal_buf_text(&merged), row->merged == NULL ? "" : row->merged));
        for (size_t i = 0; i < 3; i++) {
            pal_diff_done(&diffs[i]);
        }
    }
}

/* --- long texts ----------------------------------------------------------------------------------- */

/* Words that look drawn by chance, one after the other. */
static void write_words(struct pal_buf *out, size_t bytes, uint32_t seed)
{
    while (out->size < bytes) {
        seed = seed * 1664525U + 1013904223U;
        pal_buf_add_format(out, "%u ", seed >> 16);
    }
}

/* RULE docs/rules/diff.md
 * > The search takes at most 4 194 304 steps and 2048 changes. Texts that differ more than that are not searched: everything
 * > from the first difference to the last is one change.
 */
static void does_not_search_texts_that_have_nothing_in_common(void **state)
{
    (void)state;
    PAL_BUF(base);
    PAL_BUF(text);
    write_words(&base, 1 << 18, 1);
    write_words(&text, 1 << 18, 2);
    PAL_DIFF(diff);
    EXPECT_ERR(pal_diff_make(pal_buf_text(&base), pal_buf_text(&text), &diff), PAL_OK);
    assert_true(diff.is_coarse);
    assert_int_equal(diff.edit_count, 1);
    expect_both(&diff);
}

static void finds_a_few_changes_in_a_long_text(void **state)
{
    (void)state;
    PAL_BUF(base);
    PAL_BUF(text);
    write_words(&base, 1 << 18, 1);
    write_words(&text, 1 << 17, 1);
    pal_buf_add_string(&text, "et autrement ");
    pal_buf_add_text(&text, (struct pal_text){(const char *)base.bytes + text.size - 13,
                                              base.size - (text.size - 13)});
    PAL_DIFF(diff);
    EXPECT_ERR(pal_diff_make(pal_buf_text(&base), pal_buf_text(&text), &diff), PAL_OK);
    assert_false(diff.is_coarse);
    assert_int_equal(diff.distance, 2);
    expect_both(&diff);
}

int main(void)
{
    TESTS(tests, 40);
    TABLE(tests, rows, differs);
    TABLE(tests, merges, merges_three);
    TEST(tests, refuses_what_is_not_utf8);
    TEST(tests, names_what_is_done_with_a_run);
    TEST(tests, is_shortest_in_the_whole_world);
    TEST(tests, merges_soundly_in_the_whole_world);
    TEST(tests, does_not_search_texts_that_have_nothing_in_common);
    TEST(tests, finds_a_few_changes_in_a_long_text);
    return RUN(tests);
}
