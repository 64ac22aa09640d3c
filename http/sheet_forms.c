/*
 * sheet_forms.c - a sheet as HTML that prints well, and as Markdown.
 *
 * Texts come from members: in HTML what has a meaning is escaped; in Markdown too, so that a text shows
 * as it was written and neither links nor acts.
 */
#include <string.h>

#include "sheet.h"

/* --- HTML ------------------------------------------------------------------------------------- */

static void escape_html(struct pal_text text, struct pal_buf *buf)
{
    for (size_t i = 0; i < text.size; i++) {
        switch (text.bytes[i]) {
        case '&': pal_buf_add_string(buf, "&amp;"); break;
        case '<': pal_buf_add_string(buf, "&lt;"); break;
        case '>': pal_buf_add_string(buf, "&gt;"); break;
        case '"': pal_buf_add_string(buf, "&quot;"); break;
        default: pal_buf_add(buf, text.bytes + i, 1);
        }
    }
}

static void html_element(const char *name, const char *more, struct pal_text text,
                         struct pal_buf *buf)
{
    pal_buf_add_format(buf, "<%s%s>", name, more);
    escape_html(text, buf);
    pal_buf_add_format(buf, "</%s>\n", name);
}

static void html_row(const struct pal_json *row, const char *cell, struct pal_buf *buf)
{
    pal_buf_add_string(buf, "<tr>");
    for (size_t i = 0; i < pal_json_count(row); i++) {
        bool is_head = strcmp(cell, "th") == 0;
        pal_buf_add_format(buf, "<%s%s>", cell, is_head ? " scope=\"col\"" : "");
        escape_html(pal_json_as_text(pal_json_at(row, i)), buf);
        pal_buf_add_format(buf, "</%s>", cell);
    }
    pal_buf_add_string(buf, "</tr>\n");
}

static void html_table(const struct pal_json *table, struct pal_buf *buf)
{
    const struct pal_json *rows = pal_json_get(table, "rows");
    pal_buf_add_string(buf, "<table>\n<thead>\n");
    html_row(pal_json_get(table, "head"), "th", buf);
    pal_buf_add_string(buf, "</thead>\n<tbody>\n");
    for (size_t i = 0; i < pal_json_count(rows); i++) {
        html_row(pal_json_at(rows, i), "td", buf);
    }
    pal_buf_add_string(buf, "</tbody>\n</table>\n");
}

static void html_list(const struct pal_json *list, struct pal_buf *buf)
{
    pal_buf_add_string(buf, "<ol>\n");
    for (size_t i = 0; i < pal_json_count(list); i++) {
        html_element("li", "", pal_json_as_text(pal_json_at(list, i)), buf);
    }
    pal_buf_add_string(buf, "</ol>\n");
}

static void html_block(const char *kind, const struct pal_json *value, struct pal_buf *buf)
{
    if (strcmp(kind, "table") == 0) {
        html_table(value, buf);
    } else if (strcmp(kind, "list") == 0) {
        html_list(value, buf);
    } else if (strcmp(kind, "quote") == 0) {
        html_element("blockquote", "", pal_json_as_text(value), buf);
    } else if (strcmp(kind, "note") == 0) {
        html_element("p", " class=\"note\"", pal_json_as_text(value), buf);
    } else {
        html_element(kind, "", pal_json_as_text(value), buf);
    }
}

void pal_sheet_html(const struct pal_sheet *sheet, struct pal_buf *buf)
{
    pal_buf_add_format(buf,
                       "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
                       sheet->language == PAL_FRENCH ? "fr" : "en");
    pal_buf_add_string(buf, "<meta name=\"viewport\" content=\"width=device-width\">\n");
    html_element("title", "", pal_json_as_text(pal_json_get(sheet->json, "title")), buf);
    pal_buf_add_string(buf, "<link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\">\n"
                            "<link rel=\"stylesheet\" href=\"/api/v1/print.css\">\n"
                            "</head>\n<body>\n<main>\n");
    for (size_t i = 0; i < pal_json_count(sheet->blocks); i++) {
        const char *kind;
        const struct pal_json *value = pal_json_member(pal_json_at(sheet->blocks, i), 0, &kind);
        html_block(kind, value, buf);
    }
    pal_buf_add_string(buf, "</main>\n");
    html_element("footer", "", pal_json_as_text(pal_json_get(sheet->json, "foot")), buf);
    pal_buf_add_string(buf, "</body>\n</html>\n");
}

