/* on_polls.c - polls: shown, called, opened, closed, annulled; their manifest and their roll. */
#include "base/fields.h"
#include "core/polls.h"
#include "core/procedures.h"
#include "core/roll.h"

#include "count_job.h"
#include "handlers.h"
#include "lists.h"
#include "polls.h"
#include "reply.h"
#include "write.h"

/* --- shapes ----------------------------------------------------------------------------------- */

static enum pal_err set_question(struct pal_store *store, const struct pal_poll *poll,
                                 struct pal_json *json)
{
    PAL_JSON(question);
    PAL_TRY(pal_poll_question(store, poll->id, &question));
    const struct pal_json *options = pal_json_get(question, "options");
    struct pal_json *list = pal_json_array_new();
    for (size_t i = 0; i < pal_json_count(options); i++) {
        struct pal_json *option = pal_json_copy(pal_json_at(options, i));
        pal_json_set_int(option, "id", (int64_t)i);
        pal_json_append(list, option);
    }
    pal_json_set(json, "options", list);
    pal_json_set(json, "parameters", pal_json_copy(pal_json_get(question, "parameters")));
    static const char *const figures[] = {"seats",      "scale", "max_length", "budget",
                                          "reserved",   "terms", "surplus",    "absolute_majority",
                                          "first_round"};
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++) {
        if (pal_json_get(question, figures[i]) != NULL) {
            pal_json_set(json, figures[i], pal_json_copy(pal_json_get(question, figures[i])));
        }
    }
    const struct pal_method *method = pal_method_find(poll->method);
    if (method == NULL) {
        return PAL_ERR_METHOD_UNKNOWN;
    }
    pal_json_set_int(json, "method_version", method->version);
    pal_json_set(json, "ballot", pal_json_copy(pal_json_get(question, "ballot")));
    return PAL_OK;
}

static void set_instants(const struct pal_poll *poll, struct pal_json *json)
{
    const struct {
        const char *name;
        int64_t at_us;
    } instants[] = {
        {"called_at", poll->called_us},       {"opened_at", poll->opened_us},
        {"closed_at", poll->closed_us},       {"counted_at", poll->counted_us},
        {"published_at", poll->published_us},
    };
    for (size_t i = 0; i < sizeof instants / sizeof instants[0]; i++) {
        if (instants[i].at_us != 0) {
            pal_json_set_instant(json, instants[i].name, instants[i].at_us);
        }
    }
}

/* Every voter sees where few vote with them. */
static void set_small(const struct pal_json *manifest, struct pal_json *json)
{
    const struct pal_json *colleges = pal_json_get(manifest, "colleges");
    int64_t k_min = pal_json_as_int(pal_json_get(pal_json_get(manifest, "urn"), "k_min"));
    struct pal_json *small = pal_json_array_new();
    for (size_t i = 0; i < pal_json_count(colleges); i++) {
        const struct pal_json *college = pal_json_at(colleges, i);
        int64_t voters = pal_json_as_int(pal_json_get(college, "voters"));
        if (voters > 0 && voters < k_min) {
            pal_json_append(small, pal_json_copy(pal_json_get(college, "id")));
        }
    }
    pal_json_set(json, "small_colleges", small);
}

/* What a voter is to know of their own secrecy, and what was frozen at the opening says. */
static enum pal_err set_frozen(struct pal_store *store, const struct pal_poll *poll,
                               struct pal_json *json)
{
    PAL_BUF(bytes);
    PAL_JSON(manifest);
    PAL_TRY(pal_poll_manifest(store, poll->id, &bytes));
    PAL_TRY(pal_json_parse(pal_buf_text(&bytes), bytes.size, &manifest, NULL));
    if (poll->secrecy == PAL_SECRECY_SECRET) {
        set_small(manifest, json);
    } else {
        pal_json_set(json, "roll_call", pal_json_copy(pal_json_get(manifest, "roll_call")));
    }
    return PAL_OK;
}

