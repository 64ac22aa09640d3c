/* The order of amendments and their fates. */
#include "ballots/rules.h"

#include "../support/expect.h"

enum { COUNT = 4 };

/* clang-format off */
static const struct {
    const char *name;
    int64_t original;
    int64_t values[COUNT];     /* of A, B, C, D */
    bool adopted[COUNT];
    size_t order[COUNT];
    enum pal_fate fates[COUNT]; /* in that order */
    size_t winner;
} rows[] = {
    {"the furthest first", 100, {90, 50, 80, 10}, {false, false, false, false}, {3, 1, 2, 0},
        {PAL_FATE_REJECTED, PAL_FATE_REJECTED, PAL_FATE_REJECTED, PAL_FATE_REJECTED}, SIZE_MAX},
    {"as far above as below, by identifier", 100, {120, 80, 130, 70}, {false, false, false, false}, {2, 3, 0, 1},
        {PAL_FATE_REJECTED, PAL_FATE_REJECTED, PAL_FATE_REJECTED, PAL_FATE_REJECTED}, SIZE_MAX},
    {"the later ones lapse, adopted or not", 100, {90, 50, 80, 10}, {true, true, false, false}, {3, 1, 2, 0},
        {PAL_FATE_REJECTED, PAL_FATE_ADOPTED, PAL_FATE_LAPSED, PAL_FATE_LAPSED}, 1},
    {"the last is adopted", 100, {90, 50, 80, 10}, {true, false, false, false}, {3, 1, 2, 0},
        {PAL_FATE_REJECTED, PAL_FATE_REJECTED, PAL_FATE_REJECTED, PAL_FATE_ADOPTED}, 0},
};
/* clang-format on */

static void orders(void **state)
{
    static const char *const ids[COUNT] = {"A", "B", "C", "D"};
    const __typeof__(rows[0]) *row = *state;
    PAL_RATIO(original);
    mpq_t *values = pal_ratio_array_new(COUNT);
    struct pal_ranked_amendment amendments[COUNT];
    size_t order[COUNT];
    enum pal_fate fates[COUNT];
    pal_ratio_set(original, row->original, 1);
    for (size_t i = 0; i < COUNT; i++) {
        pal_ratio_set(values[i], row->values[i], 1);
        amendments[i] = (struct pal_ranked_amendment){.id = ids[i], .value = values[i]};
    }
    pal_amendments_order(original, amendments, COUNT, order);
    assert_memory_equal(order, row->order, sizeof order);
    assert_true(pal_amendments_fates(order, row->adopted, COUNT, fates) == row->winner);
    for (size_t i = 0; i < COUNT; i++) {
        assert_string_equal(pal_fate_word(fates[i]), pal_fate_word(row->fates[i]));
    }
    pal_ratio_array_free(values, COUNT);
}

int main(void)
{
    TESTS(tests, 8);
    TABLE(tests, rows, orders);
    return RUN(tests);
}
