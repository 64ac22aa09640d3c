/* tile.c - the addresses under which a log is served. */
#include "audit/tile.h"

#include <inttypes.h>
#include <string.h>

#include "base/check.h"
#include "base/limits.h"

/* Three digits per group; 18 digits are as many as an index below 2^56 needs, with room. */
enum { GROUP_DIGITS = 3, GROUPS_MAX = 6 };

enum { SIZE_BYTES = 2 };

static bool take(struct pal_text *text, const char *prefix)
{
    if (!pal_text_starts(*text, prefix)) {
        return false;
    }
    size_t size = pal_text_of(prefix).size;
    *text = (struct pal_text){.bytes = text->bytes + size, .size = text->size - size};
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A decimal of at most three digits without leading zero. */
static bool take_number(struct pal_text *text, unsigned *out_number)
{
    size_t digits = 0;
    unsigned number = 0;
    while (digits < text->size && digits < GROUP_DIGITS && is_digit(text->bytes[digits])) {
        number = 10 * number + (unsigned)(text->bytes[digits] - '0');
        digits++;
    }
    if (digits == 0 || (digits > 1 && text->bytes[0] == '0')) {
        return false;
    }
    *text = (struct pal_text){.bytes = text->bytes + digits, .size = text->size - digits};
    *out_number = number;
    return true;
}

/* Exactly three digits. */
static bool take_group(struct pal_text *text, uint64_t *index)
{
    if (text->size < GROUP_DIGITS) {
        return false;
    }
    for (size_t i = 0; i < GROUP_DIGITS; i++) {
        if (!is_digit(text->bytes[i])) {
            return false;
        }
        *index = 10 * *index + (uint64_t)(text->bytes[i] - '0');
    }
    *text =
        (struct pal_text){.bytes = text->bytes + GROUP_DIGITS, .size = text->size - GROUP_DIGITS};
    return true;
}

/* RULE docs/rules/log.md
 * > The index is written in groups of three digits, all but the last preceded by x: 1234067 is
 * > x001/x234/067.
 */
static bool take_index(struct pal_text *text, uint64_t *out_index)
{
    uint64_t index = 0;
    for (size_t group = 0; group < GROUPS_MAX; group++) {
        bool has_more = take(text, "x");
        if (!take_group(text, &index)) {
            return false;
        }
        if (!has_more) {
            *out_index = index;
            return true;
        }
        /* A first group of zeros would be a second spelling of the same index. */
        if (index == 0 || !take(text, "/")) {
            return false;
        }
    }
    return false;
}

enum pal_err pal_tile_parse(struct pal_text path, struct pal_tile *out_tile)
{
    struct pal_tile tile = {.width = PAL_TILE_WIDTH};
    if (!take(&path, "tile/")) {
        return PAL_ERR_TILE_PATH;
    }
    tile.holds_entries = take(&path, "entries/");
    bool has_level = tile.holds_entries || (take_number(&path, &tile.level) && take(&path, "/"));
    if (!has_level || tile.level > PAL_TILE_LEVEL_MAX || !take_index(&path, &tile.index)) {
        return PAL_ERR_TILE_PATH;
    }
    if (take(&path, ".p/")) {
        bool has_width = take_number(&path, &tile.width);
        if (!has_width || tile.width == 0 || tile.width >= PAL_TILE_WIDTH) {
            return PAL_ERR_TILE_PATH;
        }
    }
    if (path.size != 0) {
        return PAL_ERR_TILE_PATH;
    }
    *out_tile = tile;
    return PAL_OK;
}

void pal_tile_write(const struct pal_tile *tile, struct pal_buf *buf)
{
    PAL_CHECK(tile->width > 0);
    PAL_CHECK(tile->width <= PAL_TILE_WIDTH);
    if (tile->holds_entries) {
        pal_buf_add_string(buf, "tile/entries/");
    } else {
        pal_buf_add_format(buf, "tile/%u/", tile->level);
    }
    uint64_t unit = 1;
    while (tile->index / unit >= 1000) {
        unit *= 1000;
    }
    for (; unit > 1; unit /= 1000) {
        pal_buf_add_format(buf, "x%03" PRIu64 "/", tile->index / unit % 1000);
    }
    pal_buf_add_format(buf, "%03" PRIu64, tile->index % 1000);
    if (tile->width < PAL_TILE_WIDTH) {
        pal_buf_add_format(buf, ".p/%u", tile->width);
    }
}

/* RULE docs/rules/log.md
 * > A bundle holds the entries of the tile of level 0, each after its size in two bytes, the high one
 * > first.
 */
void pal_bundle_add(struct pal_text entry, struct pal_buf *buf)
{
    PAL_CHECK(entry.size <= PAL_LIMIT_ENTRY);
    char *room = pal_buf_add_room(buf, SIZE_BYTES + entry.size);
    room[0] = (char)(entry.size >> 8);
    room[1] = (char)(entry.size & 0xff);
    memcpy(room + SIZE_BYTES, entry.bytes, entry.size);
}

bool pal_bundle_next(struct pal_text *bundle, struct pal_text *out_entry)
{
    if (bundle->size < SIZE_BYTES) {
        return false;
    }
    size_t size = (size_t)(uint8_t)bundle->bytes[0] << 8 | (uint8_t)bundle->bytes[1];
    if (bundle->size - SIZE_BYTES < size) {
        return false;
    }
    *out_entry = (struct pal_text){bundle->bytes + SIZE_BYTES, size};
    bundle->bytes += SIZE_BYTES + size;
    bundle->size -= SIZE_BYTES + size;
    return true;
}
