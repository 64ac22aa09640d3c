/* The export of a large secret poll: its list of opened ballots goes through in pieces. */
#include <limits.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/check.h"
#include "base/crypto.h"
#include "base/mem.h"
#include "base/source.h"
#include "core/export.h"
#include "core/society.h"

#include "../support/expect.h"
#include "../support/record.h"
#include "../support/secret_poll.h"

/* A sanitizer keeps what is freed: what a process holds says nothing then, and the export is made all the same. */
#if defined(__has_feature)
#    if __has_feature(address_sanitizer)
#        define IS_SANITIZED 1
#    endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#    define IS_SANITIZED 1
#endif
#ifndef IS_SANITIZED
#    define IS_SANITIZED 0
#endif

enum { VOTERS = 3, LIST_MIB = 48, SLACK_MIB = 16 };

static struct pal_secret_poll made;

static void vote(struct pal_store *store, size_t voter)
{
    PAL_BUF(sealed);
    PAL_SEALED_RECEIPT(receipt);
    struct pal_urn_ballot says = {.marks = pal_text_of("{\"choice\":1}")};
    pal_crypto_random(says.tracker.bytes, sizeof says.tracker.bytes);
    pal_secret_poll_seal(&made, store, voter, &says, &sealed);
    EXPECT_ERR(pal_secret_poll_cast(&made, store, voter, pal_buf_text(&sealed), &receipt), PAL_OK);
}

/* Its list is as long as told: the first row over and over. The log names another; nobody who exports asks. */
static void put_list(struct pal_store *store, size_t size)
{
    PAL_POLL(poll);
    PAL_BUF(list);
    PAL_BUF(sql);
    PAL_STRING(path);
    struct pal_hash hash;
    EXPECT_ERR(pal_poll_read(store, made.poll, &poll), PAL_OK);
    EXPECT_ERR(pal_document_get(store, &poll.opened, &list), PAL_OK);
    struct pal_text rest = pal_buf_text(&list);
    struct pal_text row;
    assert_true(pal_text_cut(&rest, '\n', &row)); /* the names of the columns */
    assert_true(pal_text_cut(&rest, '\n', &row));
    PAL_STRING(line);
    line = pal_text_copy(row);
    while (list.size < size) {
        pal_buf_add_string(&list, line);
        pal_buf_add_byte(&list, '\n');
    }
    PAL_TRANSACTION(tx, store);
    EXPECT_ERR(pal_document_put(store, PAL_DOCUMENT_OPENED, pal_buf_text(&list), &hash), PAL_OK);
    EXPECT_ERR(pal_transaction_commit(&tx), PAL_OK);
    EXPECT_ERR(pal_turn_commit(store), PAL_OK);
    pal_buf_add_string(&sql, "UPDATE poll SET opened = x'");
    pal_buf_add_hex(&sql, hash.bytes, sizeof hash.bytes);
    pal_buf_add_string(&sql, "'");
    sqlite3 *db = NULL;
    path = pal_folder_file_new(&made.folder, "copy");
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql.bytes, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* Exports in a process of its own; how many KiB of memory the largest one until now had. */
static long exported(struct pal_store *store)
{
    PAL_STRING(path);
    path = pal_folder_file_new(&made.folder, "record.tar");
    const struct pal_export_spec spec = {.path = path, .replaces = true};
    pid_t child = fork();
    PAL_CHECK(child >= 0);
    if (child == 0) {
        struct pal_export_made record;
        PAL_STORE(snapshot);
        bool is_made = pal_store_snapshot_new(store, &snapshot) == PAL_OK &&
                       pal_export_make(snapshot, &spec, &record) == PAL_OK;
        _exit(is_made ? 0 : 1);
    }
    int status = 0;
    pid_t ended = waitpid(child, &status, 0);
    PAL_CHECK(ended == child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    struct rusage usage;
    assert_int_equal(getrusage(RUSAGE_CHILDREN, &usage), 0); /* of the largest one */
    return usage.ru_maxrss;
}

static void a_long_list_of_opened_ballots_is_never_held(void **state)
{
    (void)state;
    int64_t now_us = made.now_us;
    pal_secret_poll_copy(&made);
    PAL_STORE(store);
    store = pal_secret_poll_open_new(&made, &now_us);
    now_us = made.now_us;
    EXPECT_ERR(pal_poll_open(store, made.poll), PAL_OK);
    for (size_t i = 0; i < VOTERS; i++) {
        vote(store, i);
    }
    now_us += PAL_SECRET_POLL_HOUR_US;
    EXPECT_ERR(pal_poll_close(store, made.poll, pal_text_of("")), PAL_OK);
    EXPECT_ERR(pal_secret_poll_count(&made, store), PAL_OK);
    EXPECT_ERR(pal_turn_commit(store), PAL_OK);
    long small = exported(store);
    put_list(store, (size_t)LIST_MIB << 20);
    long large = exported(store);
    assert_in_range(large - small, 0, IS_SANITIZED ? LONG_MAX : SLACK_MIB * 1024L);
    PAL_SOURCE(tar);
    PAL_STRING(path);
    path = pal_folder_file_new(&made.folder, "record.tar");
    EXPECT_ERR(pal_source_open(path, &tar), PAL_OK);
    assert_true(tar.size > (uint64_t)LIST_MIB << 20);
}

int main(void)
{
    PAL_CHECK(pal_crypto_start() == PAL_OK);
    pal_secret_poll_make(&made, VOTERS);
    TESTS(tests, 8);
    TEST(tests, a_long_list_of_opened_ballots_is_never_held);
    int failed = RUN(tests);
    pal_secret_poll_done(&made);
    return failed;
}
