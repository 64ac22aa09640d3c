/*
 * stv.c - a count by quota, surpluses and exclusions.
 *
 * RULE docs/rules/stv-scottish.md
 * > A ballot is read as far as it is clear: an equal rank, or an option that stands a second time, ends
 * > it. If its first preference is not clear, the ballot is spoilt. A rank that is skipped says nothing.
 */
#include "stv.h"

#include "base/check.h"
#include "base/mem.h"

#include "methods.h"
#include "rounds.h"
#include "transfers.h"

static const struct pal_reading reading = {
    .equal = PAL_EQUAL_ENDS,
    .repeat_ends = true,
    .skipped_max = SIZE_MAX,
};

struct count {
    const struct pal_stv *stv;
    struct pal_rounds *rounds;
    struct pal_transfers *transfers;
    mpq_srcptr quota;
    size_t seats_left;
    bool *has_surplus; /* elected, with a surplus that was not transferred yet */
};

enum pal_err pal_stv_judge(const struct pal_question *question, const struct pal_ballot *ballot,
                           enum pal_ballot_state *out_state)
{
    PAL_CHECK(question->option_count > 0);
    if (!pal_papers_first_is_single(ballot)) {
        return PAL_ERR_BALLOT_EQUAL;
    }
    *out_state = PAL_BALLOT_COUNTED;
    return PAL_OK;
}

/* --- Stages --- */

/* Records the totals of the stage that was added. */
static void record_totals(struct count *count)
{
    struct pal_round *round = pal_rounds_now(count->rounds);
    struct pal_transfers *transfers = count->transfers;
    mpq_set(round->exhausted, count->rounds->outcome->valid);
    for (size_t i = 0; i < transfers->option_count; i++) {
        mpq_sub(round->exhausted, round->exhausted, transfers->totals[i]);
    }
    PAL_CHECK(mpq_sgn(round->exhausted) >= 0);
    pal_figures_add_all(&round->totals, transfers->totals, transfers->option_count);
    round->has_quota = true;
    mpq_set(round->quota, count->quota);
    pal_rounds_place(count->rounds, transfers->totals);
}

static bool reaches_quota(const struct count *count, size_t option)
{
    int order = mpq_cmp(count->transfers->totals[option], count->quota);
    return count->stv->above_quota ? order > 0 : order >= 0;
}

static void elect(struct count *count, size_t option, enum pal_reason_code why)
{
    mpq_srcptr total = count->transfers->totals[option];
    pal_rounds_elect(count->rounds, option);
    PAL_CHECK(count->seats_left > 0);
    count->seats_left--;
    count->has_surplus[option] = mpq_cmp(total, count->quota) > 0;
    struct pal_reason *reason = pal_rounds_reason(count->rounds, why, option);
    pal_reason_ratio(reason, "total", total);
    if (why != PAL_REASON_ROUND_SEATS_LEFT) {
        pal_reason_ratio(reason, "quota", count->quota);
    }
}

/* Elects from the most votes down those who continue and reach the quota, or all of them. */
static void elect_all(struct count *count, bool with_quota, enum pal_reason_code why)
{
    PAL_OPTIONS(chosen);
    for (size_t i = 0; i < count->transfers->option_count; i++) {
        if (count->rounds->continues[i] && (!with_quota || reaches_quota(count, i))) {
            pal_options_add(&chosen, i);
        }
    }
    pal_rounds_sort(count->rounds, &chosen);
    for (size_t i = 0; i < chosen.count; i++) {
        elect(count, chosen.at[i], why);
    }
}

/* RULE docs/rules/stv-scottish.md
 * > At the end of every stage, each option that has at least the quota is elected, those with the most
 * > votes first. As soon as no more options continue than seats are left, they are elected too.
 */
static void elect_in_stage(struct count *count)
{
    elect_all(count, true,
              count->stv->above_quota ? PAL_REASON_ROUND_QUOTA_PASSED
                                      : PAL_REASON_ROUND_QUOTA_REACHED);
    if (count->rounds->continuing <= count->seats_left) {
        elect_all(count, false, PAL_REASON_ROUND_SEATS_LEFT);
    }
}

/* The next stage, with the transfer that leads to it. */
static struct pal_transfer *begin_stage(struct count *count, size_t from, enum pal_transfer_why why)
{
    struct pal_round *round = pal_outcome_add_round(count->rounds->outcome);
    struct pal_transfer *transfer = pal_round_add_transfer(round);
    transfer->from = from;
    transfer->why = why;
    return transfer;
}

