/*
 * Instant runoff: every small profile against the rule written naively, each round counted again from
 * the ballots, on whole numbers of 84ths: sevenths, which three and four options divide.
 */
#include "naive.h"

enum { PARTS = 12, ROUNDS_MAX = TRIAL_RANKED_OPTIONS };

struct state {
    const struct pal_trial *trial;
    bool continues[TRIAL_RANKED_OPTIONS];
    size_t left;
    int totals[ROUNDS_MAX][TRIAL_RANKED_OPTIONS];
    size_t round;
};

/* Adds a ballot to those who continue at its best rank that counts. */
static void add_ballot(struct state *state, const struct pal_trial_ranking *ballot, int weight)
{
    const struct pal_trial *trial = state->trial;
    for (int rank = 1; rank <= (int)trial->option_count; rank++) {
        int all = 0;
        int continuing = 0;
        for (size_t i = 0; i < trial->option_count; i++) {
            all += ballot->ranks[i] == rank;
            continuing += ballot->ranks[i] == rank && state->continues[i];
        }
        bool is_split = naive_setting(trial, "overvote", "split");
        if (all > 1 && !is_split && !naive_setting(trial, "overvote", "skip")) {
            return;
        }
        if (continuing == 0 || (all > 1 && !is_split)) {
            continue;
        }
        for (size_t i = 0; i < trial->option_count; i++) {
            if (ballot->ranks[i] == rank && state->continues[i]) {
                state->totals[state->round][i] += weight / continuing;
            }
        }
        return;
    }
}

/* Is one option worse than another, by this round, by the rounds before, by the order? */
static bool is_worse(const struct state *state, size_t one, size_t other)
{
    for (size_t round = state->round + 1; round > 0; round--) {
        int difference = state->totals[round - 1][one] - state->totals[round - 1][other];
        if (difference != 0) {
            return difference < 0;
        }
    }
    for (size_t i = 0; i < state->trial->option_count; i++) {
        size_t option = state->trial->order != NULL ? state->trial->order[i] : i;
        if (option == one || option == other) {
            return option == other;
        }
    }
    return false;
}

/* The best of those who continue, or the worst. */
static size_t extreme(const struct state *state, bool is_worst)
{
    size_t found = state->trial->option_count;
    for (size_t i = 0; i < state->trial->option_count; i++) {
        bool is_first = found == state->trial->option_count;
        if (state->continues[i] && (is_first || is_worse(state, i, found) == is_worst)) {
            found = i;
        }
    }
    return found;
}

static void add_round(struct state *state)
{
    const struct pal_trial *trial = state->trial;
    for (size_t i = 0; i < trial->option_count; i++) {
        state->totals[state->round][i] = 0;
    }
    for (size_t type = 0; type < trial->type_count; type++) {
        add_ballot(state, &trial->rankings[type],
                   trial->counts[type] * trial->weights[type] * PARTS);
    }
}

static void compare_round(const struct state *state, const struct pal_outcome *outcome)
{
    assert_true(state->round < outcome->round_count);
    const struct pal_round *round = &outcome->rounds[state->round];
    assert_int_equal(round->totals.count, state->left);
    for (size_t i = 0; i < state->trial->option_count; i++) {
        mpq_srcptr total = pal_figures_get(&round->totals, i);
        assert_int_equal(total != NULL, state->continues[i]);
        if (total != NULL) {
            naive_expect(total, state->totals[state->round][i], (int64_t)7 * PARTS);
        }
    }
}

static bool has_majority(const struct state *state, size_t best)
{
    int base = 0;
    for (size_t i = 0; i < state->trial->option_count; i++) {
        base += state->continues[i] ? state->totals[state->round][i] : 0;
    }
    if (naive_setting(state->trial, "majority", "valid")) {
        base = 0;
        for (size_t type = 0; type < state->trial->type_count; type++) {
            bool is_valid = state->trial->rankings[type].mark_count > 0;
            base += is_valid ? state->trial->counts[type] * state->trial->weights[type] * PARTS : 0;
        }
    }
    return 2 * state->totals[state->round][best] > base;
}

static void compare(const struct pal_trial *trial, const struct pal_outcome *outcome)
{
    if (!naive_is_valid(trial)) {
        assert_int_equal(outcome->elected.count, 0);
        return;
    }
    struct state state = {.trial = trial, .left = trial->option_count};
    for (size_t i = 0; i < trial->option_count; i++) {
        state.continues[i] = true;
    }
    add_round(&state);
    compare_round(&state, outcome);
    while (state.left > 2 && !has_majority(&state, extreme(&state, false))) {
        size_t worst = extreme(&state, true);
        assert_int_equal(outcome->rounds[state.round].excluded.at[0], worst);
        state.continues[worst] = false;
        state.left--;
        state.round++;
        add_round(&state);
        compare_round(&state, outcome);
    }
    assert_int_equal(outcome->round_count, state.round + 1);
    assert_int_equal(outcome->elected.count, 1);
    assert_int_equal(outcome->elected.at[0], extreme(&state, false));
    assert_int_equal(outcome->ranking[outcome->elected.at[0]], 0);
}

static void where_overvotes_exhaust(void **state)
{
    (void)state;
    ranked_try_all("irv", NULL, compare);
}

static void where_overvotes_are_passed_over(void **state)
{
    (void)state;
    ranked_try_all("irv", (const char *const[]){"overvote", "skip", "majority", "valid", NULL},
                   compare);
}

static void where_overvotes_are_divided(void **state)
{
    (void)state;
    ranked_try_all("irv", (const char *const[]){"overvote", "split", NULL}, compare);
}

int main(void)
{
    TESTS(tests, 3);
    TEST(tests, where_overvotes_exhaust);
    TEST(tests, where_overvotes_are_passed_over);
    TEST(tests, where_overvotes_are_divided);
    return RUN(tests);
}
