/* group.c - ristretto255, with every spelling from outside checked here. */
#include "base/group.h"

#include <sodium.h>
#include <string.h>

#include "base/check.h"
#include "base/crypto.h"

_Static_assert(PAL_SCALAR_SIZE == crypto_core_ristretto255_SCALARBYTES, "a scalar");
_Static_assert(PAL_POINT_SIZE == crypto_core_ristretto255_BYTES, "a point");
_Static_assert(PAL_LONG_HASH_SIZE == crypto_core_ristretto255_NONREDUCEDSCALARBYTES,
               "what is reduced to a scalar is a SHA-512");

/* L = 2^252 + 27742317777372353535851937790883648493, lowest byte first. */
static const uint8_t order[PAL_SCALAR_SIZE] = {
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,        0xd6,
    0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, [31] = 0x10,
};

void pal_scalar_done(struct pal_scalar *scalar)
{
    pal_crypto_wipe(scalar, sizeof *scalar);
}

/* RULE docs/rules/urn.md
 * > A scalar is 32 bytes, the lowest first, and is below L: L and more are refused, whatever a
 * > library would make of them.
 */
enum pal_err pal_scalar_parse(const uint8_t bytes[PAL_SCALAR_SIZE], struct pal_scalar *out_scalar)
{
    /* Shares are secret: the subtraction bytes - L runs to its end, and borrows where bytes < L. */
    unsigned borrow = 0;
    for (size_t i = 0; i < PAL_SCALAR_SIZE; i++) {
        unsigned difference = (unsigned)bytes[i] - order[i] - borrow;
        borrow = difference >> 8 & 1U;
    }
    if (borrow == 0) {
        return PAL_ERR_GROUP_SCALAR;
    }
    memcpy(out_scalar->bytes, bytes, PAL_SCALAR_SIZE);
    return PAL_OK;
}

void pal_scalar_random(struct pal_scalar *out_scalar)
{
    crypto_core_ristretto255_scalar_random(out_scalar->bytes); /* never zero */
}

void pal_scalar_of(uint32_t value, struct pal_scalar *out_scalar)
{
    *out_scalar = (struct pal_scalar){{0}};
    for (size_t i = 0; i < sizeof value; i++) {
        out_scalar->bytes[i] = (uint8_t)(value >> (8 * i));
    }
}

/* RULE docs/rules/urn.md
 * > H(label, item…) is SHA-512 of frame(label, item…), read as a number with its lowest byte first
 * > and reduced below the order.
 */
void pal_scalar_hash(struct pal_text frame, struct pal_scalar *out_scalar)
{
    uint8_t hash[PAL_LONG_HASH_SIZE];
    pal_crypto_sha512(frame.bytes, frame.size, hash);
    crypto_core_ristretto255_scalar_reduce(out_scalar->bytes, hash);
}

bool pal_scalar_is_zero(const struct pal_scalar *scalar)
{
    return sodium_is_zero(scalar->bytes, PAL_SCALAR_SIZE) == 1;
}

void pal_scalar_add(const struct pal_scalar *a, const struct pal_scalar *b, struct pal_scalar *out)
{
    crypto_core_ristretto255_scalar_add(out->bytes, a->bytes, b->bytes);
}

void pal_scalar_sub(const struct pal_scalar *a, const struct pal_scalar *b, struct pal_scalar *out)
{
    crypto_core_ristretto255_scalar_sub(out->bytes, a->bytes, b->bytes);
}

void pal_scalar_mul(const struct pal_scalar *a, const struct pal_scalar *b, struct pal_scalar *out)
{
    crypto_core_ristretto255_scalar_mul(out->bytes, a->bytes, b->bytes);
}

void pal_scalar_invert(const struct pal_scalar *a, struct pal_scalar *out)
{
    int failed = crypto_core_ristretto255_scalar_invert(out->bytes, a->bytes);
    PAL_CHECK(failed == 0); /* it was zero */
}

/* --- Points --- */

static bool is_neutral(const uint8_t bytes[PAL_POINT_SIZE])
{
    return sodium_is_zero(bytes, PAL_POINT_SIZE) == 1;
}

/* RULE docs/rules/urn.md
 * > the neutral point is refused, and so is every result that would be neutral.
 */
static enum pal_err take(int failed, const struct pal_point *made, struct pal_point *out_point)
{
    if (failed != 0 || is_neutral(made->bytes)) {
        return PAL_ERR_GROUP_POINT;
    }
    *out_point = *made;
    return PAL_OK;
}

enum pal_err pal_point_parse(const uint8_t bytes[PAL_POINT_SIZE], struct pal_point *out_point)
{
    /* libsodium 1.0.18 finds the neutral point valid, and any point with bit 255 set. */
    bool is_spelled = !is_neutral(bytes) && bytes[PAL_POINT_SIZE - 1] < 0x80;
    if (!is_spelled || crypto_core_ristretto255_is_valid_point(bytes) != 1) {
        return PAL_ERR_GROUP_POINT;
    }
    memcpy(out_point->bytes, bytes, PAL_POINT_SIZE);
    return PAL_OK;
}

enum pal_err pal_point_base(const struct pal_scalar *scalar, struct pal_point *out_point)
{
    struct pal_point made;
    return take(crypto_scalarmult_ristretto255_base(made.bytes, scalar->bytes), &made, out_point);
}

enum pal_err pal_point_mul(const struct pal_scalar *scalar, const struct pal_point *point,
                           struct pal_point *out_point)
{
    struct pal_point made;
    return take(crypto_scalarmult_ristretto255(made.bytes, scalar->bytes, point->bytes), &made,
                out_point);
}

enum pal_err pal_point_add(const struct pal_point *a, const struct pal_point *b,
                           struct pal_point *out_point)
{
    struct pal_point made;
    return take(crypto_core_ristretto255_add(made.bytes, a->bytes, b->bytes), &made, out_point);
}

enum pal_err pal_point_sub(const struct pal_point *a, const struct pal_point *b,
                           struct pal_point *out_point)
{
    struct pal_point made;
    return take(crypto_core_ristretto255_sub(made.bytes, a->bytes, b->bytes), &made, out_point);
}

bool pal_point_equal(const struct pal_point *a, const struct pal_point *b)
{
    return pal_crypto_equal(a->bytes, b->bytes, PAL_POINT_SIZE);
}
