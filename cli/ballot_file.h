/*
 * ballot_file.h - a file of ballots that a command was given: its bytes, and the format of its name.
 */
#ifndef PAL_CLI_BALLOT_FILE_H
#define PAL_CLI_BALLOT_FILE_H

#include "ballots/format.h"

/* A file that is mapped, so that a large one takes no memory of its own; or read, where it cannot
 * be mapped. Nobody may shorten it meanwhile: the command would end with a signal. */
struct pal_ballot_file {
    const struct pal_format *format;
    struct pal_text text;
    void *mapped; /* NULL: it was read */
    struct pal_buf bytes;
};

/* A local file that is closed with its scope. */
#define PAL_BALLOT_FILE(name) \
    struct pal_ballot_file name PAL_CLEANUP(pal_ballot_file_done) = {.mapped = NULL}
void pal_ballot_file_done(struct pal_ballot_file *file);

/* PAL_ERR_FORMAT_UNKNOWN, PAL_ERR_FORMAT_SIZE, PAL_ERR_FILE_OPEN, PAL_ERR_FILE_READ */
PAL_MUST_USE enum pal_err pal_ballot_file_open(const char *path, struct pal_ballot_file *out_file);
/* Reads what is in it, as ballots of the kind of the profile. See struct pal_format. */
PAL_MUST_USE enum pal_err pal_ballot_file_read(const struct pal_ballot_file *file,
                                               struct pal_question *question,
                                               struct pal_profile *profile,
                                               struct pal_where *out_where);

#endif
