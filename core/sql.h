/*
 * sql.h - prepared statements, for the files of core/ alone.
 *
 * A table of the database belongs to one .c file. That file's statements are one table at its top,
 *
 *     enum { INSERT, BY_ID, STATEMENT_COUNT };
 *     static const char *const sql[STATEMENT_COUNT] = {
 *         [INSERT] = "INSERT INTO member (number) VALUES (:number) RETURNING id",
 *         [BY_ID] = "SELECT number FROM member WHERE id = :id",
 *     };
 *     const struct pal_sql pal_members_sql = {sql, STATEMENT_COUNT};
 *
 * plus one row below; all are prepared when a store opens that may write, and each when it is first used
 * where a store only reads: a command that runs once needs few of them. A use is a scope:
 *
 *     PAL_QUERY(query, store, PAL_SQL_MEMBERS, BY_ID);
 *     pal_bind_int(&query, ":id", id.value);
 *     PAL_TRY(pal_query_one(&query));
 *     out->number = pal_column_int(&query, 0);
 *
 * A statement is in one use at a time: a second use inside the first is our mistake, and checked.
 */
#ifndef PAL_CORE_SQL_H
#define PAL_CORE_SQL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/ratio.h"
#include "base/text.h"
#include "core/store.h"
#include "core/text_versions.h"

struct pal_sql {
    const char *const *statements;
    size_t count;
};

/* Each file of core/ that has statements, alphabetically: its constant and its name. */
/* clang-format off */
#define PAL_SQL_TABLES(X) \
    X(ALIASES, aliases) \
    X(AMENDMENTS, amendments) \
    X(ASSEMBLIES, assemblies) \
    X(ATTACHMENTS, attachments) \
    X(ATTENDANCE, attendance) \
    X(BALLOTS, ballots) \
    X(CASTING, casting) \
    X(COLLEGES, colleges) \
    X(CONCENTRATION, concentration) \
    X(CONSENTS, consents) \
    X(CONTACTS, contacts) \
    X(DECISIONS, decisions) \
    X(CONTRIBUTIONS, contributions) \
    X(DISCUSSION, discussion) \
    X(DOCUMENTS, documents) \
    X(ERASURE, erasure) \
    X(ERASURE_REQUESTS, erasure_requests) \
    X(IDEMPOTENCY, idempotency) \
    X(INITIATIVES, initiatives) \
    X(INSTRUCTIONS, instructions) \
    X(KEEPERS, keepers) \
    X(LOG, log) \
    X(MAIL_SERVER, mail_server) \
    X(MAILINGS, mailings) \
    X(MEMBERS, members) \
    X(MEMBERSHIPS, memberships) \
    X(MINUTES, minutes) \
    X(MOTIONS, motions) \
    X(NOMINATIONS, nominations) \
    X(OFFICES, offices) \
    X(OUTBOX, outbox) \
    X(PAPERS, papers) \
    X(PEOPLE, people) \
    X(POLLS, polls) \
    X(PROCEDURES, procedures) \
    X(PROXIES, proxies) \
    X(QUOTAS, quotas) \
    X(RECUSALS, recusals) \
    X(REPRESENTATIVES, representatives) \
    X(RESOLUTIONS, resolutions) \
    X(RETENTION, retention) \
    X(ROLL, roll) \
    X(SENDING_PROOF, sending_proof) \
    X(SESSIONS, sessions) \
    X(SIGN_IN, sign_in) \
    X(SITTING, sitting) \
    X(SOCIETY, society) \
    X(SPEAKERS, speakers) \
    X(TEMPERATURE, temperature) \
    X(TURN, turn) \
    X(URN, urn) \
    X(VERSIONS, versions) \
    X(WITNESSES, witnesses)
/* clang-format on */

enum pal_sql_table {
#define PAL_SQL_ENUMERATOR(upper, lower) PAL_SQL_##upper,
    PAL_SQL_TABLES(PAL_SQL_ENUMERATOR)
#undef PAL_SQL_ENUMERATOR
        PAL_SQL_TABLE_COUNT
};

#define PAL_SQL_EXTERN(upper, lower) extern const struct pal_sql pal_##lower##_sql;
PAL_SQL_TABLES(PAL_SQL_EXTERN)
#undef PAL_SQL_EXTERN

struct pal_statement;
struct pal_happenings_query;

struct pal_query {
    struct pal_store *store;
    struct pal_statement *statement;
};
#define PAL_QUERY(name, store, table, index)            \
    struct pal_query name PAL_CLEANUP(pal_query_done) = \
        pal_query_begin(store, table, (size_t)(index))
struct pal_query pal_query_begin(struct pal_store *store, enum pal_sql_table table, size_t index);
void pal_query_done(struct pal_query *query);

/* Binding, by the name in the statement, colon included; a name that is not there is checked. What
 * is not bound is NULL. Texts, blobs, hashes and UUIDs are borrowed until the query has run. */
