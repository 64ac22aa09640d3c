/* on_recusals.c - who stays out of the vote on a resolution, over HTTP. */
#include "base/fields.h"
#include "base/mem.h"
#include "core/recusals.h"

#include "handlers.h"
#include "reply.h"
#include "request.h"
#include "write.h"

static enum pal_err find_resolution(const struct pal_request *request,
                                    struct pal_resolution_id *out_resolution,
                                    struct pal_uuid *out_uuid)
{
    PAL_TRY(pal_request_uuid(request, "resolution", out_uuid));
    return pal_resolution_find(pal_request_store(request), out_uuid, out_resolution);
}

/* The member of the path, for whom the person acts, or whose recusal an office may note. */
static enum pal_err find_member(const struct pal_request *request, struct pal_member_id *out_member)
{
    struct pal_uuid uuid;
    PAL_TRY(pal_request_uuid(request, "member", &uuid));
    PAL_TRY(pal_member_find(pal_request_store(request), &uuid, out_member));
    return pal_request_acts(request, *out_member, PAL_MAY_RUN_POLLS);
}

/* Rows are kept and written after the walk: writing one reads the store again. */
struct found {
    struct pal_recusal *items;
    size_t count, capacity;
};

static void found_done(struct found *found)
{
    pal_mem_free(found->items);
}

static enum pal_err keep(void *context, const struct pal_recusal *recusal)
{
    struct found *found = context;
    found->capacity = pal_mem_capacity(found->capacity, found->count + 1);
    found->items = pal_mem_grow(found->items, found->capacity, sizeof *found->items);
    found->items[found->count++] = *recusal;
    return PAL_OK;
}

static enum pal_err reply_recusals(const struct pal_request *request, struct pal_reply *reply,
                                   struct pal_resolution_id resolution)
{
    struct pal_store *store = pal_request_store(request);
    struct found found PAL_CLEANUP(found_done) = {0};
    PAL_TRY(pal_recusals_walk(store, resolution, keep, &found));
    PAL_JSON(json);
    json = pal_json_object_new();
    struct pal_json *items = pal_json_array_new();
    pal_json_set(json, "items", items);
    for (size_t i = 0; i < found.count; i++) {
        struct pal_json *who;
        PAL_TRY(pal_write_member_ref(store, found.items[i].member, &who));
        struct pal_json *item = pal_json_object_new();
        pal_json_set(item, "member", who);
        pal_json_set_string(item, "reason", pal_recusal_ground_word(found.items[i].ground));
        pal_json_set_instant(item, "at", found.items[i].at_us);
        pal_json_append(items, item);
    }
    pal_reply_json(reply, json);
    json = NULL;
    return PAL_OK;
}

enum pal_err pal_on_recusals(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_resolution_id resolution;
    struct pal_uuid uuid;
    PAL_TRY(find_resolution(request, &resolution, &uuid));
    return reply_recusals(request, reply, resolution);
}

static enum pal_err read_ground(const struct pal_request *request,
                                enum pal_recusal_ground *out_ground)
{
    static const char *const names[] = {"reason", NULL};
    struct pal_where *where = pal_request_where(request);
    const struct pal_json *body;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    struct pal_text reason;
    PAL_TRY(pal_json_text(body, "reason", &reason, where));
    pal_where_set(where, "/reason");
    return pal_recusal_ground_read(reason, out_ground) ? PAL_OK : PAL_ERR_JSON_VALUE;
}

enum pal_err pal_on_recusal_set(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_resolution_id resolution;
    struct pal_uuid uuid;
    struct pal_member_id member;
    enum pal_recusal_ground ground;
    PAL_TRY(read_ground(request, &ground));
    PAL_TRY(find_resolution(request, &resolution, &uuid));
    PAL_TRY(find_member(request, &member));

    PAL_TRY(pal_recusal_set(pal_request_store(request), resolution, member, ground));

    pal_reply_event(reply, "recusal.set", &uuid);
    return reply_recusals(request, reply, resolution);
}

enum pal_err pal_on_recusal_lift(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_resolution_id resolution;
    struct pal_uuid uuid;
    struct pal_member_id member;
    PAL_TRY(find_resolution(request, &resolution, &uuid));
    PAL_TRY(find_member(request, &member));

    PAL_TRY(pal_recusal_lift(pal_request_store(request), resolution, member));

    pal_reply_event(reply, "recusal.set", &uuid);
    return reply_recusals(request, reply, resolution);
}
