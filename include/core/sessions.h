/*
 * sessions.h - how people and their programs prove who they are.
 *
 * A link signs a person in once; a session is a browser that has been; a token is a program's key,
 * and may at most what its person may. Each is 32 random bytes of which only the hash is kept: who
 * reads the file can use none.
 */
#ifndef PAL_CORE_SESSIONS_H
#define PAL_CORE_SESSIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "core/members.h"
#include "core/offices.h"

struct pal_store;

/* 32 random bytes in base64url: what is shown once, and wiped. */
enum { PAL_SECRET_TEXT_SIZE = 43 };
struct pal_secret {
    char text[PAL_SECRET_TEXT_SIZE + 1];
};
#define PAL_SECRET(name) struct pal_secret name PAL_CLEANUP(pal_secret_done) = {{0}}
void pal_secret_done(struct pal_secret *secret);
/* Draws one; what is kept of it is the hash. */
struct pal_hash pal_secret_draw(struct pal_secret *out_secret);

enum {
    PAL_LINK_LASTS_S = 24 * 3600, /* a person hands it to another: a mail read the next morning */
    PAL_SESSION_LASTS_S = 12 * 3600, /* a day of assembly */
};

/* What a token may be used for; a browser may all of it. */
#define PAL_SCOPES(X)       \
    X(READ, "read")         \
    X(VOTE, "vote")         \
    X(REGISTER, "register") \
    X(ASSEMBLY, "assembly") \
    X(POLLS, "polls")       \
    X(PAPERS, "papers")     \
    X(ADMIN, "admin")
enum pal_scope {
#define PAL_SCOPE_ENUMERATOR(name, word) PAL_SCOPE_##name,
    PAL_SCOPES(PAL_SCOPE_ENUMERATOR)
#undef PAL_SCOPE_ENUMERATOR
        PAL_SCOPE_COUNT
};
const char *pal_scope_word(enum pal_scope scope);
bool pal_scope_read(struct pal_text word, enum pal_scope *out_scope);

enum pal_proof_kind {
    PAL_PROOF_NONE,   /* nobody signed in */
    PAL_PROOF_COOKIE, /* a browser: its writes must show where they come from */
    PAL_PROOF_TOKEN,  /* a program: Authorization: Bearer */
};

/* Who asks, and what they may do now: their offices, cut down to the scopes of the token. */
struct pal_principal {
    enum pal_proof_kind proof;
    struct pal_person_id person;
    struct pal_hash credential; /* of the session or token, to end it */
    uint32_t capabilities;      /* a set: 1 << enum pal_capability */
    uint32_t scopes;            /* a set: 1 << enum pal_scope */
};
/* Nobody: may read what is public and use a link. */
struct pal_principal pal_principal_nobody(void);
bool pal_principal_may(const struct pal_principal *principal, enum pal_capability capability);
/* What a person does for themselves by a write (votes, proxies, tokens) asks PAL_SCOPE_VOTE, since
 * PAL_MAY_ACT comes with any scope. */
bool pal_principal_has(const struct pal_principal *principal, enum pal_scope scope);

/* Makes a link for a person and kills the ones they had; the log has the running count.
 * PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_link_make(struct pal_store *store, struct pal_person_id person,
                                        struct pal_secret *out_link, int64_t *out_expires_us);
/* The same when somebody asks for it: nobody makes a link for who may do more than they may, now or by
 * an office to come, and no program one that votes when it may not vote itself.
 * PAL_ERR_REQUEST_FORBIDDEN */
PAL_MUST_USE enum pal_err pal_link_give(struct pal_store *store,
                                        const struct pal_principal *principal,
                                        struct pal_person_id person, struct pal_secret *out_link,
                                        int64_t *out_expires_us);
/* A link that is sent by mail, good for some seconds; it kills no other and is not counted in the log,
 * which would say that somebody has an address. PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_link_lend(struct pal_store *store, struct pal_person_id person,
                                        int64_t lasts_s, struct pal_secret *out_link);
/* Kills the links of a person: what was sent signs nobody in any more. */
PAL_MUST_USE enum pal_err pal_links_end(struct pal_store *store, struct pal_person_id person);
/* Has the person a way in: a link that still opens, or a session? */
PAL_MUST_USE enum pal_err pal_person_is_reached(struct pal_store *store,
                                                struct pal_person_id person, bool *out_reached);
/* Consumes a link and opens a session. PAL_ERR_LINK_SPENT: used, expired, replaced, or never made;
 * which of these is not said. */
PAL_MUST_USE enum pal_err pal_session_open(struct pal_store *store, struct pal_text link,
                                           struct pal_secret *out_session,
                                           struct pal_person_id *out_person);
/* Opens a session for who has proved otherwise who they are. PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_session_begin(struct pal_store *store, struct pal_person_id person,
                                            struct pal_secret *out_session);
/* Who a session or a token is now. PAL_ERR_REQUEST_UNAUTHENTICATED: unknown, ended, revoked. */
PAL_MUST_USE enum pal_err pal_session_find(struct pal_store *store, struct pal_text session,
                                           struct pal_principal *out_principal);
PAL_MUST_USE enum pal_err pal_token_find(struct pal_store *store, struct pal_text token,
                                         struct pal_principal *out_principal);
/* Ends the session of a principal; PAL_OK when it is gone already. */
PAL_MUST_USE enum pal_err pal_session_end(struct pal_store *store,
                                          const struct pal_principal *principal);
/* Ends every session of a person, and removes their links and tokens. In a PAL_TRANSACTION. */
PAL_MUST_USE enum pal_err pal_sessions_forget(struct pal_store *store, struct pal_person_id person);
/* Ends everybody's sessions, links and tokens. In a PAL_TRANSACTION. */
PAL_MUST_USE enum pal_err pal_sessions_end_all(struct pal_store *store);
/* Forgets what has expired; for the loop's tick. */
PAL_MUST_USE enum pal_err pal_sessions_sweep(struct pal_store *store);

struct pal_token {
    struct pal_uuid uuid;
    struct pal_text label;
    uint32_t scopes;
    int64_t created_us;
    bool has_expires;
    int64_t expires_us;
};
/* Gives a program a key with at most the scopes of who asks; label, scopes and end are read from
 * *token, the rest is written there.
 * PAL_ERR_REQUEST_FORBIDDEN (more scopes than one has), PAL_ERR_JSON_VALUE (no scope, or an end
 * that is past), PAL_ERR_TEXT_*, PAL_ERR_LIMIT_TEXT */
PAL_MUST_USE enum pal_err pal_token_make(struct pal_store *store,
                                         const struct pal_principal *principal,
                                         struct pal_token *token, struct pal_where *out_where,
                                         struct pal_secret *out_secret);
/* A person of 0 is an administrator, who may revoke anybody's. PAL_ERR_NOT_FOUND: unknown, revoked,
 * or another person's. */
PAL_MUST_USE enum pal_err pal_token_revoke(struct pal_store *store, struct pal_person_id person,
                                           const struct pal_uuid *uuid);
/* The tokens of a person that hold now, oldest first. */
PAL_MUST_USE enum pal_err pal_tokens_walk(struct pal_store *store, struct pal_person_id person,
                                          enum pal_err (*visit)(void *context,
                                                                const struct pal_token *token),
                                          void *context);

/* Removes tokens that were revoked, or expired, before that instant. In a transaction. */
PAL_MUST_USE enum pal_err pal_tokens_expire(struct pal_store *store, int64_t until_us,
                                            int64_t *out_count);

#endif
