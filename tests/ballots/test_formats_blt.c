/* BLT: what the dialects become, what is refused and at which place. */
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"

#include "formats.h"

#define ABC "0\n\"A\"\n\"B\"\n\"C\"\n\"Title\"\n"
#define IS  "\"options\":[\"A\",\"B\",\"C\"],\"seats\":2,\"ballots\":["
#define ONE ",\"count\":1,\"weight\":\"1/1\"}"

/* clang-format off */
static const struct pal_tests_reading readings[] = {
    {"rankings, several alike", PAL_BALLOT_RANKS, "3 2\n4 1 2 0\n2 3 0\n4 1 2 0\n" ABC,
        IS "{\"ranks\":[[0],[1]],\"count\":8,\"weight\":\"1/1\"},{\"ranks\":[[2]],\"count\":2,\"weight\":\"1/1\"}]"},
    {"equal ranks", PAL_BALLOT_RANKS, "3 2\n1 3=1 2 0\n" ABC, IS "{\"ranks\":[[0,2],[1]]" ONE "]"},
    {"skipped ranks", PAL_BALLOT_RANKS, "3 2\n1 - 2 - - 3 - 0\n" ABC, IS "{\"ranks\":[[],[1],[],[],[2]]" ONE "]"},
    {"an option that stands twice", PAL_BALLOT_RANKS, "3 2\n1 1 2 1 0\n" ABC, IS "{\"ranks\":[[0],[1],[0]]" ONE "]"},
    {"blank ballots", PAL_BALLOT_RANKS, "3 2\n7 0\n1 - 0\n" ABC, IS "{\"blank\":true,\"count\":8,\"weight\":\"1/1\"}]"},
    {"decimals and fractions as weights", PAL_BALLOT_RANKS, "3 2\n12.5 1 0\n3/10 2 0\n" ABC,
        IS "{\"ranks\":[[0]],\"count\":1,\"weight\":\"25/2\"},{\"ranks\":[[1]],\"count\":1,\"weight\":\"3/10\"}]"},
    {"a whole number after a fraction", PAL_BALLOT_RANKS, "3 2\n1/2 1 0\n2 2 0\n" ABC,
        IS "{\"ranks\":[[0]],\"count\":1,\"weight\":\"1/2\"},{\"ranks\":[[1]],\"count\":2,\"weight\":\"1/1\"}]"},
    {"a weight that outgrows 64 bits", PAL_BALLOT_RANKS, "3 2\n99999999999999999999 1 0\n" ABC,
        IS "{\"ranks\":[[0]],\"count\":1,\"weight\":\"99999999999999999999/1\"}]"},
    {"withdrawn by minus, on one line and on two", PAL_BALLOT_RANKS, "4 2\n-2 -4\n-2\n1 2 3 0\n1 4=1 0\n0\nA\nX\nB\nY\n",
        "\"options\":[\"A\",\"B\"],\"seats\":2,\"ballots\":[{\"ranks\":[[0]]" ONE ",{\"ranks\":[[1]]" ONE "]"},
    {"a ballot for the withdrawn alone is blank", PAL_BALLOT_RANKS, "2 1\n[withdrawn 2]\n1 2 0\n0\nA\nX\n",
        "\"options\":[\"A\"],\"seats\":1,\"ballots\":[{\"blank\":true" ONE "]"},
    {"nicknames everywhere", PAL_BALLOT_RANKS, "3 2\n[nick a b c]\n[withdrawn b]\n1 c=a b 0\n1 1 0\n0\nA\nX\nC\n",
        "\"options\":[\"A\",\"C\"],\"seats\":2,\"ballots\":[{\"ranks\":[[0]]" ONE ",{\"ranks\":[[0,1]]" ONE "]"},
    {"ties, of which the first loses first", PAL_BALLOT_RANKS, "3 2\n[tie 3 1 2 ]\n" ABC,
        "\"options\":[\"A\",\"B\",\"C\"],\"seats\":2,\"tie_order\":[\"B\",\"A\",\"C\"],\"ballots\":[]"},
    {"ties among those not withdrawn", PAL_BALLOT_RANKS, "3 2\n[tie 3 1 2]\n-1\n" ABC,
        "\"options\":[\"B\",\"C\"],\"seats\":2,\"ballots\":[]"},
    {"a bracket over several lines, with a comment", PAL_BALLOT_RANKS, "3 2\n[tie # worst\n1 2\n3]\n" ABC,
        "\"options\":[\"A\",\"B\",\"C\"],\"seats\":2,\"tie_order\":[\"C\",\"B\",\"A\"],\"ballots\":[]"},
    {"words in brackets that mean something to others", PAL_BALLOT_RANKS, "3 2\n[droop precision=5]\n[]\n" ABC, IS "]"},
    {"named ballots, with the weight that they have", PAL_BALLOT_RANKS, "3 2\n(x) 1 2 0\n(y z) 1 1 3 0\n" ABC,
        IS "{\"ranks\":[[0],[2]]" ONE ",{\"ranks\":[[1]]" ONE "]"},
    {"named ballots, without weights", PAL_BALLOT_RANKS, "3 2\n4 3 0\n(x) 1 2 0\n(y)3 1 0\n" ABC,
        IS "{\"ranks\":[[0],[1]]" ONE ",{\"ranks\":[[2]],\"count\":4,\"weight\":\"1/1\"},{\"ranks\":[[2],[0]]" ONE "]"},
    {"named ballots, with fractions", PAL_BALLOT_RANKS, "3 2\n(x) 1/2 2 0\n" ABC, IS "{\"ranks\":[[1]],\"count\":1,\"weight\":\"1/2\"}]"},
    {"a 0 on a line of its own, in a ballot with a name", PAL_BALLOT_RANKS, "3 2\n(a) 1 2\n0\n(b) 2 3 0\n(c) 3 0\n" ABC,
        IS "{\"ranks\":[[0],[1]]" ONE ",{\"ranks\":[[1],[2]]" ONE ",{\"ranks\":[[2]]" ONE "]"},
    {"named ballots over two lines, with the weight that they have", PAL_BALLOT_RANKS, "3 2\n(a)\n1 2 0\n(b) # x\n1 3\n0\n" ABC,
        IS "{\"ranks\":[[1]]" ONE ",{\"ranks\":[[2]]" ONE "]"},
    {"two named ballots, of which the second says that there are no weights", PAL_BALLOT_RANKS, "3 2\n(a) 1\n1\n3 0\n2 2 0\n(b)\n2 3 0\n" ABC,
        IS "{\"ranks\":[[0],[0],[2]]" ONE ",{\"ranks\":[[1]],\"count\":2,\"weight\":\"1/1\"},{\"ranks\":[[1],[2]]" ONE "]"},
    {"comments between a slash and an asterisk", PAL_BALLOT_RANKS,
        "/* an\nelection */ 3/* three */2 # /* two\n/**/ 1 1/* the\n first */2 0 /* end */\n1/2 3 /*/ 9 */0/* x\n*/0\n\"A\" /* x */ # y\n/* X\n*/ \"B\"\nC /* \"D\" */\n/* E",
        IS "{\"ranks\":[[0],[1]]" ONE ",{\"ranks\":[[2]],\"count\":1,\"weight\":\"1/2\"}]"},
    {"a comment in a bracket, and what is none in a name", PAL_BALLOT_RANKS, "2 2\n[tie /* worst */ 2 1]\n(/* x) 1 1 0\n0\n\"A /* a */\"\nB/* b */\n",
        "\"options\":[\"A /* a */\",\"B/* b */\"],\"seats\":2,\"ballots\":[{\"ranks\":[[0]]" ONE "]"},
    {"comments", PAL_BALLOT_RANKS, "# an election\n3 2 # three\n  1 1 # the first\n 2 0# end\n0 # names\n\"A\"#\n#\nB # b\nC\n",
        IS "{\"ranks\":[[0],[1]]" ONE "]"},
    {"a ballot over two lines", PAL_BALLOT_RANKS, "3 2\n1 1\n 2 0\n" ABC, IS "{\"ranks\":[[0],[1]]" ONE "]"},
    {"carriage returns alone", PAL_BALLOT_RANKS, "3 2\r1 1 0\r0\rA\rB\rC\r", IS "{\"ranks\":[[0]]" ONE "]"},
    {"carriage returns and line feeds", PAL_BALLOT_RANKS, "3 2\r\n1 1 0\r\n0\r\n\"A\"\r\n\"B\"\r\nC", IS "{\"ranks\":[[0]]" ONE "]"},
    {"a byte order mark", PAL_BALLOT_RANKS, "\xEF\xBB\xBF" "3 2\n" ABC, IS "]"},
    {"names with quotation marks and without", PAL_BALLOT_RANKS, "3 2\n0\n\"A \"\"Al\"\" #1\" # one\n  B Bo#2  # two\n\"C\" \"Title\"\n",
        "\"options\":[\"A \\\"Al\\\" #1\",\"B Bo#2\",\"C\"],\"seats\":2,\"ballots\":[]"},
    {"names on the line of the 0", PAL_BALLOT_RANKS, "3 2\n0 \"A\" \"B\" \"C\"", IS "]"},
    {"a name and a party on each line", PAL_BALLOT_RANKS, "2 1\n1 1 0\n0\n\"Ada\" \"Labour\"\n\"Bo\" \"Green \"\"G\"\"\"\n\"Ward 1\"\n",
        "\"options\":[\"Ada (Labour)\",\"Bo (Green \\\"G\\\")\"],\"seats\":1,\"ballots\":[{\"ranks\":[[0]]" ONE "]"},
    {"a candidate without a party among others", PAL_BALLOT_RANKS, "4 2\n0\n\"A\" \"L\" # x\nBo B\n\"C\" \"\"\n\"D\" \"L\"\n\"W\"\n\"W\"\n",
        "\"options\":[\"A (L)\",\"Bo B\",\"C\",\"D (L)\"],\"seats\":2,\"ballots\":[]"},
    {"a name and a party on each line, and no title", PAL_BALLOT_RANKS, "4 2\n0\n\"A\" \"L\"\n\"B\" \"L\"\n\"C\" \"L\"\n\"D\" \"L\"",
        "\"options\":[\"A (L)\",\"B (L)\",\"C (L)\",\"D (L)\"],\"seats\":2,\"ballots\":[]"},
    {"a title of two lines after names and parties", PAL_BALLOT_RANKS, "2 2\n0\n\"A\" \"L\"\n\"B\" \"L\"\n\"Ward\"\n6\n",
        "\"options\":[\"A (L)\",\"B (L)\"],\"seats\":2,\"ballots\":[]"},
    {"a title and a source after names on one line", PAL_BALLOT_RANKS, "3 2\n0\n\"A\" \"B\" \"C\"\n\"Title\"\n\"Source\"\n\"x\"\n", IS "]"},
    {"all of them on one line", PAL_BALLOT_RANKS, "3 2\n0\n\"A\" \"B\" \"C\" \"Title\" \"Source\"\n", IS "]"},
    {"two names on a line, a title and a source", PAL_BALLOT_RANKS, "2 2\n0\n\"A\" \"B\"\n\"Title\"\n\"Source\"\n",
        "\"options\":[\"A\",\"B\"],\"seats\":2,\"ballots\":[]"},
    {"the end of a file of DOS", PAL_BALLOT_RANKS, "2 2\n0\n\"A\"\n\"B\" \"Title\"\n\x1A", "\"options\":[\"A\",\"B\"],\"seats\":2,\"ballots\":[]"},
    {"a party of a withdrawn candidate", PAL_BALLOT_RANKS, "2 2\n-1\n0\n\"A\" \"Labour\"\n\"B\" \"Green\"\n\"Ward 1\"\n",
        "\"options\":[\"B (Green)\"],\"seats\":2,\"ballots\":[]"},
    {"all names and the title on two lines", PAL_BALLOT_RANKS, "3 2\n0\n\"A\" \"B\"\n\"C\" \"Title\"\n", IS "]"},
    {"several texts on the lines after the names", PAL_BALLOT_RANKS, "3 2\n" ABC "\"x\" \"y\" \"z\"\n\"x\" y\n", IS "]"},
    {"anything after the names", PAL_BALLOT_RANKS, "3 2\n" ABC "A: 12 votes\n\"", IS "]"},
    {"no option", PAL_BALLOT_RANKS, "0 2\n0\n\"Title\"\n", "\"options\":[],\"seats\":2,\"ballots\":[]"},
    {"blank ballots for whom another kind is wanted", PAL_BALLOT_CHOICE, "3 2\n2 0\n" ABC, IS "{\"blank\":true,\"count\":2,\"weight\":\"1/1\"}]"},
    {"a ballot of weight zero", PAL_BALLOT_RANKS, "3 2\n0.0 1 0\n" ABC, IS "{\"ranks\":[[0]],\"count\":1,\"weight\":\"0/1\"}]"},
};

