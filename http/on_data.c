/* on_data.c - what is kept of people: why, where, how long; and to each their own. */
#include "base/fields.h"
#include "base/limits.h"
#include "core/consents.h"
#include "core/mail.h"
#include "core/polls.h"
#include "core/proxies.h"
#include "core/retention.h"
#include "core/roll.h"
#include "core/society.h"

#include "handlers.h"
#include "people.h"
#include "reply.h"
#include "request.h"
#include "write.h"

/* --- retention ------------------------------------------------------------------------------ */

static enum pal_err reply_retention(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_JSON(object);
    object = pal_json_object_new();
    for (int i = 0; i < PAL_RETENTION_COUNT; i++) {
        int64_t days;
        PAL_TRY(pal_retention_read(pal_request_store(request), (enum pal_retention_kind)i, &days));
        pal_json_set_int(object, pal_retention_word((enum pal_retention_kind)i), days);
    }
    pal_reply_json(reply, object);
    object = NULL;
    return PAL_OK;
}

enum pal_err pal_on_retention(const struct pal_request *request, struct pal_reply *reply)
{
    return reply_retention(request, reply);
}

enum pal_err pal_on_retention_set(const struct pal_request *request, struct pal_reply *reply)
{
    const char *names[PAL_RETENTION_COUNT + 1] = {NULL};
    const struct pal_json *body;
    struct pal_where *where = pal_request_where(request);
    for (int i = 0; i < PAL_RETENTION_COUNT; i++) {
        names[i] = pal_retention_word((enum pal_retention_kind)i);
    }
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    for (int i = 0; i < PAL_RETENTION_COUNT; i++) {
        enum pal_retention_kind kind = (enum pal_retention_kind)i;
        int64_t days = 0;
        if (pal_json_has(body, pal_retention_word(kind))) {
            PAL_TRY(pal_json_int(body, pal_retention_word(kind), &days, where));
            pal_where_set(where, "/%s", pal_retention_word(kind));
            PAL_TRY(pal_retention_set(pal_request_store(request), kind, days));
        }
    }

    return reply_retention(request, reply);
}

/* --- the data page -------------------------------------------------------------------------- */

/* What is kept, why and until when; so many days after that where a clock counts them. */
enum { NO_CLOCK = PAL_RETENTION_COUNT };
struct line {
    const char *code, *what_fr, *what_en, *why_fr, *why_en, *until_fr, *until_en;
    int clock;
};

