/* print_draw.h - a sheet on pages of A4, as PDF. */
#ifndef PAL_CLI_PRINT_DRAW_H
#define PAL_CLI_PRINT_DRAW_H

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"

#include "print_sheet.h"

enum {
    PAL_PRINT_PAGES = 2000,        /* of a document that anybody prints */
    PAL_PRINT_PDF_BYTES = 32 << 20 /* what it may weigh */
};

/* Appends the PDF. PAL_ERR_LIMIT_COUNT (too many pages), PAL_ERR_LIMIT_TEXT (too large),
 * PAL_ERR_FILE_WRITE (no font, or the libraries refuse) */
PAL_MUST_USE enum pal_err pal_print_draw(const struct pal_print_sheet *sheet, struct pal_buf *pdf);

#endif
