/*
 * request.h - a request as handlers see it: read-only, bounded, already authorised.
 *
 * When a handler runs, the route's capability has been checked, the path decoded, the query held
 * against the names that the route accepts, and the body received whole and within the route's
 * bound. What a function lends lives as long as the request.
 */
#ifndef PAL_HTTP_REQUEST_H
#define PAL_HTTP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"

#include "auth.h"

struct pal_route;
struct pal_services;

enum pal_language { PAL_FRENCH, PAL_ENGLISH, PAL_LANGUAGE_COUNT };

enum { PAL_REQUEST_PARAMETERS = 4, PAL_REQUEST_QUERY = 16 };

struct pal_pair {
    struct pal_text name, value;
};

/* The body, parsed when a handler first asks, and the place where the first mistake was found. What a
 * route accepts beyond PAL_LIMIT_BODY lies in a file that has no name, not in memory. */
struct pal_body {
    struct pal_text text;       /* what nobody has read yet */
    FILE *file;                 /* NULL: in memory */
    struct pal_text media_type; /* without parameters; empty when the client named none */
    struct pal_json *json;
    struct pal_where where;
};

/* Filled by dispatch.c. Handlers read it through the functions below. */
struct pal_request {
    const struct pal_route *route;
    const struct pal_services *services;
    struct pal_principal principal;
    enum pal_language language;
    int64_t now_us; /* one instant for the whole request */
    struct pal_text path;
    struct pal_pair parameters[PAL_REQUEST_PARAMETERS];
    size_t parameter_count;
    struct pal_pair query[PAL_REQUEST_QUERY];
    size_t query_count;
    struct pal_text accept_encoding;
    struct pal_text address; /* of the client */
    struct pal_text if_match, if_none_match, idempotency_key, last_event_id;
    struct pal_body *body;
};

struct pal_store *pal_request_store(const struct pal_request *request);

/* Where readers of the body write the place of a mistake: pass it to pal_json_*; it becomes the
 * `pointer` of the problem. Never NULL. */
struct pal_where *pal_request_where(const struct pal_request *request);

/* A parameter of the path, "poll" in "/polls/{poll}". The pattern must have it.
 * PAL_ERR_NOT_FOUND when it is not an identifier: such a thing cannot exist. */
PAL_MUST_USE enum pal_err pal_request_uuid(const struct pal_request *request, const char *name,
                                           struct pal_uuid *out_uuid);
struct pal_text pal_request_text(const struct pal_request *request, const char *name);

/* An optional parameter of the query, of those that the route lists. Absent leaves *out as it is
 * and returns PAL_OK. PAL_ERR_REQUEST_PARAMETER, with the name in the problem's pointer. */
bool pal_request_query_has(const struct pal_request *request, const char *name);
PAL_MUST_USE enum pal_err pal_request_query_text(const struct pal_request *request,
                                                 const char *name, struct pal_text *out_text);
PAL_MUST_USE enum pal_err pal_request_query_int(const struct pal_request *request, const char *name,
                                                int64_t *out_value);
PAL_MUST_USE enum pal_err pal_request_query_uuid(const struct pal_request *request,
                                                 const char *name, struct pal_uuid *out_uuid);

/* "limit" and "after": the page of a list that is asked for. The route lists both names. */
struct pal_page {
    size_t limit;          /* 1 to PAL_LIMIT_PAGE, 50 when not said */
    struct pal_text after; /* what pal_reply_next gave; empty for the first page */
};
PAL_MUST_USE enum pal_err pal_request_page(const struct pal_request *request,
                                           struct pal_page *out_page);

/* The body as a JSON object, borrowed. PAL_ERR_REQUEST_MEDIA_TYPE unless application/json,
 * PAL_ERR_JSON_TYPE unless an object, and the errors of pal_json_parse. */
PAL_MUST_USE enum pal_err pal_request_json(const struct pal_request *request,
                                           const struct pal_json **out_json);

/* Is the body of exactly this media type? PAL_ERR_REQUEST_MEDIA_TYPE */
PAL_MUST_USE enum pal_err pal_request_is(const struct pal_request *request, const char *media_type);
/* The file in which the body lies, at its beginning and the caller's from now on, of a route that accepts more
 * than PAL_LIMIT_BODY. NULL: nothing came. */
FILE *pal_request_take_file(const struct pal_request *request);

/* Is the object still the one that the client read? version is what pal_reply_version gave.
 * PAL_ERR_REQUEST_MATCH_MISSING without If-Match, PAL_ERR_REQUEST_STALE when it is another. */
PAL_MUST_USE enum pal_err pal_request_match(const struct pal_request *request, int64_t version);

/* The same for a core function that compares by itself: the version that the client read, or
 * PAL_VERSION_ANY for "*". PAL_ERR_REQUEST_MATCH_MISSING; PAL_ERR_REQUEST_STALE when the tag is not
 * one of ours. */
enum { PAL_VERSION_ANY = -1 };
PAL_MUST_USE enum pal_err pal_request_version(const struct pal_request *request,
                                              int64_t *out_version);

#endif
