/*
 * verify_shown.c - a ballot that was opened again before whoever holds its receipt (V18): is it what the list says?
 */
#include "audit/manifest.h"
#include "audit/recount.h"
#include "audit/urn.h"
#include "base/canon.h"
#include "base/fields.h"
#include "base/limits.h"

#include "verifying.h"

/* The document, read: docs/rules/secret.md. */
struct shown {
    const struct pal_logged_poll *poll;
    struct pal_manifest manifest;
    struct pal_urn urn;
    uint16_t college;
    struct pal_text college_id;
    struct pal_buf sealed;
    struct pal_urn_proof proof;
};

static void shown_done(struct shown *shown)
{
    pal_manifest_done(&shown->manifest);
    pal_buf_done(&shown->sealed);
}

static enum pal_err find_college(struct shown *shown, struct pal_text name)
{
    const struct pal_json *colleges = pal_json_get(shown->manifest.document, "colleges");
    for (size_t i = 0; i < shown->manifest.college_count; i++) {
        shown->college_id = pal_json_as_text(pal_json_get(pal_json_at(colleges, i), "id"));
        shown->college = (uint16_t)i;
        if (pal_text_equal(shown->college_id, name)) {
            return PAL_OK;
        }
    }
    return PAL_ERR_POLL_DOCUMENT;
}

static enum pal_err read_document(const struct pal_verifying *verifying,
                                  const struct pal_json *document, struct shown *shown)
{
    uint8_t proof[PAL_URN_PROOF_SIZE];
    struct pal_text format;
    struct pal_text name;
    struct pal_text college;
    struct pal_text hex;
    PAL_TRY(pal_json_want_object(document, NULL));
    PAL_TRY(pal_json_text(document, "format", &format, NULL));
    PAL_TRY(pal_json_text(document, "poll", &name, NULL));
    PAL_TRY(pal_json_text(document, "college", &college, NULL));
    shown->poll = pal_verify_find_poll(verifying, name);
    if (!pal_text_is(format, PAL_OPENING_FORMAT) || shown->poll == NULL ||
        !pal_verify_secret_manifest(verifying, shown->poll, &shown->manifest)) {
        return PAL_ERR_POLL_DOCUMENT;
    }
    PAL_TRY(find_college(shown, college));
    PAL_TRY(pal_json_text(document, "proof", &hex, NULL));
    PAL_TRY(pal_text_hex(hex, proof, sizeof proof));
    PAL_TRY(pal_urn_proof_parse(proof, &shown->proof));
    PAL_TRY(pal_json_text(document, "sealed", &hex, NULL));
    shown->urn = (struct pal_urn){.ctx = shown->manifest.hash, .size = shown->manifest.urn.size};
    uint8_t sealed[PAL_URN_SIZE_MAX + PAL_URN_EXTRA];
    size_t size = shown->urn.size + PAL_URN_EXTRA;
    PAL_TRY(pal_text_hex(hex, sealed, size));
    pal_buf_add(&shown->sealed, (const char *)sealed, size);
    return pal_point_parse(shown->manifest.urn.key, &shown->urn.key);
}

/* The row of the opened list that this ballot makes, but for its LF. */
static void write_row(const struct shown *shown, const struct pal_opened *opened,
                      struct pal_text marks, struct pal_buf *row)
{
    pal_buf_add_text(row, shown->college_id);
    pal_buf_add_string(row, ",");
    if (shown->manifest.urn.has_trackers && opened->has_tracker) {
        char tracker[PAL_TRACKER_SIZE + 1];
        pal_tracker_write(&opened->tracker, tracker);
        pal_buf_add_string(row, tracker);
    }
    pal_buf_add_string(row, ",\"");
    for (size_t i = 0; i < marks.size; i++) {
        if (marks.bytes[i] == '"') {
            pal_buf_add_byte(row, '"');
        }
        pal_buf_add_byte(row, (uint8_t)marks.bytes[i]);
    }
    pal_buf_add_string(row, "\"\r");
}

static bool has_row(const struct pal_verifying *verifying, const struct shown *shown,
                    struct pal_text row)
{
    PAL_LINES(lines);
    struct pal_text line;
    bool is_there = true;
    pal_lines_start(&lines, verifying, pal_verify_poll_file(verifying, shown->poll, "opened.csv"),
                    PAL_LIMIT_OPENING);
    while (is_there && pal_lines_next(&lines, &line, &is_there) == PAL_OK && is_there) {
        if (pal_text_equal(line, row)) {
            return true;
        }
    }
    return false;
}

/* RULE docs/rules/verify.md
 * > The ballot that an opening shows has its hash in `urn.txt`, its proof holds under the key of the urn, and
 * > what it says stands in `opened.csv`, with its tracker where the poll has them.
 */
const char *pal_verify_shown(const struct pal_verifying *verifying, struct pal_buf *out_says)
{
    PAL_JSON(document);
    PAL_OPENED(opened);
    PAL_BUF(row);
    struct shown shown PAL_CLEANUP(shown_done) = {0};
    if (pal_canon_read(verifying->spec->opening, PAL_LIMIT_TEXT, &document, NULL) != PAL_OK ||
        read_document(verifying, document, &shown) != PAL_OK) {
        return "the opening does not have its form, or is of no secret poll of this record";
    }
    struct pal_text sealed = pal_buf_text(&shown.sealed);
    struct pal_hash hash = pal_urn_hash(&shown.urn, shown.college, sealed);
    if (!pal_verify_has_line(verifying, shown.poll, "urn.txt", 0, &hash)) {
        return "the opening is of a ballot that is not in the urn";
    }
    if (pal_urn_proof_check(&shown.urn, sealed, &shown.proof) != PAL_OK) {
        return "the proof does not show that the ballot was opened with the key of the urn";
    }
    pal_urn_open_shown(&shown.urn, shown.college, sealed, &shown.proof.shared, &opened);
    bool is_ballot =
        opened.state == PAL_OPENED_READ && pal_marks_check(&shown.manifest, opened.marks) == PAL_OK;
    struct pal_text marks = is_ballot ? opened.marks : pal_text_of("{\"spoilt\":true}");
    pal_buf_add_text(out_says, marks);
    write_row(&shown, &opened, marks, &row);
    return has_row(verifying, &shown, pal_buf_text(&row))
               ? NULL
               : "PROOF OF MISBEHAVIOUR: what the ballot says does not stand in the opened list";
}
