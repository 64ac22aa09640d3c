/*
 * seq_pav.c - proportional approval, one seat after the other.
 *
 * RULE docs/rules/seq_pav.md
 * > A ballot that approves k of the elected counts for each other option that it approves with its weight
 * > divided by k + 1. The total of an option is what the ballots that approve it count.
 */
#include "base/check.h"

#include "committee.h"
#include "methods.h"

/* A number that 1, 2, … up to the seats divide: what a ballot counts is a whole number of its parts. */
static void set_parts(struct pal_committee *committee, mpz_t out_parts)
{
    mpz_set_ui(out_parts, 1);
    for (size_t k = 2; k <= committee->seat_count; k++) {
        mpz_lcm_ui(out_parts, out_parts, k);
    }
    mpz_mul(committee->base, out_parts, committee->units.per_one);
}

/* Class k are the ballots that approve k of the elected. */
static void weigh_all(struct pal_committee *committee)
{
    mpz_t weight;
    mpz_init(weight);
    for (size_t i = 0; i < committee->question->option_count; i++) {
        if (!committee->is_elected[i]) {
            committee->standings[i].stands = true;
            pal_committee_weigh(committee, i, weight, committee->standings[i].num);
        }
    }
    mpz_clear(weight);
}

static void promote_supporters(struct pal_committee *committee, size_t elected, mpz_srcptr parts)
{
    mpz_t value;
    mpz_init(value);
    mpz_divexact_ui(value, parts, committee->class_count + 1);
    pal_committee_add_class(committee, value);
    mpz_clear(value);
    for (size_t i = committee->starts[elected]; i < committee->starts[elected + 1]; i++) {
        committee->class_of[committee->supporters[i]]++;
    }
}

/* RULE docs/rules/seq_pav.md
 * > Seat after seat, the option with the largest total of those that are left is elected, until the seats
 * > are filled or no option is left.
 */
static void count(const struct pal_question *question, const struct pal_profile *profile,
                  struct pal_outcome *outcome)
{
    PAL_COMMITTEE(committee, question, profile, outcome);
    mpz_t parts;
    mpz_init(parts);
    set_parts(&committee, parts);
    mpz_set(committee.values[0], parts);
    weigh_all(&committee);
    if (mpq_sgn(outcome->valid) == 0) {
        (void)pal_outcome_add_reason(outcome, PAL_REASON_NO_VALID_BALLOT);
    }
    while (mpq_sgn(outcome->valid) > 0 && !pal_committee_is_full(&committee)) {
        size_t elected = pal_committee_seat(&committee, PAL_REASON_SEAT_BY_SATISFACTION);
        PAL_CHECK(elected < question->option_count);
        if (!pal_committee_is_full(&committee)) {
            promote_supporters(&committee, elected, parts);
            weigh_all(&committee);
        }
    }
    if (outcome->elected.count > 0) {
        pal_committee_rank(&committee);
    }
    pal_committee_totals(&committee);
    mpz_clear(parts);
}

const struct pal_method pal_method_seq_pav = {
    .id = "seq-pav",
    .version = 1,
    .rule = "docs/rules/seq_pav.md",
    .summary = "Approvals; seat after seat, a ballot counts less the more of its own are elected.",
    .kind = PAL_BALLOT_APPROVES,
    .takes_seats = true,
    .elects = PAL_ELECTS_IN_TURN,
    .count = count,
};
