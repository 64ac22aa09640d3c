/* spares.c - blocks of one size that are used again. */
#include "spares.h"

#include <string.h>

#include "base/check.h"
#include "base/mem.h"

/* A block that nobody uses begins with the next one. */
struct pal_spare {
    struct pal_spare *next;
};

void *pal_spares_take(struct pal_spares *spares, size_t size)
{
    PAL_CHECK(size >= sizeof(struct pal_spare));
    struct pal_spare *spare = spares->first;
    if (spare == NULL) {
        return pal_mem_new(1, size);
    }
    spares->first = spare->next;
    spare->next = NULL;
    return spare;
}

void pal_spares_give(struct pal_spares *spares, void *block, size_t size)
{
    memset(block, 0, size);
    struct pal_spare *spare = block;
    spare->next = spares->first;
    spares->first = spare;
}

void pal_spares_done(struct pal_spares *spares)
{
    while (spares->first != NULL) {
        struct pal_spare *spare = spares->first;
        spares->first = spare->next;
        pal_mem_free(spare);
    }
}
