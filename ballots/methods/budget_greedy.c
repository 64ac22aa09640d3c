/*
 * budget_greedy.c - a budget is spent on the options with the largest totals, as far as it goes.
 *
 * RULE docs/rules/budget-greedy.md
 * > The options are taken in the order of their totals, the largest first. One that costs no more than
 * > what is left of the budget is funded.
 */
#include <limits.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/mem.h"

#include "budgets.h"
#include "methods.h"
#include "units.h"

static const char *const rules[] = {"skip", "no-skip", "threshold", NULL};
static const char *const scorings[] = {"count", "points", "positional", NULL};

static const struct pal_method_parameter parameters[] = {
    {.name = "rule",
     .kind = PAL_PARAMETER_WORD,
     .words = rules,
     .summary = "skip what does not fit, or stop there, or skip and ask for a least total"},
    {.name = "min_score",
     .kind = PAL_PARAMETER_RATIO,
     .initial = "0",
     .min = 0,
     .max = LLONG_MAX,
     .summary = "the total that an option must reach, by the rule threshold"},
    {.name = "scoring",
     .kind = PAL_PARAMETER_WORD,
     .words = scorings,
     .summary = "totals are approvals, points, or points by rank"},
    {.name = NULL},
};

static enum pal_ballot_kind reads(const struct pal_question *question)
{
    if (pal_parameter_is(question, "scoring", "points")) {
        return PAL_BALLOT_POINTS;
    }
    return pal_parameter_is(question, "scoring", "positional") ? PAL_BALLOT_RANKS
                                                               : PAL_BALLOT_APPROVES;
}

static bool has_min_score(const struct pal_question *question)
{
    PAL_RATIO(minimum);
    pal_parameter_ratio(question, "min_score", minimum);
    return mpq_sgn(minimum) > 0;
}

static enum pal_weighing weighing(const struct pal_question *question)
{
    return has_min_score(question) ? PAL_WEIGHS_ABSOLUTE : PAL_WEIGHS_SHARES;
}

static enum pal_err accepts(const struct pal_question *question)
{
    if (has_min_score(question) && !pal_parameter_is(question, "rule", "threshold")) {
        return PAL_ERR_METHOD_PARAMETER; /* it would say nothing */
    }
    return pal_budget_accepts(question);
}

/* --- Totals --- */

/* RULE docs/rules/budget-greedy.md
 * > By points, the total of an option is the sum of the points that ballots give it, each times the
 * > weight of its ballot.
 */
static void add_points(const struct pal_profile *profile, struct pal_outcome *outcome)
{
    PAL_UNITS(units, profile, INT32_MAX);
    PAL_SUMS(sums, &units, outcome->option_count);
    for (size_t r = 0; r < profile->row_count; r++) {
        const struct pal_profile_row *row = &profile->rows[r];
        for (size_t i = 0; i < row->mark_count; i++) {
            if (row->marks[i] != 0) {
                pal_sums_add(&sums, i, r, row->marks[i]);
            }
        }
    }
    pal_sums_figures(&sums, &outcome->totals);
}

/* The ranks of a ballot, those that were skipped among them. A profile keeps none behind its last option. */
static size_t rank_count(const struct pal_profile_row *row)
{
    size_t ranks = 1;
    for (size_t i = 0; i < row->mark_count; i++) {
        ranks += row->marks[i] == PAL_MARK_NEXT_RANK;
    }
    return ranks;
}

static bool weighs_something(const struct pal_profile *profile, const struct pal_profile_row *row)
{
    return row->ballot_count > 0 && mpq_sgn(profile->weights[row->weight]) > 0;
}

static size_t longest(const struct pal_question *question, const struct pal_profile *profile)
{
    if (question->max_length > 0) {
        return question->max_length;
    }
    size_t length = 0;
    for (size_t r = 0; r < profile->row_count; r++) {
        const struct pal_profile_row *row = &profile->rows[r];
        size_t ranks = weighs_something(profile, row) ? rank_count(row) : 0;
        length = ranks > length ? ranks : length;
    }
    return length;
}

/* RULE docs/rules/budget-greedy.md
 * > By rank, a ballot gives L to what it ranks first, L − 1 to what it ranks second, and so on, never
 * > less than nothing. L is the number of options that a ballot may rank where that is stated, else the
 * > number of ranks of the longest ballot that weighs something, up to its last one that names an option.
 */
static void add_ranks(const struct pal_question *question, const struct pal_profile *profile,
                      struct pal_outcome *outcome)
{
    const size_t length = longest(question, profile);
    PAL_CHECK(length <= INT64_MAX);
    PAL_UNITS(units, profile, length);
    PAL_SUMS(sums, &units, outcome->option_count);
    /* The number of the last row that ranks each option, from 1: one that stands twice counts once.
     */
    size_t *seen PAL_CLEANUP(pal_mem_done) = pal_mem_new(outcome->option_count, sizeof *seen);
    for (size_t r = 0; r < profile->row_count; r++) {
        const struct pal_profile_row *row = &profile->rows[r];
        size_t points = length;
        for (size_t i = 0; i < row->mark_count && points > 0; i++) {
            if (row->marks[i] == PAL_MARK_NEXT_RANK) {
                points--;
            } else if (seen[row->marks[i]] != r + 1) {
                seen[row->marks[i]] = r + 1;
                pal_sums_add(&sums, (size_t)row->marks[i], r, (int64_t)points);
            }
        }
    }
    pal_sums_figures(&sums, &outcome->totals);
}

