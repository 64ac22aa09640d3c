/* Exact STV: fractions of fractions, the quota that nobody may merely reach, and weights of any size. */
#include "ballots/method.h"

#include "../support/count.h"
#include "../support/expect.h"
#include "../support/rounds.h"

#define FILE_OF(names, more, ballots) \
    "{\"format\":\"palabre-ballots/1\",\"options\":[" names "]" more ",\"ballots\":[" ballots "]}"
#define ABC             "\"A\",\"B\",\"C\""
#define ABCD            "\"A\",\"B\",\"C\",\"D\""
#define R(count, ranks) "{\"count\":" #count ",\"ranks\":" ranks "}"
#define W(count, weight, ranks) \
    "{\"count\":" #count ",\"weight\":\"" weight "\",\"ranks\":" ranks "}"
#define HUGE_ZEROS "000000000000000000000000000000000000000000000"
#define HUGE       "1" HUGE_ZEROS

/* clang-format off */
static const struct pal_tests_row rows[] = {
    {"a surplus goes on in thirds of thirds", "seats=2",
        FILE_OF(ABC, "", R(2, "[[0],[1]]") "," R(1, "[[0],[2]]") "," R(1, "[[1]]")),
        "A B", "A3 B1 C0 +A; A4/3 B19/9 C5/9 +B", "", "A > B > C"},
    {"the value of a ballot is the product of its transfers", "seats=3",
        FILE_OF(ABCD, "", R(6, "[[0],[1],[2]]") "," R(1, "[[1]]") "," R(1, "[[3]]")),
        "A B C", "A6 B1 C0 D1 +A; A2 B5 C0 D1 +B; A2 B2 C12/5 D1 x3/5 +C", "", "A > B > C > D"},
    {"exactly the quota elects nobody", "seats=2",
        FILE_OF(ABC, "", R(4, "[[0],[1]]") "," R(2, "[[2]]")),
        "A C", "A4 B0 C2 +A; A2 B2 C2 -B; A2 B0 C2 x2 +C", "exclude B C by earlier", "A > C > B"},
    {"with one seat, half is not enough", "",
        FILE_OF(ABC, "", R(2, "[[0]]") "," R(1, "[[1]]") "," R(1, "[[2],[1]]")),
        "A", "A2 B1 C1 -C; A2 B2 C0 -B; A2 B0 C0 x2 +A", "exclude B C by order; exclude A B by earlier", "A > B C"},
    {"fractions of colleges change nothing", "seats=2",
        FILE_OF(ABC, "", W(4, "1/9", "[[0],[1]]") "," W(2, "1/9", "[[2]]")),
        "A C", "A4/9 B0 C2/9 +A; A2/9 B2/9 C2/9 -B; A2/9 B0 C2/9 x2/9 +C", "exclude B C by earlier", "A > C > B"},
    {"nor do weights beyond every machine integer", "seats=2",
        FILE_OF(ABC, "", W(4, HUGE, "[[0],[1]]") "," W(2, HUGE, "[[2]]")),
        "A C", "A4" HUGE_ZEROS " B0 C2" HUGE_ZEROS " +A; A2" HUGE_ZEROS " B2" HUGE_ZEROS " C2" HUGE_ZEROS " -B; "
               "A2" HUGE_ZEROS " B0 C2" HUGE_ZEROS " x2" HUGE_ZEROS " +C", "exclude B C by earlier", "A > C > B"},
    {"a ballot of weight zero is no vote", "seats=2",
        FILE_OF(ABC, "", W(4, "0", "[[0]]") "," R(2, "[[2],[1]]")),
        "C B", "A0 B0 C2 +C; A0 B4/3 C2/3 +B", "", "C > B > A"},
    {"nothing but ballots of weight zero elects nobody", "",
        FILE_OF(ABC, "", W(4, "0", "[[0]]")), "", "", "", "A B C"},
    {"options elected at once and always equal share a place", "seats=2",
        FILE_OF(ABC, "", R(2, "[[0]]") "," R(2, "[[1]]")), "A B", "A2 B2 C0 +A +B", "", "A B > C"},
};
/* clang-format on */

static void counts(void **state)
{
    pal_tests_count_row("stv-wigm", *state);
}

static void the_quota_is_not_rounded(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    const char *file = FILE_OF(ABC, "", R(2, "[[0],[1]]") "," R(1, "[[0],[2]]") "," R(1, "[[1]]"));
    EXPECT_ERR(pal_tests_count("stv-wigm", "seats=2", pal_text_of(file), &counted, NULL), PAL_OK);
    EXPECT_RATIO(counted.outcome.quota, "4/3");
    PAL_BUF(sentence);
    pal_reason_write(&counted.outcome.reasons[1], &sentence);
    EXPECT_BUF(sentence, "Round 1: A has 3, more than the quota of 4/3, and is elected.");
}

/* Everybody agrees: each surplus doubles the digits, and 2^20 of them can be waited for. */
static void figures_stay_short_enough_to_wait_for(void **state)
{
    (void)state;
    const struct pal_method *wigm = pal_method_find(pal_text_of("stv-wigm"));
    PAL_QUESTION(question);
    for (int i = 0; i < 22; i++) {
        PAL_BUF(name);
        pal_buf_add_format(&name, "o%d", i);
        EXPECT_ERR(pal_question_add_option(&question, pal_buf_text(&name)), PAL_OK);
    }
    EXPECT_ERR(pal_question_set_seats(&question, 20), PAL_OK);
    EXPECT_ERR(pal_method_bears(wigm, &question, 64), PAL_OK);
    EXPECT_ERR(pal_method_bears(wigm, &question, 65), PAL_ERR_METHOD_DIGITS);
    EXPECT_ERR(pal_question_set_seats(&question, 18), PAL_OK);
    EXPECT_ERR(pal_method_bears(wigm, &question, UINT64_C(4) * 64), PAL_OK);
    EXPECT_ERR(pal_method_bears(wigm, &question, UINT64_C(4) * 64 + 1), PAL_ERR_METHOD_DIGITS);
    EXPECT_ERR(pal_question_set_seats(&question, 21), PAL_OK);
    EXPECT_ERR(pal_method_bears(wigm, &question, 1), PAL_ERR_METHOD_DIGITS);
    EXPECT_ERR(pal_question_set_seats(&question, 22), PAL_OK); /* for all: nothing is transferred */
    EXPECT_ERR(pal_method_bears(wigm, &question, 65), PAL_OK);
}

int main(void)
{
    TESTS(tests, 12);
    TABLE(tests, rows, counts);
    TEST(tests, the_quota_is_not_rounded);
    TEST(tests, figures_stay_short_enough_to_wait_for);
    return RUN(tests);
}
