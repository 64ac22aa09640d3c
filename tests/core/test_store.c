/* The store: who may open it, what a command and a turn change, what a snapshot and a backup see. */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "core/log.h"
#include "core/store.h"

#include "../support/expect.h"
#include "../support/folder.h"
#include "../support/record.h"

/* A founded society on disk with a key of its own, closed again. */
static char *society_new(const struct pal_folder *folder, int64_t *now_us)
{
    char *path = pal_folder_file_new(folder, "society.db");
    struct pal_store_spec spec = pal_record_spec(path, PAL_STORE_CREATE, now_us);
    spec.seed = NULL;
    PAL_STORE(store);
    pal_record_open(&spec, &store);
    return path;
}

static enum pal_err opens(const char *path, enum pal_store_mode mode)
{
    int64_t now_us = 0;
    struct pal_store_spec spec = pal_record_spec(path, mode, &now_us);
    spec.seed = NULL;
    PAL_STORE(store);
    return pal_store_open(&spec, &store);
}

static void a_society_is_opened_again_with_its_key(void **state)
{
    (void)state;
    int64_t now_us = 0;
    FOLDER(folder);
    PAL_STRING(path);
    PAL_STRING(key);
    path = society_new(&folder, &now_us);
    key = pal_folder_file_new(&folder, "society.db.key");
    struct stat status;
    assert_int_equal(stat(key, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0400);
    assert_int_equal(status.st_size, PAL_SEED_SIZE);
    EXPECT_ERR(opens(path, PAL_STORE_WRITE), PAL_OK);
    EXPECT_ERR(opens(path, PAL_STORE_READ), PAL_OK);
    EXPECT_ERR(opens(path, PAL_STORE_MIGRATE), PAL_OK);
    EXPECT_ERR(opens(path, PAL_STORE_CREATE), PAL_ERR_FILE_EXISTS);
}

static void without_its_key_a_society_is_only_read(void **state)
{
    (void)state;
    int64_t now_us = 0;
    FOLDER(folder);
    PAL_STRING(path);
    PAL_STRING(key);
    path = society_new(&folder, &now_us);
    key = pal_folder_file_new(&folder, "society.db.key");
    int64_t other_us = 0;
    struct pal_store_spec spec = pal_record_spec(path, PAL_STORE_WRITE, &other_us);
    PAL_STORE(store);
    EXPECT_ERR(pal_store_open(&spec, &store), PAL_ERR_LOG_KEY); /* the seed of another log */
    assert_int_equal(remove(key), 0);
    EXPECT_ERR(opens(path, PAL_STORE_WRITE), PAL_ERR_LOG_KEY);
    EXPECT_ERR(opens(path, PAL_STORE_READ), PAL_OK);
}

static void what_is_not_there_is_not_opened(void **state)
{
    (void)state;
    FOLDER(folder);
    PAL_STRING(path);
    path = pal_folder_file_new(&folder, "none.db");
    EXPECT_ERR(opens(path, PAL_STORE_WRITE), PAL_ERR_STORE_OPEN);
    EXPECT_ERR(opens(path, PAL_STORE_READ), PAL_ERR_STORE_OPEN);
    EXPECT_ERR(opens("/nonexistent/none.db", PAL_STORE_CREATE), PAL_ERR_STORE_OPEN);
    unsigned version;
    EXPECT_ERR(pal_store_version(path, &version), PAL_ERR_STORE_OPEN);
}

static void run_script(const char *path, const char *script)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, script, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* How a database says that it is written: 1 is SQLite's own way, 2 ours. */
static int writing_of(const char *path)
{
    enum { AT_WRITING = 18 };
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, AT_WRITING, SEEK_SET), 0);
    int byte = fgetc(file);
    assert_int_equal(fclose(file), 0);
    return byte;
}

static void what_is_not_ours_is_not_written(void **state)
{
    static const enum pal_store_mode modes[] = {PAL_STORE_WRITE, PAL_STORE_MIGRATE, PAL_STORE_READ};
    (void)state;
    FOLDER(folder);
    PAL_STRING(other);
    PAL_STRING(empty);
    other = pal_folder_file_new(&folder, "other.db");
    empty = pal_folder_file_new(&folder, "empty");
    run_script(other, "CREATE TABLE t (a)");
    FILE *file = fopen(empty, "w");
    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        EXPECT_ERR(opens(other, modes[i]), PAL_ERR_STORE_FOREIGN);
        EXPECT_ERR(opens(empty, modes[i]), PAL_ERR_STORE_FOREIGN);
        assert_int_equal(writing_of(other), 1);
        assert_int_equal(writing_of(empty), EOF);
    }
}

