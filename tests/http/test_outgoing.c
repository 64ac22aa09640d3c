/* Bodies that are made while they are sent: whole, in order, and nothing before its commit. */
#include <string.h>

#include "base/mem.h"
#include "core/sessions.h"

#include "../support/expect.h"
#include "../support/scene.h"
#include "events.h"
#include "outgoing.h"

/* A stream of prepared pieces: "" is a call that made nothing, NULL is an error. */
struct script {
    const char *const *pieces;
    size_t count, next;
};

static enum pal_err next_piece(void *context, struct pal_buf *piece, bool *out_done)
{
    struct script *script = context;
    const char *said = script->pieces[script->next++];
    if (said == NULL) {
        return PAL_ERR_STORE_IO;
    }
    pal_buf_add_string(piece, said);
    *out_done = script->next == script->count;
    return PAL_OK;
}

enum { PIECES = 4 };

static const struct {
    const char *name;
    const char *pieces[PIECES];
    size_t count;
    const char *body; /* that arrives */
    enum pal_outgoing_state end;
} rows[] = {
    {"one piece is the whole", {"abc"}, 1, "abc", PAL_OUTGOING_ENDED},
    {"pieces come in their order", {"a", "bcd", "e"}, 3, "abcde", PAL_OUTGOING_ENDED},
    {"a call that made nothing is no end", {"a", "", "", "b"}, 4, "ab", PAL_OUTGOING_ENDED},
    {"the last may be empty", {"ab", ""}, 2, "ab", PAL_OUTGOING_ENDED},
    {"nothing at all is a body", {""}, 1, "", PAL_OUTGOING_ENDED},
    {"an error cuts what was begun", {"ab", NULL}, 2, "ab", PAL_OUTGOING_BROKEN},
};

/* Takes two bytes at a time, as a socket does that is slow. */
static void read_all(struct pal_outgoing *outgoing, char *body)
{
    size_t had = strlen(body);
    size_t got = pal_outgoing_take(outgoing, body + had, 2);
    assert_true(got > 0);
    body[had + got] = '\0';
}

static void streams(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_SCENE(scene);
    const struct pal_services services = {.store = scene.store};
    struct script script = {.pieces = row->pieces, .count = row->count};
    const struct pal_stream stream = {.next = next_piece, .context = &script};
    struct pal_outgoing outgoing = {0};
    char body[16] = "";
    pal_scene_commit(&scene);

    enum pal_outgoing_state found = pal_outgoing_stream(&outgoing, &services, &stream);
    while (found == PAL_OUTGOING_READY) {
        read_all(&outgoing, body);
        found = pal_outgoing_stream(&outgoing, &services, &stream);
    }

    assert_int_equal(found, row->end);
    assert_string_equal(body, row->body);
    assert_int_equal(script.next, row->count);
    pal_outgoing_done(&outgoing);
}

static void what_is_not_committed_is_not_streamed(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    const struct pal_services services = {.store = scene.store};
    static const char *const pieces[] = {"abc"};
    struct script script = {.pieces = pieces, .count = 1};
    const struct pal_stream stream = {.next = next_piece, .context = &script};
    struct pal_outgoing outgoing = {0};
    {
        PAL_TRANSACTION(transaction, scene.store);
        PAL_SECRET(link);
        int64_t expires_us;
        EXPECT_ERR(pal_link_make(scene.store, scene.people[PAL_ADA], &link, &expires_us), PAL_OK);
        EXPECT_ERR(pal_transaction_commit(&transaction), PAL_OK);
    }
    assert_int_equal(pal_outgoing_stream(&outgoing, &services, &stream), PAL_OUTGOING_WAITS);
    assert_int_equal(script.next, 0);

    pal_scene_commit(&scene);
    assert_int_equal(pal_outgoing_stream(&outgoing, &services, &stream), PAL_OUTGOING_READY);
    pal_outgoing_done(&outgoing);
}

