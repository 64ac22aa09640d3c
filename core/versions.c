/*
 * versions.c - the versions of the constitution, and which one holds on a day.
 */
#include "base/canon.h"
#include "base/fields.h"
#include "core/colleges.h"
#include "core/log.h"
#include "core/society.h"
#include "core/store.h"

#include "apply.h"
#include "sql.h"

enum { WRITE, FIND, IN_FORCE, NEXT, LAST_NUMBER, ADOPTER, FORGET, STATEMENT_COUNT };

#define VERSION_COLUMNS                                                             \
    "SELECT version.id, version.uuid, version.number, version.hash, parent.uuid,"   \
    " version.state, version.effective_on, adoption.resolution_uuid, version.entry" \
    " FROM constitution AS version"                                                 \
    " LEFT JOIN constitution AS parent ON parent.id = version.parent"               \
    " LEFT JOIN adoption ON adoption.resolution_id = version.adopted_by "

static const char *const sql[STATEMENT_COUNT] = {
    [WRITE] = "INSERT INTO constitution (id, uuid, number, hash, parent, state, adopted_by,"
              " effective_on, entry) VALUES (:id, :uuid, :number, :hash,"
              " (SELECT id FROM constitution WHERE uuid = :parent), 'adopted',"
              " (SELECT resolution_id FROM adoption WHERE resolution_uuid = :adopted_by),"
              " :effective_on, :id)",
    [FIND] = VERSION_COLUMNS "WHERE version.uuid = :uuid",
    [IN_FORCE] = VERSION_COLUMNS "WHERE version.state = 'adopted' AND version.effective_on <= :day"
                                 " ORDER BY version.effective_on DESC, version.id DESC LIMIT 1",
    [NEXT] = VERSION_COLUMNS "WHERE version.number > :number ORDER BY version.number LIMIT 1",
    [LAST_NUMBER] = "SELECT coalesce(max(number), 0) FROM constitution",
    [ADOPTER] = "SELECT is_adopted FROM adoption WHERE resolution_uuid = :uuid",
    [FORGET] = "DELETE FROM constitution",
};
const struct pal_sql pal_versions_sql = {sql, STATEMENT_COUNT};

static const char *const states[] = {
    [PAL_VERSION_PROPOSED] = "proposed",
    [PAL_VERSION_ADOPTED] = "adopted",
    [PAL_VERSION_WITHDRAWN] = "withdrawn",
};

const char *pal_version_state_word(enum pal_version_state state)
{
    return states[state];
}

static enum pal_version_state read_state(struct pal_text word)
{
    if (pal_text_is(word, states[PAL_VERSION_PROPOSED])) {
        return PAL_VERSION_PROPOSED;
    }
    bool is_adopted = pal_text_is(word, states[PAL_VERSION_ADOPTED]);
    return is_adopted ? PAL_VERSION_ADOPTED : PAL_VERSION_WITHDRAWN;
}

static enum pal_err read_row(struct pal_query *query, struct pal_version *out)
{
    PAL_TRY(pal_query_one(query));
    struct pal_version version = {
        .id = pal_column_int(query, 0),
        .uuid = pal_column_uuid(query, 1),
        .number = pal_column_int(query, 2),
        .hash = pal_column_hash(query, 3),
        .has_parent = !pal_column_is_null(query, 4),
        .state = read_state(pal_column_text(query, 5)),
        .has_effective_on = !pal_column_is_null(query, 6),
        .has_adopted_by = !pal_column_is_null(query, 7),
        .entry = pal_column_int(query, 8),
    };
    if (version.has_parent) {
        version.parent = pal_column_uuid(query, 4);
    }
    if (version.has_effective_on) {
        version.effective_on.days = (int32_t)pal_column_int(query, 6);
    }
    if (version.has_adopted_by) {
        version.adopted_by = pal_column_uuid(query, 7);
    }
    *out = version;
    return PAL_OK;
}

