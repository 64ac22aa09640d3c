/*
 * verify_log.c - what the entries of a record say, while verify_tree.c hashes them: V5.
 *
 * Memory does not depend on the number of entries, but on that of polls, texts and assemblies.
 */
#include <stdio.h>
#include <string.h>

#include "audit/roll.h"
#include "audit/tile.h"
#include "base/check.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"

#include "scan.h"
#include "verifying.h"

struct log {
    struct pal_verifying *verifying;
    uint64_t size; /* entries that were read */
    struct pal_scanned scanned;
    const struct pal_entry_type *cast; /* what most entries are */
    const struct pal_entry_type *form; /* the last type of which the form is all that is asked */
};

/* --- what entries say ----------------------------------------------------------------------------- */

static struct pal_logged_poll *logged(const struct pal_verifying *verifying,
                                      const struct pal_thing *poll)
{
    return poll == NULL || poll->poll == 0 ? NULL : &verifying->polls[poll->poll - 1];
}

static void note_cast(struct pal_logged_poll *poll, uint64_t index, const struct pal_hash *hash)
{
    uint8_t number[8];
    for (size_t i = 0; i < sizeof number; i++) {
        number[i] = (uint8_t)(index >> (8 * (7 - i)));
    }
    pal_hash_add(&poll->digest, number, sizeof number);
    pal_hash_add(&poll->digest, hash->bytes, PAL_HASH_SIZE);
    pal_root_add(&poll->commitments, hash);
    poll->casts++;
}

static void refuse(struct log *log, uint64_t index, const char *why)
{
    pal_verify_fail(log->verifying, 5, "entry %llu: %s", (unsigned long long)index, why);
}

static void on_cast(struct log *log, uint64_t index, struct pal_text c, struct pal_text poll,
                    int64_t made_at)
{
    struct pal_uuid uuid;
    struct pal_hash hash;
    struct pal_thing *thing;
    PAL_CHECK(pal_uuid_parse(poll, &uuid) == PAL_OK && pal_hash_parse(c, &hash) == PAL_OK);
    if (!pal_things_cast(&log->verifying->things, &uuid, made_at, &thing)) {
        refuse(log, index, "a ballot for a poll that is not open for it");
    }
    struct pal_logged_poll *kept = logged(log->verifying, thing);
    if (kept != NULL) {
        note_cast(kept, index, &hash);
    }
}

