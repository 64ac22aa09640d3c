/*
 * server.c - listens, bounds, dispatches. Only door to libmicrohttpd.
 *
 * One thread. A turn: the library runs what is ready; replies that depend on something that is not
 * committed are held back; the turn is committed; the library runs again and takes them. What has
 * nothing to say for longer is suspended, and resuming wakes neither descriptor nor timeout.
 */
#include "http/server.h"

#include <microhttpd.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/store.h"

#include "address.h"
#include "crowd.h"
#include "events.h"
#include "exchange.h"
#include "jobs.h"
#include "outgoing.h"
#include "spares.h"
#include "ticks.h"
#include "transfer.h"
#include "waiting.h"

enum { STREAM_BLOCK = 32768 };

enum pal_phase {
    FRESH,     /* nothing but the address of the request is known */
    RECEIVING, /* its body comes in */
    REFUSED,   /* the reply is there, and waits for the end of the request */
    HELD,      /* it waits for the commit */
    READY,     /* the reply may go */
};

/* A request on its connection; a connection has one at a time. */
struct pal_connection {
    struct pal_server *server;
    struct MHD_Connection *mhd; /* NULL once the client has left while the reply was held back */
    enum pal_phase phase;
    char *target;
    char address[PAL_ADDRESS_TEXT_SIZE];
    struct pal_exchange exchange;
    struct pal_outgoing outgoing;
};

/* In one turn, those whose clients have left and those who came in their places. */
enum { WAITING_MAX = 2 * PAL_LIMIT_CONNECTIONS };
struct pal_connections {
    struct pal_connection *items[WAITING_MAX];
    size_t count;
};

struct pal_server {
    struct pal_services services;
    struct MHD_Daemon *daemon;
    struct pal_waiting waiting;
    struct pal_crowd crowd;
    bool logs_access, stops;
    bool is_cut;                      /* nobody may be told anything any more */
    struct pal_connections pending;   /* replies that wait for the commit */
    struct pal_connections stalled;   /* streams that wait for it */
    struct pal_connections listeners; /* streams of events that have none to tell */
    struct pal_spares spares;         /* what requests were kept in, for those that come */
    uint64_t told;                    /* the last event that listeners were woken for */
    int64_t heartbeat_at_ms;
    struct pal_ticker ticker;
    struct pal_buf url;
};

/* --- connections that wait ------------------------------------------------------------------- */

static void add(struct pal_connections *list, struct pal_connection *connection)
{
    PAL_CHECK(list->count < WAITING_MAX);
    list->items[list->count++] = connection;
}

static void put_to_sleep(struct pal_connections *list, struct pal_connection *connection)
{
    add(list, connection);
    MHD_suspend_connection(connection->mhd);
}

static bool wake_all(struct pal_connections *list)
{
    bool any = list->count > 0;
    for (size_t i = 0; i < list->count; i++) {
        MHD_resume_connection(list->items[i]->mhd);
    }
    list->count = 0;
    return any;
}

/* --- replies --------------------------------------------------------------------------------- */

static void add_header(void *context, const char *name, const char *value)
{
    PAL_CHECK(MHD_add_response_header(context, name, value) == MHD_YES);
}

static ssize_t read_stream(void *context, uint64_t position, char *buffer, size_t max)
{
    (void)position;
    struct pal_connection *connection = context;
    struct pal_server *server = connection->server;
    struct pal_outgoing *outgoing = &connection->outgoing;
    struct pal_reply *reply = &connection->exchange.reply;
    if (reply->listens && server->stops) {
        return MHD_CONTENT_READER_END_OF_STREAM;
    }
    switch (reply->listens ? pal_outgoing_events(outgoing, &server->services)
                           : pal_outgoing_stream(outgoing, &server->services, &reply->stream)) {
    case PAL_OUTGOING_READY: return (ssize_t)pal_outgoing_take(outgoing, buffer, max);
    case PAL_OUTGOING_WAITS:
        put_to_sleep(reply->listens ? &server->listeners : &server->stalled, connection);
        return 0;
    case PAL_OUTGOING_ENDED: return MHD_CONTENT_READER_END_OF_STREAM;
    case PAL_OUTGOING_BROKEN: return MHD_CONTENT_READER_END_WITH_ERROR;
    }
    pal_check_failed("a state of what is sent", __FILE__, __LINE__);
}

