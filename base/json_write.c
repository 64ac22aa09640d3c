/* json_write.c - spells a JSON value: compactly, with its members sorted, or for people. */
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/mem.h"

/* What comes from outside is no deeper than its limit, and what is put around it is shallower. */
enum { WRITE_DEPTH = 2 * PAL_LIMIT_JSON_DEPTH, INDENT = 2 };

struct pal_json_member {
    const char *name;
    const struct pal_json *value;
};

/* An array or an object that is being written, and how far we are in it. */
struct pal_json_level {
    const struct pal_json *container;
    bool is_object;
    const char *name;               /* of the member that was written last */
    struct pal_json_member *sorted; /* by the bytes of their names, unless they stand so already */
    size_t index, count;            /* of the values that were written, and of all */
};

struct pal_json_writer {
    struct pal_buf *buf;
    bool is_sorted, is_pretty;
    size_t depth;
    struct pal_json_level *levels; /* WRITE_DEPTH of them; below depth they are filled */
};

/* --- Texts ------------------------------------------------------------------------------------ */

/* RFC 8259 §7: quotation mark, reverse solidus and the control characters. */
static const bool is_escaped[UINT8_MAX + 1] = {
    [0x00] = true, [0x01] = true, [0x02] = true, [0x03] = true, [0x04] = true, [0x05] = true,
    [0x06] = true, [0x07] = true, [0x08] = true, [0x09] = true, [0x0a] = true, [0x0b] = true,
    [0x0c] = true, [0x0d] = true, [0x0e] = true, [0x0f] = true, [0x10] = true, [0x11] = true,
    [0x12] = true, [0x13] = true, [0x14] = true, [0x15] = true, [0x16] = true, [0x17] = true,
    [0x18] = true, [0x19] = true, [0x1a] = true, [0x1b] = true, [0x1c] = true, [0x1d] = true,
    [0x1e] = true, [0x1f] = true, ['"'] = true,  ['\\'] = true,
};

static void write_escape(struct pal_buf *buf, char byte)
{
    static const char named[] = "\"\\\b\f\n\r\t";
    static const char letters[] = "\"\\bfnrt";
    const char *at = memchr(named, byte, sizeof named - 1);
    if (at == NULL) {
        pal_buf_add_format(buf, "\\u%04X", (unsigned)byte);
        return;
    }
    const char escape[] = {'\\', letters[at - named]};
    pal_buf_add(buf, escape, sizeof escape);
}

static void write_text(struct pal_buf *buf, struct pal_text text)
{
    pal_buf_add_byte(buf, '"');
    size_t begin = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (is_escaped[(uint8_t)text.bytes[i]]) {
            pal_buf_add(buf, text.bytes + begin, i - begin);
            write_escape(buf, text.bytes[i]);
            begin = i + 1;
        }
    }
    pal_buf_add(buf, text.bytes + begin, text.size - begin);
    pal_buf_add_byte(buf, '"');
}

/* --- Members ---------------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    const struct pal_json_member *left = a;
    const struct pal_json_member *right = b;
    return strcmp(left->name, right->name);
}

static bool stands_sorted(const struct pal_json *object)
{
    const char *before = NULL;
    const char *name = NULL;
    while (pal_json_next(object, &name) != NULL) {
        if (before != NULL && strcmp(before, name) > 0) {
            return false;
        }
        before = name;
    }
    return true;
}

/* The caller owns the array, and nothing that it names. */
static struct pal_json_member *members_sorted_new(const struct pal_json *object, size_t count)
{
    struct pal_json_member *members = pal_mem_new(count, sizeof *members);
    const char *name = NULL;
    for (size_t i = 0; i < count; i++) {
        members[i].value = pal_json_next(object, &name);
        members[i].name = name;
    }
    qsort(members, count, sizeof *members, by_name);
    return members;
}

/* --- Levels ----------------------------------------------------------------------------------- */

