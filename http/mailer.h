/*
 * mailer.h - takes letters from the outbox, words them, and has the worker hand them to the mail server.
 *
 * At most one batch at a time, in memory: the links that sign in are nowhere else.
 */
#ifndef PAL_HTTP_MAILER_H
#define PAL_HTTP_MAILER_H

#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"

#include "reply.h"
#include "services.h"

struct pal_mailer;
PAL_MUST_USE struct pal_mailer *pal_mailer_new(void);
/* After the worker has stopped. */
void pal_mailer_free(struct pal_mailer *mailer);

/* The tick of the mail: looks up who asked to sign in, and sends what is due. */
PAL_MUST_USE enum pal_err pal_mailer_tick(struct pal_services *services, int64_t now_us,
                                          struct pal_reply *told, int64_t *out_next_us);

#endif