/* Index plus one among the polls of the record, which are in the order of their identifiers. */
static size_t place_in_record(const struct pal_verifying *verifying, const struct pal_uuid *uuid)
{
    size_t low = 0;
    size_t high = verifying->poll_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = memcmp(verifying->polls[middle].uuid.bytes, uuid->bytes, PAL_UUID_SIZE);
        if (order == 0) {
            return middle + 1;
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return 0;
}

/* What stands around a poll when it is opened. */
static void note_opening(const struct pal_verifying *verifying, const struct pal_thing *thing,
                         struct pal_logged_poll *poll)
{
    const struct pal_thing *items = verifying->things.items;
    const struct pal_thing *on = thing->resolution == 0 ? NULL : &items[thing->resolution - 1];
    poll->log = verifying->keys.origin;
    poll->is_second_call = thing->assembly != 0 && items[thing->assembly - 1].is_second_call;
    if (on != NULL && on->is_opined) {
        poll->opinion = on->is_approved ? "approved" : "not_approved";
    }
}

static int kind_of(struct pal_text type)
{
    static const char *const types[PAL_POLL_ENTRIES] = {
        [PAL_POLL_CREATE] = "poll.create", [PAL_POLL_WAIVE] = "poll.waive",
        [PAL_POLL_CALL] = "poll.call",     [PAL_POLL_OPEN] = "poll.open",
        [PAL_POLL_CLOSE] = "poll.close",   [PAL_POLL_COUNT] = "poll.count",
    };
    int kind = 0;
    while (kind < PAL_POLL_ENTRIES && !pal_text_is(type, types[kind])) {
        kind++;
    }
    return kind;
}

/* Keeps what is said of a poll of the record. Takes the entry. */
static void keep_entry(struct pal_verifying *verifying, uint64_t index, struct pal_entry *entry)
{
    struct pal_uuid uuid;
    int kind = kind_of(entry->type);
    if (kind == PAL_POLL_ENTRIES || pal_json_uuid(entry->d, "poll", &uuid, NULL) != PAL_OK) {
        return;
    }
    struct pal_thing *thing = pal_things_find(&verifying->things, PAL_THING_POLL, &uuid);
    if (thing == NULL) {
        return;
    }
    if (kind == PAL_POLL_CREATE) {
        thing->poll = place_in_record(verifying, &uuid);
    }
    struct pal_logged_poll *poll = logged(verifying, thing);
    if (poll == NULL) {
        return;
    }
    if (kind == PAL_POLL_OPEN) {
        note_opening(verifying, thing, poll);
        poll->opened_size = index + 1;
    }
    pal_entry_done(&poll->entries[kind]);
    poll->entries[kind] = *entry;
    *entry = (struct pal_entry){0}; /* moved */
}

static void note_text(struct pal_verifying *verifying, const struct pal_entry *entry,
                      const struct pal_hash *hash)
{
    struct pal_uuid uuid;
    const struct pal_things *things = &verifying->things;
    const struct pal_thing *thing = pal_json_uuid(entry->d, "resolution", &uuid, NULL) != PAL_OK
                                        ? NULL
                                        : pal_things_find(things, PAL_THING_RESOLUTION, &uuid);
    verifying->text_capacity =
        pal_mem_capacity(verifying->text_capacity, verifying->text_count + 1);
    verifying->texts =
        pal_mem_grow(verifying->texts, verifying->text_capacity, sizeof *verifying->texts);
    verifying->texts[verifying->text_count++] = (struct pal_logged_text){
        .hash = *hash,
        .resolution = pal_things_place(things, thing),
        .is_file = pal_text_is(entry->type, "resolution.attach"),
    };
}

static void note_hash(struct pal_verifying *verifying, const struct pal_entry *entry)
{
    struct pal_hash hash;
    if (pal_json_get(entry->d, "hash") == NULL ||
        pal_json_hash(entry->d, "hash", &hash, NULL) != PAL_OK) {
        return;
    }
    if (pal_text_is(entry->type, "redact")) {
        verifying->redacted_capacity =
            pal_mem_capacity(verifying->redacted_capacity, verifying->redacted_count + 1);
        verifying->redacted = pal_mem_grow(verifying->redacted, verifying->redacted_capacity,
                                           sizeof *verifying->redacted);
        verifying->redacted[verifying->redacted_count++] = hash;
        return;
    }
    enum pal_record_kind kind = PAL_RECORD_TEXT;
    if (pal_text_starts(entry->type, "resolution.")) {
        note_text(verifying, entry, &hash);
    } else if (pal_text_is(entry->type, "constitution.enter")) {
        kind = PAL_RECORD_CONSTITUTION;
    } else if (pal_text_starts(entry->type, "society.")) {
        kind = PAL_RECORD_SOCIETY;
        verifying->society = hash;
        verifying->has_society = true;
    }
    struct pal_hashed_file *attached = pal_verify_hashed(verifying, PAL_RECORD_ATTACHMENT, &hash);
    if (attached != NULL && pal_text_is(entry->type, "resolution.attach")) {
        attached->is_named = true;
    }
    struct pal_hashed_file *file = pal_verify_hashed(verifying, kind, &hash);
    if (file != NULL) {
        const char *format = pal_entry_words_format(entry->type);
        file->is_named = true;
        /* An entry that asks nothing of what it names does not take back what another one asks. */
        file->format = format != NULL ? format : file->format;
    } else if (kind == PAL_RECORD_CONSTITUTION) {
        pal_verify_fail(verifying, 6, "a version of the constitution is not there");
    }
}

static bool is_of_keys(struct pal_text type)
{
    return pal_text_starts(type, "key.") || pal_text_starts(type, "log.");
}

static void on_entry(struct log *log, uint64_t index, struct pal_entry *entry)
{
    struct pal_verifying *verifying = log->verifying;
    if (is_of_keys(entry->type)) {
        enum pal_err err = pal_keys_read(&verifying->keys, index, entry);
        if (err != PAL_OK) {
            refuse(log, index, pal_err_slug(err));
        }
    } else if (index == 0) {
        refuse(log, index, "the first one is not log.genesis");
    }
    if (!pal_things_apply(&verifying->things, entry)) {
        refuse(log, index, "what it speaks of is in no state for it");
    }
    const char *why = pal_in_force_judge(verifying, entry);
    if (why != NULL) {
        refuse(log, index, why);
    }
    note_hash(verifying, entry);
    keep_entry(verifying, index, entry);
}

static void read_whole(struct log *log, uint64_t index, struct pal_text bytes)
{
    PAL_ENTRY(entry);
    enum pal_err err = pal_entry_parse(bytes, &entry, NULL);
    if (err != PAL_OK) {
        refuse(log, index, pal_err_slug(err));
        return;
    }
    log->scanned.made_at = entry.made_at;
    struct pal_text c;
    struct pal_text poll;
    if (pal_text_is(entry.type, "ballot.cast") && pal_json_text(entry.d, "c", &c, NULL) == PAL_OK &&
        pal_json_text(entry.d, "poll", &poll, NULL) == PAL_OK) {
        on_cast(log, index, c, poll, entry.made_at);
        return;
    }
    on_entry(log, index, &entry);
}

/* Says this type nothing but of the register, offices and links? Its form is then all. */
static bool is_form_alone(struct log *log, const struct pal_entry_type *type)
{
    static const char *const prefixes[] = {"register.", "office.", "link."};
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0] && log->form != type; i++) {
        if (strncmp(type->name, prefixes[i], strlen(prefixes[i])) == 0) {
            log->form = type;
        }
    }
    return log->form == type;
}

