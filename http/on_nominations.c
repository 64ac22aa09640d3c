/* on_nominations.c - over HTTP whom members name in an election without candidates, and who refuses. */
#include "base/fields.h"
#include "core/nominations.h"

#include "debate.h"
#include "found.h"
#include "handlers.h"
#include "reply.h"
#include "request.h"
#include "write.h"

/* --- shapes --------------------------------------------------------------------------------- */

struct writing {
    const struct pal_request *request;
    const struct pal_uuid *scope;
    struct pal_json *items;
};

static enum pal_err add_nominee(void *context, const struct pal_nominee *nominee)
{
    const struct writing *writing = context;
    struct pal_json *json = pal_json_object_new();
    pal_json_append(writing->items, json);
    pal_json_set_int(json, "named", nominee->named);
    pal_json_set_bool(json, "refused", nominee->is_refused);
    return pal_write_pseudonym(writing->request, writing->scope, nominee->pseudonym, json,
                               "nominee");
}

/* Nominations, and whom a member names; nobody where it is 0. */
static enum pal_err reply_nominations(const struct pal_request *request, struct pal_reply *reply,
                                      const struct pal_resolution *now, struct pal_member_id member)
{
    struct pal_store *store = pal_request_store(request);
    PAL_JSON(json);
    json = pal_json_object_new();
    pal_json_set_uuid(json, "resolution", &now->uuid);
    pal_json_set_bool(json, "open", pal_nominations_are_open(store, now) == PAL_OK);
    struct writing writing = {request, &now->uuid, pal_json_array_new()};
    pal_json_set(json, "items", writing.items);
    PAL_TRY(pal_nominees_walk(store, now->id, add_nominee, &writing));
    struct pal_member_id named = {0};
    if (member.value != 0) {
        PAL_TRY(pal_nomination_read(store, now, member, &named));
    }
    if (named.value != 0) {
        PAL_MEMBER(who);
        PAL_TRY(pal_member_read(store, named, &who));
        pal_json_set_uuid(json, "mine", &who.uuid);
    }
    pal_reply_json(reply, json);
    json = NULL;
    return PAL_OK;
}

static enum pal_err finish(const struct pal_request *request, struct pal_reply *reply,
                           const struct pal_resolution *now, struct pal_member_id member)
{
    pal_reply_event(reply, "nominations.changed", &now->uuid);
    return reply_nominations(request, reply, now, member);
}

/* --- handlers --------------------------------------------------------------------------------- */

enum pal_err pal_on_nominations(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_member_id self;
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_request_resolution(request, &resolution));
    PAL_TRY(pal_request_self(request, &self));
    return reply_nominations(request, reply, &resolution, self);
}

/* RULE docs/rules/procedures.md
 * > Who may name a member finds by two letters of their name at least those who may be named, as long as it
 * > is open.
 */
enum pal_err pal_on_nominees(const struct pal_request *request, struct pal_reply *reply)
{
    const struct pal_found anybody = {0};
    struct pal_member_id member;
    PAL_RESOLUTION(resolution);
    PAL_LIST(list);
    PAL_TRY(pal_list_begin(request, &list));
    PAL_TRY(pal_request_resolution(request, &resolution));
    PAL_TRY(pal_request_for(request, &member));
    PAL_TRY(pal_nomination_may_be_made(pal_request_store(request), resolution.id, member));
    return pal_reply_found(request, &list, &anybody, reply);
}

enum pal_err pal_on_nomination(const struct pal_request *request, struct pal_reply *reply)
{
    static const char *const names[] = {"nominee", "member", NULL};
    struct pal_store *store = pal_request_store(request);
    struct pal_where *where = pal_request_where(request);
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_request_resolution(request, &resolution));
    const struct pal_json *body;
    struct pal_uuid uuid, member_uuid;
    const struct pal_uuid *named;
    struct pal_member_id member, nominee;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_uuid(body, "nominee", &uuid, where));
    PAL_TRY(pal_read_optional_uuid(body, "member", &member_uuid, &named, where));
    PAL_TRY(pal_request_member(request, named, &member));
    pal_where_set(where, "/nominee");
    PAL_TRY(pal_member_find(store, &uuid, &nominee));

    PAL_TRY(pal_nomination_make(store, resolution.id, member, nominee));

    return finish(request, reply, &resolution, member);
}

enum pal_err pal_on_nomination_end(const struct pal_request *request, struct pal_reply *reply)
{
    const struct pal_member_id nobody = {0};
    struct pal_member_id member;
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_request_resolution(request, &resolution));
    PAL_TRY(pal_request_for(request, &member));

    PAL_TRY(pal_nomination_make(pal_request_store(request), resolution.id, member, nobody));

    return finish(request, reply, &resolution, member);
}

static enum pal_err refuse(const struct pal_request *request, struct pal_reply *reply, bool value)
{
    struct pal_member_id member;
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_request_resolution(request, &resolution));
    PAL_TRY(pal_request_for(request, &member));

    PAL_TRY(pal_nomination_refuse(pal_request_store(request), resolution.id, member, value));

    return finish(request, reply, &resolution, member);
}

enum pal_err pal_on_nomination_refusal(const struct pal_request *request, struct pal_reply *reply)
{
    return refuse(request, reply, true);
}

enum pal_err pal_on_nomination_refusal_end(const struct pal_request *request,
                                           struct pal_reply *reply)
{
    return refuse(request, reply, false);
}
