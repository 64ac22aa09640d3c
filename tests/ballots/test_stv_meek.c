/* Meek: every rounding where it matters, equal ranks as all their orders, and weights of any size. */
#include "ballots/method.h"

#include "../support/count.h"
#include "../support/expect.h"
#include "../support/rounds.h"

#define METHOD "stv-meek"
#define FILE_OF(names, more, ballots) \
    "{\"format\":\"palabre-ballots/1\",\"options\":[" names "]" more ",\"ballots\":[" ballots "]}"
#define ABC             "\"A\",\"B\",\"C\""
#define ABCD            "\"A\",\"B\",\"C\",\"D\""
#define R(count, ranks) "{\"count\":" #count ",\"ranks\":" ranks "}"
#define W(count, weight, ranks) \
    "{\"count\":" #count ",\"weight\":\"" weight "\",\"ranks\":" ranks "}"
#define ZEROS        "000000000000000000000000000000000000"
#define HUGE         "1000000000" ZEROS
#define TWO_DECIMALS "seats=2 decimals=2 omega=2"
/* A is tied with B, and then B with C, which had more than A. */
#define UNEQUAL R(1, "[[0],[1]]") "," R(1, "[[0]]") "," R(2, "[[1]]") "," R(3, "[[2]]")

/* clang-format off */
static const struct pal_tests_row rows[] = {
    {"keep factors are rounded up, at nine decimals", "seats=2",
        FILE_OF(ABC, "", R(4, "[[0],[1]]") "," R(2, "[[2]]")),
        "A C", "A4 B0 C2 +A; A500000001/250000000 B499999999/250000000 C2 +C -B", "", "A > C > B"},
    {"and at two, where the surplus stays and is stable", TWO_DECIMALS,
        FILE_OF(ABC, "", R(4, "[[0],[1]]") "," R(2, "[[2]]")),
        "A C", "A4 B0 C2 +A; A51/25 B49/25 C2 +C -B", "", "A > C > B"},
    {"fractions are exact, and only what is kept is rounded", TWO_DECIMALS,
        FILE_OF(ABC, "", W(4, "1/9", "[[0],[1]]") "," W(2, "1/9", "[[2]]")),
        "A C", "A4/9 B0 C2/9 +A; A52/225 B16/75 C2/9 +C -B", "", "A > C > B"},
    {"weights beyond every machine integer", "seats=2",
        FILE_OF(ABC, "", W(4, HUGE, "[[0],[1]]") "," W(2, HUGE, "[[2]]")),
        "A C", "A4000000000" ZEROS " B0 C2000000000" ZEROS " +A; A2000000004" ZEROS " B1999999996" ZEROS " C2000000000" ZEROS " +C -B",
        "", "A > C > B"},
    {"eighteen decimals", "seats=2 decimals=18 omega=12",
        FILE_OF(ABC, "", R(3, "[[0],[1]]") "," R(1, "[[2]]")),
        "A B", "A3 B0 C1 +A; A266666666666666667/200000000000000000 B333333333333333333/200000000000000000 C1 +B",
        "", "A > B > C"},
    {"whoever is within the surplus of the lowest is tied with it", TWO_DECIMALS,
        FILE_OF(ABCD, "", R(4, "[[0],[1]]") "," R(2, "[[2]]") "," W(1, "149/100", "[[3]]")),
        "A C", "A4 B0 C2 D149/100 +A; A63/25 B37/25 C2 D149/100 -D; A51/25 B49/25 C2 D0 x149/100 +C -B",
        "exclude B D by order", "A > C > B D"},
    {"the ballots of an excluded option go on through the elected", TWO_DECIMALS,
        FILE_OF(ABCD, "", R(4, "[[0],[1]]") "," R(2, "[[2]]") "," W(1, "1", "[[3],[0],[1]]")),
        "A B", "A4 B0 C2 D1 +A; A59/25 B41/25 C2 D1 -D; A12/5 B13/5 C2 D0 +B", "", "A > B > C > D"},
    {"equal ranks count in all their orders", "",
        FILE_OF(ABC, "", R(2, "[[0,1]]") "," R(1, "[[2]]")),
        "A", "A1 B1 C1 -C; A1 B1 C0 x1 +A -B", "exclude A B C by order; exclude A B by order", "A B C"},
    {"a repeated option and a skipped rank say nothing", "seats=2",
        FILE_OF(ABC, "", R(4, "[[],[0],[0],[],[0,1]]") "," R(2, "[[2]]")),
        "A C", "A4 B0 C2 +A; A500000001/250000000 B499999999/250000000 C2 +C -B", "", "A > C > B"},
    {"as many options as seats are elected in the first round", "seats=5",
        FILE_OF(ABC, "", R(1, "[[1]]") "," R(2, "[[2]]")), "C B A", "A0 B1 C2 +C +B +A", "", "C > B > A"},
    {"equals who are elected at once share a place", "seats=2",
        FILE_OF(ABC, "", R(2, "[[0]]") "," R(2, "[[1]]")), "A B", "A2 B2 C0 +A +B", "", "A B > C"},
    {"two equals have the quota and one seat is left, since one who was elected fell below it", "seats=3 decimals=1 omega=1",
        FILE_OF(ABCD ",\"E\"", "", R(98, "[[4],[0],[1],[3]]") "," R(56, "[[0],[2]]")),
        "E A B", "A56 B0 C0 D0 E98 +E +A; A182/5 B196/5 C196/5 D0 E196/5 +B", "elect B C by order", "E > A > B C > D"},
    {"who was tied with one of two equals when excluded, and had less than the other, comes after both", "",
        FILE_OF(ABC, ",\"tie_order\":[\"B\",\"C\",\"A\"]", UNEQUAL),
        "B", "A2 B2 C3 -A; A0 B3 C3 x1 +B -C", "exclude A B by order; exclude B C by order", "B C > A"},
    {"whichever of them the order puts first", "",
        FILE_OF(ABC, ",\"tie_order\":[\"C\",\"B\",\"A\"]", UNEQUAL),
        "C", "A2 B2 C3 -A; A0 B3 C3 x1 +C -B", "exclude A B by order; exclude B C by order", "B C > A"},
    {"nobody is elected without a valid ballot", "seats=2", FILE_OF(ABC, "", R(3, "[]")), "", "", "", "A B C"},
    {"nor by ballots of weight zero", "seats=2", FILE_OF(ABC, "", W(3, "0", "[[0]]")), "", "", "", "A B C"},
};