void pal_bind_int(struct pal_query *query, const char *name, int64_t value);
void pal_bind_bool(struct pal_query *query, const char *name, bool value);
void pal_bind_text(struct pal_query *query, const char *name, struct pal_text text);
void pal_bind_string(struct pal_query *query, const char *name, const char *string);
void pal_bind_blob(struct pal_query *query, const char *name, const void *bytes, size_t size);
void pal_bind_hash(struct pal_query *query, const char *name, const struct pal_hash *hash);
void pal_bind_uuid(struct pal_query *query, const char *name, const struct pal_uuid *uuid);
void pal_bind_ratio(struct pal_query *query, const char *name, mpq_srcptr ratio); /* "num/den" */
/* Which rows of what happened in an assembly: :assembly, :after, :limit. In assemblies.c. */
void pal_bind_happenings(struct pal_query *query, const struct pal_happenings_query *asked);
void pal_bind_null(struct pal_query *query, const char *name);

/* Running. A statement that writes runs inside a PAL_TRANSACTION, checked. All return
 * PAL_ERR_STORE_CONSTRAINT (the statement changed nothing; pal_store_violates says what it broke),
 * PAL_ERR_STORE_BUSY, _FULL, _IO, _CORRUPT, _READ_ONLY. */

/* To its end; gives no row. */
PAL_MUST_USE enum pal_err pal_query_run(struct pal_query *query);
/* To its first row: PAL_ERR_NOT_FOUND when there is none. The row of a RETURNING clause can be read
 * until the transaction begins or ends another. */
PAL_MUST_USE enum pal_err pal_query_one(struct pal_query *query);
/* Runs a statement that gives gather(index, blob) of its rows, and nothing else: adds the blobs of those
 * that are numbered from `first` on, in this order and without a gap; their number. SQLite reads all of
 * them in one step, in the order of the key by which it finds them: one that came otherwise would be
 * left out, and missed. */
PAL_MUST_USE enum pal_err pal_query_gather(struct pal_query *query, uint64_t first,
                                           void (*add)(struct pal_text blob, struct pal_buf *buf),
                                           struct pal_buf *buf, uint64_t *out_count);
/* To its next row, if any. */
PAL_MUST_USE enum pal_err pal_query_next(struct pal_query *query, bool *out_has_row);
/* Back to the start with nothing bound, to run it once more. */
void pal_query_rewind(struct pal_query *query);
/* Rows that the last statement that wrote has changed. */
int64_t pal_query_changes(const struct pal_query *query);

/* In a PAL_TRANSACTION: until the turn ends, references between tables are judged when a command
 * commits and not at each statement. (A prepared PRAGMA would act when it is prepared.) */
PAL_MUST_USE enum pal_err pal_references_defer(struct pal_store *store);

/* Columns of the current row, from 0. Texts and blobs are lent until the query moves. A column
 * whose type or length is not the one asked for breaks what the schema promises: checked. */
bool pal_column_is_null(const struct pal_query *query, int column);
int64_t pal_column_int(const struct pal_query *query, int column);
bool pal_column_bool(const struct pal_query *query, int column);
struct pal_text pal_column_text(const struct pal_query *query, int column);
struct pal_text pal_column_blob(const struct pal_query *query, int column);
struct pal_hash pal_column_hash(const struct pal_query *query, int column);
struct pal_uuid pal_column_uuid(const struct pal_query *query, int column);
void pal_column_ratio(const struct pal_query *query, int column, mpq_t out_ratio);

/* A blob that may be large, of a table with rowids; while a query stands on its row. */
enum { PAL_BLOB_PIECE = 1 << 16 };
struct pal_blob {
    const char *table, *column;
    int64_t row;
};
/* blob.c. Visits it in pieces, one after the other; each is lent until visit returns. */
PAL_MUST_USE enum pal_err pal_blob_stream(struct pal_store *store, const struct pal_blob *which,
                                          enum pal_err (*visit)(void *context,
                                                                struct pal_text piece),
                                          void *context);

/* Visits the versions that a query gives: number, hash, instant, title. In text_versions.c. */
PAL_MUST_USE enum pal_err pal_text_versions_walk(
    struct pal_query *query,
    enum pal_err (*visit)(void *context, const struct pal_text_version *version), void *context);

/* In a PAL_TRANSACTION that removed what may not be kept: once the turn is committed, what it overwrote
 * leaves the journal too, at once or as soon as nobody reads from it. */
void pal_store_forget(struct pal_store *store);

/* After PAL_ERR_STORE_CONSTRAINT: is this what was broken? The columns of a uniqueness as SQLite
 * lists them ("member.number", "a.x, a.y"), the name of a CHECK, the text of a trigger's raise(),
 * "foreign key". */
bool pal_store_violates(const struct pal_store *store, const char *what);

#endif
