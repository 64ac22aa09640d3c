/*
 * keepers.h - who keeps the urn of a secret poll, and the keys with which they do.
 *
 * A keeper's key pair is made in their browser, and its secret half sealed there under a passphrase
 * that is never sent: what is kept here is of no use to whoever has all of it. Three keepers keep an
 * urn, and any two of them open it.
 */
#ifndef PAL_CORE_KEEPERS_H
#define PAL_CORE_KEEPERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/shares.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/group.h"
#include "base/json.h"
#include "core/members.h"
#include "core/polls.h"

struct pal_store;

enum { PAL_KEEPERS = 3, PAL_KEEPER_SEALED_SIZE = 80 };

/* docs/rules/secret.md says what each is. */
struct pal_keeper_key {
    uint8_t public_key[32];
    uint8_t salt[16];
    int64_t ops, mem; /* of Argon2id; mem in bytes */
    uint8_t nonce[24];
    uint8_t box[48];
    int64_t version; /* its ETag */
};
/* Keeps a person's key in the place of the one before.
 * PAL_ERR_JSON_VALUE (ops or mem out of bounds; with the place), PAL_ERR_KEEPER_BUSY */
PAL_MUST_USE enum pal_err pal_keeper_enrol(struct pal_store *store, struct pal_person_id person,
                                           const struct pal_keeper_key *key,
                                           struct pal_where *out_where);
/* PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_keeper_key_read(struct pal_store *store, struct pal_person_id person,
                                              struct pal_keeper_key *out);

PAL_MUST_USE enum pal_err pal_keeper_has_key(struct pal_store *store, struct pal_person_id person,
                                             bool *out_has);

/* Names who keeps the urn of a secret poll, in the place of those before.
 * PAL_ERR_STATE (not secret, or open already), PAL_ERR_POLL_KEEPERS (not three different persons, or
 * one has no key) */
PAL_MUST_USE enum pal_err pal_keepers_name(struct pal_store *store, struct pal_poll_id poll,
                                           const struct pal_person_id *persons, size_t count);

struct pal_keeper {
    int64_t place; /* 1, 2, 3: the index of the share */
    struct pal_person_id person;
    uint8_t public_key[32];
    bool has_share; /* from the opening until it is destroyed */
    uint8_t sealed[PAL_KEEPER_SEALED_SIZE];
};
/* In the order of their places. */
PAL_MUST_USE enum pal_err pal_keepers_read(struct pal_store *store, struct pal_poll_id poll,
                                           struct pal_keeper out_keepers[PAL_KEEPERS],
                                           size_t *out_count);

/* A share that came back is that keeper's: what is public of it stands in the manifest.
 * PAL_ERR_STATE (not secret, not closed, or destroyed), PAL_ERR_ROLL_NOT_HELD (the person is not that
 * keeper), PAL_ERR_URN_WITNESS (the witnesses of the log have not
 * cosigned the close yet), PAL_ERR_SHARE_WRONG, PAL_ERR_GROUP_SCALAR */
struct pal_keeper_share {
    struct pal_poll_id poll;
    struct pal_person_id person; /* who gives it */
    int64_t place;
    const uint8_t *bytes; /* PAL_SCALAR_SIZE of them */
};
PAL_MUST_USE enum pal_err pal_keeper_share_check(struct pal_store *store,
                                                 const struct pal_keeper_share *share,
                                                 struct pal_scalar *out_share);
/* The secret of the urn of two shares that were checked. PAL_ERR_SHARES_APART */
PAL_MUST_USE enum pal_err pal_keepers_combine(struct pal_store *store, struct pal_poll_id poll,
                                              const struct pal_share *a, const struct pal_share *b,
                                              struct pal_scalar *out_secret);

#endif
