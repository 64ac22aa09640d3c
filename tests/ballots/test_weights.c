/* What each college weighs when some have no member. */
#include "ballots/rules.h"

#include "statutes.h"

/* clang-format off */
static const struct {
    const char *name;
    const char *rest;          /* of the fragment */
    uint64_t members[4];
    bool weighted;
    const char *weights[4];
} rows[] = {
    {"nobody missing keeps the statutes", "",
        {1, 1, 1, 1}, true, {"2/5", "3/10", "1/5", "1/10"}},
    {"equal parts to the three that remain", "",
        {1, 1, 1, 0}, true, {"13/30", "1/3", "7/30", "0/1"}},
    {"equal parts stop at one half exactly", ",'min_colleges_for_weighting':2",
        {1, 1, 0, 0}, true, {"1/2", "1/2", "0/1", "0/1"}},
    {"what overflows is shared again", ",'max_weight':'9/20'",
        {1, 0, 1, 1}, true, {"9/20", "0/1", "13/40", "9/40"}},
    {"what nobody can take is dropped", ",'max_weight':'2/5','min_colleges_for_weighting':1",
        {1, 1, 0, 0}, true, {"2/5", "2/5", "0/1", "0/1"}},
    {"a college above the ceiling keeps its weight", ",'max_weight':'3/10'",
        {1, 1, 1, 0}, true, {"2/5", "3/10", "3/10", "0/1"}},
    {"pro rata divides by what remains", ",'empty_college':'redistribute_prorata'",
        {0, 1, 1, 1}, true, {"0/1", "1/2", "1/3", "1/6"}},
    {"left out means left as they are", ",'empty_college':'renormalise'",
        {0, 1, 1, 1}, true, {"0/1", "3/10", "1/5", "1/10"}},
    {"two of three wanted suspend the weighting", "",
        {9, 9, 0, 0}, false, {"0/1", "0/1", "0/1", "0/1"}},
    {"three of three wanted do not", "",
        {0, 9, 9, 9}, true, {"0/1", "13/30", "1/3", "7/30"}},
    {"nobody at all suspends", ",'min_colleges_for_weighting':1",
        {0, 0, 0, 0}, false, {"0/1", "0/1", "0/1", "0/1"}},
    {"nobody at all and no minimum weighs nothing", ",'min_colleges_for_weighting':0",
        {0, 0, 0, 0}, true, {"0/1", "0/1", "0/1", "0/1"}},
    {"pro rata of nobody weighs nothing",
        ",'min_colleges_for_weighting':0,'empty_college':'redistribute_prorata'",
        {0, 0, 0, 0}, true, {"0/1", "0/1", "0/1", "0/1"}},
};
/* clang-format on */

static void weighs(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_CONSTITUTION(constitution);
    PAL_BUF(text);
    pal_buf_add_format(&text, "{" FOUR_COLLEGES "%s}", row->rest);
    statutes(text.bytes, &constitution);
    mpq_t *weights = pal_ratio_array_new(4);
    assert_int_equal(pal_weights_effective(&constitution, row->members, weights), row->weighted);
    for (size_t i = 0; i < 4; i++) {
        EXPECT_RATIO(weights[i], row->weights[i]);
    }
    pal_ratio_array_free(weights, 4);
}

int main(void)
{
    TESTS(tests, 16);
    TABLE(tests, rows, weighs);
    return RUN(tests);
}
