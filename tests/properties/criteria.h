/*
 * criteria.h - what the literature asks of a method that elects one: each is tried on random worlds.
 */
#ifndef PAL_TESTS_CRITERIA_H
#define PAL_TESTS_CRITERIA_H

#include "world.h"

enum pal_trial_result {
    PAL_CRITERION_SILENT, /* it asks nothing of this world, or a tie hides the answer */
    PAL_CRITERION_HELD,
    PAL_CRITERION_BROKEN,
};

struct pal_criterion {
    const char *title;
    const char *meaning; /* for the table */
    bool only_rankings;  /* it has a meaning for rankings alone */
    enum pal_trial_result (*holds)(struct pal_world *world, const struct pal_contender *contender,
                                   uint64_t *random);
};
/* Ended by a NULL title. */
extern const struct pal_criterion pal_criteria[];

#endif
