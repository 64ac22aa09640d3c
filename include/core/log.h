/*
 * log.h - the society's log: appended to in the turn of the change that it records, then served.
 *
 * No other file writes its tables. What is read here is what is committed, or what the same
 * transaction appended. A log that is not PAL_LOG_OK is never signed again.
 */
#ifndef PAL_CORE_LOG_H
#define PAL_CORE_LOG_H

#include <stddef.h>
#include <stdint.h>

#include "audit/tree.h"
#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"

struct pal_store;

/* What the checks of the start found, and the clock since. All but OK are read-only. */
enum pal_log_status {
    PAL_LOG_OK,
    PAL_LOG_ROLLBACK, /* the anchor knows a longer log: this is an old copy */
    PAL_LOG_FORK,     /* the anchor knows another log of the same name */
    PAL_LOG_CLOCK,    /* the clock stands before the last entry; heals when the clock does */
    PAL_LOG_BROKEN,   /* the database is damaged, or its entries do not give the signed root */
};
enum pal_log_status pal_log_status(const struct pal_store *store);
/* "ok", "rollback", "fork", "clock", "broken". */
const char *pal_log_status_word(enum pal_log_status status);
/* The signed checkpoint by which the anchor or a witness showed that this is an old copy, or that there are two
 * logs of one name: whoever has it beside this log's own can tell that both were signed. Empty where the status
 * has another ground. Lives until the store is closed. */
struct pal_text pal_log_evidence(const struct pal_store *store);

/* Founds the log under its name: appends its first entry and announces its keys. In a transaction of the caller.
 * PAL_ERR_NOTE_NAME, PAL_ERR_STATE (founded already), what pal_log_append returns. */
PAL_MUST_USE enum pal_err pal_log_found(struct pal_store *store, struct pal_text name);

/* Changes the log's key, between turns: makes another in FILE.key, keeps the one before in FILE.key.old
 * for as long as it still signs beside it, and announces the keys that come with it. With a reason, the
 * key before is revoked in the same turn: checkpoints beyond last_size are not believed under it, and
 * its file is removed. Whenever it is interrupted, the next start finds the right key.
 * PAL_ERR_LIMIT_COUNT (too many keys), PAL_ERR_FILE_*, what pal_log_append and pal_turn_commit return */
struct pal_rotation {
    struct pal_text reason; /* empty: the key before is not revoked */
    uint64_t last_size;     /* at most the log's size */
};
PAL_MUST_USE enum pal_err pal_log_rotate(struct pal_store *store,
                                         const struct pal_rotation *rotation);
/* Revokes a key that is not in force any more. In a transaction of its own. PAL_ERR_KEY_LIFE */
PAL_MUST_USE enum pal_err pal_log_revoke(struct pal_store *store, struct pal_text vkey,
                                         const struct pal_rotation *rotation);

/* What a change says in the log. id is the entry's own: a new random one, or one drawn before to
 * salt a commitment that stands in d. */
struct pal_log_entry {
    const char *type;         /* one of audit/types.c */
    struct pal_uuid id;       /* pal_uuid_random() */
    const struct pal_json *d; /* stays the caller's */
};

/* Appends, inside a PAL_TRANSACTION. d has the fields of the type: that is checked, and is ours to
 * get right. *out_index, which may be NULL, is the entry's number.
 * PAL_ERR_CANON_* where a text of d has no canonical form, PAL_ERR_LIMIT_JSON_SIZE above
 * PAL_LIMIT_ENTRY bytes, PAL_ERR_STORE_*, PAL_ERR_STATE before the log is founded. */
PAL_MUST_USE enum pal_err pal_log_append(struct pal_store *store, const struct pal_log_entry *entry,
                                         uint64_t *out_index);

/* The same of ballot.cast, of which there is one for each vote. */
PAL_MUST_USE enum pal_err pal_log_append_cast(struct pal_store *store, const struct pal_uuid *poll,
                                              const struct pal_hash *commitment,
                                              uint64_t *out_index);

/* The log's name and verification key; empty before it is founded. Live as long as the store. */
struct pal_text pal_log_name(const struct pal_store *store);
struct pal_text pal_log_vkey(const struct pal_store *store);
/* The names that it had before, the oldest first: the index-th, and the entry from which on it has another. */
size_t pal_log_former_count(const struct pal_store *store);
struct pal_text pal_log_former(const struct pal_store *store, size_t index, uint64_t *out_entry);

/* The keys that sign receipts of ballots and exported records; NULL in a store that reads and found
 * no key, or another log's. Live as long as the store. */
const struct pal_signing_key *pal_log_receipt_key(const struct pal_store *store);
const struct pal_signing_key *pal_log_record_key(const struct pal_store *store);
/* Appends the receipt key's verification key, as key.announce has it; asked where there is a key. */
void pal_log_receipt_vkey(const struct pal_store *store, struct pal_buf *buf);

/* Size and root with what this turn appended. */
struct pal_tree_head pal_log_head(const struct pal_store *store);
/* Appends the last signed checkpoint, with the cosignatures that are kept of it. PAL_ERR_NOT_FOUND before the first; PAL_ERR_LOG_ANCHOR while
 * the anchor, which must know of it first, cannot be written. */
PAL_MUST_USE enum pal_err pal_log_checkpoint(struct pal_store *store, struct pal_buf *buf);
/* Appends the bytes of one entry. PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_log_read(struct pal_store *store, uint64_t index,
                                       struct pal_buf *buf);

/* Entries one after the other, at most PAL_LIMIT_PAGE. */
struct pal_log_line {
    uint64_t index;
    size_t offset, size; /* in bytes */
};
struct pal_log_page {
    struct pal_buf bytes;
    struct pal_log_line *lines;
    size_t line_count;
};
#define PAL_LOG_PAGE(name) struct pal_log_page name PAL_CLEANUP(pal_log_page_done) = {0}
void pal_log_page_done(struct pal_log_page *page);
/* Replaces the page by the entries from first on; none beyond the end. */
PAL_MUST_USE enum pal_err pal_log_page(struct pal_store *store, uint64_t first, size_t max,
                                       struct pal_log_page *page);
struct pal_text pal_log_page_entry(const struct pal_log_page *page, size_t line_index);

/* Appends the bytes served under "tile/…" (audit/tile.h). PAL_ERR_TILE_PATH: not a tile's address,
 * or beyond the log. */
PAL_MUST_USE enum pal_err pal_log_tile(struct pal_store *store, struct pal_text path,
                                       struct pal_buf *buf);
/* Appends the proof that an entry is in the last signed checkpoint, as a tlog-proof.
 * PAL_ERR_NOT_FOUND, PAL_ERR_LOG_ANCHOR */
PAL_MUST_USE enum pal_err pal_log_proof(struct pal_store *store, uint64_t index,
                                        struct pal_buf *buf);
/* Proof that the log of old_size grew into the log of new_size. PAL_ERR_NOT_FOUND unless
 * old_size <= new_size <= the log's. */
PAL_MUST_USE enum pal_err pal_log_consistency(struct pal_store *store, uint64_t old_size,
                                              uint64_t new_size, struct pal_proof *out_proof);

#endif
