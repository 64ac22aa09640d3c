/* rehearsal.c - what equal shares of a budget would buy, in intervals of machine integers. */
#include "rehearsal.h"

#include <string.h>

#include "base/check.h"
#include "base/mem.h"

/* Sums of money stay below 2^AMOUNT_BITS, slopes times weights below 2^SLOPE_BITS, and differences
 * of two such products fit a word of 128 bits. With fewer bits than SHIFT_MIN for what is smaller
 * than a coin, nearly everything would be in doubt. */
enum { AMOUNT_BITS = 120, SLOPE_BITS = 124, SHIFT_MIN = 48, COUNT_BITS = 60 };

/* --- Intervals --- */

/* Rounded down, and up. */
static struct pal_interval divided(struct pal_interval number, int64_t by)
{
    PAL_CHECK(by > 0);
    return (struct pal_interval){number.low / by - (number.low % by < 0),
                                 number.high / by + (number.high % by > 0)};
}

static struct pal_interval times(struct pal_interval number, int64_t by)
{
    return (struct pal_interval){number.low * by, number.high * by};
}

static struct pal_interval less(struct pal_interval number, struct pal_interval other)
{
    return (struct pal_interval){number.low - other.high, number.high - other.low};
}

static bool is_same(struct pal_interval number, struct pal_interval other)
{
    return number.low == other.low && number.high == other.high;
}

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
}

void pal_rehearsal_done(struct pal_rehearsal *rehearsal)
{
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

/* --- Steps --- */

/* Bounds the steps so that value + steps × slope surely keeps the sign that value has. */
static void hold(struct pal_rehearsal *rehearsal, struct pal_interval value,
                 struct pal_interval slope)
{
    pal_wide steps = 0; /* where it may be zero already */
    if (value.low > 0) {
        if (slope.low >= 0) {
            return;
        }
        steps = (value.low - 1) / -slope.low;
    } else if (value.high < 0) {
        if (slope.high <= 0) {
            return;
        }
        steps = (-value.high - 1) / slope.high;
    } else if (slope.low == 0 && slope.high == 0) {
        return;
    }
    if (!rehearsal->is_bounded || steps < rehearsal->steps) {
        rehearsal->steps = steps;
        rehearsal->is_bounded = true;
    }
}

/* --- Prices --- */

static void sum_supporters(struct pal_rehearsal *rehearsal, struct pal_rehearsed_offer *offer)
{
    const struct pal_purses *purses = rehearsal->purses;
    const size_t option = (size_t)(offer - rehearsal->offers);
    memset(rehearsal->sums, 0, rehearsal->count * sizeof *rehearsal->sums);
    offer->payers = 0;
    for (size_t i = purses->starts[option]; i < purses->starts[option + 1]; i++) {
        const uint32_t row = purses->rows[i];
        const uint32_t purse = rehearsal->purse_of[row];
        if (purse != PAL_PURSE_EMPTY) {
            rehearsal->sums[purse] += rehearsal->weights[row];
            offer->payers += rehearsal->weights[row];
        }
    }
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
        offer->due = less(offer->due, times(purse->money, weight));
        offer->due_slope = less(offer->due_slope, times(purse->slope, weight));
        offer->payers -= weight;
        offer->is_plain = false;
    }
    offer->cut = p;
    if (p == rehearsal->count) {
        return false;
    }
    offer->rate = divided(offer->due, offer->payers * offer->utility);
    offer->rate_slope = divided(offer->due_slope, offer->payers * offer->utility);
    return true;
}

