/* minutes_attached.c - the files that were put before the assembly with an item, as minutes print them. */
#include "base/fields.h"
#include "core/attachments.h"

#include "minutes_page.h"

/* What a redaction has removed has no name any more: the hash of its document is all that is said of it. */
static enum pal_err add_file(const struct pal_minutes_page *page, struct pal_text document,
                             struct pal_json *list)
{
    static const struct pal_phrase file = {"{0} ({1} octets), SHA-256 {2}",
                                           "{0} ({1} bytes), SHA-256 {2}"};
    static const struct pal_phrase removed = {
        "Un fichier a été retiré ; l’empreinte de son document est {0}.",
        "A file was removed; the hash of its document is {0}."};
    struct pal_hash hash;
    char sha256[2 * PAL_HASH_SIZE + 1];
    PAL_ATTACHMENT(attachment);
    PAL_BUF(size);
    PAL_BUF(line);
    PAL_TRY(pal_hash_parse(document, &hash));
    PAL_TRY(pal_attachment_of_document(page->store, &hash, &attachment));
    pal_hash_write(&attachment.sha256, sha256);
    pal_buf_add_int(&size, attachment.size);
    pal_phrase_write(attachment.is_removed ? &removed : &file, page->sheet->language,
                     attachment.is_removed
                         ? &document
                         : (struct pal_text[]){attachment.name, pal_buf_text(&size),
                                               pal_text_of(sha256)},
                     &line);
    pal_json_append_text(list, pal_buf_text(&line));
    return PAL_OK;
}

enum pal_err pal_minutes_print_attached(const struct pal_minutes_page *page,
                                        const struct pal_json *item)
{
    static const struct pal_phrase title = {"Documents joints", "Attached documents"};
    const struct pal_json *attachments = pal_json_get(item, "attachments");
    if (attachments == NULL ||
        pal_json_count(attachments) == 0) { /* NULL: before they were listed */
        return PAL_OK;
    }
    pal_sheet_say(page->sheet, "h3", &title, NULL);
    struct pal_json *list = pal_sheet_list(page->sheet);
    for (size_t i = 0; i < pal_json_count(attachments); i++) {
        PAL_TRY(add_file(page, pal_json_as_text(pal_json_at(attachments, i)), list));
    }
    return PAL_OK;
}
