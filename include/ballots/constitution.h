/*
 * constitution.h - the statutes of a society as data, and what the law of its regime says of them.
 *
 * A document states every field or lists it under "unknown": nothing is implied, and what a poll
 * needs and the document leaves unknown stops the poll when it is called. Its form is published in
 * ballots/rules/constitution.schema.json, its meaning in docs/rules/constitution.md. It is
 * identified by the hash of its canonical bytes and never changes: a new version is a new document.
 *
 * A fragment is what acceptance cases hold: fields that are absent take the first value of the
 * table in docs/rules/constitution.md. No society lives under a fragment.
 */
#ifndef PAL_BALLOTS_CONSTITUTION_H
#define PAL_BALLOTS_CONSTITUTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/json.h"
#include "base/ratio.h"

#define PAL_CONSTITUTION_FORMAT "palabre-constitution/1"

/* Each list: enumerator, word of the document. The first is what a fragment takes when silent. */
/* clang-format off */
#define PAL_REGIMES(X) \
    X(PAL_REGIME_FR_SCIC, "fr-scic") X(PAL_REGIME_FR_SCOP, "fr-scop") \
    X(PAL_REGIME_FR_ASSO, "fr-asso") X(PAL_REGIME_EU_SCE, "eu-sce") X(PAL_REGIME_OTHER, "other")
#define PAL_LEGAL_FORMS(X) \
    X(PAL_FORM_SA, "SA") X(PAL_FORM_SAS, "SAS") X(PAL_FORM_SARL, "SARL") \
    X(PAL_FORM_ASSO, "ASSO") X(PAL_FORM_COOP, "COOP")
#define PAL_WEIGHT_BASES(X) \
    X(PAL_WEIGHT_STATUTES, "statutes") X(PAL_WEIGHT_CAPITAL, "capital")
#define PAL_TRANSFER_RULES(X) \
    X(PAL_CARRY_PROPORTIONAL, "proportional") X(PAL_CARRY_MAJORITY, "majority") \
    X(PAL_CARRY_NONE, "none")
#define PAL_COLLEGE_BASES(X) \
    X(PAL_COLLEGE_BASE_EXPRESSED, "expressed") X(PAL_COLLEGE_BASE_PRESENT, "present")
#define PAL_COLLEGE_TIES(X) \
    X(PAL_COLLEGE_TIE_EXCLUDED, "excluded") X(PAL_COLLEGE_TIE_SPLIT, "split") \
    X(PAL_COLLEGE_TIE_AGAINST, "against")
#define PAL_ABSTENTIONS(X) \
    X(PAL_ABSTENTION_EXCLUDED, "excluded") X(PAL_ABSTENTION_AGAINST, "against") \
    X(PAL_ABSTENTION_FOR, "for")
#define PAL_SILENTS(X) \
    X(PAL_SILENT_RENORMALISE, "renormalise") X(PAL_SILENT_STRICT, "strict")
#define PAL_EMPTIES(X) \
    X(PAL_EMPTY_REDISTRIBUTE_EQUAL, "redistribute_equal") \
    X(PAL_EMPTY_REDISTRIBUTE_PRORATA, "redistribute_prorata") \
    X(PAL_EMPTY_RENORMALISE, "renormalise")
#define PAL_QUORUM_BASES(X) \
    X(PAL_QUORUM_MEMBERS, "members") X(PAL_QUORUM_WEIGHTED, "weighted") \
    X(PAL_QUORUM_PER_COLLEGE, "per_college")
#define PAL_MAJORITY_BASES(X) \
    X(PAL_MAJORITY_EXPRESSED, "expressed") X(PAL_MAJORITY_PRESENT, "present") \
    X(PAL_MAJORITY_MEMBERS, "members")
#define PAL_PROXY_SCOPES(X) \
    X(PAL_PROXY_ANY, "any") X(PAL_PROXY_SAME_COLLEGE, "same_college")
#define PAL_TIE_BREAKS(X) \
    X(PAL_TIE_BREAK_ELDER, "elder") X(PAL_TIE_BREAK_SENIORITY, "seniority") X(PAL_TIE_BREAK_LOT, "lot")
#define PAL_SECRECIES(X) \
    X(PAL_SECRECY_OPEN, "open") X(PAL_SECRECY_SECRET, "secret") \
    X(PAL_SECRECY_VERIFIABLE, "verifiable")
#define PAL_ROLL_CALLS(X) \
    X(PAL_ROLL_CALL_NAME, "name") X(PAL_ROLL_CALL_PSEUDONYM, "pseudonym")
