/*
 * proxies.h - the ledger of proxies of an assembly: offered, accepted, refused, revoked, used.
 *
 * A principal gives at most one; a blank one, without holder, goes to the chair and is accepted as
 * it is given. A vote received is never given further. Caps and scope come from the constitution.
 * Who stands for whom is private: the log has commitments.
 */
#ifndef PAL_CORE_PROXIES_H
#define PAL_CORE_PROXIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "core/assemblies.h"
#include "core/members.h"

struct pal_store;

struct pal_proxy_id {
    int64_t value;
};

/* clang-format off */
#define PAL_PROXY_STATES(X) \
    X(OFFERED, "offered") X(ACCEPTED, "accepted") X(REFUSED, "refused") X(REVOKED, "revoked")
/* clang-format on */
enum pal_proxy_state {
#define PAL_PROXY_STATE_ENUMERATOR(name, word) PAL_PROXY_##name,
    PAL_PROXY_STATES(PAL_PROXY_STATE_ENUMERATOR)
#undef PAL_PROXY_STATE_ENUMERATOR
};
const char *pal_proxy_state_word(enum pal_proxy_state state);

struct pal_proxy {
    struct pal_proxy_id id;
    struct pal_uuid uuid;
    struct pal_assembly_id assembly;
    struct pal_uuid assembly_uuid;
    struct pal_member_id principal;
    struct pal_member_id holder; /* 0: blank */
    enum pal_proxy_state state;
    int64_t offered_us, accepted_us, ended_us; /* 0: not */
    bool is_suspended;                         /* accepted, and its principal is in the room */
    bool is_expired;                           /* its assembly has ended, or was cancelled */
    int64_t entry;                             /* its ETag */
};

/* Offers a proxy; holder 0 gives a blank one.
 * PAL_ERR_STATE (the assembly has ended or was cancelled), PAL_ERR_PROXY_NOT_ALLOWED,
 * PAL_ERR_PROXY_SELF, PAL_ERR_PROXY_TAKEN, PAL_ERR_PROXY_CHAIN (the principal holds others, or the
 * holder has given theirs), PAL_ERR_PROXY_COLLEGE, PAL_ERR_PROXY_CAP, PAL_ERR_MEMBER_NOT_ADMITTED,
 * PAL_ERR_CONSTITUTION_UNKNOWN */
PAL_MUST_USE enum pal_err pal_proxy_offer(struct pal_store *store, struct pal_assembly_id assembly,
                                          struct pal_member_id principal,
                                          struct pal_member_id holder,
                                          struct pal_proxy_id *out_proxy);
/* The same tests again, since the world may have moved. PAL_ERR_STATE unless offered. */
PAL_MUST_USE enum pal_err pal_proxy_accept(struct pal_store *store, struct pal_proxy_id proxy);
PAL_MUST_USE enum pal_err pal_proxy_refuse(struct pal_store *store, struct pal_proxy_id proxy);
/* PAL_ERR_STATE unless offered or accepted. What was voted with it stands. */
PAL_MUST_USE enum pal_err pal_proxy_revoke(struct pal_store *store, struct pal_proxy_id proxy);

/* Those in force in a first call hold for its second, which is being convened. */
PAL_MUST_USE enum pal_err pal_proxies_carry(struct pal_store *store, struct pal_assembly_id first,
                                            struct pal_assembly_id second);

/* PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_proxy_find(struct pal_store *store, const struct pal_uuid *uuid,
                                         struct pal_proxy_id *out_proxy);
PAL_MUST_USE enum pal_err pal_proxy_read(struct pal_store *store, struct pal_proxy_id proxy,
                                         struct pal_proxy *out);
/* The accepted proxy of a principal. PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_proxy_in_force(struct pal_store *store,
                                             struct pal_assembly_id assembly,
                                             struct pal_member_id principal, struct pal_proxy *out);

/* Proxies above an id, in the order in which they were offered; 0 stands for any. */
struct pal_proxies_query {
    struct pal_assembly_id assembly;
    struct pal_member_id member; /* as principal or as holder */
    int64_t after_id;
    size_t limit;
};
PAL_MUST_USE enum pal_err pal_proxies_walk(
    struct pal_store *store, const struct pal_proxies_query *query,
    enum pal_err (*visit)(void *context, const struct pal_proxy *proxy), void *context);

/* How many votes are in how few hands, without names. */
struct pal_concentration {
    int64_t blank;
    int64_t holders, held; /* who hold proxies in force, and how many of them */
    int64_t most;          /* those of one holder */
    int64_t votes_of_five; /* of the five who hold most, their own included */
};
PAL_MUST_USE enum pal_err pal_proxies_concentration(struct pal_store *store,
                                                    struct pal_assembly_id assembly,
                                                    struct pal_concentration *out);
/* How many holders hold how many, those who hold most first. */
PAL_MUST_USE enum pal_err pal_proxies_holders_walk(
    struct pal_store *store, struct pal_assembly_id assembly,
    enum pal_err (*visit)(void *context, int64_t proxies, int64_t holders), void *context);

/* The polls in which it was used, in order. */
PAL_MUST_USE enum pal_err pal_proxy_uses_walk(struct pal_store *store, struct pal_proxy_id proxy,
                                              enum pal_err (*visit)(void *context,
                                                                    const struct pal_uuid *poll),
                                              void *context);

/* --- instructions.c: how the holder is to vote ------------------------------------------------ */

struct pal_instruction {
    struct pal_uuid resolution;
    struct pal_text choice; /* "for", "against", "abstain" */
    bool is_amended; /* the text has changed since: it binds nobody; not read when it is given */
};
/* Takes the place of those that were given before.
 * PAL_ERR_STATE unless offered or accepted for an assembly that goes on; PAL_ERR_PROXY_BLANK,
 * PAL_ERR_PROXY_USED; with the place, "/<index>/…": PAL_ERR_NOT_FOUND (not on that agenda),
 * PAL_ERR_JSON_VALUE (no such choice, or a resolution named twice) */
PAL_MUST_USE enum pal_err pal_proxy_instruct(struct pal_store *store, struct pal_proxy_id proxy,
                                             const struct pal_instruction *instructions,
                                             size_t count, struct pal_where *out_where);
/* In the order of the agenda; lent until visit returns. */
PAL_MUST_USE enum pal_err pal_instructions_walk(
    struct pal_store *store, struct pal_proxy_id proxy,
    enum pal_err (*visit)(void *context, const struct pal_instruction *instruction), void *context);

/* Removes the proxies, with their instructions, of assemblies whose sheet served until that instant. In a
 * transaction. */
PAL_MUST_USE enum pal_err pal_proxies_expire(struct pal_store *store, int64_t until_us,
                                             int64_t *out_count);

#endif
