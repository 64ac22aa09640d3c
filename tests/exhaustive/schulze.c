/*
 * Schulze: every small profile against the rule written naively, paths of one victory more at a time.
 */
#include <string.h>

#include "naive.h"

static int least(int one, int other)
{
    return one < other ? one : other;
}

/* The strongest paths of at most so many victories as there are options. */
static void find_paths(const struct pal_trial *trial, const struct naive *naive,
                       int paths[TRIAL_RANKED_OPTIONS][TRIAL_RANKED_OPTIONS])
{
    int longer[TRIAL_RANKED_OPTIONS][TRIAL_RANKED_OPTIONS] = {{0}};
    for (size_t step = 0; step < naive->count; step++) {
        for (size_t slot = 0; slot < naive->count * naive->count; slot++) {
            size_t i = slot / naive->count;
            size_t j = slot % naive->count;
            longer[i][j] = i == j ? 0 : naive_strength(trial, naive, i, j);
            for (size_t k = 0; k < naive->count && i != j; k++) {
                int through = least(paths[i][k], naive_strength(trial, naive, k, j));
                longer[i][j] = through > longer[i][j] ? through : longer[i][j];
            }
        }
        memcpy(paths, longer, sizeof longer);
    }
}

static void compare(const struct pal_trial *trial, const struct pal_outcome *outcome)
{
    struct naive naive;
    naive_read(trial, &naive);
    naive_compare_pairs(&naive, outcome);
    int paths[TRIAL_RANKED_OPTIONS][TRIAL_RANKED_OPTIONS] = {{0}};
    find_paths(trial, &naive, paths);
    bool precedes[TRIAL_RANKED_OPTIONS][TRIAL_RANKED_OPTIONS] = {{false}};
    for (size_t i = 0; i < naive.count; i++) {
        for (size_t j = 0; j < naive.count; j++) {
            naive_expect(outcome->strengths[i * naive.count + j], paths[i][j], 7);
            precedes[i][j] = paths[i][j] > paths[j][i];
        }
    }
    size_t places[TRIAL_RANKED_OPTIONS] = {0};
    naive_peel(naive.count, precedes, places);
    naive_compare(trial, places, outcome, 0);
}

RANKED_VARIANTS("schulze", compare)
