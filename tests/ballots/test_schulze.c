/* Schulze: the strongest paths, whom they put first, and what the order settles. */
#include "ballots/method.h"

#include "../support/count.h"
#include "../support/expect.h"

#define FILE_OF(options, more, ballots) \
    "{\"format\":\"palabre-ballots/1\",\"options\":[" options "]" more ",\"ballots\":[" ballots "]}"
#define ABC        "\"A\",\"B\",\"C\""
#define ABCD       ABC ",\"D\""
#define LAST_FIRST ",\"tie_order\":[\"C\",\"B\",\"A\"]"

/* Nine ballots turn in a circle: A beats B by 6 to 3, B beats C by 7 to 2, C beats A by 5 to 4. */
#define CIRCLE                                                                     \
    "{\"count\":4,\"ranks\":[[0],[1],[2]]},{\"count\":3,\"ranks\":[[1],[2],[0]]}," \
    "{\"count\":2,\"ranks\":[[2],[0],[1]]}"

/* Another: A beats B by 6 to 5, B beats C by 5 to 2, C beats A by 4 to 2. */
#define UNEVEN                                                             \
    "{\"count\":6,\"ranks\":[[0],[1]]},{\"count\":5,\"ranks\":[[1],[0]]}," \
    "{\"count\":5,\"ranks\":[[1],[2]]},{\"count\":2,\"ranks\":[[2],[1]]}," \
    "{\"count\":4,\"ranks\":[[2],[0]]},{\"count\":2,\"ranks\":[[0],[2]]}"

/* clang-format off */
static const struct {
    const char *name;
    const char *settings;
    const char *file;
    const char *ranking;
    const char *elected;
    const char *tied;
} rows[] = {
    {"who beats everyone is first", "",
        FILE_OF(ABC, "", "{\"count\":3,\"ranks\":[[0],[1],[2]]},{\"count\":2,\"ranks\":[[1],[2],[0]]}"), "A > B > C", "A", ""},
    {"who beats everyone is first with few first ranks", "",
        FILE_OF(ABC, "", "{\"count\":4,\"ranks\":[[0],[1],[2]]},{\"count\":4,\"ranks\":[[2],[1],[0]]},{\"ranks\":[[1],[0],[2]]}"), "B > A > C", "B", ""},
    {"a circle is cut where it is weakest", "",
        FILE_OF(ABC, "", CIRCLE), "A > B > C", "A", ""},
    {"a circle of equal victories separates nobody", "",
        FILE_OF(ABC, "", "{\"ranks\":[[0],[1],[2]]},{\"ranks\":[[1],[2],[0]]},{\"ranks\":[[2],[0],[1]]}"), "A B C", "A", "A B C"},
    {"and the order settles who is elected", "",
        FILE_OF(ABC, LAST_FIRST, "{\"ranks\":[[0],[1],[2]]},{\"ranks\":[[1],[2],[0]]},{\"ranks\":[[2],[0],[1]]}"), "A B C", "C", "A B C"},
    {"a victory is as strong as those who prefer the winner are many", "unranked=apart",
        FILE_OF(ABC, "", UNEVEN), "A > B > C", "A", ""},
    {"or as they are more than the others", "unranked=apart strength=margins",
        FILE_OF(ABC, "", UNEVEN), "B > C > A", "B", ""},
    {"a path may be longer than one victory", "",
        FILE_OF(ABCD, "", "{\"count\":3,\"ranks\":[[3],[0],[1],[2]]},{\"count\":2,\"ranks\":[[3],[1],[2],[0]]},{\"count\":2,\"ranks\":[[1],[2],[0],[3]]},{\"count\":2,\"ranks\":[[2],[0],[1],[3]]}"), "D > B > C > A", "D", ""},
    {"equal ranks prefer neither", "",
        FILE_OF(ABC, "", "{\"count\":9,\"ranks\":[[0,1],[2]]},{\"ranks\":[[1],[0]]}"), "B > A > C", "B", ""},
    {"unranked options are below all", "",
        FILE_OF(ABC, "", "{\"count\":2,\"ranks\":[[0]]},{\"count\":3,\"ranks\":[[1],[2]]}"), "B > C > A", "B", ""},
    {"or are not compared", "unranked=apart",
        FILE_OF(ABC, "", "{\"count\":2,\"ranks\":[[0]]},{\"count\":3,\"ranks\":[[1],[2]]}"), "A B > C", "A", "A B"},
    {"a repeated option counts where it stands first", "",
        FILE_OF(ABC, "", "{\"count\":2,\"ranks\":[[0],[1],[0],[2]]},{\"ranks\":[[1],[0,1]]}"), "A > B > C", "A", ""},
    {"a skipped rank says nothing", "",
        FILE_OF(ABC, "", "{\"count\":2,\"ranks\":[[],[1],[],[],[0]]},{\"ranks\":[[0],[1]]}"), "B > A > C", "B", ""},
    {"weights are exact fractions", "",
        FILE_OF(ABC, "", "{\"count\":3,\"weight\":\"1/3\",\"ranks\":[[0],[1]]},{\"weight\":\"999999999999/1000000000000\",\"ranks\":[[1],[0]]}"), "A > B > C", "A", ""},
    {"halves that meet are a tie", "",
        FILE_OF(ABC, "", "{\"count\":3,\"weight\":\"1/6\",\"ranks\":[[0],[1]]},{\"weight\":\"1/2\",\"ranks\":[[1],[0]]}"), "A B > C", "A", "A B"},
    {"an only option is elected", "",
        FILE_OF("\"A\"", "", "{\"ranks\":[[0]]}"), "A", "A", ""},
    {"nobody is elected without a valid ballot", "",
        FILE_OF(ABC, "", "{\"blank\":true},{\"ranks\":[[],[]]}"), "A B C", "", ""},
    {"nor by ballots that weigh nothing", "",
        FILE_OF(ABC, "", "{\"weight\":\"0\",\"ranks\":[[0],[1]]}"), "A B C", "", ""},
};
/* clang-format on */

