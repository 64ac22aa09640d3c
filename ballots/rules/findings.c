/*
 * findings.c - what can be found wrong with a constitution or with a split: codes, severities, sentences.
 *
 * RULE docs/rules/constitution.md
 * > A finding has a stable code, the place in the document, a severity and a sentence in French and in
 * > English.
 */
#include "findings.h"

#include "base/mem.h"

/* The sentences hold one %s at most: what stands after the colon of the code. */
static const struct {
    enum pal_severity severity;
    const char *code, *fr, *en;
} rows[PAL_FINDING_COUNT] = {
    [PAL_FINDING_DUPLICATE_COLLEGE] = {PAL_SEVERITY_ERROR, "duplicate_college_id",
                                       "Deux collèges portent le même identifiant.",
                                       "Two colleges have the same identifier."},
    [PAL_FINDING_DUPLICATE_CATEGORY] = {PAL_SEVERITY_ERROR, "duplicate_category_id",
                                        "Deux catégories portent le même identifiant.",
                                        "Two categories have the same identifier."},
    [PAL_FINDING_WEIGHTS_SUM] = {PAL_SEVERITY_ERROR, "weights_do_not_sum_to_one",
                                 "La somme des poids des collèges n’est pas égale à 1.",
                                 "The weights of the colleges do not add up to 1."},
    [PAL_FINDING_TOO_FEW_COLLEGES] = {PAL_SEVERITY_ERROR, "too_few_colleges",
                                      "Une SCIC qui a des collèges en a au moins trois "
                                      "(loi n° 47-1775, art. 19 octies).",
                                      "A SCIC that has colleges has at least three "
                                      "(law no. 47-1775, art. 19 octies)."},
    [PAL_FINDING_COLLEGE_ABOVE_MAX] = {PAL_SEVERITY_ERROR, "college_above_max",
                                       "Le collège « %s » a plus de 50 %% des droits de vote "
                                       "(loi n° 47-1775, art. 19 octies).",
                                       "The college \"%s\" has more than 50 %% of the votes "
                                       "(law no. 47-1775, art. 19 octies)."},
    [PAL_FINDING_COLLEGE_BELOW_MIN] = {PAL_SEVERITY_ERROR, "college_below_min",
                                       "Le collège « %s » a moins de 10 %% des droits de vote "
                                       "(loi n° 47-1775, art. 19 octies).",
                                       "The college \"%s\" has less than 10 %% of the votes "
                                       "(law no. 47-1775, art. 19 octies)."},
    [PAL_FINDING_CAPITAL] = {PAL_SEVERITY_ERROR, "capital_weighting_forbidden",
                             "Le capital ne peut pas peser dans les votes.",
                             "Capital may not weigh in the votes."},
    [PAL_FINDING_TOO_FEW_CATEGORIES] = {PAL_SEVERITY_ERROR, "too_few_categories",
                                        "Une SCIC a au moins trois catégories d’associés "
                                        "(loi n° 47-1775, art. 19 septies).",
                                        "A SCIC has at least three categories of members "
                                        "(law no. 47-1775, art. 19 septies)."},
    [PAL_FINDING_MISSING_CATEGORY] =
        {PAL_SEVERITY_ERROR, "missing_category",
         "Il manque la catégorie « %s » (loi n° 47-1775, art. 19 septies).",
         "The category \"%s\" is missing (law no. 47-1775, art. 19 septies)."},
    [PAL_FINDING_MAJORITY_BELOW_SIMPLE] =
        {PAL_SEVERITY_ERROR, "majority_below_simple",
         "La majorité « %s » est inférieure à la majorité des suffrages "
         "exprimés (Cass. ass. plén., 15 nov. 2024, n° 23-16.670).",
         "The majority \"%s\" is less than the majority of the votes "
         "expressed (Cass. ass. plén., 15 Nov. 2024, no. 23-16.670)."},
    [PAL_FINDING_SA_TWO_THIRDS] =
        {PAL_SEVERITY_ERROR, "sa_extraordinary_majority_is_two_thirds",
         "Dans une SA la majorité extraordinaire est de deux tiers exactement "
         "(code de commerce, art. L225-96).",
         "In an SA the extraordinary majority is two thirds exactly "
         "(code de commerce, art. L225-96)."},
    [PAL_FINDING_CATEGORY_UNPLACED] = {PAL_SEVERITY_WARNING, "category_without_college",
                                       "Aucun collège ne reçoit la catégorie « %s ».",
                                       "No college takes the category \"%s\"."},
    [PAL_FINDING_SCOP_EMPLOYEES] = {PAL_SEVERITY_ERROR, "employees_below_share",
                                    "Les salariés d’une SCOP ont au moins 65 %% des droits de vote "
                                    "(loi n° 78-763).",
                                    "The employees of a SCOP have at least 65 %% of the votes "
                                    "(law no. 78-763)."},
    [PAL_FINDING_SCOP_PROXIES] =
        {PAL_SEVERITY_ERROR, "proxies_above_law",
         "Les statuts permettent plus de pouvoirs par associé que la loi sur les SCOP, "
         "qui l’emporte.",
         "The statutes allow more proxies per member than the law on SCOPs, "
         "which prevails."},
    [PAL_FINDING_SCE_INVESTORS] =
        {PAL_SEVERITY_ERROR, "investors_above_share",
         "Les membres investisseurs d’une SCE ont au plus 25 %% des droits de vote "
         "(règlement 1435/2003, art. 59).",
         "The investor members of an SCE have at most 25 %% of the votes "
         "(regulation 1435/2003, art. 59)."},
    [PAL_FINDING_SCE_MEMBER_SHARE] =
        {PAL_SEVERITY_ERROR, "member_above_share",
         "Un membre du collège « %s » aurait à lui seul plus de 30 %% des droits "
         "de vote (règlement 1435/2003, art. 59).",
         "A member of the college \"%s\" alone would have more than 30 %% of the "
         "votes (regulation 1435/2003, art. 59)."},
    [PAL_FINDING_SCE_MEMBER_VOTES] =
        {PAL_SEVERITY_ERROR, "member_above_five_votes",
         "Un membre du collège « %s » pèserait plus de cinq fois un autre membre "
         "(règlement 1435/2003, art. 59).",
         "A member of the college \"%s\" would weigh more than five times "
         "another (regulation 1435/2003, art. 59)."},
    [PAL_FINDING_OUT_OF_REACH] = {PAL_SEVERITY_WARNING, "majority_out_of_reach",
                                  "Rien ne peut réunir la majorité « %s » : aucune part ne dépasse "
                                  "le tout.",
                                  "Nothing can reach the majority \"%s\": no share exceeds the "
                                  "whole."},
    [PAL_FINDING_MAX_WEIGHT] = {PAL_SEVERITY_WARNING, "max_weight_above_half",
                                "Quand un collège est vide, un autre pourrait dépasser 50 %% des "
                                "droits de vote (loi n° 47-1775, art. 19 octies).",
                                "When a college is empty another could have more than 50 %% of the "
                                "votes (law no. 47-1775, art. 19 octies)."},
    [PAL_FINDING_EMPTY_LIFTS] =
        {PAL_SEVERITY_WARNING, "empty_college_lifts_above_half",
         "Quand des collèges sont vides, le collège « %s » pourrait dépasser "
         "50 %% des droits de vote (loi n° 47-1775, art. 19 octies).",
         "When colleges are empty the college \"%s\" could have more than "
         "50 %% of the votes (law no. 47-1775, art. 19 octies)."},
    [PAL_FINDING_SA_QUORUM] = {PAL_SEVERITY_WARNING, "sa_quorum_below_law",
                               "Dans une SA le quorum « %s » ne peut être inférieur à celui de la "
                               "loi (code de commerce, art. L225-96 et L225-98).",
                               "In an SA the quorum \"%s\" may not be less than that of the law "
                               "(code de commerce, art. L225-96 and L225-98)."},
    [PAL_FINDING_SA_PROXIES] = {PAL_SEVERITY_WARNING, "sa_proxies_are_a_right",
                                "Dans une SA chacun peut donner pouvoir à un autre, ou en blanc "
                                "(code de commerce, art. L225-106).",
                                "In an SA everyone may give a proxy to another, or a blank one "
                                "(code de commerce, art. L225-106)."},
    [PAL_FINDING_SA_POSTAL] = {PAL_SEVERITY_WARNING, "sa_postal_votes_are_a_right",
                               "Dans une SA chacun peut voter par correspondance, jusqu’à trois "
                               "jours avant (code de commerce, art. L225-107 et R225-77).",
                               "In an SA everyone may vote by post, until three days before (code "
                               "de commerce, art. L225-107 and R225-77)."},
    [PAL_FINDING_SA_NOTICE] = {PAL_SEVERITY_WARNING, "sa_notice_below_law",
                               "Dans une SA la convocation part quinze jours avant, dix pour la "
                               "seconde (code de commerce, art. R225-69).",
                               "In an SA the notice is sent fifteen days before, ten for the "
                               "second call (code de commerce, art. R225-69)."},
    [PAL_FINDING_TURNS_UNKNOWN] =
        {PAL_SEVERITY_ERROR, "college_turns_into_no_class",
         "Un collège ne peut demander pour une résolution ordinaire que la majorité d’une autre "
         "classe de ces statuts, et « %s » n’en est pas une.",
         "A college may only ask for an ordinary resolution the majority of another class of these "
         "statutes, and \"%s\" is none."},
    [PAL_FINDING_MOTION_ALONE] = {PAL_SEVERITY_WARNING, "motion_carried_alone",
                                  "Une seule personne pourrait suspendre la séance ou clore le "
                                  "débat.",
                                  "One person alone could suspend the sitting or close the "
                                  "debate."},
    [PAL_FINDING_LEGAL_RESERVE] =
        {PAL_SEVERITY_ERROR, "legal_reserve_too_low",
         "La réserve légale reçoit moins que la loi ne veut : 15 %% de ce qui se répartit, tant que "
         "les réserves sont inférieures au capital (loi n° 47-1775, art. 16).",
         "The legal reserve gets less than the law wants: 15 %% of what is shared, while the "
         "reserves are below the capital (law no. 47-1775, art. 16)."},
    [PAL_FINDING_STATUTORY_RESERVE] =
        {PAL_SEVERITY_ERROR, "statutory_reserve_too_low",
         "La réserve statutaire reçoit moins que la moitié de ce qui reste après la réserve légale "
         "(loi n° 47-1775, art. 19 nonies).",
         "The statutory reserve gets less than half of what remains after the legal reserve "
         "(law no. 47-1775, art. 19 nonies)."},
    [PAL_FINDING_SURPLUS_BALANCE] =
        {PAL_SEVERITY_ERROR, "does_not_balance",
         "Les montants n’ont pas pour total ce qui se répartit : le résultat moins le déficit "
         "reporté.",
         "The amounts do not add up to what is shared: the result less the deficit brought "
         "forward."},
    [PAL_FINDING_SURPLUS_NEGATIVE] = {PAL_SEVERITY_ERROR, "negative_amount",
                                      "Un montant est négatif.", "An amount is negative."},
};

