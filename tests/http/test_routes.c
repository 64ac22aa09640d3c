/* The table of routes: it is sound, and leads where it says. */
#include <stdbool.h>
#include <string.h>

#include "base/mem.h"

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

/* "/log/tile/{path...}" stands in the document as "/log/tile/{path}". */
static void write_documented(const char *pattern, struct pal_buf *buf)
{
    const char *rest = strstr(pattern, "...}");
    size_t size = rest != NULL ? (size_t)(rest - pattern) : strlen(pattern);
    pal_buf_add(buf, pattern, size);
    pal_buf_add_string(buf, rest != NULL ? "}" : "");
}

static const struct pal_json *operation_of(const struct pal_json *document,
                                           const struct pal_route *route)
{
    static const char *const verbs[PAL_VERB_COUNT] = {"get", "post", "put", "patch", "delete"};
    PAL_BUF(path);
    write_documented(route->pattern, &path);
    const struct pal_json *item = pal_json_get(pal_json_get(document, "paths"), path.bytes);
    return item != NULL ? pal_json_get(item, verbs[route->verb]) : NULL;
}

/* Is the client's own, which no document describes. */
static bool is_page(const struct pal_route *route)
{
    return strcmp(route->pattern, "/{page...}") == 0;
}

/* PAL_MAY_READ_REGISTER is "read_register" for clients. */
static void expect_capability(const struct pal_json *operation, enum pal_capability capability)
{
    PAL_BUF(word);
    pal_buf_add_string(&word, "PAL_MAY_");
    for (const char *letter = pal_capability_word(capability); *letter != '\0'; letter++) {
        pal_buf_add_byte(&word, (uint8_t)(*letter == '_' ? '_' : *letter - 'a' + 'A'));
    }
    struct pal_text said;
    EXPECT_ERR(pal_json_text(operation, "x-capability", &said, NULL), PAL_OK);
    EXPECT_TEXT(said, word.bytes);
}

static void every_row_is_in_the_document_of_the_api(void **state)
{
    (void)state;
    PAL_STRING(text);
    text = pal_tests_file_new("http/openapi.json");
    assert_non_null(text);
    PAL_JSON(document);
    EXPECT_ERR(pal_json_parse(pal_text_of(text), strlen(text), &document, NULL), PAL_OK);
    for (size_t i = 0; i < pal_route_count; i++) {
        const struct pal_route *route = &pal_routes[i];
        const struct pal_json *operation = operation_of(document, route);
        if (operation != NULL) {
            expect_capability(operation, route->capability);
        } else if (!is_page(route)) {
            fail_msg("http/openapi.json has no %s %s", pal_verb_name(route->verb), route->pattern);
        }
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
    TEST(tests, every_row_is_in_the_document_of_the_api);
    TEST(tests, names_methods);
    return RUN(tests);
}
