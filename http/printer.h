/*
 * printer.h - runs the program palabre-print: a sheet goes in by a pipe, a PDF comes out of another.
 *
 * Fonts and texts of members are read there, without keys, without the database, for a bounded time.
 */
#ifndef PAL_HTTP_PRINTER_H
#define PAL_HTTP_PRINTER_H

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"

enum {
    PAL_PRINTER_BYTES = 32 << 20, /* of a PDF */
    PAL_PRINTER_SECONDS = 120,    /* until it is killed */
};

/* Appends the path of palabre-print beside the running program. PAL_ERR_PRINTER_ABSENT */
PAL_MUST_USE enum pal_err pal_printer_find(struct pal_buf *path);

/* Prints; blocks until it is done: for a worker. PAL_ERR_PRINTER_ABSENT (it cannot be run),
 * PAL_ERR_PRINTER_FAILED (it refused, took too long, or wrote too much) */
PAL_MUST_USE enum pal_err pal_printer_run(const char *path, struct pal_text sheet,
                                          struct pal_buf *pdf);

#endif
