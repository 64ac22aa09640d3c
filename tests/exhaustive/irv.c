/*
 * Instant runoff: every small profile against the rule written naively, each round counted again from
 * the ballots, on whole numbers of 84ths: sevenths, which three and four options divide. A ballot is read
 * from its marks.
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

/* A rank of a ballot: whom it names, and does it name one of them who stood before, or twice? */
struct rank {
    bool names[TRIAL_RANKED_OPTIONS];
    int named;
    bool repeats;
};

/* The rank that begins at a mark; where the next one does. */
static size_t read_rank(const struct pal_trial_ranking *ballot, size_t at, const bool *stood,
                        struct rank *out)
{
    *out = (struct rank){0};
    while (at < ballot->mark_count && ballot->marks[at] != PAL_MARK_NEXT_RANK) {
        const size_t option = (size_t)ballot->marks[at++];
        out->repeats = out->repeats || stood[option] || out->names[option];
        out->named += !out->names[option];
        out->names[option] = true;
    }
    return at + 1;
}

static bool exhausts(const struct pal_trial *trial, const struct rank *rank, int skipped)
{
    const bool has_bound =
        naive_setting(trial, "max_skipped", "0") || naive_setting(trial, "max_skipped", "1");
    const int bound = naive_setting(trial, "max_skipped", "1") ? 1 : 0;
    const bool is_over = rank->named > 1 && !naive_setting(trial, "overvote", "split") &&
                         !naive_setting(trial, "overvote", "skip");
    return is_over || (has_bound && skipped > bound) ||
           (rank->repeats && naive_setting(trial, "duplicate", "exhaust"));
}

/* Adds a ballot to those who continue at its best rank that counts. */
static void add_ballot(struct state *state, const struct pal_trial_ranking *ballot, int weight)
{
    const struct pal_trial *trial = state->trial;
    bool stood[TRIAL_RANKED_OPTIONS] = {false};
    int skipped = 0;
    for (size_t at = 0; at < ballot->mark_count;) {
        struct rank rank;
        at = read_rank(ballot, at, stood, &rank);
        skipped = rank.named == 0 ? skipped + 1 : 0;
        if (exhausts(trial, &rank, skipped)) {
            return;
        }
        int continuing = 0;
        for (size_t i = 0; i < trial->option_count; i++) {
            stood[i] = stood[i] || rank.names[i];
            continuing += rank.names[i] && state->continues[i];
        }
        if (continuing == 0 || (rank.named > 1 && !naive_setting(trial, "overvote", "split"))) {
            continue;
        }
        for (size_t i = 0; i < trial->option_count; i++) {
            if (rank.names[i] && state->continues[i]) {
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

/* A ballot that names nobody is blank. */
static bool names_somebody(const struct pal_trial_ranking *ballot)
{
    for (size_t i = 0; i < ballot->mark_count; i++) {
        if (ballot->marks[i] != PAL_MARK_NEXT_RANK) {
            return true;
        }
    }
    return false;
}

/* The weight of the valid ballots. */
static int valid_weight(const struct pal_trial *trial)
{
    int weight = 0;
    for (size_t type = 0; type < trial->type_count; type++) {
        weight += names_somebody(&trial->rankings[type])
                      ? trial->counts[type] * trial->weights[type] * PARTS
                      : 0;
    }
    return weight;
}

static bool has_majority(const struct state *state, size_t best)
{
    int base = 0;
    for (size_t i = 0; i < state->trial->option_count; i++) {
        base += state->continues[i] ? state->totals[state->round][i] : 0;
    }
    if (naive_setting(state->trial, "majority", "valid")) {
        base = valid_weight(state->trial);
    }
    return 2 * state->totals[state->round][best] > base;
}

static void compare(const struct pal_trial *trial, const struct pal_outcome *outcome)
{
    if (valid_weight(trial) == 0) {
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

/* Every ballot as people mark them, beside every other. */
static void try_loose(size_t option_count, const char *const *settings)
{
    static const char *const names[] = {"A", "B", "C"};
    struct pal_trial_ranking all[TRIAL_LOOSE];
    const size_t count = pal_trial_loose_rankings(option_count, all);
    struct pal_trial_ranking both[2];
    const struct pal_trial trial = {.method = "irv",
                                    .names = names,
                                    .option_count = option_count,
                                    .seats = 1,
                                    .settings = settings,
                                    .type_count = 2,
                                    .rankings = both,
                                    .counts = (const int[]){1, 1},
                                    .weights = (const int[]){4, 3}};
    for (size_t one = 0; one < count; one++) {
        for (size_t other = 0; other <= one; other++) {
            both[0] = all[one];
            both[1] = all[other];
            struct pal_outcome outcome PAL_CLEANUP(pal_outcome_done) = {0};
            pal_trial_count(&trial, TRIAL_PLAIN, NULL, &outcome);
            compare(&trial, &outcome);
        }
    }
}

static void where_ranks_are_skipped_and_options_repeated(void **state)
{
    (void)state;
    static const char *const overvotes[] = {"exhaust", "skip", "split"};
    static const char *const duplicates[] = {"skip", "exhaust"};
    static const char *const bounds[] = {NULL, "0", "1"};
    for (size_t way = 0; way < 18; way++) {
        const char *const bound = bounds[way / 6];
        const char *const settings[] = {"overvote",
                                        overvotes[way % 3],
                                        "duplicate",
                                        duplicates[way / 3 % 2],
                                        bound != NULL ? "max_skipped" : NULL,
                                        bound,
                                        NULL};
        try_loose(2, settings);
        try_loose(3, settings);
    }
}

int main(void)
{
    TESTS(tests, 4);
    TEST(tests, where_overvotes_exhaust);
    TEST(tests, where_overvotes_are_passed_over);
    TEST(tests, where_overvotes_are_divided);
    TEST(tests, where_ranks_are_skipped_and_options_repeated);
    return RUN(tests);
}
