/*
 * tree.c - proofs that one entry is in the log, and that a log only grew.
 *
 * RULE docs/rules/log.md
 * > A leaf's hash is SHA-256 of a zero byte and the entry. A node's hash is SHA-256 of a byte one,
 * > the hash of its left child and the hash of its right child. The hash of an empty tree is SHA-256
 * > of nothing.
 */
#include "audit/tree.h"

#include <stdbool.h>
#include <string.h>

#include "base/check.h"

enum { LEAF = 0x00, NODE = 0x01 };

struct pal_hash pal_tree_leaf(const void *bytes, size_t size)
{
    struct pal_hash hash;
    const struct pal_text entry = {bytes, size};
    pal_hash_public(LEAF, &entry, 1, &hash);
    return hash;
}

void pal_tree_leaves(const struct pal_text *entries, size_t count, struct pal_hash *out_leaves)
{
    pal_hash_public(LEAF, entries, count, out_leaves);
}

/* Children that lie one behind the other are what their parent is the hash of. */
_Static_assert(sizeof(struct pal_hash) == PAL_HASH_SIZE, "a hash is its bytes");

struct pal_hash pal_tree_parent(const struct pal_hash *left, const struct pal_hash *right)
{
    struct pal_hash hash;
    const struct pal_hash children[2] = {*left, *right};
    const struct pal_text bytes = {(const char *)children, sizeof children};
    pal_hash_public(NODE, &bytes, 1, &hash);
    return hash;
}

void pal_tree_parents(const struct pal_hash *children, size_t count, struct pal_hash *out_parents)
{
    struct pal_text pairs[PAL_TREE_BLOCK / 2];
    PAL_CHECK(count <= PAL_TREE_BLOCK / 2);
    for (size_t i = 0; i < count; i++) {
        pairs[i] = (struct pal_text){(const char *)&children[2 * i], 2 * sizeof children[0]};
    }
    pal_hash_public(NODE, pairs, count, out_parents);
}

/* Joins a complete subtree of that level, and those that it completes, to the edge. */
static size_t join(struct pal_tree_edge *edge, unsigned level, struct pal_hash hash,
                   struct pal_tree_node *out_nodes)
{
    size_t count = 0;
    uint64_t place = edge->size;
    for (; (place >> level & 1) != 0; level++) {
        hash = pal_tree_parent(&edge->peaks[level], &hash);
        out_nodes[count++] =
            (struct pal_tree_node){.level = level + 1, .index = place >> (level + 1), .hash = hash};
    }
    edge->peaks[level] = hash;
    return count;
}

size_t pal_tree_append(struct pal_tree_edge *edge, const struct pal_hash *leaf,
                       struct pal_tree_node out_nodes[PAL_TREE_LEVELS])
{
    PAL_CHECK(edge->size < INT64_MAX);
    size_t count = join(edge, 0, *leaf, out_nodes);
    edge->size++;
    return count;
}

size_t pal_tree_append_block(struct pal_tree_edge *edge,
                             const struct pal_hash leaves[PAL_TREE_BLOCK],
                             struct pal_tree_node out_nodes[PAL_TREE_LEVELS])
{
    struct pal_hash hashes[2][PAL_TREE_BLOCK / 2];
    PAL_CHECK(edge->size < INT64_MAX - PAL_TREE_BLOCK);
    PAL_CHECK(edge->size % PAL_TREE_BLOCK == 0);
    const struct pal_hash *children = leaves;
    for (unsigned level = 1; level <= PAL_TREE_BLOCK_LEVEL; level++) {
        pal_tree_parents(children, PAL_TREE_BLOCK >> level, hashes[level % 2]);
        children = hashes[level % 2];
    }
    out_nodes[0] = (struct pal_tree_node){.level = PAL_TREE_BLOCK_LEVEL,
                                          .index = edge->size >> PAL_TREE_BLOCK_LEVEL,
                                          .hash = children[0]};
    size_t joined = join(edge, PAL_TREE_BLOCK_LEVEL, children[0], out_nodes + 1);
    edge->size += PAL_TREE_BLOCK;
    return 1 + joined;
}

