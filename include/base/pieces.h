/*
 * pieces.h - a text cut into words, blanks and signs.
 *
 * RULE docs/rules/diff.md
 * > A text is cut into words, blanks and signs, and nothing of it is lost: put one after the other they
 * > are the text again, byte for byte.
 */
#ifndef PAL_BASE_PIECES_H
#define PAL_BASE_PIECES_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"

enum pal_piece_kind { PAL_PIECE_WORD, PAL_PIECE_BLANK, PAL_PIECE_SIGN };

/* Piece i is the bytes from starts[i] to starts[i + 1]. */
struct pal_pieces {
    struct pal_text text; /* borrowed */
    size_t *starts;       /* count + 1 of them */
    uint8_t *kinds;       /* enum pal_piece_kind */
    size_t count;
};
void pal_pieces_done(struct pal_pieces *pieces);

/* PAL_ERR_TEXT_UTF8 */
PAL_MUST_USE enum pal_err pal_pieces_cut(struct pal_text text, struct pal_pieces *out);
/* The bytes from piece `from` to piece `to`, which is not included. Lent with the text. */
struct pal_text pal_pieces_run(const struct pal_pieces *pieces, size_t from, size_t to);

#endif
