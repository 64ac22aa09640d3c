/*
 * jobs.h - what is too slow for the loop: run in one worker thread, finished in the loop.
 *
 * A job is queued after the turn that asked for it is committed. `run` sees a read-only snapshot of
 * the store and puts what it made into the job; `finish` runs in the loop, inside a savepoint, checks
 * that nothing moved meanwhile, and writes. Jobs live in memory: what must survive a restart is a
 * state in the store, from which `resume` queues again.
 */
#ifndef PAL_HTTP_JOBS_H
#define PAL_HTTP_JOBS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "core/store.h"

#include "request.h"

struct pal_events;
struct pal_jobs;
struct pal_job;
struct pal_job_spec;

struct pal_job_kind {
    const char *name; /* "count" */
    /* In the worker. */
    enum pal_err (*run)(struct pal_job *job, struct pal_store *snapshot);
    /* In the loop. */
    enum pal_err (*finish)(struct pal_job *job, struct pal_store *store);
    /* At the start of the server, in the loop; NULL when nothing of this kind outlives a restart. */
    enum pal_err (*resume)(struct pal_jobs *jobs, struct pal_store *store);
    /* Releases what pal_job_keep kept; NULL when it is never used. */
    void (*release)(void *made);
    /* In the loop, after the commit and outside any turn, when all went well; NULL. PAL_ERR_STORE_BUSY,
     * _FULL or _IO: the job is run again a little later. */
    enum pal_err (*after)(struct pal_job *job, struct pal_store *store);
    /* In the loop, before it runs: what run needs of the store, which meanwhile only reads. NULL: nothing. */
    enum pal_loan (*borrows)(const struct pal_job_spec *spec, struct pal_store *store);
    /* In the loop, outside any turn, once the job has ended, well or not; NULL. */
    void (*ended)(struct pal_job *job);
    /* Releases the `with` of a job that has ended or will not be run; NULL: it outlives the job. */
    void (*drop)(void *with);
    /* Whoever asked waits for it, and can ask again: it is not run again by itself. */
    bool is_tried_once;
    /* It waits for another machine: it goes to the worker that has nothing else to do, and run gets no
     * snapshot, which would be held for as long as that machine is silent. */
    bool is_errand;
};

struct pal_job_spec {
    const struct pal_job_kind *kind;
    int64_t subject;            /* row of what it is about */
    struct pal_uuid object;     /* its identifier outside */
    void *context;              /* lent to the kind, as long as the server; or NULL */
    const char *finished_event; /* type of the event told when it ends; static; NULL for none */
    void *with;                 /* what the kind needs besides; NULL */
};

/* Queues a job under an identifier drawn by the caller. In the loop, after a commit or at the start;
 * handlers use pal_reply_job. */
void pal_jobs_add(struct pal_jobs *jobs, const struct pal_uuid *id,
                  const struct pal_job_spec *spec);

const struct pal_job_spec *pal_job_spec(const struct pal_job *job);

/* Releases what a job that is not queued would have been given. */
void pal_job_spec_drop(const struct pal_job_spec *spec);

/* Did its kind ask for anything before it ran? */
bool pal_job_borrows(const struct pal_job *job);

/* From run, at any time: how much is done. */
void pal_job_progress(struct pal_job *job, uint64_t done, uint64_t total);

/* From run: does the server stop? What waits for another machine then gives up; nothing is finished. Any thread. */
bool pal_job_stops(const struct pal_job *job);

/* From run: what finish needs. The job owns it and releases it by its kind. */
void pal_job_keep(struct pal_job *job, void *made);
void *pal_job_made(const struct pal_job *job);

/* From run or finish: the `result` object of GET /api/v1/jobs/{job}; taken. Public. */
void pal_job_result(struct pal_job *job, struct pal_json *object);

/* {"id", "kind", "object", "state": "waiting" | "running" | "done" | "failed", "progress": {"done",
 * "total"}, "result", "problem"}. PAL_ERR_NOT_FOUND: unknown, or ended long ago. The caller owns *out_json. */
PAL_MUST_USE enum pal_err pal_jobs_describe(const struct pal_jobs *jobs, const struct pal_uuid *id,
                                            enum pal_language language, struct pal_json **out_json);

/* For server.c. */

/* Starts the worker. */
PAL_MUST_USE struct pal_jobs *pal_jobs_new(struct pal_store *store);
/* Tells the job that runs to stop. */
void pal_jobs_stop(struct pal_jobs *jobs);
/* Waits for the job that runs, which is told to stop and is not finished. Accepts NULL. */
void pal_jobs_free(struct pal_jobs *jobs);

/* Becomes readable when the worker has something to finish. */
int pal_jobs_fd(const struct pal_jobs *jobs);
/* Between turns: gives the worker, if it is idle, the next job and a snapshot for it. */
void pal_jobs_feed(struct pal_jobs *jobs, int64_t now_us);
/* In a turn: finishes, in a savepoint, what the worker has run. The job then waits for the commit.
 * NULL when there is nothing. */
struct pal_job *pal_jobs_finish(struct pal_jobs *jobs);
/* After the commit: tells the event of a job that has ended, well or not. One whose turn died is run
 * again a little later. */
void pal_jobs_settle(struct pal_jobs *jobs, struct pal_job *job, struct pal_events *events,
                     enum pal_err committed);
/* Milliseconds until a job that waits can be fed; INT64_MAX when none waits. */
int64_t pal_jobs_wait_ms(const struct pal_jobs *jobs, int64_t now_us);

#endif
