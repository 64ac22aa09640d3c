/* ristretto255: its published multiples, and every spelling that must be refused. */
#include <string.h>

#include "base/crypto.h"
#include "base/group.h"

#include "../support/expect.h"

static void expect_bytes(const uint8_t *bytes, size_t size, const char *hex)
{
    char text[2 * 64 + 1];
    pal_text_write_hex(bytes, size, text);
    assert_string_equal(text, hex);
}

static void read_hex(const char *hex, uint8_t *out_bytes, size_t size)
{
    EXPECT_ERR(pal_text_hex(pal_text_of(hex), out_bytes, size), PAL_OK);
}

/* clang-format off */
static const struct {
    const char *name;
    uint32_t factor;
    const char *point; /* RFC 9496, appendix A.1 */
} multiples[] = {
    {"the base point itself", 1, "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76"},
    {"twice the base point",  2, "6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919"},
    {"fifteen times",        15, "e0c418f7c8d9c4cdd7395b93ea124f3ad99021bb681dfc3302a9d99a2e53e64e"},
};

static const struct {
    const char *name;
    const char *scalar;
    enum pal_err err;
} scalars[] = {
    {"zero is a scalar",
        "0000000000000000000000000000000000000000000000000000000000000000", PAL_OK},
    {"so is the order less one",
        "ecd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010", PAL_OK},
    {"attack 6: the order itself is none",
        "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010", PAL_ERR_GROUP_SCALAR},
    {"attack 6: nor is one more than the order",
        "eed3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010", PAL_ERR_GROUP_SCALAR},
    {"attack 6: nor is one with bit 255",
        "0100000000000000000000000000000000000000000000000000000000000080", PAL_ERR_GROUP_SCALAR},
    {"attack 6: nor is two to the power of 253",
        "0000000000000000000000000000000000000000000000000000000000000020", PAL_ERR_GROUP_SCALAR},
    {"nor are ones all over",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", PAL_ERR_GROUP_SCALAR},
};

static const struct {
    const char *name;
    const char *point; /* RFC 9496, appendix A.2 */
} no_points[] = {
    {"attack 7: the neutral point", "0000000000000000000000000000000000000000000000000000000000000000"},
    {"attack 7: a field element beyond its prime",
        "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"},
    {"attack 7: the prime itself", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"},
    {"attack 7: ones all over",    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"},
    {"attack 7: a negative field element",
        "0100000000000000000000000000000000000000000000000000000000000000"},
    {"attack 7: another negative one",
        "ed57ffd8c914fb201471d1c3d245ce3c746fcbe63a3679d51b6a516ebebe0e20"},
    {"attack 7: what is no square",
        "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371"},
    {"attack 6: the base point with bit 255",
        "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2df6"},
};
/* clang-format on */

static void multiplies_to(void **state)
{
    const __typeof__(multiples[0]) *row = *state;
    struct pal_scalar factor;
    struct pal_point point;
    struct pal_point sum;
    pal_scalar_of(row->factor, &factor);
    EXPECT_ERR(pal_point_base(&factor, &point), PAL_OK);
    expect_bytes(point.bytes, PAL_POINT_SIZE, row->point);

    /* The same by adding. */
    struct pal_scalar one;
    struct pal_point base;
    pal_scalar_of(1, &one);
    EXPECT_ERR(pal_point_base(&one, &base), PAL_OK);
    sum = base;
    for (uint32_t i = 1; i < row->factor; i++) {
        EXPECT_ERR(pal_point_add(&sum, &base, &sum), PAL_OK);
    }
    assert_true(pal_point_equal(&sum, &point));
    EXPECT_ERR(pal_point_mul(&factor, &base, &sum), PAL_OK);
    assert_true(pal_point_equal(&sum, &point));
    EXPECT_ERR(pal_point_parse(sum.bytes, &point), PAL_OK);
    assert_true(pal_point_equal(&sum, &point));
}

static void is_judged_as_a_scalar(void **state)
{
    const __typeof__(scalars[0]) *row = *state;
    uint8_t bytes[PAL_SCALAR_SIZE];
    PAL_SCALAR(scalar);
    read_hex(row->scalar, bytes, sizeof bytes);
    EXPECT_ERR(pal_scalar_parse(bytes, &scalar), row->err);
    if (row->err == PAL_OK) {
        assert_memory_equal(scalar.bytes, bytes, sizeof bytes);
    }
}

static void is_no_point(void **state)
{
    const __typeof__(no_points[0]) *row = *state;
    uint8_t bytes[PAL_POINT_SIZE];
    struct pal_point point;
    read_hex(row->point, bytes, sizeof bytes);
    EXPECT_ERR(pal_point_parse(bytes, &point), PAL_ERR_GROUP_POINT);
}

static void a_neutral_result_is_refused(void **state)
{
    (void)state;
    PAL_SCALAR(zero);
    PAL_SCALAR(number);
    struct pal_point point;
    struct pal_point made;
    pal_scalar_random(&number);
    EXPECT_ERR(pal_point_base(&number, &point), PAL_OK);
    EXPECT_ERR(pal_point_base(&zero, &made), PAL_ERR_GROUP_POINT);
    EXPECT_ERR(pal_point_mul(&zero, &point, &made), PAL_ERR_GROUP_POINT);
    EXPECT_ERR(pal_point_sub(&point, &point, &made), PAL_ERR_GROUP_POINT);

    PAL_SCALAR(opposite);
    pal_scalar_sub(&zero, &number, &opposite);
    EXPECT_ERR(pal_point_base(&opposite, &made), PAL_OK);
    EXPECT_ERR(pal_point_add(&point, &made, &made), PAL_ERR_GROUP_POINT);
}

static void scalars_are_a_field(void **state)
{
    (void)state;
    for (int i = 0; i < 50; i++) {
        PAL_SCALAR(a);
        PAL_SCALAR(b);
        PAL_SCALAR(made);
        PAL_SCALAR(parsed);
        pal_scalar_random(&a);
        pal_scalar_random(&b);
        assert_false(pal_scalar_is_zero(&a));
        EXPECT_ERR(pal_scalar_parse(a.bytes, &parsed), PAL_OK);
        pal_scalar_add(&a, &b, &made);
        pal_scalar_sub(&made, &b, &made);
        assert_memory_equal(&made, &a, sizeof made);
        pal_scalar_invert(&b, &parsed);
        pal_scalar_mul(&a, &b, &made);
        pal_scalar_mul(&made, &parsed, &made);
        assert_memory_equal(&made, &a, sizeof made);
        pal_scalar_sub(&a, &a, &made);
        assert_true(pal_scalar_is_zero(&made));
    }
}

/* The vector H("test", "abc", 7), which two other programs made too. */
static void a_frame_hashes_to_a_scalar(void **state)
{
    (void)state;
    PAL_SCALAR(scalar);
    PAL_BUF(frame);
    pal_frame(&frame, "test");
    pal_frame_add(&frame, "abc", 3);
    pal_frame_add_u32(&frame, 7);
    pal_scalar_hash(pal_buf_text(&frame), &scalar);
    expect_bytes(scalar.bytes, sizeof scalar.bytes,
                 "72ca3a6a6f102768b80e75f86811847acd26b37699318060bed17a2e11216603");
}

int main(void)
{
    TESTS(tests, 32);
    TABLE(tests, multiples, multiplies_to);
    TABLE(tests, scalars, is_judged_as_a_scalar);
    TABLE(tests, no_points, is_no_point);
    TEST(tests, a_neutral_result_is_refused);
    TEST(tests, scalars_are_a_field);
    TEST(tests, a_frame_hashes_to_a_scalar);
    return RUN(tests);
}
