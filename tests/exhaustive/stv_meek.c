/*
 * Meek, in two decimals: every small profile against the rule written naively, ballots being taken one
 * strict order after the other. Votes are whole numbers of sixths of hundredths.
 */
#include "base/check.h"

#include "naive.h"

enum { ONE = 100, SIXTHS = 6, SEATS_MAX = 2, OPTIONS = 3 };

struct state {
    const struct pal_trial *trial;
    const struct pal_outcome *outcome;
    int keep[OPTIONS];
    bool elected[OPTIONS], excluded[OPTIONS];
    int votes[OPTIONS];
    int quota, surplus; /* in hundredths; in sixths of hundredths */
    size_t round, elected_count, left;
    size_t order[OPTIONS];        /* the elected, and the excluded from behind */
    bool equal[OPTIONS][OPTIONS]; /* votes did not separate them when one left */
};

static int divided_up(int number, int divisor)
{
    return (number + divisor - 1) / divisor;
}

/* Does that order of all options go with the ranking? Those that are not ranked come last, in order. */
static bool is_order_of(const struct pal_trial_ranking *ballot, const size_t *order, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        int before = ballot->ranks[order[i - 1]];
        int after = ballot->ranks[order[i]];
        bool is_unranked_before = before == 0 && (after > 0 || order[i - 1] > order[i]);
        if (is_unranked_before || (before > 0 && after > 0 && before > after)) {
            return false;
        }
    }
    return true;
}

static void take(struct state *state, const struct pal_trial_ranking *ballot, const size_t *order,
                 int weight)
{
    int left = ONE;
    for (size_t i = 0; i < state->trial->option_count; i++) {
        size_t option = order[i];
        if (ballot->ranks[option] > 0) {
            int taken = divided_up(left * state->keep[option], ONE);
            state->votes[option] += taken * weight;
            left -= taken;
        }
    }
}

static void add_ballots(struct state *state, size_t type)
{
    const struct pal_trial_ranking *ballot = &state->trial->rankings[type];
    size_t count = state->trial->option_count;
    int orders = 0;
    for (size_t i = 0; i < 6; i++) {
        const size_t *order = pal_trial_orders[i];
        orders += pal_trial_is_order(order, count) && is_order_of(ballot, order, count);
    }
    for (size_t i = 0; i < 6; i++) {
        const size_t *order = pal_trial_orders[i];
        if (pal_trial_is_order(order, count) && is_order_of(ballot, order, count)) {
            take(state, ballot, order, state->trial->counts[type] * SIXTHS / orders);
        }
    }
}

static void distribute_once(struct state *state)
{
    int sum = 0;
    for (size_t i = 0; i < state->trial->option_count; i++) {
        state->votes[i] = 0;
    }
    for (size_t type = 0; type < state->trial->type_count; type++) {
        add_ballots(state, type);
    }
    for (size_t i = 0; i < state->trial->option_count; i++) {
        sum += state->votes[i];
    }
    state->quota = sum / (SIXTHS * ((int)state->trial->seats + 1)) + 1;
    state->surplus = 0;
    for (size_t i = 0; i < state->trial->option_count; i++) {
        state->surplus += state->elected[i] ? state->votes[i] - state->quota * SIXTHS : 0;
    }
    state->surplus = state->surplus < 0 ? 0 : state->surplus;
}

static bool is_hopeful(const struct state *state, size_t option)
{
    return !state->elected[option] && !state->excluded[option];
}

static bool has_winner(const struct state *state)
{
    for (size_t i = 0; i < state->trial->option_count; i++) {
        if (is_hopeful(state, i) && state->votes[i] >= state->quota * SIXTHS) {
            return true;
        }
    }
    return false;
}

static void distribute(struct state *state)
{
    distribute_once(state);
    /* Less than a hundredth is settled. */
    while (!has_winner(state) && state->surplus >= SIXTHS) {
        int before = state->surplus;
        for (size_t i = 0; i < state->trial->option_count; i++) {
            if (state->elected[i]) {
                int product = divided_up(state->keep[i] * state->quota, ONE);
                int keep = divided_up(product * ONE * SIXTHS, state->votes[i]);
                state->keep[i] = keep < ONE ? keep : ONE;
            }
        }
        distribute_once(state);
        if (state->surplus >= before) {
            return;
        }
    }
}

static void compare_round(const struct state *state)
{
    assert_true(state->round < state->outcome->round_count);
    const struct pal_round *round = &state->outcome->rounds[state->round];
    naive_expect(round->quota, state->quota, ONE);
    for (size_t i = 0; i < state->trial->option_count; i++) {
        naive_expect(round->totals.at[i].value, state->votes[i], (int64_t)ONE * SIXTHS);
        mpq_srcptr keep = pal_figures_get(&round->keep, i);
        assert_int_equal(keep != NULL, !state->excluded[i]);
        if (keep != NULL) {
            naive_expect(keep, state->keep[i], ONE);
        }
    }
}

/* The most votes among the hopeful; the first of equals. */
static size_t best_hopeful(const struct state *state)
{
    size_t best = OPTIONS;
    for (size_t i = 0; i < state->trial->option_count; i++) {
        if (is_hopeful(state, i) && (best == OPTIONS || state->votes[i] > state->votes[best])) {
            best = i;
        }
    }
    return best;
}

