/*
 * recusals.h - who stays out of the vote on a resolution: out of the roll, and out of every base.
 *
 * Who it is stands in a private table; the log has the ground, one of a list, and a commitment.
 */
#ifndef PAL_CORE_RECUSALS_H
#define PAL_CORE_RECUSALS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"
#include "core/members.h"
#include "core/resolutions.h"

struct pal_store;

/* clang-format off */
#define PAL_RECUSAL_GROUNDS(X) \
    X(AGREEMENT, "agreement") /* a regulated agreement with the society */ \
    X(INTEREST, "interest") X(KINSHIP, "kinship") X(OFFICE, "office") X(OTHER, "other")
/* clang-format on */
enum pal_recusal_ground {
#define PAL_RECUSAL_ENUMERATOR(name, word) PAL_RECUSAL_##name,
    PAL_RECUSAL_GROUNDS(PAL_RECUSAL_ENUMERATOR)
#undef PAL_RECUSAL_ENUMERATOR
        PAL_RECUSAL_COUNT
};
const char *pal_recusal_ground_word(enum pal_recusal_ground ground);
bool pal_recusal_ground_read(struct pal_text word, enum pal_recusal_ground *out_ground);

/* Sets a recusal, or gives it another ground, and lifts it. PAL_ERR_STATE once the resolution is
 * decided or withdrawn, or a poll on it is open; PAL_ERR_MEMBER_NOT_ADMITTED; to lift:
 * PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_recusal_set(struct pal_store *store,
                                          struct pal_resolution_id resolution,
                                          struct pal_member_id member,
                                          enum pal_recusal_ground ground);
PAL_MUST_USE enum pal_err pal_recusal_lift(struct pal_store *store,
                                           struct pal_resolution_id resolution,
                                           struct pal_member_id member);

struct pal_recusal {
    struct pal_member_id member;
    enum pal_recusal_ground ground;
    int64_t at_us;
};
/* All of a resolution, in the order of the register. */
PAL_MUST_USE enum pal_err pal_recusals_walk(
    struct pal_store *store, struct pal_resolution_id resolution,
    enum pal_err (*visit)(void *context, const struct pal_recusal *recusal), void *context);

#endif
