/* letter.c - a letter in the form of RFC 5322, 2045 and 2047. */
#include "letter.h"

#include <string.h>

#include "base/check.h"
#include "base/clock.h"
#include "core/mail.h"

enum {
    WORD_BYTES =
        36, /* of an encoded word: 48 characters, and a header's name before it, within 76 */
    PLAIN_MAX = 60,  /* of a header's text that needs no folding */
    LINE_BYTES = 57, /* of a line of base64: 76 characters */
};

static bool is_made_of_ascii(struct pal_text text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.bytes[i] < ' ' || text.bytes[i] > '~') {
            return false;
        }
    }
    return true;
}

static bool has_control(struct pal_text text)
{
    for (size_t i = 0; i < text.size; i++) {
        uint8_t byte = (uint8_t)text.bytes[i];
        if (byte < 0x20 || byte == 0x7F) {
            return true;
        }
    }
    return !pal_text_is_utf8(text) || !pal_text_is_plain(text);
}

/* May it stand in a header as it is: within a subject, or as the words of a name? */
static bool is_plain(struct pal_text text, bool is_name)
{
    static const char words[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ";
    PAL_BUF(string);
    pal_buf_add_text(&string, text);
    if (text.size == 0 || text.size > PLAIN_MAX || !is_made_of_ascii(text)) {
        return false;
    }
    return is_name ? strspn(string.bytes, words) == text.size : strstr(string.bytes, "=?") == NULL;
}

/* RULE docs/rules/mail.md
 * > Whatever of its headers is not printable ASCII is written as encoded words.
 */
static void add_words(struct pal_buf *out, struct pal_text text, bool is_name)
{
    if (is_plain(text, is_name)) {
        pal_buf_add_text(out, text);
        return;
    }
    bool is_first = true;
    while (text.size > 0) {
        struct pal_text piece = {text.bytes, text.size < WORD_BYTES ? text.size : WORD_BYTES};
        piece.size = pal_text_utf8_size(piece); /* a character is never cut in two */
        PAL_CHECK(piece.size > 0);
        pal_buf_add_string(out, is_first ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?");
        pal_buf_add_base64(out, (const uint8_t *)piece.bytes, piece.size);
        pal_buf_add_string(out, "?=");
        text = (struct pal_text){text.bytes + piece.size, text.size - piece.size};
        is_first = false;
    }
}

static void add_header(struct pal_buf *out, const char *name, struct pal_text value)
{
    pal_buf_add_format(out, "%s: ", name);
    pal_buf_add_text(out, value);
    pal_buf_add_string(out, "\r\n");
}

/* "Sun, 22 Nov 2026 05:34:00 +0000" */
static void add_date(struct pal_buf *out, int64_t at_us)
{
    static const char *const days[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char text[PAL_INSTANT_TEXT_SIZE + 1];
    int64_t at_s = at_us / 1000000;
    pal_instant_write(at_s * 1000000, text);
    size_t month = (size_t)(text[5] - '0') * 10 + (size_t)(text[6] - '0') - 1;
    pal_buf_add_format(out, "Date: %s, %.2s %s %.4s %.8s +0000\r\n", days[at_s / 86400 % 7],
                       text + 8, months[month], text, text + 11);
}

static void add_body(struct pal_buf *out, struct pal_text body)
{
    PAL_BUF(lines);
    struct pal_text rest = body, line;
    bool has_more;
    do {
        has_more = pal_text_cut(&rest, '\n', &line);
        pal_buf_add_text(&lines, line);
        pal_buf_add_string(&lines, has_more ? "\r\n" : "");
    } while (has_more);
    for (size_t at = 0; at < lines.size; at += LINE_BYTES) {
        size_t left = lines.size - at;
        pal_buf_add_base64(out, (const uint8_t *)lines.bytes + at,
                           left < LINE_BYTES ? left : LINE_BYTES);
        pal_buf_add_string(out, "\r\n");
    }
}

static struct pal_text domain_of(struct pal_text address)
{
    struct pal_text domain = address, local;
    (void)pal_text_cut(&domain, '@', &local); /* it is plain: there is one */
    return domain;
}

static void add_headers(struct pal_buf *out, const struct pal_letter *letter)
{
    char id[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(&letter->id, id);
    add_date(out, letter->at_us);
    pal_buf_add_string(out, "From: ");
    add_words(out, letter->from_name, true);
    pal_buf_add_string(out, "\r\n <");
    pal_buf_add_text(out, letter->from);
    pal_buf_add_string(out, ">\r\n");
    add_header(out, "To", letter->to);
    pal_buf_add_string(out, "Subject: ");
    add_words(out, letter->subject, false);
    pal_buf_add_format(out, "\r\nMessage-ID: <%s@", id);
    pal_buf_add_text(out, domain_of(letter->from));
    pal_buf_add_string(out, ">\r\n");
    add_header(out, "MIME-Version", pal_text_of("1.0"));
    add_header(out, "Content-Type", pal_text_of("text/plain; charset=utf-8"));
    add_header(out, "Content-Transfer-Encoding", pal_text_of("base64"));
    add_header(out, "Content-Language", pal_text_of(letter->language));
    /* RFC 3834: so that no absent reader's program answers. */
    add_header(out, "Auto-Submitted", pal_text_of("auto-generated"));
}

/* RULE docs/rules/mail.md
 * > A name or a subject that has a control character, a line end for example, is refused: nobody writes a header but us.
 */
enum pal_err pal_letter_write(const struct pal_letter *letter, struct pal_buf *out)
{
    if (has_control(letter->from_name) || has_control(letter->subject)) {
        return PAL_ERR_TEXT_CONTROL;
    }
    if (!pal_mail_address_is_plain(letter->from) || !pal_mail_address_is_plain(letter->to)) {
        return PAL_ERR_PERSON_EMAIL;
    }
    add_headers(out, letter);
    pal_buf_add_string(out, "\r\n");
    add_body(out, letter->body);
    return PAL_OK;
}
