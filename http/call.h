/*
 * call.h - what crosses between the two threads of the server: a request and its reply.
 *
 * The socket thread has the connections and reads requests; the turn thread has the database and runs
 * them. A call belongs to one of them at a time, whole: to the socket thread until it puts the call in
 * the lane to the turn thread, to the turn thread until it puts it in the lane back. Whoever has
 * given it away neither reads nor writes it until it comes back.
 */
#ifndef PAL_HTTP_CALL_H
#define PAL_HTTP_CALL_H

#include <stdbool.h>
#include <stdint.h>

#include "exchange.h"
#include "outgoing.h"

/* What the turn thread is asked to do. */
enum pal_call_wish {
    PAL_CALL_JUDGE,  /* may they send this body? */
    PAL_CALL_RUN,    /* run the handler, and come back when it is on disk */
    PAL_CALL_STREAM, /* make the next piece of the stream */
    PAL_CALL_END,    /* release the stream: nobody reads it any more */
};

struct pal_call {
    struct pal_call *next; /* in a lane */
    enum pal_call_wish wish;
    struct pal_exchange exchange;
    struct pal_outgoing outgoing;
    enum pal_outgoing_state streamed; /* what became of PAL_CALL_STREAM */
    bool is_let_in;                   /* what became of PAL_CALL_JUDGE */
    int64_t waits_until_us;           /* for the file, when the turn thread has put it aside; 0 */
};

#endif
