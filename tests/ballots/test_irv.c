/* Instant runoff: each round in figures, under every way to read a ballot, and its ties. */
#include "ballots/method.h"

#include "../support/count.h"
#include "../support/expect.h"
#include "../support/rounds.h"

#define METHOD "irv"
#define FILE_OF(names, more, ballots) \
    "{\"format\":\"palabre-ballots/1\",\"options\":[" names "]" more ",\"ballots\":[" ballots "]}"
#define AB              "\"A\",\"B\""
#define ABC             "\"A\",\"B\",\"C\""
#define ABCD            "\"A\",\"B\",\"C\",\"D\""
#define R(count, ranks) "{\"count\":" #count ",\"ranks\":" ranks "}"

#define DIVIDED      \
    FILE_OF(ABC, "", \
            R(3, "[[0]]") "," R(2, "[[1]]") "," R(2, "[[2],[0,1],[1]]") "," R(1, "[[2],[1]]"))
#define DIVIDED_FIRST FILE_OF(ABCD, "", R(3, "[[0]]") "," R(2, "[[1]]") "," R(2, "[[2,3],[1]]"))
#define SKIPPED       FILE_OF(AB, "", R(2, "[[],[],[1]]") "," R(1, "[[],[0]]"))
#define REPEATED      FILE_OF(ABC, "", R(3, "[[0]]") "," R(2, "[[1]]") "," R(2, "[[2],[2],[1]]"))
#define HALVES \
    FILE_OF(ABCD, "", R(4, "[[0]]") "," R(2, "[[1]]") "," R(1, "[[2]]") "," R(1, "[[3]]"))

/* clang-format off */
static const struct pal_tests_row rows[] = {
    {"more than half wins at once", "",
        FILE_OF(ABC, "", R(3, "[[0]]") "," R(1, "[[1]]") "," R(1, "[[2]]")), "A", "A3 B1 C1 +A", "", "A > B C"},
    {"half is not more than half", "",
        FILE_OF(ABC, "", R(3, "[[0]]") "," R(2, "[[1]]") "," R(1, "[[2],[1]]")),
        "A", "A3 B2 C1 -C; A3 B3 +A", "elect A B by earlier", "A > B > C"},
    {"the ballots of the last go to their next preference", "",
        FILE_OF(ABC, "", R(4, "[[0]]") "," R(3, "[[1]]") "," R(2, "[[2],[1]]")),
        "B", "A4 B3 C2 -C; A4 B5 +B", "", "B > A > C"},
    {"a majority of those that continue", "", HALVES,
        "A", "A4 B2 C1 D1 -D; A4 B2 C1 x1 +A", "exclude C D by order", "A > B > C D"},
    {"a majority of the valid ballots takes longer", "majority=valid", HALVES,
        "A", "A4 B2 C1 D1 -D; A4 B2 C1 x1 -C; A4 B2 x2 +A", "exclude C D by order", "A > B > C D"},
    {"of the last two, more votes are enough", "majority=valid",
        FILE_OF(ABC, "", R(4, "[[0]]") "," R(3, "[[1]]") "," R(2, "[[2]]")),
        "A", "A4 B3 C2 -C; A4 B3 x2 +A", "", "A > B > C"},
    {"an overvote exhausts the ballot", "", DIVIDED,
        "A", "A3 B2 C3 -B; A3 C3 x2 +A", "elect A C by order", "A C > B"},
    {"an overvote is passed over", "overvote=skip",
        FILE_OF(ABC, "", R(3, "[[0]]") "," R(2, "[[1]]") "," R(2, "[[0,2],[1]]")),
        "B", "A3 B4 C0 +B", "", "B > A > C"},
    {"an overvote is divided", "overvote=split",
        FILE_OF(ABC, "", R(3, "[[0]]") "," R(2, "[[1]]") "," R(2, "[[0,2],[1]]")),
        "A", "A4 B2 C1 +A", "", "A > B > C"},
    {"an overvote exhausts even if only one of it continues", "",
        FILE_OF(ABCD, "", R(4, "[[0]]") "," R(3, "[[1]]") "," R(2, "[[2],[1,3]]") "," R(1, "[[3]]")),
        "A", "A4 B3 C2 D1 -D; A4 B3 C2 x1 -C; A4 B3 x3 +A", "", "A > B > C > D"},
    {"a first overvote counts for nobody", "", DIVIDED_FIRST,
        "A", "A3 B2 C0 D0 x2 +A", "", "A > B > C D"},
    {"or for the next preference", "overvote=skip", DIVIDED_FIRST,
        "B", "A3 B4 C0 D0 +B", "", "B > A > C D"},
    {"or for both, then for the one that is left, then for the next", "overvote=split", DIVIDED_FIRST,
        "B", "A3 B2 C1 D1 -D; A3 B2 C2 -C; A3 B4 +B", "exclude C D by order; exclude B C by earlier", "B > A > C D"},
    {"thirds and halves add up", "overvote=split",
        FILE_OF(ABCD, "", R(1, "[[0,1,2]]") "," R(1, "[[0,3]]") "," R(2, "[[1]]") "," R(2, "[[0]]")),
        "A", "A17/6 B7/3 C1/3 D1/2 -C; A3 B5/2 D1/2 -D; A7/2 B5/2 +A", "", "A > B > D > C"},
    {"the same option twice in a rank is one option", "overvote=split",
        FILE_OF(ABC, "", R(3, "[[0,0]]") "," R(2, "[[1,1,2]]")), "A", "A3 B1 C1 +A", "", "A > B C"},
    {"it is no overvote, which would exhaust the ballot", "",
        FILE_OF(ABC, "", R(3, "[[0,0]]") "," R(2, "[[1,1,2]]")), "A", "A3 B0 C0 x2 +A", "", "A > B C"},
    {"nor one that is passed over", "overvote=skip",
        FILE_OF(ABC, "", R(3, "[[0,0],[1]]") "," R(2, "[[1,1,2],[1]]")), "A", "A3 B2 C0 +A", "", "A > B > C"},
    {"but it repeats the option where repetitions exhaust", "duplicate=exhaust",
        FILE_OF(ABC, "", R(3, "[[0,0],[1]]") "," R(2, "[[1]]")), "B", "A0 B2 C0 x3 +B", "", "B > A C"},
    {"skipped ranks say nothing", "", SKIPPED, "B", "A1 B2 +B", "", "B > A"},
    {"more skipped ranks than are allowed exhaust", "max_skipped=1", SKIPPED, "A", "A1 B0 x2 +A", "", "A > B"},
    {"none is allowed", "max_skipped=0", SKIPPED, "A", "A0 B0 x3 +A", "elect A B by order", "A B"},
    {"a repeated option is passed over", "", REPEATED, "B", "A3 B2 C2 -C; A3 B4 +B", "exclude B C by order", "B > A > C"},
    {"a repeated option exhausts", "duplicate=exhaust", REPEATED, "A", "A3 B2 C2 -C; A3 B2 x2 +A", "exclude B C by order", "A > B C"},
    {"an option counts after the overvote that named it too", "overvote=skip",
        FILE_OF(AB, "", R(3, "[[0,1],[1]]") "," R(1, "[[0]]")), "B", "A1 B3 +B", "", "B > A"},
    {"but repeats it where repetitions exhaust", "overvote=skip duplicate=exhaust",
        FILE_OF(AB, "", R(3, "[[0,1],[1]]") "," R(1, "[[0]]")), "A", "A1 B0 x3 +A", "", "A > B"},
    {"equal in every round: the last of the order goes, the first is elected", "",
        FILE_OF(ABC, ",\"tie_order\":[\"C\",\"A\",\"B\"]", R(1, "[[0]]") "," R(1, "[[1]]") "," R(1, "[[2]]")),
        "C", "A1 B1 C1 -B; A1 C1 x1 +C", "exclude A B C by order; elect A C by order", "A B C"},
    {"fractions", "",
        FILE_OF(AB, "", "{\"count\":2,\"weight\":\"1/6\",\"ranks\":[[0]]},{\"weight\":\"1/2\",\"ranks\":[[1]]}"),
        "B", "A1/3 B1/2 +B", "", "B > A"},
    {"one option is elected", "", FILE_OF("\"A\"", "", R(1, "[[0]]")), "A", "A1 +A", "", "A"},
    {"without a valid ballot nobody is", "", FILE_OF(AB, "", R(2, "[]")), "", "", "", "A B"},
    {"nor by ballots of weight zero", "",
        FILE_OF(AB, "", "{\"weight\":\"0\",\"ranks\":[[0]]}"), "", "", "", "A B"},
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
    pal_tests_decision(METHOD, FILE_OF(AB, "", R(2, "[]")), PAL_DECIDES_NOTHING, 0);
}

