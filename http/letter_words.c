/* letter_words.c - what letters say, in French and English. */
#include "letter_words.h"

#include <time.h>

#include "base/check.h"
#include "core/assemblies.h"
#include "core/polls.h"
#include "core/resolutions.h"

/* What stands in a letter beside names and dates, by language. */
enum pal_letter_word {
    HELLO,
    NOTICE_SUBJECT,
    NOTICE_SUBJECT_SECOND,
    NOTICE_OPENING,
    NOTICE_OPENING_SECOND,
    WHEN,
    PLACE,
    AGENDA,
    READ_AND_VOTE,
    LINK_LASTS,
    REMINDER_SUBJECT,
    REMINDER_OPENING,
    CLOSES,
    VOTE_HERE,
    SIGN_IN_SUBJECT,
    SIGN_IN_OPENING,
    SIGN_IN_CODE,
    SIGN_IN_ENDING,
    HELLO_STRANGER,
    CONFIRM_SUBJECT,
    CONFIRM_OPENING,
    CONFIRM_ENDING,
    MOVED_SUBJECT,
    MOVED_OPENING,
    MOVED_ENDING,
    REFUSAL_SUBJECT,
    REFUSAL_OPENING,
    REFUSAL_READ,
    WHY_MAIL,
    WORD_COUNT
};

static const char *const sentences[PAL_LANGUAGE_COUNT][WORD_COUNT] = {
    [PAL_FRENCH] =
        {
            [HELLO] = "Bonjour ",
            [NOTICE_SUBJECT] = "Convocation : ",
            [NOTICE_SUBJECT_SECOND] = "Deuxième convocation : ",
            [NOTICE_OPENING] = "Vous êtes convoqué à cette assemblée :",
            [NOTICE_OPENING_SECOND] =
                "Vous êtes convoqué une seconde fois à cette assemblée, qui n’a pas pu décider :",
            [WHEN] = "Quand : ",
            [PLACE] = "Où : ",
            [AGENDA] = "Ordre du jour :",
            [READ_AND_VOTE] = "Pour lire les textes, en débattre, donner procuration et voter :",
            [LINK_LASTS] = "Ce lien vous connecte une fois, pendant trois jours : ne le donnez à "
                           "personne. Ensuite, demandez-en un autre à cette adresse :",
            [REMINDER_SUBJECT] = "Il vous reste à voter : ",
            [REMINDER_OPENING] = "Un scrutin est ouvert où votre droit de vote n’a pas servi :",
            [CLOSES] = "Il ferme : ",
            [VOTE_HERE] = "Pour voter :",
            [SIGN_IN_SUBJECT] = "Se connecter : ",
            [SIGN_IN_OPENING] =
                "Vous avez demandé à vous connecter. Suivez ce lien dans les trente "
                "minutes ; il sert une fois :",
            [SIGN_IN_CODE] =
                "Ou entrez ce code, dans les dix minutes, là où vous l’avez demandé : ",
            [SIGN_IN_ENDING] = "Si vous n’avez rien demandé, ne faites rien : personne ne se "
                               "connecte sans cette lettre.",
            [HELLO_STRANGER] = "Bonjour",
            [CONFIRM_SUBJECT] = "Votre nouvelle adresse : ",
            [CONFIRM_OPENING] =
                "Quelqu’un a demandé que ses lettres viennent à cette adresse. Si c’est vous, "
                "entrez ce code dans les trente minutes, à la page « Mes données » : ",
            [CONFIRM_ENDING] =
                "Si vous n’avez rien demandé, ne faites rien : cette adresse ne servira pas.",
            [MOVED_SUBJECT] = "Votre adresse a changé : ",
            [MOVED_OPENING] =
                "Les lettres ne viendront plus à cette adresse et elle ne vous connectera plus : "
                "c’est ce qui a été demandé à la page « Mes données ».",
            [MOVED_ENDING] = "Si ce n’est pas vous qui l’avez demandé, prévenez-nous aussitôt",
            [REFUSAL_SUBJECT] = "Réponse à votre demande : ",
            [REFUSAL_OPENING] =
                "L’effacement que vous avez demandé a été refusé. Vous pouvez le demander de nouveau, "
                "ou saisir l’autorité de protection des données (en France, la CNIL).",
            [REFUSAL_READ] = "Pour lire le motif du refus, à la page « Mes données » :",
            [WHY_MAIL] = "Vous recevez cette lettre parce que vous avez accepté le courriel ; vous "
                         "pouvez le refuser à la page « Mes données ».",
        },
    [PAL_ENGLISH] =
        {
            [HELLO] = "Hello ",
            [NOTICE_SUBJECT] = "Notice: ",
            [NOTICE_SUBJECT_SECOND] = "Second notice: ",
            [NOTICE_OPENING] = "You are called to this assembly:",
            [NOTICE_OPENING_SECOND] =
                "You are called a second time to this assembly, which could not decide:",
            [WHEN] = "When: ",
            [PLACE] = "Where: ",
            [AGENDA] = "Agenda:",
            [READ_AND_VOTE] = "To read the texts, debate them, give a proxy and vote:",
            [LINK_LASTS] = "This link signs you in once, for three days: give it to nobody. Later, "
                           "ask for another at this address:",
            [REMINDER_SUBJECT] = "You have not voted yet: ",
            [REMINDER_OPENING] = "A poll is open in which your right to vote was not used:",
            [CLOSES] = "It closes: ",
            [VOTE_HERE] = "To vote:",
            [SIGN_IN_SUBJECT] = "Sign in: ",
            [SIGN_IN_OPENING] =
                "You asked to sign in. Follow this link within thirty minutes; it works once:",
            [SIGN_IN_CODE] = "Or enter this code, within ten minutes, where you asked for it: ",
            [SIGN_IN_ENDING] = "If you asked for nothing, do nothing: nobody signs in without this "
                               "letter.",
            [HELLO_STRANGER] = "Hello",
            [CONFIRM_SUBJECT] = "Your new address: ",
            [CONFIRM_OPENING] =
                "Somebody asked that their letters come to this address. If it was you, enter this "
                "code within thirty minutes on the page \"My data\": ",
            [CONFIRM_ENDING] =
                "If you asked for nothing, do nothing: this address will not be used.",
            [MOVED_SUBJECT] = "Your address has changed: ",
            [MOVED_OPENING] =
                "Letters no longer come to this address, and it no longer signs you in: this was "
                "asked for on the page \"My data\".",
            [MOVED_ENDING] = "If it was not you who asked for it, tell us at once",
            [REFUSAL_SUBJECT] = "Answer to what you asked: ",
            [REFUSAL_OPENING] =
                "The erasure that you asked for was refused. You may ask for it again, or turn to the "
                "data protection authority.",
            [REFUSAL_READ] = "To read why, on the page \"My data\":",
            [WHY_MAIL] = "You get this letter because you agreed to mail; you can refuse it on the "
                         "page \"My data\".",
        },
};

