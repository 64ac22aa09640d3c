/*
 * store.c - the database behind its door: connections, prepared statements, errors.
 *
 * What SQLite answers becomes an error of ours in one place. An answer that only a mistake of this
 * program can cause (a statement that does not fit the schema, a library misused) is checked.
 */
#include "core/store.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/mem.h"

#include "state.h"

/* Waiting, in milliseconds, for another connection that is opening or backing up the file. */
enum { BUSY_TIMEOUT_MS = 1000 };

static const struct pal_sql *const tables[PAL_SQL_TABLE_COUNT] = {
#define TABLE_ROW(upper, lower) [PAL_SQL_##upper] = &pal_##lower##_sql,
    PAL_SQL_TABLES(TABLE_ROW)
#undef TABLE_ROW
};

static enum pal_err error_of(int code)
{
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE: return PAL_OK;
    case SQLITE_CONSTRAINT: return PAL_ERR_STORE_CONSTRAINT;
    case SQLITE_FULL: return PAL_ERR_STORE_FULL;
    case SQLITE_IOERR:
    case SQLITE_NOLFS: return PAL_ERR_STORE_IO;
    case SQLITE_CORRUPT: return PAL_ERR_STORE_CORRUPT;
    case SQLITE_NOTADB: return PAL_ERR_STORE_FOREIGN;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL: return PAL_ERR_STORE_BUSY;
    case SQLITE_READONLY: return PAL_ERR_STORE_READ_ONLY;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH: return PAL_ERR_STORE_OPEN;
    default: return PAL_ERR_COUNT;
    }
}

/* Keeps what a constraint error broke: "UNIQUE constraint failed: member.number" → "member.number".
 */
static void keep_violation(struct pal_store *store)
{
    static const char mark[] = "constraint failed";
    const char *message = sqlite3_errmsg(store->db);
    const char *at = strstr(message, mark);
    if (at != NULL) {
        at += sizeof mark - 1;
        message = *at == ':' ? at + 2 : "foreign key";
    }
    (void)snprintf(store->violation, sizeof store->violation, "%s", message);
}

/* A quota, or a limit of this process, leaves as little room as a full disk. SQLite calls both a
 * write that failed, after which nobody would know what is on the disk; its journal knows why. */
static bool lacks_room(const struct pal_store *store)
{
    sqlite3_file *journal = NULL;
    int reason = 0;
    if (sqlite3_extended_errcode(store->db) != SQLITE_IOERR_WRITE ||
        sqlite3_file_control(store->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, (void *)&journal) !=
            SQLITE_OK ||
        journal->pMethods == NULL ||
        journal->pMethods->xFileControl(journal, SQLITE_FCNTL_LAST_ERRNO, &reason) != SQLITE_OK) {
        return false;
    }
    return reason == EFBIG || reason == EDQUOT;
}

/* An error inside a turn may have ended the turn: SQLite rolls the whole transaction back when the
 * disk is full or fails. What came before is undone too, so nothing more may run in it. */
enum pal_err pal_db_fail(struct pal_store *store, int code)
{
    enum pal_err err = lacks_room(store) ? PAL_ERR_STORE_FULL : error_of(code);
    PAL_CHECK(err != PAL_ERR_COUNT);
    if (err == PAL_ERR_STORE_CONSTRAINT) {
        keep_violation(store);
    }
    if (store->has_turn && pal_db_has_no_transaction(store)) {
        store->dead = err == PAL_ERR_STORE_CONSTRAINT ? PAL_ERR_STORE_BUSY : err;
    }
    return err;
}

bool pal_db_has_no_transaction(const struct pal_store *store)
{
    return sqlite3_get_autocommit(store->db) != 0;
}

bool pal_db_has_open_references(const struct pal_store *store)
{
    int current = 0;
    int highest = 0;
    (void)sqlite3_db_status(store->db, SQLITE_DBSTATUS_DEFERRED_FKS, &current, &highest, 0);
    return current != 0;
}

enum pal_err pal_db_script(struct pal_store *store, const char *sql)
{
    int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? PAL_OK : pal_db_fail(store, code);
}

/* The first row of a statement; to be finalised, whatever the answer. */
static int first_row(struct pal_store *store, const char *sql, sqlite3_stmt **out_statement)
{
    int code = sqlite3_prepare_v2(store->db, sql, -1, out_statement, NULL);
    return code == SQLITE_OK ? sqlite3_step(*out_statement) : code;
}

enum pal_err pal_db_number(struct pal_store *store, const char *sql, int64_t *out_number)
{
    sqlite3_stmt *statement = NULL;
    int code = first_row(store, sql, &statement);
    if (code == SQLITE_ROW) {
        *out_number = sqlite3_column_int64(statement, 0);
    }
    (void)sqlite3_finalize(statement); /* repeats the error of the step */
    return code == SQLITE_ROW ? PAL_OK : pal_db_fail(store, code);
}

