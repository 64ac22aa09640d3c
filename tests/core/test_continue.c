/* A log that was rolled back or forked goes on under another name, and under its own when it is sound. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "audit/keys.h"
#include "base/mem.h"
#include "core/log.h"
#include "core/log_continue.h"
#include "core/store.h"
#include "core/witnesses.h"

#include "../support/expect.h"
#include "../support/folder.h"
#include "../support/record.h"

#define FIRST  "vote.example.coop/log"
#define SECOND "vote.example.coop/log2"

enum { KEPT = 7, KNOWN = 10 };

/* A society of which a backup was taken at KEPT entries, and the log went on to KNOWN. */
struct place {
    struct pal_folder folder;
    char *path, *key, *anchor, *backup, *later, *old, *next;
    char *known; /* the last checkpoint */
    int64_t now_us;
    struct pal_store *store;
};

static struct pal_store_spec spec_of(struct place *place, enum pal_store_mode mode)
{
    struct pal_store_spec spec = pal_record_spec(place->path, mode, &place->now_us);
    spec.seed = NULL; /* FILE.key */
    return spec;
}

static void close_store(struct place *place)
{
    pal_store_close(place->store);
    place->store = NULL;
}

static void reopen(struct place *place)
{
    struct pal_store_spec spec = spec_of(place, PAL_STORE_WRITE);
    close_store(place);
    EXPECT_ERR(pal_store_open(&spec, &place->store), PAL_OK);
}

static struct place *place_new(void)
{
    struct place *place = pal_mem_new(1, sizeof *place);
    PAL_BUF(note);
    place->folder = pal_folder_make();
    place->path = pal_folder_file_new(&place->folder, "society");
    place->key = pal_folder_file_new(&place->folder, "society.key");
    place->old = pal_folder_file_new(&place->folder, "society.key.old");
    place->next = pal_folder_file_new(&place->folder, "society.key.next");
    place->anchor = pal_folder_file_new(&place->folder, "society.anchor");
    place->backup = pal_folder_file_new(&place->folder, "backup");
    place->later = pal_folder_file_new(&place->folder, "later");
    struct pal_store_spec spec = spec_of(place, PAL_STORE_CREATE);
    pal_record_open(&spec, &place->store);
    pal_record_turn(place->store, KEPT - PAL_RECORD_FOUNDED);
    EXPECT_ERR(pal_store_backup(place->store, place->backup), PAL_OK);
    for (int i = KEPT; i < KNOWN; i++) { /* both places of the anchor know more than the backup */
        pal_record_turn(place->store, 1);
    }
    EXPECT_ERR(pal_log_checkpoint(place->store, &note), PAL_OK);
    place->known = pal_text_copy(pal_buf_text(&note));
    EXPECT_ERR(pal_store_backup(place->store, place->later), PAL_OK);
    return place;
}

static void place_free(struct place *place)
{
    char *const texts[] = {place->path,   place->key,   place->old,    place->next,
                           place->anchor, place->later, place->backup, place->known};
    close_store(place);
    pal_folder_done(&place->folder);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        pal_mem_free(texts[i]);
    }
    pal_mem_free(place);
}

/* The backup is back, beside the anchor of the log that went on. */
static void restore(struct place *place, const char *copy)
{
    close_store(place);
    pal_folder_copy(copy, place->path);
    reopen(place);
}

static struct pal_continuation to(const char *name, const char *checkpoint)
{
    return (struct pal_continuation){.name = pal_text_of(name),
                                     .checkpoint = pal_text_of(checkpoint),
                                     .reason = pal_text_of("The disk died.")};
}

static enum pal_err go_on(struct place *place, const char *name, const char *checkpoint)
{
    const struct pal_continuation continuation = to(name, checkpoint);
    return pal_log_continue(place->store, &continuation);
}

/* It writes under the name, its checkpoint is signed by the one key of that name, and so it starts again. */
static void expect_goes_on(struct place *place, const char *name)
{
    for (int again = 0; again < 3; again++) {
        PAL_BUF(text);
        struct pal_note note;
        struct pal_vkey vkey;
        assert_int_equal(pal_log_status(place->store), PAL_LOG_OK);
        EXPECT_TEXT(pal_log_name(place->store), name);
        EXPECT_TEXT(pal_log_evidence(place->store), "");
        EXPECT_ERR(pal_log_checkpoint(place->store, &text), PAL_OK);
        EXPECT_ERR(pal_note_parse(pal_buf_text(&text), &note), PAL_OK);
        EXPECT_ERR(pal_vkey_parse(pal_log_vkey(place->store), &vkey), PAL_OK);
        EXPECT_ERR(pal_note_verify(&note, &vkey, 1, NULL), PAL_OK);
        assert_int_equal(note.line_count, 1);
        assert_int_not_equal(access(place->old, F_OK), 0);
        assert_int_not_equal(access(place->next, F_OK), 0);
        pal_record_turn(place->store, 1);
        reopen(place);
    }
}

