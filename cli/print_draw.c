/*
 * print_draw.c - pages drawn with cairo and pango. Only door to both.
 *
 * The document is drawn twice: once to count the pages, once with the count on each of them.
 */
#include "print_draw.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdint.h>

#include "base/mem.h"

/* Points, of which there are 72 in an inch. */
#define PAGE_WIDTH   595.28
#define PAGE_HEIGHT  841.89
#define MARGIN       56.7
#define FOOT         24.0
#define GAP          6.0
#define PADDING      3.0
#define BODY_WIDTH   (PAGE_WIDTH - 2 * MARGIN)
#define BODY_BOTTOM  (PAGE_HEIGHT - MARGIN - FOOT)
#define QUOTE_INDENT 14.0

static const char *const fonts[PAL_PRINT_KIND_COUNT] = {
    [PAL_PRINT_H1] = "DejaVu Serif Bold 17",   [PAL_PRINT_H2] = "DejaVu Serif Bold 13",
    [PAL_PRINT_H3] = "DejaVu Serif Bold 10.5", [PAL_PRINT_TEXT] = "DejaVu Serif 10",
    [PAL_PRINT_NOTE] = "DejaVu Serif 8.5",     [PAL_PRINT_QUOTE] = "DejaVu Serif 10",
    [PAL_PRINT_LIST] = "DejaVu Serif 10",      [PAL_PRINT_TABLE] = "DejaVu Serif 8",
};

struct press {
    const struct pal_print_sheet *sheet;
    cairo_surface_t *surface;
    cairo_t *cairo;
    PangoContext *context; /* of all layouts: one for each cell would be most of the work */
    double y;
    unsigned page, pages; /* pages 0: they are being counted */
    struct pal_buf *pdf;  /* NULL: likewise */
    enum pal_err err;
};

/* --- pages ------------------------------------------------------------------------------------ */

static cairo_status_t receive(void *context, const unsigned char *bytes, unsigned size)
{
    struct press *press = context;
    if (press->pdf == NULL) {
        return CAIRO_STATUS_SUCCESS;
    }
    if (press->pdf->size + size > PAL_PRINT_PDF_BYTES) {
        press->err = PAL_ERR_LIMIT_TEXT;
        return CAIRO_STATUS_WRITE_ERROR;
    }
    pal_buf_add(press->pdf, bytes, size);
    return CAIRO_STATUS_SUCCESS;
}

static PangoLayout *layout_new(struct press *press, enum pal_print_kind kind, double width,
                               struct pal_text text)
{
    PangoLayout *layout = pango_layout_new(press->context);
    PangoFontDescription *font = pango_font_description_from_string(fonts[kind]);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    /* What is longer than a line is a hash, a fraction or a name: a hyphen at its break would be read as one of it. */
    PangoAttrList *exact = pango_attr_list_new();
    pango_attr_list_insert(exact, pango_attr_insert_hyphens_new(FALSE));
    pango_layout_set_attributes(layout, exact);
    pango_attr_list_unref(exact);
    pango_layout_set_text(layout, text.bytes, (int)text.size);
    return layout;
}

static double height_of(PangoLayout *layout)
{
    int height;
    pango_layout_get_size(layout, NULL, &height);
    return (double)height / PANGO_SCALE;
}

static void draw_at(struct press *press, PangoLayout *layout, double x, double y)
{
    cairo_move_to(press->cairo, x, y);
    pango_cairo_show_layout(press->cairo, layout);
}

static void draw_foot(struct press *press)
{
    PAL_BUF(foot);
    PAL_BUF(piece);
    struct pal_text rest = press->sheet->foot;
    if (pal_print_piece(&rest, &piece)) {
        pal_buf_add_text(&foot, pal_buf_text(&piece));
    }
    PangoLayout *words = layout_new(press, PAL_PRINT_NOTE, BODY_WIDTH - 80, pal_buf_text(&foot));
    pango_layout_set_height(words, -1);
    pango_layout_set_ellipsize(words, PANGO_ELLIPSIZE_END);
    draw_at(press, words, MARGIN, BODY_BOTTOM + GAP);
    g_object_unref(words);
    pal_buf_clear(&foot);
    pal_buf_add_format(&foot, "%u / %u", press->page, press->pages);
    PangoLayout *number = layout_new(press, PAL_PRINT_NOTE, 80, pal_buf_text(&foot));
    pango_layout_set_alignment(number, PANGO_ALIGN_RIGHT);
    draw_at(press, number, PAGE_WIDTH - MARGIN - 80, BODY_BOTTOM + GAP);
    g_object_unref(number);
}

