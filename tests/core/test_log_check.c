/* The start: a damaged, old, forked or early log is found out, and never signed again. */
#include <sqlite3.h>
#include <stdio.h>

#include "base/mem.h"
#include "core/attachments.h"
#include "core/log.h"

#include "../support/expect.h"
#include "../support/folder.h"
#include "../support/record.h"

/* A society on disk, with a log of so many entries. */
static char *society_of(const struct pal_folder *folder, int64_t *now_us, size_t entries)
{
    char *path = pal_folder_file_new(folder, "society.db");
    const struct pal_store_spec spec = pal_record_spec(path, PAL_STORE_CREATE, now_us);
    PAL_STORE(store);
    pal_record_open(&spec, &store);
    pal_record_turn(store, entries - PAL_RECORD_FOUNDED);
    return path;
}

static char *society_new(const struct pal_folder *folder, int64_t *now_us)
{
    return society_of(folder, now_us, 10);
}

static enum pal_log_status reopened(const char *path, int64_t *now_us)
{
    const struct pal_store_spec spec = pal_record_spec(path, PAL_STORE_WRITE, now_us);
    PAL_STORE(store);
    EXPECT_ERR(pal_store_open(&spec, &store), PAL_OK);
    enum pal_log_status status = pal_log_status(store);
    PAL_TRANSACTION(tx, store);
    (void)tx; /* never committed: its scope rolls it back */
    EXPECT_ERR(pal_record_say(store, "more"),
               status == PAL_LOG_OK ? PAL_OK : PAL_ERR_STORE_READ_ONLY);
    return status;
}

/* Whoever has the file can do this; the triggers are no obstacle to them. */
static void tamper(const char *path, const char *script)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, script, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

#define WITHOUT_TRIGGERS                                                                \
    "DROP TRIGGER log_entry_is_never_changed; DROP TRIGGER log_entry_is_never_removed;" \
    "DROP TRIGGER log_node_is_never_changed; DROP TRIGGER log_node_is_never_removed;"   \
    "DROP TRIGGER log_tile_is_never_changed; DROP TRIGGER log_tile_is_never_removed;"   \
    "DROP TRIGGER checkpoint_is_never_changed; DROP TRIGGER checkpoint_is_never_removed;"

/* clang-format off */
static const struct {
    const char *name;
    const char *script;
    enum pal_log_status status;
} deeds[] = {
    {"a log left alone is well", "SELECT 1", PAL_LOG_OK},
    {"a changed entry breaks the log",
        "UPDATE log_entry SET bytes = CAST(replace(CAST(bytes AS TEXT), 'test', 'tost') AS BLOB) WHERE idx = 4",
        PAL_LOG_BROKEN},
    {"a changed entry with its leaf breaks it too",
        "UPDATE log_entry SET bytes = x'7b7d', leaf = zeroblob(32) WHERE idx = 4", PAL_LOG_BROKEN},
    {"two entries exchanged break it",
        "UPDATE log_entry SET idx = 99 WHERE idx = 4; UPDATE log_entry SET idx = 4 WHERE idx = 5;"
        "UPDATE log_entry SET idx = 5 WHERE idx = 99", PAL_LOG_BROKEN},
    {"a changed node breaks it",
        "UPDATE log_node SET hash = zeroblob(32) WHERE level = 1 AND idx = 2", PAL_LOG_BROKEN},
    {"a removed node breaks it",
        "DELETE FROM log_node WHERE level = 1 AND idx = 2", PAL_LOG_BROKEN},
    {"an added node breaks it",
        "INSERT INTO log_node VALUES (9, 0, zeroblob(32))", PAL_LOG_BROKEN},
    {"the last entries removed break it",
        "DELETE FROM log_entry WHERE idx >= 7", PAL_LOG_BROKEN},
    {"the first entry removed breaks it",
        "DELETE FROM log_entry WHERE idx = 0", PAL_LOG_BROKEN},
    {"the last checkpoint removed breaks it",
        "DELETE FROM checkpoint WHERE size = 10", PAL_LOG_BROKEN},
    {"every checkpoint removed breaks it", "DELETE FROM checkpoint", PAL_LOG_BROKEN},
    {"a changed root breaks it",
        "UPDATE checkpoint SET root = zeroblob(32) WHERE size = 10", PAL_LOG_BROKEN},
    {"a changed note breaks it",
        "UPDATE checkpoint SET note = replace(note, '10', '11') WHERE size = 10", PAL_LOG_BROKEN},
    {"a document that is what its hash says is well",
        "INSERT INTO document (hash, kind, bytes) VALUES ("
        "x'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb', 'manifest', CAST('a' AS BLOB))",
        PAL_LOG_OK},
    {"a document that is another breaks it",
        "INSERT INTO document (hash, kind, bytes) VALUES ("
        "x'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb', 'manifest', CAST('b' AS BLOB))",
        PAL_LOG_BROKEN},
    {"a large document that is what its hash says is well",
        "INSERT INTO document (hash, kind, bytes) VALUES ("
        "x'814a811f175f9e7ed379ca6788bed88411a690b4187cc8bc2293ebd8f70952d4', 'opened', zeroblob(200001))",
        PAL_LOG_OK},
    {"a large document that is longer breaks it",
        "INSERT INTO document (hash, kind, bytes) VALUES ("
        "x'814a811f175f9e7ed379ca6788bed88411a690b4187cc8bc2293ebd8f70952d4', 'opened', zeroblob(200002))",
        PAL_LOG_BROKEN},
    {"an emptied log is an old copy of it",
        "DELETE FROM log_entry; DELETE FROM log_node; DELETE FROM checkpoint", PAL_LOG_ROLLBACK},
    {"a log cut back to an earlier checkpoint is an old copy",
        "DELETE FROM log_entry WHERE idx > 2; DELETE FROM log_node WHERE level > 1 OR idx > 0;"
        "DELETE FROM checkpoint WHERE size > 3",
        PAL_LOG_ROLLBACK},
};
/* clang-format on */

