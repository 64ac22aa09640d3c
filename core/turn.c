/*
 * turn.c - commands are savepoints of one transaction, and the transaction is a turn.
 *
 * When the disk is full or fails, SQLite undoes the whole transaction, after which the next
 * savepoint would commit alone. So after every error store.c asks whether there still is a
 * transaction; without one the turn is dead, and nothing more runs in it.
 */
#include "base/check.h"
#include "base/mem.h"

#include "state.h"

enum { BEGIN, SAVEPOINT, RELEASE, ROLLBACK_TO, COMMIT, ROLLBACK, STATEMENT_COUNT };

static const char
    *const sql[STATEMENT_COUNT] =
        {
            [BEGIN] = "BEGIN IMMEDIATE",
            [SAVEPOINT] = "SAVEPOINT command", /* of several of one name the innermost is meant */
            [RELEASE] = "RELEASE command",
            [ROLLBACK_TO] = "ROLLBACK TO command",
            [COMMIT] = "COMMIT",
            [ROLLBACK] = "ROLLBACK",
};
const struct pal_sql pal_turn_sql = {sql, STATEMENT_COUNT};

static enum pal_err run(struct pal_store *store, size_t index)
{
    PAL_QUERY(query, store, PAL_SQL_TURN, index);
    return pal_query_run(&query);
}

/* Undoes the whole turn; who asks for more of it is told why. */
static void kill_turn(struct pal_store *store, enum pal_err why)
{
    if (store->dead == PAL_OK && !pal_db_has_no_transaction(store)) {
        (void)run(store, ROLLBACK); /* should it fail, the next turn cannot begin, and says so */
    }
    store->dead = store->dead == PAL_OK ? why : store->dead;
}

/* Begins the turn, if nothing forbids writing. */
static enum pal_err begin_turn(struct pal_store *store)
{
    if (store->dead != PAL_OK || store->has_turn) {
        return store->dead;
    }
    if (store->mode == PAL_STORE_READ) {
        return PAL_ERR_STORE_READ_ONLY;
    }
    if (store->loan != PAL_LOAN_NONE) {
        return PAL_ERR_STORE_BUSY;
    }
    if (store->log.is_stale) {
        PAL_TRY(pal_log_load(store));
    }
    if (pal_log_status(store) != PAL_LOG_OK) {
        return PAL_ERR_STORE_READ_ONLY;
    }
    PAL_TRY(pal_log_publish(store));
    PAL_TRY(run(store, BEGIN));
    store->has_turn = true;
    return PAL_OK;
}

/* RULE docs/rules/log.md
 * > A command has one instant, which is never before the second of the last entry: what is in time when
 * > it is judged is in time in the log.
 */
static int64_t instant_of(const struct pal_store *store)
{
    int64_t now_us = pal_clock_now_us(&store->clock);
    int64_t last_us = store->log.now.last_at * 1000000;
    return now_us > last_us ? now_us : last_us;
}

struct pal_transaction pal_transaction_begin(struct pal_store *store)
{
    PAL_CHECK(store->depth < PAL_TRANSACTION_DEPTH);
    pal_db_end_rows(store);
    if (store->refusal == PAL_OK) {
        store->refusal = begin_turn(store);
    }
    if (store->depth == 0) {
        store->instant_us = instant_of(store);
    }
    struct pal_savepoint *savepoint = &store->savepoints[store->depth];
    savepoint->exists = false;
    if (store->refusal == PAL_OK) {
        store->refusal = run(store, SAVEPOINT);
        savepoint->exists = store->refusal == PAL_OK;
        savepoint->log = store->log.now;
    }
    store->depth++;
    return (struct pal_transaction){.store = store, .depth = store->depth};
}

static void leave(struct pal_transaction *transaction)
{
    struct pal_store *store = transaction->store;
    store->depth--;
    if (store->depth == 0) {
        store->refusal = PAL_OK;
    }
    transaction->store = NULL;
}

static enum pal_err roll_back(struct pal_store *store)
{
    PAL_TRY(run(store, ROLLBACK_TO));
    return run(store, RELEASE);
}