/* What the law calls a category of members, whatever the statutes call it. */
#define PAL_CATEGORY_KINDS(X) \
    X(PAL_CATEGORY_BENEFICIARY, "beneficiary") X(PAL_CATEGORY_EMPLOYEE, "employee") \
    X(PAL_CATEGORY_PRODUCER, "producer") X(PAL_CATEGORY_PUBLIC, "public") \
    X(PAL_CATEGORY_INVESTOR, "investor") X(PAL_CATEGORY_OTHER, "other")
/* How a college is carried under the majority rule. */
#define PAL_COLLEGE_MAJORITIES(X) \
    X(PAL_COLLEGE_MAJORITY_SIMPLE, "simple") \
    X(PAL_COLLEGE_MAJORITY_RESOLUTION, "same_as_resolution") \
    X(PAL_COLLEGE_MAJORITY_THRESHOLD, "threshold")

#define PAL_WORD_ENUMERATOR(name, word) name,
enum pal_regime { PAL_REGIMES(PAL_WORD_ENUMERATOR) };
enum pal_legal_form { PAL_LEGAL_FORMS(PAL_WORD_ENUMERATOR) };
enum pal_weight_basis { PAL_WEIGHT_BASES(PAL_WORD_ENUMERATOR) };
enum pal_transfer_rule { PAL_TRANSFER_RULES(PAL_WORD_ENUMERATOR) };
enum pal_college_base { PAL_COLLEGE_BASES(PAL_WORD_ENUMERATOR) };
enum pal_college_tie { PAL_COLLEGE_TIES(PAL_WORD_ENUMERATOR) };
enum pal_abstention { PAL_ABSTENTIONS(PAL_WORD_ENUMERATOR) };
enum pal_silent { PAL_SILENTS(PAL_WORD_ENUMERATOR) };
enum pal_empty { PAL_EMPTIES(PAL_WORD_ENUMERATOR) };
enum pal_quorum_basis { PAL_QUORUM_BASES(PAL_WORD_ENUMERATOR) };
enum pal_majority_base { PAL_MAJORITY_BASES(PAL_WORD_ENUMERATOR) };
enum pal_proxy_scope { PAL_PROXY_SCOPES(PAL_WORD_ENUMERATOR) };
enum pal_tie_break { PAL_TIE_BREAKS(PAL_WORD_ENUMERATOR) };
enum pal_secrecy { PAL_SECRECIES(PAL_WORD_ENUMERATOR) };
enum pal_roll_call { PAL_ROLL_CALLS(PAL_WORD_ENUMERATOR) };
enum pal_category_kind { PAL_CATEGORY_KINDS(PAL_WORD_ENUMERATOR) };
enum pal_college_majority { PAL_COLLEGE_MAJORITIES(PAL_WORD_ENUMERATOR) };

/* What a document may leave unknown: enumerator, name under "unknown", place in the document. */
#define PAL_CONSTITUTION_FIELDS(X) \
    X(LEGAL_FORM,         "legal_form",         "/legal_form") \
    X(WEIGHT_BASIS,       "weight_basis",       "/weight_basis") \
    X(CATEGORIES,         "categories",         "/categories") \
    X(HAS_EMPLOYEES,      "has_employees",      "/has_employees") \
    X(COLLEGE_WEIGHTS,    "college_weights",    "/colleges") \
    X(COLLEGE_SEATS,      "college_seats",      "/colleges") \
    X(COLLEGE_CATEGORIES, "college_categories", "/colleges") \
    X(TRANSFER_RULE,      "transfer_rule",      "/transfer_rule") \
    X(COLLEGE_BASE,       "college_base",       "/college_base") \
    X(COLLEGE_MAJORITY,   "college_majority",   "/college_majority") \
    X(COLLEGE_TIE,        "college_tie",        "/college_tie") \
    X(ABSTENTION,         "abstention",         "/abstention") \
    X(SILENT_COLLEGE,     "silent_college",     "/silent_college") \
    X(EMPTY_COLLEGE,      "empty_college",      "/empty_college") \
    X(MIN_COLLEGES,       "min_colleges_for_weighting", "/min_colleges_for_weighting") \
    X(MAX_WEIGHT,         "max_weight",         "/max_weight") \
    X(QUORUM,             "quorum",             "/quorum") \
    X(MAJORITY,           "majority",           "/majority") \
    X(PROXY,              "proxy",              "/proxy") \
    X(POSTAL,             "postal",             "/postal") \
    X(NOTICE,             "notice",             "/notice") \
    X(TIE_BREAK,          "tie_break",          "/tie_break") \
    X(SECRECY,            "secrecy",            "/secrecy") \
    X(ROLL_CALL,          "roll_call",          "/roll_call") \
    X(K_MIN,              "k_min",              "/k_min")
