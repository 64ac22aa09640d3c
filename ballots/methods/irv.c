/*
 * irv.c - the last is excluded, round after round, until somebody has a majority.
 *
 * RULE docs/rules/irv.md
 * > In every round a ballot counts for the best preference on it that still continues. If an option has
 * > more than half, it is elected. Otherwise, if more than two options continue, the one with the fewest
 * > votes is excluded, one in each round.
 */
#include "base/check.h"
#include "base/mem.h"

#include "methods.h"
#include "rounds.h"
#include "shares.h"
#include "transfers.h"

static const char *const overvotes[] = {"exhaust", "skip", "split", NULL};
static const char *const duplicates[] = {"skip", "exhaust", NULL};
static const char *const majorities[] = {"continuing", "valid", NULL};

static const struct pal_method_parameter parameters[] = {
    {
        .name = "overvote",
        .kind = PAL_PARAMETER_WORD,
        .words = overvotes,
        .summary = "what a rank of several options does to a ballot",
    },
    {
        .name = "max_skipped",
        .kind = PAL_PARAMETER_INTEGER,
        .max = INT64_MAX,
        .summary = "more empty ranks in a row exhaust a ballot; none when it is not said",
    },
    {
        .name = "duplicate",
        .kind = PAL_PARAMETER_WORD,
        .words = duplicates,
        .summary = "what an option that stands twice does to a ballot",
    },
    {
        .name = "majority",
        .kind = PAL_PARAMETER_WORD,
        .words = majorities,
        .summary = "more than half of the votes of the round, or of the valid ballots",
    },
    {0},
};

struct count {
    struct pal_rounds *rounds;
    struct pal_transfers *transfers;
    struct pal_shares *shares;
    bool of_valid;    /* the majority is one of all valid ballots */
    mpq_t *totals;    /* of each option, in this round */
    mpq_t *before;    /* in the round before */
    mpq_t continuing; /* the sum of the totals */
};

/* RULE docs/rules/irv.md
 * > overvote: a rank of several options, whether they continue or not, exhausts the ballot (exhaust), is
 * > passed over (skip), or divides the ballot equally between those of them that continue (split).
 *
 * RULE docs/rules/irv.md
 * > max_skipped: more empty ranks in a row than that exhaust the ballot. duplicate: an option that stands
 * > a second time is passed over (skip) or exhausts the ballot (exhaust).
 */
static struct pal_reading reading_of(const struct pal_question *question)
{
    struct pal_reading reading = {
        .equal = PAL_EQUAL_DIVIDES,
        .repeat_ends = pal_parameter_is(question, "duplicate", "exhaust"),
        .skipped_max = pal_parameter_size(question, "max_skipped", SIZE_MAX),
    };
    if (pal_parameter_is(question, "overvote", "exhaust")) {
        reading.equal = PAL_EQUAL_ENDS;
    }
    if (pal_parameter_is(question, "overvote", "skip")) {
        reading.equal = PAL_EQUAL_PASSED;
    }
    return reading;
}

/* --- Rounds --- */

/* The totals: whole ballots, and the shares of those that are divided. */
static void add_up(struct count *count)
{
    struct pal_transfers *transfers = count->transfers;
    pal_shares_clear(count->shares);
    for (uint32_t next = transfers->divided.first; next != 0; next = transfers->next[next - 1]) {
        pal_shares_divide(count->shares, next - 1, pal_papers_rank(&transfers->papers, next - 1),
                          count->rounds->continues);
    }
    mpq_set_ui(count->continuing, 0, 1);
    for (size_t i = 0; i < transfers->option_count; i++) {
        mpq_swap(count->before[i], count->totals[i]);
        mpq_set(count->totals[i], transfers->totals[i]);
        pal_shares_add_to(count->shares, i, count->totals[i]);
        mpq_add(count->continuing, count->continuing, count->totals[i]);
    }
}

/* Records the totals of the round that was added, and what each gained since the one before. */
static void record_totals(struct count *count)
{
    add_up(count);
    struct pal_round *round = pal_rounds_now(count->rounds);
    struct pal_transfer *transfer = round->transfer_count > 0 ? &round->transfers[0] : NULL;
    PAL_RATIO(gain);
    for (size_t i = 0; i < count->transfers->option_count; i++) {
        if (!count->rounds->continues[i]) {
            continue;
        }
        pal_figures_add(&round->totals, i, count->totals[i]);
        mpq_sub(gain, count->totals[i], count->before[i]);
        if (transfer != NULL && mpq_sgn(gain) != 0) {
            pal_figures_add(&transfer->to, i, gain);
        }
    }
    mpq_sub(round->exhausted, count->rounds->outcome->valid, count->continuing);
    PAL_CHECK(mpq_sgn(round->exhausted) >= 0);
    pal_rounds_place(count->rounds, count->totals);
}

