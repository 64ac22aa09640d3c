/* budgets.c - a budget, and what is funded of it. */
#include "budgets.h"

#include "base/limits.h"

/* The common denominator of all amounts, or one of too many digits. */
static void find_coin(const struct pal_question *question, mpz_t out_coin)
{
    mpz_set(out_coin, mpq_denref(question->budget));
    for (size_t i = 0; i < question->option_count; i++) {
        if (mpz_sizeinbase(out_coin, 10) > PAL_LIMIT_RATIO_DIGITS + 1) {
            break; /* one of them may be too many */
        }
        mpz_lcm(out_coin, out_coin, mpq_denref(question->costs[i]));
    }
}

/* Everything is reckoned in it: it has as many digits as one amount may have. */
static enum pal_err bound_amounts(const struct pal_question *question)
{
    mpz_t coin;
    mpz_t least; /* of more digits */
    mpz_inits(coin, least, (mpz_ptr)NULL);
    find_coin(question, coin);
    mpz_ui_pow_ui(least, 10, PAL_LIMIT_RATIO_DIGITS);
    bool is_short = mpz_cmp(coin, least) < 0;
    mpz_clears(coin, least, (mpz_ptr)NULL);
    return is_short ? PAL_OK : PAL_ERR_LIMIT_COSTS;
}

/* RULE docs/rules/budget-equal-shares.md
 * > Weights as whole numbers of one unit take so many words of 64 bits, and so does the common denominator
 * > of the budget and all costs; where the square of both together, times the third power of the options,
 * > is more than 2^36, the ballots are refused.
 */
enum pal_err pal_budget_bears(const struct pal_question *question, uint64_t words)
{
    const uint64_t products_max = (uint64_t)1 << 36;
    const uint64_t options = question->option_count;
    mpz_t coin;
    mpz_init(coin);
    find_coin(question, coin);
    const uint64_t all = words + mpz_size(coin);
    mpz_clear(coin);
    return all * all * options * options * options <= products_max ? PAL_OK : PAL_ERR_METHOD_DIGITS;
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
