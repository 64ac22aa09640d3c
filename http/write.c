/* write.c - what several handlers read and write alike. */
#include "write.h"

#include "base/fields.h"

#include "reply.h"
#include "request.h"

bool pal_request_sees_drafts(const struct pal_request *request)
{
    return pal_principal_may(&request->principal, PAL_MAY_CONVENE) ||
           pal_principal_may(&request->principal, PAL_MAY_RUN_POLLS) ||
           pal_principal_may(&request->principal, PAL_MAY_READ_REGISTER);
}

enum pal_err pal_request_sees_resolution(const struct pal_request *request,
                                         struct pal_resolution_id resolution,
                                         struct pal_resolution *out)
{
    struct pal_store *store = pal_request_store(request);
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_resolution_read(store, resolution, out));
    PAL_TRY(pal_assembly_read(store, out->assembly, &assembly));
    bool is_hidden = assembly.noticed_us == 0 && !pal_request_sees_drafts(request);
    return is_hidden ? PAL_ERR_NOT_FOUND : PAL_OK;
}

enum pal_err pal_request_resolution(const struct pal_request *request, struct pal_resolution *out)
{
    struct pal_uuid uuid;
    struct pal_resolution_id id;
    PAL_TRY(pal_request_uuid(request, "resolution", &uuid));
    PAL_TRY(pal_resolution_find(pal_request_store(request), &uuid, &id));
    return pal_request_sees_resolution(request, id, out);
}

enum pal_err pal_reply_resolution_changed(const struct pal_request *request,
                                          struct pal_reply *reply,
                                          const struct pal_resolution *resolution)
{
    static const char type[] = "resolution.changed";
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_assembly_read(pal_request_store(request), resolution->assembly, &assembly));
    if (assembly.state == PAL_ASSEMBLY_DRAFT) {
        pal_reply_draft_event(reply, type, &resolution->uuid);
    } else {
        pal_reply_event(reply, type, &resolution->uuid);
    }
    return PAL_OK;
}

enum pal_err pal_request_nothing(const struct pal_request *request)
{
    static const char *const names[] = {NULL};
    const struct pal_json *body;
    PAL_TRY(pal_request_json(request, &body));
    return pal_json_only(body, names, pal_request_where(request));
}

enum pal_err pal_request_assembly(const struct pal_request *request, struct pal_assembly *out)
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

enum pal_err pal_request_acts(const struct pal_request *request, struct pal_member_id member,
                              enum pal_capability capability)
{
    enum pal_acts_as how;
    if (pal_principal_may(&request->principal, capability)) {
        return PAL_OK;
    }
    enum pal_err err =
        pal_member_acts(pal_request_store(request), member, request->principal.person, &how);
    return err == PAL_ERR_ROLL_NOT_HELD ? PAL_ERR_REQUEST_FORBIDDEN : err;
}

enum pal_err pal_write_member_ref(struct pal_store *store, struct pal_member_id member,
                                  struct pal_json **out_json)
{
    PAL_MEMBER(who);
    PAL_TRY(pal_member_read(store, member, &who));
    struct pal_json *json = pal_json_object_new();
    pal_json_set_uuid(json, "id", &who.uuid);
    pal_json_set_text(json, "number", who.number);
    pal_json_set_text(json, "name", who.name);
    if (who.college.size > 0) {
        pal_json_set_text(json, "college", who.college);
    }
    *out_json = json;
    return PAL_OK;
}

enum pal_err pal_write_text_version(void *context, const struct pal_text_version *version)
{
    struct pal_json *json = pal_json_object_new();
    pal_json_set_int(json, "number", version->number);
    if (version->title.bytes != NULL) {
        pal_json_set_text(json, "title", version->title);
    }
    pal_json_set_hash(json, "hash", &version->hash);
    pal_json_set_instant(json, "at", version->at_us);
    pal_json_append(context, json);
    return PAL_OK;
}

struct pal_json *pal_write_resolution_summary(const struct pal_resolution *item)
{
    struct pal_json *json = pal_json_object_new();
    pal_json_set_uuid(json, "id", &item->uuid);
    pal_json_set_int(json, "position", item->position);
    pal_json_set_text(json, "class", item->decision_class);
    pal_json_set_string(json, "state", pal_resolution_state_word(item->state));
    pal_json_set_string(json, "origin", item->is_from_members ? "members" : "board");
    pal_json_set_string(json, "opinion", pal_opinion_word(item->opinion));
    pal_json_set_string(json, "procedure", pal_procedure_word(item->procedure));
    if (item->debate_closed_us != 0) {
        pal_json_set_instant(json, "debate_closed_at", item->debate_closed_us);
    }
    if (item->continues.value != 0) {
        pal_json_set_uuid(json, "continues", &item->continues_uuid);
    }
    if (item->is_continued) {
        pal_json_set_uuid(json, "continued_by", &item->continued_by);
    }
    pal_json_set_int(json, "version", item->version);
    pal_json_set_text(json, "title", item->title);
    return json;
}

struct pal_json *pal_write_poll_summary(const struct pal_poll *poll)
{
    struct pal_json *json = pal_json_object_new();
    pal_json_set_uuid(json, "id", &poll->uuid);
    pal_json_set_uuid(json, "assembly", &poll->assembly_uuid);
    if (poll->resolution.value != 0) {
        pal_json_set_uuid(json, "resolution", &poll->resolution_uuid);
    }
    if (poll->amendment.value != 0) {
        pal_json_set_uuid(json, "amendment", &poll->amendment_uuid);
    }
    pal_json_set_string(json, "kind", pal_poll_kind_word(poll->kind));
    pal_json_set_text(json, "title", poll->title);
    pal_json_set_text(json, "class", poll->decision_class);
    pal_json_set_text(json, "method", poll->method);
    pal_json_set_string(json, "state", pal_poll_state_word(poll->state));
    pal_json_set_instant(json, "opens_at", poll->opens_us);
    pal_json_set_instant(json, "closes_at", poll->closes_us);
    if (poll->state == PAL_POLL_PUBLISHED) {
        pal_json_set_text(json, "verdict", poll->verdict);
    }
    return json;
}
