/*
 * verify_files.c - the names of a record: V20.
 *
 * RULE docs/rules/verify.md
 * > The files are those that a record has: one that docs/rules/record.md does not name is refused.
 */
#include <stdlib.h>
#include <string.h>

#include "audit/record.h"
#include "audit/tile.h"
#include "ballots/constitution.h"
#include "base/canon.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"

#include "verifying.h"

/* --- names ------------------------------------------------------------------------------------------ */

static bool is_among(struct pal_text text, const char *const *names)
{
    for (size_t i = 0; names[i] != NULL; i++) {
        if (pal_text_is(text, names[i])) {
            return true;
        }
    }
    return false;
}

/* A full tile, or the last and partial one, of a log of that size. */
static bool is_tile(const struct pal_tile *tile, uint64_t size)
{
    uint64_t there = size >> (PAL_TILE_HEIGHT * tile->level);
    uint64_t full = there / PAL_TILE_WIDTH;
    uint64_t rest = there % PAL_TILE_WIDTH;
    return tile->index < full ? tile->width == PAL_TILE_WIDTH
                              : tile->index == full && tile->width == rest;
}

static uint64_t count_tiles(uint64_t size)
{
    uint64_t count = (size + PAL_TILE_WIDTH - 1) / PAL_TILE_WIDTH; /* of entries */
    for (uint64_t there = size; there > 0; there /= PAL_TILE_WIDTH) {
        count += (there + PAL_TILE_WIDTH - 1) / PAL_TILE_WIDTH;
    }
    return count;
}

/* --- what is there ------------------------------------------------------------------------------ */

/* Files are in the order of their names, and so are folders. */
static void add_poll(struct pal_verifying *verifying, const struct pal_uuid *uuid)
{
    size_t count = verifying->poll_count;
    if (count > 0 && pal_uuid_equal(&verifying->polls[count - 1].uuid, uuid)) {
        return;
    }
    verifying->poll_capacity = pal_mem_capacity(verifying->poll_capacity, count + 1);
    verifying->polls =
        pal_mem_grow(verifying->polls, verifying->poll_capacity, sizeof *verifying->polls);
    verifying->polls[count] = (struct pal_logged_poll){.uuid = *uuid, .opinion = "none"};
    pal_uuid_write(uuid, verifying->polls[count].name);
    pal_hash_init(&verifying->polls[count].digest);
    verifying->poll_count++;
}

static void add_hashed(struct pal_verifying *verifying, const struct pal_record_name *name,
                       size_t file)
{
    verifying->hashed[verifying->hashed_count++] =
        (struct pal_hashed_file){.kind = name->kind, .hash = name->hash, .file = file};
}

/* --- RECORD.json ------------------------------------------------------------------------------------ */

static bool lists_polls(const struct pal_verifying *verifying, const struct pal_json *polls)
{
    bool is_same = pal_json_count(polls) == verifying->poll_count;
    for (size_t i = 0; is_same && i < verifying->poll_count; i++) {
        const struct pal_json *named = pal_json_at(polls, i);
        is_same = pal_json_kind(named) == PAL_JSON_TEXT &&
                  pal_text_is(pal_json_as_text(named), verifying->polls[i].name);
    }
    return is_same;
}

static enum pal_err read_record(struct pal_verifying *verifying)
{
    static const char *const names[] = {"all",  "format", "licence", "log", "polls",
                                        "root", "size",   "society", NULL};
    PAL_BUF(bytes);
    PAL_JSON(json);
    struct pal_text format;
    struct pal_text log;
    struct pal_text words;
    struct pal_hash root;
    int64_t size;
    const struct pal_json *polls;
    PAL_TRY(pal_verify_file(verifying, "RECORD.json", PAL_LIMIT_DOCUMENT, &bytes));
    PAL_TRY(pal_canon_read(pal_buf_text(&bytes), PAL_LIMIT_DOCUMENT, &json, NULL));
    PAL_TRY(pal_json_want_object(json, NULL));
    PAL_TRY(pal_json_only(json, names, NULL));
    PAL_TRY(pal_json_text(json, "format", &format, NULL));
    PAL_TRY(pal_json_text(json, "log", &log, NULL));
    PAL_TRY(pal_json_text(json, "society", &words, NULL));
    PAL_TRY(pal_json_text(json, "licence", &words, NULL));
    PAL_TRY(pal_json_hash(json, "root", &root, NULL));
    PAL_TRY(pal_json_int(json, "size", &size, NULL));
    PAL_TRY(pal_json_bool(json, "all", &verifying->is_all, NULL));
    PAL_TRY(pal_json_array(json, "polls", &polls, NULL));
    const struct pal_checkpoint *checkpoint = &verifying->checkpoint;
    bool is_right = pal_text_is(format, PAL_RECORD_FORMAT) &&
                    pal_text_equal(log, checkpoint->origin) && size >= 0 &&
                    (uint64_t)size == checkpoint->head.size &&
                    pal_hash_equal(&root, &checkpoint->head.root) && lists_polls(verifying, polls);
    return is_right ? PAL_OK : PAL_ERR_POLL_DOCUMENT;
}

