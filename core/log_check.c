/*
 * log_check.c - what is verified of the log before a store is used.
 *
 * RULE docs/rules/log.md
 * > At every start the database is checked, every entry and every document that entries name is
 * > hashed again, and the root must be the one of the last checkpoint.
 */
#include <string.h>

#include "audit/entry.h"
#include "audit/keys.h"
#include "base/check.h"
#include "base/mem.h"
#include "core/attachments.h"
#include "core/society.h"

#include "state.h"

/* The nodes that the database keeps for a leaf must be those that it completes. */
static enum pal_err check_nodes(struct pal_store *store, const struct pal_tree_node *nodes,
                                size_t count, bool *is_right)
{
    struct pal_tree_source source = pal_log_source(store);
    for (size_t i = 0; i < count; i++) {
        struct pal_hash kept;
        PAL_TRY(source.read(source.context, nodes[i].level, nodes[i].index, &kept));
        *is_right = *is_right && pal_hash_equal(&kept, &nodes[i].hash);
    }
    return PAL_OK;
}

/* Entries as they are kept, until a block of them is checked at once. */
struct block {
    struct pal_buf bytes;
    struct pal_hash kept[PAL_TREE_BLOCK]; /* their leaves */
    size_t ends[PAL_TREE_BLOCK];          /* of each, in bytes */
    size_t count;
};

struct examination {
    struct pal_store *store;
    struct pal_tree_edge edge;
    struct pal_keys keys;
    uint64_t of_keys;
    struct block block;
    bool is_right;
};

static void examination_done(struct examination *it)
{
    pal_keys_done(&it->keys);
    pal_buf_done(&it->block.bytes);
}

/* The nodes of the levels inside a block: one level after the other, which is how they are kept. */
static enum pal_err check_inner(struct examination *it, const struct pal_hash *leaves)
{
    PAL_BUF(kept);
    struct pal_hash hashes[2][PAL_TREE_BLOCK / 2];
    const struct pal_hash *children = leaves;
    for (unsigned level = 1; level < PAL_TREE_BLOCK_LEVEL; level++) {
        size_t count = PAL_TREE_BLOCK >> level;
        uint64_t found = 0;
        pal_tree_parents(children, count, hashes[level % 2]);
        children = hashes[level % 2];
        pal_buf_clear(&kept);
        PAL_QUERY(nodes, it->store, PAL_SQL_LOG, PAL_LOG_NODES_FROM);
        pal_bind_int(&nodes, ":level", level);
        pal_bind_int(&nodes, ":first", (int64_t)(it->edge.size >> level));
        pal_bind_int(&nodes, ":end", (int64_t)((it->edge.size >> level) + count));
        PAL_TRY(pal_query_gather(&nodes, it->edge.size >> level, pal_hash_gather, &kept, &found));
        const struct pal_text expected = {(const char *)children, count * sizeof children[0]};
        it->is_right =
            it->is_right && found == count && pal_text_equal(expected, pal_buf_text(&kept));
    }
    return PAL_OK;
}

/* The tile of a block must hold its leaves. */
static enum pal_err check_tile(struct examination *it, const struct pal_hash *leaves)
{
    PAL_QUERY(tile, it->store, PAL_SQL_LOG, PAL_LOG_TILE_AT);
    pal_bind_int(&tile, ":idx", (int64_t)(it->edge.size / PAL_TREE_BLOCK));
    enum pal_err err = pal_query_one(&tile);
    if (err != PAL_OK) {
        return err == PAL_ERR_NOT_FOUND ? PAL_ERR_STORE_CORRUPT : err;
    }
    const struct pal_text expected = {(const char *)leaves, PAL_TREE_BLOCK * sizeof leaves[0]};
    it->is_right = it->is_right && pal_text_equal(expected, pal_column_blob(&tile, 0));
    return PAL_OK;
}

static enum pal_err append_leaves(struct examination *it, const struct pal_hash *leaves)
{
    struct pal_tree_node nodes[PAL_TREE_LEVELS];
    if (it->block.count == PAL_TREE_BLOCK) {
        PAL_TRY(check_inner(it, leaves));
        PAL_TRY(check_tile(it, leaves));
        size_t count = pal_tree_append_block(&it->edge, leaves, nodes);
        return check_nodes(it->store, nodes, count, &it->is_right);
    }
    for (size_t i = 0; i < it->block.count; i++) {
        size_t count = pal_tree_append(&it->edge, &leaves[i], nodes);
        PAL_TRY(check_nodes(it->store, nodes, count, &it->is_right));
    }
    return PAL_OK;
}

/* Hashes the entries of a block again. */
static enum pal_err check_block(struct examination *it)
{
    struct pal_text entries[PAL_TREE_BLOCK];
    struct pal_hash leaves[PAL_TREE_BLOCK];
    struct block *block = &it->block;
    size_t begin = 0;
    for (size_t i = 0; i < block->count; i++) {
        entries[i] = (struct pal_text){block->bytes.bytes + begin, block->ends[i] - begin};
        begin = block->ends[i];
        PAL_TRY(pal_log_keys_scan(&it->keys, it->edge.size + i, entries[i], &it->of_keys));
    }
    pal_tree_leaves(entries, block->count, leaves);
    for (size_t i = 0; i < block->count; i++) {
        it->is_right =
            it->is_right && memcmp(leaves[i].bytes, block->kept[i].bytes, PAL_HASH_SIZE) == 0;
    }
    if (it->is_right) {
        PAL_TRY(append_leaves(it, leaves));
    }
    pal_buf_clear(&block->bytes);
    block->count = 0;
    return PAL_OK;
}

