/* minutes_words.c - the codes of minutes in words. */
#include <string.h>

#include "minutes_page.h"

/* clang-format off */
static const struct {
    const char *kind, *code;
    struct pal_phrase words;
} words[] = {
    {"assembly", "ordinary", {"assemblée générale ordinaire", "ordinary general meeting"}},
    {"assembly", "extraordinary", {"assemblée générale extraordinaire", "extraordinary general meeting"}},
    {"assembly", "combined", {"assemblée générale mixte", "combined general meeting"}},
    {"assembly", "college", {"réunion de collège", "meeting of a college"}},
    {"assembly", "written", {"consultation écrite", "written consultation"}},
    {"call", "first", {"première convocation", "first call"}},
    {"call", "second", {"seconde convocation", "second call"}},
    {"class", "ordinary", {"décision ordinaire", "ordinary decision"}},
    {"class", "extraordinary", {"décision extraordinaire", "extraordinary decision"}},
    {"role", "chair", {"Président de séance", "Chair"}},
    {"role", "secretary", {"Secrétaire de séance", "Secretary"}},
    {"role", "scrutineer", {"Scrutateur", "Scrutineer"}},
    {"role", "scrutineer_1", {"Premier scrutateur", "First scrutineer"}},
    {"role", "scrutineer_2", {"Second scrutateur", "Second scrutineer"}},
    {"origin", "board", {"présentée par le conseil", "tabled by the board"}},
    {"origin", "members", {"demandée par des sociétaires", "requested by members"}},
    {"opinion", "none", {"sans avis du conseil", "no opinion of the board"}},
    {"opinion", "approved", {"agréée par le conseil", "approved by the board"}},
    {"opinion", "not_approved", {"non agréée par le conseil", "not approved by the board"}},
    {"state", "draft", {"n’a pas été décidée", "was not decided"}},
    {"state", "frozen", {"n’a pas été décidée", "was not decided"}},
    {"state", "decided", {"a été mise aux voix", "was put to the vote"}},
    {"state", "withdrawn", {"a été retirée", "was withdrawn"}},
    {"procedure", "consent", {"par consentement", "by consent"}},
    {"procedure", "election_without_candidates", {"par une élection sans candidat", "by an election without candidates"}},
    {"procedure", "contract_change", {"comme changement de contrat, après un préavis", "as a change of contract, after a notice"}},
    {"refused", "true", {"oui", "yes"}},
    {"refused", "false", {"non", "no"}},
    {"verdict", "adopted", {"La résolution est adoptée.", "The resolution is adopted."}},
    {"verdict", "rejected", {"La résolution est rejetée.", "The resolution is rejected."}},
    {"verdict", "no_quorum", {"Faute de quorum, rien n’est décidé.", "For want of a quorum, nothing is decided."}},
    {"verdict", "counted", {"Le scrutin est dépouillé.", "The poll is counted."}},
    {"amendment", "adopted", {"L’amendement est adopté.", "The amendment is adopted."}},
    {"amendment", "rejected", {"L’amendement est rejeté.", "The amendment is rejected."}},
    {"amendment", "no_quorum", {"Faute de quorum, rien n’est décidé.", "For want of a quorum, nothing is decided."}},
    {"fate", "proposed", {"non décidé", "undecided"}},
    {"fate", "accepted", {"repris par le conseil", "taken in by the board"}},
    {"fate", "voting", {"mis aux voix", "put to the vote"}},
    {"fate", "adopted", {"adopté", "adopted"}},
    {"fate", "rejected", {"rejeté", "rejected"}},
    {"fate", "lapsed", {"tombé", "lapsed"}},
    {"fate", "withdrawn", {"retiré", "withdrawn"}},
    {"concern", "open", {"restée sans suite", "left without an answer"}},
    {"concern", "met", {"levée", "met"}},
    {"concern", "maintained", {"maintenue", "maintained"}},
    {"motion", "suspend", {"suspension de séance", "suspend the sitting"}},
    {"motion", "close_debate", {"clôture du débat", "close the debate"}},
    {"motion", "secret_ballot", {"scrutin secret", "secret ballot"}},
    {"motion", "reclassify", {"changement de nature", "another class of decision"}},
    {"carried", "true", {"adoptée", "carried"}},
    {"carried", "false", {"non adoptée", "not carried"}},
    {"by", "chair", {"décision du président", "decision of the chair"}},
    {"by", "motion", {"sur motion", "by a motion"}},
    {"part", "present", {"présent", "present"}},
    {"part", "represented", {"représenté", "represented"}},
    {"part", "postal", {"par correspondance", "by post"}},
    {"part", "remote", {"à distance", "remotely"}},
    {"consent", "consent", {"Consentement", "Consent"}},
    {"consent", "reserve", {"Consentement avec une réserve", "Consent with a reservation"}},
    {"consent", "object", {"Objection", "Objection"}},
    {"consent", "abstain", {"Abstention", "Abstention"}},
    {"secrecy", "open", {"scrutin public", "open poll"}},
    {"secrecy", "secret", {"scrutin secret", "secret poll"}},
    {"met", "true", {"atteint", "reached"}},
    {"met", "false", {"non atteint", "not reached"}},
    {"basis", "none", {"aucun quorum", "no quorum"}},
    {"basis", "members", {"par tête", "by head"}},
    {"basis", "weighted", {"pondéré par collège", "weighted by college"}},
    {"basis", "per_college", {"dans chaque collège", "in each college"}},
};
/* clang-format on */

struct pal_text pal_minutes_word(const struct pal_minutes_page *page, const char *kind,
                                 struct pal_text code)
{
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i].kind, kind) == 0 && pal_text_is(code, words[i].code)) {
            return pal_text_of(page->sheet->language == PAL_FRENCH ? words[i].words.fr
                                                                   : words[i].words.en);
        }
    }
    return code;
}

struct pal_text pal_minutes_text(const struct pal_json *object, const char *name)
{
    const struct pal_json *value = pal_json_get(object, name);
    return value != NULL && pal_json_kind(value) == PAL_JSON_TEXT ? pal_json_as_text(value)
                                                                  : pal_text_of("");
}

struct pal_text pal_minutes_college(const struct pal_minutes_page *page, struct pal_text id)
{
    const struct pal_json *colleges = pal_json_get(page->document, "colleges");
    bool is_french = page->sheet->language == PAL_FRENCH;
    for (size_t i = 0; i < pal_json_count(colleges); i++) {
        const struct pal_json *college = pal_json_at(colleges, i);
        if (pal_text_equal(pal_minutes_text(college, "id"), id)) {
            return pal_minutes_text(college, is_french ? "fr" : "en");
        }
    }
    bool is_all = pal_text_is(id, "all") || id.size == 0;
    return is_all ? pal_text_of(is_french ? "Assemblée" : "Assembly") : id;
}
