/*
 * disputes.h - what a receipt is good for after the close: is this ballot in the urn, and what does it say
 * when it is opened again before whoever doubts.
 *
 * A receipt names a ballot and nobody: who brings it is not asked who they are, and nothing is written of
 * it (docs/rules/secret.md).
 */
#ifndef PAL_CORE_DISPUTES_H
#define PAL_CORE_DISPUTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/tree.h"
#include "audit/urn.h"
#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/group.h"
#include "base/text.h"
#include "core/polls.h"

struct pal_store;

/* The ballot that a receipt of this poll names; before the close too.
 * PAL_ERR_NOT_FOUND (the poll is not secret, or was never opened), PAL_ERR_RECEIPT_SYNTAX,
 * PAL_ERR_NOTE_SIGNATURE, PAL_ERR_RECEIPT_ELSEWHERE (of another poll) */
PAL_MUST_USE enum pal_err pal_receipt_check(struct pal_store *store, const struct pal_poll *poll,
                                            struct pal_text note, struct pal_hash *out_ballot);

/* Where a ballot stands in the urn. */
struct pal_urn_place {
    bool is_there;
    uint64_t index;            /* among the hashes, sorted as bytes; from 0 */
    struct pal_tree_head head; /* of the tree over them: its root is that of the box */
    struct pal_proof path;     /* that the hash is in that tree */
};

/* The trees over the urns of closed polls that were asked about last: an urn that is closed does not change,
 * and hashing one of a hundred thousand ballots for each receipt would hold everybody up. */
struct pal_urn_places;
struct pal_urn_places *pal_urn_places_new(void);
/* Accepts NULL. */
void pal_urn_places_free(struct pal_urn_places *places);
/* PAL_ERR_POLL_NOT_COUNTED before the close; PAL_ERR_NOT_FOUND of an open poll */
PAL_MUST_USE enum pal_err pal_urn_find(struct pal_urn_places *places, struct pal_store *store,
                                       const struct pal_poll *poll, const struct pal_hash *ballot,
                                       struct pal_urn_place *out);

/* A ballot of a counted poll as it lies in the urn. */
struct pal_sealed_ballot {
    struct pal_buf college; /* its id */
    struct pal_buf sealed;
};
#define PAL_SEALED_BALLOT(name) \
    struct pal_sealed_ballot name PAL_CLEANUP(pal_sealed_ballot_done) = {0}
void pal_sealed_ballot_done(struct pal_sealed_ballot *ballot);
/* PAL_ERR_STATE (not counted, or destroyed), PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_sealed_read(struct pal_store *store, const struct pal_poll *poll,
                                          const struct pal_hash *ballot,
                                          struct pal_sealed_ballot *out);
/* What opens it and no other, with the proof. PAL_ERR_STATE, PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_sealed_prove(struct pal_store *store, const struct pal_poll *poll,
                                           const struct pal_hash *ballot,
                                           const struct pal_scalar *secret,
                                           struct pal_urn_proof *out_proof);
/* Says in the log that so many ballots are opened again: the entry that has to be there before anybody
 * is shown them. */
struct pal_showing {
    uint64_t entry;
    struct pal_uuid id;
};
PAL_MUST_USE enum pal_err pal_sealed_show(struct pal_store *store, const struct pal_poll *poll,
                                          size_t count, struct pal_showing *out_showing);
/* Is it there? A turn that was lost took it along. */
bool pal_sealed_is_shown(struct pal_store *store, const struct pal_showing *showing);

#endif
