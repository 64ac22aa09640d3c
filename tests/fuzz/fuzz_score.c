/* fuzz_score.c - whoever is elected has at least the score of whoever is not. */
#include "fuzz.h"
#include "poll.h"

static void check_elected(const struct pal_question *question, const struct pal_outcome *outcome)
{
    size_t count = question->option_count;
    size_t seats = question->seat_count < count ? question->seat_count : count;
    PAL_CHECK(outcome->elected.count == (mpq_sgn(outcome->valid) > 0 ? seats : 0));
    for (size_t i = 0; i < outcome->elected.count; i++) {
        mpq_srcptr total = outcome->totals.at[outcome->elected.at[i]].value;
        for (size_t j = 0; j < count; j++) {
            bool is_out = !pal_options_have(&outcome->elected, j);
            PAL_CHECK(!is_out || mpq_cmp(total, outcome->totals.at[j].value) >= 0);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct pal_bytes rest = {bytes, size};
    const struct pal_method *score = pal_method_find(pal_text_of("score"));
    PAL_QUESTION(question);
    pal_next_options(&rest, &question);
    question.scale = 1 + pal_next_byte(&rest) % 9;
    enum pal_err err = pal_question_set_seats(&question, 1 + pal_next_byte(&rest) % 8);
    PAL_CHECK(err == PAL_OK);
    struct pal_text missing = pal_text_of(pal_next_byte(&rest) % 2 == 0 ? "0" : "ignore");
    err = pal_question_set_parameter(&question, pal_text_of("missing"), missing);
    PAL_CHECK(err == PAL_OK);
    err = pal_method_settle(score, &question, NULL);
    PAL_CHECK(err == PAL_OK);

    PAL_PROFILE(profile, PAL_BALLOT_SCORES, question.option_count);
    pal_next_scores(&rest, question.scale, &profile);
    pal_method_judge_profile(score, &question, &profile);
    PAL_OUTCOME(outcome, question.option_count);
    pal_method_count(score, &question, &profile, &outcome);
    check_elected(&question, &outcome);
    pal_check_count(score, &question, &profile, &outcome);
    return 0;
}
