/* sending_proof.c - the root over the commitments to the letters of a notice, and what the log says of them. */
#include <stdlib.h>
#include <string.h>

#include "audit/roll.h"
#include "base/canon.h"
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

/* RULE docs/rules/mail.md
 * > The root is that of the Merkle tree of docs/rules/log.md over one leaf per member who was written to or could not be, in ascending order
 * > of their bytes.
 */
enum pal_err pal_mailing_root(struct pal_store *store, const struct pal_mailing *mailing,
                              const struct pal_uuid *entry, struct pal_hash *out_root)
{
    struct proving proving = {.store = store, .mailing = mailing, .entry = *entry};
    enum pal_err err = pal_outbox_ended_walk(store, mailing->id, add_leaf, &proving);
    struct pal_tree_edge edge = {0};
    if (err == PAL_OK && proving.count > 0) {
        qsort(proving.leaves, proving.count, sizeof *proving.leaves, compare_leaves);
    }
    for (size_t i = 0; err == PAL_OK && i < proving.count; i++) {
        pal_root_add(&edge, &proving.leaves[i]);
    }
    *out_root = pal_root_of(&edge);
    pal_mem_free(proving.leaves);
    return err;
}

enum pal_err pal_sending_read(struct pal_store *store, const struct pal_mailing *mailing,
                              struct pal_sending *out)
{
    PAL_BUF(bytes);
    PAL_JSON(entry);
    const struct pal_json *d;
    struct pal_sending sending;
    if (!mailing->has_entry) {
        return PAL_ERR_NOT_FOUND;
    }
    PAL_TRY(pal_log_read(store, (uint64_t)mailing->entry, &bytes));
    PAL_TRY(pal_json_parse(pal_buf_text(&bytes), bytes.size, &entry, NULL));
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
