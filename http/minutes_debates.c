/* minutes_debates.c - the debate on a resolution, as minutes print it: what was said, answered, amended, and who stayed out. */
#include "base/fields.h"
#include "core/amendments.h"
#include "core/contributions.h"

#include "minutes_page.h"

/* Bytes of a text of the debate that are printed: the rest is in the document of its hash. */
enum { EXCERPT = 1200 };

static void say(const struct pal_minutes_page *page, const char *kind,
                const struct pal_phrase *phrase, const struct pal_text *values)
{
    pal_sheet_say(page->sheet, kind, phrase, values);
}

/* RULE docs/rules/minutes.md
 * > Of a text of the debate at most 1200 bytes are printed, cut between two words; its hash leads to the rest.
 */
static void quote(const struct pal_minutes_page *page, struct pal_text words)
{
    PAL_BUF(text);
    struct pal_text cut = {words.bytes, words.size > EXCERPT ? EXCERPT : words.size};
    if (words.size > EXCERPT) {
        while (cut.size > EXCERPT / 2 && cut.bytes[cut.size - 1] != ' ' &&
               cut.bytes[cut.size - 1] != '\n') {
            cut.size--;
        }
        cut.size = pal_text_utf8_size(cut);
    }
    pal_buf_add_text(&text, cut);
    pal_buf_add_string(&text, cut.size < words.size ? " […]" : "");
    if (text.size > 0) {
        pal_sheet_text(page->sheet, "quote", pal_buf_text(&text));
    }
}

/* --- contributions ---------------------------------------------------------------------------- */

/* The words of a document; of one that was removed, that it was. */
static enum pal_err quote_document(const struct pal_minutes_page *page,
                                   const struct pal_json *object, const char *name)
{
    static const struct pal_phrase removed = {"Ce texte a été retiré ; son empreinte est {0}.",
                                              "This text was removed; its hash is {0}."};
    struct pal_hash hash;
    bool is_removed;
    PAL_BUF(text);
    PAL_TRY(pal_json_hash(object, name, &hash, NULL));
    PAL_TRY(pal_contribution_text(page->store, &hash, &text, &is_removed));
    if (is_removed) {
        say(page, "p", &removed, (struct pal_text[]){pal_minutes_text(object, name)});
    } else {
        quote(page, pal_buf_text(&text));
    }
    return PAL_OK;
}

/* The words of a contribution, unless a moderator has hidden it since. */
static enum pal_err quote_contribution(const struct pal_minutes_page *page,
                                       const struct pal_json *line)
{
    static const struct pal_phrase hidden = {"Masquée par la modération : {0}",
                                             "Hidden by a moderator: {0}"};
    struct pal_uuid uuid;
    struct pal_contribution_id id;
    PAL_CONTRIBUTION(now);
    PAL_TRY(pal_json_uuid(line, "contribution", &uuid, NULL));
    PAL_TRY(pal_contribution_find(page->store, &uuid, &id));
    PAL_TRY(pal_contribution_read(page->store, id, &now));
    if (now.state == PAL_CONTRIBUTION_HIDDEN) {
        say(page, "p", &hidden, &now.reason);
        return PAL_OK;
    }
    return quote_document(page, line, "text");
}

