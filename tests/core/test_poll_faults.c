/*
 * A whole poll on a disk that fails: opened, voted in, closed, counted. The n-th write or sync fails,
 * for every n. Then everything is as it was before that step or as after it, whoever tries again
 * succeeds, and the result is the one of a disk that never failed.
 */
#include <sqlite3.h>
#include <stdio.h>

#include "base/check.h"
#include "base/crypto.h"
#include "base/mem.h"
#include "core/assemblies.h"
#include "core/box.h"
#include "core/log.h"
#include "core/polls.h"
#include "core/resolutions.h"
#include "core/store.h"
#include "core/tally.h"

#include "../support/expect.h"
#include "../support/faulty.h"
#include "../support/folder.h"
#include "../support/record.h"
#include "../support/scene.h"

enum { VOTERS = 3, CASTS = VOTERS, STEPS = 4 + CASTS, NUMBER_MAX = 400 };
#define HOUR_US INT64_C(3600000000)

/* A society and its called poll, in a file that every run copies. */
static struct {
    struct pal_folder folder;
    int64_t now_us; /* when the poll can open */
    struct pal_poll_id poll;
    struct pal_member_id members[VOTERS];
    struct pal_person_id people[VOTERS];
    struct pal_hash text;
    struct pal_hash outcome; /* of a disk that never fails */
} made;

/* --- the society ------------------------------------------------------------------------------- */

static void enter(struct pal_store *store, size_t i)
{
    static const char *const categories[VOTERS] = {"employees", "users", "friends"};
    static const char *const names[VOTERS] = {"Ada Colonna", "Chiara Rossi", "Gaïa Luciani"};
    const struct pal_member_spec spec = {
        .kind = PAL_MEMBER_NATURAL,
        .person = {.name = pal_text_of(names[i])},
        .category = pal_text_of(categories[i]),
        .state = PAL_MEMBER_ADMITTED,
        .shares = 1,
    };
    EXPECT_ERR(pal_member_add(store, &spec, NULL, &made.members[i]), PAL_OK);
    EXPECT_ERR(pal_member_person(store, made.members[i], &made.people[i]), PAL_OK);
}

static void call(struct pal_store *store)
{
    struct pal_assembly_spec assembly = {
        .kind = PAL_ASSEMBLY_ORDINARY,
        .title = pal_text_of("Annual meeting"),
        .place = pal_text_of("Under the tree"),
        .meets_us = made.now_us + HOUR_US,
    };
    struct pal_poll_spec poll = {
        .kind = PAL_POLL_RESOLUTION,
        .method = pal_text_of("motion"),
        .opens_us = made.now_us + HOUR_US,
        .closes_us = made.now_us + 2 * HOUR_US,
    };
    EXPECT_ERR(pal_assembly_create(store, &assembly, NULL, &poll.assembly), PAL_OK);
    const struct pal_resolution_spec resolution = {
        .assembly = poll.assembly,
        .decision_class = pal_text_of("ordinary"),
        .title = pal_text_of("Accounts"),
        .text = pal_text_of("The assembly approves."),
    };
    EXPECT_ERR(pal_resolution_table(store, &resolution, NULL, &poll.resolution), PAL_OK);
    EXPECT_ERR(pal_assembly_convene(store, poll.assembly, NULL), PAL_OK);
    EXPECT_ERR(pal_poll_create(store, &poll, NULL, &made.poll), PAL_OK);
    EXPECT_ERR(pal_poll_call(store, made.poll, NULL), PAL_OK);
    PAL_POLL(called);
    EXPECT_ERR(pal_poll_read(store, made.poll, &called), PAL_OK);
    made.text = called.text;
}

static void make(void)
{
    PAL_STRING(path);
    path = pal_folder_file_new(&made.folder, "called");
    struct pal_store_spec spec = pal_record_spec(path, PAL_STORE_CREATE, &made.now_us);
    PAL_STORE(store);
    EXPECT_ERR(pal_store_open(&spec, &store), PAL_OK);
    pal_scene_found_at_once(store, "faulty.example.coop/log");
    for (size_t i = 0; i < VOTERS; i++) {
        enter(store, i);
    }
    call(store);
    EXPECT_ERR(pal_turn_commit(store), PAL_OK);
    made.now_us += HOUR_US;
}

