/* ABIF: what its lines become, what is refused and at which place. */
#include "base/limits.h"

#include "formats.h"

#define AB       "\"options\":[\"A\",\"B\"],\"seats\":1,\"ballots\":["
#define ABC      "\"options\":[\"A\",\"B\",\"C\"],\"seats\":1,"
#define ONE      ",\"count\":1,\"weight\":\"1/1\"}"
#define RANKS    PAL_BALLOT_RANKS
#define SCORES   PAL_BALLOT_SCORES
#define APPROVES PAL_BALLOT_APPROVES

/* clang-format off */
static const struct pal_tests_reading readings[] = {
    {"an empty file", RANKS, "", "\"options\":[],\"seats\":1,\"ballots\":[]"},
    {"rankings", RANKS, "42:A>B\n 1 : B \n", AB "{\"ranks\":[[0],[1]],\"count\":42,\"weight\":\"1/1\"},{\"ranks\":[[1]]" ONE "]"},
    {"equal ranks, by = and by comma", RANKS, "1:A=B>C\n1:C>A,B", ABC "\"ballots\":[{\"ranks\":[[0,1],[2]]" ONE ",{\"ranks\":[[2],[0,1]]" ONE "]"},
    {"an option that stands twice", RANKS, "1:A>B>A\n", AB "{\"ranks\":[[0],[1],[0]]" ONE "]"},
    {"blank ballots", RANKS, "100:\n2: # none\n1:A=B\n", AB "{\"ranks\":[[0,1]]" ONE ",{\"blank\":true,\"count\":102,\"weight\":\"1/1\"}]"},
    {"fractions", RANKS, "1/3:A>B\n2.5:B\n", AB "{\"ranks\":[[0],[1]],\"count\":1,\"weight\":\"1/3\"},{\"ranks\":[[1]],\"count\":1,\"weight\":\"5/2\"}]"},
    {"names of options, before those without", RANKS, "1:z>a\n=a:[Ada, of A]\n=b:Bo\n",
        "\"options\":[\"Ada, of A\",\"Bo\",\"z\"],\"seats\":1,\"ballots\":[{\"ranks\":[[2],[0]]" ONE "]"},
    {"a whole name on a ballot", RANKS, "=a:[Ada A]\n1:[Ada A]>B\n", "\"options\":[\"Ada A\",\"B\"],\"seats\":1,\"ballots\":[{\"ranks\":[[0],[1]]" ONE "]"},
    {"names with quotation marks, brackets, and what separates others", RANKS, "1:[\"A\" [x] y > z]/5>\"B, # c\" = C c / 2 # d\n",
        "\"options\":[\"\\\"A\\\" [x] y > z\",\"B, # c\",\"C c\"],\"seats\":1,\"scale\":5,\"ballots\":[{\"ranks\":[[0],[1,2]]" ONE "]"},
    {"scores, and the highest as the scale", SCORES, "2:A/045>B/0\n1:B/3\n",
        "\"options\":[\"A\",\"B\"],\"seats\":1,\"scale\":45,\"ballots\":[{\"scores\":[null,3]" ONE ",{\"scores\":[45,0],\"count\":2,\"weight\":\"1/1\"}]"},
    {"scores of which one is missing", SCORES, "1:A/5>B>C/1\n", ABC "\"scale\":5,\"ballots\":[{\"scores\":[5,null,1]" ONE "]"},
    {"scores of zero alone", SCORES, "1:A/0,B/0\n", "\"options\":[\"A\",\"B\"],\"seats\":1,\"scale\":1,\"ballots\":[{\"scores\":[0,0]" ONE "]"},
    {"scores make ranks between commas", RANKS, "1:A/1,B/5,C/5\n", ABC "\"scale\":5,\"ballots\":[{\"ranks\":[[1,2],[0]]" ONE "]"},
    {"scores make no ranks where one is missing", RANKS, "1:A/1,B,C/5\n", ABC "\"scale\":5,\"ballots\":[{\"ranks\":[[0,1,2]]" ONE "]"},
    {"scores make no ranks between other signs", RANKS, "1:A/1>B/5=C/4\n", ABC "\"scale\":5,\"ballots\":[{\"ranks\":[[0],[1,2]]" ONE "]"},
    {"scores make ranks within a rank", RANKS, "1:A/1>B/2,C/4\n", ABC "\"scale\":4,\"ballots\":[{\"ranks\":[[0],[2],[1]]" ONE "]"},
    {"a scale", SCORES, "1:A/2\n{\"max_rating\": 10}\n", "\"options\":[\"A\"],\"seats\":1,\"scale\":10,\"ballots\":[{\"scores\":[2]" ONE "]"},
    {"a scale whose name has no quotation marks", SCORES, "{max_rating: 10}\n{title: \"x: y\"}\n{loose}\n1:A/2\n",
        "\"options\":[\"A\"],\"seats\":1,\"scale\":10,\"ballots\":[{\"scores\":[2]" ONE "]"},
    {"seats and an order of ties without quotation marks around their names", RANKS, "{seats: 2} # x: }\n{ tie_order : [\"B\", \"A\"]}\n1:A>B\n",
        "\"options\":[\"A\",\"B\"],\"seats\":2,\"tie_order\":[\"B\",\"A\"],\"ballots\":[{\"ranks\":[[0],[1]]" ONE "]"},
    {"seats before a comment with a brace", RANKS, "{\"seats\": 2} # {x}\n", "\"options\":[],\"seats\":2,\"ballots\":[]"},
    {"metadata that says nothing to a count", RANKS,
        "{title: \"seats: 2}\"}\n{\"text\": \"\\\"}\", \"x\": 2.5}\n{x, my_seats: 2} {seats}\n{it's \"seats\" of 5}\n{title: Council seats: 2026}\n",
        "\"options\":[],\"seats\":1,\"ballots\":[]"},
    {"a scale among other things", SCORES, "{\"min_rating\": 0, \"max_rating\": 7, \"x\": null} # y\n1:A/2\n",
        "\"options\":[\"A\"],\"seats\":1,\"scale\":7,\"ballots\":[{\"scores\":[2]" ONE "]"},
    {"approvals where the scale is 1", APPROVES, "{\"max_rating\": 1}\n3:A/1,B/0\n1:B/1,C\n1:\n",
        ABC "\"scale\":1,\"ballots\":[{\"approves\":[1]" ONE ",{\"approves\":[0],\"count\":3,\"weight\":\"1/1\"},{\"blank\":true" ONE "]"},
    {"seats and an order of ties", RANKS, "{\"seats\": 2}\n{\"tie_order\": [\"b\", \"C\", \"a\"]}\n{\"tie_order\": [\"b\", \"a\", \"C\"]}\n=a:A\n=b:B\n1:C\n",
        "\"options\":[\"A\",\"B\",\"C\"],\"seats\":2,\"tie_order\":[\"B\",\"A\",\"C\"],\"ballots\":[{\"ranks\":[[2]]" ONE "]"},
    {"comments, carriage returns, a byte order mark", RANKS, "\xEF\xBB\xBF# x\r\n\r\n1:A # y\r1:B", AB "{\"ranks\":[[0]]" ONE ",{\"ranks\":[[1]]" ONE "]"},
    {"blank ballots for whom another kind is wanted", PAL_BALLOT_CHOICE, "2:\n", "\"options\":[],\"seats\":1,\"ballots\":[{\"blank\":true,\"count\":2,\"weight\":\"1/1\"}]"},
};

