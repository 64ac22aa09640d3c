/* note.c - verification keys and signed notes. */
#include "audit/note.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "base/check.h"
#include "base/limits.h"

static const char dash[] = "\xE2\x80\x94 "; /* U+2014 and a space */

enum { KEY_ID_SIZE = 4, TIME_SIZE = 8, KEY_ID_TEXT_SIZE = 2 * KEY_ID_SIZE };

static struct pal_text after(struct pal_text text, size_t size)
{
    return (struct pal_text){.bytes = text.bytes + size, .size = text.size - size};
}

static bool is_name_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

/* RULE docs/rules/log.md
 * > A log's name is its address without a scheme, such as `vote.example.coop/log`.
 */
enum pal_err pal_log_name_check(struct pal_text name)
{
    size_t slashes = 0;
    char previous = '/'; /* no empty part: no slash first, last, or twice */
    for (size_t i = 0; i < name.size; i++) {
        char c = name.bytes[i];
        bool is_slash = c == '/';
        if (is_slash ? previous == '/' : !is_name_character(c)) {
            return PAL_ERR_NOTE_NAME;
        }
        slashes += is_slash;
        previous = c;
    }
    bool is_well_formed = slashes > 0 && previous != '/' && name.size <= PAL_LIMIT_NAME;
    return is_well_formed ? PAL_OK : PAL_ERR_NOTE_NAME;
}

/* The space characters of Unicode beyond ASCII, in UTF-8. */
static const char *const spaces[] = {
    "\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81",
    "\xE2\x80\x82", "\xE2\x80\x83", "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86",
    "\xE2\x80\x87", "\xE2\x80\x88", "\xE2\x80\x89", "\xE2\x80\x8A", "\xE2\x80\xA8",
    "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80",
};

/* May this be the name of a key? Any text without spaces and plus signs. */
static bool is_key_name(struct pal_text name)
{
    if (name.size == 0 || !pal_text_is_utf8(name)) {
        return false;
    }
    for (size_t i = 0; i < name.size; i++) {
        if ((uint8_t)name.bytes[i] <= ' ' || name.bytes[i] == '+') {
            return false;
        }
        for (size_t k = 0; k < sizeof spaces / sizeof spaces[0]; k++) {
            if (pal_text_starts(after(name, i), spaces[k])) {
                return false;
            }
        }
    }
    return true;
}

static uint32_t u32_of(const uint8_t bytes[KEY_ID_SIZE])
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* RULE docs/rules/log.md
 * > The number of a key is the first four bytes of SHA-256 of its name, a newline, its type and its
 * > public key.
 */
struct pal_vkey pal_vkey_make(struct pal_text name, uint8_t type,
                              const uint8_t public_key[PAL_PUBLIC_KEY_SIZE])
{
    struct pal_vkey vkey = {.name = name, .type = type};
    memcpy(vkey.public_key, public_key, PAL_PUBLIC_KEY_SIZE);

    struct pal_hash_state state;
    pal_hash_init(&state);
    pal_hash_add(&state, name.bytes, name.size);
    pal_hash_add(&state, "\n", 1);
    pal_hash_add(&state, &type, sizeof type);
    pal_hash_add(&state, public_key, PAL_PUBLIC_KEY_SIZE);
    struct pal_hash hash = pal_hash_final(&state);
    vkey.id = u32_of(hash.bytes);
    return vkey;
}

void pal_vkey_write(const struct pal_vkey *vkey, struct pal_buf *buf)
{
    uint8_t key[1 + PAL_PUBLIC_KEY_SIZE] = {vkey->type};
    memcpy(&key[1], vkey->public_key, PAL_PUBLIC_KEY_SIZE);
    pal_buf_add_text(buf, vkey->name);
    pal_buf_add_format(buf, "+%08" PRIx32 "+", vkey->id);
    pal_buf_add_base64(buf, key, sizeof key);
}

