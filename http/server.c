/*
 * server.c - listens, bounds, dispatches. Only door to libmicrohttpd.
 *
 * The thread of the sockets. The library runs what is ready; a request that is whole goes to the thread
 * that has the database (turns.h) and its connection is held until it comes back, on disk. What has
 * nothing to say for longer is suspended, and resuming wakes neither descriptor nor timeout.
 */
#include "http/server.h"

#include <microhttpd.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/mem.h"

#include "address.h"
#include "connection.h"
#include "crowd.h"
#include "events.h"
#include "spares.h"
#include "transfer.h"
#include "turns.h"
#include "waiting.h"

enum { STREAM_BLOCK = 32768, WAIT_MAX_MS = 3600000 };

struct pal_server {
    struct pal_turns turns; /* the other thread's, but for its lanes */
    struct MHD_Daemon *daemon;
    struct pal_waiting waiting;
    struct pal_crowd crowd;
    bool logs_access, stops;
    bool is_cut;                      /* nobody may be told anything any more */
    bool has_moved;                   /* something happened while the library ran */
    size_t held;                      /* connections in that phase */
    struct pal_connections asleep;    /* that wait for a judgement, or a piece of a stream */
    struct pal_connections early;     /* that come back before the floor of their route */
    struct pal_connections listeners; /* streams of events that have none to tell */
    struct pal_spares spares;         /* what requests were kept in, for those that come */
    uint64_t told;                    /* the last event that listeners were woken for */
    int64_t heartbeat_at_ms;
    struct pal_buf url;
};

/* --- connections that wait ------------------------------------------------------------------- */

static void put_to_sleep(struct pal_connections *list, struct pal_connection *connection)
{
    pal_connections_add(list, connection);
    MHD_suspend_connection(connection->mhd);
}

static void wake(struct pal_connections *list, const struct pal_connection *connection)
{
    pal_connections_remove(list, connection);
    MHD_resume_connection(connection->mhd);
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

/* --- calls that go to the other thread, and come back ------------------------------------------ */

/* The client has gone, and the call is here. */
static void part(struct pal_connection *connection)
{
    struct pal_server *server = connection->server;
    pal_connection_part(connection, &server->turns, &server->spares, server->logs_access);
}

static void note_answer(struct pal_connection *connection, bool is_answered)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection->mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    pal_crowd_answer(&connection->server->crowd, info->socket_context, is_answered);
}

static void come_back(struct pal_server *server, struct pal_connection *connection)
{
    pal_connection_come_back(connection);
    if (connection->mhd == NULL) {
        part(connection);
    } else if (connection->call.wish == PAL_CALL_RUN) {
        server->held -= pal_connections_hold(&server->early, connection) ? 0 : 1;
        note_answer(connection, !connection->is_early); /* or it gives way in a crowd */
    } else {
        wake(&server->asleep, connection);
    }
}

/* Takes what has come back, and wakes who listens if there is something to tell. True when the library
 * has something to run for it. */
static bool take_back(struct pal_server *server)
{
    struct pal_call_list calls;
    server->stops = !pal_lane_take(&server->turns.out, &calls) || server->stops;
    bool any = calls.count > 0;
    struct pal_call *call = pal_call_list_take(&calls);
    while (call != NULL) {
        come_back(server, (struct pal_connection *)call);
        call = pal_call_list_take(&calls);
    }
    any = pal_connections_release(&server->early, &server->held) || any;
    uint64_t told = server->told;
    server->told = pal_events_told(server->turns.services.events);
    return (server->told != told && wake_all(&server->listeners)) || any;
}

/* --- replies --------------------------------------------------------------------------------- */

static void add_header(void *context, const char *name, const char *value)
{
    PAL_CHECK(MHD_add_response_header(context, name, value) == MHD_YES);
}

static enum pal_outgoing_state look_for_more(struct pal_connection *connection)
{
    struct pal_server *server = connection->server;
    if (!connection->is_listening) {
        return pal_connection_stream(connection, &server->turns);
    }
    return server->stops
               ? PAL_OUTGOING_ENDED
               : pal_outgoing_events(&connection->call.outgoing, server->turns.services.events);
}

static ssize_t read_on(void *context, uint64_t position, char *buffer, size_t max)
{
    (void)position;
    struct pal_connection *connection = context;
    struct pal_server *server = connection->server;
    server->has_moved = true;
    switch (look_for_more(connection)) {
    case PAL_OUTGOING_READY:
        return (ssize_t)pal_outgoing_take(&connection->call.outgoing, buffer, max);
    case PAL_OUTGOING_WAITS:
        put_to_sleep(connection->is_listening ? &server->listeners : &server->asleep, connection);
        return 0;
    case PAL_OUTGOING_ENDED: return MHD_CONTENT_READER_END_OF_STREAM;
    case PAL_OUTGOING_BROKEN: return MHD_CONTENT_READER_END_WITH_ERROR;
    }
    pal_check_failed("a state of what is sent", __FILE__, __LINE__);
}

