/* made.c - a record in memory: its log, its signatures, its tar. */
#include "made.h"

#include <stdlib.h>
#include <string.h>

#include "audit/entry.h"
#include "audit/keys.h"
#include "audit/minisign.h"
#include "audit/note.h"
#include "audit/tar.h"
#include "audit/tile.h"
#include "base/canon.h"
#include "base/check.h"
#include "base/fields.h"
#include "base/mem.h"

#include "made_polls.h"

void pal_made_done(struct pal_made *made)
{
    for (size_t i = 0; i < made->entry_count; i++) {
        pal_buf_done(&made->entries[i]);
    }
    while (made->file_count > 0) {
        pal_made_drop(made, &made->files[made->file_count - 1]);
    }
    pal_buf_done(&made->quoted);
    pal_buf_done(&made->receipt);
    pal_buf_done(&made->tracker);
    pal_buf_done(&made->elector);
    pal_buf_done(&made->open_elector);
    pal_buf_done(&made->tar);
    pal_buf_done(&made->minisig);
    pal_signing_key_done(&made->log);
    pal_signing_key_done(&made->receipts);
    pal_signing_key_done(&made->record);
}

/* --- files ------------------------------------------------------------------------------------------ */

struct pal_made_file *pal_made_file(struct pal_made *made, const char *ending)
{
    for (size_t i = 0; i < made->file_count; i++) {
        size_t size = strlen(made->files[i].name);
        size_t end = strlen(ending);
        if (size >= end && strcmp(made->files[i].name + size - end, ending) == 0) {
            return &made->files[i];
        }
    }
    return NULL;
}

struct pal_made_file *pal_made_add(struct pal_made *made, const char *name, struct pal_text bytes)
{
    PAL_CHECK(made->file_count < PAL_MADE_FILES);
    struct pal_made_file *file = &made->files[made->file_count++];
    *file = (struct pal_made_file){.name = pal_mem_copy_string(name)};
    pal_buf_add_text(&file->bytes, bytes);
    return file;
}

void pal_made_drop(struct pal_made *made, struct pal_made_file *file)
{
    pal_mem_free(file->name);
    pal_buf_done(&file->bytes);
    *file = made->files[--made->file_count];
}

bool pal_made_replace(struct pal_buf *buf, const char *from, const char *to)
{
    size_t size = strlen(from);
    for (size_t at = 0; at + size <= buf->size; at++) {
        if (memcmp(buf->bytes + at, from, size) != 0 || (to == NULL && at + size == buf->size)) {
            continue;
        }
        if (to == NULL) {
            char *next = &buf->bytes[at + size];
            *next = *next == '1' ? '2' : '1';
            return true;
        }
        PAL_BUF(changed);
        pal_buf_add(&changed, buf->bytes, at);
        pal_buf_add_string(&changed, to);
        pal_buf_add(&changed, buf->bytes + at + size, buf->size - at - size);
        pal_buf_clear(buf);
        pal_buf_add_text(buf, pal_buf_text(&changed));
        return true;
    }
    return false;
}

static void replace_everywhere(struct pal_made *made, const struct pal_hash *from,
                               const struct pal_hash *to)
{
    char old[2 * PAL_HASH_SIZE + 1];
    char new[2 * PAL_HASH_SIZE + 1];
    pal_hash_write(from, old);
    pal_hash_write(to, new);
    for (size_t i = 0; i < made->entry_count; i++) {
        while (pal_made_replace(&made->entries[i], old, new)) {
        }
    }
    for (size_t i = 0; i < made->file_count; i++) {
        while (pal_made_replace(&made->files[i].bytes, old, new)) {
        }
        char *at = strstr(made->files[i].name, old);
        if (at != NULL) { /* named by it */
            memcpy(at, new, (size_t)2 * PAL_HASH_SIZE);
        }
    }
}

