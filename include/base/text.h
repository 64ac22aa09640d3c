/*
 * text.h - bounded views of text, buffers that grow, and the spellings of bytes.
 *
 * A view (struct pal_text) owns nothing and need not be terminated. A buffer (struct pal_buf) owns
 * its bytes and keeps a terminating NUL after them that is not counted in its size.
 * Only door to libutf8proc.
 */
#ifndef PAL_BASE_TEXT_H
#define PAL_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"

struct pal_text {
    const char *bytes;
    size_t size;
};

/* A view of a terminated string; NULL gives the empty view. */
struct pal_text pal_text_of(const char *string);
bool pal_text_equal(struct pal_text a, struct pal_text b);
bool pal_text_is(struct pal_text text, const char *string);
bool pal_text_starts(struct pal_text text, const char *prefix);
/* By bytes; negative, zero or positive. A prefix comes first. */
int pal_text_compare(struct pal_text a, struct pal_text b);
/* Without the ASCII blanks at both ends. */
struct pal_text pal_text_trim(struct pal_text text);
/* Cuts at the first separator: *head before it, *text after it. False, and *head the whole, when
 * there is no separator. */
bool pal_text_cut(struct pal_text *text, char separator, struct pal_text *head);
/* A terminated copy, released with pal_mem_free. */
PAL_MUST_USE char *pal_text_copy(struct pal_text text);

/* Copies the views into one block, which is the caller's (pal_mem_free), and points each of them
 * into it: how a row read from elsewhere becomes one's own. */
PAL_MUST_USE char *pal_texts_own(struct pal_text *const *texts, size_t count);

struct pal_buf {
    char *bytes;
    size_t size;
    size_t capacity;
};

/* A local buffer, empty, that dies with its scope. */
#define PAL_BUF(name) struct pal_buf name PAL_CLEANUP(pal_buf_done) = {0}

void pal_buf_done(struct pal_buf *buf);
void pal_buf_clear(struct pal_buf *buf);
void pal_buf_add(struct pal_buf *buf, const void *bytes, size_t size);
/* Adds as many bytes, which the caller writes before anything else is done to the buffer. */
char *pal_buf_add_room(struct pal_buf *buf, size_t size);
void pal_buf_add_text(struct pal_buf *buf, struct pal_text text);
void pal_buf_add_string(struct pal_buf *buf, const char *string);
void pal_buf_add_byte(struct pal_buf *buf, uint8_t byte);
void pal_buf_add_format(struct pal_buf *buf, const char *format, ...) PAL_PRINTF(2, 3);
/* In decimal. */
void pal_buf_add_int(struct pal_buf *buf, int64_t value);
void pal_buf_add_u32be(struct pal_buf *buf, uint32_t value);
/* Writes 2 * size lower-case characters and a NUL. */
void pal_text_write_hex(const uint8_t *bytes, size_t size, char *out_text);
void pal_buf_add_hex(struct pal_buf *buf, const uint8_t *bytes, size_t size);
/* RFC 4648 base64 with padding. */
void pal_buf_add_base64(struct pal_buf *buf, const uint8_t *bytes, size_t size);
/* RFC 4648 base64url without padding. */
void pal_buf_add_base64url(struct pal_buf *buf, const uint8_t *bytes, size_t size);
struct pal_text pal_buf_text(const struct pal_buf *buf);
/* The terminated bytes, now the caller's (pal_mem_free); the buffer is left empty. */
PAL_MUST_USE char *pal_buf_take(struct pal_buf *buf);

/* Exactly size bytes spelled in lower-case hexadecimal, as we write them. PAL_ERR_TEXT_HEX */
PAL_MUST_USE enum pal_err pal_text_hex(struct pal_text text, uint8_t *out_bytes, size_t size);
/* Canonical base64 only: right padding, no stray bits. PAL_ERR_TEXT_BASE64 */
PAL_MUST_USE enum pal_err pal_text_base64(struct pal_text text, struct pal_buf *out_bytes);
PAL_MUST_USE enum pal_err pal_text_base64url(struct pal_text text, struct pal_buf *out_bytes);

/* A decimal integer without sign prefix '+', spaces or leading zeros; "-0" is refused.
 * PAL_ERR_TEXT_NUMBER */
PAL_MUST_USE enum pal_err pal_text_int(struct pal_text text, int64_t *out_value);

/* Is it well-formed UTF-8 without NUL? */
bool pal_text_is_utf8(struct pal_text text);
/* The size of the longest beginning that is: the whole size when the text is. */
size_t pal_text_utf8_size(struct pal_text text);
/* Is it in Unicode normal form C, with no more than PAL_LIMIT_TEXT_MARKS combining marks in a row?
 * Asked of well-formed text only. */
bool pal_text_is_nfc(struct pal_text text);
/* Appends the text in normal form C, or nothing. PAL_ERR_TEXT_UTF8, PAL_ERR_TEXT_MARKS (more than
 * PAL_LIMIT_TEXT_MARKS combining marks in a row) */
PAL_MUST_USE enum pal_err pal_text_normalise(struct pal_text text, struct pal_buf *out);
/* Will its normal form be the same to whoever has a later Unicode? Not where a character that this one does not have
 * stands beside another such or beside a combining mark, or is a compatibility ideograph. Asked of well-formed text only. */
bool pal_text_is_settled(struct pal_text text);
/* Is it free of control characters but \n and \t, and of the characters that change the direction
 * of writing (U+202A..U+202E, U+2066..U+2069)? Asked of well-formed text only. */
bool pal_text_is_plain(struct pal_text text);

/* UUIDs: 16 bytes inside, 36 lower-case characters outside. PAL_ERR_TEXT_UUID */
enum { PAL_UUID_SIZE = 16, PAL_UUID_TEXT_SIZE = 36 };
struct pal_uuid {
    uint8_t bytes[PAL_UUID_SIZE];
};
PAL_MUST_USE enum pal_err pal_uuid_parse(struct pal_text text, struct pal_uuid *out_uuid);
/* Writes 36 characters and a NUL. */
void pal_uuid_write(const struct pal_uuid *uuid, char out_text[PAL_UUID_TEXT_SIZE + 1]);
bool pal_uuid_equal(const struct pal_uuid *a, const struct pal_uuid *b);

#endif