static void a_log_that_was_rolled_back_goes_on_under_another_name(void **state)
{
    (void)state;
    struct place *place = place_new();
    struct pal_lost lost;
    PAL_STRING(before);
    before = pal_text_copy(pal_log_vkey(place->store));
    restore(place, place->backup);
    assert_int_equal(pal_log_status(place->store), PAL_LOG_ROLLBACK);
    EXPECT_TEXT(pal_log_evidence(place->store), place->known);

    const struct pal_continuation continuation = to(SECOND, "");
    EXPECT_ERR(pal_log_lost(place->store, &continuation, &lost), PAL_OK);
    assert_int_equal(lost.size, KEPT);
    assert_int_equal(lost.known_size, KNOWN);
    assert_int_equal(pal_log_status(place->store), PAL_LOG_ROLLBACK); /* nothing has changed */
    EXPECT_ERR(pal_log_continue(place->store, &continuation), PAL_OK);
    assert_int_equal(pal_log_head(place->store).size, KEPT + 4); /* and the old seed is gone */
    assert_false(pal_text_is(pal_log_vkey(place->store), before));

    PAL_BUF(entry);
    EXPECT_ERR(pal_log_read(place->store, KEPT, &entry), PAL_OK);
    assert_non_null(strstr(entry.bytes, "\"t\":\"log.continue\""));
    assert_non_null(strstr(entry.bytes, "The disk died."));
    expect_goes_on(place, SECOND);
    EXPECT_ERR(go_on(place, "vote.example.coop/log3", ""), PAL_ERR_LOG_SOUND);
    EXPECT_ERR(go_on(place, "vote.example.coop/log3", place->known), PAL_ERR_NOTE_ORIGIN);
    place_free(place);
}

/* What an operator does later goes on as before: another key, and a second loss. */
static void a_log_under_another_name_is_a_log(void **state)
{
    (void)state;
    const struct pal_rotation rotation = {0};
    struct place *place = place_new();
    restore(place, place->backup);
    EXPECT_ERR(go_on(place, SECOND, ""), PAL_OK);
    EXPECT_ERR(pal_log_rotate(place->store, &rotation), PAL_OK);
    EXPECT_TEXT(pal_log_name(place->store), SECOND);
    assert_int_equal(unlink(place->later), 0);
    EXPECT_ERR(pal_store_backup(place->store, place->later), PAL_OK);
    pal_record_turn(place->store, 2);
    restore(place, place->later);
    assert_int_equal(pal_log_status(place->store), PAL_LOG_ROLLBACK);
    EXPECT_ERR(go_on(place, SECOND, ""), PAL_ERR_KEY_LIFE);
    EXPECT_ERR(go_on(place, FIRST, ""), PAL_ERR_KEY_LIFE);
    EXPECT_ERR(go_on(place, "vote.example.coop/log3", ""), PAL_OK);
    expect_goes_on(place, "vote.example.coop/log3");
    uint64_t entry = 0;
    assert_int_equal(pal_log_former_count(place->store), 2);
    EXPECT_TEXT(pal_log_former(place->store, 0, &entry), FIRST);
    assert_int_equal(entry, KEPT);
    EXPECT_TEXT(pal_log_former(place->store, 1, &entry), SECOND);
    assert_int_equal(entry, KEPT + 7); /* the seed of the first was destroyed before */
    place_free(place);
}

static void a_witness_or_a_mirror_has_the_checkpoint_that_the_anchor_lost(void **state)
{
    (void)state;
    struct place *place = place_new();
    close_store(place);
    assert_int_equal(unlink(place->anchor), 0);
    restore(place, place->backup);
    assert_int_equal(pal_log_status(place->store), PAL_LOG_OK);
    EXPECT_ERR(go_on(place, SECOND, ""), PAL_ERR_LOG_SOUND);
    EXPECT_ERR(go_on(place, SECOND, place->known), PAL_OK);
    expect_goes_on(place, SECOND);
    place_free(place);
}

