/*
 * ticks.h - what comes due by itself, without a request: run by the loop when its instant has come.
 *
 * A tick does one thing that is due by now_us, in a savepoint of the turn, or nothing. *out_next_us is
 * when to ask again: now_us when something else may be due already. What shall be told or counted
 * after the commit is put in `told` with pal_reply_event and pal_reply_job.
 */
#ifndef PAL_HTTP_TICKS_H
#define PAL_HTTP_TICKS_H

#include <stdint.h>

#include "base/err.h"

#include "reply.h"
#include "services.h"

enum pal_tick {
    PAL_TICK_SWEEP,   /* forgets what has expired */
    PAL_TICK_POLLS,   /* opens and closes what is due */
    PAL_TICK_WITNESS, /* asks a witness that is due to be asked */
    PAL_TICK_MAIL,    /* sends letters that are due */
    PAL_TICK_COUNT
};

/* When each is due, and what those that ran in this turn have to tell. Zeroed: all are due. */
struct pal_ticker {
    int64_t at_us[PAL_TICK_COUNT];
    struct pal_reply told[PAL_TICK_COUNT];
};

/* Runs each that is due, once. One that fails is asked again a little later. */
void pal_ticker_run(struct pal_ticker *ticker, struct pal_services *services);
/* Have those that ran in this turn something to tell? */
bool pal_ticker_tells(const struct pal_ticker *ticker);
/* The turn has ended. After one that changed something, all are asked again within a second. */
void pal_ticker_settle(struct pal_ticker *ticker, struct pal_services *services,
                       enum pal_err committed, bool had_turn);
/* Milliseconds until one is due. */
int64_t pal_ticker_wait_ms(const struct pal_ticker *ticker, int64_t now_us);

#endif
