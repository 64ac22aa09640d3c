/*
 * procedures.c - how a resolution is decided and from when on; the extension of its debate.
 */
#include "core/procedures.h"

#include "base/check.h"
#include "base/fields.h"
#include "core/aliases.h"
#include "core/contributions.h"
#include "core/log.h"
#include "core/society.h"
#include "core/store.h"

#include "agenda.h"
#include "apply.h"
#include "sql.h"

enum {
    CHOOSE,
    ASK,
    UNASK,
    IS_ASKED,
    COUNT,
    EXTEND,
    EXTENSION,
    FORGET_PROCEDURES,
    FORGET_REQUESTS,
    FORGET_EXTENSIONS,
    STATEMENT_COUNT
};

#define OF_RESOLUTION " (SELECT resolution_id FROM resolution_line WHERE uuid = :resolution)"

static const char *const sql[STATEMENT_COUNT] = {
    [CHOOSE] = "INSERT INTO chosen_procedure (resolution_id, procedure, entry)"
               " SELECT resolution_id, :procedure, :entry FROM resolution_line"
               " WHERE uuid = :resolution ON CONFLICT (resolution_id)"
               " DO UPDATE SET procedure = excluded.procedure, entry = excluded.entry",
    [ASK] = "INSERT INTO extension_request (resolution_id, asker)"
            " SELECT resolution_id, :asker FROM resolution_line WHERE uuid = :resolution",
    [UNASK] = "DELETE FROM extension_request WHERE asker = :asker"
              " AND resolution_id =" OF_RESOLUTION,
    [IS_ASKED] = "SELECT 1 FROM extension_request WHERE resolution_id = :id AND asker = :asker",
    [COUNT] = "SELECT count(*), count(a.member_id) FROM admitted_member AS m"
              " LEFT JOIN extension_asker AS a ON a.resolution_id = :id"
              " AND a.member_id = m.member_id"
              " WHERE m.from_on <= :today AND (m.until_on IS NULL OR :today < m.until_on)"
              " AND (:college IS NULL OR m.college = :college)",
    [EXTEND] = "INSERT INTO debate_extension (resolution_id, days, support, base, required, at_us)"
               " SELECT resolution_id, :days, :support, :base, :required, :at_us"
               " FROM resolution_line WHERE uuid = :resolution",
    [EXTENSION] =
        "SELECT days, at_us, support, base FROM debate_extension WHERE resolution_id = :id",
    [FORGET_PROCEDURES] = "DELETE FROM chosen_procedure",
    [FORGET_REQUESTS] = "DELETE FROM extension_request",
    [FORGET_EXTENSIONS] = "DELETE FROM debate_extension",
};
const struct pal_sql pal_procedures_sql = {sql, STATEMENT_COUNT};

static const char *const procedures[] = {
#define PROCEDURE_WORD(name, word) [PAL_PROCEDURE_##name] = (word),
    PAL_PROCEDURES(PROCEDURE_WORD)
#undef PROCEDURE_WORD
};

const char *pal_procedure_word(enum pal_procedure procedure)
{
    return procedures[procedure];
}

bool pal_procedure_read(struct pal_text word, enum pal_procedure *out_procedure)
{
    for (size_t i = 0; i < sizeof procedures / sizeof procedures[0]; i++) {
        if (pal_text_is(word, procedures[i])) {
            *out_procedure = (enum pal_procedure)i;
            return true;
        }
    }
    return false;
}

static enum pal_err say(struct pal_store *store, const char *type,
                        const struct pal_uuid *resolution, struct pal_json *d)
{
    pal_json_set_uuid(d, "resolution", resolution);
    return pal_change_make(store, &(struct pal_log_entry){type, pal_uuid_random(), d}, NULL);
}

/* --- choosing --------------------------------------------------------------------------------- */

enum pal_err pal_procedure_copy(struct pal_store *store, const struct pal_uuid *resolution,
                                enum pal_procedure procedure)
{
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_string(d, "procedure", procedures[procedure]);
    return say(store, "resolution.procedure", resolution, d);
}

