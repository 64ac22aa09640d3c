/*
 * verify_tree.c - hashes the entries of a record again, and holds its tiles against them: V3.
 *
 * A bundle is read once: while it is in the cache of the processor it is hashed, and handed to who
 * reads what its entries say.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "audit/tile.h"
#include "base/check.h"

#include "verifying.h"

_Static_assert((int)PAL_TREE_BLOCK == (int)PAL_TILE_WIDTH, "a tile is a block of leaves");

enum { TILE_LEVELS = PAL_TILE_LEVEL_MAX + 1, SIZE_BYTES = 2 };

/* --- bundles -------------------------------------------------------------------------------------- */

static enum pal_err read_tile(const struct pal_tar *tar, const struct pal_tile *tile,
                              size_t max_bytes, struct pal_buf *out)
{
    PAL_BUF(name);
    pal_buf_add_string(&name, "log/");
    pal_tile_write(tile, &name);
    pal_buf_clear(out);
    const struct pal_tar_file *file = pal_tar_find(tar, pal_buf_text(&name));
    return file == NULL ? PAL_ERR_NOT_FOUND : pal_tar_content(tar, file, max_bytes, out);
}

/* The bundle of which that is the first entry, in a log of that size, and how many it should hold. */
static enum pal_err read_bundle(const struct pal_tar *tar, uint64_t first, uint64_t size,
                                struct pal_buf *out, size_t *out_count)
{
    PAL_CHECK(first < size && first % PAL_TILE_WIDTH == 0);
    const struct pal_tile tile = {
        .holds_entries = true,
        .index = first / PAL_TILE_WIDTH,
        .width = size - first < PAL_TILE_WIDTH ? (unsigned)(size - first) : PAL_TILE_WIDTH,
    };
    *out_count = tile.width;
    return read_tile(tar, &tile, (size_t)PAL_TILE_WIDTH * (SIZE_BYTES + UINT16_MAX), out);
}

/* --- tiles ---------------------------------------------------------------------------------------- */

struct hashing {
    struct pal_tree_check *check;
    struct pal_tree_edge edge;
    struct pal_buf bundle;
    struct pal_buf tile;
    /* The hashes of the tiles that are being filled, one per level. */
    struct pal_buf hashes[TILE_LEVELS];
    uint64_t index[TILE_LEVELS];
};

static void hashing_done(struct hashing *hashing)
{
    for (size_t i = 0; i < TILE_LEVELS; i++) {
        pal_buf_done(&hashing->hashes[i]);
    }
    pal_buf_done(&hashing->tile);
    pal_buf_done(&hashing->bundle);
}

/* The first reason is kept. */
static void fail(struct pal_tree_check *check, const char *format, ...) PAL_PRINTF(2, 3);
static void fail(struct pal_tree_check *check, const char *format, ...)
{
    if (check->has_failed) {
        return;
    }
    check->has_failed = true;
    va_list arguments;
    va_start(arguments, format);
    PAL_CHECK(vsnprintf(check->why, sizeof check->why, format, arguments) >= 0);
    va_end(arguments);
}

/* A tile is whole, or the log ends in it: it is held against the file. */
static void check_tile(struct hashing *hashing, unsigned level)
{
    struct pal_buf *hashes = &hashing->hashes[level];
    const struct pal_tile tile = {.level = level,
                                  .index = hashing->index[level],
                                  .width = (unsigned)(hashes->size / PAL_HASH_SIZE)};
    enum pal_err err = read_tile(hashing->check->tar, &tile, (size_t)PAL_TILE_WIDTH * PAL_HASH_SIZE,
                                 &hashing->tile);
    if (err != PAL_OK) {
        fail(hashing->check, "tile %llu of level %u: %s", (unsigned long long)tile.index, level,
             pal_err_slug(err));
    } else if (!pal_text_equal(pal_buf_text(hashes), pal_buf_text(&hashing->tile))) {
        fail(hashing->check, "tile %llu of level %u is not that of the entries",
             (unsigned long long)tile.index, level);
    }
    pal_buf_clear(hashes);
    hashing->index[level]++;
}

static void add_hashes(struct hashing *hashing, unsigned level, const struct pal_hash *hashes,
                       size_t count)
{
    pal_buf_add(&hashing->hashes[level], hashes, count * PAL_HASH_SIZE);
    if (hashing->hashes[level].size == (size_t)PAL_TILE_WIDTH * PAL_HASH_SIZE) {
        check_tile(hashing, level);
    }
}

