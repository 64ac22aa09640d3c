/*
 * decide.c - from ballots to a decision: quorum, weights, transfer, method, majority, in that order.
 *
 * RULE docs/rules/decide.md
 * > A poll is decided in this order: which votes count; the quorum, and when it is not met nothing else
 * > is computed; the weights of the colleges; what each college says; how that is carried to the
 * > assembly; the method; the majority of the class of decisions; the double majorities.
 */
#include "ballots/decide.h"

#include "base/check.h"
#include "base/limits.h"
#include "base/mem.h"

#include "counting.h"

static bool is_of_assembly(const struct pal_decide_spec *spec)
{
    return spec->electorate == PAL_ELECTORATE_ASSEMBLY;
}

/* RULE docs/rules/decide.md
 * > One that reads no ballots draws among the options, and no college weighs anything.
 */
static bool reads_ballots(const struct pal_decide_spec *spec)
{
    const struct pal_method *method = pal_method_find(spec->method);
    return method == NULL || pal_method_kind(method, spec->question) != PAL_BALLOT_NONE;
}

/* Are votes carried from colleges to the assembly? */
static bool is_carried(const struct pal_constitution *constitution,
                       const struct pal_decide_spec *spec)
{
    return is_of_assembly(spec) && constitution->college_count > 0 &&
           constitution->transfer_rule != PAL_CARRY_NONE && reads_ballots(spec);
}

/* --- can it be decided? ------------------------------------------------------------------------- */

static enum pal_err require_all(const struct pal_constitution *constitution,
                                const enum pal_constitution_field *fields, size_t count,
                                struct pal_where *out_where)
{
    for (size_t i = 0; i < count; i++) {
        PAL_TRY(pal_constitution_require(constitution, fields[i], out_where));
    }
    return PAL_OK;
}

/* RULE docs/rules/constitution.md
 * > A field that is unknown stops the polls that need it, and no other.
 */
static enum pal_err require_colleges(const struct pal_constitution *constitution, bool is_motion,
                                     struct pal_where *out_where)
{
    static const enum pal_constitution_field always[] = {PAL_FIELD_COLLEGE_WEIGHTS,
                                                         PAL_FIELD_EMPTY_COLLEGE,
                                                         PAL_FIELD_MIN_COLLEGES};
    static const enum pal_constitution_field majority[] = {PAL_FIELD_COLLEGE_TIE};
    PAL_TRY(require_all(constitution, always, sizeof always / sizeof always[0], out_where));
    if (constitution->empty_college == PAL_EMPTY_REDISTRIBUTE_EQUAL) {
        PAL_TRY(pal_constitution_require(constitution, PAL_FIELD_MAX_WEIGHT, out_where));
    }
    if (constitution->transfer_rule == PAL_CARRY_MAJORITY) {
        PAL_TRY(require_all(constitution, majority, 1, out_where));
    } else {
        PAL_TRY(pal_constitution_require(constitution, PAL_FIELD_COLLEGE_BASE, out_where));
    }
    if (!is_motion) {
        return PAL_OK;
    }
    if (constitution->transfer_rule == PAL_CARRY_MAJORITY) {
        PAL_TRY(pal_constitution_require(constitution, PAL_FIELD_COLLEGE_MAJORITY, out_where));
    }
    return pal_constitution_require(constitution, PAL_FIELD_SILENT_COLLEGE, out_where);
}

static enum pal_err require_class(const struct pal_constitution *constitution,
                                  const struct pal_decide_spec *spec, bool is_motion,
                                  struct pal_where *out_where)
{
    const struct pal_class *class = pal_constitution_class(constitution, spec->decision_class);
    PAL_TRY(pal_constitution_require(constitution, PAL_FIELD_QUORUM, out_where));
    if (!is_motion) {
        return PAL_OK;
    }
    PAL_TRY(pal_constitution_require(constitution, PAL_FIELD_MAJORITY, out_where));
    if (class == NULL || !class->has_majority) {
        pal_where_set(out_where, "/majority/%.*s", (int)spec->decision_class.size,
                      spec->decision_class.bytes);
        return PAL_ERR_CONSTITUTION_UNKNOWN;
    }
    return pal_constitution_require(constitution, PAL_FIELD_ABSTENTION, out_where);
}

