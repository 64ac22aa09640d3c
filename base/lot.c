/* lot.c - draws lots that anyone can draw again from a published seed. */
#include "base/lot.h"

#include <string.h>

#include "base/check.h"
#include "base/md5.h"
#include "base/mem.h"

/* The bytes of a digest as a big-endian integer, modulo a count. */
static size_t modulo(const uint8_t *bytes, size_t size, size_t count)
{
    PAL_CHECK(count > 0);
    PAL_CHECK(count <= SIZE_MAX / 256); /* so that a remainder and a byte fit */
    size_t rest = 0;
    for (size_t i = 0; i < size; i++) {
        rest = (rest * 256 + bytes[i]) % count;
    }
    return rest;
}

/* Which of those left is drawn after so many. */
static size_t draw_by_sha256(struct pal_text seed, size_t drawn, size_t left)
{
    PAL_BUF(text);
    pal_buf_add_text(&text, seed);
    pal_buf_add_format(&text, ",%zu", drawn + 1);
    struct pal_hash hash = pal_hash_of(text.bytes, text.size);
    return modulo(hash.bytes, sizeof hash.bytes, left);
}

static size_t draw_by_rfc3797(struct pal_text seed, size_t drawn, size_t left)
{
    PAL_BUF(text);
    const struct pal_text index = {(const char[]){(char)(drawn / 256), (char)(drawn % 256)}, 2};
    pal_buf_add_text(&text, index);
    pal_buf_add_text(&text, seed);
    pal_buf_add_text(&text, index);
    struct pal_md5 digest = pal_md5_of(text.bytes, text.size);
    return modulo(digest.bytes, sizeof digest.bytes, left);
}

static void draw_all(size_t (*draw)(struct pal_text seed, size_t drawn, size_t left),
                     struct pal_text seed, size_t count, size_t *out_order)
{
    size_t *left PAL_CLEANUP(pal_mem_done) = pal_mem_new(count, sizeof *left);
    for (size_t i = 0; i < count; i++) {
        left[i] = i;
    }
    for (size_t drawn = 0; drawn < count; drawn++) {
        size_t remaining = count - drawn;
        size_t selected = draw(seed, drawn, remaining);
        out_order[drawn] = left[selected];
        memmove(&left[selected], &left[selected + 1], (remaining - selected - 1) * sizeof *left);
    }
}

void pal_lot_order(struct pal_text seed, size_t count, size_t *out_order)
{
    draw_all(draw_by_sha256, seed, count, out_order);
}

void pal_lot_order_rfc3797(struct pal_text seed, size_t count, size_t *out_order)
{
    PAL_CHECK(count <= 65536);
    draw_all(draw_by_rfc3797, seed, count, out_order);
}
