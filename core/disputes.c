/*
 * disputes.c - finds the ballot of a receipt in the urn, and proves what it says when it is opened again.
 */
#include "core/disputes.h"

#include <string.h>

#include "audit/entry.h"
#include "audit/receipt.h"
#include "base/check.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/log.h"
#include "core/sealed.h"
#include "core/store.h"

#include "apply.h"
#include "manifest.h"
#include "urn.h"

/* --- the receipt ------------------------------------------------------------------------------- */

enum pal_err pal_receipt_check(struct pal_store *store, const struct pal_poll *poll,
                               struct pal_text note, struct pal_hash *out_ballot)
{
    PAL_MANIFEST(manifest);
    struct pal_vkey key;
    struct pal_receipt receipt;
    char uuid[PAL_UUID_TEXT_SIZE + 1];
    if (poll->secrecy != PAL_SECRECY_SECRET || !poll->has_manifest) {
        return PAL_ERR_NOT_FOUND;
    }
    PAL_TRY(pal_manifest_read(store, &poll->manifest, &poll->uuid, &manifest));
    PAL_TRY(pal_vkey_parse(manifest.urn.receipt, &key));
    PAL_TRY(pal_receipt_read(note, &key, &receipt));
    pal_uuid_write(&poll->uuid, uuid);
    if (!pal_text_is(receipt.poll, uuid) || !pal_hash_equal(&receipt.ctx, &manifest.hash)) {
        return PAL_ERR_RECEIPT_ELSEWHERE;
    }
    *out_ballot = receipt.ballot;
    return PAL_OK;
}

/* --- its place in the urn ---------------------------------------------------------------------- */

/* The tree over the hashes of an urn: its complete nodes, level by level. */
struct urn_tree {
    struct urn_tree *next; /* asked about before this one */
    int64_t poll;
    struct pal_hash box; /* as it was closed */
    struct pal_hash *levels[PAL_TREE_LEVELS];
    size_t counts[PAL_TREE_LEVELS];
    size_t capacity;
};

struct pal_urn_places {
    struct urn_tree *last;
};

static void urn_tree_free(struct urn_tree *tree)
{
    for (size_t i = 0; i < PAL_TREE_LEVELS; i++) {
        pal_mem_free(tree->levels[i]);
    }
    pal_mem_free(tree);
}

struct pal_urn_places *pal_urn_places_new(void)
{
    return pal_mem_new(1, sizeof(struct pal_urn_places));
}

void pal_urn_places_free(struct pal_urn_places *places)
{
    while (places != NULL && places->last != NULL) {
        struct urn_tree *next = places->last->next;
        urn_tree_free(places->last);
        places->last = next;
    }
    pal_mem_free(places);
}

static enum pal_err add_hash(void *context, const struct pal_hash *hash)
{
    struct urn_tree *tree = context;
    tree->capacity = pal_mem_capacity(tree->capacity, tree->counts[0] + 1);
    tree->levels[0] = pal_mem_grow(tree->levels[0], tree->capacity, sizeof **tree->levels);
    tree->levels[0][tree->counts[0]++] = pal_tree_leaf(hash->bytes, sizeof hash->bytes);
    return PAL_OK;
}

static void make_levels(struct urn_tree *tree)
{
    for (size_t i = 0; i + 1 < PAL_TREE_LEVELS && tree->counts[i] > 1; i++) {
        size_t count = tree->counts[i] / 2;
        tree->counts[i + 1] = count;
        tree->levels[i + 1] = pal_mem_new(count, sizeof **tree->levels);
        for (size_t at = 0; at < count; at += PAL_TREE_BLOCK / 2) {
            size_t left = count - at;
            pal_tree_parents(tree->levels[i] + 2 * at,
                             left < PAL_TREE_BLOCK / 2 ? left : PAL_TREE_BLOCK / 2,
                             tree->levels[i + 1] + at);
        }
    }
}

/* Keeps what was asked about last, as much of it as fits; the last one in any case. */
static void keep(struct pal_urn_places *places, struct urn_tree *tree)
{
    size_t ballots = 0;
    tree->next = places->last;
    places->last = tree;
    for (struct urn_tree **at = &places->last; *at != NULL;) {
        ballots += (*at)->counts[0];
        struct urn_tree *old = *at;
        if (old != tree && ballots > PAL_LIMIT_URN_PLACES) {
            *at = old->next;
            urn_tree_free(old);
        } else {
            at = &old->next;
        }
    }
}

/* Takes the tree of a poll out of those that are kept, or makes it. */
static enum pal_err take_tree(struct pal_urn_places *places, struct pal_store *store,
                              const struct pal_poll *poll, struct urn_tree **out_tree)
{
    for (struct urn_tree **at = &places->last; *at != NULL; at = &(*at)->next) {
        struct urn_tree *tree = *at;
        if (tree->poll == poll->id.value && pal_hash_equal(&tree->box, &poll->box)) {
            *at = tree->next;
            *out_tree = tree;
            return PAL_OK;
        }
    }
    struct urn_tree *made = pal_mem_new(1, sizeof *made);
    enum pal_err err = pal_sealed_hashes(store, poll->id, add_hash, made);
    if (err != PAL_OK) {
        urn_tree_free(made);
        return err;
    }
    made->poll = poll->id.value;
    made->box = poll->box;
    make_levels(made);
    *out_tree = made;
    return PAL_OK;
}

