/*
 * store.h - the database of one society: opened, locked, migrated, changed turn by turn.
 *
 * One file is one society; FILE.lock, FILE.key and FILE.anchor stand beside it. A store that writes
 * owns the file alone. It belongs to one thread; a worker thread takes a snapshot of its own.
 *
 * A turn is one SQLite transaction, begun by the first command that writes and ended by
 * pal_turn_commit. A command runs in a PAL_TRANSACTION, a savepoint of the turn: it changes
 * everything it meant to, or nothing. Only after pal_turn_commit returned PAL_OK may anybody be
 * told that something was done.
 */
#ifndef PAL_CORE_STORE_H
#define PAL_CORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/clock.h"
#include "base/err.h"

struct pal_store;

enum pal_store_mode {
    PAL_STORE_READ,    /* beside a server; sees the database as it was when opened */
    PAL_STORE_WRITE,   /* alone */
    PAL_STORE_CREATE,  /* alone; the file and its key must not exist */
    PAL_STORE_MIGRATE, /* alone; brings an earlier file up to date */
};

struct pal_store_spec {
    const char *path; /* NULL: in memory, always created, without lock, key file or anchor */
    enum pal_store_mode mode;
    struct pal_clock clock;
    const char *key_path;    /* NULL: FILE.key. Created with 32 random bytes, mode 0400 */
    const char *anchor_path; /* NULL: FILE.anchor, which belongs on another disk */
    const uint8_t *seed;     /* the log's 32 bytes instead of the key file; required in memory */
    bool exports; /* to read: the entries are checked by pal_export_make, and not before */
};

/* Opens, checks the whole log (log.h says what came of it) and prepares every statement. A store
 * whose log is not well opens all the same, and refuses to write: PAL_ERR_STORE_READ_ONLY.
 *
 * PAL_ERR_STORE_OPEN      no such file, or not ours to open
 * PAL_ERR_FILE_EXISTS     to create: the file or its key is there already
 * PAL_ERR_STORE_LOCKED    another program, or another store of this one, owns the file
 * PAL_ERR_STORE_FOREIGN   not a Palabre database
 * PAL_ERR_STORE_LATER     written by a later version
 * PAL_ERR_STORE_EARLIER   to migrate first
 * PAL_ERR_STORE_CORRUPT   not even its schema can be read
 * PAL_ERR_STORE_SCHEMA    its version is ours, its tables are not
 * PAL_ERR_LOG_KEY         to write: no key, or not the key of this log
 * PAL_ERR_LOG_ANCHOR      to write: the anchor is behind and cannot be written
 * PAL_ERR_STORE_FULL, PAL_ERR_STORE_IO */
PAL_MUST_USE enum pal_err pal_store_open(const struct pal_store_spec *spec,
                                         struct pal_store **out_store);
/* Gives up an uncommitted turn. Accepts NULL. */
void pal_store_close(struct pal_store *store);
#define PAL_STORE(name) struct pal_store *name PAL_CLEANUP(pal_store_done) = NULL
void pal_store_done(struct pal_store **store);

/* A store of one's own that reads what is committed now and never sees what comes after; for a
 * worker thread, made by the store's thread between turns. Closed like any other. */
PAL_MUST_USE enum pal_err pal_store_snapshot_new(struct pal_store *store,
                                                 struct pal_store **out_snapshot);

const struct pal_clock *pal_store_clock(const struct pal_store *store);
/* What the clock says; within a PAL_TRANSACTION always the same, and never before the last entry. */
int64_t pal_store_now_us(const struct pal_store *store);

/* The schema's version of a file, and of this program. PAL_ERR_STORE_OPEN, _FOREIGN, _CORRUPT, _SCHEMA */
PAL_MUST_USE enum pal_err pal_store_version(const char *path, unsigned *out_version);
unsigned pal_store_program_version(void);
/* What migration to that version is, in one line; 1 <= version <= program's. */
const char *pal_store_migration(unsigned version);

/* Copies the database, as it is committed now, into a new file, on disk when it returns. Neither
 * the keys nor the anchor go with it. PAL_ERR_FILE_EXISTS, PAL_ERR_STORE_* */
PAL_MUST_USE enum pal_err pal_store_backup(struct pal_store *store, const char *path);

/* Copies the log's key, FILE.key, beside a copy of the database, for its owner alone to read; and
 * FILE.key.old and FILE.key.next, where a rotation left them.
 * PAL_ERR_LOG_KEY (there is none there, or not one), PAL_ERR_FILE_EXISTS, PAL_ERR_FILE_WRITE */
PAL_MUST_USE enum pal_err pal_store_key_copy(const char *path, const char *copy_path);

/* Writes the file anew, between turns: rows then lie in the order of their keys, and neither free pages nor
 * the write-ahead log have what was there before. PAL_ERR_STORE_BUSY (a turn, or somebody reads),
 * PAL_ERR_STORE_FULL, _IO */
