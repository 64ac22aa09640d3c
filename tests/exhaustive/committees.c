/*
 * Sequential proportional approval, sequential Phragmén and equal shares: every profile of at most 3
 * options and 5 ballots, with every number of seats and in every order of ties, against the rules
 * written naively, one ballot type after the other.
 */
#include <string.h>

#include "trial.h"

static const char *const names[] = {"A", "B", "C"};

/* Type t approves the options whose bit is set in t. */
static void set_marks(size_t type, size_t option_count, int32_t *out_marks)
{
    for (size_t i = 0; i < option_count; i++) {
        out_marks[i] = ((type >> i) & 1) != 0;
    }
}

/* The count as it is made by hand. */
struct naive {
    const struct pal_trial *trial;
    mpq_t *weights; /* of the ballots of each type */
    mpq_t *held;    /* per unit of weight: a load, or money */
    mpq_t figures[TRIAL_OPTIONS];
    bool stands[TRIAL_OPTIONS], is_elected[TRIAL_OPTIONS], was_tied[TRIAL_OPTIONS];
    size_t elected_count;
    size_t ties;
};

static bool approves(size_t type, size_t option)
{
    return ((type >> option) & 1) != 0;
}

static void naive_init(struct naive *naive, const struct pal_trial *trial)
{
    *naive = (struct naive){.trial = trial};
    naive->weights = pal_ratio_array_new(trial->type_count);
    naive->held = pal_ratio_array_new(trial->type_count);
    for (size_t type = 0; type < trial->type_count; type++) {
        pal_ratio_set(naive->weights[type], (int64_t)trial->counts[type] * trial->weights[type], 7);
    }
    for (size_t i = 0; i < TRIAL_OPTIONS; i++) {
        mpq_init(naive->figures[i]);
    }
}

static void naive_done(struct naive *naive)
{
    pal_ratio_array_free(naive->weights, naive->trial->type_count);
    pal_ratio_array_free(naive->held, naive->trial->type_count);
    for (size_t i = 0; i < TRIAL_OPTIONS; i++) {
        mpq_clear(naive->figures[i]);
    }
}

/* The weight of the ballots that approve an option, or anything where there is none. */
static void weight_of(const struct naive *naive, size_t option, mpq_t out)
{
    mpq_set_ui(out, 0, 1);
    for (size_t type = 1; type < naive->trial->type_count; type++) {
        if (option == naive->trial->option_count || approves(type, option)) {
            mpq_add(out, out, naive->weights[type]);
        }
    }
}

/* --- What each method says of an option --- */

static void satisfy(struct naive *naive, size_t option)
{
    PAL_RATIO(part);
    mpq_set_ui(naive->figures[option], 0, 1);
    for (size_t type = 1; type < naive->trial->type_count; type++) {
        int64_t have = 0;
        for (size_t i = 0; i < naive->trial->option_count; i++) {
            have += naive->is_elected[i] && approves(type, i);
        }
        if (approves(type, option)) {
            pal_ratio_set(part, 1, have + 1);
            mpq_mul(part, part, naive->weights[type]);
            mpq_add(naive->figures[option], naive->figures[option], part);
        }
    }
    naive->stands[option] = true;
}

static void load(struct naive *naive, size_t option)
{
    PAL_RATIO(part);
    PAL_RATIO(weight);
    weight_of(naive, option, weight);
    naive->stands[option] = mpq_sgn(weight) > 0;
    if (!naive->stands[option]) {
        return;
    }
    mpq_set_ui(naive->figures[option], 1, 1);
    for (size_t type = 1; type < naive->trial->type_count; type++) {
        if (approves(type, option)) {
            mpq_mul(part, naive->weights[type], naive->held[type]);
            mpq_add(naive->figures[option], naive->figures[option], part);
        }
    }
    mpq_div(naive->figures[option], naive->figures[option], weight);
}

/* Is it right that those of `poor` pay all that they hold, and the other supporters the same, which
 * the figure becomes? */
static bool is_share(struct naive *naive, size_t option, size_t poor)
{
    PAL_RATIO(left);
    PAL_RATIO(weight);
    PAL_RATIO(part);
    mpq_set_ui(left, 1, 1);
    for (size_t type = 1; type < naive->trial->type_count; type++) {
        if (approves(type, option) && ((poor >> type) & 1) != 0) {
            mpq_mul(part, naive->weights[type], naive->held[type]);
            mpq_sub(left, left, part);
        } else if (approves(type, option)) {
            mpq_add(weight, weight, naive->weights[type]);
        }
    }
    if (mpq_sgn(weight) == 0) {
        return false;
    }
    mpq_div(naive->figures[option], left, weight);
    for (size_t type = 1; type < naive->trial->type_count; type++) {
        int order = mpq_cmp(naive->held[type], naive->figures[option]);
        bool is_poor = ((poor >> type) & 1) != 0;
        if (approves(type, option) && mpq_sgn(naive->weights[type]) > 0 &&
            (is_poor ? order > 0 : order < 0)) {
            return false;
        }
    }
    return true;
}

