/* JSON: what is refused before and while parsing, and what is read and written. */
#include "base/json.h"
#include "base/limits.h"

#include "../support/expect.h"

enum { MAX_BYTES = 1000 };

/* clang-format off */
static const struct {
    const char *name;
    const char *text;
    enum pal_err err;
    uint64_t line, column; /* of the fault */
    const char *written;   /* NULL when as it was read */
} rows[] = {
    {"every kind is read", "{\"a\":[1,-2,true,false,null,\"x\"],\"b\":{}}", PAL_OK, 0, 0, NULL},
    {"members keep their order", "{\"z\":1,\"a\":2,\"m\":3}", PAL_OK, 0, 0, NULL},
    {"a value alone is a document", "7", PAL_OK, 0, 0, NULL},
    {"white space is left out", " { \"a\" :\t1 }\r\n", PAL_OK, 0, 0, "{\"a\":1}"},
    {"escapes are characters", "\"\\u00e9\\ud83d\\ude00\\/\"", PAL_OK, 0, 0,
        "\"\xC3\xA9\xF0\x9F\x98\x80/\""},
    {"an escaped backslash escapes nothing else", "\"\\\\u0000\"", PAL_OK, 0, 0, NULL},
    {"brackets inside a text are not depth", "\"[[[[[[[[[[[[[[[[[[[[\"", PAL_OK, 0, 0, NULL},
    {"a quotation mark may be escaped", "\"\\\"1.5\"", PAL_OK, 0, 0, NULL},
    {"sixteen arrays deep is accepted", "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]", PAL_OK, 0, 0, NULL},
    {"beside each other is not deep",
        "[[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[]]", PAL_OK, 0, 0, NULL},
    {"2^53 is accepted", "9007199254740992", PAL_OK, 0, 0, NULL},
    {"-2^53 is accepted", "-9007199254740992", PAL_OK, 0, 0, NULL},
    {"beyond 2^53 is refused", "[9007199254740993]", PAL_ERR_JSON_NUMBER, 1, 2, NULL},
    {"beyond -2^53 is refused", "-9007199254740993", PAL_ERR_JSON_NUMBER, 1, 1, NULL},
    {"forty digits are refused", "1234567890123456789012345678901234567890",
        PAL_ERR_JSON_NUMBER, 1, 1, NULL},
    {"a fraction is refused", "{\"a\":\n  1.0}", PAL_ERR_JSON_NUMBER, 2, 3, NULL},
    {"an exponent is refused", "1e2", PAL_ERR_JSON_NUMBER, 1, 1, NULL},
    {"a capital exponent is refused", "[1E2]", PAL_ERR_JSON_NUMBER, 1, 2, NULL},
    {"minus zero as a fraction is refused", "-0.0", PAL_ERR_JSON_NUMBER, 1, 1, NULL},
    {"a leading zero is refused", "01", PAL_ERR_JSON_SYNTAX, 1, 1, NULL},
    {"a plus sign is refused", "+1", PAL_ERR_JSON_SYNTAX, 1, 1, NULL},
    {"a lone minus is refused", "-", PAL_ERR_JSON_SYNTAX, 1, 1, NULL},
    {"NaN is refused", "NaN", PAL_ERR_JSON_SYNTAX, 1, 3, NULL},
    {"seventeen arrays deep is refused", "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]",
        PAL_ERR_LIMIT_JSON_DEPTH, 1, 17, NULL},
    {"so is a bracket never closed", "[[[[[[[[[[[[[[[[[", PAL_ERR_LIMIT_JSON_DEPTH, 1, 17, NULL},
    {"objects are deep too",
        "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":"
        "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}}}}}}}}}",
        PAL_ERR_LIMIT_JSON_DEPTH, 1, 81, NULL},
    {"a member that stands twice is refused", "{\"a\":1,\"b\":2,\"a\":1}",
        PAL_ERR_JSON_DUPLICATE_KEY, 1, 16, NULL},
    {"also when one is escaped", "{\"a\":1,\"\\u0061\":1}", PAL_ERR_JSON_DUPLICATE_KEY, 1, 15, NULL},
    {"also deep inside", "[{\"x\":{\"a\":1,\"a\":2}}]", PAL_ERR_JSON_DUPLICATE_KEY, 1, 16, NULL},
    {"the same name in two objects is accepted", "[{\"a\":1},{\"a\":1}]", PAL_OK, 0, 0, NULL},
    {"bytes that are not UTF-8 are refused", "{\"a\":\"\xC3\xA9\xC3\x28\"}", PAL_ERR_TEXT_UTF8, 1, 8, NULL},
    {"a surrogate in UTF-8 is refused", "\"\xED\xA0\x80\"", PAL_ERR_TEXT_UTF8, 1, 2, NULL},
    {"an escaped NUL is refused", "\n\n \"ab\\u0000\"", PAL_ERR_JSON_ESCAPE, 3, 5, NULL},
    {"so it is in a name", "{\"\\u0000\":1}", PAL_ERR_JSON_ESCAPE, 1, 3, NULL},
    {"half a pair is refused", "\"\\ud83d\"", PAL_ERR_JSON_ESCAPE, 1, 2, NULL},
    {"half a pair before another is refused", "\"\\ud83d\\ud83d\\ude00\"", PAL_ERR_JSON_ESCAPE, 1, 2, NULL},
    {"the other half is refused", "\"\\ude00\"", PAL_ERR_JSON_ESCAPE, 1, 2, NULL},
    {"half a pair before a letter is refused", "\"\\uD83Dx\"", PAL_ERR_JSON_ESCAPE, 1, 2, NULL},
    {"an escape that is cut is refused", "\"\\u00", PAL_ERR_JSON_SYNTAX, 1, 5, NULL},
    {"a backslash at the end is refused", "\"\\", PAL_ERR_JSON_SYNTAX, 1, 2, NULL},
    {"an unknown escape is refused", "\"\\x41\"", PAL_ERR_JSON_SYNTAX, 1, 3, NULL},
    {"a line feed in a text is refused", "\"a\nb\"", PAL_ERR_JSON_SYNTAX, 1, 2, NULL},
    {"nothing is refused", "", PAL_ERR_JSON_SYNTAX, 1, 1, NULL},
    {"two values are refused", "{} {}", PAL_ERR_JSON_SYNTAX, 1, 4, NULL},
    {"a comma at the end is refused", "[1,]", PAL_ERR_JSON_SYNTAX, 1, 4, NULL},
    {"a comment is refused", "[1] /* one */", PAL_ERR_JSON_SYNTAX, 1, 5, NULL},
    {"single quotation marks are refused", "{'a':1}", PAL_ERR_JSON_SYNTAX, 1, 2, NULL},
    {"a byte order mark is refused", "\xEF\xBB\xBF{}", PAL_ERR_JSON_SYNTAX, 1, 1, NULL},
    {"a document that is cut is refused", "{\"a\":[1,\n2", PAL_ERR_JSON_SYNTAX, 2, 1, NULL},
};
/* clang-format on */

