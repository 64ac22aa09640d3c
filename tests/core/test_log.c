/* The log: what is appended, signed, served and proven. */
#include "audit/entry.h"
#include "audit/note.h"
#include "audit/tile.h"
#include "base/limits.h"
#include "core/log.h"
#include "core/store.h"

#include "../support/expect.h"
#include "../support/record.h"

static void each_turn_signs_what_it_appended(void **state)
{
    (void)state;
    int64_t now_us = 0;
    struct pal_store_spec spec = pal_record_spec(NULL, PAL_STORE_CREATE, &now_us);
    PAL_STORE(store);
    pal_record_open(&spec, &store);
    assert_int_equal(pal_record_head(store).size, PAL_RECORD_FOUNDED);
    pal_record_turn(store, 3);
    struct pal_tree_head head = pal_log_head(store);
    struct pal_tree_head noted = pal_record_head(store);
    assert_int_equal(noted.size, PAL_RECORD_FOUNDED + 3);
    assert_true(pal_hash_equal(&head.root, &noted.root));
}

static void a_rolled_back_command_leaves_no_entry(void **state)
{
    (void)state;
    int64_t now_us = 0;
    struct pal_store_spec spec = pal_record_spec(NULL, PAL_STORE_CREATE, &now_us);
    PAL_STORE(store);
    pal_record_open(&spec, &store);
    struct pal_tree_head before = pal_log_head(store);
    {
        PAL_TRANSACTION(tx, store);
        (void)tx; /* never committed: its scope rolls it back */
        EXPECT_ERR(pal_record_say(store, "lost"), PAL_OK);
        assert_int_equal(pal_log_head(store).size, PAL_RECORD_FOUNDED + 1);
    }
    struct pal_tree_head after = pal_log_head(store);
    assert_int_equal(after.size, PAL_RECORD_FOUNDED);
    assert_true(pal_hash_equal(&before.root, &after.root));
    pal_record_turn(store, 1);
    assert_int_equal(pal_record_head(store).size, PAL_RECORD_FOUNDED + 1);
}

static void expect_proven(struct pal_store *store, uint64_t index, const struct pal_tree_head *head)
{
    PAL_BUF(text);
    PAL_BUF(entry);
    struct pal_proof_text proof;
    EXPECT_ERR(pal_log_proof(store, index, &text), PAL_OK);
    EXPECT_ERR(pal_proof_parse(pal_buf_text(&text), &proof), PAL_OK);
    EXPECT_ERR(pal_log_read(store, index, &entry), PAL_OK);
    struct pal_hash leaf = pal_tree_leaf(entry.bytes, entry.size);
    EXPECT_ERR(pal_tree_check_inclusion(&leaf, index, &proof.proof, head), PAL_OK);
}

static void every_entry_is_proven_in_every_later_log(void **state)
{
    (void)state;
    int64_t now_us = 0;
    struct pal_store_spec spec = pal_record_spec(NULL, PAL_STORE_CREATE, &now_us);
    PAL_STORE(store);
    pal_record_open(&spec, &store);
    struct pal_tree_head old_head = pal_record_head(store);
    struct pal_proof proof;
    for (uint64_t size = PAL_RECORD_FOUNDED + 1; size <= 20; size++) {
        pal_record_turn(store, 1);
        struct pal_tree_head head = pal_record_head(store);
        EXPECT_ERR(pal_log_consistency(store, old_head.size, head.size, &proof), PAL_OK);
        EXPECT_ERR(pal_tree_check_consistency(&proof, &old_head, &head), PAL_OK);
        for (uint64_t index = 0; index < size; index++) {
            expect_proven(store, index, &head);
        }
        old_head = head;
    }
    PAL_BUF(none);
    EXPECT_ERR(pal_log_proof(store, 20, &none), PAL_ERR_NOT_FOUND);
    EXPECT_ERR(pal_log_consistency(store, 3, 21, &proof), PAL_ERR_NOT_FOUND);
    EXPECT_ERR(pal_log_consistency(store, 4, 3, &proof), PAL_ERR_NOT_FOUND);
}

