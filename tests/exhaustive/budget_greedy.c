/*
 * A budget by totals: every profile of at most 3 options and 5 ballots of approvals, with three
 * lists of costs, by three rules and in every order of ties, against the rule written naively. What
 * is a tie is found by trying: some order of the equals funds others.
 */
#include "base/check.h"

#include "trial.h"

static const char *const names[] = {"A", "B", "C"};

/* Type t approves the options whose bit is set in t. */
static void set_marks(size_t type, size_t option_count, int32_t *out_marks)
{
    for (size_t i = 0; i < option_count; i++) {
        out_marks[i] = ((type >> i) & 1) != 0;
    }
}

enum { BUDGET = 6, MIN_SCORE = 2, COSTS = 3 };
static const int costs[COSTS][TRIAL_OPTIONS] = {{3, 4, 2}, {7, 0, 6}, {3, 3, 3}};
static const char *const cost_texts[COSTS][TRIAL_OPTIONS] = {{"3", "4", "2"},
                                                             {"7", "0", "6"},
                                                             {"3", "3", "3"}};

enum { SKIP, NO_SKIP, THRESHOLD, RULES };
static const char *const settings[RULES][5] = {{"rule", "skip", NULL},
                                               {"rule", "no-skip", NULL},
                                               {"rule", "threshold", "min_score", "2", NULL}};

/* A way to count: the totals in sevenths, the rule, the costs. */
struct naive {
    const struct pal_trial *trial;
    int totals[TRIAL_OPTIONS];
    size_t rule, costs;
};

static void set_totals(struct naive *naive)
{
    const struct pal_trial *trial = naive->trial;
    for (size_t i = 0; i < trial->option_count; i++) {
        naive->totals[i] = 0;
        for (size_t type = 0; type < trial->type_count; type++) {
            if ((type >> i) & 1) {
                naive->totals[i] += trial->counts[type] * trial->weights[type];
            }
        }
    }
}

/* What is funded in that order of ties; says how many. */
static size_t fund(const struct naive *naive, const size_t *order, size_t *out_funded)
{
    bool is_taken[TRIAL_OPTIONS] = {false};
    size_t count = 0;
    int left = BUDGET;
    for (size_t turn = 0; turn < naive->trial->option_count; turn++) {
        size_t best = TRIAL_OPTIONS;
        for (size_t i = 0; i < naive->trial->option_count; i++) {
            if (!is_taken[order[i]] &&
                (best == TRIAL_OPTIONS || naive->totals[order[i]] > naive->totals[best])) {
                best = order[i];
            }
        }
        PAL_CHECK(best < TRIAL_OPTIONS);
        is_taken[best] = true;
        if (naive->rule == THRESHOLD && naive->totals[best] < 7 * MIN_SCORE) {
            continue;
        }
        if (costs[naive->costs][best] <= left) {
            left -= costs[naive->costs][best];
            out_funded[count++] = best;
        } else if (naive->rule == NO_SKIP) {
            break;
        }
    }
    return count;
}

static bool has_weight(const struct pal_trial *trial)
{
    int weight = 0;
    for (size_t type = 1; type < trial->type_count; type++) {
        weight += trial->counts[type] * trial->weights[type];
    }
    return weight > 0;
}

/* The options that are funded, as bits. */
static unsigned funded_set(const struct naive *naive, const size_t *order)
{
    size_t funded[TRIAL_OPTIONS];
    size_t count = fund(naive, order, funded);
    unsigned set = 0;
    for (size_t i = 0; i < count; i++) {
        set |= 1U << funded[i];
    }
    return set;
}

/* Does another order of ties fund others? */
static bool is_tied(const struct naive *naive)
{
    unsigned set = funded_set(naive, naive->trial->order);
    bool differs = false;
    for (size_t i = 0; i < 6; i++) {
        if (pal_trial_is_order(pal_trial_orders[i], naive->trial->option_count)) {
            differs = differs || funded_set(naive, pal_trial_orders[i]) != set;
        }
    }
    return differs;
}

static void try_one(struct pal_trial *trial, size_t rule, size_t cost_list)
{
    trial->settings = settings[rule];
    trial->costs = cost_texts[cost_list];
    struct naive naive = {.trial = trial, .rule = rule, .costs = cost_list};
    set_totals(&naive);
    for (size_t i = 0; i < 6; i++) {
        trial->order = pal_trial_orders[i];
        if (!pal_trial_is_order(trial->order, trial->option_count)) {
            continue;
        }
        size_t funded[TRIAL_OPTIONS];
        size_t count = has_weight(trial) ? fund(&naive, trial->order, funded) : 0;
        struct pal_outcome outcome PAL_CLEANUP(pal_outcome_done) = {0};
        pal_trial_count(trial, TRIAL_PLAIN, NULL, &outcome);
        assert_int_equal(outcome.funded.count, count);
        for (size_t f = 0; f < count; f++) {
            assert_int_equal(outcome.funded.at[f], funded[f]);
        }
        assert_int_equal(outcome.tie_count > 0, has_weight(trial) && is_tied(&naive));
        if (i == 3 && cost_list == 0 &&
            rule != THRESHOLD) { /* a least total does not scale with the weights */
            pal_trial_properties(trial, &outcome, true);
        }
    }
}

static void try_rules(struct pal_trial *trial)
{
    for (size_t rule = 0; rule < RULES; rule++) {
        for (size_t cost_list = 0; cost_list < COSTS; cost_list++) {
            try_one(trial, rule, cost_list);
        }
    }
}

static void try_all(const int *weights)
{
    const struct pal_trial trial = {.method = "budget-greedy",
                                    .names = names,
                                    .seats = 1,
                                    .budget = "6",
                                    .marks = set_marks,
                                    .weights = weights};
    pal_trial_try_crosses(&trial, try_rules);
}

static void with_equal_ballots(void **state)
{
    (void)state;
    try_all((const int[]){7, 7, 7, 7, 7, 7, 7, 7});
}

static void with_ballots_of_different_weights(void **state)
{
    (void)state;
    try_all((const int[]){4, 1, 2, 3, 3, 2, 0, 5});
}

int main(void)
{
    TESTS(tests, 2);
    TEST(tests, with_equal_ballots);
    TEST(tests, with_ballots_of_different_weights);
    return RUN(tests);
}
