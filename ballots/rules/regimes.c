/*
 * regimes.c - what the law of each regime says of a constitution.
 *
 * RULE docs/rules/constitution.md
 * > What the document leaves unknown is not judged.
 */
#include <stdlib.h>

#include "ballots/rules.h"
#include "base/limits.h"
#include "base/mem.h"

#include "findings.h"

/* --- every regime -------------------------------------------------------------------------------- */

/* One finding, at the first college that bears the name of an earlier one. */
static void check_college_ids(const struct pal_constitution *c, struct pal_findings *findings)
{
    for (size_t i = 0; i < c->college_count; i++) {
        if (pal_constitution_college(c, pal_text_of(c->colleges[i].id)) != i) {
            pal_finding_report_at(findings, PAL_FINDING_DUPLICATE_COLLEGE, "", "colleges", i);
            return;
        }
    }
}

static void check_category_ids(const struct pal_constitution *c, struct pal_findings *findings)
{
    for (size_t i = 0; i < c->category_count; i++) {
        if (pal_constitution_category(c, pal_text_of(c->categories[i].id)) != i) {
            pal_finding_report_at(findings, PAL_FINDING_DUPLICATE_CATEGORY, "", "categories", i);
            return;
        }
    }
}

/* Are there weights to judge? Classes that weigh nothing have none. */
static bool has_weights(const struct pal_constitution *c)
{
    for (size_t i = 0; i < c->college_count; i++) {
        if (c->colleges[i].has_weight) {
            return true;
        }
    }
    return c->college_count > 0 && c->transfer_rule != PAL_CARRY_NONE &&
           pal_constitution_knows(c, PAL_FIELD_COLLEGE_WEIGHTS);
}

static void check_sum(const struct pal_constitution *c, struct pal_findings *findings)
{
    if (!has_weights(c)) {
        return;
    }
    PAL_RATIO(sum);
    for (size_t i = 0; i < c->college_count; i++) {
        mpq_add(sum, sum, c->colleges[i].weight);
    }
    if (mpq_cmp_ui(sum, 1, 1) != 0) {
        pal_finding_report(findings, PAL_FINDING_WEIGHTS_SUM, "", "/colleges");
    }
}

static void check_placement(const struct pal_constitution *c, struct pal_findings *findings)
{
    bool is_stated = false;
    bool placed[PAL_LIMIT_CATEGORIES] = {false};
    for (size_t i = 0; i < c->college_count; i++) {
        for (size_t k = 0; k < c->colleges[i].category_count; k++) {
            placed[c->colleges[i].categories[k]] = true;
            is_stated = true;
        }
    }
    for (size_t i = 0; is_stated && i < c->category_count; i++) {
        if (!placed[i]) {
            pal_finding_report_at(findings, PAL_FINDING_CATEGORY_UNPLACED, c->categories[i].id,
                                  "categories", i);
        }
    }
}

/* --- the SCIC ---------------------------------------------------------------------------------------- */

/* RULE docs/rules/constitution.md
 * > A SCIC that has colleges has three or more; none has more than half of the votes and none less than a
 * > tenth, both included; capital is never a criterion.
 */
static void check_scic_colleges(const struct pal_constitution *c, struct pal_findings *findings)
{
    enum { COLLEGES_MIN = 3 };
    if (c->college_count > 0 && c->college_count < COLLEGES_MIN) {
        pal_finding_report(findings, PAL_FINDING_TOO_FEW_COLLEGES, "", "/colleges");
    }
    for (size_t i = 0; has_weights(c) && i < c->college_count; i++) {
        const struct pal_college *college = &c->colleges[i];
        if (mpq_cmp_ui(college->weight, 1, 2) > 0) {
            pal_finding_report_at(findings, PAL_FINDING_COLLEGE_ABOVE_MAX, college->id, "colleges",
                                  i);
        } else if (mpq_cmp_ui(college->weight, 1, 10) < 0) {
            pal_finding_report_at(findings, PAL_FINDING_COLLEGE_BELOW_MIN, college->id, "colleges",
                                  i);
        }
    }
}

static void check_capital(const struct pal_constitution *c, struct pal_findings *findings)
{
    if (pal_constitution_knows(c, PAL_FIELD_WEIGHT_BASIS) &&
        c->weight_basis == PAL_WEIGHT_CAPITAL) {
        pal_finding_report(findings, PAL_FINDING_CAPITAL, "", "/weight_basis");
    }
}

