/* fuzz_approval.c - nobody is left out with more approvals than somebody who is elected. */
#include "fuzz.h"
#include "poll.h"

static void check_elected(const struct pal_question *question, const struct pal_outcome *outcome)
{
    size_t count = question->option_count;
    size_t seats = question->seat_count < count ? question->seat_count : count;
    PAL_CHECK(outcome->elected.count == (mpq_sgn(outcome->valid) > 0 ? seats : 0));
    bool is_tied = false;
    for (size_t i = 0; i < outcome->elected.count; i++) {
        size_t in = outcome->elected.at[i];
        for (size_t out = 0; out < count; out++) {
            if (!pal_options_have(&outcome->elected, out)) {
                int order = mpq_cmp(outcome->totals.at[in].value, outcome->totals.at[out].value);
                PAL_CHECK(order >= 0);
                is_tied = is_tied || order == 0;
            }
        }
    }
    PAL_CHECK(outcome->tie_count == (is_tied ? 1 : 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pal_bytes bytes = {data, size};
    const struct pal_method *approval = pal_method_find(pal_text_of("approval"));
    PAL_QUESTION(question);
    pal_next_options(&bytes, &question);
    enum pal_err err = pal_question_set_seats(&question, 1 + pal_next_byte(&bytes) % 8);
    PAL_CHECK(err == PAL_OK);

    PAL_PROFILE(profile, PAL_BALLOT_APPROVES, question.option_count);
    pal_next_crosses(&bytes, &profile);
    pal_method_judge_profile(approval, &question, &profile);
    PAL_OUTCOME(outcome, question.option_count);
    pal_method_count(approval, &question, &profile, &outcome);
    check_elected(&question, &outcome);
    pal_check_count(approval, &question, &profile, &outcome);
    return 0;
}
