/* task.c - a piece of work in a second thread. */
#include "base/task.h"

#include <signal.h>
#include <stddef.h>

#include "base/check.h"

static void *run(void *argument)
{
    const struct pal_task *task = argument;
    task->work(task->context);
    return NULL;
}

bool pal_task_try(struct pal_task *task, void (*work)(void *context), void *context)
{
    sigset_t all;
    sigset_t before;
    PAL_CHECK(!task->is_running);
    task->work = work;
    task->context = context;
    PAL_CHECK(sigfillset(&all) == 0);
    PAL_CHECK(pthread_sigmask(SIG_SETMASK, &all, &before) == 0);
    task->is_running = pthread_create(&task->thread, NULL, run, task) == 0;
    PAL_CHECK(pthread_sigmask(SIG_SETMASK, &before, NULL) == 0);
    return task->is_running;
}

void pal_task_start(struct pal_task *task, void (*work)(void *context), void *context)
{
    if (!pal_task_try(task, work, context)) {
        work(context);
    }
}

void pal_task_wait(struct pal_task *task)
{
    if (task->is_running) {
        PAL_CHECK(pthread_join(task->thread, NULL) == 0);
        task->is_running = false;
    }
}