static void ranks(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_COUNTED(counted);
    struct pal_where where = {.line = 0};
    EXPECT_ERR(pal_tests_count("schulze", row->settings, pal_text_of(row->file), &counted, &where),
               PAL_OK);
    PAL_BUF(ranking);
    pal_tests_ranking(&counted, &ranking);
    EXPECT_BUF(ranking, row->ranking);
    PAL_BUF(elected);
    pal_buf_add_string(&elected, "");
    pal_tests_names(&counted, &counted.outcome.elected, &elected);
    EXPECT_BUF(elected, row->elected);
    PAL_BUF(tied);
    pal_buf_add_string(&tied, "");
    for (size_t i = 0; i < counted.outcome.tie_count; i++) {
        pal_tests_names(&counted, &counted.outcome.ties[i].among, &tied);
        assert_int_equal(counted.outcome.ties[i].what_for, PAL_TIE_ELECTION);
    }
    EXPECT_BUF(tied, row->tied);
}

static void strength_of(const struct pal_counted *counted, size_t i, size_t j, const char *expected)
{
    EXPECT_RATIO(counted->outcome.strengths[i * counted->question.option_count + j], expected);
}

static void paths_are_told(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    struct pal_text file = pal_text_of(FILE_OF(ABC, "", CIRCLE));
    EXPECT_ERR(pal_tests_count("schulze", "", file, &counted, NULL), PAL_OK);
    strength_of(&counted, 0, 0, "0/1");
    strength_of(&counted, 0, 1, "6/1");
    strength_of(&counted, 0, 2, "6/1"); /* by way of B */
    strength_of(&counted, 1, 0, "5/1"); /* by way of C */
    strength_of(&counted, 2, 1, "5/1"); /* by way of A */

    EXPECT_ERR(pal_tests_count("schulze", "strength=margins", file, &counted, NULL), PAL_OK);
    strength_of(&counted, 0, 1, "3/1");
    strength_of(&counted, 0, 2, "3/1");
    strength_of(&counted, 1, 0, "1/1");
    strength_of(&counted, 1, 2, "5/1");
}

static void says_why(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    struct pal_text file = pal_text_of(FILE_OF(ABC, "", CIRCLE));
    EXPECT_ERR(pal_tests_count("schulze", "", file, &counted, NULL), PAL_OK);
    PAL_BUF(said);
    for (size_t i = 0; i < counted.outcome.reason_count; i++) {
        pal_reason_write(&counted.outcome.reasons[i], &said);
        pal_buf_add_string(&said, "\n");
    }
    EXPECT_BUF(said,
               "No option is preferred to every other, one against one.\n"
               "A against B: 6 to 3.\n"
               "A against C: 4 to 5.\n"
               "The strongest path from A to B holds by 6, and the strongest one back by 5.\n"
               "The strongest path from A to C holds by 6, and the strongest one back by 5.\n");
}

static void a_college_decides_by_the_first_place(void **state)
{
    (void)state;
    const struct pal_method *schulze = pal_method_find(pal_text_of("schulze"));
    PAL_COUNTED(counted);
    struct pal_text file = pal_text_of(FILE_OF(ABC, "", CIRCLE));
    EXPECT_ERR(pal_tests_count("schulze", "", file, &counted, NULL), PAL_OK);
    EXPECT_ERR(pal_method_transfers(schulze, &counted.question), PAL_OK);
    PAL_DECISION(decision);
    pal_method_decides(schulze, &counted.question, &counted.outcome, &decision);
    assert_int_equal(decision.what, PAL_DECIDES_OPTION);
    assert_int_equal(decision.options.at[0], 0);
}

int main(void)
{
    TESTS(tests, 24);
    TABLE(tests, rows, ranks);
    TEST(tests, paths_are_told);
    TEST(tests, says_why);
    TEST(tests, a_college_decides_by_the_first_place);
    return RUN(tests);
}
