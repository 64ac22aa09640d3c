/* minutes_page.c - the page of the minutes, from the title to the signatures. */
#include "minutes_page.h"

#include "base/fields.h"
#include "base/limits.h"
#include "core/resolutions.h"

static const struct pal_json *part(const struct pal_minutes_page *page, const char *name)
{
    return pal_json_get(page->document, name);
}

static void say(const struct pal_minutes_page *page, const char *kind,
                const struct pal_phrase *phrase, const struct pal_text *values)
{
    pal_sheet_say(page->sheet, kind, phrase, values);
}

/* Lines of members' or of the secretary's words; nothing where there are none. */
static void quote(const struct pal_minutes_page *page, const struct pal_phrase *title,
                  struct pal_text words)
{
    if (words.size > 0) {
        say(page, "h3", title, NULL);
        pal_sheet_text(page->sheet, "quote", words);
    }
}

/* --- the head --------------------------------------------------------------------------------- */

static void write_instant(const struct pal_minutes_page *page, const struct pal_json *object,
                          const char *name, struct pal_buf *buf)
{
    int64_t instant_us;
    if (pal_json_instant(object, name, &instant_us, NULL) == PAL_OK) {
        pal_write_moment(instant_us, page->sheet->language, buf);
    }
}

static void add_line(const struct pal_minutes_page *page, struct pal_json *rows,
                     const struct pal_phrase *name, struct pal_text value)
{
    if (value.size > 0) {
        struct pal_json *row = pal_sheet_row(rows);
        pal_sheet_cell(row, name, page->sheet);
        pal_json_append_text(row, value);
    }
}

static void write_title(const struct pal_minutes_page *page, struct pal_buf *buf)
{
    static const struct pal_phrase held = {"Procès-verbal : {0}", "Minutes: {0}"};
    static const struct pal_phrase inquorate = {"Procès-verbal de carence : {0}",
                                                "Minutes for want of a quorum: {0}"};
    const struct pal_json *assembly = part(page, "assembly");
    bool is_held = pal_json_as_bool(part(page, "held"));
    pal_phrase_write(is_held ? &held : &inquorate, page->sheet->language,
                     (struct pal_text[]){
                         pal_minutes_word(page, "assembly", pal_minutes_text(assembly, "kind"))},
                     buf);
}

static void print_head(const struct pal_minutes_page *page)
{
    static const struct pal_phrase head[] = {{"Séance", "Sitting"}, {"", ""}};
    static const struct pal_phrase names[] = {
        {"Société", "Society"},          {"Assemblée", "Assembly"},   {"Convocation", "Call"},
        {"Collège", "College"},          {"Lieu", "Place"},           {"Réunie le", "Met on"},
        {"Séance ouverte", "Opened on"}, {"Séance levée", "Ended on"}};
    const struct pal_json *assembly = part(page, "assembly");
    struct pal_text college = pal_minutes_text(assembly, "college");
    PAL_BUF(meets);
    PAL_BUF(opened);
    PAL_BUF(ended);
    write_instant(page, assembly, "meets_at", &meets);
    write_instant(page, assembly, "opened_at", &opened);
    write_instant(page, assembly, "ended_at", &ended);
    const struct pal_text values[] = {
        pal_minutes_text(part(page, "society"), "name"),
        pal_minutes_text(assembly, "title"),
        pal_minutes_word(page, "call", pal_minutes_text(assembly, "call")),
        college.size > 0 ? pal_minutes_college(page, college) : college,
        pal_minutes_text(assembly, "place"),
        pal_buf_text(&meets),
        pal_buf_text(&opened),
        pal_buf_text(&ended),
    };
    struct pal_json *rows = pal_sheet_table(page->sheet, head, 2);
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        add_line(page, rows, &names[i], values[i]);
    }
}