static void a_round_says_what_each_gained(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count(METHOD, "overvote=split", pal_text_of(DIVIDED_FIRST), &counted,
                               NULL),
               PAL_OK);
    const struct pal_round *round = &counted.outcome.rounds[1];
    assert_int_equal(round->transfer_count, 1);
    assert_int_equal(round->transfers[0].from, 3);
    assert_int_equal(round->transfers[0].why, PAL_TRANSFER_EXCLUSION);
    assert_int_equal(round->transfers[0].to.count, 1);
    EXPECT_RATIO(pal_figures_get(&round->transfers[0].to, 2), "1/1");
    EXPECT_RATIO(counted.outcome.exhausted, "0/1");
    EXPECT_RATIO(counted.outcome.totals.at[3].value, "0/1");
}

static void each_round_is_explained(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    const char *file = FILE_OF(ABC, "", R(3, "[[0]]") "," R(2, "[[1]]") "," R(1, "[[2],[1]]"));
    EXPECT_ERR(pal_tests_count(METHOD, "", pal_text_of(file), &counted, NULL), PAL_OK);
    static const char *const sentences[] = {
        "Round 1: C is excluded with 1, and its ballots go to their next preferences; nobody has "
        "less.",
        "Round 2: A is chosen among equals by the most recent earlier round in which they differ.",
        "Round 2: A is elected with 3 of 6; at most two options were left, and nobody has more.",
        NULL,
    };
    pal_tests_sentences(&counted.outcome, sentences);
}

static void only_known_parameters_are_taken(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    struct pal_where where = {.line = 0};
    struct pal_text file = pal_text_of(SKIPPED);
    EXPECT_ERR_AT(pal_tests_count(METHOD, "max_skipped=-1", file, &counted, &where),
                  PAL_ERR_METHOD_PARAMETER, where, "/parameters/max_skipped");
    EXPECT_ERR_AT(pal_tests_count(METHOD, "overvote=keep", file, &counted, &where),
                  PAL_ERR_METHOD_PARAMETER, where, "/parameters/overvote");
}

int main(void)
{
    TESTS(tests, 40);
    TABLE(tests, rows, counts);
    TEST(tests, a_college_decides_by_it);
    TEST(tests, a_round_says_what_each_gained);
    TEST(tests, each_round_is_explained);
    TEST(tests, only_known_parameters_are_taken);
    return RUN(tests);
}
