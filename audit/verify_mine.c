/*
 * verify_mine.c - what one voter looks for in a record: their ballot (V18), their line (V19).
 */
#include <stdio.h>
#include <string.h>

#include "audit/manifest.h"
#include "audit/mark.h"
#include "audit/receipt.h"
#include "audit/roll.h"
#include "audit/urn.h"
#include "base/canon.h"
#include "base/fields.h"
#include "base/limits.h"

#include "verifying.h"

#define ELECTOR_FORMAT "palabre-elector/1"

const struct pal_logged_poll *pal_verify_find_poll(const struct pal_verifying *verifying,
                                                   struct pal_text name)
{
    for (size_t i = 0; i < verifying->poll_count; i++) {
        if (pal_text_is(name, verifying->polls[i].name)) {
            return &verifying->polls[i];
        }
    }
    return NULL;
}

bool pal_verify_has_line(const struct pal_verifying *verifying, const struct pal_logged_poll *poll,
                         const char *name, uint64_t place, const struct pal_hash *hash)
{
    PAL_LINES(lines);
    struct pal_hash line;
    bool is_there = true;
    pal_lines_start(&lines, verifying, pal_verify_poll_file(verifying, poll, name),
                    (size_t)2 * PAL_HASH_SIZE);
    while (is_there) {
        if (pal_lines_hash(&lines, &line, &is_there) != PAL_OK) {
            return false;
        }
        bool is_place = is_there && (place == 0 || lines.count == place);
        if (is_place && pal_hash_equal(&line, hash)) {
            return true;
        }
    }
    return false;
}

/* --- V18: a receipt ------------------------------------------------------------------------------- */

/* Which poll a receipt names, before its signature is looked at. */
static const struct pal_logged_poll *poll_of_receipt(const struct pal_verifying *verifying)
{
    struct pal_text text = verifying->spec->receipt;
    struct pal_text line;
    for (int i = 0; i < 3; i++) {
        if (!pal_text_cut(&text, '\n', &line)) {
            return NULL;
        }
    }
    return pal_verify_find_poll(verifying, line);
}

bool pal_verify_secret_manifest(const struct pal_verifying *verifying,
                                const struct pal_logged_poll *poll, struct pal_manifest *out)
{
    PAL_BUF(bytes);
    const struct pal_tar_file *file = pal_verify_poll_file(verifying, poll, "manifest.json");
    return file != NULL &&
           pal_tar_content(&verifying->tar, file, PAL_LIMIT_DOCUMENT, &bytes) == PAL_OK &&
           pal_manifest_parse(pal_buf_text(&bytes), out) == PAL_OK && out->is_secret;
}

/* RULE docs/rules/witness.md
 * > A record that a revoked key signs is not believed, nor is the receipt of a poll that was opened beyond the last size.
 * > That the ballot of an earlier receipt is not in the urn proves nothing any more
 */
static const char *judge_signer(const struct pal_verifying *verifying,
                                const struct pal_logged_poll *poll, struct pal_text receipt_key,
                                bool is_in_urn)
{
    const struct pal_key_life *life = pal_keys_find(&verifying->keys, PAL_KEY_RECEIPT, receipt_key);
    bool is_revoked = life != NULL && life->is_revoked;
    if (is_revoked && poll->opened_size > life->last_size) {
        return "the key of this receipt was revoked: none of a poll opened so late is believed";
    }
    if (is_in_urn) {
        return NULL;
    }
    if (poll->entries[PAL_POLL_CLOSE].json == NULL) {
        return "its poll was void before it was closed: there is no urn, and no ballot counts";
    }
    return is_revoked
               ? "its ballot is not in the urn, and its key was revoked: it proves nothing"
               : "PROOF OF MISBEHAVIOUR: this receipt is signed, and its ballot is not in the urn";
}

static const char *check_receipt(const struct pal_verifying *verifying)
{
    PAL_MANIFEST(manifest);
    struct pal_vkey key;
    struct pal_receipt receipt;
    const struct pal_logged_poll *poll = poll_of_receipt(verifying);
    if (poll == NULL || !pal_verify_secret_manifest(verifying, poll, &manifest)) {
        return "the receipt is of no secret poll of this record";
    }
    if (pal_vkey_parse(manifest.urn.receipt, &key) != PAL_OK ||
        pal_receipt_read(verifying->spec->receipt, &key, &receipt) != PAL_OK) {
        return "the receipt is not ours: its signature does not hold";
    }
    if (!pal_text_is(receipt.origin, poll->log) || !pal_text_is(receipt.poll, poll->name) ||
        !pal_hash_equal(&receipt.ctx, &manifest.hash)) {
        return "the receipt is of another log, poll or manifest";
    }
    return judge_signer(verifying, poll, manifest.urn.receipt,
                        pal_verify_has_line(verifying, poll, "urn.txt", 0, &receipt.ballot));
}

