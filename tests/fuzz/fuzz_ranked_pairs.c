/* fuzz_ranked_pairs.c - who beats everyone else is elected, whatever the ballots are. */
#include "fuzz.h"
#include "rankings.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct pal_bytes rest = {bytes, size};
    pal_count_duels("ranked-pairs", &rest);
    return 0;
}
