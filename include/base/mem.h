/*
 * mem.h - memory that arrives, or the program ends.
 *
 * No function here returns NULL and no caller tests for it: every size that a user controls is
 * bounded in limits.h before it gets here.
 */
#ifndef PAL_BASE_MEM_H
#define PAL_BASE_MEM_H

#include <stddef.h>

#include "base/attr.h"

/* count objects of size bytes, zeroed. Released with pal_mem_free. */
PAL_MUST_USE void *pal_mem_new(size_t count, size_t size);

/* The same memory with room for count objects of size bytes; what is beyond the old size is not
 * initialised. block may be NULL. */
PAL_MUST_USE void *pal_mem_grow(void *block, size_t count, size_t size);

/* What pal_mem_new gives, for tables of millions: in the largest pages that the system has, since a
 * page takes longer to get than to fill. Released with pal_mem_free_large, told the same count and
 * size, or enlarged. */
PAL_MUST_USE void *pal_mem_new_large(size_t count, size_t size);
/* Such memory with room for more objects: from `count` to `larger`; what is new is zeroed. block may
 * be NULL where count is 0. */
PAL_MUST_USE void *pal_mem_grow_large(void *block, size_t count, size_t larger, size_t size);
/* Accepts NULL. */
void pal_mem_free_large(void *block, size_t count, size_t size);

/* A copy of size bytes. */
PAL_MUST_USE void *pal_mem_copy(const void *bytes, size_t size);

/* A copy of a terminated string. */
PAL_MUST_USE char *pal_mem_copy_string(const char *string);

/* Releases; accepts NULL. */
void pal_mem_free(void *block);

/* The capacity that holds `needed` objects and grows geometrically from `capacity`. */
PAL_MUST_USE size_t pal_mem_capacity(size_t capacity, size_t needed);

/* For PAL_CLEANUP on a `char *` or `void *` local: frees what the variable points to. */
void pal_mem_done(void *pointer_to_pointer);

/* A local string that dies with its scope. */
#define PAL_STRING(name) char *name PAL_CLEANUP(pal_mem_done) = NULL

#endif
