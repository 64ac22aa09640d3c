/*
 * verify_ballots.c - the ballots of one poll (V8, V9), and what they decide, counted again (V16).
 */
#include <string.h>

#include "audit/urn.h"
#include "base/canon.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"

#include "verify_poll.h"

static void refuse(const struct pal_poll_check *check, int number, const char *why)
{
    pal_verify_fail(check->verifying, number, "poll %s, ballot %llu: %s", check->poll->name,
                    (unsigned long long)check->rows, why);
}

/* --- open ballots ------------------------------------------------------------------------------------- */

static void digest_opening(struct pal_hash_state *digest, int64_t entry,
                           const struct pal_hash *commitment)
{
    uint8_t number[8];
    for (size_t i = 0; i < sizeof number; i++) {
        number[i] = (uint8_t)((uint64_t)entry >> (8 * (7 - i)));
    }
    pal_hash_add(digest, number, sizeof number);
    pal_hash_add(digest, commitment->bytes, PAL_HASH_SIZE);
}

static bool take_opening(struct pal_poll_check *check, struct pal_text line,
                         struct pal_hash_state *digest)
{
    PAL_JSON(json);
    struct pal_opening opening;
    if (pal_opening_parse(line, &opening, &json) != PAL_OK) {
        refuse(check, 9, "it does not have its form");
        return false;
    }
    struct pal_hash commitment = pal_opening_commitment(&check->manifest.poll, &opening);
    digest_opening(digest, opening.entry, &commitment);
    bool has_names = opening.voter_name.size > 0;
    bool needs_holder = has_names && opening.holder.size > 0;
    if (has_names != check->manifest.calls_names ||
        needs_holder != (opening.holder_name.size > 0)) {
        refuse(check, 9, "names are there where the roll is not called by name, or not there");
    }
    if (!pal_pseudonym_is(opening.voter) ||
        (opening.holder.size > 0 && !pal_pseudonym_is(opening.holder))) {
        refuse(check, 9, "who voted is no pseudonym");
    }
    if (pal_recount_add_opening(&check->recount, &opening) != PAL_OK) {
        refuse(check, 9, "its college, its marks or its voter's other vote refuse it");
        return false;
    }
    return true;
}

/* V8: as many as the box says; of a secret poll V9 says whether they are in their colleges. */
static void check_used(struct pal_poll_check *check)
{
    bool is_secret = check->manifest.is_secret;
    bool is_right = check->rows == check->box.count && check->recount.voids == check->box.voids;
    bool is_placed = true;
    for (size_t i = 0; i < check->box.college_count; i++) {
        const struct pal_box_college *college = &check->box.colleges[i];
        uint64_t used = check->recount.used[i];
        uint64_t there = used + college->attending + college->blank_proxies;
        is_right = is_right && (is_secret || there <= check->manifest.colleges[i]);
        is_placed = is_placed && (!is_secret || used == college->count);
    }
    if (!is_right) {
        refuse(check, 8, "the ballots are not as many as the box says");
    }
    if (!is_placed) {
        refuse(check, 9, "a college has not as many rows as sealed ballots");
    }
}

static void read_openings(struct pal_poll_check *check, struct pal_lines *lines)
{
    struct pal_hash_state digest;
    struct pal_hash_state logged = check->poll->digest;
    struct pal_text line;
    bool is_there = true;
    bool is_right = true;
    pal_hash_init(&digest);
    while (is_there) {
        if (pal_lines_next(lines, &line, &is_there) != PAL_OK) {
            refuse(check, 9, "the openings cannot be read");
            check->can_count = false;
            return;
        }
        if (is_there) {
            check->rows++;
            is_right = take_opening(check, line, &digest) && is_right;
        }
    }
    struct pal_hash found = pal_hash_final(&digest);
    struct pal_hash expected = pal_hash_final(&logged);
    if (!pal_hash_equal(&found, &expected)) {
        refuse(check, 9, "the openings do not give the commitments of the log");
    }
    check->can_count = is_right;
}

/* --- the opened list ---------------------------------------------------------------------------------- */

