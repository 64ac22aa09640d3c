/* split.c - takes a JSON object or array apart, value by value, without building it. */
#include "base/split.h"

#include <string.h>

#include "base/check.h"

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static size_t skip_blanks(struct pal_text text, size_t offset)
{
    while (offset < text.size && is_blank(text.bytes[offset])) {
        offset++;
    }
    return offset;
}

static bool is_at(struct pal_text text, size_t offset, char byte)
{
    return offset < text.size && text.bytes[offset] == byte;
}

/* After the string that begins at the offset, or the end of the text. */
static size_t string_end(struct pal_text text, size_t offset)
{
    for (offset++; offset < text.size; offset++) {
        if (text.bytes[offset] == '"') {
            return offset + 1;
        }
        if (text.bytes[offset] == '\\') {
            offset++;
        }
    }
    return text.size;
}

/* After the object or array that begins at the offset, or the end of the text. Which bracket closes
 * which is for the parser to see. */
static size_t nest_end(struct pal_text text, size_t offset)
{
    size_t depth = 0;
    while (offset < text.size) {
        char byte = text.bytes[offset];
        if (byte == '"') {
            offset = string_end(text, offset);
            continue;
        }
        offset++;
        if (byte == '{' || byte == '[') {
            depth++;
        } else if ((byte == '}' || byte == ']') && --depth == 0) {
            break;
        }
    }
    return offset;
}

static size_t value_end(struct pal_text text, size_t offset)
{
    if (is_at(text, offset, '"')) {
        return string_end(text, offset);
    }
    if (is_at(text, offset, '{') || is_at(text, offset, '[')) {
        return nest_end(text, offset);
    }
    while (offset < text.size && !is_blank(text.bytes[offset]) && text.bytes[offset] != ',' &&
           text.bytes[offset] != '}' && text.bytes[offset] != ']') {
        offset++;
    }
    return offset;
}

static enum pal_err refuse(const struct pal_split *split, enum pal_err err,
                           struct pal_where *out_where)
{
    pal_where_at(out_where, split->text, split->offset);
    return err;
}

enum pal_err pal_split_start(struct pal_split *split, struct pal_text text, size_t offset,
                             char open, struct pal_where *out_where)
{
    *split = (struct pal_split){.text = text,
                                .offset = skip_blanks(text, offset),
                                .close = open == '{' ? '}' : ']'};
    if (!is_at(text, split->offset, open)) {
        return refuse(split, PAL_ERR_JSON_TYPE, out_where);
    }
    split->offset++;
    return PAL_OK;
}

/* Takes the value at the offset, and goes to what follows it. */
static enum pal_err take(struct pal_split *split, struct pal_text *out_value,
                         struct pal_where *out_where)
{
    size_t start = split->offset;
    size_t end = value_end(split->text, start);
    if (end == start) {
        return refuse(split, PAL_ERR_JSON_SYNTAX, out_where);
    }
    *out_value = (struct pal_text){split->text.bytes + start, end - start};
    split->offset = skip_blanks(split->text, end);
    return PAL_OK;
}

static enum pal_err take_name(struct pal_split *split, struct pal_text *out_name,
                              struct pal_where *out_where)
{
    if (!is_at(split->text, split->offset, '"')) {
        return refuse(split, PAL_ERR_JSON_SYNTAX, out_where);
    }
    PAL_TRY(take(split, out_name, out_where));
    if (!is_at(split->text, split->offset, ':')) {
        return refuse(split, PAL_ERR_JSON_SYNTAX, out_where);
    }
    split->offset = skip_blanks(split->text, split->offset + 1);
    return PAL_OK;
}

enum pal_err pal_split_next(struct pal_split *split, bool *out_is_there, struct pal_text *out_name,
                            struct pal_text *out_value, struct pal_where *out_where)
{
    split->offset = skip_blanks(split->text, split->offset);
    bool is_over = is_at(split->text, split->offset, split->close);
    if (!is_over && split->has_begun) {
        if (!is_at(split->text, split->offset, ',')) {
            return refuse(split, PAL_ERR_JSON_SYNTAX, out_where);
        }
        split->offset = skip_blanks(split->text, split->offset + 1);
    }
    *out_is_there = !is_over;
    if (is_over) {
        split->offset++;
        return PAL_OK;
    }
    split->has_begun = true;
    if (split->close == '}') {
        PAL_TRY(take_name(split, out_name, out_where));
    }
    return take(split, out_value, out_where);
}

enum pal_err pal_split_end(const struct pal_split *split, struct pal_where *out_where)
{
    struct pal_split at = *split;
    at.offset = skip_blanks(split->text, split->offset);
    return at.offset == at.text.size ? PAL_OK : refuse(&at, PAL_ERR_JSON_SYNTAX, out_where);
}

void pal_split_place(const struct pal_split *split, struct pal_text value,
                     const struct pal_where *inner, struct pal_where *out_where)
{
    if (out_where == NULL) {
        return;
    }
    pal_where_at(out_where, split->text, (size_t)(value.bytes - split->text.bytes));
    if (inner->line > 1) {
        out_where->line += inner->line - 1;
        out_where->column = inner->column;
    } else if (inner->line == 1) {
        out_where->column += inner->column - 1;
    }
}

enum pal_err pal_split_parse(const struct pal_split *split, struct pal_text value, size_t max_bytes,
                             struct pal_json **out_json, struct pal_where *out_where)
{
    struct pal_where inner = {.line = 0};
    enum pal_err err = pal_json_parse(value, max_bytes, out_json, &inner);
    if (err != PAL_OK) {
        pal_split_place(split, value, &inner, out_where);
    }
    return err;
}
