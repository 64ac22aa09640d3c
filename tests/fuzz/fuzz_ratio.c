/* fuzz_ratio.c - what is accepted as a ratio is written in lowest terms and read again. */
#include "base/check.h"
#include "base/ratio.h"

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const struct pal_text text = {(const char *)bytes, size};
    PAL_RATIO(ratio);
    if (pal_ratio_parse_decimal(text, ratio) != PAL_OK) {
        return 0;
    }
    PAL_CHECK(mpz_sgn(mpq_denref(ratio)) > 0);
    PAL_BUF(written);
    pal_ratio_write(ratio, &written);

    PAL_RATIO(again);
    enum pal_err err = pal_ratio_parse(pal_buf_text(&written), again);
    /* A decimal may have more digits as a fraction than as it was written. */
    PAL_CHECK(err == PAL_OK || err == PAL_ERR_LIMIT_RATIO);
    PAL_CHECK(err != PAL_OK || mpq_equal(ratio, again));
    return 0;
}
