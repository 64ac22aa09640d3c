/*
 * import_columns.h - the words that a register's file may use, in English and in French.
 */
#ifndef PAL_CORE_IMPORT_COLUMNS_H
#define PAL_CORE_IMPORT_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"
#include "core/csv.h"
#include "core/import.h"
#include "core/members.h"

enum pal_import_column {
    PAL_COLUMN_NUMBER,
    PAL_COLUMN_KIND,
    PAL_COLUMN_NAME,
    PAL_COLUMN_FIRST_NAME,
    PAL_COLUMN_EMAIL,
    PAL_COLUMN_PHONE,
    PAL_COLUMN_BORN_ON,
    PAL_COLUMN_LANGUAGE,
    PAL_COLUMN_CATEGORY,
    PAL_COLUMN_COLLEGE,
    PAL_COLUMN_STATE,
    PAL_COLUMN_APPLIED_ON,
    PAL_COLUMN_ADMITTED_ON,
    PAL_COLUMN_SHARES,
    PAL_COLUMN_REPRESENTATIVE,
    PAL_COLUMN_AUTHORITY,
    PAL_COLUMN_COUNT
};

/* Where each column stands in the file; SIZE_MAX: nowhere. */
struct pal_import_columns {
    size_t at[PAL_COLUMN_COUNT];
    size_t count; /* fields of a line */
};

/* "admitted_on". */
const char *pal_import_column_name(enum pal_import_column column);

/* Reads the first line. PAL_ERR_CSV_COLUMN, PAL_ERR_CSV_QUOTE, PAL_ERR_TEXT_UTF8, with the field
 * from 1, or 0 where a column is missing. */
PAL_MUST_USE enum pal_err pal_import_columns_read(const struct pal_csv *csv,
                                                  struct pal_import_columns *out_columns,
                                                  uint64_t *out_field);

/* The field, from 1, of the column of that name; 0 and "" where there is none. */
void pal_import_columns_locate(const struct pal_import_columns *columns, const char *name,
                               uint64_t *out_field, char out_name[PAL_IMPORT_COLUMN_NAME]);

/* "natural", "physique", "legal", "morale"; empty is natural. False for another word. */
bool pal_import_kind(struct pal_text word, enum pal_member_kind *out_kind);
/* "admitted", "admis", "applied", "candidat"; empty is admitted. */
bool pal_import_state(struct pal_text word, enum pal_member_state *out_state);
/* "2026-06-20" or, as spreadsheets write it in French, "20/06/2026". PAL_ERR_CLOCK_DATE */
PAL_MUST_USE enum pal_err pal_import_day(struct pal_text text, struct pal_day *out_day);

#endif
