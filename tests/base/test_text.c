/* Text: views, buffers, the spellings of bytes, Unicode and identifiers. */
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"

#include "../support/expect.h"

/* --- Views and buffers --- */

static void views_compare_by_bytes(void **state)
{
    (void)state;
    assert_true(pal_text_is(pal_text_of(NULL), ""));
    assert_true(pal_text_starts(pal_text_of("checkpoint"), "check"));
    assert_false(pal_text_starts(pal_text_of("che"), "check"));
    assert_true(pal_text_compare(pal_text_of("a"), pal_text_of("ab")) < 0);
    assert_true(pal_text_compare(pal_text_of("b"), pal_text_of("ab")) > 0);
    assert_true(pal_text_compare(pal_text_of("\xC3\xA9"), pal_text_of("z")) > 0);
    assert_int_equal(pal_text_compare(pal_text_of(""), (struct pal_text){NULL, 0}), 0);
}

static void trimming_takes_blanks_at_both_ends(void **state)
{
    (void)state;
    EXPECT_TEXT(pal_text_trim(pal_text_of(" \t a b \r\n")), "a b");
    EXPECT_TEXT(pal_text_trim(pal_text_of(" \n ")), "");
}

static void cutting_takes_one_part_at_a_time(void **state)
{
    (void)state;
    struct pal_text text = pal_text_of("a,,b");
    struct pal_text head;
    assert_true(pal_text_cut(&text, ',', &head));
    EXPECT_TEXT(head, "a");
    assert_true(pal_text_cut(&text, ',', &head));
    EXPECT_TEXT(head, "");
    assert_false(pal_text_cut(&text, ',', &head));
    EXPECT_TEXT(head, "b");
    EXPECT_TEXT(text, "");
}

static void a_buffer_is_terminated(void **state)
{
    (void)state;
    PAL_BUF(buf);
    EXPECT_BUF(buf, "");
    for (int i = 0; i < 100; i++) {
        pal_buf_add_format(&buf, "%d,", i);
        assert_int_equal(strlen(buf.bytes), buf.size);
    }
    assert_int_equal(buf.size, 290);
    pal_buf_clear(&buf);
    EXPECT_BUF(buf, "");
    pal_buf_add_u32be(&buf, 0x61626364);
    pal_buf_add_byte(&buf, 'e');
    EXPECT_BUF(buf, "abcde");
}

static void a_buffer_can_be_taken(void **state)
{
    (void)state;
    PAL_BUF(buf);
    PAL_STRING(nothing);
    nothing = pal_buf_take(&buf);
    assert_string_equal(nothing, "");
    pal_buf_add_string(&buf, "mine");
    PAL_STRING(mine);
    mine = pal_buf_take(&buf);
    assert_string_equal(mine, "mine");
    assert_null(buf.bytes);
}

/* --- Bytes --- */

/* clang-format off */
static const struct {
    const char *name;
    const char *bytes, *base64, *base64url; /* RFC 4648 §10, and one with the last two digits */
} spellings[] = {
    {"nothing is spelled as nothing", "",       "",         ""},
    {"one byte is padded twice",      "f",      "Zg==",     "Zg"},
    {"two bytes are padded once",     "fo",     "Zm8=",     "Zm8"},
    {"three bytes are not padded",    "foo",    "Zm9v",     "Zm9v"},
    {"four bytes begin anew",         "foob",   "Zm9vYg==", "Zm9vYg"},
    {"six bytes are eight digits",    "foobar", "Zm9vYmFy", "Zm9vYmFy"},
    {"the last digits differ",        "\xFB\xFF", "+/8=",   "-_8"},
};
/* clang-format on */

