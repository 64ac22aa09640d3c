/*
 * outgoing.h - the body of a reply that is made while it is sent: a stream, or the events.
 */
#ifndef PAL_HTTP_OUTGOING_H
#define PAL_HTTP_OUTGOING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

#include "reply.h"
#include "services.h"

enum { PAL_HEARTBEAT_MS = 15000 }; /* below the silence after which proxies hang up */

struct pal_events;

struct pal_outgoing {
    struct pal_buf piece;
    size_t sent; /* of the piece */
    bool is_done;
    uint64_t event; /* the last that was told */
    bool hears_drafts;
    uint64_t draft; /* the same of those of drafts */
    int64_t told_at_ms;
};

void pal_outgoing_done(struct pal_outgoing *outgoing);

enum pal_outgoing_state {
    PAL_OUTGOING_READY,  /* there are bytes to take */
    PAL_OUTGOING_WAITS,  /* for a commit, or for an event */
    PAL_OUTGOING_ENDED,  /* the body is whole */
    PAL_OUTGOING_BROKEN, /* it will never be: cut the connection */
};

/* Makes bytes to take, if there are none: the next piece of the stream of a reply. */
enum pal_outgoing_state pal_outgoing_stream(struct pal_outgoing *outgoing,
                                            const struct pal_services *services,
                                            const struct pal_stream *stream);
/* The same for events: those after the last that was told, or a heartbeat when it is time. */
enum pal_outgoing_state pal_outgoing_events(struct pal_outgoing *outgoing,
                                            struct pal_events *events);
/* Starts telling events, as the reply says. */
void pal_outgoing_listen(struct pal_outgoing *outgoing, const struct pal_reply *reply);
/* Milliseconds of a clock that nobody sets: heartbeats are not dates. */
int64_t pal_outgoing_now_ms(void);

/* Moves bytes out. Returns how many. */
size_t pal_outgoing_take(struct pal_outgoing *outgoing, char *buffer, size_t max);

#endif
