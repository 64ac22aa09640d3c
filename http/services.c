/* services.c - what the server lends to its handlers. */
#include "services.h"

#include "base/mem.h"
#include "core/disputes.h"
#include "core/rehearsal.h"
#include "core/society.h"
#include "http/server.h"

#include "assets.h"
#include "auth.h"
#include "count_job.h"
#include "disputes.h"
#include "events.h"
#include "jobs.h"
#include "mailer.h"
#include "pace.h"
#include "prints.h"
#include "records.h"
#include "urns.h"
#include "witness_job.h"

/* What whoever names no language is answered in. */
static enum pal_language language_of(struct pal_store *store)
{
    PAL_SOCIETY(society);
    bool is_founded = pal_society_read(store, &society) == PAL_OK;
    return is_founded && pal_text_is(society.says.language, "en") ? PAL_ENGLISH : PAL_FRENCH;
}

static char *copy_or_null(const char *string)
{
    return string != NULL ? pal_mem_copy_string(string) : NULL;
}

void pal_services_init(struct pal_services *services, const struct pal_server_options *options,
                       const char *url)
{
    int64_t now_us = pal_clock_now_us(&options->clock);
    pal_witnesses_compare(options->store);
    *services = (struct pal_services){
        .store = options->store,
        .clock = options->clock,
        .events = pal_events_new(now_us),
        .jobs = pal_jobs_new(options->store),
        .errands = pal_jobs_new(options->store),
        .mailer = pal_mailer_new(),
        .limiter = pal_limiter_new(),
        .pace = pal_pace_new(),
        .assets = pal_assets_new(),
        .disputes = pal_disputes_new(),
        .places = pal_urn_places_new(),
        .records = pal_records_new(options->printer),
        .prints = pal_prints_new(options->printer),
        .language = language_of(options->store),
        .url = url,
        .contact = copy_or_null(options->contact),
        .proxy = copy_or_null(options->proxy),
        .is_secure = pal_text_starts(pal_text_of(url), "https://"),
        .is_rehearsal = pal_society_is_rehearsal(options->store),
        .started_at_us = now_us,
    };
    services->urns = pal_urns_new(services->jobs);
    /* What cannot be read now is done at the next start. */
    (void)pal_count_job.resume(services->jobs, options->store);
    (void)pal_rewrite_job.resume(services->jobs, options->store);
}

void pal_services_done(struct pal_services *services)
{
    pal_jobs_stop(services->errands);
    pal_jobs_free(services->jobs);
    pal_jobs_free(services->errands);
    pal_urns_free(services->urns);
    pal_disputes_free(services->disputes);
    pal_urn_places_free(services->places);
    pal_mailer_free(services->mailer);
    pal_events_free(services->events);
    pal_limiter_free(services->limiter);
    pal_pace_free(services->pace);
    pal_assets_free(services->assets);
    pal_records_free(services->records);
    pal_prints_free(services->prints);
    pal_mem_free(services->contact);
    pal_mem_free(services->proxy);
    *services = (struct pal_services){0};
}
