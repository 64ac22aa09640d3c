/*
 * stv_meek.c - Meek's single transferable vote, in fixed decimals.
 *
 * RULE docs/rules/stv-meek.md
 * > A round distributes the ballots, again and again, until somebody is elected or the surplus of the
 * > elected is settled; then the option with the fewest votes is excluded.
 */
#include "base/check.h"
#include "base/mem.h"

#include "meek.h"
#include "methods.h"
#include "rounds.h"

enum { DECIMALS_MAX = 18 }; /* 10^18 parts fit in a machine word */

static const struct pal_method_parameter parameters[] = {
    {
        .name = "decimals",
        .kind = PAL_PARAMETER_INTEGER,
        .initial = "9",
        .min = 1,
        .max = DECIMALS_MAX,
        .summary = "of keep factors, of what is left of a ballot and of the quota; 1 to 18",
    },
    {
        .name = "omega",
        .kind = PAL_PARAMETER_INTEGER,
        .initial = "6",
        .min = 1,
        .max = DECIMALS_MAX,
        .summary = "a surplus below 10^-omega is settled; 1 to 18",
    },
    {0},
};

struct count {
    struct pal_rounds *rounds;
    struct pal_meek *meek;
    size_t option_count, seat_count;
    mpz_t omega;                   /* one divided by it is the surplus that is settled */
    mpz_t quota;                   /* in parts */
    mpz_t quota_votes;             /* the same in the unit of votes */
    mpz_t surplus, surplus_before; /* in the unit of votes */
    mpq_t *totals;
};

/* --- Ballots --- */

/* How many options a rank names; the marks of a rank are in order. */
static size_t rank_size(const int32_t *marks, size_t count)
{
    size_t size = 0;
    for (size_t i = 0; i < count && marks[i] != PAL_MARK_NEXT_RANK; i++) {
        size += i == 0 || marks[i] != marks[i - 1];
    }
    return size;
}

/* RULE docs/rules/stv-meek.md
 * > With more than ten seats, a ballot that ranks more than ten options equal is spoilt: its orders
 * > would be too many.
 */
static enum pal_err judge(const struct pal_question *question, const struct pal_ballot *ballot,
                          enum pal_ballot_state *out_state)
{
    for (size_t i = 0; i < ballot->mark_count; i++) {
        bool begins = i == 0 || ballot->marks[i - 1] == PAL_MARK_NEXT_RANK;
        if (begins && question->seat_count > PAL_MEEK_EQUALS &&
            rank_size(ballot->marks + i, ballot->mark_count - i) > PAL_MEEK_EQUALS) {
            return PAL_ERR_BALLOT_EQUAL;
        }
    }
    *out_state = PAL_BALLOT_COUNTED;
    return PAL_OK;
}

/* --- One distribution --- */

/* RULE docs/rules/stv-meek.md
 * > The quota is the sum of the votes divided by one more than the number of seats, without what is
 * > beyond the decimals, plus one unit of the last decimal.
 */
static void set_quota(struct count *count)
{
    mpz_set_ui(count->quota, 0);
    for (size_t i = 0; i < count->option_count; i++) {
        mpz_add(count->quota, count->quota, count->meek->votes[i]);
    }
    mpz_fdiv_q_ui(count->quota, count->quota, count->seat_count + 1);
    mpz_fdiv_q(count->quota, count->quota, count->meek->per_one);
    mpz_add_ui(count->quota, count->quota, 1);
    mpz_mul(count->quota_votes, count->quota, count->meek->per_one);
}

/* RULE docs/rules/stv-meek.md
 * > The surplus is the sum of what the elected have more than the quota, or zero if it is less.
 */
static void set_surplus(struct count *count)
{
    mpz_set_ui(count->surplus, 0);
    for (size_t i = 0; i < count->option_count; i++) {
        if (count->meek->states[i] == PAL_MEEK_ELECTED) {
            mpz_add(count->surplus, count->surplus, count->meek->votes[i]);
            mpz_sub(count->surplus, count->surplus, count->quota_votes);
        }
    }
    mpz_mul_ui(count->surplus, count->surplus, mpz_sgn(count->surplus) > 0 ? 1 : 0);
}

