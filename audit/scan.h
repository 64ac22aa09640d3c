/*
 * scan.h - an entry read in one go, where it is one of the plain ones that most of a log is made of.
 */
#ifndef PAL_AUDIT_SCAN_H
#define PAL_AUDIT_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/entry.h"
#include "base/text.h"

struct pal_scanned {
    const struct pal_entry_type *type;
    struct pal_text values[PAL_ENTRY_FIELDS]; /* of the fields of the type; NULL bytes: absent */
    int64_t made_at;
    /* Of the type, known from one entry to the next. */
    bool is_ordered; /* its fields stand in the order of their names */
    size_t type_size, name_sizes[PAL_ENTRY_FIELDS];
};
/* Is it an entry that pal_entry_parse takes? True only if that is certain from its bytes alone: plain
 * ASCII without escapes, texts, identifiers, hashes and small numbers. False says nothing. Views are
 * of the bytes; what is there, zeros or what an entry left, is tried first. */
bool pal_entry_scan(struct pal_text bytes, struct pal_scanned *out);

#endif
