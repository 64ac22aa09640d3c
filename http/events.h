/*
 * events.h - what happened lately, for those who listen: a bounded ring of small events.
 *
 * An event says that something changed, not what: {"type": "poll.opened", "object": "…"}. Whoever
 * hears it reads the object again, with their own rights. Events are told after the commit only.
 *
 * Of what is still a draft only those hear who may see drafts. Such events have no id, so that the
 * others do not even count them, and are not told again to who was away.
 *
 * One thread publishes and another tells: the ring has a lock of its own, and any thread may call.
 */
#ifndef PAL_HTTP_EVENTS_H
#define PAL_HTTP_EVENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

enum { PAL_EVENT_RING = 1024, PAL_EVENT_TYPE_SIZE = 48 };

struct pal_events;

/* The instant gives the first id, so that no id of an earlier run comes back. */
PAL_MUST_USE struct pal_events *pal_events_new(int64_t now_us);
void pal_events_free(struct pal_events *events);

/* Adds one; object may be NULL. */
void pal_events_publish(struct pal_events *events, const char *type, const struct pal_uuid *object);

/* The same for who may see drafts. */
void pal_events_publish_draft(struct pal_events *events, const char *type,
                              const struct pal_uuid *object);

/* The id of the latest event; the place of the latest of a draft; a number that each of them changes. */
uint64_t pal_events_last(struct pal_events *events);
uint64_t pal_events_last_draft(struct pal_events *events);
uint64_t pal_events_told(struct pal_events *events);

/* Appends the event after *id as a frame of text/event-stream and advances *id; false when there is
 * none yet. When the ring has forgotten it, the frame is a "reset": read everything again. */
bool pal_events_next(struct pal_events *events, uint64_t *id, struct pal_buf *out);
/* The same for those of drafts, from a place on. */
bool pal_events_next_draft(struct pal_events *events, uint64_t *place, struct pal_buf *out);

#endif
