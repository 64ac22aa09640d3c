/* shares.c - deals the secret of an urn to three keepers, and makes it again from two of them. */
#include "audit/shares.h"

#include "base/check.h"

/* RULE docs/rules/urn.md
 * > The share of keeper i, from 1 to 3,
 * > is x + i·a; V_i is that share times B, and Y is x·B.
 *
 * Adding the same number again and again gives the three shares one after the other. Refused where
 * one of the four points would be neutral.
 */
static enum pal_err deal(struct pal_scalar out_shares[PAL_SHARES],
                         struct pal_shares_public *out_public)
{
    PAL_SCALAR(value);
    PAL_SCALAR(step);
    pal_scalar_random(&value);
    pal_scalar_random(&step);
    PAL_TRY(pal_point_base(&value, &out_public->key));
    for (size_t i = 0; i < PAL_SHARES; i++) {
        pal_scalar_add(&value, &step, &value);
        out_shares[i] = value;
        PAL_TRY(pal_point_base(&value, &out_public->shares[i]));
    }
    return PAL_OK;
}

void pal_shares_deal(struct pal_scalar out_shares[PAL_SHARES], struct pal_shares_public *out_public)
{
    enum pal_err err = deal(out_shares, out_public);
    PAL_CHECK(err == PAL_OK); /* a share of zero: once in 2^250 times */
}

/* Is 2·a - b the point c? */
static bool is_next(const struct pal_point *a, const struct pal_point *b, const struct pal_point *c)
{
    struct pal_point made;
    if (pal_point_add(a, a, &made) != PAL_OK || pal_point_sub(&made, b, &made) != PAL_OK) {
        return false; /* neutral, which no point is */
    }
    return pal_point_equal(&made, c);
}

/* RULE docs/rules/urn.md
 * > The four belong together when 2·V_1 - V_2 = Y and 2·V_2 - V_1 = V_3.
 */
enum pal_err pal_shares_public_check(const struct pal_shares_public *shares)
{
    const struct pal_point *v = shares->shares;
    bool is_line = is_next(&v[0], &v[1], &shares->key) && is_next(&v[1], &v[0], &v[2]);
    return is_line ? PAL_OK : PAL_ERR_SHARES_APART;
}

/* RULE docs/rules/urn.md
 * > A share that comes back is 32 bytes that are a scalar, and that scalar times B is V_i.
 */
enum pal_err pal_share_parse(const struct pal_shares_public *shares, size_t keeper,
                             const uint8_t bytes[PAL_SCALAR_SIZE], struct pal_scalar *out_share)
{
    PAL_CHECK(keeper < PAL_SHARES);
    PAL_SCALAR(share);
    struct pal_point point;
    PAL_TRY(pal_scalar_parse(bytes, &share));
    bool is_right = pal_point_base(&share, &point) == PAL_OK &&
                    pal_point_equal(&point, &shares->shares[keeper]);
    if (!is_right) {
        return PAL_ERR_SHARE_WRONG;
    }
    *out_share = share;
    return PAL_OK;
}

/* RULE docs/rules/urn.md
 * > Shares i and j make
 * > x = (j·share_i - i·share_j) / (j - i), and x·B is Y, else nothing is opened.
 */
enum pal_err pal_shares_combine(const struct pal_shares_public *shares, const struct pal_share *a,
                                const struct pal_share *b, struct pal_scalar *out_secret)
{
    PAL_CHECK(a->keeper < PAL_SHARES);
    PAL_CHECK(b->keeper < PAL_SHARES);
    PAL_CHECK(a->keeper != b->keeper);
    PAL_SCALAR(i);
    PAL_SCALAR(j);
    PAL_SCALAR(part);
    PAL_SCALAR(secret);
    pal_scalar_of((uint32_t)a->keeper + 1, &i);
    pal_scalar_of((uint32_t)b->keeper + 1, &j);
    pal_scalar_mul(&j, &a->value, &secret);
    pal_scalar_mul(&i, &b->value, &part);
    pal_scalar_sub(&secret, &part, &secret);
    pal_scalar_sub(&j, &i, &part);
    pal_scalar_invert(&part, &part);
    pal_scalar_mul(&secret, &part, &secret);

    struct pal_point point;
    bool is_secret =
        pal_point_base(&secret, &point) == PAL_OK && pal_point_equal(&point, &shares->key);
    if (!is_secret) {
        return PAL_ERR_SHARES_APART;
    }
    *out_secret = secret;
    return PAL_OK;
}
