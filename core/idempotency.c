/* idempotency.c - replies that are remembered for a day. */
#include "core/idempotency.h"

#include "core/store.h"

#include "sql.h"

enum { FIND, KEEP, SWEEP, FORGET, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
    [FIND] = "SELECT request, status, location, tag, body FROM remembered_reply"
             " WHERE person_id = :person AND key = :key AND at_us > :since",
    [KEEP] = "INSERT INTO remembered_reply"
             " (person_id, key, request, status, location, tag, body, at_us)"
             " VALUES (:person, :key, :request, :status, :location, :tag, :body, :at)"
             " ON CONFLICT (person_id, key) DO UPDATE SET request = :request, status = :status,"
             " location = :location, tag = :tag, body = :body, at_us = :at",
    [FORGET] = "DELETE FROM remembered_reply",
    [SWEEP] = "DELETE FROM remembered_reply WHERE at_us <= :since",
};

const struct pal_sql pal_idempotency_sql = {sql, STATEMENT_COUNT};

static int64_t since_us(const struct pal_store *store)
{
    return pal_store_now_us(store) - (int64_t)PAL_IDEMPOTENCY_LASTS_S * 1000000;
}

enum pal_err pal_remembered_find(struct pal_store *store, const struct pal_repeatable *request,
                                 struct pal_buf *buf, struct pal_remembered *out)
{
    PAL_QUERY(query, store, PAL_SQL_IDEMPOTENCY, FIND);
    pal_bind_int(&query, ":person", request->person.value);
    pal_bind_text(&query, ":key", request->key);
    pal_bind_int(&query, ":since", since_us(store));
    PAL_TRY(pal_query_one(&query));
    struct pal_hash hash = pal_column_hash(&query, 0);
    if (!pal_hash_equal(&hash, &request->request)) {
        return PAL_ERR_REQUEST_KEY_REUSED;
    }

    size_t location_at = buf->size;
    pal_buf_add_text(buf, pal_column_text(&query, 2));
    size_t tag_at = buf->size;
    pal_buf_add_text(buf, pal_column_text(&query, 3));
    size_t body_at = buf->size;
    pal_buf_add_text(buf, pal_column_text(&query, 4));
    *out = (struct pal_remembered){
        .status = pal_column_int(&query, 1),
        .location = {buf->bytes + location_at, tag_at - location_at},
        .tag = {buf->bytes + tag_at, body_at - tag_at},
        .body = {buf->bytes + body_at, buf->size - body_at},
    };
    return PAL_OK;
}

enum pal_err pal_remembered_keep(struct pal_store *store, const struct pal_repeatable *request,
                                 const struct pal_remembered *reply)
{
    PAL_QUERY(query, store, PAL_SQL_IDEMPOTENCY, KEEP);
    pal_bind_int(&query, ":person", request->person.value);
    pal_bind_text(&query, ":key", request->key);
    pal_bind_hash(&query, ":request", &request->request);
    pal_bind_int(&query, ":status", reply->status);
    pal_bind_text(&query, ":location", reply->location);
    pal_bind_text(&query, ":tag", reply->tag);
    pal_bind_text(&query, ":body", reply->body);
    pal_bind_int(&query, ":at", pal_store_now_us(store));
    return pal_query_run(&query);
}

enum pal_err pal_remembered_sweep(struct pal_store *store)
{
    PAL_QUERY(query, store, PAL_SQL_IDEMPOTENCY, SWEEP);
    pal_bind_int(&query, ":since", since_us(store));
    return pal_query_run(&query);
}

enum pal_err pal_remembered_forget(struct pal_store *store)
{
    PAL_QUERY(query, store, PAL_SQL_IDEMPOTENCY, FORGET);
    return pal_query_run(&query);
}
