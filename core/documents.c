/*
 * documents.c - what entries of the log name by hash: kept once, never changed.
 */
#include "base/canon.h"
#include "base/limits.h"
#include "core/society.h"

#include "sql.h"

enum { PUT, GET, ALL, OF_KIND, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
    [PUT] = "INSERT INTO document (hash, kind, bytes) VALUES (:hash, :kind, :bytes)"
            " ON CONFLICT (hash) DO NOTHING",
    [GET] = "SELECT bytes FROM document WHERE hash = :hash",
    [ALL] = "SELECT hash, bytes FROM document",
    [OF_KIND] = "SELECT hash FROM document WHERE kind = :kind",
};
const struct pal_sql pal_documents_sql = {sql, STATEMENT_COUNT};

static const char *const kinds[] = {
#define KIND_WORD(name, word) [PAL_DOCUMENT_##name] = (word),
    PAL_DOCUMENT_KINDS(KIND_WORD)
#undef KIND_WORD
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

enum pal_err pal_document_get(struct pal_store *store, const struct pal_hash *hash,
                              struct pal_buf *buf)
{
    PAL_QUERY(query, store, PAL_SQL_DOCUMENTS, GET);
    pal_bind_hash(&query, ":hash", hash);
    PAL_TRY(pal_query_one(&query));
    pal_buf_add_text(buf, pal_column_blob(&query, 0));
    return PAL_OK;
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

enum pal_err pal_documents_examine(struct pal_store *store, bool *out_is_right)
{
    bool is_right = true;
    bool has_row;
    PAL_QUERY(documents, store, PAL_SQL_DOCUMENTS, ALL);
    PAL_TRY(pal_query_next(&documents, &has_row));
    while (has_row && is_right) {
        struct pal_text bytes = pal_column_blob(&documents, 1);
        struct pal_hash found = pal_hash_of(bytes.bytes, bytes.size);
        struct pal_hash named = pal_column_hash(&documents, 0);
        is_right = pal_hash_equal(&found, &named);
        PAL_TRY(pal_query_next(&documents, &has_row));
    }
    *out_is_right = is_right;
    return PAL_OK;
}
