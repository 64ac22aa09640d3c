/*
 * letter_words.h - what letters say, in French and English: notices, reminders, how to sign in, addresses, answers.
 */
#ifndef PAL_HTTP_LETTER_WORDS_H
#define PAL_HTTP_LETTER_WORDS_H

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"
#include "core/mail.h"

#include "request.h"

struct pal_store;

struct pal_wording {
    struct pal_store *store;
    const struct pal_mail *mail;
    struct pal_text society, name; /* of the cooperative, and of whoever reads it */
    struct pal_text contact;       /* of the cooperative; may be empty */
    enum pal_language language;
    const char *url;  /* of the server, without final '/' */
    const char *link; /* the secret of the link */
};

/* Appends the subject and the body of a letter. PAL_ERR_NOT_FOUND, PAL_ERR_STORE_* */
PAL_MUST_USE enum pal_err pal_letter_word(const struct pal_wording *wording,
                                          struct pal_buf *subject, struct pal_buf *body);

#endif