static void print_counts(const struct pal_minutes_page *page, const struct pal_json *debate)
{
    static const struct pal_phrase said = {
        "Contributions écrites : questions {0}, arguments pour {1}, arguments contre {2}, inquiétudes {3}, "
        "informations {4}, réponses {5} ; soutiens {6}.",
        "Written contributions: questions {0}, arguments for {1}, arguments against {2}, concerns {3}, "
        "information {4}, replies {5}; endorsements {6}."};
    static const struct pal_phrase apart = {
        "À part : masquées par la modération {0}, retirées par leur auteur {1}.",
        "Apart: hidden by a moderator {0}, taken back by their author {1}."};
    static const struct pal_phrase closed = {"Le débat a été clos le {0}.",
                                             "The debate was closed on {0}."};
    enum { KINDS = PAL_CONTRIBUTION_KIND_COUNT };
    const struct pal_json *kinds = pal_json_get(debate, "contributions");
    struct pal_buf figures[KINDS + 3] = {0};
    struct pal_text values[KINDS + 3];
    int64_t closed_us;
    for (size_t i = 0; i < KINDS; i++) {
        pal_write_figure(pal_json_get(kinds,
                                      pal_contribution_kind_word((enum pal_contribution_kind)i)),
                         &figures[i]);
    }
    pal_write_figure(pal_json_get(debate, "endorsements"), &figures[KINDS]);
    pal_write_figure(pal_json_get(debate, "hidden"), &figures[KINDS + 1]);
    pal_write_figure(pal_json_get(debate, "withdrawn"), &figures[KINDS + 2]);
    for (size_t i = 0; i < KINDS + 3; i++) {
        values[i] = pal_buf_text(&figures[i]);
    }
    say(page, "p", &said, values);
    bool has_apart = !pal_text_is(values[KINDS + 1], "0") || !pal_text_is(values[KINDS + 2], "0");
    if (has_apart) {
        say(page, "p", &apart, values + KINDS + 1);
    }
    for (size_t i = 0; i < KINDS + 3; i++) {
        pal_buf_done(&figures[i]);
    }
    if (pal_json_instant(debate, "closed_at", &closed_us, NULL) == PAL_OK) {
        PAL_BUF(at);
        pal_write_moment(closed_us, page->sheet->language, &at);
        say(page, "p", &closed, (struct pal_text[]){pal_buf_text(&at)});
    }
}

static enum pal_err print_answers(const struct pal_minutes_page *page,
                                  const struct pal_json *answers)
{
    static const struct pal_phrase title = {"Réponses du conseil", "Answers of the board"};
    static const struct pal_phrase answered = {"Réponse :", "Answer:"};
    static const struct pal_phrase asked = {"Question :", "Question:"};
    if (pal_json_count(answers) > 0) {
        say(page, "h3", &title, NULL);
    }
    for (size_t i = 0; i < pal_json_count(answers); i++) {
        const struct pal_json *answer = pal_json_at(answers, i);
        struct pal_uuid uuid;
        struct pal_contribution_id id;
        if (pal_json_uuid(answer, "question", &uuid, NULL) == PAL_OK) {
            PAL_CONTRIBUTION(question);
            PAL_BUF(text);
            bool is_removed;
            PAL_TRY(pal_contribution_find(page->store, &uuid, &id));
            PAL_TRY(pal_contribution_read(page->store, id, &question));
            PAL_TRY(pal_contribution_text(page->store, &question.hash, &text, &is_removed));
            if (question.state == PAL_CONTRIBUTION_VISIBLE && !is_removed) {
                say(page, "p", &asked, NULL);
                quote(page, pal_buf_text(&text));
            }
        }
        say(page, "p", &answered, NULL);
        PAL_TRY(quote_contribution(page, answer));
    }
    return PAL_OK;
}

static enum pal_err write_author(const struct pal_minutes_page *page, const struct pal_json *item,
                                 const struct pal_json *said, struct pal_buf *buf)
{
    struct pal_uuid scope;
    PAL_TRY(pal_json_uuid(item, "resolution", &scope, NULL));
    return pal_minutes_write_who(page, &scope, pal_minutes_text(said, "author"), buf);
}

static void write_number(const struct pal_json *amendments, struct pal_text uuid,
                         struct pal_buf *buf)
{
    for (size_t i = 0; uuid.size > 0 && i < pal_json_count(amendments); i++) {
        if (pal_text_equal(pal_minutes_text(pal_json_at(amendments, i), "amendment"), uuid)) {
            pal_buf_add_int(buf, (int64_t)i + 1);
        }
    }
}

