/* log_serve.c - the log as it is served: entries, tiles, checkpoints, proofs. */
#include <string.h>

#include "audit/tile.h"
#include "base/check.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/log.h"
#include "core/witnesses.h"

#include "state.h"

enum pal_err pal_log_checkpoint(struct pal_store *store, struct pal_buf *buf)
{
    if (store->log.signed_head.size == 0) {
        return PAL_ERR_NOT_FOUND;
    }
    PAL_TRY(pal_log_publish(store)); /* nobody sees a checkpoint that the anchor may not know */
    pal_buf_add_text(buf, pal_buf_text(&store->log.note));
    return pal_cosignatures_read(store, store->log.signed_head.size, buf);
}

enum pal_err pal_log_read(struct pal_store *store, uint64_t index, struct pal_buf *buf)
{
    if (index > INT64_MAX) {
        return PAL_ERR_NOT_FOUND;
    }
    PAL_QUERY(query, store, PAL_SQL_LOG, PAL_LOG_ENTRY_AT);
    pal_bind_int(&query, ":idx", (int64_t)index);
    PAL_TRY(pal_query_one(&query));
    pal_buf_add_text(buf, pal_column_blob(&query, 0));
    return PAL_OK;
}

void pal_log_page_done(struct pal_log_page *page)
{
    pal_buf_done(&page->bytes);
    pal_mem_free(page->lines);
    *page = (struct pal_log_page){0};
}

enum pal_err pal_log_page(struct pal_store *store, uint64_t first, size_t max,
                          struct pal_log_page *page)
{
    PAL_CHECK(max <= PAL_LIMIT_PAGE);
    uint64_t size = store->log.now.edge.size;
    uint64_t end = first < size && max < size - first ? first + max : size;
    pal_buf_clear(&page->bytes);
    page->line_count = 0;
    if (first >= end) {
        return PAL_OK;
    }
    page->lines = pal_mem_grow(page->lines, (size_t)(end - first), sizeof *page->lines);

    bool has_row;
    PAL_QUERY(entries, store, PAL_SQL_LOG, PAL_LOG_ENTRIES_FROM);
    pal_bind_int(&entries, ":first", (int64_t)first);
    pal_bind_int(&entries, ":end", (int64_t)end);
    PAL_TRY(pal_query_next(&entries, &has_row));
    while (has_row && page->line_count < end - first) {
        struct pal_text bytes = pal_column_blob(&entries, 2);
        page->lines[page->line_count] =
            (struct pal_log_line){.index = (uint64_t)pal_column_int(&entries, 0),
                                  .offset = page->bytes.size,
                                  .size = bytes.size};
        page->line_count++;
        pal_buf_add_text(&page->bytes, bytes);
        PAL_TRY(pal_query_next(&entries, &has_row));
    }
    return PAL_OK;
}

struct pal_text pal_log_page_entry(const struct pal_log_page *page, size_t line_index)
{
    PAL_CHECK(line_index < page->line_count);
    const struct pal_log_line *line = &page->lines[line_index];
    return (struct pal_text){.bytes = page->bytes.bytes + line->offset, .size = line->size};
}

/* A full tile of leaves stands in one row. */
static enum pal_err read_leaves(struct pal_store *store, uint64_t index, struct pal_buf *buf,
                                uint64_t *out_count)
{
    PAL_QUERY(tile, store, PAL_SQL_LOG, PAL_LOG_TILE_AT);
    pal_bind_int(&tile, ":idx", (int64_t)index);
    PAL_TRY(pal_query_one(&tile));
    struct pal_text hashes = pal_column_blob(&tile, 0);
    pal_buf_add_text(buf, hashes);
    *out_count = hashes.size / PAL_HASH_SIZE;
    return PAL_OK;
}

/* The hashes, or the entries with their sizes; *out_count of them. */
static enum pal_err read_tile(struct pal_store *store, const struct pal_tile *tile,
                              struct pal_buf *buf, uint64_t *out_count)
{
    unsigned level = tile->level * PAL_TILE_HEIGHT;
    uint64_t first = tile->index * PAL_TILE_WIDTH;
    bool is_of_leaves = level == 0 && !tile->holds_entries;
    if (is_of_leaves && tile->width == PAL_TILE_WIDTH) {
        return read_leaves(store, tile->index, buf, out_count);
    }
    enum pal_log_statement index = tile->holds_entries ? PAL_LOG_BUNDLE_FROM
                                   : is_of_leaves      ? PAL_LOG_LEAVES_FROM
                                                       : PAL_LOG_NODES_FROM;
    PAL_QUERY(query, store, PAL_SQL_LOG, index);
    pal_bind_int(&query, ":first", (int64_t)first);
    pal_bind_int(&query, ":end", (int64_t)(first + tile->width));
    if (index == PAL_LOG_NODES_FROM) {
        pal_bind_int(&query, ":level", level);
    }
    return pal_query_gather(&query, first, tile->holds_entries ? pal_bundle_add : pal_hash_gather,
                            buf, out_count);
}

enum pal_err pal_log_tile(struct pal_store *store, struct pal_text path, struct pal_buf *buf)
{
    struct pal_tile tile;
    PAL_TRY(pal_tile_parse(path, &tile));
    /* Only what a checkpoint vouches for, and only nodes whose subtree is complete. */
    uint64_t available = store->log.signed_head.size >> (tile.level * PAL_TILE_HEIGHT);
    uint64_t first_missing = available / PAL_TILE_WIDTH;
    bool is_there = tile.index < first_missing ||
                    (tile.index == first_missing && tile.width <= available % PAL_TILE_WIDTH);
    if (!is_there) {
        return PAL_ERR_TILE_PATH;
    }
    uint64_t count = 0;
    size_t before = buf->size;
    enum pal_err err = read_tile(store, &tile, buf, &count);
    if (err == PAL_ERR_NOT_FOUND || (err == PAL_OK && count != tile.width)) {
        err = PAL_ERR_STORE_CORRUPT;
    }
    if (err != PAL_OK && buf->bytes != NULL) { /* nothing of it stays */
        buf->size = before;
        buf->bytes[before] = '\0';
    }
    return err;
}

enum pal_err pal_log_proof(struct pal_store *store, uint64_t index, struct pal_buf *buf)
{
    if (index >= store->log.signed_head.size) {
        return PAL_ERR_NOT_FOUND;
    }
    struct pal_tree_source source = pal_log_source(store);
    PAL_BUF(note);
    PAL_TRY(pal_log_checkpoint(store, &note));
    struct pal_proof_text text = {.index = index, .note = pal_buf_text(&note)};
    PAL_TRY(pal_tree_prove_inclusion(&source, index, store->log.signed_head.size, &text.proof));
    pal_proof_write(&text, buf);
    return PAL_OK;
}

enum pal_err pal_log_consistency(struct pal_store *store, uint64_t old_size, uint64_t new_size,
                                 struct pal_proof *out_proof)
{
    if (old_size > new_size || new_size > store->log.signed_head.size) {
        return PAL_ERR_NOT_FOUND;
    }
    struct pal_tree_source source = pal_log_source(store);
    return pal_tree_prove_consistency(&source, old_size, new_size, out_proof);
}
