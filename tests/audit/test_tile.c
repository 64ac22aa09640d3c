/* Addresses of tiles: one spelling each, and nothing else is one. */
#include <inttypes.h>

#include "audit/tile.h"

#include "../support/expect.h"

/* clang-format off */
static const struct {
    const char *name;
    const char *path;
    bool holds_entries;
    unsigned level;
    uint64_t index;
    unsigned width;
} rows[] = {
    {"the first tile is full",                  "tile/0/000",              false, 0, 0, 256},
    {"a partial tile says its width",           "tile/0/000.p/5",          false, 0, 0, 5},
    {"a width of 255 is partial",               "tile/1/001.p/255",        false, 1, 1, 255},
    {"an index above 999 has two groups",       "tile/0/x001/000",         false, 0, 1000, 256},
    {"an index above 999999 has three",         "tile/0/x001/x234/067",    false, 0, 1234067, 256},
    {"a group in the middle may be zero",       "tile/0/x001/x000/000.p/1", false, 0, 1000000, 1},
    {"a bundle holds entries",                  "tile/entries/273.p/112",  true,  0, 273, 112},
    {"the highest level is 7",                  "tile/7/000.p/1",          false, 7, 0, 1},
};

static const struct {
    const char *name;
    const char *path;
} refused[] = {
    {"nothing is no tile",                      ""},
    {"a level alone is no tile",                "tile/0"},
    {"nor is a level with a slash",             "tile/0/"},
    {"a tile does not begin with a slash",      "/tile/0/000"},
    {"it does not climb",                       "tile/../../etc/passwd"},
    {"nor climb from its level",                "tile/0/../000"},
    {"percent signs are not read",              "tile/0/%2e%2e"},
    {"two slashes are not one",                 "tile//0/000"},
    {"level 8 does not exist",                  "tile/8/000"},
    {"level 64 does not exist",                 "tile/64/000"},
    {"a level has no leading zero",             "tile/00/000"},
    {"a level has no sign",                     "tile/-1/000"},
    {"a group has three digits, not two",       "tile/0/00"},
    {"nor four",                                "tile/0/0000"},
    {"x0 is no group",                          "tile/0/x0"},
    {"a last group has no x",                   "tile/0/x001"},
    {"nor a slash after it",                    "tile/0/000/"},
    {"a group before the last has an x",        "tile/0/001/000"},
    {"a first group of zeros is another spelling", "tile/0/x000/001"},
    {"an x is small",                           "tile/0/X001/000"},
    {"seven groups are beyond every log",       "tile/0/x001/x000/x000/x000/x000/x000/000"},
    {"a width is not zero",                     "tile/0/000.p/0"},
    {"a full tile does not say its width",      "tile/0/000.p/256"},
    {"a width has no leading zero",             "tile/0/000.p/05"},
    {"a width is a number",                     "tile/0/000.p/x"},
    {"a width is there",                        "tile/0/000.p/"},
    {"nothing follows a width",                 "tile/0/000.p/5/"},
    {"nothing follows an index",                "tile/0/000 "},
    {"a digit is an ASCII digit",               "tile/0/00\xD9\xA0"},
    {"entries have no level",                   "tile/entries/0/000"},
};
/* clang-format on */

static void is_read_and_written(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    struct pal_tile tile;
    EXPECT_ERR(pal_tile_parse(pal_text_of(row->path), &tile), PAL_OK);
    assert_int_equal(tile.holds_entries, row->holds_entries);
    assert_int_equal(tile.level, row->level);
    assert_int_equal(tile.index, row->index);
    assert_int_equal(tile.width, row->width);
    PAL_BUF(written);
    pal_tile_write(&tile, &written);
    EXPECT_BUF(written, row->path);
}

static void is_refused(void **state)
{
    const __typeof__(refused[0]) *row = *state;
    struct pal_tile tile;
    EXPECT_ERR(pal_tile_parse(pal_text_of(row->path), &tile), PAL_ERR_TILE_PATH);
}

static void a_nul_is_no_end(void **state)
{
    (void)state;
    static const char path[] = "tile/0/000\0.p/5";
    struct pal_tile tile;
    EXPECT_ERR(pal_tile_parse((struct pal_text){path, sizeof path - 1}, &tile), PAL_ERR_TILE_PATH);
}

static void every_index_has_its_own_address(void **state)
{
    (void)state;
    for (uint64_t index = 1; index < UINT64_C(100000000000000); index = index * 7 + 3) {
        struct pal_tile tile = {.level = 0, .index = index, .width = 256};
        struct pal_tile again;
        PAL_BUF(path);
        pal_tile_write(&tile, &path);
        EXPECT_ERR(pal_tile_parse(pal_buf_text(&path), &again), PAL_OK);
        assert_int_equal(again.index, index);
    }
}

int main(void)
{
    TESTS(tests, 64);
    TABLE(tests, rows, is_read_and_written);
    TABLE(tests, refused, is_refused);
    TEST(tests, a_nul_is_no_end);
    TEST(tests, every_index_has_its_own_address);
    return RUN(tests);
}
