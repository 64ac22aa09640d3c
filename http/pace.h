/*
 * pace.h - how fast one account may ask: far faster than anybody's pages do, and not so fast that the
 * others notice.
 *
 * An account may be up to PAL_PACE_AHEAD_S ahead of its pace: a member has 20 requests a second in
 * the long run and 1200 at once, whatever their sessions, tokens and addresses. Who holds an office works for
 * all (ten thousand links before an assembly) and has a hundred times as much. Of a fixed size: where
 * more accounts ask at once than there are places, the calmest of them is forgotten, in its favour.
 */
#ifndef PAL_HTTP_PACE_H
#define PAL_HTTP_PACE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "core/sessions.h"

enum {
    PAL_PACE_AHEAD_S = 60,
    PAL_PACE_MEMBER_US = 50000, /* what one request takes of a member's time: 20 a second */
    PAL_PACE_OFFICER_US = 500,  /* 2000 a second */
};

struct pal_pace;
PAL_MUST_USE struct pal_pace *pal_pace_new(void);
void pal_pace_free(struct pal_pace *pace);

/* Counts one request of whoever is signed in, or says that it is one too many and counts nothing.
 * Nobody's requests are not counted. */
PAL_MUST_USE bool pal_pace_allows(struct pal_pace *pace, const struct pal_principal *principal,
                                  int64_t now_us);

#endif
