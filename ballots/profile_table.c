/* profile_table.c - indexes found by a hash, in slots of which at least half are free. */
#include "profile_table.h"

#include "base/mem.h"

enum { SLOTS_AT_FIRST = 64 };

void pal_profile_table_init(struct pal_profile_table *table)
{
    *table = (struct pal_profile_table){.slot_count = SLOTS_AT_FIRST};
    table->slots = pal_mem_new_large(table->slot_count, sizeof *table->slots);
}

void pal_profile_table_done(struct pal_profile_table *table)
{
    pal_mem_free_large(table->slots, table->slot_count, sizeof *table->slots);
    *table = (struct pal_profile_table){0};
}

void pal_profile_table_clear(struct pal_profile_table *table)
{
    pal_profile_table_done(table);
    pal_profile_table_init(table);
}

static size_t find_free(const struct pal_profile_table *table, uint32_t hash)
{
    size_t slot = pal_profile_table_first(table, hash);
    while (table->slots[slot].place > 0) {
        slot = pal_profile_table_next(table, slot);
    }
    return slot;
}

void pal_profile_table_make_room(struct pal_profile_table *table, size_t count)
{
    struct pal_profile_table larger = {.slot_count = pal_mem_capacity(table->slot_count, 2 * count),
                                       .taken_count = table->taken_count};
    larger.slots = pal_mem_new_large(larger.slot_count, sizeof *larger.slots);
    for (size_t slot = 0; slot < table->slot_count; slot++) {
        if (table->slots[slot].place > 0) {
            larger.slots[find_free(&larger, table->slots[slot].hash)] = table->slots[slot];
        }
    }
    pal_profile_table_done(table);
    *table = larger;
}

void pal_profile_table_add(struct pal_profile_table *table, size_t index, uint32_t hash)
{
    pal_profile_table_expect(table, table->taken_count + 1);
    pal_profile_table_take(table, find_free(table, hash), index, hash);
}
