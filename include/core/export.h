/*
 * export.h - the record of a poll, or of the whole society, as a file that anyone can check alone.
 *
 * RULE docs/rules/record.md
 * > A record is of one poll, or of the whole society: of every poll that is published or void after its call.
 *
 * The same society at the same checkpoint gives the same bytes. What is read is read once, row by
 * row: a log of millions of entries takes no more memory than a small one, but for the names of the
 * files.
 */
#ifndef PAL_CORE_EXPORT_H
#define PAL_CORE_EXPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "audit/tree.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/source.h"
#include "base/text.h"

struct pal_store;

struct pal_export_spec {
    const struct pal_uuid *poll; /* NULL: all of it */
    const char *path;            /* of the tar; its signature is beside it, with .minisig */
    bool replaces;               /* what stands there may be written over */
    bool passes;                 /* nobody waits for it to be on disk */
    void (*progress)(void *context, uint64_t done, uint64_t total); /* of files; or NULL */
    void *context;
};
struct pal_export_made {
    struct pal_tree_head head; /* the checkpoint */
    struct pal_hash note;      /* SHA-256 of its signed note */
    uint64_t size;             /* of the tar, in bytes */
};

/* Appends the name under which a record is published: "palabre-all-1234.tar". */
void pal_export_name(const struct pal_uuid *poll, uint64_t size, struct pal_buf *buf);
/* May this poll be exported? PAL_ERR_NOT_FOUND, PAL_ERR_POLL_NOT_COUNTED */
PAL_MUST_USE enum pal_err pal_export_check(struct pal_store *store, const struct pal_uuid *poll);

/* Writes the record of what a snapshot, or a store that reads, has at its last checkpoint. Both files
 * are made under other names and renamed when they are on disk.
 * PAL_ERR_NOT_FOUND, PAL_ERR_POLL_NOT_COUNTED
 * PAL_ERR_LOG_KEY       the log's key is not here: nobody could sign
 * PAL_ERR_LOG_STATE     the log is not well: what it says is not handed on under its signature
 * PAL_ERR_LOG_BROKEN    of a store that was opened to export: its entries do not give what was signed
 * PAL_ERR_FILE_EXISTS, PAL_ERR_FILE_WRITE, PAL_ERR_STORE_* */
PAL_MUST_USE enum pal_err pal_export_make(struct pal_store *store,
                                          const struct pal_export_spec *spec,
                                          struct pal_export_made *out_made);

/* The same as a file that has no name, made beside the database: what a server hands on, gone when it
 * is released. Of the spec, the poll and the progress. PAL_ERR_NOT_FOUND also of a store in memory. */
struct pal_export_held {
    struct pal_export_made made;
    struct pal_source tar;
    struct pal_buf signature, note;
};
void pal_export_held_done(struct pal_export_held *held);
PAL_MUST_USE enum pal_err pal_export_hold(struct pal_store *store,
                                          const struct pal_export_spec *asked,
                                          struct pal_export_held *out_held);

/* Appends minisign.pub, the key that signs records. PAL_ERR_LOG_KEY */
PAL_MUST_USE enum pal_err pal_export_key(const struct pal_store *store, struct pal_buf *buf);

#endif