enum pal_err pal_db_text(struct pal_store *store, const char *sql, struct pal_buf *buf)
{
    sqlite3_stmt *statement = NULL;
    int code = first_row(store, sql, &statement);
    if (code == SQLITE_ROW) {
        const void *bytes = sqlite3_column_blob(statement, 0); /* before its size */
        pal_buf_add(buf, bytes, (size_t)sqlite3_column_bytes(statement, 0));
    }
    (void)sqlite3_finalize(statement); /* repeats the error of the step */
    return code == SQLITE_ROW ? PAL_OK : pal_db_fail(store, code);
}

enum pal_err pal_db_is_sound(struct pal_store *store, const char *table, bool *out_is_sound)
{
    PAL_BUF(said);
    char *sql = table == NULL ? sqlite3_mprintf("PRAGMA quick_check(1)")
                              : sqlite3_mprintf("PRAGMA quick_check(%Q)", table);
    PAL_CHECK(sql != NULL);
    enum pal_err err = pal_db_text(store, sql, &said);
    sqlite3_free(sql);
    if (err == PAL_OK || err == PAL_ERR_STORE_CORRUPT) {
        *out_is_sound = err == PAL_OK && pal_text_is(pal_buf_text(&said), "ok");
        return PAL_OK;
    }
    return err;
}

/* Without recursive triggers, INSERT OR REPLACE would delete rows past the delete trigger. */
static const char set_up[] = "PRAGMA foreign_keys=ON;"
                             "PRAGMA recursive_triggers=ON;"
                             "PRAGMA trusted_schema=OFF;"
                             "PRAGMA cell_size_check=ON;"
                             "PRAGMA synchronous=FULL;"
                             "PRAGMA cache_size=-8192;" /* KiB: what a hall that votes touches */
                             "PRAGMA secure_delete=ON;";

/* A row of gather(index, blob). One that is out of place is not counted. */
static void gather(sqlite3_context *context, int count, sqlite3_value **values)
{
    struct pal_gathering *gathering = sqlite3_user_data(context);
    (void)count; /* always two */
    if ((uint64_t)sqlite3_value_int64(values[0]) != gathering->next) {
        return;
    }
    const char *bytes = sqlite3_value_blob(values[1]); /* before its size */
    gathering->add((struct pal_text){bytes, (size_t)sqlite3_value_bytes(values[1])},
                   gathering->buf);
    gathering->next++;
    gathering->count++;
}

static void end_gathering(sqlite3_context *context)
{
    sqlite3_result_null(context);
}

