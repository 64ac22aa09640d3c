/*
 * assemblies.c - meetings: their view, as the log's entries make it, and their deadlines.
 */
#include "core/assemblies.h"

#include "base/check.h"
#include "base/mem.h"
#include "core/society.h"
#include "core/store.h"

#include "agenda.h"
#include "apply.h"
#include "sql.h"

enum {
    INSERT,
    CHANGE,
    MOVE,
    BY_UUID,
    BY_ID,
    LIST,
    HAS_OPEN_POLL,
    CALLED_AGAIN,
    FORGET,
    STATEMENT_COUNT
};

#define COLUMNS                                                                                   \
    "a.id, a.uuid, a.kind, a.call, a.second_of, f.uuid, a.college, a.title, a.place, a.meets_us," \
    " a.state, a.noticed_us, a.opened_us, a.ended_us, a.entry,"                                   \
    " a.cancelled_because"                                                                        \
    " FROM assembly AS a LEFT JOIN assembly AS f ON f.id = a.second_of"

static const char *const sql[STATEMENT_COUNT] = {
    [INSERT] = "INSERT INTO assembly (id, uuid, kind, call, second_of, college, title, place,"
               " meets_us, state, entry) VALUES (:entry, :uuid, :kind, :call,"
               " (SELECT id FROM assembly WHERE uuid = :second_of), :college, :title, :place,"
               " :meets_us, 'draft', :entry)",
    [CHANGE] = "UPDATE assembly SET title = :title, place = :place, meets_us = :meets_us,"
               " entry = :entry WHERE uuid = :uuid",
    [MOVE] = "UPDATE assembly SET state = :state, entry = :entry,"
             " noticed_us = CASE :state WHEN 'convened' THEN :at_us ELSE noticed_us END,"
             " opened_us = CASE :state WHEN 'sitting' THEN :at_us ELSE opened_us END,"
             " ended_us = CASE :state WHEN 'ended' THEN :at_us ELSE ended_us END,"
             " cancelled_because = :reason"
             " WHERE uuid = :uuid",
    [BY_UUID] = "SELECT id FROM assembly WHERE uuid = :uuid",
    [BY_ID] = "SELECT " COLUMNS " WHERE a.id = :id",
    [LIST] = "SELECT " COLUMNS " WHERE a.id < :before AND (:drafts = 1 OR a.noticed_us IS NOT NULL)"
             " AND (:state IS NULL OR a.state = :state)"
             " ORDER BY a.id DESC LIMIT :limit",
    [HAS_OPEN_POLL] = "SELECT 1 FROM live_poll WHERE assembly_id = :id AND state = 'open'",
    [CALLED_AGAIN] = "SELECT EXISTS (SELECT 1 FROM live_poll"
                     "               WHERE assembly_id = :id AND state = 'closed'),"
                     " EXISTS (SELECT 1 FROM assembly"
                     "         WHERE second_of = :id AND state <> 'cancelled')",
    [FORGET] = "DELETE FROM assembly",
};
const struct pal_sql pal_assemblies_sql = {sql, STATEMENT_COUNT};

static const char *const kinds[] = {
#define KIND_WORD(name, word) [PAL_ASSEMBLY_##name] = (word),
    PAL_ASSEMBLY_KINDS(KIND_WORD)
#undef KIND_WORD
};
enum { KIND_COUNT = sizeof kinds / sizeof kinds[0] };

static const char *const states[] = {
#define STATE_WORD(name, word) [PAL_ASSEMBLY_##name] = (word),
    PAL_ASSEMBLY_STATES(STATE_WORD)
#undef STATE_WORD
};
enum { STATE_COUNT = sizeof states / sizeof states[0] };

static const char *const calls[PAL_CALL_COUNT] = {
    [PAL_CALL_FIRST] = "first",
    [PAL_CALL_SECOND] = "second",
};

const char *pal_assembly_kind_word(enum pal_assembly_kind kind)
{
    return kinds[kind];
}

const char *pal_assembly_state_word(enum pal_assembly_state state)
{
    return states[state];
}

const char *pal_call_word(enum pal_call call)
{
    PAL_CHECK(call < PAL_CALL_COUNT);
    return calls[call];
}

bool pal_assembly_kind_read(struct pal_text word, enum pal_assembly_kind *out_kind)
{
    for (size_t i = 0; i < KIND_COUNT; i++) {
        if (pal_text_is(word, kinds[i])) {
            *out_kind = (enum pal_assembly_kind)i;
            return true;
        }
    }
    return false;
}

bool pal_assembly_state_read(struct pal_text word, enum pal_assembly_state *out_state)
{
    for (size_t i = 0; i < STATE_COUNT; i++) {
        if (pal_text_is(word, states[i])) {
            *out_state = (enum pal_assembly_state)i;
            return true;
        }
    }
    return false;
}

void pal_assembly_done(struct pal_assembly *assembly)
{
    pal_mem_free(assembly->owned);
    *assembly = (struct pal_assembly){0};
}

