/*
 * interval.h - numbers of which only is known that they lie between two machine integers.
 *
 * Everything is rounded outwards. Who calls knows that the results fit.
 */
#ifndef PAL_BALLOTS_INTERVAL_H
#define PAL_BALLOTS_INTERVAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/check.h"

#include "units.h"

/* Between low and high, both included. */
struct pal_interval {
    pal_wide low, high;
};

/* Rounded down, and up. */
static inline struct pal_interval pal_interval_divided(struct pal_interval number, int64_t by)
{
    PAL_CHECK(by > 0);
    return (struct pal_interval){number.low / by - (number.low % by < 0),
                                 number.high / by + (number.high % by > 0)};
}

static inline struct pal_interval pal_interval_times(struct pal_interval number, int64_t by)
{
    return (struct pal_interval){number.low * by, number.high * by};
}

static inline struct pal_interval pal_interval_less(struct pal_interval number,
                                                    struct pal_interval other)
{
    return (struct pal_interval){number.low - other.high, number.high - other.low};
}

static inline bool pal_interval_is_same(struct pal_interval number, struct pal_interval other)
{
    return number.low == other.low && number.high == other.high;
}

#endif
