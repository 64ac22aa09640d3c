/* witness_serve.c - the HTTP door of a witness. Only door to libmicrohttpd of this program. */
#include "witness_serve.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "base/check.h"
#include "base/mem.h"

#include "witness_state.h"

/* A witness has few logs, each of which asks a few times an hour. */
enum { CONNECTIONS = 64, CONNECTIONS_OF_ONE = 16, IDLE_S = 10, HEAD_SIZE = 16384 };

/* A request whose body comes in. */
struct pal_incoming {
    struct pal_buf body;
    bool is_too_large;
};

static enum MHD_Result answer(struct MHD_Connection *connection,
                              const struct pal_watch_reply *reply)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(reply->body.size, reply->body.bytes, MHD_RESPMEM_MUST_COPY);
    PAL_CHECK(response != NULL);
    (void)MHD_add_response_header(response, "Content-Type", reply->media_type);
    (void)MHD_add_response_header(response, "Cache-Control", "no-store");
    (void)MHD_add_response_header(response, "Access-Control-Allow-Origin", "*");
    enum MHD_Result queued = MHD_queue_response(connection, reply->status, response);
    MHD_destroy_response(response);
    return queued;
}

static enum MHD_Result refuse(struct MHD_Connection *connection, unsigned status)
{
    struct pal_watch_reply reply = {.status = status, .media_type = "text/plain; charset=utf-8"};
    return answer(connection, &reply);
}

/* The part of "/HASH/checkpoint" between the slashes. */
static bool cut_hash(const char *url, struct pal_text *out_hash)
{
    struct pal_text path = pal_text_of(url);
    struct pal_text empty;
    return pal_text_cut(&path, '/', &empty) && empty.size == 0 &&
           pal_text_cut(&path, '/', out_hash) && pal_text_is(path, "checkpoint");
}

static enum MHD_Result respond(struct pal_watch *watch, struct MHD_Connection *connection,
                               const char *url, const char *method,
                               const struct pal_incoming *incoming)
{
    struct pal_text hash;
    bool is_add = strcmp(url, "/add-checkpoint") == 0;
    bool is_post = strcmp(method, MHD_HTTP_METHOD_POST) == 0;
    bool is_get = strcmp(method, MHD_HTTP_METHOD_GET) == 0;
    bool is_show = cut_hash(url, &hash);
    if (!is_add && !is_show) {
        return refuse(connection, MHD_HTTP_NOT_FOUND);
    }
    if (is_add ? !is_post : !is_get) {
        return refuse(connection, MHD_HTTP_METHOD_NOT_ALLOWED);
    }
    if (incoming->is_too_large) {
        return refuse(connection, MHD_HTTP_CONTENT_TOO_LARGE);
    }
    struct pal_watch_reply reply = {0};
    if (is_add) {
        pal_watch_add(watch, pal_buf_text(&incoming->body), (int64_t)time(NULL), &reply);
    } else {
        pal_watch_show(watch, hash, &reply);
    }
    enum MHD_Result queued = answer(connection, &reply);
    pal_buf_done(&reply.body);
    return queued;
}

/* NOLINTNEXTLINE(readability-function-size): the library's signature. */
static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *body,
                                  size_t *body_size, void **request)
{
    (void)version;
    struct pal_incoming *incoming = *request;
    if (incoming == NULL) {
        *request = pal_mem_new(1, sizeof *incoming);
        return MHD_YES;
    }
    if (*body_size == 0) {
        return respond(context, connection, url, method, incoming);
    }
    incoming->is_too_large =
        incoming->is_too_large || incoming->body.size + *body_size > PAL_COSIGN_REQUEST_SIZE;
    if (!incoming->is_too_large) {
        pal_buf_add(&incoming->body, body, *body_size);
    }
    *body_size = 0;
    return MHD_YES;
}

static void on_completed(void *context, struct MHD_Connection *connection, void **request,
                         enum MHD_RequestTerminationCode code)
{
    (void)context;
    (void)connection;
    (void)code;
    struct pal_incoming *incoming = *request;
    if (incoming != NULL) {
        pal_buf_done(&incoming->body);
        pal_mem_free(incoming);
    }
    *request = NULL;
}

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

/* "127.0.0.1:0", "[::1]:8090". */
static enum pal_err read_address(const char *listen, union address *out_address)
{
    const char *colon = strrchr(listen, ':');
    int64_t port;
    if (colon == NULL || pal_text_int(pal_text_of(colon + 1), &port) != PAL_OK || port < 0 ||
        port > UINT16_MAX) {
        return PAL_ERR_SERVER_ADDRESS;
    }
    PAL_BUF(host);
    *out_address = (union address){0};
    bool is_v6 = listen[0] == '[' && colon > listen + 1 && colon[-1] == ']';
    pal_buf_add(&host, is_v6 ? listen + 1 : listen, (size_t)(colon - listen) - (is_v6 ? 2 : 0));
    pal_buf_add_byte(&host, 0);
    if (is_v6) {
        out_address->v6.sin6_family = AF_INET6;
        out_address->v6.sin6_port = htons((uint16_t)port);
        return inet_pton(AF_INET6, host.bytes, &out_address->v6.sin6_addr) == 1
                   ? PAL_OK
                   : PAL_ERR_SERVER_ADDRESS;
    }
    out_address->v4.sin_family = AF_INET;
    out_address->v4.sin_port = htons((uint16_t)port);
    return inet_pton(AF_INET, host.bytes, &out_address->v4.sin_addr) == 1 ? PAL_OK
                                                                          : PAL_ERR_SERVER_ADDRESS;
}

enum pal_err pal_witness_serve(struct pal_watch *watch, const char *listen,
                               void (*said)(const char *listen, unsigned port))
{
    union address address;
    sigset_t ends;
    int signal_number;
    PAL_TRY(read_address(listen, &address));
    /* Blocked before the thread starts, so that only the wait below takes them. */
    (void)sigemptyset(&ends);
    (void)sigaddset(&ends, SIGTERM);
    (void)sigaddset(&ends, SIGINT);
    PAL_CHECK(pthread_sigmask(SIG_BLOCK, &ends, NULL) == 0);
    unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_EPOLL;
    flags |= address.any.sa_family == AF_INET6 ? MHD_USE_IPv6 : 0;
    struct MHD_Daemon *daemon =
        MHD_start_daemon(flags, 0, NULL, NULL, on_request, watch, MHD_OPTION_SOCK_ADDR,
                         &address.any, MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL,
                         MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
                         MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)CONNECTIONS_OF_ONE,
                         MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_S,
                         MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEAD_SIZE,
                         MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
    if (daemon == NULL) {
        return PAL_ERR_SERVER_LISTEN;
    }
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    said(listen, info != NULL ? info->port : 0);
    while (sigwait(&ends, &signal_number) != 0) {
    }
    MHD_stop_daemon(daemon);
    return PAL_OK;
}