static void write_line(const struct pal_json_writer *writer)
{
    if (writer->is_pretty) {
        pal_buf_add_byte(writer->buf, '\n');
        for (size_t i = 0; i < INDENT * writer->depth; i++) {
            pal_buf_add_byte(writer->buf, ' ');
        }
    }
}

static void enter(struct pal_json_writer *writer, const struct pal_json *json, bool is_object)
{
    size_t count = pal_json_count(json);
    if (count == 0) {
        pal_buf_add_string(writer->buf, is_object ? "{}" : "[]");
        return;
    }
    PAL_CHECK(writer->depth < WRITE_DEPTH);
    pal_buf_add_byte(writer->buf, is_object ? '{' : '[');
    struct pal_json_level *level = &writer->levels[writer->depth++];
    *level = (struct pal_json_level){.container = json, .is_object = is_object, .count = count};
    if (is_object && writer->is_sorted && !stands_sorted(json)) {
        level->sorted = members_sorted_new(json, count);
    }
}

static void leave(struct pal_json_writer *writer)
{
    struct pal_json_level *level = &writer->levels[--writer->depth];
    pal_mem_free(level->sorted);
    write_line(writer);
    pal_buf_add_byte(writer->buf, level->is_object ? '}' : ']');
}

/* A value by itself; an array or an object is entered, and its inside written later. */
static void write_value(struct pal_json_writer *writer, const struct pal_json *json)
{
    struct pal_buf *buf = writer->buf;
    switch (pal_json_kind(json)) {
    case PAL_JSON_OBJECT: enter(writer, json, true); break;
    case PAL_JSON_ARRAY: enter(writer, json, false); break;
    case PAL_JSON_TEXT: write_text(buf, pal_json_as_text(json)); break;
    case PAL_JSON_INT: pal_buf_add_int(buf, pal_json_as_int(json)); break;
    case PAL_JSON_BOOL: pal_buf_add_string(buf, pal_json_as_bool(json) ? "true" : "false"); break;
    case PAL_JSON_NULL: pal_buf_add_string(buf, "null"); break;
    }
}

/* The next value inside, after its name. */
static const struct pal_json *advance(struct pal_json_level *level)
{
    size_t index = level->index++;
    if (!level->is_object) {
        return pal_json_at(level->container, index);
    }
    if (level->sorted == NULL) {
        return pal_json_next(level->container, &level->name);
    }
    level->name = level->sorted[index].name;
    return level->sorted[index].value;
}

static void write_next(struct pal_json_writer *writer)
{
    struct pal_json_level *level = &writer->levels[writer->depth - 1];
    if (level->index > 0) {
        pal_buf_add_byte(writer->buf, ',');
    }
    const struct pal_json *value = advance(level);
    write_line(writer);
    if (level->is_object) {
        write_text(writer->buf, pal_text_of(level->name));
        pal_buf_add_string(writer->buf, writer->is_pretty ? ": " : ":");
    }
    write_value(writer, value);
}

static void write(const struct pal_json *json, struct pal_json_writer writer)
{
    struct pal_json_level levels[WRITE_DEPTH];
    writer.levels = levels;
    write_value(&writer, json);
    while (writer.depth > 0) {
        const struct pal_json_level *level = &levels[writer.depth - 1];
        if (level->index < level->count) {
            write_next(&writer);
        } else {
            leave(&writer);
        }
    }
}

void pal_json_write(const struct pal_json *json, struct pal_buf *buf)
{
    write(json, (struct pal_json_writer){.buf = buf});
}

void pal_json_write_sorted(const struct pal_json *json, struct pal_buf *buf)
{
    write(json, (struct pal_json_writer){.buf = buf, .is_sorted = true});
}

void pal_json_write_pretty(const struct pal_json *json, struct pal_buf *buf)
{
    write(json, (struct pal_json_writer){.buf = buf, .is_pretty = true});
    pal_buf_add_byte(buf, '\n');
}