/* clang-format on */

#define PAL_FIELD_ENUMERATOR(name, word, pointer) PAL_FIELD_##name,
enum pal_constitution_field {
    PAL_CONSTITUTION_FIELDS(PAL_FIELD_ENUMERATOR) PAL_CONSTITUTION_FIELD_COUNT
};
#undef PAL_FIELD_ENUMERATOR

/* First and second convocation (call) of a meeting. */
enum pal_call { PAL_CALL_FIRST, PAL_CALL_SECOND, PAL_CALL_COUNT };

struct pal_category {
    char *id;
    char *label_fr, *label_en; /* the id where a fragment gives none */
    enum pal_category_kind kind;
};

struct pal_college {
    char *id;
    char *label_fr, *label_en;
    mpq_t weight; /* zero unless has_weight */
    bool has_weight;
    uint64_t board_seats;
    size_t *categories; /* indexes into the categories of the constitution */
    size_t category_count;
};

struct pal_majority_rule {
    mpq_t threshold;
    bool strict; /* the threshold must be exceeded, not only reached */
    enum pal_majority_base base;
};

/* A decision class: "ordinary", "extraordinary" or what the statutes call it. */
struct pal_class {
    char *id;
    bool has_majority, has_quorum;                 /* a document has both, always */
    struct pal_majority_rule rule[PAL_CALL_COUNT]; /* the second is the first unless stated */
    mpq_t quorum[PAL_CALL_COUNT];
    /* Double majorities, on top of the rule. */
    bool every_college;        /* more votes for than against in each college */
    bool has_each_college_min; /* and no college with a smaller share for */
    mpq_t each_college_min;
    bool has_members_min; /* and votes for from this share of all members, by head */
    mpq_t members_min;
};

struct pal_proxy_rule {
    bool allowed, blank_allowed;
    bool is_unlimited; /* or else max_per_holder */
    bool is_by_law;    /* the cap that the law gives for the number of members (SCOP) */
    uint64_t max_per_holder;
    enum pal_proxy_scope scope;
};

/* What the statutes say of elections, where they say it; what they leave out each poll says. */
struct pal_election_rule {
    bool is_stated;
    bool within_seats; /* a ballot approves no more options than there are seats */
    bool offers_none;  /* none of these is an option, or else it is not */
    bool is_released;  /* a seat for which its group has no candidate goes to another */
};

/* A share, or nothing where the statutes have no such thing; then the share is zero. */
struct pal_optional_share {
    bool is_stated;
    mpq_t share;
};

/* What the statutes say of deliberation, where they say it. */
struct pal_deliberation_rule {
    bool is_stated;                             /* or else nothing below is */
    struct pal_optional_share sponsors;         /* of all members, for a member's resolution */
    struct pal_optional_share college_sponsors; /* of one college, enough too */
    int64_t debate_days;                        /* a debate lasts at least so long */
    int64_t extension_days;                     /* that an extension adds */
    int64_t contract_days;                      /* of notice of a change of contract */
    struct pal_optional_share motion_support;   /* carries a procedural motion */
    struct pal_optional_share secret_on_request;
    char *college_turns; /* the class into which a college turns an ordinary resolution, or NULL */
};

struct pal_constitution {
    struct pal_json *document; /* as it was read, owned */
    struct pal_hash hash;      /* of its canonical bytes; all zero for a fragment */
    char *name;
    enum pal_regime regime;
    enum pal_legal_form legal_form;
    enum pal_weight_basis weight_basis;
    bool has_categories; /* a fragment may have none */
    struct pal_category *categories;
    size_t category_count;
    bool has_employees;
    struct pal_college *colleges;
    size_t college_count;
    enum pal_transfer_rule transfer_rule;
    enum pal_college_base college_base;
    enum pal_college_majority college_majority;
    struct pal_majority_rule college_threshold; /* for PAL_COLLEGE_MAJORITY_THRESHOLD */
    enum pal_college_tie college_tie;
    enum pal_abstention abstention;
    enum pal_silent silent_college;
    enum pal_empty empty_college;
    uint64_t min_colleges;
    mpq_t max_weight;
    enum pal_quorum_basis quorum_basis;
    struct pal_class *classes; /* in the order of "majority", then those only in "quorum" */
    size_t class_count;
    struct pal_proxy_rule proxy;
    bool postal_allowed;
    int64_t postal_days;                 /* a form arrives at least so many days before */
    int64_t notice_days[PAL_CALL_COUNT]; /* between sending and meeting */
    int64_t request_days;                /* a requested resolution, before the meeting */
    enum pal_tie_break tie_break;
    enum pal_secrecy secrecy;
    enum pal_roll_call roll_call;
    struct pal_election_rule elections;
    struct pal_deliberation_rule deliberation;
    uint64_t k_min;   /* a college with fewer electors has no secrecy */
    uint64_t unknown; /* one bit per enum pal_constitution_field */
};