/* --- the whole -------------------------------------------------------------------------------------- */

/* What one file of the tar is. False where no record has it. */
static bool take_name(struct pal_verifying *verifying, size_t file, uint64_t *tiles,
                      bool *has_tables)
{
    struct pal_record_name name;
    if (pal_record_name_parse(verifying->tar.files[file].name, &name) != PAL_OK) {
        return false;
    }
    switch (name.kind) {
    case PAL_RECORD_FOR_PEOPLE:
    case PAL_RECORD_HEAD:
    case PAL_RECORD_KEYS:
    case PAL_RECORD_MINISIGN:
    case PAL_RECORD_CHECKPOINT: break;
    case PAL_RECORD_TILE: ++*tiles; return is_tile(&name.tile, verifying->checkpoint.head.size);
    case PAL_RECORD_POLL: add_poll(verifying, &name.poll); break;
    case PAL_RECORD_CONSTITUTION:
    case PAL_RECORD_SOCIETY:
    case PAL_RECORD_ATTACHMENT:
    case PAL_RECORD_TEXT: add_hashed(verifying, &name, file); break;
    case PAL_RECORD_TABLE: *has_tables = true; break;
    }
    return true;
}

void pal_verify_files(struct pal_verifying *verifying)
{
    const struct pal_tar *tar = &verifying->tar;
    uint64_t size = verifying->checkpoint.head.size;
    uint64_t tiles = 0;
    bool has_tables = false;
    verifying->hashed = pal_mem_new(tar->count, sizeof *verifying->hashed);
    for (size_t i = 0; i < tar->count; i++) {
        if (!take_name(verifying, i, &tiles, &has_tables)) {
            pal_verify_fail(verifying, 20, "no such record has a file %.*s",
                            (int)tar->files[i].name.size, tar->files[i].name.bytes);
        }
    }
    if (verifying->hashed_count > 0) {
        qsort(verifying->hashed, verifying->hashed_count, sizeof *verifying->hashed,
              pal_hashed_file_compare);
    }
    enum pal_err err = read_record(verifying);
    if (err != PAL_OK) {
        pal_verify_fail(verifying, 20,
                        "RECORD.json is not that of this checkpoint and these files (%s)",
                        pal_err_slug(err));
    } else if (has_tables && !verifying->is_all) {
        pal_verify_fail(verifying, 20, "tables are there, but not all of the society");
    }
    if (tiles != count_tiles(size)) {
        pal_verify_fail(verifying, 20, "%llu tiles of a log that has %llu",
                        (unsigned long long)tiles, (unsigned long long)count_tiles(size));
    }
}

enum pal_presence { FORBIDDEN, ALLOWED, REQUIRED };

static enum pal_presence presence_of(const struct pal_logged_poll *poll,
                                     const struct pal_thing *thing, struct pal_text name)
{
    static const char *const opened[] = {"manifest.json", "roll.txt", NULL};
    static const char *const sealed[] = {"marks.txt", "urn.txt", NULL};
    static const char *const counted[] = {"outcome.json", "result.json", "result.csv",
                                          "result-fr.csv", NULL};
    static const char *const derived[] = {"ballots.abif", "ballots.blt", NULL};
    bool is_opened = poll->entries[PAL_POLL_OPEN].json != NULL;
    bool is_closed = poll->entries[PAL_POLL_CLOSE].json != NULL;
    bool is_counted = poll->entries[PAL_POLL_COUNT].json != NULL;
    if (thing == NULL) {
        return FORBIDDEN; /* a poll that the log does not have has no files */
    }
    bool is_secret = thing->is_secret;
    if (is_among(name, sealed)) {
        bool is_kept = thing->state != PAL_THING_VOID;
        return !is_closed || !is_secret ? FORBIDDEN : is_kept ? REQUIRED : ALLOWED;
    }
    if (is_among(name, derived)) {
        return is_counted ? ALLOWED : FORBIDDEN;
    }
    bool is_due = pal_text_is(name, "question.json") || (is_opened && is_among(name, opened)) ||
                  (is_closed && pal_text_is(name, "box.json")) ||
                  (is_counted && is_among(name, counted)) ||
                  (is_counted && is_secret && pal_text_is(name, "opened.csv")) ||
                  (is_counted && !is_secret && pal_text_is(name, "openings.jsonl"));
    return is_due ? REQUIRED : FORBIDDEN;
}