/* --- V18: a tracker ------------------------------------------------------------------------------- */

struct sought {
    struct pal_tracker tracker;
    bool has_pin;
    char spelled[PAL_TRACKER_SIZE + 1];
    uint64_t found;
    char ballot[200]; /* that stands beside it the first time */
};

static void look_into(const struct pal_verifying *verifying, const struct pal_logged_poll *poll,
                      struct sought *sought)
{
    PAL_LINES(lines);
    struct pal_text line;
    bool is_there = true;
    size_t size = sought->has_pin ? PAL_TRACKER_SIZE : PAL_CODE_SIZE;
    pal_lines_start(&lines, verifying, pal_verify_poll_file(verifying, poll, "opened.csv"),
                    PAL_LIMIT_OPENING);
    while (is_there && pal_lines_next(&lines, &line, &is_there) == PAL_OK && is_there) {
        struct pal_text college;
        struct pal_text tracker;
        bool is_row = pal_text_cut(&line, ',', &college) && pal_text_cut(&line, ',', &tracker);
        if (!is_row || tracker.size < size || memcmp(tracker.bytes, sought->spelled, size) != 0) {
            continue;
        }
        if (sought->found == 0) {
            (void)snprintf(sought->ballot, sizeof sought->ballot, "%.*s", (int)line.size,
                           line.bytes);
        }
        sought->found++;
    }
}

static const char *check_tracker(struct pal_verifying *verifying, struct sought *sought)
{
    struct pal_text code = verifying->spec->tracker;
    sought->has_pin = pal_tracker_parse(code, &sought->tracker) == PAL_OK;
    if (sought->has_pin) {
        pal_tracker_write(&sought->tracker, sought->spelled);
    } else if (pal_code_parse(code, sought->tracker.bytes) == PAL_OK) {
        pal_code_write(sought->tracker.bytes, sought->spelled);
    } else {
        return "this is not the code of a tracker";
    }
    for (size_t i = 0; i < verifying->poll_count; i++) {
        look_into(verifying, &verifying->polls[i], sought);
    }
    return sought->found > 0 ? NULL : "the tracker stands in no opened list of this record";
}

static void check_mine(struct pal_verifying *verifying)
{
    const struct pal_verify_spec *spec = verifying->spec;
    struct sought sought = {0};
    PAL_BUF(shown);
    const char *why = spec->receipt.bytes == NULL ? NULL : check_receipt(verifying);
    if (why == NULL && spec->tracker.bytes != NULL) {
        why = check_tracker(verifying, &sought);
    }
    if (why == NULL && spec->opening.bytes != NULL) {
        why = pal_verify_shown(verifying, &shown);
    }
    if (why != NULL) {
        pal_verify_fail(verifying, 18, "%s", why);
        return;
    }
    bool is_more = spec->receipt.bytes != NULL || sought.found > 0;
    pal_verify_say(verifying, 18, "%s%s%s%s%s%s%s%.*s",
                   spec->receipt.bytes == NULL ? "" : "the receipt holds, its ballot is in the urn",
                   spec->receipt.bytes != NULL && sought.found > 0 ? "; " : "",
                   sought.found > 0 ? "the tracker stands beside " : "", sought.ballot,
                   sought.found > 1 ? ", AND STANDS THERE MORE THAN ONCE" : "",
                   is_more && shown.size > 0 ? "; " : "",
                   shown.size > 0 ? "the ballot opened again says " : "", (int)shown.size,
                   shown.size > 0 ? shown.bytes : "");
}

/* --- V19 ------------------------------------------------------------------------------------------- */

static enum pal_err read_bytes(const struct pal_json *object, const char *name, uint8_t *out,
                               size_t size)
{
    struct pal_text hex;
    PAL_TRY(pal_json_text(object, name, &hex, NULL));
    return pal_text_hex(hex, out, size);
}

