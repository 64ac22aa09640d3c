/* json.c - reads and builds JSON values with a type and a place. */
#include "base/json.h"

#include <jansson.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/crypto.h"

#include "scan.h"

/* --- Memory --- */

/* What was read may be a keeper's share, a token, somebody's name: it is wiped where it is let go, and so is every piece
 * of it that the library copies while it reads. */
static void wipe_and_free(void *block)
{
    if (block != NULL) {
        pal_crypto_wipe(block, malloc_usable_size(block));
        free(block);
    }
}

/* Before main, and so before there is any value. */
__attribute__((constructor)) static void set_memory(void)
{
    json_set_alloc_funcs(malloc, wipe_and_free);
}

/* --- Values --- */

/* A struct pal_json is a json_t that nobody else can open. */
static struct pal_json *wrap(json_t *value)
{
    PAL_CHECK(value != NULL);
    return (struct pal_json *)value;
}

static json_t *value_of(struct pal_json *json)
{
    return (json_t *)json;
}

static const json_t *peek(const struct pal_json *json)
{
    return (const json_t *)json;
}

/* jansson walks an object through a pointer that could write; walking does not. */
static json_t *walkable(const struct pal_json *json)
{
    const union {
        const struct pal_json *read;
        json_t *walked;
    } object = {.read = json};
    return object.walked;
}

/* --- Parsing --- */

enum pal_err pal_json_parse(struct pal_text text, size_t max_bytes, struct pal_json **out_json,
                            struct pal_where *out_where)
{
    if (text.size > max_bytes) {
        pal_where_set(out_where, "%s", "");
        return PAL_ERR_LIMIT_JSON_SIZE;
    }
    PAL_TRY(pal_json_scan(text, out_where));