static void set_secrecy(const struct pal_poll *poll, struct pal_json *json)
{
    bool is_secret = poll->secrecy == PAL_SECRECY_SECRET;
    pal_json_set_string(json, "secrecy", is_secret ? "secret" : "open");
    if (!is_secret) {
        return;
    }
    pal_json_set_bool(json, "trackers", poll->has_trackers);
    pal_json_set_instant(json, "kept_until", poll->kept_until_us);
    pal_json_set_bool(json, "waived", poll->is_waived);
    if (poll->destroyed_us != 0) {
        pal_json_set_instant(json, "destroyed_at", poll->destroyed_us);
    }
}

enum pal_err pal_write_poll(struct pal_store *store, const struct pal_poll *poll,
                            struct pal_json **out_json)
{
    PAL_JSON(json);
    json = pal_write_poll_summary(poll);
    PAL_TRY(set_question(store, poll, json));
    set_instants(poll, json);
    set_secrecy(poll, json);
    if (poll->electorate.size > 0) {
        pal_json_set_text(json, "electorate", poll->electorate);
    }
    if (poll->void_reason.size > 0) {
        pal_json_set_text(json, "void_reason", poll->void_reason);
    }
    if (poll->has_text) {
        pal_json_set_hash(json, "text_hash", &poll->text);
    }
    if (poll->has_manifest) {
        PAL_TRY(set_frozen(store, poll, json));
        pal_json_set_hash(json, "manifest", &poll->manifest);
        pal_json_set_int(json, "eligible", poll->voters);
    }
    *out_json = json;
    json = NULL;
    return PAL_OK;
}

enum pal_err pal_request_poll(const struct pal_request *request, struct pal_poll *out)
{
    struct pal_uuid uuid;
    struct pal_poll_id id;
    struct pal_store *store = pal_request_store(request);
    PAL_TRY(pal_request_uuid(request, "poll", &uuid));
    PAL_TRY(pal_poll_find(store, &uuid, &id));
    PAL_TRY(pal_poll_read(store, id, out));
    return out->state != PAL_POLL_DRAFT || pal_request_sees_drafts(request) ? PAL_OK
                                                                            : PAL_ERR_NOT_FOUND;
}

static enum pal_err reply_poll(const struct pal_request *request, struct pal_poll_id id,
                               struct pal_reply *reply)
{
    PAL_POLL(poll);
    struct pal_json *json;
    PAL_TRY(pal_poll_read(pal_request_store(request), id, &poll));
    PAL_TRY(pal_write_poll(pal_request_store(request), &poll, &json));
    pal_reply_json(reply, json);
    pal_reply_version(reply, poll.entry);
    return PAL_OK;
}

/* --- reading ---------------------------------------------------------------------------------- */

static enum pal_err add_summary(void *context, const struct pal_poll *poll)
{
    struct pal_list *list = context;
    if (!pal_list_is_full(list)) {
        pal_list_add(list, poll->id.value, pal_write_poll_summary(poll));
    }
    return PAL_OK;
}

static enum pal_err read_filter(const struct pal_request *request, struct pal_polls_query *query,
                                enum pal_poll_state *state)
{
    struct pal_text word = {0};
    struct pal_uuid assembly;
    PAL_TRY(pal_request_query_text(request, "state", &word));
    if (word.size > 0) {
        if (!pal_poll_state_read(word, state)) {
            pal_where_set(pal_request_where(request), "state");
            return PAL_ERR_REQUEST_PARAMETER;
        }
        query->state = state;
    }
    if (!pal_request_query_has(request, "assembly")) {
        return PAL_OK;
    }
    PAL_TRY(pal_request_query_uuid(request, "assembly", &assembly));
    enum pal_err err = pal_assembly_find(pal_request_store(request), &assembly, &query->assembly);
    query->assembly.value = err == PAL_OK ? query->assembly.value : -1; /* of no assembly: none */
    return err == PAL_ERR_NOT_FOUND ? PAL_OK : err;
}

