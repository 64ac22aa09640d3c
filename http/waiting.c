/* waiting.c - the sleep of a loop. */
#include "waiting.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/check.h"

static enum pal_err hear_signals(struct pal_waiting *waiting)
{
    sigset_t stop_signals;
    PAL_CHECK(sigemptyset(&stop_signals) == 0);
    PAL_CHECK(sigaddset(&stop_signals, SIGTERM) == 0 && sigaddset(&stop_signals, SIGINT) == 0);
    PAL_CHECK(pthread_sigmask(SIG_BLOCK, &stop_signals, &waiting->signals_before) == 0);
    waiting->stop_fd = signalfd(-1, &stop_signals, SFD_CLOEXEC | SFD_NONBLOCK);
    return waiting->stop_fd >= 0 ? pal_waiting_watch(waiting, waiting->stop_fd)
                                 : PAL_ERR_SERVER_LOOP;
}

enum pal_err pal_waiting_start(struct pal_waiting *waiting, enum pal_waiting_kind kind)
{
    *waiting =
        (struct pal_waiting){.kind = kind, .epoll_fd = epoll_create1(EPOLL_CLOEXEC), .stop_fd = -1};
    enum pal_err err = kind == PAL_WAITING_STOPS ? hear_signals(waiting) : PAL_OK;
    return waiting->epoll_fd >= 0 ? err : PAL_ERR_SERVER_LOOP;
}

void pal_waiting_done(struct pal_waiting *waiting)
{
    (void)close(waiting->epoll_fd); /* no more to lose */
    if (waiting->kind == PAL_WAITING_STOPS) {
        (void)close(waiting->stop_fd);
        PAL_CHECK(pthread_sigmask(SIG_SETMASK, &waiting->signals_before, NULL) == 0);
    }
}

static enum pal_err watch(const struct pal_waiting *waiting, int fd, uint32_t how)
{
    struct epoll_event event = {.events = how, .data.fd = fd};
    bool is_watched = epoll_ctl(waiting->epoll_fd, EPOLL_CTL_ADD, fd, &event) == 0;
    return is_watched ? PAL_OK : PAL_ERR_SERVER_LOOP;
}

enum pal_err pal_waiting_watch(const struct pal_waiting *waiting, int fd)
{
    return watch(waiting, fd, EPOLLIN);
}

enum pal_err pal_waiting_watch_edges(const struct pal_waiting *waiting, int fd)
{
    return watch(waiting, fd, EPOLLIN | EPOLLET);
}

enum pal_err pal_waiting_sleep(const struct pal_waiting *waiting, int ms, bool *out_stops)
{
    struct epoll_event any; /* the library, the lanes and the jobs know by themselves what came */
    int count = epoll_wait(waiting->epoll_fd, &any, 1, ms);
    if (count < 0 && errno != EINTR) {
        return PAL_ERR_SERVER_LOOP;
    }
    if (waiting->kind == PAL_WAITING_STOPS) {
        struct signalfd_siginfo signal;
        *out_stops = read(waiting->stop_fd, &signal, sizeof signal) == (ssize_t)sizeof signal;
    }
    return PAL_OK;
}
