/*
 * reserves.c - what of a surplus must go to the reserves of a SCIC, and whether a proposal does it.
 */
#include "ballots/rules.h"
#include "base/check.h"

void pal_surplus_init(struct pal_surplus *surplus)
{
    *surplus = (struct pal_surplus){0};
    mpq_inits(surplus->result, surplus->deficit, surplus->reserves, surplus->capital,
              surplus->legal, surplus->statutory, surplus->interest, surplus->other, (mpq_ptr)NULL);
}

void pal_surplus_done(struct pal_surplus *surplus)
{
    mpq_clears(surplus->result, surplus->deficit, surplus->reserves, surplus->capital,
               surplus->legal, surplus->statutory, surplus->interest, surplus->other,
               (mpq_ptr)NULL);
    *surplus = (struct pal_surplus){0};
}

void pal_reserves_init(struct pal_reserves *reserves)
{
    *reserves = (struct pal_reserves){0};
    mpq_inits(reserves->base, reserves->min_legal, reserves->min_statutory, reserves->min_total,
              reserves->max_interest, reserves->min_share, (mpq_ptr)NULL);
}

void pal_reserves_done(struct pal_reserves *reserves)
{
    mpq_clears(reserves->base, reserves->min_legal, reserves->min_statutory, reserves->min_total,
               reserves->max_interest, reserves->min_share, (mpq_ptr)NULL);
    *reserves = (struct pal_reserves){0};
}

/* Half of what remains of the base after that legal reserve; never below zero. */
static void least_statutory(mpq_srcptr base, mpq_srcptr legal, mpq_t out)
{
    mpq_sub(out, base, legal);
    mpq_div_2exp(out, out, 1);
    if (mpq_sgn(out) < 0) {
        mpq_set_ui(out, 0, 1);
    }
}

/* RULE docs/rules/reserves.md
 * > A proposal is tested with its own legal reserve: half of what that leaves. It gives out exactly what
 * > there is to share.
 */
static unsigned judge(const struct pal_surplus *surplus, const struct pal_reserves *reserves)
{
    unsigned faults = 0;
    PAL_RATIO(figure);
    if (mpq_sgn(surplus->legal) < 0 || mpq_sgn(surplus->statutory) < 0 ||
        mpq_sgn(surplus->interest) < 0 || mpq_sgn(surplus->other) < 0) {
        faults |= PAL_SURPLUS_NEGATIVE;
    }
    if (mpq_cmp(surplus->legal, reserves->min_legal) < 0) {
        faults |= PAL_SURPLUS_LEGAL_LOW;
    }
    least_statutory(reserves->base, surplus->legal, figure);
    if (mpq_cmp(surplus->statutory, figure) < 0) {
        faults |= PAL_SURPLUS_STATUTORY_LOW;
    }
    mpq_add(figure, surplus->legal, surplus->statutory);
    mpq_add(figure, figure, surplus->interest);
    mpq_add(figure, figure, surplus->other);
    if (mpq_equal(figure, reserves->base) == 0) {
        faults |= PAL_SURPLUS_UNBALANCED;
    }
    return faults;
}

/* RULE docs/rules/reserves.md
 * > What is shared is the result of the year less the deficit brought forward. Fifteen hundredths of it
 * > go to the legal reserve while the reserves are below the capital. At least half of what remains
 * > after the legal reserve goes to the statutory reserve.
 */
void pal_reserves_compute(const struct pal_surplus *surplus, struct pal_reserves *out)
{
    mpq_sub(out->base, surplus->result, surplus->deficit);
    mpq_set_ui(out->min_legal, 0, 1);
    mpq_set_ui(out->min_share, 0, 1);
    bool has_surplus = mpq_sgn(out->base) > 0;
    if (has_surplus && mpq_cmp(surplus->reserves, surplus->capital) < 0) {
        mpq_set_ui(out->min_legal, 3, 20);
        mpq_mul(out->min_legal, out->min_legal, out->base);
    }
    least_statutory(out->base, out->min_legal, out->min_statutory);
    mpq_add(out->min_total, out->min_legal, out->min_statutory);
    mpq_sub(out->max_interest, out->base, out->min_total);
    if (has_surplus) {
        mpq_div(out->min_share, out->min_total, out->base);
    } else {
        mpq_set_ui(out->max_interest, 0, 1);
    }
    out->faults = surplus->has_proposal ? judge(surplus, out) : 0;
}

const char *pal_surplus_fault_word(enum pal_surplus_fault fault)
{
    switch (fault) {
    case PAL_SURPLUS_UNBALANCED: return "does_not_balance";
    case PAL_SURPLUS_LEGAL_LOW: return "legal_reserve_too_low";
    case PAL_SURPLUS_STATUTORY_LOW: return "statutory_reserve_too_low";
    case PAL_SURPLUS_NEGATIVE: return "negative_amount";
    }
    PAL_CHECK(false);
}
