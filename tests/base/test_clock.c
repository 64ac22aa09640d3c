/* Instants and civil dates, on either side of every edge of the calendar. */
#include "base/clock.h"

#include "../support/expect.h"

/* clang-format off */
static const struct {
    const char *name;
    const char *text;
    enum pal_err err;
    int64_t instant_us;
    const char *written; /* NULL when as it was read */
} instants[] = {
    {"the epoch is zero",                "1970-01-01T00:00:00Z", PAL_OK, 0, NULL},
    {"a second after midnight",          "2026-11-21T18:35:43Z", PAL_OK, 1795286143000000, NULL},
    {"microseconds are kept",            "1970-01-01T00:00:01.000001Z", PAL_OK, 1000001, NULL},
    {"one decimal is a tenth",           "1970-01-01T00:00:00.5Z", PAL_OK, 500000,
        "1970-01-01T00:00:00.500000Z"},
    {"decimals that are zero are left out", "1970-01-01T00:00:00.000Z", PAL_OK, 0,
        "1970-01-01T00:00:00Z"},
    {"the microsecond before the epoch", "1969-12-31T23:59:59.999999Z", PAL_OK, -1, NULL},
    {"an offset ahead is earlier",       "2026-06-20T18:00:00+02:00", PAL_OK, 1781971200000000,
        "2026-06-20T16:00:00Z"},
    {"an offset behind is later",        "2026-06-20T18:00:00-03:30", PAL_OK, 1781991000000000,
        "2026-06-20T21:30:00Z"},
    {"small letters are letters",        "1970-01-01t00:00:00z", PAL_OK, 0, "1970-01-01T00:00:00Z"},
    {"the first instant",                "0000-01-01T00:00:00Z", PAL_OK, -62167219200000000, NULL},
    {"the last instant",                 "9999-12-31T23:59:59.999999Z", PAL_OK, 253402300799999999,
        NULL},
    {"before the first by its offset",   "0000-01-01T00:00:00+00:01", PAL_ERR_CLOCK_INSTANT, 0, NULL},
    {"after the last by its offset",     "9999-12-31T23:59:59-00:01", PAL_ERR_CLOCK_INSTANT, 0, NULL},
    {"a leap second is refused",         "2016-12-31T23:59:60Z", PAL_ERR_CLOCK_INSTANT, 0, NULL},
    {"the hour 24 is refused",           "2026-06-20T24:00:00Z", PAL_ERR_CLOCK_INSTANT, 0, NULL},
    {"the minute 60 is refused",         "2026-06-20T18:60:00Z", PAL_ERR_CLOCK_INSTANT, 0, NULL},
    {"no zone is refused",               "2026-06-20T18:00:00", PAL_ERR_CLOCK_INSTANT, 0, NULL},
    {"a date alone is refused",          "2026-06-20", PAL_ERR_CLOCK_INSTANT, 0, NULL},
    {"a space for the T is refused",     "2026-06-20 18:00:00Z", PAL_ERR_CLOCK_INSTANT, 0, NULL},
    {"a point without decimals is refused", "2026-06-20T18:00:00.Z", PAL_ERR_CLOCK_INSTANT, 0, NULL},
    {"seven decimals are refused",       "2026-06-20T18:00:00.0000000Z", PAL_ERR_CLOCK_INSTANT, 0, NULL},
    {"an offset of 24 hours is refused", "2026-06-20T18:00:00+24:00", PAL_ERR_CLOCK_INSTANT, 0, NULL},
    {"an offset without colon is refused", "2026-06-20T18:00:00+0200", PAL_ERR_CLOCK_INSTANT, 0, NULL},
    {"anything after it is refused",     "2026-06-20T18:00:00Z ", PAL_ERR_CLOCK_INSTANT, 0, NULL},
    {"the thirtieth of February is refused", "2026-02-30T18:00:00Z", PAL_ERR_CLOCK_INSTANT, 0, NULL},
};
/* clang-format on */

