/*
 * tally_evidence.c - reads the ballots of a closed poll and holds each against its entry in the log.
 */
#include <string.h>

#include "audit/entry.h"
#include "ballots/format.h"
#include "base/check.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/log.h"
#include "core/store.h"

#include "ballots.h"
#include "evidence.h"

/* --- marks -------------------------------------------------------------------------------------- */

struct pal_evidence_marks {
    char *text; /* NULL: an empty slot */
    size_t text_size;
    struct pal_draft *draft; /* apart, so that it stays where ballots point when the table grows */
};

static size_t hash_text(struct pal_text text)
{
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a: no secret, only a place */
    for (size_t i = 0; i < text.size; i++) {
        hash = (hash ^ (uint8_t)text.bytes[i]) * UINT64_C(1099511628211);
    }
    return (size_t)(hash ^ hash >> 32);
}

static struct pal_evidence_marks *find_slot(const struct pal_evidence *evidence,
                                            struct pal_text text)
{
    size_t at = hash_text(text) & (evidence->slot_count - 1);
    for (;;) {
        struct pal_evidence_marks *slot = &evidence->marks[at];
        bool is_same = slot->text != NULL && slot->text_size == text.size &&
                       memcmp(slot->text, text.bytes, text.size) == 0;
        if (slot->text == NULL || is_same) {
            return slot;
        }
        at = (at + 1) & (evidence->slot_count - 1);
    }
}

static void grow_slots(struct pal_evidence *evidence)
{
    struct pal_evidence old = *evidence;
    evidence->slot_count = old.slot_count == 0 ? 64 : 2 * old.slot_count;
    evidence->marks = pal_mem_new(evidence->slot_count, sizeof *evidence->marks);
    for (size_t i = 0; i < old.slot_count; i++) {
        const struct pal_evidence_marks *slot = &old.marks[i];
        if (slot->text != NULL) {
            *find_slot(evidence, (struct pal_text){slot->text, slot->text_size}) = *slot;
        }
    }
    pal_mem_free(old.marks);
}

static enum pal_err read_draft(const struct pal_manifest *manifest, struct pal_text text,
                               struct pal_draft *draft)
{
    PAL_JSON(says);
    PAL_TRY(pal_json_parse(text, PAL_LIMIT_BODY, &says, NULL));
    return pal_ballot_read_json(says, &manifest->question, manifest->kind, draft, NULL);
}

/* The ballot that a text spells, lent by the evidence. */
static enum pal_err intern(struct pal_evidence *evidence, const struct pal_manifest *manifest,
                           struct pal_text text, struct pal_ballot *out_ballot)
{
    if (2 * evidence->marks_count >= evidence->slot_count) {
        grow_slots(evidence);
    }
    struct pal_evidence_marks *slot = find_slot(evidence, text);
    if (slot->text == NULL) {
        PAL_DRAFT(draft);
        if (read_draft(manifest, text, &draft) != PAL_OK) {
            return PAL_ERR_LOG_BROKEN; /* it was judged when it was cast */
        }
        *slot = (struct pal_evidence_marks){
            .text = pal_text_copy(text),
            .text_size = text.size,
            .draft = pal_mem_copy(&draft, sizeof draft),
        };
        draft = (struct pal_draft){0}; /* moved */
        evidence->marks_count++;
    }
    *out_ballot = pal_draft_ballot(slot->draft);
    return PAL_OK;
}

void pal_evidence_done(struct pal_evidence *evidence)
{
    for (size_t i = 0; i < evidence->slot_count; i++) {
        if (evidence->marks[i].text != NULL) {
            pal_draft_done(evidence->marks[i].draft);
            pal_mem_free(evidence->marks[i].draft);
            pal_mem_free(evidence->marks[i].text);
        }
    }
    pal_mem_free(evidence->marks);
    pal_mem_free(evidence->votes);
    pal_mem_free(evidence->ballots);
    *evidence = (struct pal_evidence){0};
}

/* --- votes -------------------------------------------------------------------------------------- */

