/* The thread that has the database, and one that asks: what is asked comes back, once it is on disk. */
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "core/log.h"
#include "core/sessions.h"
#include "core/store.h"
#include "http/server.h"

#include "../support/expect.h"
#include "../support/folder.h"
#include "../support/scene.h"
#include "connection.h"
#include "jobs.h"
#include "turns.h"

static const char url[] = "https://vote.coop.example";
static const char member[] =
    "{\"kind\":\"natural\",\"name\":\"Hugo Leca\",\"category\":\"employees\",\"state\":\"applied\"}";

/* A scene that is served, Ada signed in, and a request of hers. */
struct pal_service {
    struct pal_scene scene;
    struct pal_turns turns;
    struct pal_spares spares;
    struct pal_connection *connection;
    char cookie[80];
    size_t awaited; /* calls, by the other thread */
    struct pal_call_list told;
};

static void sign_in(struct pal_service *service)
{
    struct pal_store *store = service->scene.store;
    PAL_TRANSACTION(transaction, store);
    PAL_SECRET(link);
    PAL_SECRET(session);
    int64_t expires_us;
    struct pal_person_id person;
    EXPECT_ERR(pal_link_make(store, service->scene.people[PAL_ADA], &link, &expires_us), PAL_OK);
    EXPECT_ERR(pal_session_open(store, pal_text_of(link.text), &session, &person), PAL_OK);
    EXPECT_ERR(pal_transaction_commit(&transaction), PAL_OK);
    (void)snprintf(service->cookie, sizeof service->cookie, "__Host-palabre=%s", session.text);
}

static struct pal_connection *connect_to(struct pal_service *service, const char *method,
                                         const char *target)
{
    struct pal_connection *connection =
        pal_spares_take(&service->spares, sizeof *service->connection);
    const struct pal_head head = {
        .method = pal_text_of(method),
        .target = pal_text_of(target),
        .address = pal_text_of("192.0.2.1"),
        .content_type = pal_text_of("application/json"),
        .cookie = pal_text_of(service->cookie),
        .origin = pal_text_of(url),
    };
    assert_true(pal_exchange_open(&connection->call.exchange, &service->turns.services, &head));
    return connection;
}

static void service_open(struct pal_service *service, const char *method, const char *target)
{
    pal_scene_open(&service->scene);
    sign_in(service);
    pal_scene_commit(&service->scene);
    const struct pal_server_options options = {
        .store = service->scene.store,
        .clock = *pal_store_clock(service->scene.store),
    };
    EXPECT_ERR(pal_turns_init(&service->turns, &options, url), PAL_OK);
    service->turns.services.figures.connections = 4; /* a turn is for half of them */
    service->connection = connect_to(service, method, target);
}

static void service_done(struct pal_service *service)
{
    pal_connections_forget(&service->turns.in, &service->spares);
    pal_connections_forget(&service->turns.out, &service->spares);
    pal_spares_done(&service->spares);
    pal_turns_done(&service->turns);
    pal_scene_done(&service->scene);
}

/* The other thread: waits for what was asked, and then has nothing more to ask. */
static void *wait_for_replies(void *argument)
{
    struct pal_service *service = argument;
    struct pollfd watched = {.fd = service->turns.out.fd, .events = POLLIN};
    while (service->told.count < service->awaited) {
        eventfd_t knocks;
        struct pal_call_list list;
        assert_int_equal(poll(&watched, 1, -1), 1);
        assert_int_equal(eventfd_read(service->turns.out.fd, &knocks), 0);
        assert_true(pal_lane_take(&service->turns.out, &list));
        while (list.count > 0) {
            pal_call_list_add(&service->told, pal_call_list_take(&list));
        }
    }
    pal_lane_close(&service->turns.in);
    return NULL;
}