struct pal_tree_head pal_tree_edge_head(const struct pal_tree_edge *edge)
{
    struct pal_tree_head head = {.size = edge->size, .root = pal_hash_of("", 0)};
    bool is_first = true;
    for (unsigned level = 0; level < PAL_TREE_LEVELS; level++) {
        if ((edge->size >> level & 1) != 0) {
            const struct pal_hash *peak = &edge->peaks[level];
            head.root = is_first ? *peak : pal_tree_parent(peak, &head.root);
            is_first = false;
        }
    }
    return head;
}

enum pal_err pal_tree_edge_read(const struct pal_tree_source *source, uint64_t size,
                                struct pal_tree_edge *out_edge)
{
    PAL_CHECK(size <= INT64_MAX);
    struct pal_tree_edge edge = {.size = size};
    for (unsigned level = 0; level < PAL_TREE_LEVELS; level++) {
        if ((size >> level & 1) == 0) {
            continue;
        }
        PAL_TRY(source->read(source->context, level, (size >> level) - 1, &edge.peaks[level]));
    }
    *out_edge = edge;
    return PAL_OK;
}

/* The root over the leaves from begin to end, excluded, where begin is a multiple of a power of two
 * that is no smaller than their number: complete subtrees, joined from the smallest on. */
static enum pal_err subtree(const struct pal_tree_source *source, uint64_t begin, uint64_t end,
                            struct pal_hash *out_root)
{
    bool is_first = true;
    uint64_t count = end - begin;
    for (unsigned level = 0; level < PAL_TREE_LEVELS; level++) {
        if ((count >> level & 1) == 0) {
            continue;
        }
        struct pal_hash node;
        PAL_TRY(source->read(source->context, level, (end >> level) - 1, &node));
        *out_root = is_first ? node : pal_tree_parent(&node, out_root);
        is_first = false;
        end -= UINT64_C(1) << level;
    }
    return PAL_OK;
}

/* Adds the sibling of each node from this one up to the root of the tree of that size. */
static enum pal_err climb(const struct pal_tree_source *source, struct pal_tree_node node,
                          uint64_t size, struct pal_proof *proof)
{
    for (; (size - 1) >> node.level != 0; node.level++, node.index >>= 1) {
        bool is_right = (node.index & 1) != 0;
        uint64_t begin = (is_right ? node.index - 1 : node.index + 1) << node.level;
        if (begin >= size) {
            continue; /* the last node of a level without a sibling is its own parent */
        }
        uint64_t end = begin + (UINT64_C(1) << node.level);
        PAL_TRY(subtree(source, begin, end < size ? end : size, &proof->hashes[proof->count]));
        proof->count++;
    }
    return PAL_OK;
}

enum pal_err pal_tree_prove_inclusion(const struct pal_tree_source *source, uint64_t index,
                                      uint64_t size, struct pal_proof *out_proof)
{
    PAL_CHECK(index < size);
    PAL_CHECK(size <= INT64_MAX);
    out_proof->count = 0;
    return climb(source, (struct pal_tree_node){.index = index}, size, out_proof);
}

enum pal_err pal_tree_prove_consistency(const struct pal_tree_source *source, uint64_t old_size,
                                        uint64_t new_size, struct pal_proof *out_proof)
{
    PAL_CHECK(old_size <= new_size);
    PAL_CHECK(new_size <= INT64_MAX);
    out_proof->count = 0;
    if (old_size == 0 || old_size == new_size) {
        return PAL_OK;
    }

    /* From the largest complete subtree that ends where the old tree does. */
    struct pal_tree_node node = {.index = old_size - 1};
    for (; (node.index & 1) != 0; node.index >>= 1) {
        node.level++;
    }
    if (node.index != 0) { /* otherwise it is the whole old tree, whose root is known */
        PAL_TRY(source->read(source->context, node.level, node.index, &out_proof->hashes[0]));
        out_proof->count = 1;
    }
    return climb(source, node, new_size, out_proof);
}

/* How far a check has climbed: fn and sn are those of the rules quoted below. */
struct pal_tree_path {
    uint64_t fn, sn;
};

/* Takes one step up; true when the hash stands on the left. */
static bool step(struct pal_tree_path *path)
{
    bool is_left = (path->fn & 1) != 0 || path->fn == path->sn;
    if (is_left) {
        while ((path->fn & 1) == 0 && path->fn != 0) {
            path->fn >>= 1;
            path->sn >>= 1;
        }
    }
    path->fn >>= 1;
    path->sn >>= 1;
    return is_left;
}

