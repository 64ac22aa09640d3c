/* urn_proof.c - the proof that one sealed ballot was opened with the secret of its urn. */
#include <string.h>

#include "audit/urn.h"

#include "urn_key.h"

_Static_assert(PAL_URN_PROOF_SIZE == PAL_POINT_SIZE + 2 * PAL_SCALAR_SIZE, "Z, c and s");

/* What a proof speaks of, and the two points that bind its maker before the challenge is known. */
struct statement {
    const struct pal_urn *urn;
    struct pal_point alpha, shared, a, c;
};

/* RULE docs/rules/urn.md
 * > the challenge c is H("urn-opening", ctx, Y, alpha, Z, A, C)
 */
static void make_challenge(const struct statement *statement, struct pal_scalar *out_challenge)
{
    PAL_BUF(frame);
    pal_frame(&frame, "urn-opening");
    pal_frame_add(&frame, statement->urn->ctx.bytes, PAL_HASH_SIZE);
    pal_frame_add(&frame, statement->urn->key.bytes, PAL_POINT_SIZE);
    pal_frame_add(&frame, statement->alpha.bytes, PAL_POINT_SIZE);
    pal_frame_add(&frame, statement->shared.bytes, PAL_POINT_SIZE);
    pal_frame_add(&frame, statement->a.bytes, PAL_POINT_SIZE);
    pal_frame_add(&frame, statement->c.bytes, PAL_POINT_SIZE);
    pal_scalar_hash(pal_buf_text(&frame), out_challenge);
}

/* RULE docs/rules/urn.md
 * > Draw a scalar w. A is w·B and C is w·alpha; the challenge c is H("urn-opening", ctx, Y, alpha, Z, A, C), and the
 * > response s is w - x·c.
 */
enum pal_err pal_urn_prove(const struct pal_urn *urn, struct pal_text sealed,
                           const struct pal_scalar *secret, struct pal_urn_proof *out_proof)
{
    struct statement statement = {.urn = urn};
    PAL_SCALAR(w);
    PAL_SCALAR(product);
    pal_scalar_random(&w);
    PAL_TRY(pal_urn_alpha(urn, sealed, &statement.alpha));
    PAL_TRY(pal_point_mul(secret, &statement.alpha, &statement.shared));
    PAL_TRY(pal_point_base(&w, &statement.a));
    PAL_TRY(pal_point_mul(&w, &statement.alpha, &statement.c));

    struct pal_urn_proof proof = {.shared = statement.shared};
    make_challenge(&statement, &proof.challenge);
    pal_scalar_mul(secret, &proof.challenge, &product);
    pal_scalar_sub(&w, &product, &proof.response);
    *out_proof = proof;
    return PAL_OK;
}

/* s·first + c·second */
static enum pal_err combine(const struct pal_urn_proof *proof, struct pal_point *first,
                            const struct pal_point *second, struct pal_point *out_point)
{
    struct pal_point part;
    PAL_TRY(pal_point_mul(&proof->response, first, first));
    PAL_TRY(pal_point_mul(&proof->challenge, second, &part));
    return pal_point_add(first, &part, out_point);
}

/* RULE docs/rules/urn.md
 * > To verify, A is s·B + c·Y and C is s·alpha + c·Z, and c is the challenge that they give.
 */
enum pal_err pal_urn_proof_check(const struct pal_urn *urn, struct pal_text sealed,
                                 const struct pal_urn_proof *proof)
{
    struct statement statement = {.urn = urn, .shared = proof->shared};
    struct pal_scalar one;
    struct pal_point base;
    pal_scalar_of(1, &one);
    PAL_TRY(pal_urn_alpha(urn, sealed, &statement.alpha));
    PAL_TRY(pal_point_base(&one, &base));

    struct pal_point alpha = statement.alpha;
    struct pal_scalar challenge;
    bool is_made = combine(proof, &base, &urn->key, &statement.a) == PAL_OK &&
                   combine(proof, &alpha, &proof->shared, &statement.c) == PAL_OK;
    if (!is_made) {
        return PAL_ERR_URN_PROOF;
    }
    make_challenge(&statement, &challenge);
    bool holds = pal_crypto_equal(challenge.bytes, proof->challenge.bytes, PAL_SCALAR_SIZE);
    return holds ? PAL_OK : PAL_ERR_URN_PROOF;
}

void pal_urn_proof_write(const struct pal_urn_proof *proof, uint8_t out_bytes[PAL_URN_PROOF_SIZE])
{
    memcpy(out_bytes, proof->shared.bytes, PAL_POINT_SIZE);
    memcpy(out_bytes + PAL_POINT_SIZE, proof->challenge.bytes, PAL_SCALAR_SIZE);
    memcpy(out_bytes + PAL_POINT_SIZE + PAL_SCALAR_SIZE, proof->response.bytes, PAL_SCALAR_SIZE);
}

enum pal_err pal_urn_proof_parse(const uint8_t bytes[PAL_URN_PROOF_SIZE],
                                 struct pal_urn_proof *out_proof)
{
    struct pal_urn_proof proof;
    PAL_TRY(pal_point_parse(bytes, &proof.shared));
    PAL_TRY(pal_scalar_parse(bytes + PAL_POINT_SIZE, &proof.challenge));
    PAL_TRY(pal_scalar_parse(bytes + PAL_POINT_SIZE + PAL_SCALAR_SIZE, &proof.response));
    *out_proof = proof;
    return PAL_OK;
}
