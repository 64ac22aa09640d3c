/*
 * clock.h - the time of day, from a clock that a test can set, and civil dates.
 *
 * Instants are microseconds since 1970 UTC. Civil dates are counted in the zone of the society,
 * which is the zone of the process: pal_clock_zone is called once, before any thread starts.
 */
#ifndef PAL_BASE_CLOCK_H
#define PAL_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"

struct pal_clock {
    int64_t (*now_us)(void *context);
    void *context;
};

/* The clock of the machine. */
struct pal_clock pal_clock_system(void);
/* A clock that reads *instant_us each time. */
struct pal_clock pal_clock_at(int64_t *instant_us);
int64_t pal_clock_now_us(const struct pal_clock *clock);

/* Sets the zone of the process by its IANA name ("Europe/Paris"). PAL_ERR_CLOCK_ZONE */
PAL_MUST_USE enum pal_err pal_clock_zone(const char *name);

/* RFC 3339 in UTC, "2026-11-21T18:35:43Z", with six decimals when microseconds are not zero. For
 * instants of the years 0 to 9999. */
enum { PAL_INSTANT_TEXT_SIZE = 27 };
void pal_instant_write(int64_t instant_us, char out_text[PAL_INSTANT_TEXT_SIZE + 1]);
/* RFC 3339 with "Z" or an offset and at most six decimals. A second 60 is refused: instants have
 * no leap seconds. PAL_ERR_CLOCK_INSTANT */
PAL_MUST_USE enum pal_err pal_instant_parse(struct pal_text text, int64_t *out_instant_us);

/* A civil date as a count of days since 1970-01-01 in the proleptic Gregorian calendar. */
struct pal_date {
    int32_t days;
};
enum { PAL_DATE_TEXT_SIZE = 10 };
/* "2026-06-20", years 0000 to 9999. PAL_ERR_CLOCK_DATE */
PAL_MUST_USE enum pal_err pal_date_parse(struct pal_text text, struct pal_date *out_date);
void pal_date_write(struct pal_date date, char out_text[PAL_DATE_TEXT_SIZE + 1]);
/* The civil date of an instant in the zone of the process. */
struct pal_date pal_date_of_instant(int64_t instant_us);
/* The minute of the civil day, 0 to 1439, in the same zone. */
int pal_minute_of_instant(int64_t instant_us);

#endif