static bool has_kind(const struct pal_constitution *c, enum pal_category_kind kind)
{
    for (size_t i = 0; i < c->category_count; i++) {
        if (c->categories[i].kind == kind) {
            return true;
        }
    }
    return false;
}

/* RULE docs/rules/constitution.md
 * > A SCIC has three categories of members or more, among them the usual beneficiaries, and the employees
 * > or, where there is no employee, the producers.
 */
static void check_scic_categories(const struct pal_constitution *c, struct pal_findings *findings)
{
    enum { CATEGORIES_MIN = 3 };
    if (!c->has_categories) {
        return;
    }
    size_t distinct = 0;
    for (size_t i = 0; i < c->category_count; i++) {
        distinct += pal_constitution_category(c, pal_text_of(c->categories[i].id)) == i;
    }
    if (distinct < CATEGORIES_MIN) {
        pal_finding_report(findings, PAL_FINDING_TOO_FEW_CATEGORIES, "", "/categories");
    }
    if (!has_kind(c, PAL_CATEGORY_BENEFICIARY)) {
        pal_finding_report(findings, PAL_FINDING_MISSING_CATEGORY, "beneficiary", "/categories");
    }
    if (!pal_constitution_knows(c, PAL_FIELD_HAS_EMPLOYEES)) {
        return;
    }
    if (c->has_employees && !has_kind(c, PAL_CATEGORY_EMPLOYEE)) {
        pal_finding_report(findings, PAL_FINDING_MISSING_CATEGORY, "employee", "/categories");
    } else if (!c->has_employees && !has_kind(c, PAL_CATEGORY_PRODUCER)) {
        pal_finding_report(findings, PAL_FINDING_MISSING_CATEGORY, "producer", "/categories");
    }
}

static bool is_below_simple(const struct pal_majority_rule *rule)
{
    int margin = mpq_cmp_ui(rule->threshold, 1, 2);
    return margin < 0 || (margin == 0 && !rule->strict);
}

static void check_majorities(const struct pal_constitution *c, struct pal_findings *findings)
{
    for (size_t i = 0; i < c->class_count; i++) {
        const struct pal_class *class = &c->classes[i];
        if (class->has_majority && (is_below_simple(&class->rule[PAL_CALL_FIRST]) ||
                                    is_below_simple(&class->rule[PAL_CALL_SECOND]))) {
            PAL_BUF(pointer);
            pal_buf_add_format(&pointer, "/majority/%s", class->id);
            pal_finding_report(findings, PAL_FINDING_MAJORITY_BELOW_SIMPLE, class->id,
                               pointer.bytes);
        }
    }
}

/* RULE docs/rules/constitution.md
 * > In an SA the extraordinary majority is two thirds of the votes expressed, reached being enough.
 */
static void check_sa(const struct pal_constitution *c, struct pal_findings *findings)
{
    const struct pal_class *class = pal_constitution_class(c, pal_text_of("extraordinary"));
    if (!pal_constitution_knows(c, PAL_FIELD_LEGAL_FORM) || c->legal_form != PAL_FORM_SA ||
        class == NULL || !class->has_majority) {
        return;
    }
    for (int call = 0; call < PAL_CALL_COUNT; call++) {
        const struct pal_majority_rule *rule = &class->rule[call];
        if (mpq_cmp_ui(rule->threshold, 2, 3) != 0 || rule->strict) {
            pal_finding_report(findings, PAL_FINDING_SA_TWO_THIRDS, "", "/majority/extraordinary");
            return;
        }
    }
}

/* RULE docs/rules/constitution.md
 * > `college_turns` names a class of the document, and not the ordinary one.
 */
static void check_turns(const struct pal_constitution *c, struct pal_findings *findings)
{
    const char *class = c->deliberation.college_turns;
    if (class != NULL && pal_constitution_knows(c, PAL_FIELD_MAJORITY) &&
        (pal_constitution_class(c, pal_text_of(class)) == NULL ||
         pal_text_is(pal_text_of(class), "ordinary"))) {
        pal_finding_report(findings, PAL_FINDING_TURNS_UNKNOWN, class,
                           "/deliberation/college_turns");
    }
}

/* --- what is told, and not refused ------------------------------------------------------------------- */

/* RULE docs/rules/constitution.md
 * > A `motion_support` of zero is a warning: whoever makes a motion would carry it alone.
 */
