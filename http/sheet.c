/* sheet.c - pages for people: their blocks, and how figures and dates are spelled in them. */
#include "sheet.h"

#include <inttypes.h>
#include <string.h>

#include "base/check.h"
#include "base/clock.h"
#include "base/fields.h"
#include "base/ratio.h"

#include "language.h"

enum { MINUTES_PER_HOUR = 60, PERCENT = 10000 };

#define NARROW "\xE2\x80\xAF" /* a narrow no-break space */
#define WIDE   "\xC2\xA0"     /* a no-break space */

void pal_sheet_done(struct pal_sheet *sheet)
{
    pal_json_free(sheet->json);
    *sheet = (struct pal_sheet){0};
}

void pal_sheet_begin(struct pal_sheet *sheet, enum pal_language language, struct pal_text title,
                     struct pal_text foot)
{
    sheet->language = language;
    sheet->json = pal_json_object_new();
    sheet->blocks = pal_json_array_new();
    pal_json_set_string(sheet->json, "format", PAL_SHEET_FORMAT);
    pal_json_set_string(sheet->json, "language", pal_language_tag(language));
    pal_json_set_text(sheet->json, "title", title);
    pal_json_set_text(sheet->json, "foot", foot);
    pal_json_set(sheet->json, "blocks", sheet->blocks);
}

/* --- phrases ---------------------------------------------------------------------------------- */

/* RULE docs/rules/minutes.md
 * > narrow no-break space stands before `;`, `!`, `?` and `%` and inside quotation marks, and a no-break space before the colon.
 */
static const char *french_space(const char *at)
{
    if (at[0] != ' ' || at[1] == '\0') {
        return NULL;
    }
    if (at[1] == ':') {
        return WIDE;
    }
    bool is_before = strchr(";!?%", at[1]) != NULL || strncmp(at + 1, "»", strlen("»")) == 0;
    return is_before ? NARROW : NULL;
}

/* One character of a phrase; how many bytes of it were read. */
static size_t write_piece(const char *at, bool is_french, struct pal_buf *buf)
{
    static const char opening[] = "« ";
    const char *space = is_french ? french_space(at) : NULL;
    if (space != NULL) {
        pal_buf_add_string(buf, space);
        return 1;
    }
    if (is_french && strncmp(at, opening, sizeof opening - 1) == 0) {
        pal_buf_add_string(buf, "«" NARROW);
        return sizeof opening - 1;
    }
    pal_buf_add(buf, at, 1);
    return 1;
}

void pal_phrase_write(const struct pal_phrase *phrase, enum pal_language language,
                      const struct pal_text *values, struct pal_buf *buf)
{
    const char *at = language == PAL_FRENCH ? phrase->fr : phrase->en;
    while (*at != '\0') {
        bool is_value = at[0] == '{' && at[1] >= '0' && at[1] <= '9' && at[2] == '}';
        if (is_value) {
            PAL_CHECK(values != NULL);
            pal_buf_add_text(buf, values[at[1] - '0']);
            at += strlen("{0}");
        } else {
            at += write_piece(at, language == PAL_FRENCH, buf);
        }
    }
}

/* --- blocks ----------------------------------------------------------------------------------- */

void pal_sheet_text(struct pal_sheet *sheet, const char *kind, struct pal_text text)
{
    struct pal_json *block = pal_json_object_new();
    pal_json_set_text(block, kind, text);
    pal_json_append(sheet->blocks, block);
}

void pal_sheet_say(struct pal_sheet *sheet, const char *kind, const struct pal_phrase *phrase,
                   const struct pal_text *values)
{
    PAL_BUF(text);
    pal_phrase_write(phrase, sheet->language, values, &text);
    pal_sheet_text(sheet, kind, pal_buf_text(&text));
}

struct pal_json *pal_sheet_list(struct pal_sheet *sheet)
{
    struct pal_json *block = pal_json_object_new();
    struct pal_json *list = pal_json_array_new();
    pal_json_set(block, "list", list);
    pal_json_append(sheet->blocks, block);
    return list;
}

struct pal_json *pal_sheet_row(struct pal_json *rows)
{
    struct pal_json *row = pal_json_array_new();
    pal_json_append(rows, row);
    return row;
}

void pal_sheet_cell(struct pal_json *row, const struct pal_phrase *phrase,
                    const struct pal_sheet *sheet)
{
    PAL_BUF(text);
    pal_phrase_write(phrase, sheet->language, NULL, &text);
    pal_json_append_text(row, pal_buf_text(&text));
}

