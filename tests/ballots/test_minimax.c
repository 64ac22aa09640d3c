/* Minimax: the worst defeat of each, by each strength, and whom the smallest elects. */
#include "ranked.h"

/* clang-format off */
static const struct ranked_row rows[] = {
    {"who beats everyone has no defeat", "",
        RANKED_FILE(ABC, "", CAST(3, "[0],[1],[2]") "," CAST(2, "[1],[2],[0]")), "A > B > C", "A", "", "0/1 3/1 5/1"},
    {"in a circle the smallest defeat is best", "",
        RANKED_FILE(ABC, "", CIRCLE), "A > B > C", "A", "", "5/1 6/1 7/1"},
    {"by margins too", "strength=margins",
        RANKED_FILE(ABC, "", CIRCLE), "A > B > C", "A", "", "1/1 3/1 5/1"},
    {"the margin of who beats everyone is negative", "strength=margins",
        RANKED_FILE(ABC, "", CAST(3, "[0],[1],[2]") "," CAST(2, "[1],[2],[0]")), "A > B > C", "A", "", "-1/1 1/1 5/1"},
    {"a defeat is the weight of those who prefer the victor", "unranked=apart",
        RANKED_FILE(ABC, "", UNEVEN), "A > C > B", "A", "", "4/1 6/1 5/1"},
    {"or how many more they are", "unranked=apart strength=margins",
        RANKED_FILE(ABC, "", UNEVEN), "B > A > C", "B", "", "2/1 1/1 3/1"},
    {"or of those who prefer anyone else", "unranked=apart strength=opposition",
        RANKED_FILE(ABC, "", UNEVEN), "A C > B", "A", "election A C", "5/1 6/1 5/1"},
    {"opposition counts where the other does not win", "strength=opposition",
        RANKED_FILE(ABC, "", CAST(3, "[0],[1],[2]") "," CAST(2, "[1],[2],[0]")), "A > B > C", "A", "", "2/1 3/1 5/1"},
    {"equal defeats share a place", "",
        RANKED_FILE(ABC, LAST_FIRST, EVEN), "A B C", "C", "election A B C", "2/1 2/1 2/1"},
    {"an equal number is no defeat", "",
        RANKED_FILE(ABC, "", CAST(1, "[0],[1],[2]") "," CAST(1, "[1],[0],[2]")), "A B > C", "A", "election A B", "0/1 0/1 2/1"},
    {"fractions are exact", "strength=margins",
        RANKED_FILE(ABC, "", WEIGHED(2, "3/10", "[0],[1],[2]") "," WEIGHED(1, "1/3", "[1],[0]")), "A > B > C", "A", "", "-4/15 4/15 14/15"},
    {"an only option has no defeat", "strength=margins",
        RANKED_FILE("\"A\"", "", CAST(1, "[0]")), "A", "A", "", "0/1"},
    {"nobody is elected without a valid ballot", "",
        RANKED_FILE(ABC, "", "{\"blank\":true}"), "A B C", "", "", "0/1 0/1 0/1"},
};
/* clang-format on */

static void ranks(void **state)
{
    expect_ranked("minimax", *state);
}

static void says_why(void **state)
{
    (void)state;
    const char *file = RANKED_FILE(ABC, "", CAST(3, "[0],[1],[2]") "," CAST(2, "[1],[2],[0]"));
    expect_said("minimax", "", file,
                "A loses to nobody.\n"
                "B loses to A, whom 3 prefer: it has no worse defeat.\n"
                "C loses to B, whom 5 prefer: it has no worse defeat.\n"
                "A is preferred to every other option, one against one.\n"
                "A against B: 3 to 2.\n"
                "A against C: 3 to 2.\n");
    expect_said("minimax", "strength=opposition", file,
                "2 prefer B to A: no other option has more against it.\n"
                "3 prefer A to B: no other option has more against it.\n"
                "5 prefer B to C: no other option has more against it.\n"
                "A is preferred to every other option, one against one.\n"
                "A against B: 3 to 2.\n"
                "A against C: 3 to 2.\n");
    expect_said("minimax", "strength=margins", RANKED_FILE("\"A\",\"B\"", "", CAST(2, "[0]")),
                "Those who prefer B to A, less those who prefer A, are -2: no other margin against "
                "it is larger.\n"
                "Those who prefer A to B, less those who prefer B, are 2: no other margin against "
                "it is larger.\n"
                "A is preferred to every other option, one against one.\n"
                "A against B: 2 to 0.\n");
    expect_said("minimax", "", RANKED_FILE(ABC, "", "{\"blank\":true}"),
                "There is no valid ballot, so nobody is elected.\n");
}

static void opposition_may_pass_over_who_beats_everyone(void **state)
{
    (void)state;
    /* A beats B by 4 to 3 and C by 6 to 5: 5 are against A, and only 4 against B. */
    expect_said("minimax", "strength=opposition unranked=apart",
                RANKED_FILE(ABC, "",
                            CAST(4, "[0],[1]") "," CAST(3, "[1],[0]") "," CAST(
                                6, "[0],[2]") "," CAST(5, "[2],[0]")),
                "5 prefer C to A: no other option has more against it.\n"
                "4 prefer A to B: no other option has more against it.\n"
                "6 prefer A to C: no other option has more against it.\n"
                "A is preferred to every other option, one against one, and is not first by this "
                "rule.\n"
                "B against A: 3 to 4.\n"
                "B against C: 0 to 0.\n");
}

static void a_college_decides_by_the_first_place(void **state)
{
    (void)state;
    expect_decides("minimax", RANKED_FILE(ABC, "", CIRCLE), "A");
    expect_decides("minimax", RANKED_FILE(ABC, "", EVEN), "A B C");
}

int main(void)
{
    TESTS(tests, 20);
    TABLE(tests, rows, ranks);
    TEST(tests, says_why);
    TEST(tests, opposition_may_pass_over_who_beats_everyone);
    TEST(tests, a_college_decides_by_the_first_place);
    return RUN(tests);
}
