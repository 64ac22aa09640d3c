/* table.c - a table of open data in a tar, field by field. */
#include "table.h"

#include "base/clock.h"

void pal_table_begin(struct pal_table *table, const char *columns)
{
    pal_buf_add_string(&table->out->piece, columns);
    pal_record_line_end(&table->out->piece);
}

void pal_table_text(struct pal_table *table, struct pal_text text)
{
    pal_record_field(&table->csv, !table->is_inside, text, &table->out->piece);
    table->is_inside = true;
}

void pal_table_word(struct pal_table *table, const char *word)
{
    pal_table_text(table, pal_text_of(word));
}

void pal_table_uuid(struct pal_table *table, bool exists, const struct pal_uuid *uuid)
{
    char text[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(uuid, text);
    pal_table_word(table, exists ? text : "");
}

void pal_table_hash(struct pal_table *table, bool exists, const struct pal_hash *hash)
{
    char text[2 * PAL_HASH_SIZE + 1];
    pal_hash_write(hash, text);
    pal_table_word(table, exists ? text : "");
}

void pal_table_instant(struct pal_table *table, int64_t instant_us)
{
    char text[PAL_INSTANT_TEXT_SIZE + 1] = "";
    if (instant_us != 0) {
        pal_instant_write(instant_us - instant_us % 1000000, text);
    }
    pal_table_word(table, text);
}

void pal_table_day(struct pal_table *table, struct pal_day day)
{
    char text[PAL_DATE_TEXT_SIZE + 1] = "";
    if (day.is_known) {
        pal_date_write(day.date, text);
    }
    pal_table_word(table, text);
}

void pal_table_int(struct pal_table *table, int64_t value)
{
    PAL_BUF(text);
    pal_buf_add_int(&text, value);
    pal_table_text(table, pal_buf_text(&text));
}

void pal_table_optional_int(struct pal_table *table, bool exists, int64_t value)
{
    if (exists) {
        pal_table_int(table, value);
    } else {
        pal_table_word(table, "");
    }
}

enum pal_err pal_table_end_line(struct pal_table *table)
{
    pal_record_line_end(&table->out->piece);
    table->is_inside = false;
    return pal_export_file_flush(table->out);
}