static void check_poll_files(struct pal_verifying *verifying, const struct pal_logged_poll *poll)
{
    static const char *const names[] = {"manifest.json", "box.json",    "outcome.json",
                                        "question.json", "roll.txt",    "marks.txt",
                                        "urn.txt",       "opened.csv",  "openings.jsonl",
                                        "result.json",   "result.csv",  "result-fr.csv",
                                        "ballots.abif",  "ballots.blt", NULL};
    const struct pal_thing *thing = pal_verify_thing(verifying, poll);
    for (size_t i = 0; names[i] != NULL; i++) {
        enum pal_presence presence = presence_of(poll, thing, pal_text_of(names[i]));
        bool is_there = pal_verify_poll_file(verifying, poll, names[i]) != NULL;
        if (is_there ? presence == FORBIDDEN : presence == REQUIRED) {
            pal_verify_fail(verifying, 20, "poll %s: %s is %s", poll->name, names[i],
                            is_there ? "of another state or secrecy" : "not there");
        }
    }
}

/* RULE docs/rules/verify.md
 * > A text of a resolution, an amendment or a contribution has the format of its kind and a `salt` of 64 lower-case
 * > hexadecimal characters, without which whoever guesses words that were removed would see that they guessed right.
 */
static bool is_salted(const struct pal_verifying *verifying, const struct pal_tar_file *file,
                      const char *format)
{
    PAL_BUF(bytes);
    PAL_JSON(json);
    struct pal_hash salt; /* it has the form of a hash */
    struct pal_text said;
    return pal_tar_content(&verifying->tar, file, PAL_LIMIT_DOCUMENT, &bytes) == PAL_OK &&
           pal_canon_read(pal_buf_text(&bytes), PAL_LIMIT_DOCUMENT, &json, NULL) == PAL_OK &&
           pal_json_want_object(json, NULL) == PAL_OK &&
           pal_json_text(json, "format", &said, NULL) == PAL_OK && pal_text_is(said, format) &&
           pal_json_hash(json, "salt", &salt, NULL) == PAL_OK;
}

/* RULE docs/rules/verify.md
 * > Every version that the log names is there, and has the form of docs/rules/constitution.md.
 */
static bool has_form(const struct pal_verifying *verifying, const struct pal_hashed_file *hashed)
{
    PAL_BUF(bytes);
    PAL_JSON(json);
    PAL_CONSTITUTION(constitution);
    const struct pal_tar_file *file = &verifying->tar.files[hashed->file];
    return hashed->kind != PAL_RECORD_CONSTITUTION ||
           (pal_tar_content(&verifying->tar, file, PAL_LIMIT_DOCUMENT, &bytes) == PAL_OK &&
            pal_canon_read(pal_buf_text(&bytes), PAL_LIMIT_DOCUMENT, &json, NULL) == PAL_OK &&
            pal_constitution_parse(json, PAL_CONSTITUTION_DOCUMENT, &constitution, NULL) == PAL_OK);
}

/* Has it the hash that it is named by, or that its document says? */
static bool has_hash(const struct pal_verifying *verifying, const struct pal_hashed_file *hashed)
{
    struct pal_hash found;
    if (hashed->kind == PAL_RECORD_ATTACHMENT) {
        return pal_verify_attached(verifying, hashed);
    }
    return pal_verify_hash(verifying, &verifying->tar.files[hashed->file], &found) == PAL_OK &&
           pal_hash_equal(&found, &hashed->hash);
}

/* Of a document of a file: is the file there? */
static bool has_file(const struct pal_verifying *verifying, const struct pal_hashed_file *hashed)
{
    return hashed->format == NULL || strcmp(hashed->format, PAL_FORMAT_ATTACHMENT) != 0 ||
           pal_verify_hashed(verifying, PAL_RECORD_ATTACHMENT, &hashed->hash) != NULL;
}

void pal_verify_names(struct pal_verifying *verifying)
{
    for (size_t i = 0; i < verifying->hashed_count; i++) {
        const struct pal_hashed_file *hashed = &verifying->hashed[i];
        const struct pal_tar_file *file = &verifying->tar.files[hashed->file];
        if (!hashed->is_named) {
            pal_verify_fail(verifying, 20, "no entry names %.*s", (int)file->name.size,
                            file->name.bytes);
        }
        if (!has_hash(verifying, hashed) || !has_file(verifying, hashed)) {
            pal_verify_fail(verifying, 6, "%.*s does not have the hash that it is named by",
                            (int)file->name.size, file->name.bytes);
        }
        if (!has_form(verifying, hashed)) {
            pal_verify_fail(verifying, 6, "%.*s does not have the form of a constitution",
                            (int)file->name.size, file->name.bytes);
        }
        if (hashed->format != NULL && !is_salted(verifying, file, hashed->format)) {
            pal_verify_fail(verifying, 6, "%.*s has not the form of words under a salt",
                            (int)file->name.size, file->name.bytes);
        }
    }
    for (size_t i = 0; i < verifying->poll_count; i++) {
        check_poll_files(verifying, &verifying->polls[i]);
    }
    pal_verify_say(verifying, 20, "%zu files", verifying->tar.count);
}