/* Every way to be poor is tried. */
static void share(struct naive *naive, size_t option)
{
    naive->stands[option] = false;
    size_t ways = (size_t)1 << naive->trial->type_count;
    for (size_t poor = 0; poor < ways && !naive->stands[option]; poor += 2) {
        naive->stands[option] = is_share(naive, option, poor);
    }
}

static void approve(struct naive *naive, size_t option)
{
    weight_of(naive, option, naive->figures[option]);
    naive->stands[option] = true;
}

/* --- Seats --- */

/* Which is elected, the first in the order of those who have the best figure; or no option. */
static size_t best_of(const struct naive *naive, bool smallest)
{
    size_t best = naive->trial->option_count;
    for (size_t k = 0; k < naive->trial->option_count; k++) {
        size_t i = naive->trial->order[k];
        if (naive->is_elected[i] || !naive->stands[i]) {
            continue;
        }
        int order = best < naive->trial->option_count
                        ? mpq_cmp(naive->figures[i], naive->figures[best])
                        : 0;
        bool is_better = smallest ? order < 0 : order > 0;
        best = best == naive->trial->option_count || is_better ? i : best;
    }
    return best;
}

static void compare_round(struct naive *naive, const struct pal_outcome *outcome, size_t best)
{
    const struct pal_round *round = &outcome->rounds[naive->elected_count];
    size_t equals = 0;
    for (size_t i = 0; i < naive->trial->option_count; i++) {
        mpq_srcptr found = pal_figures_get(&round->totals, i);
        bool is_in = !naive->is_elected[i] && naive->stands[i];
        assert_int_equal(found != NULL, is_in);
        assert_true(!is_in || mpq_equal(found, naive->figures[i]));
        naive->was_tied[i] = is_in && mpq_equal(naive->figures[i], naive->figures[best]);
        equals += naive->was_tied[i];
    }
    naive->ties += equals > 1;
}

/* One seat by that figure; says who, or option_count. */
static size_t fill(struct naive *naive, void (*figure)(struct naive *, size_t), bool smallest,
                   const struct pal_outcome *outcome)
{
    for (size_t i = 0; i < naive->trial->option_count; i++) {
        if (!naive->is_elected[i]) {
            figure(naive, i);
        }
    }
    size_t best = best_of(naive, smallest);
    if (best == naive->trial->option_count) {
        return best;
    }
    assert_true(naive->elected_count < outcome->elected.count);
    assert_int_equal(outcome->elected.at[naive->elected_count], best);
    compare_round(naive, outcome, best);
    naive->is_elected[best] = true;
    naive->elected_count++;
    return best;
}

/* Whoever is left, in the order. */
static void fill_unsupported(struct naive *naive, const struct pal_outcome *outcome)
{
    size_t left = 0;
    size_t first = naive->trial->option_count;
    for (size_t k = naive->trial->option_count; k-- > 0;) {
        size_t i = naive->trial->order[k];
        naive->was_tied[i] = !naive->is_elected[i];
        left += !naive->is_elected[i];
        first = naive->is_elected[i] ? first : i;
    }
    naive->ties += left > 1;
    assert_true(naive->elected_count < outcome->elected.count);
    assert_int_equal(outcome->elected.at[naive->elected_count], first);
    naive->is_elected[first] = true;
    naive->elected_count++;
}

static size_t seats_of(const struct pal_trial *trial)
{
    return trial->seats < trial->option_count ? trial->seats : trial->option_count;
}

static void by_loads(struct naive *naive, const struct pal_outcome *outcome)
{
    while (naive->elected_count < seats_of(naive->trial)) {
        size_t best = fill(naive, load, true, outcome);
        if (best == naive->trial->option_count) {
            fill_unsupported(naive, outcome);
            continue;
        }
        for (size_t type = 1; type < naive->trial->type_count; type++) {
            if (approves(type, best)) {
                mpq_set(naive->held[type], naive->figures[best]);
            }
        }
    }
}

static void by_satisfaction(struct naive *naive, const struct pal_outcome *outcome)
{
    while (naive->elected_count < seats_of(naive->trial)) {
        (void)fill(naive, satisfy, false, outcome);
    }
}

static void buy(struct naive *naive, const struct pal_outcome *outcome)
{
    PAL_RATIO(valid);
    weight_of(naive, naive->trial->option_count, valid);
    for (size_t type = 1; type < naive->trial->type_count; type++) {
        mpq_set_ui(naive->held[type], naive->trial->seats, 1);
        mpq_div(naive->held[type], naive->held[type], valid);
    }
    size_t best = 0;
    while (best < naive->trial->option_count && naive->elected_count < seats_of(naive->trial)) {
        best = fill(naive, share, true, outcome);
        for (size_t type = 1; best < naive->trial->option_count && type < naive->trial->type_count;
             type++) {
            if (approves(type, best)) {
                mpq_sub(naive->held[type], naive->held[type], naive->figures[best]);
            }
            if (mpq_sgn(naive->held[type]) < 0) {
                mpq_set_ui(naive->held[type], 0, 1);
            }
        }
    }
}

