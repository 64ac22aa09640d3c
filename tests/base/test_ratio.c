/* Exact ratios: what is read, what is refused, and how they are written. */
#include "base/limits.h"
#include "base/mem.h"
#include "base/ratio.h"

#include "../support/expect.h"

/* clang-format off */
static const struct {
    const char *name;
    const char *text;
    bool decimal;         /* read where decimals are allowed */
    enum pal_err err;
    const char *ratio;    /* what is then written */
} rows[] = {
    {"an integer has the denominator one",      "7",       false, PAL_OK, "7/1"},
    {"a fraction is put in lowest terms",       "38/100",  false, PAL_OK, "19/50"},
    {"zero is zero over one",                   "0/250",   false, PAL_OK, "0/1"},
    {"a negative fraction keeps its sign",      "-6/4",    false, PAL_OK, "-3/2"},
    {"minus zero is zero",                      "-0",      false, PAL_OK, "0/1"},
    {"leading zeros change nothing",            "007/014", false, PAL_OK, "1/2"},
    {"a number beyond 64 bits is exact",
        "36893488147419103233/36893488147419103232", false, PAL_OK,
        "36893488147419103233/36893488147419103232"},
    {"a decimal is exact",                      "0.1",     true,  PAL_OK, "1/10"},
    {"trailing decimals change nothing",        "12.500",  true,  PAL_OK, "25/2"},
    {"a negative decimal keeps its sign",       "-0.125",  true,  PAL_OK, "-1/8"},
    {"a fraction is read where decimals are",   "1/3",     true,  PAL_OK, "1/3"},
    {"a decimal is refused elsewhere",          "0.1",     false, PAL_ERR_RATIO_SYNTAX, NULL},
    {"nothing is no ratio",                     "",        false, PAL_ERR_RATIO_SYNTAX, NULL},
    {"a sign is no ratio",                      "-",       false, PAL_ERR_RATIO_SYNTAX, NULL},
    {"a plus sign is refused",                  "+1",      false, PAL_ERR_RATIO_SYNTAX, NULL},
    {"a space is refused",                      "1 /2",    false, PAL_ERR_RATIO_SYNTAX, NULL},
    {"a second denominator is refused",         "1/2/3",   false, PAL_ERR_RATIO_SYNTAX, NULL},
    {"a missing denominator is refused",        "1/",      false, PAL_ERR_RATIO_SYNTAX, NULL},
    {"a negative denominator is refused",       "1/-2",    false, PAL_ERR_RATIO_SYNTAX, NULL},
    {"a missing numerator is refused",          "/2",      false, PAL_ERR_RATIO_SYNTAX, NULL},
    {"a decimal without an integer is refused", ".5",      true,  PAL_ERR_RATIO_SYNTAX, NULL},
    {"a point without decimals is refused",     "5.",      true,  PAL_ERR_RATIO_SYNTAX, NULL},
    {"a decimal over a number is refused",      "1.5/2",   true,  PAL_ERR_RATIO_SYNTAX, NULL},
    {"an exponent is refused",                  "1e3",     true,  PAL_ERR_RATIO_SYNTAX, NULL},
    {"hexadecimal is refused",                  "0x10",    false, PAL_ERR_RATIO_SYNTAX, NULL},
    {"a zero denominator is refused",           "1/0",     false, PAL_ERR_RATIO_ZERO_DENOMINATOR, NULL},
    {"so is zero over zero",                    "0/000",   true,  PAL_ERR_RATIO_ZERO_DENOMINATOR, NULL},
};
/* clang-format on */

static void reads(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_RATIO(ratio);
    pal_ratio_set(ratio, 22, 7);
    struct pal_text text = pal_text_of(row->text);
    EXPECT_ERR(row->decimal ? pal_ratio_parse_decimal(text, ratio) : pal_ratio_parse(text, ratio),
               row->err);
    /* What is refused leaves the ratio as it was. */
    EXPECT_RATIO(ratio, row->err == PAL_OK ? row->ratio : "22/7");
}

static void digits_have_a_limit(void **state)
{
    (void)state;
    PAL_BUF(digits);
    pal_buf_add_string(&digits, "1/");
    for (size_t i = 0; i < PAL_LIMIT_RATIO_DIGITS - 1; i++) {
        pal_buf_add_string(&digits, "9");
    }
    PAL_RATIO(ratio);
    EXPECT_ERR(pal_ratio_parse(pal_buf_text(&digits), ratio), PAL_OK);
    pal_buf_add_string(&digits, "9");
    EXPECT_ERR(pal_ratio_parse(pal_buf_text(&digits), ratio), PAL_ERR_LIMIT_RATIO);
}

static void sixty_four_bits_are_set_exactly(void **state)
{
    (void)state;
    PAL_RATIO(ratio);
    pal_ratio_set(ratio, INT64_MIN, INT64_MAX);
    EXPECT_RATIO(ratio, "-9223372036854775808/9223372036854775807");
    pal_ratio_set(ratio, INT64_MIN, 2);
    EXPECT_RATIO(ratio, "-4611686018427387904/1");
    pal_ratio_set(ratio, 0, 12);
    EXPECT_RATIO(ratio, "0/1");
}

static void a_text_of_one_s_own_is_written(void **state)
{
    (void)state;
    PAL_RATIO(ratio);
    pal_ratio_set(ratio, -10, 4);
    PAL_STRING(text);
    text = pal_ratio_text_new(ratio);
    assert_string_equal(text, "-5/2");
}

static void an_array_starts_at_zero(void **state)
{
    (void)state;
    mpq_t *ratios = pal_ratio_array_new(3);
    for (size_t i = 0; i < 3; i++) {
        EXPECT_RATIO(ratios[i], "0/1");
    }
    pal_ratio_set(ratios[1], 1, 3);
    pal_ratio_array_free(ratios, 3);
    pal_ratio_array_free(NULL, 3);
}

static void done_may_be_called_twice(void **state)
{
    (void)state;
    mpq_t ratio;
    mpq_init(ratio);
    pal_ratio_set(ratio, 5, 3);
    pal_ratio_done(&ratio);
    pal_ratio_done(&ratio);
}

int main(void)
{
    TESTS(tests, 40);
    TABLE(tests, rows, reads);
    TEST(tests, digits_have_a_limit);
    TEST(tests, sixty_four_bits_are_set_exactly);
    TEST(tests, a_text_of_one_s_own_is_written);
    TEST(tests, an_array_starts_at_zero);
    TEST(tests, done_may_be_called_twice);
    return RUN(tests);
}