static struct MHD_Response *response_new(struct pal_connection *connection)
{
    struct pal_reply *reply = &connection->call.exchange.reply;
    if (reply->listens) {
        connection->is_listening = true;
        connection->server->turns.services.figures.listeners++;
        pal_outgoing_listen(&connection->call.outgoing, reply);
    }
    if (reply->listens || reply->stream.next != NULL) {
        connection->call.streamed = PAL_OUTGOING_WAITS;
        uint64_t size = reply->stream.size > 0 ? reply->stream.size : MHD_SIZE_UNKNOWN;
        return MHD_create_response_from_callback(size, STREAM_BLOCK, read_on, connection, NULL);
    }
    pal_reply_spell(reply);
    struct pal_text body = reply->lent.size > 0 ? reply->lent : pal_buf_text(&reply->body);
    /* The library asks for a pointer that it may write to, and does not write. */
    void *bytes = (void *)(uintptr_t)body.bytes; /* NOLINT(performance-no-int-to-ptr): as said. */
    return MHD_create_response_from_buffer(body.size, bytes, MHD_RESPMEM_PERSISTENT);
}

static enum MHD_Result send_reply(struct pal_connection *connection)
{
    struct MHD_Response *response = response_new(connection);
    PAL_CHECK(response != NULL);
    pal_exchange_headers(&connection->call.exchange, add_header, response);
    unsigned status = connection->call.exchange.reply.status;
    enum MHD_Result queued = MHD_queue_response(connection->mhd, status, response);
    MHD_destroy_response(response);
    return queued;
}

/* The reply depends on nothing that the other thread does, or has come back from there. */
static enum MHD_Result answer(struct pal_connection *connection)
{
    note_answer(connection, true);
    connection->phase = PAL_PHASE_READY;
    return send_reply(connection);
}

/* Nothing is acknowledged before it is durable, nor what was read beside it. The library, which is not
 * told to suspend the connection, asks for the reply each time that it runs: to suspend would change
 * twice what the kernel watches, and read once in vain. */
static enum MHD_Result run(struct pal_connection *connection)
{
    pal_exchange_read(&connection->call.exchange);
    if (!pal_connection_ask(connection, &connection->server->turns, PAL_CALL_RUN)) {
        return answer(connection);
    }
    note_answer(connection, true);
    connection->due_ms = pal_outgoing_now_ms() + PAL_FLOOR_MS;
    connection->phase = PAL_PHASE_HELD;
    connection->server->held++;
    return MHD_YES;
}

/* A body that is large is let in before it comes. */
static enum MHD_Result wait_for_judgement(struct pal_connection *connection)
{
    if (!pal_connection_ask(connection, &connection->server->turns, PAL_CALL_JUDGE)) {
        return answer(connection);
    }
    put_to_sleep(&connection->server->asleep, connection);
    return MHD_YES;
}

/* The library takes no reply while a body comes in. The refusal is written past it, as much as goes
 * at once, and the connection is closed. */
static enum MHD_Result cut_short(struct pal_connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection->mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
    PAL_BUF(text);
    pal_exchange_write(&connection->call.exchange, &text);
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

/* The head is copied: the client may leave, and the library with it, while the call is away. */
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
    connection->head = pal_head_keep(&head);
    return pal_exchange_open(&connection->call.exchange, &connection->server->turns.services,
                             &head);
}

static enum MHD_Result start(struct pal_connection *connection, const char *method)
{
    const struct pal_exchange *exchange = &connection->call.exchange;
    connection->phase = begin(connection, method) ? PAL_PHASE_RECEIVING : PAL_PHASE_REFUSED;
    if (connection->phase == PAL_PHASE_RECEIVING) {
        return pal_exchange_is_guarded(exchange) ? wait_for_judgement(connection) : MHD_YES;
    }
    /* A reply before the end of a request closes the connection: only to spare a body. */
    return pal_exchange_has_body(exchange) ? answer(connection) : MHD_YES;
}

