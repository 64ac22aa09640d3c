/*
 * say.h - what a command says on standard error, and files read whole.
 */
#ifndef PAL_CLI_SAY_H
#define PAL_CLI_SAY_H

#include <stdio.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"

/* What stands before the name of a command: the program is the command where it ends in a hyphen. */
#ifndef PAL_PROGRAM
#    define PAL_PROGRAM "palabre "
#endif

/* One line on standard error, after PAL_PROGRAM. Characters that are not for the eye, which may come
 * from a file, are escaped as in JSON. */
void pal_say(const char *format, ...) PAL_PRINTF(1, 2);

/* Says that a file, or another subject, is refused: the subject, the place if there is one (where
 * may be NULL), the sentence and the slug of the error. Gives PAL_EXIT_REFUSED. */
PAL_MUST_USE int pal_say_refused(const char *command, const char *subject, enum pal_err err,
                                 const struct pal_where *where);

/* Reads a whole file into an empty buffer.
 * PAL_ERR_FILE_OPEN, PAL_ERR_FILE_READ, PAL_ERR_LIMIT_JSON_SIZE (over max_bytes) */
PAL_MUST_USE enum pal_err pal_file_read(const char *path, size_t max_bytes, struct pal_buf *out);
/* The same of what is left of an open file, which stays open. */
PAL_MUST_USE enum pal_err pal_stream_read(FILE *file, size_t max_bytes, struct pal_buf *out);

#endif
