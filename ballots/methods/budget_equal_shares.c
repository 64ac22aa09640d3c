/*
 * budget_equal_shares.c - each ballot holds an equal share of the budget, for what it approves.
 *
 * RULE docs/rules/budget-equal-shares.md
 * > Every ballot holds the same part of the budget per unit of weight. An option that its supporters can
 * > pay for together is bought at the smallest price, and they pay; then the next one, as long as there
 * > is one.
 */
#include <limits.h>
#include <string.h>

#include "base/check.h"
#include "base/mem.h"

#include "budgets.h"
#include "methods.h"
#include "purses.h"
#include "rehearsal.h"

static const char *const utilities[] = {"cost", "cardinality", NULL};
static const char *const completions[] = {"none", "add1", NULL};

static const struct pal_method_parameter parameters[] = {
    {.name = "utility",
     .kind = PAL_PARAMETER_WORD,
     .words = utilities,
     .summary = "what an option is worth to who approves it: its cost, or as much as any other"},
    {.name = "completion",
     .kind = PAL_PARAMETER_WORD,
     .words = completions,
     .summary = "none, or shares are raised until nothing more fits the budget"},
    {.name = "increment",
     .kind = PAL_PARAMETER_INTEGER,
     .initial = "1",
     .min = 1,
     .max = LLONG_MAX,
     .summary = "what a raise adds to the share of a ballot, per unit of its weight"},
    {.name = NULL},
};

/* Everything that a count needs. Money is in coins, of which `coins` make 1: the smallest unit of
 * which the budget and all costs are whole numbers. */
struct shares {
    const struct pal_question *question;
    struct pal_outcome *outcome;
    bool is_final; /* what is bought goes into the outcome, and is explained */
    struct pal_purses purses;
    mpz_t coins, budget, spent;
    mpz_t first, raise, den;  /* a ballot holds (first + times × raise) / den per unit of purses */
    struct pal_offer *offers; /* of each option */
    bool *is_fresh;           /* is the offer of each option that of now, or one that was lower? */
    bool *is_funded;
    size_t *tie_places;
    size_t *live; /* options that may be bought, the lowest offer first */
    size_t live_count;
};

/* --- Beginning and end --- */

static void set_coins(struct shares *shares)
{
    const struct pal_question *question = shares->question;
    mpz_set(shares->coins, mpq_denref(question->budget));
    for (size_t i = 0; i < question->option_count; i++) {
        mpz_lcm(shares->coins, shares->coins, mpq_denref(question->costs[i]));
    }
}

static void to_coins(const struct shares *shares, mpq_srcptr amount, mpz_t out_coins)
{
    mpz_divexact(out_coins, shares->coins, mpq_denref(amount));
    mpz_mul(out_coins, out_coins, mpq_numref(amount));
}

/* RULE docs/rules/budget-equal-shares.md
 * > With a budget B and valid ballots that weigh W together, a ballot holds B / W for each unit of its
 * > weight. … A raise adds the increment to that.
 */
static void set_endowment(struct shares *shares)
{
    const struct pal_purses *purses = &shares->purses;
    PAL_CHECK(mpz_sgn(purses->total) > 0);
    PAL_RATIO(increment);
    pal_parameter_ratio(shares->question, "increment", increment);
    mpz_lcm(shares->den, purses->total, purses->units.per_one);
    mpz_divexact(shares->first, shares->den, purses->total);
    mpz_mul(shares->first, shares->first, shares->budget);
    mpz_divexact(shares->raise, shares->den, purses->units.per_one);
    mpz_mul(shares->raise, shares->raise, shares->coins);
    mpz_mul(shares->raise, shares->raise, mpq_numref(increment));
}

static void shares_init(struct shares *shares, const struct pal_question *question,
                        const struct pal_profile *profile, struct pal_outcome *outcome)
{
    const size_t count = question->option_count;
    *shares = (struct shares){.question = question, .outcome = outcome};
    pal_purses_init(&shares->purses, profile);
    mpz_inits(shares->coins, shares->budget, shares->spent, shares->first, shares->raise,
              shares->den, (mpz_ptr)NULL);
    shares->offers = pal_mem_new(count, sizeof *shares->offers);
    shares->is_fresh = pal_mem_new(count, sizeof *shares->is_fresh);
    shares->is_funded = pal_mem_new(count, sizeof *shares->is_funded);
    shares->live = pal_mem_new(count, sizeof *shares->live);
    shares->tie_places = pal_tie_places_new(question);

    set_coins(shares);
    to_coins(shares, question->budget, shares->budget);
    set_endowment(shares);
    bool by_cost = pal_parameter_is(question, "utility", "cost");
    for (size_t i = 0; i < count; i++) {
        struct pal_offer *offer = &shares->offers[i];
        pal_offer_init(offer);
        offer->option = i;
        to_coins(shares, question->costs[i], offer->cost);
        if (by_cost) {
            mpz_set(offer->utility, offer->cost);
        } else {
            mpz_set_ui(offer->utility, 1);
        }
    }
}

