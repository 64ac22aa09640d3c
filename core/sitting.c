/*
 * sitting.c - the sitting: its officers, its suspensions, what happens in it, its debates.
 */
#include "core/sitting.h"

#include "audit/entry.h"
#include "base/canon.h"
#include "base/check.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/log.h"
#include "core/society.h"
#include "core/store.h"

#include "agenda.h"
#include "apply.h"
#include "input.h"
#include "sql.h"

enum {
    SEAT,
    UNSEAT,
    SEATED,
    SUSPEND,
    RESUME,
    IS_SUSPENDED,
    SUSPENSIONS,
    FORGET_SUSPENSIONS,
    NOTE,
    INCIDENTS,
    INCIDENT_COUNT,
    STATEMENT_COUNT
};

static const char *const sql[STATEMENT_COUNT] = {
    [SEAT] = "INSERT INTO bureau (assembly_id, place, member_id, name)"
             " VALUES (:assembly, :place, :member, :name)",
    [UNSEAT] = "DELETE FROM bureau WHERE assembly_id = :assembly",
    [SEATED] = "SELECT place, member_id, name FROM bureau WHERE assembly_id = :assembly",
    [SUSPEND] = "INSERT INTO suspension (id, assembly_id, suspended_us, by_motion)"
                " SELECT :entry, assembly_id, :at_us, :by_motion FROM assembly_line"
                " WHERE uuid = :uuid",
    [RESUME] = "UPDATE suspension SET resumed_us = :at_us WHERE resumed_us IS NULL"
               " AND assembly_id = (SELECT assembly_id FROM assembly_line WHERE uuid = :uuid)",
    [IS_SUSPENDED] = "SELECT 1 FROM suspension AS s"
                     " JOIN assembly_line AS a ON a.assembly_id = s.assembly_id"
                     " WHERE s.assembly_id = :assembly AND s.resumed_us IS NULL"
                     " AND a.state = 'sitting'",
    [SUSPENSIONS] = "SELECT suspended_us, resumed_us, by_motion FROM suspension"
                    " WHERE assembly_id = :assembly ORDER BY id",
    [FORGET_SUSPENSIONS] = "DELETE FROM suspension",
    [NOTE] = "INSERT INTO incident (id, uuid, assembly_id, at_us, text, salt)"
             " VALUES (:entry, :uuid, :assembly, :at_us, :text, :salt)",
    [INCIDENTS] = "SELECT id, uuid, at_us, text FROM incident"
                  " WHERE assembly_id = :assembly AND id > :after ORDER BY id LIMIT :limit",
    [INCIDENT_COUNT] = "SELECT count(*) FROM incident WHERE assembly_id = :assembly",
};
const struct pal_sql pal_sitting_sql = {sql, STATEMENT_COUNT};

enum { INCIDENTS_MAX = 1000, INCIDENT_BYTES_MAX = 4000 };

static const struct pal_input secretary_input = {"/secretary_name", PAL_LIMIT_NAME, false, false};
static const struct pal_input incident_input = {"/text", INCIDENT_BYTES_MAX, false, true};

/* --- the calendar --------------------------------------------------------------------------- */

const char *pal_calendar_state_word(enum pal_calendar_state state)
{
    static const char *const words[] = {
        [PAL_CALENDAR_AHEAD] = "ahead",
        [PAL_CALENDAR_UNDER_WAY] = "under_way",
        [PAL_CALENDAR_DONE] = "done",
        [PAL_CALENDAR_LATE] = "late",
    };
    return words[state];
}

/* Has what the deadline asks for been done? */
static bool is_done(const struct pal_assembly *assembly, enum pal_deadline_kind kind, bool is_past)
{
    switch (kind) {
    /* The notice shows the texts: debates and the notices of contracts begin with it. */
    case PAL_DEADLINE_DEBATE:
    case PAL_DEADLINE_CONTRACT:
    case PAL_DEADLINE_NOTICE: return assembly->noticed_us != 0;
    case PAL_DEADLINE_MEETING: return assembly->ended_us != 0;
    /* Nobody has to do these: when the day is over they are. */
    case PAL_DEADLINE_REQUESTS:
    case PAL_DEADLINE_POSTAL:
    case PAL_DEADLINE_COUNT: break;
    }
    return is_past;
}

