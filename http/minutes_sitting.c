/* minutes_sitting.c - the course of the sitting, as minutes print it: the sending of the notice, who took part, what happened. */
#include "base/fields.h"
#include "core/aliases.h"
#include "core/assemblies.h"
#include "core/members.h"
#include "core/sitting.h"

#include "minutes_page.h"

enum { SECONDS = 60, SECOND_US = 1000000 };

static void say(const struct pal_minutes_page *page, const char *kind,
                const struct pal_phrase *phrase, const struct pal_text *values)
{
    pal_sheet_say(page->sheet, kind, phrase, values);
}

static const struct pal_json *part(const struct pal_minutes_page *page, const char *name)
{
    return pal_json_get(page->document, name);
}

static void write_instant(const struct pal_minutes_page *page, const struct pal_json *object,
                          const char *name, struct pal_buf *buf)
{
    int64_t instant_us;
    if (pal_json_instant(object, name, &instant_us, NULL) == PAL_OK) {
        pal_write_moment(instant_us, page->sheet->language, buf);
    }
}

/* --- the notice ------------------------------------------------------------------------------- */

void pal_minutes_print_sendings(const struct pal_minutes_page *page, const struct pal_json *notice)
{
    static const struct pal_phrase sent = {
        "Envoi par courriel achevé le {0} : {1} sociétaires joints, {2} à prévenir par lettre.",
        "Sent by mail until {0}: {1} members reached, {2} to be written to on paper."};
    static const struct pal_phrase proof = {
        "Preuve de l’envoi : avis {0}, racine {1}, entrée {2} du journal (SHA-256).",
        "Proof of sending: notice {0}, root {1}, entry {2} of the log (SHA-256)."};
    const struct pal_json *sendings = pal_json_get(notice, "sendings");
    for (size_t i = pal_json_count(sendings); i > 0; i--) {
        const struct pal_json *sending = pal_json_at(sendings, i - 1);
        PAL_BUF(at);
        PAL_BUF(count);
        PAL_BUF(failed);
        PAL_BUF(entry);
        write_instant(page, sending, "at", &at);
        pal_write_figure(pal_json_get(sending, "count"), &count);
        pal_write_figure(pal_json_get(sending, "failed"), &failed);
        pal_write_figure(pal_json_get(sending, "entry"), &entry);
        say(page, "p", &sent,
            (struct pal_text[]){pal_buf_text(&at), pal_buf_text(&count), pal_buf_text(&failed)});
        say(page, "note", &proof,
            (struct pal_text[]){pal_minutes_text(sending, "hash"),
                                pal_minutes_text(sending, "root"), pal_buf_text(&entry)});
    }
}

/* --- who took part ------------------------------------------------------------------------------ */

struct sheet_rows {
    const struct pal_minutes_page *page;
    struct pal_json *rows;
};

static enum pal_err add_participant(void *context, const struct pal_sheet_line *line)
{
    const struct sheet_rows *rows = context;
    const struct pal_minutes_page *page = rows->page;
    struct pal_json *row = pal_sheet_row(rows->rows);
    PAL_BUF(votes);
    pal_buf_add_int(&votes, line->votes);
    pal_json_append_text(row, line->number);
    pal_json_append_text(row, line->name);
    pal_json_append_text(row, line->college.size > 0 ? pal_minutes_college(page, line->college)
                                                     : line->college);
    pal_json_append_text(row, pal_minutes_word(page, "part",
                                               pal_text_of(pal_taking_part_word(line->part))));
    pal_json_append_text(row, line->holder);
    pal_json_append_text(row, pal_buf_text(&votes));
    return PAL_OK;
}

/* RULE docs/rules/minutes.md
 * > The minutes of a SARL name who was present or represented, with their votes, for those who are signed in; the
 * > minutes of any other society count them, and the attendance sheet names them.
 */
static enum pal_err print_names(const struct pal_minutes_page *page)
{
    static const struct pal_phrase head[] = {{"Numéro", "Number"},
                                             {"Nom", "Name"},
                                             {"Collège", "College"},
                                             {"Part", "Part"},
                                             {"Représenté par", "Represented by"},
                                             {"Voix", "Votes"}};
    struct pal_assembly_id assembly = page->minutes->assembly;
    const struct pal_attendance_query query = {.assembly = assembly, .limit = INT32_MAX};
    struct sheet_rows rows = {page,
                              pal_sheet_table(page->sheet, head, sizeof head / sizeof head[0])};
    return pal_sheet_walk(page->store, &query, add_participant, &rows);
}