static void is_found_out(void **state)
{
    const __typeof__(deeds[0]) *row = *state;
    int64_t now_us = 0;
    FOLDER(folder);
    PAL_STRING(path);
    path = society_new(&folder, &now_us);
    tamper(path, WITHOUT_TRIGGERS);
    tamper(path, row->script);
    assert_int_equal(reopened(path, &now_us), row->status);
}

/* Of several tiles. */
static char *long_society_new(const struct pal_folder *folder, int64_t *now_us)
{
    return society_of(folder, now_us, 524);
}

/* Of a log of several tiles, whose nodes are checked level by level. */
static void nodes_and_entries_of_a_long_log_are_checked(void **state)
{
    (void)state;
    static const char *const scripts[] = {
        "UPDATE log_node SET hash = zeroblob(32) WHERE level = 1 AND idx = 130",
        "UPDATE log_node SET hash = zeroblob(32) WHERE level = 7 AND idx = 3",
        "UPDATE log_node SET hash = zeroblob(32) WHERE level = 8 AND idx = 1",
        "UPDATE log_node SET hash = zeroblob(32) WHERE level = 9 AND idx = 0",
        "UPDATE log_node SET hash = zeroblob(32) WHERE level = 2 AND idx = 130",
        "UPDATE log_node SET idx = 9999 WHERE level = 3 AND idx = 40",
        "UPDATE log_entry SET leaf = zeroblob(32) WHERE idx = 300",
        "UPDATE log_entry SET bytes = x'7b7d' WHERE idx = 300",
        "UPDATE log_entry SET idx = 9999 WHERE idx = 523",
        "UPDATE log_tile SET hashes = zeroblob(8192) WHERE idx = 1",
        "UPDATE log_tile SET idx = 2 WHERE idx = 0",
        "DELETE FROM log_tile WHERE idx = 1",
        "INSERT INTO log_tile VALUES (2, zeroblob(8192))",
    };
    for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
        int64_t now_us = 0;
        FOLDER(folder);
        PAL_STRING(path);
        path = long_society_new(&folder, &now_us);
        assert_int_equal(reopened(path, &now_us), PAL_LOG_OK);
        tamper(path, WITHOUT_TRIGGERS);
        tamper(path, scripts[i]);
        assert_int_equal(reopened(path, &now_us), PAL_LOG_BROKEN);
    }
}

static void the_schema_itself_refuses_to_change_the_log(void **state)
{
    (void)state;
    static const char *const scripts[] = {
        "UPDATE log_entry SET leaf = zeroblob(32)",
        "DELETE FROM log_entry",
        "INSERT OR REPLACE INTO log_entry VALUES (3, zeroblob(32), x'7b7d')",
        "INSERT INTO log_entry VALUES (11, zeroblob(32), x'7b7d')",
        "UPDATE log_node SET hash = zeroblob(32)",
        "DELETE FROM log_node",
        "UPDATE log_tile SET hashes = zeroblob(8192)",
        "DELETE FROM log_tile",
        "UPDATE checkpoint SET note = 'x'",
        "DELETE FROM checkpoint",
        "INSERT INTO checkpoint VALUES (10, zeroblob(32), 'x')",
        "INSERT OR REPLACE INTO checkpoint VALUES (10, zeroblob(32), 'x')",
    };
    int64_t now_us = 0;
    FOLDER(folder);
    PAL_STRING(path);
    path = long_society_new(&folder, &now_us);
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
        assert_int_equal(sqlite3_exec(db, scripts[i], NULL, NULL, NULL), SQLITE_CONSTRAINT);
    }
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_int_equal(reopened(path, &now_us), PAL_LOG_OK);
}