/* RULE docs/rules/log.md
 * > Set fn to the leaf's index and sn to the size less one. For each hash of the proof: fail if sn
 * > is zero; if fn is odd or equals sn, the hash stands on the left, and if fn is even, halve fn and
 * > sn until fn is odd or zero; otherwise the hash stands on the right; then halve both. At the end
 * > sn is zero and the hash reached is the root.
 */
enum pal_err pal_tree_check_inclusion(const struct pal_hash *leaf, uint64_t index,
                                      const struct pal_proof *proof,
                                      const struct pal_tree_head *head)
{
    if (index >= head->size) {
        return PAL_ERR_PROOF_INVALID;
    }
    struct pal_tree_path path = {.fn = index, .sn = head->size - 1};
    struct pal_hash root = *leaf;
    for (size_t i = 0; i < proof->count; i++) {
        const struct pal_hash *hash = &proof->hashes[i];
        if (path.sn == 0) {
            return PAL_ERR_PROOF_INVALID;
        }
        root = step(&path) ? pal_tree_parent(hash, &root) : pal_tree_parent(&root, hash);
    }
    bool holds = path.sn == 0 && pal_hash_equal(&root, &head->root);
    return holds ? PAL_OK : PAL_ERR_PROOF_INVALID;
}

/* RULE docs/rules/log.md
 * > Set fn to the old size less one and sn to the new size less one, and halve both while fn is odd.
 * > The first hash starts both roots. For each other hash: fail if sn is zero; if fn is odd or equals
 * > sn, the hash stands on the left in both roots, and if fn is even, halve fn and sn until fn is odd
 * > or zero; otherwise it stands on the right in the new root alone; then halve both. At the end sn is
 * > zero, the first root is the old one and the second the new one.
 */
static enum pal_err check_growth(const struct pal_proof *proof,
                                 const struct pal_tree_head *old_head,
                                 const struct pal_tree_head *new_head)
{
    bool is_power_of_two = (old_head->size & (old_head->size - 1)) == 0;
    struct pal_hash old_root = is_power_of_two ? old_head->root : proof->hashes[0];
    struct pal_hash new_root = old_root;

    struct pal_tree_path path = {.fn = old_head->size - 1, .sn = new_head->size - 1};
    while ((path.fn & 1) != 0) {
        path.fn >>= 1;
        path.sn >>= 1;
    }
    for (size_t i = is_power_of_two ? 0 : 1; i < proof->count; i++) {
        const struct pal_hash *hash = &proof->hashes[i];
        if (path.sn == 0) {
            return PAL_ERR_PROOF_INVALID;
        }
        if (step(&path)) {
            old_root = pal_tree_parent(hash, &old_root);
            new_root = pal_tree_parent(hash, &new_root);
        } else {
            new_root = pal_tree_parent(&new_root, hash);
        }
    }
    bool holds = path.sn == 0 && pal_hash_equal(&old_root, &old_head->root) &&
                 pal_hash_equal(&new_root, &new_head->root);
    return holds ? PAL_OK : PAL_ERR_PROOF_INVALID;
}

/* RULE docs/rules/log.md
 * > A tree of zero leaves is the beginning of every tree, and a tree is the beginning of itself: the
 * > proof is then empty. In every other case it is not. If the old size is a power of two, the old
 * > root is put before the proof.
 */
enum pal_err pal_tree_check_consistency(const struct pal_proof *proof,
                                        const struct pal_tree_head *old_head,
                                        const struct pal_tree_head *new_head)
{
    if (old_head->size > new_head->size) {
        return PAL_ERR_PROOF_INVALID;
    }
    bool is_trivial = old_head->size == 0 || old_head->size == new_head->size;
    if (is_trivial != (proof->count == 0)) {
        return PAL_ERR_PROOF_INVALID;
    }
    if (!is_trivial) {
        return check_growth(proof, old_head, new_head);
    }
    struct pal_hash empty = pal_hash_of("", 0);
    bool holds =
        (old_head->size > 0 || pal_hash_equal(&old_head->root, &empty)) &&
        (old_head->size < new_head->size || pal_hash_equal(&old_head->root, &new_head->root));
    return holds ? PAL_OK : PAL_ERR_PROOF_INVALID;
}
