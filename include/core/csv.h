/*
 * csv.h - records of a CSV file (RFC 4180), one at a time, in bounded memory.
 *
 * A line that is not well formed is a record with an error, and the reader goes on with the next:
 * who corrects a file wants to know every bad line at once. Empty lines are no records.
 */
#ifndef PAL_CORE_CSV_H
#define PAL_CORE_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"
#include "core/import.h"

enum {
    PAL_CSV_FIELDS = 64,           /* more columns than any register has */
    PAL_CSV_RECORD_SIZE = 1 << 14, /* bytes of one record, quotes taken off */
    PAL_CSV_CHUNK_SIZE = 1 << 16,
};

struct pal_csv {
    struct pal_import_source source;
    char separator;
    uint64_t line;           /* where the reader is */
    uint64_t record_line;    /* where the current record began */
    enum pal_err record_err; /* PAL_ERR_CSV_QUOTE, PAL_ERR_LIMIT_TEXT, PAL_ERR_LIMIT_COUNT */
    size_t field_count;
    size_t ends[PAL_CSV_FIELDS];
    struct pal_buf record;
    char *chunk;
    size_t chunk_size, at;
    bool is_at_end;
};
#define PAL_CSV(name) struct pal_csv name PAL_CLEANUP(pal_csv_done) = {0}
void pal_csv_done(struct pal_csv *csv);

/* Begins: skips a byte order mark and, when separator is 0, takes the most frequent of ',' ';' and
 * tab in the first line. What the source returns. */
PAL_MUST_USE enum pal_err pal_csv_begin(struct pal_csv *csv, const struct pal_import_source *source,
                                        char separator);
/* The next record, if any. What the source returns. */
PAL_MUST_USE enum pal_err pal_csv_next(struct pal_csv *csv, bool *out_has_record);
/* A field of the current record, lent until the next; empty beyond the last. */
struct pal_text pal_csv_field(const struct pal_csv *csv, size_t field_index);

#endif