static enum pal_err connect(struct pal_store *store, const char *path, int flags)
{
    /* Each connection belongs to one thread. */
    /* What a savepoint would undo stays in memory, whatever its size. In a file, as SQLite has it beyond
     * 64 KiB, it costs several writes per statement, and bytes that are being removed would lie in a
     * temporary folder; and beyond 128 KiB SQLite cannot move it there: it says that the disk is full.
     * Refused, and said already, once SQLite has started. */
    (void)sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1);
    /* Nobody asks how much memory SQLite has, and counting it takes a lock at each allocation. */
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    int code = sqlite3_open_v2(path, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    PAL_CHECK(store->db != NULL);
    if (code != SQLITE_OK) {
        return pal_db_fail(store, code);
    }
    (void)sqlite3_extended_result_codes(store->db, 1);
    (void)sqlite3_busy_timeout(store->db, BUSY_TIMEOUT_MS);
    (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    (void)sqlite3_create_function_v2(store->db, "gather", 2, SQLITE_UTF8 | SQLITE_DIRECTONLY,
                                     &store->gathering, NULL, gather, end_gathering, NULL);
    return pal_db_script(store, set_up);
}

enum pal_err pal_db_open(struct pal_store *store, const char *path, bool is_writable)
{
    int flags = is_writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    if (path == NULL || store->mode == PAL_STORE_CREATE) {
        flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    }
    PAL_TRY(connect(store, path == NULL ? ":memory:" : path, flags));

    /* Reads the first page: whatever is no database is found out here. */
    int64_t version;
    return pal_db_number(store, "PRAGMA schema_version", &version);
}

enum pal_err pal_db_write_ahead(struct pal_store *store)
{
    return pal_db_script(store, "PRAGMA journal_mode=WAL");
}

void pal_db_close(struct pal_store *store)
{
    for (size_t i = 0; i < store->statement_count; i++) {
        struct pal_statement *statement = &store->statements[i];
        (void)sqlite3_finalize(statement->handle); /* repeats the last error */
        for (int name = 0; name < statement->name_count; name++) {
            pal_mem_free(statement->names[name]);
        }
        pal_mem_free(statement->names);
    }
    pal_mem_free(store->statements);
    store->statements = NULL;
    store->statement_count = 0;
    (void)sqlite3_close(store->db); /* all statements are finalized: cannot be busy */
    store->db = NULL;
}

/* SQLite looks for a name with some care; it is asked once, and not for each value of each vote. Its
 * texts do not outlive a change of the schema, which prepares statements again. */
static void learn_names(struct pal_statement *statement)
{
    statement->name_count = sqlite3_bind_parameter_count(statement->handle);
    statement->names = pal_mem_new((size_t)statement->name_count, sizeof *statement->names);
    for (int i = 0; i < statement->name_count; i++) {
        const char *name = sqlite3_bind_parameter_name(statement->handle, i + 1);
        PAL_CHECK(name != NULL);
        statement->names[i] = pal_mem_copy_string(name);
    }
}

static enum pal_err prepare(struct pal_store *store, enum pal_sql_table table, size_t index)
{
    struct pal_statement *statement = &store->statements[store->first_statement[table] + index];
    int code = sqlite3_prepare_v3(store->db, tables[table]->statements[index], -1,
                                  SQLITE_PREPARE_PERSISTENT, &statement->handle, NULL);
    if (code != SQLITE_OK) {
        /* A schema that the statement does not fit, though its version is ours. */
        enum pal_err err = error_of(code);
        return err == PAL_ERR_COUNT ? PAL_ERR_STORE_SCHEMA : err;
    }
    learn_names(statement);
    bool is_reading = sqlite3_stmt_readonly(statement->handle) != 0;
    statement->writes = !is_reading && table != PAL_SQL_TURN;
    return PAL_OK;
}

enum pal_err pal_db_prepare(struct pal_store *store)
{
    size_t count = 0;
    for (size_t t = 0; t < PAL_SQL_TABLE_COUNT; t++) {
        store->first_statement[t] = count;
        count += tables[t]->count;
    }
    store->statements = pal_mem_new(count, sizeof *store->statements);
    store->statement_count = count;
    for (size_t t = 0; t < PAL_SQL_TABLE_COUNT && store->mode != PAL_STORE_READ; t++) {
        for (size_t i = 0; i < tables[t]->count; i++) {
            PAL_TRY(prepare(store, (enum pal_sql_table)t, i));
        }
    }
    return PAL_OK;
}

enum pal_err pal_db_copy(struct pal_store *from, struct pal_store *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to->db, "main", from->db, "main");
    if (backup == NULL) {
        return pal_db_fail(to, sqlite3_extended_errcode(to->db));
    }
    (void)sqlite3_backup_step(backup, -1); /* all pages at once; the result is kept to the end */
    int code = sqlite3_backup_finish(backup);
    return code == SQLITE_OK ? PAL_OK : pal_db_fail(to, code);
}

static void set_row(struct pal_store *store, struct pal_statement *statement, bool has_row)
{
    if (statement->writes && has_row != statement->has_row) {
        store->returning_count = has_row ? store->returning_count + 1 : store->returning_count - 1;
    }
    statement->has_row = has_row;
}

void pal_db_end_rows(struct pal_store *store)
{
    for (size_t i = 0; i < store->statement_count && store->returning_count > 0; i++) {
        struct pal_statement *statement = &store->statements[i];
        if (statement->writes && statement->has_row) {
            (void)sqlite3_reset(statement->handle); /* the change was made by the first step */
            set_row(store, statement, false);
        }
    }
}

struct pal_query pal_query_begin(struct pal_store *store, enum pal_sql_table table, size_t index)
{
    PAL_CHECK(index < tables[table]->count);
    struct pal_statement *statement = &store->statements[store->first_statement[table] + index];
    PAL_CHECK(!statement->is_used);
    if (statement->handle == NULL && store->dead == PAL_OK) {
        store->dead = prepare(store, table, index); /* the next step of anything says so */
    }
    statement->is_used = true;
    return (struct pal_query){.store = store, .statement = statement};
}

enum pal_err pal_references_defer(struct pal_store *store)
{
    PAL_CHECK(store->depth > 0);
    if (store->dead != PAL_OK || store->refusal != PAL_OK) {
        return store->dead != PAL_OK ? store->dead : store->refusal;
    }
    return pal_db_script(store, "PRAGMA defer_foreign_keys = ON");
}

void pal_query_rewind(struct pal_query *query)
{
    if (query->statement->handle == NULL) {
        return;
    }
    (void)sqlite3_reset(query->statement->handle); /* repeats the error of the last step */
    (void)sqlite3_clear_bindings(query->statement->handle);
    set_row(query->store, query->statement, false);
}

void pal_query_done(struct pal_query *query)
{
    pal_query_rewind(query);
    query->statement->is_used = false;
}

