/* JSON taken apart: the values that are given, and the place of what is wrong. */
#include <string.h>

#include "base/split.h"

#include "../support/expect.h"

/* clang-format off */
static const struct {
    const char *name;
    char open;
    const char *text;
    const char *given; /* each name and value, a | after each */
} wholes[] = {
    {"an empty list",                     '[', "[]",                          ""},
    {"a list with blanks",                '[', " \n[ 1 ,\t\"a\" ,\r\n null ] ", "1|\"a\"|null|"},
    {"values in values",                  '[', "[[1,[2]],{\"a\":[]}]",        "[1,[2]]|{\"a\":[]}|"},
    {"brackets in strings",               '[', "[\"]\",[\"[\",\"\\\"]\"]]",   "\"]\"|[\"[\",\"\\\"]\"]|"},
    {"an empty object",                   '{', "{ }",                         ""},
    {"an object with blanks",             '{', "{ \"a\" : 1 , \"b\\\"\":{} }", "\"a\":1|\"b\\\"\":{}|"},
    {"a value that is not looked into",   '[', "[tru,{]]",                    "tru|{]|"},
};

static const struct {
    const char *name;
    char open;
    const char *text;
    enum pal_err err;
    uint64_t line, column;
} refusals[] = {
    {"nothing",                           '[', "",              PAL_ERR_JSON_TYPE,   1, 1},
    {"another bracket",                   '[', "\n {}",         PAL_ERR_JSON_TYPE,   2, 2},
    {"no end of the list",                '[', "[1",            PAL_ERR_JSON_SYNTAX, 1, 3},
    {"no end of a string",                '[', "[\"a\\\"]",     PAL_ERR_JSON_SYNTAX, 1, 7},
    {"an end in an escape",               '[', "[\"a\\",        PAL_ERR_JSON_SYNTAX, 1, 5},
    {"no end of a value",                 '[', "[[1,2]",        PAL_ERR_JSON_SYNTAX, 1, 7},
    {"no comma",                          '[', "[1 2]",         PAL_ERR_JSON_SYNTAX, 1, 4},
    {"two commas",                        '[', "[1,,2]",        PAL_ERR_JSON_SYNTAX, 1, 4},
    {"a comma after the last",            '[', "[1,]",          PAL_ERR_JSON_SYNTAX, 1, 4},
    {"a comma before the first",          '[', "[,1]",          PAL_ERR_JSON_SYNTAX, 1, 2},
    {"a name without quotation marks",    '{', "{a:1}",         PAL_ERR_JSON_SYNTAX, 1, 2},
    {"a name without a value",            '{', "{\"a\"}",       PAL_ERR_JSON_SYNTAX, 1, 5},
    {"a name without value after colon",  '{', "{\"a\":}",      PAL_ERR_JSON_SYNTAX, 1, 6},
    {"the other closing bracket",         '{', "{\"a\":1]",     PAL_ERR_JSON_SYNTAX, 1, 7},
    {"something after it",                '[', "[1]\n x",       PAL_ERR_JSON_SYNTAX, 2, 2},
};
/* clang-format on */

static enum pal_err take_apart(const char *string, char open, struct pal_buf *out,
                               struct pal_where *where)
{
    struct pal_split split;
    PAL_TRY(pal_split_start(&split, pal_text_of(string), 0, open, where));
    for (;;) {
        bool is_there;
        struct pal_text name = {"", 0};
        struct pal_text value;
        PAL_TRY(pal_split_next(&split, &is_there, &name, &value, where));
        if (!is_there) {
            return pal_split_end(&split, where);
        }
        pal_buf_add_text(out, name);
        pal_buf_add_string(out, open == '{' ? ":" : "");
        pal_buf_add_text(out, value);
        pal_buf_add_byte(out, '|');
    }
}

static void gives(void **state)
{
    const __typeof__(wholes[0]) *row = *state;
    PAL_BUF(given);
    EXPECT_ERR(take_apart(row->text, row->open, &given, NULL), PAL_OK);
    EXPECT_BUF(given, row->given);
}

static void refuses(void **state)
{
    const __typeof__(refusals[0]) *row = *state;
    PAL_BUF(given);
    struct pal_where where = {.line = 0};
    EXPECT_ERR(take_apart(row->text, row->open, &given, &where), row->err);
    assert_int_equal(where.line, row->line);
    assert_int_equal(where.column, row->column);
}

static void places_are_those_of_the_document(void **state)
{
    (void)state;
    struct pal_text text = pal_text_of("[\n  [1,\n x], [1, y]]");
    struct pal_split split;
    struct pal_where where;
    bool is_there;
    struct pal_text value;
    PAL_JSON(json);
    EXPECT_ERR(pal_split_start(&split, text, 0, '[', &where), PAL_OK);
    EXPECT_ERR(pal_split_next(&split, &is_there, NULL, &value, &where), PAL_OK);
    EXPECT_ERR(pal_split_parse(&split, value, 99, &json, &where), PAL_ERR_JSON_SYNTAX);
    assert_int_equal(where.line, 3);
    EXPECT_ERR(pal_split_next(&split, &is_there, NULL, &value, &where), PAL_OK);
    EXPECT_ERR(pal_split_parse(&split, value, 99, &json, &where), PAL_ERR_JSON_SYNTAX);
    assert_int_equal(where.line, 3);
    assert_true(where.column > 5);
    EXPECT_ERR(pal_split_parse(&split, value, 3, &json, NULL), PAL_ERR_LIMIT_JSON_SIZE);
    EXPECT_ERR(pal_split_parse(&split, value, 3, &json, &where), PAL_ERR_LIMIT_JSON_SIZE);
    assert_int_equal(where.column, 6);
}

int main(void)
{
    TESTS(tests, 32);
    TABLE(tests, wholes, gives);
    TABLE(tests, refusals, refuses);
    TEST(tests, places_are_those_of_the_document);
    return RUN(tests);
}
