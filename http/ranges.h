/*
 * ranges.h - a header that lists what a client accepts, each with its weight: Accept-Language,
 * Accept-Encoding (RFC 9110, 12.4.2).
 */
#ifndef PAL_HTTP_RANGES_H
#define PAL_HTTP_RANGES_H

#include <stdbool.h>

#include "base/text.h"

enum { PAL_RANGES_MAX = 20, PAL_RANGE_WHOLE = 1000 };

struct pal_range {
    struct pal_text name; /* "fr-CA", "gzip", "*"; borrowed from the header */
    int weight;           /* in thousandths; what cannot be read counts nothing */
};

/* The next range of a list, which is left without it. False at its end. */
bool pal_ranges_next(struct pal_text *list, struct pal_range *out_range);

/* Does Accept-Encoding take gzip rather than the bytes as they are? Not where the header is absent. */
bool pal_ranges_take_gzip(struct pal_text accepted);

#endif
