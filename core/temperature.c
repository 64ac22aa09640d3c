/*
 * temperature.c - what members think of a resolution before its vote: kept to themselves, shown as figures.
 */
#include "core/temperature.h"

#include "base/check.h"
#include "base/fields.h"
#include "core/log.h"
#include "core/society.h"
#include "core/store.h"

#include "agenda.h"
#include "apply.h"
#include "sql.h"

enum {
    SAY,
    TAKE_BACK,
    OF_MEMBER,
    TALLY,
    SET_SHOWN,
    SHOW,
    LIST,
    IS_VOTED,
    FORGET_MEMBER,
    FORGET_OLD,
    FORGET,
    STATEMENT_COUNT
};

/* What is counted of an opinion today: nothing of who is a member no longer. */
#define COUNTED                                                                            \
    "CASE WHEN EXISTS (SELECT 1 FROM admitted_member AS m WHERE m.member_id = o.member_id" \
    " AND m.from_on <= :today AND (m.until_on IS NULL OR :today < m.until_on)) THEN o.says END"

static const char *const sql[STATEMENT_COUNT] = {
    [SAY] = "INSERT INTO temperature_opinion (resolution_id, member_id, college, says)"
            " VALUES (:resolution, :member, :college, :says)"
            " ON CONFLICT (resolution_id, member_id) DO UPDATE SET says = excluded.says",
    [TAKE_BACK] = "UPDATE temperature_opinion SET says = NULL"
                  " WHERE resolution_id = :resolution AND member_id = :member",
    [OF_MEMBER] = "SELECT says, college FROM temperature_opinion"
                  " WHERE resolution_id = :resolution AND member_id = :member",
    [TALLY] = "SELECT count(*) FILTER (WHERE counted = 'support'),"
              " count(*) FILTER (WHERE counted = 'reserve'),"
              " count(*) FILTER (WHERE counted = 'oppose'),"
              " count(*) FILTER (WHERE counted = 'none'),"
              " count(*) FILTER (WHERE counted IS NOT shown)"
              " FROM (SELECT o.shown AS shown, " COUNTED " AS counted"
              " FROM temperature_opinion AS o"
              " WHERE o.resolution_id = :resolution AND o.college = :college)",
    [SET_SHOWN] = "UPDATE temperature_opinion AS o SET shown = " COUNTED
                  " WHERE o.resolution_id = :resolution AND o.college = :college",
    [SHOW] = "INSERT INTO temperature (resolution_id, college, version, support, reserve, oppose,"
             " none, at_us) SELECT resolution_id, :college, :version, :support, :reserve, :oppose,"
             " :none, :at_us FROM resolution_line WHERE uuid = :uuid"
             " ON CONFLICT (resolution_id, college) DO UPDATE SET version = excluded.version,"
             " support = excluded.support, reserve = excluded.reserve, oppose = excluded.oppose,"
             " none = excluded.none, at_us = excluded.at_us",
    [LIST] = "SELECT college, version, support, reserve, oppose, none, at_us FROM temperature"
             " WHERE resolution_id = :resolution ORDER BY college",
    [IS_VOTED] = "SELECT 1 FROM voted_resolution WHERE resolution_id = :resolution",
    [FORGET_MEMBER] = "DELETE FROM temperature_opinion WHERE member_id = :member",
    [FORGET_OLD] = "DELETE FROM temperature_opinion WHERE resolution_id IN"
                   " (SELECT resolution_id FROM resolution_over WHERE ended_us <= :until)",
    [FORGET] = "DELETE FROM temperature",
};
const struct pal_sql pal_temperature_sql = {sql, STATEMENT_COUNT};

static const char *const views[PAL_VIEW_COUNT] = {
#define VIEW_WORD(name, word) [PAL_VIEW_##name] = (word),
    PAL_VIEWS(VIEW_WORD)
#undef VIEW_WORD
};

const char *pal_view_word(enum pal_view view)
{
    return views[view];
}

bool pal_view_read(struct pal_text word, enum pal_view *out_view)
{
    for (size_t i = 0; i < PAL_VIEW_COUNT; i++) {
        if (pal_text_is(word, views[i])) {
            *out_view = (enum pal_view)i;
            return true;
        }
    }
    return false;
}

/* --- reading -------------------------------------------------------------------------------- */

enum pal_err pal_temperature_of(struct pal_store *store, struct pal_resolution_id resolution,
                                struct pal_member_id member, enum pal_view *out_view,
                                bool *out_said)
{
    PAL_QUERY(query, store, PAL_SQL_TEMPERATURE, OF_MEMBER);
    pal_bind_int(&query, ":resolution", resolution.value);
    pal_bind_int(&query, ":member", member.value);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    *out_said = has_row && !pal_column_is_null(&query, 0);
    if (*out_said) {
        PAL_CHECK(pal_view_read(pal_column_text(&query, 0), out_view));
    }
    return PAL_OK;
}

