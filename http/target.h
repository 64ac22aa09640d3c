/*
 * target.h - the address of a request, decoded strictly.
 *
 * One address has one spelling of its path: no empty or dotted part, no encoded slash, no control
 * character, UTF-8 only. What is spelt otherwise is refused, never tidied up.
 */
#ifndef PAL_HTTP_TARGET_H
#define PAL_HTTP_TARGET_H

#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"

#include "request.h"

struct pal_target {
    char *bytes; /* what the texts below point into */
    struct pal_text path;
    struct pal_pair query[PAL_REQUEST_QUERY];
    size_t query_count;
};

/* Decodes "/path?name=value&…". '+' is a space in the query. A name stands once.
 * PAL_ERR_REQUEST_TARGET for the path, PAL_ERR_REQUEST_PARAMETER for the query. The target is the
 * caller's to release, whatever is returned. */
PAL_MUST_USE enum pal_err pal_target_parse(struct pal_text raw, struct pal_target *out_target);
void pal_target_done(struct pal_target *target);

#endif
