/*
 * log.c - appends to the log; no other file writes its tables.
 *
 * The right edge of the tree is kept in memory, so that an append reads nothing. turn.c copies it at
 * each savepoint and gives it back on a rollback.
 */
#include "core/log.h"

#include <string.h>

#include "audit/entry.h"
#include "audit/keys.h"
#include "audit/tile.h"
#include "base/canon.h"
#include "base/check.h"
#include "base/limits.h"

#include "state.h"

static const char *const sql[PAL_LOG_STATEMENT_COUNT] = {
    [PAL_LOG_APPEND] = "INSERT INTO log_entry (idx, leaf, bytes) VALUES (:idx, :leaf, :bytes)",
    [PAL_LOG_APPEND_NODE] = "INSERT INTO log_node (level, idx, hash) VALUES (:level, :idx, :hash)",
    [PAL_LOG_APPEND_TILE] = "INSERT INTO log_tile (idx, hashes) VALUES (:idx, :hashes)",
    [PAL_LOG_SIGN] = "INSERT INTO checkpoint (size, root, note) VALUES (:size, :root, :note)",
    [PAL_LOG_LAST_ENTRY] = "SELECT idx, bytes FROM log_entry ORDER BY idx DESC LIMIT 1",
    [PAL_LOG_LAST_CHECKPOINT] =
        "SELECT size, root, note FROM checkpoint ORDER BY size DESC LIMIT 1",
    [PAL_LOG_ENTRY_AT] = "SELECT bytes FROM log_entry WHERE idx = :idx",
    [PAL_LOG_ENTRIES_FROM] = "SELECT idx, leaf, bytes FROM log_entry "
                             "WHERE idx >= :first AND idx < :end ORDER BY idx",
    [PAL_LOG_BUNDLE_FROM] =
        "SELECT gather(idx, bytes) FROM log_entry WHERE idx >= :first AND idx < :end",
    [PAL_LOG_LEAF_AT] = "SELECT leaf FROM log_entry WHERE idx = :idx",
    [PAL_LOG_NODE_AT] = "SELECT hash FROM log_node WHERE level = :level AND idx = :idx",
    [PAL_LOG_LEAVES_FROM] =
        "SELECT gather(idx, leaf) FROM log_entry WHERE idx >= :first AND idx < :end",
    [PAL_LOG_NODES_FROM] = "SELECT gather(idx, hash) FROM log_node WHERE level = :level "
                           "AND idx >= :first AND idx < :end",
    [PAL_LOG_TILE_AT] = "SELECT hashes FROM log_tile WHERE idx = :idx",
    [PAL_LOG_NODE_COUNT] =
        "SELECT (SELECT count(*) FROM log_node), (SELECT count(*) FROM log_tile)",
    [PAL_LOG_OTHER_TABLES] = "SELECT name FROM sqlite_schema WHERE type = 'table' "
                             "AND name NOT IN ('log_entry', 'log_node', 'log_tile')",
    [PAL_LOG_KEY_APPEND] = "INSERT INTO log_key (idx) VALUES (:idx)",
    [PAL_LOG_KEY_ENTRIES] = "SELECT log_entry.idx, log_entry.bytes FROM log_key"
                            " JOIN log_entry ON log_entry.idx = log_key.idx ORDER BY log_key.idx",
};
const struct pal_sql pal_log_sql = {sql, PAL_LOG_STATEMENT_COUNT};

enum { MICROSECONDS = 1000000 };

/* RULE docs/rules/log.md
 * > A clock that stands more than two seconds before the last entry stops all writing.
 */
enum { CLOCK_SLACK = 2 };

static int64_t now_seconds(const struct pal_store *store)
{
    return pal_store_now_us(store) / MICROSECONDS;
}

enum pal_log_status pal_log_status(const struct pal_store *store)
{
    const struct pal_log_state *log = &store->log;
    if (log->found == PAL_LOG_OK && now_seconds(store) < log->now.last_at - CLOCK_SLACK) {
        return PAL_LOG_CLOCK;
    }
    return log->found;
}

const char *pal_log_status_word(enum pal_log_status status)
{
    switch (status) {
    case PAL_LOG_OK: return "ok";
    case PAL_LOG_ROLLBACK: return "rollback";
    case PAL_LOG_FORK: return "fork";
    case PAL_LOG_CLOCK: return "clock";
    case PAL_LOG_BROKEN: return "broken";
    }
    PAL_CHECK(false);
    return "";
}

