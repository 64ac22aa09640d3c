/* A budget by totals: what is funded, what does not fit, what stops it, and what a tie is. */
#include "ballots/method.h"

#include "../support/count.h"
#include "../support/expect.h"

#define FILE_OF(budget, costs, ballots)                                                    \
    "{\"format\":\"palabre-ballots/1\",\"options\":[\"A\",\"B\",\"C\"],\"budget\":" budget \
    ",\"costs\":[" costs "],\"ballots\":[" ballots "]}"
#define APPROVALS(a, b, c)                                                     \
    "{\"count\":" #a ",\"approves\":[0]},{\"count\":" #b ",\"approves\":[1]}," \
    "{\"count\":" #c ",\"approves\":[2]}"

/* clang-format off */
static const struct pal_tests_funding rows[] = {
    {"the largest totals are funded", "",
        FILE_OF("10", "5,5,5", APPROVALS(3, 2, 1)), "A B", "", "10/1"},
    {"what does not fit is passed over", "",
        FILE_OF("10", "8,5,2", APPROVALS(3, 2, 1)), "A C", "", "10/1"},
    {"unless that ends the spending", "rule=no-skip",
        FILE_OF("10", "8,5,2", APPROVALS(3, 2, 1)), "A", "", "8/1"},
    {"what costs more than the budget is never funded", "",
        FILE_OF("10", "11,5,2", APPROVALS(3, 2, 1)), "B C", "", "7/1"},
    {"and ends the spending first of all", "rule=no-skip",
        FILE_OF("10", "11,5,2", APPROVALS(3, 2, 1)), "", "", "0/1"},
    {"what costs nothing fits an empty budget", "",
        FILE_OF("0", "1,0,1", APPROVALS(3, 2, 1)), "B", "", "0/1"},
    {"costs are fractions", "",
        FILE_OF("1", "\"1/3\",\"1/3\",\"1/3\"", APPROVALS(3, 2, 1)), "A B C", "", "1/1"},
    {"a hair too much does not fit", "",
        FILE_OF("1", "\"1/3\",\"1/3\",\"333333334/1000000000\"", APPROVALS(3, 2, 1)), "A B", "", "2/3"},
    {"an option without support comes last and is funded if it fits", "",
        FILE_OF("10", "5,2,3", APPROVALS(0, 1, 1)), "B C A", "", "10/1"},
    {"a least total is reached exactly", "rule=threshold min_score=2",
        FILE_OF("10", "2,2,2", APPROVALS(3, 2, 1)), "A B", "", "4/1"},
    {"a least total may be a fraction", "rule=threshold min_score=5/2",
        FILE_OF("10", "2,2,2", APPROVALS(3, 2, 1)), "A", "", "2/1"},
    {"a least total skips what does not fit", "rule=threshold min_score=2",
        FILE_OF("10", "12,2,2", APPROVALS(3, 2, 1)), "B", "", "2/1"},
    {"without a least total there is none", "rule=threshold",
        FILE_OF("10", "2,2,2", APPROVALS(3, 2, 0)), "A B C", "", "6/1"},
    {"equals who all fit are not tied", "",
        FILE_OF("10", "5,5,5", APPROVALS(1, 1, 0)), "A B", "", "10/1"},
    {"equals who do not are", "",
        FILE_OF("9", "5,5,5", APPROVALS(1, 1, 0)), "A", "A B", "5/1"},
    {"who cannot be funded is not tied", "",
        FILE_OF("9", "5,15,4", APPROVALS(1, 1, 1)), "A C", "", "9/1"},
    {"the others are, if they do not fit together", "",
        FILE_OF("8", "5,15,4", APPROVALS(1, 1, 1)), "A", "A C", "5/1"},
    {"where the spending ends, one that does not fit is tied", "rule=no-skip",
        FILE_OF("9", "5,15,4", APPROVALS(1, 1, 1)), "A", "A B C", "5/1"},
    {"equals who end the spending in any order are not", "rule=no-skip",
        FILE_OF("9", "4,15,16", APPROVALS(2, 1, 1)), "A", "", "4/1"},
    {"nor one alone", "rule=no-skip",
        FILE_OF("9", "4,15,2", APPROVALS(3, 2, 1)), "A", "", "4/1"},
    {"the order of ties funds its first", "",
        "{\"format\":\"palabre-ballots/1\",\"options\":[\"A\",\"B\",\"C\"],\"budget\":5,\"costs\":[5,5,5],"
        "\"tie_order\":[\"C\",\"B\",\"A\"],\"ballots\":[" APPROVALS(1, 1, 1) "]}", "C", "C B A", "5/1"},
    {"points are summed", "scoring=points",
        FILE_OF("5", "5,5,5", "{\"count\":2,\"points\":[1,3,0]},{\"points\":[7,0,0]}"), "A", "", "5/1"},
    {"points are weighed", "scoring=points",
        FILE_OF("5", "5,5,5", "{\"count\":2,\"points\":[1,3,0]},{\"weight\":\"1/2\",\"points\":[7,0,0]}"), "B", "", "5/1"},
    {"the longest ballot says what a first rank is worth", "scoring=positional",
        FILE_OF("5", "5,5,5", "{\"ranks\":[[0],[1],[2]]},{\"count\":2,\"ranks\":[[2],[1]]}"), "C", "", "5/1"},
    {"equal ranks give as much, a skipped rank is one", "scoring=positional",
        FILE_OF("10", "5,5,5", "{\"ranks\":[[0,1],[],[2]]}"), "A B", "", "10/1"},
    {"no ballot funds nothing", "", FILE_OF("10", "0,1,2", ""), "", "", "0/1"},
    {"blank ballots fund nothing", "",
        FILE_OF("10", "0,1,2", "{\"blank\":true},{\"approves\":[]}"), "", "", "0/1"},
    {"ballots that weigh nothing fund nothing", "",
        FILE_OF("10", "0,1,2", "{\"weight\":0,\"approves\":[0]}"), "", "", "0/1"},
};
/* clang-format on */