PAL_MUST_USE enum pal_err pal_store_rewrite(struct pal_store *store);
/* The same in a worker, of the file of a snapshot, which no longer is one; the store it is of is lent. */
PAL_MUST_USE enum pal_err pal_store_rewrite_beside(struct pal_store *snapshot);
/* In a worker, while the store that a snapshot is of is lent: another that writes one turn into its file, to
 * be ended with pal_turn_commit_unanchored. PAL_ERR_STORE_OPEN (in memory there is no file) */
PAL_MUST_USE enum pal_err pal_store_beside_new(struct pal_store *snapshot,
                                               struct pal_store **out_writer);

/* In a worker: writes back into the file what its journal holds, which a commit would do else. PAL_ERR_STORE_* */
PAL_MUST_USE enum pal_err pal_store_write_back_beside(struct pal_store *snapshot);

/* What a store leaves to a worker. Meanwhile it only reads: a command that writes is refused with
 * PAL_ERR_STORE_BUSY. */
enum pal_loan {
    PAL_LOAN_NONE,
    PAL_LOAN_FILE, /* the file is written anew */
    PAL_LOAN_TURN, /* another writes a turn, of which nothing is read before it is anchored */
};
/* Between turns. */
void pal_store_lend(struct pal_store *store, enum pal_loan loan);
enum pal_loan pal_store_lent(const struct pal_store *store);
/* Takes it back; err is what the worker was told. What it wrote is anchored by the next turn. */
void pal_store_take_back(struct pal_store *store, enum pal_err err);
/* How large the file is. */
PAL_MUST_USE enum pal_err pal_store_bytes(struct pal_store *store, int64_t *out_bytes);
/* The row of the secret poll for which that is still to be done, perhaps since before a crash; 0: none. */
PAL_MUST_USE enum pal_err pal_store_rewrite_due(struct pal_store *store, int64_t *out_poll);

/* One command: a savepoint, rolled back at the end of its scope unless it was committed. When the
 * turn cannot begin, or is dead, every statement and the commit answer with the reason. */
struct pal_transaction {
    struct pal_store *store;
    unsigned depth;
};
#define PAL_TRANSACTION(name, store) \
    struct pal_transaction name PAL_CLEANUP(pal_transaction_done) = pal_transaction_begin(store)
struct pal_transaction pal_transaction_begin(struct pal_store *store);
void pal_transaction_done(struct pal_transaction *transaction);
/* PAL_ERR_STORE_READ_ONLY, PAL_ERR_LOG_ANCHOR (an earlier anchor is still to be written),
 * PAL_ERR_STORE_BUSY, _FULL, _IO: nothing was changed. */
PAL_MUST_USE enum pal_err pal_transaction_commit(struct pal_transaction *transaction);

/* Has this turn changed something that is not committed, or died of an error? Then whoever reads
 * waits, and pal_turn_commit is due. */
bool pal_turn_is_pending(const struct pal_store *store);

/* Ends the turn: signs one checkpoint when entries were appended, commits, writes the anchor.
 * Outside every PAL_TRANSACTION.
 *
 * PAL_OK                  all commands of the turn hold; replies may go
 * PAL_ERR_STORE_BUSY, _FULL, _IO
 *                         none of them holds, whatever each was told; the next turn starts afresh
 * PAL_ERR_LOG_ANCHOR      all hold, but the anchor could not be written: nobody may be told so,
 *                         and nothing more is written until it can
 * PAL_ERR_STORE_UNKNOWN   nobody knows whether they hold: the caller must end the process at once,
 *                         answering nobody; the checks of the next start decide */
PAL_MUST_USE enum pal_err pal_turn_commit(struct pal_store *store);

/* The same, but for the anchor, which the caller has written: until it is, nobody may be told anything of
 * this turn, nor of what was read since. Never PAL_ERR_LOG_ANCHOR. */
PAL_MUST_USE enum pal_err pal_turn_commit_unanchored(struct pal_store *store);

/* What the anchor is to state, on its way there. */
struct pal_anchoring {
    const char *path; /* lent by the store */
    unsigned place;
    uint64_t size;       /* of the log */
    struct pal_buf note; /* the last checkpoint */
};
/* Begins, if the anchor states less than was committed: until pal_anchoring_end writing goes on without it.
 * False: there is nothing to do. */
bool pal_anchoring_begin(struct pal_store *store, struct pal_anchoring *out);
/* In any thread; on disk when it returns. PAL_ERR_LOG_ANCHOR */
PAL_MUST_USE enum pal_err pal_anchoring_write(const struct pal_anchoring *anchoring);
/* In the store's own thread: what came of it. After an error nothing more is written until it can be. */
void pal_anchoring_end(struct pal_store *store, struct pal_anchoring *anchoring,
                       enum pal_err written);

#endif
