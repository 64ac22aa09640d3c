/* Two rounds: a majority or the two first, equal ranks, and where equals go. */
#include "ballots/method.h"

#include "../support/count.h"
#include "../support/expect.h"
#include "../support/rounds.h"

#define METHOD "two-round"
#define FILE_OF(names, more, ballots) \
    "{\"format\":\"palabre-ballots/1\",\"options\":[" names "]" more ",\"ballots\":[" ballots "]}"
#define AB              "\"A\",\"B\""
#define ABC             "\"A\",\"B\",\"C\""
#define ABCD            "\"A\",\"B\",\"C\",\"D\""
#define XYD             "\"X\",\"Y\",\"D\""
#define R(count, ranks) "{\"count\":" #count ",\"ranks\":" ranks "}"
/* X and Y are equal in the second round; D had as many votes as Y in the first. */
#define CHAIN R(3, "[[0]]") "," R(2, "[[1]]") "," R(1, "[[2],[1]]") "," R(1, "[[2]]")

/* clang-format off */
static const struct pal_tests_row rows[] = {
    {"more than half wins in the first round", "",
        FILE_OF(ABC, "", R(3, "[[0]]") "," R(1, "[[1]]") "," R(1, "[[2]]")), "A", "A3 B1 C1 +A", "", "A > B C"},
    {"half does not", "",
        FILE_OF(ABC, "", R(3, "[[0]]") "," R(2, "[[1],[0]]") "," R(1, "[[2],[1]]")),
        "A", "A3 B2 C1 -C; A3 B3 +A", "elect A B by order", "A B > C"},
    {"the two first meet again, and the second may win", "",
        FILE_OF(ABCD, "", R(4, "[[0]]") "," R(3, "[[1]]") "," R(2, "[[2],[3],[1]]") "," R(1, "[[3],[1]]")),
        "B", "A4 B3 C2 D1 -C -D; A4 B6 +B", "", "B > A > C > D"},
    {"who ranks one of the two only ranks it before the other", "",
        FILE_OF(ABC, "", R(2, "[[0]]") "," R(2, "[[1]]") "," R(1, "[[2],[1]]")),
        "B", "A2 B2 C1 -C; A2 B3 +B", "", "B > A > C"},
    {"who ranks neither, or both equal, is exhausted", "",
        FILE_OF(ABC, "", R(4, "[[0]]") "," R(3, "[[1]]") "," R(2, "[[2]]") "," R(1, "[[2],[0,1]]")),
        "A", "A4 B3 C3 -C; A4 B3 x3 +A", "final B C by order", "A > B C"},
    {"a shared first rank is divided", "",
        FILE_OF(ABC, "", R(1, "[[0,1,2]]") "," R(1, "[[0,1]]") "," R(2, "[[2]]")),
        "C", "A5/6 B5/6 C7/3 +C", "", "C > A B"},
    {"skipped ranks are passed over", "",
        FILE_OF(ABC, "", R(2, "[[],[1],[0]]") "," R(1, "[[0]]")), "B", "A1 B2 C0 +B", "", "B > A > C"},
    {"three equals: the first two of the order, then the first of them", "",
        FILE_OF(ABC, ",\"tie_order\":[\"C\",\"B\",\"A\"]", R(1, "[[0]]") "," R(1, "[[1]]") "," R(1, "[[2]]")),
        "C", "A1 B1 C1 -A; B1 C1 x1 +C", "final A B C by order; elect B C by order", "A B C"},
    {"only the second place falls among equals", "",
        FILE_OF(ABC, ",\"tie_order\":[\"C\",\"B\",\"A\"]", R(2, "[[0]]") "," R(1, "[[1]]") "," R(1, "[[2]]")),
        "A", "A2 B1 C1 -B; A2 C1 x1 +A", "final B C by order", "A > B C"},
    {"two options and no majority: the order, after a second round", "",
        FILE_OF(AB, ",\"tie_order\":[\"B\",\"A\"]", R(2, "[[0]]") "," R(2, "[[1]]")),
        "B", "A2 B2; A2 B2 +B", "elect A B by order", "A B"},
    {"equal in the second round, and a third who had as many as one of the two stands after both", "",
        FILE_OF(XYD, "", CHAIN), "X", "X3 Y2 D2 -D; X3 Y3 x1 +X", "final Y D by order; elect X Y by order", "X Y > D"},
    {"whichever of the two the order puts first", "",
        FILE_OF(XYD, ",\"tie_order\":[\"Y\",\"X\",\"D\"]", CHAIN), "Y", "X3 Y2 D2 -D; X3 Y3 x1 +Y",
        "final Y D by order; elect X Y by order", "X Y > D"},
    {"fractions", "",
        FILE_OF(AB, "", "{\"count\":2,\"weight\":\"1/6\",\"ranks\":[[0]]},{\"weight\":\"1/2\",\"ranks\":[[1]]}"),
        "B", "A1/3 B1/2 +B", "", "B > A"},
    {"one option is elected", "", FILE_OF("\"A\"", "", R(1, "[[0]]")), "A", "A1 +A", "", "A"},
    {"without a valid ballot nobody is", "", FILE_OF(AB, "", R(2, "[]")), "", "", "", "A B"},
};
/* clang-format on */

