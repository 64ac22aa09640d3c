/* fuzz_tile_path.c - an address that is read as a tile is the only one that is written for it. */
#include "audit/tile.h"
#include "base/check.h"

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const struct pal_text text = {(const char *)bytes, size};
    struct pal_tile tile;
    if (pal_tile_parse(text, &tile) == PAL_OK) {
        PAL_BUF(written);
        pal_tile_write(&tile, &written);
        PAL_CHECK(pal_text_equal(pal_buf_text(&written), text));
    }
    return 0;
}
