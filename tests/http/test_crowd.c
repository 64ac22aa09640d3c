/* The crowd: who leaves when too many come, and who never does. */
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"

#include "../support/expect.h"
#include "crowd.h"

enum { WATCHED = 3, NOBODY = WATCHED, DEEDS = 4 };

/* Places that stay free for those who come. */
enum { FULL = PAL_LIMIT_CONNECTIONS - PAL_LIMIT_CONNECTIONS / 8 };

struct deed {
    size_t seat;
    enum { NOTHING, ASKED, ANSWERED } what; /* its request is there, or its reply has gone */
};

/* Three people come, in their order, and do this; then there is one too many. */
static const struct {
    const char *name;
    struct deed deeds[DEEDS];
    size_t leaver;
} rows[] = {
    {"who has been silent for the longest time leaves", {{0}}, 0},
    {"who waits for a reply stays", {{0, ASKED}}, 1},
    {"who got a reply has just been heard of", {{0, ASKED}, {0, ANSWERED}}, 1},
    {"of those who got a reply the first leaves",
     {{0, ASKED}, {0, ANSWERED}, {1, ASKED}, {1, ANSWERED}},
     2},
    {"when all wait for a reply nobody leaves", {{2, ASKED}, {0, ASKED}, {1, ASKED}}, NOBODY},
};

/* A crowd with three connections that are looked at, in the first places. */
struct hall {
    struct pal_crowd *crowd;
    struct pal_seat *seats[WATCHED];
    int ours[WATCHED], theirs[WATCHED];
};

static void open_hall(struct hall *hall)
{
    *hall = (struct hall){.crowd = pal_mem_new(1, sizeof *hall->crowd)};
    for (size_t i = 0; i < WATCHED; i++) {
        int ends[2];
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
        hall->ours[i] = ends[0];
        hall->theirs[i] = ends[1];
        hall->seats[i] = pal_crowd_enter(hall->crowd, ends[0]);
    }
}

/* Others come, who have no socket that could be shut, until the last place that is not kept free. */
static void fill(struct hall *hall)
{
    while (hall->crowd->count < FULL) {
        (void)pal_crowd_enter(hall->crowd, -1);
    }
}

/* Has the other side of this connection been told that it is over? */
static bool has_left(const struct hall *hall, size_t i)
{
    char byte;
    return recv(hall->theirs[i], &byte, 1, MSG_DONTWAIT) == 0;
}

static void close_hall(struct hall *hall)
{
    while (hall->crowd->count > 0) {
        pal_crowd_leave(hall->crowd, hall->crowd->seats[0]);
    }
    pal_mem_free(hall->crowd);
    for (size_t i = 0; i < WATCHED; i++) {
        assert_int_equal(close(hall->ours[i]), 0);
        assert_int_equal(close(hall->theirs[i]), 0);
    }
}

static void says_who_leaves(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    struct hall hall;
    open_hall(&hall);
    for (size_t i = 0; i < DEEDS && row->deeds[i].what != NOTHING; i++) {
        pal_crowd_answer(hall.crowd, hall.seats[row->deeds[i].seat], row->deeds[i].what == ASKED);
    }
    fill(&hall);
    (void)pal_crowd_enter(hall.crowd, -1);
    for (size_t i = 0; i < WATCHED; i++) {
        assert_int_equal(has_left(&hall, i), i == row->leaver);
    }
    close_hall(&hall);
}

static void while_there_is_room_nobody_leaves(void **state)
{
    (void)state;
    struct hall hall;
    open_hall(&hall);
    fill(&hall);
    for (size_t i = 0; i < WATCHED; i++) {
        assert_false(has_left(&hall, i));
    }
    close_hall(&hall);
}

static void each_who_comes_takes_another_place(void **state)
{
    (void)state;
    struct hall hall;
    open_hall(&hall);
    fill(&hall);
    for (size_t i = 0; i < WATCHED; i++) {
        (void)pal_crowd_enter(hall.crowd, -1); /* those shut before have not left their seats yet */
        assert_true(has_left(&hall, i));
    }
    close_hall(&hall);
}

static void who_leaves_by_themselves_makes_room(void **state)
{
    (void)state;
    struct hall hall;
    open_hall(&hall);
    fill(&hall);
    pal_crowd_leave(hall.crowd, hall.seats[1]);
    (void)pal_crowd_enter(hall.crowd, -1);
    assert_false(has_left(&hall, 0));
    assert_false(has_left(&hall, 2));
    close_hall(&hall);
}

static void a_process_asks_for_the_files_that_a_crowd_needs(void **state)
{
    (void)state;
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    struct rlimit few = {.rlim_cur = 64, .rlim_max = before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);

    pal_crowd_make_room();

    struct rlimit after;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &after), 0);
    assert_true(after.rlim_cur > PAL_LIMIT_CONNECTIONS || after.rlim_cur == after.rlim_max);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
}

int main(void)
{
    TESTS(tests, 16);
    TABLE(tests, rows, says_who_leaves);
    TEST(tests, while_there_is_room_nobody_leaves);
    TEST(tests, each_who_comes_takes_another_place);
    TEST(tests, who_leaves_by_themselves_makes_room);
    TEST(tests, a_process_asks_for_the_files_that_a_crowd_needs);
    return RUN(tests);
}
