/*
 * casting.h - who may cast a ballot now, and how they hold the right, for the files of core/ alone.
 */
#ifndef PAL_CORE_CASTING_H
#define PAL_CORE_CASTING_H

#include <stdbool.h>

#include "ballots/rules.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"
#include "core/box.h"

#include "manifest.h"

struct pal_casting {
    const struct pal_manifest *manifest; /* lent by the store until another poll is cast in */
    enum pal_channel channel;
    struct pal_member_id holder; /* by proxy; else 0 */
    bool is_suspended;           /* by proxy, and the principal is in the room */
};
/* Looks at the time, at how the person holds the right, and at the text that they read.
 * Errors as pal_box_cast; of the ballot nothing is looked at. */
PAL_MUST_USE enum pal_err pal_casting_begin(struct pal_store *store, const struct pal_cast *cast,
                                            struct pal_where *out_where, struct pal_casting *out);
/* Judges a proxy by the rule, once its right is marked as used; college is that of the right.
 * PAL_ERR_PROXY_*, PAL_ERR_ROLL_VOTED, PAL_ERR_ROLL_NOT_HELD */
PAL_MUST_USE enum pal_err pal_casting_check_proxy(struct pal_store *store,
                                                  const struct pal_cast *cast,
                                                  struct pal_text college,
                                                  const struct pal_casting *casting);

#endif
