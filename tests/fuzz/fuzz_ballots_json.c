/* fuzz_ballots_json.c - what is read as a file of ballots is written, and read again as the same. */
#include "ballots/format.h"
#include "base/check.h"

#include "fuzz.h"

static enum pal_err read_as(enum pal_ballot_kind kind, struct pal_text text,
                            struct pal_buf *out_written)
{
    PAL_QUESTION(question);
    PAL_PROFILE(profile, kind, 0);
    struct pal_where where = {.line = 0};
    PAL_TRY(pal_format_read_json(text, &question, &profile, &where));
    return pal_format_write_json(&question, &profile, out_written);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const struct pal_text text = {(const char *)bytes, size};
    for (int kind = PAL_BALLOT_NONE; kind < PAL_BALLOT_KIND_COUNT; kind++) {
        PAL_BUF(written);
        PAL_BUF(again);
        if (read_as((enum pal_ballot_kind)kind, text, &written) != PAL_OK) {
            continue;
        }
        enum pal_err err = read_as((enum pal_ballot_kind)kind, pal_buf_text(&written), &again);
        /* A mean weight may have more digits than those that were read. */
        PAL_CHECK(err == PAL_OK || err == PAL_ERR_LIMIT_RATIO);
        PAL_CHECK(err != PAL_OK || pal_text_equal(pal_buf_text(&written), pal_buf_text(&again)));
    }
    return 0;
}