static const struct pal_tests_refusal refusals[] = {
    {"an empty file", PAL_BALLOT_RANKS, "", PAL_ERR_FORMAT_END, 1, 1},
    {"nothing but a comment", PAL_BALLOT_RANKS, "# x", PAL_ERR_FORMAT_END, 1, 4},
    {"no number of candidates", PAL_BALLOT_RANKS, "three 2\n", PAL_ERR_FORMAT_NUMBER, 1, 1},
    {"a negative number of candidates", PAL_BALLOT_RANKS, "-3 2\n", PAL_ERR_FORMAT_NUMBER, 1, 1},
    {"more options than there may be", PAL_BALLOT_RANKS, "10001 2\n", PAL_ERR_LIMIT_COUNT, 1, 1},
    {"no number of seats", PAL_BALLOT_RANKS, "3\n", PAL_ERR_FORMAT_END, 2, 1},
    {"seats that are no number", PAL_BALLOT_RANKS, "3 x\n", PAL_ERR_FORMAT_NUMBER, 1, 3},
    {"no seat", PAL_BALLOT_RANKS, "3 0\n" ABC, PAL_ERR_QUESTION_SEATS, 1, 3},
    {"seats beyond all bounds", PAL_BALLOT_RANKS, "3 99999999999\n" ABC, PAL_ERR_QUESTION_SEATS, 1, 3},
    {"a bracket that is not closed", PAL_BALLOT_RANKS, "3 2\n [tie 1 2", PAL_ERR_FORMAT_OPEN, 2, 2},
    {"a nickname too few", PAL_BALLOT_RANKS, "3 2\n[nick a b]\n", PAL_ERR_FORMAT_NAMES, 2, 1},
    {"a nickname too many", PAL_BALLOT_RANKS, "3 2\n[nick a b c d]\n", PAL_ERR_FORMAT_NAMES, 2, 13},
    {"a nickname twice", PAL_BALLOT_RANKS, "3 2\n[nick a b a]\n", PAL_ERR_FORMAT_NAMES, 2, 11},
    {"a nickname that is none", PAL_BALLOT_RANKS, "3 2\n[nick a = b]\n", PAL_ERR_FORMAT_WORD, 2, 9},
    {"a withdrawn candidate that does not exist", PAL_BALLOT_RANKS, "3 2\n[withdrawn 4]\n", PAL_ERR_BALLOT_OPTION, 2, 12},
    {"a withdrawn nickname that does not exist", PAL_BALLOT_RANKS, "3 2\n[withdrawn x]\n", PAL_ERR_BALLOT_OPTION, 2, 12},
    {"a minus before no candidate", PAL_BALLOT_RANKS, "3 2\n-2 -0\n", PAL_ERR_BALLOT_OPTION, 2, 5},
    {"a ballot of a negative weight", PAL_BALLOT_RANKS, "3 2\n-1 2 3 0\n", PAL_ERR_FORMAT_WORD, 2, 4},
    {"one after a withdrawn candidate", PAL_BALLOT_RANKS, "3 2\n-1\n-1 -2 3 0\n", PAL_ERR_FORMAT_WORD, 3, 7},
    {"a minus before nothing", PAL_BALLOT_RANKS, "3 2\n- 2\n", PAL_ERR_FORMAT_WORD, 2, 2},
    {"an order of ties that forgets a candidate", PAL_BALLOT_RANKS, "3 2\n[tie 1 2]\n" ABC, PAL_ERR_QUESTION_TIE_ORDER, 2, 1},
    {"an order of ties that repeats a candidate", PAL_BALLOT_RANKS, "3 2\n[tie 1 2 2]\n" ABC, PAL_ERR_QUESTION_TIE_ORDER, 2, 1},
    {"an order of ties that is too long", PAL_BALLOT_RANKS, "3 2\n[tie 1 2 3 1]\n" ABC, PAL_ERR_QUESTION_TIE_ORDER, 2, 12},
    {"an order of ties with a stranger", PAL_BALLOT_RANKS, "3 2\n[tie 1 2 4]\n" ABC, PAL_ERR_BALLOT_OPTION, 2, 10},
    {"no end of the ballots", PAL_BALLOT_RANKS, "3 2\n1 1 0\n", PAL_ERR_FORMAT_END, 3, 1},
    {"no end of a ballot", PAL_BALLOT_RANKS, "3 2\n1 1", PAL_ERR_FORMAT_END, 2, 4},
    {"a ballot that goes on after its 0", PAL_BALLOT_RANKS, "3 2\n1 0 2 0 0\n", PAL_ERR_FORMAT_AFTER, 2, 5},
    {"a 0 that is followed by numbers", PAL_BALLOT_RANKS, "3 2\n0 1 2 0\n", PAL_ERR_FORMAT_AFTER, 2, 3},
    {"a candidate that does not exist", PAL_BALLOT_RANKS, "3 2\n1 1 2 0\n1 1 4 0\n", PAL_ERR_BALLOT_OPTION, 3, 5},
    {"a candidate beyond all numbers", PAL_BALLOT_RANKS, "3 2\n1 99999999999999999999999 0\n", PAL_ERR_BALLOT_OPTION, 2, 3},
    {"a nickname without nicknames", PAL_BALLOT_RANKS, "3 2\n1 ada 0\n", PAL_ERR_BALLOT_OPTION, 2, 3},
    {"a 0 among equals", PAL_BALLOT_RANKS, "3 2\n1 1=0 0\n", PAL_ERR_BALLOT_OPTION, 2, 5},
    {"nothing among equals", PAL_BALLOT_RANKS, "3 2\n1 1= 2 0\n", PAL_ERR_FORMAT_WORD, 2, 5},
    {"equals before all", PAL_BALLOT_RANKS, "3 2\n1 =1 2 0\n", PAL_ERR_FORMAT_WORD, 2, 3},
    {"a bracket among the ranks", PAL_BALLOT_RANKS, "3 2\n1 (1 2) 0\n", PAL_ERR_FORMAT_WORD, 2, 3},
    {"a weight that is no number", PAL_BALLOT_RANKS, "3 2\nx 1 0\n", PAL_ERR_FORMAT_WEIGHT, 2, 1},
    {"a weight that is a sign", PAL_BALLOT_RANKS, "3 2\n= 1 0\n", PAL_ERR_FORMAT_WEIGHT, 2, 1},
    {"a negative weight", PAL_BALLOT_RANKS, "3 2\n1 1 0\n-1 1 0\n", PAL_ERR_FORMAT_WEIGHT, 3, 1},
    {"a weight over nothing", PAL_BALLOT_RANKS, "3 2\n1/0 1 0\n", PAL_ERR_RATIO_ZERO_DENOMINATOR, 2, 1},
    {"more ballots than can be counted", PAL_BALLOT_RANKS, "3 2\n9007199254740992 1 0\n1 2 0\n", PAL_ERR_LIMIT_COUNT, 3, 1},
    {"the name of a ballot that is not closed", PAL_BALLOT_RANKS, "3 2\n(x 1 2 0\n(y) 1 0\n", PAL_ERR_FORMAT_OPEN, 2, 1},
    {"a name of a ballot without ballot", PAL_BALLOT_RANKS, "3 2\n(x)", PAL_ERR_FORMAT_END, 2, 4},
    {"a named ballot without weight where others have one", PAL_BALLOT_RANKS, "3 2\n(x) 1 2 0\n(y) =", PAL_ERR_FORMAT_WORD, 3, 5},
    {"too few names", PAL_BALLOT_RANKS, "3 2\n0\nA\nB\n", PAL_ERR_FORMAT_NAMES, 5, 1},
    {"two options of the same name", PAL_BALLOT_RANKS, "3 2\n0\nA\nB\n\"A\"\n", PAL_ERR_QUESTION_OPTION_NAMES, 5, 1},
    {"a name that is empty", PAL_BALLOT_RANKS, "3 2\n0\n\"\"\nB\nC\n", PAL_ERR_TEXT_EMPTY, 3, 1},
    {"a name that is not closed", PAL_BALLOT_RANKS, "3 2\n0\nA\n \"B\nC\n", PAL_ERR_FORMAT_OPEN, 4, 2},
    {"three texts on a line of two candidates", PAL_BALLOT_RANKS, "2 1\n0\n\"A\" \"Labour\" \"x\"\n\"B\" \"Green\"\n\"Title\"\n", PAL_ERR_FORMAT_NAMES, 3, 1},
    {"a word after a party", PAL_BALLOT_RANKS, "2 1\n0\n\"A\" \"Labour\" x\n\"B\" \"Green\"\n\"Title\"\n", PAL_ERR_FORMAT_WORD, 3, 14},
    {"a party without a name", PAL_BALLOT_RANKS, "2 1\n0\n\"\" \"Labour\"\n\"B\" \"Green\"\n\"Title\"\n", PAL_ERR_TEXT_EMPTY, 3, 1},
    {"names and parties on fewer lines than candidates", PAL_BALLOT_RANKS, "3 1\n0\nA\n\"B\" \"L\" \"C\" \"L\" \"t\" \"s\" \"c\"\n", PAL_ERR_FORMAT_NAMES, 4, 1},
    {"two candidates of the same name and party", PAL_BALLOT_RANKS, "2 1\n0\n\"A\" \"Labour\"\n\"A\" \"Labour\"\n\"Title\"\n", PAL_ERR_QUESTION_OPTION_NAMES, 4, 1},
    {"a name after a comment on the line of another", PAL_BALLOT_RANKS, "3 2\n0\nA /* x */ B\nC\nD\n", PAL_ERR_FORMAT_WORD, 3, 11},
    {"a comment that is not closed, among ballots", PAL_BALLOT_RANKS, "3 2\n1 1 0 /* x\n1 2 0\n0\nA\nB\nC\n", PAL_ERR_FORMAT_OPEN, 2, 7},
    {"a comment that is not closed, in a bracket", PAL_BALLOT_RANKS, "3 2\n[tie 1 2 3 /* x]\n1 2 0\n" ABC, PAL_ERR_FORMAT_OPEN, 2, 12},
    {"a comment that is not closed, among names", PAL_BALLOT_RANKS, "3 2\n0\nA\n/* B */\n/*/\nB\nC\n", PAL_ERR_FORMAT_OPEN, 5, 1},
    {"a comment in two characters too few", PAL_BALLOT_RANKS, "3 2\n1 1 0 /\n" ABC, PAL_ERR_FORMAT_AFTER, 2, 7},
    {"a name that goes on after its quotation marks", PAL_BALLOT_RANKS, "3 2\n0\n\"A\" (Green)\n", PAL_ERR_FORMAT_WORD, 3, 5},
    {"bytes that are not UTF-8", PAL_BALLOT_RANKS, "3 2\n0\n\xC3\xA9\xFF\n", PAL_ERR_TEXT_UTF8, 3, 2},
    {"rankings where another kind is wanted", PAL_BALLOT_APPROVES, "3 2\n2 0\n1 1 0\n" ABC, PAL_ERR_BALLOT_KIND, 3, 1},
    {"rankings where none are wanted", PAL_BALLOT_NONE, "3 2\n2 0\n1 1 0\n" ABC, PAL_ERR_BALLOT_KIND, 3, 1},
};
/* clang-format on */

