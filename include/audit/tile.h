/*
 * tile.h - the addresses under which a log is served: tiles of 256 hashes and bundles of entries.
 *
 * RULE docs/rules/log.md
 * > A tile's address is tile/LEVEL/INDEX, and a bundle's tile/entries/INDEX; a partial one ends in
 * > .p/WIDTH.
 *
 * The grammar is strict: one spelling per tile, and nothing else is a tile.
 */
#ifndef PAL_AUDIT_TILE_H
#define PAL_AUDIT_TILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"

enum { PAL_TILE_WIDTH = 256, PAL_TILE_HEIGHT = 8, PAL_TILE_LEVEL_MAX = 7 };

struct pal_tile {
    bool holds_entries; /* then level is 0 */
    unsigned level;     /* hashes of the tree's level 8 * level */
    uint64_t index;
    unsigned width; /* 1 to 256 */
};

/* Reads "tile/0/x001/234.p/5". PAL_ERR_TILE_PATH */
PAL_MUST_USE enum pal_err pal_tile_parse(struct pal_text path, struct pal_tile *out_tile);
/* Appends the address. */
void pal_tile_write(const struct pal_tile *tile, struct pal_buf *buf);
/* Appends one entry to a bundle: its size in two bytes, then its bytes; at most PAL_LIMIT_ENTRY. */
void pal_bundle_add(struct pal_text entry, struct pal_buf *buf);
/* Takes the first entry off a bundle; both lent. False, and nothing taken, where none can be read. */
bool pal_bundle_next(struct pal_text *bundle, struct pal_text *out_entry);

#endif
