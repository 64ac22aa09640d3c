/*
 * print_sheet.h - a sheet, read for printing: what http/sheet.h hands to the program palabre-print.
 */
#ifndef PAL_CLI_PRINT_SHEET_H
#define PAL_CLI_PRINT_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"

enum {
    PAL_PRINT_BYTES = 8 << 20, /* of a sheet: minutes with a hundred texts of the longest kind */
    PAL_PRINT_BLOCKS = 20000,  /* of a sheet */
    PAL_PRINT_ROWS = 100000,   /* of all its tables together: more than the pages hold */
    PAL_PRINT_COLUMNS = 12,    /* of a table: more are not read on paper */
    PAL_PRINT_PIECE = 1 << 12, /* bytes that are set at once; longer lines are cut between words */
    PAL_PRINT_WORD = 1 << 8,   /* of a word that is longer than half of that */
};

enum pal_print_kind {
    PAL_PRINT_H1,
    PAL_PRINT_H2,
    PAL_PRINT_H3,
    PAL_PRINT_TEXT,
    PAL_PRINT_NOTE,
    PAL_PRINT_QUOTE,
    PAL_PRINT_LIST,
    PAL_PRINT_TABLE,
    PAL_PRINT_KIND_COUNT
};

struct pal_print_sheet {
    struct pal_json *json;
    const struct pal_json *blocks;
    const char *language; /* "fr", "en" */
    struct pal_text title, foot;
    char at[PAL_INSTANT_TEXT_SIZE + 1]; /* when what it says was settled; empty: not said */
};
#define PAL_PRINT_SHEET(name) struct pal_print_sheet name PAL_CLEANUP(pal_print_sheet_done) = {0}
void pal_print_sheet_done(struct pal_print_sheet *sheet);

/* Reads and judges the whole into a zeroed sheet: what follows need not doubt it.
 * PAL_ERR_JSON_*, PAL_ERR_TEXT_*, PAL_ERR_LIMIT_*, with the place */
PAL_MUST_USE enum pal_err pal_print_sheet_read(struct pal_text bytes, struct pal_print_sheet *out,
                                               struct pal_where *out_where);

/* The kind of a block of such a sheet, and its value. */
enum pal_print_kind pal_print_block(const struct pal_json *block,
                                    const struct pal_json **out_value);

/* The next piece of a paragraph: a line at most, without its end and without control characters, which
 * become U+FFFD. False at the end of the text. */
bool pal_print_piece(struct pal_text *rest, struct pal_buf *out_piece);

#endif