/* The log as it was before; its keys are read again where the change was one of them. */
static void restore_log(struct pal_store *store, const struct pal_log_mark *mark)
{
    bool had_keys = store->log.now.key_count != mark->key_count;
    store->log.now = *mark;
    enum pal_err err = had_keys && store->dead == PAL_OK ? pal_log_keys_load(store) : PAL_OK;
    if (err != PAL_OK) {
        kill_turn(store, err);
    }
}

void pal_transaction_done(struct pal_transaction *transaction)
{
    struct pal_store *store = transaction->store;
    if (store == NULL) {
        return;
    }
    PAL_CHECK(transaction->depth == store->depth);
    struct pal_savepoint *savepoint = &store->savepoints[store->depth - 1];
    pal_db_end_rows(store);
    if (savepoint->exists && store->dead == PAL_OK) {
        enum pal_err err = roll_back(store);
        if (err != PAL_OK) {
            kill_turn(store, err);
        }
        restore_log(store, &savepoint->log);
    }
    leave(transaction);
}

enum pal_err pal_transaction_commit(struct pal_transaction *transaction)
{
    struct pal_store *store = transaction->store;
    PAL_CHECK(store != NULL);
    PAL_CHECK(transaction->depth == store->depth);
    if (store->refusal != PAL_OK || store->dead != PAL_OK) {
        return store->refusal != PAL_OK ? store->refusal : store->dead;
    }
    pal_db_end_rows(store);
    if (store->depth == 1 && pal_db_has_open_references(store)) {
        return PAL_ERR_STORE_CONSTRAINT; /* here, where only this command pays for it */
    }
    PAL_TRY(run(store, RELEASE));
    leave(transaction);
    return PAL_OK;
}

bool pal_turn_is_pending(const struct pal_store *store)
{
    return store->has_turn || store->dead != PAL_OK;
}

/* The next turn starts from what the database holds. */
static enum pal_err give_up(struct pal_store *store)
{
    enum pal_err err = store->dead;
    store->has_turn = false;
    store->dead = PAL_OK;
    store->log.is_stale = true;
    return err;
}

/* A commit that failed leaves the transaction open, or undid it because a write found no room;
 * of any other failure nobody knows whether it left a complete commit on the disk. */
static enum pal_err commit_failed(struct pal_store *store, enum pal_err err)
{
    if (!pal_db_has_no_transaction(store) || err == PAL_ERR_STORE_FULL) {
        kill_turn(store, err);
        return give_up(store);
    }
    store->dead = PAL_ERR_STORE_UNKNOWN;
    return PAL_ERR_STORE_UNKNOWN;
}

void pal_store_forget(struct pal_store *store)
{
    store->has_to_forget = true;
}

/* Empties the journal of what was overwritten. Whoever still reads from it holds it up until the next
 * turn; the change itself is done. */
static void forget(struct pal_store *store)
{
    int64_t is_busy = 0;
    if (store->has_to_forget && store->path != NULL) {
        enum pal_err err = pal_db_number(store, "PRAGMA wal_checkpoint(TRUNCATE)", &is_busy);
        store->has_to_forget = err != PAL_OK || is_busy != 0;
    }
}

enum pal_err pal_turn_commit_unanchored(struct pal_store *store)
{
    PAL_CHECK(store->depth == 0);
    if (!pal_turn_is_pending(store) || store->dead == PAL_ERR_STORE_UNKNOWN) {
        return store->dead;
    }
    if (store->dead == PAL_OK) {
        enum pal_err err = pal_log_seal(store);
        if (err != PAL_OK) {
            kill_turn(store, err);
        }
    }
    if (store->dead != PAL_OK) {
        return give_up(store);
    }
    enum pal_err err = run(store, COMMIT);
    if (err != PAL_OK) {
        return commit_failed(store, err);
    }
    store->has_turn = false;
    forget(store);
    return PAL_OK;
}

enum pal_err pal_turn_commit(struct pal_store *store)
{
    bool had_turn = store->has_turn;
    PAL_TRY(pal_turn_commit_unanchored(store));
    return had_turn ? pal_log_publish(store) : PAL_OK;
}