static const char *const months[PAL_LANGUAGE_COUNT][12] = {
    [PAL_FRENCH] = {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
                    "septembre", "octobre", "novembre", "décembre"},
    [PAL_ENGLISH] = {"January", "February", "March", "April", "May", "June", "July", "August",
                     "September", "October", "November", "December"},
};
static const char *const days[PAL_LANGUAGE_COUNT][7] = {
    [PAL_FRENCH] = {"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
    [PAL_ENGLISH] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
};

static const char *say(const struct pal_wording *wording, enum pal_letter_word words)
{
    return sentences[wording->language][words];
}

/* In the zone of the society, which is that of the process. */
static void add_instant(struct pal_buf *buf, enum pal_language language, int64_t at_us)
{
    time_t at_s = (time_t)(at_us / 1000000);
    struct tm at;
    PAL_CHECK(localtime_r(&at_s, &at) != NULL);
    bool is_french = language == PAL_FRENCH;
    pal_buf_add_format(buf, is_french ? "%s %d%s %s %d à %dh%02d" : "%s %d%s %s %d at %d:%02d",
                       days[language][at.tm_wday], at.tm_mday,
                       is_french && at.tm_mday == 1 ? "er" : "", months[language][at.tm_mon],
                       at.tm_year + 1900, at.tm_hour, at.tm_min);
}

static void add_line(struct pal_buf *buf, const char *label, struct pal_text text)
{
    pal_buf_add_string(buf, label);
    pal_buf_add_text(buf, text);
    pal_buf_add_string(buf, "\n");
}

static void add_link(const struct pal_wording *wording, enum pal_letter_word label,
                     struct pal_buf *body)
{
    pal_buf_add_format(body, "\n%s\n%s/#t=%s\n\n", say(wording, label), wording->url,
                       wording->link);
}

/* What every letter that nobody asked for ends with. */
static void add_ending(const struct pal_wording *wording, struct pal_buf *body)
{
    pal_buf_add_format(body, "%s\n%s/\n\n", say(wording, LINK_LASTS), wording->url);
    pal_buf_add_format(body, "%s\n", say(wording, WHY_MAIL));
}

static enum pal_err add_item(void *context, const struct pal_resolution *item)
{
    struct pal_buf *body = context;
    pal_buf_add_format(body, "  %lld. ", (long long)item->position);
    add_line(body, "", item->title);
    return PAL_OK;
}

static enum pal_err word_notice(const struct pal_wording *wording, struct pal_buf *subject,
                                struct pal_buf *body)
{
    struct pal_mailing mailing;
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_mailing_read(wording->store, wording->mail->mailing, &mailing));
    PAL_TRY(pal_assembly_read(wording->store, mailing.assembly, &assembly));
    bool is_second = assembly.call == PAL_CALL_SECOND;
    pal_buf_add_string(subject, say(wording, is_second ? NOTICE_SUBJECT_SECOND : NOTICE_SUBJECT));
    pal_buf_add_text(subject, assembly.title);
    pal_buf_add_format(body, "%s\n\n",
                       say(wording, is_second ? NOTICE_OPENING_SECOND : NOTICE_OPENING));
    add_line(body, "", assembly.title);
    pal_buf_add_string(body, say(wording, WHEN));
    add_instant(body, wording->language, assembly.meets_us);
    pal_buf_add_string(body, "\n");
    if (assembly.place.size > 0) {
        add_line(body, say(wording, PLACE), assembly.place);
    }
    pal_buf_add_format(body, "\n%s\n", say(wording, AGENDA));
    PAL_TRY(pal_agenda_walk(wording->store, assembly.id, add_item, body));
    add_link(wording, READ_AND_VOTE, body);
    add_ending(wording, body);
    return PAL_OK;
}

