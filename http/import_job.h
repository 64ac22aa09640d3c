/*
 * import_job.h - a register's file, judged and entered while whoever sent it waits.
 *
 * What is small is entered in the loop. The rest is one turn of the worker's own: meanwhile everybody reads what
 * was before, and who writes is told to come again (docs/decisions/0027).
 */
#ifndef PAL_HTTP_IMPORT_JOB_H
#define PAL_HTTP_IMPORT_JOB_H

#include <stdio.h>

#include "core/import.h"

#include "jobs.h"

/* The job that reads a file, which it closes; NULL: one that is empty. Its `result` is the report, in the
 * language of whoever asked. It asks those jobs to tidy up after it. */
struct pal_job_spec pal_import_job_spec(struct pal_jobs *jobs, FILE *file,
                                        const struct pal_import_options *options,
                                        enum pal_language language);

#endif
