/*
 * log_continue.c - a log that was rolled back or forked goes on under another name.
 *
 * The files of the keys go as log_rotate.c has them. The checkpoint that is quoted stands in the anchor
 * before the log says so: whenever it is interrupted, the anchor states either what the log quotes, or
 * what the log was found to lack.
 */
#include "core/log_continue.h"

#include <string.h>

#include "audit/keys.h"
#include "base/check.h"
#include "core/log.h"
#include "core/mail.h"
#include "core/polls.h"
#include "core/rehearsal.h"
#include "core/sessions.h"
#include "core/witnesses.h"

#include "state.h"

/* --- What is known, and is not here --- */

/* Is it a checkpoint that this log lacks? */
static enum pal_err lacks(struct pal_store *store, struct pal_text note,
                          struct pal_tree_head *out_head)
{
    struct pal_tree_edge edge;
    struct pal_tree_source source = pal_log_source(store);
    PAL_TRY(pal_keys_read_quoted(&store->log.keys, note, out_head));
    if (out_head->size > store->log.now.edge.size) {
        return PAL_OK;
    }
    PAL_TRY(pal_tree_edge_read(&source, out_head->size, &edge));
    struct pal_tree_head ours = pal_tree_edge_head(&edge);
    return pal_hash_equal(&ours.root, &out_head->root) ? PAL_ERR_LOG_SOUND : PAL_OK;
}

/* RULE docs/rules/log.md
 * > of two checkpoints the larger counts.
 */
static enum pal_err choose(struct pal_store *store, const struct pal_continuation *continuation,
                           struct pal_lost *out_lost)
{
    struct pal_log_state *log = &store->log;
    struct pal_tree_head anchored = {0};
    struct pal_tree_head given = {0};
    struct pal_text evidence = pal_buf_text(&log->evidence);
    bool has_anchored = evidence.size > 0 && lacks(store, evidence, &anchored) == PAL_OK;
    if (continuation->checkpoint.size > 0) {
        PAL_TRY(lacks(store, continuation->checkpoint, &given));
    } else if (!has_anchored) {
        return log->found == PAL_LOG_OK ? PAL_ERR_LOG_SOUND : PAL_ERR_NOTE_ORIGIN;
    }
    bool is_given =
        continuation->checkpoint.size > 0 && (!has_anchored || given.size > anchored.size);
    out_lost->quoted = is_given ? continuation->checkpoint : evidence;
    out_lost->known_size = is_given ? given.size : anchored.size;
    out_lost->size = log->now.edge.size;
    return out_lost->quoted.size < PAL_FILE_PLACE ? PAL_OK : PAL_ERR_LIMIT_TEXT;
}

/* Does the anchor state something of that name, which this copy never had? */
static bool is_anchored(const struct pal_store *store, struct pal_text name)
{
    struct pal_text strangers = pal_buf_text(&store->log.strangers);
    struct pal_text stranger;
    while (pal_text_cut(&strangers, '\n', &stranger)) {
        if (pal_text_equal(stranger, name)) {
            return true;
        }
    }
    return false;
}

enum pal_err pal_log_lost(struct pal_store *store, const struct pal_continuation *continuation,
                          struct pal_lost *out_lost)
{
    const struct pal_log_state *log = &store->log;
    if (log->found == PAL_LOG_BROKEN) {
        return PAL_ERR_LOG_BROKEN;
    }
    if (log->now.edge.size == 0 || pal_society_is_rehearsal(store)) {
        return PAL_ERR_STATE;
    }
    PAL_TRY(pal_log_name_check(continuation->name));
    bool is_taken = pal_keys_had_name(&log->keys, continuation->name) ||
                    is_anchored(store, continuation->name) ||
                    pal_text_is(continuation->name, PAL_REHEARSAL_LOG);
    if (is_taken) {
        return PAL_ERR_KEY_LIFE;
    }
    if (continuation->reason.size == 0) {
        return PAL_ERR_TEXT_EMPTY;
    }
    return pal_text_is_utf8(continuation->reason) ? choose(store, continuation, out_lost)
                                                  : PAL_ERR_TEXT_UTF8;
}

/* --- What the log says --- */

static void certify(const struct pal_store *store, struct pal_text vkey, struct pal_text quoted,
                    struct pal_json *d)
{
    PAL_BUF(message);
    PAL_BUF(base64);
    uint8_t signature[PAL_SIGNATURE_SIZE];
    pal_keys_continuation_message(&store->log.keys, vkey, quoted, &message);
    pal_crypto_sign(&store->log.old_key, message.bytes, message.size, signature);
    pal_buf_add_base64(&base64, signature, sizeof signature);
    pal_json_set_text(d, "signature", pal_buf_text(&base64));
}

/* From here on the log has the other name. */
static enum pal_err say_continued(struct pal_store *store,
                                  const struct pal_continuation *continuation,
                                  struct pal_text quoted)
{
    PAL_JSON(d);
    PAL_BUF(spelled);
    struct pal_log_state *log = &store->log;
    struct pal_vkey vkey =
        pal_vkey_make(continuation->name, PAL_NOTE_KEY_ED25519, log->key.public_key);
    pal_vkey_write(&vkey, &spelled);
    d = pal_json_object_new();
    pal_json_set_text(d, "checkpoint", quoted);
    pal_json_set_text(d, "origin", continuation->name);
    pal_json_set_text(d, "reason", continuation->reason);
    pal_json_set_text(d, "vkey", pal_buf_text(&spelled));
    certify(store, pal_buf_text(&spelled), quoted, d);
    const struct pal_log_entry entry = {.type = "log.continue", .id = pal_uuid_random(), .d = d};
    PAL_TRY(pal_log_append(store, &entry, NULL));
    pal_buf_clear(&log->name);
    pal_buf_clear(&log->vkey);
    pal_buf_add_text(&log->name, continuation->name);
    pal_buf_add_text(&log->vkey, pal_buf_text(&spelled));
    return pal_log_announce(store);
}