static enum pal_err word_reminder(const struct pal_wording *wording, struct pal_buf *subject,
                                  struct pal_buf *body)
{
    struct pal_mailing mailing;
    PAL_POLL(poll);
    PAL_TRY(pal_mailing_read(wording->store, wording->mail->mailing, &mailing));
    PAL_TRY(pal_poll_read(wording->store, mailing.poll, &poll));
    add_line(body, say(wording, REMINDER_OPENING), pal_text_of(""));
    pal_buf_add_string(subject, say(wording, REMINDER_SUBJECT));
    pal_buf_add_text(subject, poll.title);
    pal_buf_add_string(body, "\n");
    add_line(body, "", poll.title);
    pal_buf_add_string(body, say(wording, CLOSES));
    add_instant(body, wording->language, poll.closes_us);
    pal_buf_add_string(body, "\n");
    add_link(wording, VOTE_HERE, body);
    add_ending(wording, body);
    return PAL_OK;
}

static void word_sign_in(const struct pal_wording *wording, struct pal_buf *subject,
                         struct pal_buf *body)
{
    pal_buf_add_string(subject, say(wording, SIGN_IN_SUBJECT));
    pal_buf_add_text(subject, wording->society);
    add_link(wording, SIGN_IN_OPENING, body);
    if (wording->mail->code.size > 0) {
        add_line(body, say(wording, SIGN_IN_CODE), wording->mail->code);
        pal_buf_add_string(body, "\n");
    }
    add_line(body, say(wording, SIGN_IN_ENDING), pal_text_of(""));
}

static void word_confirm(const struct pal_wording *wording, struct pal_buf *subject,
                         struct pal_buf *body)
{
    pal_buf_add_string(subject, say(wording, CONFIRM_SUBJECT));
    pal_buf_add_text(subject, wording->society);
    add_line(body, say(wording, CONFIRM_OPENING), wording->mail->code);
    pal_buf_add_string(body, "\n");
    add_line(body, say(wording, CONFIRM_ENDING), pal_text_of(""));
}

static void word_moved(const struct pal_wording *wording, struct pal_buf *subject,
                       struct pal_buf *body)
{
    pal_buf_add_string(subject, say(wording, MOVED_SUBJECT));
    pal_buf_add_text(subject, wording->society);
    add_line(body, say(wording, MOVED_OPENING), pal_text_of(""));
    pal_buf_add_string(body, say(wording, MOVED_ENDING));
    pal_buf_add_string(body, wording->contact.size > 0 ? " (" : "");
    pal_buf_add_text(body, wording->contact);
    pal_buf_add_string(body, wording->contact.size > 0 ? ").\n" : ".\n");
}

/* RULE docs/rules/erasure.md
 * > A refusal stands among what awaits them for four weeks, and who has agreed to mail gets a letter, which does not say the reason.
 */
static void word_refusal(const struct pal_wording *wording, struct pal_buf *subject,
                         struct pal_buf *body)
{
    pal_buf_add_string(subject, say(wording, REFUSAL_SUBJECT));
    pal_buf_add_text(subject, wording->society);
    add_line(body, say(wording, REFUSAL_OPENING), pal_text_of(""));
    add_link(wording, REFUSAL_READ, body);
    add_ending(wording, body);
}

/* Who an address belongs to is not told to whoever reads there, before it is proved. */
static void greet(const struct pal_wording *wording, struct pal_buf *body)
{
    bool is_stranger = wording->mail->kind == PAL_MAIL_CONFIRM;
    pal_buf_add_string(body, say(wording, is_stranger ? HELLO_STRANGER : HELLO));
    pal_buf_add_text(body, is_stranger ? pal_text_of("") : wording->name);
    pal_buf_add_string(body, ",\n\n");
}

enum pal_err pal_letter_word(const struct pal_wording *wording, struct pal_buf *subject,
                             struct pal_buf *body)
{
    greet(wording, body);
    switch (wording->mail->kind) {
    case PAL_MAIL_NOTICE: PAL_TRY(word_notice(wording, subject, body)); break;
    case PAL_MAIL_REMINDER: PAL_TRY(word_reminder(wording, subject, body)); break;
    case PAL_MAIL_SIGN_IN: word_sign_in(wording, subject, body); break;
    case PAL_MAIL_CONFIRM: word_confirm(wording, subject, body); break;
    case PAL_MAIL_MOVED: word_moved(wording, subject, body); break;
    case PAL_MAIL_REFUSAL: word_refusal(wording, subject, body); break;
    }
    pal_buf_add_string(body, "\n");
    pal_buf_add_text(body, wording->society);
    pal_buf_add_string(body, "\n");
    return PAL_OK;
}
