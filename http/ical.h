/*
 * ical.h - lines of an iCalendar stream: escaped, and folded between characters.
 *
 * RULE docs/rules/feeds.md
 * > Lines end with CR LF and are folded after at most 75 octets, between characters. Instants are UTC.
 */
#ifndef PAL_HTTP_ICAL_H
#define PAL_HTTP_ICAL_H

#include <stdint.h>

#include "base/text.h"

/* Appends one line: a property, with a value that is written as it is. */
void pal_ical_line(struct pal_buf *buf, const char *name, struct pal_text value);
/* The same for a text, of which what means something in iCalendar is escaped. */
void pal_ical_text(struct pal_buf *buf, const char *name, struct pal_text text);
/* The same for an instant. */
void pal_ical_instant(struct pal_buf *buf, const char *name, int64_t instant_us);

#endif
