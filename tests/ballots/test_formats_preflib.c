/* PrefLib: what its orders become, what is refused and at which place. */
#include "base/limits.h"

#include "formats.h"

#define HEAD                                                                  \
    "# FILE NAME: x.toi\n# TITLE: A: B\n# no key\n# NUMBER ALTERNATIVES: 3\n" \
    "# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 3: C\n# ALTERNATIVE NAME 2: B, b\n"
#define OLD   "3\n1,A\n2,B, b\n3,C\n5,5,2\n"
#define IS    "\"options\":[\"A\",\"B, b\",\"C\"],\"seats\":1,\"ballots\":["
#define ONE   ",\"count\":1,\"weight\":\"1/1\"}"
#define RANKS PAL_BALLOT_RANKS

/* clang-format off */
static const struct pal_tests_reading readings[] = {
    {"no order", RANKS, HEAD, IS "]"},
    {"strict orders, complete or not", RANKS, HEAD "4: 2,1,3\n1: 3\n",
        IS "{\"ranks\":[[1],[0],[2]],\"count\":4,\"weight\":\"1/1\"},{\"ranks\":[[2]]" ONE "]"},
    {"orders with ties", RANKS, HEAD "1: {3, 1} , 2\n1:{1,2,3}\n", IS "{\"ranks\":[[0,1,2]]" ONE ",{\"ranks\":[[0,2],[1]]" ONE "]"},
    {"a rank without options", RANKS, HEAD "1: {},{ },2\n", IS "{\"ranks\":[[],[],[1]]" ONE "]"},
    {"a blank order, a comment, an empty line", RANKS, HEAD "2:\n\n# x\n1: {}\n", IS "{\"blank\":true,\"count\":3,\"weight\":\"1/1\"}]"},
    {"carriage returns and a byte order mark", RANKS, "\xEF\xBB\xBF# NUMBER ALTERNATIVES: 1\r\n# ALTERNATIVE NAME 1: A\r\n2: 1\r\n",
        "\"options\":[\"A\"],\"seats\":1,\"ballots\":[{\"ranks\":[[0]],\"count\":2,\"weight\":\"1/1\"}]"},
    {"a file from before 2022", RANKS, OLD "4,2,{1,3}\n1,3\n", IS "{\"ranks\":[[1],[0,2]],\"count\":4,\"weight\":\"1/1\"},{\"ranks\":[[2]]" ONE "]"},
    {"as many voters as the head says", RANKS, "# NUMBER VOTERS: 5\n" HEAD "4: 2\n1: 3\n",
        IS "{\"ranks\":[[1]],\"count\":4,\"weight\":\"1/1\"},{\"ranks\":[[2]]" ONE "]"},
    {"no voters, as the head says", RANKS, "# NUMBER VOTERS: 0\n" HEAD, IS "]"},
    {"weights are no number of voters", RANKS, "# NUMBER VOTERS: 5\n" HEAD "2.5: 2\n", IS "{\"ranks\":[[1]],\"count\":1,\"weight\":\"5/2\"}]"},
    {"a number of voters that is not whole", RANKS, "# NUMBER VOTERS: 2.5\n" HEAD "1: 2\n", IS "{\"ranks\":[[1]]" ONE "]"},
    {"an empty file", RANKS, "", "\"options\":[],\"seats\":1,\"ballots\":[]"},
};