static void spells(void **state)
{
    const __typeof__(spellings[0]) *row = *state;
    const uint8_t *bytes = (const uint8_t *)row->bytes;
    PAL_BUF(buf);
    pal_buf_add_base64(&buf, bytes, strlen(row->bytes));
    EXPECT_BUF(buf, row->base64);
    pal_buf_clear(&buf);
    pal_buf_add_base64url(&buf, bytes, strlen(row->bytes));
    EXPECT_BUF(buf, row->base64url);
    pal_buf_clear(&buf);
    EXPECT_ERR(pal_text_base64(pal_text_of(row->base64), &buf), PAL_OK);
    EXPECT_BUF(buf, row->bytes);
    pal_buf_clear(&buf);
    EXPECT_ERR(pal_text_base64url(pal_text_of(row->base64url), &buf), PAL_OK);
    EXPECT_BUF(buf, row->bytes);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *text;
} not_base64[] = {
    {"base64 without its padding is refused",   "Zg"},
    {"base64 with half its padding is refused", "Zg="},
    {"base64 with stray bits is refused",       "Zh=="},
    {"base64 with a blank is refused",          "Zm 9"},
    {"base64 of the other alphabet is refused", "-_8="},
    {"base64 padded in its middle is refused",  "Zg==Zg=="},
    {"base64 of padding alone is refused",      "===="},
    {"base64 of one digit is refused",          "Zm9vY==="},
};
/* clang-format on */

static void is_not_base64(void **state)
{
    const __typeof__(not_base64[0]) *row = *state;
    PAL_BUF(buf);
    EXPECT_ERR(pal_text_base64(pal_text_of(row->text), &buf), PAL_ERR_TEXT_BASE64);
    EXPECT_BUF(buf, "");
}

static void base64url_has_one_spelling(void **state)
{
    (void)state;
    PAL_BUF(buf);
    EXPECT_ERR(pal_text_base64url(pal_text_of("Zg=="), &buf), PAL_ERR_TEXT_BASE64);
    EXPECT_ERR(pal_text_base64url(pal_text_of("Zh"), &buf), PAL_ERR_TEXT_BASE64);
    EXPECT_ERR(pal_text_base64url(pal_text_of("Z"), &buf), PAL_ERR_TEXT_BASE64);
    EXPECT_ERR(pal_text_base64url(pal_text_of("+/8"), &buf), PAL_ERR_TEXT_BASE64);
    EXPECT_ERR(pal_text_base64url((struct pal_text){"A\0", 2}, &buf), PAL_ERR_TEXT_BASE64);
}

static void hexadecimal_has_its_length(void **state)
{
    (void)state;
    uint8_t bytes[2] = {1, 2};
    EXPECT_ERR(pal_text_hex(pal_text_of("fe0"), bytes, 2), PAL_ERR_TEXT_HEX);
    EXPECT_ERR(pal_text_hex(pal_text_of("fe0g"), bytes, 2), PAL_ERR_TEXT_HEX);
    EXPECT_ERR(pal_text_hex(pal_text_of("fe01ff"), bytes, 2), PAL_ERR_TEXT_HEX);
    EXPECT_ERR(pal_text_hex(pal_text_of("fe01f"), bytes, 2), PAL_ERR_TEXT_HEX);
    assert_int_equal(bytes[0], 1);
    EXPECT_ERR(pal_text_hex(pal_text_of("fE01"), bytes, 2), PAL_ERR_TEXT_HEX); /* one spelling */
    EXPECT_ERR(pal_text_hex(pal_text_of("fe01"), bytes, 2), PAL_OK);
    assert_int_equal(bytes[0], 0xFE);
    PAL_BUF(buf);
    pal_buf_add_hex(&buf, bytes, 2);
    EXPECT_BUF(buf, "fe01");
}

