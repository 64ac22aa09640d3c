/* A society that is opened to be exported: its log is checked as it is written, and not signed if it is wrong. */
#include <sqlite3.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/source.h"
#include "core/export.h"
#include "core/log.h"

#include "../support/expect.h"
#include "../support/folder.h"
#include "../support/scene.h"

enum { ENTRIES = 600 };

/* A society whose log has several tiles; its path is the caller's. */
static char *society_new(struct pal_folder *folder)
{
    char *path = pal_folder_file_new(folder, "society.db");
    struct pal_scene scene PAL_CLEANUP(pal_scene_done) = {.path = path};
    pal_scene_open(&scene);
    PAL_TRANSACTION(transaction, scene.store);
    for (int i = 0; i < ENTRIES; i++) {
        struct pal_hash hash = pal_hash_of(&i, sizeof i);
        char hex[2 * PAL_HASH_SIZE + 1];
        pal_hash_write(&hash, hex);
        PAL_JSON(d);
        d = pal_json_object_new();
        pal_json_set_string(d, "c", hex);
        pal_json_set_string(d, "what", "corrected");
        const struct pal_log_entry entry = {"register.change", pal_uuid_random(), d};
        EXPECT_ERR(pal_log_append(scene.store, &entry, NULL), PAL_OK);
    }
    EXPECT_ERR(pal_transaction_commit(&transaction), PAL_OK);
    pal_scene_commit(&scene);
    return path;
}

static void run(const char *path, const char *script)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, script, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static enum pal_err exported_as(const char *path, enum pal_store_mode mode, bool exports,
                                const char *tar, struct pal_export_made *out_made)
{
    const uint8_t seed[PAL_SEED_SIZE] = {7};
    const struct pal_store_spec spec = {
        .path = path,
        .mode = mode,
        .clock = pal_clock_system(),
        .seed = seed,
        .exports = exports,
    };
    const struct pal_export_spec how = {.path = tar, .replaces = true};
    PAL_STORE(store);
    PAL_TRY(pal_store_open(&spec, &store));
    return pal_export_make(store, &how, out_made);
}

static enum pal_err exported(const char *path, const char *tar, bool exports,
                             struct pal_export_made *out_made)
{
    return exported_as(path, PAL_STORE_READ, exports, tar, out_made);
}

static struct pal_hash hash_of_file(const char *path)
{
    PAL_BUF(bytes);
    PAL_SOURCE(source);
    EXPECT_ERR(pal_source_open(path, &source), PAL_OK);
    char *room = pal_buf_add_room(&bytes, (size_t)source.size);
    EXPECT_ERR(pal_source_read(&source, 0, room, (size_t)source.size), PAL_OK);
    return pal_hash_of(bytes.bytes, bytes.size);
}

static bool is_file(const char *path)
{
    PAL_SOURCE(source);
    return pal_source_open(path, &source) == PAL_OK;
}

/* clang-format off */
static const struct {
    const char *name;
    const char *script;
    enum pal_err err;
} rows[] = {
    {"a log left alone is exported", "SELECT 1", PAL_OK},
    {"a changed entry is found as it is written",
        "UPDATE log_entry SET bytes = CAST(replace(CAST(bytes AS TEXT), 'corrected', 'connected') AS BLOB) WHERE idx = 400",
        PAL_ERR_LOG_BROKEN},
    {"and one of the first tile",
        "UPDATE log_entry SET bytes = CAST(replace(CAST(bytes AS TEXT), 'corrected', 'connected') AS BLOB) WHERE idx = 200",
        PAL_ERR_LOG_BROKEN},
    {"a changed tile", "UPDATE log_tile SET hashes = zeroblob(8192) WHERE idx = 1", PAL_ERR_LOG_BROKEN},
    {"two hashes of a tile that changed places",
        "UPDATE log_tile SET hashes = CAST(substr(hashes, 33, 32) || substr(hashes, 1, 32) || substr(hashes, 65) AS BLOB)"
        " WHERE idx = 0", PAL_ERR_LOG_BROKEN},
    {"a changed leaf of the last tile, which is not full",
        "UPDATE log_entry SET leaf = zeroblob(32) WHERE idx = 550", PAL_ERR_LOG_BROKEN},
    {"a changed node that is in a tile",
        "UPDATE log_node SET hash = zeroblob(32) WHERE level = 8 AND idx = 0", PAL_ERR_LOG_BROKEN},
    {"a tile that is not there", "DELETE FROM log_tile WHERE idx = 0", PAL_ERR_STORE_CORRUPT},
    {"an entry that is not there",
        "DELETE FROM log_entry WHERE idx = 300", PAL_ERR_STORE_CORRUPT},
    {"an entry of keys that is not known as one",
        "DELETE FROM log_key WHERE idx = 2", PAL_ERR_LOG_BROKEN},
    {"the last checkpoint is for fewer entries",
        "DELETE FROM checkpoint WHERE size = (SELECT max(size) FROM checkpoint)", PAL_ERR_LOG_STATE},
    {"a checkpoint that nobody signed",
        "UPDATE checkpoint SET note = replace(note, '/', 'x') WHERE size = (SELECT max(size) FROM checkpoint)",
        PAL_ERR_LOG_STATE},
    {"a document that is another",
        "INSERT INTO document (hash, kind, bytes) VALUES (zeroblob(32), 'manifest', CAST('b' AS BLOB))",
        PAL_ERR_LOG_STATE},
};
/* clang-format on */

