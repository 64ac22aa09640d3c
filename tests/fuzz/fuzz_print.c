/* fuzz_print.c - a sheet that is accepted is whole, and its texts are cut into pieces that lose nothing but control characters. */
#include "base/check.h"

#include "fuzz.h"
#include "print_sheet.h"

static void cut(struct pal_text text)
{
    PAL_BUF(piece);
    struct pal_text rest = text;
    size_t left = rest.size;
    while (pal_print_piece(&rest, &piece)) {
        PAL_CHECK(rest.size < left);
        PAL_CHECK(pal_text_is_utf8(pal_buf_text(&piece)));
        PAL_CHECK(piece.size <= (size_t)3 * PAL_PRINT_PIECE);
        left = rest.size;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct pal_where where;
    PAL_PRINT_SHEET(sheet);
    if (pal_print_sheet_read((struct pal_text){(const char *)bytes, size}, &sheet, &where) !=
        PAL_OK) {
        return 0;
    }
    cut(sheet.title);
    for (size_t i = 0; i < pal_json_count(sheet.blocks); i++) {
        const struct pal_json *value;
        enum pal_print_kind kind = pal_print_block(pal_json_at(sheet.blocks, i), &value);
        PAL_CHECK(kind < PAL_PRINT_KIND_COUNT);
        if (pal_json_kind(value) == PAL_JSON_TEXT) {
            cut(pal_json_as_text(value));
        }
    }
    return 0;
}
