/* One request and its reply, without a socket: who may, what is bounded, what acts once. */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "base/limits.h"
#include "core/log.h"
#include "core/sessions.h"
#include "core/store.h"
#include "http/server.h"

#include "../support/expect.h"
#include "../support/memory.h"
#include "../support/scene.h"
#include "exchange.h"

static const char url[] = "https://vote.coop.example";

/* The scene, what the server lends, and Ada, the administrator, signed in. */
struct pal_play {
    struct pal_scene scene;
    struct pal_services services;
    char cookie[80];
};

static void play_done(struct pal_play *play)
{
    pal_services_done(&play->services);
    pal_scene_done(&play->scene);
}

static void sign_in(struct pal_play *play)
{
    struct pal_store *store = play->scene.store;
    PAL_TRANSACTION(transaction, store);
    PAL_SECRET(link);
    PAL_SECRET(session);
    int64_t expires_us;
    struct pal_person_id person;
    EXPECT_ERR(pal_link_make(store, play->scene.people[PAL_ADA], &link, &expires_us), PAL_OK);
    EXPECT_ERR(pal_session_open(store, pal_text_of(link.text), &session, &person), PAL_OK);
    EXPECT_ERR(pal_transaction_commit(&transaction), PAL_OK);
    (void)snprintf(play->cookie, sizeof play->cookie, "__Host-palabre=%s", session.text);
}

static void play_open(struct pal_play *play)
{
    pal_scene_open(&play->scene);
    const struct pal_server_options options = {
        .store = play->scene.store,
        .clock = *pal_store_clock(play->scene.store),
        .contact = "mailto:security@coop.example",
    };
    pal_services_init(&play->services, &options, url);
    sign_in(play);
    pal_scene_commit(&play->scene);
}
#define PLAY(name)                                                \
    struct pal_play name PAL_CLEANUP(play_done) = {.cookie = ""}; \
    play_open(&(name))

/* Sends a request whole. Returns the status; the exchange is the caller's to release. */
static unsigned send(struct pal_play *play, const struct pal_head *head, const char *body,
                     struct pal_exchange *exchange)
{
    if (pal_exchange_open(exchange, &play->services, head) &&
        pal_exchange_add(exchange, pal_text_of(body))) {
        pal_exchange_read(exchange);
        pal_exchange_run(exchange);
    }
    pal_exchange_settle(exchange, pal_turn_is_pending(play->scene.store)
                                      ? pal_turn_commit(play->scene.store)
                                      : PAL_OK);
    return exchange->reply.status;
}

static struct pal_head head_of(const char *method, const char *target)
{
    return (struct pal_head){
        .method = pal_text_of(method),
        .target = pal_text_of(target),
        .address = pal_text_of("192.0.2.1"),
        .content_type = pal_text_of("application/json"),
    };
}

static struct pal_head signed_in(const struct pal_play *play, const char *method,
                                 const char *target)
{
    struct pal_head head = head_of(method, target);
    head.cookie = pal_text_of(play->cookie);
    head.origin = pal_text_of(url);
    return head;
}

static unsigned status_of(struct pal_play *play, const struct pal_head *head, const char *body)
{
    struct pal_exchange exchange;
    unsigned status = send(play, head, body, &exchange);
    pal_exchange_done(&exchange);
    return status;
}

static const char member[] =
    "{\"kind\":\"natural\",\"name\":\"Hugo Leca\",\"category\":\"employees\",\"state\":\"applied\"}";

