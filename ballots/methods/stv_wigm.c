/*
 * stv_wigm.c - the single transferable vote in exact fractions, for ballots of any weight.
 *
 * RULE docs/rules/stv-wigm.md
 * > The stages are those of the Scottish rule, but nothing is rounded: neither the quota nor the value of
 * > a ballot.
 */
#include "methods.h"
#include "stv.h"

/* RULE docs/rules/stv-wigm.md
 * > The quota is the weight of the valid ballots divided by one more than the number of seats. An option
 * > is elected when it has more than the quota: no more options than seats can. Exactly the quota elects
 * > nobody.
 */
static void exact_quota(mpq_srcptr valid, size_t seat_count, mpq_t out_quota)
{
    mpq_set(out_quota, valid);
    mpz_mul_ui(mpq_denref(out_quota), mpq_denref(out_quota), seat_count + 1);
    mpq_canonicalize(out_quota);
}

static const struct pal_stv wigm = {
    .quota = exact_quota,
    .above_quota = true,
};

static void count(const struct pal_question *question, const struct pal_profile *profile,
                  struct pal_outcome *outcome)
{
    pal_stv_count(&wigm, question, profile, outcome);
}

const struct pal_method pal_method_stv_wigm = {
    .id = "stv-wigm",
    .version = 1,
    .rule = "docs/rules/stv-wigm.md",
    .summary = "Single transferable vote in exact fractions, for ballots of any weight.",
    .kind = PAL_BALLOT_RANKS,
    .takes_seats = true,
    .elects = PAL_ELECTS_TOGETHER,
    .judge = pal_stv_judge,
    .count = count,
};
