/* A lane between two threads: in order, bounded, and who takes is woken. */
#include <poll.h>

#include "base/limits.h"
#include "base/mem.h"

#include "../support/expect.h"
#include "call.h"
#include "lane.h"

static bool is_woken(const struct pal_lane *lane)
{
    struct pollfd watched = {.fd = lane->fd, .events = POLLIN};
    return poll(&watched, 1, 0) == 1;
}

static void calls_come_out_in_their_order(void **state)
{
    (void)state;
    struct pal_call calls[4] = {0};
    struct pal_call_list list = {0};
    struct pal_lane lane;
    pal_lane_init(&lane);
    assert_false(is_woken(&lane));
    assert_true(pal_lane_put(&lane, &calls[0]));
    assert_true(is_woken(&lane));
    pal_call_list_add(&list, &calls[1]);
    pal_call_list_add(&list, &calls[2]);
    pal_lane_put_all(&lane, &list);
    assert_int_equal(list.count, 0);
    assert_true(pal_lane_put(&lane, &calls[3]));

    assert_true(pal_lane_take(&lane, &list));
    assert_int_equal(list.count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_ptr_equal(pal_call_list_take(&list), &calls[i]);
    }
    assert_null(pal_call_list_take(&list));
    assert_true(pal_lane_take(&lane, &list));
    assert_int_equal(list.count, 0);
    pal_lane_done(&lane);
}

static void some_are_taken_and_the_rest_stays_in_its_order(void **state)
{
    (void)state;
    struct pal_call calls[5] = {0};
    struct pal_call_list list;
    struct pal_lane lane;
    pal_lane_init(&lane);
    for (size_t i = 0; i < 3; i++) {
        assert_true(pal_lane_put(&lane, &calls[i]));
    }
    assert_true(pal_lane_take_some(&lane, 0, &list));
    assert_int_equal(list.count, 0);
    assert_true(pal_lane_take_some(&lane, 2, &list));
    assert_int_equal(list.count, 2);
    assert_ptr_equal(list.first, &calls[0]);
    assert_ptr_equal(list.last, &calls[1]);
    assert_null(list.last->next);
    assert_true(pal_lane_put(&lane, &calls[3]));
    assert_true(pal_lane_put(&lane, &calls[4]));
    assert_int_equal(pal_lane_count(&lane), 3);
    assert_true(pal_lane_take_some(&lane, 3, &list));
    for (size_t i = 2; i < 5; i++) {
        assert_ptr_equal(pal_call_list_take(&list), &calls[i]);
    }
    assert_int_equal(list.count, 0);
    assert_int_equal(pal_lane_count(&lane), 0);
    pal_lane_done(&lane);
}

static void a_list_put_into_an_empty_lane_wakes(void **state)
{
    (void)state;
    struct pal_call call = {0};
    struct pal_call_list list = {0};
    struct pal_lane lane;
    pal_lane_init(&lane);
    pal_lane_put_all(&lane, &list);
    assert_false(is_woken(&lane));
    pal_call_list_add(&list, &call);
    pal_lane_put_all(&lane, &list);
    assert_true(is_woken(&lane));
    assert_true(pal_lane_take(&lane, &list));
    assert_ptr_equal(list.first, &call);
    pal_lane_done(&lane);
}

static void a_full_lane_takes_no_more(void **state)
{
    (void)state;
    struct pal_call *calls = pal_mem_new(PAL_LIMIT_LANE + 1, sizeof *calls);
    struct pal_call_list list;
    struct pal_lane lane;
    pal_lane_init(&lane);
    for (size_t i = 0; i < PAL_LIMIT_LANE; i++) {
        assert_true(pal_lane_put(&lane, &calls[i]));
    }
    assert_false(pal_lane_put(&lane, &calls[PAL_LIMIT_LANE]));
    assert_true(pal_lane_take(&lane, &list));
    assert_int_equal(list.count, PAL_LIMIT_LANE);
    assert_true(pal_lane_put(&lane, &calls[PAL_LIMIT_LANE]));
    assert_true(pal_lane_take(&lane, &list));
    pal_lane_done(&lane);
    pal_mem_free(calls);
}

static void who_takes_learns_that_nothing_more_comes(void **state)
{
    (void)state;
    struct pal_call call = {0};
    struct pal_call_list list;
    struct pal_lane lane;
    pal_lane_init(&lane);
    assert_true(pal_lane_put(&lane, &call));
    pal_lane_close(&lane);
    assert_true(is_woken(&lane));
    assert_false(pal_lane_take(&lane, &list));
    assert_ptr_equal(list.first, &call); /* what was there is there */
    pal_lane_done(&lane);
}

int main(void)
{
    TESTS(tests, 5);
    TEST(tests, calls_come_out_in_their_order);
    TEST(tests, some_are_taken_and_the_rest_stays_in_its_order);
    TEST(tests, a_list_put_into_an_empty_lane_wakes);
    TEST(tests, a_full_lane_takes_no_more);
    TEST(tests, who_takes_learns_that_nothing_more_comes);
    return RUN(tests);
}
