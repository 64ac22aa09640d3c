/* fuzz_csv.c - a CSV file gives the same records whatever the pieces in which it is read. */
#include <string.h>

#include "base/check.h"
#include "core/csv.h"

#include "fuzz.h"

struct pieces {
    const char *bytes;
    size_t size, piece;
};

static enum pal_err read_piece(void *context, char *out_bytes, size_t size, size_t *out_size)
{
    struct pieces *pieces = context;
    size_t taken = pieces->piece < size ? pieces->piece : size;
    taken = taken < pieces->size ? taken : pieces->size;
    if (taken > 0) {
        memcpy(out_bytes, pieces->bytes, taken);
        pieces->bytes += taken;
        pieces->size -= taken;
    }
    *out_size = taken;
    return PAL_OK;
}

/* Every record, as one text: its line, its error, its fields between bars. */
static void describe(const uint8_t *bytes, size_t size, size_t piece, struct pal_buf *out)
{
    struct pieces pieces = {(const char *)bytes, size, piece};
    struct pal_import_source source = {read_piece, &pieces};
    PAL_CSV(csv);
    enum pal_err err = pal_csv_begin(&csv, &source, 0);
    PAL_CHECK(err == PAL_OK);
    uint64_t line = 0;
    for (;;) {
        bool has_record;
        err = pal_csv_next(&csv, &has_record);
        PAL_CHECK(err == PAL_OK);
        if (!has_record) {
            return;
        }
        PAL_CHECK(csv.record_line > line);
        line = csv.record_line;
        pal_buf_add_format(out, "%llu %d ", (unsigned long long)line, (int)csv.record_err);
        for (size_t i = 0; i < csv.field_count; i++) {
            pal_buf_add_text(out, pal_csv_field(&csv, i));
            pal_buf_add_byte(out, '|');
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    PAL_BUF(whole);
    PAL_BUF(pieces);
    describe(bytes, size, SIZE_MAX, &whole);
    describe(bytes, size, 1 + size % 3, &pieces);
    PAL_CHECK(pal_text_equal(pal_buf_text(&whole), pal_buf_text(&pieces)));
    return 0;
}