static void shares_done(struct shares *shares)
{
    for (size_t i = 0; i < shares->question->option_count; i++) {
        pal_offer_done(&shares->offers[i]);
    }
    mpz_clears(shares->coins, shares->budget, shares->spent, shares->first, shares->raise,
               shares->den, (mpz_ptr)NULL);
    pal_mem_free(shares->offers);
    pal_mem_free(shares->is_fresh);
    pal_mem_free(shares->is_funded);
    pal_mem_free(shares->live);
    pal_mem_free(shares->tie_places);
    pal_purses_done(&shares->purses);
}

/* --- What is said --- */

/* A figure of money that is num / den coins. */
static void add_money(const struct shares *shares, struct pal_reason *reason, const char *name,
                      mpz_srcptr num, mpz_srcptr den)
{
    PAL_CHECK(mpz_sgn(den) > 0);
    PAL_RATIO(money);
    mpz_set(mpq_numref(money), num);
    mpz_mul(mpq_denref(money), den, shares->coins);
    mpq_canonicalize(money);
    pal_reason_ratio(reason, name, money);
}

/* The same, for each weight of one. */
static void add_price(const struct shares *shares, struct pal_reason *reason, const char *name,
                      mpz_srcptr num, mpz_srcptr den)
{
    mpz_t times;
    mpz_init(times);
    mpz_mul(times, num, shares->purses.units.per_one);
    add_money(shares, reason, name, times, den);
    mpz_clear(times);
}

static struct pal_reason *explain(const struct shares *shares, size_t option,
                                  enum pal_reason_code code)
{
    struct pal_reason *reason = pal_outcome_add_reason(shares->outcome, code);
    pal_reason_text(reason, "option", shares->question->names[option]);
    pal_reason_ratio(reason, "cost", shares->question->costs[option]);
    return reason;
}

static void clear_integer(mpz_t *integer)
{
    mpz_clear(*integer);
}

/* The price is per unit of utility: of a coin where utility is the cost, which is in coins. */
static void explain_bought(const struct shares *shares, const struct pal_offer *offer)
{
    bool by_cost = pal_parameter_is(shares->question, "utility", "cost");
    mpz_t num PAL_CLEANUP(clear_integer);
    mpz_init(num);
    struct pal_reason *reason = explain(shares, offer->option, PAL_REASON_BOUGHT);
    pal_reason_ratio(reason, "total", shares->outcome->totals.at[offer->option].value);
    mpz_mul(num, offer->due, offer->utility);
    add_price(shares, reason, "payment", num, offer->den);
    mpz_mul(num, offer->due, shares->coins);
    add_price(shares, reason, "price", by_cost ? num : offer->due, offer->den);
}

/* The offer is what its supporters lack, after all have given all. */
static void explain_too_dear(const struct shares *shares, const struct pal_offer *offer)
{
    mpz_t money PAL_CLEANUP(clear_integer);
    mpz_init(money);
    mpz_mul(money, offer->cost, shares->purses.den);
    mpz_sub(money, money, offer->due);
    struct pal_reason *reason = explain(shares, offer->option, PAL_REASON_NOT_BOUGHT);
    add_money(shares, reason, "money", money, shares->purses.den);
}

static void explain_endowment(const struct shares *shares, mpz_srcptr times, mpz_srcptr money)
{
    bool is_raised = mpz_sgn(times) > 0;
    struct pal_reason *reason =
        pal_outcome_add_reason(shares->outcome,
                               is_raised ? PAL_REASON_SHARES_RAISED : PAL_REASON_SHARES);
    add_price(shares, reason, "endowment", money, shares->den);
    if (is_raised) {
        PAL_RATIO(figure);
        add_price(shares, reason, "share", shares->first, shares->den);
        pal_parameter_ratio(shares->question, "increment", figure);
        pal_reason_ratio(reason, "increment", figure);
        mpq_set_z(figure, times);
        pal_reason_ratio(reason, "times", figure);
    }
}

/* --- Offers, the lowest first --- */

/* Does that option come before one whose offer is fresh? Among equals those come first whose offer
 * is not: they may have to be paid more than it says. */
static bool is_before(const struct shares *shares, size_t option, size_t fresh)
{
    int order = pal_offer_compare(&shares->offers[option], &shares->offers[fresh]);
    if (order != 0) {
        return order < 0;
    }
    return !shares->is_fresh[option] || shares->tie_places[option] < shares->tie_places[fresh];
}