/* clang-format off */
static const struct {
    const char *name;
    const char *text;
    enum pal_err err;
    int64_t value;
} numbers[] = {
    {"zero is a number",                 "0",                    PAL_OK, 0},
    {"the smallest integer is read",     "-9223372036854775808", PAL_OK, INT64_MIN},
    {"the largest integer is read",      "9223372036854775807",  PAL_OK, INT64_MAX},
    {"one beyond the largest is not",    "9223372036854775808",  PAL_ERR_TEXT_NUMBER, 0},
    {"one below the smallest is not",    "-9223372036854775809", PAL_ERR_TEXT_NUMBER, 0},
    {"twenty digits are not",            "99999999999999999999", PAL_ERR_TEXT_NUMBER, 0},
    {"nothing is no number",             "",                     PAL_ERR_TEXT_NUMBER, 0},
    {"a sign is no number",              "-",                    PAL_ERR_TEXT_NUMBER, 0},
    {"minus zero is refused",            "-0",                   PAL_ERR_TEXT_NUMBER, 0},
    {"a leading zero is refused",        "01",                   PAL_ERR_TEXT_NUMBER, 0},
    {"a plus sign is refused",           "+1",                   PAL_ERR_TEXT_NUMBER, 0},
    {"a blank after it is refused",      "1 ",                   PAL_ERR_TEXT_NUMBER, 0},
};
/* clang-format on */

static void counts(void **state)
{
    const __typeof__(numbers[0]) *row = *state;
    int64_t value = 77;
    EXPECT_ERR(pal_text_int(pal_text_of(row->text), &value), row->err);
    assert_true(value == (row->err == PAL_OK ? row->value : 77));
}

/* --- Unicode --- */

/* clang-format off */
static const struct {
    const char *name;
    const char *bytes;
    size_t size, well_formed; /* in all, and until the first fault */
} utf8[] = {
    {"ASCII is well formed",                       "abc",                  3, 3},
    {"the last character is well formed",          "\xF4\x8F\xBF\xBF",     4, 4},
    {"two, three and four bytes are well formed",  "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", 9, 9},
    {"NUL is refused",                             "a\0b",                 3, 1},
    {"a lone continuation is refused",             "a\x80",                2, 1},
    {"a character that is cut is refused",         "ab\xE2\x82",           4, 2},
    {"an overlong slash is refused",               "\xC0\xAF",             2, 0},
    {"an overlong NUL is refused",                 "\xC0\x80",             2, 0},
    {"three bytes for two are refused",            "\xE0\x80\xAF",         3, 0},
    {"half a surrogate pair is refused",           "\xED\xA0\x80",         3, 0},
    {"beyond the last character is refused",       "\xF4\x90\x80\x80",     4, 0},
    {"bytes that are never used are refused",      "a\xFF",                2, 1},
};
/* clang-format on */

static void is_utf8(void **state)
{
    const __typeof__(utf8[0]) *row = *state;
    /* Without a byte after it, so that a sanitizer sees a read too far. */
    char *bytes = pal_mem_copy(row->bytes, row->size);
    struct pal_text text = {bytes, row->size};
    assert_int_equal(pal_text_utf8_size(text), row->well_formed);
    assert_int_equal(pal_text_is_utf8(text), row->size == row->well_formed);
    pal_mem_free(bytes);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *text, *normal;
} forms[] = {
    {"ASCII is normal",                        "plain",          "plain"},
    {"attack 63: a letter and its accent become one", "e\xCC\x81",      "\xC3\xA9"},
    {"a letter with its accent stays",         "\xC3\xA9",       "\xC3\xA9"},
    {"marks are put in order",                 "q\xCC\x87\xCC\xA3", "q\xCC\xA3\xCC\x87"},
    {"the angstrom becomes a letter",          "\xE2\x84\xAB",   "\xC3\x85"},
    {"a ligature is not taken apart",          "\xEF\xAC\x81",   "\xEF\xAC\x81"},
    {"a composition that is excluded parts",   "\xE0\xA5\x98",   "\xE0\xA4\x95\xE0\xA4\xBC"},
};
/* clang-format on */

