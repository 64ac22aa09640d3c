/*
 * A whole secret poll on a disk that fails: opened, voted in, closed, counted, destroyed. The n-th write or sync
 * fails, for every n. Then everything is as it was before that step or as after it, every receipt that
 * was given is honoured, whoever tries again succeeds, and the result is the one of a disk that never
 * failed.
 *
 * A process that is killed there, and a machine that loses what was not synced, are the same but that nobody
 * is told how the step ended.
 *
 * The file that is written anew after the close takes hundreds of writes, all alike: one in sixteen
 * of these fails here, and each of them with PALABRE_FAULTS=all.
 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/check.h"
#include "base/crypto.h"
#include "base/mem.h"

#include "../support/expect.h"
#include "../support/faulty.h"
#include "../support/secret_poll.h"

enum { VOTERS = 3, NUMBER_MAX = 1000, STRIDE = 16 };
enum { CLOSING = VOTERS + 1, COUNTING, LAST_STEP, STEPS };

static struct pal_secret_poll made;
static struct pal_buf outcome; /* the decision on a disk that never fails */

/* When the disk fails. */
struct failing {
    enum pal_fault fault;
    unsigned number; /* the operation that fails */
    bool
        is_at_rewriting; /* counted from there on; else there is no rewriting before the next start */
};

/* What the voters of one run have: their sealed ballots, and the hashes on the receipts they were given. */
struct run {
    struct failing failing;
    struct pal_buf sealed[VOTERS];
    bool has_receipt[VOTERS];
    struct pal_hash receipts[VOTERS];
};

static void run_done(struct run *run)
{
    for (size_t i = 0; i < VOTERS; i++) {
        pal_buf_done(&run->sealed[i]);
    }
}

/* --- the steps --------------------------------------------------------------------------------- */

/* A browser seals once, and sends the same again when it got no answer. */
static enum pal_err cast(struct pal_store *store, size_t voter, struct run *run)
{
    struct pal_buf *sealed = &run->sealed[voter];
    if (sealed->size == 0) {
        struct pal_urn_ballot says = {
            .marks = pal_text_of(voter == 1 ? "{\"choice\":1}" : "{\"choice\":0}")};
        pal_crypto_random(says.tracker.bytes, sizeof says.tracker.bytes);
        pal_secret_poll_seal(&made, store, voter, &says, sealed);
    }
    PAL_SEALED_RECEIPT(receipt);
    enum pal_err err = pal_secret_poll_cast(&made, store, voter, pal_buf_text(sealed), &receipt);
    run->receipts[voter] = receipt.hash; /* handed out once the turn is committed */
    return err;
}

/* The time at which a step is taken: ballots are kept for a day after the end. */
static int64_t time_of(size_t step)
{
    int64_t hours = step < CLOSING ? 0 : step < LAST_STEP ? 1 : 26;
    return made.now_us + hours * PAL_SECRET_POLL_HOUR_US;
}

/* Step 0 opens, the next ones cast, the last ones close, count, destroy. */
static enum pal_err take(struct pal_store *store, size_t step, int64_t *now_us, struct run *run)
{
    *now_us = time_of(step);
    if (step == 0) {
        return pal_poll_open(store, made.poll);
    }
    if (step <= VOTERS) {
        return cast(store, step - 1, run);
    }
    if (step == CLOSING) {
        return pal_poll_close(store, made.poll, pal_text_of(""));
    }
    if (step == COUNTING) {
        return pal_secret_poll_count(&made, store);
    }
    return pal_sealed_destroy(store, made.poll);
}

/* The close is followed by the rewriting of the file, which changes nothing that anybody reads. */
static enum pal_err end(struct pal_store *store, size_t step, const struct run *run)
{
    PAL_TRY(pal_turn_commit(store));
    if (step != CLOSING || !run->failing.is_at_rewriting) {
        return PAL_OK;
    }
    pal_faulty_arm(run->failing.fault, run->failing.number);
    enum pal_err err = pal_store_rewrite(store);
    if (err != PAL_OK) {
        EXPECT_ERR(pal_store_rewrite(store), PAL_OK); /* the disk fails once */
    }
    return PAL_OK;
}

