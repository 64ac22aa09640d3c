/* on_sitting.c - the sitting over HTTP: calendar, officers, suspensions, what it is on, incidents, debates. */
#include "base/fields.h"
#include "core/members.h"
#include "core/sitting.h"

#include "handlers.h"
#include "lists.h"
#include "people.h"
#include "reply.h"
#include "request.h"
#include "write.h"

/* --- the calendar --------------------------------------------------------------------------- */

static struct pal_json *write_deadline(const struct pal_calendar_row *row)
{
    static const struct {
        const char *fr, *en;
    } sentences[PAL_DEADLINE_COUNT] = {
        [PAL_DEADLINE_DEBATE] = {"Les textes sont là pour être débattus.",
                                 "The texts are there to be debated."},
        [PAL_DEADLINE_CONTRACT] = {"Le préavis du changement de contrat commence.",
                                   "The notice of the change of contract begins."},
        [PAL_DEADLINE_REQUESTS] = {"Dernier jour des résolutions demandées par les sociétaires.",
                                   "Last day of the resolutions that members request."},
        [PAL_DEADLINE_NOTICE] = {"Dernier jour pour envoyer la convocation.",
                                 "Last day to send the notice."},
        [PAL_DEADLINE_POSTAL] = {"Dernier jour de réception des votes par correspondance.",
                                 "Last day on which votes by post arrive."},
        [PAL_DEADLINE_MEETING] = {"L’assemblée se tient.", "The assembly meets."},
    };
    enum pal_deadline_kind kind = row->deadline.kind;
    struct pal_json *json = pal_json_object_new();
    pal_json_set_string(json, "code", pal_deadline_word(kind));
    pal_json_set_date(json, "on", row->deadline.on);
    pal_json_set_string(json, "state", pal_calendar_state_word(row->state));
    pal_json_set(json, "label", pal_labels_new(sentences[kind].fr, sentences[kind].en));
    return json;
}

static enum pal_err reply_calendar(const struct pal_request *request,
                                   const struct pal_assembly *assembly, struct pal_reply *reply)
{
    struct pal_calendar_row rows[PAL_DEADLINE_COUNT];
    size_t count;
    PAL_TRY(pal_assembly_calendar(pal_request_store(request), assembly, rows, &count));

    struct pal_json *items = pal_json_array_new();
    for (size_t i = 0; i < count; i++) {
        pal_json_append(items, write_deadline(&rows[i]));
    }
    struct pal_json *json = pal_json_object_new();
    pal_json_set(json, "items", items);
    pal_reply_json(reply, json);
    return PAL_OK;
}

enum pal_err pal_on_calendar(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_request_assembly(request, &assembly));

    return reply_calendar(request, &assembly, reply);
}

/* Of an assembly that is thought of: nothing of it is kept. */
enum pal_err pal_on_calendar_of_date(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_where *where = pal_request_where(request);
    struct pal_text meets = pal_text_of("");
    struct pal_text call = pal_text_of(pal_call_word(PAL_CALL_FIRST));
    struct pal_assembly assembly = {.state = PAL_ASSEMBLY_DRAFT};
    PAL_TRY(pal_request_query_text(request, "meets_at", &meets));
    PAL_TRY(pal_request_query_text(request, "call", &call));
    if (pal_instant_parse(meets, &assembly.meets_us) != PAL_OK) {
        pal_where_set(where, "/meets_at");
        return PAL_ERR_REQUEST_PARAMETER;
    }
    bool is_second = pal_text_is(call, pal_call_word(PAL_CALL_SECOND));
    if (!is_second && !pal_text_is(call, pal_call_word(PAL_CALL_FIRST))) {
        pal_where_set(where, "/call");
        return PAL_ERR_REQUEST_PARAMETER;
    }
    assembly.call = is_second ? PAL_CALL_SECOND : PAL_CALL_FIRST;

    return reply_calendar(request, &assembly, reply);
}

/* --- officers of the sitting ------------------------------------------------------------------ */

