/*
 * A budget by equal shares: every profile of at most 3 options and 5 ballots of approvals, with
 * lists of costs, both utilities, with raises and without, against the rule written naively: every
 * ballot has money of its own, every raise is made, and the price is tried ballot by ballot.
 */
#include "trial.h"

static const char *const names[] = {"A", "B", "C"};

/* Type t approves the options whose bit is set in t. */
static void set_marks(size_t type, size_t option_count, int32_t *out_marks)
{
    for (size_t i = 0; i < option_count; i++) {
        out_marks[i] = ((type >> i) & 1) != 0;
    }
}

enum { BUDGET = 6, COSTS = 3 };
static const int costs[COSTS][TRIAL_OPTIONS] = {{3, 4, 2}, {7, 0, 5}, {3, 3, 3}};
static const char *const cost_texts[COSTS][TRIAL_OPTIONS] = {{"3", "4", "2"},
                                                             {"7", "0", "5"},
                                                             {"3", "3", "3"}};

enum { SETTINGS = 4 };
static const char *const settings[SETTINGS][5] = {{"utility", "cost", NULL},
                                                  {"utility", "cardinality", NULL},
                                                  {"utility", "cost", "completion", "add1", NULL},
                                                  {"utility", "cardinality", "completion", "add1",
                                                   NULL}};

/* The ballots of a type, all alike, and what each has left per unit of weight. */
struct naive {
    const struct pal_trial *trial;
    const int *costs;
    bool by_cost, is_raised;
    mpq_t money[TRIAL_TYPES], weights[TRIAL_TYPES];
    size_t funded[TRIAL_OPTIONS];
    size_t funded_count;
    int spent;
};

/* The ballots of that type that approve the option weigh something together. */
static bool supports(const struct naive *naive, size_t type, size_t option)
{
    return ((type >> option) & 1) != 0 && mpq_sgn(naive->weights[type]) > 0;
}

static bool is_supported(const struct naive *naive, size_t option)
{
    bool is_any = false;
    for (size_t type = 0; type < naive->trial->type_count; type++) {
        is_any = is_any || supports(naive, type, option);
    }
    return is_any;
}

static bool is_funded(const struct naive *naive, size_t option)
{
    bool is_any = false;
    for (size_t i = 0; i < naive->funded_count; i++) {
        is_any = is_any || naive->funded[i] == option;
    }
    return is_any;
}

/* What the supporters give together if each gives at most that much per unit of weight. */
static void set_gift(const struct naive *naive, size_t option, mpq_srcptr most, mpq_t out_gift)
{
    PAL_RATIO(gift);
    mpq_set_ui(out_gift, 0, 1);
    for (size_t type = 0; type < naive->trial->type_count; type++) {
        if (supports(naive, type, option)) {
            bool is_poor = mpq_cmp(naive->money[type], most) < 0;
            mpq_mul(gift, naive->weights[type], is_poor ? naive->money[type] : most);
            mpq_add(out_gift, out_gift, gift);
        }
    }
}

/* The price per unit of weight: between two of the amounts that ballots have left the gift grows
 * evenly, by the weight of those who have more. */
static bool set_price(const struct naive *naive, size_t option, mpq_t out_price)
{
    PAL_RATIO(lower);
    PAL_RATIO(gift);
    PAL_RATIO(cost);
    PAL_RATIO(payers);
    mpq_set_si(cost, naive->costs[option], 1);
    for (size_t step = 0; step <= naive->trial->type_count; step++) {
        /* The next amount above the lower one. */
        size_t next = TRIAL_TYPES;
        mpq_set_ui(payers, 0, 1);
        for (size_t type = 0; type < naive->trial->type_count; type++) {
            if (supports(naive, type, option) && mpq_cmp(naive->money[type], lower) > 0) {
                mpq_add(payers, payers, naive->weights[type]);
                bool is_less =
                    next == TRIAL_TYPES || mpq_cmp(naive->money[type], naive->money[next]) < 0;
                next = is_less ? type : next;
            }
        }
        if (next == TRIAL_TYPES) {
            return false;
        }
        set_gift(naive, option, naive->money[next], gift);
        if (mpq_cmp(gift, cost) >= 0) {
            set_gift(naive, option, lower, gift);
            mpq_sub(out_price, cost, gift);
            mpq_div(out_price, out_price, payers);
            mpq_add(out_price, out_price, lower);
            return true;
        }
        mpq_set(lower, naive->money[next]);
    }
    return false;
}

static void fund(struct naive *naive, size_t option)
{
    naive->funded[naive->funded_count++] = option;
    naive->spent += naive->costs[option];
}

