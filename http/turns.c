/* turns.c - the thread that has the database: runs what is asked, commits once per turn, answers. */
#include "turns.h"

#include "base/check.h"
#include "base/limits.h"
#include "core/store.h"

#include "call.h"
#include "events.h"
#include "jobs.h"

#define SECOND_US INT64_C(1000000)

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

/* What each call is told of the turn that has ended. */
static void give_back(struct pal_turns *turns, struct pal_call_list *list, enum pal_err committed)
{
    for (struct pal_call *call = list->first; call != NULL; call = call->next) {
        if (call->wish == PAL_CALL_RUN) {
            pal_exchange_settle(&call->exchange, committed);
        }
    }
    pal_lane_put_all(&turns->out, list);
}

static void knock_for_events(struct pal_turns *turns)
{
    uint64_t told = turns->told;
    turns->told = pal_events_told(turns->services.events);
    if (turns->told != told) {
        pal_lane_knock(&turns->out);
    }
}

/* Gives back the calls of the turn before, once its anchor is written; waits for that, or looks. */
static void end_anchoring(struct pal_turns *turns, bool waits)
{
    struct pal_anchoring anchoring;
    if (!turns->is_anchoring || (!waits && !pal_anchorer_is_done(&turns->anchorer))) {
        return;
    }
    enum pal_err written = pal_anchorer_take(&turns->anchorer, &anchoring);
    pal_anchoring_end(turns->services.store, &anchoring, written);
    turns->is_anchoring = false;
    turns->is_behind = written != PAL_OK;
    give_back(turns, &turns->anchored, written);
    knock_for_events(turns);
}

static bool is_file_lent(const struct pal_turns *turns)
{
    return pal_store_lent(turns->services.store) == PAL_LOAN_FILE;
}

/* Whoever asked and left is no connection any more, and what was asked stays here: so there is a bound of it. */
static bool has_to_wait(const struct pal_turns *turns, struct pal_call *call)
{
    if (!is_file_lent(turns) || call->wish != PAL_CALL_RUN ||
        !pal_route_writes(call->exchange.match.route) || turns->aside.count == PAL_LIMIT_LANE) {
        return false;
    }
    int64_t now_us = pal_clock_now_us(&turns->services.clock);
    if (call->waits_until_us == 0) {
        call->waits_until_us = now_us + PAL_LIMIT_REWRITE_WAIT_S * SECOND_US;
    }
    return now_us < call->waits_until_us;
}

/* Whoever may not is told so at once, and waits for nothing. */
static bool is_let_wait(struct pal_exchange *exchange)
{
    return exchange->is_judged || pal_exchange_judge(exchange);
}

static void run_all(struct pal_turns *turns, struct pal_call_list *list)
{
    struct pal_call *call = pal_call_list_take(list);
    while (call != NULL) {
        bool has_to = has_to_wait(turns, call);
        if (has_to && is_let_wait(&call->exchange)) {
            pal_call_list_add(&turns->aside, call);
        } else {
            if (!has_to) {
                run(call);
            }
            pal_call_list_add(&turns->held, call);
            end_anchoring(turns, false);
        }
        call = pal_call_list_take(list);
    }
}

/* Those that still have to wait are put aside again, in their order. */
static void run_aside(struct pal_turns *turns)
{
    struct pal_call_list list = turns->aside;
    turns->aside = (struct pal_call_list){0};
    run_all(turns, &list);
}

static void make_pieces(struct pal_turns *turns)
{
    for (struct pal_call *call = turns->held.first; call != NULL; call = call->next) {
        if (call->wish == PAL_CALL_STREAM) {
            call->streamed = pal_outgoing_stream(&call->outgoing, &turns->services,
                                                 &call->exchange.reply.stream);
        }
    }
}

/* --- turns ----------------------------------------------------------------------------------- */

static enum pal_err commit(struct pal_turns *turns)
{
    struct pal_services *services = &turns->services;
    enum pal_err committed = pal_turn_commit_unanchored(services->store);
    services->figures.turns += committed == PAL_OK ? 1 : 0;
    services->figures.dead_turns += committed != PAL_OK ? 1 : 0;
    services->figures.turn_commands += turns->held.count;
    return committed;
}

/* May others run before those who wait for this turn are told of it? It has no more than their calls, and
 * there are others. */
static bool may_go_on(struct pal_turns *turns, const struct pal_job *job)
{
    return job == NULL && !pal_ticker_tells(&turns->ticker) &&
           (turns->held.count > 1 || pal_lane_count(&turns->in) > 0);
}

/* Has the anchor state what was committed. True when that has begun, and the calls wait for its end. Where
 * the one before could not be written, those who read meanwhile may have seen what nobody may see. */
static bool anchor(struct pal_turns *turns, bool may_wait, enum pal_err *committed)
{
    struct pal_anchoring anchoring;
    struct pal_store *store = turns->services.store;
    if (*committed != PAL_OK || !pal_anchoring_begin(store, &anchoring)) {
        return false;
    }
    if (may_wait) {
        turns->anchored = turns->held;
        turns->held = (struct pal_call_list){0};
        turns->is_anchoring = true;
        pal_anchorer_give(&turns->anchorer, &anchoring);
        return true;
    }
    *committed = pal_anchoring_write(&anchoring);
    pal_anchoring_end(store, &anchoring, *committed);
    return false;
}

