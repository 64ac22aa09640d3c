/*
 * roll.h - who may vote in this poll, in which college, and who has.
 *
 * Frozen at the opening; one right, one use, whatever the channel. Private: what is published is
 * its size, its counts by college, and the root over its lines.
 */
#ifndef PAL_CORE_ROLL_H
#define PAL_CORE_ROLL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/text.h"
#include "core/members.h"
#include "core/polls.h"

struct pal_store;

/* What the manifest says of the roll. */
struct pal_roll_summary {
    struct pal_hash root; /* over one salted line per right, in the order of rank */
    uint64_t voters;
    uint64_t colleges[64]; /* in the order of the constitution; the first alone without colleges */
};
/* Copies every admitted member of the electorate onto the roll. Part of the opening.
 * PAL_ERR_ROLL_EMPTY, PAL_ERR_MEMBER_COLLEGE */
PAL_MUST_USE enum pal_err pal_roll_freeze(struct pal_store *store, const struct pal_poll *poll,
                                          const struct pal_constitution *constitution,
                                          struct pal_roll_summary *out);
/* Marks a right as used. PAL_ERR_ROLL_ABSENT, PAL_ERR_ROLL_VOTED. out_college has room for
 * PAL_LIMIT_NAME + 1 bytes. */
PAL_MUST_USE enum pal_err pal_roll_use(struct pal_store *store, struct pal_poll_id poll,
                                       struct pal_member_id member, char *out_college);

struct pal_roll_line {
    int64_t rank;
    struct pal_member_id member;
    struct pal_uuid member_uuid;
    struct pal_text number, name, college;
    bool is_used;
};
/* PAL_ERR_ROLL_ABSENT */
PAL_MUST_USE enum pal_err pal_roll_find(struct pal_store *store, struct pal_poll_id poll,
                                        struct pal_member_id member, bool *out_is_used);
PAL_MUST_USE enum pal_err pal_roll_walk(
    struct pal_store *store, struct pal_poll_id poll, int64_t after_rank, size_t limit,
    enum pal_err (*visit)(void *context, const struct pal_roll_line *line), void *context);

#endif