static const struct line lines[] = {
    {"register", "Nom, numéro, catégorie, collège, parts.",
     "Name, number, category, college, shares.", "La loi veut un registre des membres.",
     "The law wants a register of members.", "La vie de la coopérative.",
     "The life of the cooperative.", NO_CLOCK},
    {"contacts", "Courriel et téléphone.", "Email and phone.", "Vous convoquer et vous connecter.",
     "To call you and to sign you in.", "Après le départ du dernier membre pour qui vous agissez.",
     "After the last member for whom you act has left.", PAL_RETENTION_CONTACTS},
    {"mail", "À qui une lettre est partie, à quelle adresse, quand, et si elle a été prise.",
     "To whom a letter was sent, to which address, when, and whether it was taken.",
     "Prouver que la convocation a été envoyée.", "To prove that the notice was sent.",
     "Après la fin de l’envoi.", "After the sending ended.", PAL_RETENTION_MAIL},
    {"proofs", "La preuve qu’une convocation vous a été envoyée, sans votre adresse.",
     "The proof that a notice was sent to you, without your address.",
     "Vous laisser vérifier et contester l’envoi.", "To let you check and contest the sending.",
     "Après la fin de l’envoi.", "After the sending ended.", PAL_RETENTION_PROOFS},
    {"sign_ins",
     "Les lettres pour se connecter et pour changer d’adresse (le code envoyé à la nouvelle, l’avis "
     "à l’ancienne) : à qui, à quelle adresse, quand, sans ce qu’elles disent.",
     "Letters to sign in with and to change an address (the code to the new one, the notice to the "
     "former one): to whom, to which address, when, without what they say.",
     "Comprendre pourquoi une lettre n’est pas arrivée.", "To find out why a letter did not come.",
     "Après la fin de l’envoi.", "After the sending ended.", PAL_RETENTION_SIGN_INS},
    {"pending", "La nouvelle adresse que vous avez donnée et qui attend son code.",
     "The new address that you gave and that waits for its code.",
     "Ne s’en servir qu’une fois prouvé qu’elle est à vous.",
     "To use it only once it is proved to be yours.",
     "Une demi-heure, ou dès que le code est entré.",
     "Half an hour, or as soon as the code is entered.", NO_CLOCK},
    {"sessions", "Les connexions et les liens à usage unique, par leur empreinte.",
     "Sessions and links that are good once, by their hash.", "Vous garder connecté.",
     "To keep you signed in.", "Douze heures, ou dès qu’un lien a servi ou expiré.",
     "Twelve hours, or as soon as a link was used or expired.", NO_CLOCK},
    {"tokens",
     "Les clés pour programmes qui ne servent plus : leur nom et ce qu’elles permettaient.",
     "Keys for programs that are of no use any more: their label and what they allowed.",
     "Savoir ce qu’un programme a pu faire.", "To know what a program could do.",
     "Après leur révocation ou leur fin.", "After they were revoked or expired.",
     PAL_RETENTION_TOKENS},
    {"consents", "Ce que vous avez accepté ou repris, et quand.",
     "What you agreed to or took back, and when.", "Montrer que vous étiez d’accord.",
     "To show that you had agreed.",
     "La dernière réponse, tant que vous êtes là ; les autres, après celle qui les remplace.",
     "The last word as long as you are here; others, after the one that replaced them.",
     PAL_RETENTION_CONSENTS},
    {"opinions", "Ce que vous pensez d’une résolution avant son vote.",
     "What you think of a resolution before its vote.", "Montrer la température par collège.",
     "To show the temperature by college.", "Après la fin de l’assemblée ; les chiffres restent.",
     "After the end of the assembly; the figures stay.", PAL_RETENTION_OPINIONS},
    {"attendance", "Les séances où vous étiez, de votre entrée à votre sortie.",
     "The sittings in which you were, from when you came in to when you left.",
     "La loi veut une feuille de présence.", "The law wants an attendance sheet.",
     "Après la publication du procès-verbal ; en SARL, tant qu’il nomme les présents.",
     "After the minutes are published; in a SARL, as long as they name who was there.",
     PAL_RETENTION_ATTENDANCE},
    {"proxies", "À qui vous avez donné procuration, pour qui vous en avez eu, et les consignes.",
     "To whom you gave a proxy, for whom you held one, and what it asked.",
     "Vous faire représenter, et le montrer sur la feuille de présence.",
     "To have you represented, and to show it on the attendance sheet.",
     "Après la publication du procès-verbal ; en SARL, tant qu’il nomme les représentés.",
     "After the minutes are published; in a SARL, as long as they name who was represented.",
     PAL_RETENTION_PROXIES},
    {"papers", "Votre vote sur papier, tel que deux scrutateurs l’ont saisi.",
     "Your vote on paper, as two tellers entered it.",
     "Montrer qu’ils ont lu la même chose, ou non.", "To show whether they read the same.",
     "Après la publication du résultat.", "After the result is published.", PAL_RETENTION_PAPERS},
    {"votes", "Qui pouvait voter et qui a voté ; jamais ce qu’un scrutin secret a dit.",
     "Who could vote and who has; never what a secret ballot said.",
     "Vérifier et contester un résultat.", "To check and contest a result.",
     "Jusqu’à la fin du délai de recours, puis comme publié.",
     "Until the end of the appeal period, then as it was published.", NO_CLOCK},
    {"requests",
     "Votre demande d’effacement, pourquoi elle a été refusée si elle l’a été, et la lettre qui vous "
     "l’apprend : à quelle adresse, quand, sans ce qu’elle dit.",
     "That you ask to be erased, why it was refused if it was, and the letter that tells you so: to "
     "which address, when, without what it says.",
     "Vous répondre, et montrer que c’est fait.", "To answer you, and to show that it was done.",
     "Tant qu’elle attend, ou que vous ne l’avez pas reprise ; un refus et sa lettre, après celui-ci.",
     "As long as it waits, or until you take it back; a refusal and its letter, after it was given.",
     PAL_RETENTION_ERASURES},
    {"erasures", "Pour quelle raison quelqu’un a été effacé.",
     "On which ground somebody was erased.", "Montrer que c’était demandé.",
     "To show that it was asked for.", "Après l’effacement.", "After the erasure.",
     PAL_RETENTION_ERASURES},
    {"log", "Des pseudonymes et des engagements, aucun nom.",
     "Pseudonyms and commitments, no name.", "Prouver que rien n’a été changé après coup.",
     "To prove that nothing was changed afterwards.", "La vie de la coopérative.",
     "The life of the cooperative.", NO_CLOCK},
};