/* One field of a row, up to its comma or the end; quoted where it must be, and only there. */
static bool read_field(struct pal_text *row, struct pal_buf *out)
{
    bool is_quoted = row->size > 0 && row->bytes[0] == '"';
    size_t at = is_quoted ? 1 : 0;
    bool needs_quotes = false;
    bool is_closed = !is_quoted;
    pal_buf_clear(out);
    for (; at < row->size; at++) {
        char c = row->bytes[at];
        if (!is_quoted && c == ',') {
            break;
        }
        bool is_pair = c == '"' && at + 1 < row->size && row->bytes[at + 1] == '"';
        if (is_quoted && c == '"' && !is_pair) {
            is_closed = true;
            at++;
            break;
        }
        needs_quotes = needs_quotes || c == '"' || c == ',' || c == '\r' || c == '\n';
        at += is_quoted && is_pair;
        pal_buf_add_byte(out, (uint8_t)c);
    }
    bool is_right = is_closed && is_quoted == needs_quotes;
    bool is_last = at == row->size;
    if (!is_right || (!is_last && row->bytes[at] != ',')) {
        return false;
    }
    size_t taken = is_last ? at : at + 1;
    *row = (struct pal_text){row->bytes + taken, row->size - taken};
    return true;
}

struct opened_row {
    size_t college;
    struct pal_buf id, tracker, ballot;
};

static void row_done(struct opened_row *row)
{
    pal_buf_done(&row->id);
    pal_buf_done(&row->tracker);
    pal_buf_done(&row->ballot);
}

static bool parse_row(const struct pal_poll_check *check, struct pal_text line,
                      struct opened_row *row)
{
    if (line.size == 0 || line.bytes[line.size - 1] != '\r') {
        return false;
    }
    line.size--;
    if (!read_field(&line, &row->id) || line.size == 0 || !read_field(&line, &row->tracker) ||
        line.size == 0 || !read_field(&line, &row->ballot) || line.size > 0) {
        return false;
    }
    const struct pal_json *colleges = pal_json_get(check->manifest.document, "colleges");
    for (row->college = 0; row->college < check->manifest.college_count; row->college++) {
        const struct pal_json *id = pal_json_get(pal_json_at(colleges, row->college), "id");
        if (pal_text_equal(pal_json_as_text(id), pal_buf_text(&row->id))) {
            break;
        }
    }
    struct pal_tracker tracker;
    char written[PAL_TRACKER_SIZE + 1];
    bool is_spoilt = pal_text_is(pal_buf_text(&row->ballot), "{\"spoilt\":true}");
    bool has_tracker = row->tracker.size > 0;
    if (has_tracker && pal_tracker_parse(pal_buf_text(&row->tracker), &tracker) == PAL_OK) {
        pal_tracker_write(&tracker, written);
        has_tracker =
            check->manifest.urn.has_trackers && pal_text_is(pal_buf_text(&row->tracker), written);
        return has_tracker && row->college < check->manifest.college_count;
    }
    return !has_tracker && (is_spoilt || !check->manifest.urn.has_trackers) &&
           row->college < check->manifest.college_count;
}

static int compare_rows(const struct opened_row *a, const struct opened_row *b)
{
    if (a->college != b->college) {
        return a->college < b->college ? -1 : 1;
    }
    int order = pal_text_compare(pal_buf_text(&a->tracker), pal_buf_text(&b->tracker));
    return order != 0 ? order
                      : pal_text_compare(pal_buf_text(&a->ballot), pal_buf_text(&b->ballot));
}

static const char *take_row(struct pal_poll_check *check, struct pal_text line,
                            struct opened_row *before, struct opened_row *row)
{
    if (!parse_row(check, line, row)) {
        return "the row does not have its form";
    }
    if (check->rows > 1 && compare_rows(before, row) > 0) {
        return "the rows are not in order";
    }
    /* In one college they stand beside each other; in two, nobody is misled about their own. */
    check->verifying->repeated +=
        check->rows > 1 && row->tracker.size > 0 && row->college == before->college &&
        pal_text_equal(pal_buf_text(&before->tracker), pal_buf_text(&row->tracker));
    if (pal_recount_add_opened(&check->recount, row->college, pal_buf_text(&row->ballot)) !=
        PAL_OK) {
        return "it is no ballot of this question";
    }
    return NULL;
}

