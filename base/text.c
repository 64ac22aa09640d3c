/* text.c - bounded views of text, buffers that grow, and the spellings of bytes and numbers. */
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/mem.h"

static const char hex_digits[] = "0123456789abcdef";
static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char base64url_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* --- Views --- */

struct pal_text pal_text_of(const char *string)
{
    return string != NULL ? (struct pal_text){string, strlen(string)} : (struct pal_text){"", 0};
}

bool pal_text_equal(struct pal_text a, struct pal_text b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.bytes, b.bytes, a.size) == 0);
}

bool pal_text_is(struct pal_text text, const char *string)
{
    return pal_text_equal(text, pal_text_of(string));
}

bool pal_text_starts(struct pal_text text, const char *prefix)
{
    size_t size = strlen(prefix);
    return text.size >= size && pal_text_is((struct pal_text){text.bytes, size}, prefix);
}

int pal_text_compare(struct pal_text a, struct pal_text b)
{
    size_t shared = a.size < b.size ? a.size : b.size;
    int order = shared > 0 ? memcmp(a.bytes, b.bytes, shared) : 0;
    if (order != 0) {
        return order;
    }
    return (a.size > b.size) - (a.size < b.size);
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

struct pal_text pal_text_trim(struct pal_text text)
{
    while (text.size > 0 && is_blank(text.bytes[0])) {
        text.bytes++;
        text.size--;
    }
    while (text.size > 0 && is_blank(text.bytes[text.size - 1])) {
        text.size--;
    }
    return text;
}

bool pal_text_cut(struct pal_text *text, char separator, struct pal_text *head)
{
    const char *found = text->size > 0 ? memchr(text->bytes, separator, text->size) : NULL;
    if (found == NULL) {
        *head = *text;
        *text = pal_text_of(NULL);
        return false;
    }
    size_t size = (size_t)(found - text->bytes);
    *head = (struct pal_text){text->bytes, size};
    *text = (struct pal_text){found + 1, text->size - size - 1};
    return true;
}

char *pal_text_copy(struct pal_text text)
{
    PAL_BUF(copy);
    pal_buf_add_text(&copy, text);
    return pal_buf_take(&copy);
}

/* --- Buffers --- */

char *pal_texts_own(struct pal_text *const *texts, size_t count)
{
    size_t size = 0;
    for (size_t i = 0; i < count; i++) {
        size += texts[i]->size;
    }
    char *block = pal_mem_new(size, 1);
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        if (texts[i]->size > 0) {
            memcpy(block + at, texts[i]->bytes, texts[i]->size);
        }
        texts[i]->bytes = block + at;
        at += texts[i]->size;
    }
    return block;
}

void pal_buf_done(struct pal_buf *buf)
{
    pal_mem_free(buf->bytes);
    *buf = (struct pal_buf){0};
}

void pal_buf_clear(struct pal_buf *buf)
{
    buf->size = 0;
    if (buf->bytes != NULL) {
        buf->bytes[0] = '\0';
    }
}

enum { LINE_SIZE = 128 }; /* a text takes its first room at once, not in steps */

/* Room for size more bytes and the NUL after them. */
static char *reserve(struct pal_buf *buf, size_t size)
{
    size_t needed;
    PAL_CHECK(!__builtin_add_overflow(buf->size, size, &needed));
    PAL_CHECK(needed < SIZE_MAX);
    needed++;
    if (needed > buf->capacity) {
        buf->capacity = pal_mem_capacity(buf->capacity > 0 ? buf->capacity : LINE_SIZE, needed);
        buf->bytes = pal_mem_grow(buf->bytes, buf->capacity, 1);
    }
    return buf->bytes + buf->size;
}

char *pal_buf_add_room(struct pal_buf *buf, size_t size)
{
    char *room = reserve(buf, size);
    room[size] = '\0';
    buf->size += size;
    return room;
}

