/* json_parse.c - makes values of a JSON text. */
#include <string.h>

#include "base/check.h"
#include "base/limits.h"

#include "scan.h"
#include "value.h"

_Static_assert(PAL_JSON_DEPTH >= 2 * PAL_LIMIT_JSON_DEPTH,
               "room for what is put around a document");

/* An array or an object that is being read. */
struct pal_json_inside {
    struct pal_json *container;
    struct pal_json_pair *pair;    /* of an object: whose value comes next */
    struct pal_json *first, *last; /* of an array, a list until it is whole */
};

struct pal_json_parser {
    struct pal_text text;
    size_t at;
    struct pal_json_blocks blocks;
    struct pal_json *root;
    size_t depth;
    struct pal_json_inside inside[PAL_JSON_DEPTH]; /* below depth they are filled */
};

/* The byte that comes next; NUL, which stands in no JSON, at the end. */
static char peek(const struct pal_json_parser *parser)
{
    if (parser->at == parser->text.size) {
        return '\0';
    }
    return parser->text.bytes[parser->at];
}

static void skip_blanks(struct pal_json_parser *parser)
{
    char byte = peek(parser);
    while (byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t') {
        parser->at++;
        byte = peek(parser);
    }
}

static struct pal_json *value_new(struct pal_json_parser *parser, enum pal_json_kind kind,
                                  size_t more)
{
    struct pal_json *value = pal_json_blocks_take(&parser->blocks, sizeof *value + more);
    *value = (struct pal_json){
        .kind = (uint8_t)kind,
        .place = parser->root == NULL ? PAL_JSON_ROOT : PAL_JSON_LENT,
    };
    return value;
}

/* --- Texts ------------------------------------------------------------------------------------ */

/* What stands between two quotation marks, of which the first is next; moves to the second. */
static enum pal_err find_text(struct pal_json_parser *parser, struct pal_text *out_raw,
                              bool *out_is_plain)
{
    size_t begin = ++parser->at;
    *out_is_plain = true;
    parser->at = pal_json_plain_end(parser->text, begin);
    while (peek(parser) == '\\') {
        *out_is_plain = false;
        parser->at++;
        if (parser->at == parser->text.size) {
            return PAL_ERR_JSON_SYNTAX;
        }
        parser->at = pal_json_plain_end(parser->text, parser->at + 1);
    }
    if (peek(parser) != '"') {
        return PAL_ERR_JSON_SYNTAX;
    }
    *out_raw = (struct pal_text){parser->text.bytes + begin, parser->at - begin};
    return PAL_OK;
}

static char *write_character(char *out, uint32_t character)
{
    if (character < 0x80) {
        *out++ = (char)character;
        return out;
    }
    unsigned more = character < 0x800 ? 1 : character < 0x10000 ? 2 : 3;
    static const uint8_t heads[] = {0, 0xC0, 0xE0, 0xF0};
    *out++ = (char)(heads[more] | character >> 6 * more);
    while (more > 0) {
        more--;
        *out++ = (char)(0x80 | (character >> 6 * more & 0x3F));
    }
    return out;
}

/* The value of the \uXXXX at the beginning. */
static bool read_unit(struct pal_text raw, uint32_t *out_unit)
{
    uint8_t bytes[2];
    if (raw.size < 6 || raw.bytes[0] != '\\' || raw.bytes[1] != 'u' ||
        pal_text_hex((struct pal_text){raw.bytes + 2, 4}, bytes, sizeof bytes) != PAL_OK) {
        return false;
    }
    *out_unit = (uint32_t)bytes[0] << 8 | bytes[1];
    return true;
}

/* The escape at the beginning: its size, or 0 when there is none of that spelling. */
static size_t read_escape(struct pal_text raw, uint32_t *out_character)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char meant[] = "\"\\/\b\f\n\r\t";
    const char *letter = memchr(letters, raw.bytes[1], sizeof letters - 1);
    if (letter != NULL) {
        *out_character = (uint32_t)meant[letter - letters];
        return 2;
    }
    uint32_t first;
    uint32_t second = 0;
    if (!read_unit(raw, &first) || first == 0) {
        return 0;
    }
    *out_character = first;
    if (first < 0xD800 || first > 0xDFFF) {
        return 6;
    }
    bool is_pair = first < 0xDC00 &&
                   read_unit((struct pal_text){raw.bytes + 6, raw.size - 6}, &second) &&
                   second >= 0xDC00 && second <= 0xDFFF;
    if (!is_pair) {
        return 0;
    }
    *out_character = 0x10000 + ((first & 0x3FF) << 10) + (second & 0x3FF);
    return 12;
}

