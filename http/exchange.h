/*
 * exchange.h - one request and its reply: what is decided about them without any socket.
 *
 * open reads the first lines and says whether a body may come; add takes it piece by piece; read
 * makes JSON of it; run judges who asks and calls the handler in its savepoint; settle is told what
 * became of the turn. Whatever goes wrong, the exchange ends with a reply.
 *
 * judge, run and settle use the store, and belong to the thread that has it; the others need no more
 * than the exchange and what never changes of the services, and may run in another thread, one
 * after the other: call.h says how an exchange goes from one to the other.
 */
#ifndef PAL_HTTP_EXCHANGE_H
#define PAL_HTTP_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/crypto.h"
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
    struct pal_hash_state filed; /* of what lies in a file, by which two requests are told apart */
    struct pal_request request;
    struct pal_reply reply;
    enum pal_err err; /* what the reply says; PAL_OK when it is the handler's */
    bool is_judged;   /* who asks, before the body came */
    bool is_replayed;
};

/* Reads the head, which is lent until pal_exchange_done. False when the reply is there already and no
 * handler shall run. */
bool pal_exchange_open(struct pal_exchange *exchange, struct pal_services *services,
                       const struct pal_head *head);
/* Does the client send a body? */
bool pal_exchange_has_body(const struct pal_exchange *exchange);
/* Is it one that only those may send who may ask: larger than what anybody may have us keep? */
bool pal_exchange_is_guarded(const struct pal_exchange *exchange);
/* Judges who asks, and whether they may. False when they may not: the reply is there. */
bool pal_exchange_judge(struct pal_exchange *exchange);
/* Takes a piece of the body. False beyond the route's bound, or when no room is left on the disk: the
 * reply is there. */
bool pal_exchange_add(struct pal_exchange *exchange, struct pal_text piece);
/* The body is whole: reads it, where it is JSON and in memory. Whether it is well formed is for the
 * handler to find out. */
void pal_exchange_read(struct pal_exchange *exchange);
/* Judges who asks, once more if they were judged before the body came; runs the handler. */
void pal_exchange_run(struct pal_exchange *exchange);
/* Lets go of the body, of which the reply has no need. */
void pal_exchange_drop_body(struct pal_exchange *exchange);
/* Makes the reply the problem of an error. */
void pal_exchange_refuse(struct pal_exchange *exchange, enum pal_err err);
/* The turn has ended: its events and its job go out, or the reply becomes the turn's error. */
void pal_exchange_settle(struct pal_exchange *exchange, enum pal_err committed);
void pal_exchange_done(struct pal_exchange *exchange);

/* Counts the reply among the figures, and writes a line about it on standard error. */
void pal_exchange_account(const struct pal_exchange *exchange, bool logs_access);

/* Appends the whole reply, head and body, for a connection that is closed after it. */
void pal_exchange_write(struct pal_exchange *exchange, struct pal_buf *buf);

/* Gives each header of the reply to add. Values are lent for the call. */
void pal_exchange_headers(const struct pal_exchange *exchange,
                          void (*add)(void *context, const char *name, const char *value),
                          void *context);

#endif
