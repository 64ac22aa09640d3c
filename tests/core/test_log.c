/* The log: what is appended, signed, served and proven; what a damaged, old or forked one does. */
#include <sqlite3.h>
#include <string.h>

#include "audit/entry.h"
#include "audit/note.h"
#include "audit/tile.h"
#include "base/crypto.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/log.h"
#include "core/store.h"

#include "../support/expect.h"
#include "../support/folder.h"

static const uint8_t seed[PAL_SEED_SIZE] = {7};
static const int64_t start_us = INT64_C(1767225600) * 1000000;

static struct pal_store_spec in_memory(int64_t *now_us)
{
    *now_us = start_us;
    return (struct pal_store_spec){.mode = PAL_STORE_CREATE,
                                   .clock = pal_clock_at(now_us),
                                   .seed = seed};
}

/* A founded log in memory. */
static void open_founded(const struct pal_store_spec *spec, struct pal_store **out_store)
{
    EXPECT_ERR(pal_store_open(spec, out_store), PAL_OK);
    PAL_TRANSACTION(tx, *out_store);
    EXPECT_ERR(pal_log_found(*out_store, pal_text_of("vote.example.coop/log")), PAL_OK);
    EXPECT_ERR(pal_transaction_commit(&tx), PAL_OK);
    EXPECT_ERR(pal_turn_commit(*out_store), PAL_OK);
}

/* Only the first entry has a type yet that asks for nothing else of the society: its form is used. */
static enum pal_err say(struct pal_store *store, const char *software)
{
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_string(d, "origin", "vote.example.coop/log");
    pal_json_set_string(d, "software", software);
    pal_json_set_string(d, "spec", "1");
    pal_json_set_string(d, "vkey", "k");
    const struct pal_log_entry entry = {.type = "log.genesis", .id = pal_uuid_random(), .d = d};
    return pal_log_append(store, &entry, NULL);
}

static void append_turn(struct pal_store *store, size_t count)
{
    PAL_TRANSACTION(tx, store);
    for (size_t i = 0; i < count; i++) {
        EXPECT_ERR(say(store, "test"), PAL_OK);
    }
    EXPECT_ERR(pal_transaction_commit(&tx), PAL_OK);
    EXPECT_ERR(pal_turn_commit(store), PAL_OK);
}

/* The head that the last checkpoint states, which the log's own key must have signed. */
static struct pal_tree_head signed_head(struct pal_store *store)
{
    PAL_BUF(text);
    struct pal_vkey vkey;
    struct pal_note note;
    struct pal_checkpoint checkpoint;
    EXPECT_ERR(pal_log_checkpoint(store, &text), PAL_OK);
    EXPECT_ERR(pal_vkey_parse(pal_log_vkey(store), &vkey), PAL_OK);
    EXPECT_ERR(pal_note_parse(pal_buf_text(&text), &note), PAL_OK);
    EXPECT_ERR(pal_note_verify(&note, &vkey, 1, NULL), PAL_OK);
    EXPECT_ERR(pal_checkpoint_parse(note.body, &checkpoint), PAL_OK);
    EXPECT_TEXT(checkpoint.origin, "vote.example.coop/log");
    return checkpoint.head;
}

static void each_turn_signs_what_it_appended(void **state)
{
    (void)state;
    int64_t now_us;
    struct pal_store_spec spec = in_memory(&now_us);
    PAL_STORE(store);
    open_founded(&spec, &store);
    assert_int_equal(signed_head(store).size, 1);
    append_turn(store, 3);
    struct pal_tree_head head = pal_log_head(store);
    struct pal_tree_head noted = signed_head(store);
    assert_int_equal(noted.size, 4);
    assert_true(pal_hash_equal(&head.root, &noted.root));
}

static void a_rolled_back_command_leaves_no_entry(void **state)
{
    (void)state;
    int64_t now_us;
    struct pal_store_spec spec = in_memory(&now_us);
    PAL_STORE(store);
    open_founded(&spec, &store);
    struct pal_tree_head before = pal_log_head(store);
    {
        PAL_TRANSACTION(tx, store);
        (void)tx; /* never committed: its scope rolls it back */
        EXPECT_ERR(say(store, "lost"), PAL_OK);
        assert_int_equal(pal_log_head(store).size, 2);
    }
    struct pal_tree_head after = pal_log_head(store);
    assert_int_equal(after.size, 1);
    assert_true(pal_hash_equal(&before.root, &after.root));
    append_turn(store, 1);
    assert_int_equal(signed_head(store).size, 2);
}

static void every_entry_is_proven_in_every_later_log(void **state)
{
    (void)state;
    int64_t now_us;
    struct pal_store_spec spec = in_memory(&now_us);
    PAL_STORE(store);
    open_founded(&spec, &store);
    struct pal_tree_head old_head = signed_head(store);
    for (uint64_t size = 2; size <= 20; size++) {
        append_turn(store, 1);
        struct pal_tree_head head = signed_head(store);
        struct pal_proof growth;
        EXPECT_ERR(pal_log_consistency(store, old_head.size, head.size, &growth), PAL_OK);
        EXPECT_ERR(pal_tree_check_consistency(&growth, &old_head, &head), PAL_OK);
        for (uint64_t index = 0; index < size; index++) {
            PAL_BUF(text);
            PAL_BUF(entry);
            struct pal_proof_text proof;
            EXPECT_ERR(pal_log_proof(store, index, &text), PAL_OK);
            EXPECT_ERR(pal_proof_parse(pal_buf_text(&text), &proof), PAL_OK);
            EXPECT_ERR(pal_log_read(store, index, &entry), PAL_OK);
            struct pal_hash leaf = pal_tree_leaf(entry.bytes, entry.size);
            EXPECT_ERR(pal_tree_check_inclusion(&leaf, index, &proof.proof, &head), PAL_OK);
        }
        old_head = head;
    }
    PAL_BUF(none);
    struct pal_proof proof;
    EXPECT_ERR(pal_log_proof(store, 20, &none), PAL_ERR_NOT_FOUND);
    EXPECT_ERR(pal_log_consistency(store, 3, 21, &proof), PAL_ERR_NOT_FOUND);
    EXPECT_ERR(pal_log_consistency(store, 4, 3, &proof), PAL_ERR_NOT_FOUND);
}

int main(void)
{
    TESTS(tests, 64);
    TEST(tests, each_turn_signs_what_it_appended);
    TEST(tests, a_rolled_back_command_leaves_no_entry);
    TEST(tests, every_entry_is_proven_in_every_later_log);
    return RUN(tests);
}
