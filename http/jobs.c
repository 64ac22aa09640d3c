/* jobs.c - what is too slow for the loop: run in one worker thread, finished in the loop. */
#include "jobs.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/store.h"

#include "events.h"
#include "reply.h"

enum { RETRY_US = 5000000 };

enum pal_job_state { QUEUED, RUNNING, WAITING, DONE, FAILED };

struct pal_job {
    struct pal_job_spec spec;
    const struct pal_jobs *among;
    struct pal_uuid id;
    enum pal_job_state state; /* the loop's alone */
    int64_t not_before_us;
    struct pal_store *snapshot;
    enum pal_loan loan;
    enum pal_err err;
    void *made;
    struct pal_json *result;
    _Atomic uint64_t done, total;
};

struct pal_jobs {
    struct pal_store *store;
    struct pal_job **jobs; /* in the order in which they came */
    size_t count, capacity;
    struct pal_job *current; /* with the worker, or run and not yet finished */
    int fd;
    _Atomic bool is_stopping;
    pthread_t worker;
    pthread_mutex_t mutex; /* what is below */
    pthread_cond_t given;
    struct pal_job *to_run;
    bool has_run, stops;
};

static void release_made(struct pal_job *job)
{
    if (job->spec.kind->release != NULL && job->made != NULL) {
        job->spec.kind->release(job->made);
    }
    job->made = NULL;
}

static bool has_ended(const struct pal_job *job)
{
    return job->state == DONE || job->state == FAILED;
}

void pal_job_spec_drop(const struct pal_job_spec *spec)
{
    if (spec->kind->drop != NULL) {
        spec->kind->drop(spec->with);
    }
}

static void job_free(struct pal_job *job)
{
    release_made(job);
    if (!has_ended(job)) {
        pal_job_spec_drop(&job->spec);
    }
    pal_store_close(job->snapshot);
    pal_json_free(job->result);
    pal_mem_free(job);
}

static void lock(struct pal_jobs *jobs)
{
    PAL_CHECK(pthread_mutex_lock(&jobs->mutex) == 0);
}

static void unlock(struct pal_jobs *jobs)
{
    PAL_CHECK(pthread_mutex_unlock(&jobs->mutex) == 0);
}

/* Called and left with the lock held. */
static void run_one(struct pal_jobs *jobs)
{
    struct pal_job *job = jobs->to_run;
    jobs->to_run = NULL;
    unlock(jobs);
    job->err = job->spec.kind->run(job, job->snapshot);
    lock(jobs);
    jobs->has_run = true;
    PAL_CHECK(eventfd_write(jobs->fd, 1) == 0);
}

static void wait_for_job(struct pal_jobs *jobs)
{
    PAL_CHECK(pthread_cond_wait(&jobs->given, &jobs->mutex) == 0);
}

static void *work(void *argument)
{
    struct pal_jobs *jobs = argument;
    lock(jobs);
    while (!jobs->stops) {
        if (jobs->to_run == NULL) {
            wait_for_job(jobs);
        } else {
            run_one(jobs);
        }
    }
    unlock(jobs);
    return NULL;
}

struct pal_jobs *pal_jobs_new(struct pal_store *store)
{
    struct pal_jobs *jobs = pal_mem_new(1, sizeof *jobs);
    jobs->store = store;
    jobs->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    PAL_CHECK(jobs->fd >= 0);
    PAL_CHECK(pthread_mutex_init(&jobs->mutex, NULL) == 0);
    PAL_CHECK(pthread_cond_init(&jobs->given, NULL) == 0);

    /* Signals are for the thread that serves. */
    sigset_t all;
    sigset_t before;
    PAL_CHECK(sigfillset(&all) == 0);
    PAL_CHECK(pthread_sigmask(SIG_SETMASK, &all, &before) == 0);
    PAL_CHECK(pthread_create(&jobs->worker, NULL, work, jobs) == 0);
    PAL_CHECK(pthread_sigmask(SIG_SETMASK, &before, NULL) == 0);
    return jobs;
}

void pal_jobs_stop(struct pal_jobs *jobs)
{
    atomic_store(&jobs->is_stopping, true);
}

bool pal_job_stops(const struct pal_job *job)
{
    return atomic_load(&job->among->is_stopping);
}