static void what_is_not_ours_is_left_alone(void **state)
{
    (void)state;
    FOLDER(folder);
    PAL_STRING(path);
    PAL_STRING(text);
    path = pal_folder_file_new(&folder, "other.db");
    text = pal_folder_file_new(&folder, "text");
    run_script(path, "CREATE TABLE t (a); PRAGMA user_version = 1");
    EXPECT_ERR(opens(path, PAL_STORE_WRITE), PAL_ERR_STORE_FOREIGN);
    EXPECT_ERR(opens(path, PAL_STORE_MIGRATE), PAL_ERR_STORE_FOREIGN);
    EXPECT_ERR(opens(path, PAL_STORE_READ), PAL_ERR_STORE_FOREIGN);

    FILE *file = fopen(text, "w");
    assert_non_null(file);
    for (int i = 0; i < 1000; i++) {
        (void)fputs("This is no database. ", file);
    }
    assert_int_equal(fclose(file), 0);
    EXPECT_ERR(opens(text, PAL_STORE_WRITE), PAL_ERR_STORE_FOREIGN);
    unsigned version;
    EXPECT_ERR(pal_store_version(text, &version), PAL_ERR_STORE_FOREIGN);
}

static void a_later_version_is_refused(void **state)
{
    (void)state;
    int64_t now_us = 0;
    FOLDER(folder);
    PAL_STRING(path);
    path = society_new(&folder, &now_us);
    unsigned version;
    EXPECT_ERR(pal_store_version(path, &version), PAL_OK);
    assert_int_equal(version, pal_store_program_version());
    for (unsigned v = 1; v <= version; v++) {
        assert_string_not_equal(pal_store_migration(v), "");
    }
    run_script(path, "PRAGMA user_version = 1000");
    EXPECT_ERR(opens(path, PAL_STORE_WRITE), PAL_ERR_STORE_LATER);
    EXPECT_ERR(opens(path, PAL_STORE_MIGRATE), PAL_ERR_STORE_LATER);
    EXPECT_ERR(opens(path, PAL_STORE_READ), PAL_ERR_STORE_LATER);
}

static void one_store_owns_a_file_and_others_read_beside_it(void **state)
{
    (void)state;
    int64_t now_us = 0;
    FOLDER(folder);
    PAL_STRING(path);
    PAL_STRING(link);
    path = society_new(&folder, &now_us);
    link = pal_folder_file_new(&folder, "link.db");
    assert_int_equal(symlink(path, link), 0);
    struct pal_store_spec spec = pal_record_spec(path, PAL_STORE_WRITE, &now_us);
    spec.seed = NULL;
    PAL_STORE(store);
    EXPECT_ERR(pal_store_open(&spec, &store), PAL_OK);
    EXPECT_ERR(opens(path, PAL_STORE_WRITE), PAL_ERR_STORE_LOCKED);
    EXPECT_ERR(opens(path, PAL_STORE_MIGRATE), PAL_ERR_STORE_LOCKED);
    EXPECT_ERR(opens(link, PAL_STORE_WRITE), PAL_ERR_STORE_LOCKED);
    EXPECT_ERR(opens(path, PAL_STORE_READ), PAL_OK);
    pal_record_turn(store, 1);
    EXPECT_ERR(opens(path, PAL_STORE_READ), PAL_OK);
    pal_store_close(store);
    store = NULL;
    EXPECT_ERR(opens(path, PAL_STORE_WRITE), PAL_OK);
}

static void a_reader_never_writes(void **state)
{
    (void)state;
    int64_t now_us = 0;
    FOLDER(folder);
    PAL_STRING(path);
    path = society_new(&folder, &now_us);
    struct pal_store_spec spec = pal_record_spec(path, PAL_STORE_READ, &now_us);
    PAL_STORE(store);
    EXPECT_ERR(pal_store_open(&spec, &store), PAL_OK);
    PAL_TRANSACTION(tx, store);
    EXPECT_ERR(pal_record_say(store, "no"), PAL_ERR_STORE_READ_ONLY);
    EXPECT_ERR(pal_transaction_commit(&tx), PAL_ERR_STORE_READ_ONLY);
}

