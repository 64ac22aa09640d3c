/* purses.c - shares of a budget, spent together and exactly. */
#include "purses.h"

#include "base/check.h"
#include "base/mem.h"

void pal_offer_init(struct pal_offer *offer)
{
    *offer = (struct pal_offer){0};
    mpz_inits(offer->cost, offer->utility, offer->due, offer->due_slope, offer->payers, offer->den,
              (mpz_ptr)NULL);
}

void pal_offer_done(struct pal_offer *offer)
{
    mpz_clears(offer->cost, offer->utility, offer->due, offer->due_slope, offer->payers, offer->den,
               (mpz_ptr)NULL);
    *offer = (struct pal_offer){0};
}

int pal_offer_compare(const struct pal_offer *left, const struct pal_offer *right)
{
    mpz_t a;
    mpz_t b;
    mpz_inits(a, b, (mpz_ptr)NULL);
    mpz_mul(a, left->due, right->den);
    mpz_mul(b, right->due, left->den);
    int order = mpz_cmp(a, b);
    mpz_clears(a, b, (mpz_ptr)NULL);
    return order;
}

/* --- Ballots --- */

/* Lists the rows that approve each option, one option after the other. */
static void list_supporters(struct pal_purses *purses, const struct pal_profile *profile)
{
    const size_t options = profile->option_count;
    purses->starts = pal_mem_new(options + 1, sizeof *purses->starts);
    for (size_t r = 0; r < profile->row_count; r++) {
        for (size_t i = 0; i < options; i++) {
            purses->starts[i + 1] += profile->rows[r].marks[i] != 0;
        }
    }
    for (size_t i = 0; i < options; i++) {
        purses->starts[i + 1] += purses->starts[i];
    }
    size_t *ends PAL_CLEANUP(pal_mem_done) =
        pal_mem_copy(purses->starts, options * sizeof *purses->starts);
    purses->rows = pal_mem_new(purses->starts[options], sizeof *purses->rows);
    for (size_t r = 0; r < profile->row_count; r++) {
        for (size_t i = 0; i < options; i++) {
            if (profile->rows[r].marks[i] != 0) {
                purses->rows[ends[i]++] = (uint32_t)r;
            }
        }
    }
}

/* A slot per purse, at most one for each row, and one more. */
void pal_purses_init(struct pal_purses *purses, const struct pal_profile *profile)
{
    PAL_CHECK(profile->row_count < PAL_PURSE_EMPTY / 2);
    *purses = (struct pal_purses){.row_count = profile->row_count};
    pal_units_init(&purses->units, profile, 1);
    pal_sums_init(&purses->sums, &purses->units, profile->row_count + 1);
    mpz_inits(purses->total, purses->den, purses->steps, (mpz_ptr)NULL);
    purses->purse_of = pal_mem_new(profile->row_count, sizeof *purses->purse_of);
    purses->wishes = pal_mem_new(profile->row_count, sizeof *purses->wishes);
    purses->option_count = profile->option_count;
    list_supporters(purses, profile);
    for (size_t r = 0; r < profile->row_count; r++) {
        pal_sums_add(&purses->sums, 0, r, 1);
    }
    pal_sums_integer(&purses->sums, 0, purses->total);
}

static void purses_free(struct pal_purse *at, size_t capacity)
{
    for (size_t i = 0; i < capacity; i++) {
        mpz_clears(at[i].money, at[i].slope, (mpz_ptr)NULL);
    }
    pal_mem_free(at);
}

void pal_purses_done(struct pal_purses *purses)
{
    purses_free(purses->at, purses->capacity);
    purses_free(purses->next, purses->capacity);
    mpz_clears(purses->total, purses->den, purses->steps, (mpz_ptr)NULL);
    pal_sums_done(&purses->sums);
    pal_units_done(&purses->units);
    pal_mem_free(purses->starts);
    pal_mem_free(purses->rows);
    pal_mem_free(purses->purse_of);
    pal_mem_free(purses->wishes);
    pal_mem_free(purses->moves);
    *purses = (struct pal_purses){0};
}

static struct pal_purse *grow(struct pal_purse *at, size_t from, size_t to)
{
    at = pal_mem_grow(at, to, sizeof *at);
    for (size_t i = from; i < to; i++) {
        mpz_inits(at[i].money, at[i].slope, (mpz_ptr)NULL);
    }
    return at;
}

