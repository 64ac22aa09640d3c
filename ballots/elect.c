/*
 * elect.c - any poll that is not a motion: what the colleges weigh, and what the method says of it.
 */
#include "base/check.h"
#include "base/mem.h"

#include "counting.h"

static struct pal_result_college *college_at(const struct pal_counting *counting, size_t i)
{
    return &counting->out->colleges[counting->first + i];
}

static struct pal_profile *profile_at(const struct pal_counting *counting, size_t i)
{
    return &counting->profiles[counting->first + i];
}

static void find_states(struct pal_counting *counting)
{
    for (size_t i = 0; i < counting->count; i++) {
        struct pal_result_college *college = college_at(counting, i);
        college->carried.state = college->counted > 0 ? PAL_COLLEGE_COUNTED : PAL_COLLEGE_SILENT;
        if (college->tally.members == 0) {
            college->carried.state = PAL_COLLEGE_EMPTY;
        }
    }
}

static struct pal_json *step_college(struct pal_counting *counting,
                                     const struct pal_result_college *college)
{
    struct pal_json *step =
        pal_counting_step(counting->out, "college", pal_college_state_word(college->carried.state));
    pal_json_set_string(step, "college", college->id);
    pal_counting_figure(step, "members", college->tally.members);
    pal_counting_figure(step, "present", college->tally.present);
    pal_counting_figure(step, "counted", college->counted);
    pal_counting_figure(step, "blank", college->blank);
    pal_counting_figure(step, "spoilt", college->spoilt);
    pal_counting_figure(step, "abstaining", college->abstaining);
    pal_json_set_ratio(step, "weight", college->weight);
    return step;
}

/* RULE docs/rules/decide.md
 * > Under the proportional rule each ballot weighs the weight of its college divided by the ballots
 * > counted in it, or by the members present where the constitution says so.
 */
static void weigh_ballot(const struct pal_counting *counting,
                         const struct pal_result_college *college, mpq_t out)
{
    uint64_t base = counting->constitution->college_base == PAL_COLLEGE_BASE_PRESENT
                        ? college->tally.present
                        : college->counted;
    PAL_CHECK(base > 0);
    mpq_set_ui(out, 1, base);
    mpq_mul(out, out, college->weight);
}

/* By the method on the ballots of all colleges, weighed or not. */
static void count_together(struct pal_counting *counting)
{
    struct pal_result *out = counting->out;
    const struct pal_question *question = counting->spec->question;
    PAL_PROFILE(assembly, counting->kind, question->option_count);
    PAL_RATIO(factor);
    for (size_t i = 0; i < counting->count; i++) {
        struct pal_result_college *college = college_at(counting, i);
        mpq_set_ui(factor, 1, 1);
        if (out->is_weighted) {
            mpq_set_ui(factor, 0, 1);
            if (college->carried.state == PAL_COLLEGE_COUNTED) {
                weigh_ballot(counting, college, factor);
            }
            struct pal_json *step = step_college(counting, college);
            pal_json_set_ratio(step, "ballot_weight", factor);
        }
        pal_profile_add_scaled(&assembly, profile_at(counting, i), factor);
    }
    if (out->is_weighted) {
        pal_counting_step(out, "transfer", "proportional");
    }
    pal_profile_sort(&assembly);
    struct pal_question counted = *question; /* lent but for its seats */
    counted.seat_count = pal_board_seats(counting->spec->board, counting->method, question);
    pal_method_count(counting->method, &counted, &assembly, &out->outcome);
}

/* RULE docs/rules/decide.md
 * > A college in which several options are tied is left out, or its weight is divided equally between
 * > them, or it goes to none of them, as the constitution says. … The valid votes are then the weights
 * > that went to options, and those that went to none of them.
 */
static void give_share(const struct pal_counting *counting, const struct pal_decision *decision,
                       struct pal_result_college *college, mpq_t *shares)
{
    const struct pal_options *options = &decision->options;
    mpq_ptr valid = counting->out->outcome.valid;
    if (decision->what == PAL_DECIDES_NOTHING) {
        return;
    }
    PAL_RATIO(part);
    mpq_set(part, college->weight);
    if (decision->what == PAL_DECIDES_TIE) {
        enum pal_college_tie rule = counting->constitution->college_tie;
        college->carried.state = PAL_COLLEGE_TIED;
        if (rule == PAL_COLLEGE_TIE_AGAINST) {
            mpq_add(valid, valid, college->weight);
        }
        if (rule != PAL_COLLEGE_TIE_SPLIT) {
            return;
        }
        mpz_mul_ui(mpq_denref(part), mpq_denref(part), options->count);
        mpq_canonicalize(part);
    }
    mpq_add(valid, valid, college->weight);
    for (size_t i = 0; i < options->count; i++) {
        mpq_ptr share = shares[options->at[i]];
        mpq_add(share, share, part);
    }
}

