/*
 * ballots.h - ballots on their way into the box and out of it, for the files of core/ alone.
 */
#ifndef PAL_CORE_BALLOTS_H
#define PAL_CORE_BALLOTS_H

#include <stdbool.h>
#include <stdint.h>

#include "ballots/rules.h"
#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "core/box.h"

#include "manifest.h"

/* A ballot that is to go in: judged already. */
struct pal_ballot_slip {
    struct pal_poll_id poll;
    struct pal_member_id member, holder; /* holder 0 unless by proxy */
    struct pal_text college;
    enum pal_channel channel;
    struct pal_text marks;
    enum pal_void void_reason;
};
/* Reads what somebody says, in its one spelling: appends it to *out_marks. A ballot that the method
 * refuses is spoilt where spoilt ones are taken, and else refused: PAL_ERR_BALLOT_*, with the place. */
PAL_MUST_USE enum pal_err pal_ballot_spell(const struct pal_manifest *manifest,
                                           const struct pal_json *says, bool takes_spoilt,
                                           struct pal_buf *out_marks, struct pal_where *out_where);
/* Puts it in the box and its commitment in the log. */
PAL_MUST_USE enum pal_err pal_ballot_put(struct pal_store *store,
                                         const struct pal_manifest *manifest,
                                         const struct pal_ballot_slip *slip,
                                         struct pal_cast_receipt *out);

/* What the box document says of the ballots. */
struct pal_box_sum {
    struct pal_hash root;
    uint64_t count, voids;
};
PAL_MUST_USE enum pal_err pal_box_sum(struct pal_store *store, struct pal_poll_id poll,
                                      struct pal_box_sum *out);

/* Every ballot of a poll in order of casting, without names, and the commitment that it gives, made
 * again from the row. Lent until visit returns. */
PAL_MUST_USE enum pal_err pal_ballots_walk(struct pal_store *store, struct pal_poll_id poll,
                                           const struct pal_uuid *poll_uuid,
                                           enum pal_err (*visit)(void *context,
                                                                 const struct pal_opening *opening,
                                                                 const struct pal_hash *commitment),
                                           void *context);

/* The votes of one member, of a holder's proxies, as a paper is judged against them. */
struct pal_ballot_against {
    bool has_voted;        /* a vote of the member counts */
    bool holder_has_voted; /* in the room or remotely */
    uint64_t held;         /* proxies of the holder that count */
};
PAL_MUST_USE enum pal_err pal_ballots_against(struct pal_store *store, struct pal_poll_id poll,
                                              struct pal_member_id member,
                                              struct pal_member_id holder,
                                              struct pal_ballot_against *out);

#endif
