/*
 * shares.h - the secret of an urn in three shares, any two of which make it again.
 *
 * Shares are points of a line: share i is f(i), and the secret f(0). What is public of them (V_i =
 * f(i)·B) lets everybody check that all three are of one line with the key of the urn, and lets the
 * server check a share that comes back, without telling anybody the secret.
 */
#ifndef PAL_AUDIT_SHARES_H
#define PAL_AUDIT_SHARES_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/group.h"

enum { PAL_SHARES = 3, PAL_SHARES_THRESHOLD = 2 };

/* What everybody may know. */
struct pal_shares_public {
    struct pal_point key;                /* of the urn */
    struct pal_point shares[PAL_SHARES]; /* [0] is that of the first keeper, f(1)·B */
};

/* Draws a secret and writes its shares; the secret itself is wiped before this returns. The shares
 * are the caller's to wipe. */
void pal_shares_deal(struct pal_scalar out_shares[PAL_SHARES],
                     struct pal_shares_public *out_public);

/* Are the three and the key of one line? PAL_ERR_SHARES_APART */
PAL_MUST_USE enum pal_err pal_shares_public_check(const struct pal_shares_public *shares);

/* Is this the share of that keeper, from 0? PAL_ERR_GROUP_SCALAR, PAL_ERR_SHARE_WRONG */
PAL_MUST_USE enum pal_err pal_share_parse(const struct pal_shares_public *shares, size_t keeper,
                                          const uint8_t bytes[PAL_SCALAR_SIZE],
                                          struct pal_scalar *out_share);

/* A share that was checked. */
struct pal_share {
    size_t keeper; /* from 0 */
    struct pal_scalar value;
};
/* The secret of the urn from the shares of two keepers, which are not the same.
 * PAL_ERR_SHARES_APART: what they make is not the secret of this key. */
PAL_MUST_USE enum pal_err pal_shares_combine(const struct pal_shares_public *shares,
                                             const struct pal_share *a, const struct pal_share *b,
                                             struct pal_scalar *out_secret);

#endif