/* The copy went on under the name for a while, as did the other: a checkpoint of the same size, and another root. */
static void a_log_that_was_forked_goes_on_under_another_name(void **state)
{
    (void)state;
    struct place *place = place_new();
    close_store(place);
    assert_int_equal(unlink(place->anchor), 0);
    restore(place, place->backup);
    place->now_us += 1000000;
    pal_record_turn(place->store, KNOWN - KEPT + 1);
    close_store(place);
    FILE *file = fopen(place->anchor, "w");
    assert_non_null(file);
    assert_true(fputs(place->known, file) >= 0 && fclose(file) == 0);
    reopen(place);
    assert_int_equal(pal_log_status(place->store), PAL_LOG_FORK);
    EXPECT_ERR(go_on(place, SECOND, ""), PAL_OK);
    expect_goes_on(place, SECOND);
    uint64_t size = 0; /* what is quoted, anybody can show again */
    assert_int_equal(pal_witness_judge_checkpoint(place->store, pal_text_of(place->known), &size),
                     PAL_WITNESS_NOTHING);
    place_free(place);
}

static void what_is_sound_stays_as_it_is(void **state)
{
    (void)state;
    struct place *place = place_new();
    const struct pal_continuation silent = {.name = pal_text_of(SECOND)};
    const struct pal_continuation garbled = {.name = pal_text_of(SECOND),
                                             .reason = pal_text_of("vol\xe9")};
    EXPECT_ERR(go_on(place, SECOND, ""), PAL_ERR_LOG_SOUND);
    EXPECT_ERR(go_on(place, SECOND, place->known), PAL_ERR_LOG_SOUND);
    restore(place, place->backup);
    EXPECT_ERR(go_on(place, FIRST, ""), PAL_ERR_KEY_LIFE);
    EXPECT_ERR(go_on(place, "rehearsal.invalid/log", ""), PAL_ERR_KEY_LIFE);
    EXPECT_ERR(go_on(place, "https://vote", ""), PAL_ERR_NOTE_NAME);
    EXPECT_ERR(go_on(place, SECOND, "no note"), PAL_ERR_NOTE_SYNTAX);
    EXPECT_ERR(pal_log_continue(place->store, &silent), PAL_ERR_TEXT_EMPTY);
    EXPECT_ERR(pal_log_continue(place->store, &garbled), PAL_ERR_TEXT_UTF8);
    PAL_STRING(spoilt);
    spoilt = pal_text_copy(pal_text_of(place->known));
    char *at = strstr(spoilt, "\n10\n");
    assert_non_null(at);
    at[1] = '9';
    EXPECT_ERR(go_on(place, SECOND, spoilt), PAL_ERR_NOTE_SIGNATURE);
    assert_int_equal(pal_log_status(place->store), PAL_LOG_ROLLBACK);
    assert_int_not_equal(access(place->next, F_OK), 0);
    place_free(place);
}

/* Neither a copy of before nor the one that was lost may be served again beside the new anchor. */
static void a_copy_of_the_name_before_is_found_out(void **state)
{
    (void)state;
    struct place *place = place_new();
    restore(place, place->backup);
    EXPECT_ERR(go_on(place, SECOND, ""), PAL_OK);
    expect_goes_on(place, SECOND);
    for (int is_later = 0; is_later < 2; is_later++) {
        struct pal_store_spec spec = spec_of(place, PAL_STORE_READ);
        close_store(place);
        pal_folder_copy(is_later == 0 ? place->backup : place->later, place->path);
        EXPECT_ERR(pal_store_open(&spec, &place->store), PAL_OK);
        assert_int_equal(pal_log_status(place->store), PAL_LOG_FORK);
    }
    place_free(place);
}

/* The commit is on disk, and then nothing more: the anchor states what is quoted, the files of the keys are as they were. */
static void a_crash_after_the_commit_is_put_in_order(void **state)
{
    (void)state;
    for (int moved = 0; moved < 3; moved++) {
        struct place *place = place_new();
        PAL_STRING(anchor);
        PAL_STRING(key);
        anchor = pal_folder_file_new(&place->folder, "kept-anchor");
        key = pal_folder_file_new(&place->folder, "kept-key");
        restore(place, place->backup);
        pal_folder_copy(place->anchor, anchor);
        pal_folder_copy(place->key, key);
        EXPECT_ERR(go_on(place, SECOND, ""), PAL_OK);
        close_store(place);
        pal_folder_copy(anchor, place->anchor);
        if (moved < 2) { /* not at all, or the first of two */
            assert_int_equal(rename(place->key, place->next), 0);
            pal_folder_copy(key, moved == 0 ? place->key : place->old);
        }
        reopen(place);
        expect_goes_on(place, SECOND);
        place_free(place);
    }
}