void pal_findings_done(struct pal_findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        pal_mem_free(findings->items[i].code);
        pal_mem_free(findings->items[i].pointer);
        pal_mem_free(findings->items[i].fr);
        pal_mem_free(findings->items[i].en);
    }
    pal_mem_free(findings->items);
    *findings = (struct pal_findings){0};
}

bool pal_findings_allow(const struct pal_findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        if (findings->items[i].severity == PAL_SEVERITY_ERROR) {
            return false;
        }
    }
    return true;
}

/* The sentence with the subject in the place of %s, and %% as %. */
static char *sentence_new(const char *sentence, const char *subject)
{
    PAL_BUF(buf);
    for (const char *at = sentence; *at != '\0'; at++) {
        if (*at != '%') {
            pal_buf_add(&buf, at, 1);
            continue;
        }
        at++;
        pal_buf_add_string(&buf, *at == 's' ? subject : "%");
    }
    return pal_buf_take(&buf);
}

void pal_finding_report(struct pal_findings *findings, enum pal_finding_code finding,
                        const char *subject, const char *pointer)
{
    PAL_BUF(code);
    pal_buf_add_string(&code, rows[finding].code);
    if (subject[0] != '\0') {
        pal_buf_add_format(&code, ":%s", subject);
    }
    findings->items = pal_mem_grow(findings->items, findings->count + 1, sizeof findings->items[0]);
    findings->items[findings->count++] = (struct pal_finding){
        .code = pal_buf_take(&code),
        .pointer = pal_mem_copy_string(pointer),
        .fr = sentence_new(rows[finding].fr, subject),
        .en = sentence_new(rows[finding].en, subject),
        .severity = rows[finding].severity,
    };
}

void pal_finding_report_at(struct pal_findings *findings, enum pal_finding_code finding,
                           const char *subject, const char *array, size_t index)
{
    PAL_BUF(pointer);
    pal_buf_add_format(&pointer, "/%s/%zu", array, index);
    pal_finding_report(findings, finding, subject, pointer.bytes);
}

struct pal_json *pal_findings_write(const struct pal_findings *findings)
{
    struct pal_json *array = pal_json_array_new();
    for (size_t i = 0; i < findings->count; i++) {
        const struct pal_finding *finding = &findings->items[i];
        struct pal_json *object = pal_json_object_new();
        pal_json_set_string(object, "code", finding->code);
        pal_json_set_string(object, "pointer", finding->pointer);
        pal_json_set_string(object, "severity",
                            finding->severity == PAL_SEVERITY_ERROR ? "error" : "warning");
        pal_json_set_string(object, "fr", finding->fr);
        pal_json_set_string(object, "en", finding->en);
        pal_json_append(array, object);
    }
    return array;
}