static void warn_motion_alone(const struct pal_constitution *c, struct pal_findings *findings)
{
    const struct pal_optional_share *support = &c->deliberation.motion_support;
    if (support->is_stated && mpq_sgn(support->share) == 0) {
        pal_finding_report(findings, PAL_FINDING_MOTION_ALONE, "", "/deliberation/motion_support");
    }
}

/* RULE docs/rules/constitution.md
 * > A majority that nothing can reach is a warning, in every regime.
 */
static void warn_out_of_reach(const struct pal_constitution *c, struct pal_findings *findings)
{
    for (size_t i = 0; i < c->class_count; i++) {
        const struct pal_class *class = &c->classes[i];
        bool is_out = false;
        for (int call = 0; call < PAL_CALL_COUNT; call++) {
            const struct pal_majority_rule *rule = &class->rule[call];
            is_out = is_out || (rule->strict && mpq_cmp_ui(rule->threshold, 1, 1) >= 0);
        }
        if (class->has_majority && is_out) {
            PAL_BUF(pointer);
            pal_buf_add_format(&pointer, "/majority/%s", class->id);
            pal_finding_report(findings, PAL_FINDING_OUT_OF_REACH, class->id, pointer.bytes);
        }
    }
}

static void warn_max_weight(const struct pal_constitution *c, struct pal_findings *findings)
{
    if (has_weights(c) && pal_constitution_knows(c, PAL_FIELD_MAX_WEIGHT) &&
        pal_constitution_knows(c, PAL_FIELD_EMPTY_COLLEGE) &&
        c->empty_college == PAL_EMPTY_REDISTRIBUTE_EQUAL && mpq_cmp_ui(c->max_weight, 1, 2) > 0) {
        pal_finding_report(findings, PAL_FINDING_MAX_WEIGHT, "", "/max_weight");
    }
}

/* The lightest first; of equals the later of the document, so that the first of them is named. */
static int by_weight(const void *a, const void *b)
{
    const struct pal_college *left = *(const struct pal_college *const *)a;
    const struct pal_college *right = *(const struct pal_college *const *)b;
    int order = mpq_cmp(left->weight, right->weight);
    return order != 0 ? order : (left < right) - (left > right);
}

/* RULE docs/rules/constitution.md
 * > Where the weight of an empty college is shared in proportion or left out, and a college could have
 * > more than half of the votes while as many colleges have members as weighting wants, that is a warning.
 *
 * Of the colleges that have members one has its weight over the sum of theirs, which is more than half just where
 * it weighs more than all the others together. For a given college that is least hindered by the lightest others,
 * as few as weighting wants beside it; and if any college is lifted so, the heaviest is, for which these are the
 * lightest of all. So one comparison answers for every choice of empty colleges. With no college to spare none may
 * be empty, and college_above_max has said it. */
static void warn_empty_lifts(const struct pal_constitution *c, struct pal_findings *findings)
{
    size_t count = c->college_count;
    size_t least = c->min_colleges > 1 ? (size_t)c->min_colleges : 1;
    bool is_in_proportion = pal_constitution_knows(c, PAL_FIELD_EMPTY_COLLEGE) &&
                            c->empty_college != PAL_EMPTY_REDISTRIBUTE_EQUAL;
    if (!has_weights(c) || !is_in_proportion ||
        !pal_constitution_knows(c, PAL_FIELD_MIN_COLLEGES) || count <= least) {
        return;
    }
    /* NOLINTBEGIN(bugprone-sizeof-expression): an array of pointers is what it is. */
    const struct pal_college **colleges PAL_CLEANUP(pal_mem_done) =
        pal_mem_new(count, sizeof *colleges);
    for (size_t i = 0; i < count; i++) {
        colleges[i] = &c->colleges[i];
    }
    qsort(colleges, count, sizeof *colleges, by_weight);
    /* NOLINTEND(bugprone-sizeof-expression) */
    PAL_RATIO(others);
    for (size_t i = 0; i + 1 < least; i++) {
        mpq_add(others, others, colleges[i]->weight);
    }
    const struct pal_college *heaviest = colleges[count - 1];
    if (mpq_cmp(heaviest->weight, others) > 0) {
        pal_finding_report(findings, PAL_FINDING_EMPTY_LIFTS, heaviest->id, "/empty_college");
    }
}