enum pal_err pal_version_find(struct pal_store *store, const struct pal_uuid *uuid,
                              struct pal_version *out_version)
{
    PAL_QUERY(query, store, PAL_SQL_VERSIONS, FIND);
    pal_bind_uuid(&query, ":uuid", uuid);
    return read_row(&query, out_version);
}

enum pal_err pal_version_in_force(struct pal_store *store, struct pal_date day,
                                  struct pal_version *out_version)
{
    PAL_QUERY(query, store, PAL_SQL_VERSIONS, IN_FORCE);
    pal_bind_int(&query, ":day", day.days);
    return read_row(&query, out_version);
}

enum pal_err pal_version_next(struct pal_store *store, int64_t number,
                              struct pal_version *out_version)
{
    PAL_QUERY(query, store, PAL_SQL_VERSIONS, NEXT);
    pal_bind_int(&query, ":number", number);
    return read_row(&query, out_version);
}

enum pal_err pal_version_read(struct pal_store *store, const struct pal_version *version,
                              struct pal_constitution *out)
{
    PAL_JSON(document);
    PAL_TRY(pal_document_get_json(store, &version->hash, &document));
    return pal_constitution_parse(document, PAL_CONSTITUTION_DOCUMENT, out, NULL);
}

enum pal_err pal_society_constitution(struct pal_store *store, struct pal_constitution *out,
                                      struct pal_version *out_version)
{
    struct pal_version version;
    enum pal_err err = pal_version_in_force(store, pal_society_today(store), &version);
    PAL_TRY(err == PAL_ERR_NOT_FOUND ? PAL_ERR_CONSTITUTION_NONE : err);
    PAL_TRY(pal_version_read(store, &version, out));
    if (out_version != NULL) {
        *out_version = version;
    }
    return PAL_OK;
}

/* --- entering a version --------------------------------------------------------------------- */

/* Both the law of the regime and what depends on the members that there are. */
static enum pal_err judge(struct pal_store *store, const struct pal_version_spec *spec,
                          struct pal_findings *findings, struct pal_where *out_where)
{
    PAL_CONSTITUTION(constitution);
    PAL_TRY(pal_constitution_parse(spec->document, PAL_CONSTITUTION_DOCUMENT, &constitution,
                                   out_where));
    PAL_BUF(words);
    PAL_TRY(pal_canon_write(spec->document, &words, out_where));
    if (!pal_text_is_settled(pal_buf_text(&words))) {
        return PAL_ERR_TEXT_NEW;
    }
    PAL_FINDINGS(own);
    struct pal_findings *found = findings != NULL ? findings : &own;
    pal_constitution_check(&constitution, found);
    PAL_CENSUS(census);
    PAL_TRY(pal_census_take(store, &constitution, spec->effective_on, &census));
    if (census.admitted > 0) {
        pal_constitution_check_members(&constitution, census.colleges, found);
    }
    return pal_findings_allow(found) ? PAL_OK : PAL_ERR_CONSTITUTION_INVALID;
}

static enum pal_err check_adopter(struct pal_store *store, const struct pal_uuid *resolution)
{
    if (resolution == NULL) {
        return PAL_OK;
    }
    PAL_QUERY(query, store, PAL_SQL_VERSIONS, ADOPTER);
    pal_bind_uuid(&query, ":uuid", resolution);
    PAL_TRY(pal_query_one(&query));
    return pal_column_bool(&query, 0) ? PAL_OK : PAL_ERR_STATE;
}

static enum pal_err next_number(struct pal_store *store, int64_t *out_number)
{
    PAL_QUERY(query, store, PAL_SQL_VERSIONS, LAST_NUMBER);
    PAL_TRY(pal_query_one(&query));
    *out_number = pal_column_int(&query, 0) + 1;
    return PAL_OK;
}

