/* fuzz_star.c - whoever is elected loses to the other finalist in no way, and shares the first place. */
#include "fuzz.h"
#include "poll.h"

static void check_final(const struct pal_outcome *outcome)
{
    PAL_CHECK(outcome->elected.count == 1);
    size_t winner = outcome->elected.at[0];
    PAL_CHECK(outcome->ranking[winner] == 0);
    if (outcome->round_count < 2) {
        PAL_CHECK(outcome->option_count == 1);
        return;
    }
    const struct pal_figures *final = &outcome->rounds[1].totals;
    PAL_CHECK(final->count == 2);
    for (size_t i = 0; i < final->count; i++) {
        PAL_CHECK(mpq_cmp(pal_figures_get(final, winner), final->at[i].value) >= 0);
        PAL_CHECK(outcome->ranking[final->at[i].option] <= 1);
    }
    PAL_CHECK(mpq_sgn(outcome->exhausted) >= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct pal_bytes rest = {bytes, size};
    const struct pal_method *star = pal_method_find(pal_text_of("star"));
    PAL_QUESTION(question);
    pal_next_options(&rest, &question);
    question.scale = 1 + pal_next_byte(&rest) % 9;

    PAL_PROFILE(profile, PAL_BALLOT_SCORES, question.option_count);
    pal_next_scores(&rest, question.scale, &profile);
    pal_method_judge_profile(star, &question, &profile);
    PAL_OUTCOME(outcome, question.option_count);
    pal_method_count(star, &question, &profile, &outcome);
    if (mpq_sgn(outcome.valid) > 0) {
        check_final(&outcome);
    }
    pal_check_count(star, &question, &profile, &outcome);
    return 0;
}
