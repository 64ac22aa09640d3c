/*
 * seq_phragmen.c - approvals, and each seat a load that its supporters share as evenly as can be.
 *
 * RULE docs/rules/seq_phragmen.md
 * > A seat is a load of 1, which the ballots that approve the elected option carry, so that each carries
 * > the same per unit of its weight, what it carries already included.
 */
#include "committee.h"
#include "methods.h"

/* Gives each option its load: what its supporters carry already and 1, per unit of their weight. */
static void weigh_all(struct pal_committee *committee)
{
    mpz_t one; /* a load of 1, in units of weight and parts of the base */
    mpz_init(one);
    mpz_mul(one, committee->base, committee->units.per_one);
    for (size_t i = 0; i < committee->question->option_count; i++) {
        struct pal_standing *standing = &committee->standings[i];
        if (!committee->is_elected[i]) {
            pal_committee_weigh(committee, i, standing->den, standing->num);
            mpz_add(standing->num, standing->num, one);
            standing->stands = mpz_sgn(standing->den) > 0;
        }
    }
    mpz_clear(one);
}

/* The supporters of the elected carry its load from now on. */
static void load_supporters(struct pal_committee *committee, size_t elected)
{
    mpq_srcptr load = pal_committee_figure(committee, elected);
    pal_committee_refine(committee, mpq_denref(load));
    mpz_t value;
    mpz_init(value);
    mpz_divexact(value, committee->base, mpq_denref(load));
    mpz_mul(value, value, mpq_numref(load));
    pal_committee_move(committee, elected, pal_committee_add_class(committee, value));
    mpz_clear(value);
    pal_committee_tidy(committee);
}

/* RULE docs/rules/seq_phragmen.md
 * > Seat after seat, the option is elected whose supporters would carry the smallest load per unit of
 * > weight. Options that no ballot with weight approves have no load; they are elected when no others are
 * > left, in the order settled beforehand for ties.
 */
void pal_committee_phragmen(struct pal_committee *committee)
{
    committee->smallest_first = true;
    while (!pal_committee_is_full(committee)) {
        weigh_all(committee);
        size_t elected = pal_committee_seat(committee, PAL_REASON_SEAT_BY_LOAD);
        if (elected == committee->question->option_count) {
            pal_committee_seat_unsupported(committee);
        } else if (!pal_committee_is_full(committee)) {
            load_supporters(committee, elected);
        }
    }
}

static void count(const struct pal_question *question, const struct pal_profile *profile,
                  struct pal_outcome *outcome)
{
    PAL_COMMITTEE(committee, question, profile, outcome);
    if (mpq_sgn(outcome->valid) == 0) {
        (void)pal_outcome_add_reason(outcome, PAL_REASON_NO_VALID_BALLOT);
    } else {
        pal_committee_phragmen(&committee);
        pal_committee_rank(&committee);
    }
    pal_committee_totals(&committee);
}

const struct pal_method pal_method_seq_phragmen = {
    .id = "seq-phragmen",
    .version = 1,
    .rule = "docs/rules/seq_phragmen.md",
    .summary = "Approvals; each seat is a load that its supporters share, the smallest load first.",
    .kind = PAL_BALLOT_APPROVES,
    .takes_seats = true,
    .elects = PAL_ELECTS_IN_TURN,
    .bears = pal_committee_bears,
    .count = count,
};
