/* Replies: what becomes of an error, in both languages. */
#include "../support/expect.h"
#include "french.h"
#include "reply.h"

static void every_error_has_a_status_and_a_french_sentence(void **state)
{
    (void)state;
    for (unsigned i = 1; i < PAL_ERR_COUNT; i++) {
        enum pal_err err = (enum pal_err)i;
        unsigned status = pal_problem_status(err);
        assert_true(status >= 400 && status <= 599);
        if (pal_french_sentence(err) == pal_err_sentence(err)) {
            fail_msg("http/french.c has no sentence for %s", pal_err_slug(err));
        }
    }
}

static const struct {
    const char *name;
    enum pal_err err;
    unsigned status;
} statuses[] = {
    {"what cannot be read is 400", PAL_ERR_JSON_SYNTAX, 400},
    {"nobody is 401", PAL_ERR_REQUEST_UNAUTHENTICATED, 401},
    {"somebody without the right is 403", PAL_ERR_REQUEST_FORBIDDEN, 403},
    {"a page of another site is 403", PAL_ERR_REQUEST_ORIGIN, 403},
    {"an address that is not well formed is nowhere", PAL_ERR_REQUEST_TARGET, 404},
    {"a right that is used is 409", PAL_ERR_ROLL_VOTED, 409},
    {"a poll that is closed is gone", PAL_ERR_POLL_CLOSED, 410},
    {"what has changed is 412", PAL_ERR_REQUEST_STALE, 412},
    {"what is too large is 413", PAL_ERR_LIMIT_JSON_SIZE, 413},
    {"a key of another request is 422", PAL_ERR_REQUEST_KEY_REUSED, 422},
    {"a missing If-Match is 428", PAL_ERR_REQUEST_MATCH_MISSING, 428},
    {"too often is 429", PAL_ERR_LIMIT_RATE, 429},
    {"a full disk is 503", PAL_ERR_STORE_FULL, 503},
    {"a log that is not well is 503", PAL_ERR_STORE_READ_ONLY, 503},
};

static void has_status(void **state)
{
    const __typeof__(statuses[0]) *row = *state;
    assert_int_equal(pal_problem_status(row->err), row->status);
}

static void writes_a_problem(void **state)
{
    (void)state;
    struct pal_reply reply = {0};
    struct pal_where where = {0};
    pal_where_set(&where, "/marks/%d", 3);
    pal_reply_created(&reply, pal_json_object_new(), "/api/v1/polls/%d", 1);
    pal_reply_event(&reply, "poll.opened", NULL);
    pal_reply_detail(&reply, "findings", pal_json_array_new());
    pal_reply_problem(&reply, PAL_ERR_BALLOT_MARK, PAL_ENGLISH, &where);
    assert_int_equal(reply.status, 422);
    assert_string_equal(reply.media_type, "application/problem+json");
    assert_int_equal(reply.location.size, 0);
    assert_int_equal(reply.event_count, 0);
    assert_int_equal(reply.body.size, 0); /* spelled where it is sent */
    pal_reply_spell(&reply);
    EXPECT_BUF(reply.body,
               "{\"type\":\"urn:palabre:problem:ballot-mark\","
               "\"title\":\"A mark on the ballot is not one that the counting method accepts.\","
               "\"status\":422,"
               "\"detail\":\"A mark on the ballot is not one that the counting method accepts.\","
               "\"pointer\":\"/marks/3\",\"findings\":[]}");
    pal_reply_done(&reply);
}

static void names_the_next_page(void **state)
{
    (void)state;
    struct pal_reply reply = {0};
    struct pal_request request = {
        .path = pal_text_of("/api/v1/members"),
        .query = {{pal_text_of("q"), pal_text_of("Ada & co")},
                  {pal_text_of("after"), pal_text_of("5")}},
        .query_count = 2,
    };
    pal_reply_next(&reply, &request, pal_text_of("Colonna/7"));
    EXPECT_BUF(reply.link, "</api/v1/members?q=Ada%20%26%20co&after=Colonna%2F7>; rel=\"next\"");
    pal_reply_done(&reply);
}

int main(void)
{
    TESTS(tests, 32);
    TEST(tests, every_error_has_a_status_and_a_french_sentence);
    TABLE(tests, statuses, has_status);
    TEST(tests, writes_a_problem);
    TEST(tests, names_the_next_page);
    return RUN(tests);
}
