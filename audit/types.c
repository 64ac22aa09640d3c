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
