/* Minimax: every small profile against the rule written naively, by each strength. */
#include "naive.h"

/* What the ballots have against an option because of another one. */
static int defeat(const struct pal_trial *trial, const struct naive *naive, size_t option,
                  size_t other)
{
    int against = naive->preferred[other][option];
    int with = naive->preferred[option][other];
    if (naive_setting(trial, "strength", "opposition")) {
        return against;
    }
    if (naive_setting(trial, "strength", "margins")) {
        return against - with;
    }
    return against > with ? against : 0;
}

static void compare(const struct pal_trial *trial, const struct pal_outcome *outcome)
{
    struct naive naive;
    naive_read(trial, &naive);
    naive_compare_pairs(&naive, outcome);
    int merits[TRIAL_RANKED_OPTIONS] = {0};
    for (size_t i = 0; i < naive.count; i++) {
        bool is_first = true;
        int worst = 0;
        for (size_t j = 0; j < naive.count; j++) {
            if (j != i && (is_first || defeat(trial, &naive, i, j) > worst)) {
                worst = defeat(trial, &naive, i, j);
                is_first = false;
            }
        }
        naive_expect(outcome->totals.at[i].value, worst, 7);
        merits[i] = -worst;
    }
    size_t places[TRIAL_RANKED_OPTIONS] = {0};
    naive_sort(naive.count, merits, places);
    naive_compare(trial, places, outcome, 0);
}

static void by_winning_votes(void **state)
{
    (void)state;
    ranked_try_all("minimax", NULL, compare);
}

static void by_margins(void **state)
{
    (void)state;
    ranked_try_all("minimax", (const char *const[]){"strength", "margins", NULL}, compare);
}

static void by_opposition(void **state)
{
    (void)state;
    ranked_try_all("minimax", (const char *const[]){"strength", "opposition", NULL}, compare);
}

static void with_unranked_apart(void **state)
{
    (void)state;
    ranked_try_all("minimax",
                   (const char *const[]){"strength", "opposition", "unranked", "apart", NULL},
                   compare);
}

int main(void)
{
    TESTS(tests, 4);
    TEST(tests, by_winning_votes);
    TEST(tests, by_margins);
    TEST(tests, by_opposition);
    TEST(tests, with_unranked_apart);
    return RUN(tests);
}