struct pal_text pal_log_evidence(const struct pal_store *store)
{
    return pal_buf_text(&store->log.evidence);
}

struct pal_text pal_log_name(const struct pal_store *store)
{
    return store->log.now.edge.size > 0 ? pal_buf_text(&store->log.name) : pal_text_of("");
}

struct pal_text pal_log_vkey(const struct pal_store *store)
{
    return store->log.now.edge.size > 0 ? pal_buf_text(&store->log.vkey) : pal_text_of("");
}

const struct pal_signing_key *pal_log_receipt_key(const struct pal_store *store)
{
    return store->log.has_key ? &store->log.receipt_key : NULL;
}

const struct pal_signing_key *pal_log_record_key(const struct pal_store *store)
{
    return store->log.has_key ? &store->log.record_key : NULL;
}

void pal_log_receipt_vkey(const struct pal_store *store, struct pal_buf *buf)
{
    PAL_CHECK(store->log.has_key);
    PAL_BUF(name);
    pal_keys_receipt_name(pal_buf_text(&store->log.name), &name);
    struct pal_vkey vkey =
        pal_vkey_make(pal_buf_text(&name), PAL_NOTE_KEY_ED25519, store->log.receipt_key.public_key);
    pal_vkey_write(&vkey, buf);
}

struct pal_tree_head pal_log_head(const struct pal_store *store)
{
    return pal_tree_edge_head(&store->log.now.edge);
}

static enum pal_err read_node(void *context, unsigned level, uint64_t index,
                              struct pal_hash *out_hash)
{
    PAL_QUERY(query, context, PAL_SQL_LOG, level == 0 ? PAL_LOG_LEAF_AT : PAL_LOG_NODE_AT);
    pal_bind_int(&query, ":idx", (int64_t)index);
    if (level > 0) {
        pal_bind_int(&query, ":level", level);
    }
    enum pal_err err = pal_query_one(&query);
    if (err != PAL_OK) {
        return err == PAL_ERR_NOT_FOUND ? PAL_ERR_STORE_CORRUPT : err;
    }
    *out_hash = pal_column_hash(&query, 0);
    return PAL_OK;
}

struct pal_tree_source pal_log_source(struct pal_store *store)
{
    return (struct pal_tree_source){.read = read_node, .context = store};
}

void pal_hash_gather(struct pal_text hash, struct pal_buf *buf)
{
    pal_buf_add_text(buf, hash);
}

/* Keeps the leaves of the tile that ends here. */
static enum pal_err store_tile(struct pal_store *store, uint64_t end)
{
    PAL_BUF(hashes);
    uint64_t count = 0;
    PAL_QUERY(leaves, store, PAL_SQL_LOG, PAL_LOG_LEAVES_FROM);
    pal_bind_int(&leaves, ":first", (int64_t)end - PAL_TILE_WIDTH);
    pal_bind_int(&leaves, ":end", (int64_t)end);
    PAL_TRY(pal_query_gather(&leaves, end - PAL_TILE_WIDTH, pal_hash_gather, &hashes, &count));
    if (count != PAL_TILE_WIDTH) {
        return PAL_ERR_STORE_CORRUPT;
    }
    PAL_QUERY(insert, store, PAL_SQL_LOG, PAL_LOG_APPEND_TILE);
    pal_bind_int(&insert, ":idx", (int64_t)(end / PAL_TILE_WIDTH - 1));
    pal_bind_blob(&insert, ":hashes", hashes.bytes, hashes.size);
    return pal_query_run(&insert);
}

/* The entry's row, then the nodes and the tile that it completes. */
static enum pal_err store_entry(struct pal_store *store, struct pal_text bytes)
{
    struct pal_tree_edge *edge = &store->log.now.edge;
    struct pal_hash leaf = pal_tree_leaf(bytes.bytes, bytes.size);
    PAL_QUERY(insert, store, PAL_SQL_LOG, PAL_LOG_APPEND);
    pal_bind_int(&insert, ":idx", (int64_t)edge->size);
    pal_bind_hash(&insert, ":leaf", &leaf);
    pal_bind_blob(&insert, ":bytes", bytes.bytes, bytes.size);
    PAL_TRY(pal_query_run(&insert));