void pal_jobs_free(struct pal_jobs *jobs)
{
    if (jobs == NULL) {
        return;
    }
    pal_jobs_stop(jobs);
    lock(jobs);
    jobs->stops = true;
    PAL_CHECK(pthread_cond_signal(&jobs->given) == 0);
    unlock(jobs);
    PAL_CHECK(pthread_join(jobs->worker, NULL) == 0);
    for (size_t i = 0; i < jobs->count; i++) {
        job_free(jobs->jobs[i]);
    }
    pal_mem_free(jobs->jobs);
    PAL_CHECK(pthread_cond_destroy(&jobs->given) == 0);
    PAL_CHECK(pthread_mutex_destroy(&jobs->mutex) == 0);
    (void)close(jobs->fd); /* nothing was written that could be lost */
    pal_mem_free(jobs);
}

int pal_jobs_fd(const struct pal_jobs *jobs)
{
    return jobs->fd;
}

/* Forgets the oldest job that has ended, when too many are remembered. */
static void forget_one(struct pal_jobs *jobs)
{
    for (size_t i = 0; i < jobs->count && jobs->count > PAL_LIMIT_JOBS; i++) {
        if (has_ended(jobs->jobs[i])) {
            job_free(jobs->jobs[i]);
            jobs->count--;
            for (size_t j = i; j < jobs->count; j++) {
                jobs->jobs[j] = jobs->jobs[j + 1];
            }
            return;
        }
    }
}

void pal_jobs_add(struct pal_jobs *jobs, const struct pal_uuid *id, const struct pal_job_spec *spec)
{
    struct pal_job *job = pal_mem_new(1, sizeof *job);
    job->spec = *spec;
    job->among = jobs;
    job->id = *id;
    if (jobs->count == jobs->capacity) {
        jobs->capacity = pal_mem_capacity(jobs->capacity, jobs->count + 1);
        /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers is what it is. */
        jobs->jobs = pal_mem_grow(jobs->jobs, jobs->capacity, sizeof jobs->jobs[0]);
    }
    jobs->jobs[jobs->count++] = job;
    forget_one(jobs);
}

static void give(struct pal_jobs *jobs, struct pal_job *job)
{
    job->state = RUNNING;
    jobs->current = job;
    const struct pal_job_kind *kind = job->spec.kind;
    job->loan = kind->borrows != NULL ? kind->borrows(&job->spec, jobs->store) : PAL_LOAN_NONE;
    if (job->loan != PAL_LOAN_NONE) {
        pal_store_lend(jobs->store, job->loan);
    }
    lock(jobs);
    jobs->to_run = job;
    PAL_CHECK(pthread_cond_signal(&jobs->given) == 0);
    unlock(jobs);
}

static void put_off(struct pal_job *job, int64_t now_us)
{
    release_made(job);
    job->state = QUEUED;
    job->not_before_us = now_us + RETRY_US;
}

void pal_jobs_feed(struct pal_jobs *jobs, int64_t now_us)
{
    PAL_CHECK(!pal_turn_is_pending(jobs->store));
    for (size_t i = 0; i < jobs->count && jobs->current == NULL; i++) {
        struct pal_job *job = jobs->jobs[i];
        if (job->state != QUEUED || job->not_before_us > now_us) {
            continue;
        }
        bool needs_none = job->spec.kind->is_errand;
        if (needs_none || pal_store_snapshot_new(jobs->store, &job->snapshot) == PAL_OK) {
            give(jobs, job);
        } else {
            put_off(job, now_us);
        }
    }
}

int64_t pal_jobs_wait_ms(const struct pal_jobs *jobs, int64_t now_us)
{
    int64_t wait_ms = INT64_MAX;
    for (size_t i = 0; i < jobs->count && jobs->current == NULL; i++) {
        if (jobs->jobs[i]->state == QUEUED) {
            int64_t left_us = jobs->jobs[i]->not_before_us - now_us;
            int64_t left_ms = left_us > 0 ? left_us / 1000 + 1 : 0;
            wait_ms = left_ms < wait_ms ? left_ms : wait_ms;
        }
    }
    return wait_ms;
}

static bool take_run(struct pal_jobs *jobs)
{
    eventfd_t runs;
    (void)eventfd_read(jobs->fd, &runs); /* empty is well: has_run says what matters */
    lock(jobs);
    bool has_run = jobs->has_run;
    jobs->has_run = false;
    unlock(jobs);
    return has_run;
}

static enum pal_err finish_in_turn(struct pal_job *job, struct pal_store *store)
{
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(job->spec.kind->finish(job, store));
    return pal_transaction_commit(&transaction);
}