static enum pal_err write_bureau(struct pal_store *store, const struct pal_bureau *bureau,
                                 struct pal_json **out_json)
{
    PAL_JSON(json);
    json = pal_json_object_new();
    pal_json_set_bool(json, "formed", bureau->is_formed);
    struct pal_json *scrutineers = pal_json_array_new();
    pal_json_set(json, "scrutineers", scrutineers);
    for (size_t place = 0; bureau->is_formed && place < PAL_BUREAU_SIZE; place++) {
        struct pal_json *who;
        if (bureau->members[place].value == 0) {
            pal_json_set_text(json, "secretary_name", bureau->secretary);
            continue;
        }
        PAL_TRY(pal_write_member_ref(store, bureau->members[place], &who));
        if (place == PAL_BUREAU_CHAIR || place == PAL_BUREAU_SECRETARY) {
            pal_json_set(json, pal_bureau_place_word((enum pal_bureau_place)place), who);
        } else {
            pal_json_append(scrutineers, who);
        }
    }
    *out_json = json;
    json = NULL;
    return PAL_OK;
}

static enum pal_err reply_bureau(const struct pal_request *request, struct pal_reply *reply,
                                 struct pal_assembly_id assembly)
{
    struct pal_store *store = pal_request_store(request);
    PAL_BUREAU(bureau);
    PAL_TRY(pal_bureau_read(store, assembly, &bureau));
    struct pal_json *json;
    PAL_TRY(write_bureau(store, &bureau, &json));
    pal_reply_json(reply, json);
    return PAL_OK;
}

enum pal_err pal_on_bureau(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_request_assembly(request, &assembly));
    return reply_bureau(request, reply, assembly.id);
}

static enum pal_err read_officer(const struct pal_request *request, const struct pal_json *body,
                                 const char *name, struct pal_member_id *out_member)
{
    struct pal_uuid uuid;
    PAL_TRY(pal_json_uuid(body, name, &uuid, pal_request_where(request)));
    pal_where_set(pal_request_where(request), "/%s", name);
    return pal_member_find(pal_request_store(request), &uuid, out_member);
}

static enum pal_err read_scrutineers(const struct pal_request *request, const struct pal_json *body,
                                     struct pal_bureau *bureau)
{
    struct pal_where *where = pal_request_where(request);
    const struct pal_json *array;
    PAL_TRY(pal_json_array(body, "scrutineers", &array, where));
    pal_where_set(where, "/scrutineers");
    if (pal_json_count(array) != 2) {
        return PAL_ERR_SITTING_BUREAU;
    }
    for (size_t i = 0; i < 2; i++) {
        const struct pal_json *item = pal_json_at(array, i);
        struct pal_uuid uuid;
        pal_where_set(where, "/scrutineers/%zu", i);
        if (pal_json_kind(item) != PAL_JSON_TEXT) {
            return PAL_ERR_JSON_TYPE;
        }
        PAL_TRY(pal_uuid_parse(pal_json_as_text(item), &uuid));
        PAL_TRY(pal_member_find(pal_request_store(request), &uuid,
                                &bureau->members[PAL_BUREAU_FIRST_SCRUTINEER + i]));
    }
    return PAL_OK;
}

static enum pal_err read_bureau(const struct pal_request *request, struct pal_bureau *bureau)
{
    static const char *const names[] = {"chair", "secretary", "secretary_name", "scrutineers",
                                        NULL};
    struct pal_where *where = pal_request_where(request);
    const struct pal_json *body;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(read_officer(request, body, "chair", &bureau->members[PAL_BUREAU_CHAIR]));
    if (pal_json_has(body, "secretary_name")) {
        PAL_TRY(pal_json_text(body, "secretary_name", &bureau->secretary, where));
        if (pal_json_has(body, "secretary")) {
            pal_where_set(where, "/secretary");
            return PAL_ERR_JSON_VALUE;
        }
    } else {
        PAL_TRY(read_officer(request, body, "secretary", &bureau->members[PAL_BUREAU_SECRETARY]));
    }
    return read_scrutineers(request, body, bureau);
}

