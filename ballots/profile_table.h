/*
 * profile_table.h - the tables of a profile: indexes found by a hash.
 *
 * Two entries may have one hash: whoever looks walks from the first slot on and compares, until a
 * slot is free, of which there are always at least half.
 */
#ifndef PAL_BALLOTS_PROFILE_TABLE_H
#define PAL_BALLOTS_PROFILE_TABLE_H

#include "ballots/profile.h"
#include "base/check.h"

void pal_profile_table_init(struct pal_profile_table *table);
void pal_profile_table_done(struct pal_profile_table *table);
/* Back to no entries. */
void pal_profile_table_clear(struct pal_profile_table *table);
/* Adds an index, to be found by that hash. */
void pal_profile_table_add(struct pal_profile_table *table, size_t index, uint32_t hash);

/* Makes room for so many entries in all. */
void pal_profile_table_make_room(struct pal_profile_table *table, size_t count);
static inline void pal_profile_table_expect(struct pal_profile_table *table, size_t count)
{
    if (2 * count > table->slot_count) {
        pal_profile_table_make_room(table, count);
    }
}

/* Where to look first, and then. */
static inline size_t pal_profile_table_first(const struct pal_profile_table *table, uint32_t hash)
{
    return hash & (table->slot_count - 1);
}

static inline size_t pal_profile_table_next(const struct pal_profile_table *table, size_t slot)
{
    return (slot + 1) & (table->slot_count - 1);
}

/* Adds an index at the free slot at which a look for that hash has ended; there is room for it. */
static inline void pal_profile_table_take(struct pal_profile_table *table, size_t slot,
                                          size_t index, uint32_t hash)
{
    PAL_CHECK(index < UINT32_MAX - 1);
    table->slots[slot] = (struct pal_profile_slot){.place = (uint32_t)index + 1, .hash = hash};
    table->taken_count++;
}

#endif
