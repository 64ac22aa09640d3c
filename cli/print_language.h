/* print_language.h - the language of a PDF, which cairo 1.16 cannot set. */
#ifndef PAL_CLI_PRINT_LANGUAGE_H
#define PAL_CLI_PRINT_LANGUAGE_H

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"

/* Appends an update of the catalog that says the language, "fr" or "en", and that the title is what a
 * window shows. PAL_ERR_FILE_WRITE: the PDF is not as cairo writes it. */
PAL_MUST_USE enum pal_err pal_print_say_language(struct pal_buf *pdf, const char *language);

#endif