static const struct pal_tests_refusal refusals[] = {
    {"a line that begins with nothing known", RANKS, "1:A\nA>B\n", PAL_ERR_FORMAT_WORD, 2, 1},
    {"a ballot without a colon", RANKS, "1 A>B\n", PAL_ERR_FORMAT_WORD, 1, 1},
    {"a number of ballots that is none", RANKS, "1x:A\n", PAL_ERR_FORMAT_WEIGHT, 1, 1},
    {"a weight over nothing", RANKS, "1:B\n1/0:A\n", PAL_ERR_RATIO_ZERO_DENOMINATOR, 2, 1},
    {"no option after a sign", RANKS, "1:A>\n", PAL_ERR_FORMAT_WORD, 1, 5},
    {"no option between signs", RANKS, "1:A>>B\n", PAL_ERR_FORMAT_WORD, 1, 5},
    {"no sign after a score", RANKS, "1:A/5 B/4\n", PAL_ERR_FORMAT_WORD, 1, 7},
    {"no sign after quotation marks", RANKS, "1:\"A\" B\n", PAL_ERR_FORMAT_WORD, 1, 7},
    {"a bracket that is not closed", RANKS, "1:B>[A/5\n", PAL_ERR_FORMAT_OPEN, 1, 5},
    {"a quotation mark that is not closed", RANKS, "1:\"A\n\"\n", PAL_ERR_FORMAT_OPEN, 1, 3},
    {"a score that is no number", SCORES, "1:A/x\n", PAL_ERR_FORMAT_NUMBER, 1, 5},
    {"a score with decimals", SCORES, "1:A/4.5\n", PAL_ERR_FORMAT_WORD, 1, 6},
    {"a score above the scale", SCORES, "{\"max_rating\": 5}\n1:A/6\n", PAL_ERR_BALLOT_MARK, 2, 5},
    {"a score beyond all bounds", SCORES, "1:A/99999999999999999999999\n", PAL_ERR_BALLOT_MARK, 1, 5},
    {"two scores for one option", SCORES, "1:A/5,B/2,A/5\n", PAL_ERR_BALLOT_MARK, 1, 11},
    {"a ballot without scores among scores", SCORES, "1:A/5\n1:A>B\n", PAL_ERR_BALLOT_KIND, 2, 3},
    {"approvals on a longer scale", APPROVES, "1:A/5\n", PAL_ERR_BALLOT_KIND, 1, 3},
    {"approvals without scores", APPROVES, "1:A\n", PAL_ERR_BALLOT_KIND, 1, 3},
    {"a ballot where another kind is wanted", PAL_BALLOT_CHOICE, "1:\n1:A\n", PAL_ERR_BALLOT_KIND, 2, 1},
    {"a declaration without a token", RANKS, "=:[A]\n", PAL_ERR_FORMAT_WORD, 1, 2},
    {"a declaration without a name", RANKS, "=a:\n", PAL_ERR_FORMAT_WORD, 1, 4},
    {"a declaration without a colon", RANKS, "=a\n", PAL_ERR_FORMAT_WORD, 1, 3},
    {"a declaration that goes on", RANKS, "=a:\"A\" x\n", PAL_ERR_FORMAT_WORD, 1, 8},
    {"a name whose bracket is not closed", RANKS, "=a:[A\n", PAL_ERR_FORMAT_OPEN, 1, 4},
    {"a token declared twice", RANKS, "=a:A\n=a:B\n", PAL_ERR_FORMAT_NAMES, 2, 2},
    {"two options of the same name", RANKS, "=a:A\n=b:A\n", PAL_ERR_QUESTION_OPTION_NAMES, 2, 4},
    {"a name that is empty", RANKS, "=a:[]\n", PAL_ERR_TEXT_EMPTY, 1, 5},
    {"metadata that is not closed", RANKS, "{\"max_rating\": 5\n", PAL_ERR_FORMAT_OPEN, 1, 1},
    {"a scale that is no number", RANKS, "{\"max_rating\": \"5\"}\n", PAL_ERR_FORMAT_NUMBER, 1, 1},
    {"a scale with decimals", RANKS, "{\"max_rating\": 5.5}\n", PAL_ERR_FORMAT_METADATA, 1, 1},
    {"a scale before something else", RANKS, "{max_rating: 5x}\n", PAL_ERR_FORMAT_METADATA, 1, 1},
    {"seats before a comma", RANKS, "1:A\n {\"seats\": 2,}\n", PAL_ERR_FORMAT_METADATA, 2, 2},
    {"seats with decimals", RANKS, "{\"seats\": 2.0}\n", PAL_ERR_FORMAT_METADATA, 1, 1},
    {"seats beyond all numbers", RANKS, "{\"seats\": 99999999999999999999}\n", PAL_ERR_FORMAT_METADATA, 1, 1},
    {"seats between apostrophes", RANKS, "{'seats': 2}\n", PAL_ERR_FORMAT_METADATA, 1, 1},
    {"seats among names without quotation marks", RANKS, "{seats: 2, max_rating: 5}\n", PAL_ERR_FORMAT_METADATA, 1, 1},
    {"seats after a name without quotation marks", RANKS, "{title: \"x\", seats : 2}\n", PAL_ERR_FORMAT_METADATA, 1, 1},
    {"seats twice", RANKS, "{\"seats\": 2, \"seats\": 3}\n", PAL_ERR_FORMAT_METADATA, 1, 1},
    {"something after seats", RANKS, "{\"seats\": 2} {}\n", PAL_ERR_FORMAT_METADATA, 1, 14},
    {"seats after something else", RANKS, "{\"title\": \"x\"}; {\"seats\": 2}\n", PAL_ERR_FORMAT_METADATA, 1, 15},
    {"an order of ties that is not closed", RANKS, "{tie_order: [\"a\"}\n", PAL_ERR_FORMAT_METADATA, 1, 1},
    {"a scale of zero", RANKS, "{\"max_rating\": 0}\n", PAL_ERR_QUESTION_SCALE, 1, 1},
    {"a scale beyond all bounds", RANKS, "{max_rating: 1000001}\n", PAL_ERR_QUESTION_SCALE, 1, 1},
    {"no seats", RANKS, "{\"seats\": 0}\n", PAL_ERR_QUESTION_SEATS, 1, 1},
    {"seats that are no number", RANKS, "{\"seats\": \"2\"}\n", PAL_ERR_QUESTION_SEATS, 1, 1},
    {"an order of ties that forgets an option", RANKS, "1:A>B\n{\"tie_order\": [\"A\"]}\n", PAL_ERR_QUESTION_TIE_ORDER, 2, 1},
    {"an order of ties that invents an option", RANKS, "1:A>B\n{\"tie_order\": [\"A\", \"C\"]}\n", PAL_ERR_QUESTION_TIE_ORDER, 2, 1},
    {"an order of ties by number", RANKS, "1:A>B\n{\"tie_order\": [\"A\", 1]}\n", PAL_ERR_QUESTION_TIE_ORDER, 2, 1},
    {"an order of ties that is no list", RANKS, "{\"tie_order\": 7}\n", PAL_ERR_QUESTION_TIE_ORDER, 1, 1},
    {"bytes that are not UTF-8", RANKS, "1:A\n1:\xFF\n", PAL_ERR_TEXT_UTF8, 2, 3},
    {"more ballots than can be counted", RANKS, "9007199254740992:A\n1:\n", PAL_ERR_LIMIT_COUNT, 2, 1},
};