/* RULE docs/rules/procedures.md
 * > How a resolution is decided is said before the notice, with its text.
 */
enum pal_err pal_procedure_choose(struct pal_store *store, struct pal_resolution_id resolution,
                                  enum pal_procedure procedure)
{
    PAL_RESOLUTION(now);
    PAL_CONSTITUTION(constitution);
    PAL_TRY(pal_resolution_read(store, resolution, &now));
    PAL_TRY(pal_agenda_may_change(store, &now));
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));
    if (procedure == PAL_PROCEDURE_CONTRACT && !constitution.deliberation.is_stated) {
        return PAL_ERR_PROCEDURE_NONE;
    }
    if (now.procedure == procedure) {
        return PAL_OK;
    }
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(pal_procedure_copy(store, &now.uuid, procedure));
    return pal_transaction_commit(&transaction);
}

/* --- days --------------------------------------------------------------------------------------- */

/* RULE docs/rules/procedures.md
 * > A second call counts from the notice of the first, and has the days by which the debate was made longer
 * > there: its texts are the same.
 */
static enum pal_err read_notice(struct pal_store *store, const struct pal_assembly *assembly,
                                struct pal_day *out_on)
{
    PAL_ASSEMBLY(first);
    const struct pal_assembly *counted = assembly;
    if (assembly->call == PAL_CALL_SECOND) {
        PAL_TRY(pal_assembly_read(store, assembly->second_of, &first));
        counted = &first;
    }
    if (counted->noticed_us != 0) {
        *out_on =
            (struct pal_day){.is_known = true, .date = pal_date_of_instant(counted->noticed_us)};
    }
    return PAL_OK;
}

static struct pal_day later(struct pal_day day, int64_t days)
{
    day.date.days += (int32_t)days;
    return day;
}

enum pal_err pal_extension_of_debate(struct pal_store *store,
                                     const struct pal_resolution *resolution,
                                     struct pal_extension *out)
{
    PAL_RESOLUTION(first);
    if (resolution->continues.value == 0) {
        return pal_extension_read(store, resolution, out);
    }
    PAL_TRY(pal_resolution_read(store, resolution->continues, &first));
    return pal_extension_read(store, &first, out);
}

enum pal_err pal_procedure_days_under(struct pal_store *store,
                                      const struct pal_resolution *resolution,
                                      const struct pal_constitution *constitution,
                                      struct pal_procedure_days *out)
{
    PAL_ASSEMBLY(assembly);
    struct pal_extension extension;
    PAL_TRY(pal_assembly_read(store, resolution->assembly, &assembly));
    PAL_TRY(pal_extension_of_debate(store, resolution, &extension));
    const struct pal_deliberation_rule *rule = &constitution->deliberation;
    bool is_contract = resolution->procedure == PAL_PROCEDURE_CONTRACT;
    *out = (struct pal_procedure_days){
        .debate_days = rule->debate_days + extension.days,
        .extension_days = rule->extension_days,
        .contract_days = is_contract ? rule->contract_days : 0,
        .is_extended = extension.carried_us != 0,
    };
    PAL_TRY(read_notice(store, &assembly, &out->noticed_on));
    if (out->noticed_on.is_known) {
        out->debate_until = later(out->noticed_on, out->debate_days);
        out->contract_until = later(out->noticed_on, out->contract_days);
        out->opens_from =
            out->debate_days > out->contract_days ? out->debate_until : out->contract_until;
    }
    return PAL_OK;
}

enum pal_err pal_procedure_days(struct pal_store *store, const struct pal_resolution *resolution,
                                struct pal_procedure_days *out)
{
    PAL_CONSTITUTION(constitution);
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));
    return pal_procedure_days_under(store, resolution, &constitution, out);
}

/* --- what a vote asks for ----------------------------------------------------------------------- */