/* Puts the first option, whose offer is fresh, in its place among the others, which are in order. */
static void settle(struct shares *shares)
{
    size_t option = shares->live[0];
    size_t low = 1;
    size_t high = shares->live_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (is_before(shares, shares->live[middle], option)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    memmove(&shares->live[0], &shares->live[1], (low - 1) * sizeof *shares->live);
    shares->live[low - 1] = option;
}

/* Takes the first option out. */
static void drop(struct shares *shares)
{
    pal_purses_retire(&shares->purses, shares->live[0]);
    shares->live_count--;
    memmove(&shares->live[0], &shares->live[1], shares->live_count * sizeof *shares->live);
}

/* Works out the offer for the first option, and puts it in its place, or out where its supporters
 * have too little: they will never have more. */
static void refresh(struct shares *shares)
{
    size_t option = shares->live[0];
    struct pal_offer *offer = &shares->offers[option];
    if (pal_purses_price(&shares->purses, offer)) {
        shares->is_fresh[option] = true;
        settle(shares);
        return;
    }
    pal_purses_hold(&shares->purses, offer->due, offer->due_slope);
    if (shares->is_final) {
        explain_too_dear(shares, offer);
    }
    drop(shares);
}

static bool is_supported(const struct shares *shares, size_t option)
{
    return mpq_sgn(shares->outcome->totals.at[option].value) > 0;
}

static void fund(struct shares *shares, size_t option)
{
    shares->is_funded[option] = true;
    mpz_add(shares->spent, shares->spent, shares->offers[option].cost);
    if (shares->is_final) {
        pal_budget_fund(shares->question, option, shares->outcome);
    }
}

/* RULE docs/rules/budget-equal-shares.md
 * > Options that cost nothing and have a supporter are bought first.
 */
static void start(struct shares *shares)
{
    const size_t count = shares->question->option_count;
    mpz_set_ui(shares->spent, 0);
    shares->live_count = 0;
    for (size_t i = 0; i < count; i++) {
        size_t option = shares->question->tie_order[i];
        bool is_free = mpz_sgn(shares->offers[option].cost) == 0;
        shares->is_funded[option] = false;
        if (is_supported(shares, option) && is_free) {
            fund(shares, option);
            pal_purses_retire(&shares->purses, option);
            if (shares->is_final) {
                (void)explain(shares, option, PAL_REASON_BOUGHT_FREE);
            }
        }
        if (is_supported(shares, option) && !is_free) {
            memmove(&shares->live[1], &shares->live[0], shares->live_count * sizeof *shares->live);
            shares->live[0] = option;
            shares->live_count++;
            refresh(shares);
        }
    }
}

/* The first offer is the lowest in all steps that count as the same. */
static void hold_choice(struct shares *shares)
{
    const struct pal_offer *first = &shares->offers[shares->live[0]];
    for (size_t i = 1; i < shares->live_count && shares->purses.is_tracked; i++) {
        pal_purses_hold_lower(&shares->purses, first, &shares->offers[shares->live[i]]);
    }
}

/* RULE docs/rules/budget-equal-shares.md
 * > Of options with the same price the one that comes first in the order settled beforehand for ties
 * > is bought first.
 */
static void record_tie(const struct shares *shares)
{
    PAL_OPTIONS(among);
    const struct pal_offer *first = &shares->offers[shares->live[0]];
    for (size_t i = 0; i < shares->live_count; i++) {
        if (pal_offer_compare(&shares->offers[shares->live[i]], first) != 0) {
            break;
        }
        pal_options_add(&among, shares->live[i]);
    }
    if (among.count > 1) {
        pal_tie_record(shares->outcome, &among, PAL_TIE_PURCHASE, PAL_SETTLED_TIE_ORDER);
        (void)explain(shares, first->option, PAL_REASON_BOUGHT_BY_ORDER);
    }
}

/* Buys the first option, of which the offer is fresh. */
static void buy(struct shares *shares)
{
    struct pal_offer *offer = &shares->offers[shares->live[0]];
    hold_choice(shares);
    bool can_pay = pal_purses_price(&shares->purses, offer);
    PAL_CHECK(can_pay);
    if (shares->is_final) {
        explain_bought(shares, offer);
        record_tie(shares);
    }
    pal_purses_pay(&shares->purses, offer);
    fund(shares, offer->option);
    drop(shares);
    for (size_t i = 0; i < shares->live_count; i++) {
        shares->is_fresh[shares->live[i]] = false;
    }
}

/* Buys all that can be bought after so many raises. */
static void spend(struct shares *shares, mpz_srcptr times)
{
    mpz_t money PAL_CLEANUP(clear_integer);
    mpz_init_set(money, shares->first);
    mpz_addmul(money, times, shares->raise);
    pal_purses_fill(&shares->purses, money, shares->is_final ? NULL : shares->raise, shares->den);
    if (shares->is_final) {
        explain_endowment(shares, times, money);
    }
    start(shares);
    while (shares->live_count > 0) {
        while (shares->live_count > 0 && !shares->is_fresh[shares->live[0]]) {
            refresh(shares);
        }
        if (shares->live_count > 0) {
            buy(shares);
        }
    }
}

/* --- Raises --- */

/* Is there no option with a supporter that still fits the budget? */
static bool is_exhausted(const struct shares *shares)
{
    mpz_t left;
    mpz_init(left);
    mpz_sub(left, shares->budget, shares->spent);
    bool fits = false;
    for (size_t i = 0; i < shares->question->option_count; i++) {
        fits = fits || (!shares->is_funded[i] && is_supported(shares, i) &&
                        mpz_cmp(shares->offers[i].cost, left) <= 0);
    }
    mpz_clear(left);
    return !fits;
}

/* Finds what would be bought after so many raises, and how many more change nothing, if a rehearsal
 * can tell. */
static bool rehearse(struct shares *shares, struct pal_rehearsal *rehearsal, mpz_srcptr raises,
                     mpz_t out_idle)
{
    mpz_t money PAL_CLEANUP(clear_integer);
    mpz_init_set(money, shares->first);
    mpz_addmul(money, raises, shares->raise);
    const struct pal_raised raised = {raises, money, shares->raise, shares->den};
    if (!pal_rehearse(rehearsal, &raised)) {
        return false;
    }
    mpz_set_ui(shares->spent, 0);
    for (size_t i = 0; i < shares->question->option_count; i++) {
        shares->is_funded[i] = rehearsal->offers[i].is_funded;
        if (shares->is_funded[i]) {
            mpz_add(shares->spent, shares->spent, shares->offers[i].cost);
        }
    }
    pal_wide_set(out_idle, rehearsal->is_bounded ? rehearsal->steps : 0);
    return true;
}

/* RULE docs/rules/budget-equal-shares.md
 * > To complete it, shares are raised and everything is bought anew, until no option with a supporter
 * > fits what is left of the budget. If the cost exceeds the budget before that, what was bought before
 * > the last raise stands.
 *
 * Raises after which the same would be bought again are made at once. */
static void find_times(struct shares *shares, mpz_t out_times)
{
    struct pal_rehearsal rehearsal PAL_CLEANUP(pal_rehearsal_done);
    pal_rehearsal_init(&rehearsal, &shares->purses, shares->question, shares->offers,
                       shares->tie_places);
    mpz_t idle PAL_CLEANUP(clear_integer);
    mpz_init(idle);
    mpz_set_ui(out_times, 0);
    for (;;) {
        mpz_srcptr raises = out_times;
        if (!rehearse(shares, &rehearsal, raises, idle)) {
            spend(shares, raises);
            mpz_set(idle, shares->purses.steps);
        }
        if (mpz_cmp(shares->spent, shares->budget) > 0) {
            PAL_CHECK(mpz_sgn(out_times) > 0); /* what all hold at first is the budget */
            mpz_sub_ui(out_times, out_times, 1);
            return;
        }
        if (is_exhausted(shares)) {
            return;
        }
        mpz_add(out_times, out_times, idle);
        mpz_add_ui(out_times, out_times, 1);
    }
}

static enum pal_weighing weighing(const struct pal_question *question)
{
    return pal_parameter_is(question, "completion", "add1") ? PAL_WEIGHS_ABSOLUTE
                                                            : PAL_WEIGHS_SHARES;
}

static void count(const struct pal_question *question, const struct pal_profile *profile,
                  struct pal_outcome *outcome)
{
    pal_choice_totals(profile, outcome);
    if (!pal_budget_start(outcome)) {
        return;
    }
    struct shares shares;
    mpz_t times;
    mpz_init(times);
    shares_init(&shares, question, profile, outcome);
    if (pal_parameter_is(question, "completion", "add1")) {
        find_times(&shares, times);
    }
    shares.is_final = true;
    spend(&shares, times);
    shares_done(&shares);
    mpz_clear(times);
}

const struct pal_method pal_method_budget_equal_shares = {
    .id = "budget-equal-shares",
    .version = 1,
    .rule = "docs/rules/budget-equal-shares.md",
    .summary = "Every ballot holds an equal share of the budget and pays for what it approves.",
    .kind = PAL_BALLOT_APPROVES,
    .weighing = weighing,
    .parameters = parameters,
    .bears = pal_budget_bears,
    .accepts = pal_budget_accepts,
    .count = count,
};
