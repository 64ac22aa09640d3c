/*
 * witness_job.h - the job that asks one witness: in the worker it asks, in the loop it keeps the answer.
 */
#ifndef PAL_HTTP_WITNESS_JOB_H
#define PAL_HTTP_WITNESS_JOB_H

#include <stddef.h>

#include "jobs.h"

/* To ask the witness of that place in the policy. */
struct pal_job_spec pal_witness_job_spec(size_t index);

/* At the start, before anything is served: what does each witness show of this log? Takes a few
 * seconds for each that does not answer. */
void pal_witnesses_compare(struct pal_store *store);

#endif