static void parses(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_JSON(json);
    struct pal_where where = {.line = 0};
    EXPECT_ERR(pal_json_parse(pal_text_of(row->text), MAX_BYTES, &json, &where), row->err);
    if (row->err != PAL_OK) {
        assert_null(json);
        assert_string_equal(where.pointer, "");
        assert_int_equal(where.line, row->line);
        assert_int_equal(where.column, row->column);
        return;
    }
    PAL_BUF(written);
    pal_json_write(json, &written);
    EXPECT_BUF(written, row->written != NULL ? row->written : row->text);
}

static struct pal_json *parsed(const char *text)
{
    struct pal_json *json = NULL;
    EXPECT_ERR(pal_json_parse(pal_text_of(text), MAX_BYTES, &json, NULL), PAL_OK);
    return json;
}

static void a_nul_is_not_the_end(void **state)
{
    (void)state;
    PAL_JSON(json);
    struct pal_where where;
    EXPECT_ERR(pal_json_parse((struct pal_text){"{}\0{}", 5}, MAX_BYTES, &json, &where),
               PAL_ERR_TEXT_UTF8);
    assert_int_equal(where.column, 3);
}

static void size_is_judged_first(void **state)
{
    (void)state;
    PAL_JSON(json);
    EXPECT_ERR(pal_json_parse(pal_text_of("\xFF\xFF\xFF"), 2, &json, NULL),
               PAL_ERR_LIMIT_JSON_SIZE);
    EXPECT_ERR(pal_json_parse(pal_text_of("[]"), 2, &json, NULL), PAL_OK);
}

