/*
 * verify_whole.c - what RECORD.json says of the society, and what a record lacks: V6.
 *
 * RULE docs/rules/verify.md
 * > `society` and `licence` of `RECORD.json` are `name` and `licence` of the document that the last
 * > `society.found` or `society.change` names.
 */
#include "base/canon.h"
#include "base/fields.h"
#include "base/limits.h"

#include "verifying.h"

static enum pal_err read_society(const struct pal_verifying *verifying,
                                 struct pal_json **out_document)
{
    PAL_BUF(bytes);
    const struct pal_hashed_file *file =
        verifying->has_society
            ? pal_verify_hashed(verifying, PAL_RECORD_SOCIETY, &verifying->society)
            : NULL;
    if (file == NULL) {
        return PAL_ERR_NOT_FOUND;
    }
    PAL_TRY(pal_tar_content(&verifying->tar, &verifying->tar.files[file->file], PAL_LIMIT_DOCUMENT,
                            &bytes));
    return pal_canon_read(pal_buf_text(&bytes), PAL_LIMIT_DOCUMENT, out_document, NULL);
}

/* The same text in both, under two names. */
static bool is_same(const struct pal_json *head, const char *name, const struct pal_json *document,
                    const char *other)
{
    struct pal_text said;
    struct pal_text meant;
    return pal_json_text(head, name, &said, NULL) == PAL_OK &&
           pal_json_text(document, other, &meant, NULL) == PAL_OK && pal_text_equal(said, meant);
}

static void check_society(struct pal_verifying *verifying, const struct pal_json *head)
{
    PAL_JSON(document);
    if (read_society(verifying, &document) != PAL_OK ||
        pal_json_kind(document) != PAL_JSON_OBJECT) {
        pal_verify_fail(verifying, 6, "what the society says of itself is not there");
    } else if (!is_same(head, "society", document, "name") ||
               !is_same(head, "licence", document, "licence")) {
        pal_verify_fail(verifying, 6, "RECORD.json has another society or licence than the log");
    }
}

/* RULE docs/rules/verify.md
 * > Where `all` is true, every poll that was published, or annulled after its call, has a folder, and every text
 * > of a resolution whose assembly was convened is there, or an entry `redact` names it.
 */
static void check_all(struct pal_verifying *verifying)
{
    const struct pal_thing *items = verifying->things.items;
    for (size_t i = 0; i < verifying->things.count; i++) {
        const struct pal_thing *thing = &items[i];
        bool is_over = thing->state == PAL_THING_PUBLISHED ||
                       (thing->state == PAL_THING_VOID && thing->was_shown);
        if (thing->kind == PAL_THING_POLL && is_over && thing->poll == 0) {
            pal_verify_fail(verifying, 6, "a poll of the log has no folder");
        }
    }
    for (size_t i = 0; i < verifying->text_count; i++) {
        const struct pal_logged_text *text = &verifying->texts[i];
        size_t assembly = text->resolution == 0 ? 0 : items[text->resolution - 1].assembly;
        bool was_shown = assembly != 0 && items[assembly - 1].was_shown;
        if (was_shown && pal_verify_hashed(verifying, PAL_RECORD_TEXT, &text->hash) == NULL &&
            !pal_verify_is_redacted(verifying, &text->hash)) {
            pal_verify_fail(verifying, 6, "a text of an assembly that was convened is not there");
        }
    }
}

/* RULE docs/rules/verify.md
 * > Every file attached to a resolution that a poll of the record was called on, or on an amendment of which one was, is
 * > there with its document, those taken off included, or an entry `redact` names it.
 */
static void check_attached(struct pal_verifying *verifying)
{
    struct pal_thing *items = verifying->things.items;
    for (size_t i = 0; i < verifying->things.count; i++) {
        const struct pal_thing *poll = &items[i];
        bool is_called = poll->kind == PAL_THING_POLL && poll->poll != 0 && poll->was_shown;
        size_t resolution = is_called && poll->amendment != 0
                                ? items[poll->amendment - 1].resolution
                                : poll->resolution;
        if (is_called && resolution != 0) {
            items[resolution - 1].is_in_record = true;
        }
    }
    for (size_t i = 0; i < verifying->text_count; i++) {
        const struct pal_logged_text *text = &verifying->texts[i];
        if (text->is_file && text->resolution != 0 && items[text->resolution - 1].is_in_record &&
            pal_verify_hashed(verifying, PAL_RECORD_TEXT, &text->hash) == NULL &&
            !pal_verify_is_redacted(verifying, &text->hash)) {
            pal_verify_fail(verifying, 6, "a file of a text that was voted is not there");
        }
    }
}

void pal_verify_whole(struct pal_verifying *verifying)
{
    PAL_BUF(bytes);
    PAL_JSON(head);
    bool is_all;
    if (pal_verify_file(verifying, "RECORD.json", PAL_LIMIT_DOCUMENT, &bytes) != PAL_OK ||
        pal_canon_read(pal_buf_text(&bytes), PAL_LIMIT_DOCUMENT, &head, NULL) != PAL_OK ||
        pal_json_kind(head) != PAL_JSON_OBJECT ||
        pal_json_bool(head, "all", &is_all, NULL) != PAL_OK) {
        pal_verify_fail(verifying, 6, "RECORD.json cannot be read");
        return;
    }
    check_society(verifying, head);
    check_attached(verifying);
    if (is_all) {
        check_all(verifying);
    }
}
