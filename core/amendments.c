/*
 * amendments.c - changes proposed to a text: their rows, and what others ask of them.
 */
#include "core/amendments.h"

#include <string.h>

#include "base/check.h"
#include "base/mem.h"
#include "core/store.h"

#include "amending.h"
#include "awaiting.h"
#include "sql.h"

#define COLUMNS                                                                                \
    "SELECT a.id, a.uuid, a.resolution_id, r.uuid, a.version, a.parent_id, u.uuid, a.author,"  \
    " a.base, a.hash, a.proposed, a.distance, a.state, a.is_settled,"                          \
    " (SELECT count(*) FROM amendment_support AS s WHERE s.amendment_id = a.id), p.poll_uuid," \
    " a.at_us, a.entry"                                                                        \
    " FROM amendment AS a JOIN resolution_line AS r ON r.resolution_id = a.resolution_id"      \
    " LEFT JOIN amendment AS u ON u.id = a.parent_id"                                          \
    " LEFT JOIN amendment_poll AS p ON p.amendment_id = a.id"

static const char *const sql[PAL_AMENDMENT_SQL_COUNT] = {
    [PAL_AMENDMENT_SQL_INSERT] =
        "INSERT INTO amendment (id, uuid, resolution_id, version, parent_id, author, base,"
        " proposed, hash, distance, state, at_us, entry) VALUES (:entry, :uuid, :resolution,"
        " :version, :parent, :author, :base, :hash, :hash, :distance, 'proposed', :at_us, :entry)",
    [PAL_AMENDMENT_SQL_AMEND] = "UPDATE amendment SET hash = :hash, distance = :distance,"
                                " entry = :entry WHERE id = :id",
    [PAL_AMENDMENT_SQL_SET_STATE] =
        "UPDATE amendment SET state = :state, entry = :entry WHERE id = :id",
    [PAL_AMENDMENT_SQL_LAPSE_CHILDREN] =
        "UPDATE amendment SET state = 'lapsed', entry = :entry"
        " WHERE parent_id = :id AND state IN ('proposed', 'voting')",
    [PAL_AMENDMENT_SQL_LAPSE_ALL] =
        "UPDATE amendment SET state = 'lapsed', entry = :entry WHERE resolution_id = :resolution"
        " AND is_settled = 0 AND state IN ('proposed', 'voting', 'accepted')",
    [PAL_AMENDMENT_SQL_SETTLE] =
        "UPDATE amendment SET is_settled = 1, entry = :entry WHERE resolution_id = :resolution"
        " AND parent_id IS NULL AND is_settled = 0 AND state IN ('accepted', 'adopted')",
    [PAL_AMENDMENT_SQL_BY_UUID] = "SELECT id FROM amendment WHERE uuid = :uuid",
    [PAL_AMENDMENT_SQL_BY_ID] = COLUMNS " WHERE a.id = :id",
    [PAL_AMENDMENT_SQL_LIST] = COLUMNS " WHERE a.resolution_id = :resolution AND a.id > :after"
                                       " ORDER BY a.id LIMIT :limit",
    [PAL_AMENDMENT_SQL_BESIDE] =
        COLUMNS " WHERE a.resolution_id = :resolution AND a.version = :version"
                " AND coalesce(a.parent_id, 0) = :parent ORDER BY a.id",
    [PAL_AMENDMENT_SQL_UNDECIDED] = "SELECT count(*) FROM amendment"
                                    " WHERE resolution_id = :resolution"
                                    " AND state IN ('proposed', 'voting')",
    [PAL_AMENDMENT_SQL_AWAITING] =
        "SELECT a.resolution_id, count(*), NULL FROM amendment AS a"
        " WHERE a.is_settled = 0 AND a.parent_id IS NULL AND a.state IN ('accepted', 'adopted')"
        " AND NOT EXISTS (SELECT 1 FROM amendment AS x WHERE x.resolution_id = a.resolution_id"
        "  AND x.state IN ('proposed', 'voting'))"
        " GROUP BY a.resolution_id ORDER BY a.resolution_id DESC LIMIT :limit",
    [PAL_AMENDMENT_SQL_IS_FROZEN] =
        "SELECT 1 FROM amendment WHERE hash = :hash AND (state = 'voting'"
        " OR (is_settled = 0 AND state IN ('accepted', 'adopted')))",
    [PAL_AMENDMENT_SQL_ON_VERSION] = "SELECT count(*) FROM amendment"
                                     " WHERE resolution_id = :resolution AND version = :version",
    [PAL_AMENDMENT_SQL_SUPPORT] = "INSERT INTO amendment_support (amendment_id, supporter)"
                                  " VALUES (:id, :supporter) ON CONFLICT DO NOTHING",
    [PAL_AMENDMENT_SQL_UNSUPPORT] =
        "DELETE FROM amendment_support WHERE amendment_id = :id AND supporter = :supporter",
    [PAL_AMENDMENT_SQL_IS_SUPPORTED] =
        "SELECT 1 FROM amendment_support WHERE amendment_id = :id AND supporter = :supporter",
    [PAL_AMENDMENT_SQL_FORGET_SUPPORT] = "DELETE FROM amendment_support",
    [PAL_AMENDMENT_SQL_FORGET] = "DELETE FROM amendment",
};
const struct pal_sql pal_amendments_sql = {sql, PAL_AMENDMENT_SQL_COUNT};

