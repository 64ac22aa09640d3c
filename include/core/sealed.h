/*
 * sealed.h - the urn of a secret poll: sealed ballots go in, their hashes come out after the close.
 *
 * A cast is a sealed ballot and the mark of the right that it used, or nothing. Neither says when, no
 * entry of the log is made of it, and nothing leads from one to the other (docs/rules/secret.md).
 */
#ifndef PAL_CORE_SEALED_H
#define PAL_CORE_SEALED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "core/box.h"
#include "core/polls.h"

struct pal_store;

struct pal_sealed_cast {
    struct pal_cast cast;    /* without a ballot */
    struct pal_text college; /* its id; "all" where the constitution has none */
    struct pal_text sealed;  /* bytes */
};
/* What the voter takes home. */
struct pal_sealed_receipt {
    struct pal_hash hash;
    struct pal_buf note; /* signed */
    bool is_again;       /* this sealed ballot was in the urn already, by this right */
};
#define PAL_SEALED_RECEIPT(name) \
    struct pal_sealed_receipt name PAL_CLEANUP(pal_sealed_receipt_done) = {0}
void pal_sealed_receipt_done(struct pal_sealed_receipt *receipt);
/* Casts live, or gives once more the receipt of the same sealed ballot.
 *
 * As pal_box_cast for time, right, text and proxies, and
 * PAL_ERR_BALLOT_LEVEL     the poll is open, not secret
 * PAL_ERR_BALLOT_COLLEGE   the right is of another college
 * PAL_ERR_URN_SIZE, PAL_ERR_GROUP_POINT
 * PAL_ERR_BALLOT_COPIED    it is in the urn already; the right is not used */
PAL_MUST_USE enum pal_err pal_sealed_cast(struct pal_store *store,
                                          const struct pal_sealed_cast *cast,
                                          struct pal_where *out_where,
                                          struct pal_sealed_receipt *out);

/* The hashes of a secret poll from its close on, sorted as bytes.
 * PAL_ERR_POLL_NOT_COUNTED before the close; PAL_ERR_NOT_FOUND of an open poll */
PAL_MUST_USE enum pal_err pal_sealed_hashes(struct pal_store *store, struct pal_poll_id poll,
                                            enum pal_err (*visit)(void *context,
                                                                  const struct pal_hash *hash),
                                            void *context);

/* The same, page by page: at most *count of those that come after one, zeros for the first page; *count is how
 * many there were. */
PAL_MUST_USE enum pal_err pal_sealed_page(struct pal_store *store, struct pal_poll_id poll,
                                          const struct pal_hash *after, struct pal_hash *out_hashes,
                                          size_t *count);

/* Destroys the sealed ballots and the shares of a poll that is over, after its appeal period; the file
 * is to be written anew afterwards (pal_store_rewrite).
 * PAL_ERR_STATE (not secret, not over, never opened, or done), PAL_ERR_URN_KEPT (before kept_until) */
PAL_MUST_USE enum pal_err pal_sealed_destroy(struct pal_store *store, struct pal_poll_id poll);

#endif
