/*
 * export.c - the record of a poll or of the whole society: its files in their order, and its signature.
 */
#include "core/export.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/keys.h"
#include "audit/minisign.h"
#include "audit/tar.h"
#include "audit/tile.h"
#include "base/canon.h"
#include "base/check.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/assemblies.h"
#include "core/log.h"
#include "core/resolutions.h"
#include "core/witnesses.h"

#include "attaching.h"
#include "exporting.h"
#include "state.h"

static void export_done(struct pal_export *export)
{
    pal_db_read_pages(export->store);
    pal_society_done(&export->society);
    pal_buf_done(&export->names);
    pal_mem_free(export->offsets);
    pal_json_free(export->polls);
    pal_poll_done(&export->poll);
    pal_manifest_done(&export->manifest);
    pal_record_count_done(&export->result);
    pal_export_check_done(&export->check);
    pal_export_file_done(&export->out);
}

/* --- names ---------------------------------------------------------------------------------------- */

void pal_export_list(struct pal_export *export, struct pal_text name)
{
    export->capacity = pal_mem_capacity(export->capacity, export->count + 1);
    export->offsets = pal_mem_grow(export->offsets, export->capacity, sizeof *export->offsets);
    export->offsets[export->count++] = export->names.size;
    pal_buf_add_text(&export->names, name);
    pal_buf_add_byte(&export->names, 0);
}

static void list_string(struct pal_export *export, const char *name)
{
    pal_export_list(export, pal_text_of(name));
}

void pal_export_list_document(struct pal_export *export, enum pal_record_kind folder,
                              const struct pal_hash *hash)
{
    PAL_BUF(name);
    pal_record_document_name(folder, hash, &name);
    pal_export_list(export, pal_buf_text(&name));
}

static void list_tile(struct pal_export *export, const struct pal_tile *tile)
{
    PAL_BUF(name);
    pal_buf_add_string(&name, "log/");
    pal_tile_write(tile, &name);
    pal_export_list(export, pal_buf_text(&name));
}

/* The full tiles of a level, and the partial one at its end. */
static void list_level(struct pal_export *export, struct pal_tile tile, uint64_t available)
{
    for (tile.index = 0; tile.index < available / PAL_TILE_WIDTH; tile.index++) {
        tile.width = PAL_TILE_WIDTH;
        list_tile(export, &tile);
    }
    if (available % PAL_TILE_WIDTH > 0) {
        tile.width = (unsigned)(available % PAL_TILE_WIDTH);
        list_tile(export, &tile);
    }
}

static void list_log(struct pal_export *export)
{
    uint64_t size = export->made.head.size;
    list_string(export, "log/checkpoint");
    list_level(export, (struct pal_tile){.holds_entries = true}, size);
    for (unsigned level = 0; level <= PAL_TILE_LEVEL_MAX; level++) {
        list_level(export, (struct pal_tile){.level = level}, size >> (level * PAL_TILE_HEIGHT));
    }
}

static enum pal_err list_constitutions(struct pal_export *export)
{
    struct pal_version version = {.number = 0};
    enum pal_err err = pal_version_next(export->store, 0, &version);
    while (err == PAL_OK) {
        if (version.state == PAL_VERSION_ADOPTED) {
            pal_export_list_document(export, PAL_RECORD_CONSTITUTION, &version.hash);
        }
        err = pal_version_next(export->store, version.number, &version);
    }
    return err == PAL_ERR_NOT_FOUND ? PAL_OK : err;
}

static enum pal_err list_society(void *context, const struct pal_hash *hash)
{
    pal_export_list_document(context, PAL_RECORD_SOCIETY, hash);
    return PAL_OK;
}

static enum pal_err list_version(void *context, const struct pal_text_version *version)
{
    pal_export_list_document(context, PAL_RECORD_TEXT, &version->hash);
    return PAL_OK;
}

static enum pal_err list_resolution(void *context, const struct pal_resolution *resolution)
{
    struct pal_export *export = context;
    PAL_TRY(pal_export_list_said(export, resolution->id));
    PAL_TRY(pal_export_list_attachments(export, resolution->id));
    return pal_resolution_versions_walk(export->store, resolution->id, list_version, export);
}

static enum pal_err list_assembly(void *context, const struct pal_assembly *assembly)
{
    struct pal_export *export = context;
    if (assembly->noticed_us == 0) {
        return PAL_OK; /* it was cancelled before it was convened: nobody was shown its agenda */
    }
    return pal_agenda_walk(export->store, assembly->id, list_resolution, export);
}

/* --- polls ---------------------------------------------------------------------------------------- */

/* RULE docs/rules/record.md
 * > A record is of one poll, or of the whole society: of every poll that is published or void after its call.
 */
