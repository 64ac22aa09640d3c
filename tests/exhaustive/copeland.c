/* Copeland: every small profile against the rule written naively. */
#include "naive.h"

static void compare(const struct pal_trial *trial, const struct pal_outcome *outcome)
{
    struct naive naive;
    naive_read(trial, &naive);
    naive_compare_pairs(&naive, outcome);
    int totals[TRIAL_RANKED_OPTIONS] = {0};
    for (size_t i = 0; i < naive.count; i++) {
        for (size_t j = 0; j < naive.count; j++) {
            totals[i] += naive.preferred[i][j] > naive.preferred[j][i];
            totals[i] -= naive.preferred[i][j] < naive.preferred[j][i];
        }
        naive_expect(outcome->totals.at[i].value, totals[i], 1);
    }
    size_t places[TRIAL_RANKED_OPTIONS] = {0};
    naive_sort(naive.count, totals, places);
    naive_compare(trial, places, outcome, 0);
}

static void with_unranked_last(void **state)
{
    (void)state;
    ranked_try_all("copeland", NULL, compare);
}

static void with_unranked_apart(void **state)
{
    (void)state;
    ranked_try_all("copeland", (const char *const[]){"unranked", "apart", NULL}, compare);
}

int main(void)
{
    TESTS(tests, 2);
    TEST(tests, with_unranked_last);
    TEST(tests, with_unranked_apart);
    return RUN(tests);
}
