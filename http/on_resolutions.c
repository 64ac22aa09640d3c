/* on_resolutions.c - texts on an agenda over HTTP: tabled, read by version, changed. */
#include "base/fields.h"
#include "core/amendments.h"
#include "core/assemblies.h"
#include "core/attachments.h"
#include "core/polls.h"
#include "core/resolutions.h"

#include "handlers.h"
#include "reply.h"
#include "request.h"
#include "write.h"

/* --- shapes --------------------------------------------------------------------------------- */

/* Title, text and reasons of a version's document. */
static enum pal_err write_words(struct pal_store *store, struct pal_resolution_id resolution,
                                int64_t number, struct pal_json *into)
{
    static const char *const names[] = {"title", "text", "reasons"};
    PAL_JSON(document);
    PAL_TRY(pal_resolution_version_read(store, resolution, number, &document));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct pal_text words;
        PAL_TRY(pal_json_text(document, names[i], &words, NULL));
        pal_json_set_text(into, names[i], words);
    }
    if (pal_json_has(document, "removed")) {
        pal_json_set_bool(into, "removed", true);
    }
    return PAL_OK;
}

/* The polls on one resolution, among those of its assembly. */
struct polls_on {
    struct pal_resolution_id resolution;
    struct pal_json *ids;
};

static enum pal_err add_poll(void *context, const struct pal_poll *poll)
{
    struct polls_on *on = context;
    if (poll->resolution.value == on->resolution.value) {
        char uuid[PAL_UUID_TEXT_SIZE + 1];
        pal_uuid_write(&poll->uuid, uuid);
        pal_json_append_text(on->ids, pal_text_of(uuid));
    }
    return PAL_OK;
}

/* Resolution, as it is now. */
static enum pal_err write_whole(struct pal_store *store, const struct pal_resolution *now,
                                struct pal_json **out_json)
{
    PAL_JSON(json);
    json = pal_write_resolution_summary(now);
    pal_json_set_uuid(json, "assembly", &now->assembly_uuid);
    pal_json_set_hash(json, "hash", &now->hash);
    PAL_TRY(write_words(store, now->id, now->version, json));
    struct pal_json *versions = pal_json_array_new();
    pal_json_set(json, "versions", versions);
    PAL_TRY(pal_resolution_versions_walk(store, now->id, pal_write_text_version, versions));
    struct pal_json *attachments = pal_json_array_new();
    pal_json_set(json, "attachments", attachments);
    PAL_TRY(pal_attachments_walk(store, now->id, pal_write_attachment, attachments));
    struct polls_on on = {now->id, pal_json_array_new()};
    pal_json_set(json, "polls", on.ids);
    struct pal_polls_query query = {
        .assembly = now->assembly,
        .limit = PAL_ASSEMBLY_POLLS_SHOWN,
    };
    PAL_TRY(pal_polls_walk(store, &query, add_poll, &on));
    *out_json = json;
    json = NULL;
    return PAL_OK;
}

static enum pal_err reply_whole(const struct pal_request *request, struct pal_reply *reply,
                                struct pal_resolution_id id)
{
    struct pal_store *store = pal_request_store(request);
    PAL_RESOLUTION(now);
    PAL_TRY(pal_resolution_read(store, id, &now));
    struct pal_json *json;
    PAL_TRY(write_whole(store, &now, &json));
    pal_reply_json(reply, json);
    pal_reply_version(reply, now.entry);
    return PAL_OK;
}

/* --- reading -------------------------------------------------------------------------------- */

enum pal_err pal_on_resolution(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_request_resolution(request, &resolution));
    return reply_whole(request, reply, resolution.id);
}

/* The version of that number, among those that the walk shows. */
struct wanted_version {
    int64_t number;
    struct pal_json *json;
};

static enum pal_err keep_version(void *context, const struct pal_text_version *version)
{
    struct wanted_version *wanted = context;
    if (version->number == wanted->number) {
        pal_json_set_int(wanted->json, "number", version->number);
        pal_json_set_hash(wanted->json, "hash", &version->hash);
        pal_json_set_instant(wanted->json, "at", version->at_us);
    }
    return PAL_OK;
}

enum pal_err pal_on_resolution_version(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_request_resolution(request, &resolution));
    int64_t number;
    if (pal_text_int(pal_request_text(request, "number"), &number) != PAL_OK) {
        return PAL_ERR_NOT_FOUND;
    }

    PAL_JSON(json);
    json = pal_json_object_new();
    PAL_TRY(write_words(store, resolution.id, number, json));
    struct wanted_version wanted = {number, json};
    PAL_TRY(pal_resolution_versions_walk(store, resolution.id, keep_version, &wanted));

    pal_json_set_uuid(json, "resolution", &resolution.uuid);
    pal_reply_json(reply, json);
    json = NULL;
    return PAL_OK;
}

/* --- commands ------------------------------------------------------------------------------- */

