/* headers.c - the headers of a reply: what it is, who may keep it, what a browser may do with it. */
#include <stdio.h>
#include <string.h>

#include "base/check.h"

#include "exchange.h"
#include "handlers.h"
#include "language.h"

struct pal_headers {
    void (*add)(void *context, const char *name, const char *value);
    void *context;
};

static void put(const struct pal_headers *headers, const char *name, const char *value)
{
    headers->add(headers->context, name, value);
}

/* For what a browser may show as a page: nothing comes from elsewhere, nothing runs that was not
 * shipped, nobody frames us. */
#define POLICY(more)                                                                       \
    "default-src 'none'; script-src 'self'" more "; worker-src 'self'; style-src 'self'; " \
    "img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; "           \
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

static const char *const of_pages[][2] = {
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
};

/* What answers a program that did something is no page, and is not taken for one: docs/decisions/0013
 * says why. */
static bool is_for_programs(const struct pal_exchange *exchange)
{
    const struct pal_route *route = exchange->match.route;
    const char *media_type = exchange->reply.media_type;
    return exchange->err == PAL_OK && route != NULL && route->verb != PAL_GET &&
           media_type != NULL && strcmp(media_type, "application/json") == 0;
}

/* For what somebody sent: nothing of it is loaded, runs, or is of our origin, wherever it is opened. */
static const char of_others[] =
    "default-src 'none'; sandbox; base-uri 'none'; frame-ancestors 'none'";

/* WebAssembly is what seals secret ballots and opens keepers' keys, docs/decisions/0021: the client's
 * own files may compile it, and no other page of ours. */
static const char *policy_of(const struct pal_exchange *exchange)
{
    const struct pal_route *route = exchange->match.route;
    if (exchange->reply.named.size > 0) {
        return of_others;
    }
    bool is_client = exchange->err == PAL_OK && route != NULL && route->handle == pal_on_asset;
    return is_client ? POLICY(" 'wasm-unsafe-eval'") : POLICY("");
}

/* What is public needs no session, and any site's page may read it. */
static bool is_public(const struct pal_exchange *exchange)
{
    const struct pal_route *route = exchange->match.route;
    return route != NULL && route->verb == PAL_GET && route->capability == PAL_MAY_READ;
}

static const char *cache_words(const struct pal_exchange *exchange)
{
    bool is_signed_in = exchange->request.principal.proof != PAL_PROOF_NONE;
    switch (exchange->reply.cache) {
    case PAL_CACHE_IMMUTABLE: return "public, max-age=31536000, immutable";
    case PAL_CACHE_CHECK: return is_signed_in || !is_public(exchange) ? "no-store" : "no-cache";
    case PAL_CACHE_NEVER: return "no-store";
    }
    PAL_CHECK(false);
    return NULL;
}

/* "GET, HEAD, POST, OPTIONS". */
static void put_allow(const struct pal_exchange *exchange, const struct pal_headers *headers)
{
    PAL_BUF(allow);
    for (unsigned verb = 0; verb < PAL_VERB_COUNT; verb++) {
        if ((exchange->match.verbs & 1U << verb) != 0) {
            pal_buf_add_format(&allow, "%s, ", pal_verb_name((enum pal_verb)verb));
            pal_buf_add_string(&allow, verb == PAL_GET ? "HEAD, " : "");
        }
    }
    pal_buf_add_string(&allow, "OPTIONS");
    put(headers, "Allow", allow.bytes);
}

static void put_origins(const struct pal_exchange *exchange, const struct pal_headers *headers)
{
    bool is_preflight = pal_text_is(exchange->head.method, "OPTIONS");
    struct pal_match match;
    bool can_be_read = is_preflight &&
                       pal_routes_find(PAL_GET, exchange->target.path, &match) == PAL_OK &&
                       match.route->capability == PAL_MAY_READ;
    if (!is_public(exchange) && !can_be_read) {
        put(headers, "Cross-Origin-Resource-Policy", "same-origin");
        return;
    }
    put(headers, "Access-Control-Allow-Origin", "*");
    put(headers, "Cross-Origin-Resource-Policy", "cross-origin");
    if (is_preflight) {
        put(headers, "Access-Control-Allow-Methods", "GET, HEAD");
        put(headers, "Access-Control-Allow-Headers",
            "Accept-Language, If-None-Match, Last-Event-ID");
        put(headers, "Access-Control-Max-Age", "86400");
    } else {
        put(headers, "Access-Control-Expose-Headers", "ETag, Link, Palabre-Rehearsal");
    }
}