static const struct {
    const char *name;
    const char *method, *target;
    const char *header, *value; /* one header more, or another */
    bool as_ada;
    unsigned status;
} rows[] = {
    {"what is public is anybody's", "GET", "/healthz", "", "", false, 200},
    {"HEAD is a GET", "HEAD", "/healthz", "", "", false, 200},
    {"anybody may ask what a path accepts", "OPTIONS", "/api/v1/members", "", "", false, 204},
    {"nothing is nowhere", "GET", "/api/v1/nothing", "", "", false, 404},
    {"an address that climbs is nowhere", "GET", "/log/tile/../../etc", "", "", false, 404},
    {"another method is not allowed", "DELETE", "/healthz", "", "", false, 405},
    {"a parameter of which nobody knows is refused", "GET", "/healthz?x=1", "", "", false, 400},
    {"the register is not public", "GET", "/api/v1/members", "", "", false, 401},
    {"an administrator reads the register", "GET", "/api/v1/members", "", "", true, 200},
    {"an administrator writes it", "POST", "/api/v1/members", "", "", true, 201},
    {"a write from another page is refused", "POST", "/api/v1/members", "Origin",
     "https://evil.example", true, 403},
    {"a write that hides where it comes from is refused", "POST", "/api/v1/members", "Origin", "",
     true, 403},
    {"a browser may say it by Sec-Fetch-Site", "POST", "/api/v1/members", "Sec-Fetch-Site",
     "same-origin", true, 201},
    {"a sister site is another site", "POST", "/api/v1/members", "Sec-Fetch-Site", "same-site",
     true, 403},
    {"a token of which nobody knows is refused", "GET", "/healthz", "Authorization", "Bearer x",
     false, 401},
    {"another scheme is refused", "GET", "/healthz", "Authorization", "Basic eDp5", false, 401},
    {"a session that has ended reads what is public", "GET", "/healthz", "Cookie",
     "__Host-palabre=gone", false, 200},
    {"and nothing else", "GET", "/api/v1/members", "Cookie", "__Host-palabre=gone", false, 401},
    {"the cookie's name without its prefix is nothing", "GET", "/api/v1/members", "Cookie",
     "palabre=gone", false, 401},
    {"a body of another type is refused", "POST", "/api/v1/members", "Content-Type", "text/plain",
     true, 415},
    {"a charset does not change a type", "POST", "/api/v1/members", "Content-Type",
     "application/json; charset=utf-8", true, 201},
    {"a compressed body is refused", "POST", "/api/v1/members", "Content-Encoding", "gzip", true,
     415},
    {"a length beyond the bound is refused", "POST", "/api/v1/members", "Content-Length",
     "1000000000", true, 413},
    {"a length beyond all numbers is refused", "POST", "/api/v1/members", "Content-Length",
     "99999999999999999999999", true, 413},
    {"a short idempotency key is refused", "POST", "/api/v1/members", "Idempotency-Key", "abc",
     true, 400},
};

static void set_header(struct pal_head *head, const char *name, const char *value)
{
    const struct {
        const char *name;
        struct pal_text *place;
    } places[] = {
        {"Origin", &head->origin},
        {"Sec-Fetch-Site", &head->fetch_site},
        {"Authorization", &head->authorization},
        {"Cookie", &head->cookie},
        {"Content-Type", &head->content_type},
        {"Content-Encoding", &head->content_encoding},
        {"Content-Length", &head->content_length},
        {"Idempotency-Key", &head->idempotency_key},
    };
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        if (strcmp(name, places[i].name) == 0) {
            *places[i].place = pal_text_of(value);
        }
    }
}

static void answers(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PLAY(play);
    struct pal_head head = row->as_ada ? signed_in(&play, row->method, row->target)
                                       : head_of(row->method, row->target);
    set_header(&head, row->header, row->value);
    if (strcmp(row->header, "Sec-Fetch-Site") == 0) {
        head.origin = pal_text_of("");
    }
    bool writes = strcmp(row->method, "POST") == 0;
    assert_int_equal(status_of(&play, &head, writes ? member : ""), row->status);
}

static void a_request_sent_twice_acts_once(void **state)
{
    (void)state;
    PLAY(play);
    struct pal_head head = signed_in(&play, "POST", "/api/v1/members");
    head.idempotency_key = pal_text_of("once-and-for-all");
    struct pal_exchange first;
    struct pal_exchange second;
    assert_int_equal(send(&play, &head, member, &first), 201);
    uint64_t size = pal_log_head(play.scene.store).size;
    assert_int_equal(send(&play, &head, member, &second), 201);
    assert_true(second.is_replayed);
    EXPECT_BUF(second.reply.body, first.reply.body.bytes);
    EXPECT_BUF(second.reply.location, first.reply.location.bytes);
    assert_string_equal(second.reply.tag, first.reply.tag);
    assert_int_equal(pal_log_head(play.scene.store).size, size);
    pal_exchange_done(&first);
    pal_exchange_done(&second);

    struct pal_exchange other;
    assert_int_equal(send(&play, &head, "{}", &other), 422);
    EXPECT_ERR(other.err, PAL_ERR_REQUEST_KEY_REUSED);
    pal_exchange_done(&other);

    pal_scene_wait(&play.scene, PAL_SCENE_DAY / 2 - 1); /* the session lasts half a day */
    assert_int_equal(send(&play, &head, member, &second), 201);
    assert_true(second.is_replayed);
    pal_exchange_done(&second);
}

static void a_refused_request_may_be_sent_again(void **state)
{
    (void)state;
    PLAY(play);
    struct pal_head head = signed_in(&play, "POST", "/api/v1/members");
    head.idempotency_key = pal_text_of("first-wrong-then-right");
    uint64_t size = pal_log_head(play.scene.store).size;
    assert_int_equal(status_of(&play, &head, "{\"kind\":\"natural\"}"), 400);
    assert_int_equal(pal_log_head(play.scene.store).size, size);
    assert_int_equal(status_of(&play, &head, member), 201);
}

