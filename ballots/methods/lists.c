/* lists.c - seats for lists: who may have some, in which order they claim them, highest averages. */
#include "lists.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/mem.h"

#include "methods.h"

const struct pal_method_parameter pal_list_parameters[] = {
    {.name = "threshold",
     .kind = PAL_PARAMETER_RATIO,
     .initial = "0",
     .min = 0,
     .max = 1,
     .summary = "the share of the valid votes that a list must reach to have a seat"},
    {.name = NULL},
};

void pal_claims_done(struct pal_claims *claims)
{
    for (size_t i = 0; i < claims->count; i++) {
        pal_ratio_done(&claims->at[i].strength);
    }
    pal_mem_free(claims->at);
    *claims = (struct pal_claims){0};
}

/* Below zero where the left one comes first. */
static int compare(const void *a, const void *b)
{
    const struct pal_claim *left = a;
    const struct pal_claim *right = b;
    int order = mpq_cmp(right->strength, left->strength);
    return order != 0 ? order
                      : (left->tie_place > right->tie_place) - (left->tie_place < right->tie_place);
}

void pal_claims_sort(struct pal_claims *claims)
{
    qsort(claims->at, claims->count, sizeof *claims->at, compare);
}

void pal_claims_sink(struct pal_claims *claims)
{
    PAL_CHECK(claims->count > 0);
    struct pal_claim first = claims->at[0];
    size_t low = 1;
    size_t high = claims->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(&claims->at[middle], &first) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    memmove(&claims->at[0], &claims->at[1], (low - 1) * sizeof first);
    claims->at[low - 1] = first;
}

static void explain_threshold(const struct pal_question *question, size_t option,
                              mpq_srcptr threshold, struct pal_outcome *outcome)
{
    struct pal_reason *reason = pal_outcome_add_reason(outcome, PAL_REASON_LIST_BELOW_THRESHOLD);
    pal_reason_text(reason, "option", question->names[option]);
    pal_reason_ratio(reason, "votes", outcome->totals.at[option].value);
    pal_reason_ratio(reason, "valid", outcome->valid);
    pal_reason_ratio(reason, "threshold", threshold);
}

/* RULE docs/rules/dhondt.md
 * > A list whose votes, divided by the valid votes, are below the threshold gets no seat; reaching it
 * > exactly is enough. A list without votes gets no seat.
 */
static void admit(const struct pal_question *question, struct pal_outcome *outcome,
                  struct pal_claims *claims)
{
    PAL_RATIO(threshold);
    PAL_RATIO(needed);
    pal_parameter_ratio(question, "threshold", threshold);
    mpq_mul(needed, threshold, outcome->valid);
    for (size_t place = 0; place < question->option_count; place++) {
        size_t option = question->tie_order[place];
        mpq_srcptr votes = outcome->totals.at[option].value;
        if (mpq_sgn(votes) > 0 && mpq_cmp(votes, needed) >= 0) {
            struct pal_claim *claim = &claims->at[claims->count++];
            *claim = (struct pal_claim){.option = option, .tie_place = place};
            mpq_init(claim->strength);
            mpq_set(claim->strength, votes);
        }
    }
    for (size_t i = 0; i < question->option_count; i++) {
        if (mpq_cmp(outcome->totals.at[i].value, needed) < 0) {
            explain_threshold(question, i, threshold, outcome);
        }
    }
}

void pal_lists_start(const struct pal_question *question, const struct pal_profile *profile,
                     struct pal_outcome *outcome, struct pal_claims *out_claims)
{
    pal_choice_totals(profile, outcome);
    pal_rank_by_totals(outcome);
    pal_outcome_make_seats(outcome);
    outcome->parts |= PAL_PART_TIES;
    out_claims->at = pal_mem_new(question->option_count, sizeof *out_claims->at);
    if (mpq_sgn(outcome->valid) == 0) {
        (void)pal_outcome_add_reason(outcome, PAL_REASON_NO_VALID_BALLOT);
        return;
    }
    admit(question, outcome, out_claims);
    if (out_claims->count == 0) {
        (void)pal_outcome_add_reason(outcome, PAL_REASON_NO_LIST_QUALIFIES);
    }
}

