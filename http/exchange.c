/* exchange.c - one request and its reply: what is decided about them without any socket. */
#include "exchange.h"

#include <errno.h>
#include <stdio.h>

#include "base/check.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/limits.h"
#include "core/idempotency.h"
#include "core/store.h"

#include "events.h"
#include "jobs.h"
#include "language.h"
#include "pace.h"

enum { KEY_MIN = 8, KEY_MAX = 64 };

static bool refuse(struct pal_exchange *exchange, enum pal_err err)
{
    exchange->err = err;
    pal_reply_problem(&exchange->reply, err, exchange->request.language, &exchange->body.where);
    return false;
}

/* "limit" in "limit after state". */
static bool is_word_of(struct pal_text words, struct pal_text word)
{
    bool has_more = words.size > 0;
    while (has_more) {
        struct pal_text next;
        has_more = pal_text_cut(&words, ' ', &next);
        if (pal_text_equal(next, word)) {
            return true;
        }
    }
    return false;
}

static enum pal_err check_query(struct pal_exchange *exchange)
{
    const struct pal_target *target = &exchange->target;
    for (size_t i = 0; i < target->query_count; i++) {
        if (!is_word_of(pal_text_of(exchange->match.route->query), target->query[i].name)) {
            pal_where_set(&exchange->body.where, "%.*s", (int)target->query[i].name.size,
                          target->query[i].name.bytes);
            return PAL_ERR_REQUEST_PARAMETER;
        }
    }
    return PAL_OK;
}

/* What a person does for themselves asks for the scope to vote: a program that may only read gives no proxies. */
static enum pal_err check_rights(const struct pal_exchange *exchange)
{
    const struct pal_route *route = exchange->match.route;
    const struct pal_principal *principal = &exchange->request.principal;
    if (!pal_principal_may(principal, route->capability)) {
        return principal->proof == PAL_PROOF_NONE ? PAL_ERR_REQUEST_UNAUTHENTICATED
                                                  : PAL_ERR_REQUEST_FORBIDDEN;
    }
    if (route->verb != PAL_GET && route->capability == PAL_MAY_ACT &&
        !pal_principal_has(principal, PAL_SCOPE_VOTE)) {
        return PAL_ERR_REQUEST_FORBIDDEN;
    }
    return PAL_OK;
}

static enum pal_err identify(struct pal_exchange *exchange)
{
    enum pal_capability capability = exchange->match.route->capability;
    struct pal_credentials credentials = {
        .authorization = exchange->head.authorization,
        .cookie = exchange->head.cookie,
        .origin = exchange->head.origin,
        .fetch_site = exchange->head.fetch_site,
        .address = exchange->head.address,
        .writes = exchange->match.route->verb != PAL_GET,
        .may_be_nobody = capability == PAL_MAY_READ || capability == PAL_MAY_SIGN_IN,
    };
    return pal_auth_identify(exchange->services, &credentials, &exchange->request.principal);
}

bool pal_exchange_has_body(const struct pal_exchange *exchange)
{
    return exchange->head.transfer_encoding.size > 0 ||
           (exchange->head.content_length.size > 0 &&
            !pal_text_is(exchange->head.content_length, "0"));
}

/* The length that is announced: none is nothing. */
static bool read_length(const struct pal_exchange *exchange, uint64_t *out_size)
{
    int64_t size = 0;
    struct pal_text text = exchange->head.content_length;
    if (text.size > 0 && (pal_text_int(text, &size) != PAL_OK || size < 0)) {
        return false;
    }
    *out_size = (uint64_t)size;
    return true;
}

static enum pal_err check_body(const struct pal_exchange *exchange)
{
    struct pal_text encoding = exchange->head.content_encoding;
    if (encoding.size > 0 && !pal_text_is(encoding, "identity")) {
        return PAL_ERR_REQUEST_MEDIA_TYPE;
    }
    uint64_t size;
    bool fits = read_length(exchange, &size) && size <= exchange->match.route->body_bytes;
    return fits ? PAL_OK : PAL_ERR_LIMIT_JSON_SIZE;
}