static int64_t instant_or_zero(const struct pal_query *query, int column)
{
    return pal_column_is_null(query, column) ? 0 : pal_column_int(query, column);
}

/* The row that the query stands on; its texts are lent by it. */
static struct pal_assembly read_row(const struct pal_query *query)
{
    struct pal_assembly row = {
        .id = {pal_column_int(query, 0)},
        .uuid = pal_column_uuid(query, 1),
        .call = pal_text_is(pal_column_text(query, 3), "first") ? PAL_CALL_FIRST : PAL_CALL_SECOND,
        .title = pal_column_text(query, 7),
        .place = pal_column_text(query, 8),
        .meets_us = pal_column_int(query, 9),
        .noticed_us = instant_or_zero(query, 11),
        .opened_us = instant_or_zero(query, 12),
        .ended_us = instant_or_zero(query, 13),
        .entry = pal_column_int(query, 14),
    };
    PAL_CHECK(pal_assembly_kind_read(pal_column_text(query, 2), &row.kind));
    PAL_CHECK(pal_assembly_state_read(pal_column_text(query, 10), &row.state));
    if (!pal_column_is_null(query, 4)) {
        row.second_of.value = pal_column_int(query, 4);
        row.second_of_uuid = pal_column_uuid(query, 5);
    }
    if (!pal_column_is_null(query, 6)) {
        row.college = pal_column_text(query, 6);
    }
    if (!pal_column_is_null(query, 15)) {
        row.cancelled_because = pal_column_text(query, 15);
    }
    return row;
}

/* Makes the texts of a row its own. */
static void own(struct pal_assembly *row)
{
    struct pal_text *const texts[] = {&row->college, &row->title, &row->place,
                                      &row->cancelled_because};
    row->owned = pal_texts_own(texts, sizeof texts / sizeof texts[0]);
}

enum pal_err pal_assembly_find(struct pal_store *store, const struct pal_uuid *uuid,
                               struct pal_assembly_id *out_assembly)
{
    PAL_QUERY(query, store, PAL_SQL_ASSEMBLIES, BY_UUID);
    pal_bind_uuid(&query, ":uuid", uuid);
    PAL_TRY(pal_query_one(&query));
    out_assembly->value = pal_column_int(&query, 0);
    return PAL_OK;
}

enum pal_err pal_assembly_read(struct pal_store *store, struct pal_assembly_id assembly,
                               struct pal_assembly *out)
{
    PAL_QUERY(query, store, PAL_SQL_ASSEMBLIES, BY_ID);
    pal_bind_int(&query, ":id", assembly.value);
    PAL_TRY(pal_query_one(&query));
    *out = read_row(&query);
    own(out);
    return PAL_OK;
}

enum pal_err pal_assemblies_walk(struct pal_store *store, const struct pal_assemblies_query *query,
                                 enum pal_err (*visit)(void *context,
                                                       const struct pal_assembly *assembly),
                                 void *context)
{
    PAL_QUERY(list, store, PAL_SQL_ASSEMBLIES, LIST);
    pal_bind_int(&list, ":before", query->before_id > 0 ? query->before_id : INT64_MAX);
    pal_bind_bool(&list, ":drafts", query->with_drafts);
    if (query->state != NULL) {
        pal_bind_string(&list, ":state", states[*query->state]);
    }
    pal_bind_int(&list, ":limit", (int64_t)query->limit);
    bool has_row;
    PAL_TRY(pal_query_next(&list, &has_row));
    while (has_row) {
        struct pal_assembly row = read_row(&list);
        PAL_TRY(visit(context, &row));
        PAL_TRY(pal_query_next(&list, &has_row));
    }
    return PAL_OK;
}

enum pal_err pal_assembly_deadlines(struct pal_store *store, const struct pal_assembly *assembly,
                                    struct pal_deadlines *out)
{
    PAL_CONSTITUTION(constitution);
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));
    int32_t meets_on = pal_date_of_instant(assembly->meets_us).days;
    *out = (struct pal_deadlines){0};
    if (pal_constitution_knows(&constitution, PAL_FIELD_NOTICE)) {
        int32_t notice = (int32_t)constitution.notice_days[assembly->call];
        out->notice_by = (struct pal_day){true, {meets_on - notice}};
        out->requests_by = (struct pal_day){true, {meets_on - (int32_t)constitution.request_days}};
    }
    if (pal_constitution_knows(&constitution, PAL_FIELD_POSTAL) && constitution.postal_allowed) {
        out->postal_by = (struct pal_day){true, {meets_on - (int32_t)constitution.postal_days}};
    }
    return PAL_OK;
}

enum pal_err pal_assembly_has_no_open_poll(struct pal_store *store, struct pal_assembly_id assembly)
{
    PAL_QUERY(query, store, PAL_SQL_ASSEMBLIES, HAS_OPEN_POLL);
    pal_bind_int(&query, ":id", assembly.value);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    return has_row ? PAL_ERR_ASSEMBLY_POLLS : PAL_OK;
}

/* RULE docs/rules/assemblies.md
 * > A first call has one second call, unless that one is cancelled, and none as long as one of its polls
 * > is closed and not counted.
 */
