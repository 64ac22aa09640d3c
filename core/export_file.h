/*
 * export_file.h - a tar that is written and hashed file by file; for the files of core/ alone.
 *
 * A header comes before its content and says its size. A small content is kept until its size is
 * known; a large one goes to the disk, its header is put in afterwards, and it is read again to be
 * hashed. A second thread hashes and a third one writes while this one makes what follows: hashing is
 * one chain, beside which nothing else is to wait.
 */
#ifndef PAL_CORE_EXPORT_FILE_H
#define PAL_CORE_EXPORT_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/pipe.h"
#include "base/text.h"

struct pal_export_file {
    char *path;               /* where it is written; removed unless it was finished */
    int file;                 /* a descriptor */
    bool lasts;               /* it is to be on disk */
    struct pal_pipe *through; /* or NULL: pieces go there before they are hashed */
    struct pal_pipe hasher, writer;
    struct pal_blake_state hash; /* the hasher's, until that pipe is drained */
    /* The writer's. */
    uint64_t written, hinted; /* up to here the disk was told to begin */
    /* This thread's. */
    uint64_t size;        /* of what was put into the pipes */
    struct pal_text name; /* of the file that is open in the tar */
    uint64_t header_at;   /* where that one begins */
    bool is_spilled;      /* a part of that one is in the pipes */
    struct pal_buf piece; /* what is not: files that have ended, and this one */
};
#define PAL_EXPORT_FILE(name) \
    struct pal_export_file name PAL_CLEANUP(pal_export_file_done) = {.file = -1}
void pal_export_file_done(struct pal_export_file *out);

/* PAL_ERR_FILE_WRITE everywhere. The path is copied, the name lent until the end. From here on it stays
 * where it is. */
PAL_MUST_USE enum pal_err pal_export_file_open(struct pal_export_file *out, const char *path,
                                               bool lasts);
/* A file of the tar: its content is appended to out->piece, and flushed now and then. */
void pal_export_file_begin(struct pal_export_file *out, struct pal_text name);
PAL_MUST_USE enum pal_err pal_export_file_flush(struct pal_export_file *out);
PAL_MUST_USE enum pal_err pal_export_file_end(struct pal_export_file *out);
/* Between two files: what was put is written when this returns, and what comes goes through that pipe first.
 * Who takes from it passes each piece on, as it was. The pipe is done before this is. */
PAL_MUST_USE enum pal_err pal_export_file_lead(struct pal_export_file *out,
                                               struct pal_pipe *through);
PAL_MUST_USE enum pal_err pal_export_file_pass(struct pal_export_file *out, struct pal_buf *piece,
                                               size_t mark);
/* Reads what is written, in any thread. */
PAL_MUST_USE enum pal_err pal_export_file_read(const struct pal_export_file *out, uint64_t at,
                                               void *bytes, size_t size);
/* The end of the tar, which is left where it is: on disk when this returns, where it is to last. */
PAL_MUST_USE enum pal_err pal_export_file_finish(struct pal_export_file *out,
                                                 uint8_t out_hash[PAL_LONG_HASH_SIZE]);

#endif
