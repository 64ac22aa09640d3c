/*
 * profile_marks.h - the marks of the rows of a profile: kept until it is done, and never moved.
 */
#ifndef PAL_BALLOTS_PROFILE_MARKS_H
#define PAL_BALLOTS_PROFILE_MARKS_H

#include "ballots/profile.h"

/* A copy of the marks, which stays where it is. */
PAL_MUST_USE const int32_t *pal_profile_marks_keep(struct pal_profile_block **blocks,
                                                   const int32_t *marks, size_t count);
/* Releases them all. */
void pal_profile_marks_done(struct pal_profile_block **blocks);

#endif