/* Is a poll of that kind and method one that the procedure has? */
static bool suits(enum pal_procedure procedure, enum pal_poll_kind kind, struct pal_text method)
{
    bool is_plain = kind == PAL_POLL_RESOLUTION;
    switch (procedure) {
    case PAL_PROCEDURE_RESOLUTION:
    case PAL_PROCEDURE_CONTRACT: return is_plain;
    case PAL_PROCEDURE_CONSENT: return is_plain && pal_text_is(method, "consent");
    case PAL_PROCEDURE_ELECTION: return kind == PAL_POLL_ELECTION;
    }
    PAL_CHECK(false);
}

enum pal_err pal_procedure_allows_poll(const struct pal_resolution *resolution,
                                       const struct pal_poll_spec *spec)
{
    bool has_options = resolution->procedure != PAL_PROCEDURE_ELECTION || spec->names_members ||
                       spec->first_round.value != 0;
    return has_options && suits(resolution->procedure, spec->kind, spec->method)
               ? PAL_OK
               : PAL_ERR_PROCEDURE_POLL;
}

/* RULE docs/rules/procedures.md
 * > A poll is not called for an instant before the days have run, and does not open before.
 */
enum pal_err pal_procedure_allows_opening(struct pal_store *store,
                                          const struct pal_resolution *resolution, int64_t opens_us)
{
    struct pal_procedure_days days;
    PAL_TRY(pal_procedure_days(store, resolution, &days));
    PAL_CHECK(days.noticed_on.is_known); /* no poll is called before the notice */
    int32_t on = pal_date_of_instant(opens_us).days;
    if (on < days.contract_until.date.days) {
        return PAL_ERR_CONTRACT_NOTICE;
    }
    return on < days.debate_until.date.days ? PAL_ERR_DEBATE_RUNS : PAL_OK;
}

/* RULE docs/rules/procedures.md
 * > The poll is not called as long as a concern is open; one that is maintained does not keep it from being
 * > called, and its author may object in the vote, which is recorded. Concerns under the resolution of a first
 * > call are those of the one that takes it up.
 */
enum pal_err pal_procedure_allows_call(struct pal_store *store,
                                       const struct pal_resolution *resolution,
                                       const struct pal_poll *poll)
{
    int64_t open = 0;
    if (!suits(resolution->procedure, poll->kind, poll->method)) {
        return PAL_ERR_PROCEDURE_POLL;
    }
    if (resolution->procedure == PAL_PROCEDURE_CONSENT) {
        PAL_TRY(pal_concerns_open(store, resolution->id, &open));
    }
    if (open == 0 && resolution->procedure == PAL_PROCEDURE_CONSENT &&
        resolution->continues.value != 0) {
        PAL_TRY(pal_concerns_open(store, resolution->continues, &open));
    }
    return open > 0 ? PAL_ERR_PROCEDURE_CONCERNS
                    : pal_procedure_allows_opening(store, resolution, poll->opens_us);
}

/* --- extension ------------------------------------------------------------------------------------ */

enum pal_err pal_extension_read(struct pal_store *store, const struct pal_resolution *resolution,
                                struct pal_extension *out)
{
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_assembly_read(store, resolution->assembly, &assembly));
    *out = (struct pal_extension){0};
    {
        PAL_QUERY(query, store, PAL_SQL_PROCEDURES, EXTENSION);
        pal_bind_int(&query, ":id", resolution->id.value);
        bool has_row;
        PAL_TRY(pal_query_next(&query, &has_row));
        if (has_row) {
            out->days = pal_column_int(&query, 0);
            out->carried_us = pal_column_int(&query, 1);
            out->carried_support = pal_column_int(&query, 2);
            out->carried_base = pal_column_int(&query, 3);
        }
    }
    PAL_QUERY(count, store, PAL_SQL_PROCEDURES, COUNT);
    pal_bind_int(&count, ":id", resolution->id.value);
    pal_bind_int(&count, ":today", pal_society_today(store).days);
    if (assembly.college.size > 0) {
        pal_bind_text(&count, ":college", assembly.college);
    }
    PAL_TRY(pal_query_one(&count));
    out->base = (uint64_t)pal_column_int(&count, 0);
    out->support = (uint64_t)pal_column_int(&count, 1);
    return PAL_OK;
}

