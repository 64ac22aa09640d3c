/*
 * verify.c - verifies a record: what is read first, what after it, and what is said at the end.
 */
#include "audit/verify.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/mem.h"

#include "verifying.h"

const char *pal_verify_state_word(enum pal_verify_state state)
{
    static const char *const words[] = {
        [PAL_VERIFY_OK] = "ok", [PAL_VERIFY_FAILED] = "failed", [PAL_VERIFY_ABSENT] = "absent"};
    return words[state];
}

bool pal_verify_holds(const struct pal_verify_report *report)
{
    for (size_t i = 0; i < PAL_VERIFY_CHECKS; i++) {
        if (report->lines[i].state == PAL_VERIFY_FAILED) {
            return false;
        }
    }
    return true;
}

/* --- what is said --------------------------------------------------------------------------------- */

/* What comes from the record and cannot be shown as it is. */
static void make_plain(char *text)
{
    for (; *text != '\0'; text++) {
        if ((*text >= 0 && *text < ' ') || *text == '\x7f') {
            *text = '?';
        }
    }
}

static void set_figure(struct pal_verify_line *line, const char *format, va_list arguments)
    PAL_PRINTF(2, 0);
static void set_figure(struct pal_verify_line *line, const char *format, va_list arguments)
{
    PAL_CHECK(vsnprintf(line->figure, sizeof line->figure, format, arguments) >= 0);
    make_plain(line->figure);
    /* What was cut may have been cut inside a character. */
    line->figure[pal_text_utf8_size(pal_text_of(line->figure))] = '\0';
}

void pal_verify_fail(struct pal_verifying *verifying, int check, const char *format, ...)
{
    struct pal_verify_line *line = &verifying->report->lines[check - 1];
    if (line->state == PAL_VERIFY_FAILED) {
        return;
    }
    line->state = PAL_VERIFY_FAILED;
    va_list arguments;
    va_start(arguments, format);
    set_figure(line, format, arguments);
    va_end(arguments);
}

void pal_verify_say(struct pal_verifying *verifying, int check, const char *format, ...)
{
    struct pal_verify_line *line = &verifying->report->lines[check - 1];
    if (line->state == PAL_VERIFY_FAILED) {
        return;
    }
    line->state = PAL_VERIFY_OK;
    va_list arguments;
    va_start(arguments, format);
    set_figure(line, format, arguments);
    va_end(arguments);
}

void pal_verify_went(struct pal_verifying *verifying, uint64_t bytes)
{
    const struct pal_verify_spec *spec = verifying->spec;
    verifying->done += bytes;
    if (spec->progress != NULL) {
        uint64_t total = spec->tar->size;
        spec->progress(spec->context, verifying->done < total ? verifying->done : total, total);
    }
}

/* --- files ------------------------------------------------------------------------------------------ */

enum pal_err pal_verify_file(const struct pal_verifying *verifying, const char *name,
                             size_t max_bytes, struct pal_buf *buf)
{
    const struct pal_tar_file *file = pal_tar_find(&verifying->tar, pal_text_of(name));
    return file == NULL ? PAL_ERR_NOT_FOUND
                        : pal_tar_content(&verifying->tar, file, max_bytes, buf);
}

const struct pal_tar_file *pal_verify_poll_file(const struct pal_verifying *verifying,
                                                const struct pal_logged_poll *poll,
                                                const char *name)
{
    char path[PAL_TAR_NAME_SIZE];
    PAL_CHECK(snprintf(path, sizeof path, "polls/%s/%s", poll->name, name) < (int)sizeof path);
    return pal_tar_find(&verifying->tar, pal_text_of(path));
}

enum pal_err pal_verify_visit(const struct pal_verifying *verifying,
                              const struct pal_tar_file *file,
                              void (*visit)(void *context, struct pal_text piece), void *context)
{
    enum { PIECE = 1 << 16 };
    char *piece PAL_CLEANUP(pal_mem_done) = pal_mem_new(PIECE, 1);
    for (uint64_t at = 0; at < file->size;) {
        size_t size = file->size - at < PIECE ? (size_t)(file->size - at) : PIECE;
        PAL_TRY(pal_source_read(verifying->tar.source, file->offset + at, piece, size));
        visit(context, (struct pal_text){piece, size});
        at += size;
    }
    return PAL_OK;
}

static void hash_piece(void *context, struct pal_text piece)
{
    pal_hash_add(context, piece.bytes, piece.size);
}

enum pal_err pal_verify_hash(const struct pal_verifying *verifying, const struct pal_tar_file *file,
                             struct pal_hash *out_hash)
{
    struct pal_hash_state state;
    pal_hash_init(&state);
    enum pal_err err = pal_verify_visit(verifying, file, hash_piece, &state);
    *out_hash = pal_hash_final(&state);
    return err;
}

int pal_hashed_file_compare(const void *a, const void *b)
{
    const struct pal_hashed_file *left = a;
    const struct pal_hashed_file *right = b;
    int order = memcmp(left->hash.bytes, right->hash.bytes, PAL_HASH_SIZE);
    return order != 0 ? order : (int)left->kind - (int)right->kind;
}

