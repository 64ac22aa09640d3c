/*
 * recount_table.h - texts of which many are the same: what was made of each is found again.
 *
 * Identical ballots share their marks, so that a million of them take little room.
 */
#ifndef PAL_AUDIT_RECOUNT_TABLE_H
#define PAL_AUDIT_RECOUNT_TABLE_H

#include <stdbool.h>

#include "audit/recount.h"

struct pal_recount_slot {
    char *text; /* NULL: an empty slot */
    size_t text_size;
    struct pal_draft *draft; /* apart, so that it stays where ballots point when the table grows */
    size_t number;
    bool has_counted;
};
void pal_recount_table_init(struct pal_recount_table *table);
void pal_recount_table_done(struct pal_recount_table *table);
/* The slot of a text, new and zero but for its text where it was not met. Lent until the next call. */
struct pal_recount_slot *pal_recount_table_find(struct pal_recount_table *table,
                                                struct pal_text text, bool *out_is_new);
/* Takes back the slot that the last call made. */
void pal_recount_table_drop(struct pal_recount_table *table, struct pal_recount_slot *slot);

#endif