static void set_totals(const struct pal_question *question, const struct pal_profile *profile,
                       struct pal_outcome *outcome)
{
    switch (reads(question)) {
    case PAL_BALLOT_POINTS: add_points(profile, outcome); break;
    case PAL_BALLOT_RANKS: add_ranks(question, profile, outcome); break;
    case PAL_BALLOT_APPROVES:
    case PAL_BALLOT_CHOICE:
    case PAL_BALLOT_NONE:
    case PAL_BALLOT_SCORES:
    case PAL_BALLOT_KIND_COUNT: pal_choice_totals(profile, outcome); break;
    }
    outcome->parts |= PAL_PART_TOTALS;
    pal_rank_by_totals(outcome);
}

/* --- Spending --- */

/* Some options with the same total, in the order of ties. */
struct group {
    const size_t *at;
    size_t count;
};

/* What the spending does, and how far it came. */
struct spending {
    const struct pal_question *question;
    struct pal_outcome *outcome;
    bool stops; /* at the first option that does not fit */
    bool has_stopped;
    mpq_t minimum, left;
};

static struct pal_reason *explain(const struct spending *spending, size_t option,
                                  enum pal_reason_code code)
{
    struct pal_reason *reason = pal_outcome_add_reason(spending->outcome, code);
    pal_reason_text(reason, "option", spending->question->names[option]);
    pal_reason_ratio(reason, "total", spending->outcome->totals.at[option].value);
    pal_reason_ratio(reason, "cost", spending->question->costs[option]);
    pal_reason_ratio(reason, "left", spending->left);
    return reason;
}

static bool fits(const struct spending *spending, size_t option)
{
    return mpq_cmp(spending->question->costs[option], spending->left) <= 0;
}

/* Records a tie where the order in which equals come decides what is funded: some fit, and not all
 * of those that stand for choice do together. Who cannot be funded in any order is not tied, unless
 * coming first would stop the spending. */
static bool record_tie(const struct spending *spending, struct group group)
{
    PAL_OPTIONS(among);
    PAL_RATIO(cost);
    bool some_fit = false;
    for (size_t i = 0; i < group.count; i++) {
        bool is_fit = fits(spending, group.at[i]);
        some_fit = some_fit || is_fit;
        if (is_fit || spending->stops) {
            pal_options_add(&among, group.at[i]);
            mpq_add(cost, cost, spending->question->costs[group.at[i]]);
        }
    }
    bool is_tie = some_fit && among.count > 1 && mpq_cmp(cost, spending->left) > 0;
    if (is_tie) {
        pal_tie_record(spending->outcome, &among, PAL_TIE_PURCHASE, PAL_SETTLED_TIE_ORDER);
    }
    return is_tie;
}

static void spend_on(struct spending *spending, size_t option, bool is_tied)
{
    if (!fits(spending, option)) {
        (void)explain(spending, option,
                      spending->stops ? PAL_REASON_BUDGET_STOPS : PAL_REASON_DOES_NOT_FIT);
        spending->has_stopped = spending->stops;
        return;
    }
    pal_budget_fund(spending->question, option, spending->outcome);
    pal_budget_left(spending->question, spending->outcome, spending->left);
    (void)explain(spending, option, PAL_REASON_FUNDED_BY_TOTAL);
    if (is_tied) {
        struct pal_reason *reason =
            pal_outcome_add_reason(spending->outcome, PAL_REASON_TIE_BY_ORDER);
        pal_reason_text(reason, "option", spending->question->names[option]);
    }
}

/* RULE docs/rules/budget-greedy.md
 * > One that costs more is passed over, or ends the spending where the rule is not to skip. Where there
 * > is a least total, an option that does not reach it is not funded; reaching it exactly is enough.
 */
static void spend_on_equals(struct spending *spending, struct group group)
{
    mpq_srcptr total = spending->outcome->totals.at[group.at[0]].value;
    if (mpq_cmp(total, spending->minimum) < 0) {
        for (size_t i = 0; i < group.count; i++) {
            struct pal_reason *reason = explain(spending, group.at[i], PAL_REASON_BELOW_SCORE);
            pal_reason_ratio(reason, "minimum", spending->minimum);
        }
        return;
    }
    bool is_tied = record_tie(spending, group);
    for (size_t i = 0; i < group.count && !spending->has_stopped; i++) {
        spend_on(spending, group.at[i], is_tied);
    }
}

static void spend(struct spending *spending)
{
    PAL_OPTIONS(order);
    pal_tie_ranked(spending->question, spending->outcome, &order);
    const size_t *ranking = spending->outcome->ranking;
    for (size_t first = 0, next; first < order.count && !spending->has_stopped; first = next) {
        next = first + 1;
        while (next < order.count && ranking[order.at[next]] == ranking[order.at[first]]) {
            next++;
        }
        spend_on_equals(spending, (struct group){&order.at[first], next - first});
    }
}

static void count(const struct pal_question *question, const struct pal_profile *profile,
                  struct pal_outcome *outcome)
{
    set_totals(question, profile, outcome);
    if (!pal_budget_start(outcome)) {
        return;
    }
    struct spending spending = {.question = question, .outcome = outcome};
    spending.stops = pal_parameter_is(question, "rule", "no-skip");
    mpq_inits(spending.minimum, spending.left, (mpq_ptr)NULL);
    pal_parameter_ratio(question, "min_score", spending.minimum);
    pal_budget_left(question, outcome, spending.left);
    spend(&spending);
    mpq_clears(spending.minimum, spending.left, (mpq_ptr)NULL);
}

const struct pal_method pal_method_budget_greedy = {
    .id = "budget-greedy",
    .version = 1,
    .rule = "docs/rules/budget-greedy.md",
    .summary = "A budget goes to the options with the largest totals, as far as it reaches.",
    .kind = PAL_BALLOT_APPROVES,
    .reads = reads,
    .weighing = weighing,
    .parameters = parameters,
    .conditional = "min_score",
    .accepts = accepts,
    .count = count,
};