static enum pal_err find_contract(void *context, const struct pal_resolution *item)
{
    bool *has_contract = context;
    *has_contract = *has_contract || (item->procedure == PAL_PROCEDURE_CONTRACT &&
                                      item->state != PAL_RESOLUTION_WITHDRAWN);
    return PAL_OK;
}

/* RULE docs/rules/sitting.md
 * > A deadline is
 * > done when what it asks for has been done, late when its date is past and it has not, and to come otherwise. The meeting
 * > is under way while the assembly sits, and done when it has ended.
 */
static struct pal_calendar_row judge(const struct pal_assembly *assembly,
                                     const struct pal_deadline *deadline, struct pal_date today)
{
    bool is_past = deadline->on.days < today.days;
    struct pal_calendar_row row = {.deadline = *deadline, .state = PAL_CALENDAR_AHEAD};
    if (is_done(assembly, deadline->kind, is_past)) {
        row.state = PAL_CALENDAR_DONE;
    } else if (deadline->kind == PAL_DEADLINE_MEETING && assembly->state == PAL_ASSEMBLY_SITTING) {
        row.state = PAL_CALENDAR_UNDER_WAY;
    } else if (is_past) {
        row.state = PAL_CALENDAR_LATE;
    }
    return row;
}

/* RULE docs/rules/sitting.md
 * > That of the notice of a change of contract is there where the agenda has one.
 *
 * > Once it is cancelled nothing is due any more: what was
 * > done by then is all that its calendar has.
 */
enum pal_err pal_assembly_calendar(struct pal_store *store, const struct pal_assembly *assembly,
                                   struct pal_calendar_row *out_rows, size_t *out_count)
{
    PAL_CONSTITUTION(constitution);
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));
    struct pal_deadline deadlines[PAL_DEADLINE_COUNT];
    size_t count = pal_deadlines_calendar(&constitution, assembly->call,
                                          pal_date_of_instant(assembly->meets_us), deadlines);
    bool has_contract = false;
    PAL_TRY(pal_agenda_walk(store, assembly->id, find_contract, &has_contract));
    *out_count = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_there = deadlines[i].kind != PAL_DEADLINE_CONTRACT || has_contract;
        struct pal_calendar_row row = judge(assembly, &deadlines[i], pal_society_today(store));
        bool is_dropped =
            assembly->state == PAL_ASSEMBLY_CANCELLED && row.state != PAL_CALENDAR_DONE;
        if (is_there && !is_dropped) {
            out_rows[(*out_count)++] = row;
        }
    }
    return PAL_OK;
}

/* --- officers of the sitting ------------------------------------------------------------------ */

const char *pal_bureau_place_word(enum pal_bureau_place place)
{
    static const char *const words[] = {
#define PLACE_WORD(name, word) [PAL_BUREAU_##name] = (word),
        PAL_BUREAU_PLACES(PLACE_WORD)
#undef PLACE_WORD
    };
    return words[place];
}

void pal_bureau_done(struct pal_bureau *bureau)
{
    pal_mem_free(bureau->owned);
    *bureau = (struct pal_bureau){0};
}

enum pal_err pal_bureau_read(struct pal_store *store, struct pal_assembly_id assembly,
                             struct pal_bureau *out)
{
    PAL_QUERY(query, store, PAL_SQL_SITTING, SEATED);
    pal_bind_int(&query, ":assembly", assembly.value);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    while (has_row) {
        size_t place = (size_t)pal_column_int(&query, 0) - 1;
        PAL_CHECK(place < PAL_BUREAU_SIZE);
        out->is_formed = true;
        if (pal_column_is_null(&query, 2)) {
            out->members[place].value = pal_column_int(&query, 1);
        } else {
            out->owned = pal_text_copy(pal_column_text(&query, 2));
            out->secretary = pal_text_of(out->owned);
        }
        PAL_TRY(pal_query_next(&query, &has_row));
    }
    return PAL_OK;
}

/* RULE docs/rules/sitting.md
 * > The chair and the scrutineers are members who are in the
 * > room, and no two of the three are the same member;
 */
