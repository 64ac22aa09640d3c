/* Ranked pairs: which victories are locked, whom they put first, and what the order settles. */
#include "ranked.h"

/* A beats B and C beats D by 2 to 0; B beats C and D beats A by 1 to 0. */
#define TWO_AND_TWO \
    CAST(2, "[0],[1]") "," CAST(2, "[2],[3]") "," CAST(1, "[1],[2]") "," CAST(1, "[3],[0]")
/* D beats C by 2 to 1; A beats everyone, C beats B and B beats D by 1 to 0. */
#define ASIDE CAST(2, "[3],[2]") "," CAST(1, "[0],[2],[1],[3]")

/* clang-format off */
static const struct ranked_row rows[] = {
    {"who beats everyone is first", "",
        RANKED_FILE(ABC, "", CAST(3, "[0],[1],[2]") "," CAST(2, "[1],[2],[0]")), "A > B > C", "A", "", NULL},
    {"a circle is cut where it is weakest", "",
        RANKED_FILE(ABC, "", CIRCLE), "A > B > C", "A", "", NULL},
    {"a victory is as strong as those who prefer the winner are many", "unranked=apart",
        RANKED_FILE(ABC, "", UNEVEN), "A > B > C", "A", "", NULL},
    {"or as they are more than the others", "unranked=apart strength=margins",
        RANKED_FILE(ABC, "", UNEVEN), "B > C > A", "B", "", NULL},
    {"of equal victories the less opposed comes first", "unranked=apart", /* A 4-1 B 4-2 C 4-3 A */
        RANKED_FILE(ABC, LAST_FIRST, CAST(4, "[0],[1]") "," CAST(1, "[1],[0]") "," CAST(4, "[1],[2]") "," CAST(2, "[2],[1]") "," CAST(4, "[2],[0]") "," CAST(3, "[0],[2]")),
        "A > B > C", "A", "", NULL},
    {"of equal margins it does not", "strength=margins", /* A 3-2 B 3-2 C 2-1 A */
        RANKED_FILE(ABC, LAST_FIRST, CAST(2, "[1]") "," CAST(2, "[2],[0]") "," CAST(1, "[0],[1]")),
        "B > C > A", "B", "pair A B C", NULL},
    {"equal victories in a circle are settled by the order", "",
        RANKED_FILE(ABC, "", EVEN), "A > B > C", "A", "pair A B C", NULL},
    {"by the better winner in it", "",
        RANKED_FILE(ABC, LAST_FIRST, EVEN), "B > C > A", "B", "pair A B C", NULL},
    {"equal victories that agree need no order", "",
        RANKED_FILE(ABC, "", CAST(1, "[0],[1],[2]")), "A > B > C", "A", "", NULL},
    {"equal victories that others contradict need none either", "unranked=apart",
        RANKED_FILE(ABCD, "", CAST(5, "[0],[1]") "," CAST(4, "[1],[2]") "," CAST(4, "[1],[3]") "," CAST(3, "[2],[0]") "," CAST(3, "[3],[0]")), "A > B > C D", "A", "", NULL},
    {"a victory may be contradicted by way of several", "unranked=apart",
        RANKED_FILE(ABCD, "", CAST(4, "[0],[1]") "," CAST(3, "[1],[2]") "," CAST(2, "[2],[3]") "," CAST(1, "[3],[0]")), "A > B > C > D", "A", "", NULL},
    {"a victory that is no news is locked all the same", "unranked=apart",
        RANKED_FILE(ABC, "", CAST(4, "[0],[1]") "," CAST(3, "[1],[2]") "," CAST(2, "[0],[2]")), "A > B > C", "A", "", NULL},
    {"what no victory separates shares a place", "unranked=apart",
        RANKED_FILE(ABCD, "", CAST(2, "[0],[1]") "," CAST(2, "[2],[3]")), "A C > B D", "A", "election A C", NULL},
    {"the order may decide between few of the victories", "unranked=apart",
        RANKED_FILE(ABCD, "", TWO_AND_TWO), "A > B > C > D", "A", "pair B D", NULL},
    {"and decides otherwise when it is another", "unranked=apart",
        RANKED_FILE(ABCD, ",\"tie_order\":[\"A\",\"C\",\"D\",\"B\"]", TWO_AND_TWO), "C > D > A > B", "C", "pair B D", NULL},
    {"who wins as strongly and contradicts nothing is not among them", "unranked=apart",
        RANKED_FILE(ABCD, "", ASIDE), "A > B > D > C", "A", "pair B C", NULL},
    {"nor who wins what stronger victories say already", "unranked=apart", /* B over D, by way of A */
        RANKED_FILE(ABCD, "", CAST(2, "[1],[0]") "," CAST(2, "[0],[3]") "," CAST(1, "[1],[3]") "," CAST(1, "[3],[2]") "," CAST(1, "[2],[1]")),
        "C > B > A > D", "C", "pair C D", NULL},
    {"an only option is elected", "",
        RANKED_FILE("\"A\"", "", CAST(1, "[0]")), "A", "A", "", NULL},
    {"nobody is elected without a valid ballot", "",
        RANKED_FILE(ABC, "", "{\"blank\":true}"), "A B C", "", "", NULL},
};
/* clang-format on */

static void ranks(void **state)
{
    expect_ranked("ranked-pairs", *state);
}

static void says_why(void **state)
{
    (void)state;
    expect_said("ranked-pairs", "", RANKED_FILE(ABC, "", CIRCLE),
                "The victory of C over A, 5 to 4, is left out: victories that come before it place "
                "A above C.\n"
                "No option is preferred to every other, one against one.\n"
                "A against B: 6 to 3.\n"
                "A against C: 4 to 5.\n");
    expect_said("ranked-pairs", "", RANKED_FILE(ABC, "", EVEN),
                "The victory of C over A, 2 to 1, is left out: victories that come before it place "
                "A above C.\n"
                "Victories as strong as each other contradict each other: those of A come first, "
                "in the order settled beforehand for ties.\n"
                "No option is preferred to every other, one against one.\n"
                "A against B: 2 to 1.\n"
                "A against C: 1 to 2.\n");
}

static void names_those_who_contradict(void **state)
{
    (void)state;
    expect_said("ranked-pairs", "unranked=apart", RANKED_FILE(ABCD, "", ASIDE),
                "The victory of C over B, 1 to 0, is left out: victories that come before it place "
                "B above C.\n"
                "Victories as strong as each other contradict each other: those of B come first, "
                "in the order settled beforehand for ties.\n"
                "A is preferred to every other option, one against one.\n"
                "A against B: 1 to 0.\n"
                "A against C: 1 to 0.\n"
                "A against D: 1 to 0.\n");
}

static void a_college_decides_by_the_first_place(void **state)
{
    (void)state;
    expect_decides("ranked-pairs", RANKED_FILE(ABC, "", CIRCLE), "A");
    expect_decides("ranked-pairs", RANKED_FILE(ABC, "", CAST(1, "[0,1],[2]")), "A B");
}

int main(void)
{
    TESTS(tests, 24);
    TABLE(tests, rows, ranks);
    TEST(tests, says_why);
    TEST(tests, names_those_who_contradict);
    TEST(tests, a_college_decides_by_the_first_place);
    return RUN(tests);
}