static void keep(struct examination *it, const struct pal_query *entry)
{
    struct block *block = &it->block;
    uint64_t index = it->edge.size + block->count;
    it->is_right = it->is_right && (uint64_t)pal_column_int(entry, 0) == index;
    block->kept[block->count] = pal_column_hash(entry, 1);
    pal_buf_add_text(&block->bytes, pal_column_blob(entry, 2));
    block->ends[block->count++] = block->bytes.size;
}

/* Hashes every entry again into *edge. */
static enum pal_err hash_entries(struct pal_store *store, struct pal_tree_edge *edge,
                                 bool *out_is_right)
{
    struct examination it PAL_CLEANUP(examination_done) = {.store = store, .is_right = true};
    bool has_row;
    PAL_QUERY(entries, store, PAL_SQL_LOG, PAL_LOG_ENTRIES_FROM);
    pal_bind_int(&entries, ":first", 0);
    pal_bind_int(&entries, ":end", INT64_MAX);
    PAL_TRY(pal_query_next(&entries, &has_row));
    while (has_row && it.is_right) {
        keep(&it, &entries);
        PAL_TRY(pal_query_next(&entries, &has_row));
        if (!has_row || it.block.count == PAL_TREE_BLOCK) {
            PAL_TRY(check_block(&it));
        }
    }
    *edge = it.edge;
    *out_is_right = it.is_right && pal_log_keys_agree(store, &it.keys, it.of_keys);
    return PAL_OK;
}

/* A tree of n leaves has n - (bits set in n) nodes that are complete and no leaves; no tile is beyond. */
static enum pal_err count_nodes(struct pal_store *store, uint64_t size, bool *out_is_right)
{
    PAL_QUERY(count, store, PAL_SQL_LOG, PAL_LOG_NODE_COUNT);
    PAL_TRY(pal_query_one(&count));
    uint64_t nodes = size - (uint64_t)__builtin_popcountll(size);
    *out_is_right = (uint64_t)pal_column_int(&count, 0) == nodes &&
                    (uint64_t)pal_column_int(&count, 1) == size / PAL_TREE_BLOCK;
    return PAL_OK;
}

static bool heads_equal(const struct pal_tree_head *a, const struct pal_tree_head *b)
{
    return a->size == b->size && pal_hash_equal(&a->root, &b->root);
}

/* Was this head signed last? */
static bool is_signed(struct pal_store *store, const struct pal_tree_head *head)
{
    struct pal_tree_head noted;
    const struct pal_tree_head *signed_head = &store->log.signed_head;
    if (head->size == 0 && signed_head->size == 0) {
        return true; /* nothing was */
    }
    return pal_log_is_ours(store, pal_buf_text(&store->log.note), &noted) &&
           heads_equal(&noted, signed_head) && heads_equal(&noted, head);
}

/* Do the entries give what was signed last? Those that an export will read: their nodes at least. */
static enum pal_err examine_entries(struct pal_store *store, bool *out_is_right)
{
    struct pal_tree_edge edge = store->log.now.edge;
    bool has_nodes = true;
    *out_is_right = true;
    if (!store->log.has_unread) {
        edge = (struct pal_tree_edge){0};
        PAL_TRY(hash_entries(store, &edge, out_is_right));
        PAL_TRY(count_nodes(store, edge.size, &has_nodes));
    }
    struct pal_tree_head head = pal_tree_edge_head(&edge);
    *out_is_right = *out_is_right && has_nodes && is_signed(store, &head);
    return PAL_OK;
}

/* Are the pages right? Those of entries that are hashed later are read then. */
static enum pal_err examine_pages(struct pal_store *store, bool *out_is_right)
{
    bool has_row = false;
    if (!store->log.has_unread) {
        return pal_db_is_sound(store, NULL, out_is_right);
    }
    *out_is_right = true;
    PAL_QUERY(tables, store, PAL_SQL_LOG, PAL_LOG_OTHER_TABLES);
    PAL_TRY(pal_query_next(&tables, &has_row));
    while (has_row && *out_is_right) {
        PAL_STRING(table);
        table = pal_text_copy(pal_column_text(&tables, 0));
        PAL_TRY(pal_db_is_sound(store, table, out_is_right));
        PAL_TRY(pal_query_next(&tables, &has_row));
    }
    return PAL_OK;
}

/* RULE docs/rules/log.md
 * > It is written in two places in turn, so that a failure while one is written leaves the other; of
 * > two checkpoints the larger counts.
 *
 * A file that holds one checkpoint and nothing else, as whoever copied it from elsewhere has it, is
 * an anchor too. */
