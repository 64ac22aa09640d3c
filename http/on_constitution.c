/* on_constitution.c - the statutes: in force, in all their versions, and what the law says of them. */
#include "base/check.h"
#include "base/fields.h"
#include "core/society.h"

#include "embedded.h"
#include "handlers.h"
#include "lists.h"
#include "reply.h"

static struct pal_json *summary_new(const struct pal_version *version)
{
    struct pal_json *object = pal_json_object_new();
    pal_json_set_uuid(object, "id", &version->uuid);
    pal_json_set_int(object, "number", version->number);
    pal_json_set_string(object, "state", pal_version_state_word(version->state));
    pal_json_set_hash(object, "hash", &version->hash);
    if (version->has_effective_on) {
        pal_json_set_date(object, "effective_on", version->effective_on);
    }
    if (version->has_parent) {
        pal_json_set_uuid(object, "parent", &version->parent);
    }
    if (version->has_adopted_by) {
        pal_json_set_uuid(object, "adopted_by", &version->adopted_by);
    }
    return object;
}

static enum pal_err describe(struct pal_store *store, const struct pal_version *version,
                             struct pal_json **out_object)
{
    PAL_CONSTITUTION(constitution);
    PAL_TRY(pal_version_read(store, version, &constitution));
    PAL_FINDINGS(findings);
    pal_constitution_check(&constitution, &findings);
    struct pal_json *object = summary_new(version);
    pal_json_set(object, "document", pal_json_copy(constitution.document));
    pal_json_set(object, "findings", pal_findings_write(&findings));
    *out_object = object;
    return PAL_OK;
}

static enum pal_err reply_version(struct pal_store *store, const struct pal_version *version,
                                  struct pal_reply *reply)
{
    struct pal_json *object;
    PAL_TRY(describe(store, version, &object));
    pal_reply_json(reply, object);
    pal_reply_version(reply, version->entry);
    return PAL_OK;
}

enum pal_err pal_on_constitution_read(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_version version;
    PAL_TRY(pal_version_in_force(store, pal_society_today(store), &version));
    return reply_version(store, &version, reply);
}

enum pal_err pal_on_constitution_schema(const struct pal_request *request, struct pal_reply *reply)
{
    (void)request;
    PAL_CHECK(pal_statutes_schema_count == 1);
    pal_reply_static(reply, "application/schema+json", pal_statutes_schema[0].bytes,
                     pal_statutes_schema[0].size);
    return PAL_OK;
}

enum pal_err pal_on_constitution_version(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_uuid uuid;
    PAL_TRY(pal_request_uuid(request, "version", &uuid));
    struct pal_version version;
    PAL_TRY(pal_version_find(pal_request_store(request), &uuid, &version));
    return reply_version(pal_request_store(request), &version, reply);
}

enum pal_err pal_on_constitution_list(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_LIST(list);
    int64_t number;
    PAL_TRY(pal_list_begin(request, &list));
    PAL_TRY(pal_list_after(request, &list, &number));

    for (;;) {
        struct pal_version version;
        enum pal_err err = pal_version_next(pal_request_store(request), number, &version);
        if (err == PAL_ERR_NOT_FOUND) {
            break;
        }
        PAL_TRY(err);
        if (pal_list_is_full(&list)) {
            break;
        }
        number = version.number;
        pal_list_add(&list, number, summary_new(&version));
    }

    pal_reply_list(reply, request, &list);
    return PAL_OK;
}

enum pal_err pal_on_constitution_check(const struct pal_request *request, struct pal_reply *reply)
{
    static const char *const names[] = {"document", NULL};
    const struct pal_json *body;
    const struct pal_json *document;
    struct pal_where *where = pal_request_where(request);
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_object(body, "document", &document, where));

    PAL_CONSTITUTION(constitution);
    enum pal_err err =
        pal_constitution_parse(document, PAL_CONSTITUTION_DOCUMENT, &constitution, where);
    if (err != PAL_OK) {
        pal_where_prefix(where, "/document");
        return err;
    }
    PAL_FINDINGS(findings);
    pal_constitution_check(&constitution, &findings);

    struct pal_json *object = pal_json_object_new();
    pal_json_set_bool(object, "valid", pal_findings_allow(&findings));
    pal_json_set(object, "findings", pal_findings_write(&findings));
    pal_reply_json(reply, object);
    return PAL_OK;
}

/* adopted_by is where spec->adopted_by points, if it is there. */
static enum pal_err read_spec(const struct pal_json *body, struct pal_version_spec *out,
                              struct pal_uuid *adopted_by, struct pal_where *where)
{
    static const char *const names[] = {"document", "effective_on", "adopted_by", NULL};
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_object(body, "document", &out->document, where));
    PAL_TRY(pal_json_date(body, "effective_on", &out->effective_on, where));
    if (!pal_json_has(body, "adopted_by")) {
        return PAL_OK;
    }
    out->adopted_by = adopted_by;
    return pal_json_uuid(body, "adopted_by", adopted_by, where);
}

/* What is wrong with the document is told in its place, and with what the law says. */
static enum pal_err enter(const struct pal_request *request, const struct pal_version_spec *spec,
                          struct pal_reply *reply, struct pal_version *out_version)
{
    PAL_FINDINGS(findings);
    struct pal_where *where = pal_request_where(request);
    where->pointer[0] = '\0';
    enum pal_err err =
        pal_version_enter(pal_request_store(request), spec, &findings, where, out_version);
    if (err == PAL_ERR_CONSTITUTION_INVALID) {
        pal_reply_detail(reply, "findings", pal_findings_write(&findings));
        pal_where_set(where, "/document");
    } else if (err == PAL_ERR_VERSION_DATE) {
        pal_where_set(where, "/effective_on");
    } else if (err == PAL_ERR_NOT_FOUND || err == PAL_ERR_STATE) {
        pal_where_set(where, "/adopted_by");
    } else if (err != PAL_OK && where->pointer[0] != '\0') {
        pal_where_prefix(where, "/document");
    }
    return err;
}

enum pal_err pal_on_constitution_enter(const struct pal_request *request, struct pal_reply *reply)
{
    const struct pal_json *body;
    struct pal_version_spec spec = {0};
    struct pal_uuid adopted_by;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(read_spec(body, &spec, &adopted_by, pal_request_where(request)));

    struct pal_version version;
    PAL_TRY(enter(request, &spec, reply, &version));

    struct pal_json *object;
    PAL_TRY(describe(pal_request_store(request), &version, &object));
    char id[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(&version.uuid, id);
    pal_reply_created(reply, object, "/api/v1/constitution/versions/%s", id);
    pal_reply_version(reply, version.entry);
    return PAL_OK;
}