/* RULE docs/rules/decide.md
 * > One whose figures grow with every seat is refused where ballots as many as there can be, and the
 * > statutes' own weights where these count, would take it longer than can be waited for.
 */
static enum pal_err bears_weights(const struct pal_constitution *constitution,
                                  const struct pal_decide_spec *spec)
{
    /* A college brings the bits of its ballots to the unit, and those of the number of colleges among
     * which the weight of an empty one is divided. */
    enum { BALLOTS_BITS = 22, COLLEGES_BITS = 7 };
    _Static_assert(PAL_LIMIT_BALLOTS < 1 << BALLOTS_BITS, "no college has more ballots");
    _Static_assert(PAL_LIMIT_COLLEGES < 1 << COLLEGES_BITS, "there are no more colleges");
    uint64_t bits = BALLOTS_BITS; /* of heads */
    if (is_carried(constitution, spec) && constitution->transfer_rule == PAL_CARRY_PROPORTIONAL) {
        PAL_RATIO(unit);
        for (size_t i = 0; i < constitution->college_count; i++) {
            mpz_lcm(mpq_denref(unit), mpq_denref(unit),
                    mpq_denref(constitution->colleges[i].weight));
        }
        bits = mpz_sizeinbase(mpq_denref(unit), 2) +
               constitution->college_count * (BALLOTS_BITS + COLLEGES_BITS);
    }
    const struct pal_method *method = pal_method_find(spec->method);
    struct pal_question counted = *spec->question; /* lent but for its seats */
    counted.seat_count = pal_board_seats(spec->board, method, spec->question);
    return pal_method_bears(method, &counted, bits);
}

enum pal_err pal_decide_accepts(const struct pal_constitution *constitution,
                                const struct pal_decide_spec *spec, struct pal_where *out_where)
{
    const struct pal_method *method = pal_method_find(spec->method);
    if (method == NULL) {
        return PAL_ERR_METHOD_UNKNOWN;
    }
    PAL_TRY(pal_method_accepts(method, spec->question));
    PAL_TRY(bears_weights(constitution, spec));
    if (spec->board != NULL) {
        PAL_TRY(pal_board_accepts(spec->board, method));
    }
    bool is_motion = pal_text_is(spec->method, "motion");
    PAL_TRY(require_class(constitution, spec, is_motion, out_where));
    if (!is_of_assembly(spec)) {
        PAL_CHECK(spec->electorate >= 0);
        PAL_CHECK((size_t)spec->electorate < constitution->college_count);
        return PAL_OK;
    }
    PAL_TRY(pal_constitution_require(constitution, PAL_FIELD_TRANSFER_RULE, out_where));
    if (!is_carried(constitution, spec)) {
        return PAL_OK;
    }
    PAL_TRY(require_colleges(constitution, is_motion, out_where));
    /* RULE docs/rules/decide.md
     * > A method that counts whole votes, or holds sums against a stated number of votes, is refused
     * > under the proportional rule.
     */
    if (constitution->transfer_rule == PAL_CARRY_PROPORTIONAL &&
        pal_method_weighing(method, spec->question) != PAL_WEIGHS_SHARES) {
        return PAL_ERR_METHOD_WEIGHTS;
    }
    if (constitution->transfer_rule == PAL_CARRY_MAJORITY && !is_motion) {
        /* The colleges' choices give no order beyond the first. */
        if (spec->board != NULL && spec->board->is_reserved) {
            return PAL_ERR_METHOD_TRANSFER;
        }
        return pal_method_transfers(method, spec->question);
    }
    return PAL_OK;
}