static enum pal_err read_line(const struct pal_json *roll, int64_t *out_rank,
                              struct pal_hash *out_leaf)
{
    static const char *const names[] = {"line", "rank", "salt", NULL};
    uint8_t salt[PAL_SALT_SIZE];
    uint8_t line[4 * PAL_LIMIT_NAME];
    struct pal_text hex;
    PAL_TRY(pal_json_only(roll, names, NULL));
    PAL_TRY(pal_json_int(roll, "rank", out_rank, NULL));
    PAL_TRY(pal_json_text(roll, "line", &hex, NULL));
    PAL_TRY(read_bytes(roll, "salt", salt, sizeof salt));
    if (hex.size / 2 > sizeof line) {
        return PAL_ERR_LIMIT_TEXT;
    }
    PAL_TRY(pal_text_hex(hex, line, hex.size / 2));
    *out_leaf = pal_right_leaf(salt, (struct pal_text){(const char *)line, hex.size / 2});
    return PAL_OK;
}

/* The mark, which is there where the poll is secret and was closed, and only there. */
static enum pal_err check_mark(const struct pal_verifying *verifying,
                               const struct pal_logged_poll *poll, const struct pal_json *elector,
                               int64_t rank)
{
    static const char *const names[] = {"salt", "used", NULL};
    const struct pal_thing *thing = pal_verify_thing(verifying, poll);
    bool is_marked =
        thing != NULL && thing->is_secret && poll->entries[PAL_POLL_CLOSE].json != NULL;
    const struct pal_json *mark;
    uint8_t salt[PAL_SALT_SIZE];
    bool is_used;
    if (!is_marked) {
        return pal_json_get(elector, "mark") == NULL ? PAL_OK : PAL_ERR_JSON_UNKNOWN;
    }
    PAL_TRY(pal_json_object(elector, "mark", &mark, NULL));
    PAL_TRY(pal_json_only(mark, names, NULL));
    PAL_TRY(read_bytes(mark, "salt", salt, sizeof salt));
    PAL_TRY(pal_json_bool(mark, "used", &is_used, NULL));
    struct pal_hash leaf = pal_mark_leaf(salt, (uint32_t)rank, is_used);
    return pal_verify_has_line(verifying, poll, "marks.txt", (uint64_t)rank, &leaf)
               ? PAL_OK
               : PAL_ERR_POLL_DOCUMENT;
}

static enum pal_err check_line(const struct pal_verifying *verifying)
{
    static const char *const names[] = {"format", "mark", "poll", "roll", NULL};
    PAL_JSON(elector);
    struct pal_text format;
    struct pal_text name;
    const struct pal_json *roll;
    int64_t rank;
    struct pal_hash leaf;
    PAL_TRY(pal_canon_read(verifying->spec->elector, PAL_LIMIT_BODY_SMALL, &elector, NULL));
    PAL_TRY(pal_json_want_object(elector, NULL));
    PAL_TRY(pal_json_only(elector, names, NULL));
    PAL_TRY(pal_json_text(elector, "format", &format, NULL));
    PAL_TRY(pal_json_text(elector, "poll", &name, NULL));
    PAL_TRY(pal_json_object(elector, "roll", &roll, NULL));
    PAL_TRY(read_line(roll, &rank, &leaf));
    const struct pal_logged_poll *poll = pal_verify_find_poll(verifying, name);
    bool is_right = poll != NULL && pal_text_is(format, ELECTOR_FORMAT) && rank > 0 &&
                    rank <= PAL_LIMIT_MEMBERS &&
                    pal_verify_has_line(verifying, poll, "roll.txt", (uint64_t)rank, &leaf);
    return is_right ? check_mark(verifying, poll, elector, rank) : PAL_ERR_POLL_DOCUMENT;
}

void pal_verify_mine(struct pal_verifying *verifying)
{
    const struct pal_verify_spec *spec = verifying->spec;
    if (spec->receipt.bytes != NULL || spec->tracker.bytes != NULL || spec->opening.bytes != NULL) {
        check_mine(verifying);
    }
    if (spec->elector.bytes == NULL) {
        return;
    }
    enum pal_err err = check_line(verifying);
    if (err != PAL_OK) {
        pal_verify_fail(verifying, 19, "the line or the mark is not that of the record (%s)",
                        pal_err_slug(err));
    }
    pal_verify_say(verifying, 19, "the line is on the roll%s",
                   err == PAL_OK ? ", and its mark in the register where there is one" : "");
}
