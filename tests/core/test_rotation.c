/* Another key for the log: what signs when, and what a crash between leaves. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/cosign.h"
#include "audit/keys.h"
#include "base/crypto.h"
#include "base/mem.h"
#include "core/log.h"
#include "core/store.h"
#include "core/witnesses.h"

#include "../support/expect.h"
#include "../support/folder.h"
#include "../support/record.h"

static const int64_t day_us = INT64_C(86400000000);

/* A society's file with a key of its own, opened. */
struct pal_place {
    struct pal_folder folder;
    char *path, *key, *old, *next;
    int64_t now_us;
    struct pal_store *store;
};

static struct pal_store_spec spec_of(struct pal_place *place, enum pal_store_mode mode)
{
    struct pal_store_spec spec = pal_record_spec(place->path, mode, &place->now_us);
    spec.seed = NULL; /* FILE.key */
    return spec;
}

static struct pal_place *place_new(void)
{
    struct pal_place *place = pal_mem_new(1, sizeof *place);
    place->folder = pal_folder_make();
    place->path = pal_folder_file_new(&place->folder, "society");
    place->key = pal_folder_file_new(&place->folder, "society.key");
    place->old = pal_folder_file_new(&place->folder, "society.key.old");
    place->next = pal_folder_file_new(&place->folder, "society.key.next");
    struct pal_store_spec spec = spec_of(place, PAL_STORE_CREATE);
    pal_record_open(&spec, &place->store);
    return place;
}

static void place_free(struct pal_place *place)
{
    pal_store_close(place->store);
    pal_folder_done(&place->folder);
    pal_mem_free(place->path);
    pal_mem_free(place->key);
    pal_mem_free(place->old);
    pal_mem_free(place->next);
    pal_mem_free(place);
}

/* What of this program's memory never goes to swap, in KiB. */
static long locked_kib(void)
{
    char line[128];
    long kib = -1;
    FILE *status = fopen("/proc/self/status", "r");
    assert_non_null(status);
    while (fgets(line, sizeof line, status) != NULL) {
        if (strncmp(line, "VmLck:", 6) == 0) {
            kib = strtol(&line[6], NULL, 10);
        }
    }
    (void)fclose(status);
    return kib;
}

/* Where the machine lets so little be locked, or nothing (as under a sanitizer), a log is opened all the same. */
static void attack_66_the_keys_of_a_log_are_kept_out_of_swap(void **state)
{
    (void)state;
    long before = locked_kib();
    void *probe = pal_locked_new(1 << 16);
    bool locks = locked_kib() > before;
    pal_locked_free(probe);
    struct pal_place *place = place_new();
    long with_keys = locked_kib();
    pal_store_close(place->store);
    place->store = NULL;
    if (locks) {
        assert_true(locked_kib() < with_keys);
    }
    place_free(place);
}

static enum pal_err reopen(struct pal_place *place)
{
    struct pal_store_spec spec = spec_of(place, PAL_STORE_WRITE);
    pal_store_close(place->store);
    place->store = NULL;
    return pal_store_open(&spec, &place->store);
}

static bool is_there(const char *path)
{
    return access(path, F_OK) == 0;
}

/* How many lines of the log's own the last checkpoint has; each must hold under the key it names. */
static size_t lines(struct pal_store *store, const char *first_vkey)
{
    PAL_BUF(text);
    struct pal_note note;
    struct pal_vkey vkeys[2];
    uint64_t who = 0;
    EXPECT_ERR(pal_log_checkpoint(store, &text), PAL_OK);
    EXPECT_ERR(pal_note_parse(pal_buf_text(&text), &note), PAL_OK);
    EXPECT_ERR(pal_vkey_parse(pal_log_vkey(store), &vkeys[0]), PAL_OK);
    EXPECT_ERR(pal_vkey_parse(pal_text_of(first_vkey), &vkeys[1]), PAL_OK);
    EXPECT_ERR(pal_note_verify(&note, vkeys, 2, &who), PAL_OK);
    bool is_one = vkeys[0].id == vkeys[1].id; /* nothing has changed yet */
    assert_int_equal(note.line_count, is_one ? 1 : __builtin_popcountll(who));
    return note.line_count;
}

/* How many entries say that this key was destroyed. */
static size_t destroyed(struct pal_store *store, const char *vkey)
{
    size_t count = 0;
    for (uint64_t i = 0; i < pal_log_head(store).size; i++) {
        PAL_BUF(entry);
        EXPECT_ERR(pal_log_read(store, i, &entry), PAL_OK);
        count +=
            strstr(entry.bytes, "\"key.destroy\"") != NULL && strstr(entry.bytes, vkey) != NULL;
    }
    return count;
}

