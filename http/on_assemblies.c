/* on_assemblies.c - meetings over HTTP: the calendar, the notice, the sitting. */
#include "base/fields.h"
#include "core/assemblies.h"
#include "core/mail.h"
#include "core/minutes.h"
#include "core/polls.h"
#include "core/resolutions.h"

#include "handlers.h"
#include "lists.h"
#include "reply.h"
#include "request.h"
#include "write.h"

/* --- shapes --------------------------------------------------------------------------------- */

/* AssemblySummary. */
static struct pal_json *write_summary(const struct pal_assembly *assembly)
{
    struct pal_json *json = pal_json_object_new();
    pal_json_set_uuid(json, "id", &assembly->uuid);
    pal_json_set_string(json, "kind", pal_assembly_kind_word(assembly->kind));
    pal_json_set_string(json, "call", pal_call_word(assembly->call));
    if (assembly->second_of.value != 0) {
        pal_json_set_uuid(json, "second_of", &assembly->second_of_uuid);
    }
    if (assembly->college.size > 0) {
        pal_json_set_text(json, "college", assembly->college);
    }
    pal_json_set_text(json, "title", assembly->title);
    pal_json_set_text(json, "place", assembly->place);
    pal_json_set_instant(json, "meets_at", assembly->meets_us);
    pal_json_set_string(json, "state", pal_assembly_state_word(assembly->state));
    const struct {
        const char *name;
        int64_t at_us;
    } instants[] = {
        {"noticed_at", assembly->noticed_us},
        {"opened_at", assembly->opened_us},
        {"ended_at", assembly->ended_us},
    };
    for (size_t i = 0; i < sizeof instants / sizeof instants[0]; i++) {
        if (instants[i].at_us != 0) {
            pal_json_set_instant(json, instants[i].name, instants[i].at_us);
        }
    }
    if (assembly->cancelled_because.size > 0) {
        pal_json_set_text(json, "cancel_reason", assembly->cancelled_because);
    }
    return json;
}

static enum pal_err write_deadlines(struct pal_store *store, const struct pal_assembly *assembly,
                                    struct pal_json *into)
{
    struct pal_deadlines deadlines;
    PAL_TRY(pal_assembly_deadlines(store, assembly, &deadlines));
    const struct {
        const char *name;
        const struct pal_day *day;
    } days[] = {
        {"notice_by", &deadlines.notice_by},
        {"requests_by", &deadlines.requests_by},
        {"postal_by", &deadlines.postal_by},
    };
    struct pal_json *json = pal_json_object_new();
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        if (days[i].day->is_known) {
            pal_json_set_date(json, days[i].name, days[i].day->date);
        }
    }
    pal_json_set(into, "deadlines", json);
    return PAL_OK;
}

static enum pal_err add_resolution(void *context, const struct pal_resolution *item)
{
    pal_json_append(context, pal_write_resolution_summary(item));
    return PAL_OK;
}

static enum pal_err add_poll(void *context, const struct pal_poll *poll)
{
    pal_json_append(context, pal_write_poll_summary(poll));
    return PAL_OK;
}

/* Which minutes it has, where the reader may see them. */
static enum pal_err write_minutes(const struct pal_request *request,
                                  const struct pal_assembly *assembly, struct pal_json *json)
{
    struct pal_minutes minutes;
    enum pal_err err = assembly->state == PAL_ASSEMBLY_ENDED
                           ? pal_request_minutes_of(request, assembly->id, &minutes)
                           : PAL_ERR_NOT_FOUND;
    if (err == PAL_ERR_NOT_FOUND) {
        return PAL_OK;
    }
    PAL_TRY(err);
    pal_json_set_uuid(json, "minutes", &minutes.uuid);
    return PAL_OK;
}

/* Assembly, as it is now. */
static enum pal_err write_whole(const struct pal_request *request,
                                const struct pal_assembly *assembly, struct pal_json **out_json)
{
    struct pal_store *store = pal_request_store(request);
    PAL_JSON(json);
    json = write_summary(assembly);
    PAL_TRY(write_deadlines(store, assembly, json));
    struct pal_json *agenda = pal_json_array_new();
    pal_json_set(json, "agenda", agenda);
    PAL_TRY(pal_agenda_walk(store, assembly->id, add_resolution, agenda));
    struct pal_json *polls = pal_json_array_new();
    pal_json_set(json, "polls", polls);
    struct pal_polls_query query = {
        .assembly = assembly->id,
        .limit = PAL_ASSEMBLY_POLLS_SHOWN,
        .with_drafts = pal_request_sees_drafts(request),
    };
    PAL_TRY(pal_polls_walk(store, &query, add_poll, polls));
    PAL_TRY(write_minutes(request, assembly, json));
    *out_json = json;
    json = NULL;
    return PAL_OK;
}

