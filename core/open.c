/*
 * open.c - opening a store: its lock, its version, its migrations, its key, its log.
 */
#include <inttypes.h>
#include <string.h>

#include "base/check.h"
#include "base/crypto.h"
#include "base/limits.h"
#include "base/mem.h"

#include "schema.h"
#include "state.h"

/* "Palb", in the header of every database of ours. */
enum { APPLICATION_ID = 0x50616c62, VERSION_DIGITS = 4 };

/* An anchor is one note; a file that is larger is none. */
enum { ANCHOR_MAX = 1 << 16 };

static unsigned version_of(const struct pal_embedded *file)
{
    unsigned version = 0;
    for (size_t i = 0; i < VERSION_DIGITS; i++) {
        version = 10 * version + (unsigned)(file->name[i] - '0');
    }
    return version;
}

unsigned pal_store_program_version(void)
{
    return version_of(&pal_schema[pal_schema_count - 1]);
}

const char *pal_store_migration(unsigned version)
{
    for (size_t i = 0; i < pal_schema_count; i++) {
        if (version_of(&pal_schema[i]) == version) {
            return pal_schema[i].name;
        }
    }
    PAL_CHECK(version == 0);
    return "";
}

/* A new file has neither mark nor tables; every other must have our mark. */
static enum pal_err read_version(struct pal_store *store, unsigned *out_version)
{
    int64_t id;
    int64_t version;
    int64_t schema;
    PAL_TRY(pal_db_number(store, "PRAGMA application_id", &id));
    PAL_TRY(pal_db_number(store, "PRAGMA user_version", &version));
    PAL_TRY(pal_db_number(store, "PRAGMA schema_version", &schema));
    bool is_new = id == 0 && version == 0 && schema == 0;
    if (!is_new && (id != APPLICATION_ID || version <= 0)) {
        return PAL_ERR_STORE_FOREIGN;
    }
    *out_version = (unsigned)version;
    return PAL_OK;
}

static enum pal_err run_migrations(struct pal_store *store, unsigned version)
{
    PAL_BUF(script);
    pal_buf_add_string(&script, "BEGIN IMMEDIATE;\n");
    for (size_t i = 0; i < pal_schema_count; i++) {
        if (version_of(&pal_schema[i]) > version) {
            pal_buf_add(&script, pal_schema[i].bytes, pal_schema[i].size);
        }
    }
    pal_buf_add_format(&script, "PRAGMA application_id=%d;\nPRAGMA user_version=%u;\nCOMMIT;\n",
                       APPLICATION_ID, pal_store_program_version());
    return pal_db_script(store, script.bytes);
}

/* A file without any version, which is an empty one, becomes a database only where one is made. */
static enum pal_err judge_version(struct pal_store *store, unsigned *out_version)
{
    unsigned ours = pal_store_program_version();
    PAL_TRY(read_version(store, out_version));
    if (*out_version > ours) {
        return PAL_ERR_STORE_LATER;
    }
    if (*out_version == 0) {
        return store->mode == PAL_STORE_CREATE ? PAL_OK : PAL_ERR_STORE_FOREIGN;
    }
    return *out_version == ours || store->mode == PAL_STORE_MIGRATE ? PAL_OK
                                                                    : PAL_ERR_STORE_EARLIER;
}

/* Nothing is written, not even how it is journalled, into a file that is not ours to write. */
static enum pal_err migrate(struct pal_store *store)
{
    unsigned version;
    PAL_TRY(judge_version(store, &version));
    if (store->path != NULL && store->mode != PAL_STORE_READ) {
        PAL_TRY(pal_db_write_ahead(store));
    }
    return version == pal_store_program_version() ? PAL_OK : run_migrations(store, version);
}

/* Statements name what they need of a table, and not what it takes: an older CHECK refuses what is new. Triggers only
 * hold back who writes beside this program; where they were dropped, the log is examined all the same. What SQLite keeps for
 * itself, as after an ANALYZE, is no table of ours. */
static enum pal_err judge_tables(struct pal_store *store)
{
    static const char tables[] = "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema"
                                 " WHERE type <> 'trigger' AND substr(name, 1, 7) <> 'sqlite_'"
                                 " ORDER BY name)";
    PAL_BUF(there);
    PAL_BUF(ours);
    PAL_STORE(fresh);
    fresh = pal_store_blank(PAL_STORE_CREATE);
    PAL_TRY(pal_db_open(fresh, NULL, true));
    PAL_TRY(run_migrations(fresh, 0));
    PAL_TRY(pal_db_text(fresh, tables, &ours));
    PAL_TRY(pal_db_text(store, tables, &there));
    bool is_ours = pal_text_equal(pal_buf_text(&there), pal_buf_text(&ours));
    return is_ours ? PAL_OK : PAL_ERR_STORE_SCHEMA;
}

static char *beside_new(const char *path, const char *name, const char *suffix)
{
    if (name != NULL) {
        return pal_mem_copy_string(name);
    }
    PAL_BUF(buf);
    pal_buf_add_format(&buf, "%s.%s", path, suffix);
    return pal_buf_take(&buf);
}

