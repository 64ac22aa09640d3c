/* auth.c - sessions, and the capability each one carries. */
#include "auth.h"

#include "base/check.h"
#include "base/crypto.h"
#include "base/mem.h"

#include "services.h"

enum { LIMITER_ADDRESSES = 4096, FAILURES_A_MINUTE = 20, MINUTE_US = 60000000, COOKIE_PAIRS = 50 };

/* One slot per hash of an address. Two addresses in one slot count together: never less strict than
 * said, and the memory does not grow with the attack. */
struct pal_limiter {
    uint8_t key[32];
    struct {
        int64_t since_us;
        unsigned failures;
    } slots[LIMITER_ADDRESSES];
};

struct pal_limiter *pal_limiter_new(void)
{
    struct pal_limiter *limiter = pal_mem_new(1, sizeof *limiter);
    pal_crypto_random(limiter->key, sizeof limiter->key);
    return limiter;
}

void pal_limiter_free(struct pal_limiter *limiter)
{
    pal_mem_free(limiter);
}

static size_t slot_of(const struct pal_limiter *limiter, struct pal_text address)
{
    uint8_t hash[16];
    pal_crypto_keyed_hash(limiter->key, address.bytes, address.size, hash, sizeof hash);
    return ((size_t)hash[0] << 8 | hash[1]) % LIMITER_ADDRESSES;
}

struct pal_hash pal_limiter_name(const struct pal_limiter *limiter, struct pal_text address)
{
    struct pal_hash name;
    pal_crypto_keyed_hash(limiter->key, address.bytes, address.size, name.bytes, sizeof name.bytes);
    return name;
}

bool pal_limiter_allows(const struct pal_limiter *limiter, struct pal_text address, int64_t now_us)
{
    size_t slot = slot_of(limiter, address);
    return limiter->slots[slot].failures < FAILURES_A_MINUTE ||
           now_us - limiter->slots[slot].since_us >= MINUTE_US;
}

void pal_limiter_fail(struct pal_limiter *limiter, struct pal_text address, int64_t now_us)
{
    size_t slot = slot_of(limiter, address);
    if (limiter->slots[slot].failures == 0 || now_us - limiter->slots[slot].since_us >= MINUTE_US) {
        limiter->slots[slot].since_us = now_us;
        limiter->slots[slot].failures = 0;
    }
    limiter->slots[slot].failures++;
}

const char *pal_auth_cookie_name(bool is_secure)
{
    return is_secure ? "__Host-palabre" : "palabre";
}

void pal_auth_write_cookie(struct pal_buf *buf, bool is_secure, struct pal_text token,
                           int64_t lasts_s)
{
    pal_buf_add_format(buf, "%s=", pal_auth_cookie_name(is_secure));
    pal_buf_add_text(buf, token);
    pal_buf_add_format(buf, "; Path=/; Max-Age=%lld; HttpOnly; SameSite=Strict%s",
                       (long long)(token.size > 0 ? lasts_s : 0), is_secure ? "; Secure" : "");
}

/* The value of our cookie in a Cookie header; empty when it is not there. A name that stands twice
 * is refused: somebody has tried to set one over ours. */
static struct pal_text find_cookie(struct pal_text header, const char *name)
{
    struct pal_text found = {NULL, 0};
    bool has_more = header.size > 0;
    for (int i = 0; has_more && i < COOKIE_PAIRS; i++) {
        struct pal_text pair;
        struct pal_text key;
        has_more = pal_text_cut(&header, ';', &pair);
        pair = pal_text_trim(pair);
        if (pal_text_cut(&pair, '=', &key) && pal_text_is(key, name)) {
            if (found.size > 0) {
                return (struct pal_text){NULL, 0};
            }
            found = pair;
        }
    }
    return found;
}

/* "http://127.0.0.1:8080" without its host: the scheme before it, what follows it. */
static bool cut_loopback(struct pal_text *origin)
{
    static const char *const hosts[] = {"http://127.0.0.1", "http://localhost", "http://[::1]"};
    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
        struct pal_text host = pal_text_of(hosts[i]);
        if (pal_text_starts(*origin, hosts[i]) &&
            (origin->size == host.size || origin->bytes[host.size] == ':')) {
            *origin = (struct pal_text){origin->bytes + host.size, origin->size - host.size};
            return true;
        }
    }
    return false;
}

bool pal_auth_is_own_origin(const char *url, struct pal_text origin)
{
    struct pal_text own = pal_text_of(url);
    if (pal_text_equal(own, origin)) {
        return true;
    }
    return cut_loopback(&own) && cut_loopback(&origin) && pal_text_equal(own, origin);
}

/* A browser says where a write comes from, by one header or the other. What says neither is not a
 * browser, and has no business with a cookie. */
static enum pal_err check_origin(const struct pal_services *services,
                                 const struct pal_credentials *credentials,
                                 enum pal_proof_kind proof)
{
    if (!credentials->writes || proof == PAL_PROOF_TOKEN) {
        return PAL_OK;
    }
    bool says_origin = credentials->origin.size > 0;
    bool says_site = credentials->fetch_site.size > 0;
    if (says_origin && !pal_auth_is_own_origin(services->url, credentials->origin)) {
        return PAL_ERR_REQUEST_ORIGIN;
    }
    if (says_site && !pal_text_is(credentials->fetch_site, "same-origin")) {
        return PAL_ERR_REQUEST_ORIGIN;
    }
    return proof == PAL_PROOF_NONE || says_origin || says_site ? PAL_OK : PAL_ERR_REQUEST_ORIGIN;
}

static enum pal_err identify(struct pal_services *services,
                             const struct pal_credentials *credentials,
                             struct pal_principal *out_principal)
{
    struct pal_text token = credentials->authorization;
    if (token.size > 0) {
        struct pal_text scheme;
        bool is_bearer = pal_text_cut(&token, ' ', &scheme) && pal_text_is(scheme, "Bearer");
        return is_bearer ? pal_token_find(services->store, token, out_principal)
                         : PAL_ERR_REQUEST_UNAUTHENTICATED;
    }
    struct pal_text session =
        find_cookie(credentials->cookie, pal_auth_cookie_name(services->is_secure));
    if (session.size > 0) {
        return pal_session_find(services->store, session, out_principal);
    }
    *out_principal = pal_principal_nobody();
    return PAL_OK;
}

enum pal_err pal_auth_failed(struct pal_services *services, struct pal_text address,
                             enum pal_err err)
{
    int64_t now_us = pal_clock_now_us(&services->clock);
    if (!pal_limiter_allows(services->limiter, address, now_us)) {
        return PAL_ERR_LIMIT_RATE;
    }
    pal_limiter_fail(services->limiter, address, now_us);
    return err;
}

enum pal_err pal_auth_identify(struct pal_services *services,
                               const struct pal_credentials *credentials,
                               struct pal_principal *out_principal)
{
    *out_principal = pal_principal_nobody();
    enum pal_err err = identify(services, credentials, out_principal);
    if (err == PAL_ERR_REQUEST_UNAUTHENTICATED && credentials->may_be_nobody &&
        credentials->authorization.size == 0) {
        *out_principal = pal_principal_nobody();
        err = PAL_OK;
    }
    if (err == PAL_ERR_REQUEST_UNAUTHENTICATED) {
        return pal_auth_failed(services, credentials->address, err);
    }
    PAL_TRY(err);
    return check_origin(services, credentials, out_principal->proof);
}