enum pal_err pal_vkey_parse(struct pal_text text, struct pal_vkey *out_vkey)
{
    struct pal_text name;
    struct pal_text number;
    uint8_t id[KEY_ID_SIZE];
    bool is_split = pal_text_cut(&text, '+', &name) && pal_text_cut(&text, '+', &number);
    if (!is_split || !is_key_name(name) || pal_text_hex(number, id, sizeof id) != PAL_OK) {
        return PAL_ERR_NOTE_SYNTAX;
    }
    PAL_BUF(key);
    if (pal_text_base64(text, &key) != PAL_OK || key.size != 1 + PAL_PUBLIC_KEY_SIZE) {
        return PAL_ERR_NOTE_SYNTAX;
    }
    const uint8_t *bytes = (const uint8_t *)key.bytes;
    struct pal_vkey vkey = pal_vkey_make(name, bytes[0], &bytes[1]);
    bool is_known = vkey.type == PAL_NOTE_KEY_ED25519 || vkey.type == PAL_NOTE_KEY_COSIGNATURE;
    if (!is_known || vkey.id != u32_of(id)) {
        return PAL_ERR_NOTE_SYNTAX;
    }
    *out_vkey = vkey;
    return PAL_OK;
}

void pal_note_line_write(struct pal_text name, const uint8_t *blob, size_t size,
                         struct pal_buf *buf)
{
    pal_buf_add_string(buf, dash);
    pal_buf_add_text(buf, name);
    pal_buf_add_string(buf, " ");
    pal_buf_add_base64(buf, blob, size);
    pal_buf_add_string(buf, "\n");
}

void pal_note_sign(struct pal_text body, struct pal_text name, const struct pal_signing_key *key,
                   struct pal_buf *buf)
{
    PAL_CHECK(body.size > 0);
    PAL_CHECK(body.bytes[body.size - 1] == '\n');
    struct pal_vkey vkey = pal_vkey_make(name, PAL_NOTE_KEY_ED25519, key->public_key);
    uint8_t blob[KEY_ID_SIZE + PAL_SIGNATURE_SIZE] = {(uint8_t)(vkey.id >> 24),
                                                      (uint8_t)(vkey.id >> 16),
                                                      (uint8_t)(vkey.id >> 8), (uint8_t)vkey.id};
    pal_crypto_sign(key, body.bytes, body.size, &blob[KEY_ID_SIZE]);

    pal_buf_add_text(buf, body);
    pal_buf_add_string(buf, "\n");
    pal_note_line_write(name, blob, sizeof blob, buf);
}

/* RULE docs/rules/log.md
 * > A signature line is an em dash, a space, the signer's name, a space, and base64 of the key's
 * > number and the signature.
 */
static enum pal_err parse_line(struct pal_text text, struct pal_note_line *out_line)
{
    if (text.size > PAL_NOTE_LINE_SIZE || !pal_text_starts(text, dash)) {
        return PAL_ERR_NOTE_SYNTAX;
    }
    text = after(text, sizeof dash - 1);
    struct pal_note_line line;
    if (!pal_text_cut(&text, ' ', &line.name) || !is_key_name(line.name)) {
        return PAL_ERR_NOTE_SYNTAX;
    }
    line.base64 = text;
    PAL_BUF(blob);
    if (pal_text_base64(text, &blob) != PAL_OK || blob.size <= KEY_ID_SIZE) {
        return PAL_ERR_NOTE_SYNTAX;
    }
    line.id = u32_of((const uint8_t *)blob.bytes);
    *out_line = line;
    return PAL_OK;
}

/* The offset of the last blank line's newline, or 0. */
static size_t last_blank_line(struct pal_text text)
{
    for (size_t i = text.size; i > 1; i--) {
        if (text.bytes[i - 1] == '\n' && text.bytes[i - 2] == '\n') {
            return i - 1;
        }
    }
    return 0;
}

/* RULE docs/rules/log.md
 * > The blank line is the last one of the note. The note is UTF-8 and has no control character but
 * > the newline.
 */
