/*
 * scan.c - reads the plain entries of a log without building them.
 *
 * What it takes is canonical and of the form of its type; what it does not take is read again by
 * pal_entry_parse, which alone refuses.
 */
#include "scan.h"

#include <string.h>

#include "base/limits.h"

struct cursor {
    const char *at, *end;
};

static bool skip(struct cursor *cursor, const char *expected)
{
    size_t size = strlen(expected);
    if ((size_t)(cursor->end - cursor->at) < size || memcmp(cursor->at, expected, size) != 0) {
        return false;
    }
    cursor->at += size;
    return true;
}

/* Up to the quotation mark that ends it: printable ASCII without escapes. */
static bool read_plain(struct cursor *cursor, struct pal_text *out)
{
    const char *from = cursor->at;
    while (cursor->at < cursor->end && *cursor->at != '"') {
        if (*cursor->at < ' ' || *cursor->at > '~' || *cursor->at == '\\') {
            return false;
        }
        cursor->at++;
    }
    *out = (struct pal_text){from, (size_t)(cursor->at - from)};
    return skip(cursor, "\"");
}

static bool read_digits(struct cursor *cursor, struct pal_text *out)
{
    const char *from = cursor->at;
    while (cursor->at < cursor->end && *cursor->at >= '0' && *cursor->at <= '9') {
        cursor->at++;
    }
    *out = (struct pal_text){from, (size_t)(cursor->at - from)};
    return out->size > 0 && out->size <= 15 && (out->size == 1 || from[0] != '0');
}

static bool is_hex(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        bool is_digit = bytes[i] >= '0' && bytes[i] <= '9';
        if (!is_digit && (bytes[i] < 'a' || bytes[i] > 'f')) {
            return false;
        }
    }
    return true;
}

static bool is_uuid(struct pal_text text)
{
    static const size_t groups[] = {8, 4, 4, 4, 12};
    const char *at = text.bytes;
    if (text.size != PAL_UUID_TEXT_SIZE) {
        return false;
    }
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        if (!is_hex(at, groups[i]) || (i < 4 && at[groups[i]] != '-')) {
            return false;
        }
        at += groups[i] + 1;
    }
    return true;
}

static bool read_value(struct cursor *cursor, enum pal_field_kind kind, struct pal_text *out)
{
    switch (kind) {
    case PAL_FIELD_COUNT:
    case PAL_FIELD_INSTANT: return read_digits(cursor, out);
    case PAL_FIELD_TEXT: return skip(cursor, "\"") && read_plain(cursor, out) && out->size > 0;
    case PAL_FIELD_UUID: return skip(cursor, "\"") && read_plain(cursor, out) && is_uuid(*out);
    case PAL_FIELD_HASH:
        return skip(cursor, "\"") && read_plain(cursor, out) && out->size == 2 * PAL_HASH_SIZE &&
               is_hex(out->bytes, out->size);
    case PAL_FIELD_PSEUDONYM:
    case PAL_FIELD_DATE:
    case PAL_FIELD_RATIO:
    case PAL_FIELD_BOOL:
    case PAL_FIELD_OBJECT:
    case PAL_FIELD_ARRAY: break;
    }
    return false;
}

/* The members of d, which are fields of the type in the order of its table: that of their names. */
static bool read_fields(struct cursor *cursor, struct pal_scanned *out)
{
    bool is_first = true;
    for (size_t i = 0; i < PAL_ENTRY_FIELDS && out->type->fields[i].name != NULL; i++) {
        const struct pal_entry_field *field = &out->type->fields[i];
        struct cursor ahead = *cursor;
        bool is_there = (is_first || skip(&ahead, ",")) && skip(&ahead, "\"") &&
                        skip(&ahead, field->name) && skip(&ahead, "\":");
        if (i > 0 && strcmp(out->type->fields[i - 1].name, field->name) >= 0) {
            return false;
        }
        out->values[i] = (struct pal_text){0};
        if (!is_there) {
            if (!field->is_optional) {
                return false;
            }
            continue;
        }
        if (!read_value(&ahead, field->kind, &out->values[i])) {
            return false;
        }
        *cursor = ahead;
        is_first = false;
    }
    return true;
}

/* The type stands behind what it types: near the end of the bytes. */
static bool find_type(struct pal_text bytes, const struct pal_entry_type **out_type)
{
    static const char before[] = ",\"t\":\"";
    size_t far = bytes.size < 80 ? bytes.size : 80;
    const char *at = bytes.bytes + bytes.size - far;
    const char *end = bytes.bytes + bytes.size - (sizeof before - 1);
    while (at < end && memcmp(at, before, sizeof before - 1) != 0) {
        at++;
    }
    struct cursor cursor = {at + sizeof before - 1, bytes.bytes + bytes.size};
    struct pal_text name;
    if (at >= end || !read_plain(&cursor, &name)) {
        return false;
    }
    if (*out_type == NULL || !pal_text_is(name, (*out_type)->name)) {
        *out_type = pal_entry_type_find(name);
    }
    return *out_type != NULL;
}

bool pal_entry_scan(struct pal_text bytes, struct pal_scanned *out)
{
    struct cursor cursor = {bytes.bytes, bytes.bytes + bytes.size};
    struct pal_text id;
    struct pal_text seconds;
    if (bytes.size < 80 || bytes.size > PAL_LIMIT_ENTRY || !find_type(bytes, &out->type)) {
        return false;
    }
    bool is_entry = skip(&cursor, "{\"d\":{") && read_fields(&cursor, out) &&
                    skip(&cursor, "},\"id\":\"") && read_plain(&cursor, &id) && is_uuid(id) &&
                    skip(&cursor, ",\"t\":\"") && skip(&cursor, out->type->name) &&
                    skip(&cursor, "\",\"ts\":") && read_digits(&cursor, &seconds) &&
                    skip(&cursor, ",\"v\":1}") && cursor.at == cursor.end;
    return is_entry && pal_text_int(seconds, &out->made_at) == PAL_OK;
}
