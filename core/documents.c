/*
 * documents.c - what entries of the log name by hash: kept once, never changed.
 */
#include "documents.h"

#include "audit/entry.h"
#include "base/canon.h"
#include "base/check.h"
#include "base/fields.h"
#include "base/limits.h"
#include "core/log.h"
#include "core/society.h"

#include "sql.h"

enum { PUT, GET, PLACE, ALL, OF_KIND, KIND, IS_REMOVED, REMOVE, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
    [PUT] = "INSERT INTO document (hash, kind, bytes) VALUES (:hash, :kind, :bytes)"
            " ON CONFLICT (hash) DO NOTHING",
    [GET] = "SELECT bytes FROM document WHERE hash = :hash AND bytes IS NOT NULL",
    [PLACE] = "SELECT rowid FROM document WHERE hash = :hash AND bytes IS NOT NULL",
    [ALL] = "SELECT hash, removed_by, rowid, CASE WHEN length(bytes) <= :piece THEN bytes END"
            " FROM document",
    [KIND] = "SELECT kind FROM document WHERE hash = :hash AND bytes IS NOT NULL",
    [IS_REMOVED] = "SELECT 1 FROM document WHERE hash = :hash AND bytes IS NULL",
    [REMOVE] = "UPDATE document SET bytes = NULL, removed_by = :entry WHERE hash = :hash",
    [OF_KIND] = "SELECT hash FROM document WHERE kind = :kind",
};
const struct pal_sql pal_documents_sql = {sql, STATEMENT_COUNT};

static const char *const kinds[] = {
#define KIND_WORD(name, word) [PAL_DOCUMENT_##name] = (word),
    PAL_DOCUMENT_KINDS(KIND_WORD)
#undef KIND_WORD
};

/* Of words that may be removed; of no other kind. */
static const char *const formats[sizeof kinds / sizeof kinds[0]] = {
    [PAL_DOCUMENT_RESOLUTION] = PAL_FORMAT_RESOLUTION,
    [PAL_DOCUMENT_AMENDMENT] = PAL_FORMAT_AMENDMENT,
    [PAL_DOCUMENT_CONTRIBUTION] = PAL_FORMAT_CONTRIBUTION,
    [PAL_DOCUMENT_ATTACHMENT] = PAL_FORMAT_ATTACHMENT,
};

enum pal_err pal_document_put(struct pal_store *store, enum pal_document_kind kind,
                              struct pal_text bytes, struct pal_hash *out_hash)
{
    struct pal_hash hash = pal_hash_of(bytes.bytes, bytes.size);
    PAL_QUERY(query, store, PAL_SQL_DOCUMENTS, PUT);
    pal_bind_hash(&query, ":hash", &hash);
    pal_bind_string(&query, ":kind", kinds[kind]);
    pal_bind_blob(&query, ":bytes", bytes.bytes, bytes.size);
    PAL_TRY(pal_query_run(&query));
    *out_hash = hash;
    return PAL_OK;
}

enum pal_err pal_document_put_json(struct pal_store *store, enum pal_document_kind kind,
                                   const struct pal_json *json, struct pal_hash *out_hash,
                                   struct pal_where *out_where)
{
    PAL_BUF(bytes);
    PAL_TRY(pal_canon_write(json, &bytes, out_where));
    return pal_document_put(store, kind, pal_buf_text(&bytes), out_hash);
}

/* RULE docs/rules/log.md
 * > The document of words that may be removed holds 256 random bits of its own beside them, `salt`, so that
 * > whoever has its hash alone cannot try likely words on it.
 */
enum pal_err pal_document_put_words(struct pal_store *store, enum pal_document_kind kind,
                                    struct pal_json *document, struct pal_hash *out_hash,
                                    struct pal_where *out_where)
{
    uint8_t salt[PAL_SALT_SIZE];
    char hex[2 * PAL_SALT_SIZE + 1];
    PAL_CHECK(formats[kind] != NULL);
    pal_crypto_random(salt, sizeof salt);
    pal_text_write_hex(salt, sizeof salt, hex);
    pal_json_set_string(document, "format", formats[kind]);
    pal_json_set_string(document, "salt", hex);
    return pal_document_put_json(store, kind, document, out_hash, out_where);
}

enum pal_err pal_document_get(struct pal_store *store, const struct pal_hash *hash,
                              struct pal_buf *buf)
{
    PAL_QUERY(query, store, PAL_SQL_DOCUMENTS, GET);
    pal_bind_hash(&query, ":hash", hash);
    PAL_TRY(pal_query_one(&query));
    pal_buf_add_text(buf, pal_column_blob(&query, 0));
    return PAL_OK;
}

static struct pal_blob bytes_of(int64_t row)
{
    return (struct pal_blob){.table = "document", .column = "bytes", .row = row};
}

enum pal_err pal_document_stream(struct pal_store *store, const struct pal_hash *hash,
                                 enum pal_err (*visit)(void *context, struct pal_text piece),
                                 void *context)
{
    PAL_QUERY(query, store, PAL_SQL_DOCUMENTS, PLACE);
    pal_bind_hash(&query, ":hash", hash);
    PAL_TRY(pal_query_one(&query));
    const struct pal_blob bytes = bytes_of(pal_column_int(&query, 0));
    return pal_blob_stream(store, &bytes, visit, context);
}