/* Ballots with equal ranks, and each of their orders. */
static const struct {
    const char *name;
    const char *equal, *orders;
} pairs[] = {
    {"two equal, one of them elected",
        R(6, "[[0],[1]]") "," R(2, "[[0,2],[3]]") "," R(1, "[[3]]"),
        R(6, "[[0],[1]]") "," R(1, "[[0],[2],[3]]") "," R(1, "[[2],[0],[3]]") "," R(1, "[[3]]")},
    {"two equal, both elected, and what is left goes on",
        R(3, "[[0],[2]]") "," R(3, "[[1],[2]]") "," R(2, "[[0,1],[2]]") "," R(1, "[[3]]"),
        R(3, "[[0],[2]]") "," R(3, "[[1],[2]]") "," R(1, "[[0],[1],[2]]") "," R(1, "[[1],[0],[2]]") "," R(1, "[[3]]")},
    {"three equal",
        R(6, "[[0,1,2],[3]]") "," R(5, "[[0],[1]]") "," R(3, "[[3]]"),
        R(1, "[[0],[1],[2],[3]]") "," R(1, "[[0],[2],[1],[3]]") "," R(1, "[[1],[0],[2],[3]]") ","
        R(1, "[[1],[2],[0],[3]]") "," R(1, "[[2],[0],[1],[3]]") "," R(1, "[[2],[1],[0],[3]]") ","
        R(5, "[[0],[1]]") "," R(3, "[[3]]")},
    {"equals after an elected option, and equals again",
        R(4, "[[0],[1,2],[3]]") "," R(4, "[[0,1],[2,3]]") "," R(2, "[[1]]") "," R(1, "[[3]]"),
        R(2, "[[0],[1],[2],[3]]") "," R(2, "[[0],[2],[1],[3]]") "," R(1, "[[0],[1],[2],[3]]") ","
        R(1, "[[0],[1],[3],[2]]") "," R(1, "[[1],[0],[2],[3]]") "," R(1, "[[1],[0],[3],[2]]") ","
        R(2, "[[1]]") "," R(1, "[[3]]")},
    {"what is left depends on the order of rounding",
        R(9, "[[0],[1,2],[3]]") "," R(5, "[[1],[3]]") "," R(4, "[[2],[3]]") "," R(1, "[[3]]") "," R(1, "[[4]]"),
        W(9, "1/2", "[[0],[1],[2],[3]]") "," W(9, "1/2", "[[0],[2],[1],[3]]") "," R(5, "[[1],[3]]") ","
        R(4, "[[2],[3]]") "," R(1, "[[3]]") "," R(1, "[[4]]")},
    {"an option that is excluded leaves its group",
        R(6, "[[0],[3]]") "," R(3, "[[1,2],[3]]") "," R(1, "[[3]]") "," R(2, "[[1]]"),
        R(6, "[[0],[3]]") "," W(3, "1/2", "[[1],[2],[3]]") "," W(3, "1/2", "[[2],[1],[3]]") "," R(1, "[[3]]") ","
        R(2, "[[1]]")},
};
/* clang-format on */

