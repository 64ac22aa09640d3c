/*
 * amendment_views.c - what entries do to the view of amendments.
 */
#include "base/fields.h"
#include "core/amendments.h"
#include "core/store.h"

#include "amending.h"
#include "apply.h"
#include "sql.h"

static enum pal_err set_state(struct pal_store *store, struct pal_amendment_id amendment,
                              enum pal_amendment_state state, int64_t entry)
{
    PAL_QUERY(query, store, PAL_SQL_AMENDMENTS, PAL_AMENDMENT_SQL_SET_STATE);
    pal_bind_int(&query, ":id", amendment.value);
    pal_bind_string(&query, ":state", pal_amendment_state_word(state));
    pal_bind_int(&query, ":entry", entry);
    return pal_query_run(&query);
}

/* RULE docs/rules/amendments.md
 * > Those on an amendment that is no longer to be decided lapse with it.
 */
static enum pal_err lapse_children(struct pal_store *store, struct pal_amendment_id amendment,
                                   int64_t entry)
{
    PAL_QUERY(query, store, PAL_SQL_AMENDMENTS, PAL_AMENDMENT_SQL_LAPSE_CHILDREN);
    pal_bind_int(&query, ":id", amendment.value);
    pal_bind_int(&query, ":entry", entry);
    return pal_query_run(&query);
}

/* The amendment that an entry is about, as the view has it. */
static enum pal_err subject(struct pal_store *store, const struct pal_change *change,
                            struct pal_amendment *out)
{
    struct pal_uuid uuid;
    struct pal_amendment_id id;
    PAL_TRY(pal_json_uuid(change->d, "amendment", &uuid, NULL));
    PAL_TRY(pal_amendment_find(store, &uuid, &id));
    return pal_amendment_read(store, id, out);
}

/* The document that it amends: that of its parent, or of its version of the resolution. */
static enum pal_err bind_base(struct pal_store *store, struct pal_query *query,
                              const struct pal_change *change, struct pal_hash *base)
{
    struct pal_uuid uuid;
    if (!pal_json_has(change->d, "parent")) {
        struct pal_resolution_id resolution;
        PAL_RESOLUTION(row);
        PAL_TRY(pal_json_uuid(change->d, "resolution", &uuid, NULL));
        PAL_TRY(pal_resolution_find(store, &uuid, &resolution));
        PAL_TRY(pal_resolution_read(store, resolution, &row));
        *base = row.hash;
    } else {
        struct pal_amendment_id id;
        struct pal_amendment parent;
        PAL_TRY(pal_json_uuid(change->d, "parent", &uuid, NULL));
        PAL_TRY(pal_amendment_find(store, &uuid, &id));
        PAL_TRY(pal_amendment_read(store, id, &parent));
        *base = parent.proposed;
        pal_bind_int(query, ":parent", id.value);
    }
    pal_bind_hash(query, ":base", base);
    return PAL_OK;
}

enum pal_err pal_apply_amendment_propose(struct pal_store *store, const struct pal_change *change)
{
    const struct pal_json *d = change->d;
    struct pal_uuid uuid;
    struct pal_uuid resolution_uuid;
    struct pal_resolution_id resolution;
    struct pal_text author;
    struct pal_hash hash;
    struct pal_hash base;
    int64_t distance;
    int64_t version;
    PAL_TRY(pal_json_uuid(d, "amendment", &uuid, NULL));
    PAL_TRY(pal_json_uuid(d, "resolution", &resolution_uuid, NULL));
    PAL_TRY(pal_resolution_find(store, &resolution_uuid, &resolution));
    PAL_TRY(pal_json_text(d, "author", &author, NULL));
    PAL_TRY(pal_json_hash(d, "hash", &hash, NULL));
    PAL_TRY(pal_json_int(d, "distance", &distance, NULL));
    PAL_TRY(pal_json_int(d, "version", &version, NULL));
    PAL_QUERY(query, store, PAL_SQL_AMENDMENTS, PAL_AMENDMENT_SQL_INSERT);
    PAL_TRY(bind_base(store, &query, change, &base));
    pal_bind_uuid(&query, ":uuid", &uuid);
    pal_bind_int(&query, ":resolution", resolution.value);
    pal_bind_int(&query, ":version", version);
    pal_bind_text(&query, ":author", author);
    pal_bind_hash(&query, ":hash", &hash);
    pal_bind_int(&query, ":distance", distance);
    pal_bind_int(&query, ":at_us", change->at_us);
    pal_bind_int(&query, ":entry", (int64_t)change->index);
    return pal_query_run(&query);
}

enum pal_err pal_apply_amendment_amend(struct pal_store *store, const struct pal_change *change)
{
    struct pal_amendment now;
    struct pal_hash hash;
    int64_t distance;
    PAL_TRY(subject(store, change, &now));
    PAL_TRY(pal_json_hash(change->d, "hash", &hash, NULL));
    PAL_TRY(pal_json_int(change->d, "distance", &distance, NULL));
    PAL_QUERY(query, store, PAL_SQL_AMENDMENTS, PAL_AMENDMENT_SQL_AMEND);
    pal_bind_int(&query, ":id", now.id.value);
    pal_bind_hash(&query, ":hash", &hash);
    pal_bind_int(&query, ":distance", distance);
    pal_bind_int(&query, ":entry", (int64_t)change->index);
    return pal_query_run(&query);
}