static const char *const states[] = {
#define STATE_WORD(name, word) [PAL_AMENDMENT_##name] = (word),
    PAL_AMENDMENT_STATES(STATE_WORD)
#undef STATE_WORD
};
enum { STATE_COUNT = sizeof states / sizeof states[0] };

const char *pal_amendment_state_word(enum pal_amendment_state state)
{
    return states[state];
}

bool pal_amendment_is_undecided(const struct pal_amendment *amendment)
{
    return amendment->state == PAL_AMENDMENT_PROPOSED || amendment->state == PAL_AMENDMENT_VOTING;
}

bool pal_amendment_is_pending(const struct pal_amendment *amendment)
{
    return !amendment->is_settled && (amendment->state == PAL_AMENDMENT_ACCEPTED ||
                                      amendment->state == PAL_AMENDMENT_ADOPTED);
}

/* --- reading ---------------------------------------------------------------------------------- */

static struct pal_amendment read_row(const struct pal_query *query)
{
    struct pal_amendment row = {
        .id = {pal_column_int(query, 0)},
        .uuid = pal_column_uuid(query, 1),
        .resolution = {pal_column_int(query, 2)},
        .resolution_uuid = pal_column_uuid(query, 3),
        .version = pal_column_int(query, 4),
        .base = pal_column_hash(query, 8),
        .hash = pal_column_hash(query, 9),
        .proposed = pal_column_hash(query, 10),
        .distance = pal_column_int(query, 11),
        .is_settled = pal_column_bool(query, 13),
        .supporters = pal_column_int(query, 14),
        .has_poll = !pal_column_is_null(query, 15),
        .at_us = pal_column_int(query, 16),
        .entry = pal_column_int(query, 17),
    };
    if (!pal_column_is_null(query, 5)) {
        row.parent.value = pal_column_int(query, 5);
        row.parent_uuid = pal_column_uuid(query, 6);
    }
    struct pal_text author = pal_column_text(query, 7);
    PAL_CHECK(author.size == PAL_PSEUDONYM_SIZE);
    memcpy(row.author, author.bytes, author.size);
    if (row.has_poll) {
        row.poll = pal_column_uuid(query, 15);
    }
    size_t state = 0;
    while (state < STATE_COUNT && !pal_text_is(pal_column_text(query, 12), states[state])) {
        state++;
    }
    PAL_CHECK(state < STATE_COUNT);
    row.state = (enum pal_amendment_state)state;
    return row;
}

enum pal_err pal_amendment_text_is_frozen(struct pal_store *store, const struct pal_hash *hash,
                                          bool *out_is_frozen)
{
    PAL_QUERY(query, store, PAL_SQL_AMENDMENTS, PAL_AMENDMENT_SQL_IS_FROZEN);
    pal_bind_hash(&query, ":hash", hash);
    return pal_query_next(&query, out_is_frozen);
}

enum pal_err pal_amendment_find(struct pal_store *store, const struct pal_uuid *uuid,
                                struct pal_amendment_id *out_amendment)
{
    PAL_QUERY(query, store, PAL_SQL_AMENDMENTS, PAL_AMENDMENT_SQL_BY_UUID);
    pal_bind_uuid(&query, ":uuid", uuid);
    PAL_TRY(pal_query_one(&query));
    out_amendment->value = pal_column_int(&query, 0);
    return PAL_OK;
}

