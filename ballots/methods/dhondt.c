/*
 * dhondt.c - seats for lists by highest averages: the divisors are 1, 2, 3, …
 *
 * RULE docs/rules/dhondt.md
 * > Seat after seat goes to the list with the highest average: its votes divided by 1 while it has no
 * > seat, by 2 when it has one, by 3 when it has two, and so on.
 */
#include "lists.h"
#include "methods.h"

static void count(const struct pal_question *question, const struct pal_profile *profile,
                  struct pal_outcome *outcome)
{
    const struct pal_divisors divisors = {.first_num = 1, .first_den = 1, .step = 1};
    pal_lists_by_averages(question, profile, divisors, outcome);
}

const struct pal_method pal_method_dhondt = {
    .id = "dhondt",
    .version = 1,
    .rule = "docs/rules/dhondt.md",
    .summary = "Seats for lists by highest averages, votes divided by 1, 2, 3, …",
    .kind = PAL_BALLOT_CHOICE,
    .takes_seats = true,
    .parameters = pal_list_parameters,
    .judge = pal_choice_judge,
    .count = count,
};
