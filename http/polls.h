/*
 * polls.h - what the handlers of polls, ballots, papers and results share.
 */
#ifndef PAL_HTTP_POLLS_H
#define PAL_HTTP_POLLS_H

#include "base/attr.h"
#include "base/err.h"
#include "core/polls.h"

struct pal_json;
struct pal_request;

/* The poll of the address; a draft is there for those alone who see drafts. PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_request_poll(const struct pal_request *request, struct pal_poll *out);

/* A poll as it is shown. The caller owns *out_json. */
PAL_MUST_USE enum pal_err pal_write_poll(struct pal_store *store, const struct pal_poll *poll,
                                         struct pal_json **out_json);

#endif
