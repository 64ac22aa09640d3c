/*
 * made.h - a record made in memory: a log, three polls that were counted and one that is void, all
 * their documents, and the keys of whoever signed. Tests change one thing and sign again.
 */
#ifndef PAL_TESTS_MADE_H
#define PAL_TESTS_MADE_H

#include "audit/box.h"
#include "audit/manifest.h"
#include "audit/tree.h"
#include "base/crypto.h"
#include "base/text.h"

enum { PAL_MADE_FILES = 128, PAL_MADE_ENTRIES = 224 };

struct pal_made_file {
    char *name;
    struct pal_buf bytes;
};
struct pal_made {
    struct pal_signing_key log, receipts, record;
    char name[32];         /* of the log; "": the one that it was founded under */
    struct pal_buf quoted; /* by its last log.continue */
    struct pal_hash constitution;
    struct pal_buf entries[PAL_MADE_ENTRIES];
    size_t entry_count;
    int64_t now; /* the second of the next entry */
    struct pal_made_file files[PAL_MADE_FILES];
    size_t file_count;
    struct pal_buf receipt, tracker, elector; /* of a voter of the secret poll */
    struct pal_buf open_elector;              /* of one of an open poll */
    struct pal_buf tar, minisig;
    const char *remark; /* what the comment of the signature begins with; NULL: nothing */
};
#define PAL_MADE(name) struct pal_made name PAL_CLEANUP(pal_made_done) = {0}
void pal_made_done(struct pal_made *made);

/* Entries and documents. */
void pal_made_init(struct pal_made *made);
/* Goes on under another name and key: "whole" quotes a checkpoint that is larger, "fork" one of another root; any other
 * word is a fault of log.continue (made_continue.c). */
void pal_made_continue(struct pal_made *made, struct pal_text word);
struct pal_keys;
/* The keys, as the entries say; those that a test spoilt say nothing. */
void pal_made_keys(const struct pal_made *made, struct pal_keys *keys);
/* Entries as far as that many: their head. */
struct pal_tree_head pal_made_head(const struct pal_made *made, size_t entry_count);
/* The log's key is replaced and revoked: the log, and with `announces` the records, are signed by another from now on. */
void pal_made_revoke(struct pal_made *made, uint64_t last_size, bool announces);
/* Another key for receipts, from now on. */
void pal_made_announce_receipts(struct pal_made *made);
/* From entries: tiles, checkpoint, keys, RECORD.json. */
void pal_made_sign_log(struct pal_made *made);
/* From files: the tar and its signature. The names are put in order. */
void pal_made_pack(struct pal_made *made);
/* The signature of the tar as it is. */
void pal_made_sign_tar(struct pal_made *made);

/* The file of that name, or NULL; the one that ends so, of whatever poll. */
struct pal_made_file *pal_made_file(struct pal_made *made, const char *ending);
struct pal_made_file *pal_made_add(struct pal_made *made, const char *name, struct pal_text bytes);
void pal_made_drop(struct pal_made *made, struct pal_made_file *file);
/* The first place where it stands is replaced; to NULL: the character after it becomes another. False
 * where it stands nowhere. */
bool pal_made_replace(struct pal_buf *buf, const char *from, const char *to);
/* A document is changed, and so is its hash in all entries and documents, and theirs. */
bool pal_made_rewrite(struct pal_made *made, const char *ending, const char *from, const char *to);

#endif