static size_t add_vote(struct pal_evidence *evidence, const struct pal_vote *vote)
{
    evidence->vote_capacity = pal_mem_capacity(evidence->vote_capacity, evidence->vote_count + 1);
    evidence->votes =
        pal_mem_grow(evidence->votes, evidence->vote_capacity, sizeof *evidence->votes);
    evidence->votes[evidence->vote_count] = *vote;
    return evidence->vote_count++;
}

void pal_evidence_add_blank_proxies(struct pal_evidence *evidence, size_t college, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        /* Their principals voted nowhere, and keys only tell one from another. */
        (void)add_vote(evidence, &(struct pal_vote){.member = UINT64_MAX - evidence->vote_count,
                                                    .college = college,
                                                    .channel = PAL_CHANNEL_BLANK_PROXY});
    }
}

static enum pal_err add_ballot(struct pal_evidence *evidence, const struct pal_manifest *manifest,
                               const struct pal_constitution *constitution,
                               const struct pal_ballot_row *row)
{
    struct pal_vote vote = {
        .member = (uint64_t)row->member.value,
        .college = constitution->college_count == 0
                       ? 0
                       : pal_constitution_college(constitution, row->college),
        .channel = row->channel,
        .is_judged = true,
        .judged = row->void_reason,
    };
    if (vote.college == SIZE_MAX) {
        return PAL_ERR_LOG_BROKEN;
    }
    struct pal_box_ballot ballot = {.college = vote.college};
    PAL_TRY(intern(evidence, manifest, row->marks, &ballot.ballot));
    ballot.vote = add_vote(evidence, &vote);
    evidence->ballot_capacity =
        pal_mem_capacity(evidence->ballot_capacity, evidence->ballot_count + 1);
    evidence->ballots =
        pal_mem_grow(evidence->ballots, evidence->ballot_capacity, sizeof *evidence->ballots);
    evidence->ballots[evidence->ballot_count++] = ballot;
    evidence->voids += row->void_reason != PAL_VOID_NONE;
    return PAL_OK;
}

/* --- the log ------------------------------------------------------------------------------------ */

/* The beginning of the entry that commits to a ballot, as canonical bytes have it. */
static const char cast_head[] = "{\"d\":{\"c\":\"";
static const char cast_middle[] = "\",\"poll\":\"";
static const char cast_tail[] = "\"},\"id\":\"";
enum {
    HEX_SIZE = 2 * PAL_HASH_SIZE,
    CAST_SIZE = sizeof cast_head - 1 + HEX_SIZE + sizeof cast_middle - 1 + PAL_UUID_TEXT_SIZE +
                sizeof cast_tail - 1,
};

struct reading {
    struct pal_store *store;
    const struct pal_poll *poll;
    const struct pal_manifest *manifest;
    const struct pal_constitution *constitution;
    struct pal_evidence *evidence;
    char uuid[PAL_UUID_TEXT_SIZE + 1];
    struct pal_log_page page;
    size_t line;   /* of the page, to be read next */
    uint64_t next; /* entry, to be read next */
    bool has_open;
};

static void reading_done(struct reading *reading)
{
    pal_log_page_done(&reading->page);
}

/* Is this an entry that commits to a ballot of this poll? Then to which. */
static bool is_cast(const struct reading *reading, struct pal_text entry, struct pal_text *out_hex)
{
    const char *at = entry.bytes;
    if (entry.size < CAST_SIZE || memcmp(at, cast_head, sizeof cast_head - 1) != 0) {
        return false;
    }
    at += sizeof cast_head - 1;
    *out_hex = (struct pal_text){at, HEX_SIZE};
    at += HEX_SIZE;
    if (memcmp(at, cast_middle, sizeof cast_middle - 1) != 0) {
        return false;
    }
    at += sizeof cast_middle - 1;
    return memcmp(at, reading->uuid, PAL_UUID_TEXT_SIZE) == 0 &&
           memcmp(at + PAL_UUID_TEXT_SIZE, cast_tail, sizeof cast_tail - 1) == 0;
}

