/* A task does its work once, wherever it is done. */
#include <string.h>

#include "base/task.h"

#include "../support/expect.h"

struct sum {
    uint64_t upto, total;
    pthread_t by;
};

static void add_up(void *context)
{
    struct sum *sum = context;
    for (uint64_t i = 1; i <= sum->upto; i++) {
        sum->total += i;
    }
    sum->by = pthread_self();
}

static void it_is_done_once_it_was_waited_for(void **state)
{
    (void)state;
    struct sum sum = {.upto = 1000};
    PAL_TASK(task);
    pal_task_start(&task, add_up, &sum);
    pal_task_wait(&task);
    assert_int_equal(sum.total, 500500);
    assert_int_equal(pthread_equal(sum.by, pthread_self()), 0);
    pal_task_wait(&task);
    assert_int_equal(sum.total, 500500);
}

static void several_go_on_at_once(void **state)
{
    (void)state;
    struct sum sums[4] = {{.upto = 10}, {.upto = 20}, {.upto = 30}, {.upto = 40}};
    struct pal_task tasks[4] = {0};
    for (size_t i = 0; i < 4; i++) {
        pal_task_start(&tasks[i], add_up, &sums[i]);
    }
    for (size_t i = 0; i < 4; i++) {
        pal_task_wait(&tasks[i]);
        assert_int_equal(sums[i].total, sums[i].upto * (sums[i].upto + 1) / 2);
    }
}

static void one_that_was_not_started_is_not_waited_for(void **state)
{
    (void)state;
    PAL_TASK(task);
    pal_task_wait(&task);
    assert_false(task.is_running);
}

int main(void)
{
    TESTS(tests, 3);
    TEST(tests, it_is_done_once_it_was_waited_for);
    TEST(tests, several_go_on_at_once);
    TEST(tests, one_that_was_not_started_is_not_waited_for);
    return RUN(tests);
}
