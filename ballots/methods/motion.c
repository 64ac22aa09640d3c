/*
 * motion.c - a text is adopted or rejected by the votes for, of a base, against a threshold.
 *
 * RULE docs/rules/motion.md
 * > The motion is adopted if the votes for, divided by the base, exceed the threshold, or reach it where
 * > the poll so provides. Otherwise it is rejected.
 */
#include <limits.h>
#include <string.h>

#include "base/check.h"

#include "methods.h"

enum { FOR, AGAINST, ABSTAIN, OPTION_COUNT };
static const char *const option_names[] = {"for", "against", "abstain", NULL};

static const char *const booleans[] = {"true", "false", NULL};
static const char *const bases[] = {"expressed", "present", "members", NULL};

static const struct pal_method_parameter parameters[] = {
    {.name = "threshold",
     .kind = PAL_PARAMETER_RATIO,
     .initial = "1/2",
     .min = 0,
     .max = 1,
     .summary = "the share of the base that the votes for are compared with"},
    {.name = "strict",
     .kind = PAL_PARAMETER_WORD,
     .words = booleans,
     .summary = "true: more than the threshold is needed; false: reaching it is enough"},
    {.name = "base",
     .kind = PAL_PARAMETER_WORD,
     .words = bases,
     .summary = "votes expressed, votes of those present or represented, or votes of all members"},
    {.name = "members",
     .kind = PAL_PARAMETER_INTEGER,
     .min = 1,
     .max = LLONG_MAX,
     .summary = "the votes of all members, where they are the base"},
    {.name = NULL},
};

static enum pal_err accepts(const struct pal_question *question)
{
    if (pal_parameter_is(question, "base", "members") &&
        pal_question_parameter(question, "members") == NULL) {
        return PAL_ERR_METHOD_PARAMETER;
    }
    return PAL_OK;
}

static enum pal_err judge(const struct pal_question *question, const struct pal_ballot *ballot,
                          enum pal_ballot_state *out_state)
{
    PAL_TRY(pal_choice_judge(question, ballot, out_state));
    if (pal_choice_of(ballot) == ABSTAIN) {
        *out_state = PAL_BALLOT_ABSTAINING;
    }
    return PAL_OK;
}

/* The weight of the base, and the reason that names it.
 *
 * RULE docs/rules/motion.md
 * > The base is the votes expressed; or the votes of all who are present or represented, which are all
 * > ballots, abstentions, blank and spoilt ones among them; or the votes of all members, a number stated
 * > when the poll is called.
 */
static enum pal_reason_code set_base(const struct pal_question *question,
                                     const struct pal_profile *profile, mpq_t base)
{
    if (pal_parameter_is(question, "base", "members")) {
        pal_parameter_ratio(question, "members", base);
        return PAL_REASON_BASE_MEMBERS;
    }
    mpq_set(base, profile->sums[PAL_BALLOT_COUNTED].weight);
    if (pal_parameter_is(question, "base", "expressed")) {
        return PAL_REASON_BASE_EXPRESSED;
    }
    mpq_add(base, base, profile->sums[PAL_BALLOT_ABSTAINING].weight);
    mpq_add(base, base, profile->sums[PAL_BALLOT_BLANK].weight);
    mpq_add(base, base, profile->sums[PAL_BALLOT_SPOILT].weight);
    return PAL_REASON_BASE_PRESENT;
}

/* The verdict is known, and why: margin is the ratio compared with the threshold. */
static enum pal_reason_code settle_verdict(int margin, bool strict, struct pal_outcome *outcome)
{
    bool adopted = strict ? margin > 0 : margin >= 0;
    outcome->verdict = adopted ? PAL_VERDICT_ADOPTED : PAL_VERDICT_REJECTED;
    if (margin == 0) {
        return strict ? PAL_REASON_ONLY_AT_THRESHOLD : PAL_REASON_AT_THRESHOLD;
    }
    return margin > 0 ? PAL_REASON_ABOVE_THRESHOLD : PAL_REASON_BELOW_THRESHOLD;
}

static void decide(const struct pal_question *question, const struct pal_profile *profile,
                   mpq_srcptr favour, struct pal_outcome *outcome)
{
    PAL_RATIO(base);
    PAL_RATIO(ratio);
    PAL_RATIO(threshold);
    (void)pal_outcome_add_reason(outcome, set_base(question, profile, base));
    PAL_CHECK(mpq_sgn(base) > 0); /* something is expressed, and a base holds what is expressed */
    mpq_div(ratio, favour, base);
    pal_parameter_ratio(question, "threshold", threshold);

    bool strict = pal_parameter_is(question, "strict", "true");
    struct pal_reason *reason =
        pal_outcome_add_reason(outcome, settle_verdict(mpq_cmp(ratio, threshold), strict, outcome));
    pal_reason_ratio(reason, "for", favour);
    pal_reason_ratio(reason, "base", base);
    pal_reason_ratio(reason, "ratio", ratio);
    pal_reason_ratio(reason, "threshold", threshold);
}

static void count(const struct pal_question *question, const struct pal_profile *profile,
                  struct pal_outcome *outcome)
{
    pal_choice_totals(profile, outcome);
    mpq_set(outcome->totals.at[ABSTAIN].value, outcome->abstaining);
    mpq_add(outcome->valid, outcome->valid, outcome->abstaining);
    mpq_set_ui(outcome->abstaining, 0, 1); /* it stands among the totals */
    outcome->parts |= PAL_PART_VERDICT;

    /* RULE docs/rules/motion.md
     * > If no vote is expressed the motion is rejected.
     */
    if (mpq_sgn(profile->sums[PAL_BALLOT_COUNTED].weight) == 0) {
        outcome->verdict = PAL_VERDICT_REJECTED;
        (void)pal_outcome_add_reason(outcome, PAL_REASON_NOTHING_EXPRESSED);
        return;
    }
    decide(question, profile, outcome->totals.at[FOR].value, outcome);
}

static void decides(const struct pal_question *question, const struct pal_outcome *outcome,
                    struct pal_decision *out_decision)
{
    PAL_RATIO(half);
    PAL_RATIO(threshold);
    pal_ratio_set(half, 1, 2);
    pal_parameter_ratio(question, "threshold", threshold);
    mpq_srcptr favour = outcome->totals.at[FOR].value;
    mpq_srcptr against = outcome->totals.at[AGAINST].value;

    out_decision->what = PAL_DECIDES_NOTHING;
    if (mpq_sgn(favour) == 0 && mpq_sgn(against) == 0) {
        return;
    }
    if (mpq_equal(favour, against) && mpq_equal(threshold, half)) {
        out_decision->what = PAL_DECIDES_TIE;
        pal_options_add(&out_decision->options, FOR);
        pal_options_add(&out_decision->options, AGAINST);
        return;
    }
    out_decision->what = PAL_DECIDES_OPTION;
    pal_options_add(&out_decision->options,
                    outcome->verdict == PAL_VERDICT_ADOPTED ? FOR : AGAINST);
}

const struct pal_method pal_method_motion = {
    .id = "motion",
    .version = 1,
    .rule = "docs/rules/motion.md",
    .summary = "For, against or abstain; adopted above a threshold of a base.",
    .kind = PAL_BALLOT_CHOICE,
    .parameters = parameters,
    .conditional = "members",
    .options = option_names,
    .accepts = accepts,
    .judge = judge,
    .count = count,
    .decides = decides,
};
