/*
 * log_rotate.c - another key for the log: its files, its entries, and what a crash between leaves.
 *
 * FILE.key.next is written first, then the log says so, then the files are renamed. Whoever finds
 * FILE.key.next asks the log whether it is the key in force.
 */
#include <string.h>

#include "audit/keys.h"
#include "base/check.h"

#include "state.h"

void pal_log_take_seed(struct pal_log_state *log, const uint8_t seed[PAL_SEED_SIZE])
{
    uint8_t other[PAL_SEED_SIZE];
    pal_signing_key_init(&log->key, seed);
    pal_keys_receipt_seed(seed, other);
    pal_signing_key_init(&log->receipt_key, other);
    pal_keys_record_seed(seed, other);
    pal_signing_key_init(&log->record_key, other);
    pal_crypto_wipe(other, sizeof other);
    log->has_key = true;
}

static void add_name(const struct pal_store *store, const char *suffix, struct pal_buf *name)
{
    pal_buf_add_format(name, "%s.%s", store->key_path, suffix);
}

/* The signing key of a file of 32 bytes. */
static bool read_file(const char *path, struct pal_signing_key *out_key)
{
    PAL_BUF(seed);
    bool is_key =
        pal_state_read(path, PAL_SEED_SIZE, &seed) == PAL_OK && seed.size == PAL_SEED_SIZE;
    if (is_key) {
        pal_signing_key_init(out_key, (const uint8_t *)seed.bytes);
    }
    if (seed.size > 0) {
        pal_crypto_wipe(seed.bytes, seed.size);
    }
    return is_key;
}

enum pal_err pal_log_move_keys(const struct pal_store *store)
{
    PAL_BUF(next);
    PAL_BUF(old);
    add_name(store, "next", &next);
    add_name(store, "old", &old);
    if (pal_file_exists(store->key_path)) {
        PAL_TRY(pal_file_rename(store->key_path, old.bytes));
    }
    return pal_file_rename(next.bytes, store->key_path);
}

static bool is_in_force(const struct pal_store *store, const struct pal_signing_key *key)
{
    const struct pal_key_life *newest = pal_keys_newest(&store->log.keys, PAL_KEY_LOG, UINT64_MAX);
    return newest != NULL &&
           memcmp(newest->vkey.public_key, key->public_key, PAL_PUBLIC_KEY_SIZE) == 0;
}

enum pal_err pal_log_settle_keys(struct pal_store *store)
{
    PAL_BUF(next);
    struct pal_signing_key key;
    if (store->key_path == NULL || store->mode == PAL_STORE_READ) {
        return PAL_OK;
    }
    add_name(store, "next", &next);
    /* A log that cannot be read is found out by the checks that follow, with the key that is there. */
    if (!read_file(next.bytes, &key) || pal_log_keys_load(store) != PAL_OK) {
        return PAL_OK;
    }
    bool is_due = is_in_force(store, &key);
    pal_signing_key_done(&key);
    return is_due ? pal_log_move_keys(store) : PAL_OK;
}

static bool still_signs(const struct pal_store *store, const struct pal_signing_key *key)
{
    struct pal_vkey vkeys[PAL_KEYS_MAX];
    const struct pal_log_state *log = &store->log;
    int64_t now = pal_store_now_us(store) / 1000000;
    int64_t at = now > log->now.last_at ? now : log->now.last_at;
    size_t count = pal_keys_at(&log->keys, log->now.edge.size, at, vkeys);
    for (size_t i = 0; i < count; i++) {
        if (memcmp(vkeys[i].public_key, key->public_key, PAL_PUBLIC_KEY_SIZE) == 0) {
            return true;
        }
    }
    return false;
}

/* Nothing is said of a key that is not the log's, nor a second time. */
static enum pal_err say_destroyed(struct pal_store *store, const struct pal_signing_key *key)
{
    const struct pal_key_life *life = NULL;
    const struct pal_keys *keys = &store->log.keys;
    for (size_t i = 0; i < keys->count; i++) {
        bool is_it =
            keys->lives[i].purpose == PAL_KEY_LOG &&
            memcmp(keys->lives[i].vkey.public_key, key->public_key, PAL_PUBLIC_KEY_SIZE) == 0;
        life = is_it ? &keys->lives[i] : life;
    }
    if (life == NULL || life->is_destroyed) {
        return PAL_OK;
    }
    {
        PAL_JSON(d);
        d = pal_json_object_new();
        pal_json_set_string(d, "key", life->text);
        const struct pal_log_entry entry = {.type = "key.destroy", .id = pal_uuid_random(), .d = d};
        PAL_TRANSACTION(transaction, store);
        PAL_TRY(pal_log_append(store, &entry, NULL));
        PAL_TRY(pal_transaction_commit(&transaction));
    }
    return pal_turn_commit(store);
}

/* RULE docs/rules/witness.md
 * > The entry is written first and the file removed then; a start that finds the file of such a key removes it.
 */
static enum pal_err destroy_old_key(struct pal_store *store, const char *path)
{
    struct pal_signing_key *key = &store->log.old_key;
    enum pal_err err = say_destroyed(store, key);
    if (err == PAL_OK) {
        pal_file_remove(path);
    }
    pal_signing_key_done(key);
    return err;
}

/* RULE docs/rules/witness.md
 * > The old one goes on signing beside it for thirty days
 */
