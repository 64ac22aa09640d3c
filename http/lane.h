/*
 * lane.h - a bounded queue of calls from one thread to another, and the descriptor that wakes it.
 *
 * One thread puts, the other takes all that is there. The descriptor becomes readable, for who watches
 * it by pal_waiting_watch_lane, each time that something comes into a lane that was empty, or that
 * somebody knocks.
 */
#ifndef PAL_HTTP_LANE_H
#define PAL_HTTP_LANE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"

struct pal_call;

/* In their order; NULL when there are none. */
struct pal_call_list {
    struct pal_call *first, *last;
    size_t count;
};
void pal_call_list_add(struct pal_call_list *list, struct pal_call *call);
/* Takes the first out; NULL when there is none. */
struct pal_call *pal_call_list_take(struct pal_call_list *list);

struct pal_lane {
    int fd;
    pthread_mutex_t mutex; /* what is below */
    struct pal_call_list calls;
    bool is_closed;
};

void pal_lane_init(struct pal_lane *lane);
/* Nobody uses it any more, and it is empty. */
void pal_lane_done(struct pal_lane *lane);

/* Puts one call and gives it away. False when PAL_LIMIT_LANE wait already: it stays the caller's. */
PAL_MUST_USE bool pal_lane_put(struct pal_lane *lane, struct pal_call *call);
/* Puts back calls that came from the other side, which are therefore bounded; empties the list. */
void pal_lane_put_all(struct pal_lane *lane, struct pal_call_list *list);
/* Wakes who takes, though there is nothing to take. */
void pal_lane_knock(struct pal_lane *lane);
/* Nothing more comes: says so to who takes, and wakes them. */
void pal_lane_close(struct pal_lane *lane);

/* How much there is to take. */
size_t pal_lane_count(struct pal_lane *lane);
/* Takes all that is there. False when the lane is closed. */
bool pal_lane_take(struct pal_lane *lane, struct pal_call_list *out_list);
/* Takes the first `max` of it. What stays wakes nobody: whoever took looks again before they sleep. */
bool pal_lane_take_some(struct pal_lane *lane, size_t max, struct pal_call_list *out_list);

#endif
