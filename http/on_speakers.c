/* on_speakers.c - the speaking list over HTTP: members see names, others pseudonyms. */
#include "audit/entry.h"
#include "base/fields.h"
#include "base/mem.h"
#include "core/consents.h"
#include "core/members.h"
#include "core/speakers.h"

#include "debate.h"
#include "handlers.h"
#include "lists.h"
#include "reply.h"
#include "request.h"
#include "write.h"

/* --- shapes --------------------------------------------------------------------------------- */

/* Who: by name for who is signed in; for others the college, the pseudonym of the assembly, and the name of
 * whoever agreed to it. */
static enum pal_err write_who(const struct pal_request *request, const struct pal_uuid *assembly,
                              struct pal_member_id member, struct pal_json *into)
{
    struct pal_store *store = pal_request_store(request);
    if (pal_principal_may(&request->principal, PAL_MAY_ACT)) {
        struct pal_json *who;
        PAL_TRY(pal_write_member_ref(store, member, &who));
        pal_json_set(into, "member", who);
        return PAL_OK;
    }
    char pseudonym[PAL_PSEUDONYM_SIZE + 1];
    PAL_TRY(pal_member_pseudonym(store, member, assembly, pseudonym));
    pal_json_set_string(into, "pseudonym", pseudonym);
    PAL_MEMBER(who);
    PAL_TRY(pal_member_read(store, member, &who));
    if (who.college.size > 0) {
        pal_json_set_text(into, "college", who.college);
    }
    bool is_named;
    PAL_TRY(pal_consent_names_member(store, member, &is_named));
    if (is_named) {
        pal_json_set_text(into, "name", who.name);
    }
    return PAL_OK;
}

static enum pal_err write_speech(const struct pal_request *request, const struct pal_uuid *assembly,
                                 const struct pal_speech *speech, struct pal_json **out_json)
{
    PAL_JSON(json);
    json = pal_json_object_new();
    pal_json_set_uuid(json, "id", &speech->uuid);
    PAL_TRY(write_who(request, assembly, speech->member, json));
    pal_json_set_string(json, "state", pal_speech_state_word(speech->state));
    if (speech->resolution.value != 0) {
        pal_json_set_uuid(json, "resolution", &speech->resolution_uuid);
    }
    pal_json_set_instant(json, "asked_at", speech->asked_us);
    if (speech->started_us != 0) {
        pal_json_set_instant(json, "started_at", speech->started_us);
    }
    if (speech->ended_us != 0) {
        pal_json_set_instant(json, "ended_at", speech->ended_us);
    }
    *out_json = json;
    json = NULL;
    return PAL_OK;
}

/* --- reading -------------------------------------------------------------------------------- */

/* Rows are kept and written after the walk: writing one reads the store again. */
struct found {
    struct pal_speech *items;
    size_t count, capacity;
};

static void found_done(struct found *found)
{
    pal_mem_free(found->items);
}

static enum pal_err keep(void *context, const struct pal_speech *speech)
{
    struct found *found = context;
    found->capacity = pal_mem_capacity(found->capacity, found->count + 1);
    found->items = pal_mem_grow(found->items, found->capacity, sizeof *found->items);
    found->items[found->count++] = *speech;
    return PAL_OK;
}

enum pal_err pal_on_speakers(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_request_assembly(request, &assembly));
    PAL_LIST(list);
    PAL_TRY(pal_list_begin(request, &list));
    struct pal_happenings_query query = {.assembly = assembly.id, .limit = pal_list_rows(&list)};
    PAL_TRY(pal_list_after(request, &list, &query.after_id));

    struct found found PAL_CLEANUP(found_done) = {0};
    PAL_TRY(pal_speeches_walk(pal_request_store(request), &query, keep, &found));

    for (size_t i = 0; i < found.count && !pal_list_is_full(&list); i++) {
        struct pal_json *json;
        PAL_TRY(write_speech(request, &assembly.uuid, &found.items[i], &json));
        pal_list_add(&list, found.items[i].id, json);
    }
    pal_reply_list(reply, request, &list);
    pal_reply_with_names(reply, request);
    return PAL_OK;
}