/* Room for so many purses, now and next. */
static void reserve(struct pal_purses *purses, size_t count)
{
    if (count > purses->capacity) {
        size_t capacity = pal_mem_capacity(purses->capacity, count);
        purses->at = grow(purses->at, purses->capacity, capacity);
        purses->next = grow(purses->next, purses->capacity, capacity);
        purses->moves = pal_mem_grow(purses->moves, 2 * capacity, sizeof *purses->moves);
        purses->capacity = capacity;
    }
}

void pal_purses_fill(struct pal_purses *purses, mpz_srcptr money, mpz_srcptr slope, mpz_srcptr den)
{
    PAL_CHECK(mpz_sgn(den) > 0);
    reserve(purses, 1);
    purses->count = 1;
    purses->at[0].row_count = 0;
    mpz_set(purses->at[0].money, money);
    mpz_set(purses->den, den);
    purses->is_tracked = slope != NULL;
    purses->is_bounded = false;
    if (slope != NULL) {
        mpz_set(purses->at[0].slope, slope);
    }
    for (size_t r = 0; r < purses->row_count; r++) {
        pal_sums_clear_first(&purses->sums, 1);
        pal_sums_add(&purses->sums, 0, r, 1);
        bool weighs = pal_sums_sign(&purses->sums, 0) != 0 && mpz_sgn(money) > 0;
        purses->purse_of[r] = weighs ? 0 : PAL_PURSE_EMPTY;
        purses->at[0].row_count += weighs;
        purses->wishes[r] = 0;
    }
    for (size_t i = 0; i < purses->starts[purses->option_count]; i++) {
        purses->wishes[purses->rows[i]]++;
    }
}

void pal_purses_retire(struct pal_purses *purses, size_t option)
{
    for (size_t i = purses->starts[option]; i < purses->starts[option + 1]; i++) {
        uint32_t row = purses->rows[i];
        uint32_t *purse_of = &purses->purse_of[row];
        if (--purses->wishes[row] == 0 && *purse_of != PAL_PURSE_EMPTY) {
            purses->at[*purse_of].row_count--;
            *purse_of = PAL_PURSE_EMPTY;
        }
    }
}

/* --- Steps --- */

void pal_purses_hold(struct pal_purses *purses, mpz_srcptr value, mpz_srcptr slope)
{
    if (!purses->is_tracked || mpz_sgn(slope) == 0 || mpz_sgn(slope) == mpz_sgn(value)) {
        return;
    }
    /* |value| > steps × |slope|: at most (|value| − 1) / |slope|, and none from zero. */
    mpz_t steps;
    mpz_init(steps);
    if (mpz_sgn(value) != 0) {
        mpz_abs(steps, value);
        mpz_sub_ui(steps, steps, 1);
        mpz_tdiv_q(steps, steps, slope);
        mpz_abs(steps, steps);
    }
    if (!purses->is_bounded || mpz_cmp(steps, purses->steps) < 0) {
        mpz_swap(purses->steps, steps);
        purses->is_bounded = true;
    }
    purses->is_tracked = mpz_sgn(purses->steps) > 0;
    mpz_clear(steps);
}

void pal_purses_hold_lower(struct pal_purses *purses, const struct pal_offer *first,
                           const struct pal_offer *other)
{
    mpz_t value;
    mpz_t slope;
    mpz_inits(value, slope, (mpz_ptr)NULL);
    mpz_mul(value, other->due, first->den);
    mpz_submul(value, first->due, other->den);
    mpz_mul(slope, other->due_slope, first->den);
    mpz_submul(slope, first->due_slope, other->den);
    pal_purses_hold(purses, value, slope);
    mpz_clears(value, slope, (mpz_ptr)NULL);
}

/* --- Prices --- */

/* Sums the weight of the supporters by purse, and gives that of all who have something left. */
static void sum_supporters(struct pal_purses *purses, size_t option, mpz_t out_payers)
{
    const size_t all = purses->count; /* the slot after the last purse */
    pal_sums_clear_first(&purses->sums, all + 1);
    for (size_t i = purses->starts[option]; i < purses->starts[option + 1]; i++) {
        uint32_t purse = purses->purse_of[purses->rows[i]];
        if (purse != PAL_PURSE_EMPTY) {
            pal_sums_add(&purses->sums, purse, purses->rows[i], 1);
        }
    }
    for (size_t p = 0; p < purses->count; p++) {
        pal_sums_merge(&purses->sums, all, p);
    }
    pal_sums_integer(&purses->sums, all, out_payers);
}

