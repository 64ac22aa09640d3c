/* outgoing.c - the body of a reply that is made while it is sent. */
#include "outgoing.h"

#include <string.h>
#include <time.h>

#include "base/check.h"
#include "core/store.h"

#include "events.h"

enum { PIECE_SIZE = 4096 };

void pal_outgoing_done(struct pal_outgoing *outgoing)
{
    pal_buf_done(&outgoing->piece);
    *outgoing = (struct pal_outgoing){0};
}

enum pal_outgoing_state pal_outgoing_stream(struct pal_outgoing *outgoing,
                                            const struct pal_services *services,
                                            const struct pal_stream *stream)
{
    if (outgoing->piece.size > 0) {
        return PAL_OUTGOING_READY;
    }
    if (outgoing->is_done) {
        return PAL_OUTGOING_ENDED;
    }
    /* What is not committed may never have been. */
    if (pal_turn_is_pending(services->store)) {
        return PAL_OUTGOING_WAITS;
    }
    while (outgoing->piece.size == 0 && !outgoing->is_done) {
        if (stream->next(stream->context, &outgoing->piece, &outgoing->is_done) != PAL_OK) {
            return PAL_OUTGOING_BROKEN;
        }
    }
    return outgoing->piece.size > 0 ? PAL_OUTGOING_READY : PAL_OUTGOING_ENDED;
}

int64_t pal_outgoing_now_ms(void)
{
    struct timespec now;
    PAL_CHECK(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void pal_outgoing_listen(struct pal_outgoing *outgoing, const struct pal_reply *reply)
{
    outgoing->event = reply->listens_after;
    outgoing->hears_drafts = reply->hears_drafts;
    outgoing->draft = reply->drafts_after;
    outgoing->told_at_ms = pal_outgoing_now_ms();
    pal_buf_add_string(&outgoing->piece, "retry: 2000\n\n");
}

enum pal_outgoing_state pal_outgoing_events(struct pal_outgoing *outgoing,
                                            struct pal_events *events)
{
    int64_t now_ms = pal_outgoing_now_ms();
    bool has_more = true;
    while (has_more && outgoing->piece.size < PIECE_SIZE) {
        has_more = pal_events_next(events, &outgoing->event, &outgoing->piece) ||
                   (outgoing->hears_drafts &&
                    pal_events_next_draft(events, &outgoing->draft, &outgoing->piece));
    }
    if (outgoing->piece.size == 0 && now_ms - outgoing->told_at_ms >= PAL_HEARTBEAT_MS) {
        pal_buf_add_string(&outgoing->piece, ":\n\n");
    }
    if (outgoing->piece.size == 0) {
        return PAL_OUTGOING_WAITS;
    }
    outgoing->told_at_ms = now_ms;
    return PAL_OUTGOING_READY;
}

size_t pal_outgoing_take(struct pal_outgoing *outgoing, char *buffer, size_t max)
{
    size_t left = outgoing->piece.size - outgoing->sent;
    size_t size = left < max ? left : max;
    memcpy(buffer, outgoing->piece.bytes + outgoing->sent, size);
    outgoing->sent += size;
    if (outgoing->sent == outgoing->piece.size) {
        pal_buf_clear(&outgoing->piece);
        outgoing->sent = 0;
    }
    return size;
}
