/* on_sheet.c - the attendance sheet: as data, as a table, and as a page to print and to sign. */
#include "audit/record.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/assemblies.h"
#include "core/society.h"

#include "handlers.h"
#include "lists.h"
#include "people.h"
#include "reply.h"
#include "request.h"
#include "write.h"

/* A line that outlives the walk: its stays are read after it. */
struct kept_line {
    struct pal_sheet_line line;
    char *number, *name, *college, *holder;
};
struct kept_lines {
    struct kept_line *items;
    size_t count, capacity;
};

static void kept_done(struct kept_lines *kept)
{
    for (size_t i = 0; i < kept->count; i++) {
        pal_mem_free(kept->items[i].number);
        pal_mem_free(kept->items[i].name);
        pal_mem_free(kept->items[i].college);
        pal_mem_free(kept->items[i].holder);
    }
    pal_mem_free(kept->items);
}

static enum pal_err keep(void *context, const struct pal_sheet_line *line)
{
    struct kept_lines *kept = context;
    kept->capacity = pal_mem_capacity(kept->capacity, kept->count + 1);
    kept->items = pal_mem_grow(kept->items, kept->capacity, sizeof *kept->items);
    kept->items[kept->count++] = (struct kept_line){
        .line = *line,
        .number = pal_text_copy(line->number),
        .name = pal_text_copy(line->name),
        .college = pal_text_copy(line->college),
        .holder = pal_text_copy(line->holder),
    };
    return PAL_OK;
}

/* --- as data ---------------------------------------------------------------------------------- */

static enum pal_err add_stay(void *context, int64_t entered_us, int64_t left_us)
{
    struct pal_json *json = pal_json_object_new();
    pal_json_set_instant(json, "entered_at", entered_us);
    if (left_us != 0) {
        pal_json_set_instant(json, "left_at", left_us);
    }
    pal_json_append(context, json);
    return PAL_OK;
}

static enum pal_err write_line(struct pal_store *store, struct pal_assembly_id assembly,
                               const struct kept_line *kept, struct pal_json **out_json)
{
    PAL_JSON(json);
    json = pal_json_object_new();
    pal_json_set_uuid(json, "member", &kept->line.member_uuid);
    pal_json_set_string(json, "number", kept->number);
    pal_json_set_string(json, "name", kept->name);
    pal_json_set_optional_text(json, "college", pal_text_of(kept->college));
    pal_json_set_string(json, "part", pal_taking_part_word(kept->line.part));
    pal_json_set_int(json, "votes", kept->line.votes);
    if (kept->line.part == PAL_PART_REPRESENTED) {
        pal_json_set_bool(json, "blank", kept->holder[0] == '\0');
        pal_json_set_optional_text(json, "holder", pal_text_of(kept->holder));
    }
    struct pal_json *stays = pal_json_array_new();
    pal_json_set(json, "stays", stays);
    PAL_TRY(pal_stays_walk(store, assembly, kept->line.member, add_stay, stays));
    *out_json = json;
    json = NULL;
    return PAL_OK;
}

enum pal_err pal_on_sheet(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_request_assembly(request, &assembly));
    PAL_LIST(list);
    PAL_TRY(pal_list_begin(request, &list));
    struct pal_attendance_query query = {.assembly = assembly.id, .limit = pal_list_rows(&list)};
    PAL_TRY(pal_list_after(request, &list, &query.after_id));

    struct kept_lines kept PAL_CLEANUP(kept_done) = {0};
    PAL_TRY(pal_sheet_walk(store, &query, keep, &kept));

    for (size_t i = 0; i < kept.count && !pal_list_is_full(&list); i++) {
        struct pal_json *json;
        PAL_TRY(write_line(store, assembly.id, &kept.items[i], &json));
        pal_list_add(&list, kept.items[i].line.member.value, json);
    }
    pal_reply_list(reply, request, &list);
    return PAL_OK;
}

/* --- as a table, and as a page ------------------------------------------------------------------ */