enum pal_err pal_on_bureau_form(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_request_assembly(request, &assembly));
    PAL_BUREAU(bureau);
    PAL_TRY(read_bureau(request, &bureau));

    PAL_TRY(pal_bureau_form(pal_request_store(request), assembly.id, &bureau,
                            pal_request_where(request)));

    pal_reply_event(reply, "sitting.changed", &assembly.uuid);
    return reply_bureau(request, reply, assembly.id);
}

/* --- suspensions, and what is discussed --------------------------------------------------------- */

static enum pal_err add_suspension(void *context, const struct pal_suspension *suspension)
{
    struct pal_json *json = pal_json_object_new();
    pal_json_set_instant(json, "suspended_at", suspension->suspended_us);
    if (suspension->resumed_us != 0) {
        pal_json_set_instant(json, "resumed_at", suspension->resumed_us);
    }
    pal_json_set_bool(json, "by_motion", suspension->is_by_motion);
    pal_json_append(context, json);
    return PAL_OK;
}

static enum pal_err write_discussion(struct pal_store *store, struct pal_assembly_id assembly,
                                     struct pal_json *json)
{
    struct pal_discussion now;
    PAL_TRY(pal_sitting_discussed(store, assembly, &now));
    if (now.resolution.value == 0) {
        return PAL_OK;
    }
    PAL_RESOLUTION(item);
    PAL_TRY(pal_resolution_read(store, now.resolution, &item));
    struct pal_json *discussed = pal_json_object_new();
    pal_json_set(json, "discussed", discussed);
    pal_json_set_uuid(discussed, "resolution", &item.uuid);
    pal_json_set_instant(discussed, "from", now.from_us);
    return PAL_OK;
}

static enum pal_err reply_sitting(const struct pal_request *request, struct pal_reply *reply,
                                  const struct pal_assembly *assembly)
{
    struct pal_store *store = pal_request_store(request);
    bool is_suspended;
    PAL_TRY(pal_sitting_is_suspended(store, assembly->id, &is_suspended));
    PAL_JSON(json);
    json = pal_json_object_new();
    pal_json_set_bool(json, "suspended", is_suspended);
    struct pal_json *suspensions = pal_json_array_new();
    pal_json_set(json, "suspensions", suspensions);
    PAL_TRY(pal_suspensions_walk(store, assembly->id, add_suspension, suspensions));
    PAL_TRY(write_discussion(store, assembly->id, json));
    pal_reply_json(reply, json);
    json = NULL;
    return PAL_OK;
}

enum pal_err pal_on_sitting(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_request_assembly(request, &assembly));
    return reply_sitting(request, reply, &assembly);
}

enum pal_err pal_on_suspension(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_request_assembly(request, &assembly));
    PAL_TRY(pal_request_nothing(request));

    PAL_TRY(pal_sitting_suspend(pal_request_store(request), assembly.id, NULL));

    pal_reply_event(reply, "sitting.suspend", &assembly.uuid);
    return reply_sitting(request, reply, &assembly);
}

enum pal_err pal_on_resumption(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_request_assembly(request, &assembly));
    PAL_TRY(pal_request_nothing(request));

    PAL_TRY(pal_sitting_resume(pal_request_store(request), assembly.id));

    pal_reply_event(reply, "sitting.resume", &assembly.uuid);
    return reply_sitting(request, reply, &assembly);
}

enum pal_err pal_on_discussion(const struct pal_request *request, struct pal_reply *reply)
{
    static const char *const names[] = {"resolution", NULL};
    struct pal_where *where = pal_request_where(request);
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_request_assembly(request, &assembly));
    const struct pal_json *body;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    struct pal_resolution_id resolution = {0};
    if (pal_json_has(body, "resolution")) {
        struct pal_uuid uuid;
        PAL_TRY(pal_json_uuid(body, "resolution", &uuid, where));
        pal_where_set(where, "/resolution");
        PAL_TRY(pal_resolution_find(pal_request_store(request), &uuid, &resolution));
    }

    PAL_TRY(pal_sitting_discuss(pal_request_store(request), assembly.id, resolution));

    pal_reply_event(reply, "sitting.discuss", &assembly.uuid);
    return reply_sitting(request, reply, &assembly);
}