void pal_lists_tie(const struct pal_question *question, const struct pal_options *winners,
                   const struct pal_options *losers, struct pal_outcome *outcome)
{
    if (losers->count == 0) {
        return;
    }
    PAL_OPTIONS(among);
    for (size_t i = 0; i < winners->count; i++) {
        pal_options_add(&among, winners->at[i]);
        struct pal_reason *reason = pal_outcome_add_reason(outcome, PAL_REASON_SEAT_TIE_BY_ORDER);
        pal_reason_text(reason, "option", question->names[winners->at[i]]);
    }
    for (size_t i = 0; i < losers->count; i++) {
        pal_options_add(&among, losers->at[i]);
    }
    pal_tie_record(outcome, &among, PAL_TIE_SEAT, PAL_SETTLED_TIE_ORDER);
}

/* --- Highest averages --- */

/* The divisor for the seat that comes after so many. */
static void set_divisor(struct pal_divisors divisors, uint64_t seats, mpq_t out_divisor)
{
    if (seats == 0) {
        pal_ratio_set(out_divisor, divisors.first_num, divisors.first_den);
    } else {
        pal_ratio_set(out_divisor, 1 + divisors.step * (int64_t)seats, 1);
    }
}

static void set_average(const struct pal_outcome *outcome, struct pal_divisors divisors,
                        struct pal_claim *claim)
{
    PAL_RATIO(divisor);
    set_divisor(divisors, outcome->seats[claim->option], divisor);
    mpq_div(claim->strength, outcome->totals.at[claim->option].value, divisor);
}

static void explain_seat(const struct pal_question *question, struct pal_divisors divisors,
                         const struct pal_claim *claim, size_t seat, struct pal_outcome *outcome)
{
    PAL_RATIO(figure);
    struct pal_reason *reason = pal_outcome_add_reason(outcome, PAL_REASON_SEAT_BY_AVERAGE);
    pal_ratio_set(figure, (int64_t)seat, 1);
    pal_reason_ratio(reason, "seat", figure);
    pal_reason_text(reason, "option", question->names[claim->option]);
    pal_reason_ratio(reason, "votes", outcome->totals.at[claim->option].value);
    set_divisor(divisors, outcome->seats[claim->option], figure);
    pal_reason_ratio(reason, "divisor", figure);
    pal_reason_ratio(reason, "average", claim->strength);
}

void pal_lists_by_averages(const struct pal_question *question, const struct pal_profile *profile,
                           struct pal_divisors divisors, struct pal_outcome *outcome)
{
    PAL_CLAIMS(claims);
    pal_lists_start(question, profile, outcome, &claims);
    for (size_t i = 0; i < claims.count; i++) {
        set_average(outcome, divisors, &claims.at[i]);
    }
    pal_claims_sort(&claims);

    PAL_OPTIONS(winners); /* of seats with the average of the last one */
    PAL_RATIO(last);
    for (size_t seat = 1; claims.count > 0 && seat <= question->seat_count; seat++) {
        struct pal_claim *first = &claims.at[0];
        if (!mpq_equal(first->strength, last)) {
            winners.count = 0;
            mpq_set(last, first->strength);
        }
        pal_options_add(&winners, first->option);
        explain_seat(question, divisors, first, seat, outcome);
        outcome->seats[first->option]++;
        set_average(outcome, divisors, first);
        pal_claims_sink(&claims);
    }

    PAL_OPTIONS(losers);
    for (size_t i = 0; i < claims.count && mpq_equal(claims.at[i].strength, last); i++) {
        pal_options_add(&losers, claims.at[i].option);
    }
    pal_lists_tie(question, &winners, &losers, outcome);
}