static enum pal_err check_pace(const struct pal_exchange *exchange)
{
    const struct pal_services *services = exchange->services;
    int64_t now_us = pal_clock_now_us(&services->clock);
    bool is_allowed = pal_pace_allows(services->pace, &exchange->request.principal, now_us);
    return is_allowed ? PAL_OK : PAL_ERR_LIMIT_RATE;
}

/* What a path accepts, to whoever asks; to another site's script, only what it may read. */
static bool answer_options(struct pal_exchange *exchange)
{
    pal_reply_empty(&exchange->reply);
    return false;
}

static void fill_request(struct pal_exchange *exchange)
{
    struct pal_request *request = &exchange->request;
    request->services = exchange->services;
    request->route = exchange->match.route;
    request->path = exchange->target.path;
    for (size_t i = 0; i < exchange->match.parameter_count; i++) {
        request->parameters[i] = exchange->match.parameters[i];
    }
    request->parameter_count = exchange->match.parameter_count;
    for (size_t i = 0; i < exchange->target.query_count; i++) {
        request->query[i] = exchange->target.query[i];
    }
    request->query_count = exchange->target.query_count;
    request->accept_encoding = exchange->head.accept_encoding;
    request->address = exchange->head.address;
    request->if_match = exchange->head.if_match;
    request->if_none_match = exchange->head.if_none_match;
    request->idempotency_key = exchange->head.idempotency_key;
    request->last_event_id = exchange->head.last_event_id;
    request->body = &exchange->body;

    struct pal_text media_type;
    struct pal_text parameters = exchange->head.content_type;
    (void)pal_text_cut(&parameters, ';', &media_type); /* without ';' it is the whole */
    exchange->body.media_type = pal_text_trim(media_type);
}

/* The peer, or whom a proxy saw last that is ours. */
static struct pal_text client_of(const struct pal_services *services, const struct pal_head *head)
{
    bool is_ours = services->proxy != NULL && pal_text_is(head->address, services->proxy);
    return is_ours && head->forwarded_for.size > 0 ? pal_head_forwarded(head) : head->address;
}

static enum pal_err find_route(struct pal_exchange *exchange)
{
    enum pal_verb verb = pal_verb_of(exchange->head.method);
    PAL_TRY(pal_routes_find(verb, exchange->target.path, &exchange->match));
    return check_body(exchange);
}

bool pal_exchange_open(struct pal_exchange *exchange, struct pal_services *services,
                       const struct pal_head *head)
{
    *exchange = (struct pal_exchange){.services = services, .head = *head};
    exchange->head.address = client_of(services, head);
    exchange->request.language = pal_language_choose(head->accept_language, services->language);
    enum pal_err err = pal_target_parse(head->target, &exchange->target);
    if (err == PAL_OK && pal_text_is(head->method, "OPTIONS")) {
        err = pal_routes_find(PAL_VERB_COUNT, exchange->target.path, &exchange->match);
        return err == PAL_ERR_REQUEST_METHOD ? answer_options(exchange) : refuse(exchange, err);
    }
    err = err == PAL_OK ? find_route(exchange) : err;
    if (err != PAL_OK) {
        return refuse(exchange, err);
    }
    fill_request(exchange);
    return true;
}

bool pal_exchange_is_guarded(const struct pal_exchange *exchange)
{
    uint64_t size;
    bool is_small = exchange->head.transfer_encoding.size == 0 && read_length(exchange, &size) &&
                    size <= PAL_LIMIT_BODY_SMALL;
    return exchange->match.route->body_bytes > PAL_LIMIT_BODY_SMALL && !is_small;
}

static enum pal_err judge(struct pal_exchange *exchange)
{
    exchange->request.now_us = pal_clock_now_us(&exchange->services->clock);
    PAL_TRY(identify(exchange));
    PAL_TRY(check_pace(exchange));
    PAL_TRY(check_rights(exchange));
    return check_query(exchange);
}