static void reads(void **state)
{
    pal_tests_reads("x.blt", *state);
}

static void refuses(void **state)
{
    pal_tests_refuses("x.blt", *state);
}

static void a_file_cut_anywhere_is_read_or_refused(void **state)
{
    (void)state;
    const char *file = "\xEF\xBB\xBF"
                       "3 2 # x\n[nick a b c] [tie a b c]\n-2\n(i) 1 a=b - c 0\n"
                       "1/2 3 0\n0\n\"A \"\"x\"\"\"\n\"\xC3\xA9\"\nC\n\"T\"\n";
    pal_tests_cut_everywhere("x.blt", file, PAL_BALLOT_RANKS);
}

/* A file with one ballot that says something many times. */
static void say_often(struct pal_buf *file, const char *again, size_t times)
{
    pal_buf_add_string(file, "3 2\n1 1 ");
    for (size_t i = 0; i < times; i++) {
        pal_buf_add_string(file, again);
    }
    pal_buf_add_string(file, "0\n" ABC);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *again;
    size_t times;
    enum pal_err err;
} lengths[] = {
    {"as many ranks as there may be marks",     "1 ",  PAL_LIMIT_MARKS / 2 - 1, PAL_OK},
    {"one rank more",                           "1 ",  PAL_LIMIT_MARKS / 2,     PAL_ERR_BALLOT_TOO_MANY},
    {"as many skipped ranks as may be marks",   "- ",  PAL_LIMIT_MARKS - 1,     PAL_OK},
    {"one skipped rank more",                   "- ",  PAL_LIMIT_MARKS,         PAL_ERR_BALLOT_TOO_MANY},
};
/* clang-format on */

