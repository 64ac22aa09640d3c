/* record_csv.c - the fields of a table. */
#include <string.h>

#include "audit/record.h"

/* RULE docs/rules/record.md
 * > A text that begins with `=`, `+`, `-`, `@` or a tabulator stands after an apostrophe in this file, since spreadsheets would run it.
 */
static bool would_run(struct pal_text text)
{
    return text.size > 0 && strchr("=+-@\t", text.bytes[0]) != NULL;
}

static bool needs_quotation(struct pal_text text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (strchr(",;\"\r\n", text.bytes[i]) != NULL) {
            return true;
        }
    }
    return false;
}

void pal_record_field(const struct pal_record_csv *csv, bool is_first, struct pal_text text,
                      struct pal_buf *buf)
{
    if (!is_first) {
        pal_buf_add(buf, &csv->separator, 1);
    }
    bool is_quoted = needs_quotation(text);
    pal_buf_add_string(buf, is_quoted ? "\"" : "");
    pal_buf_add_string(buf, csv->is_guarded && would_run(text) ? "'" : "");
    for (size_t i = 0; i < text.size; i++) {
        pal_buf_add_string(buf, text.bytes[i] == '"' ? "\"" : "");
        pal_buf_add(buf, text.bytes + i, 1);
    }
    pal_buf_add_string(buf, is_quoted ? "\"" : "");
}

void pal_record_line_end(struct pal_buf *buf)
{
    pal_buf_add_string(buf, "\r\n");
}
