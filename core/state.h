/*
 * state.h - what a store holds, for the files that make it up: store.c (SQLite), blob.c, open.c (opening),
 * turn.c (transactions), files.c (lock, key, anchor), log.c and log_check.c. No other file of core/
 * includes this.
 */
#ifndef PAL_CORE_STATE_H
#define PAL_CORE_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/keys.h"
#include "audit/note.h"
#include "audit/tree.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/text.h"
#include "core/log.h"
#include "core/store.h"

#include "kept.h"
#include "sql.h"

/* A command inside a command inside a command: more is our mistake. */
enum { PAL_TRANSACTION_DEPTH = 8, PAL_VIOLATION_SIZE = 160 };

struct sqlite3;
struct sqlite3_stmt;

struct pal_statement {
    struct sqlite3_stmt *handle;
    char **names; /* of its parameters, in the order of their numbers */
    int name_count;
    int next_name; /* where the next one to be bound is looked for first */
    bool is_used;  /* by a query in scope */
    bool has_row;
    bool writes; /* tables; the statements of turn.c do not count */
};

/* What a rollback must give back. */
struct pal_log_mark {
    struct pal_tree_edge edge;
    int64_t last_at;    /* seconds: of the last entry */
    uint64_t key_count; /* entries that speak of keys and witnesses */
};

struct pal_log_state {
    struct pal_log_mark now;
    struct pal_tree_head signed_head; /* of the last checkpoint; size 0 before the first */
    struct pal_buf note;              /* the last checkpoint */
    struct pal_buf
        evidence; /* another of ours, which the anchor or a witness has against this log */
    struct pal_buf strangers; /* names in the anchor that this log never had, a line each */
    struct pal_keys keys;     /* as the entries say */
    struct pal_buf name, vkey;
    struct pal_signing_key key, receipt_key, record_key; /* when has_key */
    enum pal_log_status found;      /* by the checks of the start; never CLOCK */
    struct pal_signing_key old_key; /* the one before, while it is kept */
    bool has_key, has_old_key;
    bool has_unread;       /* the entries were not hashed again: who exports them does that */
    uint64_t urgent_size;  /* up to here the witnesses are asked without waiting */
    bool is_stale;         /* a rollback undid what is above: to be read again */
    uint64_t anchor_size;  /* what the anchor states; 0 when there is none */
    unsigned anchor_place; /* which of its two places is written next: not the one that states it */
    bool is_anchoring;     /* another thread may be writing it */
};

/* A savepoint. */
struct pal_savepoint {
    bool exists;
    struct pal_log_mark log;
};

/* What pal_query_gather is reading. */
struct pal_gathering {
    void (*add)(struct pal_text blob, struct pal_buf *buf);
    struct pal_buf *buf;
    uint64_t next, count;
};

struct pal_store {
    struct sqlite3 *db;
    struct pal_clock clock;
    enum pal_store_mode mode;
    char *path;                   /* NULL in memory */
    char *key_path;               /* NULL when the seed was given */
    char *anchor_path;            /* NULL in memory */
    int lock;                     /* file descriptor, or -1 */
    struct pal_read_ahead *ahead; /* or NULL: pages are read one by one */

    struct pal_statement *statements;
    size_t statement_count;
    struct pal_gathering gathering;
    size_t returning_count; /* statements that write and whose row is being read */
    size_t first_statement[PAL_SQL_TABLE_COUNT];
    char violation[PAL_VIOLATION_SIZE]; /* what the last constraint error broke */

    enum pal_loan loan;   /* what a worker has: nobody else writes */
    bool has_turn;        /* a transaction of SQLite is open */
    bool has_to_forget;   /* the journal holds what was removed */
    enum pal_err dead;    /* why nothing more runs in this turn */
    enum pal_err refusal; /* why the current transaction may not write */
    unsigned depth;       /* of the current transaction */
    int64_t instant_us;   /* of the outermost one, while there is one */
    struct pal_savepoint savepoints[PAL_TRANSACTION_DEPTH];

    struct pal_log_state log;
    struct pal_kept kept;
};

/* open.c. A store without a file yet, kept out of swap: the log's keys are in it. Until pal_store_close. */
struct pal_store *pal_store_blank(enum pal_store_mode mode);
/* store.c. Opens the file (NULL: memory) and sets the connection up. A file that must exist and
 * does not: PAL_ERR_STORE_OPEN. Not a database: PAL_ERR_STORE_FOREIGN. */
