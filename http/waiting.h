/*
 * waiting.h - the loop's sleep: until a socket, a signal or a job has something, or a time has come.
 *
 * From its start to its end SIGTERM and SIGINT wait for it, and wake it.
 */
#ifndef PAL_HTTP_WAITING_H
#define PAL_HTTP_WAITING_H

#include <signal.h>
#include <stdbool.h>

#include "base/attr.h"
#include "base/err.h"

struct pal_waiting {
    int epoll_fd, stop_fd; /* -1: not started */
    sigset_t signals_before;
};

/* PAL_ERR_SERVER_LOOP when the machine refuses; pal_waiting_done is due all the same. */
PAL_MUST_USE enum pal_err pal_waiting_start(struct pal_waiting *waiting);
void pal_waiting_done(struct pal_waiting *waiting);

/* Wakes when that descriptor can be read. PAL_ERR_SERVER_LOOP */
PAL_MUST_USE enum pal_err pal_waiting_watch(const struct pal_waiting *waiting, int fd);

/* Sleeps no longer than so many milliseconds. *out_stops: a signal to stop has come.
 * PAL_ERR_SERVER_LOOP */
PAL_MUST_USE enum pal_err pal_waiting_sleep(const struct pal_waiting *waiting, int ms,
                                            bool *out_stops);

#endif
