/*
 * Plurality: every profile of at most 3 options and 5 ballots, in every order of ties, against the
 * rule written naively on whole numbers.
 */
#include "trial.h"

static const char *const names[] = {"A", "B", "C"};

/* Type i chooses option i; the last type chooses nothing. */
static void set_marks(size_t type, size_t option_count, int32_t *out_marks)
{
    for (size_t i = 0; i < option_count; i++) {
        out_marks[i] = i == type;
    }
}

/* Whoever has more than all others is elected; among those with the most, the first in the order. */
static void compare(const struct pal_trial *trial, const struct pal_outcome *outcome)
{
    int totals[TRIAL_OPTIONS] = {0};
    int most = 0;
    int all = 0;
    for (size_t i = 0; i < trial->option_count; i++) {
        totals[i] = trial->counts[i] * trial->weights[i];
        most = totals[i] > most ? totals[i] : most;
        all += totals[i];
    }
    size_t best = trial->option_count;
    size_t leaders = 0;
    for (size_t i = trial->option_count; i-- > 0;) {
        size_t option = trial->order[i];
        if (totals[option] == most) {
            best = option;
            leaders++;
        }
    }
    PAL_RATIO(figure);
    pal_ratio_set(figure, all, 7);
    assert_true(mpq_equal(outcome->valid, figure));
    size_t blank = trial->type_count - 1;
    pal_ratio_set(figure, (int64_t)trial->counts[blank] * trial->weights[blank], 7);
    assert_true(mpq_equal(outcome->blank, figure));
    if (all == 0) {
        assert_int_equal(outcome->elected.count, 0);
        assert_int_equal(outcome->tie_count, 0);
        return;
    }
    assert_int_equal(outcome->elected.count, 1);
    assert_int_equal(outcome->elected.at[0], best);
    assert_int_equal(outcome->tie_count, leaders > 1);
    for (size_t i = 0; i < trial->option_count; i++) {
        for (size_t j = 0; j < trial->option_count; j++) {
            assert_int_equal(totals[i] > totals[j], outcome->ranking[i] < outcome->ranking[j]);
        }
    }
}

static void try_orders(struct pal_trial *trial)
{
    for (size_t i = 0; i < 6; i++) {
        trial->order = pal_trial_orders[i];
        if (pal_trial_is_order(trial->order, trial->option_count)) {
            struct pal_outcome outcome PAL_CLEANUP(pal_outcome_done) = {0};
            pal_trial_count(trial, TRIAL_PLAIN, NULL, &outcome);
            compare(trial, &outcome);
            pal_trial_properties(trial, &outcome, true);
        }
    }
}

static void try_all(const int *weights)
{
    for (size_t option_count = 1; option_count <= TRIAL_OPTIONS; option_count++) {
        int counts[TRIAL_TYPES] = {0};
        struct pal_trial trial = {.method = "plurality",
                                  .names = names,
                                  .option_count = option_count,
                                  .seats = 1,
                                  .type_count = option_count + 1,
                                  .marks = set_marks,
                                  .counts = counts,
                                  .weights = weights};
        do {
            try_orders(&trial);
        } while (pal_trial_next(counts, trial.type_count));
    }
}

static void with_equal_ballots(void **state)
{
    (void)state;
    try_all((const int[]){7, 7, 7, 7});
}

static void with_ballots_of_different_weights(void **state)
{
    (void)state;
    try_all((const int[]){2, 3, 1, 5});
}

int main(void)
{
    TESTS(tests, 2);
    TEST(tests, with_equal_ballots);
    TEST(tests, with_ballots_of_different_weights);
    return RUN(tests);
}