/* The checkpoint of a witness is in the anchor, and the log says nothing yet. */
static void a_crash_before_the_commit_leaves_an_old_copy(void **state)
{
    (void)state;
    struct place *place = place_new();
    close_store(place);
    assert_int_equal(unlink(place->anchor), 0);
    restore(place, place->backup);
    const struct pal_continuation bad = {.name = pal_text_of(SECOND),
                                         .checkpoint = pal_text_of(place->known),
                                         .reason = pal_text_of("\x01")};
    enum pal_err err = pal_log_continue(place->store, &bad);
    assert_int_not_equal(err, PAL_OK);
    EXPECT_TEXT(pal_log_name(place->store), FIRST);
    reopen(place);
    assert_int_equal(pal_log_status(place->store), PAL_LOG_ROLLBACK);
    assert_int_equal(pal_log_head(place->store).size, KEPT);
    EXPECT_ERR(go_on(place, SECOND, ""), PAL_OK);
    expect_goes_on(place, SECOND);
    place_free(place);
}

/* Forked, and interrupted after the commit: whatever the anchor states of the copy that was lost was quoted, or is older. */
static void a_crash_after_the_commit_of_a_forked_log_is_put_in_order(void **state)
{
    (void)state;
    for (int places = 1; places <= 2; places++) {
        struct place *place = place_new();
        PAL_STRING(kept);
        kept = pal_folder_file_new(&place->folder, "kept-anchor");
        close_store(place);
        pal_folder_copy(place->anchor, kept);
        assert_int_equal(unlink(place->anchor), 0);
        restore(place, place->backup);
        place->now_us += 1000000;
        pal_record_turn(place->store, KNOWN - KEPT + 1);
        close_store(place);
        if (places == 1) {
            FILE *file = fopen(kept, "w");
            assert_non_null(file);
            assert_true(fputs(place->known, file) >= 0 && fclose(file) == 0);
        }
        pal_folder_copy(kept, place->anchor);
        reopen(place);
        assert_int_equal(pal_log_status(place->store), PAL_LOG_FORK);
        EXPECT_ERR(go_on(place, SECOND, ""), PAL_OK);
        close_store(place);
        pal_folder_copy(kept, place->anchor);
        reopen(place);
        expect_goes_on(place, SECOND);
        place_free(place);
    }
}

/* Of a checkpoint by hand, beside another anchor than the one of the server, which knows more. */
static void an_anchor_that_was_not_told_says_nothing(void **state)
{
    (void)state;
    struct place *place = place_new();
    PAL_STRING(kept);
    kept = pal_folder_file_new(&place->folder, "kept-anchor");
    pal_record_turn(place->store, 1);
    pal_record_turn(place->store, 1);
    close_store(place);
    pal_folder_copy(place->anchor, kept);
    assert_int_equal(unlink(place->anchor), 0);
    restore(place, place->backup);
    EXPECT_ERR(go_on(place, SECOND, place->known), PAL_OK);
    close_store(place);
    pal_folder_copy(kept, place->anchor);
    reopen(place);
    expect_goes_on(place, SECOND);
    place_free(place);
}

/* The name was signed once, and the same backup comes back, or the copy that was lost is found again. */
static void a_name_that_the_anchor_knows_is_not_taken_twice(void **state)
{
    (void)state;
    for (int is_later = 0; is_later < 2; is_later++) {
        struct place *place = place_new();
        PAL_STRING(key);
        key = pal_folder_file_new(&place->folder, "kept-key");
        pal_folder_copy(place->key, key);
        restore(place, place->backup);
        EXPECT_ERR(go_on(place, SECOND, ""), PAL_OK);
        close_store(place);
        pal_folder_copy(key, place->key);
        restore(place, is_later == 0 ? place->backup : place->later);
        assert_int_equal(pal_log_status(place->store), PAL_LOG_FORK);
        const char *known = is_later == 0 ? place->known : "";
        EXPECT_ERR(go_on(place, SECOND, known), PAL_ERR_KEY_LIFE);
        if (is_later == 0) {
            EXPECT_ERR(go_on(place, "vote.example.coop/log3", known), PAL_OK);
            expect_goes_on(place, "vote.example.coop/log3");
        }
        place_free(place);
    }
}

int main(void)
{
    TESTS(tests, 16);
    TEST(tests, a_log_that_was_rolled_back_goes_on_under_another_name);
    TEST(tests, a_log_under_another_name_is_a_log);
    TEST(tests, a_witness_or_a_mirror_has_the_checkpoint_that_the_anchor_lost);
    TEST(tests, a_log_that_was_forked_goes_on_under_another_name);
    TEST(tests, what_is_sound_stays_as_it_is);
    TEST(tests, a_copy_of_the_name_before_is_found_out);
    TEST(tests, a_crash_after_the_commit_is_put_in_order);
    TEST(tests, a_crash_before_the_commit_leaves_an_old_copy);
    TEST(tests, a_crash_after_the_commit_of_a_forked_log_is_put_in_order);
    TEST(tests, an_anchor_that_was_not_told_says_nothing);
    TEST(tests, a_name_that_the_anchor_knows_is_not_taken_twice);
    return RUN(tests);
}
