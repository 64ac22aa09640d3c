/* budgets.c - a budget, and what is funded of it. */
#include "budgets.h"

enum pal_err pal_budget_accepts(const struct pal_question *question)
{
    return question->has_budget && question->costs != NULL ? PAL_OK : PAL_ERR_QUESTION_BUDGET;
}

bool pal_budget_start(struct pal_outcome *outcome)
{
    outcome->parts |= PAL_PART_FUNDED | PAL_PART_TIES;
    if (mpq_sgn(outcome->valid) > 0) {
        return true;
    }
    (void)pal_outcome_add_reason(outcome, PAL_REASON_NOTHING_FUNDED);
    return false;
}

void pal_budget_left(const struct pal_question *question, const struct pal_outcome *outcome,
                     mpq_t out_left)
{
    mpq_sub(out_left, question->budget, outcome->cost);
}

void pal_budget_fund(const struct pal_question *question, size_t option,
                     struct pal_outcome *outcome)
{
    pal_options_add(&outcome->funded, option);
    mpq_add(outcome->cost, outcome->cost, question->costs[option]);
}
