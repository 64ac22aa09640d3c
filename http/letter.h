/*
 * letter.h - a letter in the form of RFC 5322: headers that nobody else writes in, one text in UTF-8.
 */
#ifndef PAL_HTTP_LETTER_H
#define PAL_HTTP_LETTER_H

#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"

struct pal_letter {
    struct pal_text from_name, from, to; /* addresses are plain */
    struct pal_text subject, body;       /* UTF-8; lines of the body end with \n */
    const char *language;                /* "fr", "en" */
    struct pal_uuid id;                  /* the same whenever the letter is sent again */
    int64_t at_us;
};

/* Appends the letter, with CRLF. docs/rules/mail.md has its form.
 * PAL_ERR_TEXT_CONTROL (in the name or the subject), PAL_ERR_PERSON_EMAIL */
PAL_MUST_USE enum pal_err pal_letter_write(const struct pal_letter *letter, struct pal_buf *out);

#endif
