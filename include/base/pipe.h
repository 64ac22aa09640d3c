/*
 * pipe.h - pieces of bytes that one thread fills and a second one takes, in their order.
 *
 * A bounded number of pieces is on the way at a time: whoever fills waits for whoever takes. What the
 * taker works on is its own while a piece is on the way; after pal_pipe_drain it is the filler's.
 */
#ifndef PAL_BASE_PIPE_H
#define PAL_BASE_PIPE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/task.h"
#include "base/text.h"

enum { PAL_PIPE_PIECES = 4 };

struct pal_pipe {
    struct pal_task task;
    bool is_started, has_thread;
    enum pal_err (*take)(void *context, struct pal_buf *piece, size_t mark);
    void *context;
    pthread_mutex_t mutex; /* what is below */
    pthread_cond_t changed;
    struct pal_buf pieces[PAL_PIPE_PIECES];
    size_t marks[PAL_PIPE_PIECES];
    size_t first, count; /* those on the way; the first one may be at the taker's */
    bool ends;
    enum pal_err err;
};

/* Each piece is taken with its mark, which says something that both sides know, and may be put into
 * another pipe; after an error those that follow are dropped. The pipe stays where it is until it is done; the context is lent as long.
 * Where no thread can be had, pieces are taken as they are put. */
void pal_pipe_start(struct pal_pipe *pipe,
                    enum pal_err (*take)(void *context, struct pal_buf *piece, size_t mark),
                    void *context);
/* Takes what was put, and ends. Accepts a pipe of zeros. */
void pal_pipe_done(struct pal_pipe *pipe);

/* Puts a piece, and leaves an empty buffer in its place. Returns the first error of the taker, now or
 * later. */
PAL_MUST_USE enum pal_err pal_pipe_put(struct pal_pipe *pipe, struct pal_buf *piece, size_t mark);
/* Waits until everything is taken; the same. */
PAL_MUST_USE enum pal_err pal_pipe_drain(struct pal_pipe *pipe);

#endif
