/* What goes through a pipe arrives whole and in order, whoever is slower. */
#include <stdio.h>
#include <string.h>

#include "base/pipe.h"

#include "../support/expect.h"

enum { PIECES = 500, FAILING = 7 };

struct taker {
    size_t next;  /* the number of the piece that should come */
    size_t fails; /* at this one; 0: never */
    size_t taken;
    uint64_t work; /* to be the slower side */
};

static enum pal_err take(void *context, struct pal_buf *piece, size_t mark)
{
    struct taker *taker = context;
    char expected[32];
    assert_int_equal(mark, taker->next++);
    (void)snprintf(expected, sizeof expected, "piece %zu", mark);
    EXPECT_TEXT(pal_buf_text(piece), expected);
    taker->taken++;
    for (volatile uint64_t i = 0; i < taker->work; i++) {
    }
    return taker->fails > 0 && mark == taker->fails ? PAL_ERR_FILE_WRITE : PAL_OK;
}

static enum pal_err put(struct pal_pipe *pipe, struct pal_buf *piece, size_t number)
{
    assert_int_equal(piece->size, 0);
    pal_buf_add_format(piece, "piece %zu", number);
    return pal_pipe_put(pipe, piece, number);
}

static void send_all(struct taker *taker)
{
    PAL_BUF(piece);
    struct pal_pipe pipe = {0};
    pal_pipe_start(&pipe, take, taker);
    for (size_t i = 0; i < PIECES; i++) {
        EXPECT_ERR(put(&pipe, &piece, i), PAL_OK);
        if (i % 100 == 50) {
            EXPECT_ERR(pal_pipe_drain(&pipe), PAL_OK);
            assert_int_equal(taker->taken, i + 1);
        }
    }
    pal_pipe_done(&pipe);
    assert_int_equal(taker->taken, PIECES);
}

static void pieces_arrive_in_their_order(void **state)
{
    (void)state;
    struct taker taker = {0};
    send_all(&taker);
}

static void whoever_fills_waits_for_whoever_takes(void **state)
{
    (void)state;
    struct taker taker = {.work = 20000};
    send_all(&taker);
}

static void an_error_is_told_and_ends_the_taking(void **state)
{
    (void)state;
    PAL_BUF(piece);
    struct taker taker = {.fails = FAILING};
    struct pal_pipe pipe = {0};
    pal_pipe_start(&pipe, take, &taker);
    for (size_t i = 0; i < PIECES; i++) {
        enum pal_err err = put(&pipe, &piece, i);
        assert_true(err == PAL_OK || (err == PAL_ERR_FILE_WRITE && i >= FAILING));
    }
    EXPECT_ERR(pal_pipe_drain(&pipe), PAL_ERR_FILE_WRITE);
    EXPECT_ERR(put(&pipe, &piece, 0), PAL_ERR_FILE_WRITE);
    pal_pipe_done(&pipe);
    assert_int_equal(taker.taken, FAILING + 1);
}

static enum pal_err pass_on(void *context, struct pal_buf *piece, size_t mark)
{
    return pal_pipe_put(context, piece, mark);
}

static void a_piece_goes_on_through_another_pipe(void **state)
{
    (void)state;
    PAL_BUF(piece);
    struct taker taker = {.work = 20000};
    struct pal_pipe first = {0};
    struct pal_pipe second = {0};
    pal_pipe_start(&second, take, &taker);
    pal_pipe_start(&first, pass_on, &second);
    for (size_t i = 0; i < PIECES; i++) {
        EXPECT_ERR(put(&first, &piece, i), PAL_OK);
    }
    EXPECT_ERR(pal_pipe_drain(&first), PAL_OK);
    EXPECT_ERR(pal_pipe_drain(&second), PAL_OK);
    pal_pipe_done(&first);
    pal_pipe_done(&second);
    assert_int_equal(taker.taken, PIECES);
}

static void one_that_was_not_started_ends(void **state)
{
    (void)state;
    struct pal_pipe pipe = {0};
    pal_pipe_done(&pipe);
}

int main(void)
{
    TESTS(tests, 5);
    TEST(tests, pieces_arrive_in_their_order);
    TEST(tests, whoever_fills_waits_for_whoever_takes);
    TEST(tests, an_error_is_told_and_ends_the_taking);
    TEST(tests, a_piece_goes_on_through_another_pipe);
    TEST(tests, one_that_was_not_started_ends);
    return RUN(tests);
}
