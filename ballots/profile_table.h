/*
 * profile_table.h - the tables of a profile: indexes found by a hash.
 *
 * Two entries may have one hash: whoever looks walks from the first slot on and compares, until a
 * slot is free, of which there are always at least half.
 */
#ifndef PAL_BALLOTS_PROFILE_TABLE_H
#define PAL_BALLOTS_PROFILE_TABLE_H

#include "ballots/profile.h"

void pal_profile_table_init(struct pal_profile_table *table);
void pal_profile_table_done(struct pal_profile_table *table);
/* Back to no entries. */
void pal_profile_table_clear(struct pal_profile_table *table);
/* Adds an index, to be found by that hash. */
void pal_profile_table_add(struct pal_profile_table *table, size_t index, uint32_t hash);

/* Where to look first, and then. */
static inline size_t pal_profile_table_first(const struct pal_profile_table *table, uint32_t hash)
{
    return hash & (table->slot_count - 1);
}

static inline size_t pal_profile_table_next(const struct pal_profile_table *table, size_t slot)
{
    return (slot + 1) & (table->slot_count - 1);
}

#endif
