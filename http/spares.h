/*
 * spares.h - blocks of one size that are used again: a request takes one, the next finds it warm.
 *
 * There are never more than were in use at once.
 */
#ifndef PAL_HTTP_SPARES_H
#define PAL_HTTP_SPARES_H

#include <stddef.h>

struct pal_spares {
    struct pal_spare *first;
};

/* A block of zeroes, of the size that all blocks here have; the caller's until it is given. */
void *pal_spares_take(struct pal_spares *spares, size_t size);
/* Overwrites the block, and keeps it. */
void pal_spares_give(struct pal_spares *spares, void *block, size_t size);
/* Releases those that are not in use. */
void pal_spares_done(struct pal_spares *spares);

#endif
