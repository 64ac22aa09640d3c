/*
 * attachments.c - files that belong to resolutions: their bytes, and their view, as the log's entries make it.
 */
#include "core/attachments.h"

#include "audit/media.h"
#include "base/check.h"
#include "base/fields.h"
#include "base/mem.h"
#include "core/society.h"
#include "core/store.h"

#include "apply.h"
#include "attaching.h"
#include "sql.h"

enum {
    KEEP,
    PIECE,
    REMOVE,
    PIECES,
    INSERT,
    DETACH,
    BLANK,
    BY_UUID,
    BY_ID,
    BY_HASH,
    OF_RESOLUTION,
    BYTES,
    COUNT,
    IS_FROZEN,
    NEXT,
    ALL,
    FORGET,
    STATEMENT_COUNT
};

#define COLUMNS                                                                                  \
    "id, uuid, resolution_id, hash, name, media_type, size, sha256, at_us, detached_us, reason," \
    " entry FROM attachment"

static const char *const sql[STATEMENT_COUNT] = {
    [KEEP] = "INSERT INTO attachment_piece (hash, number, bytes) VALUES (:hash, :number, :bytes)",
    [PIECE] = "SELECT bytes FROM attachment_piece WHERE hash = :hash AND number = :number",
    [REMOVE] = "DELETE FROM attachment_piece WHERE hash = :hash",
    [PIECES] = "SELECT bytes FROM attachment_piece WHERE hash = :hash ORDER BY number",
    [INSERT] = "INSERT INTO attachment (id, uuid, resolution_id, hash, name, media_type, size,"
               " sha256, at_us, entry) VALUES (:entry, :uuid, :resolution, :hash, :name,"
               " :media_type, :size, :sha256, :at_us, :entry)",
    [DETACH] = "UPDATE attachment SET detached_us = :at_us, reason = :reason, entry = :entry"
               " WHERE uuid = :uuid",
    [BLANK] = "UPDATE attachment SET name = NULL, media_type = NULL, size = NULL, sha256 = NULL,"
              " entry = :entry WHERE hash = :hash",
    [BY_UUID] = "SELECT id FROM attachment WHERE uuid = :uuid",
    [BY_ID] = "SELECT " COLUMNS " WHERE id = :id",
    /* A file of a second call is that of the first. */
    [BY_HASH] = "SELECT id FROM attachment WHERE hash = :hash ORDER BY id LIMIT 1",
    [OF_RESOLUTION] = "SELECT " COLUMNS " WHERE resolution_id = :resolution ORDER BY id",
    /* And kept once. */
    [BYTES] = "SELECT coalesce(sum(size), 0) FROM (SELECT DISTINCT hash, size FROM attachment)",
    [COUNT] = "SELECT count(*) FROM attachment"
              " WHERE resolution_id = :resolution AND detached_us IS NULL",
    [IS_FROZEN] = "SELECT 1 FROM attachment AS a JOIN resolution_line AS r"
                  " ON r.resolution_id = a.resolution_id WHERE a.hash = :hash"
                  " AND a.detached_us IS NULL AND r.state = 'frozen'",
    [NEXT] = "SELECT id, hash FROM attachment WHERE resolution_id = :resolution"
             " AND detached_us IS NULL AND name IS NOT NULL AND id > :after ORDER BY id LIMIT 1",
    [ALL] = "SELECT DISTINCT hash, size, sha256 FROM attachment WHERE name IS NOT NULL",
    [FORGET] = "DELETE FROM attachment",
};
const struct pal_sql pal_attachments_sql = {sql, STATEMENT_COUNT};

void pal_attachment_done(struct pal_attachment *attachment)
{
    pal_mem_free(attachment->owned);
    *attachment = (struct pal_attachment){0};
}

/* --- bytes ---------------------------------------------------------------------------------- */

enum pal_err pal_attachment_keep(struct pal_store *store, const struct pal_hash *hash,
                                 int64_t number, struct pal_text bytes)
{
    PAL_QUERY(query, store, PAL_SQL_ATTACHMENTS, KEEP);
    pal_bind_hash(&query, ":hash", hash);
    pal_bind_int(&query, ":number", number);
    pal_bind_blob(&query, ":bytes", bytes.bytes, bytes.size);
    return pal_query_run(&query);
}

enum pal_err pal_attachment_piece(struct pal_store *store, const struct pal_hash *hash,
                                  int64_t number, struct pal_buf *buf)
{
    PAL_QUERY(query, store, PAL_SQL_ATTACHMENTS, PIECE);
    pal_bind_hash(&query, ":hash", hash);
    pal_bind_int(&query, ":number", number);
    PAL_TRY(pal_query_one(&query));
    pal_buf_add_text(buf, pal_column_blob(&query, 0));
    return PAL_OK;
}

enum pal_err pal_attachment_remove(struct pal_store *store, const struct pal_hash *hash)
{
    PAL_QUERY(query, store, PAL_SQL_ATTACHMENTS, REMOVE);
    pal_bind_hash(&query, ":hash", hash);
    return pal_query_run(&query);
}