/* RULE docs/rules/stv-scottish.md
 * > While an option that was elected has more votes than the quota, the largest of these surpluses is
 * > transferred, one in each stage. Of equal surpluses goes first the one whose option had more votes at
 * > the end of the most recent earlier stage at which they differed.
 */
static bool transfer_surplus(struct count *count)
{
    PAL_OPTIONS(largest);
    mpq_t *totals = count->transfers->totals;
    for (size_t i = 0; i < count->transfers->option_count; i++) {
        int order = largest.count > 0 ? mpq_cmp(totals[i], totals[largest.at[0]]) : 0;
        if (!count->has_surplus[i] || order < 0) {
            continue;
        }
        largest.count = order > 0 ? 0 : largest.count;
        pal_options_add(&largest, i);
    }
    if (largest.count == 0) {
        return false;
    }
    size_t option = pal_rounds_choose(count->rounds, &largest, PAL_TIE_TRANSFER);
    count->has_surplus[option] = false;
    PAL_RATIO(surplus);
    mpq_sub(surplus, totals[option], count->quota);
    pal_reason_ratio(pal_rounds_reason(count->rounds, PAL_REASON_ROUND_SURPLUS, option), "surplus",
                     surplus);
    pal_transfers_surplus(count->transfers, option, count->quota, count->stv->round,
                          begin_stage(count, option, PAL_TRANSFER_SURPLUS));
    return true;
}

/* RULE docs/rules/stv-scottish.md
 * > When there is no surplus to transfer, the option with the fewest votes is excluded, one in each
 * > stage, and its ballots go at their present value to their next preferences. Of equal options is
 * > excluded the one that had fewer votes at the end of the most recent earlier stage at which they
 * > differed.
 */
static void exclude_lowest(struct count *count)
{
    PAL_OPTIONS(lowest);
    pal_rounds_lowest(count->rounds, count->transfers->totals, &lowest);
    size_t option = pal_rounds_choose(count->rounds, &lowest, PAL_TIE_EXCLUSION);
    pal_rounds_exclude(count->rounds, option);
    pal_reason_ratio(pal_rounds_reason(count->rounds, PAL_REASON_ROUND_EXCLUDED, option), "total",
                     count->transfers->totals[option]);
    pal_transfers_exclude(count->transfers, option,
                          begin_stage(count, option, PAL_TRANSFER_EXCLUSION));
}

/* RULE docs/rules/stv-scottish.md
 * > The last exclusion is transferred too. Once the seats are filled nothing is transferred any more.
 */
static void count_stages(struct count *count)
{
    pal_transfers_deal(count->transfers);
    (void)pal_outcome_add_round(count->rounds->outcome);
    record_totals(count);
    elect_in_stage(count);
    while (count->seats_left > 0 && count->rounds->continuing > 0) {
        if (!transfer_surplus(count)) {
            exclude_lowest(count);
        }
        record_totals(count);
        elect_in_stage(count);
    }
    mpq_set(count->rounds->outcome->exhausted, pal_rounds_now(count->rounds)->exhausted);
}

static void explain_quota(const struct pal_question *question, struct pal_outcome *outcome)
{
    struct pal_reason *reason = pal_outcome_add_reason(outcome, PAL_REASON_QUOTA);
    PAL_BUF(seats);
    pal_buf_add_format(&seats, "%zu", question->seat_count);
    pal_reason_ratio(reason, "quota", outcome->quota);
    pal_reason_ratio(reason, "valid", outcome->valid);
    pal_reason_text(reason, "seats", seats.bytes);
}

void pal_stv_count(const struct pal_stv *stv, const struct pal_question *question,
                   const struct pal_profile *profile, struct pal_outcome *outcome)
{
    PAL_ROUNDS_OF(rounds, question, outcome);
    PAL_TRANSFERS(transfers, profile, &reading, rounds.continues);
    stv->quota(outcome->valid, question->seat_count, outcome->quota);
    outcome->parts |= PAL_PART_QUOTA | PAL_PART_TOTALS;
    if (mpq_sgn(outcome->valid) == 0) {
        (void)pal_outcome_add_reason(outcome, PAL_REASON_NO_VALID_BALLOT);
    } else {
        explain_quota(question, outcome);
        struct count count = {
            .stv = stv,
            .rounds = &rounds,
            .transfers = &transfers,
            .quota = outcome->quota,
            .seats_left = question->seat_count,
            .has_surplus = pal_mem_new(question->option_count, sizeof *count.has_surplus),
        };
        count_stages(&count);
        pal_mem_free(count.has_surplus);
    }
    pal_figures_add_all(&outcome->totals, transfers.totals, question->option_count);
    pal_rounds_rank(&rounds);
}