enum pal_err pal_temperatures_walk(struct pal_store *store, struct pal_resolution_id resolution,
                                   enum pal_err (*visit)(void *context,
                                                         const struct pal_temperature *temperature),
                                   void *context)
{
    PAL_QUERY(query, store, PAL_SQL_TEMPERATURE, LIST);
    pal_bind_int(&query, ":resolution", resolution.value);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    while (has_row) {
        struct pal_temperature row = {
            .college = pal_column_text(&query, 0),
            .version = pal_column_int(&query, 1),
            .at_us = pal_column_int(&query, 6),
        };
        for (int i = 0; i < PAL_VIEW_COUNT; i++) {
            row.counts[i] = pal_column_int(&query, 2 + i);
        }
        PAL_TRY(visit(context, &row));
        PAL_TRY(pal_query_next(&query, &has_row));
    }
    return PAL_OK;
}

/* RULE docs/rules/procedures.md
 * > From the notice on until a poll on a resolution opens, a member says of it `support`, `reserve`, `oppose` or
 * > `none` (no opinion), may say otherwise, and may take it back.
 */
static enum pal_err check_open(struct pal_store *store, const struct pal_resolution *now,
                               const struct pal_assembly *assembly)
{
    bool is_convened =
        assembly->state == PAL_ASSEMBLY_CONVENED || assembly->state == PAL_ASSEMBLY_SITTING;
    bool is_live = now->state == PAL_RESOLUTION_DRAFT || now->state == PAL_RESOLUTION_FROZEN;
    bool is_voted;
    PAL_QUERY(query, store, PAL_SQL_TEMPERATURE, IS_VOTED);
    pal_bind_int(&query, ":resolution", now->id.value);
    PAL_TRY(pal_query_next(&query, &is_voted));
    return is_convened && is_live && !is_voted ? PAL_OK : PAL_ERR_STATE;
}

/* RULE docs/rules/procedures.md
 * > `k_min` is at least 2 here, whatever the constitution says.
 */
static enum pal_err read_least(const struct pal_constitution *constitution, int64_t *out_least)
{
    PAL_TRY(pal_constitution_require(constitution, PAL_FIELD_K_MIN, NULL));
    *out_least = constitution->k_min > 2 ? (int64_t)constitution->k_min : 2;
    return PAL_OK;
}

enum pal_err pal_temperature_is_open(struct pal_store *store,
                                     const struct pal_resolution *resolution, int64_t *out_least)
{
    PAL_ASSEMBLY(assembly);
    PAL_CONSTITUTION(constitution);
    PAL_TRY(pal_assembly_read(store, resolution->assembly, &assembly));
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));
    PAL_TRY(read_least(&constitution, out_least));
    return check_open(store, resolution, &assembly);
}

/* --- publishing ------------------------------------------------------------------------------- */

/* What a college thinks today, and how many words of it are others than those published. */
struct tally {
    int64_t counts[PAL_VIEW_COUNT];
    int64_t said, other;
};

static enum pal_err count_college(struct pal_store *store, struct pal_resolution_id resolution,
                                  struct pal_text college, struct tally *tally)
{
    PAL_QUERY(query, store, PAL_SQL_TEMPERATURE, TALLY);
    pal_bind_int(&query, ":resolution", resolution.value);
    pal_bind_text(&query, ":college", college);
    pal_bind_int(&query, ":today", pal_society_today(store).days);
    PAL_TRY(pal_query_one(&query));
    *tally = (struct tally){0};
    for (int i = 0; i < PAL_VIEW_COUNT; i++) {
        tally->counts[i] = pal_column_int(&query, i);
        tally->said += tally->counts[i];
    }
    tally->other = pal_column_int(&query, PAL_VIEW_COUNT);
    return PAL_OK;
}

static enum pal_err set_shown(struct pal_store *store, struct pal_resolution_id resolution,
                              struct pal_text college)
{
    PAL_QUERY(query, store, PAL_SQL_TEMPERATURE, SET_SHOWN);
    pal_bind_int(&query, ":resolution", resolution.value);
    pal_bind_text(&query, ":college", college);
    pal_bind_int(&query, ":today", pal_society_today(store).days);
    return pal_query_run(&query);
}

/* RULE docs/rules/procedures.md
 * > The figures of a college are published when at least `k_min` of its members have said a word and at least
 * > `k_min` of these words, those taken back among them, are not the ones counted in the figures before.
 */
static enum pal_err publish(struct pal_store *store, const struct pal_resolution *now,
                            struct pal_text college, int64_t least)
{
    struct tally tally;
    PAL_TRY(count_college(store, now->id, college, &tally));
    if (tally.said < least || tally.other < least) {
        return PAL_OK;
    }
    PAL_TRY(set_shown(store, now->id, college));
    PAL_JSON(d);
    d = pal_json_object_new();
    if (college.size > 0) {
        pal_json_set_text(d, "college", college);
    }
    for (int i = 0; i < PAL_VIEW_COUNT; i++) {
        pal_json_set_int(d, views[i], tally.counts[i]);
    }
    pal_json_set_uuid(d, "resolution", &now->uuid);
    pal_json_set_int(d, "version", now->version);
    return pal_change_make(store, &(struct pal_log_entry){"temperature.show", pal_uuid_random(), d},
                           NULL);
}

