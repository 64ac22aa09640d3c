/* text_unicode.c - text as Unicode: is it well formed, in normal form C, settled, plain? */
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/text.h"

/* Reads the character at the start of well-formed or doubtful text: its size, or 0 when there is
 * none that is well formed. */
static size_t read_character(struct pal_text text, size_t offset, int32_t *out_character)
{
    size_t left = text.size - offset < 4 ? text.size - offset : 4;
    utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text.bytes + offset,
                                             (utf8proc_ssize_t)left, out_character);
    return size > 0 ? (size_t)size : 0;
}

/* The end of the run of ASCII from `low` to `high` that begins at the offset. Most of what is read is
 * nothing else: eight bytes are looked at as one number. */
static inline size_t run_end(struct pal_text text, size_t offset, char low, char high)
{
    const uint64_t each = UINT64_C(0x0101010101010101);
    for (; text.size - offset >= sizeof each; offset += sizeof each) {
        uint64_t bytes;
        memcpy(&bytes, text.bytes + offset, sizeof bytes);
        /* The highest bit of a byte is set there, by going below the lowest, or above the highest. */
        if (((bytes | (bytes - (uint64_t)low * each) | (bytes + (uint64_t)(0x7F - high) * each)) &
             (0x80 * each)) != 0) {
            break;
        }
    }
    while (offset < text.size && text.bytes[offset] >= low && text.bytes[offset] <= high) {
        offset++;
    }
    return offset;
}

size_t pal_text_utf8_size(struct pal_text text)
{
    size_t offset = run_end(text, 0, 1, 0x7F);
    while (offset < text.size) {
        int32_t character = 0;
        size_t size = read_character(text, offset, &character);
        if (size == 0 || character == 0) {
            break;
        }
        offset = run_end(text, offset + size, 1, 0x7F);
    }
    return offset;
}

bool pal_text_is_utf8(struct pal_text text)
{
    return pal_text_utf8_size(text) == text.size;
}

/* RULE docs/rules/canon.md
 * > Taken apart, a text has no more than 30 combining marks in a row
 */
static bool has_too_many_marks(struct pal_text text)
{
    size_t run = 0;
    for (size_t offset = 0; offset < text.size;) {
        int32_t character = 0;
        size_t size = read_character(text, offset, &character);
        PAL_CHECK(size > 0);
        offset += size;

        utf8proc_int32_t parts[8];
        utf8proc_ssize_t count =
            utf8proc_decompose_char(character, parts, sizeof parts / sizeof parts[0],
                                    UTF8PROC_DECOMPOSE, NULL);
        PAL_CHECK(count >= 0 && count <= 8);
        for (utf8proc_ssize_t i = 0; i < count; i++) {
            run = utf8proc_get_property(parts[i])->combining_class != 0 ? run + 1 : 0;
            if (run > PAL_LIMIT_TEXT_MARKS) {
                return true;
            }
        }
    }
    return false;
}

/* RULE docs/rules/canon.md
 * > The places from U+1F000 to U+1FAFF are kept for pictographs, which do not combine.
 *
 * Unassigned, and no such place: it may become a mark, or a part of another character.
 */
static bool is_unknown(int32_t character)
{
    return utf8proc_category(character) == UTF8PROC_CATEGORY_CN &&
           (character < 0x1F000 || character > 0x1FAFF);
}

/* What is added to these two blocks is another spelling of an ideograph, which is all that normal forms know of it. */
static bool is_kept_for_compatibility(int32_t character)
{
    return (character >= 0xF900 && character <= 0xFAFF) ||
           (character >= 0x2F800 && character <= 0x2FA1F);
}

/* RULE docs/rules/canon.md
 * > refuses a character that
 * > its version does not have where a later one may spell the text otherwise: beside another such or beside a combining mark, and in the places
 * > that are kept for compatibility ideographs.
 */
bool pal_text_is_settled(struct pal_text text)
{
    bool is_after_unknown = false;
    bool is_after_mark = false;
    for (size_t offset = 0; offset < text.size;) {
        int32_t character = 0;
        size_t size = read_character(text, offset, &character);
        PAL_CHECK(size > 0);
        offset += size;

        bool is_mark = utf8proc_get_property(character)->combining_class != 0;
        bool is_new = is_unknown(character);
        if ((is_new &&
             (is_after_unknown || is_after_mark || is_kept_for_compatibility(character))) ||
            (is_mark && is_after_unknown)) {
            return false;
        }
        is_after_unknown = is_new;
        is_after_mark = is_mark;
    }
    return true;
}

static bool is_ascii(struct pal_text text)
{
    return run_end(text, 0, 0, 0x7F) == text.size;
}

enum pal_err pal_text_normalise(struct pal_text text, struct pal_buf *out)
{
    if (!pal_text_is_utf8(text)) {
        return PAL_ERR_TEXT_UTF8;
    }
    if (is_ascii(text)) {
        pal_buf_add_text(out, text);
        return PAL_OK;
    }
    if (has_too_many_marks(text)) {
        return PAL_ERR_TEXT_MARKS;
    }
    utf8proc_uint8_t *normal = NULL;
    utf8proc_ssize_t size =
        utf8proc_map((const utf8proc_uint8_t *)text.bytes, (utf8proc_ssize_t)text.size, &normal,
                     UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    PAL_CHECK(size >= 0);
    pal_buf_add(out, normal, (size_t)size);
    free(normal); /* the library's own malloc */
    return PAL_OK;
}

bool pal_text_is_nfc(struct pal_text text)
{
    PAL_BUF(normal);
    return is_ascii(text) || (pal_text_normalise(text, &normal) == PAL_OK &&
                              pal_text_equal(pal_buf_text(&normal), text));
}

bool pal_text_is_plain(struct pal_text text)
{
    for (size_t offset = run_end(text, 0, ' ', '~'); offset < text.size;) {
        int32_t character = 0;
        size_t size = read_character(text, offset, &character);
        PAL_CHECK(size > 0);
        offset = run_end(text, offset + size, ' ', '~');

        bool control = (character < 0x20 && character != '\n' && character != '\t') ||
                       (character >= 0x7F && character <= 0x9F);
        bool turns = (character >= 0x202A && character <= 0x202E) ||
                     (character >= 0x2066 && character <= 0x2069);
        if (control || turns) {
            return false;
        }
    }
    return true;
}