/* --- the steps ------------------------------------------------------------------------------------ */

struct pal_json *pal_counting_step(struct pal_result *result, const char *step, const char *code)
{
    struct pal_json *object = pal_json_object_new();
    pal_json_set_string(object, "step", step);
    pal_json_set_string(object, "code", code);
    pal_json_append(result->steps, object);
    return object;
}

void pal_counting_figure(struct pal_json *step, const char *name, uint64_t value)
{
    PAL_CHECK(value <= INT64_MAX);
    pal_json_set_int(step, name, (int64_t)value);
}

static void step_roll(struct pal_counting *counting)
{
    struct pal_result *out = counting->out;
    uint64_t present = 0;
    uint64_t blank_proxies = 0;
    for (size_t i = counting->first; i < counting->first + counting->count; i++) {
        present += out->colleges[i].tally.present;
        blank_proxies += out->colleges[i].blank_proxies;
    }
    struct pal_json *step =
        pal_counting_step(out, "roll", out->void_count > 0 ? "some_void" : "all_valid");
    pal_counting_figure(step, "present", present);
    pal_counting_figure(step, "void", out->void_count);
    pal_counting_figure(step, "blank_proxies", blank_proxies);
}

/* RULE docs/rules/quorum.md
 * > When it is not met nothing else is computed.
 *
 * True when the count goes on. */
static bool has_quorum(struct pal_counting *counting)
{
    const struct pal_class *class = counting->class;
    struct pal_result *out = counting->out;
    if (class == NULL || !class->has_quorum) {
        pal_counting_step(out, "quorum", "none");
        return true;
    }
    struct pal_tally *tallies PAL_CLEANUP(pal_mem_done) =
        pal_mem_new(counting->count, sizeof *tallies);
    for (size_t i = 0; i < counting->count; i++) {
        tallies[i] = out->colleges[counting->first + i].tally;
    }
    pal_quorum_measure(counting->constitution, tallies, counting->count, &out->quorum);
    pal_quorum_judge(&out->quorum, class->quorum[counting->spec->call]);
    struct pal_json *step = pal_counting_step(out, "quorum", out->quorum.met ? "met" : "not_met");
    pal_json_set_string(step, "basis", pal_quorum_basis_word(out->quorum.basis));
    pal_counting_figure(step, "present", out->quorum.present);
    pal_counting_figure(step, "members", out->quorum.members);
    pal_json_set_ratio(step, "reached", out->quorum.reached);
    pal_json_set_ratio(step, "required", out->quorum.required);
    return out->quorum.met;
}

/* --- the weights ------------------------------------------------------------------------------------ */

static const char *weights_code(const struct pal_constitution *constitution,
                                const struct pal_result *result)
{
    for (size_t i = 0; i < result->college_count; i++) {
        if (result->colleges[i].tally.members > 0) {
            continue;
        }
        switch (constitution->empty_college) {
        case PAL_EMPTY_REDISTRIBUTE_EQUAL: return "redistributed_equally";
        case PAL_EMPTY_REDISTRIBUTE_PRORATA: return "redistributed_pro_rata";
        case PAL_EMPTY_RENORMALISE: return "empty_left_out";
        }
    }
    return "statutes";
}

static const char *heads_code(const struct pal_counting *counting)
{
    if (counting->kind == PAL_BALLOT_NONE) {
        return "no_ballots";
    }
    if (!is_of_assembly(counting->spec)) {
        return "one_college";
    }
    return counting->constitution->college_count == 0 ? "no_college" : "no_transfer";
}

