/* clock.c - the time of day, from a clock that a test can set, and civil dates. */
#include "base/clock.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/check.h"

enum { SECOND_US = 1000000, DAY_SECONDS = 86400 };
enum { DATE_MIN = -719528, DATE_MAX = 2932896 }; /* 0000-01-01 and 9999-12-31 */

enum { MINUTE_SECONDS = 60 };

/* Since then every zone has been whole minutes away from UTC (Liberia was the last, 1972): a civil day begins
 * with a minute. */
enum { WHOLE_MINUTES_FROM = 94694400 }; /* 1973-01-01 */

static const char zone_folder[] = "/usr/share/zoneinfo/";

/* --- Clocks --- */

static int64_t system_now_us(void *context)
{
    (void)context;
    struct timespec now;
    int failed = clock_gettime(CLOCK_REALTIME, &now);
    PAL_CHECK(failed == 0);
    return (int64_t)now.tv_sec * SECOND_US + now.tv_nsec / 1000;
}

static int64_t read_instant(void *context)
{
    return *(const int64_t *)context;
}

struct pal_clock pal_clock_system(void)
{
    return (struct pal_clock){.now_us = system_now_us};
}

struct pal_clock pal_clock_at(int64_t *instant_us)
{
    return (struct pal_clock){.now_us = read_instant, .context = instant_us};
}

int64_t pal_clock_now_us(const struct pal_clock *clock)
{
    return clock->now_us(clock->context);
}

/* --- The zone --- */

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* Parts of letters, digits, '_', '-' and '+' that start with a letter, with '/' between them: no
 * name leads out of the folder of zones. */
static bool is_zone_name(struct pal_text name)
{
    bool starts_part = true;
    for (size_t i = 0; i < name.size; i++) {
        char byte = name.bytes[i];
        bool inner = (byte >= '0' && byte <= '9') || byte == '_' || byte == '-' || byte == '+';
        if (!is_letter(byte) && (starts_part || (!inner && byte != '/'))) {
            return false;
        }
        starts_part = byte == '/';
    }
    return !starts_part;
}

/* Does the file of a zone start as such files do (RFC 8536)? */
static bool is_zone_file(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode)) {
        return false;
    }
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return false;
    }
    char magic[4];
    bool is_zone = fread(magic, 1, sizeof magic, file) == sizeof magic &&
                   memcmp(magic, "TZif", sizeof magic) == 0;
    (void)fclose(file); /* it was only read */
    return is_zone;
}

/* How many times the zone was set: what a thread keeps of one is not of the next. */
static atomic_uint zone_count;

enum pal_err pal_clock_zone(const char *name)
{
    /* The zones under right/ count leap seconds, which instants have not. */
    if (!is_zone_name(pal_text_of(name)) || pal_text_starts(pal_text_of(name), "right/")) {
        return PAL_ERR_CLOCK_ZONE;
    }
    PAL_BUF(path);
    pal_buf_add_format(&path, "%s%s", zone_folder, name);
    if (!is_zone_file(path.bytes)) {
        return PAL_ERR_CLOCK_ZONE;
    }
    int failed = setenv("TZ", name, 1); /* NOLINT(concurrency-mt-unsafe): before any thread */
    PAL_CHECK(failed == 0);
    tzset();
    atomic_fetch_add(&zone_count, 1);
    return PAL_OK;
}

/* --- The proleptic Gregorian calendar --- */

struct pal_civil {
    int32_t year, month, day;
};

static int32_t floor_div(int32_t value, int32_t by)
{
    return value / by - (value % by < 0 ? 1 : 0);
}

/* Days since 1970-01-01. Years are counted from March, so that the leap day comes last, in eras of
 * 400 years, which all have 146 097 days. */
static int32_t days_of(struct pal_civil civil)
{
    int32_t year = civil.year - (civil.month <= 2 ? 1 : 0);
    int32_t era = floor_div(year, 400);
    int32_t year_of_era = year - era * 400;
    int32_t month = (civil.month + 9) % 12; /* March is 0 */
    int32_t day_of_year = (153 * month + 2) / 5 + civil.day - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468; /* from 0000-03-01 to 1970-01-01 */
}

