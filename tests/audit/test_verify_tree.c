/* V3 on logs of several tiles: what the entries give, and what is not theirs. */
#include <stdio.h>
#include <string.h>

#include "audit/tile.h"
#include "base/check.h"
#include "base/mem.h"

#include "../support/expect.h"
#include "verifying.h"

enum { ENTRIES = 2 * PAL_TILE_WIDTH + 37, TEXT_SIZE = 16 };

/* What is done to the record of a log that is right. */
enum pal_change {
    NOTHING,
    A_BYTE_OF_AN_ENTRY,
    A_BYTE_OF_A_TILE,
    A_BYTE_OF_THE_LAST_TILE,
    A_BYTE_OF_A_HIGHER_TILE,
    AN_ENTRY_LESS,
    A_BYTE_MORE,
    NO_BUNDLE,
    NO_TILE,
    ANOTHER_ROOT,
};

struct record {
    enum pal_change change;
    struct pal_hash leaves[ENTRIES];
    struct pal_tree_edge edges[ENTRIES + 1];
    struct pal_buf tar;
    size_t handed; /* entries that were handed on, each the right one */
};

static void write_entry(size_t index, char text[TEXT_SIZE])
{
    memset(text, 0, TEXT_SIZE);
    assert_true(snprintf(text, TEXT_SIZE, "entry %zu", index) > 0);
}

static void add_file(struct record *record, const struct pal_tile *tile, struct pal_text content)
{
    PAL_BUF(name);
    pal_buf_add_string(&name, "log/");
    pal_tile_write(tile, &name);
    pal_tar_add(pal_buf_text(&name), content, &record->tar);
}

static unsigned width_of(size_t first)
{
    return ENTRIES - first < PAL_TILE_WIDTH ? (unsigned)(ENTRIES - first) : PAL_TILE_WIDTH;
}

static void add_hashes(struct record *record)
{
    enum pal_change change = record->change;
    for (size_t first = 0; first < ENTRIES; first += PAL_TILE_WIDTH) {
        PAL_BUF(bytes);
        const struct pal_tile tile = {.index = first / PAL_TILE_WIDTH, .width = width_of(first)};
        pal_buf_add(&bytes, &record->leaves[first], tile.width * sizeof record->leaves[0]);
        bool is_bad = (change == A_BYTE_OF_A_TILE && tile.index == 1) ||
                      (change == A_BYTE_OF_THE_LAST_TILE && tile.index == 2);
        bytes.bytes[40] = (char)(bytes.bytes[40] ^ (is_bad ? 1 : 0));
        if (change != NO_TILE || tile.index != 1) {
            add_file(record, &tile, pal_buf_text(&bytes));
        }
    }
    PAL_BUF(bytes);
    for (size_t i = 0; i < ENTRIES / PAL_TILE_WIDTH; i++) {
        struct pal_tree_edge edge = {0};
        struct pal_tree_node nodes[PAL_TREE_LEVELS];
        (void)pal_tree_append_block(&edge, &record->leaves[i * PAL_TILE_WIDTH], nodes);
        pal_buf_add(&bytes, nodes[0].hash.bytes, PAL_HASH_SIZE);
    }
    bytes.bytes[40] = (char)(bytes.bytes[40] ^ (change == A_BYTE_OF_A_HIGHER_TILE ? 1 : 0));
    const struct pal_tile tile = {.level = 1, .width = ENTRIES / PAL_TILE_WIDTH};
    add_file(record, &tile, pal_buf_text(&bytes));
}

static void add_bundles(struct record *record)
{
    enum pal_change change = record->change;
    for (size_t first = 0; first < ENTRIES; first += PAL_TILE_WIDTH) {
        PAL_BUF(bytes);
        const struct pal_tile tile = {.holds_entries = true,
                                      .index = first / PAL_TILE_WIDTH,
                                      .width = width_of(first)};
        unsigned kept = change == AN_ENTRY_LESS && tile.index == 1 ? tile.width - 1 : tile.width;
        for (size_t i = 0; i < kept; i++) {
            char text[TEXT_SIZE];
            write_entry(first + i, text);
            if (change == A_BYTE_OF_AN_ENTRY && first + i == 300) {
                text[0] = 'E';
            }
            pal_bundle_add(pal_text_of(text), &bytes);
        }
        if (change == A_BYTE_MORE && tile.index == 1) {
            pal_buf_add_byte(&bytes, 0);
        }
        if (change != NO_BUNDLE || tile.index != 1) {
            add_file(record, &tile, pal_buf_text(&bytes));
        }
    }
}

static struct record *record_new(enum pal_change change)
{
    struct record *record = pal_mem_new(1, sizeof *record);
    record->change = change;
    for (size_t i = 0; i < ENTRIES; i++) {
        char text[TEXT_SIZE];
        struct pal_tree_node nodes[PAL_TREE_LEVELS];
        write_entry(i, text);
        record->leaves[i] = pal_tree_leaf(text, strlen(text));
        record->edges[i + 1] = record->edges[i];
        (void)pal_tree_append(&record->edges[i + 1], &record->leaves[i], nodes);
    }
    add_hashes(record);
    add_bundles(record);
    pal_tar_end(&record->tar);
    return record;
}

static void record_free(struct record *record)
{
    pal_buf_done(&record->tar);
    pal_mem_free(record);
}

