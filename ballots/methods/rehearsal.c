/* rehearsal.c - what equal shares of a budget would buy, in intervals of machine integers. */
#include "rehearsal.h"

#include <string.h>

#include "base/check.h"
#include "base/mem.h"

#include "rehearsal_stages.h"

/* Sums of money stay below 2^AMOUNT_BITS, slopes times weights below 2^SLOPE_BITS, and differences
 * of two such products fit a word of 128 bits. With fewer bits than SHIFT_MIN for what is smaller
 * than a coin, nearly everything would be in doubt. */
enum { AMOUNT_BITS = PAL_REHEARSAL_AMOUNT_BITS, SLOPE_BITS = 124, SHIFT_MIN = 48, COUNT_BITS = 60 };

/* --- Intervals --- */

/* num / den coins, in the unit of this spending. */
static struct pal_interval scaled(const struct pal_rehearsal *rehearsal, mpz_srcptr num,
                                  mpz_srcptr den)
{
    mpz_t amount;
    mpz_init(amount);
    mpz_mul_2exp(amount, num, rehearsal->shift);
    mpz_fdiv_q(amount, amount, den);
    const pal_wide low = pal_wide_of(amount);
    mpz_clear(amount);
    return (struct pal_interval){low, low + 1};
}

/* --- Beginning and end --- */

static void set_weights(struct pal_rehearsal *rehearsal)
{
    const struct pal_purses *purses = rehearsal->purses;
    rehearsal->total = (int64_t)pal_wide_of(purses->total);
    rehearsal->weights = pal_mem_new(purses->row_count, sizeof *rehearsal->weights);
    for (size_t r = 0; r < purses->row_count; r++) {
        rehearsal->weights[r] = (int64_t)purses->units.small[r];
    }
    for (size_t i = 0; i < purses->option_count; i++) {
        for (size_t k = purses->starts[i]; k < purses->starts[i + 1]; k++) {
            rehearsal->offers[i].is_supported |= rehearsal->weights[purses->rows[k]] > 0;
        }
    }
}

/* Do the costs, and the weight of all times any utility, fit a word? */
static bool fits(const struct pal_purses *purses, const struct pal_offer *offers)
{
    bool fits = purses->units.small != NULL;
    const size_t total_bits = mpz_sizeinbase(purses->total, 2);
    for (size_t i = 0; fits && i < purses->option_count; i++) {
        fits = mpz_sizeinbase(offers[i].cost, 2) <= COUNT_BITS &&
               mpz_sizeinbase(offers[i].utility, 2) + total_bits <= COUNT_BITS;
    }
    return fits;
}

void pal_rehearsal_init(struct pal_rehearsal *rehearsal, const struct pal_purses *purses,
                        const struct pal_question *question, const struct pal_offer *offers,
                        const size_t *tie_places)
{
    *rehearsal = (struct pal_rehearsal){.purses = purses,
                                        .tie_order = question->tie_order,
                                        .tie_places = tie_places,
                                        .is_possible = fits(purses, offers)};
    if (!rehearsal->is_possible) {
        return;
    }
    const size_t rows = purses->row_count;
    rehearsal->offers = pal_mem_new(purses->option_count, sizeof *rehearsal->offers);
    for (size_t i = 0; i < purses->option_count; i++) {
        struct pal_rehearsed_offer *offer = &rehearsal->offers[i];
        offer->cost = (int64_t)pal_wide_of(offers[i].cost);
        offer->utility = (int64_t)pal_wide_of(offers[i].utility);
        const uint64_t cost = (uint64_t)offer->cost;
        rehearsal->cost_max = cost > rehearsal->cost_max ? cost : rehearsal->cost_max;
    }
    set_weights(rehearsal);
    rehearsal->purse_of = pal_mem_new(rows, sizeof *rehearsal->purse_of);
    rehearsal->wishes = pal_mem_new(rows, sizeof *rehearsal->wishes);
    rehearsal->at = pal_mem_new(rows + 1, sizeof *rehearsal->at);
    rehearsal->next = pal_mem_new(rows + 1, sizeof *rehearsal->next);
    rehearsal->sums = pal_mem_new(rows + 1, sizeof *rehearsal->sums);
    rehearsal->moves = pal_mem_new(2 * (rows + 1), sizeof *rehearsal->moves);
    rehearsal->live = pal_mem_new(purses->option_count, sizeof *rehearsal->live);
    rehearsal->stages = pal_mem_new(purses->option_count, sizeof *rehearsal->stages);
}

