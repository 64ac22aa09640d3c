/* minutes_results.c - the result of a poll, as minutes print it: each college, each fraction, who is elected. */
#include "base/fields.h"

#include "minutes_page.h"

/* clang-format off */
static const struct pal_phrase motion_head[] = {
    {"Collège", "College"}, {"Sociétaires", "Members"}, {"Présents", "Present"}, {"Pour", "For"},
    {"Contre", "Against"}, {"Abstentions, blancs et nuls", "Abstaining, blank and spoilt"},
    {"dont pouvoirs en blanc", "of which blank proxies"},
    {"Poids", "Weight"}, {"Apporte pour", "Brings for"}, {"Apporte contre", "Brings against"},
};
static const char *const motion_members[] = {
    "members", "present", "for", "against", "abstain", "blank_proxies", "weight", "for_weight",
    "against_weight",
};
static const struct pal_phrase ballots_head[] = {
    {"Collège", "College"}, {"Sociétaires", "Members"}, {"Présents", "Present"},
    {"Bulletins comptés", "Ballots counted"}, {"Blancs", "Blank"}, {"Nuls", "Spoilt"},
    {"Abstentions", "Abstaining"}, {"dont pouvoirs en blanc", "of which blank proxies"},
    {"Poids", "Weight"},
};
static const char *const ballots_members[] = {
    "members", "present", "counted", "blank", "spoilt", "abstaining", "blank_proxies", "weight",
};
static const struct pal_phrase totals_head[] = {
    {"Option", "Option"}, {"Total", "Total"},
};
/* clang-format on */
enum {
    MOTION_COLUMNS = sizeof motion_head / sizeof motion_head[0],
    BALLOTS_COLUMNS = sizeof ballots_head / sizeof ballots_head[0],
};

static void print_colleges(const struct pal_minutes_page *page, const struct pal_json *poll)
{
    const struct pal_json *colleges = pal_json_get(poll, "colleges");
    bool is_motion = pal_json_count(colleges) > 0 && pal_json_has(pal_json_at(colleges, 0), "for");
    size_t columns = is_motion ? MOTION_COLUMNS : BALLOTS_COLUMNS;
    const char *const *members = is_motion ? motion_members : ballots_members;
    struct pal_json *rows =
        pal_sheet_table(page->sheet, is_motion ? motion_head : ballots_head, columns);
    for (size_t i = 0; i < pal_json_count(colleges); i++) {
        const struct pal_json *college = pal_json_at(colleges, i);
        struct pal_json *row = pal_sheet_row(rows);
        pal_json_append_text(row, pal_minutes_college(page, pal_minutes_text(college, "college")));
        for (size_t c = 0; c + 1 < columns; c++) {
            PAL_BUF(figure);
            pal_write_figure(pal_json_get(college, members[c]), &figure);
            pal_json_append_text(row, pal_buf_text(&figure));
        }
    }
}

static void print_totals(const struct pal_minutes_page *page, const struct pal_json *poll)
{
    const struct pal_json *totals = pal_json_get(poll, "totals");
    if (totals == NULL) {
        return;
    }
    /* The options of consent are words of the method; those of other polls are words of a question. */
    bool is_consent = pal_text_is(pal_minutes_text(pal_json_get(poll, "method"), "id"), "consent");
    struct pal_json *rows = pal_sheet_table(page->sheet, totals_head, 2);
    for (size_t i = 0; i < pal_json_count(totals); i++) {
        const struct pal_json *total = pal_json_at(totals, i);
        struct pal_json *row = pal_sheet_row(rows);
        PAL_BUF(figure);
        pal_write_figure(pal_json_get(total, "total"), &figure);
        struct pal_text option = pal_minutes_text(total, "option");
        pal_json_append_text(row, is_consent ? pal_minutes_word(page, "consent", option) : option);
        pal_json_append_text(row, pal_buf_text(&figure));
    }
}

static void print_names(const struct pal_minutes_page *page, const struct pal_json *names,
                        const struct pal_phrase *phrase)
{
    PAL_BUF(list);
    if (names == NULL) {
        return;
    }
    for (size_t i = 0; i < pal_json_count(names); i++) {
        pal_buf_add_string(&list, i > 0 ? ", " : "");
        pal_buf_add_text(&list, pal_json_as_text(pal_json_at(names, i)));
    }
    pal_sheet_say(page->sheet, "p", phrase, (struct pal_text[]){pal_buf_text(&list)});
}

/* What the assembly says as a whole: shares where colleges weigh, heads where they do not. */
static void print_whole(const struct pal_minutes_page *page, const struct pal_json *poll)
{
    static const struct pal_phrase weighed = {"Pour l’assemblée : {0} pour et {1} contre.",
                                              "For the assembly: {0} for and {1} against."};
    static const struct pal_phrase counted = {"Par tête : {0} pour et {1} contre.",
                                              "By head: {0} for and {1} against."};
    static const struct pal_phrase share = {"Part des voix favorables : {0}.",
                                            "Share of the votes in favour: {0}."};
    const struct pal_json *heads = pal_json_get(poll, "heads");
    const struct pal_json *from = heads != NULL ? heads : poll;
    const char *const names[] = {heads != NULL ? "for" : "for_weight",
                                 heads != NULL ? "against" : "against_weight"};
    enum pal_language language = page->sheet->language;
    PAL_BUF(favour);
    PAL_BUF(against);
    PAL_BUF(ratio);
    pal_write_figure(pal_json_get(from, names[0]), &favour);
    pal_write_figure(pal_json_get(from, names[1]), &against);
    if (favour.size > 0) {
        pal_sheet_say(page->sheet, "p", heads != NULL ? &counted : &weighed,
                      (struct pal_text[]){pal_buf_text(&favour), pal_buf_text(&against)});
    }
    pal_write_share(pal_json_get(poll, "ratio"), language, &ratio);
    if (ratio.size > 0) {
        pal_sheet_say(page->sheet, "p", &share, (struct pal_text[]){pal_buf_text(&ratio)});
    }
}

