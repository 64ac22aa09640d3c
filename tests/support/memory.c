/* memory.c - looks through the memory of this program. */
#include "memory.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/check.h"

enum { PIECE = 1 << 16, NEEDLE_MAX = 256 };

/* Larger are what a sanitizer maps for itself. */
#define REGION_MAX (UINT64_C(1) << 30)

static size_t count_in(const uint8_t *bytes, size_t size, const uint8_t *masked, size_t needle)
{
    size_t count = 0;
    for (size_t at = 0; at + needle <= size; at++) {
        count += bytes[at] == masked[0] && memcmp(bytes + at, masked, needle) == 0;
    }
    return count;
}

/* Each piece is masked where it was read to: what looks is looked through too. */
static size_t count_region(int memory, uint64_t from, uint64_t to, const uint8_t *masked,
                           size_t needle)
{
    static uint8_t piece[PIECE + NEEDLE_MAX];
    size_t count = 0;
    size_t kept = 0;
    for (uint64_t at = from; at < to; at += PIECE) {
        size_t size = to - at < PIECE ? (size_t)(to - at) : PIECE;
        ssize_t got = pread(memory, piece + kept, size, (off_t)at);
        if (got != (ssize_t)size) {
            return count; /* of the kernel's */
        }
        for (size_t i = 0; i < size; i++) {
            piece[kept + i] = (uint8_t)(piece[kept + i] + PAL_MEMORY_MASK);
        }
        count += count_in(piece, kept + size, masked, needle);
        size_t next = kept + size < needle - 1 ? kept + size : needle - 1;
        memmove(piece, piece + kept + size - next, next);
        kept = next;
    }
    return count;
}

size_t pal_memory_count(const uint8_t *masked, size_t size)
{
    PAL_CHECK(size > 1 && size <= NEEDLE_MAX);
    size_t count = 0;
    char line[512];
    FILE *maps = fopen("/proc/self/maps", "r");
    int memory = open("/proc/self/mem", O_RDONLY);
    PAL_CHECK(maps != NULL && memory >= 0);
    while (fgets(line, sizeof line, maps) != NULL) {
        char *rest; /* "from-to rw-p …" */
        uint64_t from = strtoull(line, &rest, 16);
        uint64_t to = *rest == '-' ? strtoull(rest + 1, &rest, 16) : from;
        if (strncmp(rest, " rw", 3) == 0 && to - from <= REGION_MAX) {
            count += count_region(memory, from, to, masked, size);
        }
    }
    (void)fclose(maps);
    (void)close(memory);
    return count;
}
