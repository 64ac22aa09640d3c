/* fuzz_rounds.c - counts by rounds fill their seats, and lose or make no vote on the way. */
#include "fuzz.h"
#include "poll.h"

static void settle(const struct pal_method *method, struct pal_question *question,
                   struct pal_bytes *rest)
{
    static const char *const settings[][3] = {
        {"irv", "overvote", "split"},   {"irv", "overvote", "skip"},
        {"irv", "max_skipped", "1"},    {"irv", "duplicate", "exhaust"},
        {"irv", "majority", "valid"},   {"stv-meek", "decimals", "3"},
        {"stv-meek", "decimals", "18"}, {"stv-meek", "omega", "2"},
    };
    uint8_t chosen = pal_next_byte(rest);
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        bool is_of_method = pal_text_is(pal_text_of(method->id), settings[i][0]);
        if (is_of_method && ((chosen >> i) & 1) != 0) {
            /* A second value for the same parameter is refused, and the first one stays. */
            enum pal_err said = pal_question_set_parameter(question, pal_text_of(settings[i][1]),
                                                           pal_text_of(settings[i][2]));
            PAL_CHECK(said == PAL_OK || said == PAL_ERR_METHOD_PARAMETER);
        }
    }
    enum pal_err err = pal_method_settle(method, question, NULL);
    PAL_CHECK(err == PAL_OK);
}

/* What is counted and what is exhausted is, in every round, what is valid. */
static void check_rounds(const struct pal_outcome *outcome)
{
    PAL_RATIO(sum);
    for (size_t i = 0; i < outcome->round_count; i++) {
        const struct pal_round *round = &outcome->rounds[i];
        mpq_set(sum, round->exhausted);
        PAL_CHECK(mpq_sgn(sum) >= 0);
        for (size_t k = 0; k < round->totals.count; k++) {
            PAL_CHECK(mpq_sgn(round->totals.at[k].value) >= 0);
            mpq_add(sum, sum, round->totals.at[k].value);
        }
        PAL_CHECK(mpq_equal(sum, outcome->valid));
    }
}

static void check_elected(const struct pal_question *question, const struct pal_outcome *outcome)
{
    size_t count = question->option_count;
    size_t seats = question->seat_count < count ? question->seat_count : count;
    PAL_CHECK(outcome->elected.count == (mpq_sgn(outcome->valid) > 0 ? seats : 0));
    for (size_t i = 1; i < outcome->elected.count; i++) {
        size_t before = outcome->ranking[outcome->elected.at[i - 1]];
        PAL_CHECK(before <= outcome->ranking[outcome->elected.at[i]]);
    }
}

static void make_weights_whole(struct pal_profile *profile)
{
    for (size_t i = 0; i < profile->weight_count; i++) {
        if (mpz_cmp_ui(mpq_denref(profile->weights[i]), 1) != 0) {
            pal_profile_reset(profile, profile->option_count);
            return;
        }
    }
}

static void count_by(const char *id, struct pal_bytes rest)
{
    const struct pal_method *method = pal_method_find(pal_text_of(id));
    PAL_QUESTION(question);
    pal_next_options(&rest, &question);
    uint8_t seats = pal_next_byte(&rest);
    enum pal_err err = pal_question_set_seats(&question, method->takes_seats ? 1 + seats % 9 : 1);
    PAL_CHECK(err == PAL_OK);
    settle(method, &question, &rest);
    PAL_PROFILE(profile, PAL_BALLOT_RANKS, question.option_count);
    pal_next_rankings(&rest, &profile);
    if (pal_method_weighing(method, &question) == PAL_WEIGHS_WHOLE) {
        make_weights_whole(&profile);
    }
    pal_method_judge_profile(method, &question, &profile);
    PAL_OUTCOME(outcome, question.option_count);
    pal_method_count(method, &question, &profile, &outcome);
    check_rounds(&outcome);
    check_elected(&question, &outcome);
    pal_check_count(method, &question, &profile, &outcome);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char *const ids[] = {"two-round", "irv", "stv-scottish", "stv-wigm", "stv-meek"};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        count_by(ids[i], (struct pal_bytes){bytes, size});
    }
    return 0;
}
