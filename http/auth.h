/*
 * auth.h - who asks: a browser by its cookie, a program by its token, or nobody.
 *
 * A browser's write must show that it comes from our own page. Wrong credentials are counted per
 * address, and an address that sends too many is told to wait. Right ones always pass, since a whole
 * hall votes behind one address.
 */
#ifndef PAL_HTTP_AUTH_H
#define PAL_HTTP_AUTH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/text.h"
#include "core/sessions.h"

struct pal_services;

/* What a request says of who sends it. Empty where it says nothing. */
struct pal_credentials {
    struct pal_text authorization, cookie; /* header values */
    struct pal_text origin, fetch_site;
    struct pal_text address; /* of the client: the socket's, or what the trusted proxy says */
    bool writes;
    bool may_be_nobody; /* the route serves anyone: a session that has ended is as good as none */
};

/* PAL_OK with nobody when there are no credentials; PAL_ERR_REQUEST_UNAUTHENTICATED when there are
 * and they do not hold; PAL_ERR_LIMIT_RATE; PAL_ERR_REQUEST_ORIGIN for a write from another page. */
PAL_MUST_USE enum pal_err pal_auth_identify(struct pal_services *services,
                                            const struct pal_credentials *credentials,
                                            struct pal_principal *out_principal);

/* Counts a failure of this address and returns err, or PAL_ERR_LIMIT_RATE after too many. */
PAL_MUST_USE enum pal_err pal_auth_failed(struct pal_services *services, struct pal_text address,
                                          enum pal_err err);

/* The cookie's name: "__Host-palabre" under https; "palabre" where plain http serves the loopback
 * (docs/decisions/0003). */
const char *pal_auth_cookie_name(bool is_secure);

/* Appends the value of Set-Cookie; an empty token ends it. */
void pal_auth_write_cookie(struct pal_buf *buf, bool is_secure, struct pal_text token,
                           int64_t lasts_s);

/* Is this the origin of our own pages? Under a loopback URL every spelling of the loopback is. */
bool pal_auth_is_own_origin(const char *url, struct pal_text origin);

/* Counts failed attempts per address, twenty a minute; of a fixed size. */
struct pal_limiter;
PAL_MUST_USE struct pal_limiter *pal_limiter_new(void);
void pal_limiter_free(struct pal_limiter *limiter);
bool pal_limiter_allows(const struct pal_limiter *limiter, struct pal_text address, int64_t now_us);
/* A name for an address that says nothing of it, and that another run of the server does not give it. */
struct pal_hash pal_limiter_name(const struct pal_limiter *limiter, struct pal_text address);
void pal_limiter_fail(struct pal_limiter *limiter, struct pal_text address, int64_t now_us);

#endif
