/* Scottish STV: each stage in figures, ties by earlier stages, and where nothing is transferred. */
#include "ballots/method.h"

#include "../support/count.h"
#include "../support/expect.h"
#include "../support/rounds.h"

#define FILE_OF(names, more, ballots) \
    "{\"format\":\"palabre-ballots/1\",\"options\":[" names "]" more ",\"ballots\":[" ballots "]}"
#define ABC             "\"A\",\"B\",\"C\""
#define ABCD            "\"A\",\"B\",\"C\",\"D\""
#define R(count, ranks) "{\"count\":" #count ",\"ranks\":" ranks "}"

/* clang-format off */
static const struct pal_tests_row rows[] = {
    {"with one seat the quota is more than half", "",
        FILE_OF(ABC, "", R(6, "[[0]]") "," R(3, "[[1]]") "," R(1, "[[2]]")),
        "A", "A6 B3 C1 +A", "", "A > B > C"},
    {"an exclusion leads to the next stage", "",
        FILE_OF(ABC, "", R(4, "[[0]]") "," R(3, "[[1]]") "," R(2, "[[2],[1]]")),
        "B", "A4 B3 C2 -C; A4 B5 C0 +B", "", "B > A > C"},
    {"each ballot of a surplus goes on, its value cut to five decimals", "seats=2",
        FILE_OF(ABCD, "", R(7, "[[0],[1]]") "," R(2, "[[0],[2]]") "," R(2, "[[2]]") "," R(1, "[[3]]")),
        "A B", "A9 B0 C2 D1 +A; A5 B77777/25000 C36111/12500 D1 x1/25000 -D; "
               "A5 B77777/25000 C36111/12500 D0 x25001/25000 -C; A5 B77777/25000 C0 D0 x97223/25000 +B",
        "", "A > B > C > D"},
    {"nothing is transferred once the seats are filled", "seats=2",
        FILE_OF(ABC, "", R(5, "[[0],[2]]") "," R(4, "[[1],[2]]") "," R(1, "[[2]]")),
        "A B", "A5 B4 C1 +A +B", "", "A > B > C"},
    {"exactly the quota elects, and leaves no surplus and no stage", "seats=2",
        FILE_OF(ABCD, "", R(4, "[[0],[2]]") "," R(3, "[[1]]") "," R(2, "[[2]]") "," R(1, "[[3],[1]]")),
        "A B", "A4 B3 C2 D1 +A -D; A4 B4 C2 D0 +B", "", "A > B > C > D"},
    {"of equal surpluses the first is that of who had more before", "seats=4",
        FILE_OF(ABCD ",\"E\"", "", R(12, "[[0],[1]]") "," R(8, "[[0],[2]]") "," R(6, "[[1],[4]]") ","
                R(8, "[[2],[3]]") "," R(6, "[[3]]") "," R(5, "[[4]]")),
        "A C B D", "A20 B6 C8 D6 E5 +A; A10 B12 C12 D6 E5 +C +B; A10 B12 C10 D45833/6250 E5 x4167/6250; "
                   "A10 B10 C10 D45833/6250 E149999/25000 x41669/25000 -E; "
                   "A10 B10 C10 D45833/6250 E0 x47917/6250 +D",
        "transfer B C by earlier", "A > C > B > D > E"},
    {"of surpluses that were always equal, the first is that of the first of the order", "seats=3",
        FILE_OF(ABCD, ",\"tie_order\":[\"D\",\"C\",\"B\",\"A\"]",
                R(4, "[[0],[2]]") "," R(4, "[[1],[3]]") "," R(1, "[[2]]") "," R(1, "[[3]]")),
        "B A D", "A4 B4 C1 D1 +B +A; A4 B3 C1 D2; A3 B3 C2 D2 -C; A3 B3 C0 D2 x2 +D",
        "transfer A B by order; exclude C D by earlier", "A B > D > C"},
    {"as many left as seats are elected without the quota", "seats=2",
        FILE_OF(ABC, "", R(8, "[[0]]") "," R(2, "[[1]]") "," R(1, "[[2]]")),
        "A B", "A8 B2 C1 +A; A4 B2 C1 x4 -C; A4 B2 C0 x5 +B", "", "A > B > C"},
    {"all are elected where there are seats for all", "seats=5",
        FILE_OF(ABC, "", R(1, "[[1]]") "," R(2, "[[2]]")), "C B A", "A0 B1 C2 +C +B +A", "", "C > B > A"},
    {"equal for exclusion: the one who had fewer before", "",
        FILE_OF(ABCD, "", R(5, "[[0]]") "," R(4, "[[1]]") "," R(3, "[[2]]") "," R(1, "[[3],[2]]")),
        "A", "A5 B4 C3 D1 -D; A5 B4 C4 D0 -C; A5 B4 C0 D0 x4 -B; A5 B0 C0 D0 x8 +A",
        "exclude B C by earlier", "A > B > C > D"},
    {"equal at every stage: the last of the order", "",
        FILE_OF(ABC, ",\"tie_order\":[\"B\",\"C\",\"A\"]", R(2, "[[0]]") "," R(2, "[[1]]") "," R(1, "[[2]]")),
        "B", "A2 B2 C1 -C; A2 B2 C0 x1 -A; A0 B2 C0 x3 +B", "exclude A B by order", "A B > C"},
    {"earlier stages leave two of three equals, and the order settles those", "",
        FILE_OF("\"A\",\"B\",\"C\",\"D\",\"E\"", "", R(9, "[[0]]") "," R(3, "[[1]]") "," R(2, "[[2]]") ","
                R(2, "[[3]]") "," R(1, "[[4],[2]]") "," R(1, "[[4],[3]]")),
        "A", "A9 B3 C2 D2 E2 -E; A9 B3 C3 D3 E0 -D; A9 B3 C3 D0 E0 x3 -C; A9 B3 C0 D0 E0 x6 -B; "
             "A9 B0 C0 D0 E0 x9 +A",
        "exclude C D E by order; exclude B C D by earlier; exclude C D by order; exclude B C by earlier",
        "A > B > C D E"},
    {"an equal rank ends the ballot", "",
        FILE_OF(ABC, "", R(2, "[[0]]") "," R(2, "[[1]]") "," R(1, "[[2],[0,1]]")),
        "A", "A2 B2 C1 -C; A2 B2 C0 x1 -B; A2 B0 C0 x3 +A", "exclude A B by order", "A B > C"},
    {"a repeated option ends it too", "",
        FILE_OF(ABCD, "", R(5, "[[0]]") "," R(4, "[[1]]") "," R(2, "[[2],[3],[2],[1]]")),
        "A", "A5 B4 C2 D0 -D; A5 B4 C2 D0 -C; A5 B4 C0 D0 x2 -B; A5 B0 C0 D0 x6 +A", "", "A > B > C > D"},
    {"a skipped rank says nothing", "",
        FILE_OF(ABC, "", R(4, "[[0]]") "," R(3, "[[],[1]]") "," R(2, "[[2],[],[],[1]]")),
        "B", "A4 B3 C2 -C; A4 B5 C0 +B", "", "B > A > C"},
    {"a ballot of weight three is three ballots", "",
        FILE_OF(ABC, "", "{\"weight\":\"3\",\"ranks\":[[0]]}," R(2, "[[1]]")), "A", "A3 B2 C0 +A", "", "A > B > C"},
    {"nobody is elected without a valid ballot", "seats=2",
        FILE_OF(ABC, "", "{\"blank\":true}," R(3, "[[0,1]]")), "", "", "", "A B C"},
};
/* clang-format on */