    struct pal_tree_node nodes[PAL_TREE_LEVELS];
    size_t count = pal_tree_append(edge, &leaf, nodes);
    PAL_QUERY(node, store, PAL_SQL_LOG, PAL_LOG_APPEND_NODE);
    for (size_t i = 0; i < count; i++) {
        pal_query_rewind(&node);
        pal_bind_int(&node, ":level", nodes[i].level);
        pal_bind_int(&node, ":idx", (int64_t)nodes[i].index);
        pal_bind_hash(&node, ":hash", &nodes[i].hash);
        PAL_TRY(pal_query_run(&node));
    }
    return edge->size % PAL_TILE_WIDTH == 0 ? store_tile(store, edge->size) : PAL_OK;
}

/* RULE docs/rules/witness.md
 * > A log asks its witnesses when a poll is opened, closed or counted and when a key changes
 */
static const char *const urgent[] = {"poll.open",  "poll.close", "poll.count",  "key.rotate",
                                     "key.revoke", "log.policy", "log.continue"};

static bool is_urgent(struct pal_text type)
{
    for (size_t i = 0; i < sizeof urgent / sizeof urgent[0]; i++) {
        if (pal_text_is(type, urgent[i])) {
            return true;
        }
    }
    return false;
}

/* The entry, and where it is found again. */
static enum pal_err keep_entry(struct pal_store *store, struct pal_text type, struct pal_text bytes)
{
    uint64_t index = store->log.now.edge.size;
    PAL_TRY(store_entry(store, bytes));
    if (is_urgent(type)) {
        store->log.urgent_size = index + 1;
    }
    return pal_log_is_of_keys(type) ? pal_log_keys_add(store, index, bytes) : PAL_OK;
}

static struct pal_entry entry_of(const struct pal_log_entry *entry)
{
    return (struct pal_entry){.type = pal_text_of(entry->type), .id = entry->id, .d = entry->d};
}

/* Of the entry all is there but the second. */
static enum pal_err append(struct pal_store *store, struct pal_entry made, uint64_t *out_index)
{
    PAL_CHECK(store->depth > 0);
    if (store->refusal != PAL_OK) {
        return store->refusal;
    }
    /* RULE docs/rules/log.md
     * > The second of an entry is never below the one before it.
     */
    int64_t now = now_seconds(store);
    int64_t last = store->log.now.last_at;
    made.made_at = now > last ? now : last;
    PAL_BUF(bytes);
    enum pal_err err = pal_entry_write(&made, &bytes, NULL);
    PAL_CHECK(err != PAL_ERR_ENTRY_GRAMMAR); /* what is logged is ours to get right */
    PAL_TRY(err);

    uint64_t index = store->log.now.edge.size;
    err = keep_entry(store, made.type, pal_buf_text(&bytes));
    if (err != PAL_OK) {
        store->refusal = err; /* the edge is ahead of the tables: this transaction cannot commit */
        return err;
    }
    store->log.now.last_at = made.made_at;
    if (out_index != NULL) {
        *out_index = index;
    }
    return PAL_OK;
}

enum pal_err pal_log_append(struct pal_store *store, const struct pal_log_entry *entry,
                            uint64_t *out_index)
{
    if (store->refusal == PAL_OK && store->log.now.edge.size == 0) {
        return PAL_ERR_STATE;
    }
    return append(store, entry_of(entry), out_index);
}

enum pal_err pal_log_append_cast(struct pal_store *store, const struct pal_uuid *poll,
                                 const struct pal_hash *commitment, uint64_t *out_index)
{
    PAL_BUF(spelled);
    pal_entry_spell_cast(poll, commitment, &spelled);
    struct pal_entry entry = {
        .type = pal_text_of("ballot.cast"),
        .id = pal_uuid_random(),
        .spelled = pal_buf_text(&spelled),
    };
    return append(store, entry, out_index);
}

static enum pal_err announce(struct pal_store *store, const char *purpose, struct pal_text key)
{
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_text(d, "key", key);
    pal_json_set_string(d, "purpose", purpose);
    const struct pal_log_entry entry = {.type = "key.announce", .id = pal_uuid_random(), .d = d};
    return append(store, entry_of(&entry), NULL);
}

enum pal_err pal_log_announce(struct pal_store *store)
{
    PAL_BUF(receipt);
    PAL_BUF(record);
    struct pal_log_state *log = &store->log;
    pal_log_receipt_vkey(store, &receipt);
    pal_keys_record_write(log->record_key.public_key, &record);
    PAL_TRY(announce(store, "receipt", pal_buf_text(&receipt)));
    return announce(store, "record", pal_buf_text(&record));
}

