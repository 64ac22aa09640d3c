/* Sums of weights: the same digits in machine integers and in integers of any size. */
#include "../support/expect.h"
#include "units.h"

enum { SLOTS = 3 };

/* A choice among three, so many times, of that weight each. */
struct said {
    uint64_t count;
    const char *weight;
};

/* clang-format off */
static const struct {
    const char *name;
    struct said said[SLOTS];
    uint64_t factor_max;
    bool small;
    const char *sums[SLOTS]; /* of factor -1, 2 and factor_max */
    const char *all;
} profiles[] = {
    {"whole numbers are their own unit",        {{3, "1"}, {2, "1"}, {4, "1"}},             5, true,  {"-3/1", "4/1", "20/1"}, "21/1"},
    {"thirds and halves are told in sixths",    {{1, "1/3"}, {5, "1/2"}, {2, "1/3"}},       3, true,  {"-1/3", "5/1", "2/1"}, "20/3"},
    {"weights of zero are weights",             {{1, "0"}, {1, "7/2"}, {9, "0"}},           2, true,  {"0/1", "7/1", "0/1"}, "7/1"},
    {"a sum of 126 bits fits",                  {{1, "85070591730234615865843651857942052863"}, {1, "0"}, {1, "0"}}, 1, true,
                                                {"-85070591730234615865843651857942052863/1", "0/1", "0/1"}, "-85070591730234615865843651857942052863/1"},
    {"one of 127 bits does not",                {{1, "85070591730234615865843651857942052864"}, {1, "1"}, {1, "1/7"}}, 2, false,
                                                {"-85070591730234615865843651857942052864/1", "2/1", "2/7"}, "-595494142111642311060905563005594370032/7"},
    {"the factor counts too",                   {{1, "1"}, {1, "1"}, {1, "1"}},             INT64_MAX, true, {"-1/1", "2/1", "9223372036854775807/1"}, "9223372036854775808/1"},
    {"and may make it too large",               {{1, "18446744073709551615"}, {1, "1/2"}, {1, "1"}},  INT64_MAX, false,
                                                {"-18446744073709551615/1", "1/1", "9223372036854775807/1"}, "-9223372036854775807/1"},
};
/* clang-format on */

static void add_all(struct pal_profile *profile, const struct said *said)
{
    for (size_t i = 0; i < SLOTS; i++) {
        int32_t marks[SLOTS] = {0};
        marks[i] = 1;
        struct pal_ballot ballot = {.marks = marks, .mark_count = SLOTS};
        PAL_RATIO(weight);
        EXPECT_ERR(pal_ratio_parse(pal_text_of(said[i].weight), weight), PAL_OK);
        pal_profile_add(profile, &ballot, said[i].count, weight);
    }
}

static void sums_are_exact(void **state)
{
    const __typeof__(profiles[0]) *row = *state;
    PAL_PROFILE(profile, PAL_BALLOT_CHOICE, SLOTS);
    add_all(&profile, row->said);
    PAL_UNITS(units, &profile, row->factor_max);
    assert_int_equal(units.small != NULL, row->small);

    for (size_t i = 0; i < SLOTS; i++) {
        PAL_RATIO(weight);
        PAL_RATIO(found);
        pal_profile_row_weight(&profile, &profile.rows[i], weight);
        pal_units_integer(&units, i, mpq_numref(found));
        mpz_set(mpq_denref(found), units.per_one);
        mpq_canonicalize(found);
        assert_true(mpq_equal(found, weight));
    }

    PAL_SUMS(sums, &units, SLOTS);
    pal_sums_add(&sums, 0, 0, 1);
    pal_sums_clear(&sums);
    pal_sums_add(&sums, 0, 0, -1);
    pal_sums_add(&sums, 1, 1, 2);
    pal_sums_add(&sums, 2, 2, (int64_t)row->factor_max);
    PAL_RATIO(sum);
    for (size_t i = 0; i < SLOTS; i++) {
        pal_sums_get(&sums, i, sum);
        EXPECT_RATIO(sum, row->sums[i]);
    }
    PAL_FIGURES(figures);
    pal_sums_figures(&sums, &figures);
    for (size_t i = 0; i < SLOTS; i++) {
        EXPECT_RATIO(pal_figures_get(&figures, i), row->sums[i]);
        for (size_t j = 0; j < SLOTS; j++) {
            int order = mpq_cmp(figures.at[i].value, figures.at[j].value);
            int found = pal_sums_compare(&sums, i, j);
            assert_int_equal((order > 0) - (order < 0), (found > 0) - (found < 0));
        }
    }
    PAL_SUMS(others, &units, 1);
    assert_int_equal(pal_sums_sign(&others, 0), 0);
    PAL_RATIO(difference);
    mpq_sub(difference, figures.at[0].value, figures.at[2].value);
    pal_sums_set_difference(&others, 0, &sums, 0, 2);
    pal_sums_get(&others, 0, sum);
    assert_true(mpq_equal(sum, difference));
    assert_int_equal(pal_sums_sign(&others, 0), mpq_sgn(difference));
    pal_sums_merge(&sums, 0, 1);
    pal_sums_merge(&sums, 0, 2);
    pal_sums_get(&sums, 0, sum);
    EXPECT_RATIO(sum, row->all);
}

static void a_weight_that_no_row_has_any_more_is_of_no_account(void **state)
{
    (void)state;
    PAL_PROFILE(profile, PAL_BALLOT_CHOICE, SLOTS);
    add_all(&profile, (const struct said[]){{1, "85070591730234615865843651857942052864"},
                                            {2, "1"},
                                            {3, "1"}});
    const enum pal_ballot_state states[] = {PAL_BALLOT_SPOILT, PAL_BALLOT_COUNTED,
                                            PAL_BALLOT_COUNTED};
    pal_profile_move(&profile, states);
    PAL_UNITS(units, &profile, 1);
    assert_non_null(units.small);
    PAL_SUMS(sums, &units, 1);
    PAL_RATIO(sum);
    pal_sums_add(&sums, 0, 1, 1);
    pal_sums_get(&sums, 0, sum);
    EXPECT_RATIO(sum, "3/1");
}

int main(void)
{
    TESTS(tests, 20);
    TABLE(tests, profiles, sums_are_exact);
    TEST(tests, a_weight_that_no_row_has_any_more_is_of_no_account);
    return RUN(tests);
}
