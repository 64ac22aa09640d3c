/* entry.c - an entry of the log: its form, its bytes, the commitments that stand in it. */
#include "audit/entry.h"

#include <string.h>

#include "base/canon.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/limits.h"

#include "base32.h"

enum { ENTRY_VERSION = 1 };

_Static_assert((int)PAL_BASE32_DIGITS == (int)PAL_PSEUDONYM_SIZE, "a pseudonym is eighty bits");

static bool is_ratio(struct pal_text text)
{
    PAL_RATIO(ratio);
    if (pal_ratio_parse(text, ratio) != PAL_OK || mpq_sgn(ratio) < 0) {
        return false;
    }
    PAL_BUF(written);
    pal_ratio_write(ratio, &written);
    return pal_text_equal(text, pal_buf_text(&written));
}

bool pal_pseudonym_is(struct pal_text text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (memchr(pal_base32_digits, text.bytes[i], sizeof pal_base32_digits - 1) == NULL) {
            return false;
        }
    }
    return text.size == PAL_PSEUDONYM_SIZE;
}

static bool is_uuid(struct pal_text text)
{
    struct pal_uuid uuid;
    return pal_uuid_parse(text, &uuid) == PAL_OK;
}

static bool is_hash(struct pal_text text)
{
    struct pal_hash hash;
    return pal_hash_parse(text, &hash) == PAL_OK;
}

bool pal_field_is(const struct pal_json *value, enum pal_field_kind kind)
{
    enum pal_json_kind json_kind = pal_json_kind(value);
    bool is_text = json_kind == PAL_JSON_TEXT;
    struct pal_text text = is_text ? pal_json_as_text(value) : pal_text_of(NULL);
    struct pal_date date;
    switch (kind) {
    case PAL_FIELD_TEXT: return is_text && text.size > 0;
    case PAL_FIELD_UUID: return is_text && is_uuid(text);
    case PAL_FIELD_HASH: return is_text && is_hash(text);
    case PAL_FIELD_PSEUDONYM: return is_text && pal_pseudonym_is(text);
    case PAL_FIELD_DATE: return is_text && pal_date_parse(text, &date) == PAL_OK;
    case PAL_FIELD_RATIO: return is_text && is_ratio(text);
    case PAL_FIELD_COUNT:
    case PAL_FIELD_INSTANT: return json_kind == PAL_JSON_INT && pal_json_as_int(value) >= 0;
    case PAL_FIELD_BOOL: return json_kind == PAL_JSON_BOOL;
    case PAL_FIELD_OBJECT: return json_kind == PAL_JSON_OBJECT;
    case PAL_FIELD_ARRAY: return json_kind == PAL_JSON_ARRAY;
    }
    return false;
}

enum pal_err pal_entry_check(const struct pal_entry_type *type, const struct pal_json *d,
                             struct pal_where *out_where)
{
    if (pal_json_kind(d) != PAL_JSON_OBJECT) {
        pal_where_set(out_where, "%s", "");
        return PAL_ERR_ENTRY_GRAMMAR;
    }
    size_t known = 0;
    for (size_t i = 0; i < PAL_ENTRY_FIELDS && type->fields[i].name != NULL; i++) {
        const struct pal_entry_field *field = &type->fields[i];
        const struct pal_json *value = pal_json_get(d, field->name);
        bool is_right = value == NULL ? field->is_optional : pal_field_is(value, field->kind);
        if (!is_right) {
            pal_where_set(out_where, "/%s", field->name);
            return PAL_ERR_ENTRY_GRAMMAR;
        }
        known += value != NULL;
    }
    if (known != pal_json_count(d)) { /* a field that the type does not have */
        pal_where_set(out_where, "%s", "");
        return PAL_ERR_ENTRY_GRAMMAR;
    }
    return PAL_OK;
}

void pal_entry_done(struct pal_entry *entry)
{
    pal_json_free(entry->json);
    *entry = (struct pal_entry){0};
}

/* RULE docs/rules/log.md
 * > Its members stand in that order, which is the order of their names, so that the entry is
 * > canonical as a whole.
 */
void pal_entry_spell_cast(const struct pal_uuid *poll, const struct pal_hash *commitment,
                          struct pal_buf *buf)
{
    pal_buf_add_string(buf, "{\"c\":\"");
    pal_buf_add_hex(buf, commitment->bytes, PAL_HASH_SIZE);
    pal_buf_add_string(buf, "\",\"poll\":\"");
    pal_uuid_write(poll, pal_buf_add_room(buf, PAL_UUID_TEXT_SIZE));
    pal_buf_add_string(buf, "\"}");
}

enum pal_err pal_entry_write(const struct pal_entry *entry, struct pal_buf *buf,
                             struct pal_where *out_where)
{
    PAL_CHECK(entry->made_at >= 0);
    const struct pal_entry_type *type = pal_entry_type_find(entry->type);
    if (type == NULL) {
        pal_where_set(out_where, "/t");
        return PAL_ERR_ENTRY_GRAMMAR;
    }
    if (entry->spelled.size == 0) {
        PAL_TRY(pal_entry_check(type, entry->d, out_where));
    }

