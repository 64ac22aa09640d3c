/* rehearsal_pay.c - who pays what in a rehearsal, and for how many steps that stays so. */
#include "rehearsal.h"

/* --- Steps --- */

void pal_rehearsal_hold(struct pal_rehearsal *rehearsal, struct pal_interval value,
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
    if (*count > 0 && pal_interval_is_same(next[*count - 1].money, purse->money) &&
        pal_interval_is_same(next[*count - 1].slope, purse->slope)) {
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
    struct pal_rehearsed_purse left = {.money = pal_interval_less(purse->money, each),
                                       .slope = pal_interval_less(purse->slope, each_slope)};
    left.money.low = left.money.low > 0 ? left.money.low : 0;
    left.money.high = left.money.high > 0 ? left.money.high : 0;
    return left;
}

/* The next purses take the place of the present ones, and every row finds its own. */
static void move_rows(struct pal_rehearsal *rehearsal, size_t count)
{
    /* Without a branch, which no processor foretells: who has no purse moves from the last place. */
    const uint32_t last = 2 * (uint32_t)rehearsal->count;
    rehearsal->moves[last] = PAL_PURSE_EMPTY;
    for (size_t r = 0; r < rehearsal->purses->row_count; r++) {
        const uint32_t of = rehearsal->purse_of[r];
        rehearsal->purse_of[r] = rehearsal->moves[of < last ? of : last];
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

void pal_rehearsal_pay(struct pal_rehearsal *rehearsal, const struct pal_rehearsed_offer *offer)
{
    for (size_t p = 0; p < rehearsal->count; p++) { /* who gives all, and who can pay */
        if (rehearsal->sums[p] != 0) {
            pal_rehearsal_hold(
                rehearsal,
                pal_interval_less(pal_interval_times(rehearsal->at[p].money, offer->payers),
                                  offer->due),
                pal_interval_less(pal_interval_times(rehearsal->at[p].slope, offer->payers),
                                  offer->due_slope));
        }
    }
    take_out(rehearsal, offer);
    merge(rehearsal, pal_interval_divided(offer->due, offer->payers),
          pal_interval_divided(offer->due_slope, offer->payers));
}
