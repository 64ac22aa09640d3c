/*
 * posting.h - hands letters to a mail server, briefly and within bounds; transfer.c does it.
 *
 * For the worker of jobs.h: it waits, some seconds at most.
 */
#ifndef PAL_HTTP_POSTING_H
#define PAL_HTTP_POSTING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/text.h"

/* A mail server, and how to speak with it. Everything is borrowed. */
struct pal_post_office {
    const char *url;             /* smtp:// or smtps://, and after a '/' the name that we go by */
    const char *user, *password; /* empty: it asks for none */
    bool starttls;               /* nothing is sent before the line is encrypted */
    int64_t connect_ms;          /* at the most */
    int64_t total_ms;            /* at the most for one letter, with that */
    /* Asked once a second and more often: true gives up at once. With its context; NULL: never. */
    bool (*stops)(const void *context);
    const void *context;
};
struct pal_post {
    const char *sender, *recipient; /* plain addresses, without brackets */
    struct pal_text letter;         /* headers and body, with CRLF */
};
enum pal_post_said {
    PAL_POST_TAKEN,
    PAL_POST_PUT_OFF,   /* the letter, for a while: 4xx, or no answer after others */
    PAL_POST_REFUSED,   /* the letter: 5xx */
    PAL_POST_UNREACHED, /* nothing was said of the letter */
};

/* A conversation with a mail server, kept from one letter to the next. */
struct pal_posting;
PAL_MUST_USE struct pal_posting *pal_posting_new(const struct pal_post_office *office);
void pal_posting_free(struct pal_posting *posting);
/* Hands over one letter; line is replaced by what was answered last, or why nothing was, in printable
 * ASCII. */
enum pal_post_said pal_posting_send(struct pal_posting *posting, const struct pal_post *post,
                                    struct pal_buf *line);

#endif