/* What the entry says of the version. */
static enum pal_err describe(struct pal_store *store, const struct pal_version_spec *spec,
                             const struct pal_hash *hash, struct pal_json *d)
{
    int64_t number;
    PAL_TRY(next_number(store, &number));
    pal_json_set_int(d, "number", number);
    pal_json_set_hash(d, "hash", hash);
    pal_json_set_date(d, "effective_on", spec->effective_on);
    struct pal_version parent;
    enum pal_err err = pal_version_in_force(store, spec->effective_on, &parent);
    if (err != PAL_OK && err != PAL_ERR_NOT_FOUND) {
        return err;
    }
    if (err == PAL_OK) {
        pal_json_set_uuid(d, "parent", &parent.uuid);
    }
    if (spec->adopted_by != NULL) {
        pal_json_set_uuid(d, "adopted_by", spec->adopted_by);
    }
    return PAL_OK;
}

enum pal_err pal_version_enter(struct pal_store *store, const struct pal_version_spec *spec,
                               struct pal_findings *findings, struct pal_where *out_where,
                               struct pal_version *out_version)
{
    if (spec->effective_on.days < pal_society_today(store).days) {
        return PAL_ERR_VERSION_DATE;
    }
    PAL_TRY(check_adopter(store, spec->adopted_by));
    PAL_TRY(judge(store, spec, findings, out_where));

    PAL_TRANSACTION(transaction, store);
    struct pal_hash hash;
    PAL_TRY(
        pal_document_put_json(store, PAL_DOCUMENT_CONSTITUTION, spec->document, &hash, out_where));
    struct pal_uuid uuid = pal_uuid_random();
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "constitution", &uuid);
    PAL_TRY(describe(store, spec, &hash, d));
    PAL_TRY(pal_change_make(store,
                            &(struct pal_log_entry){"constitution.enter", pal_uuid_random(), d},
                            NULL));
    PAL_TRY(pal_version_find(store, &uuid, out_version));
    return pal_transaction_commit(&transaction);
}

/* --- views ---------------------------------------------------------------------------------- */

static enum pal_err optional_uuid(const struct pal_json *d, const char *name,
                                  struct pal_uuid *out_uuid, bool *out_has)
{
    *out_has = pal_json_has(d, name);
    return *out_has ? pal_json_uuid(d, name, out_uuid, NULL) : PAL_OK;
}

static enum pal_err read_change(const struct pal_json *d, struct pal_version *out)
{
    PAL_TRY(pal_json_uuid(d, "constitution", &out->uuid, NULL));
    PAL_TRY(pal_json_int(d, "number", &out->number, NULL));
    PAL_TRY(pal_json_hash(d, "hash", &out->hash, NULL));
    PAL_TRY(pal_json_date(d, "effective_on", &out->effective_on, NULL));
    PAL_TRY(optional_uuid(d, "parent", &out->parent, &out->has_parent));
    return optional_uuid(d, "adopted_by", &out->adopted_by, &out->has_adopted_by);
}

enum pal_err pal_apply_constitution_enter(struct pal_store *store, const struct pal_change *change)
{
    struct pal_version version = {0};
    PAL_TRY(read_change(change->d, &version));

    PAL_QUERY(query, store, PAL_SQL_VERSIONS, WRITE);
    pal_bind_int(&query, ":id", (int64_t)change->index);
    pal_bind_uuid(&query, ":uuid", &version.uuid);
    pal_bind_int(&query, ":number", version.number);
    pal_bind_hash(&query, ":hash", &version.hash);
    pal_bind_int(&query, ":effective_on", version.effective_on.days);
    if (version.has_parent) {
        pal_bind_uuid(&query, ":parent", &version.parent);
    }
    if (version.has_adopted_by) {
        pal_bind_uuid(&query, ":adopted_by", &version.adopted_by);
    }
    return pal_query_run(&query);
}

enum pal_err pal_forget_versions(struct pal_store *store)
{
    PAL_QUERY(query, store, PAL_SQL_VERSIONS, FORGET);
    return pal_query_run(&query);
}
