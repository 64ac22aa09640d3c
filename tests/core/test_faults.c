/*
 * The n-th write or sync of a scenario fails, for every n: what was acknowledged is there, what was
 * refused is not, and the log verifies. Then the process is killed there, then the power fails.
 */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/check.h"
#include "base/mem.h"
#include "core/log.h"
#include "core/store.h"

#include "../support/expect.h"
#include "../support/faulty.h"
#include "../support/folder.h"
#include "../support/record.h"

enum { TURNS = 4, ENTRIES_PER_TURN = 2, NUMBER_MAX = 400 };

/* One command: an entry of four thousand bytes, so that a turn fills pages. */
static enum pal_err speak(struct pal_store *store)
{
    PAL_BUF(text);
    for (size_t i = 0; i < 500; i++) {
        pal_buf_add_string(&text, "palabre ");
    }
    PAL_TRANSACTION(tx, store);
    PAL_TRY(pal_record_say(store, text.bytes));
    return pal_transaction_commit(&tx);
}

/* What the scenario was told. */
struct pal_told {
    uint64_t size;     /* of the log, with every turn that was acknowledged */
    bool is_unknown;   /* the last turn may be there or not */
    unsigned refusals; /* turns that were refused */
};

/* Turns, each of several commands; a command that fails does not stop the others. */
static void run_turns(struct pal_store *store, struct pal_told *told)
{
    for (size_t turn = 0; turn < TURNS && !told->is_unknown; turn++) {
        uint64_t promised = 0;
        for (size_t i = 0; i < ENTRIES_PER_TURN; i++) {
            promised += speak(store) == PAL_OK;
        }
        enum pal_err err = pal_turn_commit(store);
        told->is_unknown = err == PAL_ERR_STORE_UNKNOWN;
        told->refusals += err != PAL_OK || promised < ENTRIES_PER_TURN;
        told->size += err == PAL_OK ? promised : 0;
        /* Everything that is still held in memory is what was acknowledged. */
        assert_true(told->is_unknown || pal_log_status(store) == PAL_LOG_OK);
    }
}

/* Opens what is left of it, and goes on. */
static void expect_whole(const char *path, const struct pal_told *told)
{
    int64_t now_us = 0;
    struct pal_store_spec spec = pal_record_spec(path, PAL_STORE_WRITE, &now_us);
    PAL_STORE(store);
    EXPECT_ERR(pal_store_open(&spec, &store), PAL_OK);
    assert_int_equal(pal_log_status(store), PAL_LOG_OK);
    uint64_t size = pal_log_head(store).size;
    assert_true(size == told->size || (told->is_unknown && size == told->size + ENTRIES_PER_TURN));
    EXPECT_ERR(speak(store), PAL_OK);
    EXPECT_ERR(pal_turn_commit(store), PAL_OK);
}

/* A founded society, copied for every run. */
static void create(const struct pal_folder *folder)
{
    int64_t now_us = 0;
    PAL_STRING(path);
    path = pal_folder_file_new(folder, "founded");
    struct pal_store_spec spec = pal_record_spec(path, PAL_STORE_CREATE, &now_us);
    PAL_STORE(store);
    pal_record_open(&spec, &store);
}

/* The path of a new copy, released with pal_mem_free. */
static char *copy_new(const struct pal_folder *folder)
{
    static const char *const files[] = {"founded", "copy", "founded.anchor", "copy.anchor"};
    for (size_t i = 0; i < 4; i += 2) {
        PAL_STRING(from);
        PAL_STRING(to);
        from = pal_folder_file_new(folder, files[i]);
        to = pal_folder_file_new(folder, files[i + 1]);
        pal_folder_copy(from, to);
    }
    return pal_folder_file_new(folder, "copy");
}

/* One run with one fault, added to what all were told; false when it ended before the fault. */
static bool survives(const struct pal_folder *folder, enum pal_fault fault, unsigned number,
                     struct pal_told *all)
{
    PAL_STRING(path);
    path = copy_new(folder);

    int64_t now_us = 0;
    struct pal_store_spec spec = pal_record_spec(path, PAL_STORE_WRITE, &now_us);
    struct pal_told told = {.size = PAL_RECORD_FOUNDED};
    PAL_STORE(store);
    EXPECT_ERR(pal_store_open(&spec, &store), PAL_OK);
    pal_faulty_arm(fault, number);
    run_turns(store, &told);
    if (told.is_unknown) { /* nothing is ever said of this store again */
        EXPECT_ERR(speak(store), PAL_ERR_STORE_UNKNOWN);
        EXPECT_ERR(pal_turn_commit(store), PAL_ERR_STORE_UNKNOWN);
    }
    pal_store_close(store); /* which brings the database up to date: that may fail too */
    store = NULL;
    bool has_struck = pal_faulty_struck();
    pal_faulty_arm(PAL_FAULT_NONE, 0);
    assert_true(has_struck || told.refusals == 0);
    expect_whole(path, &told);
    all->refusals += told.refusals;
    all->is_unknown = all->is_unknown || told.is_unknown;
    return has_struck;
}

static struct pal_told at_every_operation(enum pal_fault fault)
{
    struct pal_told all = {0};
    FOLDER(folder);
    create(&folder);
    unsigned number = 1;
    while (survives(&folder, fault, number, &all)) {
        number++;
        assert_true(number < NUMBER_MAX);
    }
    assert_true(number > TURNS * ENTRIES_PER_TURN);
    assert_true(all.refusals > 0);
    return all;
}

