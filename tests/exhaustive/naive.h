/*
 * naive.h - every small profile of rankings, and what methods that rank say of it, written naively on
 * whole numbers: sevenths, as the weights of a trial are.
 */
#ifndef PAL_TESTS_NAIVE_H
#define PAL_TESTS_NAIVE_H

#include <string.h>

#include "trial.h"

/* Who prefers whom, in sevenths. */
struct naive {
    size_t count;
    int preferred[TRIAL_RANKED_OPTIONS][TRIAL_RANKED_OPTIONS];
};

static inline bool naive_setting(const struct pal_trial *trial, const char *name, const char *value)
{
    for (size_t i = 0; trial->settings != NULL && trial->settings[i] != NULL; i += 2) {
        if (strcmp(trial->settings[i], name) == 0) {
            return strcmp(trial->settings[i + 1], value) == 0;
        }
    }
    return false;
}

static inline bool naive_prefers(const struct pal_trial_ranking *ballot, size_t i, size_t j,
                                 bool is_apart)
{
    if (ballot->ranks[i] == 0) {
        return false;
    }
    if (ballot->ranks[j] == 0) {
        return !is_apart;
    }
    return ballot->ranks[i] < ballot->ranks[j];
}

static inline void naive_read(const struct pal_trial *trial, struct naive *out)
{
    *out = (struct naive){.count = trial->option_count};
    bool is_apart = naive_setting(trial, "unranked", "apart");
    for (size_t type = 0; type < trial->type_count; type++) {
        int weight = trial->counts[type] * trial->weights[type];
        for (size_t i = 0; i < out->count; i++) {
            for (size_t j = 0; j < out->count; j++) {
                bool prefers = naive_prefers(&trial->rankings[type], i, j, is_apart);
                out->preferred[i][j] += prefers ? weight : 0;
            }
        }
    }
}

/* How strong the victory of i over j is; 0: there is none. */
static inline int naive_strength(const struct pal_trial *trial, const struct naive *naive, size_t i,
                                 size_t j)
{
    int margin = naive->preferred[i][j] - naive->preferred[j][i];
    if (margin <= 0) {
        return 0;
    }
    return naive_setting(trial, "strength", "margins") ? margin : naive->preferred[i][j];
}

static inline bool naive_is_valid(const struct pal_trial *trial)
{
    for (size_t type = 0; type < trial->type_count; type++) {
        if (trial->counts[type] > 0 && trial->rankings[type].mark_count > 0) {
            return true;
        }
    }
    return false;
}

/* The places of options of which some precede others: those whom none of the rest precedes, and so
 * on. */
static inline void naive_peel(size_t count,
                              bool precedes[TRIAL_RANKED_OPTIONS][TRIAL_RANKED_OPTIONS],
                              size_t *out_places)
{
    bool is_placed[TRIAL_RANKED_OPTIONS] = {false};
    size_t placed = 0;
    for (size_t place = 0; placed < count; place++) {
        bool is_next[TRIAL_RANKED_OPTIONS];
        for (size_t i = 0; i < count; i++) {
            is_next[i] = !is_placed[i];
            for (size_t j = 0; j < count; j++) {
                is_next[i] = is_next[i] && (is_placed[j] || !precedes[j][i]);
            }
        }
        for (size_t i = 0; i < count; i++) {
            if (is_next[i]) {
                out_places[i] = place;
                is_placed[i] = true;
                placed++;
            }
        }
    }
}

/* The places of options by totals, the largest first. */
static inline void naive_sort(size_t count, const int *totals, size_t *out_places)
{
    bool precedes[TRIAL_RANKED_OPTIONS][TRIAL_RANKED_OPTIONS] = {{false}};
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            precedes[i][j] = totals[i] > totals[j];
        }
    }
    naive_peel(count, precedes, out_places);
}

/* The ranking is that; the first in order of the first place is elected, where there is a ballot, and
 * there are so many ties: one more where several share that place. */
static inline void naive_compare(const struct pal_trial *trial, const size_t *places,
                                 const struct pal_outcome *outcome, size_t other_ties)
{
    size_t first = trial->option_count;
    size_t first_count = 0;
    for (size_t i = 0; i < trial->option_count; i++) {
        assert_int_equal(outcome->ranking[i], places[i]);
        size_t option = trial->order != NULL ? trial->order[i] : i;
        if (places[option] == 0) {
            first = first == trial->option_count ? option : first;
            first_count++;
        }
    }
    bool is_valid = naive_is_valid(trial);
    assert_int_equal(outcome->elected.count, is_valid ? 1 : 0);
    assert_int_equal(outcome->tie_count, other_ties + (is_valid && first_count > 1 ? 1 : 0));
    if (is_valid) {
        assert_int_equal(outcome->elected.at[0], first);
    }
}

