/*
 * surplus.c - a surplus put to the vote: no option splits it otherwise than the law allows.
 */
#include "ballots/surplus.h"

#include "ballots/rules.h"

#include "findings.h"

/* One amount of an object. */
struct part {
    const char *name;
    mpq_ptr amount;
    bool is_optional; /* zero where it is absent */
};

static enum pal_err read_parts(const struct pal_json *object, const struct part *parts,
                               size_t count, struct pal_where *out_where)
{
    for (size_t i = 0; i < count; i++) {
        mpq_set_ui(parts[i].amount, 0, 1);
        if (!parts[i].is_optional || pal_json_has(object, parts[i].name)) {
            PAL_TRY(pal_json_ratio(object, parts[i].name, parts[i].amount, out_where));
        }
    }
    return PAL_OK;
}

/* RULE docs/rules/reserves.md
 * > `surplus` has the `result` of the year, the `deficit` brought forward (0), the `reserves` and the
 * > `capital` as they stand.
 */
static enum pal_err read_surplus(const struct pal_json *json, struct pal_surplus *surplus,
                                 struct pal_where *out_where)
{
    static const char *const names[] = {"result", "deficit", "reserves", "capital", NULL};
    const struct part parts[] = {{"result", surplus->result, false},
                                 {"deficit", surplus->deficit, true},
                                 {"reserves", surplus->reserves, false},
                                 {"capital", surplus->capital, false}};
    PAL_TRY(pal_json_want_object(json, out_where));
    PAL_TRY(pal_json_only(json, names, out_where));
    PAL_TRY(read_parts(json, parts, sizeof parts / sizeof parts[0], out_where));
    for (size_t i = 1; i < sizeof parts / sizeof parts[0]; i++) {
        pal_where_set(out_where, "/%s", parts[i].name);
        if (mpq_sgn(parts[i].amount) < 0) {
            return PAL_ERR_QUESTION_SURPLUS;
        }
    }
    pal_where_set(out_where, "/result");
    return mpq_cmp(surplus->result, surplus->deficit) > 0 ? PAL_OK : PAL_ERR_QUESTION_SURPLUS;
}

/* RULE docs/rules/reserves.md
 * > The `allocation` of an option has the `legal_reserve` and the `statutory_reserve`, the `interest` on
 * > shares (0) and all that goes elsewhere, `other` (0).
 */
static enum pal_err read_allocation(const struct pal_json *option, struct pal_surplus *surplus,
                                    struct pal_where *out_where)
{
    static const char *const names[] = {"legal_reserve", "statutory_reserve", "interest", "other",
                                        NULL};
    const struct part parts[] = {{"legal_reserve", surplus->legal, false},
                                 {"statutory_reserve", surplus->statutory, false},
                                 {"interest", surplus->interest, true},
                                 {"other", surplus->other, true}};
    const struct pal_json *json;
    PAL_TRY(pal_json_object(option, "allocation", &json, out_where));
    enum pal_err err = pal_json_only(json, names, out_where);
    if (err == PAL_OK) {
        err = read_parts(json, parts, sizeof parts / sizeof parts[0], out_where);
    }
    if (err != PAL_OK) {
        pal_where_prefix(out_where, "/allocation");
    }
    return err;
}

