/* fuzz_cosign.c - whatever is read as a request for a cosignature is written back the same; no answer
 * that nobody signed is believed. */
#include "audit/cosign.h"
#include "base/check.h"

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const struct pal_text text = {(const char *)bytes, size};
    struct pal_cosign_request request;
    if (pal_cosign_request_parse(text, &request) == PAL_OK) {
        PAL_BUF(written);
        pal_cosign_request_write(&request, &written);
        PAL_CHECK(pal_text_equal(pal_buf_text(&written), text));
    }
    const struct pal_vkey nobody = {.name = pal_text_of("w.example"),
                                    .type = PAL_NOTE_KEY_COSIGNATURE};
    PAL_BUF(line);
    int64_t seconds;
    PAL_CHECK(pal_cosignature_read(text, pal_text_of("o\n1\nx\n"), &nobody, &line, &seconds) !=
              PAL_OK);
    return 0;
}