static void begin_page(struct press *press)
{
    press->page++;
    press->y = MARGIN;
    if (press->page > PAL_PRINT_PAGES) {
        press->err = PAL_ERR_LIMIT_COUNT;
    }
}

static void end_page(struct press *press)
{
    draw_foot(press);
    cairo_show_page(press->cairo);
}

/* Room for so much, on this page or on the next. */
static void make_room(struct press *press, double height)
{
    if (press->y + height > BODY_BOTTOM && press->y > MARGIN) {
        end_page(press);
        begin_page(press);
    }
}

/* --- paragraphs ------------------------------------------------------------------------------- */

/* Line by line, so that a paragraph goes on over as many pages as it needs. */
static void draw_lines(struct press *press, PangoLayout *layout, double x)
{
    PangoLayoutIter *at = pango_layout_get_iter(layout);
    bool has_more = true;
    while (has_more && press->err == PAL_OK) {
        PangoRectangle box;
        pango_layout_iter_get_line_extents(at, NULL, &box);
        double height = (double)box.height / PANGO_SCALE;
        double baseline =
            (double)pango_layout_iter_get_baseline(at) / PANGO_SCALE - (double)box.y / PANGO_SCALE;
        make_room(press, height);
        cairo_move_to(press->cairo, x + (double)box.x / PANGO_SCALE, press->y + baseline);
        pango_cairo_show_layout_line(press->cairo, pango_layout_iter_get_line_readonly(at));
        press->y += height;
        has_more = pango_layout_iter_next_line(at);
    }
    pango_layout_iter_free(at);
}

static void draw_text(struct press *press, enum pal_print_kind kind, double indent,
                      struct pal_text text)
{
    PAL_BUF(piece);
    struct pal_text rest = text;
    while (press->err == PAL_OK && pal_print_piece(&rest, &piece)) {
        PangoLayout *layout = layout_new(press, kind, BODY_WIDTH - indent, pal_buf_text(&piece));
        draw_lines(press, layout, MARGIN + indent);
        g_object_unref(layout);
    }
    press->y += GAP;
}

static void draw_heading(struct press *press, enum pal_print_kind kind, struct pal_text text)
{
    enum { WITH_WHAT_FOLLOWS = 60 };
    press->y += press->y > MARGIN ? GAP : 0;
    make_room(press, WITH_WHAT_FOLLOWS);
    draw_text(press, kind, 0, text);
}

static void draw_list(struct press *press, const struct pal_json *list)
{
    for (size_t i = 0; i < pal_json_count(list) && press->err == PAL_OK; i++) {
        PAL_BUF(item);
        pal_buf_add_format(&item, "%zu. ", i + 1);
        pal_buf_add_text(&item, pal_json_as_text(pal_json_at(list, i)));
        draw_text(press, PAL_PRINT_LIST, QUOTE_INDENT, pal_buf_text(&item));
    }
}

/* --- tables ----------------------------------------------------------------------------------- */

/* The first column, which has names, is as wide as two others. */
static double column_width(size_t columns, size_t column)
{
    double share = BODY_WIDTH / (double)(columns + 1);
    return columns == 2 ? (column == 0 ? BODY_WIDTH / 4 : BODY_WIDTH * 3 / 4)
                        : (column == 0 ? 2 * share : share);
}

/* Setting a paragraph takes the square of its length: a cell is no longer than what is set at once. */
static bool is_long(const struct pal_json *row)
{
    bool is_long = false;
    for (size_t i = 0; i < pal_json_count(row); i++) {
        is_long = is_long || pal_json_as_text(pal_json_at(row, i)).size > PAL_PRINT_PIECE;
    }
    return is_long;
}

/* A row that no page holds is written one cell below the other. */
static void draw_long_row(struct press *press, const struct pal_json *row)
{
    for (size_t i = 0; i < pal_json_count(row); i++) {
        draw_text(press, PAL_PRINT_TABLE, 0, pal_json_as_text(pal_json_at(row, i)));
    }
}

static void draw_cells(struct press *press, PangoLayout *const *cells, size_t count, size_t columns)
{
    double x = MARGIN;
    for (size_t i = 0; i < count; i++) {
        draw_at(press, cells[i], x + PADDING, press->y + PADDING);
        x += column_width(columns, i);
    }
}