static void a_ballot_has_a_length(void **state)
{
    const __typeof__(lengths[0]) *row = *state;
    PAL_BUF(file);
    PAL_BUF(becomes);
    say_often(&file, row->again, row->times);
    EXPECT_ERR(pal_tests_read("x.blt", pal_buf_text(&file), PAL_BALLOT_RANKS, &becomes, NULL),
               row->err);
}

/* Files without a line feed are read by the general reader alone: with carriage returns in their
 * place, a file becomes the same, or is refused at the same place. */
static void expect_same_by_both_readers(const char *file)
{
    char *slow = pal_mem_copy_string(file);
    for (char *at = strchr(slow, '\n'); at != NULL; at = strchr(at, '\n')) {
        *at = '\r';
    }
    PAL_BUF(becomes);
    PAL_BUF(expected);
    struct pal_where where = {.line = 0};
    struct pal_where wanted = {.line = 0};
    enum pal_err err =
        pal_tests_read("x.blt", pal_text_of(slow), PAL_BALLOT_RANKS, &expected, &wanted);
    EXPECT_ERR(pal_tests_read("x.blt", pal_text_of(file), PAL_BALLOT_RANKS, &becomes, &where), err);
    assert_int_equal(where.line, wanted.line);
    assert_int_equal(where.column, wanted.column);
    assert_int_equal(becomes.size, expected.size);
    if (err == PAL_OK) {
        assert_memory_equal(becomes.bytes, expected.bytes, becomes.size);
    }
    pal_mem_free(slow);
}

