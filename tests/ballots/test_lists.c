/* Seats for lists: whom each method gives them, at the threshold, among equals, and by fractions. */
#include "ballots/method.h"

#include "../support/count.h"
#include "../support/expect.h"

#define FILE_OF(more, ballots)                                                     \
    "{\"format\":\"palabre-ballots/1\",\"options\":[\"A\",\"B\",\"C\",\"D\"]" more \
    ",\"ballots\":[" ballots "]}"
#define VOTES(a, b, c, d)                                                                        \
    FILE_OF("", "{\"count\":" #a ",\"choice\":0},{\"count\":" #b ",\"choice\":1},{\"count\":" #c \
                ",\"choice\":2},"                                                                \
                "{\"count\":" #d ",\"choice\":3}")
/* 2^70 + 1 and beyond: weights that leave machine integers behind. */
#define LARGE "680564733841876926926749214863536422913"

/* clang-format off */
static const struct {
    const char *name;
    const char *method, *settings;
    const char *file;
    uint64_t seats[4];
    const char *tied; /* among whom, or "" */
} rows[] = {
    {"the textbook example by D'Hondt", "dhondt", "seats=8",
        VOTES(100000, 80000, 30000, 20000), {4, 3, 1, 0}, ""},
    {"the textbook example by Sainte-Laguë", "sainte-lague", "seats=8",
        VOTES(100000, 80000, 30000, 20000), {3, 3, 1, 1}, ""},
    {"the textbook example by the modified divisors", "sainte-lague-modified", "seats=8",
        VOTES(100000, 80000, 30000, 20000), {4, 3, 1, 0}, "A D"},
    {"the textbook example by largest remainders", "largest-remainder", "seats=8",
        VOTES(100000, 80000, 30000, 20000), {3, 3, 1, 1}, ""},
    {"7/5 keeps a small list from its first seat", "sainte-lague-modified", "seats=3",
        VOTES(50, 12, 0, 0), {3, 0, 0, 0}, ""},
    {"which 1 gives it", "sainte-lague", "seats=3",
        VOTES(50, 12, 0, 0), {2, 1, 0, 0}, ""},
    {"an average of 10 for the third seat ties with one of 10 for the first", "sainte-lague-modified", "seats=3",
        VOTES(50, 14, 0, 0), {3, 0, 0, 0}, "A B"},
    {"one seat goes to the most votes", "dhondt", "",
        VOTES(3, 5, 4, 0), {0, 1, 0, 0}, ""},
    {"one seat by remainders too", "largest-remainder", "",
        VOTES(3, 5, 4, 0), {0, 1, 0, 0}, ""},
    {"there may be more seats than lists", "dhondt", "seats=1000",
        VOTES(1, 1, 1, 1), {250, 250, 250, 250}, ""},
    {"whole quotas leave nothing over", "largest-remainder", "seats=10",
        VOTES(50, 30, 20, 0), {5, 3, 2, 0}, ""},
    {"the last seat is contested by two", "dhondt", "seats=2",
        VOTES(1, 3, 1, 0), {0, 2, 0, 0}, ""},
    {"the last seat is contested by equals", "dhondt", "seats=3",
        VOTES(6, 3, 2, 0), {2, 1, 0, 0}, ""},
    {"an average of 3 ties with an average of 3", "dhondt", "seats=2",
        VOTES(6, 3, 3, 0), {2, 0, 0, 0}, "A B C"},
    {"the order of ties gives the seat", "dhondt", "seats=2",
        FILE_OF(",\"tie_order\":[\"D\",\"C\",\"B\",\"A\"]", "{\"count\":6,\"choice\":0},{\"count\":3,\"choice\":1},{\"count\":3,\"choice\":2}"),
        {1, 0, 1, 0}, "C B A"},
    {"equals who all have their seat are no tie", "dhondt", "seats=4",
        VOTES(6, 3, 3, 0), {2, 1, 1, 0}, ""},
    {"equal remainders", "largest-remainder", "seats=2",
        VOTES(1, 1, 1, 0), {1, 1, 0, 0}, "A B C"},
    {"equal remainders of which the first are not tied", "largest-remainder", "seats=5",
        VOTES(14, 12, 12, 12), {2, 1, 1, 1}, ""},
    {"two remainders for one seat, a larger one served", "largest-remainder", "seats=4",
        VOTES(6, 5, 5, 0), {2, 1, 1, 0}, ""},
    {"the order of ties gives the seat by remainders too", "largest-remainder", "seats=2",
        FILE_OF(",\"tie_order\":[\"D\",\"C\",\"B\",\"A\"]", "{\"choice\":0},{\"choice\":1},{\"choice\":2}"),
        {0, 1, 1, 0}, "C B A"},
    {"a list without votes gets no seat", "sainte-lague", "seats=9",
        VOTES(1, 0, 0, 0), {9, 0, 0, 0}, ""},
    {"reaching the threshold is enough", "dhondt", "seats=10 threshold=5/100",
        VOTES(60, 35, 5, 0), {6, 4, 0, 0}, ""},
    {"and gives a seat where there are many", "dhondt", "seats=20 threshold=5/100",
        VOTES(60, 35, 5, 0), {12, 7, 1, 0}, ""},
    {"below it there is none", "dhondt", "seats=20 threshold=501/10000",
        VOTES(60, 35, 5, 0), {13, 7, 0, 0}, ""},
    {"the quota is that of the lists which stay", "largest-remainder", "seats=9 threshold=1/5",
        VOTES(40, 20, 10, 10), {6, 3, 0, 0}, ""},
    {"a threshold that nobody reaches gives no seat", "largest-remainder", "seats=3 threshold=1/2",
        VOTES(1, 1, 1, 0), {0, 0, 0, 0}, ""},
    {"fractions are votes", "sainte-lague", "seats=2",
        FILE_OF("", "{\"weight\":\"1/3\",\"choice\":0},{\"weight\":\"1/9\",\"choice\":1}"),
        {2, 0, 0, 0}, "A B"},
    {"a hair more than equal is no tie", "sainte-lague", "seats=2",
        FILE_OF("", "{\"weight\":\"" LARGE "/3\",\"choice\":0},{\"weight\":\"" LARGE "/9\",\"choice\":1},{\"weight\":\"1/9999999999999999999\",\"choice\":1}"),
        {1, 1, 0, 0}, ""},
    {"large numbers tie exactly", "sainte-lague", "seats=2",
        FILE_OF("", "{\"weight\":\"" LARGE "/3\",\"choice\":0},{\"weight\":\"" LARGE "/9\",\"choice\":1}"),
        {2, 0, 0, 0}, "A B"},
    {"no ballot gives no seat", "dhondt", "seats=3", FILE_OF("", ""), {0, 0, 0, 0}, ""},
    {"blank ballots give no seat", "largest-remainder", "seats=3",
        FILE_OF("", "{\"count\":5,\"blank\":true}"), {0, 0, 0, 0}, ""},
    {"ballots that weigh nothing give no seat", "largest-remainder", "seats=3",
        FILE_OF("", "{\"count\":5,\"weight\":0,\"choice\":0}"), {0, 0, 0, 0}, ""},
};
/* clang-format on */

static void gives_seats(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_COUNTED(counted);
    struct pal_text file = pal_text_of(row->file);
    EXPECT_ERR(pal_tests_count(row->method, row->settings, file, &counted, NULL), PAL_OK);
    const struct pal_outcome *outcome = &counted.outcome;
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(outcome->seats[i], row->seats[i]);
    }
    PAL_BUF(tied);
    pal_buf_add_string(&tied, "");
    assert_true(outcome->tie_count <= 1);
    if (outcome->tie_count == 1) {
        assert_int_equal(outcome->ties[0].what_for, PAL_TIE_SEAT);
        pal_tests_names(&counted, &outcome->ties[0].among, &tied);
    }
    EXPECT_BUF(tied, row->tied);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *method, *settings;
    const char *file;
    const char *said; /* the sentences, each ended by a bar */
} explained[] = {
    {"every seat has its average", "dhondt", "seats=3", VOTES(6, 4, 0, 0),
        "Seat 1 goes to A: its votes, 6, divided by 1, are 6, the most.|"
        "Seat 2 goes to B: its votes, 4, divided by 1, are 4, the most.|"
        "Seat 3 goes to A: its votes, 6, divided by 2, are 3, the most.|"},
    {"a seat by the order of ties says so", "dhondt", "", VOTES(6, 6, 0, 0),
        "Seat 1 goes to A: its votes, 6, divided by 1, are 6, the most.|"
        "A comes before the others whose claim to the seat is as strong, in the order settled beforehand for ties.|"},
    {"the first divisor is 7/5", "sainte-lague-modified", "", VOTES(7, 6, 0, 0),
        "Seat 1 goes to A: its votes, 7, divided by 7/5, are 5, the most.|"},
    {"quotas and remainders have their figures", "largest-remainder", "seats=3", VOTES(7, 3, 2, 0),
        "A has 7 votes: 1 times the quota of 4, and 3 remain.|"
        "B has 3 votes: 0 times the quota of 4, and 3 remain.|"
        "C has 2 votes: 0 times the quota of 4, and 2 remain.|"
        "A takes one seat more with the remainder 3.|"
        "B takes one seat more with the remainder 3.|"},
    {"who is below the threshold is told", "dhondt", "threshold=1/4", VOTES(7, 1, 2, 0),
        "B has 1 of 10, less than the threshold of 1/4, and gets no seat.|"
        "C has 2 of 10, less than the threshold of 1/4, and gets no seat.|"
        "D has 0 of 10, less than the threshold of 1/4, and gets no seat.|"
        "Seat 1 goes to A: its votes, 7, divided by 1, are 7, the most.|"},
    {"a threshold that nobody reaches is told", "dhondt", "threshold=1", VOTES(1, 1, 0, 0),
        "A has 1 of 2, less than the threshold of 1, and gets no seat.|"
        "B has 1 of 2, less than the threshold of 1, and gets no seat.|"
        "C has 0 of 2, less than the threshold of 1, and gets no seat.|"
        "D has 0 of 2, less than the threshold of 1, and gets no seat.|"
        "No list reaches the threshold, so no seat is given.|"},
    {"no ballot is told", "sainte-lague", "", FILE_OF("", ""),
        "There is no valid ballot, so nobody is elected.|"},
};
/* clang-format on */

