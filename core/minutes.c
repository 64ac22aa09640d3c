/* minutes.c - the minutes of assemblies: their view, as the log's entries make it, and who signs. */
#include "core/minutes.h"

#include "base/fields.h"
#include "core/society.h"
#include "core/store.h"

#include "apply.h"
#include "awaiting.h"
#include "minuting.h"
#include "sql.h"

enum {
    INSERT,
    INSERT_VERSION,
    NEW_VERSION,
    PUBLISH,
    TOUCH,
    APPROVE,
    NAME_OFFICER,
    FORGET_OFFICERS,
    BY_UUID,
    BY_ID,
    BY_ASSEMBLY,
    PUBLISHED,
    VERSIONS,
    VERSION_HASH,
    OFFICERS,
    TO_DRAW,
    TO_APPROVE,
    FORGET_APPROVALS,
    FORGET_VERSIONS,
    FORGET,
    STATEMENT_COUNT
};

#define COLUMNS                                                                                   \
    "m.id, m.uuid, m.assembly_id, a.uuid, m.version, m.hash, m.drawn_us, m.published_us, m.entry" \
    " FROM minutes AS m JOIN assembly_line AS a ON a.assembly_id = m.assembly_id"

static const char *const sql[STATEMENT_COUNT] = {
    [INSERT] = "INSERT INTO minutes (id, uuid, assembly_id, version, hash, drawn_us, entry)"
               " VALUES (:entry, :uuid, :assembly, :number, :hash, :at_us, :entry)",
    [INSERT_VERSION] = "INSERT INTO minutes_version (minutes_id, number, hash, at_us)"
                       " VALUES (:id, :number, :hash, :at_us)",
    [NEW_VERSION] = "UPDATE minutes SET version = :number, hash = :hash, drawn_us = :at_us,"
                    " entry = :entry WHERE id = :id",
    [PUBLISH] = "UPDATE minutes SET published_us = :at_us, names_members = :names, entry = :entry"
                " WHERE id = :id",
    [TOUCH] = "UPDATE minutes SET entry = :entry WHERE id = :id",
    [APPROVE] = "INSERT INTO minutes_approval (minutes_id, hash, role, at_us)"
                " VALUES (:id, :hash, :role, :at_us)",
    [NAME_OFFICER] = "INSERT INTO minutes_officer (minutes_id, role, person_id, name)"
                     " VALUES (:id, :role, :person, :name)",
    [FORGET_OFFICERS] = "DELETE FROM minutes_officer WHERE minutes_id = :id",
    [BY_UUID] = "SELECT " COLUMNS " WHERE m.uuid = :uuid",
    [BY_ID] = "SELECT " COLUMNS " WHERE m.id = :id",
    [BY_ASSEMBLY] = "SELECT " COLUMNS " WHERE m.assembly_id = :assembly",
    [PUBLISHED] = "SELECT " COLUMNS " WHERE m.published_us IS NOT NULL ORDER BY m.id",
    [VERSIONS] = "SELECT number, hash, at_us, NULL FROM minutes_version WHERE minutes_id = :id"
                 " ORDER BY number",
    [VERSION_HASH] = "SELECT hash FROM minutes_version WHERE minutes_id = :id AND number = :number",
    [OFFICERS] = "SELECT o.role, o.name, o.person_id, x.at_us FROM minutes_officer AS o"
                 " JOIN minutes AS m ON m.id = o.minutes_id LEFT JOIN minutes_approval AS x"
                 " ON x.minutes_id = m.id AND x.hash = m.hash AND x.role = o.role"
                 " WHERE m.id = :id ORDER BY o.role",
    [TO_DRAW] = "SELECT a.assembly_id, 1, NULL FROM assembly_line AS a WHERE a.state = 'ended'"
                " AND NOT EXISTS (SELECT 1 FROM minutes AS m WHERE m.assembly_id = a.assembly_id)"
                " AND NOT EXISTS (SELECT 1 FROM live_poll AS p WHERE p.assembly_id = a.assembly_id)"
                " ORDER BY a.assembly_id DESC LIMIT :limit",
    [TO_APPROVE] = "SELECT m.assembly_id, 1, NULL FROM minutes AS m"
                   " WHERE m.published_us IS NULL AND EXISTS (SELECT 1 FROM minutes_officer AS o"
                   "  WHERE o.minutes_id = m.id AND o.person_id = :officer"
                   "  AND NOT EXISTS (SELECT 1 FROM minutes_approval AS x"
                   "   WHERE x.minutes_id = m.id AND x.hash = m.hash AND x.role = o.role))"
                   " ORDER BY m.id DESC LIMIT :limit",
    [FORGET_APPROVALS] = "DELETE FROM minutes_approval",
    [FORGET_VERSIONS] = "DELETE FROM minutes_version",
    [FORGET] = "DELETE FROM minutes",
};
const struct pal_sql pal_minutes_sql = {sql, STATEMENT_COUNT};

/* --- reading -------------------------------------------------------------------------------- */

