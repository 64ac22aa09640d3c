/* One opening that others can check: what holds, and that nothing else does. */
#include <string.h>

#include "audit/urn.h"

#include "../support/expect.h"
#include "../support/urns.h"

enum { SIZE = 96 };

struct shown {
    struct pal_test_urn test;
    struct pal_buf sealed;
    struct pal_urn_proof proof;
};

static struct shown show(void)
{
    struct shown shown = {.test = pal_test_urn_of("a manifest", SIZE)};
    pal_test_urn_seal(&shown.test, 0, "{\"choice\":1}", &shown.sealed);
    EXPECT_ERR(pal_urn_prove(&shown.test.urn, pal_buf_text(&shown.sealed), &shown.test.secret,
                             &shown.proof),
               PAL_OK);
    return shown;
}

static enum pal_err check(const struct shown *shown)
{
    return pal_urn_proof_check(&shown->test.urn, pal_buf_text(&shown->sealed), &shown->proof);
}

static void a_proof_holds_and_its_point_opens_the_ballot(void **state)
{
    (void)state;
    struct shown shown = show();
    EXPECT_ERR(check(&shown), PAL_OK);
    PAL_OPENED(opened);
    pal_urn_open_shown(&shown.test.urn, 0, pal_buf_text(&shown.sealed), &shown.proof.shared,
                       &opened);
    assert_int_equal(opened.state, PAL_OPENED_READ);
    EXPECT_TEXT(opened.marks, "{\"choice\":1}");
    pal_buf_done(&shown.sealed);
}

static void a_proof_is_read_as_it_was_written(void **state)
{
    (void)state;
    struct shown shown = show();
    uint8_t bytes[PAL_URN_PROOF_SIZE];
    struct pal_urn_proof read;
    pal_urn_proof_write(&shown.proof, bytes);
    EXPECT_ERR(pal_urn_proof_parse(bytes, &read), PAL_OK);
    assert_memory_equal(&read, &shown.proof, sizeof read);

    memset(bytes + 64, 0xff, 32);
    EXPECT_ERR(pal_urn_proof_parse(bytes, &read), PAL_ERR_GROUP_SCALAR);
    memset(bytes + 32, 0xff, 32);
    EXPECT_ERR(pal_urn_proof_parse(bytes, &read), PAL_ERR_GROUP_SCALAR);
    memset(bytes, 0, 32);
    EXPECT_ERR(pal_urn_proof_parse(bytes, &read), PAL_ERR_GROUP_POINT);
    pal_buf_done(&shown.sealed);
}

/* Every part of a proof counts. */
static void attack_10_an_edited_proof_does_not_hold(void **state)
{
    (void)state;
    struct shown shown = show();
    uint8_t bytes[PAL_URN_PROOF_SIZE];
    const struct pal_urn_proof made = shown.proof;
    for (size_t bit = 0; bit < (size_t)8 * PAL_URN_PROOF_SIZE; bit += 5) {
        pal_urn_proof_write(&made, bytes);
        bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
        if (pal_urn_proof_parse(bytes, &shown.proof) == PAL_OK) {
            EXPECT_ERR(check(&shown), PAL_ERR_URN_PROOF);
        }
    }
    pal_buf_done(&shown.sealed);
}

/* A proof made for a wrong point, with challenge and response as one likes them. */
static void attack_10_another_point_has_no_proof(void **state)
{
    (void)state;
    struct shown shown = show();
    PAL_SCALAR(other);
    pal_scalar_random(&other);
    EXPECT_ERR(pal_point_base(&other, &shown.proof.shared), PAL_OK);
    EXPECT_ERR(check(&shown), PAL_ERR_URN_PROOF);

    /* Made with another secret, which is not that of the key of the urn. */
    EXPECT_ERR(pal_urn_prove(&shown.test.urn, pal_buf_text(&shown.sealed), &other, &shown.proof),
               PAL_OK);
    EXPECT_ERR(check(&shown), PAL_ERR_URN_PROOF);

    shown.proof.challenge = (struct pal_scalar){{0}};
    EXPECT_ERR(check(&shown), PAL_ERR_URN_PROOF);
    pal_buf_done(&shown.sealed);
}

static void a_proof_is_of_one_ballot_in_one_poll(void **state)
{
    (void)state;
    struct shown shown = show();
    struct shown other = show();
    other.proof = shown.proof;
    EXPECT_ERR(check(&other), PAL_ERR_URN_PROOF);
    struct shown elsewhere = shown;
    elsewhere.test.urn.ctx.bytes[0] ^= 1;
    EXPECT_ERR(check(&elsewhere), PAL_ERR_URN_PROOF);
    pal_buf_done(&shown.sealed);
    pal_buf_done(&other.sealed);
}

static void what_is_no_sealed_ballot_is_not_proved(void **state)
{
    (void)state;
    struct shown shown = show();
    struct pal_urn_proof proof;
    const struct pal_text part = {shown.sealed.bytes, shown.sealed.size - 1};
    EXPECT_ERR(pal_urn_prove(&shown.test.urn, part, &shown.test.secret, &proof), PAL_ERR_URN_SIZE);
    EXPECT_ERR(pal_urn_proof_check(&shown.test.urn, part, &shown.proof), PAL_ERR_URN_SIZE);
    const uint8_t zeros[SIZE + PAL_URN_EXTRA] = {0};
    const struct pal_text neutral = {(const char *)zeros, sizeof zeros};
    EXPECT_ERR(pal_urn_prove(&shown.test.urn, neutral, &shown.test.secret, &proof),
               PAL_ERR_GROUP_POINT);
    EXPECT_ERR(pal_urn_proof_check(&shown.test.urn, neutral, &shown.proof), PAL_ERR_GROUP_POINT);
    PAL_OPENED(opened);
    pal_urn_open_shown(&shown.test.urn, 0, part, &shown.proof.shared, &opened);
    assert_int_equal(opened.state, PAL_OPENED_SIZE);
    pal_urn_open_shown(&shown.test.urn, 0, neutral, &shown.proof.shared, &opened);
    assert_int_equal(opened.state, PAL_OPENED_POINT);
    pal_buf_done(&shown.sealed);
}

int main(void)
{
    TESTS(tests, 8);
    TEST(tests, a_proof_holds_and_its_point_opens_the_ballot);
    TEST(tests, a_proof_is_read_as_it_was_written);
    TEST(tests, attack_10_an_edited_proof_does_not_hold);
    TEST(tests, attack_10_another_point_has_no_proof);
    TEST(tests, a_proof_is_of_one_ballot_in_one_poll);
    TEST(tests, what_is_no_sealed_ballot_is_not_proved);
    return RUN(tests);
}
