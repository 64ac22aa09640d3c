/*
 * sainte_lague_modified.c - seats for lists by highest averages: the divisors are 7/5, 3, 5, …
 *
 * RULE docs/rules/sainte-lague-modified.md
 * > Seat after seat goes to the list with the highest average: its votes divided by 7/5 while it has no
 * > seat, by 3 when it has one, by 5 when it has two, and so on by the odd numbers.
 */
#include "lists.h"
#include "methods.h"

static void count(const struct pal_question *question, const struct pal_profile *profile,
                  struct pal_outcome *outcome)
{
    const struct pal_divisors divisors = {.first_num = 7, .first_den = 5, .step = 2};
    pal_lists_by_averages(question, profile, divisors, outcome);
}

const struct pal_method pal_method_sainte_lague_modified = {
    .id = "sainte-lague-modified",
    .version = 1,
    .rule = "docs/rules/sainte-lague-modified.md",
    .summary = "Seats for lists by highest averages, votes divided by 7/5, 3, 5, …",
    .kind = PAL_BALLOT_CHOICE,
    .takes_seats = true,
    .parameters = pal_list_parameters,
    .judge = pal_choice_judge,
    .count = count,
};
