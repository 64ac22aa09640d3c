/*
 * speakers.c - the speaking list: asked for, given, taken back, given up.
 */
#include "core/speakers.h"

#include "audit/entry.h"
#include "base/fields.h"
#include "core/aliases.h"
#include "core/log.h"
#include "core/sitting.h"
#include "core/store.h"

#include "sql.h"

enum { ASK, START, END, WITHDRAW, BY_UUID, LIST, COUNT, STATEMENT_COUNT };

#define COLUMNS                                                                      \
    "s.id, s.uuid, s.assembly_id, s.member_id, s.resolution_id, r.uuid, s.asked_us," \
    " s.started_us, s.ended_us, s.withdrawn_us FROM speech AS s"                     \
    " LEFT JOIN resolution_line AS r ON r.resolution_id = s.resolution_id"

static const char *const sql[STATEMENT_COUNT] = {
    [ASK] = "INSERT INTO speech (uuid, assembly_id, resolution_id, member_id, asked_us)"
            " VALUES (:uuid, :assembly, :resolution, :member, :now_us)",
    [START] = "UPDATE speech SET started_us = :now_us WHERE uuid = :uuid",
    [END] = "UPDATE speech SET ended_us = :now_us WHERE uuid = :uuid",
    [WITHDRAW] = "UPDATE speech SET withdrawn_us = :now_us WHERE uuid = :uuid",
    [BY_UUID] = "SELECT " COLUMNS " WHERE s.uuid = :uuid",
    [LIST] = "SELECT " COLUMNS " WHERE s.assembly_id = :assembly AND s.id > :after"
             " ORDER BY s.id LIMIT :limit",
    [COUNT] = "SELECT count(*) FROM speech WHERE assembly_id = :assembly",
};
const struct pal_sql pal_speakers_sql = {sql, STATEMENT_COUNT};

enum { SPEECHES_MAX = 20000 }; /* a day of one speech every four seconds */

const char *pal_speech_state_word(enum pal_speech_state state)
{
    static const char *const words[] = {
        [PAL_SPEECH_WAITING] = "waiting",
        [PAL_SPEECH_SPEAKING] = "speaking",
        [PAL_SPEECH_DONE] = "done",
        [PAL_SPEECH_WITHDRAWN] = "withdrawn",
    };
    return words[state];
}

/* --- reading -------------------------------------------------------------------------------- */

static int64_t instant_or_zero(const struct pal_query *query, int column)
{
    return pal_column_is_null(query, column) ? 0 : pal_column_int(query, column);
}

static struct pal_speech read_row(const struct pal_query *query)
{
    struct pal_speech row = {
        .id = pal_column_int(query, 0),
        .uuid = pal_column_uuid(query, 1),
        .assembly = {pal_column_int(query, 2)},
        .member = {pal_column_int(query, 3)},
        .resolution = {instant_or_zero(query, 4)},
        .asked_us = pal_column_int(query, 6),
        .started_us = instant_or_zero(query, 7),
        .ended_us = instant_or_zero(query, 8),
    };
    if (row.resolution.value != 0) {
        row.resolution_uuid = pal_column_uuid(query, 5);
    }
    if (!pal_column_is_null(query, 9)) {
        row.state = PAL_SPEECH_WITHDRAWN;
    } else if (row.started_us != 0) {
        row.state = row.ended_us != 0 ? PAL_SPEECH_DONE : PAL_SPEECH_SPEAKING;
    }
    return row;
}

enum pal_err pal_speech_read(struct pal_store *store, const struct pal_uuid *uuid,
                             struct pal_speech *out)
{
    PAL_QUERY(query, store, PAL_SQL_SPEAKERS, BY_UUID);
    pal_bind_uuid(&query, ":uuid", uuid);
    PAL_TRY(pal_query_one(&query));
    *out = read_row(&query);
    return PAL_OK;
}

enum pal_err pal_speeches_walk(struct pal_store *store, const struct pal_happenings_query *query,
                               enum pal_err (*visit)(void *context,
                                                     const struct pal_speech *speech),
                               void *context)
{
    PAL_QUERY(list, store, PAL_SQL_SPEAKERS, LIST);
    pal_bind_happenings(&list, query);
    bool has_row;
    PAL_TRY(pal_query_next(&list, &has_row));
    while (has_row) {
        struct pal_speech row = read_row(&list);
        PAL_TRY(visit(context, &row));
        PAL_TRY(pal_query_next(&list, &has_row));
    }
    return PAL_OK;
}

/* --- asking ----------------------------------------------------------------------------------- */

static enum pal_err check_sits(struct pal_store *store, struct pal_assembly_id assembly,
                               struct pal_assembly *out)
{
    PAL_TRY(pal_assembly_read(store, assembly, out));
    return out->state == PAL_ASSEMBLY_SITTING ? PAL_OK : PAL_ERR_STATE;
}

static enum pal_err check_asking(struct pal_store *store, struct pal_assembly_id assembly,
                                 struct pal_member_id member, struct pal_resolution_id resolution)
{
    bool is_present;
    PAL_TRY(pal_attendance_has(store, assembly, member, &is_present));
    if (!is_present) {
        return PAL_ERR_ATTENDANCE_ABSENT;
    }
    if (resolution.value != 0) {
        PAL_RESOLUTION(item);
        PAL_TRY(pal_resolution_read(store, resolution, &item));
        if (item.assembly.value != assembly.value) {
            return PAL_ERR_NOT_FOUND;
        }
    }
    PAL_QUERY(query, store, PAL_SQL_SPEAKERS, COUNT);
    pal_bind_int(&query, ":assembly", assembly.value);
    PAL_TRY(pal_query_one(&query));
    return pal_column_int(&query, 0) < SPEECHES_MAX ? PAL_OK : PAL_ERR_LIMIT_COUNT;
}