static enum pal_err read_spec(const struct pal_request *request, struct pal_resolution_spec *spec)
{
    static const char *const names[] = {"class",   "origin",   "title", "text",
                                        "reasons", "position", NULL};
    struct pal_where *where = pal_request_where(request);
    const struct pal_json *body;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_text(body, "class", &spec->decision_class, where));
    struct pal_text origin;
    PAL_TRY(pal_json_text(body, "origin", &origin, where));
    spec->is_from_members = pal_text_is(origin, "members");
    if (!spec->is_from_members && !pal_text_is(origin, "board")) {
        pal_where_set(where, "/origin");
        return PAL_ERR_JSON_VALUE;
    }
    PAL_TRY(pal_json_text(body, "title", &spec->title, where));
    PAL_TRY(pal_json_text(body, "text", &spec->text, where));
    PAL_TRY(pal_json_optional_text(body, "reasons", &spec->reasons, where));
    PAL_TRY(pal_json_optional_int(body, "position", &spec->position, where));
    if (spec->position < 0 || (pal_json_has(body, "position") && spec->position == 0)) {
        pal_where_set(where, "/position");
        return PAL_ERR_JSON_VALUE;
    }
    return PAL_OK;
}

enum pal_err pal_on_resolution_table(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_uuid assembly;
    PAL_TRY(pal_request_uuid(request, "assembly", &assembly));
    struct pal_resolution_spec spec = {0};
    PAL_TRY(pal_assembly_find(store, &assembly, &spec.assembly));
    PAL_TRY(read_spec(request, &spec));

    struct pal_resolution_id id;
    PAL_TRY(pal_resolution_table(store, &spec, pal_request_where(request), &id));

    PAL_RESOLUTION(made);
    PAL_TRY(pal_resolution_read(store, id, &made));
    struct pal_json *json;
    PAL_TRY(write_whole(store, &made, &json));
    char uuid[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(&made.uuid, uuid);
    pal_reply_created(reply, json, "/api/v1/resolutions/%s", uuid);
    pal_reply_version(reply, made.entry);
    return pal_reply_resolution_changed(request, reply, &made);
}

/* The texts that a change gives, and which of them it does. */
struct change {
    struct pal_text title, text, reasons;
    int64_t position;
    struct pal_resolution_change says;
};

static enum pal_err read_words(const struct pal_json *body, const char *name,
                               struct pal_text *words, const struct pal_text **out_said,
                               struct pal_where *where)
{
    if (!pal_json_has(body, name)) {
        return PAL_OK;
    }
    *out_said = words;
    return pal_json_text(body, name, words, where);
}

static enum pal_err read_change(const struct pal_request *request, struct change *change)
{
    static const char *const names[] = {"title", "text", "reasons", "position", NULL};
    struct pal_where *where = pal_request_where(request);
    const struct pal_json *body;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(read_words(body, "title", &change->title, &change->says.title, where));
    PAL_TRY(read_words(body, "text", &change->text, &change->says.text, where));
    PAL_TRY(read_words(body, "reasons", &change->reasons, &change->says.reasons, where));
    if (pal_json_has(body, "position")) {
        PAL_TRY(pal_json_int(body, "position", &change->position, where));
        change->says.position = &change->position;
    }
    return PAL_OK;
}

/* What the commands on a resolution that is there share. */
static enum pal_err begin(const struct pal_request *request, struct pal_resolution *resolution)
{
    PAL_TRY(pal_request_resolution(request, resolution));
    return pal_request_match(request, resolution->entry);
}

static enum pal_err finish(const struct pal_request *request, struct pal_reply *reply,
                           const struct pal_resolution *resolution)
{
    PAL_TRY(pal_reply_resolution_changed(request, reply, resolution));
    return reply_whole(request, reply, resolution->id);
}

enum pal_err pal_on_resolution_change(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_RESOLUTION(resolution);
    PAL_TRY(begin(request, &resolution));
    struct change change = {0};
    PAL_TRY(read_change(request, &change));

    PAL_TRY(pal_resolution_change(pal_request_store(request), resolution.id, &change.says,
                                  pal_request_where(request)));

    return finish(request, reply, &resolution);
}

enum pal_err pal_on_resolution_opinion(const struct pal_request *request, struct pal_reply *reply)
{
    static const char *const names[] = {"opinion", NULL};
    struct pal_where *where = pal_request_where(request);
    PAL_RESOLUTION(resolution);
    PAL_TRY(begin(request, &resolution));
    const struct pal_json *body;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    struct pal_text word;
    PAL_TRY(pal_json_text(body, "opinion", &word, where));
    enum pal_opinion opinion;
    if (!pal_opinion_read(word, &opinion)) {
        pal_where_set(where, "/opinion");
        return PAL_ERR_JSON_VALUE;
    }

    PAL_TRY(pal_resolution_opine(pal_request_store(request), resolution.id, opinion));

    return finish(request, reply, &resolution);
}

enum pal_err pal_on_resolution_withdrawal(const struct pal_request *request,
                                          struct pal_reply *reply)
{
    PAL_RESOLUTION(resolution);
    PAL_TRY(begin(request, &resolution));
    PAL_TRY(pal_request_nothing(request));

    PAL_TRY(pal_resolution_withdraw(pal_request_store(request), resolution.id));

    return finish(request, reply, &resolution);
}

enum pal_err pal_on_resolution_consolidation(const struct pal_request *request,
                                             struct pal_reply *reply)
{
    PAL_RESOLUTION(resolution);
    PAL_TRY(begin(request, &resolution));
    PAL_TRY(pal_request_nothing(request));

    PAL_TRY(pal_amendments_consolidate(pal_request_store(request), resolution.id));

    return finish(request, reply, &resolution);
}
