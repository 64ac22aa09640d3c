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
    static const uint8_t digits[256] = {
        ['0'] = 1, ['1'] = 1, ['2'] = 1, ['3'] = 1, ['4'] = 1, ['5'] = 1, ['6'] = 1, ['7'] = 1,
        ['8'] = 1, ['9'] = 1, ['a'] = 1, ['b'] = 1, ['c'] = 1, ['d'] = 1, ['e'] = 1, ['f'] = 1,
    };
    uint8_t all = 1;
    for (size_t i = 0; i < size; i++) {
        all &= digits[(uint8_t)bytes[i]];
    }
    return all != 0;
}

static bool is_uuid(const char *at)
{
    return is_hex(at, 8) && at[8] == '-' && is_hex(at + 9, 4) && at[13] == '-' &&
           is_hex(at + 14, 4) && at[18] == '-' && is_hex(at + 19, 4) && at[23] == '-' &&
           is_hex(at + 24, 12);
}

/* So many bytes and the quotation mark that ends them. */
static bool read_exactly(struct cursor *cursor, size_t size, struct pal_text *out)
{
    if ((size_t)(cursor->end - cursor->at) <= size || cursor->at[size] != '"') {
        return false;
    }
    *out = (struct pal_text){cursor->at, size};
    cursor->at += size + 1;
    return true;
}

static bool read_uuid(struct cursor *cursor, struct pal_text *out)
{
    return read_exactly(cursor, PAL_UUID_TEXT_SIZE, out) && is_uuid(out->bytes);
}

static bool read_value(struct cursor *cursor, enum pal_field_kind kind, struct pal_text *out)
{
    switch (kind) {
    case PAL_FIELD_COUNT:
    case PAL_FIELD_INSTANT: return read_digits(cursor, out);
    case PAL_FIELD_TEXT: return skip(cursor, "\"") && read_plain(cursor, out) && out->size > 0;
    case PAL_FIELD_UUID: return skip(cursor, "\"") && read_uuid(cursor, out);
    case PAL_FIELD_HASH:
        return skip(cursor, "\"") && read_exactly(cursor, (size_t)2 * PAL_HASH_SIZE, out) &&
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

/* The type stands behind what it types: before the second and the version, at the end of the bytes. */
static bool find_type(struct pal_text bytes, const struct pal_entry_type **type)
{
    static const char second[] = "\",\"ts\":";
    static const char version[] = ",\"v\":1}";
    size_t at = bytes.size - (sizeof version - 1);
    while (at > 0 && bytes.bytes[at - 1] >= '0' && bytes.bytes[at - 1] <= '9') {
        at--;
    }
    if (at < sizeof second - 1 ||
        memcmp(bytes.bytes + at - (sizeof second - 1), second, sizeof second - 1) != 0) {
        return false;
    }
    size_t end = at - (sizeof second - 1);
    size_t from = end;
    while (from > 0 && bytes.bytes[from - 1] != '"') {
        from--;
    }
    struct pal_text name = {bytes.bytes + from, end - from};
    if (*type == NULL || !pal_text_is(name, (*type)->name)) {
        *type = pal_entry_type_find(name);
    }
    return *type != NULL;
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
                    skip(&cursor, "},\"id\":\"") && read_uuid(&cursor, &id) &&
                    skip(&cursor, ",\"t\":\"") && skip(&cursor, out->type->name) &&
                    skip(&cursor, "\",\"ts\":") && read_digits(&cursor, &seconds) &&
                    skip(&cursor, ",\"v\":1}") && cursor.at == cursor.end;
    return is_entry && pal_text_int(seconds, &out->made_at) == PAL_OK;
}
