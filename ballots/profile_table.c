/* profile_table.c - indexes found by a hash, in slots of which at least half are free. */
#include "profile_table.h"

#include "base/check.h"
#include "base/mem.h"

enum { SLOTS_AT_FIRST = 64 };

void pal_profile_table_init(struct pal_profile_table *table)
{
    *table = (struct pal_profile_table){.slot_count = SLOTS_AT_FIRST};
    table->slots = pal_mem_new(table->slot_count, sizeof *table->slots);
}

void pal_profile_table_done(struct pal_profile_table *table)
{
    pal_mem_free(table->slots);
    *table = (struct pal_profile_table){0};
}

void pal_profile_table_clear(struct pal_profile_table *table)
{
    pal_profile_table_done(table);
    pal_profile_table_init(table);
}

/* Takes the first free slot from that of the hash on. */
static void take_slot(struct pal_profile_table *table, struct pal_profile_slot taken)
{
    size_t slot = pal_profile_table_first(table, taken.hash);
    while (table->slots[slot].place > 0) {
        slot = pal_profile_table_next(table, slot);
    }
    table->slots[slot] = taken;
    table->taken_count++;
}

static void enlarge(struct pal_profile_table *table)
{
    struct pal_profile_table larger = {.slot_count = 2 * table->slot_count};
    larger.slots = pal_mem_new(larger.slot_count, sizeof *larger.slots);
    for (size_t slot = 0; slot < table->slot_count; slot++) {
        if (table->slots[slot].place > 0) {
            take_slot(&larger, table->slots[slot]);
        }
    }
    pal_profile_table_done(table);
    *table = larger;
}

void pal_profile_table_add(struct pal_profile_table *table, size_t index, uint32_t hash)
{
    PAL_CHECK(index < UINT32_MAX - 1);
    if (2 * (table->taken_count + 1) > table->slot_count) {
        enlarge(table);
    }
    take_slot(table, (struct pal_profile_slot){.place = (uint32_t)index + 1, .hash = hash});
}
