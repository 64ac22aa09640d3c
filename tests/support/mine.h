/*
 * mine.h - what of a voter's own files can be changed, one thing at a time, and which check must see it.
 */
#ifndef PAL_TESTS_MINE_H
#define PAL_TESTS_MINE_H

#include <stddef.h>

#include "audit/verify.h"

#include "made.h"

struct pal_mine {
    const char *name;
    enum { PAL_MINE_RECEIPT, PAL_MINE_TRACKER, PAL_MINE_ELECTOR, PAL_MINE_OPEN_ELECTOR } what;
    const char *from,
        *to;   /* to NULL: the character after `from` becomes another; from NULL: nothing does */
    int check; /* that must fail; 0: none */
};
extern const struct pal_mine pal_mine[];
extern const size_t pal_mine_count;

/* A good record, and what is asked of it, which lives as long as the record. False: there was nothing to change. */
bool pal_mine_make(const struct pal_mine *mine, struct pal_made *made,
                   struct pal_verify_spec *out_asked);

#endif