static struct pal_minutes read_row(const struct pal_query *query)
{
    return (struct pal_minutes){
        .id = {pal_column_int(query, 0)},
        .uuid = pal_column_uuid(query, 1),
        .assembly = {pal_column_int(query, 2)},
        .assembly_uuid = pal_column_uuid(query, 3),
        .version = pal_column_int(query, 4),
        .hash = pal_column_hash(query, 5),
        .drawn_us = pal_column_int(query, 6),
        .published_us = pal_column_is_null(query, 7) ? 0 : pal_column_int(query, 7),
        .entry = pal_column_int(query, 8),
    };
}

enum pal_err pal_minutes_find(struct pal_store *store, const struct pal_uuid *uuid,
                              struct pal_minutes *out)
{
    PAL_QUERY(query, store, PAL_SQL_MINUTES, BY_UUID);
    pal_bind_uuid(&query, ":uuid", uuid);
    PAL_TRY(pal_query_one(&query));
    *out = read_row(&query);
    return PAL_OK;
}

enum pal_err pal_minutes_read(struct pal_store *store, struct pal_minutes_id minutes,
                              struct pal_minutes *out)
{
    PAL_QUERY(query, store, PAL_SQL_MINUTES, BY_ID);
    pal_bind_int(&query, ":id", minutes.value);
    PAL_TRY(pal_query_one(&query));
    *out = read_row(&query);
    return PAL_OK;
}

enum pal_err pal_minutes_of(struct pal_store *store, struct pal_assembly_id assembly,
                            struct pal_minutes *out)
{
    PAL_QUERY(query, store, PAL_SQL_MINUTES, BY_ASSEMBLY);
    pal_bind_int(&query, ":assembly", assembly.value);
    PAL_TRY(pal_query_one(&query));
    *out = read_row(&query);
    return PAL_OK;
}

enum pal_err pal_minutes_walk(struct pal_store *store,
                              enum pal_err (*visit)(void *context,
                                                    const struct pal_minutes *minutes),
                              void *context)
{
    PAL_QUERY(query, store, PAL_SQL_MINUTES, PUBLISHED);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    while (has_row) {
        struct pal_minutes row = read_row(&query);
        PAL_TRY(visit(context, &row));
        PAL_TRY(pal_query_next(&query, &has_row));
    }
    return PAL_OK;
}

enum pal_err pal_minutes_document(struct pal_store *store, struct pal_minutes_id minutes,
                                  int64_t version, struct pal_json **out_json)
{
    PAL_QUERY(query, store, PAL_SQL_MINUTES, VERSION_HASH);
    pal_bind_int(&query, ":id", minutes.value);
    pal_bind_int(&query, ":number", version);
    PAL_TRY(pal_query_one(&query));
    struct pal_hash hash = pal_column_hash(&query, 0);
    return pal_document_get_json(store, &hash, out_json);
}

enum pal_err pal_minutes_versions_walk(
    struct pal_store *store, struct pal_minutes_id minutes,
    enum pal_err (*visit)(void *context, const struct pal_text_version *version), void *context)
{
    PAL_QUERY(query, store, PAL_SQL_MINUTES, VERSIONS);
    pal_bind_int(&query, ":id", minutes.value);
    return pal_text_versions_walk(&query, visit, context);
}

enum pal_err pal_minutes_officers_walk(
    struct pal_store *store, struct pal_minutes_id minutes,
    enum pal_err (*visit)(void *context, const struct pal_minutes_officer *officer), void *context)
{
    PAL_QUERY(query, store, PAL_SQL_MINUTES, OFFICERS);
    pal_bind_int(&query, ":id", minutes.value);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    while (has_row) {
        const struct pal_minutes_officer row = {
            .role = pal_column_text(&query, 0),
            .name = pal_column_text(&query, 1),
            .person = {pal_column_int(&query, 2)},
            .approved_us = pal_column_is_null(&query, 3) ? 0 : pal_column_int(&query, 3),
        };
        PAL_TRY(visit(context, &row));
        PAL_TRY(pal_query_next(&query, &has_row));
    }
    return PAL_OK;
}

enum pal_err pal_minutes_awaiting(struct pal_store *store, const struct pal_awaiting_to *to)
{
    PAL_QUERY(query, store, PAL_SQL_MINUTES, TO_DRAW);
    return pal_awaiting_walk(&query, to);
}

enum pal_err pal_approvals_awaiting(struct pal_store *store, struct pal_person_id officer,
                                    const struct pal_awaiting_to *to)
{
    PAL_QUERY(query, store, PAL_SQL_MINUTES, TO_APPROVE);
    pal_bind_int(&query, ":officer", officer.value);
    return pal_awaiting_walk(&query, to);
}

/* --- who signs ------------------------------------------------------------------------------ */

enum pal_err pal_minutes_forget_officers(struct pal_store *store, struct pal_minutes_id minutes)
{
    PAL_QUERY(query, store, PAL_SQL_MINUTES, FORGET_OFFICERS);
    pal_bind_int(&query, ":id", minutes.value);
    return pal_query_run(&query);
}