/* Is the surplus below 10^-omega? */
static bool is_settled(const struct count *count)
{
    mpz_t scaled;
    mpz_t limit;
    mpz_init(scaled);
    mpz_init(limit);
    mpz_mul(scaled, count->surplus, count->omega);
    mpz_set_ui(limit, count->meek->one);
    mpz_mul(limit, limit, count->meek->per_one);
    bool settled = mpz_cmp(scaled, limit) < 0;
    mpz_clear(scaled);
    mpz_clear(limit);
    return settled;
}

/* RULE docs/rules/stv-meek.md
 * > The keep factor of each elected option is multiplied by the quota, rounded up, then divided by its
 * > votes, rounded up. It never exceeds 1.
 */
static void update_keep_factors(struct count *count)
{
    struct pal_meek *meek = count->meek;
    mpz_t factor;
    mpz_t one;
    mpz_init(factor);
    mpz_init(one);
    mpz_set_ui(one, meek->one);
    for (size_t i = 0; i < count->option_count; i++) {
        if (meek->states[i] != PAL_MEEK_ELECTED || mpz_sgn(meek->votes[i]) == 0) {
            continue;
        }
        mpz_mul_ui(factor, count->quota, meek->keep[i]);
        mpz_cdiv_q(factor, factor, one);
        mpz_mul(factor, factor, meek->per_one);
        mpz_mul(factor, factor, one);
        mpz_cdiv_q(factor, factor, meek->votes[i]);
        meek->keep[i] = mpz_cmp(factor, one) < 0 ? mpz_get_ui(factor) : meek->one;
    }
    mpz_clear(factor);
    mpz_clear(one);
}

/* Does somebody hopeful have the quota? */
static bool has_winner(const struct count *count)
{
    for (size_t i = 0; i < count->option_count; i++) {
        if (count->meek->states[i] == PAL_MEEK_HOPEFUL &&
            mpz_cmp(count->meek->votes[i], count->quota_votes) >= 0) {
            return true;
        }
    }
    return false;
}

/* RULE docs/rules/stv-meek.md
 * > The ballots are distributed by the new keep factors until somebody is elected, or the surplus is
 * > less than 10^-omega, or it is no smaller than it was after the distribution before, in the same
 * > round.
 */
static void distribute(struct count *count)
{
    bool is_first = true;
    while (true) {
        pal_meek_distribute(count->meek);
        set_quota(count);
        set_surplus(count);
        if (has_winner(count) || is_settled(count) ||
            (!is_first && mpz_cmp(count->surplus, count->surplus_before) >= 0)) {
            return;
        }
        is_first = false;
        mpz_set(count->surplus_before, count->surplus);
        update_keep_factors(count);
    }
}

/* --- Rounds --- */

/* A number of votes as a weight. */
static void set_votes(const struct count *count, mpz_srcptr votes, mpq_t out_weight)
{
    mpz_set(mpq_numref(out_weight), votes);
    mpz_mul_ui(mpq_denref(out_weight), count->meek->per_one, count->meek->one);
    mpq_canonicalize(out_weight);
}

static void record_round(struct count *count)
{
    struct pal_outcome *outcome = count->rounds->outcome;
    struct pal_round *round = pal_outcome_add_round(outcome);
    PAL_RATIO(keep);
    mpq_set(round->exhausted, outcome->valid);
    for (size_t i = 0; i < count->option_count; i++) {
        set_votes(count, count->meek->votes[i], count->totals[i]);
        mpq_sub(round->exhausted, round->exhausted, count->totals[i]);
        if (count->meek->states[i] != PAL_MEEK_EXCLUDED) {
            mpz_set_ui(mpq_numref(keep), count->meek->keep[i]);
            mpz_set_ui(mpq_denref(keep), count->meek->one);
            mpq_canonicalize(keep);
            pal_figures_add(&round->keep, i, keep);
        }
    }
    PAL_CHECK(mpq_sgn(round->exhausted) >= 0);
    pal_figures_add_all(&round->totals, count->totals, count->option_count);
    round->has_quota = true;
    set_votes(count, count->quota_votes, round->quota);
    pal_rounds_place_afresh(count->rounds, count->totals);
}

