/*
 * diff.h - which words differ between two texts, how many, and what two changes of one text make
 * together.
 *
 * RULE docs/rules/diff.md
 * > A text is cut into words, blanks and signs, and nothing of it is lost: put one after the other they
 * > are the text again, byte for byte.
 *
 * Pure, and the same on every machine: the words that differ decide the order of votes.
 */
#ifndef PAL_BASE_DIFF_H
#define PAL_BASE_DIFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/pieces.h"
#include "base/text.h"

/* A change: these pieces of the base give way to those of the text; either may be none. */
struct pal_diff_edit {
    size_t at, end;         /* pieces of the base */
    size_t new_at, new_end; /* pieces of the text */
};

/* How a text differs from a base: edits in order, that neither overlap nor touch. */
struct pal_diff {
    struct pal_pieces base, text;
    struct pal_diff_edit *edits;
    size_t edit_count, edit_capacity;
    uint64_t distance; /* words and signs of all edits that are in one text and not in the other */
    bool is_coarse;    /* they differ too much to be searched: one edit, first to last difference */
};
#define PAL_DIFF(name) struct pal_diff name PAL_CLEANUP(pal_diff_done) = {0}
void pal_diff_done(struct pal_diff *diff);

/* Both texts are borrowed until pal_diff_done. The work is bounded. PAL_ERR_TEXT_UTF8 */
PAL_MUST_USE enum pal_err pal_diff_make(struct pal_text base, struct pal_text text,
                                        struct pal_diff *out);

enum pal_diff_op { PAL_DIFF_KEEP, PAL_DIFF_REMOVE, PAL_DIFF_ADD };
/* "keep", "remove", "add". Static. */
const char *pal_diff_op_word(enum pal_diff_op op);
/* The diff as runs of bytes, in order: what is kept and removed is the base, what is kept and added
 * is the text. Runs are lent, and never empty. */
void pal_diff_walk(const struct pal_diff *diff,
                   void (*visit)(void *context, enum pal_diff_op op, struct pal_text run),
                   void *context);

/* Of two diffs of one base: do they want different things of the same words? */
bool pal_diff_contradicts(const struct pal_diff *a, const struct pal_diff *b);

/* Appends the base with the changes of all the diffs, in whatever order they are given; of one base, and
 * one at least. PAL_ERR_DIFF_CONTRARY when two contradict each other: nothing is appended. */
PAL_MUST_USE enum pal_err pal_diff_merge(const struct pal_diff *diffs, size_t count,
                                         struct pal_buf *out);

#endif