static void a_command_changes_everything_or_nothing(void **state)
{
    (void)state;
    int64_t now_us = 0;
    struct pal_store_spec spec = pal_record_spec(NULL, PAL_STORE_CREATE, &now_us);
    PAL_STORE(store);
    pal_record_open(&spec, &store);
    assert_false(pal_turn_is_pending(store));
    {
        PAL_TRANSACTION(kept, store);
        EXPECT_ERR(pal_record_say(store, "kept"), PAL_OK);
        {
            PAL_TRANSACTION(lost, store);
            (void)lost; /* never committed: its scope rolls it back */
            EXPECT_ERR(pal_record_say(store, "lost"), PAL_OK);
            EXPECT_ERR(pal_record_say(store, "lost too"), PAL_OK);
        }
        {
            PAL_TRANSACTION(inner, store);
            EXPECT_ERR(pal_record_say(store, "kept too"), PAL_OK);
            EXPECT_ERR(pal_transaction_commit(&inner), PAL_OK);
        }
        EXPECT_ERR(pal_transaction_commit(&kept), PAL_OK);
    }
    {
        PAL_TRANSACTION(lost, store);
        (void)lost; /* never committed: its scope rolls it back */
        EXPECT_ERR(pal_record_say(store, "lost"), PAL_OK);
    }
    assert_true(pal_turn_is_pending(store));
    EXPECT_ERR(pal_turn_commit(store), PAL_OK);
    assert_false(pal_turn_is_pending(store));
    assert_int_equal(pal_record_head(store).size, PAL_RECORD_FOUNDED + 2);
}

static void a_turn_that_is_not_committed_is_lost(void **state)
{
    (void)state;
    int64_t now_us = 0;
    FOLDER(folder);
    PAL_STRING(path);
    path = society_new(&folder, &now_us);
    struct pal_store_spec spec = pal_record_spec(path, PAL_STORE_WRITE, &now_us);
    spec.seed = NULL;
    {
        PAL_STORE(store);
        EXPECT_ERR(pal_store_open(&spec, &store), PAL_OK);
        PAL_TRANSACTION(tx, store);
        EXPECT_ERR(pal_record_say(store, "lost"), PAL_OK);
        EXPECT_ERR(pal_transaction_commit(&tx), PAL_OK);
    }
    PAL_STORE(store);
    EXPECT_ERR(pal_store_open(&spec, &store), PAL_OK);
    assert_int_equal(pal_record_head(store).size, PAL_RECORD_FOUNDED);
}

static void a_turn_without_entries_signs_nothing(void **state)
{
    (void)state;
    int64_t now_us = 0;
    struct pal_store_spec spec = pal_record_spec(NULL, PAL_STORE_CREATE, &now_us);
    PAL_STORE(store);
    pal_record_open(&spec, &store);
    pal_record_turn(store, 0);
    EXPECT_ERR(pal_turn_commit(store), PAL_OK); /* nor one that never began */
    assert_int_equal(pal_record_head(store).size, PAL_RECORD_FOUNDED);
}

/* A disk without room for the anchor: here, a folder that stands where the anchor would be. */
static void nothing_is_acknowledged_while_the_anchor_cannot_be_written(void **state)
{
    (void)state;
    int64_t now_us = 0;
    FOLDER(folder);
    PAL_STRING(path);
    PAL_STRING(anchor);
    path = society_new(&folder, &now_us);
    anchor = pal_folder_file_new(&folder, "society.db.anchor");
    struct pal_store_spec spec = pal_record_spec(path, PAL_STORE_WRITE, &now_us);
    spec.seed = NULL;
    PAL_STORE(store);
    EXPECT_ERR(pal_store_open(&spec, &store), PAL_OK);
    assert_int_equal(remove(anchor), 0);
    assert_int_equal(mkdir(anchor, 0700), 0);
    {
        PAL_TRANSACTION(tx, store);
        EXPECT_ERR(pal_record_say(store, "kept, but not told"), PAL_OK);
        EXPECT_ERR(pal_transaction_commit(&tx), PAL_OK);
    }
    EXPECT_ERR(pal_turn_commit(store), PAL_ERR_LOG_ANCHOR);
    {
        PAL_TRANSACTION(tx, store);
        (void)tx; /* never committed: its scope rolls it back */
        EXPECT_ERR(pal_record_say(store, "refused"), PAL_ERR_LOG_ANCHOR);
    }
    PAL_BUF(bytes);
    EXPECT_ERR(pal_log_checkpoint(store, &bytes), PAL_ERR_LOG_ANCHOR);
    EXPECT_ERR(pal_log_proof(store, 0, &bytes), PAL_ERR_LOG_ANCHOR);
    assert_int_equal(rmdir(anchor), 0);
    pal_record_turn(store, 1);
    assert_int_equal(pal_record_head(store).size, PAL_RECORD_FOUNDED + 2);
}

