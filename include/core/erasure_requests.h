/*
 * erasure_requests.h - what members ask: that they be erased. Private, and not in the log.
 *
 * A request waits until its member is erased (core/erasure.h), takes it back, or is refused with a reason,
 * which they read. Asking again begins anew.
 */
#ifndef PAL_CORE_ERASURE_REQUESTS_H
#define PAL_CORE_ERASURE_REQUESTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "core/members.h"

struct pal_store;

struct pal_erasure_request {
    int64_t asked_us;
    struct pal_date answer_by;
    int64_t refused_us;     /* 0: it waits */
    bool is_to_tell;        /* refused of late: it awaits who asked */
    struct pal_text reason; /* of the refusal */
    char *owned;
};
#define PAL_ERASURE_REQUEST(name) \
    struct pal_erasure_request name PAL_CLEANUP(pal_erasure_request_done) = {0}
void pal_erasure_request_done(struct pal_erasure_request *request);

/* Asks for the erasure of a member; one that waits already goes on waiting, a refusal is forgotten.
 * PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_erasure_ask(struct pal_store *store, struct pal_member_id member);
/* Takes back what was asked, and forgets what was answered. */
PAL_MUST_USE enum pal_err pal_erasure_ask_end(struct pal_store *store, struct pal_member_id member);
/* Says why the member is not erased, and writes to who acts for them where they agreed to mail.
 * PAL_ERR_STATE (nothing waits), PAL_ERR_TEXT_*, PAL_ERR_LIMIT_TEXT at /reason */
PAL_MUST_USE enum pal_err pal_erasure_refuse(struct pal_store *store, struct pal_member_id member,
                                             struct pal_text reason, struct pal_where *out_where);
/* PAL_ERR_NOT_FOUND: nothing was asked */
PAL_MUST_USE enum pal_err pal_erasure_request_read(struct pal_store *store,
                                                   struct pal_member_id member,
                                                   struct pal_erasure_request *out);
/* Forgets refusals of before that instant. In a transaction. */
PAL_MUST_USE enum pal_err pal_erasure_refusals_expire(struct pal_store *store, int64_t until_us,
                                                      int64_t *out_count);

#endif
