/*
 * urn.h - what is in the urn of a secret poll, and how its key is shared out, for the files of core/
 * alone.
 */
#ifndef PAL_CORE_URN_H
#define PAL_CORE_URN_H

#include <stdint.h>

#include "audit/urn.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "base/limits.h"
#include "core/sealed.h"

#include "manifest.h"

/* What the sealed ballots of that manifest are bound to. */
struct pal_urn pal_urn_of(const struct pal_manifest *manifest);

/* What the box document says of the urn. */
struct pal_urn_sum {
    struct pal_hash root;
    uint64_t count;
    uint64_t colleges[PAL_LIMIT_COLLEGES]; /* by their place in the manifest */
};
PAL_MUST_USE enum pal_err pal_urn_sum(struct pal_store *store, struct pal_poll_id poll,
                                      struct pal_urn_sum *out);

/* Every sealed ballot, by hash; lent until visit returns. PAL_ERR_STATE once they are destroyed. */
PAL_MUST_USE enum pal_err pal_urn_walk(struct pal_store *store, struct pal_poll_id poll,
                                       enum pal_err (*visit)(void *context, uint16_t college,
                                                             struct pal_text sealed),
                                       void *context);

/* One sealed ballot. PAL_ERR_NOT_FOUND; PAL_ERR_STATE once it is destroyed */
PAL_MUST_USE enum pal_err pal_urn_one(struct pal_store *store, struct pal_poll_id poll,
                                      const struct pal_hash *hash, uint16_t *out_college,
                                      struct pal_buf *out_sealed);

/* The hashes, sorted as bytes; when they may be published is the caller's to know. */
PAL_MUST_USE enum pal_err pal_urn_hashes(struct pal_store *store, struct pal_poll_id poll,
                                         enum pal_err (*visit)(void *context,
                                                               const struct pal_hash *hash),
                                         void *context);

/* Writes the `urn` of a manifest: draws the key, seals a share to each keeper, and forgets it.
 * PAL_ERR_POLL_KEEPERS, PAL_ERR_URN_LONGEST, PAL_ERR_POLL_SECRECY, PAL_ERR_CONSTITUTION_UNKNOWN */
PAL_MUST_USE enum pal_err pal_urn_make(struct pal_store *store, const struct pal_poll *poll,
                                       const struct pal_constitution *constitution,
                                       struct pal_json *manifest);

/* keepers.c: seals the shares, keeps them, and writes `key`, `threshold` and `keepers`. In the opening.
 * PAL_ERR_POLL_KEEPERS, PAL_ERR_CRYPTO_KEY */
PAL_MUST_USE enum pal_err pal_keepers_deal(struct pal_store *store, struct pal_poll_id poll,
                                           struct pal_json *urn);

/* keepers.c: destroys the sealed shares. */
PAL_MUST_USE enum pal_err pal_keepers_forget(struct pal_store *store, struct pal_poll_id poll);

/* The root of the marked register, in order of rank. */
PAL_MUST_USE enum pal_err pal_urn_marks(struct pal_store *store, const struct pal_poll *poll,
                                        struct pal_hash *out_root);

#endif
