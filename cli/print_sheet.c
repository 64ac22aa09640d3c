/* print_sheet.c - reads a sheet, as strictly as anything from outside. */
#include "print_sheet.h"

#include <string.h>

#include "base/check.h"
#include "base/fields.h"

static const char *const kinds[PAL_PRINT_KIND_COUNT] = {
    [PAL_PRINT_H1] = "h1",     [PAL_PRINT_H2] = "h2",       [PAL_PRINT_H3] = "h3",
    [PAL_PRINT_TEXT] = "p",    [PAL_PRINT_NOTE] = "note",   [PAL_PRINT_QUOTE] = "quote",
    [PAL_PRINT_LIST] = "list", [PAL_PRINT_TABLE] = "table",
};

void pal_print_sheet_done(struct pal_print_sheet *sheet)
{
    pal_json_free(sheet->json);
    *sheet = (struct pal_print_sheet){0};
}

static int kind_of(const char *name)
{
    int kind = 0;
    while (kind < PAL_PRINT_KIND_COUNT && strcmp(kinds[kind], name) != 0) {
        kind++;
    }
    return kind;
}

static enum pal_err want_texts(const struct pal_json *array, size_t max,
                               struct pal_where *out_where)
{
    if (pal_json_kind(array) != PAL_JSON_ARRAY) {
        return PAL_ERR_JSON_TYPE;
    }
    if (pal_json_count(array) > max) {
        return PAL_ERR_LIMIT_COUNT;
    }
    for (size_t i = 0; i < pal_json_count(array); i++) {
        if (pal_json_kind(pal_json_at(array, i)) != PAL_JSON_TEXT) {
            pal_where_set(out_where, "/%zu", i);
            return PAL_ERR_JSON_TYPE;
        }
    }
    return PAL_OK;
}

/* A heading, and rows that are no longer than it. */
static enum pal_err want_table(const struct pal_json *table, size_t *rows_left,
                               struct pal_where *out_where)
{
    static const char *const names[] = {"head", "rows", NULL};
    const struct pal_json *head;
    const struct pal_json *rows;
    PAL_TRY(pal_json_want_object(table, out_where));
    PAL_TRY(pal_json_only(table, names, out_where));
    PAL_TRY(pal_json_array(table, "head", &head, out_where));
    PAL_TRY(pal_json_array(table, "rows", &rows, out_where));
    PAL_TRY(want_texts(head, PAL_PRINT_COLUMNS, out_where));
    if (pal_json_count(rows) > *rows_left) {
        return PAL_ERR_LIMIT_COUNT;
    }
    *rows_left -= pal_json_count(rows);
    for (size_t i = 0; i < pal_json_count(rows); i++) {
        PAL_TRY(want_texts(pal_json_at(rows, i), pal_json_count(head), out_where));
    }
    return PAL_OK;
}

static enum pal_err want_block(const struct pal_json *block, size_t *rows_left,
                               struct pal_where *out_where)
{
    const char *name = NULL;
    PAL_TRY(pal_json_want_object(block, out_where));
    const struct pal_json *value = pal_json_next(block, &name);
    if (value == NULL || pal_json_count(block) != 1) {
        return PAL_ERR_JSON_VALUE;
    }
    int kind = kind_of(name);
    if (kind == PAL_PRINT_KIND_COUNT) {
        return PAL_ERR_JSON_UNKNOWN;
    }
    if (kind == PAL_PRINT_TABLE) {
        return want_table(value, rows_left, out_where);
    }
    if (kind == PAL_PRINT_LIST) {
        return want_texts(value, PAL_PRINT_ROWS, out_where);
    }
    return pal_json_kind(value) == PAL_JSON_TEXT ? PAL_OK : PAL_ERR_JSON_TYPE;
}

