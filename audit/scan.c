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

static inline bool skip_bytes(struct cursor *cursor, const char *expected, size_t size)
{
    if ((size_t)(cursor->end - cursor->at) < size || memcmp(cursor->at, expected, size) != 0) {
        return false;
    }
    cursor->at += size;
    return true;
}

/* A text that the compiler knows: its size and its comparison are then a few instructions. */
__attribute__((always_inline)) static inline bool skip(struct cursor *cursor, const char *expected)
{
    return skip_bytes(cursor, expected, strlen(expected));
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

/* Eight bytes at once. A sum sets the high bit of a byte that is not below a bound. */
static uint64_t from(uint64_t low_bits, char bound)
{
    return low_bits + (0x80 - (uint64_t)bound) * 0x0101010101010101;
}

/* The high bit of each byte of two quarters that is no lower-case hexadecimal digit. */
static uint64_t not_hex(const char *first, const char *second)
{
    uint32_t quarters[2];
    memcpy(&quarters[0], first, sizeof quarters[0]);
    memcpy(&quarters[1], second, sizeof quarters[1]);
    uint64_t bytes = (uint64_t)quarters[1] << 32 | quarters[0];
    uint64_t low_bits = bytes & 0x7f7f7f7f7f7f7f7f;
    uint64_t digits = from(low_bits, '0') & ~from(low_bits, '9' + 1);
    uint64_t letters = from(low_bits, 'a') & ~from(low_bits, 'f' + 1);
    return (bytes | ~(digits | letters)) & 0x8080808080808080;
}

static bool is_hash(const char *at)
{
    uint64_t wrong = 0;
    for (size_t i = 0; i < (size_t)2 * PAL_HASH_SIZE; i += 8) {
        wrong |= not_hex(at + i, at + i + 4);
    }
    return wrong == 0;
}

static bool is_uuid(const char *at)
{
    uint64_t wrong = not_hex(at, at + 4) | not_hex(at + 9, at + 14) | not_hex(at + 19, at + 24) |
                     not_hex(at + 28, at + 32);
    return wrong == 0 && at[8] == '-' && at[13] == '-' && at[18] == '-' && at[23] == '-';
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
               is_hash(out->bytes);
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
                        skip_bytes(&ahead, field->name, out->name_sizes[i]) && skip(&ahead, "\":");
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

/* What is asked of a type once, and not for each of its entries. */
static void know_type(struct pal_scanned *out)
{
    out->is_ordered = true;
    out->type_size = strlen(out->type->name);
    for (size_t i = 0; i < PAL_ENTRY_FIELDS && out->type->fields[i].name != NULL; i++) {
        out->name_sizes[i] = strlen(out->type->fields[i].name);
        out->is_ordered = out->is_ordered && (i == 0 || strcmp(out->type->fields[i - 1].name,
                                                               out->type->fields[i].name) < 0);
    }
}

/* Before the second and the version, at the end of the bytes. */
struct pal_text pal_entry_type_name(struct pal_text bytes)
{
    static const char second[] = "\",\"ts\":";
    static const char version[] = ",\"v\":1}";
    size_t at = bytes.size < sizeof version - 1 ? 0 : bytes.size - (sizeof version - 1);
    while (at > 0 && bytes.bytes[at - 1] >= '0' && bytes.bytes[at - 1] <= '9') {
        at--;
    }
    if (at < sizeof second - 1 ||
        memcmp(bytes.bytes + at - (sizeof second - 1), second, sizeof second - 1) != 0) {
        return (struct pal_text){0};
    }
    size_t end = at - (sizeof second - 1);
    size_t from = end;
    while (from > 0 && bytes.bytes[from - 1] != '"') {
        from--;
    }
    return (struct pal_text){bytes.bytes + from, end - from};
}

/* False: there is none, or it is the one that is known. */
static bool find_other_type(struct pal_text bytes, struct pal_scanned *out)
{
    const struct pal_entry_type *known = out->type;
    struct pal_text name = pal_entry_type_name(bytes);
    out->type = name.size == 0 ? known : pal_entry_type_find(name);
    if (out->type == NULL || out->type == known) {
        return false;
    }
    know_type(out);
    return true;
}

/* Digits that were counted. */
static int64_t number_of(struct pal_text digits)
{
    int64_t number = 0;
    for (size_t i = 0; i < digits.size; i++) {
        number = 10 * number + (digits.bytes[i] - '0');
    }
    return number;
}

/* Is it a plain entry of the type that is known? */
static bool scan_known(struct pal_text bytes, struct pal_scanned *out)
{
    struct cursor cursor = {bytes.bytes, bytes.bytes + bytes.size};
    struct pal_text id;
    struct pal_text seconds;
    bool is_entry =
        skip(&cursor, "{\"d\":{") && read_fields(&cursor, out) && skip(&cursor, "},\"id\":\"") &&
        read_uuid(&cursor, &id) && skip(&cursor, ",\"t\":\"") &&
        skip_bytes(&cursor, out->type->name, out->type_size) && skip(&cursor, "\",\"ts\":") &&
        read_digits(&cursor, &seconds) && skip(&cursor, ",\"v\":1}") && cursor.at == cursor.end;
    if (is_entry) {
        out->made_at = number_of(seconds);
    }
    return is_entry;
}

/* Entries of one type mostly follow each other: their name is looked for where it has changed. */
bool pal_entry_scan(struct pal_text bytes, struct pal_scanned *out)
{
    if (bytes.size < 80 || bytes.size > PAL_LIMIT_ENTRY) {
        return false;
    }
    if (out->type != NULL && out->is_ordered && scan_known(bytes, out)) {
        return true;
    }
    return find_other_type(bytes, out) && out->is_ordered && scan_known(bytes, out);
}
