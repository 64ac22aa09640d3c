/* Letters: their headers to the byte, what is encoded, and what is refused. */
#include <string.h>

#include "base/mem.h"

#include "../support/expect.h"
#include "letter.h"

static struct pal_letter plain(void)
{
    return (struct pal_letter){
        .from_name = pal_text_of("Les Sept"),
        .from = pal_text_of("bureau@lessept.example"),
        .to = pal_text_of("ada@example.org"),
        .subject = pal_text_of("Notice: summer"),
        .body = pal_text_of("Hello,\n.\nGoodbye.\n"),
        .language = "en",
        .id = {{0x11, 0x22}},
        .at_us = INT64_C(1772445845000000),
    };
}

static void a_plain_letter_is_this(void **state)
{
    (void)state;
    PAL_BUF(out);
    struct pal_letter letter = plain();
    EXPECT_ERR(pal_letter_write(&letter, &out), PAL_OK);
    EXPECT_BUF(out, "Date: Mon, 02 Mar 2026 10:04:05 +0000\r\n"
                    "From: Les Sept\r\n <bureau@lessept.example>\r\n"
                    "To: ada@example.org\r\n"
                    "Subject: Notice: summer\r\n"
                    "Message-ID: <11220000-0000-0000-0000-000000000000@lessept.example>\r\n"
                    "MIME-Version: 1.0\r\n"
                    "Content-Type: text/plain; charset=utf-8\r\n"
                    "Content-Transfer-Encoding: base64\r\n"
                    "Content-Language: en\r\n"
                    "Auto-Submitted: auto-generated\r\n"
                    "\r\n"
                    "SGVsbG8sDQouDQpHb29kYnllLg0K\r\n");
}

/* clang-format off */
static const struct {
    const char *name, *subject, *line;
} subjects[] = {
    {"an accent makes an encoded word",         "Été",       "Subject: =?UTF-8?B?w4l0w6k=?=\r\n"},
    {"what looks like one is encoded",          "=?x?=",     "Subject: =?UTF-8?B?PT94Pz0=?=\r\n"},
    {"nothing is an empty subject",             "",          "Subject: \r\n"},
    {"quotation marks stand in a subject",      "\"a\" <b>", "Subject: \"a\" <b>\r\n"},
    {"a long one is folded between characters",
     "éééééééééééééééééééé",
     "Subject: =?UTF-8?B?w6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOp?=\r\n =?UTF-8?B?w6nDqQ==?=\r\n"},
};
/* clang-format on */

static void writes_the_subject(void **state)
{
    const __typeof__(*subjects) *row = *state;
    PAL_BUF(out);
    struct pal_letter letter = plain();
    letter.subject = pal_text_of(row->subject);
    EXPECT_ERR(pal_letter_write(&letter, &out), PAL_OK);
    assert_non_null(strstr(out.bytes, row->line));
}

static void a_name_is_words_or_encoded(void **state)
{
    (void)state;
    PAL_BUF(out);
    struct pal_letter letter = plain();
    letter.from_name = pal_text_of("Sept, \"coop\" <x@y>");
    EXPECT_ERR(pal_letter_write(&letter, &out), PAL_OK);
    assert_non_null(strstr(out.bytes, "From: =?UTF-8?B?U2VwdCwgImNvb3AiIDx4QHk+?=\r\n <bureau@"));
}

/* clang-format off */
static const struct {
    const char *name, *from_name, *subject, *to;
    enum pal_err err;
} hostile[] = {
    {"a line end in a name is refused",         "A\r\nBcc: x@y.z", "s",                "a@b.example", PAL_ERR_TEXT_CONTROL},
    {"a line feed in a subject is refused",     "A",               "s\nBcc: x@y.z",    "a@b.example", PAL_ERR_TEXT_CONTROL},
    {"a carriage return in a subject is refused", "A",             "s\rBcc: x@y.z",    "a@b.example", PAL_ERR_TEXT_CONTROL},
    {"a tab in a subject is refused",           "A",               "s\tt",             "a@b.example", PAL_ERR_TEXT_CONTROL},
    {"a delete character is refused",           "A",               "s\x7F",            "a@b.example", PAL_ERR_TEXT_CONTROL},
    {"a turned direction is refused",           "A",               "s\xE2\x80\xAE",    "a@b.example", PAL_ERR_TEXT_CONTROL},
    {"what is not UTF-8 is refused",            "A",               "s\xFF",            "a@b.example", PAL_ERR_TEXT_CONTROL},
    {"a second recipient is refused",           "A",               "s",                "a@b.example, c@d.example", PAL_ERR_PERSON_EMAIL},
    {"a line end in an address is refused",     "A",               "s",                "a@b.example\r\nBcc: c@d", PAL_ERR_PERSON_EMAIL},
};
/* clang-format on */

static void refuses_what_would_write_a_header(void **state)
{
    const __typeof__(*hostile) *row = *state;
    PAL_BUF(out);
    struct pal_letter letter = plain();
    letter.from_name = pal_text_of(row->from_name);
    letter.subject = pal_text_of(row->subject);
    letter.to = pal_text_of(row->to);
    EXPECT_ERR(pal_letter_write(&letter, &out), row->err);
    assert_int_equal(out.size, 0);
}

static void every_line_of_a_long_body_is_short(void **state)
{
    (void)state;
    PAL_BUF(out);
    PAL_BUF(body);
    struct pal_letter letter = plain();
    for (int i = 0; i < 200; i++) {
        pal_buf_add_string(&body, "Été comme hiver. ");
    }
    letter.body = pal_buf_text(&body);
    EXPECT_ERR(pal_letter_write(&letter, &out), PAL_OK);
    struct pal_text rest = pal_buf_text(&out), line;
    while (pal_text_cut(&rest, '\n', &line)) {
        assert_true(line.size <= 77);
        assert_int_equal(line.bytes[line.size - 1], '\r');
    }
    assert_int_equal(rest.size, 0);
}

int main(void)
{
    TESTS(tests, 20);
    TEST(tests, a_plain_letter_is_this);
    TABLE(tests, subjects, writes_the_subject);
    TEST(tests, a_name_is_words_or_encoded);
    TABLE(tests, hostile, refuses_what_would_write_a_header);
    TEST(tests, every_line_of_a_long_body_is_short);
    return RUN(tests);
}
