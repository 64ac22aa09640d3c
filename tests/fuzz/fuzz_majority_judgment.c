/* fuzz_majority_judgment.c - a better place never has a worse grade, and the first place is elected. */
#include "fuzz.h"
#include "poll.h"

static void check_ranking(const struct pal_outcome *outcome)
{
    for (size_t i = 0; i < outcome->option_count; i++) {
        for (size_t j = 0; j < outcome->option_count; j++) {
            int order = mpq_cmp(outcome->totals.at[i].value, outcome->totals.at[j].value);
            PAL_CHECK(order <= 0 || outcome->ranking[i] < outcome->ranking[j]);
        }
    }
    bool is_any = mpq_sgn(outcome->valid) > 0;
    PAL_CHECK(outcome->elected.count == (is_any ? 1 : 0));
    PAL_CHECK(!is_any || outcome->ranking[outcome->elected.at[0]] == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct pal_bytes rest = {bytes, size};
    const struct pal_method *method = pal_method_find(pal_text_of("majority-judgment"));
    PAL_QUESTION(question);
    pal_next_options(&rest, &question);
    question.scale = 1 + pal_next_byte(&rest) % 9;
    struct pal_text missing = pal_text_of(pal_next_byte(&rest) % 2 == 0 ? "worst" : "ignore");
    enum pal_err err = pal_question_set_parameter(&question, pal_text_of("missing"), missing);
    PAL_CHECK(err == PAL_OK);
    err = pal_method_settle(method, &question, NULL);
    PAL_CHECK(err == PAL_OK);

    PAL_PROFILE(profile, PAL_BALLOT_SCORES, question.option_count);
    pal_next_scores(&rest, question.scale, &profile);
    pal_method_judge_profile(method, &question, &profile);
    PAL_OUTCOME(outcome, question.option_count);
    pal_method_count(method, &question, &profile, &outcome);
    check_ranking(&outcome);
    pal_check_count(method, &question, &profile, &outcome);
    return 0;
}