static void counts(void **state)
{
    pal_tests_count_row(METHOD, *state);
}

static void count_ballots(const char *ballots, const char *settings, struct pal_buf *answer)
{
    PAL_BUF(file);
    pal_buf_add_format(&file, FILE_OF(ABCD ",\"E\"", "", "%s"), ballots);
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count(METHOD, settings, pal_buf_text(&file), &counted, NULL), PAL_OK);
    PAL_JSON(json);
    json = pal_outcome_json_new(&counted.outcome, pal_method_find(pal_text_of(METHOD)),
                                &counted.question);
    pal_json_write_sorted(json, answer);
}

static void are_the_same(void **state)
{
    const __typeof__(pairs[0]) *row = *state;
    static const char *const settings[] = {"seats=1",
                                           "seats=2",
                                           "seats=3",
                                           "seats=2 decimals=1 omega=1",
                                           "seats=3 decimals=18 omega=12",
                                           "seats=4 decimals=2 omega=2",
                                           "seats=4 decimals=1 omega=1",
                                           "seats=4 decimals=3 omega=3"};
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        PAL_BUF(equal);
        PAL_BUF(orders);
        count_ballots(row->equal, settings[i], &equal);
        count_ballots(row->orders, settings[i], &orders);
        EXPECT_BUF(equal, orders.bytes);
    }
}

static void a_round_has_its_quota_and_its_keep_factors(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    const char *file = FILE_OF(ABC, "", R(4, "[[0],[1]]") "," R(2, "[[2]]"));
    EXPECT_ERR(pal_tests_count(METHOD, "seats=2", pal_text_of(file), &counted, NULL), PAL_OK);
    const struct pal_round *round = &counted.outcome.rounds[1];
    EXPECT_RATIO(round->quota, "2000000001/1000000000");
    EXPECT_RATIO(counted.outcome.quota, "2000000001/1000000000");
    assert_int_equal(round->keep.count, 3);
    EXPECT_RATIO(pal_figures_get(&round->keep, 0), "500000001/1000000000");
    EXPECT_RATIO(pal_figures_get(&round->keep, 1), "1/1");
    PAL_BUF(sentence);
    pal_reason_write(&counted.outcome.reasons[2], &sentence);
    EXPECT_BUF(sentence, "Round 2: C is elected with 2, as there are no more options left than "
                         "seats.");
}