static enum pal_err read_key(struct pal_store *store, const uint8_t *seed)
{
    PAL_BUF(file);
    if (seed == NULL) {
        if (pal_state_read(store->key_path, PAL_SEED_SIZE, &file) != PAL_OK ||
            file.size != PAL_SEED_SIZE) {
            return PAL_ERR_LOG_KEY;
        }
        seed = (const uint8_t *)file.bytes;
    }
    pal_log_take_seed(&store->log, seed);
    if (file.size > 0) {
        pal_crypto_wipe(file.bytes, file.size);
    }
    return PAL_OK;
}

/* Makes the key of a new log. */
static enum pal_err create_key(const struct pal_store *store)
{
    uint8_t seed[PAL_SEED_SIZE];
    pal_crypto_random(seed, sizeof seed);
    enum pal_err err = pal_file_create(store->key_path, seed, sizeof seed);
    pal_crypto_wipe(seed, sizeof seed);
    return err;
}

/* Resolves the names, takes the lock, and makes the key where one is to be made. */
static enum pal_err take_files(struct pal_store *store, const struct pal_store_spec *spec)
{
    if (spec->path == NULL) {
        return PAL_OK;
    }
    PAL_TRY(pal_file_resolve(spec->path, &store->path));
    store->anchor_path = beside_new(store->path, spec->anchor_path, "anchor");
    if (spec->seed == NULL) {
        store->key_path = beside_new(store->path, spec->key_path, "key");
    }
    if (spec->mode != PAL_STORE_CREATE && !pal_file_exists(store->path)) {
        return PAL_ERR_STORE_OPEN;
    }
    if (spec->mode == PAL_STORE_READ) {
        return PAL_OK;
    }
    PAL_TRY(pal_file_lock(store->path, &store->lock));
    if (spec->mode != PAL_STORE_CREATE) {
        return PAL_OK;
    }
    if (pal_file_exists(store->path) || pal_file_exists(store->anchor_path)) {
        return PAL_ERR_FILE_EXISTS;
    }
    return store->key_path != NULL ? create_key(store) : PAL_OK;
}

static enum pal_err open_log(struct pal_store *store, const struct pal_store_spec *spec)
{
    PAL_TRY(pal_log_settle_keys(store));
    /* Who only reads may do so without a key; with it, they can sign an exported record. */
    enum pal_err keyless = read_key(store, spec->seed);
    if (keyless != PAL_OK && spec->mode != PAL_STORE_READ) {
        return keyless;
    }
    /* The anchor first: beside a server it must not be newer than what is read after it. */
    PAL_BUF(anchor);
    if (store->anchor_path != NULL) {
        enum pal_err err = pal_state_read(store->anchor_path, ANCHOR_MAX, &anchor);
        if (err != PAL_OK && err != PAL_ERR_NOT_FOUND) {
            return err;
        }
    }
    if (spec->mode == PAL_STORE_READ) {
        PAL_TRY(pal_db_script(store, "BEGIN"));
    }
    PAL_TRY(pal_log_examine(store, pal_buf_text(&anchor)));
    PAL_TRY(pal_log_publish(store)); /* what the last process committed and had no time to anchor */
    return pal_log_take_old_key(store);
}

static enum pal_err open_all(struct pal_store *store, const struct pal_store_spec *spec)
{
    PAL_TRY(pal_db_open(store, store->path, spec->mode != PAL_STORE_READ));
    PAL_TRY(migrate(store));
    if (spec->mode == PAL_STORE_WRITE || spec->mode == PAL_STORE_MIGRATE) {
        PAL_TRY(judge_tables(store));
    }
    PAL_TRY(pal_db_prepare(store));
    return open_log(store, spec);
}

struct pal_store *pal_store_blank(enum pal_store_mode mode)
{
    struct pal_store *store = pal_locked_new(sizeof *store);
    store->mode = mode;
    store->lock = -1;
    return store;
}

enum pal_err pal_store_open(const struct pal_store_spec *spec, struct pal_store **out_store)
{
    PAL_CHECK(spec->path != NULL || spec->seed != NULL);
    PAL_CHECK(spec->path != NULL || spec->mode == PAL_STORE_CREATE);
    PAL_CHECK(!spec->exports || spec->mode == PAL_STORE_READ);
    PAL_STORE(store);
    store = pal_store_blank(spec->mode);
    store->clock = spec->clock;
    store->log.has_unread = spec->exports;
    PAL_TRY(take_files(store, spec));
    enum pal_err err = open_all(store, spec);
    if (err != PAL_OK) {
        bool is_new = spec->mode == PAL_STORE_CREATE && store->path != NULL;
        if (is_new) { /* nothing of a database that could not be made stays */
            pal_db_close(store);
            pal_file_remove(store->path);
            if (store->key_path != NULL) {
                pal_file_remove(store->key_path);
            }
        }
        return err;
    }
    *out_store = store;
    store = NULL;
    return PAL_OK;
}