/* The same database before and after: what is exported is what was signed, or nothing. */
static void is_exported_or_refused(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    FOLDER(folder);
    PAL_STRING(path);
    PAL_STRING(tar);
    PAL_STRING(signature);
    struct pal_export_made made;
    path = society_new(&folder);
    tar = pal_folder_file_new(&folder, "all.tar");
    signature = pal_folder_file_new(&folder, "all.tar.minisig");
    run(path, "DROP TRIGGER log_entry_is_never_changed; DROP TRIGGER log_entry_is_never_removed;"
              "DROP TRIGGER log_node_is_never_changed; DROP TRIGGER log_tile_is_never_changed;"
              "DROP TRIGGER log_tile_is_never_removed; DROP TRIGGER checkpoint_is_never_changed;"
              "DROP TRIGGER checkpoint_is_never_removed;");
    run(path, row->script);
    EXPECT_ERR(exported(path, tar, true, &made), row->err);
    assert_int_equal(is_file(tar), row->err == PAL_OK);
    assert_int_equal(is_file(signature), row->err == PAL_OK);
}

static void the_bytes_are_those_of_a_store_that_was_checked_before(void **state)
{
    (void)state;
    FOLDER(folder);
    PAL_STRING(path);
    PAL_STRING(tar);
    struct pal_export_made made[2] = {0};
    struct pal_hash hashes[2] = {0};
    path = society_new(&folder);
    tar = pal_folder_file_new(&folder, "all.tar");
    for (int i = 0; i < 2; i++) {
        EXPECT_ERR(exported(path, tar, i == 1, &made[i]), PAL_OK);
        hashes[i] = hash_of_file(tar);
    }
    assert_true(pal_hash_equal(&hashes[0], &hashes[1]));
    assert_int_equal(made[0].head.size, made[1].head.size);
    assert_true(made[0].head.size > ENTRIES);
}

/* --- how it is read ------------------------------------------------------------------------------- */

enum { PAGE_SIZE = 4096 };

static struct {
    size_t pieces; /* of several pages, read at once */
} reads;

static ssize_t count_read(int file, void *out, size_t size, off_t at)
{
    reads.pieces += size > PAGE_SIZE;
    return pread(file, out, size, at);
}

/* Makes SQLite read through a function of ours, or through the system's again. */
static void watch_reads(sqlite3_syscall_ptr function)
{
    static const char *const names[] = {"pread", "pread64"};
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_int_equal(vfs->xSetSystemCall(vfs, names[i], function), SQLITE_OK);
    }
    reads.pieces = 0;
}

static void a_snapshot_is_read_many_pages_at_once_and_gives_the_same_bytes(void **state)
{
    (void)state;
    FOLDER(folder);
    PAL_STRING(path);
    PAL_STRING(tar);
    struct pal_export_made made;
    struct pal_hash hashes[2];
    path = society_new(&folder);
    tar = pal_folder_file_new(&folder, "all.tar");
    for (int i = 0; i < 2; i++) {
        watch_reads((sqlite3_syscall_ptr)count_read);
        enum pal_store_mode mode = i == 0 ? PAL_STORE_WRITE : PAL_STORE_READ;
        EXPECT_ERR(exported_as(path, mode, i == 1, tar, &made), PAL_OK);
        assert_int_equal(reads.pieces > 0, i == 1);
        watch_reads(NULL);
        hashes[i] = hash_of_file(tar);
    }
    assert_true(pal_hash_equal(&hashes[0], &hashes[1]));
}

int main(void)
{
    TESTS(tests, sizeof rows / sizeof rows[0] + 2);
    TABLE(tests, rows, is_exported_or_refused);
    TEST(tests, the_bytes_are_those_of_a_store_that_was_checked_before);
    TEST(tests, a_snapshot_is_read_many_pages_at_once_and_gives_the_same_bytes);
    return RUN(tests);
}
