/* sending_proof.c - the root over the commitments to the letters of a notice, and what the log says of them. */
#include <stdlib.h>
#include <string.h>

#include "audit/roll.h"
#include "base/canon.h"
#include "base/check.h"
#include "base/fields.h"
#include "base/mem.h"
#include "core/log.h"
#include "core/store.h"

#include "outbox.h"
#include "sql.h"

enum { ADD, LEAVES, OF_MEMBER, FORGET_MEMBER, FORGET_OLD, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
    [ADD] = "INSERT INTO sending_leaf (mailing_id, place, leaf, member_id, mail, is_sent, at_us)"
            " VALUES (:mailing, :place, :leaf, :member, :mail, :is_sent, :at_us)",
    [LEAVES] = "SELECT leaf FROM sending_leaf WHERE mailing_id = :mailing ORDER BY place",
    [OF_MEMBER] = "SELECT place, mail, is_sent, at_us FROM sending_leaf"
                  " WHERE mailing_id = :mailing AND member_id = :member ORDER BY place LIMIT 1",
    [FORGET_MEMBER] = "UPDATE sending_leaf SET member_id = NULL, mail = NULL, is_sent = NULL,"
                      " at_us = NULL WHERE member_id = :member",
    [FORGET_OLD] = "DELETE FROM sending_leaf WHERE mailing_id IN"
                   " (SELECT mailing_id FROM mailing_ended WHERE ended_us <= :until)",
};
const struct pal_sql pal_sending_proof_sql = {sql, STATEMENT_COUNT};

#define SECOND_US INT64_C(1000000)

/* A leaf, and what it is of; no member: nobody can open it. */
struct leaf {
    struct pal_hash hash;
    struct pal_mail_end of; /* without its address */
};

struct proving {
    struct pal_store *store;
    const struct pal_mailing *mailing;
    struct pal_uuid entry;
    struct leaf *leaves;
    size_t count, capacity;
};

static void proving_done(struct proving *proving)
{
    pal_mem_free(proving->leaves);
}

static void keep_leaf(struct proving *proving, const struct leaf *leaf)
{
    proving->capacity = pal_mem_capacity(proving->capacity, proving->count + 1);
    proving->leaves = pal_mem_grow(proving->leaves, proving->capacity, sizeof *proving->leaves);
    proving->leaves[proving->count++] = *leaf;
}

/* The canonical words of a letter; without its address where it is not known any more. */
static enum pal_err write_content(const struct proving *proving, const struct pal_mail_end *end,
                                  bool has_address, struct pal_buf *content)
{
    PAL_JSON(json);
    json = pal_json_object_new();
    if (has_address) {
        pal_json_set_text(json, "address", end->address);
    }
    pal_json_set_int(json, "at", end->ended_us / SECOND_US);
    pal_json_set_uuid(json, "mail", &end->uuid);
    pal_json_set_hash(json, "notice", &proving->mailing->hash);
    pal_json_set_string(json, "state", end->is_sent ? "sent" : "failed");
    return pal_canon_write(json, content, NULL);
}

/* RULE docs/rules/mail.md
 * > A member without a key any more has a random leaf.
 */
static enum pal_err make_leaf(void *context, const struct pal_mail_end *end)
{
    struct proving *proving = context;
    struct leaf leaf = {.of = *end};
    PAL_BUF(content);
    leaf.of.address = pal_text_of("");
    PAL_TRY(write_content(proving, end, true, &content));
    enum pal_err err = pal_member_commit(proving->store, end->member, &proving->entry,
                                         pal_buf_text(&content), &leaf.hash);
    if (err == PAL_ERR_NOT_FOUND) {
        pal_crypto_random(leaf.hash.bytes, sizeof leaf.hash.bytes);
        leaf.of.member.value = 0;
        err = PAL_OK;
    }
    keep_leaf(proving, &leaf);
    return err;
}

static int compare_leaves(const void *a, const void *b)
{
    return memcmp(((const struct leaf *)a)->hash.bytes, ((const struct leaf *)b)->hash.bytes,
                  PAL_HASH_SIZE);
}

static struct pal_hash root_of(const struct leaf *leaves, size_t count)
{
    struct pal_tree_edge edge = {0};
    for (size_t i = 0; i < count; i++) {
        pal_root_add(&edge, &leaves[i].hash);
    }
    return pal_root_of(&edge);
}

static enum pal_err put_leaf(const struct proving *proving, size_t place)
{
    const struct leaf *leaf = &proving->leaves[place];
    PAL_QUERY(query, proving->store, PAL_SQL_SENDING_PROOF, ADD);
    pal_bind_int(&query, ":mailing", proving->mailing->id);
    pal_bind_int(&query, ":place", (int64_t)place);
    pal_bind_hash(&query, ":leaf", &leaf->hash);
    if (leaf->of.member.value != 0) {
        pal_bind_int(&query, ":member", leaf->of.member.value);
        pal_bind_uuid(&query, ":mail", &leaf->of.uuid);
        pal_bind_bool(&query, ":is_sent", leaf->of.is_sent);
        pal_bind_int(&query, ":at_us", leaf->of.ended_us);
    }
    return pal_query_run(&query);
}

/* RULE docs/rules/mail.md
 * > The root is that of the Merkle tree of docs/rules/log.md over one leaf per member who was written to or could not be, in ascending order
 * > of their bytes.
 */