static bool is_over(const struct pal_poll *poll)
{
    return poll->state == PAL_POLL_PUBLISHED ||
           (poll->state == PAL_POLL_VOID && poll->called_us != 0);
}

static enum pal_err list_poll(void *context, const struct pal_poll *poll)
{
    struct pal_export *export = context;
    char uuid[PAL_UUID_TEXT_SIZE + 1];
    if (!is_over(poll)) {
        return PAL_OK;
    }
    pal_uuid_write(&poll->uuid, uuid);
    pal_json_append_text(export->polls, pal_text_of(uuid));
    return pal_export_list_poll(export, poll);
}

static enum pal_err find_over(struct pal_store *store, const struct pal_uuid *uuid,
                              struct pal_poll *out_poll)
{
    struct pal_poll_id id;
    PAL_TRY(pal_poll_find(store, uuid, &id));
    PAL_TRY(pal_poll_read(store, id, out_poll));
    if (out_poll->state == PAL_POLL_DRAFT) {
        return PAL_ERR_NOT_FOUND;
    }
    return is_over(out_poll) ? PAL_OK : PAL_ERR_POLL_NOT_COUNTED;
}

enum pal_err pal_export_check(struct pal_store *store, const struct pal_uuid *poll)
{
    PAL_POLL(row);
    return find_over(store, poll, &row);
}

static enum pal_err list_one(struct pal_export *export)
{
    PAL_POLL(poll);
    PAL_TRY(find_over(export->store, export->spec->poll, &poll));
    return list_poll(export, &poll);
}

static enum pal_err list_all(struct pal_export *export)
{
    pal_export_list_tables(export);
    const struct pal_assemblies_query assemblies = {.limit = PAL_LIMIT_RECORD_FILES};
    PAL_TRY(pal_assemblies_walk(export->store, &assemblies, list_assembly, export));
    const struct pal_polls_query polls = {.limit = PAL_LIMIT_RECORD_FILES};
    PAL_TRY(pal_export_list_acts(export));
    return pal_polls_walk(export->store, &polls, list_poll, export);
}

static enum pal_err list_files(struct pal_export *export)
{
    static const char *const names[] = {"LICENSE",  "README.md",    "RECORD.json",
                                        "keys.txt", "minisign.pub", "receipts/README.md"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        list_string(export, names[i]);
    }
    list_log(export);
    PAL_TRY(list_constitutions(export));
    PAL_TRY(pal_documents_walk(export->store, PAL_DOCUMENT_SOCIETY, list_society, export));
    export->polls = pal_json_array_new();
    return export->spec->poll != NULL ? list_one(export) : list_all(export);
}

/* --- order ---------------------------------------------------------------------------------------- */

static int compare_names(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;
    return strcmp(*left, *right);
}

/* The names in their order, each once, as pointers into the buffer; the caller's (pal_mem_free). */
static const char **sorted_new(const struct pal_export *export, size_t *out_count)
{
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers is what it is. */
    const char **sorted = pal_mem_new(export->count, sizeof *sorted);
    for (size_t i = 0; i < export->count; i++) {
        sorted[i] = export->names.bytes + export->offsets[i];
    }
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): the same. */
    qsort(sorted, export->count, sizeof *sorted, compare_names);
    size_t kept = 0;
    for (size_t i = 0; i < export->count; i++) {
        if (kept == 0 || strcmp(sorted[kept - 1], sorted[i]) != 0) {
            sorted[kept++] = sorted[i];
        }
    }
    *out_count = kept;
    return sorted;
}

static int compare_texts(const void *a, const void *b)
{
    return pal_text_compare(*(const struct pal_text *)a, *(const struct pal_text *)b);
}

static struct pal_json *sorted_polls_new(const struct pal_export *export)
{
    size_t count = pal_json_count(export->polls);
    struct pal_text *texts PAL_CLEANUP(pal_mem_done) = pal_mem_new(count + 1, sizeof *texts);
    for (size_t i = 0; i < count; i++) {
        texts[i] = pal_json_as_text(pal_json_at(export->polls, i));
    }
    qsort(texts, count, sizeof *texts, compare_texts);
    struct pal_json *sorted = pal_json_array_new();
    for (size_t i = 0; i < count; i++) {
        pal_json_append_text(sorted, texts[i]);
    }
    return sorted;
}

/* --- files ---------------------------------------------------------------------------------------- */

static enum pal_err write_head(const struct pal_export *export, struct pal_buf *buf)
{
    PAL_JSON(head);
    head = pal_json_object_new();
    pal_json_set_string(head, "format", PAL_RECORD_FORMAT);
    pal_json_set_text(head, "log", pal_log_name(export->store));
    pal_json_set_int(head, "size", (int64_t) export->made.head.size);
    pal_json_set_hash(head, "root", &export->made.head.root);
    pal_json_set(head, "polls", sorted_polls_new(export));
    pal_json_set_bool(head, "all", export->spec->poll == NULL);
    pal_json_set_text(head, "society", export->society.says.name);
    pal_json_set_text(head, "licence", export->society.says.licence);
    return pal_canon_write(head, buf, NULL);
}

