/* The record as a file: what stands in it, the same bytes each time, and what is refused. */
#include <stdio.h>
#include <string.h>

#include "audit/minisign.h"
#include "audit/record.h"
#include "audit/tar.h"
#include "base/canon.h"
#include "base/mem.h"
#include "core/export.h"
#include "core/log.h"
#include "core/tally.h"

#include "../support/expect.h"
#include "../support/folder.h"
#include "../support/program.h"
#include "../support/voting.h"

/* --- what is exported ----------------------------------------------------------------------------- */

struct exported {
    struct pal_export_made made;
    struct pal_source source;
    struct pal_tar tar;
};

static void exported_done(struct exported *exported)
{
    pal_tar_done(&exported->tar);
    pal_source_done(&exported->source);
}
#define EXPORTED(name) struct exported name PAL_CLEANUP(exported_done) = {.source = {.bytes = ""}}

static void export_to(struct pal_scene *scene, const struct pal_uuid *poll, const char *path,
                      struct exported *out)
{
    const struct pal_export_spec spec = {.poll = poll, .path = path};
    pal_scene_commit(scene);
    EXPECT_ERR(pal_export_make(scene->store, &spec, &out->made), PAL_OK);
    EXPECT_ERR(pal_source_open(path, &out->source), PAL_OK);
    assert_int_equal(out->made.size, out->source.size);
    EXPECT_ERR(pal_tar_read(&out->source, &out->tar, NULL), PAL_OK);
}

static bool has(const struct exported *exported, const char *name)
{
    return pal_tar_find(&exported->tar, pal_text_of(name)) != NULL;
}

static void read_file(const struct exported *exported, const char *name, struct pal_buf *buf)
{
    const struct pal_tar_file *file = pal_tar_find(&exported->tar, pal_text_of(name));
    assert_non_null(file);
    EXPECT_ERR(pal_tar_content(&exported->tar, file, 1 << 20, buf), PAL_OK);
}

static struct pal_uuid uuid_of(struct pal_scene *scene, struct pal_poll_id poll)
{
    PAL_POLL(row);
    EXPECT_ERR(pal_poll_read(scene->store, poll, &row), PAL_OK);
    return row.uuid;
}

/* A motion that was voted and counted. */
static struct pal_uuid counted(struct pal_scene *scene, struct pal_assembly_id assembly)
{
    struct pal_poll_id poll = pal_voting_open(scene, assembly);
    EXPECT_ERR(pal_voting_cast(scene, poll, scene->members[PAL_ADA], "{\"choice\":0}"), PAL_OK);
    EXPECT_ERR(pal_voting_cast(scene, poll, scene->members[PAL_ELSA], "{\"choice\":1}"), PAL_OK);
    PAL_JSON(decision);
    decision = pal_voting_count_new(scene, poll);
    assert_non_null(decision);
    return uuid_of(scene, poll);
}

static void a_poll_is_exported_with_its_log(void **state)
{
    (void)state;
    FOLDER(folder);
    PAL_SCENE(scene);
    PAL_STRING(path);
    path = pal_folder_file_new(&folder, "poll.tar");
    struct pal_uuid poll = counted(&scene, pal_meeting_sitting(&scene));
    EXPORTED(exported);
    export_to(&scene, &poll, path, &exported);

    static const enum pal_record_poll_file files[] = {
        PAL_RECORD_POLL_BOX,          PAL_RECORD_POLL_MANIFEST, PAL_RECORD_POLL_OPENINGS,
        PAL_RECORD_POLL_OUTCOME,      PAL_RECORD_POLL_QUESTION, PAL_RECORD_POLL_RESULT_FRENCH,
        PAL_RECORD_POLL_RESULT_TABLE, PAL_RECORD_POLL_RESULT,   PAL_RECORD_POLL_ROLL};
    size_t count;
    (void)pal_tar_under(&exported.tar, "polls/", &count);
    assert_int_equal(count, sizeof files / sizeof files[0]);
    for (size_t i = 0; i < count; i++) {
        PAL_BUF(name);
        pal_record_poll_name(&poll, files[i], &name);
        assert_true(has(&exported, name.bytes));
    }
    static const char *const names[] = {"LICENSE",      "README.md",         "RECORD.json",
                                        "keys.txt",     "log/checkpoint",    "log/tile/0/000.p/38",
                                        "minisign.pub", "receipts/README.md"};
    PAL_BUF(tile);
    pal_buf_add_format(&tile, "log/tile/entries/000.p/%u", (unsigned)exported.made.head.size);
    assert_true(has(&exported, tile.bytes));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_true(has(&exported, names[i]) || strstr(names[i], ".p/") != NULL);
    }
    (void)pal_tar_under(&exported.tar, "tables/", &count);
    assert_int_equal(count, 0);
    (void)pal_tar_under(&exported.tar, "texts/", &count);
    assert_int_equal(count, 1);
    /* Every name is one of a record. */
    for (size_t i = 0; i < exported.tar.count; i++) {
        struct pal_record_name name;
        EXPECT_ERR(pal_record_name_parse(exported.tar.files[i].name, &name), PAL_OK);
    }
}

