/* say.c - what a command says on standard error, and files read whole. */
#include "say.h"

#include <stdarg.h>
#include <stdio.h>

#include "options.h"

void pal_say(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)fputs(PAL_PROGRAM, stderr);
    /* Nobody is left to tell when it fails.
     * NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): version 14 does not see va_start here. */
    (void)vfprintf(stderr, format, args);
    (void)fputc('\n', stderr);
    va_end(args);
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