enum pal_err pal_attachment_write(struct pal_store *store, const struct pal_hash *hash,
                                  struct pal_export_file *out)
{
    enum pal_err err = PAL_OK;
    for (int64_t number = 0; err == PAL_OK; number++) {
        PAL_TRY(pal_export_file_flush(out));
        err = pal_attachment_piece(store, hash, number, &out->piece);
    }
    return err == PAL_ERR_NOT_FOUND ? PAL_OK : err;
}

static enum pal_err hash_pieces(struct pal_store *store, const struct pal_hash *hash,
                                int64_t *out_size, struct pal_hash *out_sha256)
{
    struct pal_hash_state state;
    int64_t size = 0;
    bool has_row;
    pal_hash_init(&state);
    PAL_QUERY(pieces, store, PAL_SQL_ATTACHMENTS, PIECES);
    pal_bind_hash(&pieces, ":hash", hash);
    PAL_TRY(pal_query_next(&pieces, &has_row));
    while (has_row) {
        struct pal_text piece = pal_column_blob(&pieces, 0);
        pal_hash_add(&state, piece.bytes, piece.size);
        size += (int64_t)piece.size;
        PAL_TRY(pal_query_next(&pieces, &has_row));
    }
    *out_size = size;
    *out_sha256 = pal_hash_final(&state);
    return PAL_OK;
}

enum pal_err pal_attachments_examine(struct pal_store *store, bool *out_is_right)
{
    bool is_right = true;
    bool has_row;
    PAL_QUERY(files, store, PAL_SQL_ATTACHMENTS, ALL);
    PAL_TRY(pal_query_next(&files, &has_row));
    while (has_row && is_right) {
        const struct pal_hash document = pal_column_hash(&files, 0);
        const struct pal_hash said = pal_column_hash(&files, 2);
        struct pal_hash sha256;
        int64_t size;
        PAL_TRY(hash_pieces(store, &document, &size, &sha256));
        is_right = size == pal_column_int(&files, 1) && pal_hash_equal(&sha256, &said);
        PAL_TRY(pal_query_next(&files, &has_row));
    }
    *out_is_right = is_right;
    return PAL_OK;
}

/* --- reading -------------------------------------------------------------------------------- */

static struct pal_attachment read_row(const struct pal_query *query)
{
    struct pal_attachment row = {
        .id = {pal_column_int(query, 0)},
        .uuid = pal_column_uuid(query, 1),
        .resolution = {pal_column_int(query, 2)},
        .hash = pal_column_hash(query, 3),
        .is_removed = pal_column_is_null(query, 4),
        .at_us = pal_column_int(query, 8),
        .entry = pal_column_int(query, 11),
    };
    if (!row.is_removed) {
        row.name = pal_column_text(query, 4);
        row.media_type = pal_media_known(pal_column_text(query, 5));
        row.size = pal_column_int(query, 6);
        row.sha256 = pal_column_hash(query, 7);
    }
    if (!pal_column_is_null(query, 9)) {
        row.detached_us = pal_column_int(query, 9);
        row.reason = pal_column_text(query, 10);
    }
    return row;
}

enum pal_err pal_attachment_find(struct pal_store *store, const struct pal_uuid *uuid,
                                 struct pal_attachment_id *out_attachment)
{
    PAL_QUERY(query, store, PAL_SQL_ATTACHMENTS, BY_UUID);
    pal_bind_uuid(&query, ":uuid", uuid);
    PAL_TRY(pal_query_one(&query));
    out_attachment->value = pal_column_int(&query, 0);
    return PAL_OK;
}

enum pal_err pal_attachment_read(struct pal_store *store, struct pal_attachment_id attachment,
                                 struct pal_attachment *out)
{
    PAL_QUERY(query, store, PAL_SQL_ATTACHMENTS, BY_ID);
    pal_bind_int(&query, ":id", attachment.value);
    PAL_TRY(pal_query_one(&query));
    *out = read_row(&query);
    struct pal_text *const texts[] = {&out->name, &out->reason};
    out->owned = pal_texts_own(texts, sizeof texts / sizeof texts[0]);
    return PAL_OK;
}

enum pal_err pal_attachment_of_document(struct pal_store *store, const struct pal_hash *hash,
                                        struct pal_attachment *out)
{
    PAL_QUERY(query, store, PAL_SQL_ATTACHMENTS, BY_HASH);
    pal_bind_hash(&query, ":hash", hash);
    PAL_TRY(pal_query_one(&query));
    return pal_attachment_read(store, (struct pal_attachment_id){pal_column_int(&query, 0)}, out);
}

enum pal_err pal_attachments_walk(struct pal_store *store, struct pal_resolution_id resolution,
                                  enum pal_err (*visit)(void *context,
                                                        const struct pal_attachment *attachment),
                                  void *context)
{
    PAL_QUERY(query, store, PAL_SQL_ATTACHMENTS, OF_RESOLUTION);
    pal_bind_int(&query, ":resolution", resolution.value);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    while (has_row) {
        const struct pal_attachment row = read_row(&query);
        PAL_TRY(visit(context, &row));
        PAL_TRY(pal_query_next(&query, &has_row));
    }
    return PAL_OK;
}

