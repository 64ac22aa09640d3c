/* Lots: the same seed draws the same order, and each name once. */
#include "base/lot.h"

#include "../support/expect.h"

enum { NAMES_MAX = 12 };

/* clang-format off */
static const struct {
    const char *name;
    const char *seed;
    size_t count;
    size_t order[NAMES_MAX]; /* drawn by a program of ten lines in another language */
} rows[] = {
    {"one name is drawn", "palabre", 1,
        {0}},
    {"five names are drawn", "palabre", 5,
        {2, 1, 0, 3, 4}},
    {"another seed draws another order", "2026-06-20 4417", 12,
        {11, 1, 8, 2, 9, 3, 10, 7, 4, 5, 0, 6}},
    {"an empty seed draws too", "", 3,
        {0, 2, 1}},
};
/* clang-format on */

static void draws(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    size_t order[NAMES_MAX];
    pal_lot_order(pal_text_of(row->seed), row->count, order);
    for (size_t i = 0; i < row->count; i++) {
        assert_int_equal(order[i], row->order[i]);
    }
}

static void each_name_is_drawn_once(void **state)
{
    (void)state;
    enum { COUNT = 1000 };
    size_t order[COUNT];
    bool drawn[COUNT] = {false};
    pal_lot_order(pal_text_of("palabre"), COUNT, order);
    for (size_t i = 0; i < COUNT; i++) {
        assert_true(order[i] < COUNT);
        assert_false(drawn[order[i]]);
        drawn[order[i]] = true;
    }
    assert_int_equal(order[0], 257);
    assert_int_equal(order[999], 307);
}

static void the_seed_is_bytes(void **state)
{
    (void)state;
    size_t whole[8];
    size_t part[8];
    pal_lot_order((struct pal_text){"seed and more", 4}, 8, part);
    pal_lot_order(pal_text_of("seed"), 8, whole);
    assert_memory_equal(whole, part, sizeof whole);
}

/* The worked example of RFC 3797, section 6: ten of twenty-five, from 1 in its text. */
static void the_example_of_rfc_3797_is_drawn(void **state)
{
    (void)state;
    const size_t published[] = {17, 7, 2, 16, 25, 23, 8, 24, 19, 13};
    size_t order[25];
    pal_lot_order_rfc3797(pal_text_of("9319./2.5.8.10.12./9.18.26.34.41.45./"), 25, order);
    for (size_t i = 0; i < sizeof published / sizeof published[0]; i++) {
        assert_int_equal(order[i] + 1, published[i]);
    }
}

static void nobody_is_drawn_from_nobody(void **state)
{
    (void)state;
    pal_lot_order(pal_text_of("palabre"), 0, NULL);
    pal_lot_order_rfc3797(pal_text_of("palabre"), 0, NULL);
}

int main(void)
{
    TESTS(tests, 8);
    TABLE(tests, rows, draws);
    TEST(tests, each_name_is_drawn_once);
    TEST(tests, the_seed_is_bytes);
    TEST(tests, the_example_of_rfc_3797_is_drawn);
    TEST(tests, nobody_is_drawn_from_nobody);
    return RUN(tests);
}