static void an_old_copy_of_the_database_is_found_out(void **state)
{
    (void)state;
    int64_t now_us = 0;
    FOLDER(folder);
    PAL_STRING(path);
    PAL_STRING(copy);
    path = society_new(&folder, &now_us);
    copy = pal_folder_file_new(&folder, "copy");
    pal_folder_copy(path, copy);
    {
        const struct pal_store_spec spec = pal_record_spec(path, PAL_STORE_WRITE, &now_us);
        PAL_STORE(store);
        EXPECT_ERR(pal_store_open(&spec, &store), PAL_OK);
        pal_record_turn(store, 1);
    }
    pal_folder_copy(copy, path);
    assert_int_equal(reopened(path, &now_us), PAL_LOG_ROLLBACK);
}

/* A cloned machine goes on by itself, and its database comes to stand beside the first's anchor. */
static void a_fork_is_found_out(void **state)
{
    (void)state;
    int64_t now_us = 0;
    FOLDER(folder);
    PAL_STRING(path);
    PAL_STRING(clone);
    path = society_new(&folder, &now_us);
    clone = pal_folder_file_new(&folder, "clone");
    pal_folder_copy(path, clone);
    const char *const both[] = {path, clone};
    for (size_t i = 0; i < 2; i++) {
        const struct pal_store_spec spec = pal_record_spec(both[i], PAL_STORE_WRITE, &now_us);
        PAL_STORE(store);
        EXPECT_ERR(pal_store_open(&spec, &store), PAL_OK);
        pal_record_turn(store, 1 + i);
    }
    pal_folder_copy(clone, path);
    assert_int_equal(reopened(path, &now_us), PAL_LOG_FORK);
}

/* Where the second of its two checkpoints begins. */
enum { OTHER_PLACE = 4096 };

static void an_anchor_that_says_nothing_stops_writing(void **state)
{
    (void)state;
    int64_t now_us = 0;
    FOLDER(folder);
    PAL_STRING(path);
    PAL_STRING(anchor);
    path = society_new(&folder, &now_us);
    anchor = pal_folder_file_new(&folder, "society.db.anchor");
    pal_folder_flip(anchor, 0);
    pal_folder_flip(anchor, OTHER_PLACE);
    assert_int_equal(reopened(path, &now_us), PAL_LOG_FORK);
    pal_folder_flip(anchor, 0);
    assert_int_equal(reopened(path, &now_us), PAL_LOG_OK);
}

/* As a power failure leaves it while one place is written. */
static void an_anchor_torn_in_one_place_still_says_what_it_said_before(void **state)
{
    (void)state;
    for (size_t place = 0; place <= OTHER_PLACE; place += OTHER_PLACE) {
        int64_t now_us = 0;
        FOLDER(folder);
        PAL_STRING(path);
        PAL_STRING(anchor);
        path = society_new(&folder, &now_us);
        anchor = pal_folder_file_new(&folder, "society.db.anchor");
        pal_folder_flip(anchor, place);
        assert_int_equal(reopened(path, &now_us), PAL_LOG_OK);
    }
}

/* As who copies it from where it was published has it. */
static void a_bare_checkpoint_is_an_anchor(void **state)
{
    (void)state;
    int64_t now_us = 0;
    FOLDER(folder);
    PAL_STRING(path);
    PAL_STRING(old);
    PAL_STRING(anchor);
    path = society_new(&folder, &now_us);
    old = pal_folder_file_new(&folder, "old");
    anchor = pal_folder_file_new(&folder, "society.db.anchor");
    pal_folder_copy(path, old);
    PAL_BUF(note);
    {
        struct pal_store_spec spec = pal_record_spec(path, PAL_STORE_WRITE, &now_us);
        PAL_STORE(store);
        EXPECT_ERR(pal_store_open(&spec, &store), PAL_OK);
        pal_record_turn(store, 1);
        EXPECT_ERR(pal_log_checkpoint(store, &note), PAL_OK);
    }
    FILE *file = fopen(anchor, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(note.bytes, 1, note.size, file), note.size);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(reopened(path, &now_us), PAL_LOG_OK);
    pal_folder_copy(old, path);
    assert_int_equal(reopened(path, &now_us), PAL_LOG_ROLLBACK);
}

