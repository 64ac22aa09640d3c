/*
 * tally.h - from a closed poll to its outcome: box, profiles, decision, log.
 *
 * Two halves, because counting is slow and writing is not: pal_tally_compute reads a snapshot in a
 * worker thread; pal_tally_record writes in the loop what it found, if the poll is still the one
 * that was counted. Tests call one after the other.
 */
#ifndef PAL_CORE_TALLY_H
#define PAL_CORE_TALLY_H

#include <stdint.h>

#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/group.h"
#include "base/json.h"
#include "base/text.h"
#include "core/polls.h"

struct pal_store;

struct pal_tally_made {
    struct pal_poll_id poll;
    struct pal_hash box;      /* the box that was counted */
    struct pal_json *outcome; /* the document palabre-outcome/1, docs/rules/polls.md */
    struct pal_buf opened;    /* of a secret poll: the list of the opened ballots */
};
void pal_tally_done(struct pal_tally_made *tally);

/* Reads the manifest, the box and the roll's counts, and decides (ballots/decide.h).
 * PAL_ERR_STATE unless closed, and of a secret poll; PAL_ERR_LOG_BROKEN when the manifest or the box is
 * not the one whose hash was logged. */
PAL_MUST_USE enum pal_err pal_tally_compute(struct pal_store *snapshot, struct pal_poll_id poll,
                                            struct pal_tally_made *out);
/* The same of a secret poll, with the secret of its urn: opens every ballot, in memory alone. */
PAL_MUST_USE enum pal_err pal_tally_open(struct pal_store *snapshot, struct pal_poll_id poll,
                                         const struct pal_scalar *secret,
                                         struct pal_tally_made *out);
/* Writes the outcome, logs and publishes it, and gives the resolution its fate.
 * PAL_ERR_STATE when the poll is no longer closed, or its box is another. */
PAL_MUST_USE enum pal_err pal_tally_record(struct pal_store *store,
                                           const struct pal_tally_made *tally);

/* The outcome's document, and its decision, which stands in it as a text (ballots/decide.h). The
 * caller owns both. PAL_ERR_POLL_NOT_COUNTED */
PAL_MUST_USE enum pal_err pal_tally_outcome(struct pal_store *store, struct pal_poll_id poll,
                                            struct pal_json **out_json,
                                            struct pal_json **out_decision);

/* The colleges of a secret poll that is counted whose opened ballots, one or more, all say the same,
 * with how many they are: what each voter chose there is no secret. None of an open poll. The text is
 * lent until visit returns. */
PAL_MUST_USE enum pal_err pal_tally_alike(
    struct pal_store *store, const struct pal_poll *poll,
    enum pal_err (*visit)(void *context, struct pal_text college, uint64_t ballots), void *context);

#endif