/* Leaves that were appended, and the nodes that they completed. */
static void add_appended(struct hashing *hashing, const struct pal_hash *leaves, size_t leaf_count,
                         const struct pal_tree_node *nodes, size_t node_count)
{
    add_hashes(hashing, 0, leaves, leaf_count);
    for (size_t i = 0; i < node_count; i++) {
        if (nodes[i].level % PAL_TILE_HEIGHT == 0) {
            add_hashes(hashing, nodes[i].level / PAL_TILE_HEIGHT, &nodes[i].hash, 1);
        }
    }
    if (hashing->edge.size == hashing->check->since_size) {
        hashing->check->since_root = pal_tree_edge_head(&hashing->edge).root;
    }
}

static void add_leaves(struct hashing *hashing, const struct pal_hash *leaves, size_t count)
{
    struct pal_tree_node nodes[PAL_TREE_LEVELS];
    uint64_t size = hashing->edge.size;
    uint64_t since = hashing->check->since_size;
    if (count == PAL_TREE_BLOCK && (since <= size || since >= size + count)) {
        size_t node_count = pal_tree_append_block(&hashing->edge, leaves, nodes);
        add_appended(hashing, leaves, count, nodes, node_count);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        size_t node_count = pal_tree_append(&hashing->edge, &leaves[i], nodes);
        add_appended(hashing, &leaves[i], 1, nodes, node_count);
    }
}

/* --- the whole -------------------------------------------------------------------------------------- */

static bool hash_bundle(struct hashing *hashing)
{
    struct pal_text entries[PAL_TILE_WIDTH];
    struct pal_hash leaves[PAL_TILE_WIDTH];
    size_t count = 0;
    size_t expected = 0;
    const struct pal_tree_check *check = hashing->check;
    uint64_t first = hashing->edge.size;
    unsigned long long index = first / PAL_TILE_WIDTH;
    enum pal_err err =
        read_bundle(check->tar, first, check->head.size, &hashing->bundle, &expected);
    if (err != PAL_OK) {
        fail(hashing->check, "bundle %llu: %s", index, pal_err_slug(err));
        return false;
    }
    struct pal_text rest = pal_buf_text(&hashing->bundle);
    while (count < expected && pal_bundle_next(&rest, &entries[count])) {
        count++;
    }
    pal_tree_leaves(entries, count, leaves);
    add_leaves(hashing, leaves, count);
    check->read(check->context, entries, count);
    if (count != expected || rest.size != 0) {
        fail(hashing->check, "bundle %llu does not hold as many entries as it should", index);
        return false;
    }
    return true;
}

bool pal_verify_tree(struct pal_tree_check *check)
{
    struct hashing hashing PAL_CLEANUP(hashing_done) = {.check = check};
    bool is_whole = true;
    while (is_whole && hashing.edge.size < check->head.size) {
        is_whole = hash_bundle(&hashing);
    }
    for (unsigned level = 0; level < TILE_LEVELS; level++) {
        if (hashing.hashes[level].size > 0) {
            check_tile(&hashing, level);
        }
    }
    const struct pal_tree_head head = pal_tree_edge_head(&hashing.edge);
    if (head.size != check->head.size || !pal_hash_equal(&head.root, &check->head.root)) {
        fail(check, "%llu entries do not give the root of the checkpoint",
             (unsigned long long)head.size);
    }
    return is_whole;
}

static enum pal_err add_tile(const struct pal_tar *tar, uint64_t log_size, uint64_t size,
                             struct pal_tree_edge *edge)
{
    PAL_BUF(hashes);
    uint64_t first = edge->size;
    const struct pal_tile tile = {
        .index = first / PAL_TILE_WIDTH,
        .width = log_size - first < PAL_TILE_WIDTH ? (unsigned)(log_size - first) : PAL_TILE_WIDTH,
    };
    PAL_TRY(read_tile(tar, &tile, (size_t)PAL_TILE_WIDTH * PAL_HASH_SIZE, &hashes));
    for (size_t i = 0; i < hashes.size / PAL_HASH_SIZE && edge->size < size; i++) {
        struct pal_hash leaf;
        struct pal_tree_node nodes[PAL_TREE_LEVELS];
        memcpy(leaf.bytes, hashes.bytes + i * PAL_HASH_SIZE, PAL_HASH_SIZE);
        (void)pal_tree_append(edge, &leaf, nodes);
    }
    return edge->size > first ? PAL_OK : PAL_ERR_TILE_PATH;
}

bool pal_verify_begins(const struct pal_tar *tar, uint64_t log_size,
                       const struct pal_tree_head *head)
{
    struct pal_tree_edge edge = {0};
    while (edge.size < head->size && head->size <= log_size) {
        if (add_tile(tar, log_size, head->size, &edge) != PAL_OK) {
            return false; /* V3 has failed */
        }
    }
    const struct pal_tree_head found = pal_tree_edge_head(&edge);
    return found.size == head->size && pal_hash_equal(&found.root, &head->root);
}