static void draw_row(struct press *press, const struct pal_json *row, size_t columns)
{
    PangoLayout *cells[PAL_PRINT_COLUMNS] = {0};
    double height = 0;
    size_t count = pal_json_count(row);
    if (is_long(row)) {
        draw_long_row(press, row);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        PAL_BUF(cell);
        PAL_BUF(piece);
        struct pal_text rest = pal_json_as_text(pal_json_at(row, i));
        while (pal_print_piece(&rest, &piece)) {
            pal_buf_add_string(&cell, cell.size > 0 ? " " : "");
            pal_buf_add_text(&cell, pal_buf_text(&piece));
        }
        cells[i] = layout_new(press, PAL_PRINT_TABLE, column_width(columns, i) - 2 * PADDING,
                              pal_buf_text(&cell));
        double own = height_of(cells[i]) + 2 * PADDING;
        height = own > height ? own : height;
    }
    if (height > BODY_BOTTOM - MARGIN) {
        draw_long_row(press, row);
    } else {
        make_room(press, height);
        draw_cells(press, cells, count, columns);
        press->y += height;
        cairo_set_line_width(press->cairo, 0.4);
        cairo_move_to(press->cairo, MARGIN, press->y);
        cairo_line_to(press->cairo, MARGIN + BODY_WIDTH, press->y);
        cairo_stroke(press->cairo);
    }
    for (size_t i = 0; i < count; i++) {
        g_object_unref(cells[i]);
    }
}

static void draw_table(struct press *press, const struct pal_json *table)
{
    const struct pal_json *head = pal_json_get(table, "head");
    const struct pal_json *rows = pal_json_get(table, "rows");
    size_t columns = pal_json_count(head);
    draw_row(press, head, columns);
    for (size_t i = 0; i < pal_json_count(rows) && press->err == PAL_OK; i++) {
        draw_row(press, pal_json_at(rows, i), columns);
    }
    press->y += GAP;
}

/* --- the document ----------------------------------------------------------------------------- */

static void draw_block(struct press *press, const struct pal_json *block)
{
    const struct pal_json *value;
    enum pal_print_kind kind = pal_print_block(block, &value);
    switch (kind) {
    case PAL_PRINT_H1:
    case PAL_PRINT_H2:
    case PAL_PRINT_H3: draw_heading(press, kind, pal_json_as_text(value)); break;
    case PAL_PRINT_TEXT:
    case PAL_PRINT_NOTE: draw_text(press, kind, 0, pal_json_as_text(value)); break;
    case PAL_PRINT_QUOTE: draw_text(press, kind, QUOTE_INDENT, pal_json_as_text(value)); break;
    case PAL_PRINT_LIST: draw_list(press, value); break;
    case PAL_PRINT_TABLE: draw_table(press, value); break;
    case PAL_PRINT_KIND_COUNT: break;
    }
}

static void set_metadata(const struct press *press)
{
    PAL_STRING(title);
    PAL_BUF(piece);
    struct pal_text rest = press->sheet->title;
    (void)pal_print_piece(&rest, &piece); /* an empty title is an empty title */
    title = pal_text_copy(pal_buf_text(&piece));
    cairo_pdf_surface_set_metadata(press->surface, CAIRO_PDF_METADATA_TITLE, title);
    cairo_pdf_surface_set_metadata(press->surface, CAIRO_PDF_METADATA_CREATOR, "Palabre");
    if (press->sheet->at[0] != '\0') {
        cairo_pdf_surface_set_metadata(press->surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                       press->sheet->at);
    }
}

/* Once through the document; how many pages it has is in press->page. */
static enum pal_err run(struct press *press)
{
    press->surface = cairo_pdf_surface_create_for_stream(receive, press, PAGE_WIDTH, PAGE_HEIGHT);
    press->cairo = cairo_create(press->surface);
    press->context = pango_cairo_create_context(press->cairo);
    pango_context_set_language(press->context, pango_language_from_string(press->sheet->language));
    set_metadata(press);
    begin_page(press);
    for (size_t i = 0; i < pal_json_count(press->sheet->blocks) && press->err == PAL_OK; i++) {
        draw_block(press, pal_json_at(press->sheet->blocks, i));
    }
    end_page(press);
    g_object_unref(press->context);
    cairo_destroy(press->cairo);
    cairo_surface_finish(press->surface);
    bool is_drawn = cairo_surface_status(press->surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(press->surface);
    if (press->err == PAL_OK && !is_drawn) {
        press->err = PAL_ERR_FILE_WRITE;
    }
    return press->err;
}

enum pal_err pal_print_draw(const struct pal_print_sheet *sheet, struct pal_buf *pdf)
{
    struct press counting = {.sheet = sheet};
    PAL_TRY(run(&counting));
    struct press printing = {.sheet = sheet, .pages = counting.page, .pdf = pdf};
    return run(&printing);
}