/* Runs turns until what was asked has come back: so many calls, in the order in which they did. */
static struct pal_call_list run_calls(struct pal_service *service, size_t count)
{
    pthread_t other;
    service->awaited = count;
    service->told = (struct pal_call_list){0};
    assert_int_equal(pthread_create(&other, NULL, wait_for_replies, service), 0);
    EXPECT_ERR(pal_turns_run(&service->turns), PAL_ERR_SERVER_LOOP); /* the lane is closed */
    assert_int_equal(pthread_join(other, NULL), 0);
    assert_int_equal(service->told.count, count);
    service->turns.in.is_closed = false; /* another run may follow */
    return service->told;
}

static void run_until_back(struct pal_service *service)
{
    struct pal_call_list list = run_calls(service, 1);
    assert_ptr_equal(list.first, &service->connection->call);
    pal_connection_come_back(service->connection);
}

static void leave(struct pal_service *service)
{
    struct pal_call_list list = {0};
    pal_call_list_add(&list, &service->connection->call);
    pal_lane_put_all(&service->turns.out, &list);
    service_done(service);
}

static void what_was_written_comes_back_committed(void **state)
{
    (void)state;
    struct pal_service service = {0};
    service_open(&service, "POST", "/api/v1/members");
    struct pal_exchange *exchange = &service.connection->call.exchange;
    uint64_t size = pal_log_head(service.scene.store).size;
    assert_true(pal_exchange_add(exchange, pal_text_of(member)));
    pal_exchange_read(exchange);
    assert_non_null(exchange->body.json);
    assert_true(pal_connection_ask(service.connection, &service.turns, PAL_CALL_RUN));
    assert_true(service.connection->is_away);

    run_until_back(&service);
    assert_false(service.connection->is_away);
    assert_int_equal(service.connection->phase, PAL_PHASE_READY);
    assert_int_equal(exchange->reply.status, 201);
    assert_int_equal(exchange->received.capacity, 0); /* the body is not needed any more */
    assert_false(pal_turn_is_pending(service.scene.store));
    assert_true(pal_log_head(service.scene.store).size > size);
    assert_int_equal(service.turns.services.figures.turns, 1);
    leave(&service);
}

