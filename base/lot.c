/* lot.c - draws lots that anyone can draw again from a published seed. */
#include "base/lot.h"

#include <string.h>

#include "base/check.h"
#include "base/mem.h"

/* The hash as a big-endian integer, modulo a count. */
static size_t modulo(const struct pal_hash *hash, size_t count)
{
    PAL_CHECK(count > 0);
    PAL_CHECK(count <= SIZE_MAX / 256); /* so that a remainder and a byte fit */
    size_t rest = 0;
    for (size_t i = 0; i < PAL_HASH_SIZE; i++) {
        rest = (rest * 256 + hash->bytes[i]) % count;
    }
    return rest;
}

/* Which of those left the k-th draw selects. */
static size_t draw(struct pal_text seed, size_t k, size_t left)
{
    PAL_BUF(drawn);
    pal_buf_add_text(&drawn, seed);
    pal_buf_add_format(&drawn, ",%zu", k);
    struct pal_hash hash = pal_hash_of(drawn.bytes, drawn.size);
    return modulo(&hash, left);
}

void pal_lot_order(struct pal_text seed, size_t count, size_t *out_order)
{
    size_t *left PAL_CLEANUP(pal_mem_done) = pal_mem_new(count, sizeof *left);
    for (size_t i = 0; i < count; i++) {
        left[i] = i;
    }
    for (size_t k = 1; k <= count; k++) {
        size_t remaining = count - k + 1;
        size_t selected = draw(seed, k, remaining);
        out_order[k - 1] = left[selected];
        memmove(&left[selected], &left[selected + 1], (remaining - selected - 1) * sizeof *left);
    }
}