/* A version that is not approved says so before anything else. */
static void print_standing(const struct pal_minutes_page *page)
{
    static const struct pal_phrase draft = {
        "Projet, version {0} : le bureau ne l’a pas encore approuvé.",
        "Draft, version {0}: the officers have not approved it yet."};
    static const struct pal_phrase published = {
        "Version {0}, approuvée par le bureau, publiée le {1}.",
        "Version {0}, approved by the officers, published on {1}."};
    static const struct pal_phrase rounded = {
        "Les fractions sont exactes ; les pourcentages, précédés de « ≈ », sont arrondis à deux décimales.",
        "Fractions are exact; percentages, after “≈”, are rounded to two decimals."};
    PAL_BUF(version);
    PAL_BUF(at);
    pal_buf_add_int(&version, page->minutes->version);
    bool is_published = page->minutes->published_us != 0;
    if (is_published) {
        pal_write_moment(page->minutes->published_us, page->sheet->language, &at);
    }
    say(page, "note", is_published ? &published : &draft,
        (struct pal_text[]){pal_buf_text(&version), pal_buf_text(&at)});
    say(page, "note", &rounded, NULL);
}

static void print_notice(const struct pal_minutes_page *page)
{
    static const struct pal_phrase title = {"Convocation", "Notice"};
    static const struct pal_phrase sent = {
        "L’assemblée a été convoquée le {0}, soit {1} jours avant la réunion ; les statuts en demandent {2}.",
        "The notice was sent on {0}, {1} days before the meeting; the constitution asks for {2}."};
    static const struct pal_phrase without = {
        "L’assemblée a été convoquée le {0}, soit {1} jours avant la réunion.",
        "The notice was sent on {0}, {1} days before the meeting."};
    static const struct pal_phrase mode = {"Mode de convocation : {0}", "How it was sent: {0}"};
    const struct pal_json *notice = part(page, "notice");
    PAL_BUF(day);
    PAL_BUF(days);
    PAL_BUF(required);
    pal_write_day(pal_minutes_text(notice, "day"), page->sheet->language, &day);
    pal_write_figure(pal_json_get(notice, "days"), &days);
    pal_write_figure(pal_json_get(notice, "required"), &required);
    say(page, "h2", &title, NULL);
    say(page, "p", required.size > 0 ? &sent : &without,
        (struct pal_text[]){pal_buf_text(&day), pal_buf_text(&days), pal_buf_text(&required)});
    struct pal_text said = pal_minutes_text(notice, "mode");
    if (said.size > 0) {
        say(page, "p", &mode, &said);
    }
    pal_minutes_print_sendings(page, notice);
}

/* --- who ---------------------------------------------------------------------------------------- */

struct signatures {
    const struct pal_minutes_page *page;
    struct pal_json *rows;
};

static enum pal_err add_officer(void *context, const struct pal_minutes_officer *officer)
{
    const struct signatures *signatures = context;
    const struct pal_minutes_page *page = signatures->page;
    struct pal_json *row = pal_sheet_row(signatures->rows);
    PAL_BUF(at);
    if (officer->approved_us != 0) {
        pal_write_moment(officer->approved_us, page->sheet->language, &at);
    }
    pal_json_append_text(row, pal_minutes_word(page, "role", officer->role));
    pal_json_append_text(row, page->is_named ? officer->name : pal_text_of(""));
    pal_json_append_text(row, pal_buf_text(&at));
    return PAL_OK;
}

static enum pal_err print_bureau(const struct pal_minutes_page *page)
{
    static const struct pal_phrase title = {"Bureau et signatures", "Officers and signatures"};
    static const struct pal_phrase head[] = {{"Fonction", "Office"},
                                             {"Nom", "Name"},
                                             {"Procès-verbal approuvé le", "Minutes approved on"}};
    static const struct pal_phrase hidden = {
        "Les noms se lisent une fois identifié ; le document en porte l’engagement.",
        "Names are shown to who is signed in; the document has a commitment to each."};
    say(page, "h2", &title, NULL);
    struct signatures signatures = {page, pal_sheet_table(page->sheet, head, 3)};
    PAL_TRY(pal_minutes_officers_walk(page->store, page->minutes->id, add_officer, &signatures));
    if (!page->is_named) {
        say(page, "note", &hidden, NULL);
    }
    return PAL_OK;
}

static const char *const attendance_members[] = {"members", "came", "present", "represented",
                                                 "blank"};
enum { ATTENDANCE_FIGURES = sizeof attendance_members / sizeof attendance_members[0] };

static void add_attendance(struct pal_json *rows, struct pal_text name,
                           const struct pal_json *figures)
{
    struct pal_json *row = pal_sheet_row(rows);
    pal_json_append_text(row, name);
    for (size_t i = 0; i < ATTENDANCE_FIGURES; i++) {
        PAL_BUF(figure);
        pal_write_figure(pal_json_get(figures, attendance_members[i]), &figure);
        pal_json_append_text(row, pal_buf_text(&figure));
    }
}

