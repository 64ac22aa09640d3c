/*
 * stv_scottish.c - the single transferable vote of Scottish local elections.
 *
 * RULE docs/rules/stv-scottish.md
 * > Weights are whole numbers: a ballot of weight 3 is three ballots.
 */
#include "methods.h"
#include "stv.h"

/* RULE docs/rules/stv-scottish.md
 * > The quota is the number of valid ballots divided by one more than the number of seats, without its
 * > fraction, plus one. It never changes.
 */
static void droop_quota(mpq_srcptr valid, size_t seat_count, mpq_t out_quota)
{
    mpz_fdiv_q_ui(mpq_numref(out_quota), mpq_numref(valid), seat_count + 1);
    mpz_add_ui(mpq_numref(out_quota), mpq_numref(out_quota), 1);
    mpz_set_ui(mpq_denref(out_quota), 1);
}

/* RULE docs/rules/stv-scottish.md
 * > To transfer a surplus, every ballot of the option goes to its next preference. Its new value is its
 * > old one times the surplus, divided by the votes of the option, to five decimals; what is beyond them
 * > is dropped. The option keeps the quota.
 */
static void truncate_to_five_decimals(mpq_t value)
{
    enum { FIVE_DECIMALS = 100000 };
    mpz_mul_ui(mpq_numref(value), mpq_numref(value), FIVE_DECIMALS);
    mpz_fdiv_q(mpq_numref(value), mpq_numref(value), mpq_denref(value));
    mpz_set_ui(mpq_denref(value), FIVE_DECIMALS);
    mpq_canonicalize(value);
}

static const struct pal_stv scottish = {
    .quota = droop_quota,
    .round = truncate_to_five_decimals,
};

static enum pal_weighing weighing(const struct pal_question *question)
{
    (void)question; /* whatever it is */
    return PAL_WEIGHS_WHOLE;
}

static void count(const struct pal_question *question, const struct pal_profile *profile,
                  struct pal_outcome *outcome)
{
    pal_stv_count(&scottish, question, profile, outcome);
}

const struct pal_method pal_method_stv_scottish = {
    .id = "stv-scottish",
    .version = 1,
    .rule = "docs/rules/stv-scottish.md",
    .summary = "Single transferable vote of Scottish local elections: whole quota, five decimals.",
    .kind = PAL_BALLOT_RANKS,
    .takes_seats = true,
    .elects = PAL_ELECTS_TOGETHER,
    .weighing = weighing,
    .judge = pal_stv_judge,
    .count = count,
};