PAL_MUST_USE enum pal_err pal_db_open(struct pal_store *store, const char *path, bool is_writable);
/* Journals ahead from now on, which the file keeps: of a database that is ours. */
PAL_MUST_USE enum pal_err pal_db_write_ahead(struct pal_store *store);
void pal_db_close(struct pal_store *store);
PAL_MUST_USE enum pal_err pal_db_prepare(struct pal_store *store);
/* Runs a script; it fails as its first failing statement does. */
PAL_MUST_USE enum pal_err pal_db_script(struct pal_store *store, const char *sql);
/* The error of a code of SQLite, which may have ended the turn. */
PAL_MUST_USE enum pal_err pal_db_fail(struct pal_store *store, int code);
/* The integer that a statement gives. */
PAL_MUST_USE enum pal_err pal_db_number(struct pal_store *store, const char *sql,
                                        int64_t *out_number);
/* Appends the text that a statement gives. */
PAL_MUST_USE enum pal_err pal_db_text(struct pal_store *store, const char *sql,
                                      struct pal_buf *buf);
/* Does PRAGMA quick_check find nothing: in the file, or in that table of it? */
PAL_MUST_USE enum pal_err pal_db_is_sound(struct pal_store *store, const char *table,
                                          bool *out_is_sound);
/* Is no transaction open? SQLite ends one by itself when the disk fails. */
bool pal_db_has_no_transaction(const struct pal_store *store);
/* Ends the statements whose RETURNING row is still being read: no savepoint begins or ends beside
 * them. */
void pal_db_end_rows(struct pal_store *store);
/* Are there references that only a later change could make good? */
bool pal_db_has_open_references(const struct pal_store *store);
/* Copies what is committed into another store's database. */
PAL_MUST_USE enum pal_err pal_db_copy(struct pal_store *from, struct pal_store *to);

/* read_ahead.c. From here on the file is read in large pieces where it is gone through in its order, and
 * few pages are kept: of a store that only reads, in its one transaction. Then one page at a time again. */
PAL_MUST_USE enum pal_err pal_db_read_ahead(struct pal_store *store);
void pal_db_read_pages(struct pal_store *store);

/* files.c. The caller owns *out_path: the file's path without symbolic links, whether or not it is
 * there; its folder must be. PAL_ERR_STORE_OPEN */
PAL_MUST_USE enum pal_err pal_file_resolve(const char *path, char **out_path);
bool pal_file_exists(const char *path);
/* Gives a file another name, in place of what has it; on disk when it returns. PAL_ERR_FILE_WRITE */
PAL_MUST_USE enum pal_err pal_file_rename(const char *from, const char *to);
/* Takes the lock beside the database until the descriptor is closed. PAL_ERR_STORE_LOCKED */
PAL_MUST_USE enum pal_err pal_file_lock(const char *path, int *out_lock);
void pal_file_unlock(int lock);
/* Writes a new file that only its owner may read, or replaces one as a whole; on disk when they
 * return. PAL_ERR_FILE_EXISTS, PAL_ERR_FILE_WRITE */
PAL_MUST_USE enum pal_err pal_file_create(const char *path, const void *bytes, size_t size);
PAL_MUST_USE enum pal_err pal_file_replace(const char *path, struct pal_text text);
/* Writes a text, shorter than a place, over one of the two places of a file; on disk when it
 * returns. Whatever happens, the other place is as it was. A file that has no such form, or is not
 * there, is replaced. What follows a text in its place is NUL. PAL_ERR_FILE_WRITE */
enum { PAL_FILE_PLACE = 4096, PAL_FILE_PLACES = 2 };
PAL_MUST_USE enum pal_err pal_file_keep(const char *path, unsigned place, struct pal_text text);
/* Appends at most max bytes of a file. PAL_ERR_NOT_FOUND, PAL_ERR_FILE_READ */
PAL_MUST_USE enum pal_err pal_state_read(const char *path, size_t max, struct pal_buf *buf);
void pal_file_remove(const char *path);

