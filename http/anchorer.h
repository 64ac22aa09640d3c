/*
 * anchorer.h - the thread that writes the anchor of a turn while the next one runs.
 *
 * One anchor at a time, each given whole and taken back whole. Where that disk is slow, whoever is told
 * of a turn waits for it, and the turns that follow do not.
 */
#ifndef PAL_HTTP_ANCHORER_H
#define PAL_HTTP_ANCHORER_H

#include <pthread.h>
#include <stdbool.h>

#include "base/attr.h"
#include "core/store.h"

struct pal_anchorer {
    int fd; /* for who watches its edges: one has been written */
    pthread_t thread;
    pthread_mutex_t mutex; /* what is below */
    pthread_cond_t changed;
    struct pal_anchoring anchoring;
    bool is_given, is_written, stops;
    enum pal_err written;
};

void pal_anchorer_start(struct pal_anchorer *anchorer);
/* Nothing is being written. */
void pal_anchorer_stop(struct pal_anchorer *anchorer);

/* Gives one away, when there is no other. */
void pal_anchorer_give(struct pal_anchorer *anchorer, const struct pal_anchoring *anchoring);
/* Has the one that was given been written, or failed to be? */
bool pal_anchorer_is_done(struct pal_anchorer *anchorer);
/* Waits for that, and takes it back. PAL_ERR_LOG_ANCHOR */
PAL_MUST_USE enum pal_err pal_anchorer_take(struct pal_anchorer *anchorer,
                                            struct pal_anchoring *out_anchoring);

#endif
