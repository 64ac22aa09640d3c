/* ranges.c - a header that lists what a client accepts. */
#include "ranges.h"

#include <stddef.h>
#include <strings.h>

/* "q=0.8" in thousandths; what cannot be read counts nothing. */
static int weight_of(struct pal_text parameters)
{
    struct pal_text name;
    parameters = pal_text_trim(parameters);
    if (parameters.size == 0) {
        return PAL_RANGE_WHOLE;
    }
    if (!pal_text_cut(&parameters, '=', &name) || !pal_text_is(name, "q") || parameters.size == 0 ||
        parameters.size > 5) {
        return 0;
    }
    int weight = 0;
    int unit = PAL_RANGE_WHOLE;
    for (size_t i = 0; i < parameters.size; i++) {
        char digit = parameters.bytes[i];
        if (i == 1 ? digit != '.' : digit < '0' || digit > '9') {
            return 0;
        }
        if (i != 1) {
            weight += unit * (digit - '0');
            unit /= 10;
        }
    }
    return weight <= PAL_RANGE_WHOLE ? weight : 0;
}

bool pal_ranges_next(struct pal_text *list, struct pal_range *out_range)
{
    struct pal_text parameters;
    if (list->size == 0) {
        return false;
    }
    if (!pal_text_cut(list, ',', &parameters)) {
        *list = (struct pal_text){NULL, 0}; /* it was the last */
    }
    struct pal_text name;
    if (!pal_text_cut(&parameters, ';', &name)) {
        parameters = (struct pal_text){NULL, 0}; /* name is the whole */
    }
    out_range->name = pal_text_trim(name);
    out_range->weight = weight_of(parameters);
    return true;
}

/* Codings are named in any case (RFC 9110, 8.4.1). */
static bool names(struct pal_text range, const char *coding)
{
    size_t size = pal_text_of(coding).size;
    return range.size == size && strncasecmp(range.bytes, coding, size) == 0;
}

bool pal_ranges_take_gzip(struct pal_text accepted)
{
    enum { NOT_SAID = -1 };
    int gzip = NOT_SAID;
    int identity = NOT_SAID;
    int others = 0;
    struct pal_range range;
    for (int i = 0; i < PAL_RANGES_MAX && pal_ranges_next(&accepted, &range); i++) {
        if (names(range.name, "gzip") || names(range.name, "x-gzip")) {
            gzip = range.weight;
        } else if (names(range.name, "identity")) {
            identity = range.weight;
        } else if (names(range.name, "*")) {
            others = range.weight;
        }
    }
    gzip = gzip == NOT_SAID ? others : gzip;
    return gzip > 0 && gzip >= identity;
}
