/*
 * export_check.h - the log, hashed again while it is exported; for the files of core/ alone.
 *
 * RULE docs/rules/log.md
 * > A command that opens a society only to export it hashes the entries while it writes them, and signs
 * > nothing before they gave what was signed last.
 *
 * A thread of its own does it.
 */
#ifndef PAL_CORE_EXPORT_CHECK_H
#define PAL_CORE_EXPORT_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "audit/keys.h"
#include "audit/tile.h"
#include "audit/tree.h"
#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/pipe.h"

struct pal_store;

enum { PAL_EXPORT_LEVELS = PAL_TILE_LEVEL_MAX + 1 };

struct pal_export_check {
    bool is_started;
    struct pal_pipe pipe;
    /* The second thread's, until the pipe is drained. */
    struct pal_tree_edge edge;
    struct pal_keys keys;
    uint64_t of_keys;
    struct pal_hash_state
        made[PAL_EXPORT_LEVELS]; /* of the hashes that the entries give, by level */
    /* This one's. */
    struct pal_buf bundles;                           /* that were not handed over yet */
    struct pal_hash_state written[PAL_EXPORT_LEVELS]; /* of those that are exported */
};
/* Accepts one that was not started. */
void pal_export_check_done(struct pal_export_check *check);

/* From here on it stays where it is. */
void pal_export_check_start(struct pal_export_check *check);
/* A tile of the log as it is exported: bundles in their order, and the tiles of each level in theirs. */
PAL_MUST_USE enum pal_err pal_export_check_add(struct pal_export_check *check,
                                               const struct pal_tile *tile, struct pal_text bytes);
/* After the last one. PAL_ERR_LOG_BROKEN: the entries do not give the tiles, the keys or the checkpoint */
PAL_MUST_USE enum pal_err pal_export_check_end(struct pal_export_check *check,
                                               const struct pal_store *store);

#endif