static const struct {
    const char *name;
    const char *file;
    enum pal_ballot_kind kind;
} kinds[] = {
    {"a ranking is ranks",                       "1:\n1:A>B\n",                      PAL_BALLOT_RANKS},
    {"a score for each option is scores",        "1:A/5>B/4\n1:A\n",                 PAL_BALLOT_SCORES},
    {"a score for some is ranks",                "1:A/5>B\n",                        PAL_BALLOT_RANKS},
    {"scores up to 1 are approvals",             "{\"max_rating\":1}\n1:A/1\n",      PAL_BALLOT_APPROVES},
    {"nothing is ranks",                         "",                                 PAL_BALLOT_RANKS},
    {"what is no ABIF, in its head",             "=\n",                              PAL_BALLOT_RANKS},
    {"what is no ABIF, in its ballots",          "x\n",                              PAL_BALLOT_RANKS},
    {"what is no text",                          "\xFF",                             PAL_BALLOT_RANKS},
};
/* clang-format on */

static void reads(void **state)
{
    pal_tests_reads("x.abif", *state);
}

static void refuses(void **state)
{
    pal_tests_refuses("x.abif", *state);
}

static void is_of_a_kind(void **state)
{
    const __typeof__(kinds[0]) *row = *state;
    const struct pal_format *format = pal_format_of(pal_text_of("x.abif"));
    assert_int_equal(format->kind(pal_text_of(row->file)), row->kind);
}

