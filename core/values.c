/* values.c - statements without rows, and values that are made of those that the database has. */
#include <string.h>

#include "base/check.h"

#include "sql.h"

enum pal_err pal_query_run(struct pal_query *query)
{
    bool has_row = false;
    PAL_TRY(pal_query_next(query, &has_row));
    PAL_CHECK(!has_row);
    return PAL_OK;
}

enum pal_err pal_query_one(struct pal_query *query)
{
    bool has_row = false;
    PAL_TRY(pal_query_next(query, &has_row));
    return has_row ? PAL_OK : PAL_ERR_NOT_FOUND;
}

void pal_bind_bool(struct pal_query *query, const char *name, bool value)
{
    pal_bind_int(query, name, value ? 1 : 0);
}

void pal_bind_string(struct pal_query *query, const char *name, const char *string)
{
    pal_bind_text(query, name, pal_text_of(string));
}

void pal_bind_hash(struct pal_query *query, const char *name, const struct pal_hash *hash)
{
    pal_bind_blob(query, name, hash->bytes, PAL_HASH_SIZE);
}

void pal_bind_uuid(struct pal_query *query, const char *name, const struct pal_uuid *uuid)
{
    pal_bind_blob(query, name, uuid->bytes, PAL_UUID_SIZE);
}

bool pal_column_bool(const struct pal_query *query, int column)
{
    return pal_column_int(query, column) != 0;
}

struct pal_hash pal_column_hash(const struct pal_query *query, int column)
{
    struct pal_hash hash;
    struct pal_text blob = pal_column_blob(query, column);
    PAL_CHECK(blob.size == PAL_HASH_SIZE);
    memcpy(hash.bytes, blob.bytes, PAL_HASH_SIZE);
    return hash;
}

struct pal_uuid pal_column_uuid(const struct pal_query *query, int column)
{
    struct pal_uuid uuid;
    struct pal_text blob = pal_column_blob(query, column);
    PAL_CHECK(blob.size == PAL_UUID_SIZE);
    memcpy(uuid.bytes, blob.bytes, PAL_UUID_SIZE);
    return uuid;
}

void pal_column_ratio(const struct pal_query *query, int column, mpq_t out_ratio)
{
    enum pal_err err = pal_ratio_parse(pal_column_text(query, column), out_ratio);
    PAL_CHECK(err == PAL_OK);
}
