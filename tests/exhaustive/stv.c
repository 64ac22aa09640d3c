/*
 * The single transferable vote, exact and Scottish: every small profile against the rule written
 * naively, with a value for each ballot, and all stages kept to look back at.
 */
#include "naive.h"

enum { STAGES_MAX = 3 * TRIAL_RANKED_OPTIONS, SEATS_MAX = 3 };

struct state {
    const struct pal_trial *trial;
    const struct pal_outcome *outcome;
    bool is_scottish;
    mpq_t values[TRIAL_RANKINGS]; /* of a ballot of each type */
    size_t holders[TRIAL_RANKINGS];
    mpq_t totals[STAGES_MAX][TRIAL_RANKED_OPTIONS];
    mpq_t quota;
    bool continues[TRIAL_RANKED_OPTIONS], has_surplus[TRIAL_RANKED_OPTIONS];
    size_t stage, elected, left;
};

static size_t next_of(const struct state *state, size_t type)
{
    size_t best = state->trial->option_count;
    const int *ranks = state->trial->rankings[type].ranks;
    for (size_t i = 0; i < state->trial->option_count; i++) {
        bool is_better = best == state->trial->option_count || ranks[i] < ranks[best];
        if (state->continues[i] && ranks[i] > 0 && is_better) {
            best = i;
        }
    }
    return best;
}

/* A stage's totals: what those who hold ballots have, and the quota of those who passed theirs on. */
static void add_up(struct state *state)
{
    PAL_RATIO(weight);
    for (size_t i = 0; i < state->trial->option_count; i++) {
        mpq_ptr total = state->totals[state->stage][i];
        mpq_set_ui(total, 0, 1);
        for (size_t type = 0; type < state->trial->type_count; type++) {
            if (state->holders[type] == i) {
                pal_ratio_set(weight,
                              (int64_t)state->trial->counts[type] * state->trial->weights[type], 7);
                mpq_mul(weight, weight, state->values[type]);
                mpq_add(total, total, weight);
            }
        }
    }
    for (size_t i = 0; i < state->elected; i++) {
        size_t option = state->outcome->elected.at[i];
        if (!state->has_surplus[option] && state->stage > 0 &&
            mpq_sgn(state->totals[state->stage][option]) == 0) {
            mpq_set(state->totals[state->stage][option], state->quota);
        }
    }
}

/* Is one option before another, by this stage, by the stages before, by the order? */
static bool is_before(const struct state *state, size_t one, size_t other)
{
    for (size_t stage = state->stage + 1; stage > 0; stage--) {
        int order = mpq_cmp(state->totals[stage - 1][one], state->totals[stage - 1][other]);
        if (order != 0) {
            return order > 0;
        }
    }
    return one < other;
}

static size_t extreme(const struct state *state, const bool *among, bool is_best)
{
    size_t found = state->trial->option_count;
    for (size_t i = 0; i < state->trial->option_count; i++) {
        bool is_first = found == state->trial->option_count;
        if (among[i] && (is_first || is_before(state, i, found) == is_best)) {
            found = i;
        }
    }
    return found;
}

static void send_on(struct state *state, size_t from)
{
    for (size_t type = 0; type < state->trial->type_count; type++) {
        if (state->holders[type] == from) {
            state->holders[type] = next_of(state, type);
        }
    }
}

static void devalue(struct state *state, size_t from)
{
    PAL_RATIO(share);
    mpq_srcptr total = state->totals[state->stage][from];
    mpq_sub(share, total, state->quota);
    mpq_div(share, share, total);
    for (size_t type = 0; type < state->trial->type_count; type++) {
        if (state->holders[type] != from) {
            continue;
        }
        mpq_mul(state->values[type], state->values[type], share);
        if (state->is_scottish) {
            mpz_mul_ui(mpq_numref(state->values[type]), mpq_numref(state->values[type]), 100000);
            mpz_fdiv_q(mpq_numref(state->values[type]), mpq_numref(state->values[type]),
                       mpq_denref(state->values[type]));
            mpz_set_ui(mpq_denref(state->values[type]), 100000);
            mpq_canonicalize(state->values[type]);
        }
    }
}

static void elect(struct state *state, size_t option)
{
    assert_true(state->elected < state->outcome->elected.count);
    assert_int_equal(state->outcome->elected.at[state->elected], option);
    state->elected++;
    state->continues[option] = false;
    state->left--;
    state->has_surplus[option] = mpq_cmp(state->totals[state->stage][option], state->quota) > 0;
}

static void elect_in_stage(struct state *state)
{
    while (state->left > 0 && state->elected < state->trial->seats) {
        size_t best = extreme(state, state->continues, true);
        int order = mpq_cmp(state->totals[state->stage][best], state->quota);
        bool has_quota = state->is_scottish ? order >= 0 : order > 0;
        if (!has_quota && state->left > state->trial->seats - state->elected) {
            return;
        }
        elect(state, best);
    }
}

