/* pieces.c - cuts a text into words, blanks and signs. */
#include "base/pieces.h"

#include <utf8proc.h>

#include "base/check.h"
#include "base/mem.h"

void pal_pieces_done(struct pal_pieces *pieces)
{
    pal_mem_free(pieces->starts);
    pal_mem_free(pieces->kinds);
    *pieces = (struct pal_pieces){0};
}

/* RULE docs/rules/diff.md
 * > - A word is a longest run of letters, marks and digits: characters whose general category in Unicode is L, M or N.
 * > - A blank is a longest run of spaces and ends of lines: category Z, and the controls tab, line feed and carriage return.
 * > - Every other character alone is a sign: a comma, an apostrophe, a bracket.
 */
static enum pal_piece_kind kind_of(utf8proc_int32_t character)
{
    if (character == '\t' || character == '\n' || character == '\r') {
        return PAL_PIECE_BLANK;
    }
    switch (utf8proc_category_string(character)[0]) {
    case 'L':
    case 'M':
    case 'N': return PAL_PIECE_WORD;
    case 'Z': return PAL_PIECE_BLANK;
    default: return PAL_PIECE_SIGN;
    }
}

/* Where the pieces are noted. */
struct cutting {
    struct pal_pieces *pieces;
    size_t capacity;
};

static void begin_piece(struct cutting *cutting, size_t at, enum pal_piece_kind kind)
{
    struct pal_pieces *pieces = cutting->pieces;
    cutting->capacity = pal_mem_capacity(cutting->capacity, pieces->count + 1);
    pieces->starts =
        pal_mem_grow(pieces->starts, cutting->capacity + 1, sizeof *pieces->starts); /* the end */
    pieces->kinds = pal_mem_grow(pieces->kinds, cutting->capacity, sizeof *pieces->kinds);
    pieces->starts[pieces->count] = at;
    pieces->kinds[pieces->count] = (uint8_t)kind;
    pieces->count++;
}

enum pal_err pal_pieces_cut(struct pal_text text, struct pal_pieces *out)
{
    if (!pal_text_is_utf8(text)) {
        return PAL_ERR_TEXT_UTF8;
    }
    *out = (struct pal_pieces){.text = text, .starts = pal_mem_new(1, sizeof *out->starts)};
    struct cutting cutting = {.pieces = out};
    size_t at = 0;
    while (at < text.size) {
        utf8proc_int32_t character;
        utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text.bytes + at,
                                                 (utf8proc_ssize_t)(text.size - at), &character);
        PAL_CHECK(size > 0); /* it is UTF-8 */
        enum pal_piece_kind kind = kind_of(character);
        bool goes_on =
            kind != PAL_PIECE_SIGN && out->count > 0 && out->kinds[out->count - 1] == (uint8_t)kind;
        if (!goes_on) {
            begin_piece(&cutting, at, kind);
        }
        at += (size_t)size;
    }
    out->starts[out->count] = text.size;
    return PAL_OK;
}

struct pal_text pal_pieces_run(const struct pal_pieces *pieces, size_t from, size_t to)
{
    PAL_CHECK(from <= to && to <= pieces->count);
    size_t start = pieces->starts[from];
    return (struct pal_text){pieces->text.bytes + start, pieces->starts[to] - start};
}
