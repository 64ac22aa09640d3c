/*
 * task.h - a piece of work that a second thread does while this one goes on.
 *
 * What the work reads and writes is its own from the start to the wait: whoever started it looks at
 * none of it, and changes nothing that it reads. Where no thread can be had it is done at the start.
 */
#ifndef PAL_BASE_TASK_H
#define PAL_BASE_TASK_H

#include <pthread.h>
#include <stdbool.h>

#include "base/attr.h"

struct pal_task {
    pthread_t thread;
    bool is_running;
    void (*work)(void *context);
    void *context;
};

/* A local task, not started, that is waited for at the end of its scope. */
#define PAL_TASK(name) struct pal_task name PAL_CLEANUP(pal_task_wait) = {0}

/* Starts the work on its context, which is lent until the wait. The task stays where it is until then.
 * Signals are for the other threads. */
void pal_task_start(struct pal_task *task, void (*work)(void *context), void *context);
/* The same, where there is a thread to be had: else false, and nothing is done. */
PAL_MUST_USE bool pal_task_try(struct pal_task *task, void (*work)(void *context), void *context);
/* Until the work is done. Nothing where it was not started, or was waited for. */
void pal_task_wait(struct pal_task *task);

#endif
