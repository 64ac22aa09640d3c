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

struct ring {
    uint64_t first; /* the id before any event of this run */
    uint64_t last;
    bool has_ids; /* that are told */
    struct pal_event items[PAL_EVENT_RING];
};

struct pal_events {
    pthread_mutex_t mutex; /* what is below */
    struct ring all, drafts;
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
    events->all.first = (uint64_t)now_us;
    events->all.last = events->all.first;
    events->all.has_ids = true;
    return events;
}

void pal_events_free(struct pal_events *events)
{
    if (events != NULL) {
        PAL_CHECK(pthread_mutex_destroy(&events->mutex) == 0);
    }
    pal_mem_free(events);
}

static void publish(struct pal_events *events, struct ring *ring, const char *type,
                    const struct pal_uuid *object)
{
    PAL_CHECK(strlen(type) < PAL_EVENT_TYPE_SIZE);
    lock(events);
    struct pal_event *event = &ring->items[++ring->last % PAL_EVENT_RING];
    *event = (struct pal_event){.has_object = object != NULL};
    (void)snprintf(event->type, sizeof event->type, "%s", type);
    if (object != NULL) {
        event->object = *object;
    }
    unlock(events);
}

void pal_events_publish(struct pal_events *events, const char *type, const struct pal_uuid *object)
{
    publish(events, &events->all, type, object);
}

void pal_events_publish_draft(struct pal_events *events, const char *type,
                              const struct pal_uuid *object)
{
    publish(events, &events->drafts, type, object);
}

uint64_t pal_events_last(struct pal_events *events)
{
    lock(events);
    uint64_t last = events->all.last;
    unlock(events);
    return last;
}

uint64_t pal_events_last_draft(struct pal_events *events)
{
    lock(events);
    uint64_t last = events->drafts.last;
    unlock(events);
    return last;
}

uint64_t pal_events_told(struct pal_events *events)
{
    lock(events);
    uint64_t told = events->all.last + events->drafts.last;
    unlock(events);
    return told;
}

static void add_id(const struct ring *ring, uint64_t id, struct pal_buf *out)
{
    if (ring->has_ids) {
        pal_buf_add_format(out, "id: %llu\n", (unsigned long long)id);
    }
}

static bool next(const struct ring *ring, uint64_t *id, struct pal_buf *out)
{
    if (*id == ring->last) {
        return false;
    }
    uint64_t count = ring->last - ring->first;
    uint64_t oldest = ring->last - (count < PAL_EVENT_RING ? count : PAL_EVENT_RING);
    if (*id < oldest || *id > ring->last) {
        *id = ring->last;
        add_id(ring, *id, out);
        pal_buf_add_string(out, "data: {\"type\":\"reset\"}\n\n");
        return true;
    }
    const struct pal_event *event = &ring->items[++*id % PAL_EVENT_RING];
    add_id(ring, *id, out);
    pal_buf_add_format(out, "data: {\"type\":\"%s\"", event->type);
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
    bool is_there = next(&events->all, id, out);
    unlock(events);
    return is_there;
}

bool pal_events_next_draft(struct pal_events *events, uint64_t *place, struct pal_buf *out)
{
    lock(events);
    bool is_there = next(&events->drafts, place, out);
    unlock(events);
    return is_there;
}