bool pal_exchange_judge(struct pal_exchange *exchange)
{
    enum pal_err err = judge(exchange);
    exchange->is_judged = true;
    return err == PAL_OK || refuse(exchange, err);
}

/* What may be large goes to a file that has no name, and vanishes with the exchange. */
static bool add_to_file(struct pal_exchange *exchange, struct pal_text piece)
{
    FILE **file = &exchange->body.file;
    if (*file == NULL) {
        *file = tmpfile();
        pal_hash_init(&exchange->filed);
    }
    pal_hash_add(&exchange->filed, piece.bytes, piece.size);
    bool is_kept = *file != NULL && fwrite(piece.bytes, 1, piece.size, *file) == piece.size;
    bool is_full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
    return is_kept || refuse(exchange, is_full ? PAL_ERR_STORE_FULL : PAL_ERR_STORE_IO);
}

/* Room for all that is announced: no copy is left behind where the buffer grows. What is large is no secret, and waits. */
static void make_room(struct pal_exchange *exchange)
{
    uint64_t announced;
    bool is_small = read_length(exchange, &announced) && announced <= PAL_LIMIT_BODY_SMALL;
    if (is_small && exchange->received.capacity == 0) {
        size_t size = announced > 0 ? (size_t)announced : PAL_LIMIT_BODY_SMALL;
        (void)pal_buf_add_room(&exchange->received, size);
        pal_buf_clear(&exchange->received);
    }
}

/* RULE docs/rules/secret.md
 * > The body of a request is wiped as soon as it was handled, and what shares give lies in memory that is locked.
 */
static void wipe_received(struct pal_exchange *exchange)
{
    struct pal_buf *received = &exchange->received;
    if (received->bytes != NULL) {
        pal_crypto_wipe(received->bytes, received->capacity);
    }
    pal_buf_done(received);
}

bool pal_exchange_add(struct pal_exchange *exchange, struct pal_text piece)
{
    size_t bound = exchange->match.route->body_bytes;
    if (piece.size > bound - exchange->received_size) {
        wipe_received(exchange);
        return refuse(exchange, PAL_ERR_LIMIT_JSON_SIZE);
    }
    exchange->received_size += piece.size;
    if (bound <= PAL_LIMIT_BODY) {
        make_room(exchange);
        pal_buf_add_text(&exchange->received, piece);
        return true;
    }
    return add_to_file(exchange, piece);
}

void pal_exchange_read(struct pal_exchange *exchange)
{
    struct pal_body *body = &exchange->body;
    body->text = pal_buf_text(&exchange->received);
    if (body->text.size == 0 || !pal_text_is(body->media_type, "application/json") ||
        pal_json_parse(body->text, body->text.size, &body->json, NULL) != PAL_OK) {
        body->json = NULL; /* the handler may have something to say before its form matters */
    }
}

/* --- running -------------------------------------------------------------------------------- */

static bool is_key(struct pal_text key)
{
    for (size_t i = 0; i < key.size; i++) {
        char byte = key.bytes[i];
        bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        if (!is_letter && (byte < '0' || byte > '9') && byte != '-' && byte != '_') {
            return false;
        }
    }
    return key.size >= KEY_MIN && key.size <= KEY_MAX;
}

static struct pal_repeatable repeatable(const struct pal_exchange *exchange)
{
    PAL_BUF(frame);
    pal_frame(&frame, "request");
    pal_frame_add(&frame, exchange->head.method.bytes, exchange->head.method.size);
    pal_frame_add(&frame, exchange->head.target.bytes, exchange->head.target.size);
    pal_frame_add(&frame, exchange->received.bytes, exchange->received.size);
    if (exchange->body.file != NULL) {
        struct pal_hash_state filed = exchange->filed;
        struct pal_hash hash = pal_hash_final(&filed);
        pal_frame_add(&frame, hash.bytes, sizeof hash.bytes);
    }
    return (struct pal_repeatable){
        .person = exchange->request.principal.person,
        .key = exchange->request.idempotency_key,
        .request = pal_hash_of(frame.bytes, frame.size),
    };
}