static enum pal_err read_node(void *context, unsigned level, uint64_t index,
                              struct pal_hash *out_hash)
{
    const struct urn_tree *tree = context;
    PAL_CHECK(level < PAL_TREE_LEVELS);
    PAL_CHECK(index < tree->counts[level]);
    *out_hash = tree->levels[level][index];
    return PAL_OK;
}

/* RULE docs/rules/secret.md
 * > From the close on whoever brings a receipt is shown whether its ballot is in the urn: its place among the
 * > sorted hashes, and the path from there to the root that the box states.
 */
static enum pal_err find(struct urn_tree *tree, const struct pal_hash *ballot,
                         struct pal_urn_place *out)
{
    const struct pal_tree_source source = {read_node, tree};
    struct pal_tree_edge edge;
    struct pal_hash leaf = pal_tree_leaf(ballot->bytes, sizeof ballot->bytes);
    size_t index = 0;
    *out = (struct pal_urn_place){0};
    PAL_TRY(pal_tree_edge_read(&source, tree->counts[0], &edge));
    out->head = pal_tree_edge_head(&edge);
    while (index < tree->counts[0] &&
           memcmp(tree->levels[0][index].bytes, leaf.bytes, sizeof leaf.bytes) != 0) {
        index++;
    }
    out->is_there = index < tree->counts[0];
    if (!out->is_there) {
        return PAL_OK;
    }
    out->index = index;
    return pal_tree_prove_inclusion(&source, index, tree->counts[0], &out->path);
}

enum pal_err pal_urn_find(struct pal_urn_places *places, struct pal_store *store,
                          const struct pal_poll *poll, const struct pal_hash *ballot,
                          struct pal_urn_place *out)
{
    struct urn_tree *tree;
    if (poll->secrecy != PAL_SECRECY_SECRET) {
        return PAL_ERR_NOT_FOUND;
    }
    if (!poll->has_box || poll->state == PAL_POLL_VOID) {
        return PAL_ERR_POLL_NOT_COUNTED;
    }
    PAL_TRY(take_tree(places, store, poll, &tree));
    enum pal_err err = find(tree, ballot, out);
    keep(places, tree);
    return err;
}

/* --- opened again ------------------------------------------------------------------------------ */

void pal_sealed_ballot_done(struct pal_sealed_ballot *ballot)
{
    pal_buf_done(&ballot->college);
    pal_buf_done(&ballot->sealed);
    *ballot = (struct pal_sealed_ballot){0};
}

/* A ballot as it lies in the urn, and what it is bound to. */
static enum pal_err read_one(struct pal_store *store, const struct pal_poll *poll,
                             const struct pal_hash *ballot, struct pal_sealed_ballot *out,
                             struct pal_urn *out_urn)
{
    PAL_MANIFEST(manifest);
    uint16_t college = 0;
    bool is_counted = poll->state == PAL_POLL_COUNTED || poll->state == PAL_POLL_PUBLISHED;
    if (poll->secrecy != PAL_SECRECY_SECRET || !is_counted || poll->destroyed_us != 0) {
        return PAL_ERR_STATE;
    }
    PAL_TRY(pal_manifest_read(store, &poll->manifest, &poll->uuid, &manifest));
    PAL_TRY(pal_urn_one(store, poll->id, ballot, &college, &out->sealed));
    const struct pal_json *colleges = pal_json_get(manifest.document, "colleges");
    const struct pal_json *id = pal_json_get(pal_json_at(colleges, college), "id");
    pal_buf_add_text(&out->college, pal_json_as_text(id));
    *out_urn = pal_urn_of(&manifest);
    return PAL_OK;
}

enum pal_err pal_sealed_read(struct pal_store *store, const struct pal_poll *poll,
                             const struct pal_hash *ballot, struct pal_sealed_ballot *out)
{
    struct pal_urn urn;
    return read_one(store, poll, ballot, out, &urn);
}

enum pal_err pal_sealed_prove(struct pal_store *store, const struct pal_poll *poll,
                              const struct pal_hash *ballot, const struct pal_scalar *secret,
                              struct pal_urn_proof *out_proof)
{
    PAL_SEALED_BALLOT(one);
    struct pal_urn urn;
    PAL_TRY(read_one(store, poll, ballot, &one, &urn));
    return pal_urn_prove(&urn, pal_buf_text(&one.sealed), secret, out_proof);
}

enum pal_err pal_sealed_show(struct pal_store *store, const struct pal_poll *poll, size_t count,
                             struct pal_showing *out_showing)
{
    PAL_TRANSACTION(transaction, store);
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "poll", &poll->uuid);
    pal_json_set_int(d, "count", (int64_t)count);
    struct pal_showing showing = {.id = pal_uuid_random()};
    PAL_TRY(
        pal_change_make(store, &(struct pal_log_entry){"urn.show", showing.id, d}, &showing.entry));
    PAL_TRY(pal_transaction_commit(&transaction));
    *out_showing = showing;
    return PAL_OK;
}

bool pal_sealed_is_shown(struct pal_store *store, const struct pal_showing *showing)
{
    PAL_BUF(bytes);
    PAL_ENTRY(entry);
    return pal_log_read(store, showing->entry, &bytes) == PAL_OK &&
           pal_entry_parse(pal_buf_text(&bytes), &entry, NULL) == PAL_OK &&
           pal_uuid_equal(&entry.id, &showing->id);
}
