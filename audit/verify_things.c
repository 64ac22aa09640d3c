/* verify_things.c - what the entries of a log speak of, found by kind and identifier. */
#include "base/check.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"

#include "things.h"

void pal_things_init(struct pal_things *things)
{
    *things = (struct pal_things){.slot_count = 256};
    things->slots = pal_mem_new(things->slot_count, sizeof *things->slots);
    pal_crypto_random(things->key, sizeof things->key);
}

void pal_things_done(struct pal_things *things)
{
    pal_mem_free(things->items);
    pal_mem_free(things->slots);
    *things = (struct pal_things){0};
}

static uint32_t *find_slot(const struct pal_things *things, enum pal_thing_kind kind,
                           const struct pal_uuid *uuid)
{
    size_t at = (size_t)pal_crypto_table_hash(things->key, uuid->bytes, PAL_UUID_SIZE) + kind;
    for (;; at++) {
        uint32_t *slot = &things->slots[at & (things->slot_count - 1)];
        if (*slot == 0 || (things->items[*slot - 1].kind == kind &&
                           pal_uuid_equal(&things->items[*slot - 1].uuid, uuid))) {
            return slot;
        }
    }
}

struct pal_thing *pal_things_find(const struct pal_things *things, enum pal_thing_kind kind,
                                  const struct pal_uuid *uuid)
{
    uint32_t place = *find_slot(things, kind, uuid);
    return place == 0 ? NULL : &things->items[place - 1];
}

static void grow(struct pal_things *things)
{
    pal_mem_free(things->slots);
    things->slot_count *= 2;
    things->slots = pal_mem_new(things->slot_count, sizeof *things->slots);
    const struct pal_thing *items = things->items;
    PAL_CHECK(items != NULL); /* it is full */
    for (size_t i = 0; i < things->count; i++) {
        uint32_t *slot = find_slot(things, items[i].kind, &items[i].uuid);
        PAL_CHECK(slot != NULL);
        *slot = (uint32_t)i + 1;
    }
}

struct pal_thing *pal_things_create(struct pal_things *things, enum pal_thing_kind kind,
                                    const struct pal_json *d, const char *field)
{
    struct pal_uuid uuid;
    if (pal_json_uuid(d, field, &uuid, NULL) != PAL_OK || things->count >= PAL_LIMIT_LOG_THINGS) {
        return NULL;
    }
    if (2 * things->count >= things->slot_count) {
        grow(things);
    }
    uint32_t *slot = find_slot(things, kind, &uuid);
    if (*slot != 0) {
        return NULL;
    }
    things->capacity = pal_mem_capacity(things->capacity, things->count + 1);
    things->items = pal_mem_grow(things->items, things->capacity, sizeof *things->items);
    things->items[things->count] = (struct pal_thing){.uuid = uuid, .kind = kind};
    things->count++;
    *slot = (uint32_t)things->count;
    return &things->items[things->count - 1];
}

struct pal_thing *pal_things_named(const struct pal_things *things, enum pal_thing_kind kind,
                                   const struct pal_json *d, const char *field)
{
    struct pal_uuid uuid;
    return pal_json_uuid(d, field, &uuid, NULL) == PAL_OK ? pal_things_find(things, kind, &uuid)
                                                          : NULL;
}

size_t pal_things_place(const struct pal_things *things, const struct pal_thing *thing)
{
    return thing == NULL ? 0 : (size_t)(thing - things->items) + 1;
}

bool pal_thing_is_in(const struct pal_thing *thing, unsigned states)
{
    return thing != NULL && (states >> thing->state & 1U) != 0;
}

bool pal_thing_move(struct pal_thing *thing, unsigned from, enum pal_thing_state to)
{
    bool is_right = pal_thing_is_in(thing, from);
    if (thing != NULL) {
        thing->state = to;
    }
    return is_right;
}

struct pal_thing *pal_things_at(const struct pal_things *things, size_t index_plus_one)
{
    return index_plus_one == 0 ? NULL : &things->items[index_plus_one - 1];
}