enum pal_err pal_attachments_measure(struct pal_store *store, struct pal_resolution_id resolution,
                                     int64_t *out_bytes, int64_t *out_count)
{
    PAL_QUERY(bytes, store, PAL_SQL_ATTACHMENTS, BYTES);
    PAL_TRY(pal_query_one(&bytes));
    PAL_QUERY(count, store, PAL_SQL_ATTACHMENTS, COUNT);
    pal_bind_int(&count, ":resolution", resolution.value);
    PAL_TRY(pal_query_one(&count));
    *out_bytes = pal_column_int(&bytes, 0);
    *out_count = pal_column_int(&count, 0);
    return PAL_OK;
}

enum pal_err pal_attachment_is_frozen(struct pal_store *store, const struct pal_hash *hash,
                                      bool *out_is_frozen)
{
    PAL_QUERY(query, store, PAL_SQL_ATTACHMENTS, IS_FROZEN);
    pal_bind_hash(&query, ":hash", hash);
    return pal_query_next(&query, out_is_frozen);
}

enum pal_err pal_attachments_next(struct pal_store *store, struct pal_resolution_id resolution,
                                  int64_t *after, struct pal_hash *out_hash)
{
    PAL_QUERY(query, store, PAL_SQL_ATTACHMENTS, NEXT);
    pal_bind_int(&query, ":resolution", resolution.value);
    pal_bind_int(&query, ":after", *after);
    PAL_TRY(pal_query_one(&query));
    *after = pal_column_int(&query, 0);
    *out_hash = pal_column_hash(&query, 1);
    return PAL_OK;
}

/* --- views ---------------------------------------------------------------------------------- */

/* What the document says, unless it was removed. */
static enum pal_err read_document(const struct pal_json *document, struct pal_attachment *out)
{
    struct pal_text media_type;
    PAL_TRY(pal_json_text(document, "name", &out->name, NULL));
    PAL_TRY(pal_json_text(document, "media_type", &media_type, NULL));
    out->media_type = pal_media_known(media_type);
    PAL_TRY(pal_json_int(document, "size", &out->size, NULL));
    return pal_json_hash(document, "sha256", &out->sha256, NULL);
}

enum pal_err pal_apply_resolution_attach(struct pal_store *store, const struct pal_change *change)
{
    struct pal_attachment made = {0};
    struct pal_uuid about;
    PAL_TRY(pal_json_uuid(change->d, "attachment", &made.uuid, NULL));
    PAL_TRY(pal_json_uuid(change->d, "resolution", &about, NULL));
    PAL_TRY(pal_json_hash(change->d, "hash", &made.hash, NULL));
    PAL_TRY(pal_resolution_find(store, &about, &made.resolution));
    PAL_JSON(document);
    enum pal_err err = pal_document_get_json(store, &made.hash, &document);
    if (err != PAL_OK && err != PAL_ERR_NOT_FOUND) {
        return err;
    }
    PAL_QUERY(query, store, PAL_SQL_ATTACHMENTS, INSERT);
    if (err == PAL_OK) {
        PAL_TRY(read_document(document, &made));
        pal_bind_text(&query, ":name", made.name);
        pal_bind_string(&query, ":media_type", made.media_type);
        pal_bind_int(&query, ":size", made.size);
        pal_bind_hash(&query, ":sha256", &made.sha256);
    }
    pal_bind_uuid(&query, ":uuid", &made.uuid);
    pal_bind_int(&query, ":resolution", made.resolution.value);
    pal_bind_hash(&query, ":hash", &made.hash);
    pal_bind_int(&query, ":at_us", change->at_us);
    pal_bind_int(&query, ":entry", (int64_t)change->index);
    return pal_query_run(&query);
}

enum pal_err pal_apply_resolution_detach(struct pal_store *store, const struct pal_change *change)
{
    struct pal_uuid uuid;
    struct pal_text reason;
    PAL_TRY(pal_json_uuid(change->d, "attachment", &uuid, NULL));
    PAL_TRY(pal_json_text(change->d, "reason", &reason, NULL));
    PAL_QUERY(query, store, PAL_SQL_ATTACHMENTS, DETACH);
    pal_bind_uuid(&query, ":uuid", &uuid);
    pal_bind_text(&query, ":reason", reason);
    pal_bind_int(&query, ":at_us", change->at_us);
    pal_bind_int(&query, ":entry", (int64_t)change->index);
    return pal_query_run(&query);
}

enum pal_err pal_attachment_blank(struct pal_store *store, const struct pal_hash *hash,
                                  int64_t entry)
{
    PAL_QUERY(query, store, PAL_SQL_ATTACHMENTS, BLANK);
    pal_bind_hash(&query, ":hash", hash);
    pal_bind_int(&query, ":entry", entry);
    return pal_query_run(&query);
}

enum pal_err pal_forget_attachments(struct pal_store *store)
{
    PAL_QUERY(query, store, PAL_SQL_ATTACHMENTS, FORGET);
    return pal_query_run(&query);
}
