/*
 * minimax.c - the option whose worst defeat is the smallest.
 */
#include "base/mem.h"

#include "methods.h"
#include "pairwise.h"

/* Who inflicts its worst defeat on the option, or the option itself where it has none.
 *
 * RULE docs/rules/minimax.md
 * > With strength=winning, a defeat is the weight of the ballots that prefer the other, where the other
 * > beats the option; an option that nobody beats has a total of zero.
 */
static size_t worst_opponent(const struct pal_pairwise *pairwise, size_t option,
                             bool is_beaten_alone)
{
    size_t worst = option;
    for (size_t j = 0; j < pairwise->option_count; j++) {
        if (j == option || (is_beaten_alone && !pal_pairwise_beats(pairwise, j, option))) {
            continue;
        }
        if (worst == option ||
            pal_sums_compare(pairwise->strength, pal_pairwise_slot(pairwise, j, option),
                             pal_pairwise_slot(pairwise, worst, option)) > 0) {
            worst = j;
        }
    }
    return worst;
}

static enum pal_reason_code why(const struct pal_question *question, bool is_undefeated)
{
    if (is_undefeated) {
        return PAL_REASON_UNDEFEATED;
    }
    if (pal_parameter_is(question, "strength", "margins")) {
        return PAL_REASON_WORST_MARGIN;
    }
    return pal_parameter_is(question, "strength", "winning") ? PAL_REASON_WORST_DEFEAT
                                                             : PAL_REASON_WORST_OPPOSITION;
}

/* RULE docs/rules/minimax.md
 * > With strength=margins, a defeat is the weight of the ballots that prefer the other less the weight of
 * > those that prefer the option, whoever beats whom: the total of an option that beats everyone is negative.
 */
static void add_total(const struct pal_pairwise *pairwise, const struct pal_question *question,
                      size_t option, struct pal_outcome *outcome)
{
    bool is_beaten_alone = pal_parameter_is(question, "strength", "winning");
    size_t worst = worst_opponent(pairwise, option, is_beaten_alone);
    PAL_RATIO(total);
    pal_sums_get(pairwise->strength, pal_pairwise_slot(pairwise, worst, option), total);
    pal_figures_add(&outcome->totals, option, total);
    if (mpq_sgn(outcome->valid) == 0) {
        return; /* nobody is compared */
    }
    struct pal_reason *reason = pal_outcome_add_reason(outcome, why(question, worst == option));
    pal_reason_text(reason, "option", question->names[option]);
    if (worst != option) {
        pal_reason_text(reason, "other", question->names[worst]);
        pal_reason_ratio(reason, "total", total);
    }
}

/* RULE docs/rules/minimax.md
 * > The option whose worst defeat is the smallest is elected. The total of an option is its worst defeat.
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
    pal_rank_by_least_totals(outcome);
    size_t elected = pal_elect_first(question, outcome);
    pal_pairwise_explain(&pairwise, question, elected, outcome);
}

static const char *const strengths[] = {"winning", "margins", "opposition", NULL};

static const struct pal_method_parameter parameters[] = {
    {.name = "strength",
     .kind = PAL_PARAMETER_WORD,
     .words = strengths,
     .summary = "what a defeat is: those who prefer a victor, how many more, or those who prefer "
                "anyone else"},
    PAL_UNRANKED_PARAMETER,
    {.name = NULL},
};

const struct pal_method pal_method_minimax = {
    .id = "minimax",
    .version = 1,
    .rule = "docs/rules/minimax.md",
    .summary = "Everyone against everyone; the option whose worst defeat is the smallest.",
    .kind = PAL_BALLOT_RANKS,
    .elects = PAL_ELECTS_BY_RANKING,
    .parameters = parameters,
    .count = count,
    .decides = pal_decide_by_ranking,
};
