/*
 * consent.c - a text is adopted if nobody objects to it.
 *
 * RULE docs/rules/consent.md
 * > A ballot consents, consents with a reservation, objects, or abstains. The text is adopted if nobody
 * > objects and somebody consents, with a reservation or without. Otherwise it is rejected.
 */
#include "methods.h"

enum { CONSENT, RESERVE, OBJECT, ABSTAIN };
static const char *const option_names[] = {"consent", "reserve", "object", "abstain", NULL};

static enum pal_err judge(const struct pal_question *question, const struct pal_ballot *ballot,
                          enum pal_ballot_state *out_state)
{
    PAL_TRY(pal_choice_judge(question, ballot, out_state));
    if (pal_choice_of(ballot) == ABSTAIN) {
        *out_state = PAL_BALLOT_ABSTAINING;
    }
    return PAL_OK;
}

static void explain(enum pal_reason_code code, struct pal_outcome *outcome)
{
    struct pal_reason *reason = pal_outcome_add_reason(outcome, code);
    pal_reason_ratio(reason, "consent", outcome->totals.at[CONSENT].value);
    pal_reason_ratio(reason, "reserve", outcome->totals.at[RESERVE].value);
    pal_reason_ratio(reason, "object", outcome->totals.at[OBJECT].value);
}

/* RULE docs/rules/consent.md
 * > Votes are weights: a ballot that weighs nothing neither consents nor objects.
 */
static void count(const struct pal_question *question, const struct pal_profile *profile,
                  struct pal_outcome *outcome)
{
    (void)question;
    pal_choice_totals(profile, outcome);
    mpq_set(outcome->totals.at[ABSTAIN].value, outcome->abstaining);
    mpq_add(outcome->valid, outcome->valid, outcome->abstaining);
    mpq_set_ui(outcome->abstaining, 0, 1); /* it stands among the totals */
    outcome->parts |= PAL_PART_VERDICT;

    outcome->verdict = PAL_VERDICT_REJECTED;
    if (mpq_sgn(outcome->totals.at[OBJECT].value) > 0) {
        explain(PAL_REASON_SOMEBODY_OBJECTS, outcome);
    } else if (mpq_sgn(profile->sums[PAL_BALLOT_COUNTED].weight) == 0) {
        explain(PAL_REASON_NOBODY_CONSENTS, outcome);
    } else {
        outcome->verdict = PAL_VERDICT_ADOPTED;
        explain(PAL_REASON_NOBODY_OBJECTS, outcome);
    }
}

const struct pal_method pal_method_consent = {
    .id = "consent",
    .version = 1,
    .rule = "docs/rules/consent.md",
    .summary = "Consent, reserve, object or abstain; adopted if nobody objects.",
    .kind = PAL_BALLOT_CHOICE,
    .options = option_names,
    .judge = judge,
    .count = count,
};
