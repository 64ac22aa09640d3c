/* The table of routes: it is sound, and leads where it says. */
#include <stdbool.h>
#include <string.h>

#include "../support/expect.h"
#include "routes.h"

static const struct {
    const char *name;
    enum pal_verb verb;
    const char *path;
    enum pal_err err;
    const char *pattern; /* "" when there is none */
    const char *first;   /* the first parameter; "" when there is none */
} rows[] = {
    {"a path without parameters", PAL_GET, "/healthz", PAL_OK, "/healthz", ""},
    {"a parameter takes one part", PAL_GET, "/api/v1/jobs/7", PAL_OK, "/api/v1/jobs/{job}", "7"},
    {"a parameter is not empty", PAL_GET, "/api/v1/jobs/", PAL_OK, "/{page...}", "api/v1/jobs/"},
    {"the rest of a path is taken whole", PAL_GET, "/log/tile/0/x001/234", PAL_OK,
     "/log/tile/{path...}", "0/x001/234"},
    {"another method is not allowed", PAL_DELETE, "/api/v1/jobs/7", PAL_ERR_REQUEST_METHOD, "", ""},
    {"a method of which nobody knows is not allowed", PAL_VERB_COUNT, "/healthz",
     PAL_ERR_REQUEST_METHOD, "", ""},
    {"what is nowhere is the client's to read", PAL_GET, "/decisions/3", PAL_OK, "/{page...}",
     "decisions/3"},
    {"the root is the client's", PAL_GET, "/", PAL_OK, "/{page...}", ""},
    {"nothing is written where the client takes the rest", PAL_POST, "/decisions/3",
     PAL_ERR_NOT_FOUND, "", ""},
};

static void finds(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    struct pal_match match;
    EXPECT_ERR(pal_routes_find(row->verb, pal_text_of(row->path), &match), row->err);
    if (row->err == PAL_OK) {
        assert_string_equal(match.route->pattern, row->pattern);
        EXPECT_TEXT(match.parameter_count > 0 ? match.parameters[0].value : pal_text_of(""),
                    row->first);
    }
}

static void says_what_a_path_accepts(void **state)
{
    (void)state;
    struct pal_match match;
    EXPECT_ERR(pal_routes_find(PAL_PUT, pal_text_of("/healthz"), &match), PAL_ERR_REQUEST_METHOD);
    assert_int_equal(match.verbs, 1U << PAL_GET);
}

static void every_row_is_reached_by_its_own_pattern(void **state)
{
    (void)state;
    for (size_t i = 0; i < pal_route_count; i++) {
        const struct pal_route *route = &pal_routes[i];
        struct pal_match match;
        EXPECT_ERR(pal_routes_find(route->verb, pal_text_of(route->pattern), &match), PAL_OK);
        assert_ptr_equal(match.route, route);
    }
}

static void every_row_is_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < pal_route_count; i++) {
        const struct pal_route *route = &pal_routes[i];
        bool is_get = route->verb == PAL_GET;
        assert_non_null(route->handle);
        assert_true(route->doc[0] != '\0' && route->doc[strlen(route->doc) - 1] == '.');
        assert_true(!is_get || (route->body_bytes == 0 && route->flags == 0));
        assert_true((route->flags & PAL_ROUTE_CREATES) == 0 || route->verb == PAL_POST);
        /* Who writes is somebody, but for signing in and for what changes nothing. */
        assert_true(is_get || route->capability != PAL_MAY_READ ||
                    (route->flags & PAL_ROUTE_READS) != 0);
    }
}

static void names_methods(void **state)
{
    (void)state;
    for (unsigned i = 0; i < PAL_VERB_COUNT; i++) {
        enum pal_verb verb = (enum pal_verb)i;
        assert_int_equal(pal_verb_of(pal_text_of(pal_verb_name(verb))), verb);
    }
    assert_int_equal(pal_verb_of(pal_text_of("HEAD")), PAL_GET);
    assert_int_equal(pal_verb_of(pal_text_of("get")), PAL_VERB_COUNT);
    assert_int_equal(pal_verb_of(pal_text_of("TRACE")), PAL_VERB_COUNT);
}

int main(void)
{
    TESTS(tests, 32);
    TABLE(tests, rows, finds);
    TEST(tests, says_what_a_path_accepts);
    TEST(tests, every_row_is_reached_by_its_own_pattern);
    TEST(tests, every_row_is_whole);
    TEST(tests, names_methods);
    return RUN(tests);
}
