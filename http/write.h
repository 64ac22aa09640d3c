/*
 * write.h - what several handlers read and write alike: shapes of http/openapi.json, and who sees
 * what is not public yet. The caller owns the JSON that it gets.
 */
#ifndef PAL_HTTP_WRITE_H
#define PAL_HTTP_WRITE_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "core/attachments.h"
#include "core/consents.h"
#include "core/members.h"
#include "core/minutes.h"
#include "core/offices.h"
#include "core/polls.h"
#include "core/proxies.h"
#include "core/resolutions.h"
#include "core/text_versions.h"

struct pal_reply;
struct pal_request;
struct pal_store;

/* Drafts are for those who prepare them, and for who reads the register. */
bool pal_request_sees_drafts(const struct pal_request *request);
/* The resolution of the path, or of that number, if the reader may know of it: the agenda of a draft is
 * for those who prepare it. PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_request_resolution(const struct pal_request *request,
                                                 struct pal_resolution *out);
PAL_MUST_USE enum pal_err pal_request_sees_resolution(const struct pal_request *request,
                                                      struct pal_resolution_id resolution,
                                                      struct pal_resolution *out);
/* Tells that it has changed: of the agenda of a draft, to who may see drafts. */
PAL_MUST_USE enum pal_err pal_reply_resolution_changed(const struct pal_request *request,
                                                       struct pal_reply *reply,
                                                       const struct pal_resolution *resolution);
/* The body of a command that needs no word: {}. PAL_ERR_JSON_UNKNOWN … */
PAL_MUST_USE enum pal_err pal_request_nothing(const struct pal_request *request);

/* The assembly of the path, if the reader may know of it. PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_request_assembly(const struct pal_request *request,
                                               struct pal_assembly *out);
/* Whoever acts for the member today, or has that capability. PAL_ERR_REQUEST_FORBIDDEN */
PAL_MUST_USE enum pal_err pal_request_acts(const struct pal_request *request,
                                           struct pal_member_id member,
                                           enum pal_capability capability);

/* The minutes of an assembly, if the reader may see them; in on_minutes.c. PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_request_minutes_of(const struct pal_request *request,
                                                 struct pal_assembly_id assembly,
                                                 struct pal_minutes *out);

/* MemberRef: who it is, by name, number and college. */
PAL_MUST_USE enum pal_err pal_write_member_ref(struct pal_store *store, struct pal_member_id member,
                                               struct pal_json **out_json);
/* Appends a version to an array, its context: a visit. */
PAL_MUST_USE enum pal_err pal_write_text_version(void *context,
                                                 const struct pal_text_version *version);
/* Appends an Attachment to an array, its context: a visit; in on_attachments.c. */
PAL_MUST_USE enum pal_err pal_write_attachment(void *context,
                                               const struct pal_attachment *attachment);
/* ResolutionSummary: a line of an agenda. */
PAL_MUST_USE struct pal_json *pal_write_resolution_summary(const struct pal_resolution *item);
/* Proxy, whole; in on_proxies.c. */
PAL_MUST_USE enum pal_err pal_write_proxy(struct pal_store *store, const struct pal_proxy *proxy,
                                          struct pal_json **out_json);
/* A change of what somebody agreed to: under the word of its kind whether they do; in on_data.c. */
PAL_MUST_USE struct pal_json *pal_write_consent(const struct pal_consent *consent);
/* What a member asked of their erasure, and the answer. In on_erasure.c. */
PAL_MUST_USE enum pal_err pal_write_erasure_request(struct pal_store *store,
                                                    struct pal_member_id member,
                                                    struct pal_json **out_json);
/* PollSummary. A verdict stands only once it is published. */
PAL_MUST_USE struct pal_json *pal_write_poll_summary(const struct pal_poll *poll);

#endif