bool pal_made_rewrite(struct pal_made *made, const char *ending, const char *from, const char *to)
{
    struct pal_hash known[PAL_MADE_FILES];
    for (size_t i = 0; i < made->file_count; i++) {
        known[i] = pal_hash_of(made->files[i].bytes.bytes, made->files[i].bytes.size);
    }
    if (!pal_made_replace(&pal_made_file(made, ending)->bytes, from, to)) {
        return false;
    }
    /* A document that names a changed one has changed; none names itself. */
    for (bool is_over = false; !is_over;) {
        is_over = true;
        for (size_t i = 0; i < made->file_count; i++) {
            const struct pal_buf *bytes = &made->files[i].bytes;
            struct pal_hash now = pal_hash_of(bytes->bytes, bytes->size);
            if (!pal_hash_equal(&now, &known[i])) {
                struct pal_hash before = known[i];
                known[i] = now;
                replace_everywhere(made, &before, &now);
                is_over = false;
            }
        }
    }
    return true;
}

/* --- the log ---------------------------------------------------------------------------------------- */

static void put(struct pal_made *made, const char *name, struct pal_text bytes)
{
    struct pal_made_file *file = pal_made_file(made, name);
    if (file != NULL) {
        pal_made_drop(made, file);
    }
    (void)pal_made_add(made, name, bytes);
}

struct pal_tree_head pal_made_head(const struct pal_made *made, size_t entry_count)
{
    struct pal_tree_edge edge = {0};
    struct pal_tree_node nodes[PAL_TREE_LEVELS];
    for (size_t i = 0; i < entry_count; i++) {
        struct pal_hash leaf = pal_tree_leaf(made->entries[i].bytes, made->entries[i].size);
        (void)pal_tree_append(&edge, &leaf, nodes);
    }
    return pal_tree_edge_head(&edge);
}

static struct pal_tree_head sign_tiles(struct pal_made *made)
{
    PAL_BUF(hashes);
    PAL_BUF(bundle);
    PAL_CHECK(made->entry_count < PAL_TILE_WIDTH); /* one tile of each kind is all */
    for (size_t i = 0; i < made->entry_count; i++) {
        struct pal_text entry = pal_buf_text(&made->entries[i]);
        struct pal_hash leaf = pal_tree_leaf(entry.bytes, entry.size);
        pal_buf_add(&hashes, leaf.bytes, PAL_HASH_SIZE);
        pal_bundle_add(entry, &bundle);
    }
    for (int is_bundle = 0; is_bundle < 2; is_bundle++) {
        PAL_BUF(name);
        pal_buf_add_string(&name, "log/");
        const struct pal_tile tile = {.holds_entries = is_bundle != 0,
                                      .width = (unsigned)made->entry_count};
        pal_tile_write(&tile, &name);
        put(made, name.bytes, pal_buf_text(is_bundle != 0 ? &bundle : &hashes));
    }
    return pal_made_head(made, made->entry_count);
}

void pal_made_keys(const struct pal_made *made, struct pal_keys *keys)
{
    for (size_t i = 0; i < made->entry_count; i++) {
        PAL_ENTRY(entry);
        /* A test may have spoilt it. */
        enum pal_err err = pal_entry_parse(pal_buf_text(&made->entries[i]), &entry, NULL);
        err = err == PAL_OK ? pal_keys_read(keys, i, &entry) : err;
        PAL_CHECK(err < PAL_ERR_COUNT);
    }
}

static void write_keys(struct pal_made *made)
{
    PAL_KEYS(keys);
    PAL_BUF(text);
    pal_made_keys(made, &keys);
    if (keys.origin != NULL) {
        pal_keys_write(&keys, &text);
    }
    put(made, "keys.txt", pal_buf_text(&text));
}

static int by_name(const void *a, const void *b)
{
    const struct pal_made_file *left = a;
    const struct pal_made_file *right = b;
    return strcmp(left->name, right->name);
}

