/*
 * count_job.h - the job that counts a closed poll: in the worker it decides, in the loop it records.
 */
#ifndef PAL_HTTP_COUNT_JOB_H
#define PAL_HTTP_COUNT_JOB_H

#include "core/polls.h"

#include "jobs.h"

extern const struct pal_job_kind pal_count_job;

/* How any job ends whose worker made a struct pal_tally_made: records it, and releases it. */
enum pal_err pal_count_job_finish(struct pal_job *job, struct pal_store *store);
void pal_count_job_release(void *made);

/* To count that poll. */
struct pal_job_spec pal_count_job_spec(struct pal_poll_id poll, const struct pal_uuid *uuid);
/* What follows the close of a poll: an open one is counted, the urn of a secret one waits for its keepers. */
struct pal_job_spec pal_close_job_spec(const struct pal_poll *poll);

#endif