enum pal_err pal_minutes_print_sheet(const struct pal_minutes_page *page)
{
    static const struct pal_phrase parts = {
        "Feuille de présence : présents {0}, représentés {1}, votants par correspondance {2}, votants à "
        "distance {3} ; voix qui prennent part au vote : {4}.",
        "Attendance sheet: present {0}, represented {1}, voting by post {2}, voting remotely {3}; votes that "
        "take part: {4}."};
    static const char *const names[] = {"present", "represented", "postal", "remote", "votes"};
    const struct pal_json *sheet = part(page, "sheet");
    struct pal_buf figures[sizeof names / sizeof names[0]] = {0};
    struct pal_text values[sizeof names / sizeof names[0]];
    if (sheet == NULL) {
        return PAL_OK;
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        pal_write_figure(pal_json_get(sheet, names[i]), &figures[i]);
        values[i] = pal_buf_text(&figures[i]);
    }
    say(page, "p", &parts, values);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        pal_buf_done(&figures[i]);
    }
    bool is_named = page->is_named && pal_json_as_bool(pal_json_get(sheet, "named"));
    return is_named ? print_names(page) : PAL_OK;
}

/* --- the floor ---------------------------------------------------------------------------------- */

enum pal_err pal_minutes_write_who(const struct pal_minutes_page *page,
                                   const struct pal_uuid *scope, struct pal_text pseudonym,
                                   struct pal_buf *buf)
{
    struct pal_speaker speaker = {0};
    enum pal_err err = PAL_ERR_NOT_FOUND;
    if (page->is_named && pseudonym.size > 0) {
        err = pal_alias_find(page->store, scope, pseudonym, &speaker);
    }
    if (err == PAL_OK && speaker.member.value != 0) {
        PAL_MEMBER(member);
        PAL_TRY(pal_member_read(page->store, speaker.member, &member));
        pal_buf_add_text(buf, member.name);
        return PAL_OK;
    }
    pal_buf_add_text(buf, pseudonym.size > 0 ? pseudonym : pal_text_of("—"));
    return err == PAL_ERR_NOT_FOUND ? PAL_OK : err;
}

/* "3 min 20 s"; nothing of what has no end. */
static void write_length(const struct pal_json *speech, struct pal_buf *buf)
{
    int64_t from_us, to_us;
    if (pal_json_instant(speech, "from", &from_us, NULL) == PAL_OK &&
        pal_json_instant(speech, "to", &to_us, NULL) == PAL_OK) {
        int64_t seconds = to_us / SECOND_US - from_us / SECOND_US;
        pal_buf_add_int(buf, seconds / SECONDS);
        pal_buf_add_string(buf, " min ");
        pal_buf_add_int(buf, seconds % SECONDS);
        pal_buf_add_string(buf, " s");
    }
}

enum pal_err pal_minutes_print_speeches(const struct pal_minutes_page *page,
                                        const struct pal_json *speeches)
{
    static const struct pal_phrase title = {"Prises de parole", "Who spoke"};
    static const struct pal_phrase head[] = {{"Orateur", "Speaker"},
                                             {"Collège", "College"},
                                             {"À partir du", "From"},
                                             {"Durée", "For"}};
    if (pal_json_count(speeches) == 0) {
        return PAL_OK;
    }
    say(page, "h3", &title, NULL);
    struct pal_json *rows = pal_sheet_table(page->sheet, head, sizeof head / sizeof head[0]);
    for (size_t i = 0; i < pal_json_count(speeches); i++) {
        const struct pal_json *speech = pal_json_at(speeches, i);
        struct pal_text college = pal_minutes_text(speech, "college");
        struct pal_json *row = pal_sheet_row(rows);
        PAL_BUF(speaker);
        PAL_BUF(from);
        PAL_BUF(length);
        PAL_TRY(pal_minutes_write_who(page, &page->minutes->assembly_uuid,
                                      pal_minutes_text(speech, "speaker"), &speaker));
        write_instant(page, speech, "from", &from);
        write_length(speech, &length);
        pal_json_append_text(row, pal_buf_text(&speaker));
        pal_json_append_text(row, college.size > 0 ? pal_minutes_college(page, college) : college);
        pal_json_append_text(row, pal_buf_text(&from));
        pal_json_append_text(row, pal_buf_text(&length));
    }
    return PAL_OK;
}

/* --- what happened ------------------------------------------------------------------------------ */

static void print_suspensions(const struct pal_minutes_page *page)
{
    static const struct pal_phrase resumed = {"Suspendue le {0} ({2}), reprise le {1}.",
                                              "Suspended on {0} ({2}), resumed on {1}."};
    static const struct pal_phrase lasting = {"Suspendue le {0} ({2}), jusqu’à sa levée.",
                                              "Suspended on {0} ({2}), until it ended."};
    const struct pal_json *suspensions = part(page, "suspensions");
    for (size_t i = 0; i < pal_json_count(suspensions); i++) {
        const struct pal_json *suspension = pal_json_at(suspensions, i);
        PAL_BUF(from);
        PAL_BUF(to);
        write_instant(page, suspension, "from", &from);
        write_instant(page, suspension, "to", &to);
        say(page, "p", to.size > 0 ? &resumed : &lasting,
            (struct pal_text[]){pal_buf_text(&from), pal_buf_text(&to),
                                pal_minutes_word(page, "by", pal_minutes_text(suspension, "by"))});
    }
}

