/*
 * verify_poll.c - the documents of one poll of a record against the log (V6), and its roots (V7, V8).
 */
#include "verify_poll.h"

#include <stdio.h>
#include <string.h>

#include "audit/roll.h"
#include "base/canon.h"
#include "base/fields.h"
#include "base/limits.h"

static void refuse(const struct pal_poll_check *check, int number, const char *why)
{
    pal_verify_fail(check->verifying, number, "poll %s: %s", check->poll->name, why);
}

/* --- V6 --------------------------------------------------------------------------------------------- */

/* The bytes of a document whose hash stands in an entry of the poll. */
static bool read_document(const struct pal_poll_check *check, const char *name,
                          enum pal_poll_entry entry, const char *field, struct pal_buf *out)
{
    const struct pal_tar_file *file = pal_verify_poll_file(check->verifying, check->poll, name);
    const struct pal_json *d = check->poll->entries[entry].d;
    struct pal_hash said;
    bool is_right =
        file != NULL && d != NULL && pal_json_hash(d, field, &said, NULL) == PAL_OK &&
        pal_tar_content(&check->verifying->tar, file, PAL_LIMIT_DOCUMENT, out) == PAL_OK;
    if (is_right) {
        struct pal_hash found = pal_hash_of(out->bytes, out->size);
        is_right = pal_hash_equal(&found, &said);
    }
    if (!is_right) {
        pal_verify_fail(check->verifying, 6, "poll %s: %s is not the document of its entry",
                        check->poll->name, name);
    }
    return is_right;
}

static void check_text(const struct pal_poll_check *check)
{
    const struct pal_json *call = check->poll->entries[PAL_POLL_CALL].d;
    struct pal_hash text;
    if (call == NULL || !pal_json_has(call, "text") ||
        pal_json_hash(call, "text", &text, NULL) != PAL_OK) {
        return;
    }
    if (pal_verify_hashed(check->verifying, PAL_RECORD_TEXT, &text) == NULL &&
        !pal_verify_is_redacted(check->verifying, &text)) {
        refuse(check, 6, "the text that was voted is not there");
    }
}

static bool read_question(struct pal_poll_check *check)
{
    PAL_BUF(bytes);
    const struct pal_json *create = check->poll->entries[PAL_POLL_CREATE].d;
    struct pal_text format;
    struct pal_text method;
    struct pal_text created;
    if (!read_document(check, "question.json", PAL_POLL_CREATE, "question", &bytes)) {
        return false;
    }
    bool is_right = pal_canon_read(pal_buf_text(&bytes), PAL_LIMIT_DOCUMENT, &check->question,
                                   NULL) == PAL_OK &&
                    pal_question_check(check->question) == PAL_OK &&
                    pal_json_text(check->question, "format", &format, NULL) == PAL_OK &&
                    pal_json_text(check->question, "method", &method, NULL) == PAL_OK &&
                    pal_json_text(create, "method", &created, NULL) == PAL_OK &&
                    pal_text_is(format, PAL_QUESTION_FORMAT) && pal_text_equal(method, created);
    if (!is_right) {
        refuse(check, 6, "the question does not have its form, or another method than poll.create");
        return false;
    }
    const char *why = pal_verify_rounds(check);
    if (why != NULL) {
        refuse(check, 6, why);
    }
    return true;
}

static bool read_constitution(struct pal_poll_check *check)
{
    PAL_BUF(bytes);
    PAL_JSON(document);
    struct pal_hash hash;
    struct pal_verifying *verifying = check->verifying;
    const struct pal_hashed_file *file =
        pal_verify_hashed(verifying, PAL_RECORD_CONSTITUTION, &check->manifest.constitution_hash);
    bool is_right =
        file != NULL &&
        pal_verify_hash(verifying, &verifying->tar.files[file->file], &hash) == PAL_OK &&
        pal_hash_equal(&hash, &file->hash) &&
        pal_tar_content(&verifying->tar, &verifying->tar.files[file->file], PAL_LIMIT_DOCUMENT,
                        &bytes) == PAL_OK &&
        pal_canon_read(pal_buf_text(&bytes), PAL_LIMIT_DOCUMENT, &document, NULL) == PAL_OK &&
        pal_constitution_parse(document, PAL_CONSTITUTION_DOCUMENT, &check->constitution, NULL) ==
            PAL_OK;
    if (!is_right) {
        refuse(check, 6, "its constitution is not there, or cannot be read");
    }
    return is_right;
}

