/*
 * waiting.h - the sleep of a loop: until a socket, a signal or a lane has something, or a time has come.
 *
 * One loop of the process hears the signals: from its start to its end SIGTERM and SIGINT wait for it,
 * and wake it. Threads that start in between do not get them.
 */
#ifndef PAL_HTTP_WAITING_H
#define PAL_HTTP_WAITING_H

#include <signal.h>
#include <stdbool.h>

#include "base/attr.h"
#include "base/err.h"

enum pal_waiting_kind {
    PAL_WAITING_STOPS, /* hears the signals */
    PAL_WAITING_ONLY,
};

struct pal_waiting {
    enum pal_waiting_kind kind;
    int epoll_fd, stop_fd; /* -1: not started */
    sigset_t signals_before;
};

/* PAL_ERR_SERVER_LOOP when the machine refuses; pal_waiting_done is due all the same. */
PAL_MUST_USE enum pal_err pal_waiting_start(struct pal_waiting *waiting,
                                            enum pal_waiting_kind kind);
void pal_waiting_done(struct pal_waiting *waiting);

/* Wakes when that descriptor can be read. PAL_ERR_SERVER_LOOP */
PAL_MUST_USE enum pal_err pal_waiting_watch(const struct pal_waiting *waiting, int fd);
/* Wakes once each time that something is written to that descriptor, which need not be read.
 * PAL_ERR_SERVER_LOOP */
PAL_MUST_USE enum pal_err pal_waiting_watch_edges(const struct pal_waiting *waiting, int fd);

/* Sleeps no longer than so many milliseconds. *out_stops: a signal to stop has come, to the loop that
 * hears them; may be NULL for another. PAL_ERR_SERVER_LOOP */
PAL_MUST_USE enum pal_err pal_waiting_sleep(const struct pal_waiting *waiting, int ms,
                                            bool *out_stops);

#endif
