/*
 * Score: every small profile of scores and of no opinion, with every number of seats, as totals and
 * as means, against the rule written naively on whole numbers.
 */
#include "trial.h"

enum { TYPES_MAX = 27, SCALE = 1, MARKS = SCALE + 2 };

static const char *const names[] = {"A", "B", "C"};

/* Digit i of the type, in base MARKS, is what it says of option i: no opinion, 0, … */
static void set_marks(size_t type, size_t option_count, int32_t *out_marks)
{
    for (size_t i = 0; i < option_count; i++) {
        out_marks[i] = (int32_t)(type % MARKS) - 1;
        type /= MARKS;
    }
}

/* A total as a fraction of sevenths. */
struct total {
    int num, den;
};

static bool set_totals(const struct pal_trial *trial, bool is_mean, struct total *totals)
{
    bool is_any = false;
    for (size_t i = 0; i < trial->option_count; i++) {
        totals[i] = (struct total){0, is_mean ? 0 : 7};
        for (size_t type = 0; type < trial->type_count; type++) {
            int32_t marks[TRIAL_OPTIONS];
            set_marks(type, trial->option_count, marks);
            int weight = trial->counts[type] * trial->weights[type];
            if (marks[i] >= 0) {
                totals[i].num += marks[i] * weight;
                totals[i].den += is_mean ? weight : 0;
                is_any = is_any || trial->counts[type] > 0;
            }
        }
        totals[i].den = totals[i].den == 0 ? 1 : totals[i].den;
    }
    return is_any;
}

static int compare_totals(struct total left, struct total right)
{
    return left.num * right.den - right.num * left.den;
}

/* Seat after seat, the largest total among those who have none; among equals the first in order. */
static size_t next_elected(const struct pal_trial *trial, const struct total *totals,
                           const bool *elected)
{
    size_t best = trial->option_count;
    for (size_t i = 0; i < trial->option_count; i++) {
        size_t option = trial->order[i];
        if (!elected[option] &&
            (best == trial->option_count || compare_totals(totals[option], totals[best]) > 0)) {
            best = option;
        }
    }
    return best;
}

static void compare(const struct pal_trial *trial, bool is_mean, const struct pal_outcome *outcome)
{
    struct total totals[TRIAL_OPTIONS];
    bool elected[TRIAL_OPTIONS] = {false};
    bool is_any = set_totals(trial, is_mean, totals);
    size_t seats = trial->seats < trial->option_count ? trial->seats : trial->option_count;
    seats = is_any ? seats : 0;
    assert_int_equal(outcome->elected.count, seats);
    for (size_t seat = 0; seat < seats; seat++) {
        size_t best = next_elected(trial, totals, elected);
        assert_int_equal(outcome->elected.at[seat], best);
        elected[best] = true;
    }
    bool tied = false;
    for (size_t i = 0; i < trial->option_count; i++) {
        PAL_RATIO(total);
        pal_ratio_set(total, totals[i].num, totals[i].den);
        assert_true(mpq_equal(outcome->totals.at[i].value, total));
        for (size_t j = 0; j < trial->option_count; j++) {
            int order = compare_totals(totals[i], totals[j]);
            tied = tied || (elected[i] && !elected[j] && order == 0);
            assert_int_equal(order > 0, outcome->ranking[i] < outcome->ranking[j]);
        }
    }
    assert_int_equal(outcome->tie_count, tied);
}

static void try_all(size_t option_count, int ballots_max, bool is_mean)
{
    static const char *const settings[] = {"missing", "ignore", NULL};
    static const int weights[TYPES_MAX] = {4, 1, 2, 3, 3, 2, 1, 5, 7, 1, 2, 2, 6, 1,
                                           1, 3, 2, 4, 1, 2, 3, 1, 1, 2, 5, 3, 1};
    int counts[TYPES_MAX] = {0};
    struct pal_trial trial = {.method = "score",
                              .names = names,
                              .option_count = option_count,
                              .scale = SCALE,
                              .order = pal_trial_orders[option_count < TRIAL_OPTIONS ? 0 : 3],
                              .settings = is_mean ? settings : NULL,
                              .type_count = 1,
                              .marks = set_marks,
                              .counts = counts,
                              .weights = weights};
    for (size_t i = 0; i < option_count; i++) {
        trial.type_count *= MARKS;
    }
    do {
        for (trial.seats = 1; trial.seats <= option_count + 1; trial.seats += option_count) {
            struct pal_outcome outcome PAL_CLEANUP(pal_outcome_done) = {0};
            pal_trial_count(&trial, TRIAL_PLAIN, NULL, &outcome);
            compare(&trial, is_mean, &outcome);
            if (trial.seats == 1) {
                pal_trial_properties(&trial, &outcome, true);
            }
        }
    } while (pal_trial_next_within(counts, trial.type_count, ballots_max));
}

static void totals_of_one_and_two_options(void **state)
{
    (void)state;
    try_all(1, 5, false);
    try_all(2, 5, false);
}

static void totals_of_three_options(void **state)
{
    (void)state;
    try_all(3, 3, false);
}

static void means_of_one_and_two_options(void **state)
{
    (void)state;
    try_all(1, 5, true);
    try_all(2, 5, true);
}

static void means_of_three_options(void **state)
{
    (void)state;
    try_all(3, 3, true);
}

int main(void)
{
    TESTS(tests, 4);
    TEST(tests, totals_of_one_and_two_options);
    TEST(tests, totals_of_three_options);
    TEST(tests, means_of_one_and_two_options);
    TEST(tests, means_of_three_options);
    return RUN(tests);
}