/* It is still due until the journal holds nothing of what was there before. */
static enum pal_err rewrite(struct pal_store *store)
{
    int64_t is_busy = 0;
    PAL_TRY(pal_db_script(store, "VACUUM"));
    PAL_TRY(pal_db_number(store, "PRAGMA wal_checkpoint(TRUNCATE)", &is_busy));
    if (is_busy != 0) {
        return PAL_ERR_STORE_BUSY;
    }
    PAL_TRY(pal_db_script(store, "UPDATE rewriting SET poll_id = NULL"));
    return pal_db_number(store, "PRAGMA wal_checkpoint(TRUNCATE)", &is_busy);
}

enum pal_err pal_store_rewrite(struct pal_store *store)
{
    PAL_CHECK(store->depth == 0);
    return pal_turn_is_pending(store) ? PAL_ERR_STORE_BUSY : rewrite(store);
}

/* A transaction sees what was there when it first read. Where that cannot be read, nobody can. */
static void hold_view(struct pal_store *store)
{
    int64_t version;
    enum pal_err err = pal_db_script(store, "BEGIN");
    if (err == PAL_OK) {
        err = pal_db_number(store, "PRAGMA schema_version", &version);
    }
    (void)err;
}

static void let_go_of_view(struct pal_store *store)
{
    pal_db_end_rows(store);
    if (!pal_db_has_no_transaction(store)) {
        enum pal_err err = pal_db_script(store, "COMMIT");
        (void)err; /* nothing was written in it */
    }
    store->log.is_stale = true;
}

void pal_store_lend(struct pal_store *store, enum pal_loan loan)
{
    PAL_CHECK(!pal_turn_is_pending(store));
    PAL_CHECK(store->loan == PAL_LOAN_NONE);
    store->loan = loan;
    if (loan == PAL_LOAN_TURN) {
        hold_view(store);
    }
}

enum pal_loan pal_store_lent(const struct pal_store *store)
{
    return store->loan;
}

void pal_store_take_back(struct pal_store *store, enum pal_err err)
{
    PAL_CHECK(store->loan != PAL_LOAN_NONE);
    if (store->loan == PAL_LOAN_TURN) {
        let_go_of_view(store);
    }
    if (err == PAL_ERR_STORE_UNKNOWN) {
        store->dead = err;
    }
    store->loan = PAL_LOAN_NONE;
}

/* Another connection to the file of a snapshot, for the file as a whole. */
static enum pal_err open_file(const struct pal_store *snapshot, struct pal_store **out_writer)
{
    PAL_STORE(writer);
    writer = pal_store_blank(PAL_STORE_WRITE);
    PAL_TRY(pal_db_open(writer, snapshot->path, true));
    *out_writer = writer;
    writer = NULL;
    return PAL_OK;
}

enum pal_err pal_store_rewrite_beside(struct pal_store *snapshot)
{
    PAL_STORE(writer);
    if (snapshot->path == NULL) {
        return PAL_OK; /* in memory there is nothing to be found in */
    }
    PAL_TRY(pal_db_script(snapshot, "COMMIT")); /* what is read from holds the journal up */
    PAL_TRY(open_file(snapshot, &writer));
    return rewrite(writer);
}

enum pal_err pal_store_write_back_beside(struct pal_store *snapshot)
{
    PAL_STORE(writer);
    int64_t is_busy = 0;
    if (snapshot->path == NULL) {
        return PAL_OK;
    }
    PAL_TRY(open_file(snapshot, &writer));
    return pal_db_number(writer, "PRAGMA wal_checkpoint(PASSIVE)", &is_busy);
}

enum pal_err pal_store_bytes(struct pal_store *store, int64_t *out_bytes)
{
    static const char size[] = "SELECT page_count * page_size FROM pragma_page_count,"
                               " pragma_page_size";
    return pal_db_number(store, size, out_bytes);
}

enum pal_err pal_store_rewrite_due(struct pal_store *store, int64_t *out_poll)
{
    return pal_db_number(store, "SELECT coalesce(poll_id, 0) FROM rewriting", out_poll);
}