static void print_attendance(const struct pal_minutes_page *page)
{
    static const struct pal_phrase title = {"Présence", "Attendance"};
    static const struct pal_phrase head[] = {{"Collège", "College"},
                                             {"Sociétaires", "Members"},
                                             {"Venus en séance", "Came to the sitting"},
                                             {"Présents à la fin", "Present at the end"},
                                             {"Représentés", "Represented"},
                                             {"dont pouvoirs en blanc", "of which blank proxies"}};
    const struct pal_json *attendance = part(page, "attendance");
    const struct pal_json *colleges = pal_json_get(attendance, "colleges");
    say(page, "h2", &title, NULL);
    struct pal_json *rows = pal_sheet_table(page->sheet, head, 1 + ATTENDANCE_FIGURES);
    for (size_t i = 0; i < pal_json_count(colleges); i++) {
        const struct pal_json *college = pal_json_at(colleges, i);
        add_attendance(rows, pal_minutes_college(page, pal_minutes_text(college, "college")),
                       college);
    }
    add_attendance(rows, pal_minutes_college(page, pal_text_of("all")), attendance);
}

static void add_quorum(const struct pal_minutes_page *page, struct pal_json *rows,
                       const struct pal_json *quorum)
{
    bool is_met = pal_json_as_bool(pal_json_get(quorum, "met"));
    struct pal_json *row = pal_sheet_row(rows);
    PAL_BUF(required);
    PAL_BUF(reached);
    PAL_BUF(present);
    pal_write_figure(pal_json_get(quorum, "required"), &required);
    pal_write_share(pal_json_get(quorum, "reached"), page->sheet->language, &reached);
    pal_write_figure(pal_json_get(quorum, "present"), &present);
    pal_buf_add_string(&present, " / ");
    pal_write_figure(pal_json_get(quorum, "members"), &present);
    pal_json_append_text(row, pal_minutes_word(page, "class", pal_minutes_text(quorum, "class")));
    pal_json_append_text(row, pal_minutes_word(page, "basis", pal_minutes_text(quorum, "basis")));
    pal_json_append_text(row, pal_buf_text(&present));
    pal_json_append_text(row, pal_buf_text(&reached));
    pal_json_append_text(row, pal_buf_text(&required));
    pal_json_append_text(row,
                         pal_minutes_word(page, "met", pal_text_of(is_met ? "true" : "false")));
}

static void print_quorum(const struct pal_minutes_page *page)
{
    static const struct pal_phrase title = {"Quorum", "Quorum"};
    static const struct pal_phrase head[] = {{"Nature", "Class"},
                                             {"Base", "Basis"},
                                             {"Présents / sociétaires", "Present / members"},
                                             {"Atteint à", "Reached"},
                                             {"Requis", "Required"},
                                             {"Quorum", "Quorum"}};
    static const struct pal_phrase inquorate = {
        "Faute de quorum, l’assemblée n’a pu délibérer valablement ; ce procès-verbal le constate.",
        "For want of a quorum the assembly could decide nothing; these minutes say so."};
    const struct pal_json *quorum = part(page, "quorum");
    say(page, "h2", &title, NULL);
    struct pal_json *rows = pal_sheet_table(page->sheet, head, sizeof head / sizeof head[0]);
    for (size_t i = 0; i < pal_json_count(quorum); i++) {
        add_quorum(page, rows, pal_json_at(quorum, i));
    }
    if (!pal_json_as_bool(part(page, "held"))) {
        say(page, "p", &inquorate, NULL);
    }
}

/* --- what was decided --------------------------------------------------------------------------- */

/* Title, text and reasons of an item, from the document of the version: where it was removed they are too. */
static enum pal_err read_item(const struct pal_minutes_page *page, const struct pal_json *item,
                              struct pal_json **out_words)
{
    struct pal_uuid uuid;
    struct pal_resolution_id id;
    int64_t version;
    PAL_TRY(pal_json_uuid(item, "resolution", &uuid, NULL));
    PAL_TRY(pal_json_int(item, "version", &version, NULL));
    PAL_TRY(pal_resolution_find(page->store, &uuid, &id));
    return pal_resolution_version_read(page->store, id, version, out_words);
}

