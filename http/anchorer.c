/* anchorer.c - the thread that writes the anchor of a turn while the next one runs. */
#include "anchorer.h"

#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/check.h"

static void lock(struct pal_anchorer *anchorer)
{
    PAL_CHECK(pthread_mutex_lock(&anchorer->mutex) == 0);
}

static void unlock(struct pal_anchorer *anchorer)
{
    PAL_CHECK(pthread_mutex_unlock(&anchorer->mutex) == 0);
}

static void wait_for_change(struct pal_anchorer *anchorer)
{
    PAL_CHECK(pthread_cond_wait(&anchorer->changed, &anchorer->mutex) == 0);
}

/* Called and left with the lock held. What was given is nobody else's until it is written. */
static void write_one(struct pal_anchorer *anchorer)
{
    unlock(anchorer);
    enum pal_err written = pal_anchoring_write(&anchorer->anchoring);
    lock(anchorer);
    anchorer->written = written;
    anchorer->is_given = false;
    anchorer->is_written = true;
    PAL_CHECK(pthread_cond_broadcast(&anchorer->changed) == 0);
    PAL_CHECK(eventfd_write(anchorer->fd, 1) == 0);
}

static void *write_all(void *argument)
{
    struct pal_anchorer *anchorer = argument;
    lock(anchorer);
    while (!anchorer->stops) {
        if (anchorer->is_given) {
            write_one(anchorer);
        } else {
            wait_for_change(anchorer);
        }
    }
    unlock(anchorer);
    return NULL;
}

void pal_anchorer_start(struct pal_anchorer *anchorer)
{
    *anchorer = (struct pal_anchorer){.fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    PAL_CHECK(anchorer->fd >= 0);
    PAL_CHECK(pthread_mutex_init(&anchorer->mutex, NULL) == 0);
    PAL_CHECK(pthread_cond_init(&anchorer->changed, NULL) == 0);

    /* Signals are for the thread that serves. */
    sigset_t all;
    sigset_t before;
    PAL_CHECK(sigfillset(&all) == 0);
    PAL_CHECK(pthread_sigmask(SIG_SETMASK, &all, &before) == 0);
    PAL_CHECK(pthread_create(&anchorer->thread, NULL, write_all, anchorer) == 0);
    PAL_CHECK(pthread_sigmask(SIG_SETMASK, &before, NULL) == 0);
}

void pal_anchorer_stop(struct pal_anchorer *anchorer)
{
    lock(anchorer);
    PAL_CHECK(!anchorer->is_given && !anchorer->is_written);
    anchorer->stops = true;
    PAL_CHECK(pthread_cond_broadcast(&anchorer->changed) == 0);
    unlock(anchorer);
    PAL_CHECK(pthread_join(anchorer->thread, NULL) == 0);
    PAL_CHECK(pthread_cond_destroy(&anchorer->changed) == 0);
    PAL_CHECK(pthread_mutex_destroy(&anchorer->mutex) == 0);
    (void)close(anchorer->fd); /* nothing was written that could be lost */
}

void pal_anchorer_give(struct pal_anchorer *anchorer, const struct pal_anchoring *anchoring)
{
    lock(anchorer);
    PAL_CHECK(!anchorer->is_given && !anchorer->is_written);
    anchorer->anchoring = *anchoring;
    anchorer->is_given = true;
    PAL_CHECK(pthread_cond_broadcast(&anchorer->changed) == 0);
    unlock(anchorer);
}

bool pal_anchorer_is_done(struct pal_anchorer *anchorer)
{
    lock(anchorer);
    bool is_done = anchorer->is_written;
    unlock(anchorer);
    return is_done;
}

enum pal_err pal_anchorer_take(struct pal_anchorer *anchorer, struct pal_anchoring *out_anchoring)
{
    lock(anchorer);
    PAL_CHECK(anchorer->is_given || anchorer->is_written);
    while (!anchorer->is_written) {
        wait_for_change(anchorer);
    }
    *out_anchoring = anchorer->anchoring;
    enum pal_err written = anchorer->written;
    anchorer->is_written = false;
    unlock(anchorer);
    return written;
}