static enum pal_err check_bureau(struct pal_store *store, struct pal_assembly_id assembly,
                                 const struct pal_bureau *bureau, struct pal_where *out_where)
{
    static const struct {
        enum pal_bureau_place place;
        const char *pointer;
    } rows[] = {{PAL_BUREAU_CHAIR, "/chair"},
                {PAL_BUREAU_FIRST_SCRUTINEER, "/scrutineers/0"},
                {PAL_BUREAU_SECOND_SCRUTINEER, "/scrutineers/1"}};
    enum { ROW_COUNT = sizeof rows / sizeof rows[0] };
    for (size_t i = 0; i < ROW_COUNT; i++) {
        struct pal_member_id member = bureau->members[rows[i].place];
        pal_where_set(out_where, "%s", rows[i].pointer);
        bool is_sound;
        PAL_TRY(pal_attendance_has(store, assembly, member, &is_sound));
        for (size_t k = 0; k < i; k++) {
            is_sound = is_sound && bureau->members[rows[k].place].value != member.value;
        }
        if (!is_sound) {
            return PAL_ERR_SITTING_BUREAU;
        }
    }
    return PAL_OK;
}

static enum pal_err seat(struct pal_store *store, struct pal_assembly_id assembly,
                         const struct pal_bureau *bureau, struct pal_text secretary)
{
    {
        PAL_QUERY(query, store, PAL_SQL_SITTING, UNSEAT);
        pal_bind_int(&query, ":assembly", assembly.value);
        PAL_TRY(pal_query_run(&query));
    }
    for (size_t place = 0; place < PAL_BUREAU_SIZE; place++) {
        PAL_QUERY(query, store, PAL_SQL_SITTING, SEAT);
        pal_bind_int(&query, ":assembly", assembly.value);
        pal_bind_int(&query, ":place", (int64_t)place + 1);
        if (bureau->members[place].value != 0) {
            pal_bind_int(&query, ":member", bureau->members[place].value);
        } else {
            pal_bind_text(&query, ":name", secretary);
        }
        PAL_TRY(pal_query_run(&query));
    }
    return PAL_OK;
}

/* The log learns that there are officers, not who; whoever has the chair's key can show it. */
static enum pal_err log_bureau(struct pal_store *store, const struct pal_assembly *assembly,
                               const struct pal_bureau *bureau, struct pal_text secretary)
{
    PAL_JSON(content);
    content = pal_json_object_new();
    pal_json_set_uuid(content, "assembly", &assembly->uuid);
    struct pal_json *officers = pal_json_array_new();
    pal_json_set(content, "officers", officers);
    for (size_t place = 0; place < PAL_BUREAU_SIZE; place++) {
        struct pal_json *officer = pal_json_object_new();
        pal_json_append(officers, officer);
        pal_json_set_string(officer, "place", pal_bureau_place_word((enum pal_bureau_place)place));
        if (bureau->members[place].value == 0) {
            pal_json_set_text(officer, "name", secretary);
            continue;
        }
        PAL_MEMBER(who);
        PAL_TRY(pal_member_read(store, bureau->members[place], &who));
        pal_json_set_uuid(officer, "member", &who.uuid);
    }
    PAL_BUF(bytes);
    PAL_TRY(pal_canon_write(content, &bytes, NULL));

    struct pal_uuid id = pal_uuid_random();
    struct pal_hash commitment;
    PAL_TRY(pal_member_commit(store, bureau->members[PAL_BUREAU_CHAIR], &id, pal_buf_text(&bytes),
                              &commitment));
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "assembly", &assembly->uuid);
    pal_json_set_hash(d, "c", &commitment);
    pal_json_set_int(d, "count", PAL_BUREAU_SIZE);
    return pal_log_append(store, &(struct pal_log_entry){"sitting.bureau", id, d}, NULL);
}

static bool is_live(const struct pal_assembly *assembly)
{
    return assembly->state == PAL_ASSEMBLY_CONVENED || assembly->state == PAL_ASSEMBLY_SITTING;
}