static const struct pal_tests_refusal refusals[] = {
    {"a number of alternatives that is none", RANKS, "# NUMBER ALTERNATIVES: x\n", PAL_ERR_FORMAT_NUMBER, 1, 24},
    {"more alternatives than there may be", RANKS, "# NUMBER ALTERNATIVES: 10001\n", PAL_ERR_LIMIT_COUNT, 1, 24},
    {"an alternative without a number", RANKS, "# NUMBER ALTERNATIVES: 1\n# ALTERNATIVE NAME x: A\n", PAL_ERR_FORMAT_NUMBER, 2, 20},
    {"an alternative beyond their number", RANKS, "# NUMBER ALTERNATIVES: 1\n# ALTERNATIVE NAME 2: A\n", PAL_ERR_FORMAT_NAMES, 2, 20},
    {"an alternative of number zero", RANKS, "# NUMBER ALTERNATIVES: 1\n# ALTERNATIVE NAME 0: A\n", PAL_ERR_FORMAT_NAMES, 2, 20},
    {"an alternative named twice", RANKS, "# NUMBER ALTERNATIVES: 2\n# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 1: B\n", PAL_ERR_FORMAT_NAMES, 3, 20},
    {"an alternative without a name", RANKS, "# NUMBER ALTERNATIVES: 2\n# ALTERNATIVE NAME 1: A\n", PAL_ERR_FORMAT_NAMES, 3, 1},
    {"an alternative whose name is empty", RANKS, "# NUMBER ALTERNATIVES: 1\n# ALTERNATIVE NAME 1:\n1: 1\n", PAL_ERR_TEXT_EMPTY, 2, 22},
    {"two alternatives of the same name", RANKS, "# NUMBER ALTERNATIVES: 2\n# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: A\n", PAL_ERR_QUESTION_OPTION_NAMES, 3, 23},
    {"fewer voters than the head says", RANKS, "# NUMBER VOTERS: 6\n" HEAD "4: 2\n1: 3\n", PAL_ERR_FORMAT_VOTERS, 1, 18},
    {"more voters than the head says", RANKS, "# NUMBER VOTERS: 4\n" HEAD "4: 2\n1: 3\n", PAL_ERR_FORMAT_VOTERS, 1, 18},
    {"voters in the head alone", RANKS, HEAD "# NUMBER VOTERS: 1\n", PAL_ERR_FORMAT_VOTERS, 8, 18},
    {"an order without a colon", RANKS, HEAD "4\n", PAL_ERR_FORMAT_WORD, 8, 1},
    {"an order whose number is none", RANKS, HEAD "x: 1\n", PAL_ERR_FORMAT_WEIGHT, 8, 1},
    {"an alternative that does not exist", RANKS, HEAD "1: 1,4\n", PAL_ERR_BALLOT_OPTION, 8, 6},
    {"alternative zero", RANKS, HEAD "1: 0\n", PAL_ERR_BALLOT_OPTION, 8, 4},
    {"an alternative beyond all numbers", RANKS, HEAD "1: 99999999999999999999999\n", PAL_ERR_BALLOT_OPTION, 8, 4},
    {"a word for an alternative", RANKS, HEAD "1: 1,A\n", PAL_ERR_FORMAT_NUMBER, 8, 6},
    {"nothing after a comma", RANKS, HEAD "1: 1,\n", PAL_ERR_FORMAT_NUMBER, 8, 6},
    {"no comma", RANKS, HEAD "1: 1 2\n", PAL_ERR_FORMAT_WORD, 8, 6},
    {"a bracket that is not closed", RANKS, HEAD "1: {1,2\n", PAL_ERR_FORMAT_OPEN, 8, 8},
    {"a word in a bracket", RANKS, HEAD "1: {1,A}\n", PAL_ERR_FORMAT_NUMBER, 8, 7},
    {"an old file that ends among its names", RANKS, "2\n1,A\n", PAL_ERR_FORMAT_END, 3, 1},
    {"an old file that ends after its names", RANKS, "1\n1,A\n", PAL_ERR_FORMAT_END, 3, 1},
    {"an old file with a name without a comma", RANKS, "1\nA\n", PAL_ERR_FORMAT_WORD, 2, 1},
    {"an old file with a name twice", RANKS, "2\n1,A\n1,B\n", PAL_ERR_FORMAT_NAMES, 3, 1},
    {"an old file with a number that is none", RANKS, "3x\n", PAL_ERR_FORMAT_NUMBER, 1, 1},
    {"orders where another kind is wanted", PAL_BALLOT_SCORES, HEAD "1: 1\n", PAL_ERR_BALLOT_KIND, 8, 1},
    {"bytes that are not UTF-8", RANKS, HEAD "\xFF", PAL_ERR_TEXT_UTF8, 8, 1},
    {"more ballots than can be counted", RANKS, HEAD "9007199254740992: 1\n1: 1\n", PAL_ERR_LIMIT_COUNT, 9, 1},
};
/* clang-format on */

static void reads(void **state)
{
    pal_tests_reads("x.toi", *state);
}

static void refuses(void **state)
{
    pal_tests_refuses("x.soc", *state);
}

static void a_file_cut_anywhere_is_read_or_refused(void **state)
{
    (void)state;
    pal_tests_cut_everywhere("x.soi", HEAD "4: {1,2},3\n1:\n", RANKS);
    pal_tests_cut_everywhere("x.toc", OLD "4,{1,2},3\n1,2\n", RANKS);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *before, *again;
    size_t times;
} lengths[] = {
    {"too many ranks",          "1: 1",  ",1", PAL_LIMIT_MARKS / 2},
    {"too many equal options",  "1: {1", ",1", PAL_LIMIT_MARKS},
    {"too many empty ranks",    "1: {}", ",{}", PAL_LIMIT_MARKS + 1},
};
/* clang-format on */

static void a_ballot_has_a_length(void **state)
{
    const __typeof__(lengths[0]) *row = *state;
    PAL_BUF(file);
    PAL_BUF(becomes);
    pal_buf_add_format(&file, HEAD "%s", row->before);
    for (size_t i = 0; i < row->times; i++) {
        pal_buf_add_string(&file, row->again);
    }
    struct pal_where where;
    EXPECT_ERR(pal_tests_read("x.toc", pal_buf_text(&file), RANKS, &becomes, &where),
               PAL_ERR_BALLOT_TOO_MANY);
    assert_int_equal(where.line, 8);
}

int main(void)
{
    TESTS(tests, 64);
    TABLE(tests, readings, reads);
    TABLE(tests, refusals, refuses);
    TABLE(tests, lengths, a_ballot_has_a_length);
    TEST(tests, a_file_cut_anywhere_is_read_or_refused);
    return RUN(tests);
}