static void who_is_excluded_need_not_have_the_fewest(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    const char *file =
        FILE_OF(ABCD, "", R(4, "[[0],[1]]") "," R(2, "[[2]]") "," W(1, "149/100", "[[3]]"));
    EXPECT_ERR(pal_tests_count(METHOD, TWO_DECIMALS, pal_text_of(file), &counted, NULL), PAL_OK);
    static const char *const sentences[] = {
        "Round 1: A has 4, at least the quota of 5/2, and is elected.",
        "Round 2: D is chosen among those tied, as the last of them in the order settled beforehand "
        "for ties.",
        "Round 2: D is excluded with 149/100, and its ballots go to their next preferences; somebody "
        "has less, but by no more than the surplus, 1/50.",
        "Round 3: B is excluded with 49/25, and its ballots go to their next preferences; nobody has "
        "less.",
        "Round 3: C is elected with 2, as there are no more options left than seats.",
        NULL,
    };
    pal_tests_sentences(&counted.outcome, sentences);
}

static void too_many_equals_are_refused(void **state)
{
    (void)state;
    const struct pal_method *meek = pal_method_find(pal_text_of(METHOD));
    PAL_COUNTED(counted);
    const char *file =
        FILE_OF("\"A\",\"B\",\"C\",\"D\",\"E\",\"F\",\"G\",\"H\",\"I\",\"J\",\"K\",\"L\"", "",
                R(1, "[[11],[0,1,2,3,4,5,6,7,8,9,10,10]]"));
    EXPECT_ERR(pal_tests_count(METHOD, "seats=10", pal_text_of(file), &counted, NULL), PAL_OK);
    EXPECT_RATIO(counted.outcome.valid, "1/1");
    EXPECT_ERR(pal_tests_count(METHOD, "seats=11", pal_text_of(file), &counted, NULL), PAL_OK);
    EXPECT_RATIO(counted.outcome.spoilt, "1/1");
    enum pal_ballot_state said = PAL_BALLOT_BLANK;
    struct pal_ballot ballot = {.marks = (const int32_t[]){0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, -1, 10},
                                .mark_count = 13};
    EXPECT_ERR(pal_method_judge(meek, &counted.question, &ballot, &said), PAL_OK);
    ballot.marks = (const int32_t[]){0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 11};
    EXPECT_ERR(pal_method_judge(meek, &counted.question, &ballot, &said), PAL_ERR_BALLOT_EQUAL);
}

static void ten_equals_who_are_all_elected_are_counted(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    const char *file =
        FILE_OF("\"A\",\"B\",\"C\",\"D\",\"E\",\"F\",\"G\",\"H\",\"I\",\"J\",\"K\",\"L\"", "",
                R(100, "[[0,1,2,3,4,5,6,7,8,9],[10]]") "," R(1, "[[10]]") "," R(1, "[[11]]"));
    EXPECT_ERR(pal_tests_count(METHOD, "seats=10", pal_text_of(file), &counted, NULL), PAL_OK);
    assert_int_equal(counted.outcome.elected.count, 10);
    EXPECT_RATIO(counted.outcome.totals.at[3].value, "10/1");
}

static void only_known_parameters_are_taken(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    struct pal_where where = {.line = 0};
    struct pal_text file = pal_text_of(FILE_OF(ABC, "", R(1, "[[0]]")));
    EXPECT_ERR_AT(pal_tests_count(METHOD, "decimals=19", file, &counted, &where),
                  PAL_ERR_METHOD_PARAMETER, where, "/parameters/decimals");
    EXPECT_ERR_AT(pal_tests_count(METHOD, "omega=0", file, &counted, &where),
                  PAL_ERR_METHOD_PARAMETER, where, "/parameters/omega");
}

int main(void)
{
    TESTS(tests, 30);
    TABLE(tests, rows, counts);
    TABLE(tests, pairs, are_the_same);
    TEST(tests, a_round_has_its_quota_and_its_keep_factors);
    TEST(tests, who_is_excluded_need_not_have_the_fewest);
    TEST(tests, too_many_equals_are_refused);
    TEST(tests, ten_equals_who_are_all_elected_are_counted);
    TEST(tests, only_known_parameters_are_taken);
    return RUN(tests);
}
