/*
 * table.h - a table of open data in a tar, field by field; for the files of core/ alone.
 */
#ifndef PAL_CORE_TABLE_H
#define PAL_CORE_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "audit/record.h"
#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "core/members.h"

#include "export_file.h"

struct pal_table {
    struct pal_export_file *out; /* the file that is open in it */
    struct pal_record_csv csv;
    bool is_inside; /* a line has begun */
};

/* The line of the columns, which are separated by commas. */
void pal_table_begin(struct pal_table *table, const char *columns);
void pal_table_text(struct pal_table *table, struct pal_text text);
void pal_table_word(struct pal_table *table, const char *word);
void pal_table_uuid(struct pal_table *table, bool exists, const struct pal_uuid *uuid);
void pal_table_hash(struct pal_table *table, bool exists, const struct pal_hash *hash);
/* In seconds, as entries have it; 0 is what has not happened. */
void pal_table_instant(struct pal_table *table, int64_t instant_us);
void pal_table_day(struct pal_table *table, struct pal_day day);
void pal_table_int(struct pal_table *table, int64_t value);
void pal_table_optional_int(struct pal_table *table, bool exists, int64_t value);
/* PAL_ERR_FILE_WRITE */
PAL_MUST_USE enum pal_err pal_table_end_line(struct pal_table *table);

#endif