static void warn_sa_quorum(const struct pal_constitution *c, const char *id,
                           const unsigned least[PAL_CALL_COUNT], struct pal_findings *findings)
{
    const struct pal_class *class = pal_constitution_class(c, pal_text_of(id));
    bool is_low = false;
    for (int call = 0; class != NULL && class->has_quorum && call < PAL_CALL_COUNT; call++) {
        unsigned den = least[call];
        is_low = is_low || (den > 0 && mpq_cmp_ui(class->quorum[call], 1, den) < 0);
    }
    if (is_low) {
        PAL_BUF(pointer);
        pal_buf_add_format(&pointer, "/quorum/%s", id);
        pal_finding_report(findings, PAL_FINDING_SA_QUORUM, id, pointer.bytes);
    }
}

/* RULE docs/rules/constitution.md
 * > In an SA the law has a quorum below which statutes may not go: a fifth for an ordinary assembly, none
 * > on second call; a quarter for an extraordinary one, a fifth on second call. There proxies, blank
 * > ones too, and votes by post until three days before are rights of every member, and the notice is
 * > sent fifteen days before, or ten. What falls short is a warning.
 */
static void warn_sa(const struct pal_constitution *c, struct pal_findings *findings)
{
    static const unsigned ordinary[PAL_CALL_COUNT] = {5, 0};
    static const unsigned extraordinary[PAL_CALL_COUNT] = {4, 5};
    enum { FIRST_DAYS = 15, SECOND_DAYS = 10, POSTAL_DAYS = 3 };
    if (!pal_constitution_knows(c, PAL_FIELD_LEGAL_FORM) || c->legal_form != PAL_FORM_SA) {
        return;
    }
    warn_sa_quorum(c, "ordinary", ordinary, findings);
    warn_sa_quorum(c, "extraordinary", extraordinary, findings);
    if (pal_constitution_knows(c, PAL_FIELD_PROXY) &&
        !(c->proxy.allowed && c->proxy.blank_allowed)) {
        pal_finding_report(findings, PAL_FINDING_SA_PROXIES, "", "/proxy");
    }
    if (pal_constitution_knows(c, PAL_FIELD_POSTAL) &&
        !(c->postal_allowed && c->postal_days <= POSTAL_DAYS)) {
        pal_finding_report(findings, PAL_FINDING_SA_POSTAL, "", "/postal");
    }
    if (pal_constitution_knows(c, PAL_FIELD_NOTICE) &&
        (c->notice_days[PAL_CALL_FIRST] < FIRST_DAYS ||
         c->notice_days[PAL_CALL_SECOND] < SECOND_DAYS)) {
        pal_finding_report(findings, PAL_FINDING_SA_NOTICE, "", "/notice");
    }
}

/* --- the SCOP and the European cooperative ------------------------------------------------------------ */

/* Adds the weights of the colleges whose categories are all of that kind. False when the document
 * does not say which categories a college takes. */
static bool weight_of_kind(const struct pal_constitution *c, enum pal_category_kind kind,
                           mpq_t out_weight)
{
    if (!has_weights(c) || !pal_constitution_knows(c, PAL_FIELD_COLLEGE_CATEGORIES)) {
        return false;
    }
    bool is_stated = false;
    for (size_t i = 0; i < c->college_count; i++) {
        const struct pal_college *college = &c->colleges[i];
        bool all = college->category_count > 0;
        for (size_t k = 0; k < college->category_count; k++) {
            all = all && c->categories[college->categories[k]].kind == kind;
        }
        is_stated = is_stated || college->category_count > 0;
        if (all) {
            mpq_add(out_weight, out_weight, college->weight);
        }
    }
    return is_stated;
}

/* RULE docs/rules/constitution.md
 * > In a SCOP the colleges of employees together have at least sixty-five hundredths of the votes.
 */
static void check_scop(const struct pal_constitution *c, struct pal_findings *findings)
{
    PAL_RATIO(weight);
    if (weight_of_kind(c, PAL_CATEGORY_EMPLOYEE, weight) && mpq_cmp_ui(weight, 65, 100) < 0) {
        pal_finding_report(findings, PAL_FINDING_SCOP_EMPLOYEES, "", "/colleges");
    }
}

/* RULE docs/rules/constitution.md
 * > In a European cooperative the colleges of investors together have at most a quarter of the votes.
 */
static void check_sce(const struct pal_constitution *c, struct pal_findings *findings)
{
    PAL_RATIO(weight);
    if (weight_of_kind(c, PAL_CATEGORY_INVESTOR, weight) && mpq_cmp_ui(weight, 1, 4) > 0) {
        pal_finding_report(findings, PAL_FINDING_SCE_INVESTORS, "", "/colleges");
    }
}

