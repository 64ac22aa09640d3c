/*
 * exchange.h - one request and its reply: what is decided about them without any socket.
 *
 * begin judges the first lines and says whether a body may come; add takes it piece by piece; run
 * calls the handler in its savepoint; settle is told what became of the turn. Whatever goes wrong,
 * the exchange ends with a reply.
 */
#ifndef PAL_HTTP_EXCHANGE_H
#define PAL_HTTP_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/text.h"

#include "auth.h"
#include "head.h"
#include "reply.h"
#include "request.h"
#include "routes.h"
#include "services.h"
#include "target.h"

struct pal_exchange {
    struct pal_services *services;
    struct pal_head head;
    struct pal_target target;
    struct pal_match match;
    struct pal_body body;
    struct pal_buf received; /* the body, unless it lies in a file */
    size_t received_size;
    struct pal_request request;
    struct pal_reply reply;
    uint64_t moment;  /* in which it was judged who asks */
    enum pal_err err; /* what the reply says; PAL_OK when it is the handler's */
    bool is_replayed;
};

/* Judges the head. False when the reply is there already and no handler shall run. */
bool pal_exchange_begin(struct pal_exchange *exchange, struct pal_services *services,
                        const struct pal_head *head);
/* Does the client send a body? */
bool pal_exchange_has_body(const struct pal_exchange *exchange);
/* Takes a piece of the body. False beyond the route's bound, or when no room is left on the disk: the
 * reply is there. */
bool pal_exchange_add(struct pal_exchange *exchange, struct pal_text piece);
/* Runs the handler. */
void pal_exchange_run(struct pal_exchange *exchange);
/* The turn has ended: its events and its job go out, or the reply becomes the turn's error. */
void pal_exchange_settle(struct pal_exchange *exchange, enum pal_err committed);
void pal_exchange_done(struct pal_exchange *exchange);

/* Counts the reply among the figures, and writes a line about it on standard error. */
void pal_exchange_account(const struct pal_exchange *exchange, bool logs_access);

/* Appends the whole reply, head and body, for a connection that is closed after it. */
void pal_exchange_write(const struct pal_exchange *exchange, struct pal_buf *buf);

/* Gives each header of the reply to add. Values are lent for the call. */
void pal_exchange_headers(const struct pal_exchange *exchange,
                          void (*add)(void *context, const char *name, const char *value),
                          void *context);

#endif