/* The words of both, in the reader's language. */
enum pal_sheet_word {
    WORD_NUMBER,
    WORD_NAME,
    WORD_COLLEGE,
    WORD_PART,
    WORD_TIMES,
    WORD_HOLDER,
    WORD_VOTES,
    WORD_SIGNATURE,
    WORD_COLUMNS,
    WORD_TITLE = WORD_COLUMNS,
    WORD_BLANK,
    WORD_CERTIFIED,
    WORD_CHAIR,
    WORD_SCRUTINEERS,
    WORD_SECRETARY,
    WORD_COUNT
};
static const char *const words[PAL_LANGUAGE_COUNT][WORD_COUNT] = {
    [PAL_FRENCH] = {"Numéro", "Nom", "Collège", "Participation", "Entrées et sorties", "Mandataire",
                    "Voix", "Émargement", "Feuille de présence", "le président (pouvoir en blanc)",
                    "Certifiée exacte par le bureau", "Le président de séance", "Les scrutateurs",
                    "Le secrétaire"},
    [PAL_ENGLISH] = {"Number", "Name", "College", "Taking part", "In and out", "Proxy holder",
                     "Votes", "Signature", "Attendance sheet", "the chair (blank proxy)",
                     "Certified exact by the officers", "The chair", "The scrutineers",
                     "The secretary"},
};
static const char *const parts[PAL_LANGUAGE_COUNT][PAL_PART_REMOTE + 1] = {
    [PAL_FRENCH] = {"présent", "représenté", "par correspondance", "à distance"},
    [PAL_ENGLISH] = {"present", "represented", "by post", "remotely"},
};

/* One sheet as it is written: bytes, in a language. */
struct sheet {
    const struct pal_request *request;
    struct pal_store *store;
    struct pal_assembly assembly;
    struct pal_buf buf;
    bool is_page; /* HTML, or else CSV */
};

static void sheet_done(struct sheet *sheet)
{
    pal_assembly_done(&sheet->assembly);
    pal_buf_done(&sheet->buf);
}

static const char *word(const struct sheet *sheet, enum pal_sheet_word word)
{
    return words[sheet->request->language][word];
}

static void add_escaped(struct pal_buf *buf, struct pal_text text)
{
    for (size_t i = 0; i < text.size; i++) {
        switch (text.bytes[i]) {
        case '&': pal_buf_add_string(buf, "&amp;"); break;
        case '<': pal_buf_add_string(buf, "&lt;"); break;
        case '>': pal_buf_add_string(buf, "&gt;"); break;
        case '"': pal_buf_add_string(buf, "&quot;"); break;
        default: pal_buf_add(buf, text.bytes + i, 1); break;
        }
    }
}

static void add_cell(struct sheet *sheet, bool is_first, struct pal_text text)
{
    if (sheet->is_page) {
        pal_buf_add_string(&sheet->buf, "<td>");
        add_escaped(&sheet->buf, text);
        pal_buf_add_string(&sheet->buf, "</td>");
        return;
    }
    /* A table for spreadsheets: those of France read a semicolon. */
    struct pal_record_csv csv = {.separator = sheet->request->language == PAL_FRENCH ? ';' : ',',
                                 .is_guarded = true};
    pal_record_field(&csv, is_first, text, &sheet->buf);
}

/* "09:58" in the zone of the society. */
static void add_hour(struct pal_buf *times, int64_t instant_us)
{
    int minute = pal_minute_of_instant(instant_us);
    pal_buf_add_format(times, "%02d:%02d", minute / 60, minute % 60);
}

/* "09:58-12:03 13:30-" */
static enum pal_err add_times(void *context, int64_t entered_us, int64_t left_us)
{
    struct pal_buf *times = context;
    pal_buf_add_string(times, times->size > 0 ? " " : "");
    add_hour(times, entered_us);
    pal_buf_add_string(times, "-");
    if (left_us != 0) {
        add_hour(times, left_us);
    }
    return PAL_OK;
}

static enum pal_err add_line(struct sheet *sheet, const struct kept_line *kept)
{
    PAL_BUF(times);
    PAL_BUF(votes);
    PAL_TRY(pal_stays_walk(sheet->store, sheet->assembly.id, kept->line.member, add_times, &times));
    pal_buf_add_int(&votes, kept->line.votes);
    bool is_blank = kept->line.part == PAL_PART_REPRESENTED && kept->holder[0] == '\0';
    const char *holder = is_blank ? word(sheet, WORD_BLANK) : kept->holder;
    pal_buf_add_string(&sheet->buf, sheet->is_page ? "<tr>" : "");
    add_cell(sheet, true, pal_text_of(kept->number));
    add_cell(sheet, false, pal_text_of(kept->name));
    add_cell(sheet, false, pal_text_of(kept->college));
    add_cell(sheet, false, pal_text_of(parts[sheet->request->language][kept->line.part]));
    add_cell(sheet, false, pal_buf_text(&times));
    add_cell(sheet, false, pal_text_of(holder));
    add_cell(sheet, false, pal_buf_text(&votes));
    add_cell(sheet, false, pal_text_of(""));
    pal_buf_add_string(&sheet->buf, sheet->is_page ? "</tr>\n" : "\r\n");
    return PAL_OK;
}