static void a_log_is_founded_once_under_a_name(void **state)
{
    (void)state;
    int64_t now_us = 0;
    struct pal_store_spec spec = pal_record_spec(NULL, PAL_STORE_CREATE, &now_us);
    PAL_STORE(store);
    EXPECT_ERR(pal_store_open(&spec, &store), PAL_OK);
    PAL_TRANSACTION(tx, store);
    (void)tx; /* never committed: its scope rolls it back */
    EXPECT_TEXT(pal_log_name(store), "");
    EXPECT_ERR(pal_record_say(store, "too early"), PAL_ERR_STATE);
    EXPECT_ERR(pal_log_found(store, pal_text_of("https://example.coop/log")), PAL_ERR_NOTE_NAME);
    EXPECT_ERR(pal_log_found(store, pal_text_of("vote.example.coop/log")), PAL_OK);
    EXPECT_TEXT(pal_log_name(store), "vote.example.coop/log");
    EXPECT_ERR(pal_log_found(store, pal_text_of("vote.example.coop/log")), PAL_ERR_STATE);
}

static void a_log_without_entries_has_nothing_to_serve(void **state)
{
    (void)state;
    int64_t now_us = 0;
    struct pal_store_spec spec = pal_record_spec(NULL, PAL_STORE_CREATE, &now_us);
    PAL_STORE(store);
    PAL_BUF(buf);
    EXPECT_ERR(pal_store_open(&spec, &store), PAL_OK);
    EXPECT_ERR(pal_log_checkpoint(store, &buf), PAL_ERR_NOT_FOUND);
    EXPECT_ERR(pal_log_read(store, 0, &buf), PAL_ERR_NOT_FOUND);
    EXPECT_ERR(pal_log_read(store, UINT64_MAX, &buf), PAL_ERR_NOT_FOUND);
    EXPECT_ERR(pal_log_tile(store, pal_text_of("tile/0/000.p/1"), &buf), PAL_ERR_TILE_PATH);
    assert_int_equal(buf.size, 0);
}

static void what_has_no_canonical_form_is_not_logged(void **state)
{
    (void)state;
    int64_t now_us = 0;
    struct pal_store_spec spec = pal_record_spec(NULL, PAL_STORE_CREATE, &now_us);
    PAL_STORE(store);
    pal_record_open(&spec, &store);
    PAL_TRANSACTION(tx, store);
    EXPECT_ERR(pal_record_say(store, "a bell \x07"), PAL_ERR_CANON_TEXT);
    PAL_BUF(text);
    while (text.size < PAL_LIMIT_ENTRY) {
        pal_buf_add_string(&text, "a");
    }
    EXPECT_ERR(pal_record_say(store, text.bytes), PAL_ERR_LIMIT_JSON_SIZE);
    EXPECT_ERR(pal_record_say(store, "and the command goes on"), PAL_OK);
    EXPECT_ERR(pal_transaction_commit(&tx), PAL_OK);
    EXPECT_ERR(pal_turn_commit(store), PAL_OK);
    assert_int_equal(pal_record_head(store).size, PAL_RECORD_FOUNDED + 1);
}

/* The second that stands in an entry. */
static int64_t made_at(struct pal_store *store, uint64_t index)
{
    PAL_BUF(bytes);
    PAL_ENTRY(entry);
    EXPECT_ERR(pal_log_read(store, index, &bytes), PAL_OK);
    EXPECT_ERR(pal_entry_parse(pal_buf_text(&bytes), &entry, NULL), PAL_OK);
    return entry.made_at;
}