static void turn_without_anchor(struct pal_store *store)
{
    {
        PAL_TRANSACTION(tx, store);
        EXPECT_ERR(pal_record_say(store, "on its way to the anchor"), PAL_OK);
        EXPECT_ERR(pal_transaction_commit(&tx), PAL_OK);
    }
    EXPECT_ERR(pal_turn_commit_unanchored(store), PAL_OK);
}

/* Another thread may write it: here, what stands between its beginning and its end. */
static void turns_go_on_while_an_anchor_is_written(void **state)
{
    (void)state;
    int64_t now_us = 0;
    FOLDER(folder);
    PAL_STRING(path);
    struct pal_anchoring anchoring;
    struct pal_anchoring none;
    path = society_new(&folder, &now_us);
    struct pal_store_spec spec = pal_record_spec(path, PAL_STORE_WRITE, &now_us);
    spec.seed = NULL;
    PAL_STORE(store);
    EXPECT_ERR(pal_store_open(&spec, &store), PAL_OK);
    assert_false(pal_anchoring_begin(store, &none)); /* it states what is there */
    turn_without_anchor(store);
    assert_true(pal_anchoring_begin(store, &anchoring));
    assert_int_equal(anchoring.size, PAL_RECORD_FOUNDED + 1);

    turn_without_anchor(store);
    EXPECT_ERR(pal_anchoring_write(&anchoring), PAL_OK);
    pal_anchoring_end(store, &anchoring, PAL_OK);

    assert_true(pal_anchoring_begin(store, &anchoring)); /* of what came meanwhile */
    assert_int_equal(anchoring.size, PAL_RECORD_FOUNDED + 2);
    pal_anchoring_end(store, &anchoring, PAL_ERR_LOG_ANCHOR);
    pal_record_turn(store, 1); /* tries once more, and it is there */
    assert_false(pal_anchoring_begin(store, &none));
}

static void an_anchor_that_is_behind_is_brought_up_to_date_at_the_start(void **state)
{
    (void)state;
    int64_t now_us = 0;
    FOLDER(folder);
    PAL_STRING(path);
    PAL_STRING(anchor);
    PAL_STRING(other);
    path = society_new(&folder, &now_us);
    anchor = pal_folder_file_new(&folder, "society.db.anchor");
    other = pal_folder_file_new(&folder, "none/anchor");
    assert_int_equal(remove(anchor), 0);
    struct pal_store_spec spec = pal_record_spec(path, PAL_STORE_WRITE, &now_us);
    spec.seed = NULL;
    spec.anchor_path = other;
    PAL_STORE(store);
    EXPECT_ERR(pal_store_open(&spec, &store), PAL_ERR_LOG_ANCHOR);
    EXPECT_ERR(opens(path, PAL_STORE_WRITE), PAL_OK);
    assert_int_equal(access(anchor, F_OK), 0);
}

static void a_snapshot_sees_what_was_committed_and_nothing_later(void **state)
{
    (void)state;
    int64_t now_us = 0;
    FOLDER(folder);
    PAL_STRING(path);
    path = society_new(&folder, &now_us);
    struct pal_store_spec specs[] = {pal_record_spec(path, PAL_STORE_WRITE, &now_us),
                                     pal_record_spec(NULL, PAL_STORE_CREATE, &now_us)};
    specs[0].seed = NULL;
    for (size_t i = 0; i < 2; i++) {
        PAL_STORE(store);
        PAL_STORE(snapshot);
        EXPECT_ERR(pal_store_open(&specs[i], &store), PAL_OK);
        if (specs[i].path == NULL) {
            EXPECT_ERR(pal_record_found(store), PAL_OK);
        }
        EXPECT_ERR(pal_store_snapshot_new(store, &snapshot), PAL_OK);
        pal_record_turn(store, 2);
        PAL_BUF(bytes);
        assert_int_equal(pal_record_head(snapshot).size, PAL_RECORD_FOUNDED);
        EXPECT_ERR(pal_log_read(snapshot, 0, &bytes), PAL_OK);
        EXPECT_ERR(pal_log_read(snapshot, PAL_RECORD_FOUNDED, &bytes), PAL_ERR_NOT_FOUND);
        PAL_TRANSACTION(tx, snapshot);
        EXPECT_ERR(pal_transaction_commit(&tx), PAL_ERR_STORE_READ_ONLY);
    }
}