enum pal_err pal_log_found(struct pal_store *store, struct pal_text name)
{
    PAL_TRY(pal_log_name_check(name));
    struct pal_log_state *log = &store->log;
    if (log->now.edge.size > 0) {
        return PAL_ERR_STATE;
    }
    if (store->refusal != PAL_OK) {
        return store->refusal;
    }
    PAL_CHECK(log->has_key);
    pal_buf_clear(&log->name);
    pal_buf_clear(&log->vkey);
    pal_buf_add_text(&log->name, name);
    struct pal_vkey vkey = pal_vkey_make(name, PAL_NOTE_KEY_ED25519, log->key.public_key);
    pal_vkey_write(&vkey, &log->vkey);

    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_text(d, "origin", name);
    pal_json_set_string(d, "software", "palabre " PAL_VERSION);
    pal_json_set_string(d, "spec", "1");
    pal_json_set_text(d, "vkey", pal_buf_text(&log->vkey));
    const struct pal_log_entry entry = {.type = "log.genesis", .id = pal_uuid_random(), .d = d};
    PAL_TRY(append(store, entry_of(&entry), NULL));
    return pal_log_announce(store);
}

/* A line for each key that is good for this size and that we hold. */
static void sign(const struct pal_store *store, struct pal_text body, struct pal_buf *note)
{
    const struct pal_log_state *log = &store->log;
    struct pal_vkey vkeys[PAL_KEYS_MAX];
    struct pal_text name = pal_buf_text(&log->name);
    pal_note_sign(body, name, &log->key, note);
    size_t count = pal_keys_at(&log->keys, log->now.edge.size, log->now.last_at, vkeys);
    for (size_t i = 0; i < count && log->has_old_key; i++) {
        if (memcmp(vkeys[i].public_key, log->old_key.public_key, PAL_PUBLIC_KEY_SIZE) == 0) {
            PAL_BUF(again);
            pal_note_sign(body, name, &log->old_key, &again);
            pal_buf_add(note, again.bytes + body.size + 1, again.size - body.size - 1);
        }
    }
}

enum pal_err pal_log_seal(struct pal_store *store)
{
    struct pal_log_state *log = &store->log;
    if (log->now.edge.size == log->signed_head.size) {
        return PAL_OK;
    }
    if (log->found != PAL_LOG_OK) {
        return PAL_ERR_STORE_READ_ONLY; /* a witness has spoken since these entries were appended */
    }
    PAL_CHECK(log->has_key);
    struct pal_checkpoint checkpoint = {.origin = pal_buf_text(&log->name),
                                        .head = pal_log_head(store)};
    PAL_BUF(body);
    pal_checkpoint_write(&checkpoint, &body);
    PAL_BUF(note);
    sign(store, pal_buf_text(&body), &note);

    PAL_TRANSACTION(tx, store);
    PAL_QUERY(insert, store, PAL_SQL_LOG, PAL_LOG_SIGN);
    pal_bind_int(&insert, ":size", (int64_t)checkpoint.head.size);
    pal_bind_hash(&insert, ":root", &checkpoint.head.root);
    pal_bind_text(&insert, ":note", pal_buf_text(&note));
    PAL_TRY(pal_query_run(&insert));
    PAL_TRY(pal_transaction_commit(&tx));

    log->signed_head = checkpoint.head;
    pal_buf_clear(&log->note);
    pal_buf_add_text(&log->note, pal_buf_text(&note));
    return PAL_OK;
}

bool pal_anchoring_begin(struct pal_store *store, struct pal_anchoring *out)
{
    struct pal_log_state *log = &store->log;
    PAL_CHECK(!log->is_anchoring);
    bool is_ours = store->anchor_path != NULL && store->mode != PAL_STORE_READ;
    if (!is_ours || log->found != PAL_LOG_OK || log->anchor_size == log->signed_head.size) {
        return false;
    }
    *out = (struct pal_anchoring){
        .path = store->anchor_path,
        .place = log->anchor_place,
        .size = log->signed_head.size,
    };
    pal_buf_add_text(&out->note, pal_buf_text(&log->note));
    log->is_anchoring = true;
    return true;
}