static void time_never_goes_back_in_the_log(void **state)
{
    (void)state;
    int64_t now_us = 0;
    struct pal_store_spec spec = pal_record_spec(NULL, PAL_STORE_CREATE, &now_us);
    PAL_STORE(store);
    pal_record_open(&spec, &store);
    now_us = pal_record_start_us + 60 * INT64_C(1000000);
    pal_record_turn(store, 1);
    now_us -= 2 * INT64_C(1000000); /* as far back as a clock is set by itself */
    pal_record_turn(store, 1);
    assert_int_equal(made_at(store, PAL_RECORD_FOUNDED), pal_record_start_us / 1000000 + 60);
    assert_int_equal(made_at(store, PAL_RECORD_FOUNDED + 1), pal_record_start_us / 1000000 + 60);
}

static void a_clock_that_went_back_stops_writing_until_it_is_right(void **state)
{
    (void)state;
    int64_t now_us = 0;
    struct pal_store_spec spec = pal_record_spec(NULL, PAL_STORE_CREATE, &now_us);
    PAL_STORE(store);
    pal_record_open(&spec, &store);
    now_us = pal_record_start_us - 3 * INT64_C(1000000);
    assert_int_equal(pal_log_status(store), PAL_LOG_CLOCK);
    {
        PAL_TRANSACTION(tx, store);
        EXPECT_ERR(pal_record_say(store, "from the past"), PAL_ERR_STORE_READ_ONLY);
        EXPECT_ERR(pal_transaction_commit(&tx), PAL_ERR_STORE_READ_ONLY);
    }
    assert_false(pal_turn_is_pending(store));
    now_us = pal_record_start_us;
    assert_int_equal(pal_log_status(store), PAL_LOG_OK);
    pal_record_turn(store, 1);
}

static void pages_follow_each_other(void **state)
{
    (void)state;
    int64_t now_us = 0;
    struct pal_store_spec spec = pal_record_spec(NULL, PAL_STORE_CREATE, &now_us);
    PAL_STORE(store);
    pal_record_open(&spec, &store);
    pal_record_turn(store, 10);
    uint64_t next = 0;
    PAL_LOG_PAGE(page);
    do {
        EXPECT_ERR(pal_log_page(store, next, 4, &page), PAL_OK);
        for (size_t i = 0; i < page.line_count; i++) {
            PAL_BUF(bytes);
            assert_int_equal(page.lines[i].index, next);
            EXPECT_ERR(pal_log_read(store, next, &bytes), PAL_OK);
            assert_true(pal_text_equal(pal_buf_text(&bytes), pal_log_page_entry(&page, i)));
            next++;
        }
    } while (page.line_count > 0);
    assert_int_equal(next, PAL_RECORD_FOUNDED + 10);
    EXPECT_ERR(pal_log_page(store, UINT64_MAX, 4, &page), PAL_OK);
    assert_int_equal(page.line_count, 0);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *path;
    size_t size; /* in bytes, of a log of 600 entries; 0 where there is no such tile */
} tiles[] = {
    {"a full tile has 256 hashes",           "tile/0/000",        8192},
    {"the last one is partial",              "tile/0/002.p/88",   2816},
    {"a part of it is served too",           "tile/0/002.p/1",    32},
    {"a part of a full one too",             "tile/0/001.p/255",  8160},
    {"more than there is is not",            "tile/0/002.p/89",   0},
    {"a partial one is not full",            "tile/0/002",        0},
    {"there is none after it",               "tile/0/003.p/1",    0},
    {"a level up each hash stands for 256",  "tile/1/000.p/2",    64},
    {"the third is not complete",            "tile/1/000.p/3",    0},
    {"there is no level above",              "tile/2/000.p/1",    0},
    {"nor at the top",                       "tile/7/000.p/1",    0},
    {"an index beyond every log has none",   "tile/0/x999/x999/x999/x999/x999/999", 0},
    {"nor has its bundle",                   "tile/entries/x999/x999/x999/x999/x999/999.p/1", 0},
    {"a path that climbs is no tile",        "tile/0/../../key",  0},
};
/* clang-format on */