static void explains(void **state)
{
    const __typeof__(explained[0]) *row = *state;
    PAL_COUNTED(counted);
    struct pal_text file = pal_text_of(row->file);
    EXPECT_ERR(pal_tests_count(row->method, row->settings, file, &counted, NULL), PAL_OK);
    PAL_BUF(said);
    for (size_t i = 0; i < counted.outcome.reason_count; i++) {
        pal_reason_write(&counted.outcome.reasons[i], &said);
        pal_buf_add_string(&said, "|");
    }
    EXPECT_BUF(said, row->said);
}

static void totals_quota_and_ranking_are_those_of_the_votes(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    struct pal_text file = pal_text_of(VOTES(7, 7, 2, 0));
    EXPECT_ERR(pal_tests_count("largest-remainder", "seats=5", file, &counted, NULL), PAL_OK);
    EXPECT_RATIO(counted.outcome.quota, "16/5");
    EXPECT_RATIO(counted.outcome.totals.at[2].value, "2/1");
    const size_t places[] = {0, 0, 1, 2};
    assert_memory_equal(counted.outcome.ranking, places, sizeof places);
    EXPECT_ERR(pal_tests_count("dhondt", "seats=5", file, &counted, NULL), PAL_OK);
    assert_false(counted.outcome.parts & PAL_PART_QUOTA);
    assert_true(counted.outcome.parts & PAL_PART_SEATS);
}

static const char *const methods[] = {"dhondt", "sainte-lague", "sainte-lague-modified",
                                      "largest-remainder"};

static void what_does_not_suit_is_refused(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    struct pal_text file = pal_text_of(VOTES(1, 0, 0, 0));
    for (size_t i = 0; i < 4; i++) {
        EXPECT_ERR(pal_tests_count(methods[i], "threshold=3/2", file, &counted, NULL),
                   PAL_ERR_METHOD_PARAMETER);
        EXPECT_ERR(pal_tests_count(methods[i], "seats=2", file, &counted, NULL), PAL_OK);
        const struct pal_method *method = pal_method_find(pal_text_of(methods[i]));
        EXPECT_ERR(pal_method_transfers(method, &counted.question), PAL_ERR_METHOD_TRANSFER);
    }
}

int main(void)
{
    TESTS(tests, 48);
    TABLE(tests, rows, gives_seats);
    TABLE(tests, explained, explains);
    TEST(tests, totals_quota_and_ranking_are_those_of_the_votes);
    TEST(tests, what_does_not_suit_is_refused);
    return RUN(tests);
}