static void take(void *context, const struct pal_text *entries, size_t count)
{
    struct record *record = context;
    for (size_t i = 0; i < count; i++) {
        struct pal_hash leaf = pal_tree_leaf(entries[i].bytes, entries[i].size);
        bool is_changed = record->change == A_BYTE_OF_AN_ENTRY && record->handed == 300;
        assert_true(is_changed || record->change == AN_ENTRY_LESS ||
                    pal_hash_equal(&leaf, &record->leaves[record->handed]));
        record->handed++;
    }
}

static void check(struct record *record, struct pal_tree_check *tree)
{
    const struct pal_source source = pal_source_of(pal_buf_text(&record->tar));
    PAL_TAR(tar);
    EXPECT_ERR(pal_tar_read(&source, &tar, NULL), PAL_OK);
    tree->tar = &tar;
    tree->head = pal_tree_edge_head(&record->edges[ENTRIES]);
    tree->head.root.bytes[0] ^= record->change == ANOTHER_ROOT;
    tree->read = take;
    tree->context = record;
    record->handed = 0;
    bool is_whole = pal_verify_tree(tree);
    assert_int_equal(is_whole, record->change != AN_ENTRY_LESS && record->change != A_BYTE_MORE &&
                                   record->change != NO_BUNDLE);
    assert_true(!is_whole || record->handed == ENTRIES);
    tree->tar = NULL;
}

/* clang-format off */
static const struct {
    const char *name;
    enum pal_change change;
    const char *why; /* NULL: it holds */
} rows[] = {
    {"a log of several tiles holds",              NOTHING,                 NULL},
    {"a byte of an entry is found in its tile",   A_BYTE_OF_AN_ENTRY,      "tile 1 of level 0 is not that of the entries"},
    {"a byte of a tile is found",                 A_BYTE_OF_A_TILE,        "tile 1 of level 0 is not that of the entries"},
    {"and one of the last, which is not full",    A_BYTE_OF_THE_LAST_TILE, "tile 2 of level 0 is not that of the entries"},
    {"and one of those above",                    A_BYTE_OF_A_HIGHER_TILE, "tile 0 of level 1 is not that of the entries"},
    {"a bundle with an entry less is refused",    AN_ENTRY_LESS,           "bundle 1 does not hold as many entries as it should"},
    {"and one with a byte more",                  A_BYTE_MORE,             "bundle 1 does not hold as many entries as it should"},
    {"a bundle that is not there is missed",      NO_BUNDLE,               "bundle 1: not-found"},
    {"a tile that is not there is missed",        NO_TILE,                 "tile 1 of level 0: not-found"},
    {"the root is that of the checkpoint",        ANOTHER_ROOT,            "549 entries do not give the root of the checkpoint"},
};
/* clang-format on */

static void holds(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    struct record *record = record_new(row->change);
    struct pal_tree_check tree = {0};
    check(record, &tree);
    assert_int_equal(tree.has_failed, row->why != NULL);
    assert_string_equal(tree.why, row->why != NULL ? row->why : "");
    record_free(record);
}

/* Wherever it ended: inside a tile, and at its edge. */
static void the_tree_that_was_seen_before_has_its_root(void **state)
{
    (void)state;
    static const uint64_t sizes[] = {1, 2, 200, 255, 256, 257, 511, 512, 513, 548, ENTRIES};
    struct record *record = record_new(NOTHING);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct pal_tree_check tree = {.since_size = sizes[i]};
        check(record, &tree);
        assert_false(tree.has_failed);
        struct pal_tree_head head = pal_tree_edge_head(&record->edges[sizes[i]]);
        assert_true(pal_hash_equal(&tree.since_root, &head.root));
    }
    record_free(record);
}

/* What a log.continue quotes is held against the tree afterwards, by its tiles. */
static void a_head_is_a_beginning_of_this_log_or_is_not(void **state)
{
    (void)state;
    static const uint64_t sizes[] = {1, 2, 255, 256, 257, 512, 513, 548, ENTRIES};
    for (int is_cut = 0; is_cut < 2; is_cut++) {
        struct record *record = record_new(is_cut != 0 ? NO_TILE : NOTHING);
        const struct pal_source source = pal_source_of(pal_buf_text(&record->tar));
        PAL_TAR(tar);
        EXPECT_ERR(pal_tar_read(&source, &tar, NULL), PAL_OK);
        for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
            struct pal_tree_head head = pal_tree_edge_head(&record->edges[sizes[i]]);
            bool is_read = is_cut == 0 || sizes[i] <= PAL_TILE_WIDTH;
            assert_int_equal(pal_verify_begins(&tar, ENTRIES, &head), is_read);
            head.root.bytes[0] ^= 1;
            assert_false(pal_verify_begins(&tar, ENTRIES, &head));
        }
        struct pal_tree_head beyond = pal_tree_edge_head(&record->edges[ENTRIES]);
        beyond.size++;
        assert_false(pal_verify_begins(&tar, ENTRIES, &beyond));
        record_free(record);
    }
}

int main(void)
{
    TESTS(tests, sizeof rows / sizeof rows[0] + 2);
    TABLE(tests, rows, holds);
    TEST(tests, the_tree_that_was_seen_before_has_its_root);
    TEST(tests, a_head_is_a_beginning_of_this_log_or_is_not);
    return RUN(tests);
}
