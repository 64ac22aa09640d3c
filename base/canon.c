/* canon.c - the one way a record becomes the bytes that are hashed or signed.
 *
 * RULE docs/rules/canon.md
 * > A record is written as one JSON value without white space. The names of members are made of
 * > a-z, 0-9 and _, are not empty, stand in the order of their bytes and occur once.
 * > Integers are written in decimal without leading zeros, and are below 2^53 in size. Texts are
 * > UTF-8 in normal form C; in them only the quotation mark, the backslash, the line feed and the
 * > tabulation are escaped, as \" \\ \n and \t, and there is no other control character.
 * > There is no null and no fraction.
 */
#include "base/canon.h"

#include <string.h>

#include "base/check.h"
#include "base/limits.h"

static const int64_t int_end = INT64_C(1) << 53;

/* An array or an object on the way down to a value, and how far we are in it. */
struct pal_canon_step {
    const struct pal_json *container;
    const char *name; /* of the member that was read last */
    size_t index;     /* of the item after the one that was read last */
};

struct pal_canon_path {
    struct pal_canon_step steps[PAL_LIMIT_JSON_DEPTH];
    size_t depth;
};

static bool is_name(const char *name)
{
    return name[0] != '\0' && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(name);
}

/* A control character but \n and \t: U+0000 to U+001F, U+007F, U+0080 to U+009F. */
static bool has_control(struct pal_text text)
{
    for (size_t i = 0; i < text.size; i++) {
        uint8_t byte = (uint8_t)text.bytes[i];
        bool low = byte < 0x20 && byte != '\n' && byte != '\t';
        bool high = byte == 0xC2 && i + 1 < text.size && (uint8_t)text.bytes[i + 1] < 0xA0;
        if (low || high || byte == 0x7F) {
            return true;
        }
    }
    return false;
}

static enum pal_err check_text(struct pal_text text)
{
    return !has_control(text) && pal_text_is_nfc(text) ? PAL_OK : PAL_ERR_CANON_TEXT;
}

static enum pal_err check_int(int64_t value)
{
    return value > -int_end && value < int_end ? PAL_OK : PAL_ERR_CANON_NUMBER;
}

/* Checks a value by itself; an array or an object is entered, to be looked into later. */
static enum pal_err enter(struct pal_canon_path *path, const struct pal_json *json)
{
    switch (pal_json_kind(json)) {
    case PAL_JSON_TEXT: return check_text(pal_json_as_text(json));
    case PAL_JSON_INT: return check_int(pal_json_as_int(json));
    case PAL_JSON_BOOL: return PAL_OK;
    case PAL_JSON_NULL: return PAL_ERR_CANON_NULL;
    case PAL_JSON_OBJECT:
    case PAL_JSON_ARRAY: break;
    }
    if (path->depth == PAL_LIMIT_JSON_DEPTH) {
        return PAL_ERR_LIMIT_JSON_DEPTH;
    }
    path->steps[path->depth++] = (struct pal_canon_step){.container = json};
    return PAL_OK;
}

/* The next value inside, or NULL after the last. */
static const struct pal_json *advance(struct pal_canon_step *step)
{
    if (pal_json_kind(step->container) == PAL_JSON_OBJECT) {
        return pal_json_next(step->container, &step->name);
    }
    if (step->index == pal_json_count(step->container)) {
        return NULL;
    }
    return pal_json_at(step->container, step->index++);
}

static enum pal_err check_inside(struct pal_canon_path *path)
{
    while (path->depth > 0) {
        struct pal_canon_step *step = &path->steps[path->depth - 1];
        const struct pal_json *json = advance(step);
        if (json == NULL) {
            path->depth--;
            continue;
        }
        if (step->name != NULL && !is_name(step->name)) {
            return PAL_ERR_CANON_NAME;
        }
        PAL_TRY(enter(path, json));
    }
    return PAL_OK;
}

static void set_where(struct pal_where *where, const struct pal_canon_path *path)
{
    pal_where_set(where, "%s", "");
    for (size_t i = path->depth; i > 0; i--) {
        const struct pal_canon_step *step = &path->steps[i - 1];
        if (step->name != NULL) {
            pal_where_prefix_member(where, step->name);
        } else {
            pal_where_prefix(where, "/%zu", step->index - 1);
        }
    }
}

enum pal_err pal_canon_write(const struct pal_json *json, struct pal_buf *out,
                             struct pal_where *out_where)
{
    struct pal_canon_path path = {.depth = 0};
    enum pal_err err = enter(&path, json);
    if (err == PAL_OK) {
        err = check_inside(&path);
    }
    if (err != PAL_OK) {
        set_where(out_where, &path);
        return err;
    }
    pal_json_write_sorted(json, out);
    return PAL_OK;
}

enum pal_err pal_canon_hash(const struct pal_json *json, struct pal_hash *out_hash,
                            struct pal_where *out_where)
{
    PAL_BUF(bytes);
    PAL_TRY(pal_canon_write(json, &bytes, out_where));
    *out_hash = pal_hash_of(bytes.bytes, bytes.size);
    return PAL_OK;
}

enum pal_err pal_canon_read(struct pal_text bytes, size_t max_bytes, struct pal_json **out_json,
                            struct pal_where *out_where)
{
    PAL_JSON(json);
    PAL_TRY(pal_json_parse(bytes, max_bytes, &json, out_where));
    PAL_BUF(written);
    PAL_TRY(pal_canon_write(json, &written, out_where));
    if (!pal_text_equal(pal_buf_text(&written), bytes)) {
        pal_where_set(out_where, "%s", "");
        return PAL_ERR_CANON_BYTES;
    }
    *out_json = json;
    json = NULL;
    return PAL_OK;
}