static void reads_instant(void **state)
{
    const __typeof__(instants[0]) *row = *state;
    int64_t instant_us = 42;
    EXPECT_ERR(pal_instant_parse(pal_text_of(row->text), &instant_us), row->err);
    if (row->err != PAL_OK) {
        assert_true(instant_us == 42);
        return;
    }
    assert_true(instant_us == row->instant_us);
    char written[PAL_INSTANT_TEXT_SIZE + 1];
    pal_instant_write(instant_us, written);
    assert_string_equal(written, row->written != NULL ? row->written : row->text);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *text;
    enum pal_err err;
    int32_t days;
} dates[] = {
    {"the first of 1970 is day zero",        "1970-01-01", PAL_OK, 0},
    {"the day before is minus one",          "1969-12-31", PAL_OK, -1},
    {"the day of an assembly",               "2026-06-20", PAL_OK, 20624},
    {"2000 has a leap day",                  "2000-02-29", PAL_OK, 11016},
    {"the first of March 1900 follows the 28th", "1900-03-01", PAL_OK, -25508},
    {"the calendar is used before 1582",     "0001-01-01", PAL_OK, -719162},
    {"the first date",                       "0000-01-01", PAL_OK, -719528},
    {"the last date",                        "9999-12-31", PAL_OK, 2932896},
    {"1900 has no leap day",                 "1900-02-29", PAL_ERR_CLOCK_DATE, 0},
    {"2026 has no leap day",                 "2026-02-29", PAL_ERR_CLOCK_DATE, 0},
    {"April has thirty days",                "2026-04-31", PAL_ERR_CLOCK_DATE, 0},
    {"there is no day zero",                 "2026-04-00", PAL_ERR_CLOCK_DATE, 0},
    {"there is no month zero",               "2026-00-10", PAL_ERR_CLOCK_DATE, 0},
    {"there is no thirteenth month",         "2026-13-10", PAL_ERR_CLOCK_DATE, 0},
    {"a short day is refused",               "2026-06-1",  PAL_ERR_CLOCK_DATE, 0},
    {"the French order is refused",          "20/06/2026", PAL_ERR_CLOCK_DATE, 0},
    {"a sign is refused",                    "-026-06-20", PAL_ERR_CLOCK_DATE, 0},
    {"five digits of year are refused",      "12026-06-20", PAL_ERR_CLOCK_DATE, 0},
    {"an instant is no date",                "2026-06-20T00:00:00Z", PAL_ERR_CLOCK_DATE, 0},
    {"nothing is no date",                   "",           PAL_ERR_CLOCK_DATE, 0},
};
/* clang-format on */

static void reads_date(void **state)
{
    const __typeof__(dates[0]) *row = *state;
    struct pal_date date = {42};
    EXPECT_ERR(pal_date_parse(pal_text_of(row->text), &date), row->err);
    assert_int_equal(date.days, row->err == PAL_OK ? row->days : 42);
    if (row->err == PAL_OK) {
        char written[PAL_DATE_TEXT_SIZE + 1];
        pal_date_write(date, written);
        assert_string_equal(written, row->text);
    }
}

static void every_day_of_four_centuries_comes_back(void **state)
{
    (void)state;
    for (int32_t days = -146097 / 2; days <= 146097 / 2; days++) {
        char text[PAL_DATE_TEXT_SIZE + 1];
        pal_date_write((struct pal_date){days}, text);
        struct pal_date date;
        EXPECT_ERR(pal_date_parse(pal_text_of(text), &date), PAL_OK);
        assert_int_equal(date.days, days);
    }
}

/* clang-format off */
static const struct {
    const char *name;
    const char *zone;
    const char *instant;
    const char *date;
} civil[] = {
    {"Paris is in tomorrow before midnight UTC",       "Europe/Paris",     "2026-06-20T22:00:00Z", "2026-06-21"},
    {"and in today a second before",                   "Europe/Paris",     "2026-06-20T21:59:59Z", "2026-06-20"},
    {"in winter it is an hour later",                  "Europe/Paris",     "2026-01-20T22:59:59Z", "2026-01-20"},
    {"Martinique is behind",                           "America/Martinique", "2026-06-21T03:59:59Z", "2026-06-20"},
    {"UTC is UTC",                                     "UTC",              "2026-06-20T23:59:59.999999Z", "2026-06-20"},
    {"before 1970 too",                                "UTC",              "1969-12-31T23:59:59.999999Z", "1969-12-31"},
};
/* clang-format on */