static void put_cookie(const struct pal_exchange *exchange, const struct pal_headers *headers)
{
    const struct pal_reply *reply = &exchange->reply;
    if (reply->cookie.size == 0 && !reply->ends_session) {
        return;
    }
    PAL_BUF(cookie);
    pal_auth_write_cookie(&cookie, exchange->services->is_secure, pal_buf_text(&reply->cookie),
                          reply->session_lasts_s);
    put(headers, "Set-Cookie", cookie.bytes);
    pal_crypto_wipe(cookie.bytes, cookie.size);
}

/* What the handler said of its reply. */
static void put_said(const struct pal_exchange *exchange, const struct pal_headers *headers)
{
    const struct pal_reply *reply = &exchange->reply;
    if (reply->media_type != NULL && reply->status != 304) {
        put(headers, "Content-Type", reply->media_type);
    }
    if (reply->form == PAL_FORM_GZIP && reply->status != 304) {
        put(headers, "Content-Encoding", "gzip");
    }
    if (reply->tag[0] != '\0') {
        put(headers, "ETag", reply->tag);
    }
    if (reply->location.size > 0) {
        put(headers, "Location", reply->location.bytes);
    }
    if (reply->link.size > 0) {
        put(headers, "Link", reply->link.bytes);
    }
    if (reply->file_name[0] != '\0') {
        PAL_BUF(disposition);
        pal_buf_add_format(&disposition, "attachment; filename=\"%s\"", reply->file_name);
        if (reply->named.size > 0) { /* RFC 8187 */
            pal_buf_add_format(&disposition, "; filename*=UTF-8''%s", reply->named.bytes);
        }
        put(headers, "Content-Disposition", disposition.bytes);
    }
    if (exchange->is_replayed) {
        put(headers, "Idempotency-Replayed", "true");
    }
}

void pal_exchange_headers(const struct pal_exchange *exchange,
                          void (*add)(void *context, const char *name, const char *value),
                          void *context)
{
    const struct pal_headers headers = {add, context};
    bool is_page = !is_for_programs(exchange);
    if (is_page) {
        put(&headers, "Content-Security-Policy", policy_of(exchange));
    }
    for (size_t i = 0; is_page && i < sizeof of_pages / sizeof of_pages[0]; i++) {
        put(&headers, of_pages[i][0], of_pages[i][1]);
    }
    put(&headers, "X-Content-Type-Options", "nosniff");
    if (exchange->services->is_secure) {
        put(&headers, "Strict-Transport-Security", "max-age=31536000");
    }
    if (exchange->services->is_rehearsal) {
        put(&headers, "Palabre-Rehearsal", "1");
    }
    put(&headers, "Cache-Control", cache_words(exchange));
    if (is_page) { /* nobody keeps the others, whomever they are for */
        put(&headers, "Vary",
            exchange->reply.form == PAL_FORM_ONLY
                ? "Accept-Language, Authorization, Cookie"
                : "Accept-Encoding, Accept-Language, Authorization, Cookie");
    }
    put_origins(exchange, &headers);
    put_said(exchange, &headers);
    put_cookie(exchange, &headers);

    enum pal_err err = exchange->err;
    if (err != PAL_OK) {
        put(&headers, "Content-Language", pal_language_tag(exchange->request.language));
    }
    if (err == PAL_ERR_REQUEST_METHOD || pal_text_is(exchange->head.method, "OPTIONS")) {
        put_allow(exchange, &headers);
    }
    if (exchange->reply.status == 401) {
        put(&headers, "WWW-Authenticate", "Bearer realm=\"palabre\"");
    }
    if (err == PAL_ERR_LIMIT_RATE) {
        put(&headers, "Retry-After", "60");
    }
    if (exchange->reply.status == 503) {
        put(&headers, "Retry-After", "5");
    }
}

static void add_line(void *context, const char *name, const char *value)
{
    pal_buf_add_format(context, "%s: %s\r\n", name, value);
}

void pal_exchange_write(struct pal_exchange *exchange, struct pal_buf *buf)
{
    struct pal_reply *reply = &exchange->reply;
    pal_reply_spell(reply);
    const char *reason = reply->status == 413 ? "Content Too Large" : "Service Unavailable";
    pal_buf_add_format(buf, "HTTP/1.1 %u %s\r\nConnection: close\r\nContent-Length: %zu\r\n",
                       reply->status, reason, reply->body.size);
    pal_exchange_headers(exchange, add_line, buf);
    pal_buf_add_string(buf, "\r\n");
    pal_buf_add_text(buf, pal_buf_text(&reply->body));
}