static void elect(struct count *count, size_t option, enum pal_reason_code why)
{
    pal_rounds_elect(count->rounds, option);
    struct pal_reason *reason = pal_rounds_reason(count->rounds, why, option);
    pal_reason_ratio(reason, "total", count->totals[option]);
    if (why != PAL_REASON_ROUND_SEATS_LEFT) {
        pal_reason_ratio(reason, "quota", pal_rounds_now(count->rounds)->quota);
    }
}

/* The last seats where those with the quota are more than there are: one whose votes fell below it after its
 * election leaves room for one too many.
 *
 * RULE docs/rules/stv-meek.md
 * > Where more have it than there are seats left, those with the most votes are elected, and among equals for the
 * > last seats those who come first in the order settled beforehand for ties.
 */
static void settle_last_seats(const struct count *count, const struct pal_options *sorted,
                              size_t seats)
{
    const size_t *places = count->rounds->places;
    if (seats == 0 || sorted->count <= seats ||
        places[sorted->at[seats - 1]] != places[sorted->at[seats]]) {
        return;
    }
    PAL_OPTIONS(tied);
    for (size_t i = 0; i < count->option_count; i++) {
        if (places[i] == places[sorted->at[seats]] && pal_options_have(sorted, i)) {
            pal_options_add(&tied, i);
        }
    }
    (void)pal_rounds_choose_by_order(count->rounds, &tied, PAL_TIE_ELECTION);
}

/* Elects those who have the quota, or all who continue; the most votes first. */
static void elect_all(struct count *count, bool with_quota, enum pal_reason_code why)
{
    PAL_OPTIONS(chosen);
    for (size_t i = 0; i < count->option_count; i++) {
        if (count->rounds->continues[i] &&
            (!with_quota || mpz_cmp(count->meek->votes[i], count->quota_votes) >= 0)) {
            pal_options_add(&chosen, i);
        }
    }
    pal_rounds_sort(count->rounds, &chosen);
    size_t seats_left = count->seat_count - count->rounds->outcome->elected.count;
    settle_last_seats(count, &chosen, seats_left);
    for (size_t i = 0; i < chosen.count && i < seats_left; i++) {
        elect(count, chosen.at[i], why);
        pal_meek_elect(count->meek, chosen.at[i]);
    }
}

static void tell_exclusion(struct count *count, size_t option, bool is_lowest)
{
    struct pal_reason *reason =
        pal_rounds_reason(count->rounds,
                          is_lowest ? PAL_REASON_ROUND_EXCLUDED : PAL_REASON_ROUND_EXCLUDED_WITHIN,
                          option);
    pal_reason_ratio(reason, "total", count->totals[option]);
    if (!is_lowest) {
        PAL_RATIO(surplus);
        set_votes(count, count->surplus, surplus);
        pal_reason_ratio(reason, "surplus", surplus);
    }
}

/* RULE docs/rules/stv-meek.md
 * > Whoever continues and has at most as much more than the one with the fewest votes as the surplus is,
 * > is tied with that one; the last of them in the order settled beforehand for ties is excluded.
 */