static void funds(void **state)
{
    pal_tests_funds("budget-greedy", *state);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *settings, *file;
    size_t max_length;
    const char *totals;
} totals[] = {
    {"by approvals", "",
        FILE_OF("0", "0,0,0", "{\"approves\":[0,2]},{\"weight\":\"1/3\",\"approves\":[0]}"), 0, "4/3 0/1 1/1 "},
    {"by points", "scoring=points",
        FILE_OF("0", "0,0,0", "{\"count\":2,\"points\":[2147483647,0,5]}"), 0, "4294967294/1 0/1 10/1 "},
    {"by points beyond machine integers", "scoring=points",
        FILE_OF("0", "0,0,0", "{\"weight\":\"680564733841876926926749214863536422913/7\",\"points\":[7,0,21]}"), 0,
        "680564733841876926926749214863536422913/1 0/1 2041694201525630780780247644590609268739/1 "},
    {"by rank, the longest ballot has three", "scoring=positional",
        FILE_OF("0", "0,0,0", "{\"ranks\":[[0],[1],[2]]},{\"count\":2,\"ranks\":[[2]]}"), 0, "3/1 2/1 7/1 "},
    {"by rank, five stated", "scoring=positional",
        FILE_OF("0", "0,0,0", "{\"ranks\":[[0],[1],[2]]}"), 5, "5/1 4/1 3/1 "},
    {"by rank, two stated and three ranked", "scoring=positional",
        FILE_OF("0", "0,0,0", "{\"ranks\":[[0],[1],[2]]}"), 2, "2/1 1/1 0/1 "},
    {"equal and skipped ranks", "scoring=positional",
        FILE_OF("0", "0,0,0", "{\"ranks\":[[0,1],[],[2]]}"), 0, "3/1 3/1 1/1 "},
    {"a ballot that weighs nothing is not the longest", "scoring=positional",
        FILE_OF("0", "0,0,0", "{\"ranks\":[[0],[1]]},{\"weight\":0,\"ranks\":[[0],[1],[2]]}"), 0, "2/1 1/1 0/1 "},
    {"ranks behind the last option are none", "scoring=positional",
        FILE_OF("0", "0,0,0", "{\"ranks\":[[0],[1]]},{\"ranks\":[[2],[],[],[]]}"), 0, "2/1 1/1 2/1 "},
    {"an option that stands twice counts where it stands first", "scoring=positional",
        FILE_OF("0", "0,0,0", "{\"ranks\":[[1],[0],[1]]}"), 0, "2/1 3/1 0/1 "},
};
/* clang-format on */

static void sums(void **state)
{
    const __typeof__(totals[0]) *row = *state;
    PAL_COUNTED(counted);
    struct pal_text file = pal_text_of(row->file);
    EXPECT_ERR(pal_tests_count("budget-greedy", row->settings, file, &counted, NULL), PAL_OK);
    counted.question.max_length = row->max_length;
    PAL_OUTCOME(outcome, 3);
    const struct pal_method *method = pal_method_find(pal_text_of("budget-greedy"));
    pal_method_count(method, &counted.question, &counted.profile, &outcome);
    PAL_BUF(said);
    for (size_t i = 0; i < 3; i++) {
        pal_ratio_write(outcome.totals.at[i].value, &said);
        pal_buf_add_byte(&said, ' ');
    }
    EXPECT_BUF(said, row->totals);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *settings, *file;
    const char *said;
} explained[] = {
    {"what is funded, what is not, and why", "",
        FILE_OF("10", "8,5,2", APPROVALS(3, 2, 1)),
        "A is funded with 3: it costs 8, and 2 is left.|"
        "B has 2, but costs 5, more than the 2 that is left.|"
        "C is funded with 1: it costs 2, and 0 is left.|"},
    {"what ended the spending", "rule=no-skip",
        FILE_OF("10", "8,5,2", APPROVALS(3, 2, 1)),
        "A is funded with 3: it costs 8, and 2 is left.|"
        "B has 2 and costs 5, more than the 2 that is left: nothing more is funded.|"},
    {"who is below the least total, and who a tie funded", "rule=threshold min_score=2",
        FILE_OF("9", "5,5,2", APPROVALS(2, 2, 1)),
        "A is funded with 2: it costs 5, and 4 is left.|"
        "A comes before the others with the same total in the order settled beforehand for ties.|"
        "B has 2, but costs 5, more than the 4 that is left.|"
        "C has 1, less than the 2 required, and is not funded.|"},
    {"no ballot", "", FILE_OF("9", "5,5,2", ""),
        "There is no valid ballot, so nothing is funded.|"},
};
/* clang-format on */

