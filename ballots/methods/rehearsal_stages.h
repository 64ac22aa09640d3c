/*
 * rehearsal_stages.h - where a rehearsal stood after its purchases, so that the next one need not begin
 * at the beginning.
 *
 * All that a rehearsal knows of an amount changes by the same for every step, as long as nobody
 * gives all who could pay before, and nothing becomes dearer than what was dearer than it. A stage
 * remembers for how many steps that is sure; so far it can be taken up again, each amount moved
 * by its slope.
 */
#ifndef PAL_BALLOTS_REHEARSAL_STAGES_H
#define PAL_BALLOTS_REHEARSAL_STAGES_H

#include <stdbool.h>

#include "base/attr.h"

#include "rehearsal.h"

/* No stage is kept any more. */
void pal_stages_clear(struct pal_rehearsal *rehearsal);
void pal_stages_done(struct pal_rehearsal *rehearsal);

/* Keeps where the rehearsal stands, in the steps that it is at: right after a purchase, when nothing
 * is in doubt. What memory has no room for is not kept. */
void pal_stages_keep(struct pal_rehearsal *rehearsal);

/* Takes up the last stage that is sure to be reached in the steps that the rehearsal is at. False
 * where there is none: then nothing has changed, and it begins at the beginning. */
PAL_MUST_USE bool pal_stages_resume(struct pal_rehearsal *rehearsal);

#endif