/* An entry that commits to no ballot of this poll: it may be its opening. */
static enum pal_err look_at(struct reading *reading, struct pal_text bytes)
{
    if (bytes.size > sizeof cast_head &&
        memcmp(bytes.bytes, cast_head, sizeof cast_head - 1) == 0) {
        return PAL_OK; /* a commitment about something else */
    }
    PAL_ENTRY(entry);
    PAL_TRY(pal_entry_parse(bytes, &entry, NULL));
    struct pal_uuid uuid;
    struct pal_hash said;
    if (!pal_text_is(entry.type, "poll.open") ||
        pal_json_uuid(entry.d, "poll", &uuid, NULL) != PAL_OK ||
        !pal_uuid_equal(&uuid, &reading->poll->uuid)) {
        return PAL_OK;
    }
    if (pal_json_hash(entry.d, "manifest", &said, NULL) != PAL_OK ||
        !pal_hash_equal(&said, &reading->manifest->hash)) {
        return PAL_ERR_LOG_BROKEN;
    }
    reading->has_open = true;
    return PAL_OK;
}

/* The next entry of the log; its bytes are lent until the next call. */
static enum pal_err next_entry(struct reading *reading, struct pal_text *out_bytes)
{
    if (reading->line == reading->page.line_count) {
        PAL_TRY(pal_log_page(reading->store, reading->next, PAL_LIMIT_PAGE, &reading->page));
        reading->line = 0;
        if (reading->page.line_count == 0) {
            return PAL_ERR_LOG_BROKEN;
        }
    }
    *out_bytes = pal_log_page_entry(&reading->page, reading->line);
    reading->line++;
    reading->next++;
    return PAL_OK;
}

/* Reads up to an entry, excluded; none of them may commit to a ballot: there is none of them here. */
static enum pal_err read_until(struct reading *reading, uint64_t entry)
{
    while (reading->next < entry) {
        struct pal_text bytes;
        struct pal_text hex;
        PAL_TRY(next_entry(reading, &bytes));
        if (is_cast(reading, bytes, &hex)) {
            return PAL_ERR_LOG_BROKEN;
        }
        PAL_TRY(look_at(reading, bytes));
    }
    return PAL_OK;
}

/* RULE docs/rules/polls.md
 * > Before it counts, the count holds every ballot against its entry in the log, and the roll against
 * > the root in the manifest.
 */
static enum pal_err take(void *context, const struct pal_ballot_row *row)
{
    struct reading *reading = context;
    PAL_TRY(read_until(reading, (uint64_t)row->entry));
    struct pal_text bytes;
    struct pal_text hex;
    char committed[HEX_SIZE + 1];
    pal_hash_write(&row->commitment, committed);
    PAL_TRY(next_entry(reading, &bytes));
    if (!is_cast(reading, bytes, &hex) || !pal_text_is(hex, committed)) {
        return PAL_ERR_LOG_BROKEN;
    }
    return add_ballot(reading->evidence, reading->manifest, reading->constitution, row);
}

enum pal_err pal_evidence_read(struct pal_store *store, const struct pal_poll *poll,
                               const struct pal_manifest *manifest,
                               const struct pal_constitution *constitution,
                               struct pal_evidence *out)
{
    struct reading reading PAL_CLEANUP(reading_done) = {
        .store = store,
        .poll = poll,
        .manifest = manifest,
        .constitution = constitution,
        .evidence = out,
        .next = (uint64_t)poll->id.value,
    };
    pal_uuid_write(&poll->uuid, reading.uuid);
    PAL_TRY(pal_ballots_walk(store, poll->id, &poll->uuid, take, &reading));
    PAL_TRY(read_until(&reading, (uint64_t)poll->entry));
    PAL_TRY(pal_poll_entry_says(store, poll->entry, "poll.close", "box", &poll->box));
    return reading.has_open ? PAL_OK : PAL_ERR_LOG_BROKEN;
}