static void carry_college(struct pal_counting *counting, size_t i, mpq_t *shares)
{
    const struct pal_question *question = counting->spec->question;
    struct pal_result_college *college = college_at(counting, i);
    PAL_OUTCOME(own, question->option_count);
    PAL_DECISION(decision);
    if (college->carried.state == PAL_COLLEGE_COUNTED) {
        pal_profile_sort(profile_at(counting, i));
        pal_method_count(counting->method, question, profile_at(counting, i), &own);
        pal_method_decides(counting->method, question, &own, &decision);
        give_share(counting, &decision, college, shares);
    }
    struct pal_json *options = pal_json_array_new();
    for (size_t k = 0; k < decision.options.count; k++) {
        pal_json_append_text(options, pal_text_of(question->names[decision.options.at[k]]));
    }
    pal_json_set(step_college(counting, college), "decides", options);
}

/* Has a college ballots that count? */
static bool has_voted(const struct pal_counting *counting)
{
    bool is_found = false;
    for (size_t i = 0; i < counting->count; i++) {
        is_found = is_found || college_at(counting, i)->counted > 0;
    }
    return is_found;
}

/* The options from the largest share down; equal ones in the order settled for ties. */
static void elect_largest(struct pal_counting *counting, mpq_t *shares)
{
    const struct pal_question *question = counting->spec->question;
    struct pal_outcome *outcome = &counting->out->outcome;
    size_t *order PAL_CLEANUP(pal_mem_done) = pal_mem_new(question->option_count, sizeof *order);
    bool is_tied = pal_seats_fill(shares, question->tie_order, question->option_count, 1, order);
    pal_figures_add_all(&outcome->totals, shares, question->option_count);
    outcome->parts |= PAL_PART_TOTALS | PAL_PART_ELECTED;
    mpq_srcptr best = shares[order[0]];
    if (mpq_sgn(best) == 0) {
        (void)pal_outcome_add_reason(outcome, has_voted(counting) ? PAL_REASON_NO_COLLEGE_CHOSE
                                                                  : PAL_REASON_NO_VALID_BALLOT);
        return;
    }
    pal_options_add(&outcome->elected, order[0]);
    struct pal_reason *reason = pal_outcome_add_reason(outcome, PAL_REASON_MOST_VOTES);
    pal_reason_text(reason, "option", question->names[order[0]]);
    pal_reason_ratio(reason, "total", best);
    pal_reason_ratio(reason, "valid", outcome->valid);
    if (!is_tied) {
        return;
    }
    struct pal_tie *tie = pal_outcome_add_tie(outcome);
    tie->what_for = PAL_TIE_ELECTION;
    tie->settled_by = PAL_SETTLED_TIE_ORDER;
    for (size_t i = 0; i < question->option_count; i++) {
        if (mpq_equal(shares[order[i]], best) != 0) {
            pal_options_add(&tie->among, order[i]);
        }
    }
    outcome->parts |= PAL_PART_TIES;
    reason = pal_outcome_add_reason(outcome, PAL_REASON_TIE_BY_ORDER);
    pal_reason_text(reason, "option", question->names[order[0]]);
}

/* RULE docs/rules/decide.md
 * > Under the majority rule each college decides by the method itself, its whole weight goes to the
 * > option that it chose, and the option with the largest sum wins.
 */
static void count_apart(struct pal_counting *counting)
{
    size_t option_count = counting->spec->question->option_count;
    mpq_t *shares = pal_ratio_array_new(option_count);
    for (size_t i = 0; i < counting->count; i++) {
        carry_college(counting, i, shares);
    }
    pal_counting_step(counting->out, "transfer", "majority");
    elect_largest(counting, shares);
    pal_ratio_array_free(shares, option_count);
}

/* Some methods that are no motion say yes or no too. */
static enum pal_result_kind kind_of(const struct pal_outcome *outcome)
{
    switch (outcome->verdict) {
    case PAL_VERDICT_ADOPTED: return PAL_RESULT_ADOPTED;
    case PAL_VERDICT_REJECTED: return PAL_RESULT_REJECTED;
    case PAL_VERDICT_NONE: break;
    }
    return PAL_RESULT_COUNTED;
}

void pal_counting_choice(struct pal_counting *counting)
{
    struct pal_result *out = counting->out;
    pal_counting_weights(counting);
    find_states(counting);
    if (out->is_weighted && counting->constitution->transfer_rule == PAL_CARRY_MAJORITY) {
        count_apart(counting);
    } else {
        count_together(counting);
    }
    out->has_outcome = true;
    out->kind = kind_of(&out->outcome);
    struct pal_json *step = pal_counting_step(out, "method", counting->method->id);
    pal_json_set_ratio(step, "valid", out->outcome.valid);
    pal_counting_seats(counting);
}