static void write_record(struct pal_made *made, const struct pal_tree_head *head)
{
    PAL_JSON(json);
    PAL_BUF(bytes);
    json = pal_json_object_new();
    pal_json_set_string(json, "format", "palabre-record/1");
    pal_json_set_string(json, "log", pal_made_log(made));
    pal_json_set_int(json, "size", (int64_t)head->size);
    pal_json_set_hash(json, "root", &head->root);
    pal_json_set_bool(json, "all", false);
    pal_json_set_string(json, "society", "Les Sept");
    pal_json_set_string(json, "licence", "CC-BY-4.0");
    struct pal_json *polls = pal_json_array_new();
    qsort(made->files, made->file_count, sizeof made->files[0], by_name);
    for (size_t i = 0; i < made->file_count; i++) {
        const char *at = strstr(made->files[i].name, "/question.json");
        if (at != NULL) {
            pal_json_append_text(polls,
                                 (struct pal_text){at - PAL_UUID_TEXT_SIZE, PAL_UUID_TEXT_SIZE});
        }
    }
    pal_json_set(json, "polls", polls);
    PAL_CHECK(pal_canon_write(json, &bytes, NULL) == PAL_OK);
    put(made, "RECORD.json", pal_buf_text(&bytes));
}

void pal_made_sign_log(struct pal_made *made)
{
    PAL_BUF(body);
    PAL_BUF(note);
    PAL_BUF(key);
    struct pal_checkpoint checkpoint = {.origin = pal_text_of(pal_made_log(made)),
                                        .head = sign_tiles(made)};
    pal_checkpoint_write(&checkpoint, &body);
    pal_note_sign(pal_buf_text(&body), checkpoint.origin, &made->log, &note);
    put(made, "log/checkpoint", pal_buf_text(&note));
    write_keys(made);
    struct pal_minisign_key minisign = pal_minisign_key_of(made->record.public_key);
    pal_minisign_file_write(&minisign, &key);
    put(made, "minisign.pub", pal_buf_text(&key));
    write_record(made, &checkpoint.head);
}

/* --- the tar ---------------------------------------------------------------------------------------- */

void pal_made_sign_tar(struct pal_made *made)
{
    PAL_BUF(comment);
    struct pal_note note;
    struct pal_checkpoint checkpoint = {0};
    const struct pal_made_file *file = pal_made_file(made, "log/checkpoint");
    if (file == NULL || pal_note_parse(pal_buf_text(&file->bytes), &note) != PAL_OK ||
        pal_checkpoint_parse(note.body, &checkpoint) != PAL_OK) {
        checkpoint = (struct pal_checkpoint){0}; /* a test has spoilt it */
    }
    pal_buf_add_string(&comment, made->remark == NULL ? "" : made->remark);
    pal_buf_add_format(&comment,
                       "record=made log=%.*s size=%llu root=", (int)checkpoint.origin.size,
                       checkpoint.origin.bytes == NULL ? "" : checkpoint.origin.bytes,
                       (unsigned long long)checkpoint.head.size);
    pal_buf_add_hex(&comment, checkpoint.head.root.bytes, PAL_HASH_SIZE);
    pal_buf_add_string(&comment, " file=made.tar");
    pal_buf_clear(&made->minisig);
    struct pal_blake_state state;
    uint8_t hash[PAL_LONG_HASH_SIZE];
    pal_blake_init(&state);
    pal_blake_add(&state, made->tar.bytes, made->tar.size);
    pal_blake_final(&state, hash);
    pal_minisign_sign(&made->record, hash, pal_buf_text(&comment), &made->minisig);
}

void pal_made_pack(struct pal_made *made)
{
    pal_buf_clear(&made->tar);
    qsort(made->files, made->file_count, sizeof made->files[0], by_name);
    for (size_t i = 0; i < made->file_count; i++) {
        pal_tar_add(pal_text_of(made->files[i].name), pal_buf_text(&made->files[i].bytes),
                    &made->tar);
    }
    pal_tar_end(&made->tar);
    pal_made_sign_tar(made);
}