/* Looked for from the one after the last that was found: parameters are mostly bound in their order. */
static int place(const struct pal_query *query, const char *name)
{
    struct pal_statement *statement = query->statement;
    if (statement->handle == NULL) {
        return 0; /* it could not be prepared */
    }
    for (int looked = 0; looked < statement->name_count; looked++) {
        int index = statement->next_name;
        statement->next_name = index + 1 < statement->name_count ? index + 1 : 0;
        if (strcmp(statement->names[index], name) == 0) {
            return index + 1;
        }
    }
    pal_check_failed("a parameter of the statement", __FILE__, __LINE__);
}

/* SQLite takes no value for a statement that is none. */
static void check_bound(const struct pal_query *query, int code)
{
    PAL_CHECK(code == SQLITE_OK || query->statement->handle == NULL);
}

void pal_bind_int(struct pal_query *query, const char *name, int64_t value)
{
    int code = sqlite3_bind_int64(query->statement->handle, place(query, name), value);
    check_bound(query, code);
}

void pal_bind_text(struct pal_query *query, const char *name, struct pal_text text)
{
    const char *bytes = text.size > 0 ? text.bytes : "";
    int code = sqlite3_bind_text64(query->statement->handle, place(query, name), bytes, text.size,
                                   SQLITE_STATIC, SQLITE_UTF8);
    check_bound(query, code);
}

void pal_bind_blob(struct pal_query *query, const char *name, const void *bytes, size_t size)
{
    int code = sqlite3_bind_blob64(query->statement->handle, place(query, name),
                                   size > 0 ? bytes : "", size, SQLITE_STATIC);
    check_bound(query, code);
}

void pal_bind_ratio(struct pal_query *query, const char *name, mpq_srcptr ratio)
{
    int code = sqlite3_bind_text(query->statement->handle, place(query, name),
                                 pal_ratio_text_new(ratio), -1, pal_mem_free);
    check_bound(query, code);
}

void pal_bind_null(struct pal_query *query, const char *name)
{
    int code = sqlite3_bind_null(query->statement->handle, place(query, name));
    check_bound(query, code);
}

enum pal_err pal_query_next(struct pal_query *query, bool *out_has_row)
{
    struct pal_store *store = query->store;
    struct pal_statement *statement = query->statement;
    if (store->dead != PAL_OK) {
        return store->dead;
    }
    if (statement->writes) {
        PAL_CHECK(store->depth > 0);
        if (store->refusal != PAL_OK) {
            return store->refusal;
        }
    }
    int code = sqlite3_step(statement->handle);
    set_row(store, statement, code == SQLITE_ROW);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        return pal_db_fail(store, code);
    }
    *out_has_row = statement->has_row;
    return PAL_OK;
}

int64_t pal_query_changes(const struct pal_query *query)
{
    return sqlite3_changes64(query->store->db);
}

static sqlite3_stmt *row_of(const struct pal_query *query, int column)
{
    PAL_CHECK(query->statement->has_row);
    PAL_CHECK(column >= 0);
    PAL_CHECK(column < sqlite3_column_count(query->statement->handle));
    return query->statement->handle;
}

bool pal_column_is_null(const struct pal_query *query, int column)
{
    return sqlite3_column_type(row_of(query, column), column) == SQLITE_NULL;
}

int64_t pal_column_int(const struct pal_query *query, int column)
{
    sqlite3_stmt *row = row_of(query, column);
    PAL_CHECK(sqlite3_column_type(row, column) == SQLITE_INTEGER);
    return sqlite3_column_int64(row, column);
}

struct pal_text pal_column_text(const struct pal_query *query, int column)
{
    sqlite3_stmt *row = row_of(query, column);
    PAL_CHECK(sqlite3_column_type(row, column) == SQLITE_TEXT);
    const unsigned char *bytes = sqlite3_column_text(row, column);
    return (struct pal_text){.bytes = (const char *)bytes,
                             .size = (size_t)sqlite3_column_bytes(row, column)};
}

struct pal_text pal_column_blob(const struct pal_query *query, int column)
{
    sqlite3_stmt *row = row_of(query, column);
    PAL_CHECK(sqlite3_column_type(row, column) == SQLITE_BLOB);
    const char *bytes = sqlite3_column_blob(row, column);
    return (struct pal_text){.bytes = bytes, .size = (size_t)sqlite3_column_bytes(row, column)};
}

enum pal_err pal_query_gather(struct pal_query *query, uint64_t first,
                              void (*add)(struct pal_text blob, struct pal_buf *buf),
                              struct pal_buf *buf, uint64_t *out_count)
{
    query->store->gathering = (struct pal_gathering){.add = add, .buf = buf, .next = first};
    PAL_TRY(pal_query_one(query));
    *out_count = query->store->gathering.count;
    return PAL_OK;
}

bool pal_store_violates(const struct pal_store *store, const char *what)
{
    return strcmp(store->violation, what) == 0;
}