/* NOLINTNEXTLINE(readability-function-size): the library's signature. */
static enum MHD_Result on_request(void *context, struct MHD_Connection *mhd, const char *url,
                                  const char *method, const char *version, const char *piece,
                                  size_t *piece_size, void **connection_pointer)
{
    (void)url, (void)version, (void)mhd;
    struct pal_connection *connection = *connection_pointer;
    struct pal_server *server = context;
    if (connection->phase == PAL_PHASE_HELD) {
        return MHD_YES;
    }
    server->has_moved = true;
    if (connection->phase == PAL_PHASE_FRESH) {
        return start(connection, method);
    }
    if (connection->phase == PAL_PHASE_READY) {
        return answer(connection);
    }
    if (connection->phase == PAL_PHASE_JUDGED) { /* the library asks once more before it reads on */
        connection->phase = PAL_PHASE_RECEIVING;
        return MHD_YES;
    }
    if (*piece_size > 0) {
        if (!pal_connection_take(connection, piece, *piece_size)) {
            return cut_short(connection);
        }
        *piece_size = 0;
        return MHD_YES;
    }
    return connection->phase == PAL_PHASE_RECEIVING ? run(connection) : answer(connection);
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
    server->turns.services.figures.listeners -= connection->is_listening ? 1 : 0;
    server->held -= connection->phase == PAL_PHASE_HELD ? 1 : 0;
    pal_connections_drop(&server->early, connection);
    *connection_pointer = NULL;
    connection->mhd = NULL;
    if (!connection->is_away) { /* else when it comes back: what it did may hold */
        part(connection);
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
    server->turns.services.figures.connections = server->crowd.count;
}

/* --- the loop -------------------------------------------------------------------------------- */

/* Milliseconds until something is due: an hour at most. Those that are held would have the library run
 * at once; the other thread knocks when there is something for them. */
static int wait_ms(const struct pal_server *server)
{
    int64_t least = pal_connections_wait_ms(&server->early, &server->listeners,
                                            server->heartbeat_at_ms, WAIT_MAX_MS);
    MHD_UNSIGNED_LONG_LONG ms;
    if (server->held == 0 && MHD_get_timeout(server->daemon, &ms) == MHD_YES) {
        least = ms < (MHD_UNSIGNED_LONG_LONG)least ? (int64_t)ms : least;
    }
    return (int)least;
}

/* Waits until something comes, or is due. */
static enum pal_err wait_for_more(struct pal_server *server)
{
    PAL_TRY(pal_waiting_sleep(&server->waiting, wait_ms(server), NULL));
    int64_t now_ms = pal_outgoing_now_ms();
    if (now_ms >= server->heartbeat_at_ms) {
        server->heartbeat_at_ms = now_ms + PAL_HEARTBEAT_MS;
        (void)wake_all(&server->listeners); /* the library runs next */
    }
    return PAL_OK;
}

/* Runs what is ready, and what became ready meanwhile. */
static void run_library(struct pal_server *server)
{
    bool any = true;
    while (any && !server->stops) {
        any = take_back(server);
        server->has_moved = false;
        PAL_CHECK(MHD_run(server->daemon) == MHD_YES);
        any = any || server->has_moved;
    }
}

/* Ends the streams, which would never end, and lets go what is ready to go. */
static void say_goodbye(struct pal_server *server)
{
    server->stops = true;
    (void)wake_all(&server->asleep);
    (void)wake_all(&server->listeners);
    if (!server->is_cut) {
        PAL_CHECK(MHD_run(server->daemon) == MHD_YES);
    }
}

static void *serve_sockets(void *argument)
{
    struct pal_server *server = argument;
    enum pal_err err = PAL_OK;
    server->heartbeat_at_ms = pal_outgoing_now_ms() + PAL_HEARTBEAT_MS;
    while (!server->stops && err == PAL_OK) {
        run_library(server);
        err = server->stops ? PAL_OK : wait_for_more(server);
    }
    if (err != PAL_OK) {
        pal_lane_close(&server->turns.in);
    }
    say_goodbye(server);
    return NULL;
}

enum pal_err pal_server_run(struct pal_server *server)
{
    pthread_t sockets;
    PAL_CHECK(pthread_create(&sockets, NULL, serve_sockets, server) == 0);
    enum pal_err err = pal_turns_run(&server->turns);
    server->is_cut = err == PAL_ERR_STORE_UNKNOWN; /* read there once the lane is closed */
    pal_lane_close(&server->turns.out);
    PAL_CHECK(pthread_join(sockets, NULL) == 0);
    return err;
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
    PAL_TRY(pal_waiting_start(&server->waiting, PAL_WAITING_ONLY));
    server->daemon = daemon_start(server, listen_fd);
    if (server->daemon == NULL) {
        return PAL_ERR_SERVER_LOOP;
    }
    const union MHD_DaemonInfo *info;
    info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    PAL_TRY(pal_waiting_watch(&server->waiting, info->epoll_fd));
    return pal_waiting_watch_edges(&server->waiting, server->turns.out.fd);
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
    pal_crowd_make_room();
    enum pal_err err = pal_turns_init(&server->turns, options, server->url.bytes);
    server->told = server->turns.told;
    enum pal_err loop_err = start_loop(server, listen_fd);
    err = err == PAL_OK ? loop_err : err;
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
    if (server->daemon != NULL) {
        MHD_stop_daemon(server->daemon);
    }
    pal_turns_let_go(&server->turns);
    pal_connections_forget(&server->turns.in, &server->spares);
    pal_connections_forget(&server->turns.out, &server->spares);
    pal_spares_done(&server->spares);
    pal_turns_done(&server->turns);
    pal_waiting_done(&server->waiting);
    pal_buf_done(&server->url);
    pal_mem_free(server);
}
