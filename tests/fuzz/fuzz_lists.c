/* fuzz_lists.c - all seats are given to lists that may have some, and more votes never get fewer. */
#include "fuzz.h"
#include "poll.h"

static const char *const methods[] = {"dhondt", "sainte-lague", "sainte-lague-modified",
                                      "largest-remainder"};

static void check_seats(const struct pal_question *question, const struct pal_outcome *outcome)
{
    uint64_t given = 0;
    bool is_any = false;
    for (size_t i = 0; i < outcome->option_count; i++) {
        given += outcome->seats[i];
        PAL_CHECK(outcome->seats[i] == 0 || mpq_sgn(outcome->totals.at[i].value) > 0);
        for (size_t j = 0; j < outcome->option_count; j++) {
            bool has_more = mpq_cmp(outcome->totals.at[i].value, outcome->totals.at[j].value) > 0;
            PAL_CHECK(!has_more || outcome->seats[i] >= outcome->seats[j]);
        }
        is_any = is_any || outcome->seats[i] > 0;
    }
    PAL_CHECK(given == (is_any ? question->seat_count : 0));
    PAL_CHECK(outcome->tie_count <= 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct pal_bytes rest = {bytes, size};
    const struct pal_method *method =
        pal_method_find(pal_text_of(methods[pal_next_byte(&rest) % 4]));
    PAL_QUESTION(question);
    pal_next_options(&rest, &question);
    enum pal_err err = pal_question_set_seats(&question, 1 + pal_next_byte(&rest) % 40);
    PAL_CHECK(err == PAL_OK);
    static const char *const thresholds[] = {"0", "1/20", "1/3", "1"};
    err = pal_question_set_parameter(&question, pal_text_of("threshold"),
                                     pal_text_of(thresholds[pal_next_byte(&rest) % 4]));
    PAL_CHECK(err == PAL_OK);

    PAL_PROFILE(profile, PAL_BALLOT_CHOICE, question.option_count);
    pal_next_crosses(&rest, &profile);
    pal_method_judge_profile(method, &question, &profile);
    PAL_OUTCOME(outcome, question.option_count);
    pal_method_count(method, &question, &profile, &outcome);
    check_seats(&question, &outcome);
    pal_check_count(method, &question, &profile, &outcome);
    return 0;
}