/* RULE docs/rules/budget-equal-shares.md
 * > The price of an option is the smallest r for which its supporters can pay its cost together, each
 * > giving r times the utility per unit of weight, or all that is left where that is less.
 *
 * The poorest give all, as long as the others would have to pay more than these have. */
bool pal_purses_price(struct pal_purses *purses, struct pal_offer *offer)
{
    mpz_t figure;
    mpz_init(figure);
    sum_supporters(purses, offer->option, offer->payers);
    mpz_mul(offer->due, offer->cost, purses->den);
    mpz_set_ui(offer->due_slope, 0);
    size_t p = 0;
    for (; p < purses->count; p++) {
        const struct pal_purse *purse = &purses->at[p];
        if (pal_sums_sign(&purses->sums, p) == 0) {
            continue;
        }
        mpz_mul(figure, purse->money, offer->payers);
        if (mpz_cmp(figure, offer->due) >= 0) {
            break;
        }
        pal_sums_integer(&purses->sums, p, figure);
        mpz_submul(offer->due, purse->money, figure);
        mpz_sub(offer->payers, offer->payers, figure);
        if (purses->is_tracked) {
            mpz_submul(offer->due_slope, purse->slope, figure);
        }
    }
    mpz_clear(figure);
    offer->cut = p;
    mpz_mul(offer->den, offer->payers, purses->den);
    mpz_mul(offer->den, offer->den, offer->utility);
    return p < purses->count;
}

/* --- Payments --- */

/* Who gives all gives all, and who can pay can, in all steps that count as the same. */
static void hold_cut(struct pal_purses *purses, const struct pal_offer *offer)
{
    mpz_t value;
    mpz_t slope;
    mpz_inits(value, slope, (mpz_ptr)NULL);
    for (size_t p = 0; p < purses->count && purses->is_tracked; p++) {
        if (pal_sums_sign(&purses->sums, p) != 0) {
            mpz_mul(value, purses->at[p].money, offer->payers);
            mpz_sub(value, value, offer->due);
            mpz_mul(slope, purses->at[p].slope, offer->payers);
            mpz_sub(slope, slope, offer->due_slope);
            pal_purses_hold(purses, value, slope);
        }
    }
    mpz_clears(value, slope, (mpz_ptr)NULL);
}

/* Takes the supporters out of their purses: to nowhere below the cut, and to move p + count from
 * purse p. */
static void take_out(struct pal_purses *purses, const struct pal_offer *offer)
{
    for (size_t p = 0; p < purses->count; p++) {
        purses->at[p].payer_count = 0;
    }
    for (size_t i = purses->starts[offer->option]; i < purses->starts[offer->option + 1]; i++) {
        uint32_t *purse_of = &purses->purse_of[purses->rows[i]];
        if (*purse_of == PAL_PURSE_EMPTY) {
            continue;
        }
        size_t purse = *purse_of;
        bool pays = purse >= offer->cut;
        purses->at[purse].row_count--;
        purses->at[purse].payer_count += pays;
        *purse_of = pays ? (uint32_t)(purse + purses->count) : PAL_PURSE_EMPTY;
    }
}

/* One of two sequences of purses that are merged: of those who did not pay, or of those who did. */
struct side {
    struct pal_purses *purses;
    bool pays;
    size_t place;
    size_t row_count; /* 0 beyond the end */
    mpz_t factor, price, price_slope;
    mpz_t money, slope; /* after the payment */
};

static void side_init(struct side *side, struct pal_purses *purses, bool pays)
{
    *side = (struct side){.purses = purses, .pays = pays};
    mpz_inits(side->factor, side->price, side->price_slope, side->money, side->slope,
              (mpz_ptr)NULL);
}

static void side_done(struct side *side)
{
    mpz_clears(side->factor, side->price, side->price_slope, side->money, side->slope,
               (mpz_ptr)NULL);
}