static void read_box(struct pal_poll_check *check)
{
    static const char *const names[] = {"count", "used"};
    PAL_BUF(bytes);
    const struct pal_json *close = check->poll->entries[PAL_POLL_CLOSE].d;
    int64_t counts[2];
    if (!read_document(check, "box.json", PAL_POLL_CLOSE, "box", &bytes)) {
        return;
    }
    check->has_box = pal_box_parse(pal_buf_text(&bytes), &check->manifest, &check->box) == PAL_OK;
    bool is_right = check->has_box;
    for (size_t i = 0; i < 2; i++) {
        is_right = is_right && pal_json_int(close, names[i], &counts[i], NULL) == PAL_OK;
    }
    if (!is_right || (uint64_t)counts[0] != check->box.count ||
        (uint64_t)counts[1] != check->box.used) {
        refuse(check, 6, "the box is of another poll, or has other figures than poll.close");
    }
}

static void check_outcome(const struct pal_poll_check *check)
{
    const struct pal_tar_file *file =
        pal_verify_poll_file(check->verifying, check->poll, "outcome.json");
    struct pal_hash said;
    struct pal_hash found;
    bool is_right =
        file != NULL &&
        pal_json_hash(check->poll->entries[PAL_POLL_COUNT].d, "outcome", &said, NULL) == PAL_OK &&
        pal_verify_hash(check->verifying, file, &found) == PAL_OK && pal_hash_equal(&said, &found);
    if (!is_right) {
        refuse(check, 6, "outcome.json is not the document of its entry");
    }
}

/* Reads what it can, and says what does not agree. */
static void read_documents(struct pal_poll_check *check)
{
    PAL_BUF(bytes);
    const struct pal_logged_poll *poll = check->poll;
    bool has_question = read_question(check);
    check_text(check);
    if (poll->entries[PAL_POLL_OPEN].json == NULL ||
        !read_document(check, "manifest.json", PAL_POLL_OPEN, "manifest", &bytes)) {
        return;
    }
    enum pal_err err = pal_manifest_parse(pal_buf_text(&bytes), &check->manifest);
    if (err != PAL_OK) {
        refuse(check, err == PAL_ERR_METHOD_UNKNOWN ? 16 : 6, "the manifest cannot be read");
        refuse(check, 6, pal_err_slug(err));
        return;
    }
    check->has_manifest = true;
    bool has_constitution = read_constitution(check);
    if (has_question && has_constitution && poll->log != NULL) {
        const char *why = pal_verify_manifest(check);
        if (why != NULL) {
            refuse(check, 6, why);
        }
    }
    if (poll->entries[PAL_POLL_CLOSE].json != NULL) {
        read_box(check);
    }
    if (poll->entries[PAL_POLL_COUNT].json != NULL) {
        check_outcome(check);
    }
    check->can_count = has_constitution && check->has_box &&
                       pal_manifest_suits(&check->manifest, &check->constitution);
}

/* --- V7, V8 ----------------------------------------------------------------------------------------- */

/* The root over the lines of a file, and how many they are. Where it is sorted, each stands once and
 * after the one before it. */
static bool sum_lines(struct pal_poll_check *check, const char *name, bool is_sorted,
                      struct pal_hash *out_root, uint64_t *out_count)
{
    PAL_LINES(lines);
    struct pal_tree_edge edge = {0};
    struct pal_hash line;
    struct pal_hash before = {0};
    bool is_there = true;
    bool is_in_order = true;
    pal_lines_start(&lines, check->verifying,
                    pal_verify_poll_file(check->verifying, check->poll, name),
                    (size_t)2 * PAL_HASH_SIZE);
    bool is_right = lines.file != NULL;
    while (is_right && is_there) {
        is_right = pal_lines_hash(&lines, &line, &is_there) == PAL_OK;
        if (is_right && is_there) {
            is_in_order = is_in_order && (!is_sorted || lines.count == 1 ||
                                          memcmp(before.bytes, line.bytes, PAL_HASH_SIZE) < 0);
            pal_root_add(&edge, &line);
            before = line;
        }
    }
    if (!is_right || !is_in_order) {
        pal_verify_fail(check->verifying, 7, "poll %s: %s cannot be read, or is not in order",
                        check->poll->name, name);
    }
    if (!is_right) {
        pal_verify_fail(check->verifying, 8, "poll %s: the lines of %s cannot be counted",
                        check->poll->name, name);
    }
    *out_root = pal_root_of(&edge);
    *out_count = lines.count;
    return is_right;
}

