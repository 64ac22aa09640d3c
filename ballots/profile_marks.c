/* profile_marks.c - keeps the marks of rows in blocks that never move, so that rows can point to them. */
#include "profile_marks.h"

#include <string.h>

#include "base/mem.h"

/* So many marks in the first block, and sixteen times as many in each that follows, to a limit. */
enum { FIRST_MARKS = 1 << 15, GROWTH = 16, MARKS_MAX = 1 << 21 };

struct pal_profile_block {
    struct pal_profile_block *next;
    size_t used, capacity;
    int32_t marks[];
};

static void add_block(struct pal_profile_block **blocks, size_t count)
{
    size_t capacity = FIRST_MARKS;
    if (*blocks != NULL) {
        capacity = GROWTH * (*blocks)->capacity;
    }
    capacity = capacity < MARKS_MAX ? capacity : MARKS_MAX;
    capacity = count > capacity ? count : capacity;
    struct pal_profile_block *block =
        pal_mem_new_large(1, sizeof *block + capacity * sizeof block->marks[0]);
    block->capacity = capacity;
    block->next = *blocks;
    *blocks = block;
}

const int32_t *pal_profile_marks_keep(struct pal_profile_block **blocks, const int32_t *marks,
                                      size_t count)
{
    if (*blocks == NULL || (*blocks)->capacity - (*blocks)->used < count) {
        add_block(blocks, count);
    }
    int32_t *kept = (*blocks)->marks + (*blocks)->used;
    if (count > 0) {
        memcpy(kept, marks, count * sizeof *marks);
    }
    (*blocks)->used += count;
    return kept;
}

void pal_profile_marks_done(struct pal_profile_block **blocks)
{
    while (*blocks != NULL) {
        struct pal_profile_block *block = *blocks;
        *blocks = block->next;
        pal_mem_free_large(block, 1, sizeof *block + block->capacity * sizeof block->marks[0]);
    }
}
