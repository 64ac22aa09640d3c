/*
 * blt_names.h - the names at the end of a BLT file.
 */
#ifndef PAL_BALLOTS_BLT_NAMES_H
#define PAL_BALLOTS_BLT_NAMES_H

#include "blt_words.h"

enum { PAL_BLT_WITHDRAWN = -1 };

/* Reads the names of so many candidates and gives them to the question, but those of the withdrawn.
 * options says what each candidate is: an option, or PAL_BLT_WITHDRAWN. What follows, the title and
 * more, is no business of a count.
 * PAL_ERR_FORMAT_NAMES, PAL_ERR_FORMAT_OPEN, PAL_ERR_FORMAT_WORD; what pal_question_add_option says */
PAL_MUST_USE enum pal_err pal_blt_read_names(struct pal_blt_words *words, const int32_t *options,
                                             size_t count, struct pal_question *question);

#endif