/* What met a concern: an amendment, by its number, or what was said. */
static enum pal_err print_remedy(const struct pal_minutes_page *page, const struct pal_json *item,
                                 const struct pal_json *concern)
{
    static const struct pal_phrase by_amendment = {"Levée par l’amendement {0}.",
                                                   "Met by amendment {0}."};
    static const struct pal_phrase by_words = {"Levée par :", "Met by:"};
    struct pal_uuid uuid;
    struct pal_contribution_id id;
    PAL_CONTRIBUTION(remedy);
    PAL_BUF(number);
    PAL_BUF(text);
    bool is_removed;
    PAL_TRY(pal_json_uuid(concern, "by", &uuid, NULL));
    write_number(pal_json_get(item, "amendments"), pal_minutes_text(concern, "by"), &number);
    if (number.size > 0) {
        say(page, "p", &by_amendment, (struct pal_text[]){pal_buf_text(&number)});
        return PAL_OK;
    }
    PAL_TRY(pal_contribution_find(page->store, &uuid, &id));
    PAL_TRY(pal_contribution_read(page->store, id, &remedy));
    PAL_TRY(pal_contribution_text(page->store, &remedy.hash, &text, &is_removed));
    if (remedy.state == PAL_CONTRIBUTION_VISIBLE && !is_removed) {
        say(page, "p", &by_words, NULL);
        quote(page, pal_buf_text(&text));
    }
    return PAL_OK;
}

/* How a concern was met: by a contribution or an amendment, and in the words of its author. */
static enum pal_err print_concern(const struct pal_minutes_page *page, const struct pal_json *item,
                                  const struct pal_json *concern)
{
    static const struct pal_phrase standing = {"{0} ({1}) : {2}", "{0} ({1}): {2}"};
    struct pal_text college = pal_minutes_text(concern, "college");
    PAL_BUF(author);
    PAL_TRY(write_author(page, item, concern, &author));
    say(page, "p", &standing,
        (struct pal_text[]){pal_buf_text(&author), pal_minutes_college(page, college),
                            pal_minutes_word(page, "concern", pal_minutes_text(concern, "state"))});
    PAL_TRY(quote_contribution(page, concern));
    if (pal_json_has(concern, "by")) {
        PAL_TRY(print_remedy(page, item, concern));
    }
    return pal_json_has(concern, "note") ? quote_document(page, concern, "note") : PAL_OK;
}

static enum pal_err print_concerns(const struct pal_minutes_page *page, const struct pal_json *item,
                                   const struct pal_json *concerns)
{
    static const struct pal_phrase title = {"Inquiétudes", "Concerns"};
    if (pal_json_count(concerns) > 0) {
        say(page, "h3", &title, NULL);
    }
    for (size_t i = 0; i < pal_json_count(concerns); i++) {
        PAL_TRY(print_concern(page, item, pal_json_at(concerns, i)));
    }
    return PAL_OK;
}

/* --- amendments ------------------------------------------------------------------------------- */

static enum pal_err add_amendment(const struct pal_minutes_page *page, const struct pal_json *item,
                                  struct pal_json *rows, size_t index)
{
    const struct pal_json *amendments = pal_json_get(item, "amendments");
    static const char *const figures[] = {"version", "distance", "supporters"};
    const struct pal_json *amendment = pal_json_at(amendments, index);
    struct pal_json *row = pal_sheet_row(rows);
    PAL_BUF(number);
    PAL_BUF(parent);
    PAL_BUF(author);
    PAL_TRY(write_author(page, item, amendment, &author));
    pal_buf_add_int(&number, (int64_t)index + 1);
    write_number(amendments, pal_minutes_text(amendment, "parent"), &parent);
    pal_json_append_text(row, pal_buf_text(&number));
    pal_json_append_text(row, pal_buf_text(&author));
    pal_json_append_text(row, pal_buf_text(&parent));
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++) {
        PAL_BUF(figure);
        pal_write_figure(pal_json_get(amendment, figures[i]), &figure);
        pal_json_append_text(row, pal_buf_text(&figure));
    }
    pal_json_append_text(row, pal_minutes_word(page, "fate", pal_minutes_text(amendment, "state")));
    return PAL_OK;
}

static enum pal_err print_amendment(const struct pal_minutes_page *page,
                                    const struct pal_json *amendments, size_t index)
{
    static const struct pal_phrase title = {"Amendement {0}", "Amendment {0}"};
    static const struct pal_phrase text = {"Texte {0} (SHA-256).", "Text {0} (SHA-256)."};
    const struct pal_json *amendment = pal_json_at(amendments, index);
    const struct pal_json *polls = pal_json_get(amendment, "polls");
    struct pal_hash hash;
    PAL_JSON(words);
    PAL_BUF(number);
    pal_buf_add_int(&number, (int64_t)index + 1);
    say(page, "h3", &title, (struct pal_text[]){pal_buf_text(&number)});
    PAL_TRY(pal_json_hash(amendment, "text", &hash, NULL));
    PAL_TRY(pal_amendment_document(page->store, &hash, &words));
    quote(page, pal_minutes_text(words, "reasons"));
    say(page, "note", &text, (struct pal_text[]){pal_minutes_text(amendment, "text")});
    for (size_t i = pal_json_count(polls); i > 0; i--) {
        pal_minutes_print_poll(page, pal_json_at(polls, i - 1));
    }
    return PAL_OK;
}