struct anchored {
    struct pal_text note; /* lent by the anchor */
    struct pal_tree_head head;
    unsigned place;
    bool is_before; /* under a name that the log had before */
};

/* A line under the name of the log itself: what was torn while it was written has none. */
static bool signs_itself(const struct pal_note *note, struct pal_text origin)
{
    for (size_t i = 0; i < note->line_count; i++) {
        if (pal_text_equal(note->lines[i].name, origin)) {
            return true;
        }
    }
    return false;
}

/* RULE docs/rules/log.md
 * > What it states under a name that the log had before was written before log.continue, and says nothing. A checkpoint
 * > under a name that the log never had means that the log went on under that name, and that this copy does not know of it.
 */
static bool read_place(struct pal_store *store, struct anchored *read)
{
    struct pal_note note;
    struct pal_checkpoint checkpoint;
    const struct pal_keys *keys = &store->log.keys;
    if (pal_note_parse(read->note, &note) != PAL_OK ||
        pal_checkpoint_parse(note.body, &checkpoint) != PAL_OK ||
        !signs_itself(&note, checkpoint.origin)) {
        return false;
    }
    if (!pal_keys_had_name(keys, checkpoint.origin)) {
        pal_buf_add_text(&store->log.strangers, checkpoint.origin);
        pal_buf_add_byte(&store->log.strangers, '\n');
        return false;
    }
    read->is_before = !pal_text_is(checkpoint.origin, keys->origin);
    return read->is_before || pal_log_is_ours(store, read->note, &read->head);
}

static bool find_anchor(struct pal_store *store, struct pal_text anchor, struct anchored *out)
{
    bool is_found = false;
    for (unsigned i = 0; i < PAL_FILE_PLACES && anchor.size > 0; i++) {
        struct pal_text place = anchor;
        place.size = place.size < PAL_FILE_PLACE ? place.size : PAL_FILE_PLACE;
        anchor = (struct pal_text){anchor.bytes + place.size, anchor.size - place.size};
        struct anchored read = {.note = place, .place = i};
        (void)pal_text_cut(&place, '\0', &read.note); /* without a NUL it is the whole */
        if (read_place(store, &read) && (!is_found || read.head.size > out->head.size)) {
            *out = read;
            is_found = true;
        }
    }
    return is_found;
}

/* RULE docs/rules/log.md
 * > An anchor larger than the log means that the log was rolled back. An anchor whose root the log
 * > does not have at that size means that the log was forked.
 */
static enum pal_err examine_anchor(struct pal_store *store, struct pal_text anchor)
{
    struct pal_log_state *log = &store->log;
    struct anchored kept = {0};
    if (anchor.size == 0) {
        return PAL_OK;
    }
    if (log->now.edge.size == 0) {
        log->found = PAL_LOG_ROLLBACK;
        return PAL_OK;
    }
    if (!find_anchor(store, anchor, &kept)) {
        log->found = PAL_LOG_FORK;
        return PAL_OK;
    }
    log->anchor_size = kept.head.size; /* 0 of a name before: the next turn writes over it */
    log->anchor_place = (kept.place + 1) % PAL_FILE_PLACES;
    if (kept.is_before) {
        log->found = log->strangers.size == 0 ? PAL_LOG_OK : PAL_LOG_FORK;
        return PAL_OK;
    }
    if (kept.head.size > log->now.edge.size) {
        log->found = PAL_LOG_ROLLBACK;
    } else {
        struct pal_tree_edge edge;
        struct pal_tree_source source = pal_log_source(store);
        PAL_TRY(pal_tree_edge_read(&source, kept.head.size, &edge));
        struct pal_tree_head head = pal_tree_edge_head(&edge);
        bool is_ours = heads_equal(&head, &kept.head) && log->strangers.size == 0;
        log->found = is_ours ? PAL_LOG_OK : PAL_LOG_FORK;
    }
    if (log->found != PAL_LOG_OK) {
        pal_buf_clear(&log->evidence);
        pal_buf_add_text(&log->evidence, kept.note);
    }
    return PAL_OK;
}

static enum pal_err examine(struct pal_store *store, struct pal_text anchor, bool *out_is_right)
{
    PAL_TRY(examine_pages(store, out_is_right));
    if (!*out_is_right) {
        return PAL_OK;
    }
    PAL_TRY(pal_log_load(store));
    PAL_TRY(examine_entries(store, out_is_right));
    if (*out_is_right) {
        PAL_TRY(pal_documents_examine(store, out_is_right));
    }
    if (*out_is_right) {
        PAL_TRY(pal_attachments_examine(store, out_is_right));
    }
    return *out_is_right ? examine_anchor(store, anchor) : PAL_OK;
}

enum pal_err pal_log_examine(struct pal_store *store, struct pal_text anchor)
{
    bool is_right = false;
    enum pal_err err = examine(store, anchor, &is_right);
    bool is_damaged = err == PAL_ERR_STORE_CORRUPT || err == PAL_ERR_LOG_BROKEN;
    if (err != PAL_OK && !is_damaged) {
        return err;
    }
    if (is_damaged || !is_right) {
        store->log.found = PAL_LOG_BROKEN;
    }
    return PAL_OK;
}