enum pal_err pal_log_take_old_key(struct pal_store *store)
{
    PAL_BUF(old);
    struct pal_log_state *log = &store->log;
    if (store->key_path == NULL || store->mode == PAL_STORE_READ || log->found != PAL_LOG_OK) {
        return PAL_OK;
    }
    add_name(store, "old", &old);
    if (!read_file(old.bytes, &log->old_key)) {
        return PAL_OK;
    }
    log->has_old_key = still_signs(store, &log->old_key);
    return log->has_old_key ? PAL_OK : destroy_old_key(store, old.bytes);
}

/* --- Entries --- */

static enum pal_err say_revoked(struct pal_store *store, struct pal_text vkey,
                                const struct pal_rotation *rotation)
{
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_text(d, "key", vkey);
    pal_json_set_int(d, "last_size", (int64_t)rotation->last_size);
    pal_json_set_text(d, "reason", rotation->reason);
    const struct pal_log_entry entry = {.type = "key.revoke", .id = pal_uuid_random(), .d = d};
    return pal_log_append(store, &entry, NULL);
}

static enum pal_err say_rotated(struct pal_store *store, struct pal_text old_vkey,
                                struct pal_text new_vkey)
{
    PAL_BUF(message);
    PAL_BUF(base64);
    PAL_JSON(d);
    uint8_t signature[PAL_SIGNATURE_SIZE];
    struct pal_text origin = pal_buf_text(&store->log.name);
    pal_keys_rotation_message(origin, old_vkey, new_vkey, &message);
    pal_crypto_sign(&store->log.old_key, message.bytes, message.size, signature);
    pal_buf_add_base64(&base64, signature, sizeof signature);
    d = pal_json_object_new();
    pal_json_set_text(d, "new", new_vkey);
    pal_json_set_text(d, "old", old_vkey);
    pal_json_set_text(d, "signature", pal_buf_text(&base64));
    const struct pal_log_entry entry = {.type = "key.rotate", .id = pal_uuid_random(), .d = d};
    return pal_log_append(store, &entry, NULL);
}

static enum pal_err say_all(struct pal_store *store, const struct pal_rotation *rotation)
{
    PAL_BUF(old_vkey);
    PAL_BUF(new_vkey);
    struct pal_log_state *log = &store->log;
    pal_buf_add_text(&old_vkey, pal_buf_text(&log->vkey));
    struct pal_vkey vkey =
        pal_vkey_make(pal_buf_text(&log->name), PAL_NOTE_KEY_ED25519, log->key.public_key);
    pal_vkey_write(&vkey, &new_vkey);
    {
        PAL_TRANSACTION(transaction, store);
        PAL_TRY(say_rotated(store, pal_buf_text(&old_vkey), pal_buf_text(&new_vkey)));
        PAL_TRY(pal_log_announce(store));
        if (rotation->reason.size > 0) {
            PAL_TRY(say_revoked(store, pal_buf_text(&old_vkey), rotation));
        }
        PAL_TRY(pal_transaction_commit(&transaction));
    }
    PAL_TRY(pal_turn_commit(store));
    pal_buf_clear(&log->vkey);
    pal_buf_add_text(&log->vkey, pal_buf_text(&new_vkey));
    return PAL_OK;
}

enum pal_err pal_log_revoke(struct pal_store *store, struct pal_text vkey,
                            const struct pal_rotation *rotation)
{
    PAL_CHECK(rotation->reason.size > 0);
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(say_revoked(store, vkey, rotation));
    return pal_transaction_commit(&transaction);
}

/* --- The whole --- */

static enum pal_err write_next(const char *path, uint8_t out_seed[PAL_SEED_SIZE])
{
    pal_crypto_random(out_seed, PAL_SEED_SIZE);
    pal_file_remove(path); /* of a rotation that came to nothing */
    return pal_file_create(path, out_seed, PAL_SEED_SIZE);
}

enum pal_err pal_log_next_key(struct pal_store *store)
{
    PAL_BUF(next);
    struct pal_log_state *log = &store->log;
    uint8_t seed[PAL_SEED_SIZE];
    add_name(store, "next", &next);
    PAL_TRY(write_next(next.bytes, seed));
    log->old_key = log->key;
    log->has_old_key = true;
    pal_log_take_seed(log, seed);
    pal_crypto_wipe(seed, sizeof seed);
    return PAL_OK;
}

void pal_log_drop_next_key(const struct pal_store *store)
{
    PAL_BUF(next);
    add_name(store, "next", &next);
    pal_file_remove(next.bytes);
}

enum pal_err pal_log_rotate(struct pal_store *store, const struct pal_rotation *rotation)
{
    struct pal_log_state *log = &store->log;
    PAL_CHECK(!pal_turn_is_pending(store));
    PAL_CHECK(store->key_path != NULL);
    if (log->now.edge.size == 0) {
        return PAL_ERR_STATE;
    }
    const struct pal_signing_key before[] = {log->key, log->receipt_key, log->record_key};
    PAL_TRY(pal_log_next_key(store));
    enum pal_err err = say_all(store, rotation);
    bool is_undone = err != PAL_OK && err != PAL_ERR_LOG_ANCHOR && err != PAL_ERR_STORE_UNKNOWN;
    if (is_undone) {
        log->key = before[0];
        log->receipt_key = before[1];
        log->record_key = before[2];
        log->has_old_key = false;
        pal_log_drop_next_key(store);
        return err;
    }
    if (err == PAL_OK) {
        PAL_TRY(pal_log_move_keys(store));
        PAL_TRY(pal_log_take_old_key(store));
    }
    return err; /* of what is committed, or may be, the next start puts the files in order */
}
