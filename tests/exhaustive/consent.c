/*
 * Consent: every profile of at most 5 ballots that consent, reserve, object, abstain, are blank or
 * spoilt, with weights and with none, against the rule written naively.
 */
#include "trial.h"

enum { CONSENT, RESERVE, OBJECT, ABSTAIN, BLANK, SPOILT, TYPE_COUNT };
static const char *const names[] = {"consent", "reserve", "object", "abstain"};

static void set_marks(size_t type, size_t option_count, int32_t *out_marks)
{
    for (size_t i = 0; i < option_count; i++) {
        out_marks[i] = i == type || type == SPOILT;
    }
}

static void try_all(const int *weights)
{
    int counts[TYPE_COUNT] = {0};
    struct pal_trial trial = {.method = "consent",
                              .names = names,
                              .option_count = 4,
                              .seats = 1,
                              .type_count = TYPE_COUNT,
                              .marks = set_marks,
                              .counts = counts,
                              .weights = weights};
    do {
        struct pal_outcome outcome PAL_CLEANUP(pal_outcome_done) = {0};
        pal_trial_count(&trial, TRIAL_PLAIN, NULL, &outcome);
        bool objects = counts[OBJECT] * weights[OBJECT] > 0;
        bool consents = counts[CONSENT] * weights[CONSENT] + counts[RESERVE] * weights[RESERVE] > 0;
        assert_int_equal(outcome.verdict,
                         consents && !objects ? PAL_VERDICT_ADOPTED : PAL_VERDICT_REJECTED);
        for (size_t i = 0; i < 4; i++) {
            PAL_RATIO(total);
            pal_ratio_set(total, (int64_t)counts[i] * weights[i], 7);
            assert_true(mpq_equal(outcome.totals.at[i].value, total));
        }
        pal_trial_properties(&trial, &outcome, false);
    } while (pal_trial_next(counts, TYPE_COUNT));
}

static void with_equal_ballots(void **state)
{
    (void)state;
    try_all((const int[]){7, 7, 7, 7, 7, 7});
}

static void with_ballots_of_different_weights(void **state)
{
    (void)state;
    try_all((const int[]){3, 0, 2, 5, 1, 4});
}

static void with_objections_that_weigh_nothing(void **state)
{
    (void)state;
    try_all((const int[]){3, 1, 0, 5, 1, 4});
}

int main(void)
{
    TESTS(tests, 3);
    TEST(tests, with_equal_ballots);
    TEST(tests, with_ballots_of_different_weights);
    TEST(tests, with_objections_that_weigh_nothing);
    return RUN(tests);
}