static void replay(struct pal_exchange *exchange, const struct pal_remembered *remembered)
{
    struct pal_reply *reply = &exchange->reply;
    exchange->is_replayed = true;
    reply->status = (unsigned)remembered->status;
    reply->media_type = remembered->body.size > 0 ? "application/json" : NULL;
    reply->cache = PAL_CACHE_NEVER;
    pal_buf_add_text(&reply->body, remembered->body);
    pal_buf_add_text(&reply->location, remembered->location);
    PAL_CHECK(remembered->tag.size < sizeof reply->tag);
    (void)snprintf(reply->tag, sizeof reply->tag, "%.*s", (int)remembered->tag.size,
                   remembered->tag.bytes);
}

static enum pal_err run_handler(struct pal_exchange *exchange)
{
    enum pal_err err = exchange->match.route->handle(&exchange->request, &exchange->reply);
    bool guessed =
        exchange->match.route->capability == PAL_MAY_SIGN_IN && err == PAL_ERR_LINK_SPENT;
    return guessed ? pal_auth_failed(exchange->services, exchange->head.address, err) : err;
}

/* Runs once for all requests under one key: the reply is kept in the savepoint that it acknowledges. */
static enum pal_err run_once(struct pal_exchange *exchange)
{
    if (!is_key(exchange->request.idempotency_key)) {
        return PAL_ERR_REQUEST_KEY_SYNTAX;
    }
    struct pal_store *store = exchange->services->store;
    struct pal_repeatable request = repeatable(exchange);
    struct pal_remembered remembered;
    PAL_BUF(texts);
    enum pal_err err = pal_remembered_find(store, &request, &texts, &remembered);
    if (err == PAL_OK) {
        replay(exchange, &remembered);
    }
    if (err != PAL_ERR_NOT_FOUND) {
        return err;
    }
    PAL_TRY(run_handler(exchange));
    struct pal_reply *reply = &exchange->reply;
    pal_reply_spell(reply);
    remembered = (struct pal_remembered){
        .status = reply->status,
        .location = pal_buf_text(&reply->location),
        .tag = pal_text_of(reply->tag),
        .body = pal_buf_text(&reply->body),
    };
    return pal_remembered_keep(store, &request, &remembered);
}

static enum pal_err run_in_savepoint(struct pal_exchange *exchange)
{
    bool once = (exchange->match.route->flags & PAL_ROUTE_CREATES) != 0 &&
                exchange->request.idempotency_key.size > 0;
    PAL_TRANSACTION(transaction, exchange->services->store);
    PAL_TRY(once ? run_once(exchange) : run_handler(exchange));
    return pal_transaction_commit(&transaction);
}

/* Time may have passed, and rights have gone, while a long body came in. */
static enum pal_err judge_again(struct pal_exchange *exchange)
{
    PAL_TRY(identify(exchange));
    return check_rights(exchange);
}

static enum pal_err run(struct pal_exchange *exchange)
{
    PAL_TRY(exchange->is_judged ? judge_again(exchange) : judge(exchange));
    if (exchange->body.file != NULL && fseek(exchange->body.file, 0, SEEK_SET) != 0) {
        return PAL_ERR_STORE_FULL; /* the end of it had to be written */
    }
    return pal_route_writes(exchange->match.route) ? run_in_savepoint(exchange)
                                                   : run_handler(exchange);
}

static bool is_known(const struct pal_exchange *exchange)
{
    const struct pal_reply *reply = &exchange->reply;
    struct pal_text known = exchange->head.if_none_match;
    bool has_more = known.size > 0 && reply->tag[0] != '\0';
    while (has_more) {
        struct pal_text tag;
        has_more = pal_text_cut(&known, ',', &tag);
        tag = pal_text_trim(tag);
        if (pal_text_starts(tag, "W/")) {
            tag = (struct pal_text){tag.bytes + 2, tag.size - 2};
        }
        if (pal_text_is(tag, "*") || pal_text_is(tag, reply->tag)) {
            return true;
        }
    }
    return false;
}

