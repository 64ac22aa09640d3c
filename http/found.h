/*
 * found.h - members found by letters of their name: for who may name one, and not to read the register.
 */
#ifndef PAL_HTTP_FOUND_H
#define PAL_HTTP_FOUND_H

#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "core/members.h"

#include "lists.h"
#include "reply.h"
#include "request.h"

struct pal_found {
    struct pal_text college; /* empty: any */
    /* Says more of each, or NULL. */
    enum pal_err (*more)(void *context, const struct pal_member *member, struct pal_json *found);
    void *context;
};

/* Replies with the first admitted members whose name or number has the letters of `q`, two at least, on a page
 * that was begun. There is none after it. PAL_ERR_REQUEST_PARAMETER */
PAL_MUST_USE enum pal_err pal_reply_found(const struct pal_request *request, struct pal_list *list,
                                          const struct pal_found *wanted, struct pal_reply *reply);

#endif