/* --- commands --------------------------------------------------------------------------------- */

/* Keeps the word; nobody is told that it was said. */
static enum pal_err keep(struct pal_store *store, struct pal_resolution_id resolution,
                         const struct pal_member *member, const enum pal_view *view)
{
    PAL_QUERY(query, store, PAL_SQL_TEMPERATURE, view != NULL ? SAY : TAKE_BACK);
    pal_bind_int(&query, ":resolution", resolution.value);
    pal_bind_int(&query, ":member", member->id.value);
    if (view != NULL) {
        pal_bind_text(&query, ":college", member->college);
        pal_bind_string(&query, ":says", views[*view]);
    }
    return pal_query_run(&query);
}

/* The college in which a member's word is counted: that in which they first said one. */
static enum pal_err publish_theirs(struct pal_store *store, const struct pal_resolution *now,
                                   struct pal_member_id member, int64_t least)
{
    PAL_BUF(college);
    {
        PAL_QUERY(query, store, PAL_SQL_TEMPERATURE, OF_MEMBER);
        pal_bind_int(&query, ":resolution", now->id.value);
        pal_bind_int(&query, ":member", member.value);
        PAL_TRY(pal_query_one(&query));
        pal_buf_add_text(&college, pal_column_text(&query, 1));
    }
    return publish(store, now, pal_buf_text(&college), least);
}

enum pal_err pal_temperature_say(struct pal_store *store, struct pal_resolution_id resolution,
                                 struct pal_member_id member, const enum pal_view *view)
{
    PAL_RESOLUTION(now);
    PAL_ASSEMBLY(assembly);
    PAL_MEMBER(who);
    int64_t least;
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(pal_resolution_read(store, resolution, &now));
    PAL_TRY(pal_assembly_read(store, now.assembly, &assembly));
    PAL_TRY(pal_member_read(store, member, &who));
    PAL_TRY(pal_temperature_is_open(store, &now, &least));
    PAL_TRY(pal_agenda_check_member(&who, assembly.college));
    enum pal_view before = PAL_VIEW_NONE;
    bool is_said;
    PAL_TRY(pal_temperature_of(store, resolution, member, &before, &is_said));
    bool is_same = view == NULL ? !is_said : is_said && before == *view;
    if (!is_same) {
        PAL_TRY(keep(store, resolution, &who, view));
        PAL_TRY(publish_theirs(store, &now, member, least));
    }
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_temperatures_forget(struct pal_store *store, struct pal_member_id member)
{
    PAL_QUERY(query, store, PAL_SQL_TEMPERATURE, FORGET_MEMBER);
    pal_bind_int(&query, ":member", member.value);
    return pal_query_run(&query);
}

/* --- views ---------------------------------------------------------------------------------- */

enum pal_err pal_apply_temperature_show(struct pal_store *store, const struct pal_change *change)
{
    static const char *const parameters[] = {":support", ":reserve", ":oppose", ":none"};
    struct pal_uuid resolution;
    struct pal_text college = pal_text_of("");
    int64_t version;
    PAL_TRY(pal_json_uuid(change->d, "resolution", &resolution, NULL));
    PAL_TRY(pal_json_optional_text(change->d, "college", &college, NULL));
    PAL_TRY(pal_json_int(change->d, "version", &version, NULL));
    PAL_QUERY(query, store, PAL_SQL_TEMPERATURE, SHOW);
    pal_bind_uuid(&query, ":uuid", &resolution);
    pal_bind_text(&query, ":college", college);
    pal_bind_int(&query, ":version", version);
    pal_bind_int(&query, ":at_us", change->at_us);
    for (int i = 0; i < PAL_VIEW_COUNT; i++) {
        int64_t count;
        PAL_TRY(pal_json_int(change->d, views[i], &count, NULL));
        pal_bind_int(&query, parameters[i], count);
    }
    return pal_query_run(&query);
}

enum pal_err pal_forget_temperature(struct pal_store *store)
{
    PAL_QUERY(query, store, PAL_SQL_TEMPERATURE, FORGET);
    return pal_query_run(&query);
}

enum pal_err pal_temperatures_expire(struct pal_store *store, int64_t until_us, int64_t *out_count)
{
    PAL_QUERY(query, store, PAL_SQL_TEMPERATURE, FORGET_OLD);
    pal_bind_int(&query, ":until", until_us);
    PAL_TRY(pal_query_run(&query));
    *out_count = pal_query_changes(&query);
    return PAL_OK;
}