static void plain_ballots_are_read_as_all_others(void **state)
{
    (void)state;
    static const char *const usual[] = {"1",     "2",    "3",   "4",   "2 1",
                                        "3 2 1", "2\t4", "  3", "002", "1 1"};
    static const char *const odd[] = {
        "2=1",        "-",
        "a",          "0",
        "5",          "00",
        "1=",         "1/2",
        "1.5",        "# x",
        "\n",         "",
        "(",          "-1",
        "4294967297", "\r",
        "0 \n 3",     "[1]",
        "0 3",        "1 2 \"",
        "9999999999", "18446744073709551617",
        "b",          "0000000002",
    };
    uint64_t random = 1;
    for (int file_index = 0; file_index < 4000; file_index++) {
        PAL_BUF(file);
        pal_buf_add_string(&file, file_index % 3 == 0 ? "4 2\n[nick a b c d]\n-3\n" : "4 2\n");
        for (int ballot = 0; ballot < 4; ballot++) {
            pal_buf_add_string(&file, file_index % 5 == 0 ? "7" : "1");
            random = random * 6364136223846793005U + 1442695040888963407U;
            for (int i = 0; i < 4; i++) {
                const uint64_t drawn = random >> (30 + 8 * i) & 0xFF;
                pal_buf_add_byte(&file, ' ');
                pal_buf_add_string(&file,
                                   drawn < 240
                                       ? usual[drawn % (sizeof usual / sizeof *usual)]
                                       : odd[(random >> 8 & 0xFFFF) % (sizeof odd / sizeof *odd)]);
            }
            pal_buf_add_string(&file, (random >> 20 & 7) == 0 ? " 0 \t\n" : " 0\n");
        }
        pal_buf_add_string(&file, "0\nA\nB\nC\nD\n");
        expect_same_by_both_readers(file.bytes);
    }
}

