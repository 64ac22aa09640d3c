/* The address of a request: one spelling for one thing. */
#include "../support/expect.h"
#include "target.h"

static const struct {
    const char *name;
    const char *raw, *path; /* path: NULL when it is refused */
} paths[] = {
    {"the root is a path", "/", "/"},
    {"a path stands for itself", "/api/v1/polls", "/api/v1/polls"},
    {"a final slash stays", "/api/", "/api/"},
    {"escapes are decoded", "/log/%70roof", "/log/proof"},
    {"a plus is a plus in a path", "/a+b", "/a+b"},
    {"UTF-8 passes, escaped", "/caf%C3%A9", "/caf\xC3\xA9"},
    {"an empty part is refused", "//x", NULL},
    {"an empty part inside is refused", "/a//b", NULL},
    {"a dot is refused", "/./x", NULL},
    {"two dots are refused", "/log/tile/../../etc", NULL},
    {"two dots at the end are refused", "/x/..", NULL},
    {"escaped dots are refused", "/log/%2e%2e/x", NULL},
    {"three dots are a name", "/.../x", "/.../x"},
    {"an escaped slash is refused", "/a%2Fb", NULL},
    {"an escaped backslash is refused", "/a%5Cb", NULL},
    {"an escaped NUL is refused", "/%00", NULL},
    {"a control character is refused", "/%0A", NULL},
    {"an escape of one digit is refused", "/%4", NULL},
    {"an escape of letters beyond F is refused", "/%zz", NULL},
    {"a byte that is not UTF-8 is refused", "/%FF", NULL},
    {"an address without a slash is refused", "*", NULL},
    {"an address of another server is refused", "http://x/", NULL},
    {"nothing is refused", "", NULL},
};

static void decodes_paths(void **state)
{
    const __typeof__(paths[0]) *row = *state;
    struct pal_target target;
    enum pal_err err = pal_target_parse(pal_text_of(row->raw), &target);
    EXPECT_ERR(err, row->path != NULL ? PAL_OK : PAL_ERR_REQUEST_TARGET);
    if (row->path != NULL) {
        EXPECT_TEXT(target.path, row->path);
        assert_int_equal(target.query_count, 0);
    }
    pal_target_done(&target);
}

static const struct {
    const char *name;
    const char *raw;
    size_t count; /* of parameters; SIZE_MAX when they are refused */
    const char *key, *value;
} queries[] = {
    {"a question mark alone asks nothing", "/?", 0, "", ""},
    {"a name and a value", "/?limit=10", 1, "limit", "10"},
    {"a plus is a space in a query", "/?q=Ada+Colonna", 1, "q", "Ada Colonna"},
    {"a name without value has an empty one", "/?all", 1, "all", ""},
    {"an equals sign may be part of a value", "/?q=a=b", 1, "q", "a=b"},
    {"an escaped ampersand is part of a value", "/?q=a%26b", 1, "q", "a&b"},
    {"two names", "/?a=1&b=2", 2, "a", "1"},
    {"a name that stands twice is refused", "/?a=1&a=2", SIZE_MAX, "", ""},
    {"a value without a name is refused", "/?=1", SIZE_MAX, "", ""},
    {"an empty pair is refused", "/?a=1&", SIZE_MAX, "", ""},
    {"a NUL is refused", "/?a=%00", SIZE_MAX, "", ""},
    {"more than sixteen are refused", "/?a&b&c&d&e&f&g&h&i&j&k&l&m&n&o&p&q", SIZE_MAX, "", ""},
};

static void decodes_queries(void **state)
{
    const __typeof__(queries[0]) *row = *state;
    struct pal_target target;
    enum pal_err err = pal_target_parse(pal_text_of(row->raw), &target);
    EXPECT_ERR(err, row->count != SIZE_MAX ? PAL_OK : PAL_ERR_REQUEST_PARAMETER);
    if (row->count != SIZE_MAX) {
        assert_int_equal(target.query_count, row->count);
    }
    if (err == PAL_OK && row->count > 0) {
        EXPECT_TEXT(target.query[0].name, row->key);
        EXPECT_TEXT(target.query[0].value, row->value);
    }
    pal_target_done(&target);
}

int main(void)
{
    TESTS(tests, 64);
    TABLE(tests, paths, decodes_paths);
    TABLE(tests, queries, decodes_queries);
    return RUN(tests);
}
