/* review.c - the pages of minutes as a review pack has them. */
#include "http/review.h"

#include "minutes_page.h"
#include "printer.h"
#include "sheet.h"

static enum pal_err print_pdf(const char *printer, const struct pal_sheet *sheet,
                              struct pal_buf *buf)
{
    PAL_BUF(path);
    PAL_BUF(json);
    if (printer != NULL) {
        pal_buf_add_string(&path, printer);
    } else {
        PAL_TRY(pal_printer_find(&path));
    }
    PAL_BUF(pdf);
    pal_json_write(sheet->json, &json);
    PAL_TRY(pal_printer_run(path.bytes, pal_buf_text(&json), &pdf));
    pal_buf_add_text(buf, pal_buf_text(&pdf));
    return PAL_OK;
}

enum pal_err pal_review_print(void *context, struct pal_store *store,
                              const struct pal_minutes *minutes, enum pal_review_form form,
                              struct pal_buf *buf)
{
    bool is_french = form == PAL_REVIEW_FRENCH_HTML || form == PAL_REVIEW_FRENCH_MARKDOWN ||
                     form == PAL_REVIEW_FRENCH_PDF;
    PAL_SHEET(sheet);
    PAL_TRY(pal_minutes_print(store, minutes, true, is_french ? PAL_FRENCH : PAL_ENGLISH, &sheet));
    if (form == PAL_REVIEW_FRENCH_PDF || form == PAL_REVIEW_ENGLISH_PDF) {
        return print_pdf(context, &sheet, buf);
    }
    bool is_html = form == PAL_REVIEW_FRENCH_HTML || form == PAL_REVIEW_ENGLISH_HTML;
    if (is_html) {
        pal_sheet_html(&sheet, buf);
    } else {
        pal_sheet_markdown(&sheet, buf);
    }
    return PAL_OK;
}