static enum pal_err add_lines(struct sheet *sheet)
{
    struct pal_attendance_query query = {.assembly = sheet->assembly.id, .limit = PAL_LIMIT_PAGE};
    for (;;) {
        struct kept_lines kept PAL_CLEANUP(kept_done) = {0};
        PAL_TRY(pal_sheet_walk(sheet->store, &query, keep, &kept));
        for (size_t i = 0; i < kept.count; i++) {
            PAL_TRY(add_line(sheet, &kept.items[i]));
        }
        if (kept.count < PAL_LIMIT_PAGE) {
            return PAL_OK;
        }
        query.after_id = kept.items[kept.count - 1].line.member.value;
    }
}

static enum pal_err begin(const struct pal_request *request, struct sheet *sheet)
{
    PAL_TRY(pal_request_assembly(request, &sheet->assembly));
    sheet->request = request;
    sheet->store = pal_request_store(request);
    return PAL_OK;
}

enum pal_err pal_on_sheet_csv(const struct pal_request *request, struct pal_reply *reply)
{
    struct sheet sheet PAL_CLEANUP(sheet_done) = {0};
    PAL_TRY(begin(request, &sheet));
    for (int column = 0; column < WORD_COLUMNS; column++) {
        add_cell(&sheet, column == 0, pal_text_of(word(&sheet, (enum pal_sheet_word)column)));
    }
    pal_record_line_end(&sheet.buf);
    PAL_TRY(add_lines(&sheet));
    pal_reply_bytes(reply, "text/csv", &sheet.buf);
    pal_reply_download(reply, "sheet.csv");
    return PAL_OK;
}

static void add_element(struct sheet *sheet, const char *name, struct pal_text text)
{
    pal_buf_add_format(&sheet->buf, "<%s>", name);
    add_escaped(&sheet->buf, text);
    pal_buf_add_format(&sheet->buf, "</%s>\n", name);
}

/* No style of its own: the pages of this server take none from inside, and a table prints well. */
static enum pal_err add_head(struct sheet *sheet)
{
    PAL_SOCIETY(society);
    PAL_TRY(pal_society_read(sheet->store, &society));
    char date[PAL_DATE_TEXT_SIZE + 1];
    pal_date_write(pal_date_of_instant(sheet->assembly.meets_us), date);
    bool is_french = sheet->request->language == PAL_FRENCH;
    pal_buf_add_format(&sheet->buf,
                       "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
                       is_french ? "fr" : "en");
    add_element(sheet, "title", pal_text_of(word(sheet, WORD_TITLE)));
    pal_buf_add_string(&sheet->buf, "</head>\n<body>\n");
    add_element(sheet, "h1", pal_text_of(word(sheet, WORD_TITLE)));
    add_element(sheet, "p", society.says.name);
    add_element(sheet, "p", sheet->assembly.title);
    add_element(sheet, "p", sheet->assembly.place);
    add_element(sheet, "p", pal_text_of(date));
    pal_buf_add_string(&sheet->buf, "<table border=\"1\" cellpadding=\"4\">\n<thead><tr>");
    for (int column = 0; column < WORD_COLUMNS; column++) {
        pal_buf_add_format(&sheet->buf, "<th scope=\"col\">%s</th>",
                           word(sheet, (enum pal_sheet_word)column));
    }
    pal_buf_add_string(&sheet->buf, "</tr></thead>\n<tbody>\n");
    return PAL_OK;
}

enum pal_err pal_on_sheet_html(const struct pal_request *request, struct pal_reply *reply)
{
    static const enum pal_sheet_word signs[] = {WORD_CHAIR, WORD_SCRUTINEERS, WORD_SECRETARY};
    struct sheet sheet PAL_CLEANUP(sheet_done) = {.is_page = true};
    PAL_TRY(begin(request, &sheet));
    PAL_TRY(add_head(&sheet));
    PAL_TRY(add_lines(&sheet));
    pal_buf_add_string(&sheet.buf, "</tbody>\n</table>\n");
    add_element(&sheet, "p", pal_text_of(word(&sheet, WORD_CERTIFIED)));
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        add_element(&sheet, "p", pal_text_of(word(&sheet, signs[i])));
    }
    pal_buf_add_string(&sheet.buf, "</body>\n</html>\n");
    pal_reply_bytes(reply, "text/html; charset=utf-8", &sheet.buf);
    return PAL_OK;
}