static void counts(void **state)
{
    pal_tests_count_row("stv-scottish", *state);
}

static const char plain[] = FILE_OF(ABC, "",
                                    R(8, "[[0]]") "," R(2, "[[1]]") "," R(1, "[[2]]") "," R(
                                        2, "[[1,2],[0]]") ",{\"count\":3,\"ranks\":[]}");

static void the_ballots_are_told_apart(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count("stv-scottish", "seats=2", pal_text_of(plain), &counted, NULL),
               PAL_OK);
    EXPECT_RATIO(counted.outcome.valid, "11/1");
    EXPECT_RATIO(counted.outcome.spoilt, "2/1");
    EXPECT_RATIO(counted.outcome.blank, "3/1");
    EXPECT_RATIO(counted.outcome.exhausted, "5/1");
    EXPECT_RATIO(counted.outcome.quota, "4/1");
    EXPECT_RATIO(counted.outcome.rounds[1].quota, "4/1");
    EXPECT_RATIO(counted.outcome.totals.at[0].value, "4/1");
}

static void a_stage_says_what_went_where(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    const char *file =
        FILE_OF(ABCD, "",
                R(7, "[[0],[1]]") "," R(2, "[[0],[2]]") "," R(2, "[[2]]") "," R(1, "[[3]]"));
    EXPECT_ERR(pal_tests_count("stv-scottish", "seats=2", pal_text_of(file), &counted, NULL),
               PAL_OK);
    const struct pal_round *round = &counted.outcome.rounds[1];
    assert_int_equal(round->transfer_count, 1);
    assert_int_equal(round->transfers[0].from, 0);
    assert_int_equal(round->transfers[0].why, PAL_TRANSFER_SURPLUS);
    assert_int_equal(round->transfers[0].to.count, 2);
    EXPECT_RATIO(pal_figures_get(&round->transfers[0].to, 1), "77777/25000");
    EXPECT_RATIO(pal_figures_get(&round->transfers[0].to, 2), "11111/12500");
    assert_int_equal(counted.outcome.rounds[2].transfers[0].why, PAL_TRANSFER_EXCLUSION);
    assert_int_equal(counted.outcome.rounds[2].transfers[0].to.count, 0);
    assert_int_equal(counted.outcome.rounds[0].transfer_count, 0);
}