/* Below, at or above zero, as the price of one is below, at or above that of the other. */
static int compare_rates(struct pal_rehearsal *rehearsal, const struct pal_rehearsed_offer *left,
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

/* --- Payments --- */

/* Takes the supporters out of their purses: to nowhere below the cut, and to move p + count from
 * purse p. */
static void take_out(struct pal_rehearsal *rehearsal, const struct pal_rehearsed_offer *offer)
{
    const struct pal_purses *purses = rehearsal->purses;
    const size_t option = (size_t)(offer - rehearsal->offers);
    for (size_t p = 0; p < rehearsal->count; p++) {
        rehearsal->at[p].payer_count = 0;
    }
    for (size_t i = purses->starts[option]; i < purses->starts[option + 1]; i++) {
        uint32_t *purse_of = &rehearsal->purse_of[purses->rows[i]];
        if (*purse_of != PAL_PURSE_EMPTY) {
            const size_t purse = *purse_of;
            const bool pays = purse >= offer->cut;
            rehearsal->at[purse].row_count--;
            rehearsal->at[purse].payer_count += pays;
            *purse_of = pays ? (uint32_t)(purse + rehearsal->count) : PAL_PURSE_EMPTY;
        }
    }
}

/* Adds so many rows that hold as much to the next purses, to the last of which there are so many, if
 * nothing tells the two apart; gives where they are. */
static uint32_t pour(struct pal_rehearsal *rehearsal, const struct pal_rehearsed_purse *purse,
                     size_t row_count, size_t *count)
{
    struct pal_rehearsed_purse *next = rehearsal->next;
    if (*count > 0 && is_same(next[*count - 1].money, purse->money) &&
        is_same(next[*count - 1].slope, purse->slope)) {
        next[*count - 1].row_count += row_count;
    } else {
        const bool is_small =
            purse->slope.high <= rehearsal->slope_max && purse->slope.low >= -rehearsal->slope_max;
        rehearsal->is_certain = rehearsal->is_certain && is_small;
        next[*count] = *purse;
        next[(*count)++].row_count = row_count;
    }
    return (uint32_t)(*count - 1);
}

/* What is left in a purse for who has paid: never less than nothing. */
static struct pal_rehearsed_purse after(const struct pal_rehearsed_purse *purse,
                                        struct pal_interval each, struct pal_interval each_slope)
{
    struct pal_rehearsed_purse left = {.money = less(purse->money, each),
                                       .slope = less(purse->slope, each_slope)};
    left.money.low = left.money.low > 0 ? left.money.low : 0;
    left.money.high = left.money.high > 0 ? left.money.high : 0;
    return left;
}

/* The next purses take the place of the present ones, and every row finds its own. */
static void move_rows(struct pal_rehearsal *rehearsal, size_t count)
{
    for (size_t r = 0; r < rehearsal->purses->row_count; r++) {
        uint32_t *of = &rehearsal->purse_of[r];
        *of = *of == PAL_PURSE_EMPTY ? *of : rehearsal->moves[*of];
    }
    struct pal_rehearsed_purse *before = rehearsal->at;
    rehearsal->at = rehearsal->next;
    rehearsal->next = before;
    rehearsal->count = count;
}

/* Makes the next purses from those who did not pay, and those who did. */
static void merge(struct pal_rehearsal *rehearsal, struct pal_interval each,
                  struct pal_interval each_slope)
{
    const size_t purses = rehearsal->count;
    size_t count = 0;
    size_t kept = 0;
    size_t paid = 0;
    struct pal_rehearsed_purse left = {.row_count = 0}; /* for who paid from the purse `left_of` */
    size_t left_of = purses;
    for (;;) {
        while (kept < purses && rehearsal->at[kept].row_count == 0) {
            kept++;
        }
        while (paid < purses && rehearsal->at[paid].payer_count == 0) {
            paid++;
        }
        if (kept == purses && paid == purses) {
            break;
        }
        if (paid < purses && paid != left_of) {
            left = after(&rehearsal->at[paid], each, each_slope);
            left_of = paid;
        }
        if (paid == purses || (kept < purses && rehearsal->at[kept].money.low <= left.money.low)) {
            const struct pal_rehearsed_purse *purse = &rehearsal->at[kept];
            rehearsal->moves[kept++] = pour(rehearsal, purse, purse->row_count, &count);
        } else {
            rehearsal->moves[purses + paid] =
                pour(rehearsal, &left, rehearsal->at[paid].payer_count, &count);
            paid++;
        }
    }
    move_rows(rehearsal, count);
}

static void pay(struct pal_rehearsal *rehearsal, const struct pal_rehearsed_offer *offer)
{
    for (size_t p = 0; p < rehearsal->count; p++) { /* who gives all, and who can pay */
        if (rehearsal->sums[p] != 0) {
            hold(rehearsal, less(times(rehearsal->at[p].money, offer->payers), offer->due),
                 less(times(rehearsal->at[p].slope, offer->payers), offer->due_slope));
        }
    }
    take_out(rehearsal, offer);
    merge(rehearsal, divided(offer->due, offer->payers), divided(offer->due_slope, offer->payers));
}

/* --- Offers, the lowest first: the same as in budget_equal_shares.c --- */

static bool is_before(struct pal_rehearsal *rehearsal, size_t option, size_t fresh)
{
    const struct pal_rehearsed_offer *offer = &rehearsal->offers[option];
    const int order = compare_rates(rehearsal, offer, &rehearsal->offers[fresh]);
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
    hold(rehearsal, offer->due, offer->due_slope);
    drop(rehearsal);
}

static void buy(struct pal_rehearsal *rehearsal)
{
    struct pal_rehearsed_offer *first = &rehearsal->offers[rehearsal->live[0]];
    for (size_t i = 1; i < rehearsal->live_count; i++) {
        struct pal_rehearsed_offer *other = &rehearsal->offers[rehearsal->live[i]];
        if (!first->is_plain || !other->is_plain) { /* of two plain ones the lower stays so */
            hold(rehearsal, less(other->rate, first->rate),
                 less(other->rate_slope, first->rate_slope));
        }
        other->is_fresh = false;
    }
    rehearsal->is_certain = price(rehearsal, first) && rehearsal->is_certain;
    if (rehearsal->is_certain) {
        pay(rehearsal, first);
    }
    first->is_funded = true;
    drop(rehearsal);
}

/* --- A whole spending --- */

/* As fine a unit as lets all sums of money fit, and every cost. */
static bool set_unit(struct pal_rehearsal *rehearsal, mpz_srcptr money, mpz_srcptr slope,
                     mpz_srcptr den)
{
    mpz_t most;
    mpz_init(most);
    mpz_add(most, money, slope);
    mpz_mul(most, most, rehearsal->purses->total);
    mpz_cdiv_q(most, most, den);
    size_t bits = mpz_sizeinbase(most, 2);
    mpz_clear(most);
    const size_t cost_bits = 64U - (size_t)__builtin_clzll(rehearsal->cost_max | 1);
    bits = bits > cost_bits ? bits : cost_bits;
    if (bits > AMOUNT_BITS - SHIFT_MIN) {
        return false;
    }
    rehearsal->shift = (unsigned)(AMOUNT_BITS - bits);
    PAL_CHECK(rehearsal->total > 0);
    rehearsal->slope_max = ((pal_wide)1 << SLOPE_BITS) / rehearsal->total;
    return true;
}

static void fill(struct pal_rehearsal *rehearsal, mpz_srcptr money, mpz_srcptr slope,
                 mpz_srcptr den)
{
    const struct pal_purses *purses = rehearsal->purses;
    rehearsal->count = 1;
    rehearsal->at[0] = (struct pal_rehearsed_purse){.money = scaled(rehearsal, money, den),
                                                    .slope = scaled(rehearsal, slope, den)};
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

static void start(struct pal_rehearsal *rehearsal)
{
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

bool pal_rehearse(struct pal_rehearsal *rehearsal, mpz_srcptr money, mpz_srcptr slope,
                  mpz_srcptr den)
{
    if (!rehearsal->is_possible || !set_unit(rehearsal, money, slope, den)) {
        return false;
    }
    rehearsal->is_certain = true;
    rehearsal->is_bounded = false;
    fill(rehearsal, money, slope, den);
    start(rehearsal);
    while (rehearsal->is_certain && rehearsal->live_count > 0) {
        if (rehearsal->offers[rehearsal->live[0]].is_fresh) {
            buy(rehearsal);
        } else {
            refresh(rehearsal);
        }
    }
    return rehearsal->is_certain;
}
