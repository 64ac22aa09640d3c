/*
 * import.h - a register read from a CSV file: the whole of it, or nothing.
 *
 * RFC 4180 in UTF-8, with or without a byte order mark; fields are separated by ',' or ';', which
 * the first line shows. That line names the columns, in any order, in English or in French;
 * docs/import.md lists them. The file is read as it comes and never held whole.
 */
#ifndef PAL_CORE_IMPORT_H
#define PAL_CORE_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"

struct pal_json;
struct pal_store;

/* Where the bytes come from. read writes at most size bytes and says how many; 0 is the end. */
struct pal_import_source {
    enum pal_err (*read)(void *context, char *out_bytes, size_t size, size_t *out_size);
    void *context;
};

struct pal_import_options {
    bool is_dry_run; /* everything is judged, nothing is kept */
    char separator;  /* ',', ';' or '\t'; 0: as the first line shows */
};

enum { PAL_IMPORT_ERRORS = 100, PAL_IMPORT_COLUMN_NAME = 32 };
struct pal_import_error {
    uint64_t line;                     /* of the file, from 1: where the record begins */
    uint64_t column;                   /* field of the record, from 1; 0: the whole line */
    char name[PAL_IMPORT_COLUMN_NAME]; /* of the column, as this program calls it */
    enum pal_err err;
};

struct pal_import_college {
    char *id; /* "" where the constitution has no colleges */
    uint64_t members;
};

struct pal_import_report {
    uint64_t rows;        /* records after the first line */
    uint64_t admitted;    /* of these, members who can vote */
    uint64_t error_count; /* bad lines in all; the first PAL_IMPORT_ERRORS are below */
    struct pal_import_error errors[PAL_IMPORT_ERRORS];
    struct pal_import_college *colleges; /* admitted by this file */
    size_t college_count;
};
#define PAL_IMPORT_REPORT(name) \
    struct pal_import_report name PAL_CLEANUP(pal_import_report_done) = {0}
void pal_import_report_done(struct pal_import_report *report);

/* What is said of an error, in the reader's language; static. */
struct pal_import_words {
    const char *(*sentence)(const void *context, enum pal_err err);
    const void *context;
};
/* {"rows", "admitted", "errors": [{"line", "column", "code", "detail"}], "colleges": {id: members}}; it
 * is the caller's. */
struct pal_json *pal_import_report_json(const struct pal_import_report *report,
                                        const struct pal_import_words *words);

/* Imports under the constitution in force; one entry of the log for the whole file. The report is
 * filled when the file was read to its end, imported or not, and must be zeroed.
 * PAL_ERR_IMPORT_LINE     a line is bad: see the report; nothing was imported
 * PAL_ERR_LIMIT_COUNT     more members than PAL_LIMIT_MEMBERS
 * PAL_ERR_NOT_FOUND       no constitution is in force
 * what the source returns, PAL_ERR_STORE_* */
PAL_MUST_USE enum pal_err pal_import_members(struct pal_store *store,
                                             const struct pal_import_source *source,
                                             const struct pal_import_options *options,
                                             struct pal_import_report *report);

#endif