enum pal_err pal_anchoring_write(const struct pal_anchoring *anchoring)
{
    struct pal_text note = pal_buf_text(&anchoring->note);
    enum pal_err err = pal_file_keep(anchoring->path, anchoring->place, note);
    return err == PAL_OK ? PAL_OK : PAL_ERR_LOG_ANCHOR;
}

void pal_anchoring_end(struct pal_store *store, struct pal_anchoring *anchoring,
                       enum pal_err written)
{
    struct pal_log_state *log = &store->log;
    PAL_CHECK(log->is_anchoring);
    log->is_anchoring = false;
    if (written == PAL_OK) {
        log->anchor_size = anchoring->size;
        log->anchor_place = (anchoring->place + 1) % PAL_FILE_PLACES;
    }
    pal_buf_done(&anchoring->note);
}

/* RULE docs/rules/log.md
 * > It is written after the change is on disk and before anybody is told of it.
 */
enum pal_err pal_log_publish(struct pal_store *store)
{
    struct pal_anchoring anchoring;
    if (store->log.is_anchoring || !pal_anchoring_begin(store, &anchoring)) {
        return PAL_OK; /* whoever began it tells nobody before it has ended */
    }
    enum pal_err err = pal_anchoring_write(&anchoring);
    pal_anchoring_end(store, &anchoring, err);
    return err;
}

static enum pal_err load_checkpoint(struct pal_store *store)
{
    struct pal_log_state *log = &store->log;
    PAL_QUERY(last, store, PAL_SQL_LOG, PAL_LOG_LAST_CHECKPOINT);
    log->signed_head = (struct pal_tree_head){0};
    pal_buf_clear(&log->note);
    bool has_row;
    PAL_TRY(pal_query_next(&last, &has_row));
    if (has_row) {
        log->signed_head.size = (uint64_t)pal_column_int(&last, 0);
        log->signed_head.root = pal_column_hash(&last, 1);
        pal_buf_add_text(&log->note, pal_column_text(&last, 2));
    }
    return PAL_OK;
}

/* Name and key, as the entries state them. */
static enum pal_err load_identity(struct pal_store *store)
{
    struct pal_log_state *log = &store->log;
    PAL_TRY(pal_log_keys_load(store));
    const struct pal_key_life *newest = pal_keys_newest(&log->keys, PAL_KEY_LOG, UINT64_MAX);
    if (newest == NULL) {
        return PAL_ERR_LOG_BROKEN;
    }
    pal_buf_clear(&log->name);
    pal_buf_add_string(&log->name, log->keys.origin);
    pal_buf_clear(&log->vkey);
    pal_buf_add_string(&log->vkey, newest->text);
    if (!log->has_key) {
        return PAL_OK;
    }
    log->has_key =
        pal_crypto_equal(newest->vkey.public_key, log->key.public_key, PAL_PUBLIC_KEY_SIZE);
    return log->has_key || store->mode == PAL_STORE_READ ? PAL_OK : PAL_ERR_LOG_KEY;
}

static enum pal_err load_last_entry(struct pal_store *store, uint64_t *out_size)
{
    *out_size = 0;
    store->log.now.last_at = 0;
    PAL_QUERY(last, store, PAL_SQL_LOG, PAL_LOG_LAST_ENTRY);
    bool has_row;
    PAL_TRY(pal_query_next(&last, &has_row));
    if (!has_row) {
        return PAL_OK;
    }
    PAL_JSON(json);
    if (pal_canon_read(pal_column_blob(&last, 1), PAL_LIMIT_ENTRY, &json, NULL) != PAL_OK ||
        pal_json_int(json, "ts", &store->log.now.last_at, NULL) != PAL_OK) {
        return PAL_ERR_LOG_BROKEN;
    }
    *out_size = (uint64_t)pal_column_int(&last, 0) + 1;
    return PAL_OK;
}

enum pal_err pal_log_load(struct pal_store *store)
{
    uint64_t size;
    struct pal_tree_source source = pal_log_source(store);
    PAL_TRY(load_last_entry(store, &size));
    if (size > 0) {
        PAL_TRY(load_identity(store));
    }
    PAL_TRY(pal_tree_edge_read(&source, size, &store->log.now.edge));
    PAL_TRY(load_checkpoint(store));
    store->log.urgent_size = size; /* whoever starts asks */
    store->log.is_stale = false;
    return PAL_OK;
}
