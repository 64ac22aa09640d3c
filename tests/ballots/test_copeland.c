/* Copeland: victories less defeats, and who has most. */
#include "ranked.h"

/* clang-format off */
static const struct ranked_row rows[] = {
    {"who beats everyone is first", "",
        RANKED_FILE(ABC, "", CAST(3, "[0],[1],[2]") "," CAST(2, "[1],[2],[0]")), "A > B > C", "A", "", "2/1 0/1 -2/1"},
    {"a circle separates nobody, however strong its victories", "",
        RANKED_FILE(ABC, LAST_FIRST, CIRCLE), "A B C", "C", "election A B C", "0/1 0/1 0/1"},
    {"an equal number is neither a victory nor a defeat", "",
        RANKED_FILE(ABC, "", CAST(1, "[0],[1],[2]") "," CAST(1, "[1],[0],[2]")), "A B > C", "A", "election A B", "1/1 1/1 -2/1"},
    {"unranked options are beaten", "",
        RANKED_FILE(ABC, "", CAST(2, "[0]") "," CAST(3, "[1],[2]")), "B > C > A", "B", "", "-2/1 2/1 0/1"},
    {"or not compared", "unranked=apart",
        RANKED_FILE(ABC, "", CAST(2, "[0]") "," CAST(3, "[1],[2]")), "B > A > C", "B", "", "0/1 1/1 -1/1"},
    {"weights decide", "",
        RANKED_FILE(ABC, "", WEIGHED(3, "1/10", "[0],[1],[2]") "," WEIGHED(1, "1/3", "[2],[1],[0]")), "C > B > A", "C", "", "-2/1 0/1 2/1"},
    {"an only option is elected", "",
        RANKED_FILE("\"A\"", "", CAST(1, "[0]")), "A", "A", "", "0/1"},
    {"nobody is elected without a valid ballot", "",
        RANKED_FILE(ABC, "", "{\"blank\":true}"), "A B C", "", "", "0/1 0/1 0/1"},
};
/* clang-format on */

static void ranks(void **state)
{
    expect_ranked("copeland", *state);
}

static void says_why(void **state)
{
    (void)state;
    expect_said("copeland", "", RANKED_FILE(ABC, LAST_FIRST, CIRCLE),
                "Of the others A beats 1 and loses to 1: 0.\n"
                "Of the others B beats 1 and loses to 1: 0.\n"
                "Of the others C beats 1 and loses to 1: 0.\n"
                "C comes first in the order settled beforehand for ties, among those that nothing "
                "else separates.\n"
                "No option is preferred to every other, one against one.\n"
                "C against A: 5 to 4.\n"
                "C against B: 2 to 7.\n");
    expect_said("copeland", "", RANKED_FILE(ABC, "", "{\"blank\":true}"),
                "There is no valid ballot, so nobody is elected.\n");
}

static void strength_is_no_parameter_of_it(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    struct pal_where where = {.line = 0};
    struct pal_text file = pal_text_of(RANKED_FILE(ABC, "", ""));
    EXPECT_ERR_AT(pal_tests_count("copeland", "strength=winning", file, &counted, &where),
                  PAL_ERR_METHOD_PARAMETER, where, "/parameters/strength");
}

static void a_college_decides_by_the_first_place(void **state)
{
    (void)state;
    expect_decides("copeland", RANKED_FILE(ABC, "", CIRCLE), "A B C");
    expect_decides("copeland", RANKED_FILE(ABC, "", CAST(1, "[1],[0]")), "B");
}

int main(void)
{
    TESTS(tests, 20);
    TABLE(tests, rows, ranks);
    TEST(tests, says_why);
    TEST(tests, strength_is_no_parameter_of_it);
    TEST(tests, a_college_decides_by_the_first_place);
    return RUN(tests);
}
