/* fuzz_ballots_preflib.c - any bytes as a file of ballots: what is read can be written, and read again. */
#include "ballots.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    pal_fuzz_ballots("x.toi", (struct pal_text){(const char *)bytes, size});
    return 0;
}