static void compare_stage(const struct state *state)
{
    assert_true(state->stage < state->outcome->round_count);
    const struct pal_round *round = &state->outcome->rounds[state->stage];
    for (size_t i = 0; i < state->trial->option_count; i++) {
        assert_true(mpq_equal(round->totals.at[i].value, state->totals[state->stage][i]));
    }
}

static void count_stages(struct state *state)
{
    add_up(state);
    compare_stage(state);
    elect_in_stage(state);
    while (state->elected < state->trial->seats && state->left > 0) {
        size_t from = extreme(state, state->has_surplus, true);
        if (from < state->trial->option_count) {
            devalue(state, from);
            state->has_surplus[from] = false;
        } else {
            from = extreme(state, state->continues, false);
            state->continues[from] = false;
            state->left--;
        }
        send_on(state, from);
        state->stage++;
        add_up(state);
        compare_stage(state);
        elect_in_stage(state);
    }
    assert_int_equal(state->outcome->round_count, state->stage + 1);
    assert_int_equal(state->outcome->elected.count, state->elected);
}

static void begin(struct state *state)
{
    state->left = state->trial->option_count;
    mpq_set(state->quota, state->outcome->valid);
    if (state->is_scottish) {
        mpz_fdiv_q_ui(mpq_numref(state->quota), mpq_numref(state->quota), state->trial->seats + 1);
        mpz_add_ui(mpq_numref(state->quota), mpq_numref(state->quota), 1);
    } else {
        mpz_mul_ui(mpq_denref(state->quota), mpq_denref(state->quota), state->trial->seats + 1);
        mpq_canonicalize(state->quota);
    }
    for (size_t i = 0; i < state->trial->option_count; i++) {
        state->continues[i] = true;
    }
    for (size_t type = 0; type < state->trial->type_count; type++) {
        mpq_set_ui(state->values[type], 1, 1);
        state->holders[type] = next_of(state, type);
    }
}

static void compare(const struct pal_trial *trial, const struct pal_outcome *outcome)
{
    struct state state = {.trial = trial, .outcome = outcome};
    state.is_scottish = strcmp(trial->method, "stv-scottish") == 0;
    if (!naive_is_valid(trial)) {
        assert_int_equal(outcome->elected.count, 0);
        return;
    }
    mpq_init(state.quota);
    for (size_t i = 0; i < trial->type_count; i++) {
        mpq_init(state.values[i]);
    }
    for (size_t i = 0; i < STAGES_MAX * trial->option_count; i++) {
        mpq_init(state.totals[i / trial->option_count][i % trial->option_count]);
    }
    begin(&state);
    count_stages(&state);
    mpq_clear(state.quota);
    for (size_t i = 0; i < trial->type_count; i++) {
        mpq_clear(state.values[i]);
    }
    for (size_t i = 0; i < STAGES_MAX * trial->option_count; i++) {
        mpq_clear(state.totals[i / trial->option_count][i % trial->option_count]);
    }
}

static void try_world(const char *method, const struct ranked_world *world)
{
    static const char *const names[] = {"A", "B", "C", "D"};
    struct pal_trial_ranking rankings[TRIAL_RANKINGS];
    int counts[TRIAL_RANKINGS] = {0};
    struct pal_trial trial = {.method = method,
                              .names = names,
                              .option_count = world->options_max,
                              .rankings = rankings,
                              .counts = counts,
                              .weights = world->weights};
    trial.type_count =
        pal_trial_rankings(world->options_max, false, world->with_unranked, rankings);
    do {
        for (trial.seats = 1; trial.seats <= SEATS_MAX; trial.seats++) {
            struct pal_outcome outcome PAL_CLEANUP(pal_outcome_done) = {0};
            pal_trial_count(&trial, TRIAL_PLAIN, NULL, &outcome);
            compare(&trial, &outcome);
            if (world->with_properties) {
                pal_trial_properties(&trial, &outcome, true);
            }
        }
    } while (pal_trial_next_within(counts, trial.type_count, world->ballots_max));
}

static const int different[] = {4, 1, 2, 3, 3, 2, 1, 5, 2, 4, 1, 3,
                                2, 5, 1, 1, 4, 2, 3, 1, 5, 2, 2, 3};
static const int equal[] = {7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7};

static void in_exact_fractions(void **state)
{
    (void)state;
    static const struct ranked_world worlds[] = {
        {.options_max = 3,
         .with_unranked = true,
         .ballots_max = 3,
         .weights = different,
         .with_properties = true},
        {.options_max = 4, .ballots_max = 4, .weights = equal},
    };
    try_world("stv-wigm", &worlds[0]);
    try_world("stv-wigm", &worlds[1]);
}

static void by_the_scottish_rule(void **state)
{
    (void)state;
    static const struct ranked_world worlds[] = {
        {.options_max = 3, .with_unranked = true, .ballots_max = 5, .weights = equal},
        {.options_max = 4, .ballots_max = 3, .weights = equal},
    };
    try_world("stv-scottish", &worlds[0]);
    try_world("stv-scottish", &worlds[1]);
}

int main(void)
{
    TESTS(tests, 2);
    TEST(tests, in_exact_fractions);
    TEST(tests, by_the_scottish_rule);
    return RUN(tests);
}
