/*
 * properties.h - what the literature says that a method has or lacks, tried on one small profile of
 * rankings that leave nobody out.
 *
 * Each gives false where the profile shows that the method lacks the property. A property of those
 * who are first looks at the ranking, so that no order of ties hides or makes a fault.
 */
#ifndef PAL_TESTS_PROPERTIES_H
#define PAL_TESTS_PROPERTIES_H

#include "trial.h"

struct pal_property {
    const char *name;
    bool (*holds)(const struct pal_trial *trial, const struct pal_outcome *outcome);
};
/* majority, majority-loser, condorcet, condorcet-loser, smith, reversal, monotonicity; ended by a
 * NULL name:
 *
 *   majority          who is first on more than half of the weight is first, alone
 *   majority-loser    who is last on more than half of it is not first
 *   condorcet         who beats everyone else is first, alone
 *   condorcet-loser   who loses to everyone else is not first
 *   smith             the first are in the smallest set whose members beat everyone outside
 *   reversal          who is first alone is not first alone when all rankings are turned over,
 *                     where the order of ties decided nothing that led there
 *   monotonicity      who is first remains so when one ballot puts it a place higher */
extern const struct pal_property pal_properties[];

#endif
