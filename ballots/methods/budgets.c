/* budgets.c - a budget, and what is funded of it. */
#include "budgets.h"

#include "base/limits.h"

/* Amounts have one common denominator, in which everything is reckoned: of as many digits as one of
 * them may have. */
static enum pal_err bound_amounts(const struct pal_question *question)
{
    PAL_RATIO(coin);
    mpz_set(mpq_denref(coin), mpq_denref(question->budget));
    size_t digits = 0;
    for (size_t i = 0; i < question->option_count && digits <= PAL_LIMIT_RATIO_DIGITS; i++) {
        mpz_lcm(mpq_denref(coin), mpq_denref(coin), mpq_denref(question->costs[i]));
        digits = mpz_sizeinbase(mpq_denref(coin), 10);
    }
    return digits <= PAL_LIMIT_RATIO_DIGITS ? PAL_OK : PAL_ERR_LIMIT_COSTS;
}

enum pal_err pal_budget_accepts(const struct pal_question *question)
{
    return question->has_budget && question->costs != NULL ? bound_amounts(question)
                                                           : PAL_ERR_QUESTION_BUDGET;
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