static void attack_51_a_full_disk_loses_no_acknowledged_change(void **state)
{
    (void)state;
    struct pal_told all = at_every_operation(PAL_FAULT_FULL);
    assert_false(all.is_unknown);
}

static void attack_52_a_failing_disk_loses_no_acknowledged_change(void **state)
{
    (void)state;
    struct pal_told all = at_every_operation(PAL_FAULT_IO);
    assert_true(all.is_unknown); /* a commit whose sync failed */
}

/* More than SQLite keeps in memory is written before the commit, and that may fail too: it undoes
 * what the earlier commands of the turn were told was done. */
static void a_turn_that_dies_takes_all_its_commands_with_it(void **state)
{
    (void)state;
    enum { COMMANDS = 4000 }; /* twice what SQLite keeps in memory until the commit */
    FOLDER(folder);
    create(&folder);
    PAL_STRING(path);
    path = copy_new(&folder);
    int64_t now_us = 0;
    struct pal_store_spec spec = pal_record_spec(path, PAL_STORE_WRITE, &now_us);
    PAL_STORE(store);
    EXPECT_ERR(pal_store_open(&spec, &store), PAL_OK);
    struct pal_tree_head before = pal_log_head(store);

    pal_faulty_arm(PAL_FAULT_FULL, 1);
    size_t done = 0;
    while (done < COMMANDS && speak(store) == PAL_OK) {
        done++;
    }
    assert_true(pal_faulty_struck());
    assert_in_range(done, 1, COMMANDS - 1);
    EXPECT_ERR(speak(store), PAL_ERR_STORE_FULL); /* though there is room again */
    assert_true(pal_turn_is_pending(store));
    EXPECT_ERR(pal_turn_commit(store), PAL_ERR_STORE_FULL);
    assert_false(pal_turn_is_pending(store));

    EXPECT_ERR(speak(store), PAL_OK);
    EXPECT_ERR(pal_turn_commit(store), PAL_OK);
    assert_int_equal(pal_log_head(store).size, before.size + 1);
    pal_store_close(store);
    store = NULL;
    expect_whole(path, &(struct pal_told){.size = before.size + 1});
}

/* The scenario in a process of its own, which tells each size that was acknowledged. */
static void run_in_child(const char *path, enum pal_fault fault, unsigned number, int pipe)
{
    int64_t now_us = 0;
    struct pal_store_spec spec = pal_record_spec(path, PAL_STORE_WRITE, &now_us);
    struct pal_store *store = NULL;
    if (pal_store_open(&spec, &store) != PAL_OK) {
        _exit(1);
    }
    pal_faulty_arm(fault, number);
    for (size_t turn = 0; turn < TURNS; turn++) {
        for (size_t i = 0; i < ENTRIES_PER_TURN; i++) {
            if (speak(store) != PAL_OK) {
                _exit(2);
            }
        }
        if (pal_turn_commit(store) != PAL_OK) {
            _exit(3);
        }
        uint8_t size = (uint8_t)pal_log_head(store).size;
        if (write(pipe, &size, sizeof size) != sizeof size) {
            _exit(4);
        }
    }
    pal_store_close(store);
    _exit(0);
}

/* One run that ends at that operation; false when the scenario ended before it came. */
static bool is_found_whole(const struct pal_folder *folder, enum pal_fault fault, unsigned number)
{
    PAL_STRING(path);
    path = copy_new(folder);

    int ends[2];
    int piped = pipe(ends);
    PAL_CHECK(piped == 0);
    pid_t child = fork();
    PAL_CHECK(child >= 0);
    if (child == 0) {
        run_in_child(path, fault, number, ends[1]);
    }
    (void)close(ends[1]);
    struct pal_told told = {.size = PAL_RECORD_FOUNDED, .is_unknown = true};
    uint8_t size;
    while (read(ends[0], &size, sizeof size) == sizeof size) {
        told.size = size;
    }
    (void)close(ends[0]);
    int status = 0;
    pid_t ended = waitpid(child, &status, 0);
    PAL_CHECK(ended == child);
    assert_true(WIFEXITED(status));
    assert_true(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == PAL_FAULT_EXIT);
    expect_whole(path, &told);
    return WEXITSTATUS(status) == PAL_FAULT_EXIT;
}

static void until_the_scenario_ends(enum pal_fault fault)
{
    FOLDER(folder);
    create(&folder);
    unsigned number = 1;
    while (is_found_whole(&folder, fault, number)) {
        number++;
        assert_true(number < NUMBER_MAX);
    }
    assert_true(number > TURNS * ENTRIES_PER_TURN);
}

static void attack_49_a_killed_process_loses_no_acknowledged_change(void **state)
{
    (void)state;
    until_the_scenario_ends(PAL_FAULT_KILL);
}

static void attack_50_a_power_failure_loses_no_acknowledged_change(void **state)
{
    (void)state;
    until_the_scenario_ends(PAL_FAULT_LOSS);
}

int main(void)
{
    pal_faulty_install();
    TESTS(tests, 8);
    TEST(tests, attack_51_a_full_disk_loses_no_acknowledged_change);
    TEST(tests, attack_52_a_failing_disk_loses_no_acknowledged_change);
    TEST(tests, a_turn_that_dies_takes_all_its_commands_with_it);
    TEST(tests, attack_49_a_killed_process_loses_no_acknowledged_change);
    TEST(tests, attack_50_a_power_failure_loses_no_acknowledged_change);
    return RUN(tests);
}
