/*
 * Approval: every profile of at most 3 options and 5 ballots, with every number of seats and in
 * every order of ties, against the rule written naively on whole numbers.
 */
#include "trial.h"

static const char *const names[] = {"A", "B", "C"};

/* Type t approves the options whose bit is set in t. */
static void set_marks(size_t type, size_t option_count, int32_t *out_marks)
{
    for (size_t i = 0; i < option_count; i++) {
        out_marks[i] = ((type >> i) & 1) != 0;
    }
}

static void set_totals(const struct pal_trial *trial, int *totals)
{
    for (size_t i = 0; i < trial->option_count; i++) {
        totals[i] = 0;
        for (size_t type = 0; type < trial->type_count; type++) {
            if ((type >> i) & 1) {
                totals[i] += trial->counts[type] * trial->weights[type];
            }
        }
    }
}

/* Seat after seat, the largest total among those who have none; among equals the first in order. */
static size_t next_elected(const struct pal_trial *trial, const int *totals, const bool *elected)
{
    size_t best = trial->option_count;
    for (size_t i = 0; i < trial->option_count; i++) {
        size_t option = trial->order[i];
        if (!elected[option] && (best == trial->option_count || totals[option] > totals[best])) {
            best = option;
        }
    }
    return best;
}

static bool is_anybody_marked(const struct pal_trial *trial)
{
    for (size_t type = 1; type < trial->type_count; type++) {
        if (trial->counts[type] > 0) {
            return true;
        }
    }
    return false;
}

static void compare(const struct pal_trial *trial, const struct pal_outcome *outcome)
{
    int totals[TRIAL_OPTIONS] = {0};
    bool elected[TRIAL_OPTIONS] = {false};
    set_totals(trial, totals);
    size_t seats = trial->seats < trial->option_count ? trial->seats : trial->option_count;
    seats = is_anybody_marked(trial) ? seats : 0;
    assert_int_equal(outcome->elected.count, seats);
    for (size_t seat = 0; seat < seats; seat++) {
        size_t best = next_elected(trial, totals, elected);
        assert_int_equal(outcome->elected.at[seat], best);
        elected[best] = true;
    }
    bool tied = false;
    for (size_t i = 0; i < trial->option_count; i++) {
        PAL_RATIO(total);
        pal_ratio_set(total, totals[i], 7);
        assert_true(mpq_equal(outcome->totals.at[i].value, total));
        for (size_t j = 0; j < trial->option_count; j++) {
            tied = tied || (elected[i] && !elected[j] && totals[i] == totals[j]);
            assert_int_equal(totals[i] > totals[j], outcome->ranking[i] < outcome->ranking[j]);
        }
    }
    assert_int_equal(outcome->tie_count, tied);
}

static void try_orders(struct pal_trial *trial)
{
    for (size_t i = 0; i < 6; i++) {
        trial->order = pal_trial_orders[i];
        if (!pal_trial_is_order(trial->order, trial->option_count)) {
            continue;
        }
        struct pal_outcome outcome PAL_CLEANUP(pal_outcome_done) = {0};
        pal_trial_count(trial, TRIAL_PLAIN, NULL, &outcome);
        compare(trial, &outcome);
        if (i == 3 || trial->option_count < TRIAL_OPTIONS) { /* one order that is no option's own */
            pal_trial_properties(trial, &outcome, true);
        }
    }
}

static void try_all(const int *weights)
{
    for (size_t option_count = 1; option_count <= TRIAL_OPTIONS; option_count++) {
        int counts[TRIAL_TYPES] = {0};
        struct pal_trial trial = {.method = "approval",
                                  .names = names,
                                  .option_count = option_count,
                                  .type_count = (size_t)1 << option_count,
                                  .marks = set_marks,
                                  .counts = counts,
                                  .weights = weights};
        do {
            for (trial.seats = 1; trial.seats <= option_count + 1; trial.seats++) {
                try_orders(&trial);
            }
        } while (pal_trial_next(counts, trial.type_count));
    }
}

static void with_equal_ballots(void **state)
{
    (void)state;
    try_all((const int[]){7, 7, 7, 7, 7, 7, 7, 7});
}

static void with_ballots_of_different_weights(void **state)
{
    (void)state;
    try_all((const int[]){4, 1, 2, 3, 3, 2, 1, 5});
}

int main(void)
{
    TESTS(tests, 2);
    TEST(tests, with_equal_ballots);
    TEST(tests, with_ballots_of_different_weights);
    return RUN(tests);
}