static struct pal_civil civil_of(int32_t days)
{
    int32_t shifted = days + 719468;
    int32_t era = floor_div(shifted, 146097);
    int32_t day_of_era = shifted - era * 146097;
    int32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t month = (5 * day_of_year + 2) / 153;
    struct pal_civil civil = {
        .year = year_of_era + era * 400,
        .month = month < 10 ? month + 3 : month - 9,
        .day = day_of_year - (153 * month + 2) / 5 + 1,
    };
    civil.year += civil.month <= 2 ? 1 : 0;
    return civil;
}

/* --- Reading --- */

/* Takes so many digits from the front of the text. False when they are not there. */
static bool take_digits(struct pal_text *text, size_t count, int32_t *out_value)
{
    if (text->size < count) {
        return false;
    }
    int32_t value = 0;
    for (size_t i = 0; i < count; i++) {
        if (text->bytes[i] < '0' || text->bytes[i] > '9') {
            return false;
        }
        value = 10 * value + (text->bytes[i] - '0');
    }
    *text = (struct pal_text){text->bytes + count, text->size - count};
    *out_value = value;
    return true;
}

static bool take_one_of(struct pal_text *text, const char *bytes)
{
    if (text->size == 0 || text->bytes[0] == '\0' || strchr(bytes, text->bytes[0]) == NULL) {
        return false;
    }
    *text = (struct pal_text){text->bytes + 1, text->size - 1};
    return true;
}

static bool take_date(struct pal_text *text, int32_t *out_days)
{
    struct pal_civil civil;
    if (!take_digits(text, 4, &civil.year) || !take_one_of(text, "-") ||
        !take_digits(text, 2, &civil.month) || !take_one_of(text, "-") ||
        !take_digits(text, 2, &civil.day) || civil.month < 1 || civil.month > 12 || civil.day < 1) {
        return false;
    }
    /* The thirtieth of February would come back as a day of March. */
    int32_t days = days_of(civil);
    struct pal_civil again = civil_of(days);
    if (again.month != civil.month || again.day != civil.day) {
        return false;
    }
    *out_days = days;
    return true;
}

/* "18:35:43" as a count of seconds. */
static bool take_time(struct pal_text *text, int32_t *out_seconds)
{
    int32_t hours = 0;
    int32_t minutes = 0;
    int32_t seconds = 0;
    if (!take_digits(text, 2, &hours) || !take_one_of(text, ":") ||
        !take_digits(text, 2, &minutes) || !take_one_of(text, ":") ||
        !take_digits(text, 2, &seconds) || hours > 23 || minutes > 59 || seconds > 59) {
        return false;
    }
    *out_seconds = hours * 3600 + minutes * 60 + seconds;
    return true;
}

/* Nothing, or a point and one to six decimals, as a count of microseconds. */
static bool take_fraction(struct pal_text *text, int32_t *out_us)
{
    *out_us = 0;
    if (!take_one_of(text, ".")) {
        return true;
    }
    int32_t digit = 0;
    int32_t unit_us = SECOND_US;
    while (unit_us > 1 && take_digits(text, 1, &digit)) {
        unit_us /= 10;
        *out_us += digit * unit_us;
    }
    return unit_us < SECOND_US;
}

/* "Z", or the seconds by which "+02:00" is ahead of it. */
static bool take_offset(struct pal_text *text, int32_t *out_seconds)
{
    if (take_one_of(text, "Zz")) {
        *out_seconds = 0;
        return true;
    }
    int32_t sign = pal_text_starts(*text, "-") ? -1 : 1;
    int32_t hours = 0;
    int32_t minutes = 0;
    if (!take_one_of(text, "+-") || !take_digits(text, 2, &hours) || !take_one_of(text, ":") ||
        !take_digits(text, 2, &minutes) || hours > 23 || minutes > 59) {
        return false;
    }
    *out_seconds = sign * (hours * 3600 + minutes * 60);
    return true;
}

/* The day of an instant of UTC, also before 1970. */
static int64_t day_of(int64_t seconds)
{
    return seconds / DAY_SECONDS - (seconds % DAY_SECONDS < 0 ? 1 : 0);
}

static int64_t seconds_of(int64_t instant_us)
{
    return instant_us / SECOND_US - (instant_us % SECOND_US < 0 ? 1 : 0);
}