void pal_rehearsal_done(struct pal_rehearsal *rehearsal)
{
    pal_stages_done(rehearsal);
    pal_mem_free(rehearsal->offers);
    pal_mem_free(rehearsal->weights);
    pal_mem_free(rehearsal->purse_of);
    pal_mem_free(rehearsal->wishes);
    pal_mem_free(rehearsal->at);
    pal_mem_free(rehearsal->next);
    pal_mem_free(rehearsal->sums);
    pal_mem_free(rehearsal->moves);
    pal_mem_free(rehearsal->live);
    *rehearsal = (struct pal_rehearsal){0};
}

/* --- Prices --- */

static void sum_supporters(struct pal_rehearsal *rehearsal, struct pal_rehearsed_offer *offer)
{
    const struct pal_purses *purses = rehearsal->purses;
    const size_t option = (size_t)(offer - rehearsal->offers);
    /* Without a branch: those without a purse add to what is behind the last. */
    const uint32_t last = (uint32_t)rehearsal->count;
    memset(rehearsal->sums, 0, (last + 1) * sizeof *rehearsal->sums);
    int64_t sum = 0;
    for (size_t i = purses->starts[option]; i < purses->starts[option + 1]; i++) {
        const uint32_t row = purses->rows[i];
        const uint32_t purse = rehearsal->purse_of[row];
        const int64_t weight = rehearsal->weights[row];
        rehearsal->sums[purse < last ? purse : last] += weight;
        sum += weight;
    }
    offer->payers = sum - rehearsal->sums[last];
}

/* RULE docs/rules/budget-equal-shares.md
 * > The price of an option is the smallest r for which its supporters can pay its cost together, each
 * > giving r times the utility per unit of weight, or all that is left where that is less.
 *
 * Purses stand in the order of what they hold at least: where one can surely pay, all that follow
 * surely can. */
static bool price(struct pal_rehearsal *rehearsal, struct pal_rehearsed_offer *offer)
{
    sum_supporters(rehearsal, offer);
    const pal_wide cost = (pal_wide)offer->cost << rehearsal->shift;
    offer->due = (struct pal_interval){cost, cost};
    offer->due_slope = (struct pal_interval){0, 0};
    offer->is_plain = true;
    size_t p = 0;
    for (; p < rehearsal->count; p++) {
        const struct pal_rehearsed_purse *purse = &rehearsal->at[p];
        const int64_t weight = rehearsal->sums[p];
        if (weight == 0) {
            continue;
        }
        if (purse->money.low * offer->payers >= offer->due.high) {
            break;
        }
        if (purse->money.high * offer->payers >= offer->due.low) {
            rehearsal->is_certain = false;
        }
        offer->due = pal_interval_less(offer->due, pal_interval_times(purse->money, weight));
        offer->due_slope =
            pal_interval_less(offer->due_slope, pal_interval_times(purse->slope, weight));
        offer->payers -= weight;
        offer->is_plain = false;
    }
    offer->cut = p;
    if (p == rehearsal->count) {
        return false;
    }
    offer->rate = pal_interval_divided(offer->due, offer->payers * offer->utility);
    offer->rate_slope = pal_interval_divided(offer->due_slope, offer->payers * offer->utility);
    return true;
}

