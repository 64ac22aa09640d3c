/*
 * recusals.c - who stays out of the vote on a resolution, and why.
 */
#include "core/recusals.h"

#include "base/canon.h"
#include "base/check.h"
#include "base/fields.h"
#include "core/log.h"
#include "core/store.h"

#include "sql.h"

enum { SET, LIFT, LIST, HAS_OPEN, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
    [SET] = "INSERT INTO recusal (resolution_id, member_id, ground, at_us)"
            " VALUES (:resolution, :member, :ground, :now_us)"
            " ON CONFLICT (resolution_id, member_id) DO UPDATE SET ground = excluded.ground",
    [LIFT] = "DELETE FROM recusal WHERE resolution_id = :resolution AND member_id = :member",
    [LIST] = "SELECT member_id, ground, at_us FROM recusal"
             " WHERE resolution_id = :resolution ORDER BY member_id",
    [HAS_OPEN] = "SELECT 1 FROM live_poll"
                 " WHERE resolution_id = :resolution AND state IN ('open', 'closed')",
};
const struct pal_sql pal_recusals_sql = {sql, STATEMENT_COUNT};

static const char *const grounds[PAL_RECUSAL_COUNT] = {
#define GROUND_WORD(name, word) [PAL_RECUSAL_##name] = (word),
    PAL_RECUSAL_GROUNDS(GROUND_WORD)
#undef GROUND_WORD
};

const char *pal_recusal_ground_word(enum pal_recusal_ground ground)
{
    return grounds[ground];
}

bool pal_recusal_ground_read(struct pal_text word, enum pal_recusal_ground *out_ground)
{
    for (size_t i = 0; i < PAL_RECUSAL_COUNT; i++) {
        if (pal_text_is(word, grounds[i])) {
            *out_ground = (enum pal_recusal_ground)i;
            return true;
        }
    }
    return false;
}

/* RULE docs/rules/sitting.md
 * > A recusal is set and lifted until the
 * > poll opens.
 */
static enum pal_err check(struct pal_store *store, struct pal_resolution_id resolution,
                          struct pal_resolution *out)
{
    PAL_TRY(pal_resolution_read(store, resolution, out));
    if (out->state != PAL_RESOLUTION_DRAFT && out->state != PAL_RESOLUTION_FROZEN) {
        return PAL_ERR_STATE;
    }
    PAL_QUERY(query, store, PAL_SQL_RECUSALS, HAS_OPEN);
    pal_bind_int(&query, ":resolution", resolution.value);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    return has_row ? PAL_ERR_STATE : PAL_OK;
}

/* RULE docs/rules/sitting.md
 * > The log has the ground, one of a list so that it names nobody, and a commitment to who.
 */
static enum pal_err say(struct pal_store *store, const struct pal_resolution *resolution,
                        const struct pal_member *who, const char *ground)
{
    PAL_JSON(content);
    content = pal_json_object_new();
    pal_json_set_uuid(content, "resolution", &resolution->uuid);
    pal_json_set_uuid(content, "member", &who->uuid);
    PAL_BUF(bytes);
    PAL_TRY(pal_canon_write(content, &bytes, NULL));

    struct pal_uuid id = pal_uuid_random();
    struct pal_hash commitment;
    PAL_TRY(pal_member_commit(store, who->id, &id, pal_buf_text(&bytes), &commitment));
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "resolution", &resolution->uuid);
    pal_json_set_hash(d, "c", &commitment);
    pal_json_set_bool(d, "value", ground != NULL);
    if (ground != NULL) {
        pal_json_set_string(d, "reason", ground);
    }
    return pal_log_append(store, &(struct pal_log_entry){"recusal.set", id, d}, NULL);
}

enum pal_err pal_recusal_set(struct pal_store *store, struct pal_resolution_id resolution,
                             struct pal_member_id member, enum pal_recusal_ground ground)
{
    PAL_RESOLUTION(now);
    PAL_TRY(check(store, resolution, &now));
    PAL_MEMBER(who);
    PAL_TRY(pal_member_read(store, member, &who));
    if (who.state != PAL_MEMBER_ADMITTED) {
        return PAL_ERR_MEMBER_NOT_ADMITTED;
    }
    PAL_TRANSACTION(transaction, store);
    {
        PAL_QUERY(query, store, PAL_SQL_RECUSALS, SET);
        pal_bind_int(&query, ":resolution", resolution.value);
        pal_bind_int(&query, ":member", member.value);
        pal_bind_string(&query, ":ground", grounds[ground]);
        pal_bind_int(&query, ":now_us", pal_store_now_us(store));
        PAL_TRY(pal_query_run(&query));
    }
    PAL_TRY(say(store, &now, &who, grounds[ground]));
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_recusal_lift(struct pal_store *store, struct pal_resolution_id resolution,
                              struct pal_member_id member)
{
    PAL_RESOLUTION(now);
    PAL_TRY(check(store, resolution, &now));
    PAL_MEMBER(who);
    PAL_TRY(pal_member_read(store, member, &who));
    PAL_TRANSACTION(transaction, store);
    {
        PAL_QUERY(query, store, PAL_SQL_RECUSALS, LIFT);
        pal_bind_int(&query, ":resolution", resolution.value);
        pal_bind_int(&query, ":member", member.value);
        PAL_TRY(pal_query_run(&query));
        if (pal_query_changes(&query) == 0) {
            return PAL_ERR_NOT_FOUND;
        }
    }
    PAL_TRY(say(store, &now, &who, NULL));
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_recusals_walk(struct pal_store *store, struct pal_resolution_id resolution,
                               enum pal_err (*visit)(void *context,
                                                     const struct pal_recusal *recusal),
                               void *context)
{
    PAL_QUERY(list, store, PAL_SQL_RECUSALS, LIST);
    pal_bind_int(&list, ":resolution", resolution.value);
    bool has_row;
    PAL_TRY(pal_query_next(&list, &has_row));
    while (has_row) {
        struct pal_recusal row = {.member = {pal_column_int(&list, 0)},
                                  .at_us = pal_column_int(&list, 2)};
        PAL_CHECK(pal_recusal_ground_read(pal_column_text(&list, 1), &row.ground));
        PAL_TRY(visit(context, &row));
        PAL_TRY(pal_query_next(&list, &has_row));
    }
    return PAL_OK;
}