enum pal_err pal_minutes_name_officer(struct pal_store *store, struct pal_minutes_id minutes,
                                      const struct pal_minutes_officer *officer)
{
    PAL_QUERY(query, store, PAL_SQL_MINUTES, NAME_OFFICER);
    pal_bind_int(&query, ":id", minutes.value);
    pal_bind_text(&query, ":role", officer->role);
    pal_bind_int(&query, ":person", officer->person.value);
    pal_bind_text(&query, ":name", officer->name);
    return pal_query_run(&query);
}

/* --- views ---------------------------------------------------------------------------------- */

/* A change of minutes that are there; number is only said of a new version. */
static enum pal_err run_change(struct pal_store *store, const struct pal_change *change,
                               int statement, struct pal_minutes_id id)
{
    struct pal_hash hash;
    struct pal_text role;
    int64_t number;
    PAL_TRY(pal_json_hash(change->d, "hash", &hash, NULL));
    PAL_QUERY(query, store, PAL_SQL_MINUTES, statement);
    pal_bind_int(&query, ":id", id.value);
    if (statement != TOUCH) {
        pal_bind_int(&query, ":at_us", change->at_us);
    }
    if (statement == APPROVE) {
        PAL_TRY(pal_json_text(change->d, "role", &role, NULL));
        pal_bind_text(&query, ":role", role);
    } else if (statement != INSERT_VERSION) {
        pal_bind_int(&query, ":entry", (int64_t)change->index);
    }
    if (statement == INSERT_VERSION || statement == NEW_VERSION) {
        PAL_TRY(pal_json_int(change->d, "version", &number, NULL));
        pal_bind_int(&query, ":number", number);
    }
    if (statement != TOUCH) {
        pal_bind_hash(&query, ":hash", &hash);
    }
    return pal_query_run(&query);
}

static enum pal_err insert(struct pal_store *store, const struct pal_change *change,
                           const struct pal_uuid *uuid)
{
    struct pal_uuid assembly_uuid;
    struct pal_assembly_id assembly;
    struct pal_hash hash;
    PAL_TRY(pal_json_uuid(change->d, "assembly", &assembly_uuid, NULL));
    PAL_TRY(pal_assembly_find(store, &assembly_uuid, &assembly));
    PAL_TRY(pal_json_hash(change->d, "hash", &hash, NULL));
    PAL_QUERY(query, store, PAL_SQL_MINUTES, INSERT);
    pal_bind_uuid(&query, ":uuid", uuid);
    pal_bind_int(&query, ":assembly", assembly.value);
    pal_bind_int(&query, ":number", 1);
    pal_bind_hash(&query, ":hash", &hash);
    pal_bind_int(&query, ":at_us", change->at_us);
    pal_bind_int(&query, ":entry", (int64_t)change->index);
    return pal_query_run(&query);
}

enum pal_err pal_apply_minutes_draw(struct pal_store *store, const struct pal_change *change)
{
    struct pal_uuid uuid;
    struct pal_minutes now = {.id = {(int64_t)change->index}};
    PAL_TRY(pal_json_uuid(change->d, "minutes", &uuid, NULL));
    enum pal_err err = pal_minutes_find(store, &uuid, &now);
    if (err == PAL_ERR_NOT_FOUND) {
        err = insert(store, change, &uuid);
    } else if (err == PAL_OK) {
        err = run_change(store, change, NEW_VERSION, now.id);
    }
    PAL_TRY(err);
    return run_change(store, change, INSERT_VERSION, now.id);
}

enum pal_err pal_apply_minutes_approve(struct pal_store *store, const struct pal_change *change)
{
    struct pal_uuid uuid;
    struct pal_minutes now;
    PAL_TRY(pal_json_uuid(change->d, "minutes", &uuid, NULL));
    PAL_TRY(pal_minutes_find(store, &uuid, &now));
    PAL_TRY(run_change(store, change, APPROVE, now.id));
    return run_change(store, change, TOUCH, now.id);
}

enum pal_err pal_apply_minutes_publish(struct pal_store *store, const struct pal_change *change)
{
    struct pal_uuid uuid;
    struct pal_minutes now;
    PAL_TRY(pal_json_uuid(change->d, "minutes", &uuid, NULL));
    PAL_TRY(pal_minutes_find(store, &uuid, &now));
    PAL_JSON(document);
    PAL_TRY(pal_minutes_document(store, now.id, now.version, &document));
    const struct pal_json *sheet = pal_json_get(document, "sheet");
    PAL_QUERY(query, store, PAL_SQL_MINUTES, PUBLISH);
    pal_bind_int(&query, ":id", now.id.value);
    pal_bind_int(&query, ":at_us", change->at_us);
    pal_bind_int(&query, ":entry", (int64_t)change->index);
    pal_bind_bool(&query, ":names", pal_json_as_bool(pal_json_get(sheet, "named")));
    return pal_query_run(&query);
}

enum pal_err pal_forget_minutes(struct pal_store *store)
{
    static const int statements[] = {FORGET_APPROVALS, FORGET_VERSIONS, FORGET};
    for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++) {
        PAL_QUERY(query, store, PAL_SQL_MINUTES, statements[i]);
        PAL_TRY(pal_query_run(&query));
    }
    return PAL_OK;
}
