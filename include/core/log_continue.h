/*
 * log_continue.h - a log that was rolled back or forked goes on under another name.
 *
 * Its own name has signed what this copy does not have, and is never signed again. The entries stay with
 * their numbers; docs/rules/witness.md has what the log says of it.
 */
#ifndef PAL_CORE_LOG_CONTINUE_H
#define PAL_CORE_LOG_CONTINUE_H

#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"

struct pal_store;

struct pal_continuation {
    struct pal_text name;       /* from now on; one that the log never had */
    struct pal_text checkpoint; /* a signed one that this copy lacks; empty: the anchor's */
    struct pal_text reason;     /* of log.continue, and of each poll.void */
};
/* What is known of the name before, and what of it is here. */
struct pal_lost {
    struct pal_text quoted; /* the checkpoint to quote: the larger one of the two; lent */
    uint64_t known_size;    /* what it says */
    uint64_t size;          /* entries that this copy has */
};

/* What continuing would give up; changes nothing.
 * PAL_ERR_LOG_SOUND (this copy has all that the checkpoint says, or there is none against it),
 * PAL_ERR_LOG_BROKEN, PAL_ERR_STATE (not founded, or a rehearsal), PAL_ERR_NOTE_* (the name, or what is no
 * checkpoint of this log), PAL_ERR_KEY_LIFE (a name that it had), PAL_ERR_TEXT_EMPTY, PAL_ERR_LIMIT_TEXT */
PAL_MUST_USE enum pal_err pal_log_lost(struct pal_store *store,
                                       const struct pal_continuation *continuation,
                                       struct pal_lost *out_lost);

/* Goes on under the name with another key, in one turn of its own: says so in the log, annuls each poll that was
 * open, or closed and not counted, and ends all sessions, tokens and links, since what was revoked after the
 * backup is not known any more. Cosignatures under the name before are forgotten. Whenever it is interrupted,
 * the next start finds the right key and an anchor that it understands.
 * What pal_log_lost, pal_poll_annul, pal_log_append and pal_turn_commit return; PAL_ERR_FILE_* */
PAL_MUST_USE enum pal_err pal_log_continue(struct pal_store *store,
                                           const struct pal_continuation *continuation);

#endif