static enum pal_err add_line(struct pal_store *store, const struct line *line,
                             struct pal_json *items)
{
    struct pal_json *json = pal_json_object_new();
    pal_json_append(items, json);
    pal_json_set_string(json, "code", line->code);
    pal_json_set(json, "what", pal_labels_new(line->what_fr, line->what_en));
    pal_json_set(json, "why", pal_labels_new(line->why_fr, line->why_en));
    pal_json_set(json, "until", pal_labels_new(line->until_fr, line->until_en));
    if (line->clock != NO_CLOCK) {
        int64_t days;
        PAL_TRY(pal_retention_read(store, (enum pal_retention_kind)line->clock, &days));
        pal_json_set_int(json, "days", days);
    }
    return PAL_OK;
}

static enum pal_err add_lines(struct pal_store *store, struct pal_json *items)
{
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        PAL_TRY(add_line(store, &lines[i], items));
    }
    return PAL_OK;
}

/* The host that gets the addresses to which letters go. */
static struct pal_text host_of(struct pal_text url)
{
    struct pal_text rest = url, head;
    (void)pal_text_cut(&rest, '/', &head);
    (void)pal_text_cut(&rest, '/', &head);
    return rest;
}

enum pal_err pal_on_data(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    PAL_SOCIETY(society);
    PAL_MAIL_SERVER(server);
    PAL_JSON(object);
    PAL_TRY(pal_society_read(store, &society));
    object = pal_json_object_new();
    pal_json_set_text(object, "controller", society.says.name);
    pal_json_set_text(object, "contact", society.says.contact);
    pal_json_set_text(object, "notice", society.says.data_notice);
    struct pal_json *items = pal_json_array_new();
    pal_json_set(object, "items", items);
    PAL_TRY(add_lines(store, items));
    enum pal_err err = pal_mail_server_read(store, &server);
    if (err != PAL_OK && err != PAL_ERR_MAIL_NONE) {
        return err;
    }
    if (err == PAL_OK) {
        pal_json_set_text(object, "mail_server", host_of(server.url));
    }
    pal_reply_json(reply, object);
    object = NULL;
    return PAL_OK;
}

/* --- my own export -------------------------------------------------------------------------- */

/* What is being gathered of a person. */
struct gathering {
    struct pal_store *store;
    struct pal_person_id person;
    struct pal_json *into, *member; /* the list, and the member being described */
    struct pal_member_id id;
};

struct pal_json *pal_write_consent(const struct pal_consent *consent)
{
    struct pal_json *json = pal_json_object_new();
    pal_json_set_bool(json, pal_consent_word(consent->kind), consent->is_given);
    pal_json_set_string(json, "source", pal_consent_source_word(consent->source));
    pal_json_set_instant(json, "at", consent->at_us);
    return json;
}

static enum pal_err add_consent(void *context, const struct pal_consent *consent)
{
    pal_json_append(context, pal_write_consent(consent));
    return PAL_OK;
}

