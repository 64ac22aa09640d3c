/*
 * tree.h - the Merkle tree of a log: hashes, proofs that an entry is in it, that it only grew.
 *
 * The tree takes opaque bytes and is the one of RFC 6962 and RFC 9162 over SHA-256. A node is named
 * by its level (0: leaves) and its index on that level; only nodes whose whole subtree is there are
 * ever stored, all others are made from them. Pure: nothing here reads a database.
 */
#ifndef PAL_AUDIT_TREE_H
#define PAL_AUDIT_TREE_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/text.h"

/* One hash per bit of a 64-bit size; a consistency proof may start with one more. */
enum { PAL_TREE_LEVELS = 64, PAL_PROOF_MAX = PAL_TREE_LEVELS + 1 };

struct pal_hash pal_tree_leaf(const void *bytes, size_t size);
/* Of several entries: sooner than one by one. */
void pal_tree_leaves(const struct pal_text *entries, size_t count, struct pal_hash *out_leaves);
struct pal_hash pal_tree_parent(const struct pal_hash *left, const struct pal_hash *right);

/* Of pairs of children that lie one behind the other: as many parents as count says. */
void pal_tree_parents(const struct pal_hash *children, size_t count, struct pal_hash *out_parents);

/* A size and the root of the tree of that size: what a checkpoint states. */
struct pal_tree_head {
    uint64_t size;
    struct pal_hash root;
};

/* The right edge of a tree, enough to append to it: peaks[level] is the root of the complete
 * subtree of 2^level leaves for each bit that is set in size. {0} is the empty tree. */
struct pal_tree_edge {
    uint64_t size;
    struct pal_hash peaks[PAL_TREE_LEVELS];
};

struct pal_tree_node {
    unsigned level;
    uint64_t index;
    struct pal_hash hash;
};

/* Appends a leaf. Writes the nodes that it completes, levels 1 and up, and returns how many. */
size_t pal_tree_append(struct pal_tree_edge *edge, const struct pal_hash *leaf,
                       struct pal_tree_node out_nodes[PAL_TREE_LEVELS]);
/* Appends as many leaves at once to a tree that has a multiple of them. Writes the nodes that they
 * complete at PAL_TREE_BLOCK_LEVEL and above. */
enum { PAL_TREE_BLOCK_LEVEL = 8, PAL_TREE_BLOCK = 1 << PAL_TREE_BLOCK_LEVEL };
size_t pal_tree_append_block(struct pal_tree_edge *edge,
                             const struct pal_hash leaves[PAL_TREE_BLOCK],
                             struct pal_tree_node out_nodes[PAL_TREE_LEVELS]);
struct pal_tree_head pal_tree_edge_head(const struct pal_tree_edge *edge);

/* Where complete nodes are read from. read is asked only for nodes whose subtree is complete at the
 * size that the caller named; what it returns is returned. */
struct pal_tree_source {
    enum pal_err (*read)(void *context, unsigned level, uint64_t index, struct pal_hash *out_hash);
    void *context;
};

struct pal_proof {
    size_t count;
    struct pal_hash hashes[PAL_PROOF_MAX];
};

/* The edge and the root of the tree of the first size leaves. */
PAL_MUST_USE enum pal_err pal_tree_edge_read(const struct pal_tree_source *source, uint64_t size,
                                             struct pal_tree_edge *out_edge);

/* Proof that the leaf of that index is in the tree of that size; index < size is the caller's to
 * check. Returns what the source returns. */
PAL_MUST_USE enum pal_err pal_tree_prove_inclusion(const struct pal_tree_source *source,
                                                   uint64_t index, uint64_t size,
                                                   struct pal_proof *out_proof);
/* Proof that the tree of old_size leaves is the beginning of the tree of new_size leaves;
 * old_size <= new_size is the caller's to check. Empty where old_size is 0 or new_size. */
PAL_MUST_USE enum pal_err pal_tree_prove_consistency(const struct pal_tree_source *source,
                                                     uint64_t old_size, uint64_t new_size,
                                                     struct pal_proof *out_proof);

/* A proof too long is refused like one too short. PAL_ERR_PROOF_INVALID */
PAL_MUST_USE enum pal_err pal_tree_check_inclusion(const struct pal_hash *leaf, uint64_t index,
                                                   const struct pal_proof *proof,
                                                   const struct pal_tree_head *head);
PAL_MUST_USE enum pal_err pal_tree_check_consistency(const struct pal_proof *proof,
                                                     const struct pal_tree_head *old_head,
                                                     const struct pal_tree_head *new_head);

#endif
