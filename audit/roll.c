/* roll.c - the line of a right, its leaf, and roots of which only the edge is kept. */
#include "audit/roll.h"

#include <stdio.h>

void pal_right_write(const struct pal_right *right, struct pal_buf *line)
{
    char rank[24];
    int rank_size = snprintf(rank, sizeof rank, "%lld", (long long)right->rank);
    pal_frame(line, "roll");
    pal_frame_add(line, right->poll->bytes, PAL_UUID_SIZE);
    pal_frame_add(line, right->member->bytes, PAL_UUID_SIZE);
    pal_frame_add(line, right->college.bytes, right->college.size);
    pal_frame_add(line, rank, (size_t)rank_size);
}

struct pal_hash pal_right_leaf(const uint8_t salt[PAL_SALT_SIZE], struct pal_text line)
{
    return pal_commitment(salt, line);
}

void pal_root_add(struct pal_tree_edge *edge, const struct pal_hash *leaf)
{
    struct pal_tree_node nodes[PAL_TREE_LEVELS];
    struct pal_hash hash = pal_tree_leaf(leaf->bytes, PAL_HASH_SIZE);
    (void)pal_tree_append(edge, &hash, nodes); /* only the root is kept */
}

struct pal_hash pal_root_of(const struct pal_tree_edge *edge)
{
    return pal_tree_edge_head(edge).root;
}
