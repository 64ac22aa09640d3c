/* sending_proof.c - the root over the commitments to the letters of a notice, and what the log says of them. */
#include <stdlib.h>
#include <string.h>

#include "audit/roll.h"
#include "base/canon.h"
#include "base/check.h"
#include "base/fields.h"
#include "base/mem.h"
#include "core/log.h"

#include "outbox.h"

#define SECOND_US INT64_C(1000000)

struct proving {
    struct pal_store *store;
    const struct pal_mailing *mailing;
    struct pal_uuid entry;
    struct pal_hash *leaves;
    size_t count, capacity;
};

static enum pal_err write_content(const struct proving *proving, const struct pal_mail_end *end,
                                  struct pal_buf *content)
{
    PAL_JSON(json);
    json = pal_json_object_new();
    pal_json_set_text(json, "address", end->address);
    pal_json_set_int(json, "at", end->ended_us / SECOND_US);
    pal_json_set_uuid(json, "mail", &end->uuid);
    pal_json_set_hash(json, "notice", &proving->mailing->hash);
    pal_json_set_string(json, "state", end->is_sent ? "sent" : "failed");
    return pal_canon_write(json, content, NULL);
}

/* RULE docs/rules/mail.md
 * > A member without a key any more has a random leaf.
 */
static enum pal_err add_leaf(void *context, const struct pal_mail_end *end)
{
    struct proving *proving = context;
    PAL_BUF(content);
    struct pal_hash leaf;
    PAL_TRY(write_content(proving, end, &content));
    enum pal_err err = pal_member_commit(proving->store, end->member, &proving->entry,
                                         pal_buf_text(&content), &leaf);
    if (err == PAL_ERR_NOT_FOUND) {
        pal_crypto_random(leaf.bytes, sizeof leaf.bytes);
        err = PAL_OK;
    }
    proving->capacity = pal_mem_capacity(proving->capacity, proving->count + 1);
    proving->leaves = pal_mem_grow(proving->leaves, proving->capacity, sizeof *proving->leaves);
    proving->leaves[proving->count++] = leaf;
    return err;
}

static int compare_leaves(const void *a, const void *b)
{
    return memcmp(((const struct pal_hash *)a)->bytes, ((const struct pal_hash *)b)->bytes,
                  PAL_HASH_SIZE);
}

/* The leaves of a mailing in their order. */
static enum pal_err read_leaves(struct proving *proving)
{
    PAL_TRY(pal_outbox_ended_walk(proving->store, proving->mailing->id, add_leaf, proving));
    if (proving->count > 0) {
        qsort(proving->leaves, proving->count, sizeof *proving->leaves, compare_leaves);
    }
    return PAL_OK;
}

static struct pal_hash root_of(const struct pal_hash *leaves, size_t count)
{
    struct pal_tree_edge edge = {0};
    for (size_t i = 0; i < count; i++) {
        pal_root_add(&edge, &leaves[i]);
    }
    return pal_root_of(&edge);
}

/* RULE docs/rules/mail.md
 * > The root is that of the Merkle tree of docs/rules/log.md over one leaf per member who was written to or could not be, in ascending order
 * > of their bytes.
 */
enum pal_err pal_mailing_root(struct pal_store *store, const struct pal_mailing *mailing,
                              const struct pal_uuid *entry, struct pal_hash *out_root)
{
    struct proving proving = {.store = store, .mailing = mailing, .entry = *entry};
    enum pal_err err = read_leaves(&proving);
    *out_root = root_of(proving.leaves, proving.count);
    pal_mem_free(proving.leaves);
    return err;
}

/* --- what the log says ------------------------------------------------------------------------ */

static enum pal_err read_entry(struct pal_store *store, const struct pal_mailing *mailing,
                               struct pal_json **out_entry)
{
    PAL_BUF(bytes);
    if (!mailing->has_entry) {
        return PAL_ERR_NOT_FOUND;
    }
    PAL_TRY(pal_log_read(store, (uint64_t)mailing->entry, &bytes));
    return pal_json_parse(pal_buf_text(&bytes), bytes.size, out_entry, NULL);
}

enum pal_err pal_sending_read(struct pal_store *store, const struct pal_mailing *mailing,
                              struct pal_sending *out)
{
    PAL_JSON(entry);
    const struct pal_json *d;
    struct pal_sending sending;
    PAL_TRY(read_entry(store, mailing, &entry));
    PAL_TRY(pal_json_object(entry, "d", &d, NULL));
    PAL_TRY(pal_json_int(entry, "ts", &sending.at_us, NULL));
    PAL_TRY(pal_json_int(d, "count", &sending.count, NULL));
    PAL_TRY(pal_json_int(d, "failed", &sending.failed, NULL));
    PAL_TRY(pal_json_hash(d, "hash", &sending.hash, NULL));
    PAL_TRY(pal_json_hash(d, "root", &sending.root, NULL));
    sending.at_us *= SECOND_US;
    *out = sending;
    return PAL_OK;
}