static void members_have_a_type_and_a_place(void **state)
{
    (void)state;
    PAL_JSON(json);
    json = parsed("{\"text\":\"x\",\"int\":-5,\"bool\":true,\"null\":null,\"list\":[1],"
                  "\"in\":{\"a\":1}}");
    struct pal_where where;
    struct pal_text text;
    int64_t value = 0;
    bool truth = false;
    const struct pal_json *inner = NULL;
    EXPECT_ERR(pal_json_text(json, "text", &text, &where), PAL_OK);
    EXPECT_TEXT(text, "x");
    EXPECT_ERR(pal_json_int(json, "int", &value, &where), PAL_OK);
    assert_true(value == -5);
    EXPECT_ERR(pal_json_bool(json, "bool", &truth, &where), PAL_OK);
    assert_true(truth);
    EXPECT_ERR(pal_json_array(json, "list", &inner, &where), PAL_OK);
    assert_true(pal_json_as_int(pal_json_at(inner, 0)) == 1);
    EXPECT_ERR(pal_json_object(json, "in", &inner, &where), PAL_OK);
    assert_int_equal(pal_json_count(inner), 1);

    EXPECT_ERR_AT(pal_json_text(json, "int", &text, &where), PAL_ERR_JSON_TYPE, where, "/int");
    EXPECT_ERR_AT(pal_json_int(json, "text", &value, &where), PAL_ERR_JSON_TYPE, where, "/text");
    EXPECT_ERR_AT(pal_json_bool(json, "int", &truth, &where), PAL_ERR_JSON_TYPE, where, "/int");
    EXPECT_ERR_AT(pal_json_array(json, "in", &inner, &where), PAL_ERR_JSON_TYPE, where, "/in");
    EXPECT_ERR_AT(pal_json_int(json, "none", &value, &where), PAL_ERR_JSON_MISSING, where, "/none");
    EXPECT_ERR_AT(pal_json_int(json, "null", &value, &where), PAL_ERR_JSON_MISSING, where, "/null");
    EXPECT_ERR(pal_json_int(json, "null", &value, NULL), PAL_ERR_JSON_MISSING);
    assert_true(pal_json_has(json, "null"));
    assert_null(pal_json_get(json, "null"));
    assert_false(pal_json_has(json, "none"));
}

static void what_is_no_object_has_no_members(void **state)
{
    (void)state;
    PAL_JSON(json);
    json = parsed("[{\"a\":1}]");
    struct pal_where where;
    int64_t value = 0;
    EXPECT_ERR_AT(pal_json_int(json, "a", &value, &where), PAL_ERR_JSON_TYPE, where, "");
    EXPECT_ERR_AT(pal_json_optional_int(json, "a", &value, &where), PAL_ERR_JSON_TYPE, where, "");
    EXPECT_ERR_AT(pal_json_want_object(json, &where), PAL_ERR_JSON_TYPE, where, "");
    EXPECT_ERR(pal_json_want_object(pal_json_at(json, 0), &where), PAL_OK);
    PAL_RATIO(ratio);
    EXPECT_ERR(pal_json_ratio(json, "a", ratio, &where), PAL_ERR_JSON_TYPE);
}

static void optional_members_may_be_absent(void **state)
{
    (void)state;
    PAL_JSON(json);
    json = parsed("{\"a\":null,\"b\":\"x\",\"c\":3,\"d\":false}");
    struct pal_where where;
    struct pal_text text = pal_text_of("before");
    int64_t value = 9;
    bool truth = true;
    EXPECT_ERR(pal_json_optional_text(json, "a", &text, &where), PAL_OK);
    EXPECT_ERR(pal_json_optional_int(json, "z", &value, &where), PAL_OK);
    EXPECT_ERR(pal_json_optional_bool(json, "z", &truth, &where), PAL_OK);
    EXPECT_TEXT(text, "before");
    assert_true(value == 9);
    assert_true(truth);
    EXPECT_ERR(pal_json_optional_text(json, "b", &text, &where), PAL_OK);
    EXPECT_ERR(pal_json_optional_int(json, "c", &value, &where), PAL_OK);
    EXPECT_ERR(pal_json_optional_bool(json, "d", &truth, &where), PAL_OK);
    EXPECT_TEXT(text, "x");
    assert_true(value == 3);
    assert_false(truth);
    EXPECT_ERR_AT(pal_json_optional_int(json, "b", &value, &where), PAL_ERR_JSON_TYPE, where, "/b");
}