/* --- the steps --------------------------------------------------------------------------------- */

static enum pal_err cast(struct pal_store *store, size_t voter)
{
    PAL_JSON(ballot);
    ballot = pal_json_object_new();
    pal_json_set_int(ballot, "choice", (int64_t)(voter % 2));
    const struct pal_cast cast = {.poll = made.poll,
                                  .member = made.members[voter],
                                  .person = made.people[voter],
                                  .ballot = ballot,
                                  .text = &made.text};
    struct pal_cast_receipt receipt;
    return pal_box_cast(store, &cast, NULL, &receipt);
}

static enum pal_err count(struct pal_store *store)
{
    struct pal_tally_made tally PAL_CLEANUP(pal_tally_done) = {.poll = made.poll};
    PAL_TRY(pal_tally_compute(store, made.poll, &tally));
    return pal_tally_record(store, &tally);
}

/* Step 0 opens, the next ones cast, the last three close, count and look. One that was done already
 * says so by an error of its own. */
static enum pal_err take(struct pal_store *store, size_t step, int64_t *now_us)
{
    if (step == 0) {
        return pal_poll_open(store, made.poll);
    }
    if (step <= CASTS) {
        return cast(store, step - 1);
    }
    *now_us = made.now_us + HOUR_US;
    return step == CASTS + 1 ? pal_poll_close(store, made.poll, pal_text_of("")) : count(store);
}

enum { LAST_STEP = CASTS + 2 };

