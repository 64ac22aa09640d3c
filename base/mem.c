/* mem.c - hands out memory that arrives or aborts. */
#define _DEFAULT_SOURCE /* NOLINT(bugprone-reserved-identifier): how glibc is asked for madvise */
#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

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

/* A large page, and from how many bytes on it is worth one. */
enum { LARGE_PAGE = 2 << 20, LARGE_FROM = LARGE_PAGE / 2 };

static size_t bytes_of(size_t count, size_t size)
{
    size_t bytes;
    PAL_CHECK(!__builtin_mul_overflow(count, size, &bytes));
    PAL_CHECK(bytes <= SIZE_MAX / 2);
    return bytes;
}

/* Whole large pages. */
static size_t pages_for(size_t bytes)
{
    return (bytes + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
}

/* Maps whole large pages where one can begin: a page more is asked for, and what is too much at both
 * ends given back. Only where the system knows larger pages is there anything to gain. */
static void *map_pages(size_t bytes)
{
    uint8_t *mapped =
        mmap(NULL, bytes + LARGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    PAL_CHECK(mapped != MAP_FAILED);
    const size_t before = (LARGE_PAGE - (uintptr_t)mapped % LARGE_PAGE) % LARGE_PAGE;
    if (before > 0) {
        (void)munmap(mapped, before);
    }
    (void)munmap(mapped + before + bytes, LARGE_PAGE - before);
#ifdef MADV_HUGEPAGE
    (void)madvise(mapped + before, bytes, MADV_HUGEPAGE); /* small ones do as well */
#endif
    return mapped + before;
}

void *pal_mem_new_large(size_t count, size_t size)
{
    const size_t bytes = bytes_of(count, size);
    return bytes < LARGE_FROM ? pal_mem_new(count, size) : map_pages(pages_for(bytes));
}

void *pal_mem_grow_large(void *block, size_t count, size_t larger, size_t size)
{
    PAL_CHECK(count <= larger);
    void *grown = pal_mem_new_large(larger, size);
    if (block != NULL) {
        memcpy(grown, block, bytes_of(count, size));
    }
    pal_mem_free_large(block, count, size);
    return grown;
}

void pal_mem_free_large(void *block, size_t count, size_t size)
{
    const size_t bytes = bytes_of(count, size);
    if (block == NULL || bytes < LARGE_FROM) {
        pal_mem_free(block);
        return;
    }
    (void)munmap(block, pages_for(bytes));
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