static struct MHD_Response *response_new(struct pal_connection *connection)
{
    struct pal_reply *reply = &connection->exchange.reply;
    if (reply->listens) {
        connection->server->services.figures.listeners++;
        pal_outgoing_listen(&connection->outgoing, reply->listens_after);
    }
    if (reply->listens || reply->stream.next != NULL) {
        return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_BLOCK, read_stream,
                                                 connection, NULL);
    }
    struct pal_text body = reply->lent.size > 0 ? reply->lent : pal_buf_text(&reply->body);
    /* The library asks for a pointer that it may write to, and does not write. */
    void *bytes = (void *)(uintptr_t)body.bytes; /* NOLINT(performance-no-int-to-ptr): as said. */
    return MHD_create_response_from_buffer(body.size, bytes, MHD_RESPMEM_PERSISTENT);
}

static enum MHD_Result send_reply(struct pal_connection *connection)
{
    struct MHD_Response *response = response_new(connection);
    PAL_CHECK(response != NULL);
    pal_exchange_headers(&connection->exchange, add_header, response);
    unsigned status = connection->exchange.reply.status;
    enum MHD_Result queued = MHD_queue_response(connection->mhd, status, response);
    MHD_destroy_response(response);
    return queued;
}

static void note_answer(struct pal_connection *connection, bool is_answered)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection->mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    pal_crowd_answer(&connection->server->crowd, info->socket_context, is_answered);
}

/* Nothing is acknowledged before it is durable: what was written in this turn, and what was read
 * after that. The library, which is not told to suspend the connection, asks for the reply each time
 * that it runs: to suspend would change twice what the kernel watches, and read once in vain. */
static enum MHD_Result answer(struct pal_connection *connection)
{
    struct pal_server *server = connection->server;
    note_answer(connection, true);
    if (pal_turn_is_pending(server->services.store)) {
        connection->phase = HELD;
        add(&server->pending, connection);
        return MHD_YES;
    }
    connection->phase = READY;
    pal_exchange_settle(&connection->exchange, PAL_OK);
    return send_reply(connection);
}

/* The library takes no reply while a body comes in. The refusal is written past it, as much as goes
 * at once, and the connection is closed. */
static enum MHD_Result cut_short(struct pal_connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection->mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
    PAL_BUF(text);
    pal_exchange_write(&connection->exchange, &text);
    /* Best effort: whoever sends without end may not be listening. */
    (void)send(info->connect_fd, text.bytes, text.size, MSG_DONTWAIT | MSG_NOSIGNAL);
    (void)shutdown(info->connect_fd, SHUT_WR);
    return MHD_NO;
}

/* --- requests -------------------------------------------------------------------------------- */

static void *on_target(void *context, const char *target, struct MHD_Connection *mhd)
{
    struct pal_connection *connection =
        pal_spares_take(&((struct pal_server *)context)->spares, sizeof *connection);
    connection->server = context;
    connection->mhd = mhd;
    connection->target = pal_mem_copy_string(target);
    return connection;
}

static enum MHD_Result take_header(void *head, enum MHD_ValueKind kind, const char *name,
                                   const char *value)
{
    (void)kind; /* headers alone were asked for */
    pal_head_take(head, name, value);
    return MHD_YES;
}

static bool begin(struct pal_connection *connection, const char *method)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection->mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    pal_address_write(info->client_addr, connection->address);
    struct pal_head head = {
        .method = pal_text_of(method),
        .target = pal_text_of(connection->target),
        .address = pal_text_of(connection->address),
    };
    (void)MHD_get_connection_values(connection->mhd, MHD_HEADER_KIND, take_header, &head);
    return pal_exchange_begin(&connection->exchange, &connection->server->services, &head);
}

/* NOLINTNEXTLINE(readability-function-size): the library's signature. */
static enum MHD_Result on_request(void *context, struct MHD_Connection *mhd, const char *url,
                                  const char *method, const char *version, const char *piece,
                                  size_t *piece_size, void **connection_pointer)
{
    (void)url, (void)version, (void)mhd;
    struct pal_connection *connection = *connection_pointer;
    if (((struct pal_server *)context)->is_cut) {
        return MHD_NO;
    }
    if (connection->phase == FRESH) {
        connection->phase = begin(connection, method) ? RECEIVING : REFUSED;
        bool refuses_body =
            connection->phase == REFUSED && pal_exchange_has_body(&connection->exchange);
        /* A reply before the end of a request closes the connection: only to spare a body. */
        return refuses_body ? answer(connection) : MHD_YES;
    }
    if (connection->phase == HELD) {
        return MHD_YES;
    }
    if (connection->phase == READY) {
        return send_reply(connection);
    }
    if (*piece_size > 0) {
        if (!pal_exchange_add(&connection->exchange, (struct pal_text){piece, *piece_size})) {
            return cut_short(connection);
        }
        *piece_size = 0;
        return MHD_YES;
    }
    if (connection->phase == RECEIVING) {
        pal_exchange_run(&connection->exchange);
    }
    return answer(connection);
}