#define PAL_CONSTITUTION(name) struct pal_constitution name PAL_CLEANUP(pal_constitution_done) = {0}
void pal_constitution_done(struct pal_constitution *constitution);

enum pal_constitution_mode { PAL_CONSTITUTION_DOCUMENT, PAL_CONSTITUTION_FRAGMENT };

/* Reads a document (or a fragment). json is copied. On failure out is left zeroed and out_where
 * has the pointer of the faulty field.
 *
 * PAL_ERR_JSON_UNKNOWN   a member that a constitution does not have
 * PAL_ERR_JSON_MISSING   a field that is neither stated nor listed under "unknown"
 * PAL_ERR_JSON_VALUE     a word that is not in the list; a field both stated and unknown
 * PAL_ERR_JSON_TYPE, PAL_ERR_RATIO_*, PAL_ERR_LIMIT_*
 * PAL_ERR_CANON_*        a text that is not in normal form C, a name not made of a-z, 0-9, _ */
PAL_MUST_USE enum pal_err pal_constitution_parse(const struct pal_json *json,
                                                 enum pal_constitution_mode mode,
                                                 struct pal_constitution *out,
                                                 struct pal_where *out_where);

bool pal_constitution_knows(const struct pal_constitution *constitution,
                            enum pal_constitution_field field);
/* PAL_ERR_CONSTITUTION_UNKNOWN, and the place of the field, when the document leaves it unknown. */
PAL_MUST_USE enum pal_err pal_constitution_require(const struct pal_constitution *constitution,
                                                   enum pal_constitution_field field,
                                                   struct pal_where *out_where);
/* The name of a field as it stands under "unknown" and "sources". */
const char *pal_constitution_field_name(enum pal_constitution_field field);

/* The words of the document: "weighted", "members". */
const char *pal_quorum_basis_word(enum pal_quorum_basis basis);
const char *pal_majority_base_word(enum pal_majority_base base);

/* Index of a college, a category; SIZE_MAX when there is none of that id. */
size_t pal_constitution_college(const struct pal_constitution *constitution, struct pal_text id);
size_t pal_constitution_category(const struct pal_constitution *constitution, struct pal_text id);
/* NULL when there is no decision class of that id. Lives as long as the constitution. */
const struct pal_class *pal_constitution_class(const struct pal_constitution *constitution,
                                               struct pal_text id);

/* What the law of the regime says of the statutes. */
enum pal_severity { PAL_SEVERITY_ERROR, PAL_SEVERITY_WARNING };
struct pal_finding {
    char *code;    /* "college_above_max:users": stable */
    char *pointer; /* the place in the document */
    char *fr, *en; /* a sentence in each language */
    enum pal_severity severity;
};
struct pal_findings {
    struct pal_finding *items;
    size_t count;
};
#define PAL_FINDINGS(name) struct pal_findings name PAL_CLEANUP(pal_findings_done) = {0}
void pal_findings_done(struct pal_findings *findings);
/* No finding of severity error. */
bool pal_findings_allow(const struct pal_findings *findings);

/* Appends what is wrong, in the order of docs/rules/constitution.md. What the document leaves
 * unknown is not judged. */
void pal_constitution_check(const struct pal_constitution *constitution,
                            struct pal_findings *findings);
/* Appends what depends on how many members each college has (one count per college, or one in all
 * where there is none): caps on plural votes of an SCE, proxies of a SCOP. */
void pal_constitution_check_members(const struct pal_constitution *constitution,
                                    const uint64_t *members, struct pal_findings *findings);
/* [{"code","pointer","severity","fr","en"}], the caller's. */
PAL_MUST_USE struct pal_json *pal_findings_write(const struct pal_findings *findings);

#endif
