/*
 * head.h - the first lines of a request, as texts.
 */
#ifndef PAL_HTTP_HEAD_H
#define PAL_HTTP_HEAD_H

#include "base/attr.h"
#include "base/text.h"

/* Texts are borrowed, from who read them until pal_head_keep, empty where the header is absent. */
struct pal_head {
    struct pal_text method, target;
    struct pal_text address; /* of the peer */
    struct pal_text authorization, cookie, origin, fetch_site;
    struct pal_text accept_encoding, accept_language;
    struct pal_text content_type, content_encoding, content_length, transfer_encoding;
    struct pal_text if_match, if_none_match, idempotency_key, last_event_id;
    struct pal_text forwarded_for; /* to be believed of a trusted proxy alone */
};

/* Keeps the value of a header that is of use here; of one that comes twice, the first. */
void pal_head_take(struct pal_head *head, const char *name, const char *value);

/* Copies all texts into one block, which they then point into. The block is the caller's. */
PAL_MUST_USE char *pal_head_keep(struct pal_head *head);

/* Whom a proxy saw last: the last address in its header. */
struct pal_text pal_head_forwarded(const struct pal_head *head);

#endif
