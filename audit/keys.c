/* keys.c - the keys of a log over its life. */
#include "audit/keys.h"

#include <string.h>

#include "audit/policy.h"
#include "base/check.h"
#include "base/json.h"
#include "base/mem.h"

void pal_keys_rotation_message(struct pal_text origin, struct pal_text old_vkey,
                               struct pal_text new_vkey, struct pal_buf *buf)
{
    pal_frame(buf, "key-rotate");
    pal_frame_add(buf, origin.bytes, origin.size);
    pal_frame_add(buf, old_vkey.bytes, old_vkey.size);
    pal_frame_add(buf, new_vkey.bytes, new_vkey.size);
}

static struct pal_key_life *newest(const struct pal_keys *keys, enum pal_key_purpose purpose,
                                   uint64_t size)
{
    for (size_t i = keys->count; i > 0; i--) {
        struct pal_key_life *life = &keys->lives[i - 1];
        if (life->purpose == purpose && life->first_size <= size) {
            return life;
        }
    }
    return NULL;
}

void pal_keys_continuation_message(const struct pal_keys *keys, struct pal_text new_vkey,
                                   struct pal_text checkpoint, struct pal_buf *buf)
{
    const struct pal_key_life *old = newest(keys, PAL_KEY_LOG, UINT64_MAX);
    PAL_CHECK(old != NULL); /* the genesis has given one */
    struct pal_text origin = pal_text_of(keys->origin);
    struct pal_text old_vkey = pal_text_of(old->text);
    pal_frame(buf, "log-continue");
    pal_frame_add(buf, origin.bytes, origin.size);
    pal_frame_add(buf, old_vkey.bytes, old_vkey.size);
    pal_frame_add(buf, new_vkey.bytes, new_vkey.size);
    pal_frame_add(buf, checkpoint.bytes, checkpoint.size);
}

/* --- Their life --- */

void pal_keys_done(struct pal_keys *keys)
{
    for (size_t i = 0; i < keys->count; i++) {
        pal_mem_free(keys->lives[i].text);
    }
    for (size_t i = 0; i < keys->name_count; i++) {
        pal_mem_free(keys->names[i].origin);
        pal_mem_free(keys->names[i].quoted);
    }
    pal_mem_free(keys->lives);
    pal_mem_free(keys->names);
    pal_mem_free(keys->policy);
    *keys = (struct pal_keys){0};
}

/* RULE docs/rules/witness.md
 * > no key has two purposes
 */
static bool has_public_key(const struct pal_keys *keys, const uint8_t key[PAL_PUBLIC_KEY_SIZE])
{
    for (size_t i = 0; i < keys->count; i++) {
        if (memcmp(keys->lives[i].vkey.public_key, key, PAL_PUBLIC_KEY_SIZE) == 0) {
            return true;
        }
    }
    return false;
}

const struct pal_key_life *pal_keys_newest(const struct pal_keys *keys,
                                           enum pal_key_purpose purpose, uint64_t size)
{
    return newest(keys, purpose, size);
}

/* A new key, which no other purpose and no earlier time has used. */
static enum pal_err add(struct pal_keys *keys, enum pal_key_purpose purpose, struct pal_text text,
                        uint64_t first_size)
{
    struct pal_key_life life = {.purpose = purpose,
                                .first_size = first_size,
                                .last_size = UINT64_MAX,
                                .ends_at = INT64_MAX};
    if (purpose == PAL_KEY_RECORD) {
        PAL_TRY(pal_keys_record_read(text, life.vkey.public_key));
    } else {
        PAL_TRY(pal_vkey_parse(text, &life.vkey));
        if (life.vkey.type != PAL_NOTE_KEY_ED25519) {
            return PAL_ERR_NOTE_SYNTAX;
        }
    }
    if (has_public_key(keys, life.vkey.public_key)) {
        return PAL_ERR_KEY_LIFE;
    }
    size_t of_purpose = 0;
    for (size_t i = 0; i < keys->count; i++) {
        of_purpose += keys->lives[i].purpose == purpose;
    }
    if (of_purpose == PAL_KEYS_MAX) {
        return PAL_ERR_LIMIT_COUNT;
    }
    life.text = pal_text_copy(text);
    if (purpose != PAL_KEY_RECORD) {
        life.vkey.name.bytes = life.text; /* the name is what the text begins with */
    }
    keys->lives = pal_mem_grow(keys->lives, keys->count + 1, sizeof *keys->lives);
    keys->lives[keys->count] = life;
    keys->count++;
    return PAL_OK;
}