static void a_million_digits_are_no_weight(void **state)
{
    (void)state;
    PAL_BUF(file);
    PAL_BUF(becomes);
    pal_buf_add_string(&file, "3 2\n1/");
    for (int i = 0; i < 1000000; i++) {
        pal_buf_add_byte(&file, '7');
    }
    pal_buf_add_string(&file, " 1 0\n" ABC);
    struct pal_where where;
    EXPECT_ERR(pal_tests_read("x.blt", pal_buf_text(&file), PAL_BALLOT_RANKS, &becomes, &where),
               PAL_ERR_LIMIT_RATIO);
    assert_int_equal(where.line, 2);
}

/* Five denominators of 4001 digits have none in common of 65 536 bits. */
static void weights_have_a_common_denominator(void **state)
{
    (void)state;
    static const int last[] = {1, 3, 7, 9, 11};
    PAL_BUF(file);
    PAL_BUF(becomes);
    pal_buf_add_string(&file, "3 2\n");
    for (size_t b = 0; b < sizeof last / sizeof last[0]; b++) {
        pal_buf_add_format(&file, "1/1%04000d 1 0\n", last[b]);
    }
    pal_buf_add_string(&file, ABC);
    struct pal_where where;
    EXPECT_ERR(pal_tests_read("x.blt", pal_buf_text(&file), PAL_BALLOT_RANKS, &becomes, &where),
               PAL_ERR_LIMIT_WEIGHTS);
    assert_int_equal(where.line, 6);
}