enum pal_err pal_bureau_form(struct pal_store *store, struct pal_assembly_id assembly,
                             const struct pal_bureau *bureau, struct pal_where *out_where)
{
    PAL_ASSEMBLY(now);
    PAL_TRY(pal_assembly_read(store, assembly, &now));
    if (!is_live(&now)) {
        return PAL_ERR_STATE;
    }
    PAL_TRY(check_bureau(store, assembly, bureau, out_where));
    PAL_BUF(secretary);
    if (bureau->members[PAL_BUREAU_SECRETARY].value == 0) {
        PAL_TRY(pal_input_read(&secretary_input, bureau->secretary, &secretary, out_where));
    }
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(seat(store, assembly, bureau, pal_buf_text(&secretary)));
    PAL_TRY(log_bureau(store, &now, bureau, pal_buf_text(&secretary)));
    return pal_transaction_commit(&transaction);
}

/* --- suspensions ------------------------------------------------------------------------------- */

enum pal_err pal_sitting_is_suspended(struct pal_store *store, struct pal_assembly_id assembly,
                                      bool *out_is)
{
    PAL_QUERY(query, store, PAL_SQL_SITTING, IS_SUSPENDED);
    pal_bind_int(&query, ":assembly", assembly.value);
    return pal_query_next(&query, out_is);
}

/* RULE docs/rules/sitting.md
 * > The chair suspends the sitting and resumes it;
 */
static enum pal_err say(struct pal_store *store, struct pal_assembly_id assembly,
                        bool was_suspended, const struct pal_uuid *motion)
{
    PAL_ASSEMBLY(now);
    PAL_TRY(pal_assembly_read(store, assembly, &now));
    bool is_suspended;
    PAL_TRY(pal_sitting_is_suspended(store, assembly, &is_suspended));
    if (now.state != PAL_ASSEMBLY_SITTING || is_suspended != was_suspended) {
        return PAL_ERR_STATE;
    }
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "assembly", &now.uuid);
    if (motion != NULL) {
        pal_json_set_uuid(d, "motion", motion);
    }
    const char *type = was_suspended ? "sitting.resume" : "sitting.suspend";
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(pal_change_make(store, &(struct pal_log_entry){type, pal_uuid_random(), d}, NULL));
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_sitting_suspend(struct pal_store *store, struct pal_assembly_id assembly,
                                 const struct pal_uuid *motion)
{
    return say(store, assembly, false, motion);
}

enum pal_err pal_sitting_resume(struct pal_store *store, struct pal_assembly_id assembly)
{
    return say(store, assembly, true, NULL);
}

enum pal_err pal_suspensions_walk(struct pal_store *store, struct pal_assembly_id assembly,
                                  enum pal_err (*visit)(void *context,
                                                        const struct pal_suspension *suspension),
                                  void *context)
{
    PAL_QUERY(query, store, PAL_SQL_SITTING, SUSPENSIONS);
    pal_bind_int(&query, ":assembly", assembly.value);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    while (has_row) {
        struct pal_suspension row = {
            .suspended_us = pal_column_int(&query, 0),
            .resumed_us = pal_column_is_null(&query, 1) ? 0 : pal_column_int(&query, 1),
            .is_by_motion = pal_column_bool(&query, 2),
        };
        PAL_TRY(visit(context, &row));
        PAL_TRY(pal_query_next(&query, &has_row));
    }
    return PAL_OK;
}

enum pal_err pal_apply_sitting_suspend(struct pal_store *store, const struct pal_change *change)
{
    struct pal_uuid uuid;
    PAL_TRY(pal_json_uuid(change->d, "assembly", &uuid, NULL));
    PAL_QUERY(query, store, PAL_SQL_SITTING, SUSPEND);
    pal_bind_uuid(&query, ":uuid", &uuid);
    pal_bind_int(&query, ":entry", (int64_t)change->index);
    pal_bind_int(&query, ":at_us", change->at_us);
    pal_bind_bool(&query, ":by_motion", pal_json_has(change->d, "motion"));
    return pal_query_run(&query);
}

/* RULE docs/rules/sitting.md
 * > a sitting that ends while it is suspended is no longer suspended.
 */
enum pal_err pal_apply_sitting_resume(struct pal_store *store, const struct pal_change *change)
{
    struct pal_uuid uuid;
    PAL_TRY(pal_json_uuid(change->d, "assembly", &uuid, NULL));
    PAL_QUERY(query, store, PAL_SQL_SITTING, RESUME);
    pal_bind_uuid(&query, ":uuid", &uuid);
    pal_bind_int(&query, ":at_us", change->at_us);
    return pal_query_run(&query);
}