static void a_clock_before_the_last_entry_opens_read_only(void **state)
{
    (void)state;
    int64_t now_us = 0;
    FOLDER(folder);
    PAL_STRING(path);
    path = society_new(&folder, &now_us);
    now_us -= 3600 * INT64_C(1000000);
    assert_int_equal(reopened(path, &now_us), PAL_LOG_CLOCK);
}

static size_t page_count(const char *path)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *count = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA page_count", -1, &count, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(count), SQLITE_ROW);
    size_t pages = (size_t)sqlite3_column_int(count, 0);
    (void)sqlite3_finalize(count);
    (void)sqlite3_close(db);
    return pages;
}

/* Either the copy is refused or called broken, or nothing that was signed has changed. */
static void expect_found_or_harmless(const char *copy)
{
    int64_t now_us = 0;
    const struct pal_store_spec spec = pal_record_spec(copy, PAL_STORE_READ, &now_us);
    PAL_STORE(store);
    enum pal_err err = pal_store_open(&spec, &store);
    bool is_open = err == PAL_OK;
    bool is_well = is_open && pal_log_status(store) == PAL_LOG_OK;
    assert_true(is_open || err == PAL_ERR_STORE_CORRUPT || err == PAL_ERR_STORE_SCHEMA ||
                err == PAL_ERR_STORE_FOREIGN);
    assert_true(!is_well || pal_log_head(store).size == 10);
}

static void attack_53_a_flipped_bit_of_any_page_is_found_or_harmless(void **state)
{
    (void)state;
    int64_t now_us = 0;
    FOLDER(folder);
    PAL_STRING(path);
    PAL_STRING(copy);
    path = society_new(&folder, &now_us);
    copy = pal_folder_file_new(&folder, "copy");
    size_t pages = page_count(path);
    for (size_t page = 0; page < pages; page++) {
        /* The kind of the page, after the header of the file on the first; and a byte of its
         * content, which lies at its end. */
        const size_t offsets[] = {4096 * page + (page == 0 ? 100 : 0), 4096 * page + 4095};
        for (size_t i = 0; i < 2; i++) {
            pal_folder_copy(path, copy);
            pal_folder_flip(copy, offsets[i]);
            expect_found_or_harmless(copy);
        }
    }
}

/* Statements that only read are prepared when they are first used. */
static void a_schema_that_lacks_a_table_is_found_when_it_is_asked_for(void **state)
{
    (void)state;
    int64_t now_us = 0;
    FOLDER(folder);
    PAL_STRING(path);
    PAL_STORE(store);
    PAL_BUF(bytes);
    path = society_new(&folder, &now_us);
    tamper(path, "DROP TABLE attachment_piece");
    struct pal_store_spec spec = pal_record_spec(path, PAL_STORE_WRITE, &now_us);
    EXPECT_ERR(pal_store_open(&spec, &store), PAL_ERR_STORE_SCHEMA);
    spec.mode = PAL_STORE_READ;
    EXPECT_ERR(pal_store_open(&spec, &store), PAL_OK);
    EXPECT_ERR(pal_log_read(store, 0, &bytes), PAL_OK);
    const struct pal_hash hash = pal_hash_of("", 0);
    EXPECT_ERR(pal_attachment_piece(store, &hash, 0, &bytes), PAL_ERR_STORE_SCHEMA);
    EXPECT_ERR(pal_log_read(store, 0, &bytes), PAL_ERR_STORE_SCHEMA);
}

int main(void)
{
    TESTS(tests, 66);
    TABLE(tests, deeds, is_found_out);
    TEST(tests, nodes_and_entries_of_a_long_log_are_checked);
    TEST(tests, a_schema_that_lacks_a_table_is_found_when_it_is_asked_for);
    TEST(tests, the_schema_itself_refuses_to_change_the_log);
    TEST(tests, an_old_copy_of_the_database_is_found_out);
    TEST(tests, a_fork_is_found_out);
    TEST(tests, an_anchor_that_says_nothing_stops_writing);
    TEST(tests, an_anchor_torn_in_one_place_still_says_what_it_said_before);
    TEST(tests, a_bare_checkpoint_is_an_anchor);
    TEST(tests, a_clock_before_the_last_entry_opens_read_only);
    TEST(tests, attack_53_a_flipped_bit_of_any_page_is_found_or_harmless);
    return RUN(tests);
}