static enum pal_err reply_whole(const struct pal_request *request, struct pal_reply *reply,
                                struct pal_assembly_id id)
{
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_assembly_read(pal_request_store(request), id, &assembly));
    struct pal_json *json;
    PAL_TRY(write_whole(request, &assembly, &json));
    pal_reply_json(reply, json);
    pal_reply_version(reply, assembly.entry);
    return PAL_OK;
}

/* --- reading -------------------------------------------------------------------------------- */

/* The assembly of the path, if the reader may know of it. */
static enum pal_err find(const struct pal_request *request, struct pal_assembly *out)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_uuid uuid;
    PAL_TRY(pal_request_uuid(request, "assembly", &uuid));
    struct pal_assembly_id id;
    PAL_TRY(pal_assembly_find(store, &uuid, &id));
    PAL_TRY(pal_assembly_read(store, id, out));
    bool is_hidden = out->noticed_us == 0 && !pal_request_sees_drafts(request);
    return is_hidden ? PAL_ERR_NOT_FOUND : PAL_OK;
}

static enum pal_err add_summary(void *context, const struct pal_assembly *assembly)
{
    struct pal_list *list = context;
    if (!pal_list_is_full(list)) {
        pal_list_add(list, assembly->id.value, write_summary(assembly));
    }
    return PAL_OK;
}

enum pal_err pal_on_assemblies(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_LIST(list);
    PAL_TRY(pal_list_begin(request, &list));
    struct pal_assemblies_query query = {
        .limit = pal_list_rows(&list),
        .with_drafts = pal_request_sees_drafts(request),
    };
    PAL_TRY(pal_list_after(request, &list, &query.before_id));
    struct pal_text word = {0};
    PAL_TRY(pal_request_query_text(request, "state", &word));
    enum pal_assembly_state state;
    if (word.size > 0) {
        if (!pal_assembly_state_read(word, &state)) {
            pal_where_set(pal_request_where(request), "/state");
            return PAL_ERR_REQUEST_PARAMETER;
        }
        query.state = &state;
    }

    PAL_TRY(pal_assemblies_walk(pal_request_store(request), &query, add_summary, &list));

    pal_reply_list(reply, request, &list);
    return PAL_OK;
}

enum pal_err pal_on_assembly(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_ASSEMBLY(assembly);
    PAL_TRY(find(request, &assembly));
    /* Its version is its own: what is on its agenda, its polls and its minutes change without it. */
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    return reply_whole(request, reply, assembly.id);
}

/* --- commands ------------------------------------------------------------------------------- */

static enum pal_err read_spec(const struct pal_request *request, struct pal_assembly_spec *spec)
{
    static const char *const names[] = {"kind",  "call",  "second_of", "college",
                                        "title", "place", "meets_at",  NULL};
    struct pal_where *where = pal_request_where(request);
    const struct pal_json *body;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    struct pal_text kind;
    PAL_TRY(pal_json_text(body, "kind", &kind, where));
    if (!pal_assembly_kind_read(kind, &spec->kind)) {
        pal_where_set(where, "/kind");
        return PAL_ERR_JSON_VALUE;
    }
    PAL_TRY(pal_json_optional_text(body, "college", &spec->college, where));
    PAL_TRY(pal_json_text(body, "title", &spec->title, where));
    PAL_TRY(pal_json_text(body, "place", &spec->place, where));
    PAL_TRY(pal_json_instant(body, "meets_at", &spec->meets_us, where));

    struct pal_text call = {0};
    PAL_TRY(pal_json_optional_text(body, "call", &call, where));
    bool is_second = pal_text_is(call, pal_call_word(PAL_CALL_SECOND));
    if (call.size > 0 && !is_second && !pal_text_is(call, pal_call_word(PAL_CALL_FIRST))) {
        pal_where_set(where, "/call");
        return PAL_ERR_JSON_VALUE;
    }
    if (!pal_json_has(body, "second_of")) {
        pal_where_set(where, "/second_of");
        return is_second ? PAL_ERR_JSON_MISSING : PAL_OK;
    }
    if (call.size > 0 && !is_second) {
        pal_where_set(where, "/call");
        return PAL_ERR_JSON_VALUE;
    }
    struct pal_uuid first;
    PAL_TRY(pal_json_uuid(body, "second_of", &first, where));
    pal_where_set(where, "/second_of");
    return pal_assembly_find(pal_request_store(request), &first, &spec->second_of);
}