static void the_head_says_what_it_is(void **state)
{
    (void)state;
    FOLDER(folder);
    PAL_SCENE(scene);
    PAL_STRING(path);
    path = pal_folder_file_new(&folder, "poll.tar");
    struct pal_uuid poll = counted(&scene, pal_meeting_sitting(&scene));
    EXPORTED(exported);
    export_to(&scene, &poll, path, &exported);
    PAL_BUF(bytes);
    PAL_JSON(head);
    struct pal_text text;
    int64_t size;
    read_file(&exported, "RECORD.json", &bytes);
    EXPECT_ERR(pal_canon_read(pal_buf_text(&bytes), bytes.size, &head, NULL), PAL_OK);
    EXPECT_ERR(pal_json_text(head, "format", &text, NULL), PAL_OK);
    EXPECT_TEXT(text, "palabre-record/1");
    EXPECT_ERR(pal_json_int(head, "size", &size, NULL), PAL_OK);
    assert_int_equal(size, pal_log_head(scene.store).size);
    const struct pal_json *polls;
    EXPECT_ERR(pal_json_array(head, "polls", &polls, NULL), PAL_OK);
    assert_int_equal(pal_json_count(polls), 1);
    assert_false(pal_json_as_bool(pal_json_get(head, "all")));

    PAL_BUF(note);
    PAL_BUF(served);
    read_file(&exported, "log/checkpoint", &note);
    EXPECT_ERR(pal_log_checkpoint(scene.store, &served), PAL_OK);
    EXPECT_BUF(note, served.bytes);
    struct pal_hash hash = pal_hash_of(note.bytes, note.size);
    assert_true(pal_hash_equal(&hash, &exported.made.note));
}

static void the_same_society_gives_the_same_bytes(void **state)
{
    (void)state;
    FOLDER(folder);
    PAL_SCENE(scene);
    PAL_STRING(first);
    PAL_STRING(second);
    first = pal_folder_file_new(&folder, "first.tar");
    second = pal_folder_file_new(&folder, "second.tar");
    (void)counted(&scene, pal_meeting_sitting(&scene));
    {
        EXPORTED(one);
        EXPORTED(two);
        export_to(&scene, NULL, first, &one);
        pal_scene_wait(&scene, 90 * PAL_SCENE_DAY);
        export_to(&scene, NULL, second, &two);
        assert_true(has(&two, "tables/polls.csv"));
        assert_true(has(&two, "tables/README.md"));
    }
    PAL_STRING(said);
    said = pal_folder_file_new(&folder, "said");
    const char *const argv[] = {"cmp", first, second, NULL};
    assert_int_equal(pal_program_run(argv, said), 0);
}

static void its_signature_is_of_the_key_that_was_announced(void **state)
{
    (void)state;
    FOLDER(folder);
    PAL_SCENE(scene);
    PAL_STRING(path);
    PAL_STRING(key);
    PAL_STRING(said);
    path = pal_folder_file_new(&folder, "all.tar");
    key = pal_folder_file_new(&folder, "minisign.pub");
    said = pal_folder_file_new(&folder, "said");
    EXPORTED(exported);
    export_to(&scene, NULL, path, &exported);
    PAL_BUF(file);
    read_file(&exported, "minisign.pub", &file);
    FILE *out = fopen(key, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(file.bytes, 1, file.size, out), file.size);
    assert_int_equal(fclose(out), 0);
    const char *const argv[] = {"minisign", "-Vm", path, "-p", key, NULL};
    assert_int_equal(pal_program_run(argv, said), 0);
    pal_folder_flip(path, 700);
    assert_int_not_equal(pal_program_run(argv, said), 0);
}