/* How far the poll is: the step that is to come. */
static size_t progress(struct pal_store *store, const char *path)
{
    PAL_POLL(poll);
    EXPECT_ERR(pal_poll_read(store, made.poll, &poll), PAL_OK);
    sqlite3 *db = NULL;
    sqlite3_stmt *row = NULL;
    static const char sql[] =
        "SELECT (SELECT count(*) FROM urn), (SELECT count(*) FROM roll WHERE used = 1),"
        " (SELECT count(*) FROM mark), (SELECT count(*) FROM keeper WHERE sealed IS NOT NULL)";
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &row, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    int ballots = sqlite3_column_int(row, 0);
    assert_int_equal(sqlite3_column_int(row, 1), ballots);
    assert_int_equal(sqlite3_column_int(row, 2), ballots);
    bool has_shares = poll.state != PAL_POLL_CALLED && poll.destroyed_us == 0;
    assert_int_equal(sqlite3_column_int(row, 3), has_shares ? PAL_KEEPERS : 0);
    assert_int_equal(sqlite3_finalize(row), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    switch (poll.state) {
    case PAL_POLL_CALLED: return 0;
    case PAL_POLL_OPEN: return 1 + (size_t)ballots;
    case PAL_POLL_CLOSED: return COUNTING;
    case PAL_POLL_COUNTED:
    case PAL_POLL_PUBLISHED: return poll.destroyed_us == 0 ? LAST_STEP : LAST_STEP + 1;
    case PAL_POLL_DRAFT:
    case PAL_POLL_VOID: break;
    }
    fail_msg("the poll is %s", pal_poll_state_word(poll.state));
    return 0;
}

/* Takes the steps that are left, each in a turn of its own. What fails is taken again, once: the disk
 * fails once. False when nobody knows how the last one ended. */
static bool take_all(struct pal_store *store, int64_t *now_us, struct run *run, size_t *next)
{
    bool has_failed = false;
    while (*next <= LAST_STEP) {
        enum pal_err err = take(store, *next, now_us, run);
        enum pal_err ended = end(store, *next, run);
        if (ended == PAL_ERR_STORE_UNKNOWN) {
            return false;
        }
        if (err == PAL_OK && ended == PAL_OK) {
            if (*next >= 1 && *next <= VOTERS) {
                run->has_receipt[*next - 1] = true;
            }
            ++*next;
            continue;
        }
        assert_false(has_failed);
        has_failed = true;
    }
    return true;
}

/* --- in a process that ends ----------------------------------------------------------------------- */

/* What the process told before it ended: a step is done, and the receipt that it gave. */
struct told {
    size_t step;
    struct pal_hash receipt;
};

static void run_in_child(const struct failing *failing, int pipe) PAL_NORETURN;
static void run_in_child(const struct failing *failing, int pipe)
{
    struct run run = {.failing = *failing};
    int64_t now_us = made.now_us;
    struct pal_store *store = pal_secret_poll_open_new(&made, &now_us);
    if (!failing->is_at_rewriting) {
        pal_faulty_arm(failing->fault, failing->number);
    }
    for (size_t step = 0; step <= LAST_STEP; step++) {
        struct told told = {.step = step};
        if (take(store, step, &now_us, &run) != PAL_OK || end(store, step, &run) != PAL_OK) {
            _exit(2);
        }
        if (step >= 1 && step <= VOTERS) {
            told.receipt = run.receipts[step - 1];
        }
        if (write(pipe, &told, sizeof told) != sizeof told) {
            _exit(3);
        }
    }
    _exit(0);
}

/* Runs until the operation that ends it; what comes next, as far as it told. */
static size_t told_by_child(struct run *run, bool *out_has_struck)
{
    int ends[2];
    int piped = pipe(ends);
    PAL_CHECK(piped == 0);
    pid_t child = fork();
    PAL_CHECK(child >= 0);
    if (child == 0) {
        run_in_child(&run->failing, ends[1]);
    }
    (void)close(ends[1]);
    size_t next = 0;
    struct told told;
    while (read(ends[0], &told, sizeof told) == sizeof told) {
        next = told.step + 1;
        if (told.step >= 1 && told.step <= VOTERS) {
            run->receipts[told.step - 1] = told.receipt;
            run->has_receipt[told.step - 1] = true;
        }
    }
    (void)close(ends[0]);
    int status = 0;
    pid_t ended = waitpid(child, &status, 0);
    PAL_CHECK(ended == child);
    assert_true(WIFEXITED(status));
    assert_true(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == PAL_FAULT_EXIT);
    *out_has_struck = WEXITSTATUS(status) == PAL_FAULT_EXIT;
    return next;
}

/* The same in this process, where an error is returned. */
static size_t told_here(struct run *run, bool *out_has_struck)
{
    int64_t now_us = made.now_us;
    size_t next = 0;
    PAL_STORE(store);
    store = pal_secret_poll_open_new(&made, &now_us);
    if (!run->failing.is_at_rewriting) {
        pal_faulty_arm(run->failing.fault, run->failing.number);
    }
    bool is_known = take_all(store, &now_us, run, &next);
    assert_true(is_known || run->failing.fault == PAL_FAULT_IO);
    *out_has_struck = pal_faulty_struck();
    return next;
}

/* --- what must hold ---------------------------------------------------------------------------- */

struct search {
    struct pal_hash hash;
    size_t found;
};

static enum pal_err look(void *context, const struct pal_hash *hash)
{
    struct search *search = context;
    search->found += pal_hash_equal(hash, &search->hash);
    return PAL_OK;
}

/* Every receipt that was given is honoured: its ballot is in the urn. */
static void expect_receipts(struct pal_store *store, const struct run *run)
{
    for (size_t i = 0; i < VOTERS; i++) {
        if (run->has_receipt[i]) {
            struct search search = {.hash = run->receipts[i]};
            EXPECT_ERR(pal_sealed_hashes(store, made.poll, look, &search), PAL_OK);
            assert_int_equal(search.found, 1);
        }
    }
}

static void expect_outcome(struct pal_store *store, bool is_first)
{
    PAL_POLL(poll);
    PAL_JSON(document);
    PAL_JSON(decision);
    PAL_BUF(text);
    EXPECT_ERR(pal_poll_read(store, made.poll, &poll), PAL_OK);
    assert_string_equal(pal_poll_state_word(poll.state), "published");
    assert_true(poll.has_opened);
    EXPECT_ERR(pal_tally_outcome(store, made.poll, &document, &decision), PAL_OK);
    pal_json_write_sorted(decision, is_first ? &outcome : &text);
    if (!is_first) {
        assert_true(pal_text_equal(pal_buf_text(&text), pal_buf_text(&outcome)));
    }
}

/* A file that was not written anew after the close, since the disk or the machine failed, is known. */
static void expect_rewriting(struct pal_store *store, size_t there, const struct failing *failing)
{
    int64_t poll = -1;
    EXPECT_ERR(pal_store_rewrite_due(store, &poll), PAL_OK);
    if (there == COUNTING && !failing->is_at_rewriting) {
        assert_int_equal(poll, made.poll.value);
    } else if (there < COUNTING) {
        assert_int_equal(poll, 0);
    }
}

/* One run with one fault, or with none; true when it has struck. */
static bool survives(struct failing failing)
{
    struct run run PAL_CLEANUP(run_done) = {.failing = failing};
    PAL_STRING(path);
    path = pal_folder_file_new(&made.folder, "copy");
    pal_secret_poll_copy(&made);
    bool has_struck;
    bool ends = failing.fault == PAL_FAULT_KILL || failing.fault == PAL_FAULT_LOSS;
    size_t told = ends ? told_by_child(&run, &has_struck) : told_here(&run, &has_struck);
    pal_faulty_arm(PAL_FAULT_NONE, 0);

    int64_t now_us = time_of(told);
    PAL_STORE(store);
    store = pal_secret_poll_open_new(&made, &now_us);
    size_t there = progress(store, path);
    expect_rewriting(store, there, &failing);
    assert_true(there == told || there == told + 1); /* one more, where nobody knew */
    assert_true(has_struck || there == LAST_STEP + 1);
    assert_true(take_all(store, &now_us, &run, &there));
    expect_receipts(store, &run);
    expect_outcome(store, outcome.size == 0);
    return has_struck;
}

/* From the first number on until it is so high that nothing fails. */
static void at_every_operation(struct failing failing, unsigned stride)
{
    unsigned runs = 0;
    for (failing.number = 1; survives(failing); failing.number += stride) {
        runs++;
        assert_true(failing.number < NUMBER_MAX);
    }
    print_message("# %u operations, of which %u failed, one in each run\n", failing.number - stride,
                  runs);
    assert_true(failing.number > 2 * STEPS); /* at least a write and a sync for each */
}

static unsigned rewriting_stride(void)
{
    const char *asked = getenv("PALABRE_FAULTS"); /* NOLINT(concurrency-mt-unsafe): one thread */
    return asked != NULL && strcmp(asked, "all") == 0 ? 1 : STRIDE;
}

static void a_secret_poll_comes_to_its_result(void **state)
{
    (void)state;
    assert_false(survives((struct failing){.fault = PAL_FAULT_NONE}));
    assert_false(survives((struct failing){.fault = PAL_FAULT_NONE, .is_at_rewriting = true}));
}

static void attack_51_a_full_disk_at_any_write_changes_nothing_of_a_secret_poll(void **state)
{
    (void)state;
    at_every_operation((struct failing){.fault = PAL_FAULT_FULL}, 1);
}

static void attack_52_a_failing_disk_at_any_write_changes_nothing_of_a_secret_poll(void **state)
{
    (void)state;
    at_every_operation((struct failing){.fault = PAL_FAULT_IO}, 1);
}

static void attack_51_a_full_disk_while_the_file_is_written_anew_loses_nothing(void **state)
{
    (void)state;
    at_every_operation((struct failing){.fault = PAL_FAULT_FULL, .is_at_rewriting = true},
                       rewriting_stride());
}

static void attack_52_a_failing_disk_while_the_file_is_written_anew_loses_nothing(void **state)
{
    (void)state;
    at_every_operation((struct failing){.fault = PAL_FAULT_IO, .is_at_rewriting = true},
                       rewriting_stride());
}

static void attack_49_a_process_that_is_killed_at_any_write_honours_every_receipt(void **state)
{
    (void)state;
    at_every_operation((struct failing){.fault = PAL_FAULT_KILL}, 1);
}

static void attack_50_a_power_failure_at_any_write_honours_every_receipt(void **state)
{
    (void)state;
    at_every_operation((struct failing){.fault = PAL_FAULT_LOSS}, 1);
}

static void attack_50_a_power_failure_while_the_file_is_written_anew_loses_nothing(void **state)
{
    (void)state;
    at_every_operation((struct failing){.fault = PAL_FAULT_LOSS, .is_at_rewriting = true},
                       rewriting_stride());
}

int main(void)
{
    PAL_CHECK(pal_crypto_start() == PAL_OK);
    pal_faulty_install();
    pal_secret_poll_make(&made, VOTERS);
    TESTS(tests, 8);
    TEST(tests, a_secret_poll_comes_to_its_result);
    TEST(tests, attack_51_a_full_disk_at_any_write_changes_nothing_of_a_secret_poll);
    TEST(tests, attack_52_a_failing_disk_at_any_write_changes_nothing_of_a_secret_poll);
    TEST(tests, attack_51_a_full_disk_while_the_file_is_written_anew_loses_nothing);
    TEST(tests, attack_52_a_failing_disk_while_the_file_is_written_anew_loses_nothing);
    TEST(tests, attack_49_a_process_that_is_killed_at_any_write_honours_every_receipt);
    TEST(tests, attack_50_a_power_failure_at_any_write_honours_every_receipt);
    TEST(tests, attack_50_a_power_failure_while_the_file_is_written_anew_loses_nothing);
    int failed = RUN(tests);
    pal_secret_poll_done(&made);
    pal_buf_done(&outcome);
    return failed;
}