enum pal_err pal_mailing_prove(struct pal_store *store, const struct pal_mailing *mailing,
                               const struct pal_uuid *entry, struct pal_hash *out_root)
{
    struct proving proving PAL_CLEANUP(proving_done) = {
        .store = store,
        .mailing = mailing,
        .entry = *entry,
    };
    PAL_TRY(pal_outbox_ended_walk(store, mailing->id, make_leaf, &proving));
    if (proving.count > 0) {
        qsort(proving.leaves, proving.count, sizeof *proving.leaves, compare_leaves);
    }
    for (size_t place = 0; place < proving.count; place++) {
        PAL_TRY(put_leaf(&proving, place));
    }
    *out_root = root_of(proving.leaves, proving.count);
    return PAL_OK;
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

static enum pal_err read_leaves(struct proving *proving)
{
    bool has_more;
    PAL_QUERY(query, proving->store, PAL_SQL_SENDING_PROOF, LEAVES);
    pal_bind_int(&query, ":mailing", proving->mailing->id);
    PAL_TRY(pal_query_next(&query, &has_more));
    while (has_more) {
        const struct leaf leaf = {.hash = pal_column_hash(&query, 0)};
        keep_leaf(proving, &leaf);
        PAL_TRY(pal_query_next(&query, &has_more));
    }
    return PAL_OK;
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

/* What is kept of the letter to one member; its place among the leaves. PAL_ERR_NOT_FOUND */
static enum pal_err find_letter(const struct proving *proving, struct pal_member_id member,
                                struct pal_mail_end *out, int64_t *out_place)
{
    PAL_QUERY(query, proving->store, PAL_SQL_SENDING_PROOF, OF_MEMBER);
    pal_bind_int(&query, ":mailing", proving->mailing->id);
    pal_bind_int(&query, ":member", member.value);
    PAL_TRY(pal_query_one(&query));
    *out_place = pal_column_int(&query, 0);
    *out = (struct pal_mail_end){
        .uuid = pal_column_uuid(&query, 1),
        .member = member,
        .is_sent = pal_column_bool(&query, 2),
        .ended_us = pal_column_int(&query, 3),
    };
    return PAL_OK;
}

/* RULE docs/rules/mail.md
 * > Once the letter is no longer kept, nor is its address, and the opening has the rest without it: whoever was written to
 * > puts in the address that they had, under `address`, and the commitment is made again as before.
 */
static enum pal_err set_letter(const struct proving *proving, struct pal_mail_end *letter,
                               struct pal_json *json)
{
    PAL_BUF(address);
    PAL_BUF(content);
    bool is_kept;
    PAL_TRY(pal_outbox_address(proving->store, &letter->uuid, &address, &is_kept));
    letter->address = pal_buf_text(&address);
    PAL_TRY(write_content(proving, letter, is_kept, &content));
    pal_json_set_text(json, is_kept ? "letter" : "rest", pal_buf_text(&content));
    return PAL_OK;
}

/* RULE docs/rules/mail.md
 * > The way from the leaf to the root is shown whoever was erased meanwhile, and whatever letters are gone.
 */
static enum pal_err open_letter(struct proving *proving, struct pal_member_id member,
                                struct pal_json *json)
{
    struct pal_mail_end letter;
    int64_t place;
    uint8_t salt[PAL_SALT_SIZE];
    PAL_BUF(hex);
    PAL_TRY(find_letter(proving, member, &letter, &place));
    PAL_TRY(read_leaves(proving));
    PAL_CHECK(place < (int64_t)proving->count);
    PAL_TRY(pal_member_salt(proving->store, member, &proving->entry, salt));
    pal_buf_add_hex(&hex, salt, sizeof salt);
    pal_json_set_uuid(json, "id", &proving->entry);
    PAL_TRY(set_letter(proving, &letter, json));
    pal_json_set_text(json, "salt", pal_buf_text(&hex));
    pal_json_set_hash(json, "leaf", &proving->leaves[place].hash);
    pal_json_set_int(json, "index", place);
    pal_json_set_int(json, "size", (int64_t)proving->count);
    pal_json_set(json, "path", path_new(proving, (size_t)place));
    return PAL_OK;
}

enum pal_err pal_sending_open(struct pal_store *store, const struct pal_mailing *mailing,
                              struct pal_member_id member, struct pal_json **out_json)
{
    struct proving proving PAL_CLEANUP(proving_done) = {.store = store, .mailing = mailing};
    struct pal_sending said;
    PAL_JSON(entry);
    PAL_JSON(json);
    PAL_TRY(pal_sending_read(store, mailing, &said));
    PAL_TRY(read_entry(store, mailing, &entry));
    PAL_TRY(pal_json_uuid(entry, "id", &proving.entry, NULL));
    json = pal_json_object_new();
    pal_json_set_int(json, "entry", mailing->entry);
    pal_json_set_hash(json, "root", &said.root);
    PAL_TRY(open_letter(&proving, member, json));
    *out_json = json;
    json = NULL;
    return PAL_OK;
}

/* --- forgetting ------------------------------------------------------------------------------- */

enum pal_err pal_sendings_forget(struct pal_store *store, struct pal_member_id member)
{
    PAL_QUERY(query, store, PAL_SQL_SENDING_PROOF, FORGET_MEMBER);
    pal_bind_int(&query, ":member", member.value);
    return pal_query_run(&query);
}

enum pal_err pal_sendings_expire(struct pal_store *store, int64_t until_us, int64_t *out_count)
{
    PAL_QUERY(query, store, PAL_SQL_SENDING_PROOF, FORGET_OLD);
    pal_bind_int(&query, ":until", until_us);
    PAL_TRY(pal_query_run(&query));
    *out_count = pal_query_changes(&query);
    return PAL_OK;
}
