/* on_erasure.c - the erasure of a member who left; what members ask of it, and the answer. */
#include "base/fields.h"
#include "core/erasure.h"
#include "core/erasure_requests.h"

#include "debate.h"
#include "handlers.h"
#include "people.h"
#include "prints.h"
#include "reply.h"
#include "services.h"
#include "write.h"

enum pal_err pal_on_member_erasure(const struct pal_request *request, struct pal_reply *reply)
{
    static const char *const names[] = {"ground", NULL};
    struct pal_store *store = pal_request_store(request);
    struct pal_where *where = pal_request_where(request);
    struct pal_uuid uuid;
    struct pal_member_id id;
    struct pal_text ground;
    const struct pal_json *body;
    PAL_MEMBER(before);
    PAL_TRY(pal_request_uuid(request, "member", &uuid));
    PAL_TRY(pal_member_find(store, &uuid, &id));
    PAL_TRY(pal_member_read(store, id, &before));
    PAL_TRY(pal_request_match(request, before.version));
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_text(body, "ground", &ground, where));

    PAL_TRY(pal_member_erase(store, id, ground, where));
    pal_prints_forget(request->services->prints);

    PAL_MEMBER(after);
    struct pal_json *json;
    PAL_TRY(pal_member_read(store, id, &after));
    PAL_TRY(pal_member_describe(store, &after, &json));
    pal_reply_json(reply, json);
    pal_reply_version(reply, after.version);
    return PAL_OK;
}

/* --- what is asked --------------------------------------------------------------------------- */

enum pal_err pal_write_erasure_request(struct pal_store *store, struct pal_member_id member,
                                       struct pal_json **out_json)
{
    PAL_ERASURE_REQUEST(asked);
    enum pal_err err = pal_erasure_request_read(store, member, &asked);
    if (err != PAL_ERR_NOT_FOUND) {
        PAL_TRY(err);
    }
    bool is_asked = err == PAL_OK;
    bool is_refused = asked.refused_us != 0;
    const char *answered = is_refused ? "refused" : "waiting";
    struct pal_json *json = pal_json_object_new();
    pal_json_set_string(json, "state", is_asked ? answered : "none");
    if (is_asked) {
        pal_json_set_instant(json, "asked_at", asked.asked_us);
        pal_json_set_date(json, "answer_by", asked.answer_by);
    }
    if (is_refused) {
        pal_json_set_instant(json, "refused_at", asked.refused_us);
        pal_json_set_text(json, "reason", asked.reason);
    }
    *out_json = json;
    return PAL_OK;
}

static enum pal_err reply_request(const struct pal_request *request, struct pal_member_id member,
                                  struct pal_reply *reply)
{
    struct pal_json *json;
    PAL_TRY(pal_write_erasure_request(pal_request_store(request), member, &json));
    pal_reply_json(reply, json);
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    return PAL_OK;
}

/* Told to who prepares assemblies, without a word of who it is. */
static enum pal_err finish(const struct pal_request *request, struct pal_member_id member,
                           struct pal_reply *reply)
{
    pal_reply_draft_event(reply, "erasure.asked", NULL);
    return reply_request(request, member, reply);
}

enum pal_err pal_on_my_erasure(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_member_id member;
    PAL_TRY(pal_request_for(request, &member));

    return reply_request(request, member, reply);
}

enum pal_err pal_on_my_erasure_ask(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_member_id member;
    PAL_TRY(pal_request_for(request, &member));

    PAL_TRY(pal_erasure_ask(pal_request_store(request), member));

    return finish(request, member, reply);
}

enum pal_err pal_on_my_erasure_ask_end(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_member_id member;
    PAL_TRY(pal_request_for(request, &member));

    PAL_TRY(pal_erasure_ask_end(pal_request_store(request), member));

    return finish(request, member, reply);
}

static enum pal_err find(const struct pal_request *request, struct pal_member_id *out_member)
{
    struct pal_uuid uuid;
    PAL_TRY(pal_request_uuid(request, "member", &uuid));
    return pal_member_find(pal_request_store(request), &uuid, out_member);
}

enum pal_err pal_on_member_erasure_request(const struct pal_request *request,
                                           struct pal_reply *reply)
{
    struct pal_member_id member;
    PAL_TRY(find(request, &member));

    return reply_request(request, member, reply);
}

enum pal_err pal_on_member_erasure_refusal(const struct pal_request *request,
                                           struct pal_reply *reply)
{
    static const char *const names[] = {"reason", NULL};
    struct pal_where *where = pal_request_where(request);
    struct pal_member_id member;
    struct pal_text reason;
    const struct pal_json *body;
    PAL_TRY(find(request, &member));
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_text(body, "reason", &reason, where));

    PAL_TRY(pal_erasure_refuse(pal_request_store(request), member, reason, where));

    return finish(request, member, reply);
}
