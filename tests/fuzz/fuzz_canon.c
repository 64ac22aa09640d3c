/* fuzz_canon.c - what has canonical bytes has one spelling, and it is read back. */
#include "base/canon.h"
#include "base/check.h"

#include "fuzz.h"

enum { MAX_BYTES = 1 << 16, MAX_WRITTEN = 1 << 17 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const struct pal_text text = {(const char *)bytes, size};
    struct pal_where where;
    PAL_JSON(canonical);
    enum pal_err read = pal_canon_read(text, MAX_BYTES, &canonical, &where);

    PAL_JSON(json);
    PAL_BUF(written);
    if (pal_json_parse(text, MAX_BYTES, &json, NULL) != PAL_OK ||
        pal_canon_write(json, &written, NULL) != PAL_OK) {
        PAL_CHECK(read != PAL_OK);
        return 0;
    }
    PAL_CHECK((read == PAL_OK) == pal_text_equal(pal_buf_text(&written), text));

    PAL_JSON(again);
    enum pal_err reread = pal_canon_read(pal_buf_text(&written), MAX_WRITTEN, &again, &where);
    PAL_CHECK(reread == PAL_OK);
    return 0;
}