void pal_buf_add(struct pal_buf *buf, const void *bytes, size_t size)
{
    char *room = pal_buf_add_room(buf, size);
    if (size > 0) {
        memcpy(room, bytes, size);
    }
}

void pal_buf_add_text(struct pal_buf *buf, struct pal_text text)
{
    pal_buf_add(buf, text.bytes, text.size);
}

void pal_buf_add_string(struct pal_buf *buf, const char *string)
{
    pal_buf_add(buf, string, strlen(string));
}

void pal_buf_add_byte(struct pal_buf *buf, uint8_t byte)
{
    pal_buf_add(buf, &byte, 1);
}

void pal_buf_add_format(struct pal_buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int size = vsnprintf(NULL, 0, format, args);
    va_end(args);
    PAL_CHECK(size >= 0);

    char *end = pal_buf_add_room(buf, (size_t)size);
    va_start(args, format);
    int written = vsnprintf(end, (size_t)size + 1, format, args);
    va_end(args);
    PAL_CHECK(written == size);
}

void pal_buf_add_int(struct pal_buf *buf, int64_t value)
{
    char digits[20]; /* of the smallest integer, with its sign */
    char *next = digits + sizeof digits;
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        *--next = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (value < 0) {
        *--next = '-';
    }
    pal_buf_add(buf, next, (size_t)(digits + sizeof digits - next));
}

void pal_buf_add_u32be(struct pal_buf *buf, uint32_t value)
{
    const uint8_t bytes[] = {(uint8_t)(value >> 24), (uint8_t)(value >> 16), (uint8_t)(value >> 8),
                             (uint8_t)value};
    pal_buf_add(buf, bytes, sizeof bytes);
}

void pal_text_write_hex(const uint8_t *bytes, size_t size, char *out_text)
{
    for (size_t i = 0; i < size; i++) {
        *out_text++ = hex_digits[bytes[i] >> 4];
        *out_text++ = hex_digits[bytes[i] & 15];
    }
    *out_text = '\0';
}

void pal_buf_add_hex(struct pal_buf *buf, const uint8_t *bytes, size_t size)
{
    pal_text_write_hex(bytes, size, pal_buf_add_room(buf, 2 * size));
}

static void add_base64(struct pal_buf *buf, const uint8_t *bytes, size_t size, const char *digits,
                       bool padded)
{
    for (size_t i = 0; i < size; i += 3) {
        size_t left = size - i;
        uint32_t group = (uint32_t)bytes[i] << 16;
        group |= left > 1 ? (uint32_t)bytes[i + 1] << 8 : 0;
        group |= left > 2 ? (uint32_t)bytes[i + 2] : 0;
        const char spelled[] = {digits[group >> 18], digits[group >> 12 & 63],
                                digits[group >> 6 & 63], digits[group & 63]};
        size_t used = left > 2 ? 4 : left + 1;
        pal_buf_add(buf, spelled, used);
        if (padded) {
            pal_buf_add(buf, "===", 4 - used);
        }
    }
}

void pal_buf_add_base64(struct pal_buf *buf, const uint8_t *bytes, size_t size)
{
    add_base64(buf, bytes, size, base64_digits, true);
}

void pal_buf_add_base64url(struct pal_buf *buf, const uint8_t *bytes, size_t size)
{
    add_base64(buf, bytes, size, base64url_digits, false);
}

struct pal_text pal_buf_text(const struct pal_buf *buf)
{
    return (struct pal_text){buf->bytes != NULL ? buf->bytes : "", buf->size};
}

char *pal_buf_take(struct pal_buf *buf)
{
    (void)pal_buf_add_room(buf, 0);
    char *bytes = buf->bytes;
    *buf = (struct pal_buf){0};
    return bytes;
}

/* --- Spellings of bytes and numbers --- */