static void check_roll(struct pal_poll_check *check)
{
    struct pal_hash root;
    uint64_t count;
    bool is_kept = check->thing->state != PAL_THING_VOID ||
                   pal_verify_poll_file(check->verifying, check->poll, "roll.txt") != NULL;
    if (!is_kept) {
        return;
    }
    if (sum_lines(check, "roll.txt", false, &root, &count) &&
        !pal_hash_equal(&root, &check->manifest.roll_root)) {
        refuse(check, 7, "the lines of the roll do not give its root");
    }
    uint64_t voters = 0;
    for (size_t i = 0; i < check->manifest.college_count; i++) {
        voters += check->manifest.colleges[i];
    }
    if (count != check->manifest.voters || voters != check->manifest.voters) {
        pal_verify_fail(check->verifying, 8, "poll %s: %llu lines on the roll, %llu voters",
                        check->poll->name, (unsigned long long)count,
                        (unsigned long long)check->manifest.voters);
    }
}

static void check_sealed(struct pal_poll_check *check)
{
    struct pal_hash root;
    uint64_t count;
    const struct pal_verifying *verifying = check->verifying;
    bool is_void = check->thing->state == PAL_THING_VOID;
    if (!is_void || pal_verify_poll_file(verifying, check->poll, "urn.txt") != NULL) {
        if (sum_lines(check, "urn.txt", true, &root, &count) &&
            !pal_hash_equal(&root, &check->box.root)) {
            refuse(check, 7, "the sealed ballots do not give the root of the urn");
        }
        if (count != check->box.count) {
            refuse(check, 8, "the urn has not as many sealed ballots as the box says");
        }
    }
    if (!is_void || pal_verify_poll_file(verifying, check->poll, "marks.txt") != NULL) {
        if (sum_lines(check, "marks.txt", false, &root, &count) &&
            !pal_hash_equal(&root, &check->box.marks)) {
            refuse(check, 7, "the marks do not give the root of the register");
        }
        if (count != check->manifest.voters) {
            refuse(check, 8, "there are not as many marks as lines on the roll");
        }
    }
}

static void check_box(struct pal_poll_check *check)
{
    if (check->manifest.is_secret) {
        check_sealed(check);
    } else {
        struct pal_hash root = pal_root_of(&check->poll->commitments);
        if (!pal_hash_equal(&root, &check->box.root)) {
            refuse(check, 7, "the commitments of the log do not give the root of the box");
        }
        if (check->poll->casts != check->box.count) {
            refuse(check, 8, "the log has not as many ballots as the box");
        }
    }
    if (!pal_box_adds_up(&check->box, &check->manifest)) {
        refuse(check, 8, "the figures of the box do not add up");
    }
}

/* --- the whole -------------------------------------------------------------------------------------- */

static void done(struct pal_poll_check *check)
{
    pal_recount_done(&check->recount);
    pal_box_done(&check->box);
    pal_constitution_done(&check->constitution);
    pal_manifest_done(&check->manifest);
    pal_json_free(check->question);
}

/* What depends on what could not be read. */
static void give_up(const struct pal_poll_check *check, const char *why)
{
    for (int number = 7; number <= 9; number++) {
        refuse(check, number, why);
    }
    refuse(check, 16, why);
}

void pal_verify_poll(struct pal_verifying *verifying, const struct pal_logged_poll *poll)
{
    struct pal_poll_check check PAL_CLEANUP(
        done) = {.verifying = verifying, .poll = poll, .thing = pal_verify_thing(verifying, poll)};
    bool is_over = check.thing != NULL && (check.thing->state == PAL_THING_COUNTED ||
                                           check.thing->state == PAL_THING_PUBLISHED ||
                                           check.thing->state == PAL_THING_VOID);
    if (!is_over || poll->entries[PAL_POLL_CREATE].json == NULL) {
        refuse(&check, 6, "the log has no such poll that is counted or void");
        give_up(&check, "the log has no such poll that is counted or void");
        return;
    }
    read_documents(&check);
    if (poll->entries[PAL_POLL_OPEN].json == NULL) {
        return;
    }
    if (!check.has_manifest) {
        give_up(&check, "the manifest cannot be read");
        return;
    }
    verifying->opened++;
    verifying->voters += check.manifest.voters;
    check_roll(&check);
    if (poll->entries[PAL_POLL_CLOSE].json == NULL) {
        return;
    }
    if (!check.has_box) {
        give_up(&check, "the box cannot be read");
        return;
    }
    check_box(&check);
    if (poll->entries[PAL_POLL_COUNT].json != NULL) {
        pal_verify_ballots(&check);
        verifying->ballots += check.rows;
        pal_verify_count(&check);
        verifying->counted++;
    }
}
