/* routes.c - every endpoint, one row each. */
#include "routes.h"

#include "base/check.h"
#include "base/limits.h"

#include "handlers.h"

/* clang-format off */
const struct pal_route pal_routes[] = {
    /* The server itself. */
    {PAL_GET, "/healthz", PAL_MAY_READ, 0, "", 0, pal_on_health, "Whether the society can write, and what to do when it cannot."},
    {PAL_GET, "/metrics", PAL_MAY_READ, 0, "", 0, pal_on_metrics, "Figures of the server, as OpenMetrics, about nobody."},
    {PAL_GET, "/.well-known/security.txt", PAL_MAY_READ, 0, "", 0, pal_on_security_text, "Whom to tell about a flaw."},
    {PAL_GET, "/api/v1/openapi.json", PAL_MAY_READ, 0, "", 0, pal_on_openapi, "This interface, described."},
    {PAL_GET, "/api/v1/jobs/{job}", PAL_MAY_ACT, 0, "", 0, pal_on_job, "How far a job is, and its result."},
    {PAL_GET, "/api/v1/events", PAL_MAY_READ, 0, "", 0, pal_on_events, "What happens, as server-sent events."},

    /* The log. */
    {PAL_GET, "/api/v1/log", PAL_MAY_READ, 0, "limit after", 0, pal_on_log_list, "The entries of the log, the first first."},
    {PAL_GET, "/log/checkpoint", PAL_MAY_READ, 0, "", 0, pal_on_checkpoint, "The signed head of the log."},
    {PAL_GET, "/log/tile/{path...}", PAL_MAY_READ, 0, "", 0, pal_on_tile, "A tile of hashes or of entries."},
    {PAL_GET, "/log/proof/{file}", PAL_MAY_READ, 0, "", 0, pal_on_proof, "Proof that an entry is in the log."},

    /* The client, last: it takes every address that nothing else takes. */
    {PAL_GET, "/{page...}", PAL_MAY_READ, 0, "", 0, pal_on_asset, "The web client."},
};
/* clang-format on */

const size_t pal_route_count = sizeof pal_routes / sizeof pal_routes[0];

/* Is this piece of a pattern "{name}" or "{name...}"? */
static bool is_parameter(struct pal_text piece, struct pal_text *out_name, bool *out_takes_rest)
{
    if (!pal_text_starts(piece, "{")) {
        return false;
    }
    struct pal_text name = {piece.bytes + 1, piece.size - 2};
    *out_takes_rest = name.size > 3 && name.bytes[name.size - 1] == '.';
    name.size -= *out_takes_rest ? 3 : 0;
    *out_name = name;
    return true;
}

static bool takes_rest(const struct pal_route *route)
{
    struct pal_text pattern = pal_text_of(route->pattern);
    return pattern.size > 4 && pattern.bytes[pattern.size - 2] == '.';
}

static void keep(struct pal_match *match, struct pal_text name, struct pal_text value)
{
    PAL_CHECK(match->parameter_count < PAL_REQUEST_PARAMETERS);
    match->parameters[match->parameter_count++] = (struct pal_pair){name, value};
}

/* Fills the parameters of the match when the path has the form of the pattern. */
static bool has_form(struct pal_text pattern, struct pal_text path, struct pal_match *match)
{
    match->parameter_count = 0;
    bool pattern_goes_on = true;
    bool path_goes_on = true;
    while (pattern_goes_on && path_goes_on) {
        struct pal_text wanted;
        struct pal_text given;
        struct pal_text name;
        struct pal_text whole = path;
        bool rest = false;
        pattern_goes_on = pal_text_cut(&pattern, '/', &wanted);
        path_goes_on = pal_text_cut(&path, '/', &given);
        if (is_parameter(wanted, &name, &rest)) {
            if (rest) {
                keep(match, name, whole);
                return true;
            }
            if (given.size == 0) {
                return false;
            }
            keep(match, name, given);
        } else if (!pal_text_equal(wanted, given)) {
            return false;
        }
    }
    return pattern_goes_on == path_goes_on;
}

enum pal_err pal_routes_find(enum pal_verb verb, struct pal_text path, struct pal_match *out_match)
{
    *out_match = (struct pal_match){0};
    const char *pattern = NULL;
    for (size_t i = 0; i < pal_route_count; i++) {
        const struct pal_route *route = &pal_routes[i];
        if (pattern == NULL && has_form(pal_text_of(route->pattern), path, out_match)) {
            pattern = route->pattern;
        }
        if (pattern != NULL && pal_text_is(pal_text_of(pattern), route->pattern)) {
            out_match->verbs |= 1U << route->verb;
            if (route->verb == verb) {
                out_match->route = route;
            }
            /* What takes the rest of an address knows of nothing there that could be written. */
            if (route->verb != verb && takes_rest(route)) {
                return PAL_ERR_NOT_FOUND;
            }
        }
    }
    if (out_match->route != NULL) {
        return PAL_OK;
    }
    return pattern != NULL ? PAL_ERR_REQUEST_METHOD : PAL_ERR_NOT_FOUND;
}

static const char *const verbs[PAL_VERB_COUNT] = {
    [PAL_GET] = "GET",     [PAL_POST] = "POST",     [PAL_PUT] = "PUT",
    [PAL_PATCH] = "PATCH", [PAL_DELETE] = "DELETE",
};

const char *pal_verb_name(enum pal_verb verb)
{
    PAL_CHECK(verb < PAL_VERB_COUNT);
    return verbs[verb];
}

enum pal_verb pal_verb_of(struct pal_text name)
{
    if (pal_text_is(name, "HEAD")) {
        return PAL_GET;
    }
    for (unsigned i = 0; i < PAL_VERB_COUNT; i++) {
        if (pal_text_is(name, verbs[i])) {
            return (enum pal_verb)i;
        }
    }
    return PAL_VERB_COUNT;
}
