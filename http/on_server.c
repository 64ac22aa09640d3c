/* on_server.c - what the server says of itself: health, figures, contact, jobs, events. */
#include "base/check.h"
#include "base/clock.h"
#include "base/limits.h"
#include "core/log.h"
#include "core/polls.h"
#include "core/store.h"

#include "embedded.h"
#include "events.h"
#include "handlers.h"
#include "jobs.h"
#include "reply.h"
#include "services.h"
#include "write.h"

#define DAY_US INT64_C(86400000000)

/* What happened, and what to do about it. */
static const struct {
    const char *fr, *en;
} advice[] = {
    [PAL_LOG_OK] = {"Tout va bien.", "All is well."},
    [PAL_LOG_ROLLBACK] =
        {"L’ancre ou un témoin connaît un journal plus long : cette base est une ancienne copie. Restaurez la "
         "plus récente.",
         "The anchor or a witness knows a longer log: this database is an old copy. Restore the latest one."},
    [PAL_LOG_FORK] =
        {"L’ancre ou un témoin connaît un autre journal du même nom : ne servez qu’une copie, la bonne.",
         "The anchor or a witness knows another log of this name: serve one copy only, the right one."},
    [PAL_LOG_CLOCK] = {"L’horloge est en retard sur la dernière entrée : remettez-la à l’heure.",
                       "The clock stands before the last entry: set it right."},
    [PAL_LOG_BROKEN] = {"La base est endommagée : restaurez une sauvegarde.",
                        "The database is damaged: restore a backup."},
};

enum pal_err pal_on_health(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    enum pal_log_status status = pal_log_status(store);
    struct pal_tree_head head = pal_log_head(store);

    struct pal_json *health = pal_json_object_new();
    pal_json_set_string(health, "status", status == PAL_LOG_OK ? "ok" : "read-only");
    pal_json_set_string(health, "log", pal_log_status_word(status));
    pal_json_set_string(health, "detail",
                        request->language == PAL_FRENCH ? advice[status].fr : advice[status].en);
    if (pal_log_evidence(store).size > 0) {
        pal_json_set_text(health, "evidence", pal_log_evidence(store));
    }
    pal_json_set_int(health, "log_size", (int64_t)head.size);
    pal_json_set_string(health, "version", PAL_VERSION);
    pal_reply_json(reply, health);
    if (status != PAL_LOG_OK) {
        pal_reply_status(reply, 503);
    }
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    return PAL_OK;
}

static void add_metric(struct pal_buf *text, const char *name, const char *kind, uint64_t value)
{
    const char *suffix = kind[0] == 'c' ? "_total" : "";
    pal_buf_add_format(text, "# TYPE palabre_%s %s\npalabre_%s%s %llu\n", name, kind, name, suffix,
                       (unsigned long long)value);
}

static void add_activity(struct pal_buf *text, const struct pal_server_figures *figures)
{
    add_metric(text, "requests", "counter", figures->requests);
    add_metric(text, "requests_refused", "counter", figures->refused);
    add_metric(text, "requests_failed", "counter", figures->failed);
    add_metric(text, "turns", "counter", figures->turns);
    add_metric(text, "turns_dead", "counter", figures->dead_turns);
    add_metric(text, "turn_replies", "counter", figures->turn_commands);
    add_metric(text, "connections", "gauge", figures->connections);
    add_metric(text, "listeners", "gauge", figures->listeners);
}

enum pal_err pal_on_metrics(const struct pal_request *request, struct pal_reply *reply)
{
    const struct pal_server_figures *figures = &request->services->figures;
    struct pal_store *store = pal_request_store(request);
    int64_t up_us = request->now_us - request->services->started_at_us;

    /* While a secret poll is open, what moves here would say how many vote. */
    bool hides;
    PAL_TRY(pal_polls_hide(store, &hides));
    PAL_BUF(text);
    if (!hides) {
        add_activity(&text, figures);
    }
    add_metric(&text, "alarms", "counter", figures->alarms);
    add_metric(&text, "log_entries", "gauge", pal_log_head(store).size);
    add_metric(&text, "log_ok", "gauge", pal_log_status(store) == PAL_LOG_OK ? 1 : 0);
    add_metric(&text, "uptime_seconds", "gauge", up_us > 0 ? (uint64_t)up_us / 1000000 : 0);
    pal_buf_add_string(&text, "# EOF\n");
    pal_reply_bytes(reply, "application/openmetrics-text; version=1.0.0; charset=utf-8", &text);
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    return PAL_OK;
}

/* RFC 9116. Who reads it learns until when it can be believed: a year at most. */
enum pal_err pal_on_security_text(const struct pal_request *request, struct pal_reply *reply)
{
    if (request->services->contact == NULL) {
        return PAL_ERR_NOT_FOUND;
    }

    char expires[PAL_INSTANT_TEXT_SIZE + 1];
    int64_t today_us = request->now_us - request->now_us % DAY_US;
    pal_instant_write(today_us + 90 * DAY_US, expires);
    PAL_BUF(text);
    pal_buf_add_format(&text,
                       "Contact: %s\nExpires: %s\nPreferred-Languages: fr, en\n"
                       "Canonical: %s/.well-known/security.txt\n",
                       request->services->contact, expires, request->services->url);
    pal_reply_bytes(reply, "text/plain; charset=utf-8", &text);
    return PAL_OK;
}

enum pal_err pal_on_openapi(const struct pal_request *request, struct pal_reply *reply)
{
    (void)request;
    PAL_CHECK(pal_openapi_count == 1);
    pal_reply_static(reply, "application/json", pal_openapi[0].bytes, pal_openapi[0].size);
    return PAL_OK;
}

enum pal_err pal_on_job(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_uuid id;
    PAL_TRY(pal_request_uuid(request, "job", &id));

    struct pal_json *job;
    PAL_TRY(pal_jobs_describe(request->services->jobs, &id, request->language, &job));

    pal_reply_json(reply, job);
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    return PAL_OK;
}

enum pal_err pal_on_events(const struct pal_request *request, struct pal_reply *reply)
{
    int64_t after = (int64_t)pal_events_last(request->services->events);
    if (request->last_event_id.size > 0 && pal_text_int(request->last_event_id, &after) != PAL_OK) {
        after = 0; /* no id of ours: everything is to be read again */
    }
    if (request->services->figures.listeners >= PAL_LIMIT_LISTENERS) {
        return PAL_ERR_LIMIT_RATE;
    }

    pal_reply_listen(reply, after > 0 ? (uint64_t)after : 0);
    if (pal_request_sees_drafts(request)) {
        pal_reply_listen_to_drafts(reply, pal_events_last_draft(request->services->events));
    }
    return PAL_OK;
}