static void by_shares(struct naive *naive, const struct pal_outcome *outcome)
{
    const char *completion = naive->trial->settings[1];
    buy(naive, outcome);
    if (strcmp(completion, "approval") == 0) {
        while (naive->elected_count < seats_of(naive->trial)) {
            (void)fill(naive, approve, false, outcome);
        }
    } else if (strcmp(completion, "seq-phragmen") == 0) {
        for (size_t type = 1; type < naive->trial->type_count; type++) {
            mpq_neg(naive->held[type], naive->held[type]);
        }
        by_loads(naive, outcome);
    }
}

/* --- The comparison --- */

static void compare_ranking(const struct naive *naive, const struct pal_outcome *outcome)
{
    size_t last = outcome->elected.at[outcome->elected.count - 1];
    for (size_t i = 1; i < outcome->elected.count; i++) {
        assert_true(outcome->ranking[outcome->elected.at[i - 1]] <=
                    outcome->ranking[outcome->elected.at[i]]);
    }
    for (size_t i = 0; i < outcome->option_count; i++) {
        if (!naive->is_elected[i]) {
            assert_true(outcome->ranking[i] >= outcome->ranking[last]);
            assert_int_equal(outcome->ranking[i] == outcome->ranking[last], naive->was_tied[i]);
        }
    }
}

static void compare(const struct pal_trial *trial,
                    void (*count)(struct naive *, const struct pal_outcome *),
                    const struct pal_outcome *outcome)
{
    struct naive naive;
    naive_init(&naive, trial);
    PAL_RATIO(valid);
    weight_of(&naive, trial->option_count, valid);
    assert_true(mpq_equal(outcome->valid, valid));
    if (mpq_sgn(valid) > 0) {
        count(&naive, outcome);
    }
    assert_int_equal(outcome->elected.count, naive.elected_count);
    assert_int_equal(outcome->tie_count, naive.ties);
    if (naive.elected_count > 0) {
        compare_ranking(&naive, outcome);
    }
    naive_done(&naive);
}

static void try_orders(struct pal_trial *trial,
                       void (*count)(struct naive *, const struct pal_outcome *))
{
    for (size_t i = 0; i < 6; i += i == 3 ? 2 : 1) {
        trial->order = pal_trial_orders[i];
        if (!pal_trial_is_order(trial->order, trial->option_count)) {
            continue;
        }
        struct pal_outcome outcome PAL_CLEANUP(pal_outcome_done) = {0};
        pal_trial_count(trial, TRIAL_PLAIN, NULL, &outcome);
        compare(trial, count, &outcome);
        if (i == 3) { /* one order that is no option's own */
            pal_trial_properties(trial, &outcome, true);
        }
    }
}

static void try_all(const char *method, const char *completion,
                    void (*count)(struct naive *, const struct pal_outcome *))
{
    static const int weights[TRIAL_TYPES] = {4, 1, 2, 3, 3, 2, 1, 5};
    const char *const settings[] = {"completion", completion, NULL};
    for (size_t option_count = 1; option_count <= TRIAL_OPTIONS; option_count++) {
        int counts[TRIAL_TYPES] = {0};
        struct pal_trial trial = {.method = method,
                                  .names = names,
                                  .option_count = option_count,
                                  .settings = completion != NULL ? settings : NULL,
                                  .type_count = (size_t)1 << option_count,
                                  .marks = set_marks,
                                  .counts = counts,
                                  .weights = weights};
        int ballots = option_count < TRIAL_OPTIONS ? TRIAL_BALLOTS : TRIAL_BALLOTS - 1;
        do {
            for (trial.seats = 1; trial.seats <= option_count + 1; trial.seats++) {
                try_orders(&trial, count);
            }
        } while (pal_trial_next_within(counts, trial.type_count, ballots));
    }
}

static void proportional_approval(void **state)
{
    (void)state;
    try_all("seq-pav", NULL, by_satisfaction);
}

static void phragmen(void **state)
{
    (void)state;
    try_all("seq-phragmen", NULL, by_loads);
}

static void equal_shares_completed_by_loads(void **state)
{
    (void)state;
    try_all("equal-shares", "seq-phragmen", by_shares);
}

static void equal_shares_completed_by_approvals(void **state)
{
    (void)state;
    try_all("equal-shares", "approval", by_shares);
}

static void equal_shares_alone(void **state)
{
    (void)state;
    try_all("equal-shares", "none", by_shares);
}

int main(void)
{
    TESTS(tests, 5);
    TEST(tests, proportional_approval);
    TEST(tests, phragmen);
    TEST(tests, equal_shares_completed_by_loads);
    TEST(tests, equal_shares_completed_by_approvals);
    TEST(tests, equal_shares_alone);
    return RUN(tests);
}