int pal_rehearsal_compare(struct pal_rehearsal *rehearsal, const struct pal_rehearsed_offer *left,
                          const struct pal_rehearsed_offer *right)
{
    if (left->is_plain && right->is_plain) {
        const pal_wide a = (pal_wide)left->cost * right->payers * right->utility;
        const pal_wide b = (pal_wide)right->cost * left->payers * left->utility;
        return (a > b) - (a < b);
    }
    if (left->rate.high < right->rate.low) {
        return -1;
    }
    rehearsal->is_certain = rehearsal->is_certain && left->rate.low > right->rate.high;
    return 1;
}

/* --- Offers, the lowest first: the same as in budget_equal_shares.c --- */

static bool is_before(struct pal_rehearsal *rehearsal, size_t option, size_t fresh)
{
    const struct pal_rehearsed_offer *offer = &rehearsal->offers[option];
    const int order = pal_rehearsal_compare(rehearsal, offer, &rehearsal->offers[fresh]);
    if (order != 0) {
        return order < 0;
    }
    return !offer->is_fresh || rehearsal->tie_places[option] < rehearsal->tie_places[fresh];
}

static void settle(struct pal_rehearsal *rehearsal)
{
    const size_t option = rehearsal->live[0];
    size_t low = 1;
    size_t high = rehearsal->live_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (is_before(rehearsal, rehearsal->live[middle], option)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    memmove(&rehearsal->live[0], &rehearsal->live[1], (low - 1) * sizeof *rehearsal->live);
    rehearsal->live[low - 1] = option;
}

static void retire(struct pal_rehearsal *rehearsal, size_t option)
{
    const struct pal_purses *purses = rehearsal->purses;
    for (size_t i = purses->starts[option]; i < purses->starts[option + 1]; i++) {
        const uint32_t row = purses->rows[i];
        uint32_t *purse_of = &rehearsal->purse_of[row];
        if (--rehearsal->wishes[row] == 0 && *purse_of != PAL_PURSE_EMPTY) {
            rehearsal->at[*purse_of].row_count--;
            *purse_of = PAL_PURSE_EMPTY;
        }
    }
}

static void drop(struct pal_rehearsal *rehearsal)
{
    retire(rehearsal, rehearsal->live[0]);
    rehearsal->live_count--;
    memmove(&rehearsal->live[0], &rehearsal->live[1],
            rehearsal->live_count * sizeof *rehearsal->live);
}

static void refresh(struct pal_rehearsal *rehearsal)
{
    struct pal_rehearsed_offer *offer = &rehearsal->offers[rehearsal->live[0]];
    if (price(rehearsal, offer)) {
        offer->is_fresh = true;
        settle(rehearsal);
        return;
    }
    pal_rehearsal_hold(rehearsal, offer->due, offer->due_slope);
    drop(rehearsal);
}

static void buy(struct pal_rehearsal *rehearsal)
{
    struct pal_rehearsed_offer *first = &rehearsal->offers[rehearsal->live[0]];
    for (size_t i = 1; i < rehearsal->live_count; i++) {
        struct pal_rehearsed_offer *other = &rehearsal->offers[rehearsal->live[i]];
        if (!first->is_plain || !other->is_plain) { /* of two plain ones the lower stays so */
            pal_rehearsal_hold(rehearsal, pal_interval_less(other->rate, first->rate),
                               pal_interval_less(other->rate_slope, first->rate_slope));
        }
        other->is_fresh = false;
    }
    rehearsal->is_certain = price(rehearsal, first) && rehearsal->is_certain;
    if (rehearsal->is_certain) {
        pal_rehearsal_pay(rehearsal, first);
    }
    first->is_funded = true;
    drop(rehearsal);
}

/* --- A whole spending --- */

/* As fine a unit as lets all sums of money fit, and every cost. What was kept in another unit is of no
 * use. */
static bool set_unit(struct pal_rehearsal *rehearsal, const struct pal_raised *shares)
{
    mpz_t most;
    mpz_init(most);
    mpz_add(most, shares->money, shares->slope);
    mpz_mul(most, most, rehearsal->purses->total);
    mpz_cdiv_q(most, most, shares->den);
    size_t bits = mpz_sizeinbase(most, 2);
    mpz_clear(most);
    const size_t cost_bits = 64U - (size_t)__builtin_clzll(rehearsal->cost_max | 1);
    bits = bits > cost_bits ? bits : cost_bits;
    if (bits > AMOUNT_BITS - SHIFT_MIN || mpz_sizeinbase(shares->step, 2) > AMOUNT_BITS) {
        return false;
    }
    rehearsal->step = pal_wide_of(shares->step);
    if (rehearsal->shift != (unsigned)(AMOUNT_BITS - bits)) {
        rehearsal->shift = (unsigned)(AMOUNT_BITS - bits);
        pal_stages_clear(rehearsal);
    }
    PAL_CHECK(rehearsal->total > 0);
    rehearsal->slope_max = ((pal_wide)1 << SLOPE_BITS) / rehearsal->total;
    return true;
}

static void fill(struct pal_rehearsal *rehearsal, const struct pal_raised *shares)
{
    const struct pal_purses *purses = rehearsal->purses;
    rehearsal->count = 1;
    rehearsal->at[0] =
        (struct pal_rehearsed_purse){.money = scaled(rehearsal, shares->money, shares->den),
                                     .slope = scaled(rehearsal, shares->slope, shares->den)};
    memset(rehearsal->wishes, 0, purses->row_count * sizeof *rehearsal->wishes);
    for (size_t i = 0; i < purses->starts[purses->option_count]; i++) {
        rehearsal->wishes[purses->rows[i]]++;
    }
    for (size_t r = 0; r < purses->row_count; r++) {
        const bool weighs = rehearsal->weights[r] > 0;
        rehearsal->purse_of[r] = weighs ? 0 : PAL_PURSE_EMPTY;
        rehearsal->at[0].row_count += weighs;
    }
}

static void start(struct pal_rehearsal *rehearsal, const struct pal_raised *shares)
{
    rehearsal->is_certain = true;
    rehearsal->is_bounded = false;
    fill(rehearsal, shares);
    rehearsal->live_count = 0;
    for (size_t i = 0; i < rehearsal->purses->option_count; i++) {
        const size_t option = rehearsal->tie_order[i];
        struct pal_rehearsed_offer *offer = &rehearsal->offers[option];
        offer->is_funded = offer->is_supported && offer->cost == 0;
        if (offer->is_funded) {
            retire(rehearsal, option);
        } else if (offer->is_supported) {
            memmove(&rehearsal->live[1], &rehearsal->live[0],
                    rehearsal->live_count * sizeof *rehearsal->live);
            rehearsal->live[0] = option;
            rehearsal->live_count++;
            refresh(rehearsal);
        }
    }
}

static void spend(struct pal_rehearsal *rehearsal)
{
    while (rehearsal->is_certain && rehearsal->live_count > 0) {
        if (!rehearsal->offers[rehearsal->live[0]].is_fresh) {
            refresh(rehearsal);
            continue;
        }
        buy(rehearsal);
        if (rehearsal->is_certain) {
            pal_stages_keep(rehearsal);
        }
    }
}

bool pal_rehearse(struct pal_rehearsal *rehearsal, const struct pal_raised *shares)
{
    if (!rehearsal->is_possible || !set_unit(rehearsal, shares)) {
        return false;
    }
    if (pal_stages_resume(rehearsal)) {
        spend(rehearsal);
        if (rehearsal->is_certain) {
            return true;
        }
    }
    /* At the beginning least is in doubt. */
    pal_stages_clear(rehearsal);
    start(rehearsal, shares);
    spend(rehearsal);
    return rehearsal->is_certain;
}
