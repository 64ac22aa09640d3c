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

/* RULE docs/rules/stv-wigm.md
 * > Weights as whole numbers of one unit take so many words of 64 bits; where these, doubled once for
 * > every seat, are more than 2^20, the ballots are refused, unless there are seats for all.
 */
static enum pal_err bears(const struct pal_question *question, uint64_t words)
{
    enum { SEATS_MAX = 20 };
    const uint64_t words_max = (uint64_t)1 << SEATS_MAX;
    const size_t seats = question->seat_count;
    const bool has_few = seats <= SEATS_MAX && words <= words_max >> seats;
    return has_few || seats >= question->option_count ? PAL_OK : PAL_ERR_METHOD_DIGITS;
}

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
    .bears = bears,
    .judge = pal_stv_judge,
    .count = count,
};
