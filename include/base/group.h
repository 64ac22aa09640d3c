/*
 * group.h - ristretto255: a group of prime order, its points and the numbers that multiply them.
 *
 * A point here is never the neutral one and a scalar is always below the order: whatever comes from
 * outside goes through pal_point_parse and pal_scalar_parse, which know one spelling of each. The
 * library alone would take others, and a ballot could then be copied under another spelling.
 */
#ifndef PAL_BASE_GROUP_H
#define PAL_BASE_GROUP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"

enum { PAL_SCALAR_SIZE = 32, PAL_POINT_SIZE = 32 };

/* A number below the order of the group, lowest byte first. */
struct pal_scalar {
    uint8_t bytes[PAL_SCALAR_SIZE];
};
struct pal_point {
    uint8_t bytes[PAL_POINT_SIZE];
};

/* A local scalar, zero, that is wiped when its scope ends: most of them are secret. */
#define PAL_SCALAR(name) struct pal_scalar name PAL_CLEANUP(pal_scalar_done) = {{0}}
void pal_scalar_done(struct pal_scalar *scalar);

/* Zero is a scalar, the order itself is none. PAL_ERR_GROUP_SCALAR */
PAL_MUST_USE enum pal_err pal_scalar_parse(const uint8_t bytes[PAL_SCALAR_SIZE],
                                           struct pal_scalar *out_scalar);
/* Never zero. */
void pal_scalar_random(struct pal_scalar *out_scalar);
void pal_scalar_of(uint32_t value, struct pal_scalar *out_scalar);
/* RULE docs/rules/urn.md
 * > H(label, item…) is SHA-512 of frame(label, item…), read as a number with its lowest byte first
 * > and reduced below the order. */
void pal_scalar_hash(struct pal_text frame, struct pal_scalar *out_scalar);
bool pal_scalar_is_zero(const struct pal_scalar *scalar);
/* out may be one of the operands. All in constant time. */
void pal_scalar_add(const struct pal_scalar *a, const struct pal_scalar *b, struct pal_scalar *out);
void pal_scalar_sub(const struct pal_scalar *a, const struct pal_scalar *b, struct pal_scalar *out);
void pal_scalar_mul(const struct pal_scalar *a, const struct pal_scalar *b, struct pal_scalar *out);
/* a is not zero. */
void pal_scalar_invert(const struct pal_scalar *a, struct pal_scalar *out);

/* PAL_ERR_GROUP_POINT: no point, not in its one spelling, or the neutral point. */
PAL_MUST_USE enum pal_err pal_point_parse(const uint8_t bytes[PAL_POINT_SIZE],
                                          struct pal_point *out_point);
/* Each of these is refused where its result would be the neutral point: PAL_ERR_GROUP_POINT. The
 * result may be one of the operands. */
PAL_MUST_USE enum pal_err pal_point_base(const struct pal_scalar *scalar,
                                         struct pal_point *out_point);
PAL_MUST_USE enum pal_err pal_point_mul(const struct pal_scalar *scalar,
                                        const struct pal_point *point, struct pal_point *out_point);
PAL_MUST_USE enum pal_err pal_point_add(const struct pal_point *a, const struct pal_point *b,
                                        struct pal_point *out_point);
PAL_MUST_USE enum pal_err pal_point_sub(const struct pal_point *a, const struct pal_point *b,
                                        struct pal_point *out_point);
bool pal_point_equal(const struct pal_point *a, const struct pal_point *b);

#endif