static enum pal_err want_blocks(const struct pal_json *blocks, struct pal_where *out_where)
{
    size_t rows_left = PAL_PRINT_ROWS;
    if (pal_json_count(blocks) > PAL_PRINT_BLOCKS) {
        return PAL_ERR_LIMIT_COUNT;
    }
    for (size_t i = 0; i < pal_json_count(blocks); i++) {
        enum pal_err err = want_block(pal_json_at(blocks, i), &rows_left, out_where);
        if (err != PAL_OK) {
            pal_where_set(out_where, "/blocks/%zu", i);
            return err;
        }
    }
    return PAL_OK;
}

enum pal_err pal_print_sheet_read(struct pal_text bytes, struct pal_print_sheet *out,
                                  struct pal_where *out_where)
{
    static const char *const names[] = {"at",       "blocks", "foot", "format",
                                        "language", "title",  NULL};
    PAL_PRINT_SHEET(sheet);
    struct pal_text format;
    struct pal_text language;
    PAL_TRY(pal_json_parse(bytes, PAL_PRINT_BYTES, &sheet.json, out_where));
    PAL_TRY(pal_json_want_object(sheet.json, out_where));
    PAL_TRY(pal_json_only(sheet.json, names, out_where));
    PAL_TRY(pal_json_text(sheet.json, "format", &format, out_where));
    PAL_TRY(pal_json_text(sheet.json, "language", &language, out_where));
    PAL_TRY(pal_json_text(sheet.json, "title", &sheet.title, out_where));
    PAL_TRY(pal_json_text(sheet.json, "foot", &sheet.foot, out_where));
    PAL_TRY(pal_json_array(sheet.json, "blocks", &sheet.blocks, out_where));
    if (!pal_text_is(format, "palabre-sheet/1")) {
        pal_where_set(out_where, "/format");
        return PAL_ERR_JSON_VALUE;
    }
    int64_t at_us = 0;
    PAL_TRY(pal_json_optional_instant(sheet.json, "at", &at_us, out_where));
    if (at_us != 0) {
        pal_instant_write(at_us, sheet.at);
    }
    sheet.language = pal_text_is(language, "fr") ? "fr" : "en";
    if (!pal_text_is(language, sheet.language)) {
        pal_where_set(out_where, "/language");
        return PAL_ERR_JSON_VALUE;
    }
    PAL_TRY(want_blocks(sheet.blocks, out_where));
    *out = sheet;
    sheet.json = NULL; /* moved: the rest is lent by it */
    return PAL_OK;
}

enum pal_print_kind pal_print_block(const struct pal_json *block, const struct pal_json **out_value)
{
    const char *name = NULL;
    *out_value = pal_json_next(block, &name);
    int kind = kind_of(name);
    PAL_CHECK(kind < PAL_PRINT_KIND_COUNT); /* it was judged */
    return (enum pal_print_kind)kind;
}

/* Where a line that is too long is cut: after its last blank, or between two characters. */
static size_t cut_of(struct pal_text line)
{
    if (line.size <= PAL_PRINT_PIECE) {
        return line.size;
    }
    size_t size = PAL_PRINT_PIECE;
    while (size > PAL_PRINT_PIECE / 2 && line.bytes[size - 1] != ' ') {
        size--;
    }
    if (line.bytes[size - 1] == ' ') {
        return size;
    }
    return pal_text_utf8_size((struct pal_text){line.bytes, PAL_PRINT_WORD});
}

bool pal_print_piece(struct pal_text *rest, struct pal_buf *out_piece)
{
    static const char replacement[] = "\xEF\xBF\xBD";
    pal_buf_clear(out_piece);
    if (rest->size == 0) {
        return false;
    }
    struct pal_text after = *rest;
    struct pal_text line;
    (void)pal_text_cut(&after, '\n', &line); /* without one the line is the whole */
    size_t size = cut_of(line);
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)line.bytes[i];
        bool is_control = (c < ' ' && c != '\t') || c == 0x7F;
        pal_buf_add(out_piece, is_control ? replacement : line.bytes + i,
                    is_control ? sizeof replacement - 1 : 1);
    }
    size_t taken = size == line.size && line.size < rest->size ? size + 1 : size;
    *rest = (struct pal_text){rest->bytes + taken, rest->size - taken};
    return true;
}
