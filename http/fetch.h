/*
 * fetch.h - asks another server over HTTP, briefly and within bounds. Only door to libcurl.
 *
 * For the worker of jobs.h and for the start: it waits, a few seconds at most.
 */
#ifndef PAL_HTTP_FETCH_H
#define PAL_HTTP_FETCH_H

#include <stdbool.h>

#include "base/text.h"

/* An answer, or the beginning of one that is longer than what was asked for. */
struct pal_fetched {
    long status;         /* 0: there was no answer */
    struct pal_buf type; /* its media type */
    struct pal_buf body;
};
#define PAL_FETCHED(name) struct pal_fetched name PAL_CLEANUP(pal_fetched_done) = {0}
void pal_fetched_done(struct pal_fetched *fetched);

/* Once, before the first thread is started. */
void pal_fetch_start(void);
/* Sends a GET, or a POST of that body where there is one, to an address of http or https; follows
 * nothing, uses no proxy and sends no cookie. False where there is no whole answer of at most
 * `max` bytes. */
bool pal_fetch(const char *url, const struct pal_text *body, size_t max,
               struct pal_fetched *fetched);

#endif
