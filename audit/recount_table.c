/* recount_table.c - a table of texts, found by a hash that nobody outside can aim at. */
#include "recount_table.h"

#include <string.h>

#include "base/mem.h"

void pal_recount_table_init(struct pal_recount_table *table)
{
    *table = (struct pal_recount_table){.slot_count = 64};
    table->slots = pal_mem_new(table->slot_count, sizeof *table->slots);
    pal_crypto_random(table->key, sizeof table->key);
}

static void release(struct pal_recount_slot *slot)
{
    if (slot->draft != NULL) {
        pal_draft_done(slot->draft);
        pal_mem_free(slot->draft);
    }
    pal_mem_free(slot->text);
}

void pal_recount_table_done(struct pal_recount_table *table)
{
    for (size_t i = 0; i < table->slot_count; i++) {
        if (table->slots[i].text != NULL) {
            release(&table->slots[i]);
        }
    }
    pal_mem_free(table->slots);
    *table = (struct pal_recount_table){0};
}

static struct pal_recount_slot *find(const struct pal_recount_table *table, struct pal_text text)
{
    size_t at = (size_t)pal_crypto_table_hash(table->key, text.bytes, text.size);
    for (;;) {
        struct pal_recount_slot *slot = &table->slots[at & (table->slot_count - 1)];
        bool is_same = slot->text != NULL && slot->text_size == text.size &&
                       memcmp(slot->text, text.bytes, text.size) == 0;
        if (slot->text == NULL || is_same) {
            return slot;
        }
        at++;
    }
}

static void grow(struct pal_recount_table *table)
{
    struct pal_recount_table old = *table;
    table->slot_count = 2 * old.slot_count;
    table->slots = pal_mem_new(table->slot_count, sizeof *table->slots);
    for (size_t i = 0; i < old.slot_count; i++) {
        const struct pal_recount_slot *slot = &old.slots[i];
        if (slot->text != NULL) {
            *find(table, (struct pal_text){slot->text, slot->text_size}) = *slot;
        }
    }
    pal_mem_free(old.slots);
}

struct pal_recount_slot *pal_recount_table_find(struct pal_recount_table *table,
                                                struct pal_text text, bool *out_is_new)
{
    if (2 * table->taken_count >= table->slot_count) {
        grow(table);
    }
    struct pal_recount_slot *slot = find(table, text);
    *out_is_new = slot->text == NULL;
    if (*out_is_new) {
        *slot = (struct pal_recount_slot){.text = pal_text_copy(text), .text_size = text.size};
        table->taken_count++;
    }
    return slot;
}

void pal_recount_table_drop(struct pal_recount_table *table, struct pal_recount_slot *slot)
{
    release(slot);
    *slot = (struct pal_recount_slot){0};
    table->taken_count--;
}
