/* on_templates.c - constitutions to begin from, one's own to give away, and in what two of them differ. */
#include "ballots/comparison.h"
#include "base/fields.h"
#include "core/log.h"
#include "core/society.h"
#include "core/templates.h"

#include "handlers.h"
#include "reply.h"

/* Adds to what the catalogue says what can be read in the document itself. */
static enum pal_err describe(const struct pal_json *entry, struct pal_json **out_object,
                             struct pal_json **out_document)
{
    PAL_CONSTITUTION(constitution);
    PAL_FINDINGS(findings);
    PAL_JSON(document);
    struct pal_text id = pal_json_as_text(pal_json_get(entry, "id"));
    PAL_TRY(pal_template_read(id, &document));
    PAL_TRY(pal_constitution_parse(document, PAL_CONSTITUTION_DOCUMENT, &constitution, NULL));
    pal_constitution_check(&constitution, &findings);
    struct pal_json *object = pal_json_copy(entry);
    pal_json_set(object, "regime", pal_json_copy(pal_json_get(document, "regime")));
    pal_json_set(object, "unknown", pal_json_copy(pal_json_get(document, "unknown")));
    pal_json_set(object, "findings", pal_findings_write(&findings));
    *out_object = object;
    *out_document = document;
    document = NULL;
    return PAL_OK;
}

enum pal_err pal_on_template_list(const struct pal_request *request, struct pal_reply *reply)
{
    (void)request;
    PAL_JSON(list);
    PAL_JSON(items);
    list = pal_templates_list();
    items = pal_json_array_new();
    for (size_t i = 0; i < pal_json_count(list); i++) {
        struct pal_json *item;
        PAL_JSON(document);
        PAL_TRY(describe(pal_json_at(list, i), &item, &document));
        pal_json_append(items, item);
    }
    struct pal_json *object = pal_json_object_new();
    pal_json_set(object, "items", pal_json_copy(items));
    pal_reply_json(reply, object);
    return PAL_OK;
}

enum pal_err pal_on_template(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_text id = pal_request_text(request, "template");
    PAL_JSON(list);
    list = pal_templates_list();
    for (size_t i = 0; i < pal_json_count(list); i++) {
        const struct pal_json *entry = pal_json_at(list, i);
        if (pal_text_equal(id, pal_json_as_text(pal_json_get(entry, "id")))) {
            struct pal_json *object;
            struct pal_json *document;
            PAL_TRY(describe(entry, &object, &document));
            pal_json_set(object, "document", document);
            pal_reply_json(reply, object);
            return PAL_OK;
        }
    }
    return PAL_ERR_NOT_FOUND;
}

enum pal_err pal_on_constitution_template(const struct pal_request *request,
                                          struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_uuid uuid;
    struct pal_version version;
    PAL_CONSTITUTION(constitution);
    PAL_TRY(pal_request_uuid(request, "version", &uuid));
    PAL_TRY(pal_version_find(store, &uuid, &version));
    PAL_TRY(pal_version_read(store, &version, &constitution));
    struct pal_json *document = pal_json_copy(constitution.document);
    pal_template_derive(document, pal_text_of(constitution.name), &constitution.hash,
                        pal_log_name(store));
    struct pal_json *object = pal_json_object_new();
    pal_json_set(object, "document", document);
    pal_reply_json(reply, object);
    return PAL_OK;
}

/* One of {"document": …}, {"template": "scop"}, {"version": "…"}. */
static enum pal_err read_side(struct pal_store *store, const struct pal_json *side,
                              struct pal_constitution *out, struct pal_where *where)
{
    static const char *const names[] = {"document", "template", "version", NULL};
    PAL_TRY(pal_json_only(side, names, where));
    if (pal_json_count(side) > 1) {
        where->pointer[0] = '\0';
        return PAL_ERR_JSON_VALUE;
    }
    if (pal_json_has(side, "version")) {
        struct pal_uuid uuid;
        struct pal_version version;
        PAL_TRY(pal_json_uuid(side, "version", &uuid, where));
        pal_where_set(where, "/version");
        PAL_TRY(pal_version_find(store, &uuid, &version));
        return pal_version_read(store, &version, out);
    }
    if (pal_json_has(side, "template")) {
        struct pal_text id;
        PAL_JSON(document);
        PAL_TRY(pal_json_text(side, "template", &id, where));
        pal_where_set(where, "/template");
        PAL_TRY(pal_template_read(id, &document));
        return pal_constitution_parse(document, PAL_CONSTITUTION_DOCUMENT, out, where);
    }
    const struct pal_json *document;
    PAL_TRY(pal_json_object(side, "document", &document, where));
    enum pal_err err = pal_constitution_parse(document, PAL_CONSTITUTION_DOCUMENT, out, where);
    if (err != PAL_OK) {
        pal_where_prefix(where, "/document");
    }
    return err;
}

enum pal_err pal_on_comparison(const struct pal_request *request, struct pal_reply *reply)
{
    static const char *const names[] = {"from", "to", NULL};
    struct pal_where *where = pal_request_where(request);
    const struct pal_json *body;
    PAL_CONSTITUTION(from);
    PAL_CONSTITUTION(to);
    struct pal_constitution *sides[] = {&from, &to};
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    for (size_t i = 0; i < 2; i++) {
        const struct pal_json *side;
        PAL_TRY(pal_json_object(body, names[i], &side, where));
        enum pal_err err = read_side(pal_request_store(request), side, sides[i], where);
        if (err != PAL_OK) {
            pal_where_prefix(where, "/%s", names[i]);
            return err;
        }
    }
    struct pal_json *object = pal_json_object_new();
    pal_json_set(object, "changes", pal_constitution_compare(&from, &to));
    pal_reply_json(reply, object);
    return PAL_OK;
}
