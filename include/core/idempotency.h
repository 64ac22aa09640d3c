/*
 * idempotency.h - replies that are remembered for a day, so that a request sent twice acts once.
 *
 * The reply is kept in the savepoint of the command that it acknowledges: both hold, or neither. A
 * key belongs to the person who sent it; under the same key another request is refused.
 */
#ifndef PAL_CORE_IDEMPOTENCY_H
#define PAL_CORE_IDEMPOTENCY_H

#include <stdint.h>

#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/text.h"
#include "core/members.h"

struct pal_store;

enum { PAL_IDEMPOTENCY_LASTS_S = 24 * 3600 };

struct pal_repeatable {
    struct pal_person_id person;
    struct pal_text key;     /* 8 to 64 letters, digits, '-' or '_': the caller has seen to it */
    struct pal_hash request; /* of method, address and body */
};

/* A reply; empty texts where it has none. */
struct pal_remembered {
    int64_t status;
    struct pal_text location, tag, body;
};

/* Appends location, tag and body of the reply to buf, on which the texts of *out depend.
 * PAL_ERR_NOT_FOUND       nothing under this key in the last day: run the request
 * PAL_ERR_REQUEST_KEY_REUSED  another request had this key */
PAL_MUST_USE enum pal_err pal_remembered_find(struct pal_store *store,
                                              const struct pal_repeatable *request,
                                              struct pal_buf *buf, struct pal_remembered *out);

/* Remembers, inside the PAL_TRANSACTION of the command. */
PAL_MUST_USE enum pal_err pal_remembered_keep(struct pal_store *store,
                                              const struct pal_repeatable *request,
                                              const struct pal_remembered *reply);

/* Forgets what is older than a day; for the loop's tick. */
PAL_MUST_USE enum pal_err pal_remembered_sweep(struct pal_store *store);
/* Forgets everything, since any reply may hold a name that may not be kept. In a PAL_TRANSACTION. */
PAL_MUST_USE enum pal_err pal_remembered_forget(struct pal_store *store);

#endif
