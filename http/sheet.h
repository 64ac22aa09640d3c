/*
 * sheet.h - a page for people, as a list of blocks, and the forms in which it is handed out.
 *
 * A sheet is JSON, "palabre-sheet/1": `title`, `language`, `foot`, `at` (when what it says was settled,
 * which is the date of a PDF; may be absent), and `blocks`, each an object with one
 * of `h1`, `h2`, `h3`, `p`, `note`, `quote` (a text that keeps its lines), `list`, or `table` with `head`
 * and `rows`. The same blocks give HTML, Markdown and, by the program palabre-print, PDF.
 */
#ifndef PAL_HTTP_SHEET_H
#define PAL_HTTP_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/json.h"
#include "base/text.h"

#include "request.h"

#define PAL_SHEET_FORMAT "palabre-sheet/1"

/* What we say, in both languages; {0} to {9} stand for values. */
struct pal_phrase {
    const char *fr, *en;
};

struct pal_sheet {
    enum pal_language language;
    struct pal_json *json;   /* the page */
    struct pal_json *blocks; /* lie in it */
};
#define PAL_SHEET(name) struct pal_sheet name PAL_CLEANUP(pal_sheet_done) = {0}
void pal_sheet_done(struct pal_sheet *sheet);
void pal_sheet_begin(struct pal_sheet *sheet, enum pal_language language, struct pal_text title,
                     struct pal_text foot);

/* Appends a phrase with its values, with the spaces that French wants before its signs. */
void pal_phrase_write(const struct pal_phrase *phrase, enum pal_language language,
                      const struct pal_text *values, struct pal_buf *buf);

/* A block of a kind: "h2", "p", "note", "quote". */
void pal_sheet_text(struct pal_sheet *sheet, const char *kind, struct pal_text text);
/* The same, of a phrase; values may be NULL where it has none. */
void pal_sheet_say(struct pal_sheet *sheet, const char *kind, const struct pal_phrase *phrase,
                   const struct pal_text *values);

/* A list, to which texts are appended. */
struct pal_json *pal_sheet_list(struct pal_sheet *sheet);
/* A table with its heading; each row is an array of as many texts, appended to what is returned. */
struct pal_json *pal_sheet_table(struct pal_sheet *sheet, const struct pal_phrase *head,
                                 size_t columns);
struct pal_json *pal_sheet_row(struct pal_json *rows);
void pal_sheet_cell(struct pal_json *row, const struct pal_phrase *phrase,
                    const struct pal_sheet *sheet);

/* --- values ----------------------------------------------------------------------------------- */

/* A whole number, or a ratio: "7/10", and "3" for "3/1". Of what is absent nothing. */
void pal_write_figure(const struct pal_json *value, struct pal_buf *buf);
/* A ratio and, after it, the percentage rounded to two decimals: "7/10 (≈ 70.00 %)". */
void pal_write_share(const struct pal_json *ratio, enum pal_language language, struct pal_buf *buf);
/* "31 mars 2026 à 14 h 05", "31 March 2026 at 14:05", in the zone of the society. */
void pal_write_moment(int64_t instant_us, enum pal_language language, struct pal_buf *buf);
/* "31 mars 2026" of "2026-03-31". */
void pal_write_day(struct pal_text date, enum pal_language language, struct pal_buf *buf);

/* --- forms ------------------------------------------------------------------------------------ */

void pal_sheet_html(const struct pal_sheet *sheet, struct pal_buf *buf);
void pal_sheet_markdown(const struct pal_sheet *sheet, struct pal_buf *buf);

#endif