/* A vote may be long, and hardly ever is: it crosses once. */
static void only_a_body_that_is_large_is_judged_before_it_comes(void **state)
{
    (void)state;
    struct pal_service service = {0};
    service_open(&service, "POST", "/api/v1/polls/01890a5d-ac96-774b-bcce-b302099a8057/ballots");
    struct pal_exchange *exchange = &service.connection->call.exchange;
    static const struct {
        const char *length, *encoding;
        bool is_guarded;
    } rows[] = {
        {"", "", false},      {"0", "", false},    {"300", "", false},
        {"16384", "", false}, {"16385", "", true}, {"", "chunked", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        exchange->head.content_length = pal_text_of(rows[i].length);
        exchange->head.transfer_encoding = pal_text_of(rows[i].encoding);
        assert_int_equal(pal_exchange_is_guarded(exchange), rows[i].is_guarded);
    }
    leave(&service);
}

static void a_large_body_is_judged_before_it_comes(void **state)
{
    (void)state;
    struct pal_service service = {0};
    service_open(&service, "POST", "/api/v1/members/imports");
    struct pal_exchange *exchange = &service.connection->call.exchange;
    exchange->head.content_length = pal_text_of("1000000");
    assert_true(pal_exchange_is_guarded(exchange));
    assert_true(pal_connection_ask(service.connection, &service.turns, PAL_CALL_JUDGE));
    run_until_back(&service);
    assert_int_equal(service.connection->phase, PAL_PHASE_JUDGED);

    exchange->head.cookie = pal_text_of("");
    assert_true(pal_connection_ask(service.connection, &service.turns, PAL_CALL_JUDGE));
    run_until_back(&service);
    assert_int_equal(service.connection->phase, PAL_PHASE_REFUSED);
    assert_int_equal(exchange->reply.status, 401);
    leave(&service);
}

static struct pal_connection *asks_to_enter(struct pal_service *service)
{
    struct pal_connection *connection = connect_to(service, "POST", "/api/v1/members");
    struct pal_exchange *exchange = &connection->call.exchange;
    assert_true(pal_exchange_add(exchange, pal_text_of(member)));
    pal_exchange_read(exchange);
    assert_true(pal_connection_ask(connection, &service->turns, PAL_CALL_RUN));
    return connection;
}

/* So many ask at the same time, and are told that, in their order. */
static void all_are_told(struct pal_service *service, size_t count, unsigned status)
{
    struct pal_connection *all[16];
    assert_true(count <= sizeof all / sizeof all[0]);
    for (size_t i = 0; i < count; i++) {
        all[i] = asks_to_enter(service);
    }
    struct pal_call_list list = run_calls(service, count);
    for (size_t i = 0; i < count; i++) {
        assert_ptr_equal(pal_call_list_take(&list), &all[i]->call);
        pal_connection_come_back(all[i]);
        assert_int_equal(all[i]->call.exchange.reply.status, status);
        pal_connection_part(all[i], &service->turns, &service->spares, false);
    }
}

/* All who may ask did: were they run in one turn, nobody would be read or answered meanwhile. */
static void a_turn_takes_half_of_those_who_may_ask(void **state)
{
    (void)state;
    struct pal_service service = {0};
    service_open(&service, "GET", "/healthz");
    service.turns.services.figures.connections = 5;
    uint64_t size = pal_log_head(service.scene.store).size;
    all_are_told(&service, 5, 201);
    assert_int_equal(pal_log_head(service.scene.store).size, size + 5);
    assert_int_equal(service.turns.services.figures.turns, 2);
    assert_int_equal(service.turns.services.figures.turn_commands, 5);
    leave(&service);
}

/* They asked and left, whom one comes after: it does not wait for as many commits. */
static void many_who_left_take_few_turns(void **state)
{
    (void)state;
    struct pal_service service = {0};
    service_open(&service, "GET", "/healthz");
    service.turns.services.figures.connections = 1;
    uint64_t size = pal_log_head(service.scene.store).size;
    all_are_told(&service, 16, 201);
    assert_int_equal(pal_log_head(service.scene.store).size, size + 16);
    assert_int_equal(service.turns.services.figures.turns, 5); /* 8, 4, 2, 1 and 1 */
    leave(&service);
}

static uint64_t log_size(const struct pal_service *service)
{
    return pal_log_head(service->scene.store).size;
}

/* A disk without room for the anchor: here, a folder that stands where the anchor would be. */
static void those_of_a_turn_are_told_once_its_anchor_is_written(void **state)
{
    (void)state;
    FOLDER(folder);
    PAL_STRING(path);
    PAL_STRING(anchor);
    path = pal_folder_file_new(&folder, "society.db");
    anchor = pal_folder_file_new(&folder, "society.db.anchor");
    struct pal_service service = {.scene = {.path = path}};
    service_open(&service, "GET", "/healthz");
    uint64_t size = log_size(&service);
    all_are_told(&service, 2, 201);
    assert_int_equal(log_size(&service), size + 2);

    assert_true(remove(anchor) == 0 && mkdir(anchor, 0700) == 0);
    all_are_told(&service, 2, 503); /* what they did holds */
    assert_int_equal(log_size(&service), size + 4);
    all_are_told(&service, 2, 503); /* and nothing more is done */
    assert_int_equal(log_size(&service), size + 4);

    assert_int_equal(rmdir(anchor), 0);
    all_are_told(&service, 2, 201);
    assert_int_equal(log_size(&service), size + 6);
    leave(&service);
}

/* Three pieces, and who released it. */
struct script {
    int next;
    bool is_released;
};

static enum pal_err next_piece(void *context, struct pal_buf *piece, bool *out_done)
{
    struct script *script = context;
    pal_buf_add_format(piece, "piece %d", ++script->next);
    *out_done = script->next == 2;
    return PAL_OK;
}

static void release(void *context)
{
    ((struct script *)context)->is_released = true;
}

static void a_stream_is_made_piece_by_piece_and_released_where_it_is_made(void **state)
{
    (void)state;
    struct pal_service service = {0};
    service_open(&service, "GET", "/healthz");
    struct pal_connection *connection = service.connection;
    struct script script = {0};
    const struct pal_stream stream = {"text/csv", 0, next_piece, release, &script};
    pal_reply_stream(&connection->call.exchange.reply, &stream);
    connection->call.streamed = PAL_OUTGOING_WAITS;

    char text[32] = "";
    for (int i = 1; i <= 2; i++) {
        assert_int_equal(pal_connection_stream(connection, &service.turns), PAL_OUTGOING_WAITS);
        assert_int_equal(script.next, i - 1); /* nothing is made here */
        run_until_back(&service);
        assert_int_equal(pal_connection_stream(connection, &service.turns), PAL_OUTGOING_READY);
        size_t size = pal_outgoing_take(&connection->call.outgoing, text, sizeof text - 1);
        text[size] = '\0';
        assert_string_equal(text, i == 1 ? "piece 1" : "piece 2");
    }
    assert_int_equal(pal_connection_stream(connection, &service.turns), PAL_OUTGOING_ENDED);

    pal_connection_part(connection, &service.turns, &service.spares, false);
    assert_true(connection->is_away);
    assert_false(script.is_released);
    run_until_back(&service);
    assert_true(script.is_released);
    pal_connection_part(connection, &service.turns, &service.spares, false);
    service_done(&service);
}

static void whoever_finds_no_room_is_told_to_come_again(void **state)
{
    (void)state;
    struct pal_service service = {0};
    service_open(&service, "GET", "/healthz");
    for (size_t i = 0; i < PAL_LIMIT_LANE; i++) {
        struct pal_connection *waiting =
            pal_spares_take(&service.spares, sizeof *service.connection);
        assert_true(pal_connection_ask(waiting, &service.turns, PAL_CALL_RUN));
    }
    assert_false(pal_connection_ask(service.connection, &service.turns, PAL_CALL_RUN));
    assert_false(service.connection->is_away);
    struct pal_exchange *exchange = &service.connection->call.exchange;
    EXPECT_ERR(exchange->err, PAL_ERR_SERVER_BUSY);
    assert_int_equal(exchange->reply.status, 503);
    PAL_BUF(reply);
    pal_exchange_write(exchange, &reply);
    assert_non_null(strstr(reply.bytes, "\r\nRetry-After: 5\r\n"));
    leave(&service);
}

/* --- while a worker has the file ---------------------------------------------------------------- */

static enum pal_loan borrow_file(const struct pal_job_spec *spec, struct pal_store *store)
{
    (void)spec, (void)store;
    return PAL_LOAN_FILE;
}

static enum pal_err keep_file_a_while(struct pal_job *job, struct pal_store *snapshot)
{
    (void)job, (void)snapshot;
    (void)poll(NULL, 0, 100); /* milliseconds */
    return PAL_OK;
}

static enum pal_err keep_file(struct pal_job *job, struct pal_store *snapshot)
{
    (void)snapshot;
    while (!pal_job_stops(job)) {
        (void)poll(NULL, 0, 1);
    }
    return PAL_OK;
}

static enum pal_err finish_nothing(struct pal_job *job, struct pal_store *store)
{
    (void)job, (void)store;
    return PAL_OK;
}

/* Does `then` while a worker that runs `run` has the file. */
static void with_file_lent(enum pal_err (*run)(struct pal_job *job, struct pal_store *snapshot),
                           void (*then)(struct pal_service *service))
{
    const struct pal_job_kind kind = {.name = "rewrite",
                                      .run = run,
                                      .finish = finish_nothing,
                                      .borrows = borrow_file};
    const struct pal_job_spec spec = {.kind = &kind};
    const struct pal_uuid id = {{1}};
    FOLDER(folder);
    PAL_STRING(path);
    path = pal_folder_file_new(&folder, "society.db");
    struct pal_service service = {.scene = {.path = path}};
    service_open(&service, "GET", "/healthz");
    struct pal_services *services = &service.turns.services;
    pal_jobs_add(services->jobs, &id, &spec);
    pal_jobs_feed(services->jobs, pal_clock_now_us(&services->clock));
    assert_int_equal(pal_store_lent(service.scene.store), PAL_LOAN_FILE);
    then(&service);
    leave(&service);
}

static void three_write(struct pal_service *service)
{
    uint64_t size = log_size(service);
    all_are_told(service, 3, 201);
    assert_int_equal(log_size(service), size + 3);
}

static void whoever_writes_waits_for_a_file_that_is_written_anew(void **state)
{
    (void)state;
    with_file_lent(keep_file_a_while, three_write);
}

/* A minute and a half goes by between two looks. */
static int64_t hasten(void *context)
{
    int64_t *now_us = context;
    return *now_us += INT64_C(90000000);
}

static void one_reads_one_may_not_one_writes(struct pal_service *service)
{
    assert_true(pal_connection_ask(service->connection, &service->turns, PAL_CALL_RUN));
    run_until_back(service);
    assert_int_equal(service->connection->call.exchange.reply.status, 200);

    char first = service->cookie[0];
    service->cookie[0] = '\0';
    all_are_told(service, 1, 401);
    service->cookie[0] = first;

    int64_t now_us = service->scene.now_us;
    service->turns.services.clock = (struct pal_clock){.now_us = hasten, .context = &now_us};
    uint64_t size = log_size(service);
    all_are_told(service, 1, 503);
    assert_int_equal(log_size(service), size);
}

static void nobody_waits_for_the_file_to_read_or_be_refused_nor_for_ever(void **state)
{
    (void)state;
    with_file_lent(keep_file, one_reads_one_may_not_one_writes);
}

/* They may have left long ago: what they sent is kept all the same. */
static void too_many_write_as_the_server_ends(struct pal_service *service)
{
    for (size_t i = 0; i < PAL_LIMIT_LANE; i++) {
        (void)asks_to_enter(service);
    }
    (void)run_calls(service, 0);
    all_are_told(service, 1, 503);
    assert_int_equal(service->turns.aside.count, PAL_LIMIT_LANE);
    pal_turns_let_go(&service->turns);
    assert_int_equal(service->turns.aside.count, 0);
    assert_int_equal(pal_lane_count(&service->turns.out), PAL_LIMIT_LANE);
}

static void no_more_wait_for_the_file_than_have_room_and_all_are_let_go_at_the_end(void **state)
{
    (void)state;
    with_file_lent(keep_file, too_many_write_as_the_server_ends);
}

int main(void)
{
    TESTS(tests, 11);
    TEST(tests, what_was_written_comes_back_committed);
    TEST(tests, a_turn_takes_half_of_those_who_may_ask);
    TEST(tests, many_who_left_take_few_turns);
    TEST(tests, those_of_a_turn_are_told_once_its_anchor_is_written);
    TEST(tests, only_a_body_that_is_large_is_judged_before_it_comes);
    TEST(tests, a_large_body_is_judged_before_it_comes);
    TEST(tests, a_stream_is_made_piece_by_piece_and_released_where_it_is_made);
    TEST(tests, whoever_finds_no_room_is_told_to_come_again);
    TEST(tests, whoever_writes_waits_for_a_file_that_is_written_anew);
    TEST(tests, nobody_waits_for_the_file_to_read_or_be_refused_nor_for_ever);
    TEST(tests, no_more_wait_for_the_file_than_have_room_and_all_are_let_go_at_the_end);
    return RUN(tests);
}