enum pal_err pal_on_poll_list(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_LIST(list);
    enum pal_poll_state state;
    PAL_TRY(pal_list_begin(request, &list));
    struct pal_polls_query query = {.limit = pal_list_rows(&list),
                                    .with_drafts = pal_request_sees_drafts(request)};
    PAL_TRY(pal_list_after(request, &list, &query.before_id));
    PAL_TRY(read_filter(request, &query, &state));

    PAL_TRY(pal_polls_walk(pal_request_store(request), &query, add_summary, &list));

    pal_reply_list(reply, request, &list);
    return PAL_OK;
}

enum pal_err pal_on_poll_read(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_POLL(poll);
    PAL_TRY(pal_request_poll(request, &poll));
    return reply_poll(request, poll.id, reply);
}

enum pal_err pal_on_poll_manifest(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_POLL(poll);
    PAL_TRY(pal_request_poll(request, &poll));

    PAL_BUF(bytes);
    PAL_TRY(pal_poll_manifest(pal_request_store(request), poll.id, &bytes));

    pal_reply_bytes(reply, "application/json", &bytes);
    return PAL_OK;
}

/* --- its life --------------------------------------------------------------------------------- */

/* The poll of a command, as its sender read it. */
static enum pal_err begin_command(const struct pal_request *request, struct pal_poll *out)
{
    PAL_TRY(pal_request_poll(request, out));
    return pal_request_match(request, out->entry);
}

static void add_college(void *context, const char *college)
{
    struct pal_json *colleges = context;
    pal_json_append_text(colleges, pal_text_of(college));
}

/* Which colleges are too small is told with the refusal. */
static void tell_small(const struct pal_request *request, struct pal_poll_id poll,
                       struct pal_reply *reply)
{
    PAL_JSON(colleges);
    colleges = pal_json_array_new();
    if (pal_poll_small_colleges(pal_request_store(request), poll, add_college, colleges) ==
        PAL_OK) {
        pal_reply_detail(reply, "colleges", colleges);
        colleges = NULL;
    }
}

/* From which day on the vote may open, where it is too early. */
static enum pal_err tell_day(const struct pal_request *request, const struct pal_poll *poll,
                             struct pal_reply *reply, enum pal_err err)
{
    if (err == PAL_ERR_DEBATE_RUNS || err == PAL_ERR_CONTRACT_NOTICE) {
        struct pal_store *store = pal_request_store(request);
        struct pal_procedure_days days;
        char text[PAL_DATE_TEXT_SIZE + 1];
        PAL_RESOLUTION(resolution);
        PAL_TRY(pal_resolution_read(store, poll->resolution, &resolution));
        PAL_TRY(pal_procedure_days(store, &resolution, &days));
        pal_date_write(days.opens_from.date, text);
        pal_reply_detail(reply, "opens_from", pal_json_text_new(pal_text_of(text)));
    }
    return err;
}

enum pal_err pal_on_poll_call(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_POLL(poll);
    PAL_TRY(begin_command(request, &poll));
    PAL_TRY(pal_request_nothing(request));

    enum pal_err err =
        pal_poll_call(pal_request_store(request), poll.id, pal_request_where(request));
    if (err == PAL_ERR_POLL_K_MIN) {
        tell_small(request, poll.id, reply);
    }
    PAL_TRY(tell_day(request, &poll, reply, err));

    pal_reply_event(reply, "poll.called", &poll.uuid);
    return reply_poll(request, poll.id, reply);
}

enum pal_err pal_on_poll_open(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_POLL(poll);
    PAL_TRY(begin_command(request, &poll));
    PAL_TRY(pal_request_nothing(request));

    PAL_TRY(tell_day(request, &poll, reply, pal_poll_open(pal_request_store(request), poll.id)));

    pal_reply_event(reply, "poll.opened", &poll.uuid);
    return reply_poll(request, poll.id, reply);
}

static enum pal_err read_reason(const struct pal_request *request, struct pal_text *out_reason)
{
    static const char *const names[] = {"reason", NULL};
    const struct pal_json *body;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, pal_request_where(request)));
    return pal_json_optional_text(body, "reason", out_reason, pal_request_where(request));
}