static void ratios_and_identifiers_are_read(void **state)
{
    (void)state;
    PAL_JSON(json);
    json = parsed("{\"r\":\"38/100\",\"n\":-2,\"z\":\"1/0\",\"f\":\"0.5\",\"b\":true,"
                  "\"id\":\"3f2504e0-4f89-41d3-9a0c-0305e82c3301\"}");
    struct pal_where where;
    PAL_RATIO(ratio);
    EXPECT_ERR(pal_json_ratio(json, "r", ratio, &where), PAL_OK);
    EXPECT_RATIO(ratio, "19/50");
    EXPECT_ERR(pal_json_ratio(json, "n", ratio, &where), PAL_OK);
    EXPECT_RATIO(ratio, "-2/1");
    EXPECT_ERR_AT(pal_json_ratio(json, "z", ratio, &where), PAL_ERR_RATIO_ZERO_DENOMINATOR, where,
                  "/z");
    EXPECT_ERR_AT(pal_json_ratio(json, "f", ratio, &where), PAL_ERR_RATIO_SYNTAX, where, "/f");
    EXPECT_ERR_AT(pal_json_ratio(json, "b", ratio, &where), PAL_ERR_JSON_TYPE, where, "/b");
    struct pal_uuid uuid;
    EXPECT_ERR(pal_json_uuid(json, "id", &uuid, &where), PAL_OK);
    EXPECT_ERR_AT(pal_json_uuid(json, "r", &uuid, &where), PAL_ERR_TEXT_UUID, where, "/r");

    PAL_JSON(built);
    built = pal_json_object_new();
    pal_json_set_ratio(built, "r", ratio);
    pal_json_set_uuid(built, "id", &uuid);
    PAL_BUF(written);
    pal_json_write(built, &written);
    EXPECT_BUF(written, "{\"r\":\"-2/1\",\"id\":\"3f2504e0-4f89-41d3-9a0c-0305e82c3301\"}");
}

static void unknown_members_are_refused(void **state)
{
    (void)state;
    PAL_JSON(json);
    json = parsed("{\"a\":1,\"b/~c\":2}");
    struct pal_where where;
    EXPECT_ERR(pal_json_only(json, (const char *const[]){"b/~c", "a", "x", NULL}, &where), PAL_OK);
    EXPECT_ERR_AT(pal_json_only(json, (const char *const[]){"a", NULL}, &where),
                  PAL_ERR_JSON_UNKNOWN, where, "/b~1~0c");
}

static void members_are_walked_in_order(void **state)
{
    (void)state;
    PAL_JSON(json);
    json = parsed("{\"z\":0,\"a\":1,\"m\":2}");
    PAL_BUF(names);
    const char *name = NULL;
    int64_t index = 0;
    for (const struct pal_json *member = pal_json_next(json, &name); member != NULL;
         member = pal_json_next(json, &name)) {
        pal_buf_add_string(&names, name);
        assert_true(pal_json_as_int(member) == index);
        const char *same;
        assert_ptr_equal(pal_json_member(json, (size_t)index, &same), member);
        assert_string_equal(same, name);
        index++;
    }
    EXPECT_BUF(names, "zam");
    PAL_JSON(empty);
    empty = parsed("{}");
    name = NULL;
    assert_null(pal_json_next(empty, &name));
}

static void values_are_built_and_written(void **state)
{
    (void)state;
    PAL_JSON(json);
    json = pal_json_object_new();
    pal_json_set_string(json, "name", "Caf\xC3\xA9 \"\\\n");
    pal_json_set_int(json, "count", INT64_C(1) << 53);
    pal_json_set_bool(json, "is_open", false);
    pal_json_set_null(json, "at");
    struct pal_json *list = pal_json_array_new();
    pal_json_append(list, pal_json_int_new(1));
    pal_json_append_text(list, pal_text_of("a"));
    pal_json_append(list, pal_json_null_new());
    pal_json_set(json, "list", list);
    pal_json_set_int(json, "count", 2); /* again, at its first place */

    PAL_JSON(copy);
    copy = pal_json_copy(json);
    pal_json_done(&json);
    PAL_BUF(written);
    pal_json_write(copy, &written);
    EXPECT_BUF(written, "{\"name\":\"Caf\xC3\xA9 \\\"\\\\\\n\",\"count\":2,\"is_open\":false,"
                        "\"at\":null,\"list\":[1,\"a\",null]}");
    pal_buf_clear(&written);
    pal_json_write_sorted(copy, &written);
    EXPECT_BUF(written, "{\"at\":null,\"count\":2,\"is_open\":false,\"list\":[1,\"a\",null],"
                        "\"name\":\"Caf\xC3\xA9 \\\"\\\\\\n\"}");
}