static void expect_next(struct pal_outgoing *outgoing, const char *expected)
{
    char text[512];
    size_t size = pal_outgoing_take(outgoing, text, sizeof text);
    assert_int_equal(size, strlen(expected));
    assert_memory_equal(text, expected, size);
}

static void a_listener_is_told_what_happens_and_then_waits(void **state)
{
    (void)state;
    const struct pal_services services = {.events = pal_events_new(1000)};
    struct pal_outgoing outgoing = {0};
    pal_outgoing_listen(&outgoing, &(struct pal_reply){.listens = true, .listens_after = 1000});
    assert_int_equal(pal_outgoing_events(&outgoing, services.events), PAL_OUTGOING_READY);
    expect_next(&outgoing, "retry: 2000\n\n");
    assert_int_equal(pal_outgoing_events(&outgoing, services.events), PAL_OUTGOING_WAITS);

    pal_events_publish(services.events, "log.checkpoint", NULL);
    assert_int_equal(pal_outgoing_events(&outgoing, services.events), PAL_OUTGOING_READY);
    expect_next(&outgoing, "id: 1001\ndata: {\"type\":\"log.checkpoint\"}\n\n");
    assert_int_equal(pal_outgoing_events(&outgoing, services.events), PAL_OUTGOING_WAITS);
    pal_outgoing_done(&outgoing);
    pal_events_free(services.events);
}

static void drafts_are_for_who_may_see_them(void **state)
{
    (void)state;
    struct pal_events *events = pal_events_new(1000);
    pal_events_publish_draft(events, "poll.earlier", NULL);
    const struct pal_reply officer = {.listens = true,
                                      .listens_after = 1000,
                                      .hears_drafts = true,
                                      .drafts_after = pal_events_last_draft(events)};
    const struct pal_reply anyone = {.listens = true, .listens_after = 1000};
    struct pal_outgoing heard[2] = {0};
    pal_outgoing_listen(&heard[0], &officer);
    pal_outgoing_listen(&heard[1], &anyone);
    uint64_t told = pal_events_told(events);
    pal_events_publish_draft(events, "poll.drafted", NULL);
    assert_true(pal_events_told(events) != told); /* somebody is to be woken */
    pal_events_publish(events, "poll.called", NULL);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(pal_outgoing_events(&heard[i], events), PAL_OUTGOING_READY);
    }
    expect_next(&heard[0], "retry: 2000\n\nid: 1001\ndata: {\"type\":\"poll.called\"}\n\n"
                           "data: {\"type\":\"poll.drafted\"}\n\n");
    /* The next id follows: nobody else can count drafts. */
    expect_next(&heard[1], "retry: 2000\n\nid: 1001\ndata: {\"type\":\"poll.called\"}\n\n");
    pal_outgoing_done(&heard[0]);
    pal_outgoing_done(&heard[1]);
    pal_events_free(events);
}

static void who_hears_nothing_for_long_gets_a_heartbeat(void **state)
{
    (void)state;
    const struct pal_services services = {.events = pal_events_new(1000)};
    struct pal_outgoing outgoing = {.event = 1000,
                                    .told_at_ms = pal_outgoing_now_ms() - PAL_HEARTBEAT_MS};
    assert_int_equal(pal_outgoing_events(&outgoing, services.events), PAL_OUTGOING_READY);
    expect_next(&outgoing, ":\n\n");
    assert_int_equal(pal_outgoing_events(&outgoing, services.events), PAL_OUTGOING_WAITS);
    pal_outgoing_done(&outgoing);
    pal_events_free(services.events);
}

int main(void)
{
    TESTS(tests, 16);
    TABLE(tests, rows, streams);
    TEST(tests, what_is_not_committed_is_not_streamed);
    TEST(tests, a_listener_is_told_what_happens_and_then_waits);
    TEST(tests, drafts_are_for_who_may_see_them);
    TEST(tests, who_hears_nothing_for_long_gets_a_heartbeat);
    return RUN(tests);
}