static void elect(struct count *count, size_t option, enum pal_reason_code why, mpq_srcptr base)
{
    pal_rounds_elect(count->rounds, option);
    struct pal_reason *reason = pal_rounds_reason(count->rounds, why, option);
    pal_reason_ratio(reason, "total", count->totals[option]);
    pal_reason_ratio(reason, "base", base);
}

/* RULE docs/rules/irv.md
 * > majority: more than half of the ballots that still count in the round (continuing), or of all valid
 * > ballots (valid). When two options are left, the one with more votes is elected without it.
 */
static bool elect_in_round(struct count *count)
{
    mpq_srcptr base = count->of_valid ? count->rounds->outcome->valid : count->continuing;
    PAL_OPTIONS(highest);
    pal_rounds_highest(count->rounds, count->totals, &highest);
    PAL_RATIO(twice);
    mpq_add(twice, count->totals[highest.at[0]], count->totals[highest.at[0]]);
    if (mpq_cmp(twice, base) > 0) {
        elect(count, highest.at[0], PAL_REASON_ROUND_MAJORITY, base);
        return true;
    }
    if (count->rounds->continuing > 2) {
        return false;
    }
    size_t option = pal_rounds_choose(count->rounds, &highest, PAL_TIE_ELECTION);
    elect(count, option, PAL_REASON_ROUND_LAST_TWO, base);
    return true;
}

/* RULE docs/rules/irv.md
 * > Of equal options is excluded the one that had fewer votes in the most recent earlier round in which
 * > they differ.
 */
static void exclude_lowest(struct count *count)
{
    PAL_OPTIONS(lowest);
    pal_rounds_lowest(count->rounds, count->totals, &lowest);
    size_t option = pal_rounds_choose(count->rounds, &lowest, PAL_TIE_EXCLUSION);
    pal_rounds_exclude(count->rounds, option);
    pal_reason_ratio(pal_rounds_reason(count->rounds, PAL_REASON_ROUND_EXCLUDED, option), "total",
                     count->totals[option]);
    struct pal_round *round = pal_outcome_add_round(count->rounds->outcome);
    struct pal_transfer *transfer = pal_round_add_transfer(round);
    transfer->from = option;
    transfer->why = PAL_TRANSFER_EXCLUSION;
    pal_transfers_exclude(count->transfers, option, NULL);
    pal_transfers_redivide(count->transfers);
}

static void count_rounds(struct count *count)
{
    struct pal_outcome *outcome = count->rounds->outcome;
    pal_transfers_deal(count->transfers);
    (void)pal_outcome_add_round(outcome);
    record_totals(count);
    while (!elect_in_round(count)) {
        exclude_lowest(count);
        record_totals(count);
    }
    mpq_set(outcome->exhausted, pal_rounds_now(count->rounds)->exhausted);
}

static void count(const struct pal_question *question, const struct pal_profile *profile,
                  struct pal_outcome *outcome)
{
    const size_t options = question->option_count;
    const struct pal_reading reading = reading_of(question);
    PAL_ROUNDS_OF(rounds, question, outcome);
    PAL_TRANSFERS(transfers, profile, &reading, rounds.continues);
    bool divides = reading.equal == PAL_EQUAL_DIVIDES;
    PAL_SHARES(shares, &transfers.units, options, divides ? pal_papers_rank_max(profile) : 0);
    struct count count = {
        .rounds = &rounds,
        .transfers = &transfers,
        .shares = &shares,
        .of_valid = pal_parameter_is(question, "majority", "valid"),
        .totals = pal_ratio_array_new(options),
        .before = pal_ratio_array_new(options),
    };
    mpq_init(count.continuing);
    if (mpq_sgn(outcome->valid) > 0) {
        count_rounds(&count);
    } else {
        (void)pal_outcome_add_reason(outcome, PAL_REASON_NO_VALID_BALLOT);
    }
    pal_figures_add_all(&outcome->totals, count.totals, options);
    outcome->parts |= PAL_PART_TOTALS;
    pal_rounds_rank(&rounds);
    mpq_clear(count.continuing);
    pal_ratio_array_free(count.totals, options);
    pal_ratio_array_free(count.before, options);
}

const struct pal_method pal_method_irv = {
    .id = "irv",
    .version = 1,
    .rule = "docs/rules/irv.md",
    .summary = "Rankings; the last is excluded until somebody has a majority.",
    .kind = PAL_BALLOT_RANKS,
    .elects = PAL_ELECTS_TOGETHER,
    .parameters = parameters,
    .count = count,
    .decides = pal_decide_by_ranking,
};
