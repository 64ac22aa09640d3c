/* load.c - a small client of HTTP on sockets that do not block, all in one thread. */
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/check.h"
#include "base/mem.h"

enum { REPLY_MAX = 4096, EVENTS = 64 };

struct link {
    int fd;
    struct pal_buf request;
    size_t sent;
    char reply[REPLY_MAX];
    size_t received;
    int64_t began_us;
};

struct run {
    const struct pal_load *load;
    int epoll_fd;
    size_t next, done;
    uint32_t *times_us;
};

static void give_up(const char *what, const char *detail)
{
    (void)fprintf(stderr, "%s: %s\n", what, detail);
    exit(1); /* NOLINT(concurrency-mt-unsafe): one thread. */
}

int64_t pal_load_now_us(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int connect_to(uint16_t port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int one = 1;
    if (fd < 0 || connect(fd, (const struct sockaddr *)&address, sizeof address) != 0 ||
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one) != 0) {
        give_up("no connection", "is the server there?");
    }
    return fd;
}

/* The size of the reply that begins the text; 0 while it is not whole. */
static size_t whole_size(const char *text, size_t size)
{
    const char *end = strstr(text, "\r\n\r\n");
    if (end == NULL) {
        return 0;
    }
    const char *length = strstr(text, "Content-Length: ");
    size_t body = length != NULL && length < end ? strtoul(length + 16, NULL, 10) : 0;
    size_t whole = (size_t)(end - text) + 4 + body;
    return size >= whole ? whole : 0;
}

static void flush(struct link *link)
{
    while (link->sent < link->request.size) {
        ssize_t put = send(link->fd, link->request.bytes + link->sent,
                           link->request.size - link->sent, MSG_NOSIGNAL);
        if (put < 0) {
            give_up("a request could not be sent whole at once",
                    "the kernel's buffer is too small");
        }
        link->sent += (size_t)put;
    }
}

/* Sends the next vote, if there is one left. */
static void ask_next(struct run *run, struct link *link)
{
    const struct pal_load *load = run->load;
    if (run->next == load->count) {
        return;
    }
    pal_buf_clear(&link->request);
    pal_voters_request(load->voters, load->first + run->next++, &link->request);
    link->sent = 0;
    link->received = 0;
    if (load->pause_us > 0) {
        struct timespec pause = {.tv_nsec = load->pause_us * 1000};
        (void)nanosleep(&pause, NULL);
    }
    link->began_us = pal_load_now_us();
    flush(link);
}

static void take(struct run *run, struct link *link)
{
    ssize_t got =
        recv(link->fd, link->reply + link->received, REPLY_MAX - 1 - link->received, MSG_DONTWAIT);
    if (got < 0 && errno == EAGAIN) {
        return;
    }
    if (got <= 0) {
        give_up("the server closed a connection", link->reply);
    }
    link->received += (size_t)got;
    link->reply[link->received] = '\0';
    if (whole_size(link->reply, link->received) == 0) {
        return;
    }
    if (strncmp(link->reply, "HTTP/1.1 201 ", 13) != 0) {
        give_up("a vote was refused", link->reply);
    }
    run->times_us[run->done++] = (uint32_t)(pal_load_now_us() - link->began_us);
    ask_next(run, link);
}

static int by_time(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a;
    uint32_t right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

static void run_all(struct run *run, struct link *links)
{
    for (size_t i = 0; i < run->load->connections; i++) {
        ask_next(run, &links[i]);
    }
    while (run->done < run->load->count) {
        struct epoll_event events[EVENTS];
        int ready = epoll_wait(run->epoll_fd, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            take(run, events[i].data.ptr);
        }
    }
}

struct pal_load_figures pal_load_run(const struct pal_load *load)
{
    struct run run = {
        .load = load,
        .epoll_fd = epoll_create1(EPOLL_CLOEXEC),
        .times_us = pal_mem_new(load->count, sizeof *run.times_us),
    };
    struct link *links = pal_mem_new(load->connections, sizeof *links);
    for (size_t i = 0; i < load->connections; i++) {
        links[i].fd = connect_to(load->port);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &links[i]};
        int added = epoll_ctl(run.epoll_fd, EPOLL_CTL_ADD, links[i].fd, &event);
        PAL_CHECK(added == 0);
    }
    int64_t began_us = pal_load_now_us();
    run_all(&run, links);
    struct pal_load_figures figures = {.wall_us = pal_load_now_us() - began_us};
    qsort(run.times_us, load->count, sizeof *run.times_us, by_time);
    figures.p50_us = run.times_us[load->count / 2];
    figures.p99_us = run.times_us[load->count * 99 / 100];
    for (size_t i = 0; i < load->connections; i++) {
        (void)close(links[i].fd);
        pal_buf_done(&links[i].request);
    }
    (void)close(run.epoll_fd);
    pal_mem_free(links);
    pal_mem_free(run.times_us);
    return figures;
}

void pal_load_ask(uint16_t port, struct pal_text request, struct pal_buf *reply)
{
    struct link link = {.fd = connect_to(port)};
    pal_buf_add_text(&link.request, request);
    flush(&link);
    do {
        char piece[1 << 14];
        ssize_t got = recv(link.fd, piece, sizeof piece, 0);
        if (got <= 0) {
            give_up("no reply", pal_buf_text(reply).size > 0 ? reply->bytes : "");
        }
        pal_buf_add(reply, piece, (size_t)got);
    } while (whole_size(reply->bytes, reply->size) == 0);
    (void)close(link.fd);
    pal_buf_done(&link.request);
}

int64_t pal_load_metric(uint16_t port, const char *name)
{
    static const char request[] = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";
    PAL_BUF(reply);
    PAL_BUF(mark);
    pal_load_ask(port, pal_text_of(request), &reply);
    pal_buf_add_format(&mark, "\n%s ", name);
    const char *at = strstr(reply.bytes, mark.bytes);
    return at != NULL ? strtoll(at + mark.size, NULL, 10) : 0;
}