static void forget(struct pal_connection *connection)
{
    pal_exchange_done(&connection->exchange);
    pal_outgoing_done(&connection->outgoing);
    pal_mem_free(connection->target);
    pal_spares_give(&connection->server->spares, connection, sizeof *connection);
}

static void on_completed(void *context, struct MHD_Connection *mhd, void **connection_pointer,
                         enum MHD_RequestTerminationCode reason)
{
    (void)mhd, (void)reason;
    struct pal_server *server = context;
    struct pal_connection *connection = *connection_pointer;
    if (connection == NULL) {
        return;
    }
    note_answer(connection, false);
    if (connection->exchange.reply.listens && connection->phase != HELD) {
        server->services.figures.listeners--;
    }
    if (connection->phase != FRESH) {
        pal_exchange_account(&connection->exchange, server->logs_access);
    }
    *connection_pointer = NULL;
    connection->mhd = NULL;
    if (connection->phase != HELD) { /* else the end of the turn has still to tell others of it */
        forget(connection);
    }
}

static void on_connection(void *context, struct MHD_Connection *mhd, void **socket_context,
                          enum MHD_ConnectionNotificationCode code)
{
    struct pal_server *server = context;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
        *socket_context = pal_crowd_enter(&server->crowd, info->connect_fd);
    } else {
        pal_crowd_leave(&server->crowd, *socket_context);
    }
    server->services.figures.connections = server->crowd.count;
}

/* --- turns ----------------------------------------------------------------------------------- */

/* Lets go the replies that were held back. True when there were any. */
static bool release_all(struct pal_server *server, enum pal_err committed)
{
    struct pal_connections *list = &server->pending;
    bool any = list->count > 0;
    for (size_t i = 0; i < list->count; i++) {
        struct pal_connection *connection = list->items[i];
        pal_exchange_settle(&connection->exchange, committed);
        connection->phase = READY;
        if (connection->mhd == NULL) {
            forget(connection);
        }
    }
    server->services.figures.turn_commands += list->count;
    list->count = 0;
    return any;
}

/* Ends the turn, if there is one, and tells everybody who waits for it. True when there are replies
 * to take, or connections were woken, which the library must then run. */
static bool end_turn(struct pal_server *server)
{
    struct pal_services *services = &server->services;
    struct pal_job *job = pal_jobs_finish(services->jobs);
    bool had_turn = pal_turn_is_pending(services->store);
    enum pal_err committed = PAL_OK;
    if (had_turn) {
        committed = pal_turn_commit(services->store);
        services->figures.turns += committed == PAL_OK ? 1 : 0;
        services->figures.dead_turns += committed != PAL_OK ? 1 : 0;
    }
    if (committed == PAL_ERR_STORE_UNKNOWN) {
        server->is_cut = true;
        return false;
    }
    bool any = release_all(server, committed);
    pal_ticker_settle(&server->ticker, services, committed, had_turn);
    if (job != NULL) {
        pal_jobs_settle(services->jobs, job, services->events, committed);
    }
    any = wake_all(&server->stalled) || any;
    uint64_t told = server->told;
    server->told = pal_events_last(services->events);
    return (server->told != told && wake_all(&server->listeners)) || any;
}

/* Milliseconds until something is due: an hour at most. */
static int wait_ms(const struct pal_server *server)
{
    int64_t now_us = pal_clock_now_us(&server->services.clock);
    int64_t least = pal_ticker_wait_ms(&server->ticker, now_us);
    int64_t job_ms = pal_jobs_wait_ms(server->services.jobs, now_us);
    least = job_ms < least ? job_ms : least;
    MHD_UNSIGNED_LONG_LONG ms;
    if (MHD_get_timeout(server->daemon, &ms) == MHD_YES) {
        least = ms < (MHD_UNSIGNED_LONG_LONG)least ? (int64_t)ms : least;
    }
    if (server->listeners.count > 0) {
        int64_t left_ms = server->heartbeat_at_ms - pal_outgoing_now_ms();
        least = left_ms < least ? left_ms : least;
    }
    return least > 0 ? (int)least : 0;
}

