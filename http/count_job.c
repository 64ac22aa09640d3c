/* count_job.c - counts closed polls, also those that a server that ended left uncounted. */
#include "count_job.h"

#include "base/crypto.h"
#include "base/mem.h"
#include "core/tally.h"

#include "urns.h"

static enum pal_err run(struct pal_job *job, struct pal_store *snapshot)
{
    struct pal_tally_made *made = pal_mem_new(1, sizeof *made);
    pal_job_keep(job, made);
    return pal_tally_compute(snapshot, (struct pal_poll_id){pal_job_spec(job)->subject}, made);
}

enum pal_err pal_count_job_finish(struct pal_job *job, struct pal_store *store)
{
    const struct pal_tally_made *made = pal_job_made(job);
    PAL_TRY(pal_tally_record(store, made));
    struct pal_json *result = pal_json_object_new();
    pal_json_set_text(result, "verdict", pal_json_as_text(pal_json_get(made->outcome, "verdict")));
    pal_job_result(job, result);
    return PAL_OK;
}

void pal_count_job_release(void *made)
{
    pal_tally_done(made);
    pal_mem_free(made);
}

/* Who asks, when the server starts. */
struct resuming {
    struct pal_jobs *jobs;
    struct pal_store *store;
};

static enum pal_err add_closed(void *context, struct pal_poll_id poll, enum pal_poll_due due)
{
    const struct resuming *resuming = context;
    if (due != PAL_POLL_DUE_COUNT) {
        return PAL_OK;
    }
    PAL_POLL(row);
    PAL_TRY(pal_poll_read(resuming->store, poll, &row));
    struct pal_uuid id = pal_uuid_random();
    struct pal_job_spec spec = pal_count_job_spec(poll, &row.uuid);
    pal_jobs_add(resuming->jobs, &id, &spec);
    return PAL_OK;
}

static enum pal_err resume(struct pal_jobs *jobs, struct pal_store *store)
{
    struct resuming resuming = {jobs, store};
    int64_t next_us;
    return pal_polls_due(store, add_closed, &resuming, &next_us);
}

const struct pal_job_kind pal_count_job = {
    .name = "count",
    .run = run,
    .finish = pal_count_job_finish,
    .resume = resume,
    .release = pal_count_job_release,
};

struct pal_job_spec pal_count_job_spec(struct pal_poll_id poll, const struct pal_uuid *uuid)
{
    return (struct pal_job_spec){
        .kind = &pal_count_job,
        .subject = poll.value,
        .object = *uuid,
        .finished_event = "poll.published",
    };
}

struct pal_job_spec pal_close_job_spec(const struct pal_poll *poll)
{
    return poll->secrecy == PAL_SECRECY_OPEN ? pal_count_job_spec(poll->id, &poll->uuid)
                                             : pal_rewrite_job_spec(poll->id, &poll->uuid);
}
