/*
 * two_round.c - a majority, or a second round between the two first, read on the same rankings.
 *
 * RULE docs/rules/two-round.md
 * > In the first round a ballot counts for the option that it ranks first; if several share its first
 * > rank, it is divided equally between them. An option with more than half of the valid weight is
 * > elected.
 */
#include "base/check.h"
#include "base/mem.h"

#include "methods.h"
#include "rounds.h"
#include "shares.h"

struct count {
    struct pal_rounds *rounds;
    const struct pal_profile *profile;
    const struct pal_units *units;
    mpq_t *totals;
};

/* How rankings are read: whole, a rank of several being theirs together. */
static const struct pal_reading reading = {
    .equal = PAL_EQUAL_DIVIDES,
    .skipped_max = SIZE_MAX,
};

static void add_first_round(struct count *count)
{
    const size_t options = count->profile->option_count;
    PAL_PAPERS(papers, count->profile, &reading);
    PAL_SHARES(shares, count->units, options, pal_papers_rank_max(count->profile));
    for (size_t i = 0; i < count->profile->row_count; i++) {
        size_t first = pal_papers_next(&papers, i, count->rounds->continues);
        PAL_CHECK(first != options); /* a ballot that names nobody is blank */
        pal_shares_divide(&shares, i, pal_papers_rank(&papers, i), NULL);
    }
    for (size_t i = 0; i < options; i++) {
        pal_shares_add_to(&shares, i, count->totals[i]);
    }
    struct pal_round *round = pal_outcome_add_round(count->rounds->outcome);
    pal_figures_add_all(&round->totals, count->totals, options);
    pal_rounds_place(count->rounds, count->totals);
}

/* Which of two options a ranking puts before the other: below zero for the first, above for the
 * second, zero when it puts neither before the other. */
static int preference(const struct pal_profile_row *row, const struct pal_options *finalists)
{
    int found = 0;
    for (size_t i = 0; i < row->mark_count; i++) {
        int32_t mark = row->marks[i];
        if (mark == PAL_MARK_NEXT_RANK && found != 0) {
            break;
        }
        if (mark == (int32_t)finalists->at[0] || mark == (int32_t)finalists->at[1]) {
            int side = mark == (int32_t)finalists->at[0] ? -1 : 1;
            if (found == -side) {
                return 0; /* the same rank names both */
            }
            found = side;
        }
    }
    return found;
}

/* RULE docs/rules/two-round.md
 * > In the second round a ballot counts for the one of the two that it ranks before the other. If it
 * > ranks them equal, or neither of them, it is exhausted.
 */
static void add_second_round(struct count *count, const struct pal_options *finalists)
{
    PAL_SUMS(sums, count->units, 2);
    for (size_t i = 0; i < count->profile->row_count; i++) {
        int side = preference(&count->profile->rows[i], finalists);
        if (side != 0) {
            pal_sums_add(&sums, side < 0 ? 0 : 1, i, 1);
        }
    }
    struct pal_outcome *outcome = count->rounds->outcome;
    struct pal_round *round = pal_outcome_add_round(outcome);
    mpq_set(outcome->exhausted, outcome->valid);
    for (size_t i = 0; i < count->profile->option_count; i++) {
        mpq_set_ui(count->totals[i], 0, 1);
        if (!count->rounds->continues[i]) {
            continue;
        }
        pal_sums_get(&sums, i == finalists->at[0] ? 0 : 1, count->totals[i]);
        mpq_sub(outcome->exhausted, outcome->exhausted, count->totals[i]);
        pal_figures_add(&round->totals, i, count->totals[i]);
    }
    mpq_set(round->exhausted, outcome->exhausted);
}

static void elect(struct count *count, size_t option, enum pal_reason_code why, mpq_srcptr base)
{
    pal_rounds_elect(count->rounds, option);
    struct pal_reason *reason = pal_rounds_reason(count->rounds, why, option);
    pal_reason_ratio(reason, "total", count->totals[option]);
    pal_reason_ratio(reason, "base", base);
}

static bool elect_by_majority(struct count *count, size_t leader)
{
    PAL_RATIO(twice);
    mpq_add(twice, count->totals[leader], count->totals[leader]);
    mpq_srcptr valid = count->rounds->outcome->valid;
    if (mpq_cmp(twice, valid) <= 0) {
        return false;
    }
    elect(count, leader, PAL_REASON_ROUND_MAJORITY, valid);
    return true;
}

/* RULE docs/rules/two-round.md
 * > Otherwise the two options with the most votes go to the second round. Of equal options the first in
 * > the order settled beforehand for ties go to it.
 */