static void both_keys_sign_for_thirty_days_then_the_new_one_alone(void **state)
{
    (void)state;
    const struct pal_rotation rotation = {0};
    struct pal_place *place = place_new();
    PAL_STRING(first);
    first = pal_text_copy(pal_log_vkey(place->store));
    EXPECT_ERR(pal_log_rotate(place->store, &rotation), PAL_OK);
    assert_false(pal_text_is(pal_log_vkey(place->store), first));
    assert_int_equal(pal_log_head(place->store).size, PAL_RECORD_FOUNDED + 3);
    assert_int_equal(lines(place->store, first), 2);
    assert_true(is_there(place->old));
    assert_false(is_there(place->next));

    EXPECT_ERR(reopen(place), PAL_OK);
    assert_int_equal(pal_log_status(place->store), PAL_LOG_OK);
    place->now_us += 29 * day_us;
    pal_record_turn(place->store, 1);
    assert_int_equal(lines(place->store, first), 2);
    place->now_us += 2 * day_us;
    pal_record_turn(place->store, 1);
    assert_int_equal(lines(place->store, first), 1);
    assert_int_equal(destroyed(place->store, first), 0);
    char seed[PAL_SEED_SIZE];
    FILE *kept = fopen(place->old, "r");
    assert_non_null(kept);
    assert_int_equal(fread(seed, 1, sizeof seed, kept), sizeof seed);
    assert_int_equal(fclose(kept), 0);
    EXPECT_ERR(reopen(place), PAL_OK);
    assert_int_equal(pal_log_status(place->store), PAL_LOG_OK);
    assert_false(is_there(place->old));
    assert_int_equal(destroyed(place->store, first), 1);

    /* The log said so, and the file was not removed: it is now, and nothing is said again. */
    FILE *file = fopen(place->old, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(seed, 1, sizeof seed, file), sizeof seed);
    assert_int_equal(fclose(file), 0);
    EXPECT_ERR(reopen(place), PAL_OK);
    assert_int_equal(pal_log_status(place->store), PAL_LOG_OK);
    assert_false(is_there(place->old));
    assert_int_equal(destroyed(place->store, first), 1);
    place_free(place);
}

static void the_other_two_keys_change_with_it(void **state)
{
    (void)state;
    const struct pal_rotation rotation = {0};
    struct pal_place *place = place_new();
    PAL_BUF(before);
    PAL_BUF(after);
    pal_log_receipt_vkey(place->store, &before);
    EXPECT_ERR(pal_log_rotate(place->store, &rotation), PAL_OK);
    pal_log_receipt_vkey(place->store, &after);
    assert_false(pal_text_equal(pal_buf_text(&before), pal_buf_text(&after)));
    PAL_BUF(announced);
    EXPECT_ERR(pal_log_read(place->store, PAL_RECORD_FOUNDED + 1, &announced), PAL_OK);
    assert_non_null(strstr(announced.bytes, after.bytes));
    place_free(place);
}

static void a_revoked_key_signs_no_more_at_once(void **state)
{
    (void)state;
    struct pal_place *place = place_new();
    PAL_STRING(first);
    first = pal_text_copy(pal_log_vkey(place->store));
    pal_record_turn(place->store, 2);
    const struct pal_rotation rotation = {.reason = pal_text_of("stolen"), .last_size = 4};
    EXPECT_ERR(pal_log_rotate(place->store, &rotation), PAL_OK);
    assert_int_equal(lines(place->store, first), 1);
    assert_false(is_there(place->old));
    assert_int_equal(destroyed(place->store, first), 1);
    EXPECT_ERR(reopen(place), PAL_OK);
    assert_int_equal(pal_log_status(place->store), PAL_LOG_OK);
    EXPECT_ERR(pal_log_revoke(place->store, pal_text_of(first), &rotation), PAL_ERR_KEY_LIFE);
    EXPECT_ERR(pal_log_revoke(place->store, pal_log_vkey(place->store), &rotation),
               PAL_ERR_KEY_LIFE);
    pal_record_turn(place->store, 1);
    place_free(place);
}

/* A checkpoint that this log never had, of the size 4, signed by the key in the file. */
static void forge(const struct pal_place *place, struct pal_buf *out)
{
    PAL_BUF(body);
    uint8_t seed[PAL_SEED_SIZE];
    struct pal_signing_key key;
    const struct pal_checkpoint checkpoint = {
        .origin = pal_log_name(place->store),
        .head = {.size = 4, .root = pal_hash_of("another", 7)},
    };
    FILE *file = fopen(place->key, "r");
    assert_non_null(file);
    assert_int_equal(fread(seed, 1, sizeof seed, file), sizeof seed);
    assert_int_equal(fclose(file), 0);
    pal_signing_key_init(&key, seed);
    pal_checkpoint_write(&checkpoint, &body);
    pal_note_sign(pal_buf_text(&body), checkpoint.origin, &key, out);
}

static void set_policy(struct pal_store *store)
{
    PAL_BUF(policy);
    const uint8_t seed[PAL_SEED_SIZE] = {31};
    struct pal_signing_key key;
    pal_signing_key_init(&key, seed);
    const struct pal_witness witness = {pal_text_of("a.example"), &key};
    struct pal_vkey vkey = pal_witness_vkey(&witness);
    pal_buf_add_string(&policy, "witness a ");
    pal_vkey_write(&vkey, &policy);
    pal_buf_add_string(&policy, "\nquorum a\n");
    PAL_TRANSACTION(transaction, store);
    EXPECT_ERR(pal_log_policy_set(store, pal_buf_text(&policy), NULL), PAL_OK);
    EXPECT_ERR(pal_transaction_commit(&transaction), PAL_OK);
    EXPECT_ERR(pal_turn_commit(store), PAL_OK);
}