/* Ends the turn, if there is one, and gives back what waited for it, after what waited for the last. */
static enum pal_err end_turn(struct pal_turns *turns)
{
    struct pal_services *services = &turns->services;
    struct pal_jobs *jobs = services->jobs;
    struct pal_job *job = pal_jobs_finish(jobs);
    if (job == NULL) {
        jobs = services->errands;
        job = pal_jobs_finish(jobs);
    }
    bool had_turn = pal_turn_is_pending(services->store);
    enum pal_err committed = had_turn ? commit(turns) : PAL_OK;
    if (committed == PAL_ERR_STORE_UNKNOWN) {
        return committed;
    }
    make_pieces(turns);
    if (had_turn || turns->held.count > 0 || job != NULL) {
        end_anchoring(turns, true);
    }
    bool is_behind = turns->is_behind;
    turns->is_behind = false;
    if (had_turn || (is_behind && turns->held.count > 0)) {
        (void)anchor(turns, may_go_on(turns, job), &committed); /* or none is left to be told */
    }
    give_back(turns, &turns->held, committed);
    pal_ticker_settle(&turns->ticker, services, committed, had_turn);
    if (job != NULL) { /* what it does after the commit may take a while: nobody waits for it */
        pal_jobs_settle(jobs, job, services->events, committed);
    }
    knock_for_events(turns);
    return PAL_OK;
}

/* Milliseconds until something is due: an hour at most. */
static int wait_ms(const struct pal_turns *turns)
{
    int64_t now_us = pal_clock_now_us(&turns->services.clock);
    int64_t least = pal_ticker_wait_ms(&turns->ticker, now_us);
    int64_t job_ms = pal_jobs_wait_ms(turns->services.jobs, now_us);
    int64_t errand_ms = pal_jobs_wait_ms(turns->services.errands, now_us);
    least = job_ms < least ? job_ms : least;
    least = errand_ms < least ? errand_ms : least;
    if (turns->aside.count > 0) {
        int64_t left_ms = (turns->aside.first->waits_until_us - now_us) / 1000 + 1;
        least = left_ms < least ? left_ms : least;
    }
    return least > 0 ? (int)least : 0;
}

/* Half of those who may ask: while they are run and put on disk, the other half are answered and read.
 * Whoever asked and left is no connection any more, and waits here all the same: of many such, too, half
 * go at once, or those behind them would wait for a commit of each. */
static size_t turn_max(struct pal_turns *turns)
{
    const struct pal_server_figures *figures = &turns->services.figures;
    uint64_t connections = figures->connections;
    uint64_t listeners = figures->listeners;
    size_t may_ask = connections > listeners ? (size_t)(connections - listeners) : 1;
    size_t wait = pal_lane_count(&turns->in);
    return ((wait > may_ask ? wait : may_ask) + 1) / 2;
}

/* Runs what is there, then what came meanwhile, until nothing did or the turn has its share: nobody waits
 * for others to come. False when the lane is closed. */
static bool run_ready(struct pal_turns *turns)
{
    struct pal_call_list calls;
    size_t max = turn_max(turns);
    run_aside(turns);
    bool is_open = pal_lane_take_some(&turns->in, max, &calls);
    while (calls.count > 0) {
        run_all(turns, &calls);
        is_open = turns->held.count >= max ||
                  pal_lane_take_some(&turns->in, max - turns->held.count, &calls);
    }
    return is_open;
}

static enum pal_err run_turns(struct pal_turns *turns)
{
    struct pal_services *services = &turns->services;
    bool stops = false;
    while (!stops) {
        end_anchoring(turns, false);
        turns->is_behind = false; /* whoever comes now is let write once it is written */
        pal_ticker_run(&turns->ticker, services);
        if (!run_ready(turns)) {
            return PAL_ERR_SERVER_LOOP;
        }
        bool is_idle = turns->held.count == 0;
        PAL_TRY(end_turn(turns));
        if (turns->aside.count > 0 && !is_file_lent(turns)) {
            continue; /* before another job borrows it */
        }
        pal_jobs_feed(services->jobs, pal_clock_now_us(&services->clock));
        pal_jobs_feed(services->errands, pal_clock_now_us(&services->clock));
        PAL_TRY(pal_waiting_sleep(&turns->waiting, is_idle ? wait_ms(turns) : 0, &stops));
    }
    return PAL_OK;
}

enum pal_err pal_turns_run(struct pal_turns *turns)
{
    enum pal_err err = run_turns(turns);
    end_anchoring(turns, true);
    return err;
}

/* --- from start to end ----------------------------------------------------------------------- */

enum pal_err pal_turns_init(struct pal_turns *turns, const struct pal_server_options *options,
                            const char *url)
{
    *turns = (struct pal_turns){0};
    pal_services_init(&turns->services, options, url);
    turns->told = pal_events_told(turns->services.events);
    pal_lane_init(&turns->in);
    pal_lane_init(&turns->out);
    pal_anchorer_start(&turns->anchorer);
    PAL_TRY(pal_waiting_start(&turns->waiting, PAL_WAITING_STOPS));
    PAL_TRY(pal_waiting_watch(&turns->waiting, pal_jobs_fd(turns->services.jobs)));
    PAL_TRY(pal_waiting_watch(&turns->waiting, pal_jobs_fd(turns->services.errands)));
    PAL_TRY(pal_waiting_watch_edges(&turns->waiting, turns->anchorer.fd));
    return pal_waiting_watch_edges(&turns->waiting, turns->in.fd);
}

void pal_turns_let_go(struct pal_turns *turns)
{
    pal_lane_put_all(&turns->out, &turns->held); /* of a turn that has no end */
    pal_lane_put_all(&turns->out, &turns->aside);
}

void pal_turns_done(struct pal_turns *turns)
{
    pal_anchorer_stop(&turns->anchorer);
    pal_lane_done(&turns->in);
    pal_lane_done(&turns->out);
    pal_services_done(&turns->services);
    pal_waiting_done(&turns->waiting);
}
