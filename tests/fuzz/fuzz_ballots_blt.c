/* fuzz_ballots_blt.c - any bytes as a file of ballots: what is read can be written, and read again. */
#include <string.h>

#include "base/mem.h"

#include "ballots.h"

static enum pal_err read_ranks(struct pal_text text, struct pal_buf *out_written,
                               struct pal_where *out_where)
{
    PAL_QUESTION(question);
    PAL_PROFILE(profile, PAL_BALLOT_RANKS, 0);
    PAL_TRY(pal_format_of(pal_text_of("x.blt"))->read(text, &question, &profile, out_where));
    return pal_format_write_json(&question, &profile, out_written);
}

/* The reader of plain ballots wants a line feed after them. With carriage returns instead, the
 * general one reads all of the file, and reads the same, unless a name between quotation marks holds
 * one. */
static void read_by_both(struct pal_text text)
{
    if (text.size == 0 || memchr(text.bytes, '\r', text.size) != NULL ||
        memchr(text.bytes, '"', text.size) != NULL) {
        return;
    }
    char *slow = pal_mem_copy(text.bytes, text.size);
    for (size_t i = 0; i < text.size; i++) {
        if (slow[i] == '\n') {
            slow[i] = '\r';
        }
    }
    PAL_BUF(plain);
    PAL_BUF(general);
    struct pal_where plain_where = {.line = 0};
    struct pal_where general_where = {.line = 0};
    enum pal_err err = read_ranks(text, &plain, &plain_where);
    enum pal_err expected =
        read_ranks((struct pal_text){slow, text.size}, &general, &general_where);
    PAL_CHECK(err == expected);
    PAL_CHECK(plain_where.line == general_where.line);
    PAL_CHECK(plain_where.column == general_where.column);
    PAL_CHECK(pal_text_equal(pal_buf_text(&plain), pal_buf_text(&general)));
    pal_mem_free(slow);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const struct pal_text text = {(const char *)bytes, size};
    pal_fuzz_ballots("x.blt", text);
    read_by_both(text);
    return 0;
}
