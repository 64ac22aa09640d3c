/* mem.c - hands out memory that arrives or aborts. */
#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

void *pal_mem_new(size_t count, size_t size)
{
    void *block = calloc(count > 0 ? count : 1, size > 0 ? size : 1);
    PAL_CHECK(block != NULL);
    return block;
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