enum pal_err pal_extension_is_asked(struct pal_store *store,
                                    const struct pal_resolution *resolution,
                                    struct pal_member_id member, bool *out_is)
{
    char pseudonym[PAL_PSEUDONYM_SIZE + 1];
    PAL_TRY(pal_member_pseudonym(store, member, &resolution->uuid, pseudonym));
    PAL_QUERY(query, store, PAL_SQL_PROCEDURES, IS_ASKED);
    pal_bind_int(&query, ":id", resolution->id.value);
    pal_bind_string(&query, ":asker", pseudonym);
    return pal_query_next(&query, out_is);
}

/* RULE docs/rules/procedures.md
 * > As long as these days run, and no poll on the resolution is called, members ask that its debate last
 * > longer, or no longer do.
 */
static enum pal_err check_open(struct pal_store *store, const struct pal_resolution *now,
                               const struct pal_assembly *assembly,
                               const struct pal_constitution *constitution)
{
    const struct pal_deliberation_rule *rule = &constitution->deliberation;
    if (rule->extension_days == 0 || !rule->motion_support.is_stated) {
        return PAL_ERR_EXTENSION_NONE;
    }
    struct pal_procedure_days days;
    PAL_TRY(pal_procedure_days(store, now, &days));
    bool is_convened =
        assembly->state == PAL_ASSEMBLY_CONVENED || assembly->state == PAL_ASSEMBLY_SITTING;
    if (!is_convened || assembly->call == PAL_CALL_SECOND || days.is_extended ||
        now->state != PAL_RESOLUTION_DRAFT) {
        return PAL_ERR_STATE;
    }
    PAL_CHECK(days.debate_until.is_known);
    return pal_society_today(store).days < days.debate_until.date.days ? PAL_OK
                                                                       : PAL_ERR_EXTENSION_LATE;
}

enum pal_err pal_extension_is_open(struct pal_store *store, const struct pal_resolution *resolution)
{
    PAL_ASSEMBLY(assembly);
    PAL_CONSTITUTION(constitution);
    PAL_TRY(pal_assembly_read(store, resolution->assembly, &assembly));
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));
    return check_open(store, resolution, &assembly, &constitution);
}

/* RULE docs/rules/procedures.md
 * > When those who ask are the share `motion_support` of all members, or of the college whose meeting it is,
 * > the debate lasts `extension_days` longer, once.
 */
static enum pal_err extend(struct pal_store *store, const struct pal_resolution *now,
                           const struct pal_deliberation_rule *rule)
{
    struct pal_extension extension;
    PAL_TRY(pal_extension_read(store, now, &extension));
    if (!pal_share_is_reached(extension.support, extension.base, rule->motion_support.share)) {
        return PAL_OK;
    }
    PAL_BUF(required);
    PAL_JSON(d);
    pal_ratio_write(rule->motion_support.share, &required);
    d = pal_json_object_new();
    pal_json_set_int(d, "base", (int64_t)extension.base);
    pal_json_set_int(d, "days", rule->extension_days);
    pal_json_set_text(d, "required", pal_buf_text(&required));
    pal_json_set_int(d, "support", (int64_t)extension.support);
    return say(store, "debate.extend", &now->uuid, d);
}

static enum pal_err say_asked(struct pal_store *store, const struct pal_resolution *now,
                              struct pal_member_id member, bool value)
{
    char pseudonym[PAL_PSEUDONYM_SIZE + 1];
    PAL_JSON(d);
    PAL_TRY(pal_alias_take(store, (struct pal_speaker){.member = member}, &now->uuid, pseudonym));
    d = pal_json_object_new();
    pal_json_set_string(d, "asker", pseudonym);
    pal_json_set_bool(d, "value", value);
    return say(store, "debate.ask", &now->uuid, d);
}

