/* ticks.c - what comes due by itself, without a request. */
#include "ticks.h"

#include "base/clock.h"
#include "core/contacts.h"
#include "core/idempotency.h"
#include "core/mail.h"
#include "core/polls.h"
#include "core/retention.h"
#include "core/sealed.h"
#include "core/sessions.h"
#include "core/store.h"
#include "core/witnesses.h"

#include "count_job.h"
#include "exchange.h"
#include "mailer.h"
#include "urns.h"
#include "witness_job.h"

#define SECOND_US INT64_C(1000000)
#define RETRY_US  (5 * SECOND_US)
#define HOUR_US   (3600 * SECOND_US)

static enum pal_err sweep(struct pal_services *services, int64_t now_us, struct pal_reply *told,
                          int64_t *out_next_us)
{
    (void)told;
    *out_next_us = now_us + HOUR_US;
    PAL_TRANSACTION(transaction, services->store);
    PAL_TRY(pal_remembered_sweep(services->store));
    PAL_TRY(pal_sessions_sweep(services->store));
    PAL_TRY(pal_sign_in_sweep(services->store));
    PAL_TRY(pal_contacts_sweep(services->store));
    PAL_TRY(pal_retention_apply(services->store));
    return pal_transaction_commit(&transaction);
}

static enum pal_err destroy_urn(struct pal_store *store, const struct pal_poll *poll,
                                struct pal_reply *told)
{
    PAL_TRY(pal_sealed_destroy(store, poll->id));
    struct pal_job_spec job = pal_rewrite_job_spec(poll->id, &poll->uuid);
    pal_reply_job(told, &job);
    return PAL_OK;
}

static enum pal_err move_poll(struct pal_store *store, struct pal_poll_id id, enum pal_poll_due due,
                              struct pal_reply *told)
{
    PAL_POLL(poll);
    bool closes = due == PAL_POLL_DUE_CLOSE;
    PAL_TRY(pal_poll_read(store, id, &poll));
    if (due == PAL_POLL_DUE_DESTROY) {
        return destroy_urn(store, &poll, told);
    }
    PAL_TRY(closes ? pal_poll_close(store, id, pal_text_of("")) : pal_poll_open(store, id));
    pal_reply_event(told, closes ? "poll.closed" : "poll.opened", &poll.uuid);
    if (closes) {
        struct pal_job_spec job = pal_close_job_spec(&poll);
        pal_reply_job(told, &job);
    }
    return PAL_OK;
}

/* What a tick makes of the polls that are due, which are read before any of them moves. */
struct moving {
    struct pal_store *store;
    struct pal_reply *told;
    bool is_due, has_moved;
};

static enum pal_err try_to_move(void *context, struct pal_poll_id poll, enum pal_poll_due due)
{
    struct moving *moving = context;
    if (due != PAL_POLL_DUE_COUNT && !moving->has_moved) {
        moving->is_due = true;
        moving->has_moved = move_poll(moving->store, poll, due, moving->told) == PAL_OK;
    }
    return PAL_OK;
}

/* Opens or closes the first poll that is due and can be. Those that cannot, since nobody could vote in
 * them, are asked again later and hold up no other, however many they are. */
static enum pal_err move_polls(struct pal_services *services, int64_t now_us,
                               struct pal_reply *told, int64_t *out_next_us)
{
    struct moving moving = {.store = services->store, .told = told};
    int64_t next_us = 0;
    PAL_TRY(pal_polls_due(services->store, try_to_move, &moving, &next_us));
    *out_next_us = next_us != 0 ? next_us : now_us + HOUR_US;
    if (moving.has_moved) {
        *out_next_us = now_us;
    } else if (moving.is_due && *out_next_us > now_us + RETRY_US) {
        *out_next_us = now_us + RETRY_US;
    }
    return PAL_OK;
}

static enum pal_err ask_witness(struct pal_services *services, int64_t now_us,
                                struct pal_reply *told, int64_t *out_next_us)
{
    size_t index = 0;
    bool is_due;
    int64_t next_us;
    PAL_TRY(pal_witness_due(services->store, &index, &is_due, &next_us));
    *out_next_us = next_us < now_us + HOUR_US ? next_us : now_us + HOUR_US;
    if (!is_due) {
        return PAL_OK;
    }
    PAL_TRY(pal_witness_asked(services->store, index));
    struct pal_job_spec job = pal_witness_job_spec(index);
    pal_reply_job(told, &job);
    *out_next_us = now_us; /* perhaps another one */
    return PAL_OK;
}

static const struct {
    enum pal_err (*run)(struct pal_services *services, int64_t now_us, struct pal_reply *told,
                        int64_t *out_next_us);
    bool follows_changes; /* a change may make it due earlier than it said */
} ticks[PAL_TICK_COUNT] = {
    [PAL_TICK_SWEEP] = {sweep, false},
    [PAL_TICK_POLLS] = {move_polls, true},
    [PAL_TICK_WITNESS] = {ask_witness, true},
    [PAL_TICK_MAIL] = {pal_mailer_tick, true},
};

void pal_ticker_run(struct pal_ticker *ticker, struct pal_services *services)
{
    for (size_t i = 0; i < PAL_TICK_COUNT; i++) {
        int64_t now_us = pal_clock_now_us(&services->clock);
        if (ticker->at_us[i] > now_us) {
            continue;
        }
        int64_t next_us = now_us;
        enum pal_err err = ticks[i].run(services, now_us, &ticker->told[i], &next_us);
        ticker->at_us[i] = err == PAL_OK ? next_us : now_us + RETRY_US;
        if (err != PAL_OK) {
            pal_reply_done(&ticker->told[i]);
        }
    }
}

bool pal_ticker_tells(const struct pal_ticker *ticker)
{
    bool tells = false;
    for (size_t i = 0; i < PAL_TICK_COUNT; i++) {
        tells = tells || ticker->told[i].event_count > 0 || ticker->told[i].job.kind != NULL;
    }
    return tells;
}

void pal_ticker_settle(struct pal_ticker *ticker, struct pal_services *services,
                       enum pal_err committed, bool had_turn)
{
    int64_t soon_us =
        pal_clock_now_us(&services->clock) + (committed == PAL_OK ? SECOND_US : RETRY_US);
    for (size_t i = 0; i < PAL_TICK_COUNT; i++) {
        pal_reply_tell(&ticker->told[i], services, committed);
        pal_reply_done(&ticker->told[i]);
        bool comes_earlier = had_turn && ticks[i].follows_changes && ticker->at_us[i] > soon_us;
        if (committed != PAL_OK || comes_earlier) {
            ticker->at_us[i] = soon_us;
        }
    }
}

int64_t pal_ticker_wait_ms(const struct pal_ticker *ticker, int64_t now_us)
{
    int64_t least_us = HOUR_US;
    for (size_t i = 0; i < PAL_TICK_COUNT; i++) {
        int64_t left_us = ticker->at_us[i] - now_us;
        least_us = left_us < least_us ? left_us : least_us;
    }
    return least_us > 0 ? least_us / 1000 + 1 : 0;
}