static enum pal_err add_mail(void *context, const struct pal_mail_line *line)
{
    struct pal_json *json = pal_json_object_new();
    pal_json_set_string(json, "kind", pal_mail_kind_word(line->kind));
    pal_json_set_text(json, "address", line->address);
    pal_json_set_text(json, "state", line->state);
    pal_json_set_text(json, "error", line->error);
    pal_json_set_instant(json, "made_at", line->made_us);
    if (line->ended_us != 0) {
        pal_json_set_instant(json, "ended_at", line->ended_us);
    }
    pal_json_append(context, json);
    return PAL_OK;
}

static enum pal_err add_membership(void *context, const struct pal_membership *membership)
{
    struct pal_json *json = pal_json_object_new();
    pal_json_set_text(json, "category", membership->category);
    pal_json_set_optional_text(json, "college", membership->college);
    pal_json_set_date(json, "from", membership->from_on);
    pal_json_set_optional_day(json, "until", membership->until_on);
    pal_json_append(context, json);
    return PAL_OK;
}

static enum pal_err add_proxy(void *context, const struct pal_proxy *proxy)
{
    struct pal_json *json;
    struct gathering *gathering = context;
    PAL_TRY(pal_write_proxy(gathering->store, proxy, &json));
    pal_json_append(gathering->into, json);
    return PAL_OK;
}

static enum pal_err add_attendance(void *context, const struct pal_attendance_line *line)
{
    struct pal_json *json = pal_json_object_new();
    pal_json_set_instant(json, "entered_at", line->entered_us);
    if (line->left_us != 0) {
        pal_json_set_instant(json, "left_at", line->left_us);
    }
    pal_json_append(context, json);
    return PAL_OK;
}

static enum pal_err add_stay(void *context, const struct pal_assembly *assembly)
{
    const struct gathering *gathering = context;
    enum pal_err err = pal_attendance_last(gathering->store, assembly->id, gathering->id,
                                           add_attendance, gathering->into);
    return err == PAL_ERR_NOT_FOUND ? PAL_OK : err;
}

struct right {
    struct pal_json *into;
    const struct pal_uuid *poll;
};

static enum pal_err add_line_of_roll(void *context, const struct pal_roll_line *line)
{
    const struct right *right = context;
    struct pal_json *json = pal_json_object_new();
    pal_json_set_uuid(json, "poll", right->poll);
    pal_json_set_optional_text(json, "college", line->college);
    if (!line->is_hidden) {
        pal_json_set_bool(json, "used", line->is_used);
    }
    pal_json_append(right->into, json);
    return PAL_OK;
}

static enum pal_err add_right(void *context, const struct pal_poll *poll)
{
    const struct gathering *gathering = context;
    struct right right = {gathering->into, &poll->uuid};
    enum pal_err err =
        pal_roll_find(gathering->store, poll->id, gathering->id, add_line_of_roll, &right);
    return err == PAL_ERR_ROLL_ABSENT ? PAL_OK : err;
}

static enum pal_err add_proof(void *context, const struct pal_mailing *mailing)
{
    const struct gathering *gathering = context;
    struct pal_json *json;
    enum pal_err err = pal_sending_open(gathering->store, mailing, gathering->id, &json);
    if (err == PAL_OK) {
        pal_json_append(gathering->into, json);
    }
    return err == PAL_ERR_NOT_FOUND ? PAL_OK : err;
}

static enum pal_err add_proofs(void *context, const struct pal_assembly *assembly)
{
    const struct gathering *gathering = context;
    return pal_mailings_walk(gathering->store, assembly->id, add_proof, context);
}

static struct pal_json *begin_list(struct gathering *gathering, const char *name)
{
    gathering->into = pal_json_array_new();
    pal_json_set(gathering->member, name, gathering->into);
    return gathering->into;
}