static void counts(void **state)
{
    pal_tests_count_row(METHOD, *state);
}

static void a_college_decides_by_it(void **state)
{
    (void)state;
    pal_tests_decision(METHOD, FILE_OF(AB, "", R(2, "[[0]]") "," R(1, "[[1]]")), PAL_DECIDES_OPTION,
                       1);
    pal_tests_decision(METHOD, FILE_OF(AB, "", R(2, "[[0]]") "," R(2, "[[1]]")), PAL_DECIDES_TIE,
                       2);
    pal_tests_decision(METHOD, FILE_OF(XYD, "", CHAIN), PAL_DECIDES_TIE, 2);
    pal_tests_decision(METHOD, FILE_OF(AB, "", R(2, "[]")), PAL_DECIDES_NOTHING, 0);
}

static void both_rounds_are_explained(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    const char *file = FILE_OF(ABC, "", R(4, "[[0]]") "," R(3, "[[1]]") "," R(3, "[[2],[1]]"));
    EXPECT_ERR(pal_tests_count(METHOD, "", pal_text_of(file), &counted, NULL), PAL_OK);
    static const char *const sentences[] = {
        "Round 1: nobody has more than half of 10; A goes to the second round with 4.",
        "Round 1: nobody has more than half of 10; B goes to the second round with 3.",
        "Round 1: B goes on rather than another with as many votes, by the order settled beforehand for "
        "ties.",
        "Round 2: B is elected with 6 of 10; at most two options were left, and nobody has more.",
        NULL,
    };
    pal_tests_sentences(&counted.outcome, sentences);
    EXPECT_RATIO(counted.outcome.totals.at[1].value, "6/1");
    EXPECT_RATIO(counted.outcome.totals.at[2].value, "0/1");
}

static void each_of_two_chosen_among_three_is_explained(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    const char *file = FILE_OF(ABC, "", R(1, "[[0]]") "," R(1, "[[1]]") "," R(1, "[[2],[0]]"));
    EXPECT_ERR(pal_tests_count(METHOD, "", pal_text_of(file), &counted, NULL), PAL_OK);
    static const char *const sentences[] = {
        "Round 1: nobody has more than half of 3; A goes to the second round with 1.",
        "Round 1: nobody has more than half of 3; B goes to the second round with 1.",
        "Round 1: A goes on rather than another with as many votes, by the order settled beforehand for "
        "ties.",
        "Round 1: B goes on rather than another with as many votes, by the order settled beforehand for "
        "ties.",
        "Round 2: A is elected with 2 of 3; at most two options were left, and nobody has more.",
        NULL,
    };
    pal_tests_sentences(&counted.outcome, sentences);
}

int main(void)
{
    TESTS(tests, 20);
    TABLE(tests, rows, counts);
    TEST(tests, a_college_decides_by_it);
    TEST(tests, both_rounds_are_explained);
    TEST(tests, each_of_two_chosen_among_three_is_explained);
    return RUN(tests);
}