void pal_counting_weights(struct pal_counting *counting)
{
    struct pal_result *out = counting->out;
    if (!is_carried(counting->constitution, counting->spec)) {
        pal_counting_step(out, "weights", heads_code(counting));
        return;
    }
    uint64_t *members PAL_CLEANUP(pal_mem_done) = pal_mem_new(out->college_count, sizeof *members);
    mpq_t *weights = pal_ratio_array_new(out->college_count);
    for (size_t i = 0; i < out->college_count; i++) {
        members[i] = out->colleges[i].tally.members;
    }
    out->is_weighted = pal_weights_effective(counting->constitution, members, weights);
    out->is_suspended = !out->is_weighted;
    for (size_t i = 0; i < out->college_count; i++) {
        mpq_set(out->colleges[i].weight, weights[i]);
    }
    pal_ratio_array_free(weights, out->college_count);
    if (out->is_suspended) {
        struct pal_json *step = pal_counting_step(out, "weights", "suspended");
        pal_counting_figure(step, "min_colleges", counting->constitution->min_colleges);
        return;
    }
    pal_counting_step(out, "weights", weights_code(counting->constitution, out));
}

/* --- the whole ---------------------------------------------------------------------------------------- */

static void begin(struct pal_counting *counting)
{
    const struct pal_constitution *constitution = counting->constitution;
    struct pal_result *out = counting->out;
    size_t count = constitution->college_count == 0 ? 1 : constitution->college_count;
    *out = (struct pal_result){.steps = pal_json_array_new()};
    pal_quorum_init(&out->quorum);
    mpq_inits(out->favour_weight, out->against_weight, out->ratio, (mpq_ptr)NULL);
    pal_outcome_init(&out->outcome, counting->spec->question->option_count);
    out->colleges = pal_mem_new(count, sizeof out->colleges[0]);
    out->college_count = count;
    for (size_t i = 0; i < count; i++) {
        struct pal_result_college *college = &out->colleges[i];
        college->id = pal_mem_copy_string(
            constitution->college_count == 0 ? "all" : constitution->colleges[i].id);
        college->tally.members = counting->spec->members[i];
        mpq_init(college->weight);
        pal_carried_init(&college->carried);
    }
    counting->first = is_of_assembly(counting->spec) ? 0 : (size_t)counting->spec->electorate;
    counting->count = is_of_assembly(counting->spec) ? count : 1;
}

static enum pal_err count(struct pal_counting *counting, struct pal_where *out_where)
{
    PAL_TRY(pal_counting_roll(counting, out_where));
    step_roll(counting);
    if (!has_quorum(counting)) {
        counting->out->kind = PAL_RESULT_NO_QUORUM;
    } else if (counting->is_motion) {
        pal_counting_motion(counting);
    } else {
        pal_counting_choice(counting);
    }
    pal_counting_step(counting->out, "decision", pal_result_kind_word(counting->out->kind));
    return PAL_OK;
}

enum pal_err pal_decide(const struct pal_constitution *constitution,
                        const struct pal_decide_spec *spec, struct pal_result *out_result,
                        struct pal_where *out_where)
{
    PAL_TRY(pal_decide_accepts(constitution, spec, out_where));
    struct pal_result result;
    struct pal_counting counting = {
        .constitution = constitution,
        .spec = spec,
        .method = pal_method_find(spec->method),
        .class = pal_constitution_class(constitution, spec->decision_class),
        .is_motion = pal_text_is(spec->method, "motion"),
        .out = &result,
    };
    counting.kind = pal_method_kind(counting.method, spec->question);
    begin(&counting);
    size_t profile_count = counting.is_motion ? 0 : result.college_count;
    counting.profiles = pal_mem_new(profile_count, sizeof *counting.profiles);
    for (size_t i = 0; i < profile_count; i++) {
        pal_profile_init(&counting.profiles[i], counting.kind, spec->question->option_count);
    }
    enum pal_err err = count(&counting, out_where);
    for (size_t i = 0; i < profile_count; i++) {
        pal_profile_done(&counting.profiles[i]);
    }
    pal_mem_free(counting.profiles);
    if (err != PAL_OK) {
        pal_result_done(&result);
        return err;
    }
    *out_result = result;
    return PAL_OK;
}
