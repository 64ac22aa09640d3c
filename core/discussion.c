/*
 * discussion.c - which text of the agenda the sitting is on, and since when.
 */
#include "base/fields.h"
#include "core/log.h"
#include "core/sitting.h"
#include "core/store.h"

#include "apply.h"
#include "sql.h"

enum { TAKE, LAST, FORGET, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
    [TAKE] = "INSERT INTO discussion (id, assembly_id, resolution_id, from_us)"
             " SELECT :entry, assembly_id,"
             " (SELECT resolution_id FROM resolution_line WHERE uuid = :resolution), :at_us"
             " FROM assembly_line WHERE uuid = :assembly",
    [LAST] = "SELECT d.resolution_id, d.from_us FROM discussion AS d"
             " JOIN assembly_line AS a ON a.assembly_id = d.assembly_id"
             " WHERE d.assembly_id = :assembly AND a.state = 'sitting' ORDER BY d.id DESC LIMIT 1",
    [FORGET] = "DELETE FROM discussion",
};
const struct pal_sql pal_discussion_sql = {sql, STATEMENT_COUNT};

enum pal_err pal_sitting_discussed(struct pal_store *store, struct pal_assembly_id assembly,
                                   struct pal_discussion *out)
{
    *out = (struct pal_discussion){0};
    PAL_QUERY(query, store, PAL_SQL_DISCUSSION, LAST);
    pal_bind_int(&query, ":assembly", assembly.value);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    if (has_row && !pal_column_is_null(&query, 0)) {
        *out = (struct pal_discussion){.resolution = {pal_column_int(&query, 0)},
                                       .from_us = pal_column_int(&query, 1)};
    }
    return PAL_OK;
}

/* RULE docs/rules/sitting.md
 * > The chair says which text of the agenda the sitting is on, or that it is on none, while it sits; a text that was
 * > withdrawn is not taken up.
 */
enum pal_err pal_sitting_discuss(struct pal_store *store, struct pal_assembly_id assembly,
                                 struct pal_resolution_id resolution)
{
    PAL_ASSEMBLY(now);
    PAL_TRY(pal_assembly_read(store, assembly, &now));
    if (now.state != PAL_ASSEMBLY_SITTING) {
        return PAL_ERR_STATE;
    }
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "assembly", &now.uuid);
    if (resolution.value != 0) {
        PAL_RESOLUTION(item);
        PAL_TRY(pal_resolution_read(store, resolution, &item));
        if (item.assembly.value != assembly.value) {
            return PAL_ERR_NOT_FOUND;
        }
        if (item.state == PAL_RESOLUTION_WITHDRAWN) {
            return PAL_ERR_STATE;
        }
        pal_json_set_uuid(d, "resolution", &item.uuid);
    }
    struct pal_discussion before;
    PAL_TRY(pal_sitting_discussed(store, assembly, &before));
    if (before.resolution.value == resolution.value) {
        return PAL_OK;
    }
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(pal_change_make(store, &(struct pal_log_entry){"sitting.discuss", pal_uuid_random(), d},
                            NULL));
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_apply_sitting_discuss(struct pal_store *store, const struct pal_change *change)
{
    struct pal_uuid assembly, resolution;
    PAL_TRY(pal_json_uuid(change->d, "assembly", &assembly, NULL));
    PAL_QUERY(query, store, PAL_SQL_DISCUSSION, TAKE);
    pal_bind_uuid(&query, ":assembly", &assembly);
    pal_bind_int(&query, ":entry", (int64_t)change->index);
    pal_bind_int(&query, ":at_us", change->at_us);
    if (pal_json_has(change->d, "resolution")) {
        PAL_TRY(pal_json_uuid(change->d, "resolution", &resolution, NULL));
        pal_bind_uuid(&query, ":resolution", &resolution);
    }
    return pal_query_run(&query);
}

enum pal_err pal_forget_discussions(struct pal_store *store)
{
    PAL_QUERY(query, store, PAL_SQL_DISCUSSION, FORGET);
    return pal_query_run(&query);
}
