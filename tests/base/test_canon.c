/* Canonical bytes: which values have them, which bytes are, and the published vectors. */
#include "base/canon.h"
#include "base/mem.h"

#include "../support/expect.h"
#include "../support/vectors.h"

enum { MAX_BYTES = 1 << 16 };

/* Combining marks in a row, U+0316 and U+0301, and vowel signs that do not combine, U+093E. */
#define BELOW_10 "\xCC\x96\xCC\x96\xCC\x96\xCC\x96\xCC\x96\xCC\x96\xCC\x96\xCC\x96\xCC\x96\xCC\x96"
#define BELOW_30 BELOW_10 BELOW_10 BELOW_10
#define VOWEL_10 \
    "\xE0\xA4\xBE\xE0\xA4\xBE\xE0\xA4\xBE\xE0\xA4\xBE\xE0\xA4\xBE\xE0\xA4\xBE\xE0\xA4\xBE\xE0\xA4\xBE\xE0\xA4\xBE\xE0\xA4\xBE"

/* clang-format off */
static const struct {
    const char *name;
    const char *text;
    enum pal_err err;
    const char *pointer;   /* of the fault */
    const char *canonical; /* NULL when the text is canonical as it stands */
} rows[] = {
    {"a record is canonical", "{\"d\":{\"a\":[1,true,\"x\"]},\"t\":\"log.genesis\",\"v\":1}",
        PAL_OK, NULL, NULL},
    {"members are put in order", "{\"v\":1,\"d\":{\"z\":1,\"a\":2}}", PAL_OK, NULL,
        "{\"d\":{\"a\":2,\"z\":1},\"v\":1}"},
    {"a digit comes before _ and _ before a letter", "{\"ab\":1,\"a_\":2,\"a0\":3,\"a\":4}", PAL_OK, NULL,
        "{\"a\":4,\"a0\":3,\"a_\":2,\"ab\":1}"},
    {"items keep their order", "[3,1,2]", PAL_OK, NULL, NULL},
    {"white space is left out", "{ \"a\": [ ] }\n", PAL_OK, NULL, "{\"a\":[]}"},
    {"minus zero is zero", "[-0]", PAL_OK, NULL, "[0]"},
    {"characters are not escaped", "[\"\\u00e9\\/\\ud83d\\ude00\"]", PAL_OK, NULL,
        "[\"\xC3\xA9/\xF0\x9F\x98\x80\"]"},
    {"four characters are", "[\"\\u0022\\u005c\\u000a\\u0009\"]", PAL_OK, NULL,
        "[\"\\\"\\\\\\n\\t\"]"},
    {"the largest integers", "[9007199254740991,-9007199254740991]", PAL_OK, NULL, NULL},
    {"2^53 has no canonical bytes", "{\"a\":[0,9007199254740992]}", PAL_ERR_CANON_NUMBER, "/a/1", NULL},
    {"nor has -2^53", "-9007199254740992", PAL_ERR_CANON_NUMBER, "", NULL},
    {"nor has null", "{\"a\":{\"b\":null}}", PAL_ERR_CANON_NULL, "/a/b", NULL},
    {"nor has null alone", "null", PAL_ERR_CANON_NULL, "", NULL},
    {"nor has a capital name", "{\"a\":1,\"B\":1}", PAL_ERR_CANON_NAME, "/B", NULL},
    {"nor has a name with a dash", "[{\"a-b\":1}]", PAL_ERR_CANON_NAME, "/0/a-b", NULL},
    {"nor has a name with an accent", "{\"\xC3\xA9\":1}", PAL_ERR_CANON_NAME, "/\xC3\xA9", NULL},
    {"nor has an empty name", "{\"\":1}", PAL_ERR_CANON_NAME, "/", NULL},
    {"nor has a name that is a path", "{\"a/b\":1}", PAL_ERR_CANON_NAME, "/a~1b", NULL},
    {"nor has a text that is not in normal form", "[\"e\xCC\x81\"]", PAL_ERR_CANON_TEXT, "/0", NULL},
    {"30 combining marks in a row have their bytes", "[\"e" BELOW_30 "\"]", PAL_OK, NULL, NULL},
    {"31 have none", "[\"e" BELOW_30 "\xCC\x96\"]", PAL_ERR_CANON_TEXT, "/0", NULL},
    {"nor have 31 once they are taken apart", "[\"\xC3\xA9" BELOW_30 "\"]", PAL_ERR_CANON_TEXT, "/0", NULL},
    {"vowel signs that do not combine have theirs", "[\"e" VOWEL_10 VOWEL_10 VOWEL_10 VOWEL_10 "\"]", PAL_OK, NULL, NULL},
    {"nor has a carriage return", "[\"a\\r\"]", PAL_ERR_CANON_TEXT, "/0", NULL},
    {"nor has an escape that would be upper case", "[\"\\u001f\"]", PAL_ERR_CANON_TEXT, "/0", NULL},
    {"nor has delete", "[\"\\u007f\"]", PAL_ERR_CANON_TEXT, "/0", NULL},
    {"nor has a control of Latin-1", "[\"\\u0085\"]", PAL_ERR_CANON_TEXT, "/0", NULL},
    {"a hard space is no control", "[\"\xC2\xA0\"]", PAL_OK, NULL, NULL},
};
/* clang-format on */