/* Buys the option of the smallest price for what it is worth, the first in order among equals. */
static bool buy_one(struct naive *naive)
{
    PAL_RATIO(price);
    PAL_RATIO(rate);
    PAL_RATIO(best_rate);
    PAL_RATIO(best_price);
    size_t best = TRIAL_OPTIONS;
    for (size_t i = 0; i < naive->trial->option_count; i++) {
        size_t option = naive->trial->order[i];
        if (naive->costs[option] == 0 || is_funded(naive, option) ||
            !set_price(naive, option, price)) {
            continue;
        }
        mpq_set_si(rate, naive->by_cost ? naive->costs[option] : 1, 1);
        mpq_div(rate, price, rate);
        if (best == TRIAL_OPTIONS || mpq_cmp(rate, best_rate) < 0) {
            best = option;
            mpq_set(best_rate, rate);
            mpq_set(best_price, price);
        }
    }
    if (best == TRIAL_OPTIONS) {
        return false;
    }
    fund(naive, best);
    for (size_t type = 0; type < naive->trial->type_count; type++) {
        if (supports(naive, type, best)) {
            bool is_poor = mpq_cmp(naive->money[type], best_price) < 0;
            mpq_sub(naive->money[type], naive->money[type],
                    is_poor ? naive->money[type] : best_price);
        }
    }
    return true;
}

/* Buys all that each ballot with that much per unit of weight can buy. */
static void spend(struct naive *naive, mpq_srcptr endowment)
{
    naive->funded_count = 0;
    naive->spent = 0;
    for (size_t type = 0; type < naive->trial->type_count; type++) {
        mpq_set(naive->money[type], endowment);
    }
    for (size_t i = 0; i < naive->trial->option_count; i++) {
        size_t option = naive->trial->order[i];
        if (naive->costs[option] == 0 && is_supported(naive, option)) {
            fund(naive, option);
        }
    }
    while (buy_one(naive)) {
    }
}

static bool is_exhausted(const struct naive *naive)
{
    bool fits = false;
    for (size_t i = 0; i < naive->trial->option_count; i++) {
        fits = fits || (!is_funded(naive, i) && is_supported(naive, i) &&
                        naive->costs[i] <= BUDGET - naive->spent);
    }
    return !fits;
}

static void count_naively(struct naive *naive)
{
    PAL_RATIO(endowment);
    PAL_RATIO(all);
    PAL_RATIO(one);
    mpq_set_ui(one, 1, 1);
    for (size_t type = 1; type < naive->trial->type_count; type++) {
        mpq_add(all, all, naive->weights[type]);
    }
    naive->funded_count = 0;
    if (mpq_sgn(all) == 0) {
        return;
    }
    mpq_set_ui(endowment, BUDGET, 1);
    mpq_div(endowment, endowment, all);
    spend(naive, endowment);
    while (naive->is_raised && !is_exhausted(naive)) {
        mpq_add(endowment, endowment, one);
        spend(naive, endowment);
        if (naive->spent > BUDGET) {
            mpq_sub(endowment, endowment, one);
            spend(naive, endowment);
            return;
        }
    }
}

static void try_one(struct pal_trial *trial, struct naive *naive, size_t setting)
{
    trial->settings = settings[setting];
    naive->by_cost = setting % 2 == 0;
    naive->is_raised = setting >= 2;
    for (size_t i = 0; i < 6; i += 5) { /* an order and its reverse */
        trial->order = trial->option_count < 3 ? pal_trial_orders[i > 0] : pal_trial_orders[i];
        if (!pal_trial_is_order(trial->order, trial->option_count)) {
            continue;
        }
        count_naively(naive);
        struct pal_outcome outcome PAL_CLEANUP(pal_outcome_done) = {0};
        pal_trial_count(trial, TRIAL_PLAIN, NULL, &outcome);
        assert_int_equal(outcome.funded.count, naive->funded_count);
        for (size_t f = 0; f < naive->funded_count; f++) {
            assert_int_equal(outcome.funded.at[f], naive->funded[f]);
        }
        if (i > 0 && naive->costs == costs[0] &&
            !naive->is_raised) { /* a raise does not scale with the weights */
            pal_trial_properties(trial, &outcome, true);
        }
    }
}

static void try_profile(struct pal_trial *trial)
{
    struct naive naive = {.trial = trial};
    for (size_t type = 0; type < trial->type_count; type++) {
        mpq_inits(naive.money[type], naive.weights[type], (mpq_ptr)NULL);
        pal_ratio_set(naive.weights[type], (int64_t)trial->counts[type] * trial->weights[type], 7);
    }
    for (size_t cost_list = 0; cost_list < COSTS; cost_list++) {
        trial->costs = cost_texts[cost_list];
        naive.costs = costs[cost_list];
        for (size_t setting = 0; setting < SETTINGS; setting++) {
            try_one(trial, &naive, setting);
        }
    }
    for (size_t type = 0; type < trial->type_count; type++) {
        mpq_clears(naive.money[type], naive.weights[type], (mpq_ptr)NULL);
    }
}

static void try_all(const int *weights)
{
    const struct pal_trial trial = {.method = "budget-equal-shares",
                                    .names = names,
                                    .seats = 1,
                                    .budget = "6",
                                    .marks = set_marks,
                                    .weights = weights};
    pal_trial_try_crosses(&trial, try_profile);
}

static void with_equal_ballots(void **state)
{
    (void)state;
    try_all((const int[]){7, 7, 7, 7, 7, 7, 7, 7});
}

static void with_ballots_of_different_weights(void **state)
{
    (void)state;
    try_all((const int[]){4, 1, 2, 3, 3, 2, 0, 5});
}

int main(void)
{
    TESTS(tests, 2);
    TEST(tests, with_equal_ballots);
    TEST(tests, with_ballots_of_different_weights);
    return RUN(tests);
}
