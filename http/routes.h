/*
 * routes.h - the table of endpoints: one row each, and nothing about an endpoint anywhere else.
 */
#ifndef PAL_HTTP_ROUTES_H
#define PAL_HTTP_ROUTES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "core/offices.h"

#include "request.h"

struct pal_reply;

enum pal_verb { PAL_GET, PAL_POST, PAL_PUT, PAL_PATCH, PAL_DELETE, PAL_VERB_COUNT };

enum {
    PAL_ROUTE_CREATES = 1, /* a POST that creates: its Idempotency-Key is honoured */
    PAL_ROUTE_READS = 2,   /* a POST that changes nothing: runs outside any transaction */
    PAL_ROUTE_FLOOR =
        8, /* no reply goes before PAL_FLOOR_MS: how long it took to make says nothing */
    PAL_ROUTE_QUIET = 4, /* no line in the log of access: it would say who votes, and when */
};

enum { PAL_ROUTE_PATTERN = 72, PAL_FLOOR_MS = 300 };
struct pal_route {
    enum pal_verb verb;
    char
        pattern[PAL_ROUTE_PATTERN]; /* "/api/v1/polls/{poll}/ballots"; "{path...}" takes the rest */
    enum pal_capability capability;
    size_t body_bytes; /* 0: a body is refused */
    const char *query; /* names accepted, separated by spaces; "" for none */
    unsigned flags;
    enum pal_err (*handle)(const struct pal_request *request, struct pal_reply *reply);
    const char *doc;
};

extern const struct pal_route pal_routes[];
extern const size_t pal_route_count;

/* What a path and a method lead to. */
struct pal_match {
    const struct pal_route *route;
    struct pal_pair parameters[PAL_REQUEST_PARAMETERS];
    size_t parameter_count;
    unsigned verbs; /* a set, 1 << enum pal_verb: what this path accepts */
};

/* Finds the row for a decoded path. The parameters point into it.
 * PAL_ERR_NOT_FOUND; PAL_ERR_REQUEST_METHOD, with out_match->verbs, when only the method is wrong. */
PAL_MUST_USE enum pal_err pal_routes_find(enum pal_verb verb, struct pal_text path,
                                          struct pal_match *out_match);

/* May its handler change anything? */
bool pal_route_writes(const struct pal_route *route);

/* "GET", and back; PAL_VERB_COUNT for a method of which no route knows. HEAD is a GET. */
const char *pal_verb_name(enum pal_verb verb);
enum pal_verb pal_verb_of(struct pal_text name);

#endif
