/* What a client accepts: which of the two forms of a file it is sent. */
#include "../support/expect.h"
#include "ranges.h"

/* clang-format off */
static const struct {
    const char *name;
    const char *accepted;
    bool takes_gzip;
} encodings[] = {
    {"who says nothing gets the bytes as they are", "", false},
    {"a browser takes gzip", "gzip, deflate, br, zstd", true},
    {"a coding is named in any case", "GZip", true},
    {"the old name of gzip is gzip", "x-gzip", true},
    {"other codings are not ours", "br, deflate", false},
    {"who refuses gzip does not get it", "gzip;q=0", false},
    {"a refusal with decimals is one", "gzip;q=0.000, br", false},
    {"who takes anything takes gzip", "*", true},
    {"who refuses anything else is sent what it is", "*;q=0", false},
    {"what is named is not what remains", "gzip;q=0, *;q=0.5", false},
    {"who prefers the bytes as they are gets them", "gzip;q=0.5, identity", false},
    {"who prefers gzip gets it", "identity;q=0.5, gzip;q=0.8", true},
    {"of equals the shorter is sent", "identity, gzip", true},
    {"a weight that cannot be read counts nothing", "gzip;q=yes", false},
    {"a weight above one counts nothing", "gzip;q=1.1", false},
    {"spaces mean nothing", " br ; q=1 ,  gzip ; q=0.2 ", true},
    {"a coding that begins like gzip is another", "gzipped", false},
};
/* clang-format on */

static void is_sent_gzip_or_not(void **state)
{
    const __typeof__(encodings[0]) *row = *state;
    assert_int_equal(pal_ranges_take_gzip(pal_text_of(row->accepted)), row->takes_gzip);
}

static void ranges_come_one_by_one(void **state)
{
    (void)state;
    struct pal_text list = pal_text_of("fr-CA;q=0.25,*");
    struct pal_range range;
    assert_true(pal_ranges_next(&list, &range));
    assert_true(pal_text_is(range.name, "fr-CA"));
    assert_int_equal(range.weight, 250);
    assert_true(pal_ranges_next(&list, &range));
    assert_true(pal_text_is(range.name, "*"));
    assert_int_equal(range.weight, PAL_RANGE_WHOLE);
    assert_false(pal_ranges_next(&list, &range));
}

static void a_list_without_end_is_read_so_far(void **state)
{
    (void)state;
    PAL_BUF(list);
    for (int i = 0; i < PAL_RANGES_MAX; i++) {
        pal_buf_add_string(&list, "br,");
    }
    pal_buf_add_string(&list, "gzip");
    assert_false(pal_ranges_take_gzip(pal_buf_text(&list)));
}

int main(void)
{
    TESTS(tests, 32);
    TABLE(tests, encodings, is_sent_gzip_or_not);
    TEST(tests, ranges_come_one_by_one);
    TEST(tests, a_list_without_end_is_read_so_far);
    return RUN(tests);
}
