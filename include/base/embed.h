/*
 * embed.h - a file that is part of the program: tools/embed.py makes a table of them at build time.
 */
#ifndef PAL_BASE_EMBED_H
#define PAL_BASE_EMBED_H

#include <stddef.h>
#include <stdint.h>

struct pal_embedded {
    const char *name;     /* of the file, without its folder; tables are sorted by it */
    const uint8_t *bytes; /* followed by a NUL that size does not count */
    size_t size;
};

#endif