static void normalises(void **state)
{
    const __typeof__(forms[0]) *row = *state;
    PAL_BUF(buf);
    EXPECT_ERR(pal_text_normalise(pal_text_of(row->text), &buf), PAL_OK);
    EXPECT_BUF(buf, row->normal);
    assert_int_equal(pal_text_is_nfc(pal_text_of(row->text)), strcmp(row->text, row->normal) == 0);
    assert_true(pal_text_is_nfc(pal_text_of(row->normal)));
}

static void marks_in_a_row_have_a_limit(void **state)
{
    (void)state;
    PAL_BUF(marked);
    PAL_BUF(out);
    pal_buf_add_string(&marked, "x");
    for (int i = 0; i < PAL_LIMIT_TEXT_MARKS; i++) {
        pal_buf_add_string(&marked, "\xCC\x81");
    }
    EXPECT_ERR(pal_text_normalise(pal_buf_text(&marked), &out), PAL_OK);
    assert_true(pal_text_is_nfc(pal_buf_text(&marked)));
    pal_buf_add_string(&marked, "\xCC\x81");
    pal_buf_clear(&out);
    EXPECT_ERR(pal_text_normalise(pal_buf_text(&marked), &out), PAL_ERR_TEXT_MARKS);
    assert_false(pal_text_is_nfc(pal_buf_text(&marked)));
    EXPECT_BUF(out, "");
    EXPECT_ERR(pal_text_normalise(pal_text_of("\xFF"), &out), PAL_ERR_TEXT_UTF8);
}

static void marks_inside_characters_are_counted(void **state)
{
    (void)state;
    PAL_BUF(marked);
    for (int i = 0; i <= PAL_LIMIT_TEXT_MARKS / 2; i++) {
        pal_buf_add_string(&marked, "\xE0\xBD\xB3"); /* U+0F73 counts as no mark and holds two */
    }
    PAL_BUF(out);
    EXPECT_ERR(pal_text_normalise(pal_buf_text(&marked), &out), PAL_ERR_TEXT_MARKS);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *text;
    bool plain;
} plains[] = {
    {"lines and tabulations are plain",   "a\n\tb",         true},
    {"accents and emoji are plain",       "\xC3\xA9\xF0\x9F\x98\x80", true},
    {"a carriage return is not",          "a\r\n",          false},
    {"an escape is not",                  "\x1B[31m",       false},
    {"delete is not",                     "a\x7F",          false},
    {"a control of Latin-1 is not",       "\xC2\x85",       false},
    {"the blank after them is",           "\xC2\xA0",       true},
    {"attack 63: right to left override is not", "\xE2\x80\xAE",   false},
    {"attack 63: an isolate is not",     "\xE2\x81\xA6",   false},
    {"Arabic itself is",                  "\xD8\xB5\xD9\x88\xD8\xAA", true},
};
/* clang-format on */

static void is_plain(void **state)
{
    const __typeof__(plains[0]) *row = *state;
    assert_int_equal(pal_text_is_plain(pal_text_of(row->text)), row->plain);
}

/* --- Identifiers --- */

