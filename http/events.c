/* events.c - what happened lately, for those who listen. */
#include "events.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/mem.h"

struct pal_event {
    char type[PAL_EVENT_TYPE_SIZE];
    struct pal_uuid object;
    bool has_object;
};

struct pal_events {
    pthread_mutex_t mutex; /* what is below */
    uint64_t first;        /* the id before any event of this run */
    uint64_t last;
    struct pal_event ring[PAL_EVENT_RING];
};

static void lock(struct pal_events *events)
{
    PAL_CHECK(pthread_mutex_lock(&events->mutex) == 0);
}

static void unlock(struct pal_events *events)
{
    PAL_CHECK(pthread_mutex_unlock(&events->mutex) == 0);
}

struct pal_events *pal_events_new(int64_t now_us)
{
    PAL_CHECK(now_us >= 0);
    struct pal_events *events = pal_mem_new(1, sizeof *events);
    PAL_CHECK(pthread_mutex_init(&events->mutex, NULL) == 0);
    events->first = (uint64_t)now_us;
    events->last = events->first;
    return events;
}

void pal_events_free(struct pal_events *events)
{
    if (events != NULL) {
        PAL_CHECK(pthread_mutex_destroy(&events->mutex) == 0);
    }
    pal_mem_free(events);
}

void pal_events_publish(struct pal_events *events, const char *type, const struct pal_uuid *object)
{
    PAL_CHECK(strlen(type) < PAL_EVENT_TYPE_SIZE);
    lock(events);
    struct pal_event *event = &events->ring[++events->last % PAL_EVENT_RING];
    *event = (struct pal_event){.has_object = object != NULL};
    (void)snprintf(event->type, sizeof event->type, "%s", type);
    if (object != NULL) {
        event->object = *object;
    }
    unlock(events);
}

uint64_t pal_events_last(struct pal_events *events)
{
    lock(events);
    uint64_t last = events->last;
    unlock(events);
    return last;
}

static bool next(const struct pal_events *events, uint64_t *id, struct pal_buf *out)
{
    if (*id == events->last) {
        return false;
    }
    uint64_t count = events->last - events->first;
    uint64_t oldest = events->last - (count < PAL_EVENT_RING ? count : PAL_EVENT_RING);
    if (*id < oldest || *id > events->last) {
        *id = events->last;
        pal_buf_add_format(out, "id: %llu\ndata: {\"type\":\"reset\"}\n\n",
                           (unsigned long long)*id);
        return true;
    }
    const struct pal_event *event = &events->ring[++*id % PAL_EVENT_RING];
    pal_buf_add_format(out, "id: %llu\ndata: {\"type\":\"%s\"", (unsigned long long)*id,
                       event->type);
    if (event->has_object) {
        char object[PAL_UUID_TEXT_SIZE + 1];
        pal_uuid_write(&event->object, object);
        pal_buf_add_format(out, ",\"object\":\"%s\"", object);
    }
    pal_buf_add_string(out, "}\n\n");
    return true;
}

bool pal_events_next(struct pal_events *events, uint64_t *id, struct pal_buf *out)
{
    lock(events);
    bool is_there = next(events, id, out);
    unlock(events);
    return is_there;
}
