/*
 * crowd.h - who leaves when everybody comes: of too many connections, those that have asked nothing
 * for the longest time.
 *
 * A hall votes behind one address, so no address is limited. Instead nobody can keep the others out
 * by holding connections open: near the limit, each that comes takes the place of one that is idle or
 * has not finished asking. Whoever waits for a reply, or reads one, stays.
 */
#ifndef PAL_HTTP_CROWD_H
#define PAL_HTTP_CROWD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"

struct pal_seat {
    int fd;
    bool is_answered; /* its reply is being made, or read */
    uint64_t since;   /* the last sign of life, on a clock of its own */
    size_t place;
};

struct pal_crowd {
    struct pal_seat *seats[PAL_LIMIT_CONNECTIONS];
    size_t count;
    uint64_t clock;
};

/* A connection comes. Another's socket is shut down when there are too many: it then leaves by the
 * usual way. */
struct pal_seat *pal_crowd_enter(struct pal_crowd *crowd, int fd);
void pal_crowd_leave(struct pal_crowd *crowd, struct pal_seat *seat);
/* Its reply is begun, or has gone. */
void pal_crowd_answer(struct pal_crowd *crowd, struct pal_seat *seat, bool is_answered);

/* Lets this process open as many files as the crowd needs, if the machine lets it. */
void pal_crowd_make_room(void);

#endif
