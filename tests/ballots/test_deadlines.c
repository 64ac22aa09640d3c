/* Days of notice, of requests, of postal forms. */
#include "ballots/rules.h"

#include "statutes.h"

/* clang-format off */
static const struct {
    const char *name;
    const char *from, *to;
    int64_t days;
    bool first, second, request, postal;
} rows[] = {
    {"fifteen days are enough at first",      "2026-06-05", "2026-06-20", 15, true,  true,  false, true},
    {"fourteen are not",                      "2026-06-06", "2026-06-20", 14, false, true,  false, true},
    {"ten are enough on second convocation",  "2026-06-10", "2026-06-20", 10, false, true,  false, true},
    {"nine are not",                          "2026-06-11", "2026-06-20", 9,  false, false, false, true},
    {"twenty-five for a request",             "2026-05-26", "2026-06-20", 25, true,  true,  true,  true},
    {"three for a postal form",               "2026-06-17", "2026-06-20", 3,  false, false, false, true},
    {"two are late",                          "2026-06-18", "2026-06-20", 2,  false, false, false, false},
    {"after the meeting",                     "2026-06-21", "2026-06-20", -1, false, false, false, false},
    {"over a leap day",                       "2028-02-19", "2028-03-05", 15, true,  true,  false, true},
};
/* clang-format on */

static void counts(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_CONSTITUTION(constitution);
    statutes("{}", &constitution);
    struct pal_date from;
    struct pal_date to;
    EXPECT_ERR(pal_date_parse(pal_text_of(row->from), &from), PAL_OK);
    EXPECT_ERR(pal_date_parse(pal_text_of(row->to), &to), PAL_OK);
    assert_int_equal(pal_deadlines_days(from, to), row->days);
    assert_int_equal(pal_deadlines_notice(&constitution, PAL_CALL_FIRST, from, to), row->first);
    assert_int_equal(pal_deadlines_notice(&constitution, PAL_CALL_SECOND, from, to), row->second);
    assert_int_equal(pal_deadlines_request(&constitution, from, to), row->request);
    assert_int_equal(pal_deadlines_postal(&constitution, from, to), row->postal);
}

/* "notice:-15 …" for a meeting that day, by a fragment. */
static void expect_calendar(const char *fragment, enum pal_call call, const char *expected)
{
    PAL_CONSTITUTION(constitution);
    statutes(fragment, &constitution);
    struct pal_deadline deadlines[PAL_DEADLINE_COUNT];
    const struct pal_date meeting = {20000};
    size_t count = pal_deadlines_calendar(&constitution, call, meeting, deadlines);
    PAL_BUF(words);
    for (size_t i = 0; i < count; i++) {
        pal_buf_add_format(&words, "%s:%d ", pal_deadline_word(deadlines[i].kind),
                           deadlines[i].on.days - meeting.days);
    }
    EXPECT_TEXT(pal_buf_text(&words), expected);
}

static void puts_deadlines_in_the_order_of_their_dates(void **state)
{
    (void)state;
    expect_calendar("{}", PAL_CALL_FIRST, "requests:-25 notice:-15 postal:-3 meeting:0 ");
    expect_calendar("{}", PAL_CALL_SECOND, "notice:-10 postal:-3 meeting:0 ");
    expect_calendar("{'deliberation':{'debate_days':20},'postal':{'allowed':false}}",
                    PAL_CALL_FIRST, "requests:-25 debate:-20 notice:-15 meeting:0 ");
    expect_calendar(
        "{'deliberation':{'debate_days':20,'contract_days':60},'postal':{'allowed':false}}",
        PAL_CALL_FIRST, "contract:-60 requests:-25 debate:-20 notice:-15 meeting:0 ");
    expect_calendar(
        "{'deliberation':{'debate_days':20,'contract_days':60},'postal':{'allowed':false}}",
        PAL_CALL_SECOND, "notice:-10 meeting:0 ");
    expect_calendar("{'unknown':['notice','postal']}", PAL_CALL_FIRST, "meeting:0 ");
}

int main(void)
{
    TESTS(tests, 16);
    TABLE(tests, rows, counts);
    TEST(tests, puts_deadlines_in_the_order_of_their_dates);
    return RUN(tests);
}
