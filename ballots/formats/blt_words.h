/*
 * blt_words.h - the words of a BLT file: what separates them, and what is passed over between them.
 *
 * A comment goes from # to the end of its line, or from a slash and an asterisk to the next asterisk
 * and slash, over lines or not.
 */
#ifndef PAL_BALLOTS_BLT_WORDS_H
#define PAL_BALLOTS_BLT_WORDS_H

#include "cursor.h"

struct pal_blt_words {
    struct pal_cursor cursor;
    const char *next, *end; /* what is left to read */
    const char *open_at;    /* a comment that nothing closes, once one was met; else NULL */
};

/* Says that the error is at that byte, or that a comment which is not closed hides what was expected.
 * PAL_ERR_FORMAT_OPEN, err */
PAL_MUST_USE enum pal_err pal_blt_refuse(const struct pal_blt_words *words, const char *at,
                                         enum pal_err err);
bool pal_blt_is_line_end(char byte);
/* Does a comment begin at that byte, which is before the end? */
bool pal_blt_is_comment(const struct pal_blt_words *words, const char *at);
/* To what is read next: over spaces, ends of lines, comments. False: there is nothing left. */
bool pal_blt_skip(struct pal_blt_words *words);
/* To the end of the line, without it. */
void pal_blt_skip_line(struct pal_blt_words *words);
/* Is there nothing left on the line but a comment? Goes to what there is. */
bool pal_blt_is_line_over(struct pal_blt_words *words);
/* The word that begins here, possibly none. */
struct pal_text pal_blt_word(struct pal_blt_words *words);
/* Is the word that begins here that one character? */
bool pal_blt_is_word(const struct pal_blt_words *words, char byte);
/* Goes over the name of a ballot, in parentheses. PAL_ERR_FORMAT_OPEN */
PAL_MUST_USE enum pal_err pal_blt_skip_ballot_name(struct pal_blt_words *words);
/* Does each name of a ballot, from here to the end of the ballots, come with a weight after it? */
bool pal_blt_names_have_weights(struct pal_blt_words words);

#endif
