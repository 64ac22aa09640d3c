/*
 * score.c - each ballot gives each option a score, and the options with the highest are elected.
 *
 * RULE docs/rules/score.md
 * > A ballot gives an option a whole number of points, from 0 to the scale of the poll, or no opinion.
 */
#include "base/check.h"

#include "methods.h"
#include "units.h"

static const char *const missing[] = {"0", "ignore", NULL};

static const struct pal_method_parameter parameters[] = {
    {.name = "missing",
     .kind = PAL_PARAMETER_WORD,
     .words = missing,
     .summary = "no opinion counts as a score of 0; or the score is the mean of the opinions"},
    {.name = NULL},
};

enum pal_err pal_score_accepts(const struct pal_question *question)
{
    return question->scale >= 1 ? PAL_OK : PAL_ERR_QUESTION_SCALE;
}

void pal_score_totals(const struct pal_question *question, const struct pal_profile *profile,
                      struct pal_figures *out_totals)
{
    PAL_UNITS(units, profile, (uint64_t)question->scale);
    PAL_SUMS(sums, &units, question->option_count);
    for (size_t r = 0; r < profile->row_count; r++) {
        const struct pal_profile_row *row = &profile->rows[r];
        PAL_CHECK(row->mark_count == question->option_count);
        for (size_t i = 0; i < row->mark_count; i++) {
            if (row->marks[i] > 0) {
                pal_sums_add(&sums, i, r, row->marks[i]);
            }
        }
    }
    pal_sums_figures(&sums, out_totals);
}

/* Divides each total by the weight of the ballots that have an opinion of the option.
 *
 * RULE docs/rules/score.md
 * > … or, where the poll says that no opinion is ignored, that sum divided by the weight of the ballots
 * > that have an opinion of the option, and 0 where there is none.
 */
static void divide_by_opinions(const struct pal_profile *profile, struct pal_figures *totals)
{
    PAL_UNITS(units, profile, 1);
    PAL_SUMS(opinions, &units, totals->count);
    for (size_t r = 0; r < profile->row_count; r++) {
        const struct pal_profile_row *row = &profile->rows[r];
        for (size_t i = 0; i < row->mark_count; i++) {
            if (row->marks[i] != PAL_MARK_NO_OPINION) {
                pal_sums_add(&opinions, i, r, 1);
            }
        }
    }
    PAL_RATIO(weight);
    for (size_t i = 0; i < totals->count; i++) {
        pal_sums_get(&opinions, i, weight);
        if (mpq_sgn(weight) > 0) {
            mpq_div(totals->at[i].value, totals->at[i].value, weight);
        }
    }
}

/* RULE docs/rules/score.md
 * > The total of an option is the sum of its scores, each times the weight of its ballot, no opinion
 * > counting as 0 …
 * > With S seats, the S options with the highest totals are elected, the highest first. If there are no
 * > more options than seats, all are elected.
 */
static void count(const struct pal_question *question, const struct pal_profile *profile,
                  struct pal_outcome *outcome)
{
    pal_score_totals(question, profile, &outcome->totals);
    outcome->parts |= PAL_PART_TOTALS;
    bool is_mean = pal_parameter_is(question, "missing", "ignore");
    if (is_mean) {
        divide_by_opinions(profile, &outcome->totals);
    }
    pal_rank_by_totals(outcome);
    pal_elect_ranked(question, outcome, is_mean ? PAL_REASON_BEST_MEAN : PAL_REASON_BEST_SCORE);
}

const struct pal_method pal_method_score = {
    .id = "score",
    .version = 1,
    .rule = "docs/rules/score.md",
    .summary = "A score for each option; those with the highest totals take the seats.",
    .kind = PAL_BALLOT_SCORES,
    .takes_seats = true,
    .elects = PAL_ELECTS_BY_RANKING,
    .parameters = parameters,
    .accepts = pal_score_accepts,
    .count = count,
    .decides = pal_decide_by_ranking,
};