static void read_rows(struct pal_poll_check *check, struct pal_lines *lines)
{
    static const char header[] = "college,tracker,ballot\r";
    struct opened_row rows[2] = {0};
    struct pal_text line;
    bool is_there;
    const char *why = NULL;
    if (pal_lines_next(lines, &line, &is_there) != PAL_OK || !is_there ||
        !pal_text_is(line, header)) {
        why = "the list does not begin with its header";
    }
    while (why == NULL) {
        if (pal_lines_next(lines, &line, &is_there) != PAL_OK) {
            why = "the list cannot be read";
        }
        if (why != NULL || !is_there) {
            break;
        }
        check->rows++;
        why = take_row(check, line, &rows[(check->rows + 1) % 2], &rows[check->rows % 2]);
    }
    row_done(&rows[0]);
    row_done(&rows[1]);
    if (why != NULL) {
        refuse(check, 8, "the ballots cannot all be read");
        refuse(check, 9, why);
        check->can_count = false;
    }
}

static void check_opened_hash(struct pal_poll_check *check, const struct pal_tar_file *file)
{
    struct pal_hash said;
    if (file == NULL || pal_verify_hash(check->verifying, file, &check->opened) != PAL_OK ||
        pal_json_hash(check->poll->entries[PAL_POLL_COUNT].d, "opened", &said, NULL) != PAL_OK ||
        !pal_hash_equal(&check->opened, &said)) {
        refuse(check, 9, "the opened list is not the one that poll.count names");
    }
}

/* --- the whole -------------------------------------------------------------------------------------- */

void pal_verify_ballots(struct pal_poll_check *check)
{
    PAL_LINES(lines);
    bool is_secret = check->manifest.is_secret;
    const struct pal_tar_file *file =
        pal_verify_poll_file(check->verifying, check->poll,
                             is_secret ? "opened.csv" : "openings.jsonl");
    if (!check->can_count || file == NULL) {
        refuse(check, 8, "the ballots cannot be read");
        refuse(check, 9, "the ballots cannot be read");
        check->can_count = false;
        return;
    }
    pal_recount_init(&check->recount, &check->manifest, &check->constitution);
    pal_lines_start(&lines, check->verifying, file, PAL_LIMIT_OPENING);
    if (is_secret) {
        check_opened_hash(check, file);
        read_rows(check, &lines);
    } else {
        read_openings(check, &lines);
    }
    check_used(check);
}

static enum pal_err count_again(struct pal_poll_check *check, struct pal_buf *out)
{
    PAL_JSON(outcome);
    const struct pal_hash *opened = check->manifest.is_secret ? &check->opened : NULL;
    struct pal_text verdict;
    struct pal_text said;
    PAL_TRY(pal_recount_finish(&check->recount, &check->box, opened, &outcome));
    PAL_TRY(pal_json_text(outcome, "verdict", &verdict, NULL));
    PAL_TRY(pal_json_text(check->poll->entries[PAL_POLL_COUNT].d, "verdict", &said, NULL));
    if (!pal_text_equal(verdict, said)) {
        return PAL_ERR_POLL_DOCUMENT;
    }
    return pal_canon_write(outcome, out, NULL);
}

void pal_verify_count(struct pal_poll_check *check)
{
    PAL_BUF(made);
    struct pal_hash there;
    const struct pal_tar_file *file =
        pal_verify_poll_file(check->verifying, check->poll, "outcome.json");
    if (!check->can_count) {
        refuse(check, 16, "what is counted cannot be read");
        return;
    }
    enum pal_err err = count_again(check, &made);
    if (err != PAL_OK) {
        refuse(check, 16, pal_err_sentence(err));
        return;
    }
    struct pal_hash again = pal_hash_of(made.bytes, made.size);
    if (file == NULL || pal_verify_hash(check->verifying, file, &there) != PAL_OK ||
        !pal_hash_equal(&there, &again)) {
        refuse(check, 16, "the outcome is not the one that the ballots give");
    }
    pal_verify_derived(check, pal_buf_text(&made));
}