static void read_entry(struct log *log, struct pal_text bytes)
{
    uint64_t index = log->size++;
    int64_t before = log->verifying->last_made_at;
    bool is_plain = index > 0 && pal_entry_scan(bytes, &log->scanned);
    if (is_plain && log->scanned.type == log->cast) {
        on_cast(log, index, log->scanned.values[0], log->scanned.values[1], log->scanned.made_at);
    } else if (!is_plain || !is_form_alone(log, log->scanned.type)) {
        log->scanned.made_at = before;
        read_whole(log, index, bytes);
    }
    if (log->scanned.made_at < before) {
        refuse(log, index, "it is earlier than the one before it");
    }
    log->verifying->last_made_at = log->scanned.made_at;
    if (log->verifying->has_since && log->size == log->verifying->since.head.size) {
        log->verifying->since_made_at = log->scanned.made_at;
    }
}

/* --- names ------------------------------------------------------------------------------------------ */

/* RULE docs/rules/witness.md
 * > It is none of this log's: it is larger than the log was before log.continue, or the first entries, as many as it
 * > says, do not give its root.
 */
static void check_quoted(struct log *log)
{
    const struct pal_verifying *verifying = log->verifying;
    for (size_t i = 1; i < verifying->keys.name_count; i++) {
        const struct pal_key_name *name = &verifying->keys.names[i];
        uint64_t index = name->first_size - 1;
        if (name->quoted_head.size <= index &&
            pal_verify_begins(&verifying->tar, verifying->checkpoint.head.size,
                              &name->quoted_head)) {
            refuse(log, index, "the checkpoint that it quotes is one of this log");
        }
    }
}

/* --- the whole -------------------------------------------------------------------------------------- */

static void read_entries(void *context, const struct pal_text *entries, size_t count)
{
    struct log *log = context;
    uint64_t bytes = 0;
    for (size_t i = 0; i < count; i++) {
        read_entry(log, entries[i]);
        bytes += entries[i].size;
    }
    pal_verify_went(log->verifying, bytes);
}

void pal_verify_log(struct pal_verifying *verifying)
{
    struct log log = {
        .verifying = verifying,
        .cast = pal_entry_type_find(pal_text_of("ballot.cast")),
    };
    struct pal_tree_check tree = {
        .tar = &verifying->tar,
        .head = verifying->checkpoint.head,
        .since_size = verifying->has_since ? verifying->since.head.size : 0,
        .read = read_entries,
        .context = &log,
    };
    bool is_whole = pal_verify_tree(&tree) && log.size > 0;
    verifying->since_root = tree.since_root;
    pal_verify_sort_redacted(verifying);
    if (tree.has_failed) {
        pal_verify_fail(verifying, 3, "%s", tree.why);
    }
    if (!is_whole) {
        pal_verify_fail(verifying, 5, "the entries cannot all be read");
    }
    if (is_whole) {
        check_quoted(&log);
    }
    if (pal_things_have_lost(&verifying->things)) {
        pal_verify_fail(verifying, 5,
                        "a poll that was not counted when the log was continued is not void");
    }
    verifying->is_log_read = is_whole && verifying->keys.origin != NULL;
    pal_verify_say(verifying, 3, "%llu entries give the root", (unsigned long long)log.size);
    pal_verify_say(verifying, 5, "%llu entries, %zu polls, resolutions, assemblies and versions",
                   (unsigned long long)log.size, verifying->things.count);
}