struct pal_job *pal_jobs_finish(struct pal_jobs *jobs)
{
    if (!take_run(jobs)) {
        return NULL;
    }
    struct pal_job *job = jobs->current;
    jobs->current = NULL;
    pal_store_close(job->snapshot);
    job->snapshot = NULL;
    if (job->loan != PAL_LOAN_NONE) {
        pal_store_take_back(jobs->store, job->err);
    }
    if (job->err == PAL_OK) {
        job->err = finish_in_turn(job, jobs->store);
    }
    job->state = WAITING;
    return job;
}

/* Did nothing of it hold, for a reason that may go by itself? */
static bool may_pass(const struct pal_job *job, enum pal_err committed)
{
    enum pal_err err = job->err == PAL_OK ? committed : job->err;
    if (job->spec.kind->is_tried_once) {
        return false;
    }
    return err == PAL_ERR_STORE_BUSY || err == PAL_ERR_STORE_FULL || err == PAL_ERR_STORE_IO ||
           job->err == PAL_ERR_LOG_ANCHOR;
}

void pal_jobs_settle(struct pal_jobs *jobs, struct pal_job *job, struct pal_events *events,
                     enum pal_err committed)
{
    PAL_CHECK(job->state == WAITING);
    if (may_pass(job, committed)) {
        put_off(job, pal_store_now_us(jobs->store));
        return;
    }
    if (job->err == PAL_OK && committed == PAL_OK && job->spec.kind->after != NULL) {
        job->err = job->spec.kind->after(job, jobs->store);
        if (may_pass(job, committed)) {
            job->err = PAL_OK;
            put_off(job, pal_store_now_us(jobs->store));
            return;
        }
    }
    release_made(job);
    job->err = job->err == PAL_OK && committed != PAL_ERR_LOG_ANCHOR ? committed : job->err;
    job->state = job->err == PAL_OK ? DONE : FAILED;
    if (job->spec.kind->ended != NULL) {
        job->spec.kind->ended(job);
    }
    pal_job_spec_drop(&job->spec);
    if (job->spec.finished_event != NULL) {
        pal_events_publish(events, job->spec.finished_event, &job->spec.object);
    }
}

const struct pal_job_spec *pal_job_spec(const struct pal_job *job)
{
    return &job->spec;
}

bool pal_job_borrows(const struct pal_job *job)
{
    return job->loan != PAL_LOAN_NONE;
}

void pal_job_progress(struct pal_job *job, uint64_t done, uint64_t total)
{
    atomic_store_explicit(&job->total, total, memory_order_relaxed);
    atomic_store_explicit(&job->done, done, memory_order_relaxed);
}

void pal_job_keep(struct pal_job *job, void *made)
{
    release_made(job);
    job->made = made;
}

void *pal_job_made(const struct pal_job *job)
{
    return job->made;
}

void pal_job_result(struct pal_job *job, struct pal_json *object)
{
    pal_json_free(job->result);
    job->result = object;
}

static const char *state_word(enum pal_job_state state)
{
    switch (state) {
    case QUEUED: return "waiting";
    case RUNNING:
    case WAITING: return "running";
    case DONE: return "done";
    case FAILED: return "failed";
    }
    PAL_CHECK(false);
    return NULL;
}

static struct pal_json *describe(const struct pal_job *job, enum pal_language language)
{
    struct pal_json *object = pal_json_object_new();
    pal_json_set_uuid(object, "id", &job->id);
    pal_json_set_string(object, "kind", job->spec.kind->name);
    pal_json_set_uuid(object, "object", &job->spec.object);
    pal_json_set_string(object, "state", state_word(job->state));
    struct pal_json *progress = pal_json_object_new();
    pal_json_set_int(progress, "done",
                     (int64_t)atomic_load_explicit(&job->done, memory_order_relaxed));
    pal_json_set_int(progress, "total",
                     (int64_t)atomic_load_explicit(&job->total, memory_order_relaxed));
    pal_json_set(object, "progress", progress);
    if (has_ended(job) && job->result != NULL) {
        pal_json_set(object, "result", pal_json_copy(job->result));
    }
    if (job->state == FAILED) {
        pal_json_set(object, "problem", pal_problem_new(job->err, language, NULL));
    }
    return object;
}

enum pal_err pal_jobs_describe(const struct pal_jobs *jobs, const struct pal_uuid *id,
                               enum pal_language language, struct pal_json **out_json)
{
    for (size_t i = 0; i < jobs->count; i++) {
        if (pal_uuid_equal(&jobs->jobs[i]->id, id)) {
            *out_json = describe(jobs->jobs[i], language);
            return PAL_OK;
        }
    }
    return PAL_ERR_NOT_FOUND;
}