void pal_exchange_run(struct pal_exchange *exchange)
{
    enum pal_err err = run(exchange);
    if (err != PAL_OK) {
        (void)refuse(exchange, err);
        return;
    }
    PAL_CHECK(exchange->reply.status != 0);
    if (exchange->match.route->verb == PAL_GET && exchange->reply.status == 200 &&
        is_known(exchange)) {
        exchange->reply.status = 304;
        pal_json_done(&exchange->reply.object);
        pal_buf_clear(&exchange->reply.body);
        exchange->reply.lent = (struct pal_text){NULL, 0};
    }
}

void pal_exchange_drop_body(struct pal_exchange *exchange)
{
    pal_json_done(&exchange->body.json);
    wipe_received(exchange);
    exchange->body.text = (struct pal_text){NULL, 0};
}

void pal_exchange_refuse(struct pal_exchange *exchange, enum pal_err err)
{
    exchange->body.where = (struct pal_where){0};
    (void)refuse(exchange, err);
}

void pal_reply_tell(struct pal_reply *reply, struct pal_services *services, enum pal_err committed)
{
    /* What holds is counted, even while nobody may be told so. */
    bool holds = committed == PAL_OK || committed == PAL_ERR_LOG_ANCHOR;
    if (holds && reply->job.kind != NULL) {
        pal_jobs_add(reply->job.kind->is_errand ? services->errands : services->jobs,
                     &reply->job_id, &reply->job);
        reply->job = (struct pal_job_spec){0};
    }
    for (size_t i = 0; committed == PAL_OK && i < reply->event_count; i++) {
        const struct pal_reply_event *event = &reply->events[i];
        const struct pal_uuid *object = event->has_object ? &event->object : NULL;
        if (event->is_of_draft) {
            pal_events_publish_draft(services->events, event->type, object);
        } else {
            pal_events_publish(services->events, event->type, object);
        }
    }
    reply->event_count = 0;
}

void pal_exchange_settle(struct pal_exchange *exchange, enum pal_err committed)
{
    pal_reply_tell(&exchange->reply, exchange->services, committed);
    if (committed != PAL_OK) {
        pal_exchange_refuse(exchange, committed);
    }
}

void pal_exchange_account(const struct pal_exchange *exchange, bool logs_access)
{
    const struct pal_head *head = &exchange->head;
    struct pal_server_figures *figures = &exchange->services->figures;
    unsigned status = exchange->reply.status;
    figures->requests++;
    figures->refused += status >= 400 && status < 500 ? 1 : 0;
    figures->failed += status >= 500 ? 1 : 0;
    if (exchange->reply.alarm != NULL) {
        figures->alarms++;
        (void)fprintf(stderr, "alarm %s\n", exchange->reply.alarm);
    }
    const struct pal_route *route = exchange->match.route;
    if (logs_access && (route == NULL || (route->flags & PAL_ROUTE_QUIET) == 0)) {
        /* The route and not the address: that has names of people and things in it. */
        (void)fprintf(stderr, "%.*s %.*s %s %u\n", (int)head->address.size, head->address.bytes,
                      (int)head->method.size, head->method.bytes,
                      exchange->match.route != NULL ? exchange->match.route->pattern : "-", status);
    }
}

void pal_exchange_done(struct pal_exchange *exchange)
{
    pal_reply_done(&exchange->reply);
    if (exchange->body.file != NULL) {
        (void)fclose(exchange->body.file); /* whatever was left to write is not wanted */
    }
    pal_json_free(exchange->body.json);
    wipe_received(exchange);
    pal_target_done(&exchange->target);
    *exchange = (struct pal_exchange){0};
}