static void people_read_it_indented(void **state)
{
    (void)state;
    PAL_JSON(json);
    json = parsed("{\"a\":[1],\"b\":{}}");
    PAL_BUF(written);
    pal_json_write_pretty(json, &written);
    EXPECT_BUF(written, "{\n  \"a\": [\n    1\n  ],\n  \"b\": {}\n}\n");
}

static const struct {
    const char *name;
    const char *json, *compact, *sorted; /* NULL: as it was */
} spellings[] = {
    {"a value alone", "\"a\"", NULL, NULL},
    {"nothing in an array", "[]", NULL, NULL},
    {"nothing in an object", "{}", NULL, NULL},
    {"the smallest integer", "-9007199254740992", NULL, NULL},
    {"zero", "0", NULL, NULL},
    {"empty ones inside", "{\"a\":{},\"b\":[[],{}],\"c\":\"\"}", NULL, NULL},
    {"every escape that has a letter", "\"\\\"\\\\\\b\\f\\n\\r\\t\"", NULL, NULL},
    {"an escape without a letter", "\"\\u001f\\u0001\"", "\"\\u001F\\u0001\"",
     "\"\\u001F\\u0001\""},
    {"a slash and a delete stand as they are", "\"\\/\x7F\"", "\"/\x7F\"", "\"/\x7F\""},
    {"an escape in a name", "{\"\\n\":1}", NULL, NULL},
    {"a name before one that it begins", "{\"ab\":1,\"a\":2}", NULL, "{\"a\":2,\"ab\":1}"},
    {"by bytes and not by letters", "{\"\xC3\xA9\":1,\"z\":2,\"Z\":3}", NULL,
     "{\"Z\":3,\"z\":2,\"\xC3\xA9\":1}"},
    {"sorted at each depth, arrays as they are",
     "{\"b\":[{\"d\":1,\"c\":2},3,null],\"a\":{\"f\":true,\"e\":{\"h\":1,\"g\":2}}}", NULL,
     "{\"a\":{\"e\":{\"g\":2,\"h\":1},\"f\":true},\"b\":[{\"c\":2,\"d\":1},3,null]}"},
};

static void spells(void **state)
{
    const __typeof__(spellings[0]) *row = *state;
    PAL_JSON(json);
    json = parsed(row->json);
    PAL_BUF(compact);
    pal_json_write(json, &compact);
    EXPECT_BUF(compact, row->compact != NULL ? row->compact : row->json);
    PAL_BUF(sorted);
    pal_json_write_sorted(json, &sorted);
    EXPECT_BUF(sorted, row->sorted != NULL ? row->sorted : row->json);
}

/* What is put around the deepest document that comes in is still written. */
static void depth_is_written(void **state)
{
    (void)state;
    PAL_BUF(text);
    for (size_t i = 0; i < PAL_LIMIT_JSON_DEPTH; i++) {
        pal_buf_add_byte(&text, '[');
    }
    for (size_t i = 0; i < PAL_LIMIT_JSON_DEPTH; i++) {
        pal_buf_add_byte(&text, ']');
    }
    PAL_JSON(around);
    around = pal_json_array_new();
    pal_json_append(around, parsed(text.bytes));
    PAL_BUF(written);
    pal_json_write_sorted(around, &written);
    assert_int_equal(written.size, text.size + 2);
}

int main(void)
{
    TESTS(tests, 80);
    TABLE(tests, rows, parses);
    TEST(tests, a_nul_is_not_the_end);
    TEST(tests, size_is_judged_first);
    TEST(tests, members_have_a_type_and_a_place);
    TEST(tests, what_is_no_object_has_no_members);
    TEST(tests, optional_members_may_be_absent);
    TEST(tests, ratios_and_identifiers_are_read);
    TEST(tests, unknown_members_are_refused);
    TEST(tests, members_are_walked_in_order);
    TEST(tests, values_are_built_and_written);
    TEST(tests, people_read_it_indented);
    TABLE(tests, spellings, spells);
    TEST(tests, depth_is_written);
    return RUN(tests);
}