/* --- Markdown --------------------------------------------------------------------------------- */

/* In a cell a line end would end the row; elsewhere it would end the paragraph. */
static void escape_markdown(struct pal_text text, const char *line_end, struct pal_buf *buf)
{
    static const char marks[] = "\\`*_{}[]()#+-.!<>|~&";
    bool begins = true; /* a line: signs that only mean something there are left alone elsewhere */
    for (size_t i = 0; i < text.size; i++) {
        char c = text.bytes[i];
        if (c == '\n') {
            pal_buf_add_string(buf, line_end);
            begins = true;
            continue;
        }
        bool is_common = strchr("\\`*_[]<>|~&", c) != NULL;
        bool is_digit_mark = (c == '.' || c == ')') && i > 0 && text.bytes[i - 1] >= '0' &&
                             text.bytes[i - 1] <= '9' && begins;
        if (c != '\0' && (is_common || is_digit_mark || (begins && strchr(marks, c) != NULL))) {
            pal_buf_add_byte(buf, '\\');
        }
        pal_buf_add(buf, &c, 1);
        begins = begins && (c == ' ' || c == '\t' || (c >= '0' && c <= '9'));
    }
}

static void markdown_row(const struct pal_json *row, struct pal_buf *buf)
{
    pal_buf_add_byte(buf, '|');
    for (size_t i = 0; i < pal_json_count(row); i++) {
        pal_buf_add_byte(buf, ' ');
        escape_markdown(pal_json_as_text(pal_json_at(row, i)), " ", buf);
        pal_buf_add_string(buf, " |");
    }
    pal_buf_add_byte(buf, '\n');
}

static void markdown_table(const struct pal_json *table, struct pal_buf *buf)
{
    const struct pal_json *head = pal_json_get(table, "head");
    const struct pal_json *rows = pal_json_get(table, "rows");
    markdown_row(head, buf);
    pal_buf_add_byte(buf, '|');
    for (size_t i = 0; i < pal_json_count(head); i++) {
        pal_buf_add_string(buf, " --- |");
    }
    pal_buf_add_byte(buf, '\n');
    for (size_t i = 0; i < pal_json_count(rows); i++) {
        markdown_row(pal_json_at(rows, i), buf);
    }
}

static void markdown_list(const struct pal_json *list, struct pal_buf *buf)
{
    for (size_t i = 0; i < pal_json_count(list); i++) {
        pal_buf_add_format(buf, "%zu. ", i + 1);
        escape_markdown(pal_json_as_text(pal_json_at(list, i)), " ", buf);
        pal_buf_add_byte(buf, '\n');
    }
}

static void markdown_block(const char *kind, const struct pal_json *value, struct pal_buf *buf)
{
    static const struct {
        const char *kind, *before, *between;
    } texts[] = {
        {"h1", "# ", " "},         {"h2", "## ", " "}, {"h3", "### ", " "},
        {"quote", "> ", "  \n> "}, {"p", "", "  \n"},  {"note", "", "  \n"},
    };
    if (strcmp(kind, "table") == 0) {
        markdown_table(value, buf);
    } else if (strcmp(kind, "list") == 0) {
        markdown_list(value, buf);
    }
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (strcmp(kind, texts[i].kind) == 0) {
            pal_buf_add_string(buf, texts[i].before);
            escape_markdown(pal_json_as_text(value), texts[i].between, buf);
            pal_buf_add_byte(buf, '\n');
        }
    }
    pal_buf_add_byte(buf, '\n');
}

void pal_sheet_markdown(const struct pal_sheet *sheet, struct pal_buf *buf)
{
    for (size_t i = 0; i < pal_json_count(sheet->blocks); i++) {
        const char *kind;
        const struct pal_json *value = pal_json_member(pal_json_at(sheet->blocks, i), 0, &kind);
        markdown_block(kind, value, buf);
    }
    escape_markdown(pal_json_as_text(pal_json_get(sheet->json, "foot")), " ", buf);
    pal_buf_add_byte(buf, '\n');
}
