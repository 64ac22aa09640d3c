/* export_check.c - the log, hashed again while it is exported. */
#include "export_check.h"

#include <string.h>

#include "audit/tar.h"
#include "base/check.h"

#include "export_file.h"
#include "state.h"

/* In the tar full tiles of a level follow each other, each behind its header. */
enum { TILE_SIZE = PAL_TILE_WIDTH * PAL_HASH_SIZE, STEP = PAL_TAR_BLOCK + TILE_SIZE };
_Static_assert(TILE_SIZE % PAL_TAR_BLOCK == 0, "nothing pads a full tile");

void pal_export_check_done(struct pal_export_check *check)
{
    pal_pipe_done(&check->pipe);
    pal_keys_done(&check->keys);
    check->is_started = false;
}

/* Are these the hashes that were written there? They are of one tile. */
static enum pal_err compare(const struct pal_export_check *check, size_t level, uint64_t index,
                            const struct pal_hash *hashes, size_t count)
{
    struct pal_hash written[PAL_TILE_WIDTH];
    uint64_t tile_at = check->tiles_at[level] + index / PAL_TILE_WIDTH * STEP;
    size_t size = count * sizeof hashes[0];
    PAL_TRY(pal_export_file_read(check->out, tile_at + index % PAL_TILE_WIDTH * PAL_HASH_SIZE,
                                 written, size));
    return memcmp(hashes, written, size) == 0 ? PAL_OK : PAL_ERR_LOG_BROKEN;
}

static enum pal_err compare_nodes(const struct pal_export_check *check,
                                  const struct pal_tree_node *nodes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (nodes[i].level % PAL_TILE_HEIGHT == 0) {
            PAL_TRY(compare(check, nodes[i].level / PAL_TILE_HEIGHT, nodes[i].index, &nodes[i].hash,
                            1));
        }
    }
    return PAL_OK;
}

/* The entries of a tile, or those behind the last tile that is full. */
static enum pal_err append(struct pal_export_check *check, const struct pal_text *entries,
                           size_t count)
{
    struct pal_hash leaves[PAL_TILE_WIDTH];
    struct pal_tree_node nodes[PAL_TREE_LEVELS];
    pal_tree_leaves(entries, count, leaves);
    PAL_TRY(compare(check, 0, check->edge.size, leaves, count));
    if (count == PAL_TREE_BLOCK) {
        size_t node_count = pal_tree_append_block(&check->edge, leaves, nodes);
        return compare_nodes(check, nodes, node_count);
    }
    for (size_t i = 0; i < count; i++) {
        /* No node of a tile is among these: that one would need a tile that is full. */
        (void)pal_tree_append(&check->edge, &leaves[i], nodes);
    }
    return PAL_OK;
}

static void skip(struct pal_text *rest, size_t size)
{
    PAL_CHECK(size <= rest->size);
    *rest = (struct pal_text){rest->bytes + size, rest->size - size};
}

/* The bundle that is next in the tar, with its header and its padding: we wrote it. */
static enum pal_err take_bundle(struct pal_export_check *check, struct pal_text *rest)
{
    struct pal_text entries[PAL_TILE_WIDTH];
    uint64_t left = check->size - check->edge.size;
    size_t count = left < PAL_TILE_WIDTH ? (size_t)left : PAL_TILE_WIDTH;
    skip(rest, PAL_TAR_BLOCK);
    const char *begin = rest->bytes;
    for (size_t i = 0; i < count; i++) {
        bool is_read = pal_bundle_next(rest, &entries[i]);
        PAL_CHECK(is_read);
        PAL_TRY(pal_log_keys_scan(&check->keys, check->edge.size + i, entries[i], &check->of_keys));
    }
    skip(rest, pal_tar_padding((uint64_t)(rest->bytes - begin)));
    return append(check, entries, count);
}

/* In a thread of its own: bundles, each whole, and behind the last one what has been nobody's to check. */
static enum pal_err take(void *context, struct pal_buf *piece, size_t mark)
{
    struct pal_export_check *check = context;
    struct pal_text rest = pal_buf_text(piece);
    while (rest.size > 0 && check->edge.size < check->size) {
        PAL_TRY(take_bundle(check, &rest));
    }
    return pal_export_file_pass(check->out, piece, mark);
}

void pal_export_check_place(struct pal_export_check *check, const struct pal_tile *tile,
                            uint64_t offset)
{
    if (!tile->holds_entries && tile->index == 0) {
        check->tiles_at[tile->level] = offset;
    }
}

enum pal_err pal_export_check_start(struct pal_export_check *check, const struct pal_store *store,
                                    struct pal_export_file *out)
{
    check->is_started = true;
    check->size = store->log.signed_head.size;
    check->out = out;
    pal_pipe_start(&check->pipe, take, check);
    return pal_export_file_lead(out, &check->pipe);
}

enum pal_err pal_export_check_end(struct pal_export_check *check, const struct pal_store *store)
{
    if (!check->is_started) {
        return PAL_ERR_LOG_BROKEN; /* no log is empty */
    }
    PAL_TRY(pal_export_file_lead(check->out, NULL));
    const struct pal_tree_head head = pal_tree_edge_head(&check->edge);
    const struct pal_tree_head *signed_head = &store->log.signed_head;
    bool is_right = head.size == signed_head->size &&
                    pal_hash_equal(&head.root, &signed_head->root) &&
                    pal_log_keys_agree(store, &check->keys, check->of_keys);
    return is_right ? PAL_OK : PAL_ERR_LOG_BROKEN;
}
