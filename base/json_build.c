/* json_build.c - makes, changes and releases JSON values. */
#include <string.h>

#include "base/check.h"
#include "base/mem.h"

#include "value.h"

/* --- Releasing -------------------------------------------------------------------------------- */

static void push(struct pal_json **todo, struct pal_json *json)
{
    json->next = *todo;
    *todo = json;
}

static void release_members(struct pal_json *object, struct pal_json **todo)
{
    struct pal_json_pair *pair = object->object.first;
    while (pair != NULL) {
        struct pal_json_pair *next = pair->next;
        push(todo, pair->value);
        if (!pair->is_lent) {
            pal_mem_free(pair);
        }
        pair = next;
    }
    pal_json_index_free(object);
}

static void release_items(struct pal_json *array, struct pal_json **todo)
{
    for (size_t i = 0; i < array->count; i++) {
        push(todo, array->array.items[i]);
    }
    if (array->array.room > 0) {
        pal_mem_free(array->array.items);
    }
}

/* A value may lie in a document that is released with it: its blocks go last. */
void pal_json_free(struct pal_json *json)
{
    struct pal_json *todo = NULL;
    struct pal_json *roots = NULL;
    if (json != NULL) {
        push(&todo, json);
    }
    while (todo != NULL) {
        struct pal_json *value = todo;
        todo = value->next;
        if (value->kind == PAL_JSON_OBJECT) {
            release_members(value, &todo);
        } else if (value->kind == PAL_JSON_ARRAY) {
            release_items(value, &todo);
        }
        if (value->place == PAL_JSON_OWN) {
            pal_mem_free(value);
        } else if (value->place == PAL_JSON_ROOT) {
            push(&roots, value);
        }
    }
    while (roots != NULL) {
        struct pal_json_blocks blocks = pal_json_blocks_of(roots);
        roots = roots->next;
        pal_json_blocks_done(&blocks);
    }
}

void pal_json_done(struct pal_json **json)
{
    pal_json_free(*json);
    *json = NULL;
}

/* --- Making ----------------------------------------------------------------------------------- */

static struct pal_json *value_new_with(enum pal_json_kind kind, size_t more)
{
    struct pal_json *value = pal_mem_new(1, sizeof *value + more);
    value->kind = (uint8_t)kind;
    return value;
}

static struct pal_json *value_new(enum pal_json_kind kind)
{
    return value_new_with(kind, 0);
}

struct pal_json *pal_json_object_new(void)
{
    return value_new(PAL_JSON_OBJECT);
}

struct pal_json *pal_json_array_new(void)
{
    return value_new(PAL_JSON_ARRAY);
}

struct pal_json *pal_json_text_new(struct pal_text text)
{
    PAL_CHECK(pal_text_is_utf8(text));
    struct pal_json *value = value_new_with(PAL_JSON_TEXT, text.size + 1);
    char *bytes = (char *)(value + 1);
    if (text.size > 0) {
        memcpy(bytes, text.bytes, text.size);
    }
    value->text = (struct pal_text){bytes, text.size};
    return value;
}

struct pal_json *pal_json_int_new(int64_t value)
{
    struct pal_json *number = value_new(PAL_JSON_INT);
    number->number = value;
    return number;
}

struct pal_json *pal_json_null_new(void)
{
    return value_new(PAL_JSON_NULL);
}

struct pal_json *pal_json_copy(const struct pal_json *json)
{
    PAL_BUF(text);
    pal_json_write(json, &text);
    struct pal_json *copy = NULL;
    enum pal_err err = pal_json_read(pal_buf_text(&text), &copy, NULL);
    PAL_CHECK(err == PAL_OK); /* what was written can be read */
    return copy;
}

/* --- Changing --------------------------------------------------------------------------------- */

void pal_json_set(struct pal_json *object, const char *name, struct pal_json *value)
{
    PAL_CHECK(object->kind == PAL_JSON_OBJECT);
    PAL_CHECK(value != NULL);
    struct pal_json_pair *pair = pal_json_pair_find(object, name);
    if (pair != NULL) {
        pal_json_free(pair->value);
        pair->value = value;
        return;
    }
    PAL_CHECK(pal_text_is_utf8(pal_text_of(name)));
    size_t size = strlen(name) + 1;
    pair = pal_mem_new(1, sizeof *pair + size);
    memcpy(pair->name, name, size);
    pair->value = value;
    pal_json_pair_add(object, pair, NULL);
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
    struct pal_json *truth = value_new(PAL_JSON_BOOL);
    truth->truth = value;
    pal_json_set(object, name, truth);
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
    PAL_CHECK(array->kind == PAL_JSON_ARRAY);
    PAL_CHECK(value != NULL);
    PAL_CHECK(array->count < UINT32_MAX);
    if (array->array.room == 0) {
        size_t room = pal_mem_capacity(0, (size_t)array->count + 1);
        struct pal_json **items = pal_mem_new(room, sizeof(void *));
        for (size_t i = 0; i < array->count; i++) {
            items[i] = array->array.items[i]; /* those in a block stay there, unused */
        }
        array->array.items = items;
        array->array.room = room;
    }
    if (array->count == array->array.room) {
        array->array.room = pal_mem_capacity(array->array.room, (size_t)array->count + 1);
        array->array.items = pal_mem_grow(array->array.items, array->array.room, sizeof(void *));
    }
    array->array.items[array->count++] = value;
}

void pal_json_append_text(struct pal_json *array, struct pal_text text)
{
    pal_json_append(array, pal_json_text_new(text));
}