static enum pal_err text_of(const struct pal_entry *entry, const char *name,
                            struct pal_text *out_text)
{
    return pal_json_text(entry->d, name, out_text, NULL);
}

static struct pal_key_name *add_name(struct pal_keys *keys, struct pal_text origin,
                                     uint64_t first_size)
{
    keys->names = pal_mem_grow(keys->names, keys->name_count + 1, sizeof *keys->names);
    struct pal_key_name *name = &keys->names[keys->name_count++];
    *name = (struct pal_key_name){.origin = pal_text_copy(origin), .first_size = first_size};
    keys->origin = name->origin;
    return name;
}

/* Base64 of a signature of that message by that key? */
static bool is_signed(struct pal_text base64, const struct pal_key_life *life,
                      const struct pal_buf *message)
{
    PAL_BUF(signature);
    return pal_text_base64(base64, &signature) == PAL_OK && signature.size == PAL_SIGNATURE_SIZE &&
           pal_crypto_verify(life->vkey.public_key, message->bytes, message->size,
                             (const uint8_t *)signature.bytes);
}

static enum pal_err read_genesis(struct pal_keys *keys, uint64_t index,
                                 const struct pal_entry *entry)
{
    struct pal_text origin;
    struct pal_text text;
    struct pal_vkey vkey;
    if (index != 0 || keys->origin != NULL) {
        return PAL_ERR_KEY_LIFE;
    }
    PAL_TRY(text_of(entry, "origin", &origin));
    PAL_TRY(text_of(entry, "vkey", &text));
    PAL_TRY(pal_log_name_check(origin));
    PAL_TRY(pal_vkey_parse(text, &vkey));
    if (!pal_text_equal(vkey.name, origin)) {
        return PAL_ERR_KEY_LIFE;
    }
    PAL_TRY(add(keys, PAL_KEY_LOG, text, 1));
    add_name(keys, origin, 1);
    return PAL_OK;
}

/* RULE docs/rules/witness.md
 * > It gives the new name, which the log never had
 */
bool pal_keys_had_name(const struct pal_keys *keys, struct pal_text origin)
{
    for (size_t i = 0; i < keys->name_count; i++) {
        if (pal_text_is(origin, keys->names[i].origin)) {
            return true;
        }
    }
    return false;
}

static size_t keys_of_name(const struct pal_keys *keys, struct pal_text origin, uint64_t size,
                           int64_t made_at, struct pal_vkey out_vkeys[PAL_KEYS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < keys->count; i++) {
        const struct pal_key_life *life = &keys->lives[i];
        bool is_good = life->purpose == PAL_KEY_LOG && pal_text_equal(life->vkey.name, origin) &&
                       life->first_size <= size && size <= life->last_size &&
                       made_at < life->ends_at;
        if (is_good) {
            out_vkeys[count] = life->vkey;
            count++;
        }
    }
    return count;
}

/* RULE docs/rules/witness.md
 * > The checkpoint is one of the name before: one line at least of a key of that name that is good for its size is there,
 * > whatever its second, and all such lines hold.
 */
