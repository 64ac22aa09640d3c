/* Room for attachments: the bound of a whole society, and a disk that is full while a file is kept. */
#include <sqlite3.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "core/attachments.h"
#include "core/log.h"
#include "core/redactions.h"

#include "../support/expect.h"
#include "../support/faulty.h"
#include "../support/folder.h"
#include "../support/meeting.h"
#include "../support/scene.h"

enum { FILE_SIZE = 200000, NUMBER_MAX = 1000 }; /* bytes: a few pieces, some fifty pages */

/* A society on disk, with two resolutions. */
struct desk {
    struct pal_folder folder;
    char *path;
    struct pal_scene scene;
    struct pal_resolution_id resolutions[2];
};
static void desk_done(struct desk *desk)
{
    pal_scene_done(&desk->scene);
    pal_mem_free(desk->path);
    pal_folder_done(&desk->folder);
}

static void desk_open(struct desk *desk)
{
    desk->folder = pal_folder_make();
    desk->path = pal_folder_file_new(&desk->folder, "society.db");
    desk->scene.path = desk->path;
    pal_scene_open(&desk->scene);
    struct pal_assembly_id meeting = pal_meeting_draft(&desk->scene, PAL_ASSEMBLY_ORDINARY);
    desk->resolutions[0] = pal_meeting_table(&desk->scene, meeting, "ordinary", "Accounts");
    desk->resolutions[1] = pal_meeting_table(&desk->scene, meeting, "ordinary", "Plans");
    pal_scene_commit(&desk->scene);
}
#define DESK(name)                                 \
    struct desk name PAL_CLEANUP(desk_done) = {0}; \
    desk_open(&(name))

/* A text of so many bytes. */
static enum pal_err add(struct desk *desk, size_t resolution, size_t size,
                        struct pal_attachment_id *out)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    for (size_t i = 0; i < size; i++) {
        assert_int_equal(fputc('0' + (int)(i % 10), file), '0' + (int)(i % 10));
    }
    const struct pal_attachment_spec spec = {desk->resolutions[resolution], pal_text_of("a.txt"),
                                             file};
    enum pal_err err = pal_attachment_add(desk->scene.store, &spec, NULL, out);
    assert_int_equal(fclose(file), 0);
    return err;
}

