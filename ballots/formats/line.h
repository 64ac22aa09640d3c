/*
 * line.h - a line of a ballot file that is read from its beginning.
 *
 * What is taken is taken away: the line is what is left.
 */
#ifndef PAL_BALLOTS_LINE_H
#define PAL_BALLOTS_LINE_H

#include "cursor.h"

void pal_line_advance(struct pal_text *line, size_t count);
void pal_line_skip_spaces(struct pal_text *line);
/* Is there nothing left but a comment, which a # begins? */
bool pal_line_is_over(struct pal_text line);
/* Is the byte one of those of the string? */
bool pal_line_is_in(char byte, const char *set);
/* Takes a name in brackets, in quotation marks, or bare to one of the bytes that end it, and the
 * spaces around. PAL_ERR_FORMAT_OPEN, PAL_ERR_FORMAT_WORD (there is none) */
PAL_MUST_USE enum pal_err pal_line_take_name(const struct pal_cursor *cursor, struct pal_text *line,
                                             const char *ends, struct pal_text *out_name);

#endif
