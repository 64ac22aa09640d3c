/*
 * copeland.c - whoever beats most of the others, one against one.
 */
#include "base/mem.h"

#include "methods.h"
#include "pairwise.h"

/* RULE docs/rules/copeland.md
 * > The total of an option is the number of options that it beats, less the number of those that beat it.
 */
static void add_total(const struct pal_pairwise *pairwise, const struct pal_question *question,
                      size_t option, struct pal_outcome *outcome)
{
    int64_t victories = 0;
    int64_t defeats = 0;
    for (size_t j = 0; j < pairwise->option_count; j++) {
        victories += pal_pairwise_beats(pairwise, option, j);
        defeats += pal_pairwise_beats(pairwise, j, option);
    }
    PAL_RATIO(total);
    pal_ratio_set(total, victories - defeats, 1);
    pal_figures_add(&outcome->totals, option, total);
    if (mpq_sgn(outcome->valid) == 0) {
        return; /* nobody is compared */
    }
    struct pal_reason *reason = pal_outcome_add_reason(outcome, PAL_REASON_VICTORIES);
    pal_reason_text(reason, "option", question->names[option]);
    pal_reason_ratio(reason, "total", total);
    pal_ratio_set(total, victories, 1);
    pal_reason_ratio(reason, "victories", total);
    pal_ratio_set(total, defeats, 1);
    pal_reason_ratio(reason, "defeats", total);
}

/* RULE docs/rules/copeland.md
 * > The option with the largest total is elected. Options of the same total share a place. …
 */
static void count(const struct pal_question *question, const struct pal_profile *profile,
                  struct pal_outcome *outcome)
{
    PAL_PAIRWISE(pairwise, question, profile);
    pal_pairwise_tell(&pairwise, outcome);
    for (size_t i = 0; i < question->option_count; i++) {
        add_total(&pairwise, question, i, outcome);
    }
    outcome->parts |= PAL_PART_TOTALS;
    pal_rank_by_totals(outcome);
    size_t elected = pal_elect_first(question, outcome);
    pal_pairwise_explain(&pairwise, question, elected, outcome);
}

static const struct pal_method_parameter parameters[] = {
    PAL_UNRANKED_PARAMETER,
    {.name = NULL},
};

const struct pal_method pal_method_copeland = {
    .id = "copeland",
    .version = 1,
    .rule = "docs/rules/copeland.md",
    .summary = "Everyone against everyone; the option with most victories, defeats taken away.",
    .kind = PAL_BALLOT_RANKS,
    .elects = PAL_ELECTS_BY_RANKING,
    .parameters = parameters,
    .count = count,
    .decides = pal_decide_by_ranking,
};