enum pal_err pal_apply_amendment_support(struct pal_store *store, const struct pal_change *change)
{
    struct pal_amendment now;
    struct pal_text supporter;
    bool supports;
    PAL_TRY(subject(store, change, &now));
    PAL_TRY(pal_json_text(change->d, "supporter", &supporter, NULL));
    PAL_TRY(pal_json_bool(change->d, "value", &supports, NULL));
    {
        PAL_QUERY(query, store, PAL_SQL_AMENDMENTS,
                  supports ? PAL_AMENDMENT_SQL_SUPPORT : PAL_AMENDMENT_SQL_UNSUPPORT);
        pal_bind_int(&query, ":id", now.id.value);
        pal_bind_text(&query, ":supporter", supporter);
        PAL_TRY(pal_query_run(&query));
    }
    return set_state(store, now.id, now.state, (int64_t)change->index);
}

static enum pal_err end(struct pal_store *store, const struct pal_change *change,
                        enum pal_amendment_state state)
{
    struct pal_amendment now;
    PAL_TRY(subject(store, change, &now));
    PAL_TRY(set_state(store, now.id, state, (int64_t)change->index));
    return lapse_children(store, now.id, (int64_t)change->index);
}

enum pal_err pal_apply_amendment_withdraw(struct pal_store *store, const struct pal_change *change)
{
    return end(store, change, PAL_AMENDMENT_WITHDRAWN);
}

enum pal_err pal_apply_amendment_accept(struct pal_store *store, const struct pal_change *change)
{
    return end(store, change, PAL_AMENDMENT_ACCEPTED);
}

enum pal_err pal_apply_amendment_fate(struct pal_store *store, const struct pal_change *change)
{
    struct pal_text fate;
    PAL_TRY(pal_json_text(change->d, "fate", &fate, NULL));
    if (pal_text_is(fate, "lapsed")) {
        return end(store, change, PAL_AMENDMENT_LAPSED);
    }
    return end(store, change,
               pal_text_is(fate, "adopted") ? PAL_AMENDMENT_ADOPTED : PAL_AMENDMENT_REJECTED);
}

enum pal_err pal_apply_resolution_consolidate(struct pal_store *store,
                                              const struct pal_change *change)
{
    struct pal_uuid uuid;
    struct pal_resolution_id resolution;
    PAL_TRY(pal_json_uuid(change->d, "resolution", &uuid, NULL));
    PAL_TRY(pal_resolution_find(store, &uuid, &resolution));
    {
        PAL_QUERY(query, store, PAL_SQL_AMENDMENTS, PAL_AMENDMENT_SQL_SETTLE);
        pal_bind_int(&query, ":resolution", resolution.value);
        pal_bind_int(&query, ":entry", (int64_t)change->index);
        PAL_TRY(pal_query_run(&query));
    }
    return pal_apply_resolution_amend(store, change);
}

/* --- what polls and resolutions do to them ---------------------------------------------------- */

static enum pal_err advance(struct pal_store *store, struct pal_amendment_id amendment,
                            enum pal_amendment_state to, int64_t entry)
{
    struct pal_amendment now;
    PAL_TRY(pal_amendment_read(store, amendment, &now));
    if (to == PAL_AMENDMENT_VOTING && now.state != PAL_AMENDMENT_PROPOSED) {
        return PAL_ERR_STATE;
    }
    /* One that lapsed while it was voted on stays so. */
    bool moves = to == PAL_AMENDMENT_VOTING || now.state == PAL_AMENDMENT_VOTING;
    return moves ? set_state(store, amendment, to, entry) : PAL_OK;
}

enum pal_err pal_amendment_hold(struct pal_store *store, struct pal_amendment_id amendment,
                                int64_t entry)
{
    return advance(store, amendment, PAL_AMENDMENT_VOTING, entry);
}

enum pal_err pal_amendment_release(struct pal_store *store, struct pal_amendment_id amendment,
                                   int64_t entry)
{
    return advance(store, amendment, PAL_AMENDMENT_PROPOSED, entry);
}

enum pal_err pal_amendments_lapse(struct pal_store *store, struct pal_resolution_id resolution,
                                  int64_t entry)
{
    PAL_QUERY(query, store, PAL_SQL_AMENDMENTS, PAL_AMENDMENT_SQL_LAPSE_ALL);
    pal_bind_int(&query, ":resolution", resolution.value);
    pal_bind_int(&query, ":entry", entry);
    return pal_query_run(&query);
}

enum pal_err pal_forget_amendments(struct pal_store *store)
{
    {
        PAL_QUERY(supports, store, PAL_SQL_AMENDMENTS, PAL_AMENDMENT_SQL_FORGET_SUPPORT);
        PAL_TRY(pal_query_run(&supports));
    }
    PAL_QUERY(query, store, PAL_SQL_AMENDMENTS, PAL_AMENDMENT_SQL_FORGET);
    return pal_query_run(&query);
}
