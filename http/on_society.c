/* on_society.c - what the cooperative says of itself. */
#include "base/limits.h"
#include "core/log.h"
#include "core/rehearsal.h"
#include "core/society.h"

#include "handlers.h"
#include "reply.h"

static enum pal_err set_constitution(struct pal_store *store, struct pal_json *object)
{
    struct pal_version version;
    enum pal_err err = pal_version_in_force(store, pal_society_today(store), &version);
    if (err == PAL_ERR_NOT_FOUND) {
        pal_json_set_null(object, "constitution");
        return PAL_OK;
    }
    PAL_TRY(err);
    pal_json_set_uuid(object, "constitution", &version.uuid);
    return PAL_OK;
}

/* The log, and under which names it was before. */
static struct pal_json *log_new(const struct pal_store *store)
{
    struct pal_json *log = pal_json_object_new();
    pal_json_set_text(log, "origin", pal_log_name(store));
    pal_json_set_text(log, "vkey", pal_log_vkey(store));
    pal_json_set_int(log, "size", (int64_t)pal_log_head(store).size);
    if (pal_log_former_count(store) == 0) {
        return log;
    }
    struct pal_json *former = pal_json_array_new();
    for (size_t i = 0; i < pal_log_former_count(store); i++) {
        uint64_t entry;
        struct pal_json *name = pal_json_object_new();
        pal_json_set_text(name, "origin", pal_log_former(store, i, &entry));
        pal_json_set_int(name, "entry", (int64_t)entry);
        pal_json_append(former, name);
    }
    pal_json_set(log, "former", former);
    return log;
}

static enum pal_err describe(struct pal_store *store, struct pal_reply *reply)
{
    PAL_SOCIETY(society);
    PAL_TRY(pal_society_read(store, &society));
    PAL_JSON(object);
    object = pal_json_object_new();
    pal_json_set_uuid(object, "id", &society.uuid);
    pal_json_set_text(object, "name", society.says.name);
    pal_json_set_text(object, "time_zone", society.says.time_zone);
    pal_json_set_text(object, "language", society.says.language);
    pal_json_set_text(object, "licence", society.says.licence);
    pal_json_set_text(object, "contact", society.says.contact);
    pal_json_set_text(object, "data_notice", society.says.data_notice);
    pal_json_set(object, "log", log_new(store));
    PAL_TRY(set_constitution(store, object));
    if (pal_society_is_rehearsal(store)) {
        pal_json_set_bool(object, "rehearsal", true);
    }
    pal_reply_json(reply, object);
    object = NULL;
    pal_reply_version(reply, society.entry);
    return PAL_OK;
}

enum pal_err pal_on_society_read(const struct pal_request *request, struct pal_reply *reply)
{
    return describe(pal_request_store(request), reply);
}

/* What a body changes; what is absent stays. */
static enum pal_err read_changes(const struct pal_json *body, struct pal_society_spec *spec,
                                 struct pal_where *where)
{
    static const char *const names[] = {"name",    "language",    "licence",
                                        "contact", "data_notice", NULL};
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_optional_text(body, "name", &spec->name, where));
    PAL_TRY(pal_json_optional_text(body, "language", &spec->language, where));
    PAL_TRY(pal_json_optional_text(body, "licence", &spec->licence, where));
    PAL_TRY(pal_json_optional_text(body, "contact", &spec->contact, where));
    return pal_json_optional_text(body, "data_notice", &spec->data_notice, where);
}

enum pal_err pal_on_society_change(const struct pal_request *request, struct pal_reply *reply)
{
    const struct pal_json *body;
    struct pal_where *where = pal_request_where(request);
    struct pal_store *store = pal_request_store(request);
    PAL_SOCIETY(society);
    PAL_TRY(pal_society_read(store, &society));
    PAL_TRY(pal_request_match(request, society.entry));
    PAL_TRY(pal_request_json(request, &body));
    struct pal_society_spec spec = society.says;
    PAL_TRY(read_changes(body, &spec, where));

    PAL_TRY(pal_society_change(store, &spec, where));

    return describe(store, reply);
}
