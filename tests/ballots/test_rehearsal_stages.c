/* Where a rehearsal stood after its purchases: how many stages are kept, and which is taken up. */
#include "base/mem.h"

#include "../support/expect.h"
#include "rehearsal_stages.h"

/* Stages of eight MiB each: where memory ends, the last one makes room for the next. */
static void stages_have_so_much_memory(void **state)
{
    (void)state;
    enum { ROWS = 1 << 20, OPTIONS = 5, ROOM = 3 };
    struct pal_purses purses = {.row_count = ROWS, .option_count = OPTIONS};
    struct pal_rehearsed_offer offers[OPTIONS] = {{.cost = 0}};
    struct pal_rehearsed_purse at[1] = {{.money = {7, 8}, .slope = {1, 2}, .row_count = ROWS}};
    size_t live[OPTIONS] = {0};
    struct pal_rehearsal rehearsal = {.purses = &purses,
                                      .total = 1,
                                      .purse_of = pal_mem_new(ROWS, sizeof(uint32_t)),
                                      .wishes = pal_mem_new(ROWS, sizeof(uint32_t)),
                                      .offers = offers,
                                      .at = at,
                                      .count = 1,
                                      .live = live,
                                      .stages =
                                          pal_mem_new(OPTIONS, sizeof(struct pal_rehearsal_stage)),
                                      .is_certain = true,
                                      .is_bounded = true};
    for (int i = 0; i < OPTIONS; i++) {
        rehearsal.steps = 10 - i;
        pal_stages_keep(&rehearsal);
        assert_int_equal(rehearsal.stage_count, i < ROOM ? i + 1 : ROOM);
    }
    rehearsal.step = 6; /* what the last one is sure of */
    assert_true(pal_stages_resume(&rehearsal));
    assert_int_equal(rehearsal.stage_count, ROOM);
    assert_int_equal(rehearsal.steps, 0);
    assert_true(at[0].money.low == 13 && at[0].money.high == 20);
    rehearsal.step = 10;
    assert_true(pal_stages_resume(&rehearsal));
    assert_int_equal(rehearsal.stage_count, 1);
    rehearsal.step = 11;
    assert_false(pal_stages_resume(&rehearsal));
    pal_mem_free(rehearsal.purse_of);
    pal_mem_free(rehearsal.wishes);
    pal_stages_done(&rehearsal);
}

/* A poorer purse may grow faster than a richer one, where they want different things: once it holds
 * more it stands behind, and its rows find it there. */
static void purses_stand_in_order_after_steps(void **state)
{
    (void)state;
    enum { ROWS = 4, PURSES = 3 };
    struct pal_purses purses = {.row_count = ROWS, .option_count = 1};
    struct pal_rehearsed_offer offers[1] = {{.cost = 0}};
    struct pal_rehearsed_purse at[PURSES] = {
        {.money = {10, 11}, .slope = {1, 1}, .row_count = 1},
        {.money = {20, 21}, .slope = {30, 31}, .row_count = 1},
        {.money = {40, 41}, .slope = {5, 5}, .row_count = 1},
    };
    uint32_t purse_of[ROWS] = {2, PAL_PURSE_EMPTY, 1, 0};
    uint32_t wishes[ROWS] = {1, 0, 1, 1};
    uint32_t moves[2 * PURSES + 1] = {0};
    size_t live[1] = {0};
    struct pal_rehearsal rehearsal = {.purses = &purses,
                                      .total = ROWS,
                                      .purse_of = purse_of,
                                      .wishes = wishes,
                                      .moves = moves,
                                      .offers = offers,
                                      .at = at,
                                      .count = PURSES,
                                      .live = live,
                                      .stages = pal_mem_new(1, sizeof(struct pal_rehearsal_stage)),
                                      .is_certain = true};
    pal_stages_keep(&rehearsal);
    rehearsal.step = 2;
    assert_true(pal_stages_resume(&rehearsal));
    assert_true(at[0].money.low == 12 && at[0].slope.low == 1);
    assert_true(at[1].money.low == 50 && at[1].slope.low == 5);
    assert_true(at[2].money.low == 80 && at[2].slope.low == 30);
    static const uint32_t expected[ROWS] = {1, PAL_PURSE_EMPTY, 2, 0};
    for (size_t r = 0; r < ROWS; r++) {
        assert_int_equal(purse_of[r], expected[r]);
    }
    pal_stages_done(&rehearsal);
}

int main(void)
{
    TESTS(tests, 2);
    TEST(tests, purses_stand_in_order_after_steps);
    TEST(tests, stages_have_so_much_memory);
    return RUN(tests);
}
