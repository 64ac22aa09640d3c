/*
 * input.c - how a text from outside becomes one that is kept.
 */
#include "input.h"

#include <string.h>

#include "base/limits.h"

const struct pal_input pal_input_reason = {"/reason", PAL_LIMIT_NAME, false, false};

static bool has_line_or_tab(struct pal_text text)
{
    return text.size > 0 && (memchr(text.bytes, '\n', text.size) != NULL ||
                             memchr(text.bytes, '\t', text.size) != NULL);
}

static enum pal_err accept(const struct pal_input *input, struct pal_text text, struct pal_buf *out)
{
    struct pal_text trimmed = pal_text_trim(text);
    if (trimmed.size == 0) {
        return input->may_be_empty ? PAL_OK : PAL_ERR_TEXT_EMPTY;
    }
    /* Normal form C is never more than three times as short: no need to normalise what cannot fit. */
    if (trimmed.size > 3 * input->max_bytes) {
        return PAL_ERR_LIMIT_TEXT;
    }
    PAL_BUF(normal);
    PAL_TRY(pal_text_normalise(trimmed, &normal));
    /* What is in normal form here and not to a later Unicode would be refused by who verifies the record with that. */
    if (!pal_text_is_settled(trimmed) || !pal_text_is_settled(pal_buf_text(&normal))) {
        return PAL_ERR_TEXT_NEW;
    }
    if (!pal_text_is_plain(pal_buf_text(&normal)) ||
        (!input->has_lines && has_line_or_tab(pal_buf_text(&normal)))) {
        return PAL_ERR_TEXT_CONTROL;
    }
    if (normal.size > input->max_bytes) {
        return PAL_ERR_LIMIT_TEXT;
    }
    pal_buf_add_text(out, pal_buf_text(&normal));
    return PAL_OK;
}

enum pal_err pal_input_read(const struct pal_input *input, struct pal_text text,
                            struct pal_buf *out, struct pal_where *out_where)
{
    enum pal_err err = accept(input, text, out);
    if (err != PAL_OK) {
        pal_where_set(out_where, "%s", input->place);
    }
    return err;
}