/* Beside the store. */
static int64_t ask(const struct desk *desk, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *row = NULL;
    assert_int_equal(sqlite3_open(desk->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &row, NULL), SQLITE_OK);
    int64_t answer = sqlite3_step(row) == SQLITE_ROW ? sqlite3_column_int64(row, 0) : 0;
    assert_int_equal(sqlite3_finalize(row), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return answer;
}

/* --- the bound ------------------------------------------------------------------------------------ */

/* One file whose view says that it is that large; its bytes are two. A gibibyte takes long to write:
 * tests/bench/start does. */
static struct pal_attachment_id pretend(struct desk *desk, int64_t size)
{
    struct pal_attachment_id id = {0};
    PAL_BUF(sql);
    EXPECT_ERR(add(desk, 0, 2, &id), PAL_OK);
    pal_scene_commit(&desk->scene);
    pal_buf_add_format(&sql, "UPDATE attachment SET size = %lld", (long long)size);
    (void)ask(desk, sql.bytes);
    return id;
}

static void all_files_of_a_society_have_a_bound(void **state)
{
    (void)state;
    DESK(desk);
    struct pal_attachment_id id;
    struct pal_attachment_id large = pretend(&desk, PAL_LIMIT_ATTACHED_BYTES - 5);
    EXPECT_ERR(add(&desk, 1, 6, &id), PAL_ERR_ATTACHMENT_COUNT); /* of another resolution too */
    EXPECT_ERR(add(&desk, 1, 5, &id), PAL_OK);
    EXPECT_ERR(add(&desk, 0, 1, &id), PAL_ERR_ATTACHMENT_COUNT);
    EXPECT_ERR(pal_attachment_detach(desk.scene.store, large, pal_text_of("Draft"), NULL), PAL_OK);
    EXPECT_ERR(add(&desk, 0, 1, &id), PAL_ERR_ATTACHMENT_COUNT); /* it is kept */
    pal_scene_commit(&desk.scene);
    assert_int_equal(ask(&desk, "SELECT count(*) FROM attachment"), 2);
    assert_int_equal(ask(&desk, "SELECT sum(length(bytes)) FROM attachment_piece"), 7);
}

static void what_was_removed_leaves_its_room(void **state)
{
    (void)state;
    DESK(desk);
    uint64_t entry;
    struct pal_attachment_id id;
    PAL_ATTACHMENT(large);
    EXPECT_ERR(pal_attachment_read(desk.scene.store, pretend(&desk, PAL_LIMIT_ATTACHED_BYTES),
                                   &large),
               PAL_OK);
    EXPECT_ERR(add(&desk, 1, 1, &id), PAL_ERR_ATTACHMENT_COUNT);
    EXPECT_ERR(pal_document_redact(desk.scene.store, &large.hash, pal_text_of("GDPR"), NULL,
                                   &entry),
               PAL_OK);
    EXPECT_ERR(add(&desk, 1, 1, &id), PAL_OK);
}

/* --- the disk ------------------------------------------------------------------------------------- */

/* Attaches a file where the write or sync of that number fails; false when it was kept before. */
static bool is_refused(struct desk *desk, unsigned number)
{
    struct pal_attachment_id id;
    pal_faulty_arm(PAL_FAULT_FULL, number);
    enum pal_err said = add(desk, 0, FILE_SIZE, &id);
    enum pal_err committed = pal_turn_commit(desk->scene.store);
    bool has_struck = pal_faulty_struck();
    pal_faulty_arm(PAL_FAULT_NONE, 0);
    if (said == PAL_OK && committed == PAL_OK) {
        return false;
    }
    assert_true(has_struck);
    assert_true(said == PAL_OK || said == PAL_ERR_STORE_FULL);
    EXPECT_ERR(committed, PAL_ERR_STORE_FULL);
    assert_int_equal(ask(desk, "SELECT count(*) FROM attachment_piece"), 0);
    assert_int_equal(ask(desk, "SELECT count(*) FROM attachment"), 0);
    assert_int_equal(pal_log_status(desk->scene.store), PAL_LOG_OK);
    return true;
}

static void a_full_disk_keeps_a_file_whole_or_nothing_of_it(void **state)
{
    (void)state;
    DESK(desk);
    unsigned number = 1;
    while (is_refused(&desk, number)) {
        number++;
        assert_true(number < NUMBER_MAX);
    }
    assert_true(number > FILE_SIZE / 4096); /* each page has failed */
    assert_int_equal(ask(&desk, "SELECT sum(length(bytes)) FROM attachment_piece"), FILE_SIZE);
    bool is_right = false;
    EXPECT_ERR(pal_attachments_examine(desk.scene.store, &is_right), PAL_OK);
    assert_true(is_right);
}

/* More than SQLite keeps in memory: it is written before the command has ended. */
static void a_full_disk_is_said_while_a_large_file_is_kept(void **state)
{
    (void)state;
    DESK(desk);
    struct pal_attachment_id id;
    pal_faulty_arm(PAL_FAULT_FULL, 1);
    EXPECT_ERR(add(&desk, 0, PAL_LIMIT_ATTACHMENT, &id), PAL_ERR_STORE_FULL);
    assert_true(pal_faulty_struck());
    EXPECT_ERR(pal_turn_commit(desk.scene.store), PAL_ERR_STORE_FULL);
    pal_faulty_arm(PAL_FAULT_NONE, 0);
    assert_int_equal(ask(&desk, "SELECT count(*) FROM attachment_piece"), 0);
    EXPECT_ERR(add(&desk, 0, PAL_LIMIT_ATTACHMENT, &id), PAL_OK);
    pal_scene_commit(&desk.scene);
    assert_int_equal(ask(&desk, "SELECT count(*) FROM attachment_piece"), 128);
}

int main(void)
{
    pal_faulty_install();
    TESTS(tests, 8);
    TEST(tests, all_files_of_a_society_have_a_bound);
    TEST(tests, what_was_removed_leaves_its_room);
    TEST(tests, a_full_disk_keeps_a_file_whole_or_nothing_of_it);
    TEST(tests, a_full_disk_is_said_while_a_large_file_is_kept);
    return RUN(tests);
}
