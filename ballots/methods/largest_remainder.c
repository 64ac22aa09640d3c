/*
 * largest_remainder.c - seats for lists by whole quotas, and the rest by the largest remainders.
 *
 * RULE docs/rules/largest-remainder.md
 * > The quota is the votes of the lists that may have seats, divided by the number of seats, exactly.
 * > Each of them gets a seat for every whole quota that its votes hold.
 */
#include "base/check.h"

#include "lists.h"
#include "methods.h"

static void set_quota(const struct pal_question *question, const struct pal_claims *claims,
                      struct pal_outcome *outcome)
{
    PAL_RATIO(seats);
    for (size_t i = 0; i < claims->count; i++) {
        mpq_add(outcome->quota, outcome->quota, claims->at[i].strength);
    }
    pal_ratio_set(seats, (int64_t)question->seat_count, 1); /* at least one */
    mpq_div(outcome->quota, outcome->quota, seats);
    outcome->parts |= PAL_PART_QUOTA;
}

/* Gives a list its whole quotas, explains it, and leaves the remainder as its claim. */
static uint64_t give_whole_quotas(const struct pal_question *question, struct pal_claim *claim,
                                  struct pal_outcome *outcome)
{
    PAL_RATIO(figure);
    PAL_CHECK(mpq_sgn(outcome->quota) > 0); /* a list that claims has votes */
    mpq_div(figure, claim->strength, outcome->quota);
    mpz_fdiv_q(mpq_numref(figure), mpq_numref(figure), mpq_denref(figure));
    mpz_set_ui(mpq_denref(figure), 1);
    PAL_CHECK(mpz_fits_ulong_p(mpq_numref(figure))); /* no more than there are seats */
    uint64_t seats = mpz_get_ui(mpq_numref(figure));
    outcome->seats[claim->option] = seats;

    struct pal_reason *reason = pal_outcome_add_reason(outcome, PAL_REASON_SEATS_BY_QUOTA);
    pal_reason_text(reason, "option", question->names[claim->option]);
    pal_reason_ratio(reason, "votes", claim->strength);
    pal_reason_ratio(reason, "seats", figure);
    pal_reason_ratio(reason, "quota", outcome->quota);
    mpq_mul(figure, figure, outcome->quota);
    mpq_sub(claim->strength, claim->strength, figure);
    pal_reason_ratio(reason, "remainder", claim->strength);
    return seats;
}

/* RULE docs/rules/largest-remainder.md
 * > The seats that are left go one each to the lists with the largest remainders of votes.
 */
static void give_rest(const struct pal_question *question, const struct pal_claims *claims,
                      uint64_t rest, struct pal_outcome *outcome)
{
    PAL_OPTIONS(winners);
    PAL_OPTIONS(losers);
    PAL_CHECK(rest <=
              claims->count); /* the remainders are worth that many quotas, each below one */
    for (size_t i = 0; i < claims->count && rest > 0; i++) {
        const struct pal_claim *claim = &claims->at[i];
        bool is_last = mpq_equal(claim->strength, claims->at[rest - 1].strength);
        if (i >= rest && is_last) {
            pal_options_add(&losers, claim->option);
        }
        if (i >= rest) {
            continue;
        }
        outcome->seats[claim->option]++;
        struct pal_reason *reason = pal_outcome_add_reason(outcome, PAL_REASON_SEAT_BY_REMAINDER);
        pal_reason_text(reason, "option", question->names[claim->option]);
        pal_reason_ratio(reason, "remainder", claim->strength);
        if (is_last) {
            pal_options_add(&winners, claim->option);
        }
    }
    pal_lists_tie(question, &winners, &losers, outcome);
}

static void count(const struct pal_question *question, const struct pal_profile *profile,
                  struct pal_outcome *outcome)
{
    PAL_CLAIMS(claims);
    pal_lists_start(question, profile, outcome, &claims);
    if (claims.count == 0) {
        return;
    }
    set_quota(question, &claims, outcome);
    uint64_t rest = question->seat_count;
    for (size_t i = 0; i < claims.count; i++) {
        rest -= give_whole_quotas(question, &claims.at[i], outcome);
    }
    pal_claims_sort(&claims);
    give_rest(question, &claims, rest, outcome);
}

const struct pal_method pal_method_largest_remainder = {
    .id = "largest-remainder",
    .version = 1,
    .rule = "docs/rules/largest-remainder.md",
    .summary = "Seats for lists by whole quotas, the rest by the largest remainders.",
    .kind = PAL_BALLOT_CHOICE,
    .takes_seats = true,
    .parameters = pal_list_parameters,
    .judge = pal_choice_judge,
    .count = count,
};
