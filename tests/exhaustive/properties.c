/* properties.c - the properties of methods that rank, tried on one small profile. */
#include "properties.h"

#include <string.h>

#include "naive.h"

static bool is_first(const struct pal_outcome *outcome, size_t option)
{
    return outcome->ranking[option] == 0;
}

static bool is_alone(const struct pal_outcome *outcome, size_t option)
{
    for (size_t i = 0; i < outcome->option_count; i++) {
        if (is_first(outcome, i) != (i == option)) {
            return false;
        }
    }
    return true;
}

/* The option that stands at that rank on more than half of the weight, or option_count. */
static size_t majority_at(const struct pal_trial *trial, int rank)
{
    for (size_t option = 0; option < trial->option_count; option++) {
        int there = 0;
        int all = 0;
        for (size_t type = 0; type < trial->type_count; type++) {
            int weight = trial->counts[type] * trial->weights[type];
            all += weight;
            there += trial->rankings[type].ranks[option] == rank ? weight : 0;
        }
        if (2 * there > all) {
            return option;
        }
    }
    return trial->option_count;
}

/* Who beats everyone else, or loses to everyone else; or option_count. */
static size_t champion(const struct pal_trial *trial, bool is_winner)
{
    struct naive naive;
    naive_read(trial, &naive);
    for (size_t i = 0; i < naive.count; i++) {
        size_t pairs = 0;
        for (size_t j = 0; j < naive.count; j++) {
            int margin = naive.preferred[i][j] - naive.preferred[j][i];
            pairs += is_winner ? margin > 0 : margin < 0;
        }
        if (pairs + 1 == naive.count) {
            return i;
        }
    }
    return naive.count;
}

static bool has_majority(const struct pal_trial *trial, const struct pal_outcome *outcome)
{
    size_t best = majority_at(trial, 1);
    return best == trial->option_count || is_alone(outcome, best);
}

static bool has_majority_loser(const struct pal_trial *trial, const struct pal_outcome *outcome)
{
    size_t worst = majority_at(trial, (int)trial->option_count);
    return trial->option_count == 1 || worst == trial->option_count || !is_first(outcome, worst);
}

static bool has_condorcet(const struct pal_trial *trial, const struct pal_outcome *outcome)
{
    size_t winner = champion(trial, true);
    return winner == trial->option_count || is_alone(outcome, winner);
}

static bool has_condorcet_loser(const struct pal_trial *trial, const struct pal_outcome *outcome)
{
    size_t loser = champion(trial, false);
    return trial->option_count == 1 || loser == trial->option_count || !is_first(outcome, loser);
}

/* Does each of the set, a bit per option, beat each of the others? */
static bool dominates(const struct naive *naive, size_t set)
{
    for (size_t i = 0; i < naive->count; i++) {
        for (size_t j = 0; j < naive->count; j++) {
            bool is_across = ((set >> i) & 1) != 0 && ((set >> j) & 1) == 0;
            if (is_across && naive->preferred[i][j] <= naive->preferred[j][i]) {
                return false;
            }
        }
    }
    return true;
}

/* Of two such sets one holds the other, so that the first are in the smallest if they are in all. */
static bool has_smith(const struct pal_trial *trial, const struct pal_outcome *outcome)
{
    struct naive naive;
    naive_read(trial, &naive);
    for (size_t set = 1; set < (size_t)1 << naive.count; set++) {
        for (size_t i = 0; i < naive.count && dominates(&naive, set); i++) {
            if (is_first(outcome, i) && ((set >> i) & 1) == 0) {
                return false;
            }
        }
    }
    return true;
}

static void count_with(const struct pal_trial *trial, const int *counts,
                       struct pal_outcome *out_outcome)
{
    struct pal_trial other = *trial;
    other.counts = counts;
    pal_trial_count(&other, TRIAL_PLAIN, NULL, out_outcome);
}

/* The type of that ranking. */
static size_t type_of(const struct pal_trial *trial, const int *ranks)
{
    size_t type = 0;
    while (memcmp(trial->rankings[type].ranks, ranks, trial->option_count * sizeof *ranks) != 0) {
        type++;
        assert_true(type < trial->type_count);
    }
    return type;
}

/* The order of ties does not turn over with the ballots. */
static bool is_settled_by_order(const struct pal_outcome *outcome)
{
    for (size_t i = 0; i < outcome->tie_count; i++) {
        if (outcome->ties[i].what_for != PAL_TIE_ELECTION) {
            return true;
        }
    }
    return false;
}

static bool has_reversal(const struct pal_trial *trial, const struct pal_outcome *outcome)
{
    int counts[TRIAL_RANKINGS] = {0};
    for (size_t type = 0; type < trial->type_count; type++) {
        int ranks[TRIAL_RANKED_OPTIONS] = {0};
        for (size_t i = 0; i < trial->option_count; i++) {
            ranks[i] = (int)trial->option_count + 1 - trial->rankings[type].ranks[i];
        }
        counts[type_of(trial, ranks)] = trial->counts[type];
    }
    struct pal_outcome turned PAL_CLEANUP(pal_outcome_done) = {0};
    count_with(trial, counts, &turned);
    if (is_settled_by_order(outcome) || is_settled_by_order(&turned)) {
        return true;
    }
    for (size_t i = 0; i < trial->option_count; i++) {
        if (trial->option_count > 1 && is_alone(outcome, i) && is_alone(&turned, i)) {
            return false;
        }
    }
    return true;
}

/* The type that puts the option a place higher, in place of whoever stood there. */
static size_t type_above(const struct pal_trial *trial, size_t type, size_t option)
{
    int ranks[TRIAL_RANKED_OPTIONS];
    memcpy(ranks, trial->rankings[type].ranks, sizeof ranks);
    int rank = ranks[option];
    for (size_t i = 0; i < trial->option_count; i++) {
        ranks[i] = ranks[i] == rank - 1 ? rank : ranks[i];
    }
    ranks[option] = rank - 1;
    return type_of(trial, ranks);
}

/* When one ballot of the type puts the first a place higher, does it remain first, and alone if it
 * was? */
static bool stays_first(const struct pal_trial *trial, const struct pal_outcome *outcome,
                        size_t type, size_t option)
{
    if (trial->counts[type] == 0 || trial->rankings[type].ranks[option] == 1) {
        return true;
    }
    int counts[TRIAL_RANKINGS];
    memcpy(counts, trial->counts, trial->type_count * sizeof *counts);
    counts[type]--;
    counts[type_above(trial, type, option)]++;
    struct pal_outcome other PAL_CLEANUP(pal_outcome_done) = {0};
    count_with(trial, counts, &other);
    return is_first(&other, option) && (!is_alone(outcome, option) || is_alone(&other, option));
}

static bool has_monotonicity(const struct pal_trial *trial, const struct pal_outcome *outcome)
{
    for (size_t option = 0; option < trial->option_count; option++) {
        for (size_t type = 0; type < trial->type_count && is_first(outcome, option); type++) {
            if (!stays_first(trial, outcome, type, option)) {
                return false;
            }
        }
    }
    return true;
}

const struct pal_property pal_properties[] = {
    {"majority", has_majority},
    {"majority-loser", has_majority_loser},
    {"condorcet", has_condorcet},
    {"condorcet-loser", has_condorcet_loser},
    {"smith", has_smith},
    {"reversal", has_reversal},
    {"monotonicity", has_monotonicity},
    {NULL, NULL},
};