/* Two weights that make 1 have the denominator that each of them has. */
static void weights_that_make_whole_numbers_have_one_too(void **state)
{
    (void)state;
    enum { PAIRS = 10 };
    PAL_BUF(nines);
    PAL_BUF(file);
    PAL_BUF(becomes);
    pal_buf_add_string(&file, "3 2\n");
    for (int b = 0; b < PAIRS; b++) {
        pal_buf_clear(&nines);
        for (int i = 0; i < 2000 + b; i++) {
            pal_buf_add_byte(&nines, '9');
        }
        struct pal_text nine = pal_buf_text(&nines);
        pal_buf_add_format(&file, "1/%.*s 1 0\n", (int)nine.size, nine.bytes);
        pal_buf_add_format(&file, "%.*s8/%.*s 2 0\n", (int)nine.size - 1, nine.bytes,
                           (int)nine.size, nine.bytes);
    }
    pal_buf_add_string(&file, ABC);
    struct pal_where where = {.line = 0};
    EXPECT_ERR(pal_tests_read("x.blt", pal_buf_text(&file), PAL_BALLOT_RANKS, &becomes, &where),
               PAL_ERR_LIMIT_WEIGHTS);
    assert_int_equal(where.line, 2 * PAIRS);
}

static void a_file_has_a_size(void **state)
{
    (void)state;
    PAL_BUF(becomes);
    /* Nothing of it is looked at. */
    struct pal_text text = {"", (size_t)PAL_LIMIT_BALLOT_FILE + 1};
    EXPECT_ERR(pal_tests_read("x.blt", text, PAL_BALLOT_RANKS, &becomes, NULL),
               PAL_ERR_FORMAT_SIZE);
}

static void rankings_are_all_that_it_holds(void **state)
{
    (void)state;
    const struct pal_format *format = pal_format_of(pal_text_of("x.blt"));
    assert_int_equal(format->kind(pal_text_of("anything")), PAL_BALLOT_RANKS);
}

int main(void)
{
    TESTS(tests, 140);
    TABLE(tests, readings, reads);
    TABLE(tests, refusals, refuses);
    TABLE(tests, lengths, a_ballot_has_a_length);
    TEST(tests, a_file_cut_anywhere_is_read_or_refused);
    TEST(tests, plain_ballots_are_read_as_all_others);
    TEST(tests, a_million_digits_are_no_weight);
    TEST(tests, weights_have_a_common_denominator);
    TEST(tests, weights_that_make_whole_numbers_have_one_too);
    TEST(tests, a_file_has_a_size);
    TEST(tests, rankings_are_all_that_it_holds);
    return RUN(tests);
}
