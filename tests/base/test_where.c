/* Places in a document: JSON pointers that stay whole. */
#include <string.h>

#include "base/json.h"

#include "../support/expect.h"

static void a_place_is_built_from_the_inside(void **state)
{
    (void)state;
    struct pal_where where = {.line = 3, .column = 4};
    pal_where_set(&where, "/%s", "weight");
    pal_where_prefix(&where, "/%d", 3);
    pal_where_prefix(&where, "/colleges");
    assert_string_equal(where.pointer, "/colleges/3/weight");
    assert_int_equal(where.line, 0);
    assert_int_equal(where.column, 0);
}

static void names_are_escaped(void **state)
{
    (void)state;
    struct pal_where where = {.line = 0};
    pal_where_prefix_member(&where, "~1");
    pal_where_prefix_member(&where, "a/b");
    pal_where_prefix_member(&where, "");
    assert_string_equal(where.pointer, "//a~1b/~01");
}

static void a_long_place_keeps_its_beginning(void **state)
{
    (void)state;
    char name[PAL_WHERE_SIZE * 2];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    struct pal_where where;
    pal_where_set(&where, "/%s", name);
    assert_int_equal(strlen(where.pointer), PAL_WHERE_SIZE - 1);
    pal_where_prefix(&where, "/d");
    assert_int_equal(strncmp(where.pointer, "/d/xxx", 6), 0);
    assert_int_equal(strlen(where.pointer), PAL_WHERE_SIZE - 1);
}

static void a_character_is_never_cut(void **state)
{
    (void)state;
    char name[PAL_WHERE_SIZE + 4];
    for (size_t size = 0; size + 2 < sizeof name; size += 2) {
        memcpy(name + size, "\xC3\xA9", 3);
    }
    struct pal_where where;
    pal_where_set(&where, "%s", name);
    assert_int_equal(strlen(where.pointer), PAL_WHERE_SIZE - 2);
    pal_where_prefix_member(&where, name);
    assert_true(pal_text_is_utf8(pal_text_of(where.pointer)));
    pal_where_prefix(&where, "/");
    assert_true(pal_text_is_utf8(pal_text_of(where.pointer)));
}

static void lines_end_as_people_end_them(void **state)
{
    (void)state;
    struct pal_text text = pal_text_of("a\r\nb\rc\n\xC3\xA9"
                                       "d\r");
    static const uint64_t places[][3] = {{0, 1, 1}, {3, 2, 1}, {5, 3, 1}, {9, 4, 2}, {11, 5, 1}};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        struct pal_where where = {.pointer = "/x"};
        pal_where_at(&where, text, places[i][0]);
        assert_int_equal(where.line, places[i][1]);
        assert_int_equal(where.column, places[i][2]);
        assert_string_equal(where.pointer, "");
    }
    pal_where_at(NULL, text, 3);
}

static void nobody_needs_to_know(void **state)
{
    (void)state;
    pal_where_set(NULL, "/a");
    pal_where_prefix(NULL, "/a");
    pal_where_prefix_member(NULL, "a");
}

int main(void)
{
    TESTS(tests, 6);
    TEST(tests, a_place_is_built_from_the_inside);
    TEST(tests, names_are_escaped);
    TEST(tests, a_long_place_keeps_its_beginning);
    TEST(tests, a_character_is_never_cut);
    TEST(tests, lines_end_as_people_end_them);
    TEST(tests, nobody_needs_to_know);
    return RUN(tests);
}