/* Writes what is meant, which is never longer than what stands there, and a NUL. */
static enum pal_err decode(struct pal_json_parser *parser, struct pal_text raw, char *out,
                           size_t *out_size)
{
    char *end = out;
    for (size_t at = 0; at < raw.size;) {
        size_t plain = pal_json_plain_end(raw, at) - at;
        memcpy(end, raw.bytes + at, plain);
        end += plain;
        at += plain;
        if (at == raw.size) {
            break;
        }
        uint32_t character = 0;
        size_t size = read_escape((struct pal_text){raw.bytes + at, raw.size - at}, &character);
        if (size == 0) {
            parser->at = (size_t)(raw.bytes + at + 1 - parser->text.bytes);
            return PAL_ERR_JSON_SYNTAX;
        }
        end = write_character(end, character);
        at += size;
    }
    *end = '\0';
    *out_size = (size_t)(end - out);
    return PAL_OK;
}

static enum pal_err copy_text(struct pal_json_parser *parser, struct pal_text raw, bool is_plain,
                              struct pal_text *out)
{
    char *bytes = (char *)(uintptr_t)out->bytes; /* NOLINT(performance-no-int-to-ptr): room. */
    if (!is_plain) {
        return decode(parser, raw, bytes, &out->size);
    }
    memcpy(bytes, raw.bytes, raw.size);
    bytes[raw.size] = '\0';
    out->size = raw.size;
    return PAL_OK;
}

static enum pal_err read_text(struct pal_json_parser *parser, struct pal_json **out_value)
{
    struct pal_text raw;
    bool is_plain;
    PAL_TRY(find_text(parser, &raw, &is_plain));
    struct pal_json *value = value_new(parser, PAL_JSON_TEXT, raw.size + 1);
    value->text.bytes = (const char *)(value + 1);
    PAL_TRY(copy_text(parser, raw, is_plain, &value->text));
    parser->at++;
    *out_value = value;
    return PAL_OK;
}

/* --- Values ----------------------------------------------------------------------------------- */

static enum pal_err read_number(struct pal_json_parser *parser, struct pal_json **out_value)
{
    size_t size = peek(parser) == '-' ? 1 : 0;
    struct pal_text left = {parser->text.bytes + parser->at, parser->text.size - parser->at};
    while (size < left.size && left.bytes[size] >= '0' && left.bytes[size] <= '9') {
        size++;
    }
    struct pal_text digits = {left.bytes, size};
    int64_t number = 0;
    if (!pal_text_is(digits, "-0") && pal_text_int(digits, &number) != PAL_OK) {
        return PAL_ERR_JSON_SYNTAX;
    }
    struct pal_json *value = value_new(parser, PAL_JSON_INT, 0);
    value->number = number;
    parser->at += size;
    *out_value = value;
    return PAL_OK;
}

static enum pal_err read_word(struct pal_json_parser *parser, struct pal_json **out_value)
{
    static const struct {
        const char *word;
        enum pal_json_kind kind;
        bool truth;
    } words[] = {
        {"true", PAL_JSON_BOOL, true},
        {"false", PAL_JSON_BOOL, false},
        {"null", PAL_JSON_NULL, false},
    };
    struct pal_text left = {parser->text.bytes + parser->at, parser->text.size - parser->at};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (pal_text_starts(left, words[i].word)) {
            struct pal_json *value = value_new(parser, words[i].kind, 0);
            value->truth = words[i].truth;
            parser->at += strlen(words[i].word);
            *out_value = value;
            return PAL_OK;
        }
    }
    return PAL_ERR_JSON_SYNTAX;
}

static void enter(struct pal_json_parser *parser, struct pal_json *container)
{
    PAL_CHECK(parser->depth < PAL_JSON_DEPTH); /* the scan has counted */
    parser->inside[parser->depth++] = (struct pal_json_inside){.container = container};
}

/* Puts a value where it stands: the root, after a name, or behind the others. */
static void put(struct pal_json_parser *parser, struct pal_json *value)
{
    if (parser->root == NULL) {
        parser->root = value;
        return;
    }
    struct pal_json_inside *inside = &parser->inside[parser->depth - 1];
    if (inside->container->kind == PAL_JSON_OBJECT) {
        inside->pair->value = value;
        return;
    }
    if (inside->last != NULL) {
        inside->last->next = value;
    } else {
        inside->first = value;
    }
    inside->last = value;
    inside->container->count++;
}