/* Nothing separates an option that leaves from those who continue with votes between the two. */
static void equate(struct state *state, size_t option, int least, int most)
{
    for (size_t i = 0; i < state->trial->option_count; i++) {
        if (is_hopeful(state, i) && state->votes[i] >= least && state->votes[i] <= most) {
            state->equal[option][i] = true;
            state->equal[i][option] = true;
        }
    }
}

static void elect(struct state *state, bool with_quota)
{
    while (state->left > 0) {
        size_t best = best_hopeful(state);
        if (with_quota && state->votes[best] < state->quota * SIXTHS) {
            return;
        }
        assert_true(state->elected_count < state->outcome->elected.count);
        assert_int_equal(state->outcome->elected.at[state->elected_count], best);
        equate(state, best, state->votes[best], state->votes[best]);
        state->order[state->elected_count] = best;
        state->elected[best] = true;
        state->elected_count++;
        state->left--;
    }
}

/* The last of those who are within the surplus of the lowest. */
static void exclude(struct state *state)
{
    int lowest = state->votes[best_hopeful(state)];
    for (size_t i = 0; i < state->trial->option_count; i++) {
        lowest = is_hopeful(state, i) && state->votes[i] < lowest ? state->votes[i] : lowest;
    }
    size_t option = state->trial->option_count - 1;
    while (!is_hopeful(state, option) || state->votes[option] > lowest + state->surplus) {
        option--;
    }
    assert_int_equal(state->outcome->rounds[state->round].excluded.count, 1);
    assert_int_equal(state->outcome->rounds[state->round].excluded.at[0], option);
    PAL_CHECK(option < OPTIONS);
    equate(state, option, lowest, lowest + state->surplus);
    state->order[state->elected_count + state->left - 1] = option;
    state->excluded[option] = true;
    state->keep[option] = 0;
    state->left--;
}

/* The ranking: a place ends where votes separate the next from any on it. */
static void compare_ranking(struct state *state)
{
    size_t known = state->elected_count;
    for (; state->left > 0; state->left--) { /* who continues comes after the elected */
        size_t best = best_hopeful(state);
        equate(state, best, state->votes[best], state->votes[best]);
        state->order[known++] = best;
        state->excluded[best] = true;
    }
    size_t place = 0;
    size_t start = 0;
    for (size_t i = 0; i < state->trial->option_count; i++) {
        bool is_equal = true;
        for (size_t j = start; j < i; j++) {
            is_equal = is_equal && state->equal[state->order[i]][state->order[j]];
        }
        place += !is_equal;
        start = is_equal ? start : i;
        assert_int_equal(state->outcome->ranking[state->order[i]], place);
    }
}

static void compare(const struct pal_trial *trial, const struct pal_outcome *outcome)
{
    struct state state = {.trial = trial, .outcome = outcome, .left = trial->option_count};
    if (!naive_is_valid(trial)) {
        assert_int_equal(outcome->elected.count, 0);
        return;
    }
    for (size_t i = 0; i < trial->option_count; i++) {
        state.keep[i] = ONE;
    }
    while (state.elected_count < trial->seats && state.left > 0) {
        distribute(&state);
        compare_round(&state);
        if (has_winner(&state)) {
            elect(&state, true);
        } else if (state.elected_count + state.left > trial->seats) {
            exclude(&state);
        }
        if (state.elected_count + state.left <= trial->seats) {
            elect(&state, false);
        }
        state.round++;
    }
    assert_int_equal(outcome->round_count, state.round);
    assert_int_equal(outcome->elected.count, state.elected_count);
    compare_ranking(&state);
}

static void try_world(size_t option_count, bool with_equal_ranks, int ballots_max)
{
    static const char *const names[] = {"A", "B", "C"};
    static const char *const settings[] = {"decimals", "2", "omega", "2", NULL};
    struct pal_trial_ranking rankings[TRIAL_RANKINGS];
    int counts[TRIAL_RANKINGS] = {0};
    int weights[TRIAL_RANKINGS];
    for (size_t i = 0; i < TRIAL_RANKINGS; i++) {
        weights[i] = 7;
    }
    struct pal_trial trial = {.method = "stv-meek",
                              .names = names,
                              .option_count = option_count,
                              .settings = settings,
                              .rankings = rankings,
                              .counts = counts,
                              .weights = weights};
    trial.type_count = pal_trial_rankings(option_count, with_equal_ranks, true, rankings);
    do {
        for (trial.seats = 1; trial.seats <= SEATS_MAX; trial.seats++) {
            struct pal_outcome outcome PAL_CLEANUP(pal_outcome_done) = {0};
            pal_trial_count(&trial, TRIAL_PLAIN, NULL, &outcome);
            compare(&trial, &outcome);
        }
    } while (pal_trial_next_within(counts, trial.type_count, ballots_max));
}

static void with_strict_rankings(void **state)
{
    (void)state;
    try_world(1, false, 5);
    try_world(2, false, 5);
    try_world(3, false, 5);
}

static void with_equal_ranks(void **state)
{
    (void)state;
    try_world(2, true, 5);
    try_world(3, true, 4);
}

int main(void)
{
    TESTS(tests, 2);
    TEST(tests, with_strict_rankings);
    TEST(tests, with_equal_ranks);
    return RUN(tests);
}
