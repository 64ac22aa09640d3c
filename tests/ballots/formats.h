/*
 * formats.h - what the tests of formats share: a file as text, and what becomes of it as
 * palabre-ballots/1.
 */
#ifndef PAL_TESTS_FORMATS_H
#define PAL_TESTS_FORMATS_H

#include "ballots/format.h"

#include "../support/expect.h"

/* Reads a file of that name as ballots of that kind and writes it as palabre-ballots/1, without
 * "format" and the braces around. */
enum pal_err pal_tests_read(const char *name, struct pal_text text, enum pal_ballot_kind kind,
                            struct pal_buf *out, struct pal_where *where);

/* A file that is read, and what becomes of it. */
struct pal_tests_reading {
    const char *name;
    enum pal_ballot_kind kind;
    const char *file;
    const char *becomes;
};
void pal_tests_reads(const char *file_name, const struct pal_tests_reading *row);

/* A file that is refused, and where. */
struct pal_tests_refusal {
    const char *name;
    enum pal_ballot_kind kind;
    const char *file;
    enum pal_err err;
    uint64_t line, column;
};
void pal_tests_refuses(const char *file_name, const struct pal_tests_refusal *row);

/* Reads every beginning of a file and expects no more than that it ends. */
void pal_tests_cut_everywhere(const char *file_name, const char *file, enum pal_ballot_kind kind);

#endif