static void print_quorum(const struct pal_minutes_page *page, const struct pal_json *poll)
{
    static const struct pal_phrase met = {
        "Quorum atteint : {0} présents, représentés ou votants sur {1}, soit {2} ; il fallait {3}.",
        "Quorum reached: {0} present, represented or voting of {1}, that is {2}; {3} was required."};
    static const struct pal_phrase missed = {
        "Quorum non atteint : {0} présents, représentés ou votants sur {1}, soit {2} ; il fallait {3}.",
        "Quorum not reached: {0} present, represented or voting of {1}, that is {2}; {3} was "
        "required."};
    const struct pal_json *quorum = pal_json_get(poll, "quorum");
    if (quorum == NULL) {
        return;
    }
    PAL_BUF(present);
    PAL_BUF(members);
    PAL_BUF(reached);
    PAL_BUF(required);
    pal_write_figure(pal_json_get(quorum, "present"), &present);
    pal_write_figure(pal_json_get(quorum, "members"), &members);
    pal_write_share(pal_json_get(quorum, "reached"), page->sheet->language, &reached);
    pal_write_figure(pal_json_get(quorum, "required"), &required);
    pal_sheet_say(page->sheet, "p", pal_json_as_bool(pal_json_get(quorum, "met")) ? &met : &missed,
                  (struct pal_text[]){pal_buf_text(&present), pal_buf_text(&members),
                                      pal_buf_text(&reached), pal_buf_text(&required)});
}

static void print_void(const struct pal_minutes_page *page, const struct pal_json *poll)
{
    static const struct pal_phrase aside = {"Votes écartés : {0}.", "Votes set aside: {0}."};
    const struct pal_json *voids = pal_json_get(poll, "void");
    PAL_BUF(count);
    pal_write_figure(voids, &count);
    if (voids != NULL && pal_json_as_int(voids) > 0) {
        pal_sheet_say(page->sheet, "p", &aside, (struct pal_text[]){pal_buf_text(&count)});
    }
}

/* How it was held, and how it was counted. */
static void print_rule(const struct pal_minutes_page *page, const struct pal_json *poll)
{
    static const struct pal_phrase rule = {
        "{0}, {1} ; méthode {2} (version {3}), statuts version {4} ; inscrits : {5}.",
        "{0}, {1}; method {2} (version {3}), constitution version {4}; on the roll: {5}."};
    const struct pal_json *method = pal_json_get(poll, "method");
    PAL_BUF(version);
    PAL_BUF(constitution);
    PAL_BUF(voters);
    pal_write_figure(pal_json_get(method, "version"), &version);
    pal_write_figure(pal_json_get(poll, "constitution"), &constitution);
    pal_write_figure(pal_json_get(poll, "voters"), &voters);
    pal_sheet_say(
        page->sheet, "p", &rule,
        (struct pal_text[]){pal_minutes_word(page, "secrecy", pal_minutes_text(poll, "secrecy")),
                            pal_minutes_word(page, "class", pal_minutes_text(poll, "class")),
                            pal_minutes_text(method, "id"), pal_buf_text(&version),
                            pal_buf_text(&constitution), pal_buf_text(&voters)});
}

static void print_proofs(const struct pal_minutes_page *page, const struct pal_json *poll)
{
    static const struct pal_phrase proofs = {
        "Preuves : scrutin {0} ; texte {1} ; manifeste {2} ; décompte {3} (SHA-256).",
        "Proofs: poll {0}; text {1}; manifest {2}; count {3} (SHA-256)."};
    static const struct pal_phrase without = {
        "Preuves : scrutin {0} ; manifeste {2} ; décompte {3} (SHA-256).",
        "Proofs: poll {0}; manifest {2}; count {3} (SHA-256)."};
    struct pal_text text = pal_minutes_text(poll, "text");
    pal_sheet_say(page->sheet, "note", text.size > 0 ? &proofs : &without,
                  (struct pal_text[]){pal_minutes_text(poll, "poll"), text,
                                      pal_minutes_text(poll, "manifest"),
                                      pal_minutes_text(poll, "outcome")});
}

void pal_minutes_print_poll(const struct pal_minutes_page *page, const struct pal_json *poll)
{
    static const struct pal_phrase annulled = {"Le scrutin a été annulé. Motif : {0}",
                                               "The poll was annulled. Reason: {0}"};
    static const struct pal_phrase elected = {"Sont élus : {0}.", "Elected: {0}."};
    static const struct pal_phrase funded = {"Sont financés : {0}.", "Funded: {0}."};
    if (pal_text_is(pal_minutes_text(poll, "state"), "void")) {
        pal_sheet_say(page->sheet, "p", &annulled,
                      (struct pal_text[]){pal_minutes_text(poll, "reason")});
        return;
    }
    print_rule(page, poll);
    print_quorum(page, poll);
    print_void(page, poll);
    print_colleges(page, poll);
    print_whole(page, poll);
    print_totals(page, poll);
    print_names(page, pal_json_get(poll, "elected"), &elected);
    print_names(page, pal_json_get(poll, "funded"), &funded);
    bool is_amendment = pal_text_is(pal_minutes_text(poll, "kind"), "amendment");
    pal_sheet_text(page->sheet, "p",
                   pal_minutes_word(page, is_amendment ? "amendment" : "verdict",
                                    pal_minutes_text(poll, "verdict")));
    print_proofs(page, poll);
}