static void report(unsigned faults, const char *pointer, struct pal_findings *findings)
{
    static const struct {
        enum pal_surplus_fault fault;
        enum pal_finding_code finding;
    } rows[] = {
        {PAL_SURPLUS_LEGAL_LOW, PAL_FINDING_LEGAL_RESERVE},
        {PAL_SURPLUS_STATUTORY_LOW, PAL_FINDING_STATUTORY_RESERVE},
        {PAL_SURPLUS_UNBALANCED, PAL_FINDING_SURPLUS_BALANCE},
        {PAL_SURPLUS_NEGATIVE, PAL_FINDING_SURPLUS_NEGATIVE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if ((faults & rows[i].fault) != 0) {
            pal_finding_report(findings, rows[i].finding, "", pointer);
        }
    }
}

/* What the splits of all options are; the place is that of the first that is wrong. */
static enum pal_err judge_options(const struct pal_json *options, struct pal_surplus *surplus,
                                  struct pal_findings *findings, struct pal_where *out_where)
{
    enum pal_err verdict = PAL_OK;
    struct pal_reserves reserves PAL_CLEANUP(pal_reserves_done);
    pal_reserves_init(&reserves);
    surplus->has_proposal = true;
    struct pal_where first = {0};
    for (size_t i = 0; i < pal_json_count(options); i++) {
        const struct pal_json *option = pal_json_at(options, i);
        if (pal_json_has(option, "none")) {
            continue;
        }
        enum pal_err err = read_allocation(option, surplus, out_where);
        if (err != PAL_OK) {
            pal_where_prefix(out_where, "/options/%zu", i);
            return err;
        }
        pal_reserves_compute(surplus, &reserves);
        struct pal_where where = {0};
        pal_where_set(&where, "/options/%zu/allocation", i);
        report(reserves.faults, where.pointer, findings);
        if (reserves.faults != 0 && verdict == PAL_OK) {
            verdict = PAL_ERR_QUESTION_ALLOCATION;
            first = where;
        }
    }
    pal_where_set(out_where, "%s", first.pointer);
    return verdict;
}

/* RULE docs/rules/reserves.md
 * > A poll without surplus has no option with an allocation.
 */
static enum pal_err refuse_allocations(const struct pal_json *options, struct pal_where *out_where)
{
    for (size_t i = 0; i < pal_json_count(options); i++) {
        if (pal_json_has(pal_json_at(options, i), "allocation")) {
            pal_where_set(out_where, "/options/%zu/allocation", i);
            return PAL_ERR_QUESTION_SURPLUS;
        }
    }
    return PAL_OK;
}

/* RULE docs/rules/reserves.md
 * > The poll elects one option, by any method that elects and that members vote by.
 */
static enum pal_err check_method(const struct pal_json *document, const struct pal_method *method,
                                 struct pal_where *out_where)
{
    int64_t seats;
    PAL_TRY(pal_json_int(document, "seats", &seats, out_where));
    pal_where_set(out_where, "/seats");
    if (seats != 1) {
        return PAL_ERR_QUESTION_SURPLUS;
    }
    pal_where_set(out_where, "/method");
    bool elects_by_vote = method->elects != PAL_ELECTS_NOBODY && method->kind != PAL_BALLOT_NONE;
    return elects_by_vote ? PAL_OK : PAL_ERR_QUESTION_SURPLUS;
}

enum pal_err pal_surplus_judge(const struct pal_json *document, enum pal_regime regime,
                               const struct pal_method *method, struct pal_findings *findings,
                               struct pal_where *out_where)
{
    const struct pal_json *options;
    const struct pal_json *json = pal_json_get(document, "surplus");
    PAL_TRY(pal_json_array(document, "options", &options, out_where));
    if (json == NULL) {
        return refuse_allocations(options, out_where);
    }
    /* RULE docs/rules/reserves.md
     * > A surplus is put to the vote under the regime whose law this is, that of a SCIC.
     */
    pal_where_set(out_where, "/surplus");
    if (regime != PAL_REGIME_FR_SCIC) {
        return PAL_ERR_QUESTION_SURPLUS;
    }
    PAL_TRY(check_method(document, method, out_where));
    struct pal_surplus surplus PAL_CLEANUP(pal_surplus_done);
    pal_surplus_init(&surplus);
    enum pal_err err = read_surplus(json, &surplus, out_where);
    if (err != PAL_OK) {
        pal_where_prefix(out_where, "/surplus");
        return err;
    }
    return judge_options(options, &surplus, findings, out_where);
}
