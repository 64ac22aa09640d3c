/* Thresholds, on both sides and exactly on them. */
#include "ballots/rules.h"

#include "../support/expect.h"

/* clang-format off */
static const struct {
    const char *name;
    int64_t num, den;
    int64_t threshold_num, threshold_den;
    bool strict, passes;
} rows[] = {
    {"more than half",                              51, 100, 1, 2, true,  true},
    {"half is not more than half",                  1, 2,    1, 2, true,  false},
    {"a tie is a rejection where reaching is enough", 1, 2,  1, 2, false, false},
    {"two thirds reached",                          2, 3,    2, 3, false, true},
    {"two thirds to be exceeded",                   2, 3,    2, 3, true,  false},
    {"a hair under two thirds",                     666666666, 1000000000, 2, 3, false, false},
    {"a hair over two thirds",                      666666667, 1000000000, 2, 3, true,  true},
    {"one third reached",                           1, 3,    1, 3, false, true},
    {"one half over one third is no tie",           1, 2,    1, 3, true,  true},
    {"unanimity reached",                           1, 1,    1, 1, false, true},
};
/* clang-format on */

static void passes(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_RATIO(ratio);
    struct pal_majority_rule rule = {.strict = row->strict};
    mpq_init(rule.threshold);
    pal_ratio_set(ratio, row->num, row->den);
    pal_ratio_set(rule.threshold, row->threshold_num, row->threshold_den);
    assert_int_equal(pal_majority_passes(&rule, ratio), row->passes);
    mpq_clear(rule.threshold);
}

static void divides_by_nothing(void **state)
{
    (void)state;
    PAL_RATIO(favour);
    PAL_RATIO(whole);
    PAL_RATIO(ratio);
    assert_false(pal_majority_ratio(favour, whole, ratio));
    pal_ratio_set(whole, 2, 5);
    pal_ratio_set(favour, 1, 5);
    assert_true(pal_majority_ratio(favour, whole, ratio));
    EXPECT_RATIO(ratio, "1/2");
}

static void asks_members_by_head(void **state)
{
    (void)state;
    PAL_RATIO(least);
    PAL_RATIO(share);
    pal_ratio_set(least, 3, 4);
    struct pal_tally tallies[2] = {{.members = 4, .favour = 3}, {.members = 4, .favour = 3}};
    assert_true(pal_majority_of_members(tallies, 2, least, share));
    EXPECT_RATIO(share, "3/4");
    tallies[1].members = 5;
    assert_false(pal_majority_of_members(tallies, 2, least, share));
    assert_false(pal_majority_of_members(tallies, 0, least, share));
}

static void asks_a_class_for_more_than_a_tie(void **state)
{
    (void)state;
    assert_true(pal_majority_of_class(&(struct pal_tally){.favour = 2, .against = 1}));
    assert_false(pal_majority_of_class(&(struct pal_tally){.favour = 1, .against = 1}));
    assert_false(pal_majority_of_class(&(struct pal_tally){0}));
}

int main(void)
{
    TESTS(tests, 16);
    TABLE(tests, rows, passes);
    TEST(tests, divides_by_nothing);
    TEST(tests, asks_members_by_head);
    TEST(tests, asks_a_class_for_more_than_a_tie);
    return RUN(tests);
}
