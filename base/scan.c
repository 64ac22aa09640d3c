/* scan.c - finds in a JSON text what its parser would accept, round or store as something else. */
#include "scan.h"

#include <string.h>

#include "base/limits.h"

static const int64_t int_max = INT64_C(1) << 53; /* what a double still counts one by one */

/* Finds what the parser would accept, round or store as something else. It knows strings, numbers
 * and brackets; whatever else is wrong is left to the parser, which refuses it. */
struct pal_scan {
    struct pal_text text;
    size_t offset;
    size_t depth;
};

/* JSON takes both cases. */
static char lowered(char digit)
{
    static const char capitals[] = "ABCDEF";
    const char *capital = memchr(capitals, digit, sizeof capitals - 1);
    if (capital != NULL) {
        return "abcdef"[capital - capitals];
    }
    return digit;
}

/* The value of the \uXXXX at the offset, or -1 when there is none. */
static int32_t escape_at(const struct pal_scan *scan, size_t offset)
{
    char digits[4];
    uint8_t unit[2];
    struct pal_text left = {scan->text.bytes + offset, scan->text.size - offset};
    if (left.size < 2 + sizeof digits || !pal_text_starts(left, "\\u")) {
        return -1;
    }
    for (size_t i = 0; i < sizeof digits; i++) {
        digits[i] = lowered(left.bytes[2 + i]);
    }
    enum pal_err err = pal_text_hex((struct pal_text){digits, sizeof digits}, unit, sizeof unit);
    return err == PAL_OK ? unit[0] << 8 | unit[1] : -1;
}

static bool is_between(int32_t value, int32_t low, int32_t high)
{
    return value >= low && value <= high;
}

static enum pal_err scan_escape(struct pal_scan *scan)
{
    int32_t unit = escape_at(scan, scan->offset);
    if (unit < 0) {
        scan->offset += scan->text.size - scan->offset > 1 ? 2 : 1;
        return PAL_OK;
    }
    bool is_pair = is_between(unit, 0xD800, 0xDBFF) &&
                   is_between(escape_at(scan, scan->offset + 6), 0xDC00, 0xDFFF);
    if (unit == 0 || (is_between(unit, 0xD800, 0xDFFF) && !is_pair)) {
        return PAL_ERR_JSON_ESCAPE;
    }
    scan->offset += is_pair ? 12 : 6;
    return PAL_OK;
}

static enum pal_err scan_string(struct pal_scan *scan)
{
    enum pal_err err = PAL_OK;
    scan->offset++;
    while (err == PAL_OK && scan->offset < scan->text.size) {
        char byte = scan->text.bytes[scan->offset];
        if (byte == '\\') {
            err = scan_escape(scan);
            continue;
        }
        scan->offset++;
        if (byte == '"') {
            break;
        }
    }
    return err;
}

static bool is_number_byte(char byte)
{
    return (byte >= '0' && byte <= '9') || byte == '-' || byte == '+' || byte == '.' ||
           byte == 'e' || byte == 'E';
}

static enum pal_err scan_number(struct pal_scan *scan)
{
    int64_t size = 0;
    size_t end = scan->offset;
    for (; end < scan->text.size && is_number_byte(scan->text.bytes[end]); end++) {
        char byte = scan->text.bytes[end];
        if (byte == '.' || byte == 'e' || byte == 'E') {
            return PAL_ERR_JSON_NUMBER;
        }
        if (byte >= '0' && byte <= '9') {
            size = 10 * size + (byte - '0');
        }
        if (size > int_max) {
            return PAL_ERR_JSON_NUMBER;
        }
    }
    scan->offset = end;
    return PAL_OK;
}

static enum pal_err scan_token(struct pal_scan *scan)
{
    char byte = scan->text.bytes[scan->offset];
    if (byte == '"') {
        return scan_string(scan);
    }
    if (byte == '-' || (byte >= '0' && byte <= '9')) {
        return scan_number(scan);
    }
    if (byte == '{' || byte == '[') {
        if (scan->depth == PAL_LIMIT_JSON_DEPTH) {
            return PAL_ERR_LIMIT_JSON_DEPTH;
        }
        scan->depth++;
    } else if ((byte == '}' || byte == ']') && scan->depth > 0) {
        scan->depth--;
    }
    scan->offset++;
    return PAL_OK;
}

enum pal_err pal_json_scan(struct pal_text text, struct pal_where *out_where)
{
    size_t well_formed = pal_text_utf8_size(text);
    if (well_formed != text.size) {
        pal_where_at(out_where, text, well_formed);
        return PAL_ERR_TEXT_UTF8;
    }
    struct pal_scan scan = {.text = text};
    while (scan.offset < text.size) {
        enum pal_err err = scan_token(&scan);
        if (err != PAL_OK) {
            pal_where_at(out_where, text, scan.offset);
            return err;
        }
    }
    return PAL_OK;
}