enum pal_err pal_instant_parse(struct pal_text text, int64_t *out_instant_us)
{
    int32_t days = 0;
    int32_t time = 0;
    int32_t fraction_us = 0;
    int32_t ahead = 0;
    if (!take_date(&text, &days) || !take_one_of(&text, "Tt") || !take_time(&text, &time) ||
        !take_fraction(&text, &fraction_us) || !take_offset(&text, &ahead) || text.size > 0) {
        return PAL_ERR_CLOCK_INSTANT;
    }
    int64_t seconds = (int64_t)days * DAY_SECONDS + time - ahead;
    /* An offset may lead out of the years that can be written. */
    if (day_of(seconds) < DATE_MIN || day_of(seconds) > DATE_MAX) {
        return PAL_ERR_CLOCK_INSTANT;
    }
    *out_instant_us = seconds * SECOND_US + fraction_us;
    return PAL_OK;
}

enum pal_err pal_date_parse(struct pal_text text, struct pal_date *out_date)
{
    int32_t days = 0;
    if (!take_date(&text, &days) || text.size > 0) {
        return PAL_ERR_CLOCK_DATE;
    }
    *out_date = (struct pal_date){days};
    return PAL_OK;
}

/* --- Writing --- */

static void write_digits(char *out, int64_t value, size_t count)
{
    for (size_t i = count; i > 0; i--) {
        out[i - 1] = (char)('0' + value % 10);
        value /= 10;
    }
}

void pal_date_write(struct pal_date date, char out_text[PAL_DATE_TEXT_SIZE + 1])
{
    PAL_CHECK(date.days >= DATE_MIN);
    PAL_CHECK(date.days <= DATE_MAX);
    struct pal_civil civil = civil_of(date.days);
    memcpy(out_text, "0000-00-00", PAL_DATE_TEXT_SIZE + 1);
    write_digits(out_text, civil.year, 4);
    write_digits(out_text + 5, civil.month, 2);
    write_digits(out_text + 8, civil.day, 2);
}

void pal_instant_write(int64_t instant_us, char out_text[PAL_INSTANT_TEXT_SIZE + 1])
{
    int64_t seconds = seconds_of(instant_us);
    int64_t fraction_us = instant_us - seconds * SECOND_US;
    int64_t days = day_of(seconds);
    PAL_CHECK(days >= DATE_MIN);
    PAL_CHECK(days <= DATE_MAX);
    int64_t time = seconds - days * DAY_SECONDS;

    pal_date_write((struct pal_date){(int32_t)days}, out_text);
    memcpy(out_text + 10, "T00:00:00Z", sizeof "T00:00:00Z");
    write_digits(out_text + 11, time / 3600, 2);
    write_digits(out_text + 14, time / 60 % 60, 2);
    write_digits(out_text + 17, time % 60, 2);
    if (fraction_us != 0) {
        memcpy(out_text + 19, ".000000Z", sizeof ".000000Z");
        write_digits(out_text + 20, fraction_us, 6);
    }
}

static struct pal_date local_date(time_t seconds)
{
    struct tm local;
    PAL_CHECK(localtime_r(&seconds, &local) != NULL);
    return (struct pal_date){days_of((struct pal_civil){.year = local.tm_year + 1900,
                                                        .month = local.tm_mon + 1,
                                                        .day = local.tm_mday})};
}

struct pal_date pal_date_of_instant(int64_t instant_us)
{
    /* Whoever serves asks for today at every request, and the library looks the zone up each time. */
    static _Thread_local struct {
        unsigned zone;
        int64_t minute;
        struct pal_date date;
    } last;
    int64_t seconds = seconds_of(instant_us);
    if (seconds < WHOLE_MINUTES_FROM) {
        return local_date((time_t)seconds);
    }
    int64_t minute = seconds / MINUTE_SECONDS;
    unsigned zone = atomic_load(&zone_count);
    if (minute != last.minute || zone != last.zone) {
        last.date = local_date((time_t)seconds);
        last.minute = minute;
        last.zone = zone;
    }
    return last.date;
}

int pal_minute_of_instant(int64_t instant_us)
{
    time_t seconds = (time_t)seconds_of(instant_us);
    struct tm local;
    PAL_CHECK(localtime_r(&seconds, &local) != NULL);
    return local.tm_hour * 60 + local.tm_min;
}
