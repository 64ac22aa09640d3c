/* say.c - what a command says on standard error, and files read whole. */
#include "say.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/check.h"

#include "options.h"

/* How many bytes of what is not for the eye begin here: 1 below a space, and for the delete; 2 for
 * U+0080 to U+009F; 3 for what turns the direction of writing or ends a line. */
static size_t control_size(const unsigned char *at)
{
    if (at[0] < ' ' || at[0] == 0x7F) {
        return 1;
    }
    if (at[0] == 0xC2 && at[1] >= 0x80 && at[1] <= 0x9F) {
        return 2;
    }
    const bool is_general = at[0] == 0xE2 && at[1] == 0x80; /* U+2000 to U+203F */
    const bool is_isolate = at[0] == 0xE2 && at[1] == 0x81 && at[2] >= 0xA6 && at[2] <= 0xA9;
    const bool is_mark = is_general && (at[2] == 0x8E || at[2] == 0x8F);
    return is_isolate || is_mark || (is_general && at[2] >= 0xA8 && at[2] <= 0xAE) ? 3 : 0;
}

/* The line as a terminal may have it: characters that would do something there, which a file may hold
 * in its names, stand as JSON escapes them. */
static void print_line(const char *line)
{
    const unsigned char *at = (const unsigned char *)line;
    while (*at != '\0') {
        const size_t size = control_size(at);
        if (size == 0) {
            (void)fputc(*at++, stderr);
            continue;
        }
        unsigned point = at[0];
        if (size == 2) {
            point = (at[0] & 0x1FU) << 6 | (at[1] & 0x3FU);
        } else if (size == 3) {
            point = (at[0] & 0x0FU) << 12 | (at[1] & 0x3FU) << 6 | (at[2] & 0x3FU);
        }
        (void)fprintf(stderr, "\\u%04x", point);
        at += size;
    }
    (void)fputc('\n', stderr);
}

void pal_say(const char *format, ...)
{
    PAL_BUF(line);
    va_list args;
    pal_buf_add_string(&line, PAL_PROGRAM);
    va_start(args, format);
    /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): version 14 does not see va_start here. */
    const int size = vsnprintf(NULL, 0, format, args);
    va_end(args);
    PAL_CHECK(size >= 0);
    char *end = pal_buf_add_room(&line, (size_t)size);
    va_start(args, format);
    /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): the same. */
    (void)vsnprintf(end, (size_t)size + 1, format, args);
    va_end(args);
    print_line(line.bytes); /* nobody is left to tell when it fails */
}

/* The place: a line and a column, a pointer, or nothing. */
static void add_place(struct pal_buf *line, const struct pal_where *where)
{
    if (where == NULL) {
        return;
    }
    if (where->line > 0) {
        pal_buf_add_format(line, "line %llu, column %llu: ", (unsigned long long)where->line,
                           (unsigned long long)where->column);
    } else if (where->pointer[0] != '\0') {
        pal_buf_add_format(line, "%s: ", where->pointer);
    }
}

int pal_say_refused(const char *command, const char *subject, enum pal_err err,
                    const struct pal_where *where)
{
    PAL_BUF(line);
    pal_buf_add_format(&line, "%s: %s: ", command, subject);
    add_place(&line, where);
    pal_buf_add_format(&line, "%s (%s)", pal_err_sentence(err), pal_err_slug(err));
    pal_say("%s", line.bytes);
    return PAL_EXIT_REFUSED;
}

enum pal_err pal_stream_read(FILE *file, size_t max_bytes, struct pal_buf *out)
{
    char chunk[1 << 16];
    for (;;) {
        size_t size = fread(chunk, 1, sizeof chunk, file);
        if (ferror(file) != 0) {
            return PAL_ERR_FILE_READ;
        }
        if (size == 0) {
            return PAL_OK;
        }
        if (size > max_bytes - out->size) {
            return PAL_ERR_LIMIT_JSON_SIZE;
        }
        pal_buf_add(out, chunk, size);
    }
}

enum pal_err pal_file_read(const char *path, size_t max_bytes, struct pal_buf *out)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return PAL_ERR_FILE_OPEN;
    }
    enum pal_err err = pal_stream_read(file, max_bytes, out);
    (void)fclose(file); /* it was only read */
    return err;
}
