/*
 * tally_evidence.c - reads the ballots of a closed poll and holds each against its entry in the log.
 */
#include <string.h>

#include "audit/entry.h"
#include "base/check.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/log.h"
#include "core/store.h"

#include "ballots.h"
#include "evidence.h"

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
    struct pal_recount *recount;
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
        !pal_hash_equal(&said, &reading->recount->manifest->hash)) {
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
static enum pal_err take(void *context, const struct pal_opening *opening,
                         const struct pal_hash *commitment)
{
    struct reading *reading = context;
    PAL_TRY(read_until(reading, (uint64_t)opening->entry));
    struct pal_text bytes;
    struct pal_text hex;
    char committed[HEX_SIZE + 1];
    pal_hash_write(commitment, committed);
    PAL_TRY(next_entry(reading, &bytes));
    if (!is_cast(reading, bytes, &hex) || !pal_text_is(hex, committed)) {
        return PAL_ERR_LOG_BROKEN;
    }
    /* It was judged when it was cast. */
    return pal_recount_add_opening(reading->recount, opening) == PAL_OK ? PAL_OK
                                                                        : PAL_ERR_LOG_BROKEN;
}

enum pal_err pal_evidence_read(struct pal_store *store, const struct pal_poll *poll,
                               struct pal_recount *recount)
{
    struct reading reading PAL_CLEANUP(reading_done) = {
        .store = store,
        .poll = poll,
        .recount = recount,
        .next = (uint64_t)poll->id.value,
    };
    pal_uuid_write(&poll->uuid, reading.uuid);
    PAL_TRY(pal_ballots_walk(store, poll->id, &poll->uuid, take, &reading));
    PAL_TRY(read_until(&reading, (uint64_t)poll->entry));
    PAL_TRY(pal_poll_entry_says(store, poll->entry, "poll.close", "box", &poll->box));
    return reading.has_open ? PAL_OK : PAL_ERR_LOG_BROKEN;
}