static enum pal_err verify_whenever(const struct pal_keys *keys, const struct pal_note *note,
                                    const struct pal_checkpoint *checkpoint)
{
    struct pal_vkey vkeys[PAL_KEYS_MAX];
    size_t count = keys_of_name(keys, checkpoint->origin, checkpoint->head.size, INT64_MIN, vkeys);
    return pal_note_verify(note, vkeys, count, NULL);
}

enum pal_err pal_keys_read_quoted(const struct pal_keys *keys, struct pal_text text,
                                  struct pal_tree_head *out_head)
{
    struct pal_note note;
    struct pal_checkpoint checkpoint;
    PAL_TRY(pal_note_parse(text, &note));
    PAL_TRY(pal_checkpoint_parse(note.body, &checkpoint));
    if (keys->origin == NULL || !pal_text_is(checkpoint.origin, keys->origin)) {
        return PAL_ERR_NOTE_ORIGIN;
    }
    PAL_TRY(verify_whenever(keys, &note, &checkpoint));
    *out_head = checkpoint.head;
    return PAL_OK;
}

static enum pal_err check_certificate(const struct pal_keys *keys, const struct pal_entry *entry,
                                      struct pal_text new_text, struct pal_text quoted)
{
    PAL_BUF(message);
    struct pal_text base64;
    const struct pal_key_life *old = newest(keys, PAL_KEY_LOG, UINT64_MAX);
    PAL_CHECK(old != NULL); /* the genesis has given one */
    PAL_TRY(text_of(entry, "signature", &base64));
    pal_keys_continuation_message(keys, new_text, quoted, &message);
    return is_signed(base64, old, &message) ? PAL_OK : PAL_ERR_NOTE_SIGNATURE;
}

/* RULE docs/rules/witness.md
 * > log.continue says that the log goes on under another name, since its own has signed what this copy of it does not have.
 */
static enum pal_err read_continue(struct pal_keys *keys, uint64_t index,
                                  const struct pal_entry *entry)
{
    struct pal_text origin;
    struct pal_text text;
    struct pal_text quoted;
    struct pal_vkey vkey;
    struct pal_tree_head head;
    PAL_TRY(text_of(entry, "origin", &origin));
    PAL_TRY(text_of(entry, "vkey", &text));
    PAL_TRY(text_of(entry, "checkpoint", &quoted));
    PAL_TRY(pal_log_name_check(origin));
    PAL_TRY(pal_vkey_parse(text, &vkey));
    if (pal_keys_had_name(keys, origin) || !pal_text_equal(vkey.name, origin)) {
        return PAL_ERR_KEY_LIFE;
    }
    PAL_TRY(pal_keys_read_quoted(keys, quoted, &head));
    PAL_TRY(check_certificate(keys, entry, text, quoted));
    PAL_TRY(add(keys, PAL_KEY_LOG, text, index + 1));
    struct pal_key_name *name = add_name(keys, origin, index + 1);
    name->quoted = pal_text_copy(quoted);
    name->quoted_head = head;
    return PAL_OK;
}

static bool is_receipt_name(const struct pal_keys *keys, struct pal_text text)
{
    PAL_BUF(name);
    struct pal_text first;
    pal_keys_receipt_name(pal_text_of(keys->origin), &name);
    (void)pal_text_cut(&text, '+', &first);
    return pal_text_equal(first, pal_buf_text(&name));
}

static enum pal_err read_announce(struct pal_keys *keys, uint64_t index,
                                  const struct pal_entry *entry)
{
    struct pal_text text;
    struct pal_text word;
    PAL_TRY(text_of(entry, "key", &text));
    PAL_TRY(text_of(entry, "purpose", &word));
    bool is_receipt = pal_text_is(word, "receipt");
    if (!is_receipt && !pal_text_is(word, "record")) {
        return PAL_ERR_KEY_LIFE;
    }
    if (is_receipt && !is_receipt_name(keys, text)) {
        return PAL_ERR_KEY_LIFE;
    }
    enum pal_key_purpose purpose = is_receipt ? PAL_KEY_RECEIPT : PAL_KEY_RECORD;
    PAL_TRY(add(keys, purpose, text, index + 1));
    struct pal_key_life *before = newest(keys, purpose, index);
    if (before != NULL && before->last_size > index) { /* it may be revoked for less */
        before->last_size = index;
    }
    return PAL_OK;
}