    char id[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(&entry->id, id);
    PAL_BUF(bytes);
    pal_buf_add_string(&bytes, "{\"d\":");
    pal_buf_add_text(&bytes, entry->spelled);
    if (entry->spelled.size == 0) {
        PAL_TRY(pal_canon_write(entry->d, &bytes, out_where));
    }
    pal_buf_add_string(&bytes, ",\"id\":\"");
    pal_buf_add(&bytes, id, PAL_UUID_TEXT_SIZE);
    pal_buf_add_string(&bytes, "\",\"t\":\"");
    pal_buf_add_string(&bytes, type->name);
    pal_buf_add_string(&bytes, "\",\"ts\":");
    pal_buf_add_int(&bytes, entry->made_at);
    pal_buf_add_string(&bytes, ",\"v\":");
    pal_buf_add_int(&bytes, ENTRY_VERSION);
    pal_buf_add_byte(&bytes, '}');
    if (bytes.size > PAL_LIMIT_ENTRY) {
        pal_where_set(out_where, "%s", "");
        return PAL_ERR_LIMIT_JSON_SIZE;
    }
    pal_buf_add_text(buf, pal_buf_text(&bytes));
    return PAL_OK;
}

/* The five members, each of its kind. */
static enum pal_err read_members(const struct pal_json *json, struct pal_entry *entry,
                                 struct pal_where *out_where)
{
    static const char *const names[] = {"d", "id", "t", "ts", "v", NULL};
    int64_t version;
    PAL_TRY(pal_json_want_object(json, out_where));
    PAL_TRY(pal_json_only(json, names, out_where));
    PAL_TRY(pal_json_object(json, "d", &entry->d, out_where));
    PAL_TRY(pal_json_uuid(json, "id", &entry->id, out_where));
    PAL_TRY(pal_json_text(json, "t", &entry->type, out_where));
    PAL_TRY(pal_json_int(json, "ts", &entry->made_at, out_where));
    PAL_TRY(pal_json_int(json, "v", &version, out_where));
    if (entry->made_at < 0 || version != ENTRY_VERSION) {
        pal_where_set(out_where, entry->made_at < 0 ? "/ts" : "/v");
        return PAL_ERR_ENTRY_GRAMMAR;
    }
    return PAL_OK;
}

enum pal_err pal_entry_parse(struct pal_text bytes, struct pal_entry *out_entry,
                             struct pal_where *out_where)
{
    PAL_ENTRY(entry);
    PAL_TRY(pal_canon_read(bytes, PAL_LIMIT_ENTRY, &entry.json, out_where));
    PAL_TRY(read_members(entry.json, &entry, out_where));
    const struct pal_entry_type *type = pal_entry_type_find(entry.type);
    if (type == NULL) {
        pal_where_set(out_where, "/t");
        return PAL_ERR_ENTRY_GRAMMAR;
    }
    enum pal_err err = pal_entry_check(type, entry.d, out_where);
    if (err != PAL_OK) {
        pal_where_prefix(out_where, "/d");
        return err;
    }
    *out_entry = entry;
    entry = (struct pal_entry){0}; /* moved */
    return PAL_OK;
}

const char *pal_entry_words_format(struct pal_text type)
{
    static const struct {
        const char *type;
        const char *format;
    } rows[] = {
        {"resolution.table", PAL_FORMAT_RESOLUTION},
        {"resolution.amend", PAL_FORMAT_RESOLUTION},
        {"resolution.consolidate", PAL_FORMAT_RESOLUTION},
        {"resolution.attach", PAL_FORMAT_ATTACHMENT},
        {"initiative.propose", PAL_FORMAT_RESOLUTION},
        {"amendment.propose", PAL_FORMAT_AMENDMENT},
        {"amendment.amend", PAL_FORMAT_AMENDMENT},
        {"contribution.post", PAL_FORMAT_CONTRIBUTION},
        {"contribution.edit", PAL_FORMAT_CONTRIBUTION},
        {"concern.settle", PAL_FORMAT_CONTRIBUTION},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (pal_text_is(type, rows[i].type)) {
            return rows[i].format;
        }
    }
    return NULL;
}

/* RULE docs/rules/log.md
 * > The salt of a content is BLAKE2b-256, under the key of the person, of frame("entry-salt", UUID),
 * > where the UUID is used for that content alone.
 */
void pal_entry_salt(const uint8_t person_key[PAL_PERSON_KEY_SIZE], const struct pal_uuid *id,
                    uint8_t out_salt[PAL_SALT_SIZE])
{
    PAL_BUF(message);
    pal_frame(&message, "entry-salt");
    pal_frame_add(&message, id->bytes, PAL_UUID_SIZE);
    pal_crypto_keyed_hash(person_key, message.bytes, message.size, out_salt, PAL_SALT_SIZE);
}

/* RULE docs/rules/log.md
 * > Its commitment is SHA-256 of frame("commit", salt, content).
 */
struct pal_hash pal_commitment(const uint8_t salt[PAL_SALT_SIZE], struct pal_text content)
{
    PAL_BUF(message);
    pal_frame(&message, "commit");
    pal_frame_add(&message, salt, PAL_SALT_SIZE);
    pal_frame_add(&message, content.bytes, content.size);
    return pal_hash_of(message.bytes, message.size);
}

/* RULE docs/rules/log.md
 * > A pseudonym is the first 80 bits of BLAKE2b-256, under the key of the person, of
 * > frame("pseudonym", UUID of the scope), in base 32 with the digits and letters of Crockford: 0-9
 * > and A-Z without I, L, O and U.
 */
void pal_pseudonym_write(const uint8_t person_key[PAL_PERSON_KEY_SIZE],
                         const struct pal_uuid *scope, char out_text[PAL_PSEUDONYM_SIZE + 1])
{
    PAL_BUF(message);
    pal_frame(&message, "pseudonym");
    pal_frame_add(&message, scope->bytes, PAL_UUID_SIZE);
    uint8_t hash[PAL_HASH_SIZE];
    pal_crypto_keyed_hash(person_key, message.bytes, message.size, hash, sizeof hash);
    pal_base32_write(hash, out_text);
    out_text[PAL_PSEUDONYM_SIZE] = '\0';
}
