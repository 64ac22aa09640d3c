/*
 * transfer.h - exchanges with other servers, briefly and within bounds. Only door to libcurl.
 *
 * For the worker of jobs.h and for the start of a server: it waits, a few seconds at most. The library
 * is loaded by the first function here and not when the program starts: most commands have no use
 * for it, and it takes longer to find than they take to run.
 */
#ifndef PAL_HTTP_TRANSFER_H
#define PAL_HTTP_TRANSFER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"

/* What is asked, of whom. Everything is borrowed until the answer. */
struct pal_transfer {
    const char *protocols; /* those that the address may have, such as "http,https" */
    const char *url;
    const char *type;            /* the header that names the body's media type; NULL: none */
    const struct pal_text *body; /* what to POST; NULL: a GET */
    size_t max;                  /* of the answer, in bytes; a longer one is none */
    int64_t connect_ms;          /* at the most */
    int64_t total_ms;            /* at the most, with that */
};

/* An answer, or the beginning of one that is longer than what was asked for. */
struct pal_answer {
    long status;         /* 0: there was no answer */
    struct pal_buf type; /* its media type */
    struct pal_buf body;
};
#define PAL_ANSWER(name) struct pal_answer name PAL_CLEANUP(pal_answer_done) = {0}
void pal_answer_done(struct pal_answer *answer);

/* Once, before the first thread is started.
 * PAL_ERR_SERVER_LIBCURL   the library is not on this machine */
PAL_MUST_USE enum pal_err pal_transfers_start(void);
/* Follows nothing, uses no proxy and sends no cookie. False where there is no whole answer. */
bool pal_transfer(const struct pal_transfer *transfer, struct pal_answer *answer);

#endif
