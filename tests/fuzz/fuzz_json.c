/* fuzz_json.c - what is accepted as JSON is written back and read again as the same value. */
#include "base/check.h"
#include "base/json.h"

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const struct pal_text text = {(const char *)bytes, size};
    struct pal_where where;
    PAL_JSON(json);
    if (pal_json_parse(text, 1 << 16, &json, &where) != PAL_OK) {
        return 0;
    }
    PAL_BUF(written);
    pal_json_write(json, &written);

    PAL_JSON(again);
    /* Jansson spells \u007f and its like longer or shorter; twice as long is room enough. */
    enum pal_err err = pal_json_parse(pal_buf_text(&written), 1 << 17, &again, &where);
    PAL_CHECK(err == PAL_OK);
    PAL_BUF(rewritten);
    pal_json_write(again, &rewritten);
    PAL_CHECK(pal_text_equal(pal_buf_text(&written), pal_buf_text(&rewritten)));
    return 0;
}
