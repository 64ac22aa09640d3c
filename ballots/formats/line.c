/* line.c - a line of a ballot file that is read from its beginning. */
#include "line.h"

#include <string.h>

void pal_line_advance(struct pal_text *line, size_t count)
{
    *line = (struct pal_text){line->bytes + count, line->size - count};
}

void pal_line_skip_spaces(struct pal_text *line)
{
    while (line->size > 0 && pal_is_space(line->bytes[0])) {
        pal_line_advance(line, 1);
    }
}

bool pal_line_is_over(struct pal_text line)
{
    pal_line_skip_spaces(&line);
    return line.size == 0 || line.bytes[0] == '#';
}

bool pal_line_is_in(char byte, const char *set)
{
    return byte != '\0' && strchr(set, byte) != NULL;
}

/* The name in brackets that begins here. Brackets inside it are its own: it ends where one is
 * followed by what may follow a name. */
static enum pal_err take_bracketed(const struct pal_cursor *cursor, struct pal_text *line,
                                   struct pal_text *out_name)
{
    for (size_t i = 1; i < line->size; i++) {
        if (line->bytes[i] != ']') {
            continue;
        }
        struct pal_text rest = {line->bytes + i + 1, line->size - i - 1};
        pal_line_skip_spaces(&rest);
        if (pal_line_is_over(rest) || pal_line_is_in(rest.bytes[0], "/>=,:")) {
            *out_name = (struct pal_text){line->bytes + 1, i - 1};
            *line = rest;
            return PAL_OK;
        }
    }
    return pal_cursor_refuse(cursor, line->bytes, PAL_ERR_FORMAT_OPEN);
}

static enum pal_err take_quoted(const struct pal_cursor *cursor, struct pal_text *line,
                                struct pal_text *out_name)
{
    const char *close = memchr(line->bytes + 1, '"', line->size - 1);
    if (close == NULL) {
        return pal_cursor_refuse(cursor, line->bytes, PAL_ERR_FORMAT_OPEN);
    }
    size_t size = (size_t)(close - line->bytes) - 1;
    *out_name = (struct pal_text){line->bytes + 1, size};
    pal_line_advance(line, size + 2);
    pal_line_skip_spaces(line);
    return PAL_OK;
}

enum pal_err pal_line_take_name(const struct pal_cursor *cursor, struct pal_text *line,
                                const char *ends, struct pal_text *out_name)
{
    pal_line_skip_spaces(line);
    if (line->size > 0 && line->bytes[0] == '[') {
        return take_bracketed(cursor, line, out_name);
    }
    if (line->size > 0 && line->bytes[0] == '"') {
        return take_quoted(cursor, line, out_name);
    }
    size_t size = 0;
    while (size < line->size && line->bytes[size] != '#' &&
           !pal_line_is_in(line->bytes[size], ends)) {
        size++;
    }
    *out_name = pal_text_strip((struct pal_text){line->bytes, size});
    if (out_name->size == 0) {
        return pal_cursor_refuse(cursor, line->bytes, PAL_ERR_FORMAT_WORD);
    }
    pal_line_advance(line, size);
    return PAL_OK;
}