/* Another connection to the file of a store. */
static struct pal_store *other_new(const struct pal_store *store, enum pal_store_mode mode)
{
    struct pal_store *other = pal_store_blank(mode);
    other->clock = store->clock;
    if (store->path != NULL) {
        other->path = pal_mem_copy_string(store->path);
    }
    return other;
}

static enum pal_err load_other(const struct pal_store *store, struct pal_store *other)
{
    PAL_TRY(pal_log_load(other));
    other->log.found = store->log.found;
    other->log.has_key = store->log.has_key;
    other->log.key = store->log.key;
    other->log.receipt_key = store->log.receipt_key;
    other->log.record_key = store->log.record_key;
    other->log.has_old_key = store->log.has_old_key;
    other->log.old_key = store->log.old_key;
    return PAL_OK;
}

enum pal_err pal_store_snapshot_new(struct pal_store *store, struct pal_store **out_snapshot)
{
    PAL_CHECK(!pal_turn_is_pending(store));
    PAL_STORE(snapshot);
    snapshot = other_new(store, PAL_STORE_READ);
    PAL_TRY(pal_db_open(snapshot, snapshot->path, false));
    if (store->path == NULL) {
        PAL_TRY(pal_db_copy(store, snapshot));
    }
    PAL_TRY(pal_db_prepare(snapshot));
    PAL_TRY(pal_db_script(snapshot, "BEGIN"));
    PAL_TRY(load_other(store, snapshot));
    *out_snapshot = snapshot;
    snapshot = NULL;
    return PAL_OK;
}

enum pal_err pal_store_beside_new(struct pal_store *snapshot, struct pal_store **out_writer)
{
    if (snapshot->path == NULL) {
        return PAL_ERR_STORE_OPEN;
    }
    PAL_STORE(writer);
    writer = other_new(snapshot, PAL_STORE_WRITE);
    PAL_TRY(pal_db_open(writer, writer->path, true));
    PAL_TRY(pal_db_prepare(writer));
    PAL_TRY(load_other(snapshot, writer));
    *out_writer = writer;
    writer = NULL;
    return PAL_OK;
}

void pal_store_close(struct pal_store *store)
{
    if (store == NULL) {
        return;
    }
    PAL_CHECK(store->depth == 0);
    if (store->kept.made != NULL) {
        store->kept.release(store->kept.made);
    }
    pal_db_close(store);
    pal_file_unlock(store->lock);
    pal_mem_free(store->path);
    pal_mem_free(store->key_path);
    pal_mem_free(store->anchor_path);
    pal_buf_done(&store->log.note);
    pal_buf_done(&store->log.evidence);
    pal_buf_done(&store->log.strangers);
    pal_keys_done(&store->log.keys);
    pal_signing_key_done(&store->log.old_key);
    pal_buf_done(&store->log.name);
    pal_buf_done(&store->log.vkey);
    pal_signing_key_done(&store->log.key);
    pal_signing_key_done(&store->log.receipt_key);
    pal_signing_key_done(&store->log.record_key);
    pal_locked_free(store);
}

void pal_store_done(struct pal_store **store)
{
    pal_store_close(*store);
}

struct pal_kept *pal_store_kept(struct pal_store *store)
{
    return &store->kept;
}

const struct pal_clock *pal_store_clock(const struct pal_store *store)
{
    return &store->clock;
}

int64_t pal_store_now_us(const struct pal_store *store)
{
    return store->depth > 0 ? store->instant_us : pal_clock_now_us(&store->clock);
}

enum pal_err pal_store_version(const char *path, unsigned *out_version)
{
    PAL_STORE(store);
    store = pal_store_blank(PAL_STORE_READ);
    if (!pal_file_exists(path)) {
        return PAL_ERR_STORE_OPEN;
    }
    PAL_TRY(pal_db_open(store, path, false));
    unsigned version;
    PAL_TRY(read_version(store, &version));
    if (version == 0) {
        return PAL_ERR_STORE_FOREIGN;
    }
    if (version == pal_store_program_version()) {
        PAL_TRY(judge_tables(store));
    }
    *out_version = version;
    return PAL_OK;
}

enum pal_err pal_store_backup(struct pal_store *store, const char *path)
{
    PAL_CHECK(!store->has_turn);
    PAL_STORE(copy);
    copy = pal_store_blank(PAL_STORE_CREATE);
    if (pal_file_exists(path)) {
        return PAL_ERR_FILE_EXISTS;
    }
    enum pal_err err = pal_db_open(copy, path, true);
    if (err == PAL_OK) {
        err = pal_db_write_ahead(copy);
    }
    if (err == PAL_OK) {
        err = pal_db_copy(store, copy);
    }
    if (err == PAL_OK) {
        err = pal_db_script(copy, "PRAGMA journal_mode=DELETE");
    }
    if (err != PAL_OK) {
        pal_db_close(copy);
        pal_file_remove(path);
    }
    return err;
}