/* Where those go who stand at the place of that side. */
static uint32_t *move_of(const struct side *side)
{
    return &side->purses->moves[side->place + (side->pays ? side->purses->count : 0)];
}

/* What the purse at the place holds after the payment, over a denominator times the factor. */
static void set_side(struct side *side)
{
    const struct pal_purse *purse = &side->purses->at[side->place];
    mpz_mul(side->money, purse->money, side->factor);
    mpz_sub(side->money, side->money, side->price);
    if (side->purses->is_tracked) {
        mpz_mul(side->slope, purse->slope, side->factor);
        mpz_sub(side->slope, side->slope, side->price_slope);
    }
}

/* Goes to the next purse of that side that somebody is left in, with something left. */
static void seek(struct side *side)
{
    const struct pal_purses *purses = side->purses;
    side->row_count = 0;
    while (side->place < purses->count) {
        const struct pal_purse *purse = &purses->at[side->place];
        size_t row_count = side->pays ? purse->payer_count : purse->row_count;
        *move_of(side) = PAL_PURSE_EMPTY;
        if (row_count > 0) {
            set_side(side);
            if (mpz_sgn(side->money) > 0) {
                side->row_count = row_count;
                return;
            }
        }
        side->place++;
    }
}

/* Pours the purse at the place of that side into the next purses, of which there are so many: into
 * the last of them where that holds as much. */
static void pour(struct side *side, size_t *count)
{
    struct pal_purses *purses = side->purses;
    bool joins = *count > 0 && mpz_cmp(purses->next[*count - 1].money, side->money) == 0;
    if (joins) {
        struct pal_purse *last = &purses->next[*count - 1];
        if (purses->is_tracked) { /* as much, in the steps to come too, or no step is the same */
            mpz_sub(side->slope, side->slope, last->slope);
            mpz_set_ui(side->money, 0);
            pal_purses_hold(purses, side->money, side->slope);
        }
        last->row_count += side->row_count;
    } else {
        struct pal_purse *new = &purses->next[(*count)++];
        mpz_swap(new->money, side->money);
        mpz_swap(new->slope, side->slope);
        new->row_count = side->row_count;
    }
    *move_of(side) = (uint32_t)(*count - 1);
    side->place++;
    seek(side);
}

/* Makes the next purses from the two sides and puts them in place of those there were. */
static void merge(struct pal_purses *purses, struct side *kept, struct side *paid)
{
    size_t count = 0;
    size_t twice = 2 * purses->count;
    reserve(purses, twice < purses->row_count ? twice : purses->row_count); /* none without a row */
    seek(kept);
    seek(paid);
    while (kept->row_count > 0 || paid->row_count > 0) {
        bool is_kept =
            paid->row_count == 0 || (kept->row_count > 0 && mpz_cmp(kept->money, paid->money) <= 0);
        pour(is_kept ? kept : paid, &count);
    }
    for (size_t r = 0; r < purses->row_count; r++) {
        if (purses->purse_of[r] != PAL_PURSE_EMPTY) {
            purses->purse_of[r] = purses->moves[purses->purse_of[r]];
        }
    }
    struct pal_purse *before = purses->at;
    purses->at = purses->next;
    purses->next = before;
    purses->count = count;
}

void pal_purses_pay(struct pal_purses *purses, const struct pal_offer *offer)
{
    PAL_CHECK(mpz_sgn(offer->payers) > 0);
    hold_cut(purses, offer);
    take_out(purses, offer);

    /* Each payer gives due / payers: a fraction of which as much is cancelled as can be. */
    struct side kept;
    struct side paid;
    side_init(&kept, purses, false);
    side_init(&paid, purses, true);
    mpz_gcd(paid.factor, offer->payers, offer->due);
    if (purses->is_tracked) {
        mpz_gcd(paid.factor, paid.factor, offer->due_slope);
        mpz_divexact(paid.price_slope, offer->due_slope, paid.factor);
    }
    mpz_divexact(paid.price, offer->due, paid.factor);
    mpz_divexact(paid.factor, offer->payers, paid.factor);
    mpz_set(kept.factor, paid.factor);
    mpz_mul(purses->den, purses->den, paid.factor);
    merge(purses, &kept, &paid);
    side_done(&kept);
    side_done(&paid);
}