static void a_file_cut_anywhere_is_read_or_refused(void **state)
{
    (void)state;
    const char *file = "{\"max_rating\": 5}\n{\"tie_order\":[\"b\",\"a\",\"C c\"]}\n=a:[\xC3\x84]\n"
                       "=b:\"B\"\n# x\n2/3:a/5>[b]/4=C c/0 # y\n7: \"C c\"/1,a/2\r\n1:\n";
    pal_tests_cut_everywhere("x.abif", file, PAL_BALLOT_RANKS);
    pal_tests_cut_everywhere("x.abif", file, PAL_BALLOT_SCORES);
}

/* clang-format off */
static const struct {
    const char *name;
    size_t options;
    const char *separator;
    bool same; /* one option again and again */
    enum pal_err err;
} lengths[] = {
    {"as many options as there may be",          PAL_LIMIT_OPTIONS,       ">", false, PAL_OK},
    {"one option more",                          PAL_LIMIT_OPTIONS + 1,   ">", false, PAL_ERR_LIMIT_COUNT},
    {"10001 options",                            10001,                   "=", false, PAL_ERR_LIMIT_COUNT},
    {"as many equal marks as there may be",      PAL_LIMIT_MARKS,         "=", true,  PAL_OK},
    {"one equal mark more",                      PAL_LIMIT_MARKS + 1,     "=", true,  PAL_ERR_BALLOT_TOO_MANY},
    {"more ranks than there may be marks",       PAL_LIMIT_MARKS / 2 + 1, ">", true,  PAL_ERR_BALLOT_TOO_MANY},
};
/* clang-format on */

static void a_ballot_has_a_length(void **state)
{
    const __typeof__(lengths[0]) *row = *state;
    PAL_BUF(file);
    PAL_BUF(becomes);
    pal_buf_add_string(&file, "1:");
    for (size_t i = 0; i < row->options; i++) {
        pal_buf_add_format(&file, "%sC%zu", i > 0 ? row->separator : "", row->same ? 0 : i);
    }
    EXPECT_ERR(pal_tests_read("x.abif", pal_buf_text(&file), RANKS, &becomes, NULL), row->err);
}

int main(void)
{
    TESTS(tests, 140);
    TABLE(tests, readings, reads);
    TABLE(tests, refusals, refuses);
    TABLE(tests, kinds, is_of_a_kind);
    TABLE(tests, lengths, a_ballot_has_a_length);
    TEST(tests, a_file_cut_anywhere_is_read_or_refused);
    return RUN(tests);
}
