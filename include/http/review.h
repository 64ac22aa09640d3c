/*
 * review.h - the pages of minutes as a review pack has them: with names, for the reviewer.
 */
#ifndef PAL_HTTP_REVIEW_H
#define PAL_HTTP_REVIEW_H

#include "base/attr.h"
#include "base/err.h"
#include "core/review.h"

/* What struct pal_review_spec asks for; the context is the path of palabre-print, or NULL: beside this
 * program. PAL_ERR_PRINTER_ABSENT, PAL_ERR_PRINTER_FAILED, PAL_ERR_STORE_* */
PAL_MUST_USE enum pal_err pal_review_print(void *context, struct pal_store *store,
                                           const struct pal_minutes *minutes,
                                           enum pal_review_form form, struct pal_buf *buf);

#endif
