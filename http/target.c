/* target.c - the address of a request, decoded strictly. */
#include "target.h"

#include <ctype.h>

#include "base/limits.h"
#include "base/mem.h"

static bool decode_byte(struct pal_text *rest, char *out)
{
    uint8_t byte;
    if (rest->size < 3) {
        return false;
    }
    /* An address may spell them in either case. */
    const char digits[] = {(char)tolower((unsigned char)rest->bytes[1]),
                           (char)tolower((unsigned char)rest->bytes[2])};
    if (pal_text_hex((struct pal_text){digits, sizeof digits}, &byte, 1) != PAL_OK) {
        return false;
    }
    *out = (char)byte;
    *rest = (struct pal_text){rest->bytes + 3, rest->size - 3};
    return true;
}

/* Decodes into *end, which has room, and moves it. False for a broken escape, or for a text that is
 * not plain once it is decoded. */
static bool decode(struct pal_text rest, bool plus_is_space, char **end, struct pal_text *out_text)
{
    char *start = *end;
    char *next = start;
    while (rest.size > 0) {
        char byte = rest.bytes[0];
        if (byte == '%') {
            if (!decode_byte(&rest, &byte)) {
                return false;
            }
        } else {
            if (plus_is_space && byte == '+') {
                byte = ' ';
            }
            rest.bytes++;
            rest.size--;
        }
        if ((uint8_t)byte < ' ') {
            return false;
        }
        *next++ = byte;
    }
    *end = next;
    *out_text = (struct pal_text){start, (size_t)(*end - start)};
    return pal_text_is_utf8(*out_text) && pal_text_is_plain(*out_text);
}

/* One part of a path, between two slashes, as it was sent: a slash cannot be smuggled in encoded. */
static bool part_is_sound(struct pal_text part)
{
    if (pal_text_is(part, ".") || pal_text_is(part, "..")) {
        return false;
    }
    for (size_t i = 0; i < part.size; i++) {
        if (part.bytes[i] == '/' || part.bytes[i] == '\\') {
            return false;
        }
    }
    return true;
}

static bool decode_path(struct pal_text raw, struct pal_target *target, char **end)
{
    if (!pal_text_starts(raw, "/") || raw.size > 3 * (size_t)PAL_LIMIT_PATH) {
        return false;
    }
    const char *start = *end;
    struct pal_text rest = {raw.bytes + 1, raw.size - 1};
    bool has_more = true;
    while (has_more) {
        struct pal_text part;
        has_more = pal_text_cut(&rest, '/', &part);
        *(*end)++ = '/';
        if ((part.size == 0 && has_more) || !decode(part, false, end, &part) ||
            !part_is_sound(part)) {
            return false;
        }
    }
    target->path = (struct pal_text){start, (size_t)(*end - start)};
    return target->path.size <= PAL_LIMIT_PATH;
}

static bool decode_pair(struct pal_text raw, struct pal_target *target, char **end)
{
    struct pal_pair pair;
    struct pal_text name;
    if (!pal_text_cut(&raw, '=', &name)) {
        raw = (struct pal_text){NULL, 0};
    }
    if (target->query_count == PAL_REQUEST_QUERY || name.size == 0 ||
        !decode(name, true, end, &pair.name) || !decode(raw, true, end, &pair.value)) {
        return false;
    }
    for (size_t i = 0; i < target->query_count; i++) {
        if (pal_text_equal(target->query[i].name, pair.name)) {
            return false;
        }
    }
    target->query[target->query_count++] = pair;
    return true;
}

enum pal_err pal_target_parse(struct pal_text raw, struct pal_target *out_target)
{
    *out_target = (struct pal_target){.bytes = pal_mem_new(raw.size + 1, 1)};
    char *end = out_target->bytes;
    struct pal_text path;
    bool has_query = pal_text_cut(&raw, '?', &path);
    if (!decode_path(path, out_target, &end)) {
        return PAL_ERR_REQUEST_TARGET;
    }
    bool has_more = has_query && raw.size > 0;
    while (has_more) {
        struct pal_text pair;
        has_more = pal_text_cut(&raw, '&', &pair);
        if (!decode_pair(pair, out_target, &end)) {
            return PAL_ERR_REQUEST_PARAMETER;
        }
    }
    return PAL_OK;
}

void pal_target_done(struct pal_target *target)
{
    pal_mem_free(target->bytes);
    *target = (struct pal_target){0};
}