static void falls_on(void **state)
{
    const __typeof__(civil[0]) *row = *state;
    EXPECT_ERR(pal_clock_zone(row->zone), PAL_OK);
    int64_t instant_us = 0;
    EXPECT_ERR(pal_instant_parse(pal_text_of(row->instant), &instant_us), PAL_OK);
    char written[PAL_DATE_TEXT_SIZE + 1];
    pal_date_write(pal_date_of_instant(instant_us), written);
    assert_string_equal(written, row->date);
}

static void a_day_is_kept_neither_past_midnight_nor_in_another_zone(void **state)
{
    (void)state;
    const int64_t midnight_us = INT64_C(1781992800000000); /* 2026-06-21 in Paris */
    EXPECT_ERR(pal_clock_zone("Europe/Paris"), PAL_OK);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(pal_date_of_instant(midnight_us).days, 20625);
        assert_int_equal(pal_date_of_instant(midnight_us - 1).days, 20624);
    }
    EXPECT_ERR(pal_clock_zone("America/Martinique"), PAL_OK);
    assert_int_equal(pal_date_of_instant(midnight_us).days, 20624);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *zone;
} zones[] = {
    {"no name is no zone",                  ""},
    {"a city that does not exist",          "Europe/Nowhere"},
    {"a folder is no zone",                 "Europe"},
    {"a table beside the zones is no zone", "tzdata.zi"},
    {"a way out of the folder",             "../../../etc/localtime"},
    {"a way out from inside",               "Europe/../Europe/Paris"},
    {"an absolute path",                    "/etc/localtime"},
    {"a path after a colon",                ":/etc/localtime"},
    {"an empty part",                       "Europe//Paris"},
    {"a slash at the end",                  "Europe/Paris/"},
    {"a rule instead of a name",            "CET-1CEST,M3.5.0,M10.5.0/3"},
    {"a zone that counts leap seconds",     "right/Europe/Paris"},
};
/* clang-format on */

static void is_no_zone(void **state)
{
    const __typeof__(zones[0]) *row = *state;
    EXPECT_ERR(pal_clock_zone("Europe/Paris"), PAL_OK);
    EXPECT_ERR(pal_clock_zone(row->zone), PAL_ERR_CLOCK_ZONE);
    /* And the zone is what it was. */
    assert_int_equal(pal_date_of_instant(INT64_C(1781992800000000)).days, 20625);
    assert_int_equal(pal_minute_of_instant(INT64_C(1781992800000000)), 0);
    assert_int_equal(pal_minute_of_instant(INT64_C(1781992800000000) - 1), 1439);
}

static void a_clock_can_be_set(void **state)
{
    (void)state;
    int64_t instant_us = 5;
    struct pal_clock clock = pal_clock_at(&instant_us);
    assert_true(pal_clock_now_us(&clock) == 5);
    instant_us = -7;
    assert_true(pal_clock_now_us(&clock) == -7);
}

static void the_machine_has_a_clock(void **state)
{
    (void)state;
    struct pal_clock clock = pal_clock_system();
    int64_t first = pal_clock_now_us(&clock);
    assert_true(first > INT64_C(1700000000000000)); /* 2023 */
}

int main(void)
{
    TESTS(tests, 80);
    TABLE(tests, instants, reads_instant);
    TABLE(tests, dates, reads_date);
    TEST(tests, every_day_of_four_centuries_comes_back);
    TABLE(tests, civil, falls_on);
    TABLE(tests, zones, is_no_zone);
    TEST(tests, a_day_is_kept_neither_past_midnight_nor_in_another_zone);
    TEST(tests, a_clock_can_be_set);
    TEST(tests, the_machine_has_a_clock);
    return RUN(tests);
}
