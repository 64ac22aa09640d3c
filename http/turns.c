/* turns.c - the thread that has the database: runs what is asked, commits once per turn, answers. */
#include "turns.h"

#include "base/check.h"
#include "core/store.h"

#include "call.h"
#include "events.h"
#include "jobs.h"

/* --- calls ----------------------------------------------------------------------------------- */

static void run(struct pal_call *call)
{
    switch (call->wish) {
    case PAL_CALL_JUDGE: call->is_let_in = pal_exchange_judge(&call->exchange); return;
    case PAL_CALL_RUN: pal_exchange_run(&call->exchange); return;
    case PAL_CALL_STREAM: return; /* after the commit: what is not committed may never have been */
    case PAL_CALL_END: pal_reply_stream_end(&call->exchange.reply); return;
    }
    PAL_CHECK(false);
}

static void run_all(struct pal_turns *turns, struct pal_call_list *list)
{
    struct pal_call *call = pal_call_list_take(list);
    while (call != NULL) {
        run(call);
        pal_call_list_add(&turns->held, call);
        call = pal_call_list_take(list);
    }
}

/* What each call is told of the turn that has ended. */
static void settle(struct pal_turns *turns, struct pal_call *call, enum pal_err committed)
{
    if (call->wish == PAL_CALL_STREAM) {
        call->streamed =
            pal_outgoing_stream(&call->outgoing, &turns->services, &call->exchange.reply.stream);
    }
    if (call->wish == PAL_CALL_RUN) {
        pal_exchange_settle(&call->exchange, committed);
    }
}

static void settle_all(struct pal_turns *turns, enum pal_err committed)
{
    for (struct pal_call *call = turns->held.first; call != NULL; call = call->next) {
        settle(turns, call, committed);
    }
}

/* --- turns ----------------------------------------------------------------------------------- */

/* Ends the turn, if there is one, and gives back what waited for it. */
static enum pal_err end_turn(struct pal_turns *turns)
{
    struct pal_services *services = &turns->services;
    struct pal_job *job = pal_jobs_finish(services->jobs);
    bool had_turn = pal_turn_is_pending(services->store);
    enum pal_err committed = PAL_OK;
    if (had_turn) {
        committed = pal_turn_commit(services->store);
        services->figures.turns += committed == PAL_OK ? 1 : 0;
        services->figures.dead_turns += committed != PAL_OK ? 1 : 0;
        services->figures.turn_commands += turns->held.count;
    }
    if (committed == PAL_ERR_STORE_UNKNOWN) {
        return committed;
    }
    settle_all(turns, committed);
    pal_ticker_settle(&turns->ticker, services, committed, had_turn);
    pal_lane_put_all(&turns->out, &turns->held);
    if (job != NULL) { /* what it does after the commit may take a while: nobody waits for it */
        pal_jobs_settle(services->jobs, job, services->events, committed);
    }
    uint64_t told = turns->told;
    turns->told = pal_events_last(services->events);
    if (turns->told != told) {
        pal_lane_knock(&turns->out);
    }
    return PAL_OK;
}

/* Milliseconds until something is due: an hour at most. */
static int wait_ms(const struct pal_turns *turns)
{
    int64_t now_us = pal_clock_now_us(&turns->services.clock);
    int64_t least = pal_ticker_wait_ms(&turns->ticker, now_us);
    int64_t job_ms = pal_jobs_wait_ms(turns->services.jobs, now_us);
    least = job_ms < least ? job_ms : least;
    return least > 0 ? (int)least : 0;
}

/* A turn takes once what is there. What comes meanwhile is for the next: so one half of those who vote
 * at the same time are read and answered while the other half are run and put on disk. */
enum pal_err pal_turns_run(struct pal_turns *turns)
{
    struct pal_services *services = &turns->services;
    bool stops = false;
    while (!stops) {
        struct pal_call_list calls;
        if (!pal_lane_take(&turns->in, &calls)) {
            return PAL_ERR_SERVER_LOOP;
        }
        bool is_idle = calls.count == 0;
        pal_ticker_run(&turns->ticker, services);
        run_all(turns, &calls);
        PAL_TRY(end_turn(turns));
        pal_jobs_feed(services->jobs, pal_clock_now_us(&services->clock));
        PAL_TRY(pal_waiting_sleep(&turns->waiting, is_idle ? wait_ms(turns) : 0, &stops));
    }
    return PAL_OK;
}

/* --- from start to end ----------------------------------------------------------------------- */

enum pal_err pal_turns_init(struct pal_turns *turns, const struct pal_server_options *options,
                            const char *url)
{
    *turns = (struct pal_turns){0};
    pal_services_init(&turns->services, options, url);
    turns->told = pal_events_last(turns->services.events);
    pal_lane_init(&turns->in);
    pal_lane_init(&turns->out);
    PAL_TRY(pal_waiting_start(&turns->waiting, PAL_WAITING_STOPS));
    PAL_TRY(pal_waiting_watch(&turns->waiting, pal_jobs_fd(turns->services.jobs)));
    return pal_waiting_watch_edges(&turns->waiting, turns->in.fd);
}

void pal_turns_done(struct pal_turns *turns)
{
    pal_lane_done(&turns->in);
    pal_lane_done(&turns->out);
    pal_services_done(&turns->services);
    pal_waiting_done(&turns->waiting);
}
