/*
 * log_keys.c - which keys sign the log, as its own entries say.
 */
#include <string.h>

#include "audit/entry.h"
#include "base/canon.h"
#include "base/check.h"
#include "base/limits.h"

#include "state.h"

bool pal_log_is_of_keys(struct pal_text type)
{
    /* Every entry of a log is asked about when it is checked, and few types have a dot there. */
    return type.size > 3 && type.bytes[3] == '.' &&
           (pal_text_starts(type, "key.") || pal_text_starts(type, "log."));
}

static enum pal_err read_entry(struct pal_keys *keys, uint64_t index, struct pal_text bytes)
{
    PAL_ENTRY(entry);
    bool is_read = pal_entry_parse(bytes, &entry, NULL) == PAL_OK &&
                   pal_keys_read(keys, index, &entry) == PAL_OK;
    return is_read ? PAL_OK : PAL_ERR_LOG_BROKEN;
}

enum pal_err pal_log_keys_load(struct pal_store *store)
{
    struct pal_log_state *log = &store->log;
    PAL_KEYS(keys);
    uint64_t count = 0;
    bool has_row;
    PAL_QUERY(entries, store, PAL_SQL_LOG, PAL_LOG_KEY_ENTRIES);
    PAL_TRY(pal_query_next(&entries, &has_row));
    while (has_row) {
        uint64_t index = (uint64_t)pal_column_int(&entries, 0);
        PAL_TRY(read_entry(&keys, index, pal_column_blob(&entries, 1)));
        count++;
        PAL_TRY(pal_query_next(&entries, &has_row));
    }
    pal_keys_done(&log->keys);
    log->keys = keys;
    keys = (struct pal_keys){0};
    log->now.key_count = count;
    return PAL_OK;
}

enum pal_err pal_log_keys_add(struct pal_store *store, uint64_t index, struct pal_text bytes)
{
    PAL_QUERY(insert, store, PAL_SQL_LOG, PAL_LOG_KEY_APPEND);
    pal_bind_int(&insert, ":idx", (int64_t)index);
    PAL_TRY(pal_query_run(&insert));
    PAL_ENTRY(entry);
    PAL_TRY(pal_entry_parse(bytes, &entry, NULL));
    PAL_TRY(pal_keys_read(&store->log.keys, index, &entry));
    store->log.now.key_count++;
    return PAL_OK;
}

size_t pal_log_former_count(const struct pal_store *store)
{
    const struct pal_keys *keys = &store->log.keys;
    return keys->name_count == 0 ? 0 : keys->name_count - 1;
}

struct pal_text pal_log_former(const struct pal_store *store, size_t index, uint64_t *out_entry)
{
    const struct pal_keys *keys = &store->log.keys;
    PAL_CHECK(index + 1 < keys->name_count);
    *out_entry = keys->names[index + 1].first_size - 1;
    return pal_text_of(keys->names[index].origin);
}

/* The second of the last entry of a tree of that size; of the last there is, where it is larger. */
static enum pal_err second_of(struct pal_store *store, uint64_t size, int64_t *out_made_at)
{
    *out_made_at = store->log.now.last_at;
    if (size == 0 || size >= store->log.now.edge.size) {
        return PAL_OK;
    }
    PAL_JSON(json);
    PAL_QUERY(query, store, PAL_SQL_LOG, PAL_LOG_ENTRY_AT);
    pal_bind_int(&query, ":idx", (int64_t)(size - 1));
    PAL_TRY(pal_query_one(&query));
    PAL_TRY(pal_canon_read(pal_column_blob(&query, 0), PAL_LIMIT_ENTRY, &json, NULL));
    return pal_json_int(json, "ts", out_made_at, NULL);
}

bool pal_log_is_ours(struct pal_store *store, struct pal_text text, struct pal_tree_head *out_head)
{
    struct pal_note note;
    struct pal_checkpoint checkpoint;
    int64_t made_at;
    if (pal_note_parse(text, &note) != PAL_OK ||
        pal_checkpoint_parse(note.body, &checkpoint) != PAL_OK ||
        second_of(store, checkpoint.head.size, &made_at) != PAL_OK ||
        pal_keys_verify(&store->log.keys, &note, made_at) != PAL_OK) {
        return false;
    }
    *out_head = checkpoint.head;
    return true;
}

enum pal_err pal_log_keys_scan(struct pal_keys *keys, uint64_t index, struct pal_text bytes,
                               uint64_t *count)
{
    PAL_ENTRY(entry);
    if (!pal_log_is_of_keys(pal_entry_type_name(bytes)) ||
        pal_entry_parse(bytes, &entry, NULL) != PAL_OK) {
        return PAL_OK; /* what cannot be read has another hash, or was refused when appended */
    }
    *count += 1;
    return pal_keys_read(keys, index, &entry) == PAL_OK ? PAL_OK : PAL_ERR_LOG_BROKEN;
}

bool pal_log_keys_agree(const struct pal_store *store, const struct pal_keys *keys,
                        uint64_t entry_count)
{
    const struct pal_keys *kept = &store->log.keys;
    return kept->count == keys->count && kept->policy_size == keys->policy_size &&
           store->log.now.key_count == entry_count;
}
