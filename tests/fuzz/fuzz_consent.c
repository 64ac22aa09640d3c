/* fuzz_consent.c - a text that is adopted has no objection that weighs something. */
#include "fuzz.h"
#include "poll.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char *const names[] = {"consent", "reserve", "object", "abstain"};
    struct pal_bytes rest = {bytes, size};
    const struct pal_method *consent = pal_method_find(pal_text_of("consent"));
    PAL_QUESTION(question);
    for (size_t i = 0; i < 4; i++) {
        enum pal_err err = pal_question_add_option(&question, pal_text_of(names[i]));
        PAL_CHECK(err == PAL_OK);
    }
    PAL_PROFILE(profile, PAL_BALLOT_CHOICE, 4);
    pal_next_crosses(&rest, &profile);
    pal_method_judge_profile(consent, &question, &profile);
    PAL_OUTCOME(outcome, 4);
    pal_method_count(consent, &question, &profile, &outcome);
    bool objects = mpq_sgn(outcome.totals.at[2].value) > 0;
    bool agrees = mpq_sgn(outcome.totals.at[0].value) + mpq_sgn(outcome.totals.at[1].value) > 0;
    PAL_CHECK((outcome.verdict == PAL_VERDICT_ADOPTED) == (agrees && !objects));
    pal_check_count(consent, &question, &profile, &outcome);
    return 0;
}