enum pal_err pal_forget_sitting(struct pal_store *store)
{
    PAL_QUERY(query, store, PAL_SQL_SITTING, FORGET_SUSPENSIONS);
    return pal_query_run(&query);
}

/* --- incidents ---------------------------------------------------------------------------------- */

static enum pal_err check_room(struct pal_store *store, struct pal_assembly_id assembly)
{
    PAL_QUERY(query, store, PAL_SQL_SITTING, INCIDENT_COUNT);
    pal_bind_int(&query, ":assembly", assembly.value);
    PAL_TRY(pal_query_one(&query));
    return pal_column_int(&query, 0) < INCIDENTS_MAX ? PAL_OK : PAL_ERR_LIMIT_COUNT;
}

static enum pal_err insert_incident(struct pal_store *store, struct pal_assembly_id assembly,
                                    const struct pal_incident *incident, const uint8_t *salt)
{
    PAL_QUERY(query, store, PAL_SQL_SITTING, NOTE);
    pal_bind_int(&query, ":entry", incident->id);
    pal_bind_uuid(&query, ":uuid", &incident->uuid);
    pal_bind_int(&query, ":assembly", assembly.value);
    pal_bind_int(&query, ":at_us", incident->at_us);
    pal_bind_text(&query, ":text", incident->text);
    pal_bind_blob(&query, ":salt", salt, PAL_SALT_SIZE);
    return pal_query_run(&query);
}

/* RULE docs/rules/sitting.md
 * > An incident is told in words that may name somebody: they are private, and the log has a commitment to
 * > them.
 */
enum pal_err pal_incident_note(struct pal_store *store, struct pal_assembly_id assembly,
                               struct pal_text text, struct pal_where *out_where,
                               struct pal_uuid *out_incident)
{
    PAL_ASSEMBLY(now);
    PAL_TRY(pal_assembly_read(store, assembly, &now));
    if (!is_live(&now) && now.state != PAL_ASSEMBLY_ENDED) {
        return PAL_ERR_STATE;
    }
    PAL_TRY(check_room(store, assembly));
    PAL_BUF(kept);
    PAL_TRY(pal_input_read(&incident_input, text, &kept, out_where));
    uint8_t salt[PAL_SALT_SIZE];
    pal_crypto_random(salt, sizeof salt);
    struct pal_hash commitment = pal_commitment(salt, pal_buf_text(&kept));
    struct pal_incident incident = {
        .uuid = pal_uuid_random(),
        .at_us = pal_store_now_us(store),
        .text = pal_buf_text(&kept),
    };
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "assembly", &now.uuid);
    pal_json_set_hash(d, "c", &commitment);
    pal_json_set_uuid(d, "incident", &incident.uuid);
    PAL_TRANSACTION(transaction, store);
    uint64_t index;
    PAL_TRY(pal_log_append(store, &(struct pal_log_entry){"sitting.incident", pal_uuid_random(), d},
                           &index));
    incident.id = (int64_t)index;
    PAL_TRY(insert_incident(store, assembly, &incident, salt));
    PAL_TRY(pal_transaction_commit(&transaction));
    *out_incident = incident.uuid;
    return PAL_OK;
}

enum pal_err pal_incidents_walk(struct pal_store *store, const struct pal_happenings_query *query,
                                enum pal_err (*visit)(void *context,
                                                      const struct pal_incident *incident),
                                void *context)
{
    PAL_QUERY(list, store, PAL_SQL_SITTING, INCIDENTS);
    pal_bind_happenings(&list, query);
    bool has_row;
    PAL_TRY(pal_query_next(&list, &has_row));
    while (has_row) {
        struct pal_incident row = {
            .id = pal_column_int(&list, 0),
            .uuid = pal_column_uuid(&list, 1),
            .at_us = pal_column_int(&list, 2),
            .text = pal_column_text(&list, 3),
        };
        PAL_TRY(visit(context, &row));
        PAL_TRY(pal_query_next(&list, &has_row));
    }
    return PAL_OK;
}
