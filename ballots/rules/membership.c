/*
 * membership.c - a member is in one college at a time.
 */
#include <stdlib.h>

#include "ballots/rules.h"
#include "base/mem.h"

struct pal_row {
    uint64_t member;
    size_t college, index;
};

static int by_member(const void *a, const void *b)
{
    const struct pal_row *left = a;
    const struct pal_row *right = b;
    if (left->member != right->member) {
        return left->member < right->member ? -1 : 1;
    }
    return (left->index > right->index) - (left->index < right->index);
}

/* RULE docs/rules/channels.md
 * > A member belongs to one college: who stands in two has to be put right before anything is counted.
 */
void pal_membership_judge(const struct pal_placement *rows, size_t count, bool *out_second)
{
    struct pal_row *sorted = pal_mem_new(count, sizeof *sorted);
    for (size_t i = 0; i < count; i++) {
        sorted[i] =
            (struct pal_row){.member = rows[i].member, .college = rows[i].college, .index = i};
        out_second[i] = false;
    }
    qsort(sorted, count, sizeof *sorted, by_member);
    size_t first = 0;
    bool is_marked = false;
    for (size_t i = 0; i < count; i++) {
        if (sorted[i].member != sorted[first].member) {
            first = i;
            is_marked = false;
        }
        if (!is_marked && sorted[i].college != sorted[first].college) {
            out_second[sorted[i].index] = true;
            is_marked = true;
        }
    }
    pal_mem_free(sorted);
}