/* RULE docs/rules/sitting.md
 * > A member in the room asks for the floor, once at a time.
 */
enum pal_err pal_speech_ask(struct pal_store *store, struct pal_assembly_id assembly,
                            struct pal_member_id member, struct pal_resolution_id resolution,
                            struct pal_uuid *out_speech)
{
    PAL_ASSEMBLY(now);
    PAL_TRY(check_sits(store, assembly, &now));
    PAL_TRY(check_asking(store, assembly, member, resolution));
    struct pal_uuid uuid = pal_uuid_random();
    PAL_TRANSACTION(transaction, store);
    {
        PAL_QUERY(query, store, PAL_SQL_SPEAKERS, ASK);
        pal_bind_uuid(&query, ":uuid", &uuid);
        pal_bind_int(&query, ":assembly", assembly.value);
        pal_bind_int(&query, ":member", member.value);
        pal_bind_int(&query, ":now_us", pal_store_now_us(store));
        if (resolution.value != 0) {
            pal_bind_int(&query, ":resolution", resolution.value);
        }
        enum pal_err err = pal_query_run(&query);
        if (err == PAL_ERR_STORE_CONSTRAINT &&
            pal_store_violates(store, "speech.assembly_id, speech.member_id")) {
            return PAL_ERR_SPEECH_ASKED;
        }
        PAL_TRY(err);
    }
    PAL_TRY(pal_transaction_commit(&transaction));
    *out_speech = uuid;
    return PAL_OK;
}

/* --- the floor ---------------------------------------------------------------------------------- */

static enum pal_err stamp(struct pal_store *store, int statement, const struct pal_uuid *speech)
{
    PAL_QUERY(query, store, PAL_SQL_SPEAKERS, statement);
    pal_bind_uuid(&query, ":uuid", speech);
    pal_bind_int(&query, ":now_us", pal_store_now_us(store));
    enum pal_err err = pal_query_run(&query);
    bool is_taken =
        err == PAL_ERR_STORE_CONSTRAINT && pal_store_violates(store, "speech.assembly_id");
    return is_taken ? PAL_ERR_SPEECH_FLOOR : err;
}

/* RULE docs/rules/sitting.md
 * > Nobody is given the floor while the sitting is suspended, nor who has left the room.
 */
enum pal_err pal_speech_start(struct pal_store *store, const struct pal_uuid *speech)
{
    struct pal_speech now;
    PAL_TRY(pal_speech_read(store, speech, &now));
    PAL_ASSEMBLY(assembly);
    PAL_TRY(check_sits(store, now.assembly, &assembly));
    if (now.state != PAL_SPEECH_WAITING) {
        return PAL_ERR_STATE;
    }
    bool is_suspended, is_present;
    PAL_TRY(pal_sitting_is_suspended(store, now.assembly, &is_suspended));
    PAL_TRY(pal_attendance_has(store, now.assembly, now.member, &is_present));
    if (is_suspended || !is_present) {
        return is_suspended ? PAL_ERR_SITTING_SUSPENDED : PAL_ERR_ATTENDANCE_ABSENT;
    }
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(stamp(store, START, speech));
    return pal_transaction_commit(&transaction);
}

/* How long somebody spoke is public, and who, by the pseudonym of the assembly. */
static enum pal_err log_speech(struct pal_store *store, const struct pal_assembly *assembly,
                               const struct pal_speech *speech)
{
    char pseudonym[PAL_PSEUDONYM_SIZE + 1];
    struct pal_speaker speaker = {.member = speech->member};
    PAL_TRY(pal_alias_take(store, speaker, &assembly->uuid, pseudonym));
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "assembly", &assembly->uuid);
    pal_json_set_string(d, "speaker", pseudonym);
    pal_json_set_int(d, "seconds", (speech->ended_us - speech->started_us) / 1000000);
    if (speech->resolution.value != 0) {
        pal_json_set_uuid(d, "resolution", &speech->resolution_uuid);
    }
    return pal_log_append(store, &(struct pal_log_entry){"sitting.speech", pal_uuid_random(), d},
                          NULL);
}

enum pal_err pal_speech_end(struct pal_store *store, const struct pal_uuid *speech)
{
    struct pal_speech now;
    PAL_TRY(pal_speech_read(store, speech, &now));
    if (now.state != PAL_SPEECH_SPEAKING) {
        return PAL_ERR_STATE;
    }
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_assembly_read(store, now.assembly, &assembly));
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(stamp(store, END, speech));
    PAL_TRY(pal_speech_read(store, speech, &now));
    PAL_TRY(log_speech(store, &assembly, &now));
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_speech_withdraw(struct pal_store *store, const struct pal_uuid *speech)
{
    struct pal_speech now;
    PAL_TRY(pal_speech_read(store, speech, &now));
    if (now.state != PAL_SPEECH_WAITING) {
        return PAL_ERR_STATE;
    }
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(stamp(store, WITHDRAW, speech));
    return pal_transaction_commit(&transaction);
}
