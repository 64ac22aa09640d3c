/*
 * memory.h - what the memory of this program holds: for tests of what must be wiped.
 */
#ifndef PAL_TESTS_MEMORY_H
#define PAL_TESTS_MEMORY_H

#include <stddef.h>
#include <stdint.h>

/* Every byte of what is looked for is this much more, so that what looks for it is not found. */
enum { PAL_MEMORY_MASK = 0x55 };

/* How often what is masked stands, unmasked, in memory that can be written. */
size_t pal_memory_count(const uint8_t *masked, size_t size);

#endif