struct pal_json *pal_sheet_table(struct pal_sheet *sheet, const struct pal_phrase *head,
                                 size_t columns)
{
    struct pal_json *block = pal_json_object_new();
    struct pal_json *table = pal_json_object_new();
    struct pal_json *titles = pal_json_array_new();
    struct pal_json *rows = pal_json_array_new();
    for (size_t i = 0; i < columns; i++) {
        pal_sheet_cell(titles, &head[i], sheet);
    }
    pal_json_set(table, "head", titles);
    pal_json_set(table, "rows", rows);
    pal_json_set(block, "table", table);
    pal_json_append(sheet->blocks, block);
    return rows;
}

/* --- values ----------------------------------------------------------------------------------- */

static void write_ratio(struct pal_text text, struct pal_buf *buf)
{
    bool is_whole =
        text.size > 2 && text.bytes[text.size - 2] == '/' && text.bytes[text.size - 1] == '1';
    pal_buf_add(buf, text.bytes, is_whole ? text.size - 2 : text.size);
}

void pal_write_figure(const struct pal_json *value, struct pal_buf *buf)
{
    if (value == NULL) {
        return;
    }
    if (pal_json_kind(value) == PAL_JSON_INT) {
        pal_buf_add_int(buf, pal_json_as_int(value));
    } else if (pal_json_kind(value) == PAL_JSON_TEXT) {
        write_ratio(pal_json_as_text(value), buf);
    }
}

/* Hundredths of a percent, rounded half up, as "70.05". */
static void write_percent(mpq_srcptr ratio, bool is_french, struct pal_buf *buf)
{
    mpz_t hundredths;
    mpz_t whole;
    mpz_init(hundredths);
    mpz_init(whole);
    mpz_mul_ui(hundredths, mpq_numref(ratio), 2UL * PERCENT);
    mpz_add(hundredths, hundredths, mpq_denref(ratio));
    mpz_mul_ui(whole, mpq_denref(ratio), 2);
    mpz_fdiv_q(hundredths, hundredths, whole);
    unsigned long rest = mpz_fdiv_q_ui(whole, hundredths, 100);
    PAL_RATIO(units);
    mpq_set_z(units, whole);
    PAL_BUF(text);
    pal_ratio_write(units, &text);
    write_ratio(pal_buf_text(&text), buf);
    pal_buf_add_format(buf, "%s%02lu", is_french ? "," : ".", rest);
    mpz_clear(hundredths);
    mpz_clear(whole);
}

/* RULE docs/rules/minutes.md
 * > Every fraction is printed exactly; a percentage beside it is rounded to two decimals and says so.
 */
void pal_write_share(const struct pal_json *ratio, enum pal_language language, struct pal_buf *buf)
{
    PAL_RATIO(value);
    bool is_ratio = ratio != NULL && pal_json_kind(ratio) == PAL_JSON_TEXT &&
                    pal_ratio_parse(pal_json_as_text(ratio), value) == PAL_OK;
    if (!is_ratio) {
        return;
    }
    write_ratio(pal_json_as_text(ratio), buf);
    pal_buf_add_string(buf, " (≈" WIDE);
    write_percent(value, language == PAL_FRENCH, buf);
    pal_buf_add_string(buf, language == PAL_FRENCH ? NARROW "%)" : "%)");
}

static void write_civil(struct pal_date date, enum pal_language language, struct pal_buf *buf)
{
    static const char *const months[][PAL_LANGUAGE_COUNT] = {
        {"janvier", "January"}, {"février", "February"},  {"mars", "March"},
        {"avril", "April"},     {"mai", "May"},           {"juin", "June"},
        {"juillet", "July"},    {"août", "August"},       {"septembre", "September"},
        {"octobre", "October"}, {"novembre", "November"}, {"décembre", "December"},
    };
    char text[PAL_DATE_TEXT_SIZE + 1];
    pal_date_write(date, text); /* 2026-03-31 */
    int month = (text[5] - '0') * 10 + text[6] - '0';
    int day = (text[8] - '0') * 10 + text[9] - '0';
    bool is_first = day == 1 && language == PAL_FRENCH;
    pal_buf_add_format(buf, "%d%s %s %.4s", day, is_first ? "er" : "", months[month - 1][language],
                       text);
}

void pal_write_moment(int64_t instant_us, enum pal_language language, struct pal_buf *buf)
{
    int minute = pal_minute_of_instant(instant_us);
    write_civil(pal_date_of_instant(instant_us), language, buf);
    if (language == PAL_FRENCH) {
        pal_buf_add_format(buf, " à %d" WIDE "h" WIDE "%02d", minute / MINUTES_PER_HOUR,
                           minute % MINUTES_PER_HOUR);
    } else {
        pal_buf_add_format(buf, " at %d:%02d", minute / MINUTES_PER_HOUR,
                           minute % MINUTES_PER_HOUR);
    }
}

void pal_write_day(struct pal_text date, enum pal_language language, struct pal_buf *buf)
{
    struct pal_date day;
    if (pal_date_parse(date, &day) == PAL_OK) {
        write_civil(day, language, buf);
    }
}