static void attack_56_what_a_stolen_key_signs_anew_condemns_nothing(void **state)
{
    (void)state;
    struct pal_place *place = place_new();
    PAL_BUF(forged);
    uint64_t size;
    set_policy(place->store);
    forge(place, &forged);
    assert_int_equal(pal_witness_judge_checkpoint(place->store, pal_buf_text(&forged), &size),
                     PAL_WITNESS_OTHER);
    const struct pal_rotation stolen = {.reason = pal_text_of("stolen"), .last_size = 5};
    EXPECT_ERR(pal_log_rotate(place->store, &stolen), PAL_OK);
    assert_int_equal(pal_witness_judge_checkpoint(place->store, pal_buf_text(&forged), &size),
                     PAL_WITNESS_NOTHING);
    place_free(place);
}

static void a_key_that_was_replaced_is_revoked_later(void **state)
{
    (void)state;
    const struct pal_rotation rotation = {0};
    struct pal_place *place = place_new();
    PAL_STRING(first);
    first = pal_text_copy(pal_log_vkey(place->store));
    EXPECT_ERR(pal_log_rotate(place->store, &rotation), PAL_OK);
    const struct pal_rotation lost = {.reason = pal_text_of("lost"), .last_size = 3};
    EXPECT_ERR(pal_log_revoke(place->store, pal_text_of(first), &lost), PAL_OK);
    EXPECT_ERR(pal_turn_commit(place->store), PAL_OK);
    assert_int_equal(lines(place->store, first), 1);
    EXPECT_ERR(reopen(place), PAL_OK);
    assert_false(is_there(place->old));
    place_free(place);
}

/* After the log says so, and before the files are moved, or between the two moves. */
static void a_crash_between_log_and_files_is_put_in_order(void **state)
{
    (void)state;
    const struct pal_rotation rotation = {0};
    for (int moved = 0; moved < 2; moved++) {
        struct pal_place *place = place_new();
        EXPECT_ERR(pal_log_rotate(place->store, &rotation), PAL_OK);
        assert_int_equal(rename(place->key, place->next), 0);
        if (moved == 0) {
            assert_int_equal(rename(place->old, place->key), 0);
        }
        EXPECT_ERR(reopen(place), PAL_OK);
        assert_int_equal(pal_log_status(place->store), PAL_LOG_OK);
        assert_true(is_there(place->key));
        assert_true(is_there(place->old));
        assert_false(is_there(place->next));
        pal_record_turn(place->store, 1);
        place_free(place);
    }
}

/* Before the log says so. */
static void a_key_that_the_log_does_not_know_is_left_aside(void **state)
{
    (void)state;
    const struct pal_rotation rotation = {0};
    struct pal_place *place = place_new();
    FILE *file = fopen(place->next, "w");
    assert_non_null(file);
    assert_int_equal(fwrite("0123456789abcdef0123456789abcdef", 1, 32, file), 32);
    assert_int_equal(fclose(file), 0);
    PAL_STRING(first);
    first = pal_text_copy(pal_log_vkey(place->store));
    EXPECT_ERR(reopen(place), PAL_OK);
    EXPECT_TEXT(pal_log_vkey(place->store), first);
    EXPECT_ERR(pal_log_rotate(place->store, &rotation), PAL_OK);
    assert_false(is_there(place->next));
    place_free(place);
}

static void a_rotation_that_cannot_be_written_changes_nothing(void **state)
{
    (void)state;
    const struct pal_rotation beyond = {.reason = pal_text_of("x"), .last_size = 1000};
    struct pal_place *place = place_new();
    PAL_STRING(first);
    first = pal_text_copy(pal_log_vkey(place->store));
    EXPECT_ERR(pal_log_rotate(place->store, &beyond), PAL_ERR_KEY_LIFE);
    EXPECT_TEXT(pal_log_vkey(place->store), first);
    assert_int_equal(pal_log_head(place->store).size, PAL_RECORD_FOUNDED);
    assert_false(is_there(place->next));
    pal_record_turn(place->store, 1);
    assert_int_equal(lines(place->store, first), 1);
    EXPECT_ERR(reopen(place), PAL_OK);
    place_free(place);
}

int main(void)
{
    TESTS(tests, 16);
    TEST(tests, attack_66_the_keys_of_a_log_are_kept_out_of_swap);
    TEST(tests, both_keys_sign_for_thirty_days_then_the_new_one_alone);
    TEST(tests, the_other_two_keys_change_with_it);
    TEST(tests, a_revoked_key_signs_no_more_at_once);
    TEST(tests, attack_56_what_a_stolen_key_signs_anew_condemns_nothing);
    TEST(tests, a_key_that_was_replaced_is_revoked_later);
    TEST(tests, a_crash_between_log_and_files_is_put_in_order);
    TEST(tests, a_key_that_the_log_does_not_know_is_left_aside);
    TEST(tests, a_rotation_that_cannot_be_written_changes_nothing);
    return RUN(tests);
}