/* With the cosignatures that are known; the anchor knows it when others may see it. */
static enum pal_err write_note(struct pal_store *store, struct pal_buf *buf)
{
    pal_buf_add_text(buf, pal_buf_text(&store->log.note));
    return pal_cosignatures_read(store, store->log.signed_head.size, buf);
}

enum pal_err pal_export_key(const struct pal_store *store, struct pal_buf *buf)
{
    if (!store->log.has_key) {
        return PAL_ERR_LOG_KEY;
    }
    struct pal_minisign_key key = pal_minisign_key_of(store->log.record_key.public_key);
    pal_minisign_file_write(&key, buf);
    return PAL_OK;
}

/* A tile of the log; "log/" is not of its address. */
static enum pal_err write_tile(struct pal_export *export, struct pal_text name, struct pal_buf *buf)
{
    struct pal_tile tile;
    const struct pal_text path = {name.bytes + 4, name.size - 4};
    PAL_TRY(pal_tile_parse(path, &tile));
    pal_export_check_place(&export->check, &tile, export->out.size + buf->size);
    return pal_log_tile(export->store, path, buf);
}

static enum pal_err write_content(struct pal_export *export, struct pal_text text)
{
    struct pal_record_name name;
    struct pal_buf *buf = &export->out.piece;
    enum pal_err err = pal_record_name_parse(text, &name);
    PAL_CHECK(err == PAL_OK); /* we named it */
    switch (name.kind) {
    case PAL_RECORD_FOR_PEOPLE: pal_export_write_words(export, text, buf); return PAL_OK;
    case PAL_RECORD_HEAD: return write_head(export, buf);
    case PAL_RECORD_KEYS: pal_keys_write(&export->store->log.keys, buf); return PAL_OK;
    case PAL_RECORD_MINISIGN: return pal_export_key(export->store, buf);
    case PAL_RECORD_CHECKPOINT: return write_note(export->store, buf);
    case PAL_RECORD_TILE: return write_tile(export, text, buf);
    case PAL_RECORD_POLL: return pal_export_write_poll(export, &name);
    case PAL_RECORD_CONSTITUTION:
    case PAL_RECORD_SOCIETY:
    case PAL_RECORD_TEXT: return pal_document_get(export->store, &name.hash, buf);
    case PAL_RECORD_ATTACHMENT:
        return pal_attachment_write(export->store, &name.hash, &export->out);
    case PAL_RECORD_TABLE: return pal_export_write_table(export, text);
    }
    PAL_CHECK(false);
}

/* A document that was removed is absent, and its entry says so. */
static bool is_absent(const struct pal_export *export, struct pal_text text)
{
    struct pal_record_name name;
    PAL_BUF(bytes);
    return pal_record_name_parse(text, &name) == PAL_OK && name.kind == PAL_RECORD_TEXT &&
           pal_document_get(export->store, &name.hash, &bytes) == PAL_ERR_NOT_FOUND;
}

/* A file begins. Where the log was not hashed at the start, the bundles are as they are written. */
static enum pal_err begin_file(struct pal_export *export, struct pal_text name)
{
    if (export->store->log.has_unread && !export->check.is_started &&
        pal_text_starts(name, "log/tile/entries/")) {
        PAL_TRY(pal_export_check_start(&export->check, export->store, &export->out));
    }
    pal_export_file_begin(&export->out, name);
    return PAL_OK;
}

static enum pal_err write_files(struct pal_export *export)
{
    size_t count;
    const char **names PAL_CLEANUP(pal_mem_done) = sorted_new(export, &count);
    for (size_t i = 0; i < count; i++) {
        struct pal_text name = pal_text_of(names[i]);
        if (!is_absent(export, name)) {
            PAL_TRY(begin_file(export, name));
            PAL_TRY(write_content(export, name));
            PAL_TRY(pal_export_file_end(&export->out));
        }
        if (export->spec->progress != NULL) {
            export->spec->progress(export->spec->context, i + 1, count);
        }
    }
    return PAL_OK;
}

/* --- the signature -------------------------------------------------------------------------------- */

static void write_id(const struct pal_uuid *poll, struct pal_buf *buf)
{
    char uuid[PAL_UUID_TEXT_SIZE + 1];
    if (poll != NULL) {
        pal_uuid_write(poll, uuid);
    }
    pal_buf_add_string(buf, poll != NULL ? uuid : "all");
}

void pal_export_name(const struct pal_uuid *poll, uint64_t size, struct pal_buf *buf)
{
    pal_buf_add_string(buf, "palabre-");
    write_id(poll, buf);
    pal_buf_add_format(buf, "-%" PRIu64 ".tar", size);
}