struct annulling {
    struct pal_poll_id poll;
    bool has_poll;
};

static enum pal_err take_poll(void *context, const struct pal_poll *poll)
{
    struct annulling *annulling = context;
    *annulling = (struct annulling){.poll = poll->id, .has_poll = true};
    return PAL_OK;
}

/* RULE docs/rules/verify.md
 * > A poll that was open, or closed and not counted, when the log was continued can only be void, and is at the end.
 */
static enum pal_err annul_polls(struct pal_store *store, struct pal_text reason)
{
    static const enum pal_poll_state states[] = {PAL_POLL_OPEN, PAL_POLL_CLOSED};
    for (size_t i = 0; i < sizeof states / sizeof states[0];) {
        struct annulling annulling = {0};
        const struct pal_polls_query query = {.state = &states[i], .limit = 1};
        PAL_TRY(pal_polls_walk(store, &query, take_poll, &annulling));
        if (annulling.has_poll) {
            PAL_TRY(pal_poll_annul(store, annulling.poll, reason));
        } else {
            i++;
        }
    }
    return PAL_OK;
}

static enum pal_err say_all(struct pal_store *store, const struct pal_continuation *continuation,
                            struct pal_text quoted)
{
    {
        PAL_TRANSACTION(transaction, store);
        PAL_TRY(say_continued(store, continuation, quoted));
        PAL_TRY(annul_polls(store, continuation->reason));
        PAL_TRY(pal_sessions_end_all(store));
        PAL_TRY(pal_sign_in_end_all(store));
        PAL_TRY(pal_witnesses_forget(store));
        PAL_TRY(pal_transaction_commit(&transaction));
    }
    store->log.anchor_size = 0; /* what it states is of the name before */
    return pal_turn_commit(store);
}

/* --- The whole --- */

/* What a failure gives back. */
struct before {
    struct pal_signing_key key, receipt_key, record_key;
    enum pal_log_status found;
    struct pal_buf name, vkey;
    uint64_t anchor_size;
};

static void before_done(struct before *before)
{
    pal_signing_key_done(&before->key);
    pal_signing_key_done(&before->receipt_key);
    pal_signing_key_done(&before->record_key);
    pal_buf_done(&before->name);
    pal_buf_done(&before->vkey);
}

static void remember(const struct pal_log_state *log, struct before *before)
{
    *before = (struct before){.key = log->key,
                              .receipt_key = log->receipt_key,
                              .record_key = log->record_key,
                              .found = log->found,
                              .anchor_size = log->anchor_size};
    pal_buf_add_text(&before->name, pal_buf_text(&log->name));
    pal_buf_add_text(&before->vkey, pal_buf_text(&log->vkey));
}

static void give_back(struct pal_log_state *log, const struct before *before)
{
    log->key = before->key;
    log->receipt_key = before->receipt_key;
    log->record_key = before->record_key;
    log->found = before->found;
    log->anchor_size = before->anchor_size;
    pal_buf_clear(&log->name);
    pal_buf_clear(&log->vkey);
    pal_buf_add_text(&log->name, pal_buf_text(&before->name));
    pal_buf_add_text(&log->vkey, pal_buf_text(&before->vkey));
}

/* A checkpoint that came by another way than the anchor: from now on the anchor lacks nothing of it. */
static enum pal_err anchor_quoted(struct pal_store *store, struct pal_text quoted)
{
    struct pal_log_state *log = &store->log;
    if (store->anchor_path == NULL || pal_text_equal(quoted, pal_buf_text(&log->evidence))) {
        return PAL_OK;
    }
    return pal_file_replace(store->anchor_path, quoted) == PAL_OK ? PAL_OK : PAL_ERR_LOG_ANCHOR;
}

enum pal_err pal_log_continue(struct pal_store *store, const struct pal_continuation *continuation)
{
    struct before before PAL_CLEANUP(before_done) = {.found = PAL_LOG_OK};
    struct pal_log_state *log = &store->log;
    struct pal_lost lost;
    PAL_BUF(quoted);
    PAL_CHECK(!pal_turn_is_pending(store));
    PAL_CHECK(store->key_path != NULL);
    PAL_TRY(pal_log_lost(store, continuation, &lost));
    pal_buf_add_text(&quoted, lost.quoted);
    PAL_TRY(anchor_quoted(store, pal_buf_text(&quoted)));

    remember(log, &before);
    PAL_TRY(pal_log_next_key(store));
    log->found = PAL_LOG_OK;
    log->anchor_size = log->signed_head.size; /* the turn that begins writes over nothing */
    enum pal_err err = say_all(store, continuation, pal_buf_text(&quoted));
    bool is_undone = err != PAL_OK && err != PAL_ERR_LOG_ANCHOR && err != PAL_ERR_STORE_UNKNOWN;
    log->has_old_key = false; /* a name that was left is never signed again */
    pal_signing_key_done(&log->old_key);
    if (is_undone) {
        give_back(log, &before);
        pal_log_drop_next_key(store);
        return err;
    }
    pal_buf_clear(&log->evidence);
    pal_buf_clear(&log->strangers);
    if (err == PAL_OK) {
        PAL_TRY(pal_log_move_keys(store));
        PAL_TRY(pal_log_take_old_key(store));
    }
    return err; /* of what is committed, or may be, the next start puts the files in order */
}