static enum pal_err read_value(struct pal_json_parser *parser)
{
    skip_blanks(parser);
    struct pal_json *value = NULL;
    char byte = peek(parser);
    if (byte == '{' || byte == '[') {
        value = value_new(parser, byte == '{' ? PAL_JSON_OBJECT : PAL_JSON_ARRAY, 0);
        parser->at++;
        put(parser, value);
        enter(parser, value);
        return PAL_OK;
    }
    if (byte == '"') {
        PAL_TRY(read_text(parser, &value));
    } else if (byte == '-' || (byte >= '0' && byte <= '9')) {
        PAL_TRY(read_number(parser, &value));
    } else {
        PAL_TRY(read_word(parser, &value));
    }
    put(parser, value);
    return PAL_OK;
}

/* --- Containers ------------------------------------------------------------------------------- */

static enum pal_err read_name(struct pal_json_parser *parser)
{
    struct pal_json_inside *inside = &parser->inside[parser->depth - 1];
    struct pal_text raw;
    bool is_plain;
    skip_blanks(parser);
    if (peek(parser) != '"') {
        return PAL_ERR_JSON_SYNTAX;
    }
    PAL_TRY(find_text(parser, &raw, &is_plain));
    struct pal_json_pair *pair = pal_json_blocks_take(&parser->blocks, sizeof *pair + raw.size + 1);
    *pair = (struct pal_json_pair){.is_lent = true};
    struct pal_text name = {.bytes = pair->name};
    PAL_TRY(copy_text(parser, raw, is_plain, &name));
    if (pal_json_pair_find(inside->container, pair->name) != NULL) {
        return PAL_ERR_JSON_DUPLICATE_KEY;
    }
    pal_json_pair_add(inside->container, pair, &parser->blocks);
    inside->pair = pair;
    parser->at++;
    skip_blanks(parser);
    if (peek(parser) != ':') {
        return PAL_ERR_JSON_SYNTAX;
    }
    parser->at++;
    return PAL_OK;
}

/* The items of an array, which stood in a list, by their places. */
static void arrange(struct pal_json_parser *parser, const struct pal_json_inside *inside)
{
    struct pal_json *array = inside->container;
    struct pal_json *item = inside->first;
    array->array.items = pal_json_blocks_take(&parser->blocks, array->count * sizeof(void *));
    for (size_t i = 0; i < array->count; i++) {
        struct pal_json *next = item->next;
        array->array.items[i] = item;
        item->next = NULL;
        item = next;
    }
}

/* What comes next in the innermost container: its end, or a value. */
static enum pal_err read_next(struct pal_json_parser *parser)
{
    struct pal_json_inside *inside = &parser->inside[parser->depth - 1];
    struct pal_json *container = inside->container;
    bool is_object = container->kind == PAL_JSON_OBJECT;
    skip_blanks(parser);
    char byte = peek(parser);
    if (byte == (is_object ? '}' : ']')) {
        parser->at++;
        parser->depth--;
        if (!is_object && container->count > 0) {
            arrange(parser, inside);
        }
        return PAL_OK;
    }
    if (container->count > 0) {
        if (byte != ',') {
            return PAL_ERR_JSON_SYNTAX;
        }
        parser->at++;
    }
    if (is_object) {
        PAL_TRY(read_name(parser));
    }
    return read_value(parser);
}

static enum pal_err read_all(struct pal_json_parser *parser)
{
    PAL_TRY(read_value(parser));
    while (parser->depth > 0) {
        PAL_TRY(read_next(parser));
    }
    skip_blanks(parser);
    return parser->at == parser->text.size ? PAL_OK : PAL_ERR_JSON_SYNTAX;
}

enum pal_err pal_json_read(struct pal_text text, struct pal_json **out_json,
                           struct pal_where *out_where)
{
    struct pal_json_parser parser;
    parser.text = text; /* what is inside is filled when it is entered */
    parser.at = 0;
    parser.root = NULL;
    parser.depth = 0;
    pal_json_blocks_start(&parser.blocks, text.size);
    enum pal_err err = read_all(&parser);
    if (err != PAL_OK) {
        pal_where_at(out_where, text, parser.at);
        pal_json_blocks_done(&parser.blocks);
        return err;
    }
    *out_json = parser.root;
    return PAL_OK;
}

enum pal_err pal_json_parse(struct pal_text text, size_t max_bytes, struct pal_json **out_json,
                            struct pal_where *out_where)
{
    if (text.size > max_bytes) {
        pal_where_set(out_where, "%s", "");
        return PAL_ERR_LIMIT_JSON_SIZE;
    }
    PAL_TRY(pal_json_scan(text, out_where));
    return pal_json_read(text, out_json, out_where);
}
