/*
 * borda.c - points by rank, and the option with the most.
 */
#include "base/mem.h"

#include "methods.h"
#include "rankings.h"
#include "units.h"

/* Twice the points of an option at that place, so that halves are whole: the options from start to
 * before end share n-start, …, n-(end-1), whose mean is that of the first and the last.
 *
 * RULE docs/rules/borda.md
 * > … Of n options it gives n points to
 * > the first, n-1 to the second, and so on, each multiplied by the weight of the ballot. Options at the same
 * > rank share the points of the places that they take, equally.
 */
static int64_t twice_points(const struct pal_ranking *ranking, size_t start, size_t end)
{
    return 2 * (int64_t)ranking->option_count - (int64_t)start - (int64_t)(end - 1);
}

/* What every option gets that is not ranked is added once, in the slot after the last option, and
 * what those that are ranked get besides to each of them.
 *
 * RULE docs/rules/borda.md
 * > With unranked=last, the options that a ballot does not rank share the points of the places that are left,
 * > equally. With unranked=zero, they get none.
 */
static void add_rows(const struct pal_question *question, const struct pal_profile *profile,
                     struct pal_sums *sums)
{
    const size_t count = question->option_count;
    const bool is_zero = pal_parameter_is(question, "unranked", "zero");
    PAL_RANKING(ranking, count);
    for (size_t r = 0; r < profile->row_count; r++) {
        pal_ranking_read(&ranking, &profile->rows[r]);
        int64_t unranked = 0;
        if (!is_zero && ranking.count < count) {
            unranked = twice_points(&ranking, ranking.count, count);
            pal_sums_add(sums, count, r, unranked);
        }
        for (size_t p = 0; p < ranking.count; p++) {
            int64_t points = twice_points(&ranking, ranking.starts[p], ranking.ends[p]);
            pal_sums_add(sums, ranking.options[p], r, points - unranked);
        }
    }
    for (size_t i = 0; i < count; i++) {
        pal_sums_merge(sums, i, count);
    }
}

/* RULE docs/rules/borda.md
 * > The option with the most points is elected. Options of the same total share a place. If several share
 * > the first place, the one that comes first in the order settled beforehand for ties is elected.
 */
static void count(const struct pal_question *question, const struct pal_profile *profile,
                  struct pal_outcome *outcome)
{
    const size_t count = question->option_count;
    PAL_UNITS(units, profile, 2 * count);
    PAL_SUMS(sums, &units, count + 1);
    add_rows(question, profile, &sums);
    PAL_RATIO(total);
    for (size_t i = 0; i < count; i++) {
        pal_sums_get(&sums, i, total);
        mpq_div_2exp(total, total, 1);
        pal_figures_add(&outcome->totals, i, total);
    }
    outcome->parts |= PAL_PART_TOTALS;
    pal_rank_by_totals(outcome);
    pal_elect_ranked(question, outcome, PAL_REASON_MOST_POINTS);
}

static const char *const unranked_words[] = {"last", "zero", NULL};

static const struct pal_method_parameter parameters[] = {
    {.name = "unranked",
     .kind = PAL_PARAMETER_WORD,
     .words = unranked_words,
     .summary =
         "options that a ballot leaves out: they share the points that are left, or get none"},
    {.name = NULL},
};

const struct pal_method pal_method_borda = {
    .id = "borda",
    .version = 1,
    .rule = "docs/rules/borda.md",
    .summary = "Points by rank, n for the first of n; the option with the most.",
    .kind = PAL_BALLOT_RANKS,
    .elects = PAL_ELECTS_BY_RANKING,
    .parameters = parameters,
    .count = count,
    .decides = pal_decide_by_ranking,
};