static void explains(void **state)
{
    const __typeof__(explained[0]) *row = *state;
    PAL_COUNTED(counted);
    struct pal_text file = pal_text_of(row->file);
    EXPECT_ERR(pal_tests_count("budget-greedy", row->settings, file, &counted, NULL), PAL_OK);
    PAL_BUF(said);
    for (size_t i = 0; i < counted.outcome.reason_count; i++) {
        pal_reason_write(&counted.outcome.reasons[i], &said);
        pal_buf_add_string(&said, "|");
    }
    EXPECT_BUF(said, row->said);
}

#define OPTION "\"options\":[\"A\"]"
/* clang-format off */
static const struct {
    const char *name;
    const char *settings;
    const char *members; /* of the file, beside its format */
    enum pal_err err;
} refusals[] = {
    {"a budget is needed", "", OPTION ",\"costs\":[1],\"ballots\":[]", PAL_ERR_QUESTION_BUDGET},
    {"costs are needed", "", OPTION ",\"budget\":1,\"ballots\":[]", PAL_ERR_QUESTION_BUDGET},
    {"a least total goes with its rule", "min_score=1",
        OPTION ",\"budget\":1,\"costs\":[1],\"ballots\":[]", PAL_ERR_METHOD_PARAMETER},
    {"a least total is not negative", "rule=threshold min_score=-1",
        OPTION ",\"budget\":1,\"costs\":[1],\"ballots\":[]", PAL_ERR_METHOD_PARAMETER},
    {"points are read where they count", "scoring=points",
        OPTION ",\"budget\":1,\"costs\":[1],\"ballots\":[{\"approves\":[0]}]", PAL_ERR_BALLOT_KIND},
    {"ranks are read where they count", "scoring=positional",
        OPTION ",\"budget\":1,\"costs\":[1],\"ballots\":[{\"points\":[1]}]", PAL_ERR_BALLOT_KIND},
    {"a budget has no seats", "seats=2", OPTION ",\"budget\":1,\"costs\":[1],\"ballots\":[]", PAL_ERR_QUESTION_SEATS},
};
/* clang-format on */

static void refuses(void **state)
{
    const __typeof__(refusals[0]) *row = *state;
    PAL_BUF(file);
    pal_buf_add_format(&file, "{\"format\":\"palabre-ballots/1\",%s}", row->members);
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count("budget-greedy", row->settings, pal_buf_text(&file), &counted, NULL),
               row->err);
}

/* A coin of 10^2100, and of one more with the other, which shares no factor with it. */
static void amounts_have_a_common_denominator(void **state)
{
    (void)state;
    for (int last = 0; last < 2; last++) {
        PAL_BUF(file);
        pal_buf_add_format(&file,
                           "{\"format\":\"palabre-ballots/1\",\"options\":[\"A\"],"
                           "\"budget\":\"1/1%02100d\",\"costs\":[\"1/1%02100d\"],\"ballots\":[]}",
                           0, last);
        PAL_COUNTED(counted);
        EXPECT_ERR(pal_tests_count("budget-greedy", "", pal_buf_text(&file), &counted, NULL),
                   last == 0 ? PAL_OK : PAL_ERR_LIMIT_COSTS);
    }
}

static void only_a_least_total_needs_whole_votes(void **state)
{
    (void)state;
    const struct pal_method *method = pal_method_find(pal_text_of("budget-greedy"));
    PAL_COUNTED(counted);
    struct pal_text file = pal_text_of(FILE_OF("0", "0,0,0", ""));
    EXPECT_ERR(pal_tests_count("budget-greedy", "rule=threshold", file, &counted, NULL), PAL_OK);
    assert_int_equal(pal_method_weighing(method, &counted.question), PAL_WEIGHS_SHARES);
    EXPECT_ERR(pal_tests_count("budget-greedy", "rule=threshold min_score=1/9", file, &counted,
                               NULL),
               PAL_OK);
    assert_int_equal(pal_method_weighing(method, &counted.question), PAL_WEIGHS_ABSOLUTE);
    EXPECT_ERR(pal_method_transfers(method, &counted.question), PAL_ERR_METHOD_TRANSFER);
}

int main(void)
{
    TESTS(tests, 64);
    TABLE(tests, rows, funds);
    TABLE(tests, totals, sums);
    TABLE(tests, explained, explains);
    TABLE(tests, refusals, refuses);
    TEST(tests, amounts_have_a_common_denominator);
    TEST(tests, only_a_least_total_needs_whole_votes);
    return RUN(tests);
}