static void choose_finalists(struct count *count, const struct pal_options *order)
{
    struct pal_rounds *rounds = count->rounds;
    struct pal_outcome *outcome = rounds->outcome;
    for (size_t i = 0; i < 2; i++) {
        struct pal_reason *reason =
            pal_rounds_reason(rounds, PAL_REASON_ROUND_TO_FINAL, order->at[i]);
        pal_reason_ratio(reason, "total", count->totals[order->at[i]]);
        pal_reason_ratio(reason, "base", outcome->valid);
    }
    PAL_OPTIONS(tied);
    size_t last = rounds->places[order->at[1]];
    for (size_t i = 0; i < order->count; i++) {
        if (rounds->places[i] == last) {
            pal_options_add(&tied, i);
        }
    }
    for (size_t i = 2; i < order->count; i++) {
        pal_rounds_exclude(rounds, order->at[i]);
    }
    if (order->count == 2 || rounds->places[order->at[2]] != last) {
        return;
    }
    pal_tie_record(outcome, &tied, PAL_TIE_FINAL, PAL_SETTLED_TIE_ORDER);
    for (size_t i = 0; i < 2; i++) {
        if (rounds->places[order->at[i]] == last) {
            (void)pal_rounds_reason(rounds, PAL_REASON_ROUND_TIE_FINAL, order->at[i]);
        }
    }
}

/* RULE docs/rules/two-round.md
 * > In the ranking stand the two of the second round, equal if they were equal there, then the others by
 * > their votes in the first. Who had as many votes in the first round as the one beaten in the second
 * > shares its place. If nobody was beaten, who had as many as both of the two shares theirs; who had as
 * > many as one of them only comes after both.
 *
 * order is by the first round; whoever has a majority in it beats the second there. */
static void rank(const struct count *count, const struct pal_options *order, size_t winner,
                 bool is_final_equal)
{
    struct pal_outcome *outcome = count->rounds->outcome;
    const size_t *places = count->rounds->places;
    pal_outcome_make_ranking(outcome);
    if (order->count == 1) {
        return;
    }
    const size_t rival = order->at[winner == order->at[0] ? 1 : 0];
    size_t place = is_final_equal ? 0 : 1;
    outcome->ranking[rival] = place;
    bool is_joinable = !is_final_equal || places[rival] == places[winner];
    size_t before = rival;
    for (size_t i = 2; i < order->count; i++) {
        size_t option = order->at[i];
        bool is_equal = places[option] == places[before] && (before != rival || is_joinable);
        place += is_equal ? 0 : 1;
        outcome->ranking[option] = place;
        before = option;
    }
}

/* Elects one of the two finalists; gives whether they were equal. */
static bool hold_final(struct count *count, const struct pal_options *order)
{
    struct pal_rounds *rounds = count->rounds;
    choose_finalists(count, order);
    PAL_OPTIONS(finalists);
    pal_options_add(&finalists, order->at[0]);
    pal_options_add(&finalists, order->at[1]);
    add_second_round(count, &finalists);
    PAL_OPTIONS(highest);
    pal_rounds_highest(rounds, count->totals, &highest);
    bool is_equal = highest.count == 2;
    size_t winner = pal_rounds_choose_by_order(rounds, &highest, PAL_TIE_ELECTION);
    PAL_RATIO(base);
    mpq_sub(base, rounds->outcome->valid, rounds->outcome->exhausted);
    elect(count, winner, PAL_REASON_ROUND_LAST_TWO, base);
    return is_equal;
}

static void count_rounds(struct count *count)
{
    add_first_round(count);
    PAL_OPTIONS(order);
    for (size_t i = 0; i < count->profile->option_count; i++) {
        pal_options_add(&order, i);
    }
    pal_rounds_sort(count->rounds, &order);
    bool is_equal = false;
    if (!elect_by_majority(count, order.at[0])) {
        is_equal = hold_final(count, &order);
    }
    rank(count, &order, count->rounds->outcome->elected.at[0], is_equal);
}

static void count(const struct pal_question *question, const struct pal_profile *profile,
                  struct pal_outcome *outcome)
{
    PAL_ROUNDS_OF(rounds, question, outcome);
    PAL_UNITS(units, profile, 1);
    struct count count = {
        .rounds = &rounds,
        .profile = profile,
        .units = &units,
        .totals = pal_ratio_array_new(question->option_count),
    };
    if (mpq_sgn(outcome->valid) > 0) {
        count_rounds(&count);
    } else {
        (void)pal_outcome_add_reason(outcome, PAL_REASON_NO_VALID_BALLOT);
        pal_outcome_make_ranking(outcome);
    }
    pal_figures_add_all(&outcome->totals, count.totals, question->option_count);
    outcome->parts |= PAL_PART_TOTALS;
    pal_ratio_array_free(count.totals, question->option_count);
}

const struct pal_method pal_method_two_round = {
    .id = "two-round",
    .version = 1,
    .rule = "docs/rules/two-round.md",
    .summary = "A majority of first preferences, or a second round between the two first.",
    .kind = PAL_BALLOT_RANKS,
    .elects = PAL_ELECTS_TOGETHER,
    .count = count,
    .decides = pal_decide_by_ranking,
};
