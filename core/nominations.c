/*
 * nominations.c - whom members name in an election without candidates, and who refuses.
 */
#include "core/nominations.h"

#include <string.h>

#include "base/check.h"
#include "base/fields.h"
#include "base/limits.h"
#include "core/aliases.h"
#include "core/log.h"
#include "core/polls.h"
#include "core/store.h"

#include "agenda.h"
#include "apply.h"
#include "polling.h"
#include "sql.h"

enum {
    MAKE,
    WITHDRAW,
    REFUSE,
    ACCEPT,
    OF_NOMINATOR,
    REFUSES,
    LIST,
    COUNT,
    FORGET,
    FORGET_REFUSALS,
    STATEMENT_COUNT
};

#define OF_RESOLUTION " (SELECT resolution_id FROM resolution_line WHERE uuid = :resolution)"

static const char *const sql[STATEMENT_COUNT] = {
    [MAKE] = "INSERT INTO nomination (resolution_id, nominator, nominee)"
             " SELECT resolution_id, :nominator, :nominee FROM resolution_line"
             " WHERE uuid = :resolution ON CONFLICT (resolution_id, nominator)"
             " DO UPDATE SET nominee = excluded.nominee",
    [WITHDRAW] = "DELETE FROM nomination WHERE nominator = :nominator"
                 " AND resolution_id =" OF_RESOLUTION,
    [REFUSE] = "INSERT INTO nomination_refusal (resolution_id, nominee)"
               " SELECT resolution_id, :nominee FROM resolution_line WHERE uuid = :resolution",
    [ACCEPT] = "DELETE FROM nomination_refusal WHERE nominee = :nominee"
               " AND resolution_id =" OF_RESOLUTION,
    [OF_NOMINATOR] = "SELECT nominee FROM nomination"
                     " WHERE resolution_id = :id AND nominator = :nominator",
    [REFUSES] = "SELECT 1 FROM nomination_refusal"
                " WHERE resolution_id = :id AND nominee = :nominee",
    [LIST] = "SELECT nominee, coalesce(member_id, 0), named, is_refused FROM nominee_line"
             " WHERE resolution_id = :id ORDER BY nominee",
    [COUNT] = "SELECT count(*) FROM nominee_line WHERE resolution_id = :id AND nominee <> :nominee",
    [FORGET] = "DELETE FROM nomination",
    [FORGET_REFUSALS] = "DELETE FROM nomination_refusal",
};
const struct pal_sql pal_nominations_sql = {sql, STATEMENT_COUNT};

/* --- reading -------------------------------------------------------------------------------- */

static void read_pseudonym(const struct pal_query *query, char out[PAL_PSEUDONYM_SIZE + 1])
{
    struct pal_text text = pal_column_text(query, 0);
    PAL_CHECK(text.size == PAL_PSEUDONYM_SIZE);
    memcpy(out, text.bytes, text.size);
    out[PAL_PSEUDONYM_SIZE] = '\0';
}

enum pal_err pal_nominees_walk(struct pal_store *store, struct pal_resolution_id resolution,
                               enum pal_err (*visit)(void *context,
                                                     const struct pal_nominee *nominee),
                               void *context)
{
    PAL_QUERY(query, store, PAL_SQL_NOMINATIONS, LIST);
    pal_bind_int(&query, ":id", resolution.value);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    while (has_row) {
        struct pal_nominee row = {
            .member = {pal_column_int(&query, 1)},
            .named = pal_column_int(&query, 2),
            .is_refused = pal_column_bool(&query, 3),
        };
        read_pseudonym(&query, row.pseudonym);
        PAL_TRY(visit(context, &row));
        PAL_TRY(pal_query_next(&query, &has_row));
    }
    return PAL_OK;
}

/* The pseudonym that a member names; empty: none. */
static enum pal_err read_named(struct pal_store *store, const struct pal_resolution *resolution,
                               struct pal_member_id nominator, char out[PAL_PSEUDONYM_SIZE + 1])
{
    char pseudonym[PAL_PSEUDONYM_SIZE + 1];
    PAL_TRY(pal_member_pseudonym(store, nominator, &resolution->uuid, pseudonym));
    PAL_QUERY(query, store, PAL_SQL_NOMINATIONS, OF_NOMINATOR);
    pal_bind_int(&query, ":id", resolution->id.value);
    pal_bind_string(&query, ":nominator", pseudonym);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    out[0] = '\0';
    if (has_row) {
        read_pseudonym(&query, out);
    }
    return PAL_OK;
}

