/* pipe.c - pieces of bytes from one thread to another. */
#include "base/pipe.h"

#include "base/check.h"

static void lock(struct pal_pipe *pipe)
{
    PAL_CHECK(pthread_mutex_lock(&pipe->mutex) == 0);
}

/* Both sides wait for one thing each, and never at once: one condition serves both. */
static void unlock(struct pal_pipe *pipe, bool has_changed)
{
    if (has_changed) {
        PAL_CHECK(pthread_cond_broadcast(&pipe->changed) == 0);
    }
    PAL_CHECK(pthread_mutex_unlock(&pipe->mutex) == 0);
}

static void wait_for_change(struct pal_pipe *pipe)
{
    PAL_CHECK(pthread_cond_wait(&pipe->changed, &pipe->mutex) == 0);
}

/* The first piece; with the lock, which is not held while it is taken. */
static void take_first(struct pal_pipe *pipe)
{
    enum pal_err err = pipe->err;
    struct pal_buf *piece = &pipe->pieces[pipe->first];
    size_t mark = pipe->marks[pipe->first];
    unlock(pipe, false);
    if (err == PAL_OK) {
        err = pipe->take(pipe->context, piece, mark);
    }
    lock(pipe);
    pipe->err = err;
    pipe->first = (pipe->first + 1) % PAL_PIPE_PIECES;
    pipe->count--;
}

static void take_all(void *context)
{
    struct pal_pipe *pipe = context;
    lock(pipe);
    while (!pipe->ends || pipe->count > 0) {
        if (pipe->count == 0) {
            wait_for_change(pipe);
            continue;
        }
        take_first(pipe);
        PAL_CHECK(pthread_cond_broadcast(&pipe->changed) == 0);
    }
    unlock(pipe, false);
}

void pal_pipe_start(struct pal_pipe *pipe,
                    enum pal_err (*take)(void *context, struct pal_buf *piece, size_t mark),
                    void *context)
{
    PAL_CHECK(!pipe->is_started);
    *pipe = (struct pal_pipe){.is_started = true, .take = take, .context = context};
    PAL_CHECK(pthread_mutex_init(&pipe->mutex, NULL) == 0);
    PAL_CHECK(pthread_cond_init(&pipe->changed, NULL) == 0);
    pipe->has_thread = pal_task_try(&pipe->task, take_all, pipe);
}

void pal_pipe_done(struct pal_pipe *pipe)
{
    if (!pipe->is_started) {
        return;
    }
    lock(pipe);
    pipe->ends = true;
    unlock(pipe, true);
    pal_task_wait(&pipe->task);
    for (size_t i = 0; i < PAL_PIPE_PIECES; i++) {
        pal_buf_done(&pipe->pieces[i]);
    }
    PAL_CHECK(pthread_cond_destroy(&pipe->changed) == 0);
    PAL_CHECK(pthread_mutex_destroy(&pipe->mutex) == 0);
    *pipe = (struct pal_pipe){0};
}

enum pal_err pal_pipe_put(struct pal_pipe *pipe, struct pal_buf *piece, size_t mark)
{
    lock(pipe);
    while (pipe->count == PAL_PIPE_PIECES) {
        wait_for_change(pipe);
    }
    size_t place = (pipe->first + pipe->count) % PAL_PIPE_PIECES;
    struct pal_buf empty = pipe->pieces[place];
    pal_buf_clear(&empty);
    pipe->pieces[place] = *piece;
    pipe->marks[place] = mark;
    *piece = empty;
    pipe->count++;
    if (!pipe->has_thread) {
        take_first(pipe);
    }
    enum pal_err err = pipe->err;
    unlock(pipe, true);
    return err;
}

enum pal_err pal_pipe_drain(struct pal_pipe *pipe)
{
    lock(pipe);
    while (pipe->count > 0) {
        wait_for_change(pipe);
    }
    enum pal_err err = pipe->err;
    unlock(pipe, false);
    return err;
}