/* Waits until something comes, or is due. */
static enum pal_err wait_for_more(struct pal_server *server)
{
    PAL_TRY(pal_waiting_sleep(&server->waiting, wait_ms(server), &server->stops));
    int64_t now_ms = pal_outgoing_now_ms();
    if (now_ms >= server->heartbeat_at_ms) {
        server->heartbeat_at_ms = now_ms + PAL_HEARTBEAT_MS;
        (void)wake_all(&server->listeners); /* the library runs next */
    }
    return PAL_OK;
}

/* Runs what is ready, and what became ready meanwhile: whoever was just answered asks again while the
 * others are, and shares the commit. Nobody waits for it: it ends with the first look that finds
 * nothing new, and a connection asks one thing at a time; who leaves to come back under another number
 * does not put off the others for ever. */
static void run_ready(struct pal_server *server)
{
    size_t count;
    do {
        count = server->pending.count;
        server->services.moments++;
        PAL_CHECK(MHD_run(server->daemon) == MHD_YES);
    } while (server->pending.count > count && server->pending.count < PAL_LIMIT_CONNECTIONS);
}

static void run_turns(struct pal_server *server)
{
    do {
        run_ready(server);
    } while (end_turn(server));
}

enum pal_err pal_server_run(struct pal_server *server)
{
    struct pal_services *services = &server->services;
    server->heartbeat_at_ms = pal_outgoing_now_ms() + PAL_HEARTBEAT_MS;
    while (!server->stops) {
        pal_ticker_run(&server->ticker, services);
        run_turns(server);
        if (server->is_cut) {
            return PAL_ERR_STORE_UNKNOWN;
        }
        pal_jobs_feed(services->jobs, pal_clock_now_us(&services->clock));
        PAL_TRY(wait_for_more(server));
    }
    return PAL_OK;
}

static struct MHD_Daemon *daemon_start(struct pal_server *server, int fd)
{
    return MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request,
                            server, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_URI_LOG_CALLBACK,
                            on_target, server, MHD_OPTION_NOTIFY_COMPLETED, on_completed, server,
                            MHD_OPTION_NOTIFY_CONNECTION, on_connection, server,
                            MHD_OPTION_CONNECTION_LIMIT, (unsigned)PAL_LIMIT_CONNECTIONS,
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)PAL_LIMIT_HEAD,
                            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)PAL_LIMIT_IDLE_S,
                            MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
}

static enum pal_err start_loop(struct pal_server *server, int listen_fd)
{
    PAL_TRY(pal_waiting_start(&server->waiting));
    server->daemon = daemon_start(server, listen_fd);
    if (server->daemon == NULL) {
        return PAL_ERR_SERVER_LOOP;
    }
    const union MHD_DaemonInfo *info;
    info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    PAL_TRY(pal_waiting_watch(&server->waiting, info->epoll_fd));
    return pal_waiting_watch(&server->waiting, pal_jobs_fd(server->services.jobs));
}

enum pal_err pal_server_new(const struct pal_server_options *options,
                            struct pal_server **out_server)
{
    int listen_fd;
    PAL_BUF(url);
    PAL_TRY(pal_transfers_start());
    PAL_TRY(pal_address_open(options, &listen_fd, &url));
    struct pal_server *server = pal_mem_new(1, sizeof *server);
    server->url = url;
    url = (struct pal_buf){0};
    server->logs_access = options->logs_access;
    pal_services_init(&server->services, options, server->url.bytes);
    server->told = pal_events_last(server->services.events);
    pal_crowd_make_room();
    enum pal_err err = start_loop(server, listen_fd);
    if (err != PAL_OK) {
        if (server->daemon == NULL) {
            (void)close(listen_fd); /* nothing was written to it */
        }
        pal_server_free(server);
        return err;
    }
    *out_server = server;
    return PAL_OK;
}

const char *pal_server_url(const struct pal_server *server)
{
    return server->url.bytes;
}

void pal_server_free(struct pal_server *server)
{
    if (server == NULL) {
        return;
    }
    server->stops = true;
    if (server->daemon != NULL) {
        (void)release_all(server, PAL_ERR_STORE_UNKNOWN); /* when nobody may be told any more */
        (void)wake_all(&server->stalled);
        (void)wake_all(&server->listeners);
        (void)MHD_run(server->daemon); /* lets go what is ready to go */
        MHD_stop_daemon(server->daemon);
    }
    pal_spares_done(&server->spares);
    pal_services_done(&server->services);
    pal_waiting_done(&server->waiting);
    pal_buf_done(&server->url);
    pal_mem_free(server);
}