struct pal_hashed_file *pal_verify_hashed(const struct pal_verifying *verifying,
                                          enum pal_record_kind kind, const struct pal_hash *hash)
{
    const struct pal_hashed_file key = {.kind = kind, .hash = *hash};
    return verifying->hashed_count == 0
               ? NULL
               : bsearch(&key, verifying->hashed, verifying->hashed_count,
                         sizeof *verifying->hashed, pal_hashed_file_compare);
}

static int compare_hashes(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct pal_hash));
}

void pal_verify_sort_redacted(struct pal_verifying *verifying)
{
    if (verifying->redacted_count > 0) {
        qsort(verifying->redacted, verifying->redacted_count, sizeof verifying->redacted[0],
              compare_hashes);
    }
}

bool pal_verify_is_redacted(const struct pal_verifying *verifying, const struct pal_hash *hash)
{
    return verifying->redacted_count > 0 &&
           bsearch(hash, verifying->redacted, verifying->redacted_count,
                   sizeof verifying->redacted[0], compare_hashes) != NULL;
}

const struct pal_thing *pal_verify_thing(const struct pal_verifying *verifying,
                                         const struct pal_logged_poll *poll)
{
    return pal_things_find(&verifying->things, PAL_THING_POLL, &poll->uuid);
}

/* --- lines ------------------------------------------------------------------------------------------ */

void pal_lines_done(struct pal_lines *lines)
{
    pal_buf_done(&lines->read);
}

void pal_lines_start(struct pal_lines *lines, const struct pal_verifying *verifying,
                     const struct pal_tar_file *file, size_t max_bytes)
{
    *lines = (struct pal_lines){.verifying = verifying, .file = file, .max_bytes = max_bytes};
}

static enum pal_err read_more(struct pal_lines *lines)
{
    enum { PIECE = 1 << 15 };
    char piece[PIECE];
    uint64_t left = lines->file->size - lines->at;
    size_t size = left < PIECE ? (size_t)left : PIECE;
    if (size == 0 || lines->read.size - lines->from > lines->max_bytes) {
        return PAL_ERR_POLL_DOCUMENT;
    }
    PAL_TRY(pal_source_read(lines->verifying->tar.source, lines->file->offset + lines->at, piece,
                            size));
    /* What was given is dropped: at most what is left of one line is moved. */
    size_t kept = lines->read.size - lines->from;
    if (kept > 0 && lines->read.bytes != NULL) {
        memmove(lines->read.bytes, lines->read.bytes + lines->from, kept);
    }
    lines->read.size = kept;
    lines->from = 0;
    pal_buf_add(&lines->read, piece, size);
    lines->at += size;
    return PAL_OK;
}

enum pal_err pal_lines_next(struct pal_lines *lines, struct pal_text *out_line, bool *out_is_there)
{
    *out_is_there =
        lines->file != NULL && (lines->from < lines->read.size || lines->at < lines->file->size);
    size_t looked_at = 0;
    while (*out_is_there) {
        const char *from = lines->read.bytes == NULL ? "" : lines->read.bytes + lines->from;
        size_t size = lines->read.size - lines->from;
        const char *end =
            size > looked_at ? memchr(from + looked_at, '\n', size - looked_at) : NULL;
        if (end != NULL) {
            *out_line = (struct pal_text){from, (size_t)(end - from)};
            lines->from += out_line->size + 1;
            lines->count++;
            return PAL_OK;
        }
        looked_at = size;
        PAL_TRY(read_more(lines));
    }
    return PAL_OK;
}

enum pal_err pal_lines_hash(struct pal_lines *lines, struct pal_hash *out_hash, bool *out_is_there)
{
    struct pal_text line;
    PAL_TRY(pal_lines_next(lines, &line, out_is_there));
    bool is_right = !*out_is_there || pal_hash_parse(line, out_hash) == PAL_OK;
    return is_right ? PAL_OK : PAL_ERR_POLL_DOCUMENT;
}

/* --- the whole -------------------------------------------------------------------------------------- */

/* RULE docs/rules/verify.md
 * > V10 to V15 and V17 concern levels of secrecy that this version does not have: they are absent. V4,
 * > V18 and V19 are absent unless they are asked for.
 */
static void set_absent(const struct pal_verify_spec *spec, struct pal_verify_report *report)
{
    for (int check = 1; check <= PAL_VERIFY_CHECKS; check++) {
        bool is_later = (check >= 10 && check <= 15) || check == 17;
        bool is_unasked = (check == 4 && spec->since.bytes == NULL) ||
                          (check == 18 && spec->receipt.bytes == NULL &&
                           spec->tracker.bytes == NULL && spec->opening.bytes == NULL) ||
                          (check == 19 && spec->elector.bytes == NULL);
        report->lines[check - 1] = (struct pal_verify_line){
            .state = is_later || is_unasked ? PAL_VERIFY_ABSENT : PAL_VERIFY_OK};
        if (is_later) {
            PAL_CHECK(snprintf(report->lines[check - 1].figure, PAL_VERIFY_FIGURE,
                               "no poll of such a level in this version") > 0);
        } else if (is_unasked) {
            PAL_CHECK(
                snprintf(report->lines[check - 1].figure, PAL_VERIFY_FIGURE, "not asked for") > 0);
        }
    }
}