static void writes(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    struct pal_text text = pal_text_of(row->text);
    PAL_JSON(json);
    EXPECT_ERR(pal_json_parse(text, MAX_BYTES, &json, NULL), PAL_OK);
    PAL_BUF(bytes);
    pal_buf_add_string(&bytes, "=");
    struct pal_where where = {.line = 0};
    EXPECT_ERR(pal_canon_write(json, &bytes, &where), row->err);
    struct pal_hash hash;
    EXPECT_ERR(pal_canon_hash(json, &hash, NULL), row->err);
    PAL_JSON(read);
    if (row->err != PAL_OK) {
        assert_string_equal(where.pointer, row->pointer);
        EXPECT_BUF(bytes, "=");
        EXPECT_ERR(pal_canon_read(text, MAX_BYTES, &read, NULL), row->err);
        return;
    }
    const char *canonical = row->canonical != NULL ? row->canonical : row->text;
    EXPECT_TEXT(((struct pal_text){bytes.bytes + 1, bytes.size - 1}), canonical);
    struct pal_hash expected = pal_hash_of(bytes.bytes + 1, bytes.size - 1);
    assert_true(pal_hash_equal(&hash, &expected));
    EXPECT_ERR(pal_canon_read(text, MAX_BYTES, &read, NULL),
               row->canonical != NULL ? PAL_ERR_CANON_BYTES : PAL_OK);
}

static void nothing_is_deeper_than_what_can_be_read(void **state)
{
    (void)state;
    PAL_JSON(json);
    json = pal_json_int_new(1);
    for (int depth = 0; depth < 16; depth++) {
        struct pal_json *around = pal_json_array_new();
        pal_json_append(around, json);
        json = around;
    }
    PAL_BUF(bytes);
    struct pal_where where;
    EXPECT_ERR(pal_canon_write(json, &bytes, &where), PAL_OK);
    EXPECT_BUF(bytes, "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]");
    struct pal_json *around = pal_json_array_new();
    pal_json_append(around, json);
    json = around;
    EXPECT_ERR_AT(pal_canon_write(json, &bytes, &where), PAL_ERR_LIMIT_JSON_DEPTH, where,
                  "/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0");
}

static void reading_refuses_what_parsing_refuses(void **state)
{
    (void)state;
    PAL_JSON(json);
    struct pal_where where;
    EXPECT_ERR(pal_canon_read(pal_text_of("{\"a\":1,\"a\":1}"), MAX_BYTES, &json, &where),
               PAL_ERR_JSON_DUPLICATE_KEY);
    EXPECT_ERR(pal_canon_read(pal_text_of("[1.0]"), MAX_BYTES, &json, &where), PAL_ERR_JSON_NUMBER);
    EXPECT_ERR(pal_canon_read(pal_text_of("[]"), 1, &json, &where), PAL_ERR_LIMIT_JSON_SIZE);
    EXPECT_ERR(pal_canon_read(pal_text_of("[] "), 3, &json, &where), PAL_ERR_CANON_BYTES);
    assert_null(json);
}

/* The leaf of an entry in the log is SHA-256 of a zero byte and the entry. */
static void check_entry(struct pal_text entry, struct pal_text leaf)
{
    PAL_JSON(json);
    EXPECT_ERR(pal_canon_read(entry, MAX_BYTES, &json, NULL), PAL_OK);
    PAL_BUF(bytes);
    pal_buf_add_byte(&bytes, 0);
    EXPECT_ERR(pal_canon_write(json, &bytes, NULL), PAL_OK);
    struct pal_hash hash = pal_hash_of(bytes.bytes, bytes.size);
    struct pal_hash expected;
    EXPECT_ERR(pal_hash_parse(leaf, &expected), PAL_OK);
    assert_true(pal_hash_equal(&hash, &expected));
}

static void the_vectors_come_out_the_same(void **state)
{
    (void)state;
    PAL_STRING(file);
    file = pal_tests_file_new(PAL_VECTORS "log.json");
    PAL_JSON(vectors);
    EXPECT_ERR(pal_json_parse(pal_text_of(file), MAX_BYTES, &vectors, NULL), PAL_OK);
    const struct pal_json *entries;
    const struct pal_json *leaves;
    EXPECT_ERR(pal_json_array(vectors, "entries", &entries, NULL), PAL_OK);
    EXPECT_ERR(pal_json_array(vectors, "leaf_hashes", &leaves, NULL), PAL_OK);
    assert_int_equal(pal_json_count(entries), 5);
    for (size_t i = 0; i < pal_json_count(entries); i++) {
        check_entry(pal_json_as_text(pal_json_at(entries, i)),
                    pal_json_as_text(pal_json_at(leaves, i)));
    }
}

int main(void)
{
    TESTS(tests, 44);
    TABLE(tests, rows, writes);
    TEST(tests, nothing_is_deeper_than_what_can_be_read);
    TEST(tests, reading_refuses_what_parsing_refuses);
    TEST_OF_VECTORS(tests, the_vectors_come_out_the_same);
    return RUN(tests);
}
