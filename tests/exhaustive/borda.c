/*
 * Borda: every small profile against the rule written naively: an option has a point and one for each
 * option that is worse on the ballot, and half of one for each that is as good.
 */
#include "naive.h"

static int rank_of(const struct pal_trial_ranking *ballot, size_t option)
{
    return ballot->ranks[option] > 0 ? ballot->ranks[option] : TRIAL_RANKED_OPTIONS + 1;
}

/* Twice the points. */
static int points(const struct pal_trial_ranking *ballot, size_t option, size_t count)
{
    int twice = 2;
    for (size_t j = 0; j < count; j++) {
        twice += rank_of(ballot, option) < rank_of(ballot, j) ? 2 : 0;
        twice += j != option && rank_of(ballot, option) == rank_of(ballot, j);
    }
    return twice;
}

static void compare(const struct pal_trial *trial, const struct pal_outcome *outcome)
{
    int totals[TRIAL_RANKED_OPTIONS] = {0};
    bool is_zero = naive_setting(trial, "unranked", "zero");
    for (size_t type = 0; type < trial->type_count; type++) {
        const struct pal_trial_ranking *ballot = &trial->rankings[type];
        for (size_t i = 0; i < trial->option_count && ballot->mark_count > 0; i++) {
            if (ballot->ranks[i] > 0 || !is_zero) {
                totals[i] += points(ballot, i, trial->option_count) * trial->counts[type] *
                             trial->weights[type];
            }
        }
    }
    for (size_t i = 0; i < trial->option_count; i++) {
        naive_expect(outcome->totals.at[i].value, totals[i], 14);
    }
    size_t places[TRIAL_RANKED_OPTIONS] = {0};
    naive_sort(trial->option_count, totals, places);
    naive_compare(trial, places, outcome, 0);
}

static void with_unranked_last(void **state)
{
    (void)state;
    ranked_try_all("borda", NULL, compare);
}

static void with_unranked_zero(void **state)
{
    (void)state;
    ranked_try_all("borda", (const char *const[]){"unranked", "zero", NULL}, compare);
}

int main(void)
{
    TESTS(tests, 2);
    TEST(tests, with_unranked_last);
    TEST(tests, with_unranked_zero);
    return RUN(tests);
}
