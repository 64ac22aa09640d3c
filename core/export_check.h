/*
 * export_check.h - the log, hashed again while it is exported; for the files of core/ alone.
 *
 * RULE docs/rules/log.md
 * > A command that opens a society only to export it hashes the entries while it writes them, and signs
 * > nothing before they gave what was signed last.
 *
 * Each entry is hashed once, and each node. What they give is not hashed: it is held against the tiles as they
 * stand in the tar, byte by byte, and at the end against the checkpoint.
 *
 * A thread of its own does it, with the pieces of the tar as they pass.
 */
#ifndef PAL_CORE_EXPORT_CHECK_H
#define PAL_CORE_EXPORT_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "audit/keys.h"
#include "audit/tile.h"
#include "audit/tree.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/pipe.h"

struct pal_export_file;
struct pal_store;

enum { PAL_EXPORT_LEVELS = PAL_TILE_LEVEL_MAX + 1 };

struct pal_export_check {
    bool is_started;
    uint64_t tiles_at[PAL_EXPORT_LEVELS]; /* of each level, where its first hash is in the tar */
    uint64_t size;                        /* of the log */
    struct pal_export_file *out;
    struct pal_pipe pipe;
    /* The second thread's, until the pipe is drained. */
    struct pal_tree_edge edge;
    struct pal_keys keys;
    uint64_t of_keys;
};
/* Accepts one that was not started. Before the file. */
void pal_export_check_done(struct pal_export_check *check);

/* A tile of hashes is written so far into the tar. */
void pal_export_check_place(struct pal_export_check *check, const struct pal_tile *tile,
                            uint64_t offset);
/* All of them are, and the bundles follow, in their order. From here on it stays where it is. */
PAL_MUST_USE enum pal_err pal_export_check_start(struct pal_export_check *check,
                                                 const struct pal_store *store,
                                                 struct pal_export_file *out);
/* After the last one. PAL_ERR_LOG_BROKEN: the entries do not give the tiles, the keys or the checkpoint;
 * of the tiles, the file may say it before. */
PAL_MUST_USE enum pal_err pal_export_check_end(struct pal_export_check *check,
                                               const struct pal_store *store);

#endif
