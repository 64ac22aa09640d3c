/* What of a surplus goes to the reserves. */
#include "ballots/rules.h"

#include "../support/expect.h"

/* clang-format off */
static const struct {
    const char *name;
    int64_t result, deficit, reserves, capital;
    int64_t legal, statutory, interest, other;
    const char *min_legal, *min_statutory, *max_interest;
    unsigned faults;
} rows[] = {
    {"reserves below the capital",         1000, 0, 499, 500,  150, 425, 425, 0,  "150/1", "425/1", "425/1", 0},
    {"reserves at the capital",            1000, 0, 500, 500,  0, 500, 500, 0,    "0/1", "500/1", "500/1", 0},
    {"a deficit comes first",              1000, 200, 0, 500,  120, 340, 300, 40, "120/1", "340/1", "340/1", 0},
    {"one too little to the legal reserve",1000, 0, 0, 500,    149, 426, 425, 0,  "150/1", "425/1", "425/1", PAL_SURPLUS_LEGAL_LOW},
    {"one too little to the statutory",    1000, 0, 0, 500,    150, 424, 426, 0,  "150/1", "425/1", "425/1", PAL_SURPLUS_STATUTORY_LOW},
    {"its own legal reserve counts",       1000, 0, 0, 500,    200, 400, 400, 0,  "150/1", "425/1", "425/1", 0},
    {"one euro lost",                      1000, 0, 0, 500,    150, 425, 424, 0,  "150/1", "425/1", "425/1", PAL_SURPLUS_UNBALANCED},
    {"a negative amount",                  1000, 0, 0, 500,    150, 851, -1, 0,   "150/1", "425/1", "425/1", PAL_SURPLUS_NEGATIVE},
    {"everything wrong",                   1000, 0, 0, 500,    0, 0, 0, -1,       "150/1", "425/1", "425/1",
        PAL_SURPLUS_LEGAL_LOW | PAL_SURPLUS_STATUTORY_LOW | PAL_SURPLUS_UNBALANCED | PAL_SURPLUS_NEGATIVE},
    {"nothing to share",                   100, 100, 0, 500,   0, 0, 0, 0,        "0/1", "0/1", "0/1", 0},
    {"a loss",                             100, 300, 0, 500,   0, 0, 0, -200,     "0/1", "0/1", "0/1", PAL_SURPLUS_NEGATIVE},
};
/* clang-format on */

static void shares(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    struct pal_surplus surplus PAL_CLEANUP(pal_surplus_done);
    struct pal_reserves reserves PAL_CLEANUP(pal_reserves_done);
    pal_surplus_init(&surplus);
    pal_reserves_init(&reserves);
    surplus.has_proposal = true;
    pal_ratio_set(surplus.result, row->result, 1);
    pal_ratio_set(surplus.deficit, row->deficit, 1);
    pal_ratio_set(surplus.reserves, row->reserves, 1);
    pal_ratio_set(surplus.capital, row->capital, 1);
    pal_ratio_set(surplus.legal, row->legal, 1);
    pal_ratio_set(surplus.statutory, row->statutory, 1);
    pal_ratio_set(surplus.interest, row->interest, 1);
    pal_ratio_set(surplus.other, row->other, 1);
    pal_reserves_compute(&surplus, &reserves);
    EXPECT_RATIO(reserves.min_legal, row->min_legal);
    EXPECT_RATIO(reserves.min_statutory, row->min_statutory);
    EXPECT_RATIO(reserves.max_interest, row->max_interest);
    assert_int_equal(reserves.faults, row->faults);
}

static void names_its_faults(void **state)
{
    (void)state;
    assert_string_equal(pal_surplus_fault_word(PAL_SURPLUS_UNBALANCED), "does_not_balance");
    assert_string_equal(pal_surplus_fault_word(PAL_SURPLUS_LEGAL_LOW), "legal_reserve_too_low");
    assert_string_equal(pal_surplus_fault_word(PAL_SURPLUS_STATUTORY_LOW),
                        "statutory_reserve_too_low");
    assert_string_equal(pal_surplus_fault_word(PAL_SURPLUS_NEGATIVE), "negative_amount");
}

int main(void)
{
    TESTS(tests, 16);
    TABLE(tests, rows, shares);
    TEST(tests, names_its_faults);
    return RUN(tests);
}
