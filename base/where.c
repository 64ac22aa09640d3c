/* where.c - says where in a document something is wrong. */
#include <stdarg.h>
#include <stdio.h>

#include "base/json.h"

/* Cuts what snprintf could not fit at the last whole character. */
static void trim_pointer(struct pal_where *where)
{
    struct pal_text pointer = pal_text_of(where->pointer);
    where->pointer[pal_text_utf8_size(pointer)] = '\0';
}

void pal_where_set(struct pal_where *where, const char *format, ...)
{
    if (where == NULL) {
        return;
    }
    struct pal_where place = {.line = 0};
    va_list args;
    va_start(args, format);
    (void)vsnprintf(place.pointer, PAL_WHERE_SIZE, format, args); /* cut when too long */
    va_end(args);
    *where = place;
    trim_pointer(where);
}

void pal_where_at(struct pal_where *where, struct pal_text text, size_t offset)
{
    if (where == NULL) {
        return;
    }
    *where = (struct pal_where){.line = 1, .column = 1};
    for (size_t i = 0; i < offset; i++) {
        bool ends = text.bytes[i] == '\n' ||
                    (text.bytes[i] == '\r' && (i + 1 == text.size || text.bytes[i + 1] != '\n'));
        if (ends) {
            where->line++;
            where->column = 1;
        } else if (((uint8_t)text.bytes[i] & 0xC0) != 0x80) { /* not inside a character */
            where->column++;
        }
    }
}

static void prefix(struct pal_where *where, const char *text)
{
    struct pal_where before = *where;
    (void)snprintf(where->pointer, PAL_WHERE_SIZE, "%s%s", text, before.pointer); /* cut too */
    trim_pointer(where);
}

void pal_where_prefix(struct pal_where *where, const char *format, ...)
{
    char text[PAL_WHERE_SIZE];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args); /* cut when too long */
    va_end(args);
    if (where != NULL) {
        prefix(where, text);
    }
}

void pal_where_prefix_member(struct pal_where *where, const char *name)
{
    if (where == NULL) {
        return;
    }
    PAL_BUF(escaped);
    pal_buf_add_byte(&escaped, '/');
    for (const char *next = name; *next != '\0'; next++) {
        if (*next == '~' || *next == '/') {
            pal_buf_add_string(&escaped, *next == '~' ? "~0" : "~1");
        } else {
            pal_buf_add(&escaped, next, 1);
        }
    }
    prefix(where, escaped.bytes);
}