enum pal_err pal_document_get_json(struct pal_store *store, const struct pal_hash *hash,
                                   struct pal_json **out_json)
{
    PAL_BUF(bytes);
    PAL_TRY(pal_document_get(store, hash, &bytes));
    return pal_json_parse(pal_buf_text(&bytes), bytes.size, out_json, NULL);
}

enum pal_err pal_documents_walk(struct pal_store *store, enum pal_document_kind kind,
                                enum pal_err (*visit)(void *context, const struct pal_hash *hash),
                                void *context)
{
    bool has_row;
    PAL_QUERY(documents, store, PAL_SQL_DOCUMENTS, OF_KIND);
    pal_bind_string(&documents, ":kind", kinds[kind]);
    PAL_TRY(pal_query_next(&documents, &has_row));
    while (has_row) {
        struct pal_hash hash = pal_column_hash(&documents, 0);
        PAL_TRY(visit(context, &hash));
        PAL_TRY(pal_query_next(&documents, &has_row));
    }
    return PAL_OK;
}

enum pal_err pal_document_is_text(struct pal_store *store, const struct pal_hash *hash,
                                  bool *out_is_text)
{
    PAL_QUERY(query, store, PAL_SQL_DOCUMENTS, KIND);
    pal_bind_hash(&query, ":hash", hash);
    PAL_TRY(pal_query_one(&query));
    struct pal_text kind = pal_column_text(&query, 0);
    *out_is_text = false;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        *out_is_text = *out_is_text || (formats[i] != NULL && pal_text_is(kind, kinds[i]));
    }
    return PAL_OK;
}

enum pal_err pal_document_is_removed(struct pal_store *store, const struct pal_hash *hash,
                                     bool *out_is_removed)
{
    PAL_QUERY(query, store, PAL_SQL_DOCUMENTS, IS_REMOVED);
    pal_bind_hash(&query, ":hash", hash);
    return pal_query_next(&query, out_is_removed);
}

enum pal_err pal_document_remove(struct pal_store *store, const struct pal_hash *hash,
                                 uint64_t entry)
{
    PAL_QUERY(query, store, PAL_SQL_DOCUMENTS, REMOVE);
    pal_bind_hash(&query, ":hash", hash);
    pal_bind_int(&query, ":entry", (int64_t)entry);
    PAL_TRY(pal_query_run(&query));
    pal_store_forget(store);
    return PAL_OK;
}

/* Does the entry say that this document was removed? */
static enum pal_err is_said(struct pal_store *store, int64_t index, const struct pal_hash *named,
                            bool *out_is_said)
{
    PAL_BUF(bytes);
    PAL_ENTRY(entry);
    struct pal_hash hash;
    enum pal_err err = pal_log_read(store, (uint64_t)index, &bytes);
    if (err != PAL_OK && err != PAL_ERR_NOT_FOUND) {
        return err;
    }
    *out_is_said = err == PAL_OK && pal_entry_parse(pal_buf_text(&bytes), &entry, NULL) == PAL_OK &&
                   pal_text_is(entry.type, "redact") &&
                   pal_json_hash(entry.d, "hash", &hash, NULL) == PAL_OK &&
                   pal_hash_equal(&hash, named);
    return PAL_OK;
}

static enum pal_err hash_piece(void *context, struct pal_text piece)
{
    pal_hash_add(context, piece.bytes, piece.size);
    return PAL_OK;
}

/* Of a row of ALL; where it is large, in pieces. */
static enum pal_err hash_bytes(struct pal_store *store, const struct pal_query *row,
                               struct pal_hash *out_hash)
{
    struct pal_hash_state state;
    pal_hash_init(&state);
    if (pal_column_is_null(row, 3)) {
        const struct pal_blob bytes = bytes_of(pal_column_int(row, 2));
        PAL_TRY(pal_blob_stream(store, &bytes, hash_piece, &state));
    } else {
        PAL_TRY(hash_piece(&state, pal_column_blob(row, 3)));
    }
    *out_hash = pal_hash_final(&state);
    return PAL_OK;
}

/* A document is what its hash says, or was removed by an entry that says so. */
static enum pal_err is_right_row(struct pal_store *store, const struct pal_query *row,
                                 bool *out_is_right)
{
    struct pal_hash named = pal_column_hash(row, 0);
    if (!pal_column_is_null(row, 1)) {
        return is_said(store, pal_column_int(row, 1), &named, out_is_right);
    }
    struct pal_hash found;
    PAL_TRY(hash_bytes(store, row, &found));
    *out_is_right = pal_hash_equal(&found, &named);
    return PAL_OK;
}

enum pal_err pal_documents_examine(struct pal_store *store, bool *out_is_right)
{
    bool is_right = true;
    bool has_row;
    PAL_QUERY(documents, store, PAL_SQL_DOCUMENTS, ALL);
    pal_bind_int(&documents, ":piece", PAL_BLOB_PIECE);
    PAL_TRY(pal_query_next(&documents, &has_row));
    while (has_row && is_right) {
        PAL_TRY(is_right_row(store, &documents, &is_right));
        PAL_TRY(pal_query_next(&documents, &has_row));
    }
    *out_is_right = is_right;
    return PAL_OK;
}