/* --- the letter of one member ----------------------------------------------------------------- */

/* The canonical words of the letter to one member; empty where there is none. */
struct opening {
    const struct proving *proving;
    struct pal_member_id member;
    struct pal_buf content;
};

static enum pal_err see_letter(void *context, const struct pal_mail_end *end)
{
    struct opening *opening = context;
    return end->member.value == opening->member.value && opening->content.size == 0
               ? write_content(opening->proving, end, &opening->content)
               : PAL_OK;
}

/* RFC 9162, 2.1.3.1: the roots of the subtrees beside the way from the root down, the lowest first. */
static struct pal_json *path_new(const struct proving *proving, size_t index)
{
    struct pal_hash beside[PAL_PROOF_MAX];
    size_t count = 0;
    size_t begin = 0;
    size_t end = proving->count;
    while (end - begin > 1) {
        size_t half = 1;
        while (2 * half < end - begin) {
            half *= 2;
        }
        bool is_left = index < begin + half;
        PAL_CHECK(count < PAL_PROOF_MAX);
        beside[count++] = is_left ? root_of(proving->leaves + begin + half, end - begin - half)
                                  : root_of(proving->leaves + begin, half);
        end = is_left ? begin + half : end;
        begin = is_left ? begin : begin + half;
    }
    struct pal_json *path = pal_json_array_new();
    for (size_t i = count; i > 0; i--) {
        char hash[2 * PAL_HASH_SIZE + 1];
        pal_hash_write(&beside[i - 1], hash);
        pal_json_append_text(path, pal_text_of(hash));
    }
    return path;
}

/* RULE docs/rules/mail.md
 * > The way from the leaf to the root can be shown as long as every letter of the mailing is kept and nobody of whom
 * > one was has been erased; afterwards the opening stands alone.
 */
static enum pal_err set_path(struct proving *proving, const struct pal_hash *leaf,
                             const struct pal_hash *root, struct pal_json *json)
{
    PAL_TRY(read_leaves(proving));
    struct pal_hash now = root_of(proving->leaves, proving->count);
    for (size_t i = 0; i < proving->count && pal_hash_equal(&now, root); i++) {
        if (pal_hash_equal(&proving->leaves[i], leaf)) {
            pal_json_set_int(json, "index", (int64_t)i);
            pal_json_set_int(json, "size", (int64_t)proving->count);
            pal_json_set(json, "path", path_new(proving, i));
            return PAL_OK;
        }
    }
    return PAL_OK;
}

static enum pal_err open_letter(struct opening *opening, struct proving *proving,
                                const struct pal_hash *root, struct pal_json *json)
{
    struct pal_store *store = proving->store;
    uint8_t salt[PAL_SALT_SIZE];
    struct pal_hash leaf;
    PAL_BUF(hex);
    PAL_TRY(pal_outbox_ended_walk(store, proving->mailing->id, see_letter, opening));
    if (opening->content.size == 0) {
        return PAL_ERR_NOT_FOUND;
    }
    struct pal_text letter = pal_buf_text(&opening->content);
    PAL_TRY(pal_member_salt(store, opening->member, &proving->entry, salt));
    PAL_TRY(pal_member_commit(store, opening->member, &proving->entry, letter, &leaf));
    pal_buf_add_hex(&hex, salt, sizeof salt);
    pal_json_set_uuid(json, "id", &proving->entry);
    pal_json_set_text(json, "letter", letter);
    pal_json_set_text(json, "salt", pal_buf_text(&hex));
    pal_json_set_hash(json, "leaf", &leaf);
    return set_path(proving, &leaf, root, json);
}

enum pal_err pal_sending_open(struct pal_store *store, const struct pal_mailing *mailing,
                              struct pal_member_id member, struct pal_json **out_json)
{
    struct proving proving = {.store = store, .mailing = mailing};
    struct opening opening = {.proving = &proving, .member = member};
    struct pal_sending said;
    PAL_JSON(entry);
    PAL_JSON(json);
    PAL_TRY(pal_sending_read(store, mailing, &said));
    PAL_TRY(read_entry(store, mailing, &entry));
    PAL_TRY(pal_json_uuid(entry, "id", &proving.entry, NULL));
    json = pal_json_object_new();
    pal_json_set_int(json, "entry", mailing->entry);
    pal_json_set_hash(json, "root", &said.root);
    enum pal_err err = open_letter(&opening, &proving, &said.root, json);
    pal_buf_done(&opening.content);
    pal_mem_free(proving.leaves);
    PAL_TRY(err);
    *out_json = json;
    json = NULL;
    return PAL_OK;
}