/* The value of a hexadecimal digit, and a bit of its own so that what is no digit is told from 0. */
enum { IS_DIGIT = 16 };
#define DIGIT(value) ((value) | IS_DIGIT)
/* clang-format off */
static const uint8_t hex_values[256] = {
    ['0'] = DIGIT(0), ['1'] = DIGIT(1), ['2'] = DIGIT(2), ['3'] = DIGIT(3), ['4'] = DIGIT(4), ['5'] = DIGIT(5),
    ['6'] = DIGIT(6), ['7'] = DIGIT(7), ['8'] = DIGIT(8), ['9'] = DIGIT(9), ['a'] = DIGIT(10), ['b'] = DIGIT(11),
    ['c'] = DIGIT(12), ['d'] = DIGIT(13), ['e'] = DIGIT(14), ['f'] = DIGIT(15),
};
/* clang-format on */

static bool is_hex(struct pal_text text)
{
    unsigned seen = IS_DIGIT;
    for (size_t i = 0; i < text.size; i++) {
        seen &= hex_values[(uint8_t)text.bytes[i]];
    }
    return seen != 0;
}

/* In the one spelling that docs/rules/canon.md gives them. */
enum pal_err pal_text_hex(struct pal_text text, uint8_t *out_bytes, size_t size)
{
    if (text.size / 2 != size || text.size % 2 != 0 || !is_hex(text)) {
        return PAL_ERR_TEXT_HEX;
    }
    for (size_t i = 0; i < size; i++) {
        unsigned high = hex_values[(uint8_t)text.bytes[2 * i]];
        unsigned low = hex_values[(uint8_t)text.bytes[2 * i + 1]];
        out_bytes[i] = (uint8_t)(high << 4 | (low & 15));
    }
    return PAL_OK;
}

static enum pal_err read_base64(struct pal_text text, const char *digits, struct pal_buf *out_bytes)
{
    if (text.size % 4 == 1) {
        return PAL_ERR_TEXT_BASE64;
    }
    PAL_BUF(bytes);
    uint32_t group = 0;
    unsigned bits = 0;
    for (size_t i = 0; i < text.size; i++) {
        const char *digit = text.bytes[i] != '\0' ? strchr(digits, text.bytes[i]) : NULL;
        if (digit == NULL) {
            return PAL_ERR_TEXT_BASE64;
        }
        group = (group << 6 | (uint32_t)(digit - digits)) & 0xFFFFFF;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            pal_buf_add_byte(&bytes, (uint8_t)(group >> bits));
        }
    }
    if ((group & ((1U << bits) - 1)) != 0) {
        return PAL_ERR_TEXT_BASE64;
    }
    pal_buf_add_text(out_bytes, pal_buf_text(&bytes));
    return PAL_OK;
}

enum pal_err pal_text_base64(struct pal_text text, struct pal_buf *out_bytes)
{
    if (text.size % 4 != 0) {
        return PAL_ERR_TEXT_BASE64;
    }
    for (size_t padding = 0; padding < 2; padding++) {
        if (text.size > 0 && text.bytes[text.size - 1] == '=') {
            text.size--;
        }
    }
    return read_base64(text, base64_digits, out_bytes);
}

enum pal_err pal_text_base64url(struct pal_text text, struct pal_buf *out_bytes)
{
    return read_base64(text, base64url_digits, out_bytes);
}

enum pal_err pal_text_int(struct pal_text text, int64_t *out_value)
{
    bool negative = text.size > 0 && text.bytes[0] == '-';
    size_t start = negative ? 1 : 0;
    if (start == text.size || (text.bytes[start] == '0' && text.size > 1)) {
        return PAL_ERR_TEXT_NUMBER;
    }
    int64_t value = 0;
    for (size_t i = start; i < text.size; i++) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9') {
            return PAL_ERR_TEXT_NUMBER;
        }
        /* Counted downwards: the smallest integer has no opposite. */
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, text.bytes[i] - '0', &value)) {
            return PAL_ERR_TEXT_NUMBER;
        }
    }
    if (!negative && __builtin_sub_overflow(0, value, &value)) {
        return PAL_ERR_TEXT_NUMBER;
    }
    *out_value = value;
    return PAL_OK;
}
