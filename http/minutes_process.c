/* minutes_process.c - how a resolution came to its vote, as minutes print it: days, rounds of consent, nominations, opinions. */
#include "base/fields.h"

#include "minutes_page.h"

static void say(const struct pal_minutes_page *page, const char *kind,
                const struct pal_phrase *phrase, const struct pal_text *values)
{
    pal_sheet_say(page->sheet, kind, phrase, values);
}

static void add_figure(const struct pal_json *line, const char *name, struct pal_json *row)
{
    PAL_BUF(figure);
    pal_write_figure(pal_json_get(line, name), &figure);
    pal_json_append_text(row, pal_buf_text(&figure));
}

static void write_instant(const struct pal_minutes_page *page, const struct pal_json *line,
                          const char *name, struct pal_buf *buf)
{
    int64_t at_us;
    if (pal_json_instant(line, name, &at_us, NULL) == PAL_OK) {
        pal_write_moment(at_us, page->sheet->language, buf);
    }
}

/* --- days ------------------------------------------------------------------------------------- */

/* One of the two waits, in so many days from the notice. */
static void print_wait(const struct pal_minutes_page *page, const struct pal_json *days,
                       const char *name, const struct pal_phrase *phrase)
{
    PAL_BUF(count);
    PAL_BUF(noticed);
    pal_write_figure(pal_json_get(days, name), &count);
    pal_write_day(pal_minutes_text(days, "noticed_on"), page->sheet->language, &noticed);
    if (!pal_text_is(pal_buf_text(&count), "0")) {
        say(page, "p", phrase, (struct pal_text[]){pal_buf_text(&count), pal_buf_text(&noticed)});
    }
}

static void print_days(const struct pal_minutes_page *page, const struct pal_json *days)
{
    static const struct pal_phrase debate = {
        "Débat : {0} jours au moins à compter de la convocation du {1}.",
        "Debate: {0} days at least from the notice of {1}."};
    static const struct pal_phrase contract = {
        "Préavis du changement de contrat : {0} jours à compter de la convocation du {1}.",
        "Notice of the change of contract: {0} days from the notice of {1}."};
    static const struct pal_phrase opening = {"Le vote ne pouvait ouvrir avant le {0}.",
                                              "The vote could not open before {0}."};
    PAL_BUF(opens);
    print_wait(page, days, "debate", &debate);
    print_wait(page, days, "contract", &contract);
    pal_write_day(pal_minutes_text(days, "opens_from"), page->sheet->language, &opens);
    say(page, "p", &opening, (struct pal_text[]){pal_buf_text(&opens)});
}

static void print_extension(const struct pal_minutes_page *page, const struct pal_json *extension)
{
    static const struct pal_phrase phrase = {
        "Le débat a été prolongé de {0} jours le {1}, à la demande de {2} sociétaires sur {3}.",
        "The debate was extended by {0} days on {1}, at the request of {2} members of {3}."};
    PAL_BUF(days);
    PAL_BUF(at);
    PAL_BUF(support);
    PAL_BUF(base);
    pal_write_figure(pal_json_get(extension, "days"), &days);
    pal_write_figure(pal_json_get(extension, "support"), &support);
    pal_write_figure(pal_json_get(extension, "base"), &base);
    write_instant(page, extension, "at", &at);
    say(page, "p", &phrase,
        (struct pal_text[]){pal_buf_text(&days), pal_buf_text(&at), pal_buf_text(&support),
                            pal_buf_text(&base)});
}

/* --- procedures --------------------------------------------------------------------------------- */

static void print_rounds(const struct pal_minutes_page *page, const struct pal_json *rounds)
{
    static const struct pal_phrase none = {"Aucun vote n’a été appelé sur ce texte.",
                                           "No vote was called on this text."};
    static const struct pal_phrase head[] = {
        {"Tour", "Round"}, {"Vote appelé le", "Vote called on"}, {"Objections", "Objections"},
        {"Levées", "Met"}, {"Maintenues", "Maintained"},
    };
    static const char *const figures[] = {"raised", "met", "maintained"};
    if (pal_json_count(rounds) == 0) {
        say(page, "p", &none, NULL);
        return;
    }
    struct pal_json *rows = pal_sheet_table(page->sheet, head, sizeof head / sizeof head[0]);
    for (size_t i = 0; i < pal_json_count(rounds); i++) {
        const struct pal_json *round = pal_json_at(rounds, i);
        struct pal_json *row = pal_sheet_row(rows);
        PAL_BUF(number);
        PAL_BUF(called);
        pal_buf_add_int(&number, (int64_t)i + 1);
        write_instant(page, round, "called_at", &called);
        pal_json_append_text(row, pal_buf_text(&number));
        pal_json_append_text(row, pal_buf_text(&called));
        for (size_t j = 0; j < sizeof figures / sizeof figures[0]; j++) {
            add_figure(round, figures[j], row);
        }
    }
}