/* --- incidents ---------------------------------------------------------------------------------- */

static enum pal_err add_incident(void *context, const struct pal_incident *incident)
{
    struct pal_list *list = context;
    if (!pal_list_is_full(list)) {
        struct pal_json *json = pal_json_object_new();
        pal_json_set_uuid(json, "id", &incident->uuid);
        pal_json_set_instant(json, "at", incident->at_us);
        pal_json_set_text(json, "text", incident->text);
        pal_list_add(list, incident->id, json);
    }
    return PAL_OK;
}

enum pal_err pal_on_incidents(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_request_assembly(request, &assembly));
    PAL_LIST(list);
    PAL_TRY(pal_list_begin(request, &list));
    int64_t after;
    PAL_TRY(pal_list_after(request, &list, &after));

    const struct pal_happenings_query query = {assembly.id, after, pal_list_rows(&list)};
    PAL_TRY(pal_incidents_walk(pal_request_store(request), &query, add_incident, &list));

    pal_reply_list(reply, request, &list);
    return PAL_OK;
}

enum pal_err pal_on_incident_note(const struct pal_request *request, struct pal_reply *reply)
{
    static const char *const names[] = {"text", NULL};
    struct pal_where *where = pal_request_where(request);
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_request_assembly(request, &assembly));
    const struct pal_json *body;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    struct pal_text text;
    PAL_TRY(pal_json_text(body, "text", &text, where));

    struct pal_uuid incident;
    PAL_TRY(pal_incident_note(pal_request_store(request), assembly.id, text, where, &incident));

    struct pal_json *json = pal_json_object_new();
    pal_json_set_uuid(json, "id", &incident);
    char uuid[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(&assembly.uuid, uuid);
    pal_reply_created(reply, json, "/api/v1/assemblies/%s/incidents", uuid);
    pal_reply_event(reply, "sitting.incident", &assembly.uuid);
    return PAL_OK;
}

/* --- debates -------------------------------------------------------------------------------------- */

static enum pal_err reply_debate(const struct pal_request *request, struct pal_reply *reply,
                                 struct pal_resolution_id id)
{
    PAL_RESOLUTION(now);
    PAL_TRY(pal_resolution_read(pal_request_store(request), id, &now));
    struct pal_json *json = pal_json_object_new();
    pal_json_set_bool(json, "open", now.debate_closed_us == 0);
    if (now.debate_closed_us != 0) {
        pal_json_set_instant(json, "closed_at", now.debate_closed_us);
    }
    pal_reply_json(reply, json);
    pal_reply_version(reply, now.entry);
    pal_reply_event(reply, now.debate_closed_us == 0 ? "debate.open" : "debate.close", &now.uuid);
    return PAL_OK;
}

static enum pal_err find_debate(const struct pal_request *request,
                                struct pal_resolution_id *out_resolution)
{
    struct pal_uuid uuid;
    PAL_TRY(pal_request_uuid(request, "resolution", &uuid));
    PAL_TRY(pal_resolution_find(pal_request_store(request), &uuid, out_resolution));
    return pal_request_nothing(request);
}

enum pal_err pal_on_debate_closing(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_resolution_id resolution;
    PAL_TRY(find_debate(request, &resolution));

    PAL_TRY(pal_debate_close(pal_request_store(request), resolution, NULL));

    return reply_debate(request, reply, resolution);
}

enum pal_err pal_on_debate_reopening(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_resolution_id resolution;
    PAL_TRY(find_debate(request, &resolution));

    PAL_TRY(pal_debate_open(pal_request_store(request), resolution));

    return reply_debate(request, reply, resolution);
}