enum pal_err pal_nomination_read(struct pal_store *store, const struct pal_resolution *resolution,
                                 struct pal_member_id nominator, struct pal_member_id *out_nominee)
{
    char nominee[PAL_PSEUDONYM_SIZE + 1];
    struct pal_speaker speaker = {0};
    PAL_TRY(read_named(store, resolution, nominator, nominee));
    enum pal_err err = nominee[0] == '\0' ? PAL_OK
                                          : pal_alias_find(store, &resolution->uuid,
                                                           pal_text_of(nominee), &speaker);
    *out_nominee = speaker.member;
    return err == PAL_ERR_NOT_FOUND ? PAL_OK : err; /* they were erased */
}

/* --- commands --------------------------------------------------------------------------------- */

/* RULE docs/rules/procedures.md
 * > … and may name another instead as long as no poll on the resolution is prepared and its debate is not
 * > closed.
 */
enum pal_err pal_nominations_are_open(struct pal_store *store, const struct pal_resolution *now)
{
    if (now->procedure != PAL_PROCEDURE_ELECTION) {
        return PAL_ERR_PROCEDURE_OTHER;
    }
    bool is_live;
    PAL_TRY(pal_poll_has_live(store, now->id, &is_live));
    return is_live || now->state != PAL_RESOLUTION_DRAFT || now->debate_closed_us != 0
               ? PAL_ERR_STATE
               : PAL_OK;
}

static enum pal_err check_member(struct pal_store *store, struct pal_member_id member,
                                 struct pal_text college)
{
    PAL_MEMBER(who);
    PAL_TRY(pal_member_read(store, member, &who));
    return pal_agenda_check_member(&who, college);
}

/* No more of them than a poll has options. */
static enum pal_err check_count(struct pal_store *store, const struct pal_resolution *now,
                                const char *nominee)
{
    PAL_QUERY(query, store, PAL_SQL_NOMINATIONS, COUNT);
    pal_bind_int(&query, ":id", now->id.value);
    pal_bind_string(&query, ":nominee", nominee);
    PAL_TRY(pal_query_one(&query));
    return pal_column_int(&query, 0) < PAL_LIMIT_OPTIONS ? PAL_OK : PAL_ERR_LIMIT_COUNT;
}

static enum pal_err say(struct pal_store *store, const char *type, const struct pal_resolution *now,
                        struct pal_json *d)
{
    pal_json_set_uuid(d, "resolution", &now->uuid);
    return pal_change_make(store, &(struct pal_log_entry){type, pal_uuid_random(), d}, NULL);
}

static enum pal_err take(struct pal_store *store, const struct pal_resolution *now,
                         struct pal_member_id member, char out[PAL_PSEUDONYM_SIZE + 1])
{
    return pal_alias_take(store, (struct pal_speaker){.member = member}, &now->uuid, out);
}

static enum pal_err name(struct pal_store *store, const struct pal_resolution *now,
                         struct pal_member_id nominator, struct pal_member_id nominee)
{
    char before[PAL_PSEUDONYM_SIZE + 1];
    char who[PAL_PSEUDONYM_SIZE + 1];
    char whom[PAL_PSEUDONYM_SIZE + 1] = "";
    PAL_TRY(read_named(store, now, nominator, before));
    if (nominee.value != 0) {
        PAL_TRY(take(store, now, nominee, whom));
        PAL_TRY(check_count(store, now, whom));
    }
    if (strcmp(before, whom) == 0) {
        return PAL_OK;
    }
    PAL_TRY(take(store, now, nominator, who));
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_string(d, "nominator", who);
    if (nominee.value == 0) {
        return say(store, "nomination.withdraw", now, d);
    }
    pal_json_set_string(d, "nominee", whom);
    return say(store, "nomination.make", now, d);
}

static enum pal_err check_nominator(struct pal_store *store, const struct pal_resolution *now,
                                    struct pal_member_id nominator)
{
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_nominations_are_open(store, now));
    PAL_TRY(pal_assembly_read(store, now->assembly, &assembly));
    return check_member(store, nominator, assembly.college);
}

enum pal_err pal_nomination_may_be_made(struct pal_store *store,
                                        struct pal_resolution_id resolution,
                                        struct pal_member_id nominator)
{
    PAL_RESOLUTION(now);
    PAL_TRY(pal_resolution_read(store, resolution, &now));
    return check_nominator(store, &now, nominator);
}