/* RULE docs/rules/witness.md
 * > key.rotate names the old key, which is the one in force, the new one under the same name, and a
 * > signature by the old key of frame("key-rotate", log's name, old key, new key), the keys spelled as
 * > verification keys.
 */
static enum pal_err read_rotate(struct pal_keys *keys, uint64_t index,
                                const struct pal_entry *entry)
{
    struct pal_text old_text;
    struct pal_text new_text;
    struct pal_text base64;
    struct pal_vkey vkey;
    PAL_TRY(text_of(entry, "old", &old_text));
    PAL_TRY(text_of(entry, "new", &new_text));
    PAL_TRY(text_of(entry, "signature", &base64));
    PAL_TRY(pal_vkey_parse(new_text, &vkey));
    struct pal_text origin = pal_text_of(keys->origin);
    struct pal_key_life *old = newest(keys, PAL_KEY_LOG, index);
    PAL_CHECK(old != NULL); /* the genesis has given one */
    bool is_in_force = pal_text_is(old_text, old->text) && old->last_size > index;
    if (!is_in_force || !pal_text_equal(vkey.name, origin)) {
        return PAL_ERR_KEY_LIFE;
    }
    PAL_BUF(message);
    pal_keys_rotation_message(origin, old_text, new_text, &message);
    if (!is_signed(base64, old, &message)) {
        return PAL_ERR_NOTE_SIGNATURE;
    }
    size_t place = (size_t)(old - keys->lives);
    PAL_TRY(add(keys, PAL_KEY_LOG, new_text, index + 1));
    /* RULE docs/rules/witness.md
     * > it is good for the sizes whose last entry was made less than 30 × 24 × 60 × 60 seconds after
     * > the rotation's.
     */
    keys->lives[place].ends_at = entry->made_at + PAL_KEYS_OVERLAP_S;
    return PAL_OK;
}

/* RULE docs/rules/witness.md
 * > With a log's key the receipt keys and the record keys are revoked that were announced while it was in force, with the
 * > same last size, since the same seed gives them.
 */
static void revoke_from(struct pal_keys *keys, size_t place, uint64_t last_size)
{
    size_t i = place;
    do { /* they follow it, up to the next of the log's own */
        struct pal_key_life *life = &keys->lives[i++];
        life->is_revoked = true;
        life->last_size = last_size < life->last_size ? last_size : life->last_size;
    } while (i < keys->count && keys->lives[i].purpose != PAL_KEY_LOG);
}

static enum pal_err read_revoke(struct pal_keys *keys, uint64_t index,
                                const struct pal_entry *entry)
{
    struct pal_text text;
    int64_t last_size;
    PAL_TRY(text_of(entry, "key", &text));
    PAL_TRY(pal_json_int(entry->d, "last_size", &last_size, NULL));
    const struct pal_key_life *life = pal_keys_find(keys, PAL_KEY_LOG, text);
    if (life == NULL || life == newest(keys, PAL_KEY_LOG, index) || life->is_revoked ||
        (uint64_t)last_size > index) {
        return PAL_ERR_KEY_LIFE;
    }
    revoke_from(keys, (size_t)(life - keys->lives), (uint64_t)last_size);
    return PAL_OK;
}

/* RULE docs/rules/witness.md
 * > key.destroy names a key of the log whose seed was destroyed, once, when it signs no more: it was revoked, its time is over,
 * > or its name was left.
 */
