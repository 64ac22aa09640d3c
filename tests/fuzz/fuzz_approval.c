/* fuzz_approval.c - nobody is left out with more approvals than somebody who is elected. */
#include "fuzz.h"
#include "poll.h"

/* Nobody who is not elected has more than this one; is there one who has as much? */
static bool is_equalled(const struct pal_outcome *outcome, size_t elected)
{
    bool equalled = false;
    for (size_t i = 0; i < outcome->option_count; i++) {
        int order = mpq_cmp(outcome->totals.at[elected].value, outcome->totals.at[i].value);
        bool is_out = !pal_options_have(&outcome->elected, i);
        PAL_CHECK(!is_out || order >= 0);
        equalled = equalled || (is_out && order == 0);
    }
    return equalled;
}

static void check_elected(const struct pal_question *question, const struct pal_outcome *outcome)
{
    size_t count = question->option_count;
    size_t seats = question->seat_count < count ? question->seat_count : count;
    PAL_CHECK(outcome->elected.count == (mpq_sgn(outcome->valid) > 0 ? seats : 0));
    bool is_tied = false;
    for (size_t i = 0; i < outcome->elected.count; i++) {
        is_tied = is_equalled(outcome, outcome->elected.at[i]) || is_tied;
    }
    PAL_CHECK(outcome->tie_count == (is_tied ? 1 : 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct pal_bytes rest = {bytes, size};
    const struct pal_method *approval = pal_method_find(pal_text_of("approval"));
    PAL_QUESTION(question);
    pal_next_options(&rest, &question);
    enum pal_err err = pal_question_set_seats(&question, 1 + pal_next_byte(&rest) % 8);
    PAL_CHECK(err == PAL_OK);

    PAL_PROFILE(profile, PAL_BALLOT_APPROVES, question.option_count);
    pal_next_crosses(&rest, &profile);
    pal_method_judge_profile(approval, &question, &profile);
    PAL_OUTCOME(outcome, question.option_count);
    pal_method_count(approval, &question, &profile, &outcome);
    check_elected(&question, &outcome);
    pal_check_count(approval, &question, &profile, &outcome);
    return 0;
}