static void has_its_size(void **state)
{
    const __typeof__(tiles[0]) *row = *state;
    int64_t now_us = 0;
    struct pal_store_spec spec = pal_record_spec(NULL, PAL_STORE_CREATE, &now_us);
    PAL_STORE(store);
    pal_record_open(&spec, &store);
    pal_record_turn(store, 600 - PAL_RECORD_FOUNDED);
    PAL_BUF(bytes);
    EXPECT_ERR(pal_log_tile(store, pal_text_of(row->path), &bytes),
               row->size > 0 ? PAL_OK : PAL_ERR_TILE_PATH);
    assert_int_equal(bytes.size, row->size);
}

static void a_bundle_holds_what_the_tile_hashes(void **state)
{
    (void)state;
    int64_t now_us = 0;
    struct pal_store_spec spec = pal_record_spec(NULL, PAL_STORE_CREATE, &now_us);
    PAL_STORE(store);
    pal_record_open(&spec, &store);
    pal_record_turn(store, 300 - PAL_RECORD_FOUNDED);
    PAL_BUF(tile);
    PAL_BUF(bundle);
    EXPECT_ERR(pal_log_tile(store, pal_text_of("tile/0/001.p/44"), &tile), PAL_OK);
    EXPECT_ERR(pal_log_tile(store, pal_text_of("tile/entries/001.p/44"), &bundle), PAL_OK);
    size_t at = 0;
    for (size_t i = 0; i < 44; i++) {
        size_t size = (size_t)(uint8_t)bundle.bytes[at] << 8 | (uint8_t)bundle.bytes[at + 1];
        struct pal_hash leaf = pal_tree_leaf(&bundle.bytes[at + 2], size);
        assert_memory_equal(&tile.bytes[PAL_HASH_SIZE * i], leaf.bytes, PAL_HASH_SIZE);
        at += 2 + size;
    }
    assert_int_equal(at, bundle.size);
}

static void what_is_not_committed_is_not_served(void **state)
{
    (void)state;
    int64_t now_us = 0;
    struct pal_store_spec spec = pal_record_spec(NULL, PAL_STORE_CREATE, &now_us);
    PAL_STORE(store);
    pal_record_open(&spec, &store);
    PAL_TRANSACTION(tx, store);
    EXPECT_ERR(pal_record_say(store, "not yet"), PAL_OK);
    EXPECT_ERR(pal_transaction_commit(&tx), PAL_OK);
    PAL_BUF(buf);
    EXPECT_ERR(pal_log_tile(store, pal_text_of("tile/0/000.p/4"), &buf), PAL_ERR_TILE_PATH);
    EXPECT_ERR(pal_log_proof(store, PAL_RECORD_FOUNDED, &buf), PAL_ERR_NOT_FOUND);
    assert_int_equal(pal_record_head(store).size, PAL_RECORD_FOUNDED);
    EXPECT_ERR(pal_turn_commit(store), PAL_OK);
    EXPECT_ERR(pal_log_tile(store, pal_text_of("tile/0/000.p/4"), &buf), PAL_OK);
}

static void each_status_has_a_word(void **state)
{
    (void)state;
    static const char *const words[] = {"ok", "rollback", "fork", "clock", "broken"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        assert_string_equal(pal_log_status_word((enum pal_log_status)i), words[i]);
    }
}

int main(void)
{
    TESTS(tests, 64);
    TEST(tests, a_log_is_founded_once_under_a_name);
    TEST(tests, a_log_without_entries_has_nothing_to_serve);
    TEST(tests, each_turn_signs_what_it_appended);
    TEST(tests, a_rolled_back_command_leaves_no_entry);
    TEST(tests, what_has_no_canonical_form_is_not_logged);
    TEST(tests, time_never_goes_back_in_the_log);
    TEST(tests, a_clock_that_went_back_stops_writing_until_it_is_right);
    TEST(tests, every_entry_is_proven_in_every_later_log);
    TEST(tests, pages_follow_each_other);
    TABLE(tests, tiles, has_its_size);
    TEST(tests, a_bundle_holds_what_the_tile_hashes);
    TEST(tests, what_is_not_committed_is_not_served);
    TEST(tests, each_status_has_a_word);
    return RUN(tests);
}
