/* The ring of events: nothing twice, nothing lost without saying so. */
#include <string.h>

#include "../support/expect.h"
#include "events.h"

static void tells_in_order(void **state)
{
    (void)state;
    struct pal_events *events = pal_events_new(1000);
    struct pal_uuid object = {{0}};
    uint64_t id = pal_events_last(events);
    PAL_BUF(out);
    assert_int_equal(id, 1000);
    assert_false(pal_events_next(events, &id, &out));
    pal_events_publish(events, "poll.opened", &object);
    pal_events_publish(events, "log.checkpoint", NULL);
    assert_true(pal_events_next(events, &id, &out));
    assert_true(pal_events_next(events, &id, &out));
    assert_false(pal_events_next(events, &id, &out));
    EXPECT_BUF(out, "id: 1001\ndata: {\"type\":\"poll.opened\","
                    "\"object\":\"00000000-0000-0000-0000-000000000000\"}\n\n"
                    "id: 1002\ndata: {\"type\":\"log.checkpoint\"}\n\n");
    pal_events_free(events);
}

static const struct {
    const char *name;
    uint64_t after, published;
    bool is_reset;
} rows[] = {
    {"who was there all along is told", 1000, 1, false},
    {"the oldest that is remembered is told", 1000, PAL_EVENT_RING, false},
    {"what was forgotten is said to be", 1000, PAL_EVENT_RING + 1, true},
    {"an id of an earlier run is unknown", 999, 1, true},
    {"an id of an earlier run is unknown, even when nothing happened", 999, 0, true},
    {"an id of the future is unknown", 5000, 1, true},
};

static void resets(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    struct pal_events *events = pal_events_new(1000);
    for (uint64_t i = 0; i < row->published; i++) {
        pal_events_publish(events, "poll.opened", NULL);
    }
    uint64_t id = row->after;
    PAL_BUF(out);
    assert_true(pal_events_next(events, &id, &out));
    assert_int_equal(strstr(out.bytes, "reset") != NULL, row->is_reset);
    assert_true(!row->is_reset || id == pal_events_last(events));
    pal_events_free(events);
}

static void drafts_that_were_forgotten_are_said_to_be(void **state)
{
    (void)state;
    struct pal_events *events = pal_events_new(1000);
    uint64_t place = pal_events_last_draft(events);
    PAL_BUF(out);
    assert_false(pal_events_next_draft(events, &place, &out));
    for (int i = 0; i <= PAL_EVENT_RING; i++) {
        pal_events_publish_draft(events, "poll.drafted", NULL);
    }
    assert_true(pal_events_next_draft(events, &place, &out));
    EXPECT_BUF(out, "data: {\"type\":\"reset\"}\n\n");
    assert_false(pal_events_next_draft(events, &place, &out));
    assert_int_equal(pal_events_last(events), 1000);
    pal_events_free(events);
}

int main(void)
{
    TESTS(tests, 16);
    TEST(tests, tells_in_order);
    TABLE(tests, rows, resets);
    TEST(tests, drafts_that_were_forgotten_are_said_to_be);
    return RUN(tests);
}
