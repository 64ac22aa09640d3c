/* fuzz_minimax.c - nobody's worst defeat is smaller than that of the elected. */
#include "fuzz.h"
#include "rankings.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct pal_bytes rest = {bytes, size};
    struct pal_outcome outcome PAL_CLEANUP(pal_outcome_done) = {0};
    pal_count_rankings("minimax", &rest, &outcome);
    for (size_t i = 0; i < outcome.option_count && outcome.elected.count > 0; i++) {
        mpq_srcptr least = outcome.totals.at[outcome.elected.at[0]].value;
        PAL_CHECK(mpq_cmp(least, outcome.totals.at[i].value) <= 0);
    }
    return 0;
}
