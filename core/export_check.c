/* export_check.c - the log, hashed again while it is exported. */
#include "export_check.h"

#include "base/check.h"

#include "state.h"

/* Threads wake each other once for several bundles. */
enum { PIECE_SIZE = 1 << 18 };

void pal_export_check_done(struct pal_export_check *check)
{
    pal_pipe_done(&check->pipe);
    pal_keys_done(&check->keys);
    pal_buf_done(&check->bundles);
    check->is_started = false;
}

/* Leaves that were appended, and the nodes that they completed. */
static void add_made(struct pal_export_check *check, const struct pal_hash *leaves,
                     size_t leaf_count, const struct pal_tree_node *nodes, size_t node_count)
{
    pal_hash_add(&check->made[0], leaves, leaf_count * sizeof leaves[0]);
    for (size_t i = 0; i < node_count; i++) {
        if (nodes[i].level % PAL_TILE_HEIGHT == 0) {
            pal_hash_add(&check->made[nodes[i].level / PAL_TILE_HEIGHT], nodes[i].hash.bytes,
                         PAL_HASH_SIZE);
        }
    }
}

/* The entries of a tile, or those behind the last tile that is full. */
static void append(struct pal_export_check *check, const struct pal_text *entries, size_t count)
{
    struct pal_hash leaves[PAL_TILE_WIDTH];
    struct pal_tree_node nodes[PAL_TREE_LEVELS];
    pal_tree_leaves(entries, count, leaves);
    if (count == PAL_TREE_BLOCK) {
        size_t node_count = pal_tree_append_block(&check->edge, leaves, nodes);
        add_made(check, leaves, count, nodes, node_count);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        size_t node_count = pal_tree_append(&check->edge, &leaves[i], nodes);
        add_made(check, &leaves[i], 1, nodes, node_count);
    }
}

/* In a thread of its own: bundles, of which only the last one may not be full. */
static enum pal_err take(void *context, struct pal_buf *piece, size_t mark)
{
    struct pal_export_check *check = context;
    struct pal_text entries[PAL_TILE_WIDTH];
    struct pal_text rest = pal_buf_text(piece);
    (void)mark;
    while (rest.size > 0) {
        size_t count = 0;
        while (count < PAL_TILE_WIDTH && pal_bundle_next(&rest, &entries[count])) {
            PAL_TRY(pal_log_keys_scan(&check->keys, check->edge.size + count, entries[count],
                                      &check->of_keys));
            count++;
        }
        PAL_CHECK(count > 0); /* we wrote them */
        append(check, entries, count);
    }
    return PAL_OK;
}

void pal_export_check_start(struct pal_export_check *check)
{
    for (size_t i = 0; i < PAL_EXPORT_LEVELS; i++) {
        pal_hash_init(&check->made[i]);
        pal_hash_init(&check->written[i]);
    }
    check->is_started = true;
    pal_pipe_start(&check->pipe, take, check);
}

enum pal_err pal_export_check_add(struct pal_export_check *check, const struct pal_tile *tile,
                                  struct pal_text bytes)
{
    if (!tile->holds_entries) {
        pal_hash_add(&check->written[tile->level], bytes.bytes, bytes.size);
        return PAL_OK;
    }
    pal_buf_add_text(&check->bundles, bytes);
    return check->bundles.size < PIECE_SIZE ? PAL_OK
                                            : pal_pipe_put(&check->pipe, &check->bundles, 0);
}

enum pal_err pal_export_check_end(struct pal_export_check *check, const struct pal_store *store)
{
    PAL_TRY(pal_pipe_put(&check->pipe, &check->bundles, 0));
    PAL_TRY(pal_pipe_drain(&check->pipe));
    const struct pal_tree_head head = pal_tree_edge_head(&check->edge);
    const struct pal_tree_head *signed_head = &store->log.signed_head;
    bool is_right = head.size == signed_head->size &&
                    pal_hash_equal(&head.root, &signed_head->root) &&
                    pal_log_keys_agree(store, &check->keys, check->of_keys);
    for (size_t i = 0; i < PAL_EXPORT_LEVELS; i++) {
        struct pal_hash made = pal_hash_final(&check->made[i]);
        struct pal_hash written = pal_hash_final(&check->written[i]);
        is_right = is_right && pal_hash_equal(&made, &written);
    }
    return is_right ? PAL_OK : PAL_ERR_LOG_BROKEN;
}
