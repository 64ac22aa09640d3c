/*
 * types.c - the types of entries, each with its fields; docs/log.md says what each of them means.
 *
 * A row is never changed once released: another meaning is another type.
 */
#include "audit/entry.h"

/* clang-format off */
static const struct pal_entry_type types[] = {
    {"log.genesis", {
        {"origin",   PAL_FIELD_TEXT, false},
        {"software", PAL_FIELD_TEXT, false},
        {"spec",     PAL_FIELD_TEXT, false},
        {"vkey",     PAL_FIELD_TEXT, false},
    }},
    {"society.found", {
        {"hash",    PAL_FIELD_HASH, false},
        {"society", PAL_FIELD_UUID, false},
    }},
    {"society.change", {
        {"hash",    PAL_FIELD_HASH, false},
        {"society", PAL_FIELD_UUID, false},
    }},
    {"constitution.enter", {
        {"adopted_by",   PAL_FIELD_UUID,  true},
        {"constitution", PAL_FIELD_UUID,  false},
        {"effective_on", PAL_FIELD_DATE,  false},
        {"hash",         PAL_FIELD_HASH,  false},
        {"number",       PAL_FIELD_COUNT, false},
        {"parent",       PAL_FIELD_UUID,  true},
    }},
    {"register.change", {
        {"c",    PAL_FIELD_HASH, false},
        {"what", PAL_FIELD_TEXT, false},
    }},
    {"register.import", {
        {"c",        PAL_FIELD_HASH,   false},
        {"colleges", PAL_FIELD_OBJECT, false},
        {"count",    PAL_FIELD_COUNT,  false},
    }},
    {"link.make", {
        {"count", PAL_FIELD_COUNT, false},
    }},
    {"office.grant", {
        {"holder", PAL_FIELD_HASH,    false},
        {"office", PAL_FIELD_UUID,    false},
        {"role",   PAL_FIELD_TEXT,    false},
        {"until",  PAL_FIELD_INSTANT, true},
    }},
    {"office.end", {
        {"office", PAL_FIELD_UUID, false},
    }},
};
/* clang-format on */

const struct pal_entry_type *pal_entry_types(size_t *out_count)
{
    *out_count = sizeof types / sizeof types[0];
    return types;
}

const struct pal_entry_type *pal_entry_type_find(struct pal_text name)
{
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (pal_text_is(name, types[i].name)) {
            return &types[i];
        }
    }
    return NULL;
}