    json_error_t error;
    json_t *value = json_loadb(text.size > 0 ? text.bytes : "", text.size,
                               JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (value == NULL) {
        pal_where_set(out_where, "%s", "");
        if (out_where != NULL) {
            out_where->line = error.line > 0 ? (uint64_t)error.line : 1;
            out_where->column = error.column > 0 ? (uint64_t)error.column : 1;
        }
        return json_error_code(&error) == json_error_duplicate_key ? PAL_ERR_JSON_DUPLICATE_KEY
                                                                   : PAL_ERR_JSON_SYNTAX;
    }
    *out_json = wrap(value);
    return PAL_OK;
}

void pal_json_free(struct pal_json *json)
{
    json_decref(value_of(json));
}

void pal_json_done(struct pal_json **json)
{
    pal_json_free(*json);
    *json = NULL;
}

/* --- Reading --- */

static void set_member(struct pal_where *where, const char *name)
{
    pal_where_set(where, "%s", "");
    pal_where_prefix_member(where, name);
}

enum pal_json_kind pal_json_kind(const struct pal_json *json)
{
    PAL_CHECK(json != NULL);
    switch (json_typeof(peek(json))) {
    case JSON_OBJECT: return PAL_JSON_OBJECT;
    case JSON_ARRAY: return PAL_JSON_ARRAY;
    case JSON_STRING: return PAL_JSON_TEXT;
    case JSON_INTEGER: return PAL_JSON_INT;
    case JSON_TRUE:
    case JSON_FALSE: return PAL_JSON_BOOL;
    case JSON_NULL: return PAL_JSON_NULL;
    case JSON_REAL: break; /* neither parsed nor built here */
    }
    pal_check_failed("a kind of value that this file makes", __FILE__, __LINE__);
}

bool pal_json_has(const struct pal_json *object, const char *name)
{
    return json_object_get(peek(object), name) != NULL;
}

const struct pal_json *pal_json_get(const struct pal_json *object, const char *name)
{
    const json_t *value = json_object_get(peek(object), name);
    return json_is_null(value) ? NULL : (const struct pal_json *)value;
}

enum pal_err pal_json_want_object(const struct pal_json *json, struct pal_where *out_where)
{
    if (!json_is_object(peek(json))) {
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
    return json_is_object(peek(object)) && pal_json_get(object, name) == NULL;
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
    const json_t *value = peek(array_or_object);
    return json_is_array(value) ? json_array_size(value) : json_object_size(value);
}

const struct pal_json *pal_json_at(const struct pal_json *array, size_t index)
{
    PAL_CHECK(index < json_array_size(peek(array)));
    return (const struct pal_json *)json_array_get(peek(array), index);
}

const struct pal_json *pal_json_next(const struct pal_json *object, const char **name)
{
    json_t *value = walkable(object);
    void *member = *name == NULL ? json_object_iter(value)
                                 : json_object_iter_next(value, json_object_key_to_iter(*name));
    if (member == NULL) {
        return NULL;
    }
    *name = json_object_iter_key(member);
    return (const struct pal_json *)json_object_iter_value(member);
}

const struct pal_json *pal_json_member(const struct pal_json *object, size_t index,
                                       const char **out_name)
{
    PAL_CHECK(index < json_object_size(peek(object)));
    const char *name = NULL;
    const struct pal_json *member = pal_json_next(object, &name);
    for (size_t i = 0; i < index; i++) {
        member = pal_json_next(object, &name);
    }
    *out_name = name;
    return member;
}

struct pal_text pal_json_as_text(const struct pal_json *json)
{
    PAL_CHECK(json_is_string(peek(json)));
    return (struct pal_text){json_string_value(peek(json)), json_string_length(peek(json))};
}

int64_t pal_json_as_int(const struct pal_json *json)
{
    PAL_CHECK(json_is_integer(peek(json)));
    return json_integer_value(peek(json));
}

bool pal_json_as_bool(const struct pal_json *json)
{
    PAL_CHECK(json_is_boolean(peek(json)));
    return json_is_true(peek(json));
}

/* --- Building --- */

struct pal_json *pal_json_object_new(void)
{
    return wrap(json_object());
}

struct pal_json *pal_json_array_new(void)
{
    return wrap(json_array());
}

struct pal_json *pal_json_text_new(struct pal_text text)
{
    PAL_CHECK(pal_text_is_utf8(text));
    return wrap(json_stringn_nocheck(text.size > 0 ? text.bytes : "", text.size));
}

struct pal_json *pal_json_int_new(int64_t value)
{
    return wrap(json_integer(value));
}

struct pal_json *pal_json_null_new(void)
{
    return wrap(json_null());
}

bool pal_json_is_same(const struct pal_json *one, const struct pal_json *other)
{
    return json_equal(peek(one), peek(other)) != 0;
}

struct pal_json *pal_json_copy(const struct pal_json *json)
{
    return wrap(json_deep_copy(peek(json)));
}

void pal_json_set(struct pal_json *object, const char *name, struct pal_json *value)
{
    int failed = json_object_set_new(value_of(object), name, value_of(value));
    PAL_CHECK(failed == 0);
}

void pal_json_set_text(struct pal_json *object, const char *name, struct pal_text text)
{
    pal_json_set(object, name, pal_json_text_new(text));
}

void pal_json_set_string(struct pal_json *object, const char *name, const char *string)
{
    pal_json_set_text(object, name, pal_text_of(string));
}

void pal_json_set_int(struct pal_json *object, const char *name, int64_t value)
{
    pal_json_set(object, name, pal_json_int_new(value));
}

void pal_json_set_bool(struct pal_json *object, const char *name, bool value)
{
    pal_json_set(object, name, wrap(json_boolean(value)));
}

void pal_json_set_null(struct pal_json *object, const char *name)
{
    pal_json_set(object, name, pal_json_null_new());
}

void pal_json_set_ratio(struct pal_json *object, const char *name, mpq_srcptr ratio)
{
    PAL_BUF(text);
    pal_ratio_write(ratio, &text);
    pal_json_set_text(object, name, pal_buf_text(&text));
}

void pal_json_set_uuid(struct pal_json *object, const char *name, const struct pal_uuid *uuid)
{
    char text[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(uuid, text);
    pal_json_set_string(object, name, text);
}

void pal_json_append(struct pal_json *array, struct pal_json *value)
{
    int failed = json_array_append_new(value_of(array), value_of(value));
    PAL_CHECK(failed == 0);
}

void pal_json_append_text(struct pal_json *array, struct pal_text text)
{
    pal_json_append(array, pal_json_text_new(text));
}