static void each_step_is_explained(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count("stv-scottish", "seats=2", pal_text_of(plain), &counted, NULL),
               PAL_OK);
    static const char *const sentences[] = {
        "The quota is 4, for 11 votes and 2 seats.",
        "Round 1: A has 8, at least the quota of 4, and is elected.",
        "Round 1: A has 4 more than the quota; this surplus goes to the next preferences on all its "
        "ballots.",
        "Round 2: C is excluded with 1, and its ballots go to their next preferences; nobody has "
        "less.",
        "Round 3: B is elected with 2, as there are no more options left than seats.",
    };
    size_t count = sizeof sentences / sizeof sentences[0];
    assert_int_equal(counted.outcome.reason_count, count);
    for (size_t i = 0; i < count; i++) {
        PAL_BUF(sentence);
        pal_reason_write(&counted.outcome.reasons[i], &sentence);
        EXPECT_BUF(sentence, sentences[i]);
    }
}

static void fractions_are_refused(void **state)
{
    (void)state;
    const struct pal_method *scottish = pal_method_find(pal_text_of("stv-scottish"));
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count("stv-scottish", "", pal_text_of(plain), &counted, NULL), PAL_OK);
    EXPECT_ERR(pal_method_takes_weights(scottish, &counted.question, &counted.profile), PAL_OK);
    PAL_RATIO(third);
    pal_ratio_set(third, 1, 3);
    struct pal_ballot ballot = {.marks = (const int32_t[]){0}, .mark_count = 1};
    pal_profile_add(&counted.profile, &ballot, 1, third);
    EXPECT_ERR(pal_method_takes_weights(scottish, &counted.question, &counted.profile),
               PAL_ERR_METHOD_WEIGHTS);
}

static void a_remote_ballot_needs_a_first_preference(void **state)
{
    (void)state;
    const struct pal_method *scottish = pal_method_find(pal_text_of("stv-scottish"));
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count("stv-scottish", "", pal_text_of(plain), &counted, NULL), PAL_OK);
    enum pal_ballot_state said = PAL_BALLOT_BLANK;
    struct pal_ballot equal = {.marks = (const int32_t[]){-1, 1, 2}, .mark_count = 3};
    EXPECT_ERR(pal_method_judge(scottish, &counted.question, &equal, &said), PAL_ERR_BALLOT_EQUAL);
    struct pal_ballot clear = {.marks = (const int32_t[]){-1, 1, -1, 0, 2}, .mark_count = 5};
    EXPECT_ERR(pal_method_judge(scottish, &counted.question, &clear, &said), PAL_OK);
    assert_int_equal(said, PAL_BALLOT_COUNTED);
}

static void no_college_decides_by_it(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count("stv-scottish", "", pal_text_of(plain), &counted, NULL), PAL_OK);
    EXPECT_ERR(pal_method_transfers(pal_method_find(pal_text_of("stv-scottish")),
                                    &counted.question),
               PAL_ERR_METHOD_TRANSFER);
}

int main(void)
{
    TESTS(tests, 30);
    TABLE(tests, rows, counts);
    TEST(tests, the_ballots_are_told_apart);
    TEST(tests, a_stage_says_what_went_where);
    TEST(tests, each_step_is_explained);
    TEST(tests, fractions_are_refused);
    TEST(tests, a_remote_ballot_needs_a_first_preference);
    TEST(tests, no_college_decides_by_it);
    return RUN(tests);
}
