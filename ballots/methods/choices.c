/* choices.c - what methods share whose ballots mark options with a cross. */
#include "base/check.h"

#include "methods.h"
#include "units.h"

size_t pal_choice_of(const struct pal_ballot *ballot)
{
    size_t option = 0;
    while (ballot->marks[option] == 0) {
        option++;
        PAL_CHECK(option < ballot->mark_count);
    }
    return option;
}

enum pal_err pal_choice_judge(const struct pal_question *question, const struct pal_ballot *ballot,
                              enum pal_ballot_state *out_state)
{
    PAL_CHECK(ballot->mark_count == question->option_count);
    size_t crosses = 0;
    for (size_t i = 0; i < ballot->mark_count; i++) {
        crosses += ballot->marks[i] != 0;
    }
    if (crosses > 1) {
        return PAL_ERR_BALLOT_TOO_MANY;
    }
    *out_state = PAL_BALLOT_COUNTED;
    return PAL_OK;
}

void pal_choice_totals(const struct pal_profile *profile, struct pal_outcome *outcome)
{
    PAL_UNITS(units, profile, 1);
    PAL_SUMS(sums, &units, outcome->option_count);
    for (size_t r = 0; r < profile->row_count; r++) {
        const struct pal_profile_row *row = &profile->rows[r];
        PAL_CHECK(row->mark_count == outcome->option_count);
        for (size_t i = 0; i < row->mark_count; i++) {
            if (row->marks[i] != 0) {
                pal_sums_add(&sums, i, r, 1);
            }
        }
    }
    pal_sums_figures(&sums, &outcome->totals);
    outcome->parts |= PAL_PART_TOTALS;
}
