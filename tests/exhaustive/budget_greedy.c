/*
 * A budget by totals: every profile of at most 3 options and 5 ballots of approvals, and of two ballots
 * of points or of ranks, with three lists of costs, by three rules and in every order of ties, against
 * the rule written naively. What is a tie is found by trying: some order of the equals funds others.
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
static const char *const rule_names[RULES] = {"skip", "no-skip", "threshold"};

/* What a ballot of a type gives to an option: how often its weight. */
struct scoring {
    const char *name;
    int (*gift)(const struct pal_trial *trial, size_t type, size_t option);
};

/* A way to count: the totals in sevenths, the rule, the costs. */
struct naive {
    const struct pal_trial *trial;
    const struct scoring *scoring;
    int totals[TRIAL_OPTIONS];
    size_t rule, costs;
};

static void set_totals(struct naive *naive)
{
    const struct pal_trial *trial = naive->trial;
    for (size_t i = 0; i < trial->option_count; i++) {
        naive->totals[i] = 0;
        for (size_t type = 0; type < trial->type_count; type++) {
            naive->totals[i] +=
                trial->counts[type] * trial->weights[type] * naive->scoring->gift(trial, type, i);
        }
    }
}

static int gift_of_approval(const struct pal_trial *trial, size_t type, size_t option)
{
    (void)trial;
    return (int)(type >> option & 1);
}

static const struct scoring by_approvals = {"count", gift_of_approval};

/* Nothing to three points, a digit of the type for each option. */
enum { POINTS = 4, POINT_TYPES = POINTS * POINTS * POINTS };

static int gift_of_points(const struct pal_trial *trial, size_t type, size_t option)
{
    (void)trial;
    for (size_t i = 0; i < option; i++) {
        type /= POINTS;
    }
    return (int)(type % POINTS);
}

static const struct scoring by_points = {"points", gift_of_points};

static void set_points(size_t type, size_t option_count, int32_t *out_marks)
{
    for (size_t i = 0; i < option_count; i++) {
        out_marks[i] = gift_of_points(NULL, type, i);
    }
}

/* The rank at which an option first stands; with none, that of the last whom the ballot ranks. From 1; 0 where there
 * is no such. */
static int rank_in(const struct pal_trial_ranking *ballot, const size_t *option)
{
    int rank = 1;
    int last = 0;
    for (size_t i = 0; i < ballot->mark_count; i++) {
        if (ballot->marks[i] == PAL_MARK_NEXT_RANK) {
            rank++;
        } else if (option == NULL) {
            last = rank;
        } else if (ballot->marks[i] == (int32_t)*option) {
            return rank;
        }
    }
    return last;
}

static int gift_of_rank(const struct pal_trial *trial, size_t type, size_t option)
{
    int longest = 0;
    for (size_t i = 0; i < trial->type_count; i++) {
        const int length = trial->counts[i] > 0 ? rank_in(&trial->rankings[i], NULL) : 0;
        longest = length > longest ? length : longest;
    }
    const int rank = rank_in(&trial->rankings[type], &option);
    return rank > 0 ? longest + 1 - rank : 0;
}

static const struct scoring by_rank = {"positional", gift_of_rank};

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

/* A ballot that gives nothing is blank. */
static bool has_weight(const struct naive *naive)
{
    int total = 0;
    for (size_t i = 0; i < naive->trial->option_count; i++) {
        total += naive->totals[i];
    }
    return total > 0;
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

static void try_one(struct pal_trial *trial, const struct scoring *scoring, size_t rule,
                    size_t cost_list)
{
    const char *const settings[] = {
        "scoring", scoring->name, "rule", rule_names[rule], rule == THRESHOLD ? "min_score" : NULL,
        "2",       NULL};
    trial->settings = settings;
    trial->costs = cost_texts[cost_list];
    struct naive naive = {.trial = trial, .scoring = scoring, .rule = rule, .costs = cost_list};
    set_totals(&naive);
    for (size_t i = 0; i < 6; i++) {
        trial->order = pal_trial_orders[i];
        if (!pal_trial_is_order(trial->order, trial->option_count)) {
            continue;
        }
        size_t funded[TRIAL_OPTIONS];
        size_t count = has_weight(&naive) ? fund(&naive, trial->order, funded) : 0;
        struct pal_outcome outcome PAL_CLEANUP(pal_outcome_done) = {0};
        pal_trial_count(trial, TRIAL_PLAIN, NULL, &outcome);
        assert_int_equal(outcome.funded.count, count);
        for (size_t f = 0; f < count; f++) {
            assert_int_equal(outcome.funded.at[f], funded[f]);
        }
        assert_int_equal(outcome.tie_count > 0, has_weight(&naive) && is_tied(&naive));
        if (i == 3 && cost_list == 0 &&
            rule != THRESHOLD) { /* a least total does not scale with the weights */
            pal_trial_properties(trial, &outcome, true);
        }
    }
    trial->settings = NULL;
}

static void try_rules(struct pal_trial *trial, const struct scoring *scoring)
{
    for (size_t rule = 0; rule < RULES; rule++) {
        for (size_t cost_list = 0; cost_list < COSTS; cost_list++) {
            try_one(trial, scoring, rule, cost_list);
        }
    }
}

static void try_approvals(struct pal_trial *trial)
{
    try_rules(trial, &by_approvals);
}

static struct pal_trial trial_of(const int *weights)
{
    return (struct pal_trial){.method = "budget-greedy",
                              .names = names,
                              .seats = 1,
                              .budget = "6",
                              .marks = set_marks,
                              .weights = weights};
}

static void try_all(const int *weights)
{
    const struct pal_trial trial = trial_of(weights);
    pal_trial_try_crosses(&trial, try_approvals);
}

static void by_points_of_two_ballots(void **state)
{
    (void)state;
    int counts[POINT_TYPES] = {0};
    int weights[POINT_TYPES];
    for (size_t type = 0; type < POINT_TYPES; type++) {
        weights[type] = (int)(type % 4) + 1;
    }
    struct pal_trial trial = trial_of(weights);
    trial.marks = set_points;
    trial.counts = counts;
    trial.type_count = 1;
    for (trial.option_count = 1; trial.option_count <= TRIAL_OPTIONS; trial.option_count++) {
        trial.type_count *= POINTS;
        do {
            try_rules(&trial, &by_points);
        } while (pal_trial_next_within(counts, trial.type_count, 2));
    }
}

/* As people mark them; the costs and the rule are looked at by the others. */
static void by_ranks_of_two_ballots(void **state)
{
    (void)state;
    struct pal_trial_ranking all[TRIAL_LOOSE];
    struct pal_trial_ranking both[2];
    struct pal_trial trial = trial_of((const int[]){4, 3});
    trial.rankings = both;
    trial.counts = (const int[]){1, 1};
    trial.type_count = 2;
    for (trial.option_count = 2; trial.option_count <= TRIAL_OPTIONS; trial.option_count++) {
        const size_t count = pal_trial_loose_rankings(trial.option_count, all);
        for (size_t one = 0; one < count; one++) {
            for (size_t other = 0; other <= one; other++) {
                both[0] = all[one];
                both[1] = all[other];
                try_one(&trial, &by_rank, SKIP, 2);
            }
        }
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
    try_all((const int[]){4, 1, 2, 3, 3, 2, 0, 5});
}

int main(void)
{
    TESTS(tests, 4);
    TEST(tests, with_equal_ballots);
    TEST(tests, with_ballots_of_different_weights);
    TEST(tests, by_points_of_two_ballots);
    TEST(tests, by_ranks_of_two_ballots);
    return RUN(tests);
}