enum pal_err pal_note_parse(struct pal_text text, struct pal_note *out_note)
{
    if (!pal_text_is_utf8(text)) {
        return PAL_ERR_TEXT_UTF8;
    }
    for (size_t i = 0; i < text.size; i++) {
        if ((uint8_t)text.bytes[i] < ' ' && text.bytes[i] != '\n') {
            return PAL_ERR_NOTE_SYNTAX;
        }
    }
    size_t blank = last_blank_line(text);
    if (blank == 0 || blank > PAL_NOTE_BODY_SIZE || text.bytes[text.size - 1] != '\n') {
        return PAL_ERR_NOTE_SYNTAX;
    }
    out_note->body = (struct pal_text){.bytes = text.bytes, .size = blank};
    out_note->line_count = 0;

    struct pal_text rest = after(text, blank + 1);
    struct pal_text line;
    while (pal_text_cut(&rest, '\n', &line)) {
        if (out_note->line_count == PAL_NOTE_LINES) {
            return PAL_ERR_NOTE_SYNTAX;
        }
        PAL_TRY(parse_line(line, &out_note->lines[out_note->line_count]));
        out_note->line_count++;
    }
    return out_note->line_count > 0 ? PAL_OK : PAL_ERR_NOTE_SYNTAX;
}

/* RULE docs/rules/log.md
 * > type 4 is an Ed25519 signature of a witness, over the line `cosignature/v1`, the line `time` with
 * > its seconds, and the note.
 */
static bool cosignature_holds(struct pal_text body, const struct pal_vkey *key,
                              const uint8_t blob[TIME_SIZE + PAL_SIGNATURE_SIZE])
{
    uint64_t time = 0;
    for (size_t i = 0; i < TIME_SIZE; i++) {
        time = time << 8 | blob[i];
    }
    PAL_BUF(message);
    pal_buf_add_format(&message, "cosignature/v1\ntime %" PRIu64 "\n", time);
    pal_buf_add_text(&message, body);
    return time <= INT64_MAX &&
           pal_crypto_verify(key->public_key, message.bytes, message.size, &blob[TIME_SIZE]);
}

static bool signature_holds(struct pal_text body, const struct pal_vkey *key,
                            const struct pal_note_line *line)
{
    PAL_BUF(blob);
    if (pal_text_base64(line->base64, &blob) != PAL_OK) {
        return false;
    }
    const uint8_t *signature = (const uint8_t *)blob.bytes + KEY_ID_SIZE;
    if (key->type == PAL_NOTE_KEY_COSIGNATURE) {
        return blob.size == KEY_ID_SIZE + TIME_SIZE + PAL_SIGNATURE_SIZE &&
               cosignature_holds(body, key, signature);
    }
    return key->type == PAL_NOTE_KEY_ED25519 && blob.size == KEY_ID_SIZE + PAL_SIGNATURE_SIZE &&
           pal_crypto_verify(key->public_key, body.bytes, body.size, signature);
}

/* RULE docs/rules/log.md
 * > A signature line of an unknown key is ignored. A known key whose signature does not hold makes
 * > the whole note refused, and one signature at least of a known key must hold.
 */
enum pal_err pal_note_signers(const struct pal_note *note, const struct pal_vkey *keys,
                              size_t key_count, uint64_t *out_signed)
{
    PAL_CHECK(key_count <= 64);
    uint64_t who = 0;
    for (size_t i = 0; i < note->line_count; i++) {
        const struct pal_note_line *line = &note->lines[i];
        for (size_t k = 0; k < key_count; k++) {
            if (line->id != keys[k].id || !pal_text_equal(line->name, keys[k].name)) {
                continue;
            }
            if (!signature_holds(note->body, &keys[k], line)) {
                return PAL_ERR_NOTE_SIGNATURE;
            }
            who |= UINT64_C(1) << k;
        }
    }
    *out_signed = who;
    return PAL_OK;
}

enum pal_err pal_note_verify(const struct pal_note *note, const struct pal_vkey *keys,
                             size_t key_count, uint64_t *out_signed)
{
    uint64_t who;
    PAL_TRY(pal_note_signers(note, keys, key_count, &who));
    if (who == 0) {
        return PAL_ERR_NOTE_SIGNATURE;
    }
    if (out_signed != NULL) {
        *out_signed = who;
    }
    return PAL_OK;
}