void pal_constitution_check(const struct pal_constitution *constitution,
                            struct pal_findings *findings)
{
    check_college_ids(constitution, findings);
    check_sum(constitution, findings);
    switch (constitution->regime) {
    case PAL_REGIME_FR_SCIC:
        check_scic_colleges(constitution, findings);
        check_capital(constitution, findings);
        check_scic_categories(constitution, findings);
        check_majorities(constitution, findings);
        check_sa(constitution, findings);
        break;
    case PAL_REGIME_FR_SCOP:
        check_capital(constitution, findings);
        check_scop(constitution, findings);
        check_majorities(constitution, findings);
        check_sa(constitution, findings);
        break;
    case PAL_REGIME_EU_SCE:
        check_capital(constitution, findings);
        check_sce(constitution, findings);
        check_majorities(constitution, findings);
        break;
    case PAL_REGIME_FR_ASSO:
    case PAL_REGIME_OTHER: break;
    }
    check_category_ids(constitution, findings);
    check_turns(constitution, findings);
    check_placement(constitution, findings);
    warn_motion_alone(constitution, findings);
    warn_out_of_reach(constitution, findings);
    if (constitution->regime == PAL_REGIME_FR_SCIC) {
        warn_max_weight(constitution, findings);
        warn_empty_lifts(constitution, findings);
    }
    if (constitution->regime == PAL_REGIME_FR_SCIC || constitution->regime == PAL_REGIME_FR_SCOP) {
        warn_sa(constitution, findings);
    }
}

/* --- what depends on the register ----------------------------------------------------------------------- */

/* The weight of one member of a college: its weight shared by its members. */
static void weight_of_member(const struct pal_college *college, uint64_t members, mpq_t out)
{
    mpq_set_ui(out, 1, members);
    mpq_mul(out, out, college->weight);
}

/* RULE docs/rules/constitution.md
 * > There no member has more than five times the votes of another, nor more than thirty hundredths of
 * > all.
 */
static void check_plural_votes(const struct pal_constitution *c, const uint64_t *members,
                               struct pal_findings *findings)
{
    bool is_first = true;
    PAL_RATIO(least);
    PAL_RATIO(own);
    for (size_t i = 0; i < c->college_count; i++) {
        if (members[i] > 0 && c->colleges[i].has_weight) {
            weight_of_member(&c->colleges[i], members[i], own);
            if (is_first || mpq_cmp(own, least) < 0) {
                mpq_set(least, own);
            }
            is_first = false;
        }
    }
    mpz_mul_ui(mpq_numref(least), mpq_numref(least), 5);
    mpq_canonicalize(least);
    for (size_t i = 0; i < c->college_count; i++) {
        if (members[i] == 0 || !c->colleges[i].has_weight) {
            continue;
        }
        weight_of_member(&c->colleges[i], members[i], own);
        if (mpq_cmp_ui(own, 3, 10) > 0) {
            pal_finding_report_at(findings, PAL_FINDING_SCE_MEMBER_SHARE, c->colleges[i].id,
                                  "colleges", i);
        }
        if (mpq_cmp(own, least) > 0) {
            pal_finding_report_at(findings, PAL_FINDING_SCE_MEMBER_VOTES, c->colleges[i].id,
                                  "colleges", i);
        }
    }
}

void pal_constitution_check_members(const struct pal_constitution *constitution,
                                    const uint64_t *members, struct pal_findings *findings)
{
    size_t count = constitution->college_count == 0 ? 1 : constitution->college_count;
    uint64_t all = 0;
    for (size_t i = 0; i < count; i++) {
        all += members[i];
    }
    const struct pal_proxy_rule *proxy = &constitution->proxy;
    if (constitution->regime == PAL_REGIME_FR_SCOP && !proxy->is_by_law &&
        pal_constitution_knows(constitution, PAL_FIELD_PROXY) && proxy->allowed &&
        (proxy->is_unlimited || proxy->max_per_holder > pal_proxies_scop_cap(all))) {
        pal_finding_report(findings, PAL_FINDING_SCOP_PROXIES, "", "/proxy/max_per_holder");
    }
    if (constitution->regime == PAL_REGIME_EU_SCE &&
        constitution->transfer_rule != PAL_CARRY_NONE) {
        check_plural_votes(constitution, members, findings);
    }
}
