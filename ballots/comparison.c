/*
 * comparison.c - two constitutions, each taken apart into places and values, and the places compared.
 */
#include "ballots/comparison.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/mem.h"

struct place {
    char *at;
    const struct pal_json *value; /* lent by the document */
};
struct places {
    struct place *items; /* in the order of the document */
    size_t count, capacity;
    struct place *sorted; /* the same by `at` */
};
#define PLACES(name) struct places name PAL_CLEANUP(places_done) = {0}

static void places_done(struct places *places)
{
    for (size_t i = 0; i < places->count; i++) {
        pal_mem_free(places->items[i].at);
    }
    pal_mem_free(places->items);
    pal_mem_free(places->sorted);
}

static void places_add(struct places *places, struct pal_text at, const struct pal_json *value)
{
    if (places->count == places->capacity) {
        places->capacity = pal_mem_capacity(places->capacity, places->count + 1);
        places->items = pal_mem_grow(places->items, places->capacity, sizeof *places->items);
    }
    places->items[places->count++] =
        (struct place){.at = pal_mem_copy_string(at.bytes), .value = value};
}

/* Something on the way down: a list is entered only where each of its objects has an "id". */
struct level {
    const struct pal_json *json;
    const char *name;   /* the member before, of an object */
    size_t index;       /* of the next one, of a list */
    struct pal_text at; /* what the thing at work is called */
};

static bool is_list_of_ids(const struct pal_json *json)
{
    for (size_t i = 0; i < pal_json_count(json); i++) {
        const struct pal_json *item = pal_json_at(json, i);
        if (pal_json_kind(item) != PAL_JSON_OBJECT || !pal_json_has(item, "id")) {
            return false;
        }
    }
    return pal_json_count(json) > 0;
}

static bool is_entered(const struct pal_json *json)
{
    if (pal_json_kind(json) == PAL_JSON_OBJECT) {
        return pal_json_count(json) > 0;
    }
    return pal_json_kind(json) == PAL_JSON_ARRAY && is_list_of_ids(json);
}

/* The next thing in a level; NULL after the last. */
static const struct pal_json *next_in(struct level *level)
{
    if (pal_json_kind(level->json) == PAL_JSON_OBJECT) {
        const struct pal_json *member = pal_json_next(level->json, &level->name);
        level->at = pal_text_of(level->name);
        return member;
    }
    if (level->index == pal_json_count(level->json)) {
        return NULL;
    }
    const struct pal_json *item = pal_json_at(level->json, level->index++);
    level->at = pal_json_as_text(pal_json_get(item, "id"));
    return item;
}

static int by_place(const void *left, const void *right)
{
    const struct place *a = left;
    const struct place *b = right;
    return strcmp(a->at, b->at);
}

static void place_of(const struct level *levels, size_t depth, struct pal_buf *path)
{
    pal_buf_clear(path);
    for (size_t i = 0; i < depth; i++) {
        pal_buf_add_string(path, "/");
        pal_buf_add_text(path, levels[i].at);
    }
}

static void take_apart(const struct pal_json *document, struct places *out)
{
    struct level levels[PAL_LIMIT_JSON_DEPTH + 1];
    size_t depth = 0;
    PAL_BUF(path);
    levels[depth++] = (struct level){.json = document};
    while (depth > 0) {
        const struct pal_json *value = next_in(&levels[depth - 1]);
        if (value == NULL) {
            depth--;
            continue;
        }
        /* RULE docs/rules/templates.md
         * > The member
         * > `derived_from` is left out.
         */
        if (depth == 1 && pal_text_is(levels[0].at, "derived_from")) {
            continue;
        }
        if (is_entered(value)) {
            PAL_CHECK(depth < sizeof levels / sizeof levels[0]);
            levels[depth++] = (struct level){.json = value};
            continue;
        }
        place_of(levels, depth, &path);
        places_add(out, pal_buf_text(&path), value);
    }
    out->sorted = pal_mem_new(out->count + 1, sizeof *out->sorted);
    for (size_t i = 0; i < out->count; i++) {
        out->sorted[i] = out->items[i];
    }
    qsort(out->sorted, out->count, sizeof *out->sorted, by_place);
}

static const struct pal_json *value_at(const struct places *places, const struct place *place)
{
    const struct place *found =
        bsearch(place, places->sorted, places->count, sizeof *places->sorted, by_place);
    return found == NULL ? NULL : found->value;
}

static void report(struct pal_json *changes, const struct place *place, const struct pal_json *from,
                   const struct pal_json *to)
{
    struct pal_json *change = pal_json_object_new();
    const char *op = from == NULL ? "add" : "replace";
    pal_json_set_string(change, "op", to == NULL ? "remove" : op);
    pal_json_set_string(change, "at", place->at);
    if (from != NULL) {
        pal_json_set(change, "from", pal_json_copy(from));
    }
    if (to != NULL) {
        pal_json_set(change, "to", pal_json_copy(to));
    }
    pal_json_append(changes, change);
}

/* RULE docs/rules/templates.md
 * > Two constitutions differ in the places that one of them states and the other does not, or states
 * > otherwise.
 * RULE docs/rules/templates.md
 * > Differences come in the order
 * > of the second document, then what only the first has in the order of the first.
 */
struct pal_json *pal_constitution_compare(const struct pal_constitution *from,
                                          const struct pal_constitution *to)
{
    PLACES(before);
    PLACES(after);
    take_apart(from->document, &before);
    take_apart(to->document, &after);
    struct pal_json *changes = pal_json_array_new();
    for (size_t i = 0; i < after.count; i++) {
        const struct place *place = &after.items[i];
        const struct pal_json *was = value_at(&before, place);
        if (was == NULL || !pal_json_is_same(was, place->value)) {
            report(changes, place, was, place->value);
        }
    }
    for (size_t i = 0; i < before.count; i++) {
        if (value_at(&after, &before.items[i]) == NULL) {
            report(changes, &before.items[i], before.items[i].value, NULL);
        }
    }
    return changes;
}