/* --- asking ----------------------------------------------------------------------------------- */

static enum pal_err read_asking(const struct pal_request *request, struct pal_member_id *out_member,
                                struct pal_resolution_id *out_resolution)
{
    static const char *const names[] = {"member", "resolution", NULL};
    struct pal_store *store = pal_request_store(request);
    struct pal_where *where = pal_request_where(request);
    const struct pal_json *body;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    struct pal_uuid uuid;
    PAL_TRY(pal_json_uuid(body, "member", &uuid, where));
    pal_where_set(where, "/member");
    PAL_TRY(pal_member_find(store, &uuid, out_member));
    *out_resolution = (struct pal_resolution_id){0};
    if (!pal_json_has(body, "resolution")) {
        return PAL_OK;
    }
    PAL_TRY(pal_json_uuid(body, "resolution", &uuid, where));
    pal_where_set(where, "/resolution");
    return pal_resolution_find(store, &uuid, out_resolution);
}

enum pal_err pal_on_speech_ask(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_request_assembly(request, &assembly));
    struct pal_member_id member;
    struct pal_resolution_id resolution;
    PAL_TRY(read_asking(request, &member, &resolution));
    PAL_TRY(pal_request_acts(request, member, PAL_MAY_RUN_POLLS));

    struct pal_uuid speech;
    PAL_TRY(pal_speech_ask(store, assembly.id, member, resolution, &speech));

    struct pal_speech made;
    PAL_TRY(pal_speech_read(store, &speech, &made));
    struct pal_json *json;
    PAL_TRY(write_speech(request, &assembly.uuid, &made, &json));
    char uuid[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(&assembly.uuid, uuid);
    pal_reply_created(reply, json, "/api/v1/assemblies/%s/speakers", uuid);
    pal_reply_event(reply, "speakers.changed", &assembly.uuid);
    return PAL_OK;
}

/* --- the floor ---------------------------------------------------------------------------------- */

/* The speech of the path, which is one of that assembly. */
static enum pal_err begin(const struct pal_request *request, struct pal_assembly *out_assembly,
                          struct pal_speech *out_speech)
{
    struct pal_uuid uuid;
    PAL_TRY(pal_request_nothing(request));
    PAL_TRY(pal_request_assembly(request, out_assembly));
    PAL_TRY(pal_request_uuid(request, "speech", &uuid));
    PAL_TRY(pal_speech_read(pal_request_store(request), &uuid, out_speech));
    return out_speech->assembly.value == out_assembly->id.value ? PAL_OK : PAL_ERR_NOT_FOUND;
}

static enum pal_err end(const struct pal_request *request, struct pal_reply *reply,
                        const struct pal_assembly *assembly, const struct pal_uuid *speech)
{
    struct pal_speech now;
    PAL_TRY(pal_speech_read(pal_request_store(request), speech, &now));
    struct pal_json *json;
    PAL_TRY(write_speech(request, &assembly->uuid, &now, &json));
    pal_reply_json(reply, json);
    pal_reply_event(reply, "speakers.changed", &assembly->uuid);
    return PAL_OK;
}

enum pal_err pal_on_speech_start(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_ASSEMBLY(assembly);
    struct pal_speech speech;
    PAL_TRY(begin(request, &assembly, &speech));

    PAL_TRY(pal_speech_start(pal_request_store(request), &speech.uuid));

    return end(request, reply, &assembly, &speech.uuid);
}

enum pal_err pal_on_speech_end(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_ASSEMBLY(assembly);
    struct pal_speech speech;
    PAL_TRY(begin(request, &assembly, &speech));

    PAL_TRY(pal_speech_end(pal_request_store(request), &speech.uuid));

    return end(request, reply, &assembly, &speech.uuid);
}

enum pal_err pal_on_speech_withdrawal(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_ASSEMBLY(assembly);
    struct pal_speech speech;
    PAL_TRY(begin(request, &assembly, &speech));
    PAL_TRY(pal_request_acts(request, speech.member, PAL_MAY_RUN_POLLS));

    PAL_TRY(pal_speech_withdraw(pal_request_store(request), &speech.uuid));

    return end(request, reply, &assembly, &speech.uuid);
}
