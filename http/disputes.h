/*
 * disputes.h - the ballots that are to be opened again before whoever holds their receipt, in memory alone.
 *
 * A server that ends has forgotten them: they are asked for again. A ballot counts as opened only while
 * the log says so: if the turn that said it is lost, what was opened in it is shown to nobody.
 */
#ifndef PAL_HTTP_DISPUTES_H
#define PAL_HTTP_DISPUTES_H

#include <stdbool.h>
#include <stddef.h>

#include "audit/urn.h"
#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "core/polls.h"

struct pal_store;
struct pal_disputes;
struct pal_disputes *pal_disputes_new(void);
/* Accepts NULL. */
void pal_disputes_free(struct pal_disputes *disputes);

struct pal_dispute_answer {
    bool is_shown;
    struct pal_urn_proof proof; /* when it is */
};
/* Asks that a ballot be opened again, and tells whether it was.
 * PAL_ERR_LIMIT_RATE when too many wait. */
PAL_MUST_USE enum pal_err pal_disputes_ask(struct pal_disputes *disputes, struct pal_store *store,
                                           const struct pal_poll *poll,
                                           const struct pal_hash *ballot,
                                           struct pal_dispute_answer *out_answer);
/* How many ballots of a poll wait. */
size_t pal_disputes_waiting(struct pal_disputes *disputes, struct pal_store *store,
                            struct pal_poll_id poll);
/* Opens those that wait with the secret of the urn, and says in the log how many.
 * PAL_ERR_STATE */
PAL_MUST_USE enum pal_err pal_disputes_show(struct pal_disputes *disputes, struct pal_store *store,
                                            const struct pal_poll *poll,
                                            const struct pal_scalar *secret);

#endif
