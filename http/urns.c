/* urns.c - shares in memory, the job that opens an urn with two of them, and the one that tidies up after. */
#include "urns.h"

#include "base/check.h"
#include "base/crypto.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/store.h"
#include "core/tally.h"

#include "count_job.h"

/* What is known of one urn; in locked memory. While it is being opened it is the job's, and shares that come
 * meanwhile begin another. */
struct urn {
    struct urn *next;
    struct pal_urns *urns;
    int64_t poll;
    struct pal_uuid uuid;
    struct pal_share shares[PAL_SHARES];
    bool has[PAL_SHARES];
    bool is_opening;
    struct pal_scalar secret;
};

struct pal_urns {
    struct pal_jobs *jobs;
    struct urn *first;
};

struct pal_urns *pal_urns_new(struct pal_jobs *jobs)
{
    struct pal_urns *urns = pal_mem_new(1, sizeof *urns);
    urns->jobs = jobs;
    return urns;
}

static void forget(struct pal_urns *urns, struct urn *urn)
{
    struct urn **at = &urns->first;
    while (*at != urn) {
        at = &(*at)->next;
    }
    *at = urn->next;
    pal_locked_free(urn);
}

void pal_urns_free(struct pal_urns *urns)
{
    while (urns != NULL && urns->first != NULL) {
        forget(urns, urns->first);
    }
    pal_mem_free(urns);
}

static struct urn *find(const struct pal_urns *urns, struct pal_poll_id poll)
{
    struct urn *urn = urns->first;
    while (urn != NULL && (urn->poll != poll.value || urn->is_opening)) {
        urn = urn->next;
    }
    return urn;
}

void pal_urns_given(const struct pal_urns *urns, struct pal_poll_id poll,
                    bool out_given[PAL_SHARES])
{
    const struct urn *urn = find(urns, poll);
    for (size_t i = 0; i < PAL_SHARES; i++) {
        out_given[i] = urn != NULL && urn->has[i];
    }
}

bool pal_urns_keep(struct pal_urns *urns, struct pal_poll_id poll, const struct pal_share *share,
                   const struct pal_share **out_other)
{
    struct urn *urn = find(urns, poll);
    if (urn == NULL) {
        urn = pal_locked_new(sizeof *urn);
        *urn = (struct urn){.next = urns->first, .urns = urns, .poll = poll.value};
        urns->first = urn;
    }
    urn->shares[share->keeper] = *share;
    urn->has[share->keeper] = true;
    for (size_t i = 0; i < PAL_SHARES; i++) {
        if (i != share->keeper && urn->has[i]) {
            *out_other = &urn->shares[i];
            return true;
        }
    }
    return false;
}

void pal_urns_forget(struct pal_urns *urns, struct pal_poll_id poll)
{
    struct urn *urn = find(urns, poll);
    PAL_CHECK(urn != NULL);
    forget(urns, urn);
}

/* --- opening ---------------------------------------------------------------------------------- */

static enum pal_err run_opening(struct pal_job *job, struct pal_store *snapshot)
{
    const struct urn *urn = pal_job_spec(job)->with; /* nobody writes there while it is opened */
    struct pal_tally_made *made = pal_mem_new(1, sizeof *made);
    pal_job_keep(job, made);
    return pal_tally_open(snapshot, (struct pal_poll_id){urn->poll}, &urn->secret, made);
}

static void end_opening(struct pal_job *job)
{
    struct urn *urn = pal_job_spec(job)->with;
    struct pal_uuid id = pal_uuid_random();
    struct pal_job_spec rewrite = pal_rewrite_job_spec((struct pal_poll_id){urn->poll}, &urn->uuid);
    pal_jobs_add(urn->urns->jobs, &id, &rewrite);
    forget(urn->urns, urn);
}

static const struct pal_job_kind opening_job = {
    .name = "count",
    .run = run_opening,
    .finish = pal_count_job_finish,
    .release = pal_count_job_release,
    .ended = end_opening,
};

struct pal_job_spec pal_urns_open(struct pal_urns *urns, struct pal_poll_id poll,
                                  const struct pal_uuid *uuid, const struct pal_scalar *secret)
{
    struct urn *urn = find(urns, poll);
    PAL_CHECK(urn != NULL);
    urn->secret = *secret;
    urn->uuid = *uuid;
    urn->is_opening = true;
    return (struct pal_job_spec){
        .kind = &opening_job,
        .subject = poll.value,
        .object = *uuid,
        .finished_event = "poll.published",
        .with = urn,
    };
}

/* --- tidying up ------------------------------------------------------------------------------- */

/* RULE docs/rules/secret.md
 * > The database file is then written anew, so that the order of its pages says
 * > nothing of the order of casting.
 */
static enum pal_err run_rewrite(struct pal_job *job, struct pal_store *snapshot)
{
    return pal_job_borrows(job) ? pal_store_rewrite_beside(snapshot) : PAL_OK;
}

/* What is written anew in a moment holds the loop up for that long; the rest is a worker's, for which
 * whoever writes meanwhile waits (turns.h). */
static enum pal_loan if_long(const struct pal_job_spec *spec, struct pal_store *store)
{
    (void)spec;
    int64_t bytes = 0;
    bool is_long = pal_store_bytes(store, &bytes) == PAL_OK && bytes > PAL_LIMIT_REWRITE;
    return is_long ? PAL_LOAN_FILE : PAL_LOAN_NONE;
}

static enum pal_err rewrite_now(struct pal_job *job, struct pal_store *store)
{
    return pal_job_borrows(job) ? PAL_OK : pal_store_rewrite(store);
}

static enum pal_err finish_rewrite(struct pal_job *job, struct pal_store *store)
{
    (void)job;
    (void)store;
    return PAL_OK;
}

static enum pal_err resume_rewrite(struct pal_jobs *jobs, struct pal_store *store)
{
    PAL_POLL(poll);
    int64_t row = 0;
    PAL_TRY(pal_store_rewrite_due(store, &row));
    if (row == 0) {
        return PAL_OK;
    }
    PAL_TRY(pal_poll_read(store, (struct pal_poll_id){row}, &poll));
    struct pal_uuid id = pal_uuid_random();
    struct pal_job_spec spec = pal_rewrite_job_spec(poll.id, &poll.uuid);
    pal_jobs_add(jobs, &id, &spec);
    return PAL_OK;
}

const struct pal_job_kind pal_rewrite_job = {
    .name = "rewrite",
    .run = run_rewrite,
    .finish = finish_rewrite,
    .resume = resume_rewrite,
    .after = rewrite_now,
    .borrows = if_long,
};

struct pal_job_spec pal_rewrite_job_spec(struct pal_poll_id poll, const struct pal_uuid *uuid)
{
    return (struct pal_job_spec){.kind = &pal_rewrite_job, .subject = poll.value, .object = *uuid};
}