static enum pal_err print_agenda(const struct pal_minutes_page *page)
{
    static const struct pal_phrase title = {"Ordre du jour", "Agenda"};
    const struct pal_json *items = part(page, "items");
    const struct pal_json *polls = part(page, "polls");
    say(page, "h2", &title, NULL);
    struct pal_json *list = pal_sheet_list(page->sheet);
    for (size_t i = 0; i < pal_json_count(items); i++) {
        PAL_JSON(words);
        PAL_TRY(read_item(page, pal_json_at(items, i), &words));
        pal_json_append_text(list, pal_minutes_text(words, "title"));
    }
    for (size_t i = pal_json_count(polls); i > 0; i--) {
        pal_json_append_text(list, pal_minutes_text(pal_json_at(polls, i - 1), "title"));
    }
    return PAL_OK;
}

static void print_documents(const struct pal_minutes_page *page)
{
    static const struct pal_phrase title = {"Documents soumis à l’assemblée",
                                            "Documents before the assembly"};
    const struct pal_json *documents = part(page, "documents");
    if (pal_json_count(documents) == 0) {
        return;
    }
    say(page, "h2", &title, NULL);
    struct pal_json *list = pal_sheet_list(page->sheet);
    for (size_t i = 0; i < pal_json_count(documents); i++) {
        pal_json_append_text(list, pal_json_as_text(pal_json_at(documents, i)));
    }
}

/* From the first poll to the last: the document has the latest first. */
static void print_polls(const struct pal_minutes_page *page, const struct pal_json *polls)
{
    for (size_t i = pal_json_count(polls); i > 0; i--) {
        pal_minutes_print_poll(page, pal_json_at(polls, i - 1));
    }
}

static enum pal_err print_item(const struct pal_minutes_page *page, const struct pal_json *item)
{
    static const struct pal_phrase heading = {"Résolution {0} : {1}", "Resolution {0}: {1}"};
    static const struct pal_phrase standing = {"Elle est {0}, {1}, et {2}.",
                                               "It is {0}, {1}, and {2}."};
    static const struct pal_phrase text = {"Texte", "Text"};
    static const struct pal_phrase reasons = {"Motifs", "Reasons"};
    static const struct pal_phrase debates = {"Débats", "Debates"};
    static const struct pal_phrase removed = {"Ce texte a été retiré ; son empreinte est {0}.",
                                              "This text was removed; its hash is {0}."};
    static const struct pal_phrase result = {"Vote", "Vote"};
    PAL_JSON(words);
    PAL_BUF(position);
    PAL_TRY(read_item(page, item, &words));
    pal_write_figure(pal_json_get(item, "position"), &position);
    say(page, "h2", &heading,
        (struct pal_text[]){pal_buf_text(&position), pal_minutes_text(words, "title")});
    say(page, "p", &standing,
        (struct pal_text[]){pal_minutes_word(page, "origin", pal_minutes_text(item, "origin")),
                            pal_minutes_word(page, "opinion", pal_minutes_text(item, "opinion")),
                            pal_minutes_word(page, "state", pal_minutes_text(item, "state"))});
    if (pal_json_has(words, "removed")) {
        say(page, "p", &removed, (struct pal_text[]){pal_minutes_text(item, "text")});
    }
    quote(page, &text, pal_minutes_text(words, "text"));
    quote(page, &reasons, pal_minutes_text(words, "reasons"));
    PAL_TRY(pal_minutes_print_attached(page, item));
    PAL_TRY(pal_minutes_print_process(page, item));
    say(page, "h3", &debates, NULL);
    if (pal_minutes_text(item, "summary").size > 0) {
        pal_sheet_text(page->sheet, "quote", pal_minutes_text(item, "summary"));
    }
    PAL_TRY(pal_minutes_print_debate(page, item));
    pal_minutes_print_temperatures(page, pal_json_get(item, "temperatures"));
    if (pal_json_count(pal_json_get(item, "polls")) > 0) {
        say(page, "h3", &result, NULL);
    }
    print_polls(page, pal_json_get(item, "polls"));
    return PAL_OK;
}

