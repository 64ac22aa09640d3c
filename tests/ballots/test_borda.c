/* Borda: points by rank, shared where ranks are, and who has most. */
#include "ranked.h"

/* clang-format off */
static const struct ranked_row rows[] = {
    {"the first of three has three points", "",
        RANKED_FILE(ABC, "", CAST(2, "[0],[1],[2]")), "A > B > C", "A", "", "6/1 4/1 2/1"},
    {"who beats everyone may not have most points", "",
        RANKED_FILE(ABC, "", CAST(3, "[0],[1],[2]") "," CAST(2, "[1],[2],[0]")), "B > A > C", "B", "", "11/1 12/1 7/1"},
    {"equal ranks share their points", "",
        RANKED_FILE(ABCD, "", CAST(1, "[3],[0,2],[1]")), "D > A C > B", "D", "", "5/2 1/1 5/2 4/1"},
    {"unranked options share what is left", "",
        RANKED_FILE(ABCD, "", CAST(1, "[3]")), "D > A B C", "D", "", "2/1 2/1 2/1 4/1"},
    {"or get nothing", "unranked=zero",
        RANKED_FILE(ABCD, "", CAST(1, "[3]") "," CAST(1, "[0,1]")), "D > A B > C", "D", "", "7/2 7/2 0/1 4/1"},
    {"a repeated option counts where it stands first", "",
        RANKED_FILE(ABC, "", CAST(1, "[0],[1],[0],[2]")), "A > B > C", "A", "", "3/1 2/1 1/1"},
    {"and takes no other place", "",
        RANKED_FILE(ABC, "", CAST(1, "[0],[0],[0,2]")), "A > C > B", "A", "", "3/1 1/1 2/1"},
    {"a skipped rank takes no place", "",
        RANKED_FILE(ABC, "", CAST(1, "[],[1],[],[0]")), "B > A > C", "B", "", "2/1 3/1 1/1"},
    {"points are multiplied by the weight", "",
        RANKED_FILE(ABC, "", WEIGHED(2, "3/10", "[0],[1,2]") "," WEIGHED(1, "1/7", "[2]")), "A > C > B", "A", "", "141/70 39/35 93/70"},
    {"equal points are settled by the order", "",
        RANKED_FILE(ABC, LAST_FIRST, EVEN), "A B C", "C", "election A B C", "6/1 6/1 6/1"},
    {"what does not fit a word is as exact", "",
        RANKED_FILE(ABC, "", WEIGHED(1, "170141183460469231731687303715884105728", "[0]") "," WEIGHED(1, "1/3", "[1]")), "A > B > C", "A", "",
        "1020847100762815390390123822295304634369/2 255211775190703847597530955573826158593/1 510423550381407695195061911147652317185/2"},
    {"an only option has its point", "",
        RANKED_FILE("\"A\"", "", CAST(1, "[0]")), "A", "A", "", "1/1"},
    {"a blank ballot gives nothing", "",
        RANKED_FILE(ABC, "", "{\"blank\":true},{\"ranks\":[]}"), "A B C", "", "", "0/1 0/1 0/1"},
};
/* clang-format on */

static void ranks(void **state)
{
    expect_ranked("borda", *state);
}

static void says_why(void **state)
{
    (void)state;
    expect_said("borda", "", RANKED_FILE(ABC, "", CIRCLE),
                "A has the most points: 19, from ballots that weigh 9.\n"
                "A comes before the others with the same total in the order settled beforehand for "
                "ties.\n");
}

static void apart_is_no_word_of_it(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    struct pal_where where = {.line = 0};
    struct pal_text file = pal_text_of(RANKED_FILE(ABC, "", ""));
    EXPECT_ERR_AT(pal_tests_count("borda", "unranked=apart", file, &counted, &where),
                  PAL_ERR_METHOD_PARAMETER, where, "/parameters/unranked");
}

static void a_college_decides_by_the_first_place(void **state)
{
    (void)state;
    expect_decides("borda", RANKED_FILE(ABC, "", CIRCLE), "A B");
    expect_decides("borda", RANKED_FILE(ABC, "", EVEN), "A B C");
}

int main(void)
{
    TESTS(tests, 20);
    TABLE(tests, rows, ranks);
    TEST(tests, says_why);
    TEST(tests, apart_is_no_word_of_it);
    TEST(tests, a_college_decides_by_the_first_place);
    return RUN(tests);
}
