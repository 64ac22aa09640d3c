/*
 * budgets.h - what the methods that spend a budget share.
 */
#ifndef PAL_BALLOTS_BUDGETS_H
#define PAL_BALLOTS_BUDGETS_H

#include "ballots/method.h"
#include "base/attr.h"

/* There is a budget, and a cost for every option: PAL_ERR_QUESTION_BUDGET. */
PAL_MUST_USE enum pal_err pal_budget_accepts(const struct pal_question *question);
/* Can figures that grow with every purchase, by weights of so many words, be waited for? The question was
 * accepted. PAL_ERR_METHOD_DIGITS */
PAL_MUST_USE enum pal_err pal_budget_bears(const struct pal_question *question, uint64_t words);
/* The outcome has funded, nothing as yet, and its cost. Without a valid ballot it says so, and the
 * answer is false. */
bool pal_budget_start(struct pal_outcome *outcome);
/* What is left of the budget, below zero where more was spent. */
void pal_budget_left(const struct pal_question *question, const struct pal_outcome *outcome,
                     mpq_t out_left);
/* Funds an option. */
void pal_budget_fund(const struct pal_question *question, size_t option,
                     struct pal_outcome *outcome);

#endif