static enum pal_err print_items(const struct pal_minutes_page *page)
{
    const struct pal_json *items = part(page, "items");
    const struct pal_json *polls = part(page, "polls");
    for (size_t i = 0; i < pal_json_count(items); i++) {
        PAL_TRY(print_item(page, pal_json_at(items, i)));
    }
    for (size_t i = pal_json_count(polls); i > 0; i--) {
        const struct pal_json *poll = pal_json_at(polls, i - 1);
        pal_sheet_text(page->sheet, "h2", pal_minutes_text(poll, "title"));
        pal_minutes_print_poll(page, poll);
    }
    return PAL_OK;
}

/* --- the end ------------------------------------------------------------------------------------ */

static void print_proofs(const struct pal_minutes_page *page)
{
    static const struct pal_phrase title = {"Preuves", "Proofs"};
    static const struct pal_phrase log = {
        "Journal {0}, {1} entrées, racine {2}. Statuts : version {3}, {4}. Procès-verbal : {5} (SHA-256 du "
        "document). Le registre public et palabre-verify permettent à quiconque de tout vérifier.",
        "Log {0}, {1} entries, root {2}. Constitution: version {3}, {4}. Minutes: {5} (SHA-256 of the "
        "document). With the public record and palabre-verify anybody can check all of this."};
    const struct pal_json *head = part(page, "log");
    const struct pal_json *constitution = part(page, "constitution");
    char hash[2 * PAL_HASH_SIZE + 1];
    PAL_BUF(size);
    PAL_BUF(number);
    pal_hash_write(&page->minutes->hash, hash);
    pal_write_figure(pal_json_get(head, "size"), &size);
    pal_write_figure(pal_json_get(constitution, "number"), &number);
    say(page, "h2", &title, NULL);
    say(page, "note", &log,
        (struct pal_text[]){pal_minutes_text(part(page, "society"), "log"), pal_buf_text(&size),
                            pal_minutes_text(head, "root"), pal_buf_text(&number),
                            pal_minutes_text(constitution, "hash"), pal_text_of(hash)});
}

static void print_words(const struct pal_minutes_page *page, const char *member,
                        const struct pal_phrase *title)
{
    struct pal_text words = pal_minutes_text(page->document, member);
    if (words.size > 0) {
        say(page, "h2", title, NULL);
        pal_sheet_text(page->sheet, "quote", words);
    }
}

static enum pal_err print_page(const struct pal_minutes_page *page)
{
    static const struct pal_phrase summary = {"Résumé des débats", "Summary of the debates"};
    static const struct pal_phrase remarks = {"Remarques et incidents", "Remarks and incidents"};
    PAL_BUF(title);
    write_title(page, &title);
    pal_sheet_text(page->sheet, "h1", pal_buf_text(&title));
    print_standing(page);
    print_head(page);
    print_notice(page);
    PAL_TRY(print_agenda(page));
    print_attendance(page);
    PAL_TRY(pal_minutes_print_sheet(page));
    print_quorum(page);
    print_documents(page);
    print_words(page, "summary", &summary);
    PAL_TRY(print_items(page));
    PAL_TRY(pal_minutes_print_sitting(page));
    print_words(page, "remarks", &remarks);
    PAL_TRY(print_bureau(page));
    print_proofs(page);
    return PAL_OK;
}

enum pal_err pal_minutes_print(struct pal_store *store, const struct pal_minutes *minutes,
                               bool is_named, enum pal_language language, struct pal_sheet *sheet)
{
    PAL_JSON(document);
    PAL_TRY(pal_minutes_document(store, minutes->id, minutes->version, &document));
    const struct pal_minutes_page page = {
        .store = store,
        .minutes = minutes,
        .document = document,
        .is_named = is_named,
        .sheet = sheet,
    };
    PAL_BUF(title);
    PAL_BUF(foot);
    sheet->language = language;
    write_title(&page, &title);
    pal_buf_add_text(&foot, pal_minutes_text(pal_json_get(document, "society"), "name"));
    pal_buf_add_string(&foot, " · ");
    pal_buf_add_text(&foot, pal_minutes_text(pal_json_get(document, "assembly"), "title"));
    pal_sheet_begin(sheet, language, pal_buf_text(&title), pal_buf_text(&foot));
    /* Whole seconds: the same minutes give the same bytes, whenever they are printed. */
    int64_t at_us = minutes->published_us != 0 ? minutes->published_us : minutes->drawn_us;
    pal_json_set_instant(sheet->json, "at", at_us - at_us % 1000000);
    return print_page(&page);
}
