/* fuzz_borda.c - no more points are given than there are: 1 to n for each ballot, by its weight. */
#include "fuzz.h"
#include "rankings.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct pal_bytes rest = {bytes, size};
    struct pal_outcome outcome PAL_CLEANUP(pal_outcome_done) = {0};
    pal_count_rankings("borda", &rest, &outcome);
    const int64_t count = (int64_t)outcome.option_count;
    PAL_RATIO(given);
    for (size_t i = 0; i < outcome.option_count; i++) {
        mpq_add(given, given, outcome.totals.at[i].value);
    }
    PAL_RATIO(all);
    pal_ratio_set(all, count * (count + 1), 2);
    mpq_mul(all, all, outcome.valid);
    PAL_CHECK(mpq_cmp(given, all) <= 0);
    return 0;
}