static void sign(const struct pal_export *export, const uint8_t hash[PAL_LONG_HASH_SIZE],
                 struct pal_buf *buf)
{
    PAL_BUF(comment);
    const struct pal_tree_head *head = &export->made.head;
    pal_buf_add_string(&comment, "record=");
    write_id(export->spec->poll, &comment);
    pal_buf_add_string(&comment, " log=");
    pal_buf_add_text(&comment, pal_log_name(export->store));
    pal_buf_add_format(&comment, " size=%" PRIu64 " root=", head->size);
    pal_buf_add_hex(&comment, head->root.bytes, sizeof head->root.bytes);
    pal_buf_add_string(&comment, " file=");
    pal_export_name(export->spec->poll, head->size, &comment);
    pal_minisign_sign(&export->store->log.record_key, hash, pal_buf_text(&comment), buf);
}

/* --- the whole ------------------------------------------------------------------------------------ */

static enum pal_err begin(struct pal_export *export)
{
    const struct pal_log_state *log = &export->store->log;
    if (!log->has_key) {
        return PAL_ERR_LOG_KEY;
    }
    if (log->found != PAL_LOG_OK || log->signed_head.size != log->now.edge.size) {
        return PAL_ERR_LOG_STATE;
    }
    export->made.head = log->signed_head;
    PAL_BUF(note);
    PAL_TRY(write_note(export->store, &note));
    export->made.note = pal_hash_of(note.bytes, note.size);
    PAL_TRY(pal_society_read(export->store, &export->society));
    if (export->store->mode == PAL_STORE_READ) {
        PAL_TRY(pal_db_read_ahead(export->store));
    }
    return list_files(export);
}

enum pal_err pal_export_make(struct pal_store *store, const struct pal_export_spec *spec,
                             struct pal_export_made *out_made)
{
    struct pal_export export PAL_CLEANUP(export_done) = {
        .store = store,
        .spec = spec,
        .out = {.file = -1},
    };
    uint8_t hash[PAL_LONG_HASH_SIZE];
    PAL_BUF(signature);
    PAL_BUF(signature_path);
    PAL_BUF(path);
    pal_buf_add_format(&signature_path, "%s.minisig", spec->path);
    pal_buf_add_format(&path, "%s.tmp", spec->path);
    /* A signature alone is of nothing: whoever wrote it was stopped before the tar had its name. */
    if (!spec->replaces && pal_file_exists(spec->path)) {
        return PAL_ERR_FILE_EXISTS;
    }
    PAL_TRY(begin(&export));
    PAL_TRY(pal_export_file_open(&export.out, path.bytes, !spec->passes));
    PAL_TRY(write_files(&export));
    if (store->log.has_unread) {
        PAL_TRY(pal_export_check_end(&export.check, store));
    }
    PAL_TRY(pal_export_file_finish(&export.out, hash));
    export.made.size = export.out.size;
    sign(&export, hash, &signature);
    enum pal_err err = pal_file_replace(signature_path.bytes, pal_buf_text(&signature));
    if (err != PAL_OK || rename(path.bytes, spec->path) != 0) {
        pal_file_remove(path.bytes);
        return PAL_ERR_FILE_WRITE;
    }
    *out_made = export.made;
    return PAL_OK;
}

/* --- without a name ------------------------------------------------------------------------------- */

void pal_export_held_done(struct pal_export_held *held)
{
    pal_source_done(&held->tar);
    pal_buf_done(&held->signature);
    pal_buf_done(&held->note);
}

/* Opens what was made and takes its names away. */
static enum pal_err take_away(const char *path, struct pal_export_held *held)
{
    PAL_BUF(signature_path);
    pal_buf_add_format(&signature_path, "%s.minisig", path);
    enum pal_err err = pal_source_open(path, &held->tar);
    if (err == PAL_OK) {
        err = pal_state_read(signature_path.bytes, PAL_TAR_BLOCK * 4UL, &held->signature);
    }
    pal_file_remove(path);
    pal_file_remove(signature_path.bytes);
    return err;
}

enum pal_err pal_export_hold(struct pal_store *store, const struct pal_export_spec *asked,
                             struct pal_export_held *out_held)
{
    PAL_BUF(path);
    if (store->path == NULL) {
        return PAL_ERR_NOT_FOUND;
    }
    pal_buf_add_format(&path, "%s.record", store->path);
    struct pal_export_spec spec = *asked;
    spec.path = path.bytes;
    spec.replaces = true;
    spec.passes = true;
    *out_held = (struct pal_export_held){.tar = {.bytes = ""}};
    PAL_TRY(pal_export_make(store, &spec, &out_held->made));
    PAL_TRY(write_note(store, &out_held->note));
    return take_away(path.bytes, out_held);
}
