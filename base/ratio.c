/* ratio.c - exact rational numbers. */
#include "base/ratio.h"

#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/mem.h"

void pal_ratio_done(mpq_t *ratio)
{
    mpq_clear(*ratio);
    (*ratio)[0] = (__mpq_struct){0};
}

/* GMP takes `long`, which is not 64 bits everywhere. */
static void set_int(mpz_t out, int64_t value)
{
    uint64_t size = value < 0 ? -(uint64_t)value : (uint64_t)value;
    mpz_import(out, 1, -1, sizeof size, 0, 0, &size);
    if (value < 0) {
        mpz_neg(out, out);
    }
}

void pal_ratio_set(mpq_t ratio, int64_t num, int64_t den)
{
    PAL_CHECK(den > 0);
    set_int(mpq_numref(ratio), num);
    set_int(mpq_denref(ratio), den);
    mpq_canonicalize(ratio);
}

/* The parts of a number as it was written, without sign nor separators. */
struct pal_ratio_parts {
    bool negative;
    char separator; /* '/', '.' or NUL */
    struct pal_text head, tail;
};

static size_t digit_count(struct pal_text text)
{
    size_t count = 0;
    while (count < text.size && text.bytes[count] >= '0' && text.bytes[count] <= '9') {
        count++;
    }
    return count;
}

static enum pal_err split(struct pal_text text, bool decimals, struct pal_ratio_parts *out_parts)
{
    struct pal_ratio_parts parts = {.negative = pal_text_starts(text, "-")};
    if (parts.negative) {
        text = (struct pal_text){text.bytes + 1, text.size - 1};
    }
    size_t head = digit_count(text);
    if (head == 0) {
        return PAL_ERR_RATIO_SYNTAX;
    }
    parts.head = (struct pal_text){text.bytes, head};
    if (head < text.size) {
        parts.separator = text.bytes[head];
        parts.tail = (struct pal_text){text.bytes + head + 1, text.size - head - 1};
        bool known = parts.separator == '/' || (decimals && parts.separator == '.');
        if (!known || parts.tail.size == 0 || digit_count(parts.tail) != parts.tail.size) {
            return PAL_ERR_RATIO_SYNTAX;
        }
    }
    if (parts.head.size + parts.tail.size > PAL_LIMIT_RATIO_DIGITS) {
        return PAL_ERR_LIMIT_RATIO;
    }
    *out_parts = parts;
    return PAL_OK;
}

static void set_digits(mpz_t out, struct pal_text head, struct pal_text tail)
{
    PAL_BUF(digits);
    pal_buf_add_text(&digits, head);
    pal_buf_add_text(&digits, tail);
    int failed = mpz_set_str(out, digits.bytes, 10);
    PAL_CHECK(failed == 0);
}

static enum pal_err parse(struct pal_text text, bool decimals, mpq_t out_ratio)
{
    const struct pal_text nothing = {"", 0};
    struct pal_ratio_parts parts;
    PAL_TRY(split(text, decimals, &parts));

    PAL_RATIO(ratio);
    if (parts.separator == '.') {
        set_digits(mpq_numref(ratio), parts.head, parts.tail);
        mpz_ui_pow_ui(mpq_denref(ratio), 10, parts.tail.size);
    } else {
        set_digits(mpq_numref(ratio), parts.head, nothing);
        if (parts.separator == '/') {
            set_digits(mpq_denref(ratio), parts.tail, nothing);
        }
    }
    if (mpz_sgn(mpq_denref(ratio)) == 0) {
        return PAL_ERR_RATIO_ZERO_DENOMINATOR;
    }
    mpq_canonicalize(ratio);
    if (parts.negative) {
        mpq_neg(ratio, ratio);
    }
    mpq_set(out_ratio, ratio);
    return PAL_OK;
}

enum pal_err pal_ratio_parse(struct pal_text text, mpq_t out_ratio)
{
    return parse(text, false, out_ratio);
}

enum pal_err pal_ratio_parse_decimal(struct pal_text text, mpq_t out_ratio)
{
    return parse(text, true, out_ratio);
}

static void write_int(mpz_srcptr value, struct pal_buf *buf)
{
    /* Room for a sign and a NUL, as GMP's manual says. */
    PAL_STRING(digits);
    digits = pal_mem_new(mpz_sizeinbase(value, 10) + 2, 1);
    pal_buf_add_string(buf, mpz_get_str(digits, 10, value));
}

void pal_ratio_write(mpq_srcptr ratio, struct pal_buf *buf)
{
    write_int(mpq_numref(ratio), buf);
    pal_buf_add_byte(buf, '/');
    write_int(mpq_denref(ratio), buf);
}

char *pal_ratio_text_new(mpq_srcptr ratio)
{
    PAL_BUF(text);
    pal_ratio_write(ratio, &text);
    return pal_buf_take(&text);
}

mpq_t *pal_ratio_array_new(size_t count)
{
    mpq_t *ratios = pal_mem_new(count, sizeof(mpq_t));
    for (size_t i = 0; i < count; i++) {
        mpq_init(ratios[i]);
    }
    return ratios;
}

void pal_ratio_array_free(mpq_t *ratios, size_t count)
{
    if (ratios == NULL) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        mpq_clear(ratios[i]);
    }
    pal_mem_free(ratios);
}
