/* mem.c - hands out memory that arrives or aborts. */
#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

enum { SMALL = 1024 };

/* Small blocks are what malloc gives back of what was freed last; calloc looks elsewhere, and a compiler
 * that sees malloc before memset makes calloc of both, but not of realloc. Large ones come as zeroes
 * from the kernel. */
void *pal_mem_new(size_t count, size_t size)
{
    size_t bytes;
    PAL_CHECK(!__builtin_mul_overflow(count, size, &bytes));
    bytes = bytes > 0 ? bytes : 1;
    void *block = bytes <= SMALL ? realloc(NULL, bytes) : calloc(bytes, 1);
    PAL_CHECK(block != NULL);
    return bytes <= SMALL ? memset(block, 0, bytes) : block;
}

void *pal_mem_grow(void *block, size_t count, size_t size)
{
    size_t bytes;
    PAL_CHECK(!__builtin_mul_overflow(count, size, &bytes));
    void *grown = realloc(block, bytes > 0 ? bytes : 1);
    PAL_CHECK(grown != NULL);
    return grown;
}

void *pal_mem_copy(const void *bytes, size_t size)
{
    void *copy = pal_mem_new(size, 1);
    if (size > 0) {
        memcpy(copy, bytes, size);
    }
    return copy;
}

char *pal_mem_copy_string(const char *string)
{
    return pal_mem_copy(string, strlen(string) + 1);
}

void pal_mem_free(void *block)
{
    free(block);
}

size_t pal_mem_capacity(size_t capacity, size_t needed)
{
    size_t grown = capacity > 0 ? capacity : 16;
    while (grown < needed) {
        PAL_CHECK(grown <= SIZE_MAX / 2);
        grown *= 2;
    }
    return grown;
}

void pal_mem_done(void *pointer_to_pointer)
{
    void **pointer = pointer_to_pointer;
    free(*pointer);
    *pointer = NULL;
}
