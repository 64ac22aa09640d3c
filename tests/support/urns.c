/* urns.c - seals honest ballots, and others that no browser would. */
#include "urns.h"

#include <string.h>

#include "base/check.h"
#include "base/mem.h"

struct pal_test_urn pal_test_urn_of(const char *manifest, size_t size)
{
    struct pal_test_urn test = {
        .urn = {.ctx = pal_hash_of(manifest, strlen(manifest)), .size = size}};
    pal_scalar_random(&test.secret);
    enum pal_err err = pal_point_base(&test.secret, &test.urn.key);
    PAL_CHECK(err == PAL_OK);
    return test;
}

void pal_test_urn_seal(const struct pal_test_urn *test, uint16_t college, const char *marks,
                       struct pal_buf *out_sealed)
{
    struct pal_urn_ballot ballot = {.college = college,
                                    .tracker = {.pin = 420},
                                    .marks = pal_text_of(marks)};
    PAL_SCALAR(random);
    pal_crypto_random(ballot.tracker.bytes, sizeof ballot.tracker.bytes);
    pal_scalar_random(&random);
    pal_urn_seal(&test->urn, &ballot, &random, out_sealed);
}

void pal_test_urn_seal_plain(const struct pal_test_urn *test, uint16_t college,
                             struct pal_text plain, struct pal_buf *out_sealed)
{
    PAL_SCALAR(random);
    struct pal_point alpha;
    struct pal_point shared;
    pal_scalar_random(&random);
    enum pal_err err = pal_point_base(&random, &alpha);
    PAL_CHECK(err == PAL_OK);
    err = pal_point_mul(&random, &test->urn.key, &shared);
    PAL_CHECK(err == PAL_OK);

    PAL_BUF(frame);
    uint8_t key[PAL_LONG_HASH_SIZE];
    pal_frame(&frame, "urn-kem");
    pal_frame_add(&frame, test->urn.ctx.bytes, PAL_HASH_SIZE);
    pal_frame_add(&frame, test->urn.key.bytes, PAL_POINT_SIZE);
    pal_frame_add(&frame, alpha.bytes, PAL_POINT_SIZE);
    pal_frame_add(&frame, shared.bytes, PAL_POINT_SIZE);
    pal_crypto_sha512(frame.bytes, frame.size, key);
    pal_buf_clear(&frame);
    pal_frame(&frame, "urn-ad");
    pal_frame_add(&frame, test->urn.ctx.bytes, PAL_HASH_SIZE);
    pal_frame_add_u32(&frame, college);

    uint8_t *box = pal_mem_new(plain.size + PAL_AEAD_TAG_SIZE, 1);
    pal_crypto_lock_once(key, pal_buf_text(&frame), plain, box);
    pal_buf_add(out_sealed, alpha.bytes, PAL_POINT_SIZE);
    pal_buf_add(out_sealed, box, plain.size + PAL_AEAD_TAG_SIZE);
    pal_mem_free(box);
}
