/* fuzz_plurality.c - the elected has the most votes, and the votes are the valid ballots. */
#include "fuzz.h"
#include "poll.h"

static void check_elected(const struct pal_question *question, const struct pal_outcome *outcome)
{
    PAL_RATIO(sum);
    bool is_valid = mpq_sgn(outcome->valid) > 0;
    PAL_CHECK(outcome->elected.count == (is_valid ? 1 : 0));
    for (size_t i = 0; i < question->option_count; i++) {
        mpq_srcptr total = outcome->totals.at[i].value;
        mpq_add(sum, sum, total);
        size_t best = is_valid ? outcome->elected.at[0] : i;
        PAL_CHECK(mpq_cmp(outcome->totals.at[best].value, total) >= 0);
    }
    PAL_CHECK(mpq_equal(sum, outcome->valid));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct pal_bytes rest = {bytes, size};
    const struct pal_method *plurality = pal_method_find(pal_text_of("plurality"));
    PAL_QUESTION(question);
    pal_next_options(&rest, &question);

    PAL_PROFILE(profile, PAL_BALLOT_CHOICE, question.option_count);
    pal_next_crosses(&rest, &profile);
    pal_method_judge_profile(plurality, &question, &profile);
    PAL_OUTCOME(outcome, question.option_count);
    pal_method_count(plurality, &question, &profile, &outcome);
    check_elected(&question, &outcome);
    pal_check_count(plurality, &question, &profile, &outcome);
    PAL_DECISION(decision);
    pal_method_decides(plurality, &question, &outcome, &decision);
    PAL_CHECK((decision.what == PAL_DECIDES_TIE) == (outcome.tie_count == 1));
    return 0;
}
