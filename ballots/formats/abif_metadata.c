/* abif_metadata.c - reads a line of metadata in ABIF, also as people write it. */
#include "abif_metadata.h"

#include <string.h>

#include "base/limits.h"

#include "line.h"

static bool is_in_word(char byte)
{
    return pal_is_digit(byte) || byte == '_' || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z');
}

/* Does the text begin as a name does after its last letter: a quotation mark, or none, and a colon? */
static bool begins_value(struct pal_text text)
{
    if (text.size > 0 && pal_line_is_in(text.bytes[0], "\"'")) {
        pal_line_advance(&text, 1);
    }
    pal_line_skip_spaces(&text);
    return pal_text_starts(text, ":");
}

/* Does the text begin with the name of a member that means something? */
static bool begins_member(struct pal_text text)
{
    static const char *const names[] = {PAL_ABIF_MAX_RATING, PAL_ABIF_SEATS, PAL_ABIF_TIE_ORDER};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (pal_text_starts(text, names[i])) {
            pal_line_advance(&text, strlen(names[i]));
            return begins_value(text);
        }
    }
    return false;
}

/* Does the text, which may be anything, name one, behind a brace or a comma? */
static bool names_member(struct pal_text text)
{
    for (bool is_start = false; text.size > 0; pal_line_advance(&text, 1)) {
        if (is_start && begins_member(text)) {
            return true;
        }
        const bool is_between = pal_line_is_in(text.bytes[0], " \t\"'");
        is_start = pal_line_is_in(text.bytes[0], "{,") || (is_start && is_between);
    }
    return false;
}

/* The bytes to the brace that closes the first, which is that of no text between quotation marks;
 * else to the last brace. 0: there is none. */
static size_t object_size(struct pal_text line)
{
    size_t depth = 0;
    size_t last = 0;
    bool is_quoted = false;
    for (size_t i = 0; i < line.size; i++) {
        const char byte = line.bytes[i];
        last = byte == '}' ? i + 1 : last;
        if (is_quoted && byte == '\\') {
            i++; /* whatever it is, it does not end the text */
        } else if (byte == '"') {
            is_quoted = !is_quoted;
        } else if (!is_quoted && byte == '{') {
            depth++;
        } else if (!is_quoted && byte == '}' && --depth == 0) {
            return i + 1;
        }
    }
    return last;
}

/* {max_rating: 5}: people leave the quotation marks of a lone name away. */
static struct pal_json *parse_loose(struct pal_text object)
{
    struct pal_json *json = NULL;
    struct pal_text name;
    struct pal_text value = {object.bytes + 1, object.size - 2};
    if (object.size > PAL_LIMIT_BALLOT || !pal_text_cut(&value, ':', &name)) {
        return NULL;
    }
    name = pal_text_strip(name);
    for (size_t i = 0; i < name.size; i++) {
        if (!is_in_word(name.bytes[i])) {
            return NULL;
        }
    }
    PAL_BUF(text);
    pal_buf_add_string(&text, "{\"");
    pal_buf_add_text(&text, name);
    pal_buf_add_string(&text, "\":");
    pal_buf_add_text(&text, value);
    pal_buf_add_byte(&text, '}');
    const bool is_json =
        pal_json_parse(pal_buf_text(&text), PAL_LIMIT_BALLOT, &json, NULL) == PAL_OK;
    return is_json ? json : NULL;
}

enum pal_err pal_abif_read_metadata(const struct pal_cursor *cursor, struct pal_text line,
                                    struct pal_json **out_object)
{
    struct pal_text rest = line;
    const struct pal_text object = {line.bytes, object_size(line)};
    if (object.size == 0) {
        return pal_cursor_refuse(cursor, line.bytes, PAL_ERR_FORMAT_OPEN);
    }
    pal_line_advance(&rest, object.size);
    pal_line_skip_spaces(&rest);
    const bool is_alone = pal_line_is_over(rest);
    PAL_JSON(json);
    if (is_alone && pal_json_parse(object, PAL_LIMIT_BALLOT, &json, NULL) != PAL_OK) {
        json = parse_loose(object);
    }
    if (json == NULL && names_member(is_alone ? object : line)) {
        return pal_cursor_refuse(cursor, is_alone ? line.bytes : rest.bytes,
                                 PAL_ERR_FORMAT_METADATA);
    }
    *out_object = json;
    json = NULL; /* the caller's */
    return PAL_OK;
}