enum pal_err pal_nomination_make(struct pal_store *store, struct pal_resolution_id resolution,
                                 struct pal_member_id nominator, struct pal_member_id nominee)
{
    PAL_RESOLUTION(now);
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(pal_resolution_read(store, resolution, &now));
    PAL_TRY(check_nominator(store, &now, nominator));
    if (nominee.value != 0) {
        PAL_TRY(check_member(store, nominee, (struct pal_text){0}));
    }
    PAL_TRY(name(store, &now, nominator, nominee));
    return pal_transaction_commit(&transaction);
}

static enum pal_err is_refusing(struct pal_store *store, const struct pal_resolution *now,
                                const char *nominee, bool *out_is)
{
    PAL_QUERY(query, store, PAL_SQL_NOMINATIONS, REFUSES);
    pal_bind_int(&query, ":id", now->id.value);
    pal_bind_string(&query, ":nominee", nominee);
    return pal_query_next(&query, out_is);
}

enum pal_err pal_nomination_refuse(struct pal_store *store, struct pal_resolution_id resolution,
                                   struct pal_member_id nominee, bool value)
{
    char whom[PAL_PSEUDONYM_SIZE + 1];
    bool is_so;
    PAL_RESOLUTION(now);
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(pal_resolution_read(store, resolution, &now));
    PAL_TRY(pal_nominations_are_open(store, &now));
    PAL_TRY(check_member(store, nominee, (struct pal_text){0}));
    PAL_TRY(take(store, &now, nominee, whom));
    PAL_TRY(is_refusing(store, &now, whom, &is_so));
    if (is_so != value) {
        PAL_JSON(d);
        d = pal_json_object_new();
        pal_json_set_string(d, "nominee", whom);
        pal_json_set_bool(d, "value", value);
        PAL_TRY(say(store, "nomination.refuse", &now, d));
    }
    return pal_transaction_commit(&transaction);
}

/* --- views ---------------------------------------------------------------------------------- */

static enum pal_err bind_pseudonym(struct pal_query *query, const char *parameter,
                                   const struct pal_json *d, const char *field)
{
    struct pal_text pseudonym;
    PAL_TRY(pal_json_text(d, field, &pseudonym, NULL));
    pal_bind_text(query, parameter, pseudonym);
    return PAL_OK;
}

enum pal_err pal_apply_nomination_make(struct pal_store *store, const struct pal_change *change)
{
    struct pal_uuid resolution;
    PAL_TRY(pal_json_uuid(change->d, "resolution", &resolution, NULL));
    PAL_QUERY(query, store, PAL_SQL_NOMINATIONS, MAKE);
    pal_bind_uuid(&query, ":resolution", &resolution);
    PAL_TRY(bind_pseudonym(&query, ":nominator", change->d, "nominator"));
    PAL_TRY(bind_pseudonym(&query, ":nominee", change->d, "nominee"));
    return pal_query_run(&query);
}

enum pal_err pal_apply_nomination_withdraw(struct pal_store *store, const struct pal_change *change)
{
    struct pal_uuid resolution;
    PAL_TRY(pal_json_uuid(change->d, "resolution", &resolution, NULL));
    PAL_QUERY(query, store, PAL_SQL_NOMINATIONS, WITHDRAW);
    pal_bind_uuid(&query, ":resolution", &resolution);
    PAL_TRY(bind_pseudonym(&query, ":nominator", change->d, "nominator"));
    return pal_query_run(&query);
}

enum pal_err pal_apply_nomination_refuse(struct pal_store *store, const struct pal_change *change)
{
    struct pal_uuid resolution;
    bool value;
    PAL_TRY(pal_json_uuid(change->d, "resolution", &resolution, NULL));
    PAL_TRY(pal_json_bool(change->d, "value", &value, NULL));
    PAL_QUERY(query, store, PAL_SQL_NOMINATIONS, value ? REFUSE : ACCEPT);
    pal_bind_uuid(&query, ":resolution", &resolution);
    PAL_TRY(bind_pseudonym(&query, ":nominee", change->d, "nominee"));
    return pal_query_run(&query);
}

enum pal_err pal_forget_nominations(struct pal_store *store)
{
    {
        PAL_QUERY(refusals, store, PAL_SQL_NOMINATIONS, FORGET_REFUSALS);
        PAL_TRY(pal_query_run(&refusals));
    }
    PAL_QUERY(query, store, PAL_SQL_NOMINATIONS, FORGET);
    return pal_query_run(&query);
}