static void exclude_lowest(struct count *count)
{
    PAL_OPTIONS(lowest);
    PAL_OPTIONS(tied);
    pal_rounds_lowest(count->rounds, count->totals, &lowest);
    mpz_t limit;
    mpz_init(limit);
    mpz_add(limit, count->meek->votes[lowest.at[0]], count->surplus);
    for (size_t i = 0; i < count->option_count; i++) {
        if (count->rounds->continues[i] && mpz_cmp(count->meek->votes[i], limit) <= 0) {
            pal_options_add(&tied, i);
        }
    }
    mpz_clear(limit);
    size_t option = pal_rounds_choose_by_order(count->rounds, &tied, PAL_TIE_EXCLUSION);
    pal_rounds_exclude(count->rounds, option);
    tell_exclusion(count, option, pal_options_have(&lowest, option));
    pal_meek_exclude(count->meek, option);
}

/* RULE docs/rules/stv-meek.md
 * > A round ends with the election of all who have at least the quota, or with one exclusion. As soon as
 * > no more options continue than seats are left, they are elected in the same round. The count ends
 * > when the seats are filled.
 */
static void count_rounds(struct count *count)
{
    struct pal_rounds *rounds = count->rounds;
    struct pal_outcome *outcome = rounds->outcome;
    while (outcome->elected.count < count->seat_count && rounds->continuing > 0) {
        distribute(count);
        record_round(count);
        if (has_winner(count)) {
            elect_all(count, true, PAL_REASON_ROUND_QUOTA_REACHED);
        } else if (outcome->elected.count + rounds->continuing > count->seat_count) {
            exclude_lowest(count);
        }
        if (outcome->elected.count + rounds->continuing <= count->seat_count) {
            elect_all(count, false, PAL_REASON_ROUND_SEATS_LEFT);
        }
    }
    mpq_set(outcome->quota, pal_rounds_now(rounds)->quota);
    mpq_set(outcome->exhausted, pal_rounds_now(rounds)->exhausted);
}

static void done(struct count *count)
{
    mpz_clear(count->omega);
    mpz_clear(count->quota);
    mpz_clear(count->quota_votes);
    mpz_clear(count->surplus);
    mpz_clear(count->surplus_before);
    pal_ratio_array_free(count->totals, count->option_count);
}

/* 10 to that power, which is at most DECIMALS_MAX. */
static uint64_t power_of_ten(size_t power)
{
    PAL_CHECK(power <= DECIMALS_MAX);
    uint64_t product = 1;
    for (size_t i = 0; i < power; i++) {
        product *= 10;
    }
    return product;
}

static void count(const struct pal_question *question, const struct pal_profile *profile,
                  struct pal_outcome *outcome)
{
    PAL_ROUNDS_OF(rounds, question, outcome);
    PAL_MEEK(meek, profile, power_of_ten(pal_parameter_size(question, "decimals", 0)));
    struct count count = {
        .rounds = &rounds,
        .meek = &meek,
        .option_count = question->option_count,
        .seat_count = question->seat_count,
        .totals = pal_ratio_array_new(question->option_count),
    };
    mpz_init_set_ui(count.omega, power_of_ten(pal_parameter_size(question, "omega", 0)));
    mpz_init(count.quota);
    mpz_init(count.quota_votes);
    mpz_init(count.surplus);
    mpz_init(count.surplus_before);
    if (mpq_sgn(outcome->valid) > 0) {
        count_rounds(&count);
    } else {
        (void)pal_outcome_add_reason(outcome, PAL_REASON_NO_VALID_BALLOT);
    }
    pal_figures_add_all(&outcome->totals, count.totals, count.option_count);
    outcome->parts |= PAL_PART_QUOTA | PAL_PART_TOTALS;
    pal_rounds_rank(&rounds);
    done(&count);
}

const struct pal_method pal_method_stv_meek = {
    .id = "stv-meek",
    .version = 1,
    .rule = "docs/rules/stv-meek.md",
    .summary = "Single transferable vote by Meek's rule, in fixed decimals.",
    .kind = PAL_BALLOT_RANKS,
    .takes_seats = true,
    .elects = PAL_ELECTS_TOGETHER,
    .parameters = parameters,
    .judge = judge,
    .count = count,
};