/* RULE docs/rules/verify.md
 * > where the tar or its checkpoint cannot be read, every check that applies has failed.
 */
static void fail_all(struct pal_verifying *verifying, const char *why)
{
    for (int check = 1; check <= PAL_VERIFY_CHECKS; check++) {
        if (verifying->report->lines[check - 1].state == PAL_VERIFY_OK) {
            pal_verify_fail(verifying, check, "not looked at: %s", why);
        }
    }
}

static bool read_checkpoint(struct pal_verifying *verifying)
{
    enum pal_err err =
        pal_verify_file(verifying, "log/checkpoint", PAL_LIMIT_NOTE, &verifying->note_text);
    if (err == PAL_OK) {
        err = pal_note_parse(pal_buf_text(&verifying->note_text), &verifying->note);
    }
    if (err == PAL_OK) {
        err = pal_checkpoint_parse(verifying->note.body, &verifying->checkpoint);
    }
    if (err == PAL_OK && verifying->checkpoint.head.size > PAL_LIMIT_ENTRIES) {
        err = PAL_ERR_LIMIT_COUNT;
    }
    if (err != PAL_OK) {
        pal_verify_fail(verifying, 2, "the checkpoint cannot be read (%s)", pal_err_slug(err));
        fail_all(verifying, "the checkpoint cannot be read");
    }
    return err == PAL_OK;
}

static void read_since(struct pal_verifying *verifying)
{
    verifying->has_since =
        verifying->spec->since.bytes != NULL &&
        pal_note_parse(verifying->spec->since, &verifying->since_note) == PAL_OK &&
        pal_checkpoint_parse(verifying->since_note.body, &verifying->since) == PAL_OK;
}

static void done(struct pal_verifying *verifying)
{
    pal_verify_notes_end(verifying);
    for (size_t i = 0; i < verifying->poll_count; i++) {
        for (int e = 0; e < PAL_POLL_ENTRIES; e++) {
            pal_entry_done(&verifying->polls[i].entries[e]);
        }
    }
    pal_mem_free(verifying->polls);
    pal_mem_free(verifying->hashed);
    pal_mem_free(verifying->redacted);
    pal_mem_free(verifying->texts);
    pal_things_done(&verifying->things);
    pal_keys_done(&verifying->keys);
    pal_buf_done(&verifying->note_text);
    pal_tar_done(&verifying->tar);
}

static void say_polls(struct pal_verifying *verifying)
{
    unsigned long long opened = verifying->opened;
    unsigned long long voters = verifying->voters;
    unsigned long long ballots = verifying->ballots;
    pal_verify_say(verifying, 6, "documents of %zu polls, %zu named by their hash",
                   verifying->poll_count, verifying->hashed_count);
    pal_verify_say(verifying, 7, "roots of %llu polls", opened);
    pal_verify_say(verifying, 8, "%llu voters, %llu ballots", voters, ballots);
    if (verifying->repeated > 0) {
        pal_verify_say(verifying, 9, "%llu ballots; TRACKERS THAT STAND TWICE: %llu", ballots,
                       (unsigned long long)verifying->repeated);
    } else {
        pal_verify_say(verifying, 9, "%llu ballots", ballots);
    }
    pal_verify_say(verifying, 16, "%llu outcomes counted again, and what is made from them",
                   (unsigned long long)verifying->counted);
}

static void verify(struct pal_verifying *verifying)
{
    struct pal_where where = {0};
    pal_verify_notes_begin(verifying); /* what takes longest */
    enum pal_err err = pal_tar_read(verifying->spec->tar, &verifying->tar, &where);
    if (err != PAL_OK) {
        pal_verify_fail(verifying, 20, "the tar is refused: %s (%s) at %s", pal_err_sentence(err),
                        pal_err_slug(err), where.pointer);
        fail_all(verifying, "the tar cannot be read");
        return;
    }
    if (!read_checkpoint(verifying)) {
        return;
    }
    read_since(verifying);
    pal_things_init(&verifying->things);
    pal_verify_files(verifying);
    pal_verify_log(verifying);
    pal_verify_names(verifying);
    pal_verify_whole(verifying);
    pal_verify_notes(verifying);
    for (size_t i = 0; i < verifying->poll_count; i++) {
        pal_verify_poll(verifying, &verifying->polls[i]);
    }
    say_polls(verifying);
    pal_verify_mine(verifying);
}

void pal_verify(const struct pal_verify_spec *spec, struct pal_verify_report *out_report)
{
    struct pal_verifying verifying PAL_CLEANUP(done) = {.spec = spec, .report = out_report};
    set_absent(spec, out_report);
    verify(&verifying);
}
