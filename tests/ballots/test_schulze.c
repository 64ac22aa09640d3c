/* Schulze: the strongest paths, whom they put first, and what the order settles. */
#include "ranked.h"

/* clang-format off */
static const struct ranked_row rows[] = {
    {"who beats everyone is first", "",
        RANKED_FILE(ABC, "", CAST(3, "[0],[1],[2]") "," CAST(2, "[1],[2],[0]")), "A > B > C", "A", "", NULL},
    {"who beats everyone is first with few first ranks", "",
        RANKED_FILE(ABC, "", CAST(4, "[0],[1],[2]") "," CAST(4, "[2],[1],[0]") "," CAST(1, "[1],[0],[2]")), "B > A > C", "B", "", NULL},
    {"a circle is cut where it is weakest", "",
        RANKED_FILE(ABC, "", CIRCLE), "A > B > C", "A", "", NULL},
    {"a circle of equal victories separates nobody", "",
        RANKED_FILE(ABC, "", EVEN), "A B C", "A", "election A B C", NULL},
    {"and the order settles who is elected", "",
        RANKED_FILE(ABC, LAST_FIRST, EVEN), "A B C", "C", "election A B C", NULL},
    {"a victory is as strong as those who prefer the winner are many", "unranked=apart",
        RANKED_FILE(ABC, "", UNEVEN), "A > B > C", "A", "", NULL},
    {"or as they are more than the others", "unranked=apart strength=margins",
        RANKED_FILE(ABC, "", UNEVEN), "B > C > A", "B", "", NULL},
    {"a path may be longer than one victory", "",
        RANKED_FILE(ABCD, "", CAST(3, "[3],[0],[1],[2]") "," CAST(2, "[3],[1],[2],[0]") "," CAST(2, "[1],[2],[0],[3]") "," CAST(2, "[2],[0],[1],[3]")), "D > B > C > A", "D", "", NULL},
    {"equal ranks prefer neither", "",
        RANKED_FILE(ABC, "", CAST(9, "[0,1],[2]") "," CAST(1, "[1],[0]")), "B > A > C", "B", "", NULL},
    {"unranked options are below all", "",
        RANKED_FILE(ABC, "", CAST(2, "[0]") "," CAST(3, "[1],[2]")), "B > C > A", "B", "", NULL},
    {"or are not compared", "unranked=apart",
        RANKED_FILE(ABC, "", CAST(2, "[0]") "," CAST(3, "[1],[2]")), "A B > C", "A", "election A B", NULL},
    {"a repeated option counts where it stands first", "",
        RANKED_FILE(ABC, "", CAST(2, "[0],[1],[0],[2]") "," CAST(1, "[1],[0,1]")), "A > B > C", "A", "", NULL},
    {"a skipped rank says nothing", "",
        RANKED_FILE(ABC, "", CAST(2, "[],[1],[],[],[0]") "," CAST(1, "[0],[1]")), "B > A > C", "B", "", NULL},
    {"weights are exact fractions", "",
        RANKED_FILE(ABC, "", WEIGHED(3, "1/3", "[0],[1]") "," WEIGHED(1, "999999999999/1000000000000", "[1],[0]")), "A > B > C", "A", "", NULL},
    {"halves that meet are a tie", "",
        RANKED_FILE(ABC, "", WEIGHED(3, "1/6", "[0],[1]") "," WEIGHED(1, "1/2", "[1],[0]")), "A B > C", "A", "election A B", NULL},
    {"an only option is elected", "",
        RANKED_FILE("\"A\"", "", CAST(1, "[0]")), "A", "A", "", NULL},
    {"nobody is elected without a valid ballot", "",
        RANKED_FILE(ABC, "", "{\"blank\":true}," CAST(1, "[],[]")), "A B C", "", "", NULL},
    {"nor by ballots that weigh nothing", "",
        RANKED_FILE(ABC, "", WEIGHED(1, "0", "[0],[1]")), "A B C", "", "", NULL},
};
/* clang-format on */

static void ranks(void **state)
{
    expect_ranked("schulze", *state);
}

static void strength_of(const struct pal_counted *counted, size_t i, size_t j, const char *expected)
{
    EXPECT_RATIO(counted->outcome.strengths[i * counted->question.option_count + j], expected);
}

static void paths_are_told(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    struct pal_text file = pal_text_of(RANKED_FILE(ABC, "", CIRCLE));
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
    expect_said("schulze", "", RANKED_FILE(ABC, "", CIRCLE),
                "No option is preferred to every other, one against one.\n"
                "A against B: 6 to 3.\n"
                "A against C: 4 to 5.\n"
                "The strongest path from A to B holds by 6, and the strongest one back by 5.\n"
                "The strongest path from A to C holds by 6, and the strongest one back by 5.\n");
    expect_said("schulze", "", RANKED_FILE(ABC, "", ""),
                "There is no valid ballot, so nobody is elected.\n");
}

static void a_college_decides_by_the_first_place(void **state)
{
    (void)state;
    expect_decides("schulze", RANKED_FILE(ABC, "", CIRCLE), "A");
    expect_decides("schulze", RANKED_FILE(ABC, "", EVEN), "A B C");
    expect_decides("schulze", RANKED_FILE(ABC, "", ""), "");
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
