/* The secret of an urn in three shares: every pair makes it again, and nothing else does. */
#include <string.h>

#include "audit/shares.h"

#include "../support/expect.h"

struct dealt {
    struct pal_shares_public open;
    struct pal_scalar shares[PAL_SHARES];
};

static struct dealt deal(void)
{
    struct dealt dealt;
    pal_shares_deal(dealt.shares, &dealt.open);
    return dealt;
}

static enum pal_err combine(const struct dealt *dealt, size_t a, size_t b,
                            struct pal_scalar *out_secret)
{
    const struct pal_share first = {a, dealt->shares[a]};
    const struct pal_share second = {b, dealt->shares[b]};
    return pal_shares_combine(&dealt->open, &first, &second, out_secret);
}

static void every_pair_makes_the_secret(void **state)
{
    (void)state;
    static const size_t pairs[][2] = {{0, 1}, {0, 2}, {1, 0}, {1, 2}, {2, 0}, {2, 1}};
    enum { PAIRS = sizeof pairs / sizeof pairs[0] };
    for (int round = 0; round < 10; round++) {
        struct dealt dealt = deal();
        EXPECT_ERR(pal_shares_public_check(&dealt.open), PAL_OK);
        struct pal_scalar secrets[PAIRS];
        for (size_t i = 0; i < PAIRS; i++) {
            EXPECT_ERR(combine(&dealt, pairs[i][0], pairs[i][1], &secrets[i]), PAL_OK);
            assert_memory_equal(&secrets[i], &secrets[0], sizeof secrets[0]);
        }
        struct pal_point key;
        EXPECT_ERR(pal_point_base(&secrets[0], &key), PAL_OK);
        assert_true(pal_point_equal(&key, &dealt.open.key));
    }
}

static void a_share_is_the_keepers_own(void **state)
{
    (void)state;
    struct dealt dealt = deal();
    for (size_t share = 0; share < PAL_SHARES; share++) {
        for (size_t keeper = 0; keeper < PAL_SHARES; keeper++) {
            PAL_SCALAR(read);
            EXPECT_ERR(pal_share_parse(&dealt.open, keeper, dealt.shares[share].bytes, &read),
                       share == keeper ? PAL_OK : PAL_ERR_SHARE_WRONG);
        }
    }
}

static void a_share_has_one_spelling(void **state)
{
    (void)state;
    struct dealt dealt = deal();
    PAL_SCALAR(read);
    uint8_t zero[PAL_SCALAR_SIZE] = {0};
    EXPECT_ERR(pal_share_parse(&dealt.open, 0, zero, &read), PAL_ERR_SHARE_WRONG);

    uint8_t high[PAL_SCALAR_SIZE];
    memcpy(high, dealt.shares[0].bytes, sizeof high);
    high[31] |= 0x80; /* which a library leaves out of account */
    EXPECT_ERR(pal_share_parse(&dealt.open, 0, high, &read), PAL_ERR_GROUP_SCALAR);

    /* The share and the order of the group, which is the same number to a library. */
    static const uint8_t order[PAL_SCALAR_SIZE] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a,       0x63,
                                                   0x12, 0x58, 0xd6, 0x9c, 0xf7,       0xa2,
                                                   0xde, 0xf9, 0xde, 0x14, [31] = 0x10};
    unsigned carry = 0;
    for (size_t i = 0; i < sizeof high; i++) {
        carry += (unsigned)dealt.shares[0].bytes[i] + order[i];
        high[i] = (uint8_t)carry;
        carry >>= 8;
    }
    EXPECT_ERR(pal_share_parse(&dealt.open, 0, high, &read), PAL_ERR_GROUP_SCALAR);
}

static void a_wrong_pair_opens_nothing(void **state)
{
    (void)state;
    struct dealt dealt = deal();
    struct dealt other = deal();
    PAL_SCALAR(secret);
    struct dealt mixed = dealt;
    mixed.shares[1] = other.shares[1];
    EXPECT_ERR(combine(&mixed, 0, 1, &secret), PAL_ERR_SHARES_APART);
    EXPECT_ERR(combine(&mixed, 0, 2, &secret), PAL_OK);

    /* Two shares that are the same number make a line that is flat, and not this one. */
    mixed.shares[1] = mixed.shares[0];
    EXPECT_ERR(combine(&mixed, 0, 1, &secret), PAL_ERR_SHARES_APART);
    /* And two that cancel each other make zero, which is no secret. */
    pal_scalar_add(&mixed.shares[0], &mixed.shares[0], &mixed.shares[1]);
    EXPECT_ERR(combine(&mixed, 0, 1, &secret), PAL_ERR_SHARES_APART);
}

static void points_of_another_line_are_seen(void **state)
{
    (void)state;
    for (size_t changed = 0; changed <= PAL_SHARES; changed++) {
        struct dealt dealt = deal();
        struct dealt other = deal();
        struct pal_point *point =
            changed == PAL_SHARES ? &dealt.open.key : &dealt.open.shares[changed];
        *point = other.open.key;
        EXPECT_ERR(pal_shares_public_check(&dealt.open), PAL_ERR_SHARES_APART);
    }
    /* 2·V_1 - V_2 neutral, as when the secret is zero. */
    struct dealt dealt = deal();
    EXPECT_ERR(pal_point_add(&dealt.open.shares[0], &dealt.open.shares[0], &dealt.open.shares[1]),
               PAL_OK);
    EXPECT_ERR(pal_shares_public_check(&dealt.open), PAL_ERR_SHARES_APART);
}

static void two_deals_have_nothing_in_common(void **state)
{
    (void)state;
    struct dealt dealt = deal();
    struct dealt other = deal();
    assert_false(pal_point_equal(&dealt.open.key, &other.open.key));
    assert_memory_not_equal(dealt.shares, other.shares, sizeof dealt.shares[0]);
}

int main(void)
{
    TESTS(tests, 8);
    TEST(tests, every_pair_makes_the_secret);
    TEST(tests, a_share_is_the_keepers_own);
    TEST(tests, a_share_has_one_spelling);
    TEST(tests, a_wrong_pair_opens_nothing);
    TEST(tests, points_of_another_line_are_seen);
    TEST(tests, two_deals_have_nothing_in_common);
    return RUN(tests);
}