static void a_uuid_has_one_spelling(void **state)
{
    (void)state;
    struct pal_uuid uuid;
    const char *text = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    EXPECT_ERR(pal_uuid_parse(pal_text_of(text), &uuid), PAL_OK);
    assert_int_equal(uuid.bytes[0], 0x3F);
    assert_int_equal(uuid.bytes[15], 0x01);
    char written[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(&uuid, written);
    assert_string_equal(written, text);

    struct pal_uuid other = uuid;
    assert_true(pal_uuid_equal(&uuid, &other));
    static const char *const refused[] = {
        "3F2504E0-4F89-41D3-9A0C-0305E82C3301", "3f2504e04f8941d39a0c0305e82c3301",
        "3f2504e0-4f89-41d3-9a0c-0305e82c330",  "3f2504e0-4f89-41d3-9a0c-0305e82c33010",
        "3f2504e0-4f89-41d3-9a0c0-305e82c3301", "3f2504e0-4f89-41d3-9a0c-0305e82c330g",
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        EXPECT_ERR(pal_uuid_parse(pal_text_of(refused[i]), &other), PAL_ERR_TEXT_UUID);
    }
    other.bytes[15] ^= 1;
    assert_false(pal_uuid_equal(&uuid, &other));
}

/* Text is looked at eight bytes at a time: each byte is tried at each place of the eight, and after
 * them. */
static void every_byte_is_judged_wherever_it_stands(void **state)
{
    (void)state;
    for (unsigned byte = 1; byte < 256; byte++) {
        for (size_t place = 0; place < 12; place++) {
            char bytes[] = "0123456789ab";
            bytes[place] = (char)byte;
            struct pal_text text = {bytes, 12};
            assert_int_equal(pal_text_utf8_size(text), byte < 0x80 ? 12 : place);
            if (byte < 0x80) {
                bool is_plain = (byte >= ' ' && byte != 0x7F) || byte == '\n' || byte == '\t';
                assert_int_equal(pal_text_is_plain(text), is_plain);
                assert_true(pal_text_is_nfc(text));
            }
        }
    }
    assert_int_equal(pal_text_utf8_size((struct pal_text){"01234567\0", 9}), 8);
    assert_int_equal(pal_text_utf8_size((struct pal_text){"0123\0"
                                                          "567",
                                                          8}),
                     4);
}

static void integers_are_spelled(void **state)
{
    (void)state;
    PAL_BUF(text);
    const int64_t values[] = {0, -1, 10, INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        pal_buf_add_int(&text, values[i]);
        pal_buf_add_byte(&text, ' ');
    }
    EXPECT_BUF(text, "0 -1 10 9223372036854775807 -9223372036854775808 ");
}

/* clang-format off */
static const struct {
    const char *name;
    const char *text;
    bool settled;
} settleds[] = {
    {"accents are settled",                        "e\xCC\x81\xCC\x96",               true},
    {"two pictographs that are not known are",     "\xF0\x9F\xAB\xBF\xF0\x9F\xAB\xBF", true},
    {"one that is not known is, by itself",        "a\xCD\xB8" "b",                    true},
    {"two that are not known are not",             "\xCD\xB8\xCD\xB8",                false},
    {"one before a mark is not",                   "\xCD\xB8\xCC\x81",                false},
    {"one after a mark is not",                    "e\xCC\x96\xCD\xB8",               false},
    {"a compatibility ideograph is, if it is known", "\xEF\xA4\x80",                 true},
    {"and is not, if it is not",                   "\xEF\xAB\x9A",                   false},
};
/* clang-format on */

static void is_settled(void **state)
{
    const __typeof__(settleds[0]) *row = *state;
    assert_int_equal(pal_text_is_settled(pal_text_of(row->text)), row->settled);
}

int main(void)
{
    TESTS(tests, 90);
    TABLE(tests, settleds, is_settled);
    TEST(tests, views_compare_by_bytes);
    TEST(tests, trimming_takes_blanks_at_both_ends);
    TEST(tests, cutting_takes_one_part_at_a_time);
    TEST(tests, a_buffer_is_terminated);
    TEST(tests, a_buffer_can_be_taken);
    TABLE(tests, spellings, spells);
    TABLE(tests, not_base64, is_not_base64);
    TEST(tests, base64url_has_one_spelling);
    TEST(tests, hexadecimal_has_its_length);
    TABLE(tests, numbers, counts);
    TABLE(tests, utf8, is_utf8);
    TABLE(tests, forms, normalises);
    TEST(tests, marks_in_a_row_have_a_limit);
    TEST(tests, marks_inside_characters_are_counted);
    TABLE(tests, plains, is_plain);
    TEST(tests, a_uuid_has_one_spelling);
    TEST(tests, every_byte_is_judged_wherever_it_stands);
    TEST(tests, integers_are_spelled);
    return RUN(tests);
}