static inline void naive_expect(mpq_srcptr figure, int64_t num, int64_t den)
{
    PAL_RATIO(expected);
    pal_ratio_set(expected, num, den);
    assert_true(mpq_equal(figure, expected));
}

static inline void naive_compare_pairs(const struct naive *naive, const struct pal_outcome *outcome)
{
    for (size_t i = 0; i < naive->count; i++) {
        for (size_t j = 0; j < naive->count; j++) {
            naive_expect(outcome->pairwise[i * naive->count + j], naive->preferred[i][j], 7);
        }
    }
}

/* Some worlds, each with every number of options up to its own. */
struct ranked_world {
    size_t options_min, options_max;
    bool with_equal_ranks, with_unranked;
    int ballots_max;
    const int *weights;
    const size_t *order;
    bool with_properties;
};

typedef void ranked_compare(const struct pal_trial *trial, const struct pal_outcome *outcome);

static inline void ranked_try(const struct ranked_world *world, const char *method,
                              const char *const *settings, ranked_compare *compare)
{
    static const char *const names[] = {"A", "B", "C", "D"};
    struct pal_trial_ranking rankings[TRIAL_RANKINGS];
    for (size_t option_count = world->options_min; option_count <= world->options_max;
         option_count++) {
        int counts[TRIAL_RANKINGS] = {0};
        struct pal_trial trial = {.method = method,
                                  .names = names,
                                  .option_count = option_count,
                                  .seats = 1,
                                  .order = world->order,
                                  .settings = settings,
                                  .rankings = rankings,
                                  .counts = counts,
                                  .weights = world->weights};
        trial.type_count = pal_trial_rankings(option_count, world->with_equal_ranks,
                                              world->with_unranked, rankings);
        if (world->order != NULL && !pal_trial_is_order(world->order, option_count)) {
            trial.order = NULL;
        }
        do {
            struct pal_outcome outcome PAL_CLEANUP(pal_outcome_done) = {0};
            pal_trial_count(&trial, TRIAL_PLAIN, NULL, &outcome);
            compare(&trial, &outcome);
            if (world->with_properties) {
                pal_trial_properties(&trial, &outcome, true);
            }
        } while (pal_trial_next_within(counts, trial.type_count, world->ballots_max));
    }
}

/* Every ranking of up to three options in ballots of different weights, three ballots at most, with
 * every property; strict ones that may leave options out, five ballots of one weight; strict ones of
 * four options, four ballots. */
static inline void ranked_try_all(const char *method, const char *const *settings,
                                  ranked_compare *compare)
{
    static const int different[] = {4, 1, 2, 3, 3, 2, 1, 5, 2, 4, 1, 3, 2,
                                    5, 1, 1, 4, 2, 3, 1, 5, 2, 2, 3, 4, 1};
    static const int equal[] = {7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
                                7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7};
    static const size_t turned[] = {2, 0, 1};
    static const struct ranked_world worlds[] = {
        {1, 3, true, true, 3, different, turned, true},
        {1, 3, false, true, 5, equal, NULL, false},
        {4, 4, false, false, 4, equal, NULL, false},
    };
    for (size_t i = 0; i < sizeof worlds / sizeof worlds[0]; i++) {
        ranked_try(&worlds[i], method, settings, compare);
    }
}

/* A program that tries all four variants of a method that looks at strengths. */
#define RANKED_VARIANTS(method, compare)                                                        \
    static void by_winning_votes(void **state)                                                  \
    {                                                                                           \
        (void)state;                                                                            \
        ranked_try_all(method, NULL, compare);                                                  \
    }                                                                                           \
    static void by_margins(void **state)                                                        \
    {                                                                                           \
        (void)state;                                                                            \
        ranked_try_all(method, (const char *const[]){"strength", "margins", NULL}, compare);    \
    }                                                                                           \
    static void with_unranked_apart(void **state)                                               \
    {                                                                                           \
        (void)state;                                                                            \
        ranked_try_all(method, (const char *const[]){"unranked", "apart", NULL}, compare);      \
    }                                                                                           \
    static void by_margins_with_unranked_apart(void **state)                                    \
    {                                                                                           \
        (void)state;                                                                            \
        ranked_try_all(method,                                                                  \
                       (const char *const[]){"strength", "margins", "unranked", "apart", NULL}, \
                       compare);                                                                \
    }                                                                                           \
    int main(void)                                                                              \
    {                                                                                           \
        TESTS(tests, 4);                                                                        \
        TEST(tests, by_winning_votes);                                                          \
        TEST(tests, by_margins);                                                                \
        TEST(tests, with_unranked_apart);                                                       \
        TEST(tests, by_margins_with_unranked_apart);                                            \
        return RUN(tests);                                                                      \
    }

#endif
