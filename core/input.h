/*
 * input.h - how a text from outside becomes one that is kept: normal form C, no disguise, bounded.
 */
#ifndef PAL_CORE_INPUT_H
#define PAL_CORE_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"

struct pal_input {
    const char *place; /* JSON pointer of the text, for out_where */
    size_t max_bytes;
    bool may_be_empty;
    bool has_lines; /* line ends and tabs are part of it */
};

/* Why something was done or refused, at /reason: a line, as long as a name may be. */
extern const struct pal_input pal_input_reason;

/* Appends the text without blanks at its ends, in normal form C.
 * PAL_ERR_TEXT_UTF8, PAL_ERR_TEXT_CONTROL, PAL_ERR_TEXT_EMPTY, PAL_ERR_LIMIT_TEXT, with the place */
PAL_MUST_USE enum pal_err pal_input_read(const struct pal_input *input, struct pal_text text,
                                         struct pal_buf *out, struct pal_where *out_where);

#endif