/* How far the poll is: the step that is to come. */
static size_t progress(struct pal_store *store, const char *path)
{
    PAL_POLL(poll);
    EXPECT_ERR(pal_poll_read(store, made.poll, &poll), PAL_OK);
    sqlite3 *db = NULL;
    sqlite3_stmt *row = NULL;
    static const char sql[] =
        "SELECT (SELECT count(*) FROM ballot), (SELECT count(*) FROM roll WHERE used = 1),"
        " (SELECT count(*) FROM log_entry WHERE CAST(bytes AS TEXT) LIKE '%\"ballot.cast\"%'),"
        " (SELECT count(*) FROM roll)";
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &row, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    int ballots = sqlite3_column_int(row, 0);
    assert_int_equal(sqlite3_column_int(row, 1), ballots);
    assert_int_equal(sqlite3_column_int(row, 2), ballots);
    assert_int_equal(sqlite3_column_int(row, 3), poll.state == PAL_POLL_CALLED ? 0 : VOTERS);
    assert_int_equal(sqlite3_finalize(row), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    switch (poll.state) {
    case PAL_POLL_CALLED: return 0;
    case PAL_POLL_OPEN: return 1 + (size_t)ballots;
    case PAL_POLL_CLOSED: return LAST_STEP;
    case PAL_POLL_COUNTED:
    case PAL_POLL_PUBLISHED: return LAST_STEP + 1;
    case PAL_POLL_DRAFT:
    case PAL_POLL_VOID: break;
    }
    fail_msg("the poll is %s", pal_poll_state_word(poll.state));
    return 0;
}

/* Takes the steps that are left, each in a turn of its own. What fails is taken again, once: the disk
 * fails once. False when nobody knows how the last one ended. */
static bool take_all(struct pal_store *store, size_t from, int64_t *now_us, size_t *out_next)
{
    bool has_failed = false;
    *out_next = from;
    while (*out_next <= LAST_STEP) {
        enum pal_err err = take(store, *out_next, now_us);
        enum pal_err ended = pal_turn_commit(store);
        if (ended == PAL_ERR_STORE_UNKNOWN) {
            return false;
        }
        if (err == PAL_OK && ended == PAL_OK) {
            ++*out_next;
            continue;
        }
        assert_false(has_failed);
        has_failed = true;
    }
    return true;
}

static struct pal_hash outcome_of(struct pal_store *store)
{
    PAL_POLL(poll);
    EXPECT_ERR(pal_poll_read(store, made.poll, &poll), PAL_OK);
    assert_true(poll.has_outcome);
    assert_string_equal(pal_poll_state_word(poll.state), "published");
    PAL_JSON(outcome);
    PAL_JSON(decision);
    EXPECT_ERR(pal_tally_outcome(store, made.poll, &outcome, &decision), PAL_OK);
    PAL_BUF(text);
    pal_json_write_sorted(decision, &text);
    return pal_hash_of(text.bytes, text.size);
}

/* --- runs -------------------------------------------------------------------------------------- */

static void copy(void)
{
    static const char *const files[] = {"called", "copy", "called.anchor", "copy.anchor"};
    for (size_t i = 0; i < 4; i += 2) {
        PAL_STRING(from);
        PAL_STRING(to);
        from = pal_folder_file_new(&made.folder, files[i]);
        to = pal_folder_file_new(&made.folder, files[i + 1]);
        pal_folder_copy(from, to);
    }
}

static struct pal_store *open_new(const char *path, int64_t *now_us)
{
    int64_t start_us = *now_us;
    struct pal_store_spec spec = pal_record_spec(path, PAL_STORE_WRITE, now_us);
    *now_us = start_us;
    struct pal_store *store = NULL;
    EXPECT_ERR(pal_store_open(&spec, &store), PAL_OK);
    assert_int_equal(pal_log_status(store), PAL_LOG_OK);
    return store;
}

/* One run with one fault, or with none; true when it has struck. */
static bool survives(enum pal_fault fault, unsigned number)
{
    PAL_STRING(path);
    path = pal_folder_file_new(&made.folder, "copy");
    copy();
    int64_t now_us = made.now_us;
    size_t told;
    {
        PAL_STORE(store);
        store = open_new(path, &now_us);
        pal_faulty_arm(fault, number);
        bool is_known = take_all(store, 0, &now_us, &told);
        assert_true(is_known || fault == PAL_FAULT_IO);
    }
    bool has_struck = pal_faulty_struck();
    pal_faulty_arm(PAL_FAULT_NONE, 0);

    PAL_STORE(store);
    store = open_new(path, &now_us);
    size_t there = progress(store, path);
    assert_true(there == told || there == told + 1); /* one more, where nobody knew */
    assert_true(has_struck || there == LAST_STEP + 1);
    size_t next;
    assert_true(take_all(store, there, &now_us, &next));
    struct pal_hash outcome = outcome_of(store);
    if (fault == PAL_FAULT_NONE) {
        made.outcome = outcome;
    }
    assert_memory_equal(outcome.bytes, made.outcome.bytes, PAL_HASH_SIZE);
    return has_struck;
}

static void at_every_operation(enum pal_fault fault)
{
    unsigned number = 1;
    while (survives(fault, number)) {
        number++;
        assert_true(number < NUMBER_MAX);
    }
    assert_true(number > 2 * STEPS); /* at least a write and a sync for each */
}

static void a_poll_comes_to_its_result(void **state)
{
    (void)state;
    assert_false(survives(PAL_FAULT_NONE, 0));
}

static void a_full_disk_at_any_write_changes_nothing_of_a_poll(void **state)
{
    (void)state;
    at_every_operation(PAL_FAULT_FULL);
}

static void a_failing_disk_at_any_write_changes_nothing_of_a_poll(void **state)
{
    (void)state;
    at_every_operation(PAL_FAULT_IO);
}

int main(void)
{
    PAL_CHECK(pal_crypto_start() == PAL_OK);
    pal_faulty_install();
    made.folder = pal_folder_make();
    make();
    TESTS(tests, 4);
    TEST(tests, a_poll_comes_to_its_result);
    TEST(tests, a_full_disk_at_any_write_changes_nothing_of_a_poll);
    TEST(tests, a_failing_disk_at_any_write_changes_nothing_of_a_poll);
    int failed = RUN(tests);
    pal_folder_done(&made.folder);
    return failed;
}
