/*
 * markdown.h - what members write, as HTML that a page can hold: the only door to libcmark.
 *
 * RULE docs/rules/markdown.md
 * > Nothing of what is written runs, and nothing of it is loaded from elsewhere.
 */
#ifndef PAL_BASE_MARKDOWN_H
#define PAL_BASE_MARKDOWN_H

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"

/* Appends the text as HTML. The size of the text is bounded by whoever took it in.
 * PAL_ERR_LIMIT_NESTING: nothing is appended */
PAL_MUST_USE enum pal_err pal_markdown_write(struct pal_text text, struct pal_buf *out_html);

#endif
