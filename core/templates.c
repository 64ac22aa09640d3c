/* templates.c - the constitutions of docs/constitutions, and their catalogue. */
#include "core/templates.h"

#include "base/canon.h"
#include "base/check.h"
#include "base/embed.h"
#include "base/fields.h"
#include "base/limits.h"

extern const struct pal_embedded pal_template_files[];
extern const size_t pal_template_files_count;

/* They are ours: one that does not parse is our mistake. */
static struct pal_json *read_file(struct pal_text name)
{
    for (size_t i = 0; i < pal_template_files_count; i++) {
        const struct pal_embedded *file = &pal_template_files[i];
        if (!pal_text_is(name, file->name)) {
            continue;
        }
        struct pal_json *json = NULL;
        struct pal_text text = {(const char *)file->bytes, file->size};
        PAL_CHECK(pal_json_parse(text, PAL_LIMIT_BODY, &json, NULL) == PAL_OK);
        return json;
    }
    return NULL;
}

static const struct pal_json *templates_of(const struct pal_json *catalogue)
{
    const struct pal_json *list = pal_json_get(catalogue, "templates");
    PAL_CHECK(list != NULL);
    return list;
}

struct pal_json *pal_templates_list(void)
{
    PAL_JSON(catalogue);
    catalogue = read_file(pal_text_of("catalogue.json"));
    PAL_CHECK(catalogue != NULL);
    return pal_json_copy(templates_of(catalogue));
}

static bool is_listed(struct pal_text id)
{
    PAL_JSON(list);
    list = pal_templates_list();
    for (size_t i = 0; i < pal_json_count(list); i++) {
        struct pal_text listed = pal_json_as_text(pal_json_get(pal_json_at(list, i), "id"));
        if (pal_text_equal(id, listed)) {
            return true;
        }
    }
    return false;
}

enum pal_err pal_template_read(struct pal_text id, struct pal_json **out_document)
{
    PAL_BUF(name);
    PAL_JSON(document);
    struct pal_hash hash;
    if (!is_listed(id)) {
        return PAL_ERR_NOT_FOUND;
    }
    pal_buf_add_text(&name, id);
    pal_buf_add_string(&name, ".json");
    document = read_file(pal_buf_text(&name));
    PAL_CHECK(document != NULL && pal_canon_hash(document, &hash, NULL) == PAL_OK);
    *out_document = pal_json_copy(document);
    pal_template_derive(*out_document, pal_json_as_text(pal_json_get(document, "name")), &hash,
                        pal_text_of(""));
    return PAL_OK;
}

/* RULE docs/rules/templates.md
 * > A constitution made from another says so under `derived_from`: the name of that one, the hash of its
 * > canonical bytes, and the log in which it stands if it stands in one.
 */
void pal_template_derive(struct pal_json *document, struct pal_text name,
                         const struct pal_hash *hash, struct pal_text log)
{
    struct pal_json *origin = pal_json_object_new();
    pal_json_set_text(origin, "name", name);
    pal_json_set_hash(origin, "hash", hash);
    if (log.size > 0) {
        pal_json_set_text(origin, "log", log);
    }
    pal_json_set(document, "derived_from", origin);
}