static void a_body_is_cut_at_its_bound(void **state)
{
    (void)state;
    PLAY(play);
    struct pal_head head = signed_in(&play, "POST", "/api/v1/members");
    head.transfer_encoding = pal_text_of("chunked");
    struct pal_exchange exchange;
    assert_true(pal_exchange_open(&exchange, &play.services, &head));
    char piece[PAL_LIMIT_BODY_SMALL] = {0};
    assert_true(pal_exchange_add(&exchange, (struct pal_text){piece, sizeof piece}));
    assert_false(pal_exchange_add(&exchange, (struct pal_text){piece, 1}));
    assert_int_equal(exchange.reply.status, 413);
    assert_int_equal(exchange.received.capacity, 0);
    pal_exchange_done(&exchange);
}

/* No file can be opened: that is no full disk, and to make room would not help. */
static void a_body_that_finds_no_file_is_told_why(void **state)
{
    (void)state;
    PLAY(play);
    struct pal_head head = signed_in(
        &play, "POST",
        "/api/v1/resolutions/00000000-0000-4000-8000-000000000000/attachments?name=a.txt");
    head.content_type = pal_text_of("application/octet-stream");
    struct pal_exchange exchange;
    struct rlimit may;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &may), 0);
    const struct rlimit none = {0, may.rlim_max};
    assert_true(pal_exchange_open(&exchange, &play.services, &head));
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    assert_false(pal_exchange_add(&exchange, pal_text_of("a")));
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &may), 0);
    assert_int_equal(exchange.err, PAL_ERR_STORE_IO);
    assert_int_equal(exchange.reply.status, 503);
    pal_exchange_done(&exchange);
}

static const char before[] = "{\"keeper\":1,\"share\":\"";
static const char behind[] = "\"}";
enum { HEX_SIZE = 64, BEFORE = sizeof before - 1, BODY_SIZE = BEFORE + HEX_SIZE + sizeof behind };

/* A body with what is masked in it. */
static void spell(const uint8_t masked[HEX_SIZE], char body[BODY_SIZE])
{
    memcpy(body, before, BEFORE);
    for (size_t i = 0; i < HEX_SIZE; i++) {
        body[BEFORE + i] = (char)(masked[i] - PAL_MEMORY_MASK);
    }
    memcpy(body + BEFORE + HEX_SIZE, behind, sizeof behind);
}

/* How often the second half stands in memory: the first bytes of what is freed are soon written over. */
static size_t count_of(const uint8_t masked[HEX_SIZE])
{
    return pal_memory_count(masked + HEX_SIZE / 2, HEX_SIZE / 2);
}

/* RULE docs/rules/secret.md
 * > The body of a request is wiped as soon as it was handled
 */
static void attack_66_a_share_is_nowhere_once_it_was_handled(void **state)
{
    (void)state;
    PLAY(play);
    char body[BODY_SIZE];
    uint8_t masked[HEX_SIZE];
    pal_crypto_random(masked, sizeof masked);
    for (size_t i = 0; i < sizeof masked; i++) {
        masked[i] = (uint8_t)("0123456789abcdef"[masked[i] % 16] + PAL_MEMORY_MASK);
    }
    struct pal_head head =
        signed_in(&play, "POST", "/api/v1/polls/00000000-0000-4000-8000-00000000000a/shares");
    struct pal_exchange exchange;
    assert_true(pal_exchange_open(&exchange, &play.services, &head));
    spell(masked, body);
    assert_true(pal_exchange_add(&exchange, pal_text_of(body)));
    pal_exchange_read(&exchange);
    /* Here, as it came in, and as JSON. */
    assert_true(count_of(masked) >= 3);
    pal_exchange_run(&exchange);
    pal_exchange_drop_body(&exchange);
    pal_crypto_wipe(body, sizeof body);
    assert_int_equal(count_of(masked), 0);
    pal_exchange_done(&exchange);

    /* One that goes on for longer than it may. */
    PAL_BUF(long_one);
    struct pal_head other = signed_in(&play, "POST", "/api/v1/members");
    assert_true(pal_exchange_open(&exchange, &play.services, &other));
    spell(masked, body);
    assert_true(pal_exchange_add(&exchange, pal_text_of(body)));
    (void)memset(pal_buf_add_room(&long_one, PAL_LIMIT_BODY), ' ', PAL_LIMIT_BODY);
    assert_false(pal_exchange_add(&exchange, pal_buf_text(&long_one)));
    pal_crypto_wipe(body, sizeof body);
    assert_int_equal(count_of(masked), 0);
    pal_exchange_done(&exchange);
}