static enum pal_err fill_member(struct gathering *gathering)
{
    const struct pal_proxies_query proxies = {.member = gathering->id,
                                              .limit = PAL_LIMIT_LOG_THINGS};
    const struct pal_assemblies_query assemblies = {.limit = PAL_LIMIT_LOG_THINGS};
    const struct pal_polls_query polls = {.limit = PAL_LIMIT_LOG_THINGS};
    struct pal_store *store = gathering->store;
    struct pal_json *erasure;
    PAL_TRY(pal_write_erasure_request(store, gathering->id, &erasure));
    pal_json_set(gathering->member, "erasure", erasure);
    PAL_TRY(pal_memberships_walk(store, gathering->id, add_membership,
                                 begin_list(gathering, "memberships")));
    (void)begin_list(gathering, "proxies");
    PAL_TRY(pal_proxies_walk(store, &proxies, add_proxy, gathering));
    (void)begin_list(gathering, "attendance");
    PAL_TRY(pal_assemblies_walk(store, &assemblies, add_stay, gathering));
    (void)begin_list(gathering, "notices");
    PAL_TRY(pal_assemblies_walk(store, &assemblies, add_proofs, gathering));
    (void)begin_list(gathering, "rights");
    return pal_polls_walk(store, &polls, add_right, gathering);
}

/* The members for whom the person acts, noted first: what is asked of each asks the register again. */
static enum pal_err note_member(void *context, const struct pal_member *member,
                                enum pal_acts_as how)
{
    struct pal_json *json = pal_json_object_new();
    pal_json_set_uuid(json, "id", &member->uuid);
    pal_json_set_text(json, "number", member->number);
    pal_json_set_text(json, "name", member->name);
    pal_json_set_string(json, "state", pal_member_state_word(member->state));
    pal_json_set_string(json, "as", pal_acts_as_word(how));
    pal_json_append(context, json);
    return PAL_OK;
}

/* Each member as it was noted, with what is known of it. */
static enum pal_err add_members(struct pal_store *store, struct pal_person_id person,
                                struct pal_json *object)
{
    PAL_JSON(noted);
    noted = pal_json_array_new();
    struct pal_json *members = pal_json_array_new();
    pal_json_set(object, "members", members);
    PAL_TRY(pal_members_of_person(store, person, note_member, noted));
    for (size_t i = 0; i < pal_json_count(noted); i++) {
        struct gathering gathering = {.store = store, .person = person};
        struct pal_uuid uuid;
        PAL_TRY(pal_json_uuid(pal_json_at(noted, i), "id", &uuid, NULL));
        PAL_TRY(pal_member_find(store, &uuid, &gathering.id));
        gathering.member = pal_json_copy(pal_json_at(noted, i));
        pal_json_append(members, gathering.member);
        PAL_TRY(fill_member(&gathering));
    }
    return PAL_OK;
}

static enum pal_err add_person(struct pal_store *store, struct pal_person_id id,
                               struct pal_json *object)
{
    PAL_PERSON(person);
    PAL_TRY(pal_person_read(store, id, &person));
    struct pal_json *json = pal_json_object_new();
    pal_json_set(object, "person", json);
    pal_json_set_uuid(json, "id", &person.uuid);
    pal_json_set_text(json, "name", person.says.name);
    pal_json_set_optional_text(json, "email", person.says.email);
    pal_json_set_optional_text(json, "phone", person.says.phone);
    pal_json_set_optional_text(json, "language", person.says.language);
    pal_json_set_optional_day(json, "born_on", person.says.born_on);
    return PAL_OK;
}

enum pal_err pal_on_my_export(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_person_id person = request->principal.person;
    PAL_JSON(object);
    object = pal_json_object_new();

    PAL_TRY(add_person(store, person, object));
    struct pal_json *roles;
    PAL_TRY(pal_roles_describe(store, person, request->now_us, &roles));
    pal_json_set(object, "offices", roles);
    struct pal_json *consents = pal_json_array_new();
    pal_json_set(object, "consents", consents);
    PAL_TRY(pal_consents_walk(store, person, add_consent, consents));
    struct pal_json *mail = pal_json_array_new();
    pal_json_set(object, "mail", mail);
    PAL_TRY(pal_mail_of_person(store, person, add_mail, mail));
    PAL_TRY(add_members(store, person, object));

    pal_reply_json(reply, object);
    object = NULL;
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    pal_reply_download(reply, "my-data.json");
    return PAL_OK;
}
