/*
 * source.h - bytes that are read where one wants: of a file, or of memory.
 *
 * What reads a record takes one, so that a file of many gigabytes is never in memory whole, and so
 * that tests need no file. Nothing is kept between two reads.
 */
#ifndef PAL_BASE_SOURCE_H
#define PAL_BASE_SOURCE_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"

struct pal_source {
    const char *bytes; /* of memory, lent; NULL: of a file */
    int file;
    uint64_t size;
};

/* A local source, empty, that dies with its scope. */
#define PAL_SOURCE(name) struct pal_source name PAL_CLEANUP(pal_source_done) = {.bytes = ""}

/* A regular file, of the size that it has now. PAL_ERR_FILE_OPEN */
PAL_MUST_USE enum pal_err pal_source_open(const char *path, struct pal_source *out_source);
/* Bytes that stay the caller's, and stay where they are. */
struct pal_source pal_source_of(struct pal_text bytes);
void pal_source_done(struct pal_source *source);

/* Exactly size bytes from offset on. PAL_ERR_FILE_READ, also where they go beyond the end. */
PAL_MUST_USE enum pal_err pal_source_read(const struct pal_source *source, uint64_t offset,
                                          void *out_bytes, size_t size);

#endif