static enum pal_err read_destroy(struct pal_keys *keys, uint64_t index,
                                 const struct pal_entry *entry)
{
    struct pal_text text;
    PAL_TRY(text_of(entry, "key", &text));
    const struct pal_key_life *life = pal_keys_find(keys, PAL_KEY_LOG, text);
    struct pal_vkey good[PAL_KEYS_MAX];
    size_t count = pal_keys_at(keys, index + 1, entry->made_at, good);
    bool is_over = life != NULL && !life->is_destroyed;
    for (size_t i = 0; i < count && is_over; i++) {
        is_over = memcmp(good[i].public_key, life->vkey.public_key, PAL_PUBLIC_KEY_SIZE) != 0;
    }
    if (!is_over) {
        return PAL_ERR_KEY_LIFE;
    }
    keys->lives[life - keys->lives].is_destroyed = true;
    return PAL_OK;
}

static enum pal_err read_policy(struct pal_keys *keys, uint64_t index,
                                const struct pal_entry *entry)
{
    struct pal_text text;
    struct pal_policy policy;
    PAL_TRY(text_of(entry, "policy", &text));
    PAL_TRY(pal_policy_parse(text, &policy, NULL));
    if (policy.log_count > 0) {
        return PAL_ERR_POLICY_KEY;
    }
    pal_mem_free(keys->policy);
    keys->policy = pal_text_copy(text);
    keys->policy_size = index + 1;
    return PAL_OK;
}

static const struct {
    const char *type;
    enum pal_err (*read)(struct pal_keys *keys, uint64_t index, const struct pal_entry *entry);
} readers[] = {
    {"log.genesis", read_genesis},   {"key.announce", read_announce}, {"key.rotate", read_rotate},
    {"key.revoke", read_revoke},     {"key.destroy", read_destroy},   {"log.policy", read_policy},
    {"log.continue", read_continue},
};

enum pal_err pal_keys_read(struct pal_keys *keys, uint64_t index, const struct pal_entry *entry)
{
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++) {
        if (!pal_text_is(entry->type, readers[i].type)) {
            continue;
        }
        if (keys->origin == NULL && i > 0) {
            return PAL_ERR_KEY_LIFE;
        }
        return readers[i].read(keys, index, entry);
    }
    return PAL_OK;
}

size_t pal_keys_at(const struct pal_keys *keys, uint64_t size, int64_t made_at,
                   struct pal_vkey out_vkeys[PAL_KEYS_MAX])
{
    return keys_of_name(keys, pal_keys_origin_at(keys, size), size, made_at, out_vkeys);
}

/* RULE docs/rules/witness.md
 * > A checkpoint is believed only under the name that its size has and a key that is good for its size: one line of such a
 * > key at least is there, and all such lines hold.
 */
enum pal_err pal_keys_verify(const struct pal_keys *keys, const struct pal_note *note,
                             int64_t made_at)
{
    struct pal_checkpoint checkpoint;
    struct pal_vkey vkeys[PAL_KEYS_MAX];
    PAL_TRY(pal_checkpoint_parse(note->body, &checkpoint));
    uint64_t size = checkpoint.head.size;
    if (!pal_text_equal(checkpoint.origin, pal_keys_origin_at(keys, size))) {
        return PAL_ERR_NOTE_ORIGIN;
    }
    size_t count = pal_keys_at(keys, size, made_at, vkeys);
    return pal_note_verify(note, vkeys, count, NULL);
}

bool pal_keys_is_left_behind(const struct pal_keys *keys, const struct pal_note *note,
                             uint64_t *out_kept)
{
    struct pal_checkpoint checkpoint;
    if (pal_checkpoint_parse(note->body, &checkpoint) != PAL_OK) {
        return false;
    }
    for (size_t i = 1; i < keys->name_count; i++) {
        uint64_t kept = keys->names[i].first_size - 1;
        if (pal_text_is(checkpoint.origin, keys->names[i - 1].origin) &&
            checkpoint.head.size > kept) {
            *out_kept = kept;
            return verify_whenever(keys, note, &checkpoint) == PAL_OK;
        }
    }
    return false;
}