static void ballots_without_voters_go_with_an_election(void **state)
{
    (void)state;
    FOLDER(folder);
    PAL_SCENE(scene);
    PAL_STRING(path);
    path = pal_folder_file_new(&folder, "election.tar");
    struct pal_poll_id poll =
        pal_voting_election(&scene, pal_meeting_sitting(&scene), "approval", 2);
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_ADA], "{\"approves\":[0,2]}"),
               PAL_OK);
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_ELSA], "{\"blank\":true}"), PAL_OK);
    PAL_JSON(decision);
    decision = pal_voting_count_new(&scene, poll);
    assert_non_null(decision);
    struct pal_uuid uuid = uuid_of(&scene, poll);
    EXPORTED(exported);
    export_to(&scene, &uuid, path, &exported);
    PAL_BUF(name);
    PAL_BUF(text);
    pal_record_poll_name(&uuid, PAL_RECORD_POLL_ABIF, &name);
    read_file(&exported, name.bytes, &text);
    assert_non_null(strstr(text.bytes, "{\"max_rating\": 1}\n"));
    assert_non_null(strstr(text.bytes, "1:c1/1,c3/1\n1:\n"));
}

/* --- what is refused ------------------------------------------------------------------------------ */

static void what_is_not_over_is_not_exported(void **state)
{
    (void)state;
    FOLDER(folder);
    PAL_SCENE(scene);
    PAL_STRING(path);
    path = pal_folder_file_new(&folder, "poll.tar");
    struct pal_poll_id open = pal_voting_open(&scene, pal_meeting_sitting(&scene));
    struct pal_uuid poll = uuid_of(&scene, open);
    struct pal_uuid nobody = pal_uuid_random();
    struct pal_export_spec spec = {.poll = &poll, .path = path};
    struct pal_export_made made;
    pal_scene_commit(&scene);
    EXPECT_ERR(pal_export_check(scene.store, &poll), PAL_ERR_POLL_NOT_COUNTED);
    EXPECT_ERR(pal_export_make(scene.store, &spec, &made), PAL_ERR_POLL_NOT_COUNTED);
    spec.poll = &nobody;
    EXPECT_ERR(pal_export_make(scene.store, &spec, &made), PAL_ERR_NOT_FOUND);
    FILE *left = fopen(path, "rb");
    assert_null(left);

    EXPECT_ERR(pal_poll_annul(scene.store, open, pal_text_of("The wrong text.")), PAL_OK);
    EXPORTED(exported);
    export_to(&scene, &poll, path, &exported);
    PAL_BUF(name);
    pal_record_poll_name(&poll, PAL_RECORD_POLL_MANIFEST, &name);
    assert_true(has(&exported, name.bytes));
    pal_buf_clear(&name);
    pal_record_poll_name(&poll, PAL_RECORD_POLL_OUTCOME, &name);
    assert_false(has(&exported, name.bytes));
}

static void nothing_is_written_over_unless_asked(void **state)
{
    (void)state;
    FOLDER(folder);
    PAL_SCENE(scene);
    PAL_STRING(path);
    path = pal_folder_file_new(&folder, "all.tar");
    struct pal_export_spec spec = {.path = path};
    struct pal_export_made made;
    pal_scene_commit(&scene);
    EXPECT_ERR(pal_export_make(scene.store, &spec, &made), PAL_OK);
    EXPECT_ERR(pal_export_make(scene.store, &spec, &made), PAL_ERR_FILE_EXISTS);
    spec.replaces = true;
    EXPECT_ERR(pal_export_make(scene.store, &spec, &made), PAL_OK);
    spec.path = "/nowhere/at/all.tar";
    EXPECT_ERR(pal_export_make(scene.store, &spec, &made), PAL_ERR_FILE_WRITE);
}

static void count_files(void *context, uint64_t done, uint64_t total)
{
    uint64_t *last = context;
    assert_int_equal(done, *last + 1);
    assert_true(done <= total);
    *last = done;
}

static void progress_is_told(void **state)
{
    (void)state;
    FOLDER(folder);
    PAL_SCENE(scene);
    PAL_STRING(path);
    path = pal_folder_file_new(&folder, "all.tar");
    uint64_t files = 0;
    const struct pal_export_spec spec = {.path = path, .progress = count_files, .context = &files};
    struct pal_export_made made;
    pal_scene_commit(&scene);
    EXPECT_ERR(pal_export_make(scene.store, &spec, &made), PAL_OK);
    assert_true(files > 10);
}

int main(void)
{
    TESTS(tests, 16);
    TEST(tests, a_poll_is_exported_with_its_log);
    TEST(tests, the_head_says_what_it_is);
    TEST(tests, the_same_society_gives_the_same_bytes);
    TEST(tests, its_signature_is_of_the_key_that_was_announced);
    TEST(tests, ballots_without_voters_go_with_an_election);
    TEST(tests, what_is_not_over_is_not_exported);
    TEST(tests, nothing_is_written_over_unless_asked);
    TEST(tests, progress_is_told);
    return RUN(tests);
}
