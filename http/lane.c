/* lane.c - a bounded queue of calls from one thread to another. */
#include "lane.h"

#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/check.h"
#include "base/limits.h"

#include "call.h"

void pal_call_list_add(struct pal_call_list *list, struct pal_call *call)
{
    call->next = NULL;
    if (list->last != NULL) {
        list->last->next = call;
    } else {
        list->first = call;
    }
    list->last = call;
    list->count++;
}

struct pal_call *pal_call_list_take(struct pal_call_list *list)
{
    struct pal_call *call = list->first;
    if (call == NULL) {
        return NULL;
    }
    list->first = call->next;
    list->last = list->first != NULL ? list->last : NULL;
    list->count--;
    call->next = NULL;
    return call;
}

void pal_lane_init(struct pal_lane *lane)
{
    *lane = (struct pal_lane){.fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    PAL_CHECK(lane->fd >= 0);
    PAL_CHECK(pthread_mutex_init(&lane->mutex, NULL) == 0);
}

void pal_lane_done(struct pal_lane *lane)
{
    PAL_CHECK(lane->calls.count == 0);
    PAL_CHECK(pthread_mutex_destroy(&lane->mutex) == 0);
    (void)close(lane->fd); /* nothing was written that could be lost */
}

static void lock(struct pal_lane *lane)
{
    PAL_CHECK(pthread_mutex_lock(&lane->mutex) == 0);
}

static void unlock(struct pal_lane *lane)
{
    PAL_CHECK(pthread_mutex_unlock(&lane->mutex) == 0);
}

void pal_lane_knock(struct pal_lane *lane)
{
    PAL_CHECK(eventfd_write(lane->fd, 1) == 0);
}

bool pal_lane_put(struct pal_lane *lane, struct pal_call *call)
{
    lock(lane);
    bool was_empty = lane->calls.count == 0;
    bool has_room = lane->calls.count < PAL_LIMIT_LANE;
    if (has_room) {
        pal_call_list_add(&lane->calls, call);
    }
    unlock(lane);
    if (was_empty) {
        pal_lane_knock(lane);
    }
    return has_room;
}

void pal_lane_put_all(struct pal_lane *lane, struct pal_call_list *list)
{
    if (list->count == 0) {
        return;
    }
    lock(lane);
    bool was_empty = lane->calls.count == 0;
    if (was_empty) {
        lane->calls = *list;
    } else {
        lane->calls.last->next = list->first;
        lane->calls.last = list->last;
        lane->calls.count += list->count;
    }
    unlock(lane);
    *list = (struct pal_call_list){0};
    if (was_empty) {
        pal_lane_knock(lane);
    }
}

void pal_lane_close(struct pal_lane *lane)
{
    lock(lane);
    lane->is_closed = true;
    unlock(lane);
    pal_lane_knock(lane);
}

size_t pal_lane_count(struct pal_lane *lane)
{
    lock(lane);
    size_t count = lane->calls.count;
    unlock(lane);
    return count;
}

bool pal_lane_take(struct pal_lane *lane, struct pal_call_list *out_list)
{
    return pal_lane_take_some(lane, SIZE_MAX, out_list);
}

bool pal_lane_take_some(struct pal_lane *lane, size_t max, struct pal_call_list *out_list)
{
    *out_list = (struct pal_call_list){0};
    lock(lane);
    if (lane->calls.count <= max) {
        *out_list = lane->calls;
        lane->calls = (struct pal_call_list){0};
    }
    while (lane->calls.count > 0 && out_list->count < max) {
        pal_call_list_add(out_list, pal_call_list_take(&lane->calls));
    }
    bool is_open = !lane->is_closed;
    unlock(lane);
    return is_open;
}
