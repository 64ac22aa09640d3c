/*
 * blt_plain.h - the ballots of a BLT file as nearly all are written: a line of plain numbers.
 *
 * It knows "1 4 9 3 0": how many, candidates by their number, one in each rank, a 0. Whatever else
 * a dialect allows, and all that is wrong, is left to blt.c, which reads such a ballot from its
 * beginning. What is read here, blt.c reads the same.
 */
#ifndef PAL_BALLOTS_BLT_PLAIN_H
#define PAL_BALLOTS_BLT_PLAIN_H

#include "cursor.h"

struct pal_blt_plain {
    const char
        *last_line_feed;    /* of the file, where each run of numbers ends at the latest; or NULL */
    const int32_t *options; /* what each candidate is: an option, or below 0 none */
    size_t count;           /* of candidates */
};

/* The last line feed between the two, or NULL. */
const char *pal_blt_last_line_feed(const char *start, const char *end);
/* Reads the ballot that begins at that byte, and goes to the end of its line. False when it is for
 * the other reader: then *next is unchanged, and what is in the draft means nothing. */
bool pal_blt_plain_read(const struct pal_blt_plain *plain, const char **next,
                        struct pal_intake *intake);

#endif
