/* tracker.c - codes of eighty bits, as voters read and type them. */
#include <stdbool.h>
#include <string.h>

#include "audit/urn.h"
#include "base/check.h"

#include "base32.h"

enum { BITS_PER_DIGIT = 5, GROUP = 4, PIN_DIGITS = PAL_TRACKER_SIZE - PAL_CODE_SIZE - 1 };

_Static_assert((int)PAL_BASE32_BYTES == (int)PAL_CODE_BYTES, "a code is sixteen digits");

const char pal_base32_digits[32 + 1] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void pal_base32_write(const uint8_t bytes[PAL_BASE32_BYTES], char out_digits[PAL_BASE32_DIGITS])
{
    unsigned held = 0; /* bits read and not yet spelled, the last of them lowest */
    unsigned held_bits = 0;
    size_t spelled = 0;
    for (size_t i = 0; i < PAL_BASE32_BYTES; i++) {
        held = (held << 8 | bytes[i]) & 0xFFFF;
        held_bits += 8;
        while (held_bits >= BITS_PER_DIGIT) {
            held_bits -= BITS_PER_DIGIT;
            out_digits[spelled] = pal_base32_digits[held >> held_bits & 31];
            spelled++;
        }
    }
    PAL_CHECK(spelled == PAL_BASE32_DIGITS);
}

/* RULE docs/rules/urn.md
 * > Ten bytes are spelled with the 32 digits of Crockford, five bits each, the highest first, in four groups of
 * > four with hyphens between: `WEWR-MKD3-3897-TJYY`.
 */
void pal_code_write(const uint8_t bytes[PAL_CODE_BYTES], char out_text[PAL_CODE_SIZE + 1])
{
    char digits[PAL_BASE32_DIGITS];
    pal_base32_write(bytes, digits);
    size_t at = 0;
    for (size_t i = 0; i < PAL_BASE32_DIGITS; i++) {
        if (i > 0 && i % GROUP == 0) {
            out_text[at] = '-';
            at++;
        }
        out_text[at] = digits[i];
        at++;
    }
    out_text[at] = '\0';
    PAL_CHECK(at == PAL_CODE_SIZE);
}

/* RULE docs/rules/urn.md
 * > The digits are 0-9 and A-Z without I, L, O and U. Who types a code may write it in lower case, without its hyphens, o for 0, and i or l
 * > for 1.
 */
static int digit_of(char c)
{
    static const char as_typed[] = "0123456789abcdefghjkmnpqrstvwxyz";
    if (c == 'O' || c == 'o') {
        return 0;
    }
    if (c == 'I' || c == 'i' || c == 'L' || c == 'l') {
        return 1;
    }
    for (int i = 0; i < 32; i++) {
        if (c == pal_base32_digits[i] || c == as_typed[i]) {
            return i;
        }
    }
    return -1;
}

/* Reads count digits from the text, hyphens between them left out, and moves its beginning. */
static enum pal_err read_digits(struct pal_text *text, size_t count, char out_digits[])
{
    size_t read = 0;
    size_t i = 0;
    for (; i < text->size && read < count; i++) {
        if (text->bytes[i] == '-') {
            continue;
        }
        out_digits[read] = text->bytes[i];
        read++;
    }
    *text = (struct pal_text){text->bytes + i, text->size - i};
    return read == count ? PAL_OK : PAL_ERR_TRACKER;
}

static enum pal_err read_code(struct pal_text *text, uint8_t out_bytes[PAL_CODE_BYTES])
{
    char digits[PAL_BASE32_DIGITS];
    PAL_TRY(read_digits(text, PAL_BASE32_DIGITS, digits));
    uint8_t bytes[PAL_CODE_BYTES];
    unsigned held = 0;
    unsigned held_bits = 0;
    size_t made = 0;
    for (size_t i = 0; i < PAL_BASE32_DIGITS; i++) {
        int digit = digit_of(digits[i]);
        if (digit < 0) {
            return PAL_ERR_TRACKER;
        }
        held = (held << BITS_PER_DIGIT | (unsigned)digit) & 0xFFFF;
        held_bits += BITS_PER_DIGIT;
        if (held_bits >= 8) {
            held_bits -= 8;
            bytes[made] = (uint8_t)(held >> held_bits);
            made++;
        }
    }
    PAL_CHECK(made == PAL_CODE_BYTES);
    memcpy(out_bytes, bytes, sizeof bytes);
    return PAL_OK;
}

enum pal_err pal_code_parse(struct pal_text text, uint8_t out_bytes[PAL_CODE_BYTES])
{
    uint8_t bytes[PAL_CODE_BYTES];
    PAL_TRY(read_code(&text, bytes));
    if (text.size != 0) {
        return PAL_ERR_TRACKER;
    }
    memcpy(out_bytes, bytes, sizeof bytes);
    return PAL_OK;
}

/* RULE docs/rules/urn.md
 * > The pin follows after a hyphen, in four digits, in what is
 * > published: `WEWR-MKD3-3897-TJYY-0420`.
 */
void pal_tracker_write(const struct pal_tracker *tracker, char out_text[PAL_TRACKER_SIZE + 1])
{
    PAL_CHECK(tracker->pin <= PAL_PIN_MAX);
    pal_code_write(tracker->bytes, out_text);
    out_text[PAL_CODE_SIZE] = '-';
    unsigned rest = tracker->pin;
    for (size_t i = PAL_TRACKER_SIZE; i > PAL_CODE_SIZE + 1; i--) {
        out_text[i - 1] = (char)('0' + rest % 10);
        rest /= 10;
    }
    out_text[PAL_TRACKER_SIZE] = '\0';
}

enum pal_err pal_tracker_parse(struct pal_text text, struct pal_tracker *out_tracker)
{
    struct pal_tracker tracker = {.pin = 0};
    char digits[PIN_DIGITS];
    PAL_TRY(read_code(&text, tracker.bytes));
    PAL_TRY(read_digits(&text, PIN_DIGITS, digits));
    for (size_t i = 0; i < PIN_DIGITS; i++) {
        if (digits[i] < '0' || digits[i] > '9') {
            return PAL_ERR_TRACKER;
        }
        tracker.pin = (uint16_t)(10 * tracker.pin + (digits[i] - '0'));
    }
    if (text.size != 0) {
        return PAL_ERR_TRACKER;
    }
    *out_tracker = tracker;
    return PAL_OK;
}
