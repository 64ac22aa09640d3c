/* fuzz_committees.c - the seats are filled by different options, and the ranking says their order. */
#include "fuzz.h"
#include "poll.h"

static void check_elected(const struct pal_question *question, const struct pal_outcome *outcome,
                          bool may_leave_seats)
{
    size_t count = question->option_count;
    size_t seats = question->seat_count < count ? question->seat_count : count;
    seats = mpq_sgn(outcome->valid) > 0 ? seats : 0;
    PAL_CHECK(outcome->elected.count <= seats);
    PAL_CHECK(may_leave_seats || outcome->elected.count == seats);
    PAL_CHECK(outcome->round_count == outcome->elected.count);
    for (size_t i = 1; i < outcome->elected.count; i++) {
        size_t before = outcome->elected.at[i - 1];
        PAL_CHECK(outcome->ranking[before] <= outcome->ranking[outcome->elected.at[i]]);
    }
    for (size_t i = 0; seats > 0 && outcome->elected.count > 0 && i < count; i++) {
        size_t last = outcome->elected.at[outcome->elected.count - 1];
        bool is_in = pal_options_have(&outcome->elected, i);
        PAL_CHECK(is_in || outcome->ranking[i] >= outcome->ranking[last]);
    }
}

static void choose_completion(uint8_t byte, struct pal_question *question)
{
    static const char *const completions[] = {"seq-phragmen", "approval", "none"};
    struct pal_text completion = pal_text_of(completions[byte % 3]);
    enum pal_err err = pal_question_set_parameter(question, pal_text_of("completion"), completion);
    PAL_CHECK(err == PAL_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char *const ids[] = {"seq-pav", "seq-phragmen", "equal-shares"};
    struct pal_bytes rest = {bytes, size};
    uint8_t head = pal_next_byte(&rest);
    const struct pal_method *method = pal_method_find(pal_text_of(ids[head % 3]));
    PAL_QUESTION(question);
    pal_next_options(&rest, &question);
    enum pal_err err = pal_question_set_seats(&question, 1 + pal_next_byte(&rest) % 8);
    PAL_CHECK(err == PAL_OK);
    if (method->parameters != NULL) {
        choose_completion(head / 3, &question);
    }
    err = pal_method_settle(method, &question, NULL);
    PAL_CHECK(err == PAL_OK);

    PAL_PROFILE(profile, PAL_BALLOT_APPROVES, question.option_count);
    pal_next_crosses(&rest, &profile);
    pal_method_judge_profile(method, &question, &profile);
    PAL_OUTCOME(outcome, question.option_count);
    pal_method_count(method, &question, &profile, &outcome);
    check_elected(&question, &outcome, method->parameters != NULL && (head / 3) % 3 == 2);
    pal_check_count(method, &question, &profile, &outcome);
    return 0;
}