static enum pal_err print_nominations(const struct pal_minutes_page *page,
                                      const struct pal_json *item,
                                      const struct pal_json *nominations)
{
    static const struct pal_phrase none = {"Personne n’a été nommé.", "Nobody was named."};
    static const struct pal_phrase head[] = {{"Personne nommée", "Who was named"},
                                             {"Par combien", "By how many"},
                                             {"Refus", "Refused"}};
    struct pal_uuid scope;
    PAL_TRY(pal_json_uuid(item, "resolution", &scope, NULL));
    if (pal_json_count(nominations) == 0) {
        say(page, "p", &none, NULL);
        return PAL_OK;
    }
    struct pal_json *rows = pal_sheet_table(page->sheet, head, sizeof head / sizeof head[0]);
    for (size_t i = 0; i < pal_json_count(nominations); i++) {
        const struct pal_json *line = pal_json_at(nominations, i);
        struct pal_json *row = pal_sheet_row(rows);
        bool has_refused = pal_json_as_bool(pal_json_get(line, "refused"));
        PAL_BUF(who);
        PAL_TRY(pal_minutes_write_who(page, &scope, pal_minutes_text(line, "nominee"), &who));
        pal_json_append_text(row, pal_buf_text(&who));
        add_figure(line, "named", row);
        pal_json_append_text(row, pal_minutes_word(page, "refused",
                                                   pal_text_of(has_refused ? "true" : "false")));
    }
    return PAL_OK;
}

enum pal_err pal_minutes_print_process(const struct pal_minutes_page *page,
                                       const struct pal_json *item)
{
    static const struct pal_phrase title = {"Procédure", "Procedure"};
    static const struct pal_phrase decided = {"Elle est décidée {0}.", "It is decided {0}."};
    struct pal_text procedure = pal_minutes_text(item, "procedure");
    const struct pal_json *days = pal_json_get(item, "days");
    const struct pal_json *extension = pal_json_get(item, "extension");
    const struct pal_json *rounds = pal_json_get(item, "rounds");
    const struct pal_json *nominations = pal_json_get(item, "nominations");
    bool is_plain = procedure.size == 0 || pal_text_is(procedure, "resolution");
    if (is_plain && days == NULL && extension == NULL) {
        return PAL_OK;
    }
    say(page, "h3", &title, NULL);
    if (!is_plain) {
        say(page, "p", &decided,
            (struct pal_text[]){pal_minutes_word(page, "procedure", procedure)});
    }
    if (days != NULL) {
        print_days(page, days);
    }
    if (extension != NULL) {
        print_extension(page, extension);
    }
    if (rounds != NULL) {
        print_rounds(page, rounds);
    }
    return nominations != NULL ? print_nominations(page, item, nominations) : PAL_OK;
}

/* --- what colleges thought ---------------------------------------------------------------------- */

void pal_minutes_print_temperatures(const struct pal_minutes_page *page,
                                    const struct pal_json *temperatures)
{
    static const struct pal_phrase title = {"Ce que pensaient les collèges avant le vote",
                                            "What colleges thought before the vote"};
    static const struct pal_phrase nothing = {
        "Ces avis n’ont rien décidé. Un collège n’y est que si assez de ses membres en ont donné un.",
        "These opinions decided nothing. A college is here only if enough of its members gave one."};
    static const struct pal_phrase head[] = {
        {"Collège", "College"},        {"Version du texte", "Version of the text"},
        {"Soutiennent", "Support"},    {"Ont une réserve", "Have a reserve"},
        {"S’opposent", "Oppose"},      {"Sans avis", "No opinion"},
        {"Publié le", "Published on"},
    };
    static const char *const figures[] = {"version", "support", "reserve", "oppose", "none"};
    if (pal_json_count(temperatures) == 0) {
        return;
    }
    say(page, "h3", &title, NULL);
    say(page, "p", &nothing, NULL);
    struct pal_json *rows = pal_sheet_table(page->sheet, head, sizeof head / sizeof head[0]);
    for (size_t i = 0; i < pal_json_count(temperatures); i++) {
        const struct pal_json *line = pal_json_at(temperatures, i);
        struct pal_json *row = pal_sheet_row(rows);
        PAL_BUF(at);
        pal_json_append_text(row, pal_minutes_college(page, pal_minutes_text(line, "college")));
        for (size_t j = 0; j < sizeof figures / sizeof figures[0]; j++) {
            add_figure(line, figures[j], row);
        }
        write_instant(page, line, "at", &at);
        pal_json_append_text(row, pal_buf_text(&at));
    }
}
