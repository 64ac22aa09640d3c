/* on_motions.c - procedural motions over HTTP: made, supported, carried. */
#include "base/fields.h"
#include "base/mem.h"
#include "core/motions.h"

#include "handlers.h"
#include "lists.h"
#include "reply.h"
#include "request.h"
#include "write.h"

static enum pal_err write_motion(struct pal_store *store, const struct pal_motion *motion,
                                 struct pal_json **out_json)
{
    uint64_t support, base;
    PAL_TRY(pal_motion_count(store, motion, &support, &base));
    struct pal_json *json = pal_json_object_new();
    pal_json_set_uuid(json, "id", &motion->uuid);
    pal_json_set_string(json, "kind", pal_motion_kind_word(motion->kind));
    if (motion->resolution.value != 0) {
        pal_json_set_uuid(json, "resolution", &motion->resolution_uuid);
    }
    if (motion->college[0] != '\0') {
        pal_json_set_string(json, "college", motion->college);
    }
    pal_json_set_instant(json, "made_at", motion->made_us);
    pal_json_set_bool(json, "carried", motion->carried_us != 0);
    if (motion->carried_us != 0) {
        pal_json_set_instant(json, "carried_at", motion->carried_us);
    }
    pal_json_set_int(json, "support", (int64_t)support);
    pal_json_set_int(json, "base", (int64_t)base);
    *out_json = json;
    return PAL_OK;
}

/* Rows are kept and written after the walk: writing one reads the store again. */
struct found {
    struct pal_motion *items;
    size_t count, capacity;
};

static void found_done(struct found *found)
{
    pal_mem_free(found->items);
}

static enum pal_err keep(void *context, const struct pal_motion *motion)
{
    struct found *found = context;
    found->capacity = pal_mem_capacity(found->capacity, found->count + 1);
    found->items = pal_mem_grow(found->items, found->capacity, sizeof *found->items);
    found->items[found->count++] = *motion;
    return PAL_OK;
}

enum pal_err pal_on_motions(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_request_assembly(request, &assembly));
    PAL_LIST(list);
    PAL_TRY(pal_list_begin(request, &list));
    int64_t after;
    PAL_TRY(pal_list_after(request, &list, &after));

    struct found found PAL_CLEANUP(found_done) = {0};
    const struct pal_happenings_query query = {assembly.id, after, pal_list_rows(&list)};
    PAL_TRY(pal_motions_walk(store, &query, keep, &found));

    for (size_t i = 0; i < found.count && !pal_list_is_full(&list); i++) {
        struct pal_json *json;
        PAL_TRY(write_motion(store, &found.items[i], &json));
        pal_list_add(&list, found.items[i].id, json);
    }
    pal_reply_list(reply, request, &list);
    return PAL_OK;
}

static enum pal_err find_member(const struct pal_request *request, const struct pal_json *body,
                                struct pal_member_id *out_member)
{
    struct pal_uuid uuid;
    PAL_TRY(pal_json_uuid(body, "member", &uuid, pal_request_where(request)));
    pal_where_set(pal_request_where(request), "/member");
    PAL_TRY(pal_member_find(pal_request_store(request), &uuid, out_member));
    return pal_request_acts(request, *out_member, PAL_MAY_RUN_POLLS);
}

static enum pal_err read_spec(const struct pal_request *request, struct pal_motion_spec *spec)
{
    static const char *const names[] = {"kind", "member", "resolution", NULL};
    struct pal_where *where = pal_request_where(request);
    const struct pal_json *body;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    struct pal_text kind;
    PAL_TRY(pal_json_text(body, "kind", &kind, where));
    if (!pal_motion_kind_read(kind, &spec->kind)) {
        pal_where_set(where, "/kind");
        return PAL_ERR_JSON_VALUE;
    }
    PAL_TRY(find_member(request, body, &spec->author));
    pal_where_set(where, "/resolution");
    if (!pal_json_has(body, "resolution")) {
        return PAL_OK;
    }
    struct pal_uuid uuid;
    PAL_TRY(pal_json_uuid(body, "resolution", &uuid, where));
    pal_where_set(where, "/resolution");
    return pal_resolution_find(pal_request_store(request), &uuid, &spec->resolution);
}

enum pal_err pal_on_motion_make(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_request_assembly(request, &assembly));
    struct pal_motion_spec spec = {.assembly = assembly.id};
    PAL_TRY(read_spec(request, &spec));

    struct pal_uuid uuid;
    PAL_TRY(pal_motion_make(store, &spec, &uuid));

    struct pal_motion made;
    PAL_TRY(pal_motion_read(store, &uuid, &made));
    struct pal_json *json;
    PAL_TRY(write_motion(store, &made, &json));
    char text[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(&assembly.uuid, text);
    pal_reply_created(reply, json, "/api/v1/assemblies/%s/motions", text);
    pal_reply_event(reply, "motion.changed", &assembly.uuid);
    return PAL_OK;
}

enum pal_err pal_on_motion_support(const struct pal_request *request, struct pal_reply *reply)
{
    static const char *const names[] = {"member", "value", NULL};
    struct pal_store *store = pal_request_store(request);
    struct pal_where *where = pal_request_where(request);
    const struct pal_json *body;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_request_assembly(request, &assembly));
    struct pal_uuid uuid;
    PAL_TRY(pal_request_uuid(request, "motion", &uuid));
    struct pal_motion motion;
    PAL_TRY(pal_motion_read(store, &uuid, &motion));
    if (motion.assembly.value != assembly.id.value) {
        return PAL_ERR_NOT_FOUND;
    }
    struct pal_member_id member;
    bool value;
    PAL_TRY(pal_json_bool(body, "value", &value, where));
    PAL_TRY(find_member(request, body, &member));

    PAL_TRY(pal_motion_support(store, &uuid, member, value));

    PAL_TRY(pal_motion_read(store, &uuid, &motion));
    struct pal_json *json;
    PAL_TRY(write_motion(store, &motion, &json));
    pal_reply_json(reply, json);
    pal_reply_event(reply, "motion.changed", &assembly.uuid);
    return PAL_OK;
}