enum pal_err pal_on_poll_close(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_POLL(poll);
    struct pal_text reason = {0};
    PAL_TRY(begin_command(request, &poll));
    PAL_TRY(read_reason(request, &reason));

    PAL_TRY(pal_poll_close(pal_request_store(request), poll.id, reason));

    struct pal_job_spec job = pal_close_job_spec(&poll);
    pal_reply_job(reply, &job);
    pal_reply_event(reply, "poll.closed", &poll.uuid);
    return PAL_OK;
}

enum pal_err pal_on_poll_waive(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_POLL(poll);
    struct pal_text reason = {0};
    PAL_TRY(begin_command(request, &poll));
    PAL_TRY(read_reason(request, &reason));

    PAL_TRY(pal_poll_waive(pal_request_store(request), poll.id, reason));

    return reply_poll(request, poll.id, reply);
}

enum pal_err pal_on_poll_annul(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_POLL(poll);
    struct pal_text reason = {0};
    PAL_TRY(begin_command(request, &poll));
    PAL_TRY(read_reason(request, &reason));

    PAL_TRY(pal_poll_annul(pal_request_store(request), poll.id, reason));

    pal_reply_event(reply, "poll.void", &poll.uuid);
    return reply_poll(request, poll.id, reply);
}

/* --- the roll --------------------------------------------------------------------------------- */

static struct pal_json *roll_row_new(const struct pal_roll_line *line)
{
    struct pal_json *json = pal_json_object_new();
    pal_json_set_uuid(json, "member", &line->member_uuid);
    pal_json_set_text(json, "number", line->number);
    pal_json_set_text(json, "name", line->name);
    if (line->college.size > 0) {
        pal_json_set_text(json, "college", line->college);
    }
    if (!line->is_hidden) {
        pal_json_set_bool(json, "used", line->is_used);
    }
    if (line->is_used) {
        pal_json_set_string(json, "channel", pal_channel_word(line->channel));
    }
    return json;
}

static enum pal_err add_roll_row(void *context, const struct pal_roll_line *line)
{
    struct pal_list *list = context;
    if (!pal_list_is_full(list)) {
        pal_list_add(list, line->rank, roll_row_new(line));
    }
    return PAL_OK;
}

static enum pal_err keep_roll_row(void *context, const struct pal_roll_line *line)
{
    struct pal_json **row = context;
    *row = roll_row_new(line);
    return PAL_OK;
}

/* Who has voted is for who keeps the sheet, not for the voters. */
static enum pal_err begin_roll(const struct pal_request *request, struct pal_poll *out)
{
    if (!pal_principal_may(&request->principal, PAL_MAY_READ_REGISTER) &&
        !pal_principal_may(&request->principal, PAL_MAY_ENTER_PAPER)) {
        return PAL_ERR_REQUEST_FORBIDDEN;
    }
    return pal_request_poll(request, out);
}

enum pal_err pal_on_roll_list(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_POLL(poll);
    PAL_LIST(list);
    PAL_TRY(begin_roll(request, &poll));
    PAL_TRY(pal_list_begin(request, &list));
    struct pal_roll_query query = {.poll = poll.id, .limit = pal_list_rows(&list)};
    PAL_TRY(pal_list_after(request, &list, &query.after_rank));

    PAL_TRY(pal_roll_walk(pal_request_store(request), &query, add_roll_row, &list));

    pal_reply_list(reply, request, &list);
    return PAL_OK;
}

enum pal_err pal_on_roll_read(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_POLL(poll);
    struct pal_uuid uuid;
    struct pal_member_id member;
    struct pal_json *row;
    PAL_TRY(begin_roll(request, &poll));
    PAL_TRY(pal_request_uuid(request, "member", &uuid));
    PAL_TRY(pal_member_find(pal_request_store(request), &uuid, &member));

    enum pal_err err =
        pal_roll_find(pal_request_store(request), poll.id, member, keep_roll_row, &row);
    PAL_TRY(err == PAL_ERR_ROLL_ABSENT ? PAL_ERR_NOT_FOUND : err);

    pal_reply_json(reply, row);
    return PAL_OK;
}