enum pal_err pal_amendment_read(struct pal_store *store, struct pal_amendment_id amendment,
                                struct pal_amendment *out)
{
    PAL_QUERY(query, store, PAL_SQL_AMENDMENTS, PAL_AMENDMENT_SQL_BY_ID);
    pal_bind_int(&query, ":id", amendment.value);
    PAL_TRY(pal_query_one(&query));
    *out = read_row(&query);
    return PAL_OK;
}

void pal_amendment_list_done(struct pal_amendment_list *list)
{
    pal_mem_free(list->items);
    *list = (struct pal_amendment_list){0};
}

static enum pal_err read_list(struct pal_query *query, struct pal_amendment_list *out)
{
    bool has_row;
    PAL_TRY(pal_query_next(query, &has_row));
    while (has_row) {
        out->capacity = pal_mem_capacity(out->capacity, out->count + 1);
        out->items = pal_mem_grow(out->items, out->capacity, sizeof *out->items);
        out->items[out->count++] = read_row(query);
        PAL_TRY(pal_query_next(query, &has_row));
    }
    return PAL_OK;
}

enum pal_err pal_amendments_beside(struct pal_store *store, struct pal_resolution_id resolution,
                                   int64_t version, struct pal_amendment_id parent,
                                   struct pal_amendment_list *out)
{
    PAL_QUERY(query, store, PAL_SQL_AMENDMENTS, PAL_AMENDMENT_SQL_BESIDE);
    pal_bind_int(&query, ":resolution", resolution.value);
    pal_bind_int(&query, ":version", version);
    pal_bind_int(&query, ":parent", parent.value);
    return read_list(&query, out);
}

enum pal_err pal_amendments_walk(struct pal_store *store, const struct pal_amendments_query *query,
                                 enum pal_err (*visit)(void *context,
                                                       const struct pal_amendment *amendment),
                                 void *context)
{
    PAL_AMENDMENT_LIST(found); /* at once: a visit may ask for one of them */
    {
        PAL_QUERY(list, store, PAL_SQL_AMENDMENTS, PAL_AMENDMENT_SQL_LIST);
        pal_bind_int(&list, ":resolution", query->resolution.value);
        pal_bind_int(&list, ":after", query->after_id);
        pal_bind_int(&list, ":limit", (int64_t)query->limit);
        PAL_TRY(read_list(&list, &found));
    }
    for (size_t i = 0; i < found.count; i++) {
        PAL_TRY(visit(context, &found.items[i]));
    }
    return PAL_OK;
}

static enum pal_err count(struct pal_query *query, int64_t *out_count)
{
    PAL_TRY(pal_query_one(query));
    *out_count = pal_column_int(query, 0);
    return PAL_OK;
}

enum pal_err pal_amendments_undecided(struct pal_store *store, struct pal_resolution_id resolution,
                                      int64_t *out_count)
{
    PAL_QUERY(query, store, PAL_SQL_AMENDMENTS, PAL_AMENDMENT_SQL_UNDECIDED);
    pal_bind_int(&query, ":resolution", resolution.value);
    return count(&query, out_count);
}

enum pal_err pal_amendments_on_version(struct pal_store *store, struct pal_resolution_id resolution,
                                       int64_t version, int64_t *out_count)
{
    PAL_QUERY(query, store, PAL_SQL_AMENDMENTS, PAL_AMENDMENT_SQL_ON_VERSION);
    pal_bind_int(&query, ":resolution", resolution.value);
    pal_bind_int(&query, ":version", version);
    return count(&query, out_count);
}

enum pal_err pal_amendment_is_supported(struct pal_store *store, struct pal_amendment_id amendment,
                                        struct pal_member_id member, bool *out_is)
{
    struct pal_amendment row;
    char supporter[PAL_PSEUDONYM_SIZE + 1];
    PAL_TRY(pal_amendment_read(store, amendment, &row));
    PAL_TRY(pal_member_pseudonym(store, member, &row.resolution_uuid, supporter));
    PAL_QUERY(query, store, PAL_SQL_AMENDMENTS, PAL_AMENDMENT_SQL_IS_SUPPORTED);
    pal_bind_int(&query, ":id", amendment.value);
    pal_bind_string(&query, ":supporter", supporter);
    return pal_query_next(&query, out_is);
}

enum pal_err pal_versions_awaiting(struct pal_store *store, const struct pal_awaiting_to *to)
{
    PAL_QUERY(query, store, PAL_SQL_AMENDMENTS, PAL_AMENDMENT_SQL_AWAITING);
    return pal_awaiting_walk(&query, to);
}