/* The versions of the text that took amendments in, each with their numbers. */
static void print_consolidation(const struct pal_minutes_page *page,
                                const struct pal_json *amendments)
{
    static const struct pal_phrase phrase = {
        "Les amendements {0}, adoptés ou repris par le conseil, sont dans le texte mis aux voix.",
        "Amendments {0}, adopted or taken in by the board, are in the text put to the vote."};
    PAL_BUF(numbers);
    for (size_t i = 0; i < pal_json_count(amendments); i++) {
        const struct pal_json *amendment = pal_json_at(amendments, i);
        if (pal_json_as_bool(pal_json_get(amendment, "consolidated"))) {
            pal_buf_add_string(&numbers, numbers.size > 0 ? ", " : "");
            pal_buf_add_int(&numbers, (int64_t)i + 1);
        }
    }
    if (numbers.size > 0) {
        say(page, "p", &phrase, (struct pal_text[]){pal_buf_text(&numbers)});
    }
}

static enum pal_err print_amendments(const struct pal_minutes_page *page,
                                     const struct pal_json *item)
{
    static const struct pal_phrase title = {"Amendements", "Amendments"};
    static const struct pal_phrase head[] = {
        {"N°", "No."},
        {"Auteur", "Author"},
        {"Sous-amendement de", "On amendment"},
        {"Version du texte", "Version of the text"},
        {"Mots changés", "Words changed"},
        {"Soutiens", "Supporters"},
        {"Sort", "Fate"},
    };
    const struct pal_json *amendments = pal_json_get(item, "amendments");
    size_t count = pal_json_count(amendments);
    if (count == 0) {
        return PAL_OK;
    }
    say(page, "h3", &title, NULL);
    struct pal_json *rows = pal_sheet_table(page->sheet, head, sizeof head / sizeof head[0]);
    for (size_t i = 0; i < count; i++) {
        PAL_TRY(add_amendment(page, item, rows, i));
    }
    print_consolidation(page, amendments);
    for (size_t i = 0; i < count; i++) {
        PAL_TRY(print_amendment(page, amendments, i));
    }
    return PAL_OK;
}

/* --- recusals --------------------------------------------------------------------------------- */

static void print_recusals(const struct pal_minutes_page *page, const struct pal_json *recusals)
{
    static const struct pal_phrase phrase = {"Récusations, hors du vote et de toute base : {0}.",
                                             "Recusals, out of the vote and of every base: {0}."};
    PAL_BUF(list);
    for (size_t i = 0; i < pal_json_count(recusals); i++) {
        const struct pal_json *recusal = pal_json_at(recusals, i);
        pal_buf_add_string(&list, i > 0 ? ", " : "");
        pal_buf_add_text(&list, pal_minutes_college(page, pal_minutes_text(recusal, "college")));
        pal_buf_add_string(&list, " ");
        pal_write_figure(pal_json_get(recusal, "count"), &list);
    }
    if (list.size > 0) {
        say(page, "p", &phrase, (struct pal_text[]){pal_buf_text(&list)});
    }
}

enum pal_err pal_minutes_print_debate(const struct pal_minutes_page *page,
                                      const struct pal_json *item)
{
    const struct pal_json *debate = pal_json_get(item, "debate");
    if (debate == NULL) {
        return PAL_OK;
    }
    print_counts(page, debate);
    PAL_TRY(print_answers(page, pal_json_get(debate, "answers")));
    PAL_TRY(print_concerns(page, item, pal_json_get(debate, "concerns")));
    PAL_TRY(pal_minutes_print_speeches(page, pal_json_get(item, "speeches")));
    PAL_TRY(print_amendments(page, item));
    print_recusals(page, pal_json_get(item, "recusals"));
    return PAL_OK;
}