/* log.c. Reads the state of the log again from the database. */
PAL_MUST_USE enum pal_err pal_log_load(struct pal_store *store);
/* Signs the checkpoint of this turn, if entries were appended. */
PAL_MUST_USE enum pal_err pal_log_seal(struct pal_store *store);
/* Makes the anchor state the last checkpoint, unless that has begun. PAL_ERR_LOG_ANCHOR */
PAL_MUST_USE enum pal_err pal_log_publish(struct pal_store *store);
/* Complete nodes of the tree, as the database has them. */
struct pal_tree_source pal_log_source(struct pal_store *store);

/* log_check.c. The checks of the start: fills log.found and log.anchor_size. `anchor` is what the
 * anchor file held, empty when there was none. Where log.has_unread, all but those of the entries. */
PAL_MUST_USE enum pal_err pal_log_examine(struct pal_store *store, struct pal_text anchor);

/* The statements of log.c, which alone names its tables; log_check.c and log_serve.c use them. */
enum pal_log_statement {
    PAL_LOG_APPEND,
    PAL_LOG_APPEND_NODE,
    PAL_LOG_APPEND_TILE,
    PAL_LOG_SIGN,
    PAL_LOG_LAST_ENTRY,
    PAL_LOG_LAST_CHECKPOINT,
    PAL_LOG_ENTRY_AT,
    PAL_LOG_ENTRIES_FROM,
    PAL_LOG_BUNDLE_FROM,
    PAL_LOG_LEAF_AT,
    PAL_LOG_NODE_AT,
    PAL_LOG_LEAVES_FROM,
    PAL_LOG_NODES_FROM,
    PAL_LOG_TILE_AT,
    PAL_LOG_NODE_COUNT,
    PAL_LOG_OTHER_TABLES,
    PAL_LOG_KEY_APPEND,
    PAL_LOG_KEY_ENTRIES,
    PAL_LOG_STATEMENT_COUNT,
};

/* log.c. Adds a hash to those that are gathered. */
void pal_hash_gather(struct pal_text hash, struct pal_buf *buf);
/* log.c. Announces the keys for receipts and for records, which come with the log's own. */
PAL_MUST_USE enum pal_err pal_log_announce(struct pal_store *store);

/* log_rotate.c. The log's key from its seed, and the two that come with it. */
void pal_log_take_seed(struct pal_log_state *log, const uint8_t seed[PAL_SEED_SIZE]);
/* Before the key is read: puts the key of a rotation that was committed, and whose files were not moved,
 * in its place. */
PAL_MUST_USE enum pal_err pal_log_settle_keys(struct pal_store *store);
/* Makes another key in FILE.key.next and takes it; the one before is the old key. And takes the file away again. */
PAL_MUST_USE enum pal_err pal_log_next_key(struct pal_store *store);
void pal_log_drop_next_key(const struct pal_store *store);
/* FILE.key becomes FILE.key.old, and FILE.key.next becomes FILE.key. */
PAL_MUST_USE enum pal_err pal_log_move_keys(const struct pal_store *store);
/* After the log was read: takes the key before, while it still signs; after, says that its seed is destroyed and removes
 * its file. What pal_log_append and pal_turn_commit return */
PAL_MUST_USE enum pal_err pal_log_take_old_key(struct pal_store *store);

/* log_keys.c. Does an entry of that type speak of keys or witnesses? */
bool pal_log_is_of_keys(struct pal_text type);
/* Reads the keys from the entries. */
PAL_MUST_USE enum pal_err pal_log_keys_load(struct pal_store *store);
/* Takes an entry that was appended, given as its bytes, into account. */
PAL_MUST_USE enum pal_err pal_log_keys_add(struct pal_store *store, uint64_t index,
                                           struct pal_text bytes);
/* Is it a checkpoint of this log under a key good for its size? Fills *out_head. */
bool pal_log_is_ours(struct pal_store *store, struct pal_text note, struct pal_tree_head *out_head);
/* Takes an entry into account where it is of keys; their number. PAL_ERR_LOG_BROKEN */
PAL_MUST_USE enum pal_err pal_log_keys_scan(struct pal_keys *keys, uint64_t index,
                                            struct pal_text bytes, uint64_t *count);
/* Do the keys that were read from all entries agree with those of log_key? */
bool pal_log_keys_agree(const struct pal_store *store, const struct pal_keys *keys,
                        uint64_t entry_count);

#endif
