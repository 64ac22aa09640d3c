/*
 * debate.h - what the handlers of a deliberation share: who reads, who speaks, what is shown to whom.
 */
#ifndef PAL_HTTP_DEBATE_H
#define PAL_HTTP_DEBATE_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "core/contributions.h"
#include "core/members.h"

#include "reply.h"
#include "request.h"

/* The member for whom the person who is signed in speaks: the one of that identifier, which may be NULL,
 * or themselves, or else the only one for whom they act.
 * PAL_ERR_REQUEST_FORBIDDEN; PAL_ERR_JSON_MISSING at /member where one must be named */
PAL_MUST_USE enum pal_err pal_request_member(const struct pal_request *request,
                                             const struct pal_uuid *named,
                                             struct pal_member_id *out_member);

/* The same, named by `member` in a body that has nothing else, or in the query of a request without a
 * body. As above; PAL_ERR_JSON_* */
PAL_MUST_USE enum pal_err pal_request_for(const struct pal_request *request,
                                          struct pal_member_id *out_member);
/* The member for whom the reader speaks unless they say otherwise; 0: nobody is signed in, or one
 * would have to be named. */
PAL_MUST_USE enum pal_err pal_request_self(const struct pal_request *request,
                                           struct pal_member_id *out_self);
/* An identifier that a body may have; *out_named is uuid, or NULL where it has none. */
PAL_MUST_USE enum pal_err pal_read_optional_uuid(const struct pal_json *body, const char *name,
                                                 struct pal_uuid *uuid,
                                                 const struct pal_uuid **out_named,
                                                 struct pal_where *where);

/* The contribution of the path, if the reader may know of it. PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_request_contribution(const struct pal_request *request,
                                                   struct pal_contribution *out);
/* Did the person who is signed in write it, or act for who did? PAL_ERR_REQUEST_FORBIDDEN */
PAL_MUST_USE enum pal_err pal_request_wrote(const struct pal_request *request,
                                            const struct pal_contribution *contribution);
/* May the reader see the words of it? Not those of a hidden one, but for its author and moderators. */
PAL_MUST_USE enum pal_err pal_request_sees(const struct pal_request *request,
                                           const struct pal_contribution *contribution,
                                           bool *out_sees);

/* Under a name: who stands behind a pseudonym of a scope. Who is signed in sees the name; everybody else
 * the pseudonym and the college of today. */
PAL_MUST_USE enum pal_err pal_write_pseudonym(const struct pal_request *request,
                                              const struct pal_uuid *scope, const char *pseudonym,
                                              struct pal_json *into, const char *name);
/* The same as `author`, of what they said themselves: whoever agreed to it is named to everybody. */
PAL_MUST_USE enum pal_err pal_write_author(const struct pal_request *request,
                                           const struct pal_uuid *scope, const char *pseudonym,
                                           struct pal_json *into);
/* After the body, and the version, of a reply in which such names may stand: who is not signed in is not to
 * keep it, and its version follows what it says, which changes while its object does not. */
void pal_reply_with_names(struct pal_reply *reply, const struct pal_request *request);
/* Sets `text` and `html` of a document, or `removed`. */
PAL_MUST_USE enum pal_err pal_write_words(struct pal_store *store, const struct pal_hash *hash,
                                          struct pal_json *into);
/* Contribution, as this reader sees it. The caller's. */
PAL_MUST_USE enum pal_err pal_write_contribution(const struct pal_request *request,
                                                 const struct pal_contribution *contribution,
                                                 struct pal_json **out_json);
/* The error of a command, with the day from which a quota is free. */
enum pal_err pal_reply_quota(struct pal_reply *reply, const struct pal_request *request,
                             enum pal_err err);

#endif