static void a_turn_that_a_worker_writes_is_read_once_it_is_given_back(void **state)
{
    (void)state;
    int64_t now_us = 0;
    FOLDER(folder);
    PAL_STRING(path);
    PAL_STORE(store);
    PAL_STORE(snapshot);
    PAL_STORE(writer);
    path = society_new(&folder, &now_us);
    struct pal_store_spec spec = pal_record_spec(path, PAL_STORE_WRITE, &now_us);
    spec.seed = NULL;
    EXPECT_ERR(pal_store_open(&spec, &store), PAL_OK);
    EXPECT_ERR(pal_store_snapshot_new(store, &snapshot), PAL_OK);
    pal_store_lend(store, PAL_LOAN_TURN);
    EXPECT_ERR(pal_store_beside_new(snapshot, &writer), PAL_OK);
    turn_without_anchor(writer);
    EXPECT_ERR(pal_store_write_back_beside(snapshot), PAL_OK);

    PAL_BUF(bytes);
    EXPECT_ERR(pal_log_read(store, PAL_RECORD_FOUNDED, &bytes), PAL_ERR_NOT_FOUND);
    assert_int_equal(pal_record_head(store).size, PAL_RECORD_FOUNDED);
    pal_store_take_back(store, PAL_OK);
    pal_record_turn(store, 1);
    assert_int_equal(pal_record_head(store).size, PAL_RECORD_FOUNDED + 2);
    EXPECT_ERR(pal_log_read(store, PAL_RECORD_FOUNDED, &bytes), PAL_OK);

    pal_store_lend(store, PAL_LOAN_TURN);
    pal_store_take_back(store, PAL_ERR_STORE_UNKNOWN);
    assert_true(pal_turn_is_pending(store)); /* the process ends */
    EXPECT_ERR(pal_turn_commit(store), PAL_ERR_STORE_UNKNOWN);
}

static void a_backup_is_the_society_without_its_key(void **state)
{
    (void)state;
    int64_t now_us = 0;
    FOLDER(folder);
    PAL_STRING(path);
    PAL_STRING(copy);
    PAL_STRING(key);
    path = society_new(&folder, &now_us);
    copy = pal_folder_file_new(&folder, "copy.db");
    key = pal_folder_file_new(&folder, "society.db.key");
    struct pal_store_spec spec = pal_record_spec(path, PAL_STORE_WRITE, &now_us);
    spec.seed = NULL;
    PAL_STORE(store);
    EXPECT_ERR(pal_store_open(&spec, &store), PAL_OK);
    pal_record_turn(store, 4);

    /* As the command does it: a reader beside the server. */
    struct pal_store_spec reading = pal_record_spec(path, PAL_STORE_READ, &now_us);
    PAL_STORE(reader);
    EXPECT_ERR(pal_store_open(&reading, &reader), PAL_OK);
    EXPECT_ERR(pal_store_backup(reader, copy), PAL_OK);
    EXPECT_ERR(pal_store_backup(reader, copy), PAL_ERR_FILE_EXISTS);

    EXPECT_ERR(opens(copy, PAL_STORE_WRITE), PAL_ERR_LOG_KEY);
    struct pal_store_spec restored = pal_record_spec(copy, PAL_STORE_WRITE, &now_us);
    restored.seed = NULL;
    restored.key_path = key;
    PAL_STORE(other);
    EXPECT_ERR(pal_store_open(&restored, &other), PAL_OK);
    assert_int_equal(pal_log_status(other), PAL_LOG_OK);
    assert_int_equal(pal_record_head(other).size, PAL_RECORD_FOUNDED + 4);
}

int main(void)
{
    TESTS(tests, 33);
    TEST(tests, a_society_is_opened_again_with_its_key);
    TEST(tests, without_its_key_a_society_is_only_read);
    TEST(tests, what_is_not_there_is_not_opened);
    TEST(tests, what_is_not_ours_is_not_written);
    TEST(tests, what_is_not_ours_is_left_alone);
    TEST(tests, a_later_version_is_refused);
    TEST(tests, one_store_owns_a_file_and_others_read_beside_it);
    TEST(tests, a_reader_never_writes);
    TEST(tests, a_command_changes_everything_or_nothing);
    TEST(tests, a_turn_that_is_not_committed_is_lost);
    TEST(tests, a_turn_without_entries_signs_nothing);
    TEST(tests, nothing_is_acknowledged_while_the_anchor_cannot_be_written);
    TEST(tests, turns_go_on_while_an_anchor_is_written);
    TEST(tests, an_anchor_that_is_behind_is_brought_up_to_date_at_the_start);
    TEST(tests, a_snapshot_sees_what_was_committed_and_nothing_later);
    TEST(tests, a_turn_that_a_worker_writes_is_read_once_it_is_given_back);
    TEST(tests, a_backup_is_the_society_without_its_key);
    return RUN(tests);
}