static void a_turn_that_dies_is_told_to_everyone(void **state)
{
    (void)state;
    PLAY(play);
    struct pal_head head = head_of("GET", "/healthz");
    struct pal_exchange exchange;
    assert_true(pal_exchange_open(&exchange, &play.services, &head));
    pal_exchange_run(&exchange);
    assert_int_equal(exchange.reply.status, 200);
    pal_exchange_settle(&exchange, PAL_ERR_STORE_FULL);
    assert_int_equal(exchange.reply.status, 503);
    pal_exchange_done(&exchange);
}

static void what_the_client_has_is_not_sent_again(void **state)
{
    (void)state;
    PLAY(play);
    struct pal_head head = head_of("GET", "/api/v1/society");
    struct pal_exchange exchange;
    assert_int_equal(send(&play, &head, "", &exchange), 200);
    char tag[PAL_REPLY_TAG_SIZE];
    memcpy(tag, exchange.reply.tag, sizeof tag);
    assert_true(tag[0] == '"');
    pal_exchange_done(&exchange);
    head.if_none_match = pal_text_of(tag);
    assert_int_equal(send(&play, &head, "", &exchange), 304);
    pal_reply_spell(&exchange.reply);
    assert_int_equal(exchange.reply.body.size, 0);
    pal_exchange_done(&exchange);
}

static void count_header(void *context, const char *name, const char *value)
{
    struct pal_buf *buf = context;
    pal_buf_add_format(buf, "%s: %s\n", name, value);
}

static void headers_are_strict_on_every_page(void **state)
{
    (void)state;
    PLAY(play);
    static const char *const targets[] = {"/healthz", "/api/v1/members", "/api/v1/nothing", "//"};
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        struct pal_head head = head_of("GET", targets[i]);
        struct pal_exchange exchange;
        (void)send(&play, &head, "", &exchange);
        PAL_BUF(headers);
        pal_exchange_headers(&exchange, count_header, &headers);
        assert_non_null(strstr(headers.bytes, "default-src 'none'"));
        assert_non_null(strstr(headers.bytes, "frame-ancestors 'none'"));
        /* Decision 0021: wasm may be compiled; nothing written in a page or made of a text runs. */
        assert_null(strstr(headers.bytes, "'unsafe-"));
        assert_non_null(strstr(headers.bytes, "X-Content-Type-Options: nosniff\n"));
        assert_non_null(strstr(headers.bytes, "Referrer-Policy: no-referrer\n"));
        assert_non_null(strstr(headers.bytes, "Cache-Control: "));
        assert_non_null(strstr(headers.bytes, "Strict-Transport-Security: "));
        bool is_open = strstr(headers.bytes, "Access-Control-Allow-Origin: *\n") != NULL;
        assert_int_equal(is_open, i == 0 || i == 2); /* the register is not public, // is nowhere */
        pal_exchange_done(&exchange);
    }
}

/* docs/decisions/0013: nothing of it is a page, nobody keeps it, no other site reads it. */
static void what_answers_a_program_is_marked_as_data(void **state)
{
    (void)state;
    PLAY(play);
    struct pal_head head = head_of("POST", "/api/v1/offices");
    struct pal_exchange exchange;
    (void)send(&play, &head, "{", &exchange);
    exchange.err = PAL_OK;
    exchange.reply.media_type = "application/json";
    exchange.reply.status = 201;
    PAL_BUF(headers);
    pal_exchange_headers(&exchange, count_header, &headers);
    assert_non_null(strstr(headers.bytes, "X-Content-Type-Options: nosniff\n"));
    assert_non_null(strstr(headers.bytes, "Cache-Control: no-store\n"));
    assert_non_null(strstr(headers.bytes, "Cross-Origin-Resource-Policy: same-origin\n"));
    assert_null(strstr(headers.bytes, "Content-Security-Policy"));
    pal_exchange_done(&exchange);
}

int main(void)
{
    TESTS(tests, 40);
    TABLE(tests, rows, answers);
    TEST(tests, a_request_sent_twice_acts_once);
    TEST(tests, a_refused_request_may_be_sent_again);
    TEST(tests, a_body_is_cut_at_its_bound);
    TEST(tests, a_body_that_finds_no_file_is_told_why);
    TEST(tests, attack_66_a_share_is_nowhere_once_it_was_handled);
    TEST(tests, a_turn_that_dies_is_told_to_everyone);
    TEST(tests, what_the_client_has_is_not_sent_again);
    TEST(tests, headers_are_strict_on_every_page);
    TEST(tests, what_answers_a_program_is_marked_as_data);
    return RUN(tests);
}