enum pal_err pal_extension_ask(struct pal_store *store, struct pal_resolution_id resolution,
                               struct pal_member_id member, bool value)
{
    PAL_RESOLUTION(now);
    PAL_ASSEMBLY(assembly);
    PAL_MEMBER(who);
    PAL_CONSTITUTION(constitution);
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(pal_resolution_read(store, resolution, &now));
    PAL_TRY(pal_assembly_read(store, now.assembly, &assembly));
    PAL_TRY(pal_member_read(store, member, &who));
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));
    PAL_TRY(check_open(store, &now, &assembly, &constitution));
    PAL_TRY(pal_agenda_check_member(&who, assembly.college));
    bool is_so;
    PAL_TRY(pal_extension_is_asked(store, &now, member, &is_so));
    if (is_so != value) {
        PAL_TRY(say_asked(store, &now, member, value));
        PAL_TRY(extend(store, &now, &constitution.deliberation));
    }
    return pal_transaction_commit(&transaction);
}

/* --- views ---------------------------------------------------------------------------------- */

static enum pal_err apply_word(struct pal_store *store, const struct pal_change *change,
                               int statement, const char *name)
{
    struct pal_uuid resolution;
    struct pal_text word;
    PAL_BUF(parameter);
    PAL_TRY(pal_json_uuid(change->d, "resolution", &resolution, NULL));
    PAL_TRY(pal_json_text(change->d, name, &word, NULL));
    pal_buf_add_format(&parameter, ":%s", name);
    PAL_QUERY(query, store, PAL_SQL_PROCEDURES, statement);
    pal_bind_uuid(&query, ":resolution", &resolution);
    pal_bind_text(&query, parameter.bytes, word);
    if (statement == CHOOSE) {
        pal_bind_int(&query, ":entry", (int64_t)change->index);
    }
    return pal_query_run(&query);
}

enum pal_err pal_apply_resolution_procedure(struct pal_store *store,
                                            const struct pal_change *change)
{
    return apply_word(store, change, CHOOSE, "procedure");
}

enum pal_err pal_apply_debate_ask(struct pal_store *store, const struct pal_change *change)
{
    bool value;
    PAL_TRY(pal_json_bool(change->d, "value", &value, NULL));
    return apply_word(store, change, value ? ASK : UNASK, "asker");
}

enum pal_err pal_apply_debate_extend(struct pal_store *store, const struct pal_change *change)
{
    struct pal_uuid resolution;
    struct pal_text required;
    int64_t days, support, base;
    PAL_TRY(pal_json_uuid(change->d, "resolution", &resolution, NULL));
    PAL_TRY(pal_json_text(change->d, "required", &required, NULL));
    PAL_TRY(pal_json_int(change->d, "days", &days, NULL));
    PAL_TRY(pal_json_int(change->d, "support", &support, NULL));
    PAL_TRY(pal_json_int(change->d, "base", &base, NULL));
    PAL_QUERY(query, store, PAL_SQL_PROCEDURES, EXTEND);
    pal_bind_uuid(&query, ":resolution", &resolution);
    pal_bind_text(&query, ":required", required);
    pal_bind_int(&query, ":days", days);
    pal_bind_int(&query, ":support", support);
    pal_bind_int(&query, ":base", base);
    pal_bind_int(&query, ":at_us", change->at_us);
    return pal_query_run(&query);
}

enum pal_err pal_forget_procedures(struct pal_store *store)
{
    static const int statements[] = {FORGET_PROCEDURES, FORGET_REQUESTS, FORGET_EXTENSIONS};
    for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++) {
        PAL_QUERY(query, store, PAL_SQL_PROCEDURES, statements[i]);
        PAL_TRY(pal_query_run(&query));
    }
    return PAL_OK;
}
