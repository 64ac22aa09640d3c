/* json.c - reads and builds JSON values with a type and a place. */
#include "base/json.h"

#include <string.h>

#include "base/check.h"
#include "base/mem.h"

#include "value.h"

/* --- Reading --- */

static void set_member(struct pal_where *where, const char *name)
{
    pal_where_set(where, "%s", "");
    pal_where_prefix_member(where, name);
}

enum pal_json_kind pal_json_kind(const struct pal_json *json)
{
    PAL_CHECK(json != NULL);
    return (enum pal_json_kind)json->kind;
}

static bool is_kind(const struct pal_json *json, enum pal_json_kind kind)
{
    return json != NULL && json->kind == kind;
}

static const struct pal_json *member_of(const struct pal_json *object, const char *name)
{
    const struct pal_json_pair *pair =
        is_kind(object, PAL_JSON_OBJECT) ? pal_json_pair_find(object, name) : NULL;
    return pair != NULL ? pair->value : NULL;
}

bool pal_json_has(const struct pal_json *object, const char *name)
{
    return member_of(object, name) != NULL;
}

const struct pal_json *pal_json_get(const struct pal_json *object, const char *name)
{
    const struct pal_json *value = member_of(object, name);
    return is_kind(value, PAL_JSON_NULL) ? NULL : value;
}

enum pal_err pal_json_want_object(const struct pal_json *json, struct pal_where *out_where)
{
    if (!is_kind(json, PAL_JSON_OBJECT)) {
        pal_where_set(out_where, "%s", "");
        return PAL_ERR_JSON_TYPE;
    }
    return PAL_OK;
}

/* The member of that name and kind. */
static enum pal_err find(const struct pal_json *object, const char *name, enum pal_json_kind kind,
                         const struct pal_json **out_member, struct pal_where *out_where)
{
    PAL_TRY(pal_json_want_object(object, out_where));
    const struct pal_json *member = pal_json_get(object, name);
    if (member == NULL || pal_json_kind(member) != kind) {
        set_member(out_where, name);
        return member == NULL ? PAL_ERR_JSON_MISSING : PAL_ERR_JSON_TYPE;
    }
    *out_member = member;
    return PAL_OK;
}

enum pal_err pal_json_text(const struct pal_json *object, const char *name,
                           struct pal_text *out_text, struct pal_where *out_where)
{
    const struct pal_json *member;
    PAL_TRY(find(object, name, PAL_JSON_TEXT, &member, out_where));
    *out_text = pal_json_as_text(member);
    return PAL_OK;
}

enum pal_err pal_json_int(const struct pal_json *object, const char *name, int64_t *out_value,
                          struct pal_where *out_where)
{
    const struct pal_json *member;
    PAL_TRY(find(object, name, PAL_JSON_INT, &member, out_where));
    *out_value = pal_json_as_int(member);
    return PAL_OK;
}

enum pal_err pal_json_bool(const struct pal_json *object, const char *name, bool *out_value,
                           struct pal_where *out_where)
{
    const struct pal_json *member;
    PAL_TRY(find(object, name, PAL_JSON_BOOL, &member, out_where));
    *out_value = pal_json_as_bool(member);
    return PAL_OK;
}

enum pal_err pal_json_ratio(const struct pal_json *object, const char *name, mpq_t out_ratio,
                            struct pal_where *out_where)
{
    const struct pal_json *member = pal_json_get(object, name);
    if (member != NULL && pal_json_kind(member) == PAL_JSON_INT) {
        pal_ratio_set(out_ratio, pal_json_as_int(member), 1);
        return PAL_OK;
    }
    struct pal_text text;
    PAL_TRY(pal_json_text(object, name, &text, out_where));
    enum pal_err err = pal_ratio_parse(text, out_ratio);
    if (err != PAL_OK) {
        set_member(out_where, name);
    }
    return err;
}

