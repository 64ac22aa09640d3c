/* on_erasure.c - the erasure of a member who left. */
#include "core/erasure.h"

#include "handlers.h"
#include "people.h"
#include "prints.h"
#include "reply.h"
#include "services.h"

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