/* "Résolution 2", of a motion on it; the college that asks; or nothing. */
static void write_about(const struct pal_minutes_page *page, const struct pal_json *motion,
                        struct pal_buf *buf)
{
    static const struct pal_phrase about = {"Résolution {0}", "Resolution {0}"};
    const struct pal_json *items = part(page, "items");
    struct pal_text resolution = pal_minutes_text(motion, "resolution");
    for (size_t i = 0; i < pal_json_count(items); i++) {
        const struct pal_json *item = pal_json_at(items, i);
        if (resolution.size > 0 &&
            pal_text_equal(pal_minutes_text(item, "resolution"), resolution)) {
            PAL_BUF(position);
            pal_write_figure(pal_json_get(item, "position"), &position);
            pal_phrase_write(&about, page->sheet->language,
                             (struct pal_text[]){pal_buf_text(&position)}, buf);
        }
    }
}

static void add_motion(const struct pal_minutes_page *page, struct pal_json *rows,
                       const struct pal_json *motion)
{
    struct pal_text college = pal_minutes_text(motion, "college");
    bool is_carried = pal_json_as_bool(pal_json_get(motion, "carried"));
    struct pal_json *row = pal_sheet_row(rows);
    PAL_BUF(about);
    PAL_BUF(at);
    PAL_BUF(support);
    write_about(page, motion, &about);
    write_instant(page, motion, "made_at", &at);
    if (is_carried) {
        pal_write_figure(pal_json_get(motion, "support"), &support);
        pal_buf_add_string(&support, " / ");
        pal_write_figure(pal_json_get(motion, "base"), &support);
    }
    pal_json_append_text(row, pal_minutes_word(page, "motion", pal_minutes_text(motion, "kind")));
    pal_json_append_text(row, pal_buf_text(&about));
    pal_json_append_text(row, college.size > 0 ? pal_minutes_college(page, college) : college);
    pal_json_append_text(row, pal_buf_text(&at));
    pal_json_append_text(row, pal_minutes_word(page, "carried",
                                               pal_text_of(is_carried ? "true" : "false")));
    pal_json_append_text(row, pal_buf_text(&support));
}

static void print_motions(const struct pal_minutes_page *page)
{
    static const struct pal_phrase title = {"Motions de procédure", "Procedural motions"};
    static const struct pal_phrase head[] = {{"Motion", "Motion"},   {"Objet", "On"},
                                             {"Collège", "College"}, {"Déposée le", "Made on"},
                                             {"Issue", "Outcome"},   {"Soutiens", "Support"}};
    const struct pal_json *motions = part(page, "motions");
    if (pal_json_count(motions) == 0) {
        return;
    }
    say(page, "h3", &title, NULL);
    struct pal_json *rows = pal_sheet_table(page->sheet, head, sizeof head / sizeof head[0]);
    for (size_t i = 0; i < pal_json_count(motions); i++) {
        add_motion(page, rows, pal_json_at(motions, i));
    }
}

static const struct pal_phrase incident_at = {"Le {0} :", "On {0}:"};

static enum pal_err tell_incident(void *context, const struct pal_incident *incident)
{
    const struct pal_minutes_page *page = context;
    PAL_BUF(at);
    pal_write_moment(incident->at_us, page->sheet->language, &at);
    say(page, "p", &incident_at, (struct pal_text[]){pal_buf_text(&at)});
    pal_sheet_text(page->sheet, "quote", incident->text);
    return PAL_OK;
}

/* RULE docs/rules/minutes.md
 * > The words of an incident stand in no document either: they are private, and are printed for those who are signed in.
 */
static enum pal_err print_incidents(const struct pal_minutes_page *page)
{
    static const struct pal_phrase title = {"Incidents", "Incidents"};
    static const struct pal_phrase untold = {
        "Incident noté le {0} ; ses mots se lisent une fois identifié.",
        "Incident noted on {0}; its words are shown to who is signed in."};
    const struct pal_json *incidents = part(page, "incidents");
    const struct pal_happenings_query query = {.assembly = page->minutes->assembly,
                                               .limit = INT32_MAX};
    if (pal_json_count(incidents) == 0) {
        return PAL_OK;
    }
    say(page, "h3", &title, NULL);
    if (page->is_named) {
        struct pal_minutes_page copy = *page;
        return pal_incidents_walk(page->store, &query, tell_incident, &copy);
    }
    for (size_t i = 0; i < pal_json_count(incidents); i++) {
        PAL_BUF(at);
        write_instant(page, pal_json_at(incidents, i), "at", &at);
        say(page, "p", &untold, (struct pal_text[]){pal_buf_text(&at)});
    }
    return PAL_OK;
}

enum pal_err pal_minutes_print_sitting(const struct pal_minutes_page *page)
{
    static const struct pal_phrase title = {"Déroulement de la séance", "Course of the sitting"};
    static const struct pal_phrase quiet = {"La séance n’a été ni suspendue ni troublée.",
                                            "The sitting was neither suspended nor disturbed."};
    say(page, "h2", &title, NULL);
    if (pal_json_count(part(page, "suspensions")) + pal_json_count(part(page, "incidents")) == 0) {
        say(page, "p", &quiet, NULL);
    }
    print_suspensions(page);
    print_motions(page);
    PAL_TRY(print_incidents(page));
    return pal_minutes_print_speeches(page, part(page, "speeches"));
}