enum pal_err pal_assembly_may_be_called_again(struct pal_store *store,
                                              struct pal_assembly_id assembly)
{
    PAL_QUERY(query, store, PAL_SQL_ASSEMBLIES, CALLED_AGAIN);
    pal_bind_int(&query, ":id", assembly.value);
    PAL_TRY(pal_query_one(&query));
    if (pal_column_bool(&query, 0)) {
        return PAL_ERR_ASSEMBLY_UNCOUNTED;
    }
    return pal_column_bool(&query, 1) ? PAL_ERR_ASSEMBLY_SECOND : PAL_OK;
}

void pal_bind_happenings(struct pal_query *query, const struct pal_happenings_query *asked)
{
    pal_bind_int(query, ":assembly", asked->assembly.value);
    pal_bind_int(query, ":after", asked->after_id);
    pal_bind_int(query, ":limit", (int64_t)asked->limit);
}

/* --- views ---------------------------------------------------------------------------------- */

static void bind_optional_text(struct pal_query *query, const char *name, const struct pal_json *d,
                               const char *field)
{
    const struct pal_json *value = pal_json_get(d, field);
    if (value != NULL) {
        pal_bind_text(query, name, pal_json_as_text(value));
    }
}

/* What assembly.create and assembly.change both say. */
static enum pal_err bind_announcement(struct pal_query *query, const struct pal_change *change)
{
    struct pal_text place = {0};
    PAL_TRY(pal_json_optional_text(change->d, "place", &place, NULL));
    struct pal_text title;
    PAL_TRY(pal_json_text(change->d, "title", &title, NULL));
    int64_t meets_at;
    PAL_TRY(pal_json_int(change->d, "meets_at", &meets_at, NULL));
    pal_bind_text(query, ":title", title);
    pal_bind_text(query, ":place", place);
    pal_bind_int(query, ":meets_us", meets_at * 1000000);
    pal_bind_int(query, ":entry", (int64_t)change->index);
    return PAL_OK;
}

enum pal_err pal_apply_assembly_create(struct pal_store *store, const struct pal_change *change)
{
    struct pal_uuid uuid;
    PAL_TRY(pal_json_uuid(change->d, "assembly", &uuid, NULL));
    struct pal_uuid second_of;
    PAL_QUERY(query, store, PAL_SQL_ASSEMBLIES, INSERT);
    PAL_TRY(bind_announcement(&query, change));
    pal_bind_uuid(&query, ":uuid", &uuid);
    bind_optional_text(&query, ":kind", change->d, "kind");
    bind_optional_text(&query, ":call", change->d, "call");
    bind_optional_text(&query, ":college", change->d, "college");
    if (pal_json_has(change->d, "second_of")) {
        PAL_TRY(pal_json_uuid(change->d, "second_of", &second_of, NULL));
        pal_bind_uuid(&query, ":second_of", &second_of);
    }
    return pal_query_run(&query);
}

enum pal_err pal_apply_assembly_change(struct pal_store *store, const struct pal_change *change)
{
    struct pal_uuid uuid;
    PAL_TRY(pal_json_uuid(change->d, "assembly", &uuid, NULL));
    PAL_QUERY(query, store, PAL_SQL_ASSEMBLIES, CHANGE);
    PAL_TRY(bind_announcement(&query, change));
    pal_bind_uuid(&query, ":uuid", &uuid);
    return pal_query_run(&query);
}

static enum pal_err apply_move(struct pal_store *store, const struct pal_change *change,
                               enum pal_assembly_state state)
{
    struct pal_uuid uuid;
    PAL_TRY(pal_json_uuid(change->d, "assembly", &uuid, NULL));
    PAL_QUERY(query, store, PAL_SQL_ASSEMBLIES, MOVE);
    pal_bind_uuid(&query, ":uuid", &uuid);
    pal_bind_string(&query, ":state", states[state]);
    bind_optional_text(&query, ":reason", change->d, "reason");
    pal_bind_int(&query, ":at_us", change->at_us);
    pal_bind_int(&query, ":entry", (int64_t)change->index);
    return pal_query_run(&query);
}

enum pal_err pal_apply_assembly_convene(struct pal_store *store, const struct pal_change *change)
{
    return apply_move(store, change, PAL_ASSEMBLY_CONVENED);
}

enum pal_err pal_apply_assembly_open(struct pal_store *store, const struct pal_change *change)
{
    return apply_move(store, change, PAL_ASSEMBLY_SITTING);
}

enum pal_err pal_apply_assembly_end(struct pal_store *store, const struct pal_change *change)
{
    return apply_move(store, change, PAL_ASSEMBLY_ENDED);
}

enum pal_err pal_apply_assembly_cancel(struct pal_store *store, const struct pal_change *change)
{
    return apply_move(store, change, PAL_ASSEMBLY_CANCELLED);
}

enum pal_err pal_forget_assemblies(struct pal_store *store)
{
    PAL_QUERY(query, store, PAL_SQL_ASSEMBLIES, FORGET);
    return pal_query_run(&query);
}
