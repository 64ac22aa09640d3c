/*
 * roll.h - the line of a right on the roll of a poll, and what the root of the roll has of it.
 *
 * RULE docs/rules/polls.md
 * > The line of a right is frame("roll", poll, member, college, rank), its leaf the commitment to that
 * > line under the salt of the member for this poll, and the root of the roll that of the Merkle tree
 * > over the leaves in order of rank.
 */
#ifndef PAL_AUDIT_ROLL_H
#define PAL_AUDIT_ROLL_H

#include <stdint.h>

#include "audit/entry.h"
#include "audit/tree.h"
#include "base/attr.h"
#include "base/crypto.h"
#include "base/text.h"

struct pal_right {
    const struct pal_uuid *poll, *member;
    struct pal_text college; /* empty where the constitution has none */
    int64_t rank;            /* from 1 */
};
/* Appends the line. */
void pal_right_write(const struct pal_right *right, struct pal_buf *line);
/* The leaf of a line, 32 bytes, which the tree takes. */
struct pal_hash pal_right_leaf(const uint8_t salt[PAL_SALT_SIZE], struct pal_text line);

/* Appends 32 bytes to a tree of which only the edge is kept: a leaf of the roll, a mark, the hash or
 * the commitment of a ballot. */
void pal_root_add(struct pal_tree_edge *edge, const struct pal_hash *leaf);
/* The root of what was appended. */
struct pal_hash pal_root_of(const struct pal_tree_edge *edge);

#endif