enum pal_err pal_on_assembly_create(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_assembly_spec spec = {0};
    PAL_TRY(read_spec(request, &spec));

    struct pal_assembly_id id;
    PAL_TRY(
        pal_assembly_create(pal_request_store(request), &spec, pal_request_where(request), &id));

    PAL_ASSEMBLY(made);
    PAL_TRY(pal_assembly_read(pal_request_store(request), id, &made));
    struct pal_json *json;
    PAL_TRY(write_whole(request, &made, &json));
    char uuid[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(&made.uuid, uuid);
    pal_reply_created(reply, json, "/api/v1/assemblies/%s", uuid);
    pal_reply_version(reply, made.entry);
    return PAL_OK;
}

enum pal_err pal_on_assembly_change(const struct pal_request *request, struct pal_reply *reply)
{
    static const char *const names[] = {"title", "place", "meets_at", NULL};
    struct pal_where *where = pal_request_where(request);
    PAL_ASSEMBLY(assembly);
    PAL_TRY(find(request, &assembly));
    PAL_TRY(pal_request_match(request, assembly.entry));
    const struct pal_json *body;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    struct pal_text title, place;
    int64_t meets_us;
    struct pal_assembly_change change = {0};
    if (pal_json_has(body, "title")) {
        PAL_TRY(pal_json_text(body, "title", &title, where));
        change.title = &title;
    }
    if (pal_json_has(body, "place")) {
        PAL_TRY(pal_json_text(body, "place", &place, where));
        change.place = &place;
    }
    if (pal_json_has(body, "meets_at")) {
        PAL_TRY(pal_json_instant(body, "meets_at", &meets_us, where));
        change.meets_us = &meets_us;
    }

    PAL_TRY(pal_assembly_change(pal_request_store(request), assembly.id, &change, where));

    return reply_whole(request, reply, assembly.id);
}

/* What the four commands that move an assembly from one state to the next share. */
static enum pal_err begin_move(const struct pal_request *request, struct pal_assembly *assembly)
{
    PAL_TRY(find(request, assembly));
    return pal_request_match(request, assembly->entry);
}

static enum pal_err end_move(const struct pal_request *request, struct pal_reply *reply,
                             const struct pal_assembly *assembly)
{
    pal_reply_event(reply, "assembly.changed", &assembly->uuid);
    return reply_whole(request, reply, assembly->id);
}

enum pal_err pal_on_assembly_notice(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_ASSEMBLY(assembly);
    PAL_TRY(begin_move(request, &assembly));
    static const char *const names[] = {"send", NULL};
    const struct pal_json *body;
    bool sends = false;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, pal_request_where(request)));
    PAL_TRY(pal_json_optional_bool(body, "send", &sends, pal_request_where(request)));

    PAL_TRY(
        pal_assembly_convene(pal_request_store(request), assembly.id, pal_request_where(request)));
    struct pal_mailing mailing;
    if (sends) {
        PAL_TRY(pal_mailing_notice(pal_request_store(request), assembly.id, &mailing));
    }

    if (assembly.call == PAL_CALL_SECOND) { /* proxies of the first are carried over */
        pal_reply_event(reply, "proxy.changed", NULL);
    }
    return end_move(request, reply, &assembly);
}

enum pal_err pal_on_assembly_opening(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_ASSEMBLY(assembly);
    PAL_TRY(begin_move(request, &assembly));
    PAL_TRY(pal_request_nothing(request));

    PAL_TRY(pal_assembly_open(pal_request_store(request), assembly.id));

    return end_move(request, reply, &assembly);
}

enum pal_err pal_on_assembly_ending(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_ASSEMBLY(assembly);
    PAL_TRY(begin_move(request, &assembly));
    PAL_TRY(pal_request_nothing(request));

    PAL_TRY(pal_assembly_end(pal_request_store(request), assembly.id));

    return end_move(request, reply, &assembly);
}

enum pal_err pal_on_assembly_cancellation(const struct pal_request *request,
                                          struct pal_reply *reply)
{
    static const char *const names[] = {"reason", NULL};
    PAL_ASSEMBLY(assembly);
    PAL_TRY(begin_move(request, &assembly));
    const struct pal_json *body;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, pal_request_where(request)));
    struct pal_text reason;
    PAL_TRY(pal_json_text(body, "reason", &reason, pal_request_where(request)));

    PAL_TRY(pal_assembly_cancel(pal_request_store(request), assembly.id, reason));

    return end_move(request, reply, &assembly);
}
