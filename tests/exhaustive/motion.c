/*
 * The motion: every profile of at most 5 ballots, for, against, abstaining, blank or spoilt, with
 * five thresholds, strict or not, on three bases, against the rule written naively.
 */
#include "trial.h"

enum { FOR, AGAINST, ABSTAIN, BLANK, SPOILT, TYPE_COUNT };
static const char *const names[] = {"for", "against", "abstain"};

static void set_marks(size_t type, size_t option_count, int32_t *out_marks)
{
    for (size_t i = 0; i < option_count; i++) {
        out_marks[i] = i == type || type == SPOILT;
    }
}

static const struct {
    const char *text;
    int num, den;
} thresholds[] = {{"0", 0, 1}, {"1/3", 1, 3}, {"1/2", 1, 2}, {"2/3", 2, 3}, {"1", 1, 1}};

static const char *const bases[] = {"expressed", "present", "members"};
enum { MEMBERS = 4 };
/* Bases, thresholds, and whether these are strict. */
enum { BASES = 3, THRESHOLDS = 5, RULES = BASES * THRESHOLDS * 2 };

/* votes / base > num / den, or >=, without dividing; all votes are in sevenths. */
static bool is_adopted(const int *votes, size_t base, size_t threshold, bool strict)
{
    int all[] = {votes[FOR] + votes[AGAINST],
                 votes[FOR] + votes[AGAINST] + votes[ABSTAIN] + votes[BLANK] + votes[SPOILT],
                 7 * MEMBERS};
    if (votes[FOR] + votes[AGAINST] == 0) {
        return false;
    }
    int left = votes[FOR] * thresholds[threshold].den;
    int right = thresholds[threshold].num * all[base];
    return strict ? left > right : left >= right;
}

static void try_one(struct pal_trial *trial, size_t base, size_t threshold, bool strict)
{
    const char *const settings[] = {"threshold", thresholds[threshold].text,
                                    "strict",    strict ? "true" : "false",
                                    "base",      bases[base],
                                    "members",   "4",
                                    NULL};
    trial->settings = settings;
    int votes[TYPE_COUNT];
    for (size_t i = 0; i < TYPE_COUNT; i++) {
        votes[i] = trial->counts[i] * trial->weights[i];
    }
    struct pal_outcome outcome PAL_CLEANUP(pal_outcome_done) = {0};
    pal_trial_count(trial, TRIAL_PLAIN, NULL, &outcome);
    bool adopted = is_adopted(votes, base, threshold, strict);
    assert_int_equal(outcome.verdict, adopted ? PAL_VERDICT_ADOPTED : PAL_VERDICT_REJECTED);
    for (size_t i = 0; i < trial->option_count; i++) {
        PAL_RATIO(total);
        pal_ratio_set(total, votes[i], 7);
        assert_true(mpq_equal(outcome.totals.at[i].value, total));
    }
    if (base != 2) { /* a number of members does not scale with the ballots */
        pal_trial_properties(trial, &outcome, false);
    }
}

static void try_all(const int *weights)
{
    int counts[TYPE_COUNT] = {0};
    struct pal_trial trial = {.method = "motion",
                              .names = names,
                              .option_count = 3,
                              .seats = 1,
                              .type_count = TYPE_COUNT,
                              .marks = set_marks,
                              .counts = counts,
                              .weights = weights};
    do {
        for (size_t i = 0; i < RULES; i++) {
            try_one(&trial, i % BASES, i / BASES % THRESHOLDS, i / BASES / THRESHOLDS == 0);
        }
    } while (pal_trial_next(counts, TYPE_COUNT));
}

static void with_equal_ballots(void **state)
{
    (void)state;
    try_all((const int[]){7, 7, 7, 7, 7});
}

static void with_ballots_of_different_weights(void **state)
{
    (void)state;
    try_all((const int[]){2, 3, 1, 5, 4});
}

int main(void)
{
    TESTS(tests, 2);
    TEST(tests, with_equal_ballots);
    TEST(tests, with_ballots_of_different_weights);
    return RUN(tests);
}