enum pal_err pal_json_uuid(const struct pal_json *object, const char *name,
                           struct pal_uuid *out_uuid, struct pal_where *out_where)
{
    struct pal_text text;
    PAL_TRY(pal_json_text(object, name, &text, out_where));
    enum pal_err err = pal_uuid_parse(text, out_uuid);
    if (err != PAL_OK) {
        set_member(out_where, name);
    }
    return err;
}

/* Is there nothing to read? What is no object is left to the reader, which refuses it. */
static bool is_absent(const struct pal_json *object, const char *name)
{
    return is_kind(object, PAL_JSON_OBJECT) && pal_json_get(object, name) == NULL;
}

enum pal_err pal_json_optional_text(const struct pal_json *object, const char *name,
                                    struct pal_text *out_text, struct pal_where *out_where)
{
    return is_absent(object, name) ? PAL_OK : pal_json_text(object, name, out_text, out_where);
}

enum pal_err pal_json_optional_int(const struct pal_json *object, const char *name,
                                   int64_t *out_value, struct pal_where *out_where)
{
    return is_absent(object, name) ? PAL_OK : pal_json_int(object, name, out_value, out_where);
}

enum pal_err pal_json_optional_bool(const struct pal_json *object, const char *name,
                                    bool *out_value, struct pal_where *out_where)
{
    return is_absent(object, name) ? PAL_OK : pal_json_bool(object, name, out_value, out_where);
}

enum pal_err pal_json_array(const struct pal_json *object, const char *name,
                            const struct pal_json **out_array, struct pal_where *out_where)
{
    return find(object, name, PAL_JSON_ARRAY, out_array, out_where);
}

enum pal_err pal_json_object(const struct pal_json *object, const char *name,
                             const struct pal_json **out_object, struct pal_where *out_where)
{
    return find(object, name, PAL_JSON_OBJECT, out_object, out_where);
}

static bool is_listed(const char *name, const char *const *names)
{
    for (size_t i = 0; names[i] != NULL; i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

enum pal_err pal_json_only(const struct pal_json *object, const char *const *names,
                           struct pal_where *out_where)
{
    PAL_TRY(pal_json_want_object(object, out_where));
    const char *name = NULL;
    while (pal_json_next(object, &name) != NULL) {
        if (!is_listed(name, names)) {
            set_member(out_where, name);
            return PAL_ERR_JSON_UNKNOWN;
        }
    }
    return PAL_OK;
}

size_t pal_json_count(const struct pal_json *array_or_object)
{
    return array_or_object->count;
}

const struct pal_json *pal_json_at(const struct pal_json *array, size_t index)
{
    PAL_CHECK(is_kind(array, PAL_JSON_ARRAY));
    PAL_CHECK(index < array->count);
    return array->array.items[index];
}

/* The pair whose name this is. */
static const struct pal_json_pair *pair_of(const char *name)
{
    return (const void *)(name - offsetof(struct pal_json_pair, name));
}

const struct pal_json *pal_json_next(const struct pal_json *object, const char **name)
{
    if (!is_kind(object, PAL_JSON_OBJECT)) {
        return NULL;
    }
    const struct pal_json_pair *pair = *name == NULL ? object->object.first : pair_of(*name)->next;
    if (pair == NULL) {
        return NULL;
    }
    *name = pair->name;
    return pair->value;
}

const struct pal_json *pal_json_member(const struct pal_json *object, size_t index,
                                       const char **out_name)
{
    PAL_CHECK(is_kind(object, PAL_JSON_OBJECT));
    PAL_CHECK(index < object->count);
    const struct pal_json_pair *pair = object->object.first;
    for (size_t i = 0; i < index; i++) {
        pair = pair->next;
    }
    *out_name = pair->name;
    return pair->value;
}

struct pal_text pal_json_as_text(const struct pal_json *json)
{
    PAL_CHECK(is_kind(json, PAL_JSON_TEXT));
    return json->text;
}

int64_t pal_json_as_int(const struct pal_json *json)
{
    PAL_CHECK(is_kind(json, PAL_JSON_INT));
    return json->number;
}

bool pal_json_as_bool(const struct pal_json *json)
{
    PAL_CHECK(is_kind(json, PAL_JSON_BOOL));
    return json->truth;
}
