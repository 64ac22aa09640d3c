/* fuzz_entry.c - an entry that is read is written back byte for byte. */
#include "audit/entry.h"
#include "base/check.h"

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const struct pal_text text = {(const char *)bytes, size};
    struct pal_where where;
    PAL_ENTRY(entry);
    if (pal_entry_parse(text, &entry, &where) == PAL_OK) {
        PAL_BUF(written);
        enum pal_err err = pal_entry_write(&entry, &written, &where);
        PAL_CHECK(err == PAL_OK);
        PAL_CHECK(pal_text_equal(pal_buf_text(&written), text));
    }
    return 0;
}
