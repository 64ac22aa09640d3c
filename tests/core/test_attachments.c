/* Attachments: kept with a resolution as long as its text may change, of a few kinds, and removed whole. */
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "core/attachments.h"
#include "core/rebuild.h"
#include "core/redactions.h"
#include "core/society.h"

#include "../support/expect.h"
#include "../support/meeting.h"
#include "../support/scene.h"

#define PDF "%PDF-1.7\naccounts"

struct desk {
    struct pal_scene scene;
    struct pal_assembly_id meeting;
    struct pal_resolution_id resolution;
};
static void desk_done(struct desk *desk)
{
    pal_scene_done(&desk->scene);
}
#define DESK(name)                                                            \
    struct desk name PAL_CLEANUP(desk_done) = {0};                            \
    pal_scene_open(&(name).scene);                                            \
    (name).meeting = pal_meeting_draft(&(name).scene, PAL_ASSEMBLY_ORDINARY); \
    (name).resolution = pal_meeting_table(&(name).scene, (name).meeting, "ordinary", "Accounts")

/* `times` the bytes, one behind the other. */
static enum pal_err try_times(struct desk *desk, struct pal_text name, struct pal_text bytes,
                              size_t times, struct pal_attachment_id *out)
{
    struct pal_where where = {0};
    FILE *file = tmpfile();
    assert_non_null(file);
    for (size_t i = 0; i < times; i++) {
        assert_int_equal(fwrite(bytes.bytes, 1, bytes.size, file), bytes.size);
    }
    const struct pal_attachment_spec spec = {desk->resolution, name, file};
    enum pal_err err = pal_attachment_add(desk->scene.store, &spec, &where, out);
    assert_int_equal(fclose(file), 0);
    return err;
}

static enum pal_err try(struct desk *desk, const char *name, const char *bytes)
{
    struct pal_attachment_id id;
    return try_times(desk, pal_text_of(name), pal_text_of(bytes), 1, &id);
}

static struct pal_attachment_id add(struct desk *desk, const char *name, const char *bytes)
{
    struct pal_attachment_id id = {0};
    EXPECT_ERR(try_times(desk, pal_text_of(name), pal_text_of(bytes), 1, &id), PAL_OK);
    return id;
}

static void read_whole(struct desk *desk, const struct pal_hash *hash, struct pal_buf *out)
{
    enum pal_err err = PAL_OK;
    for (int64_t number = 0; err == PAL_OK; number++) {
        err = pal_attachment_piece(desk->scene.store, hash, number, out);
    }
    EXPECT_ERR(err, PAL_ERR_NOT_FOUND);
}

static enum pal_err list(void *context, const struct pal_attachment *item)
{
    struct pal_buf *buf = context;
    char hex[2 * PAL_HASH_SIZE + 1];
    pal_hash_write(&item->hash, hex);
    pal_buf_add_format(buf, "%lld %.*s %s %lld %s %lld %.*s %d %lld\n", (long long)item->id.value,
                       (int)item->name.size, item->name.bytes,
                       item->is_removed ? "" : item->media_type, (long long)item->size, hex,
                       (long long)item->detached_us, (int)item->reason.size, item->reason.bytes,
                       item->is_removed, (long long)item->entry);
    return PAL_OK;
}

static void list_all(struct desk *desk, struct pal_resolution_id resolution, struct pal_buf *out)
{
    EXPECT_ERR(pal_attachments_walk(desk->scene.store, resolution, list, out), PAL_OK);
}

static void is_named_by_the_log_and_read_back(void **state)
{
    (void)state;
    DESK(desk);
    PAL_RESOLUTION(before);
    EXPECT_ERR(pal_resolution_read(desk.scene.store, desk.resolution, &before), PAL_OK);
    struct pal_attachment_id id = add(&desk, "  Comptes 2025.pdf ", PDF);
    PAL_ATTACHMENT(now);
    EXPECT_ERR(pal_attachment_read(desk.scene.store, id, &now), PAL_OK);
    EXPECT_TEXT(now.name, "Comptes 2025.pdf");
    assert_string_equal(now.media_type, "application/pdf");
    assert_int_equal(now.size, strlen(PDF));
    PAL_JSON(entry);
    entry = pal_scene_last_entry_new(&desk.scene);
    EXPECT_TEXT(pal_json_as_text(pal_json_get(entry, "t")), "resolution.attach");
    PAL_BUF(bytes);
    read_whole(&desk, &now.hash, &bytes);
    EXPECT_BUF(bytes, PDF);
    struct pal_hash sha256 = pal_hash_of(PDF, strlen(PDF));
    assert_true(pal_hash_equal(&sha256, &now.sha256));
    struct pal_attachment_id found;
    EXPECT_ERR(pal_attachment_find(desk.scene.store, &now.uuid, &found), PAL_OK);
    assert_int_equal(found.value, id.value);
    PAL_RESOLUTION(after);
    EXPECT_ERR(pal_resolution_read(desk.scene.store, desk.resolution, &after), PAL_OK);
    assert_int_equal(before.entry + 1, after.entry);
    bool is_right = false;
    EXPECT_ERR(pal_attachments_examine(desk.scene.store, &is_right), PAL_OK);
    assert_true(is_right);
}

static void has_another_hash_each_time(void **state)
{
    (void)state;
    DESK(desk);
    PAL_ATTACHMENT(one);
    PAL_ATTACHMENT(other);
    EXPECT_ERR(pal_attachment_read(desk.scene.store, add(&desk, "a.pdf", PDF), &one), PAL_OK);
    EXPECT_ERR(pal_attachment_read(desk.scene.store, add(&desk, "a.pdf", PDF), &other), PAL_OK);
    assert_true(pal_hash_equal(&one.sha256, &other.sha256));
    assert_false(pal_hash_equal(&one.hash, &other.hash));
}

#define ZIP(type)                \
    "PK\003\004"                 \
    "01234567890123456789012345" \
    "mimetype" type
#define OPEN_DOCUMENT "application/vnd.oasis.opendocument."
/* clang-format off */
static const struct {
    const char *name;
    const char *file, *bytes;
    enum pal_err err;
} files[] = {
    {"a PDF is taken",                               "a.pdf",     PDF,                          PAL_OK},
    {"the case of the end of a name is nothing",     "A.PDF",     PDF,                          PAL_OK},
    {"a name may have several full stops",           "a.b.pdf",   PDF,                          PAL_OK},
    {"an OpenDocument text is taken",                "a.odt",     ZIP(OPEN_DOCUMENT "text"),    PAL_OK},
    {"an OpenDocument table is taken",               "a.ods",     ZIP(OPEN_DOCUMENT "spreadsheet"), PAL_OK},
    {"an OpenDocument text is no table",             "a.ods",     ZIP(OPEN_DOCUMENT "text"),    PAL_ERR_ATTACHMENT_TYPE},
    {"a document of Word is taken",                  "a.docx",    "PK\003\004[Content_Types].xml", PAL_OK},
    {"a PNG is taken",                               "a.png",     "\x89PNG\r\n\x1a\nrest",      PAL_OK},
    {"a JPEG is taken",                              "a.jpeg",    "\xff\xd8\xff\xe0",           PAL_OK},
    {"a JPEG is not a PNG",                          "a.png",     "\xff\xd8\xff\xe0",           PAL_ERR_ATTACHMENT_TYPE},
    {"text in UTF-8 is taken",                       "a.csv",     "société;parts\n",            PAL_OK},
    {"text in another encoding is not",              "a.txt",     "soci\xe9t\xe9",              PAL_ERR_ATTACHMENT_TYPE},
    {"text that ends in a character is not",         "a.txt",     "soci\xc3",                   PAL_ERR_ATTACHMENT_TYPE},
    {"a page is not taken",                          "a.html",    "<p>hello",                   PAL_ERR_ATTACHMENT_TYPE},
    {"nor a drawing that runs",                      "a.svg",     "<svg/>",                     PAL_ERR_ATTACHMENT_TYPE},
    {"nor a program, whatever its name",             "a.pdf",     "MZ\x90",                     PAL_ERR_ATTACHMENT_TYPE},
    {"nor a file without an end to its name",        "accounts",  PDF,                          PAL_ERR_ATTACHMENT_TYPE},
    {"nor one of which the name is an end alone",    ".pdf",      PDF,                          PAL_ERR_ATTACHMENT_NAME},
    {"nor an empty one",                             "a.txt",     "",                           PAL_ERR_ATTACHMENT_EMPTY},
    {"a name leads nowhere",                         "../a.pdf",  PDF,                          PAL_ERR_ATTACHMENT_NAME},
    {"not even elsewhere",                           "a\\b.pdf",  PDF,                          PAL_ERR_ATTACHMENT_NAME},
    {"a name is not turned around",                  "a\u202efdp.exe.pdf", PDF,                 PAL_ERR_TEXT_CONTROL},
    {"nor with a lighter mark",                      "a\u200ffdp.pdf", PDF,                     PAL_ERR_ATTACHMENT_NAME},
    {"a name has one line",                          "a\nb.pdf",  PDF,                          PAL_ERR_TEXT_CONTROL},
    {"a name is text",                               "a\xff.pdf", PDF,                          PAL_ERR_TEXT_UTF8},
    {"a name is there",                              " ",         PDF,                          PAL_ERR_TEXT_EMPTY},
};
/* clang-format on */

static void is_taken_or_not(void **state)
{
    const __typeof__(files[0]) *row = *state;
    DESK(desk);
    EXPECT_ERR(try(&desk, row->file, row->bytes), row->err);
    PAL_BUF(all);
    list_all(&desk, desk.resolution, &all);
    assert_int_equal(all.size > 0, row->err == PAL_OK);
}

static void a_name_has_no_zero_byte(void **state)
{
    (void)state;
    DESK(desk);
    struct pal_attachment_id id;
    EXPECT_ERR(try_times(&desk, (struct pal_text){"a\0.pdf", 6}, pal_text_of(PDF), 1, &id),
               PAL_ERR_TEXT_UTF8);
}

/* 65 536 is no multiple of three: characters lie across pieces. */
static void is_text_whole(void **state)
{
    (void)state;
    DESK(desk);
    struct pal_attachment_id id;
    EXPECT_ERR(try_times(&desk, pal_text_of("a.md"), pal_text_of("€"), 70000, &id), PAL_OK);
    PAL_ATTACHMENT(now);
    EXPECT_ERR(pal_attachment_read(desk.scene.store, id, &now), PAL_OK);
    PAL_BUF(bytes);
    read_whole(&desk, &now.hash, &bytes);
    assert_int_equal(bytes.size, 210000);
    struct pal_hash sha256 = pal_hash_of(bytes.bytes, bytes.size);
    assert_true(pal_hash_equal(&sha256, &now.sha256));
    EXPECT_ERR(try_times(&desk, pal_text_of("b.md"), pal_text_of("\x82\xac€"), 40000, &id),
               PAL_ERR_ATTACHMENT_TYPE);
}

static void has_a_bound(void **state)
{
    (void)state;
    DESK(desk);
    struct pal_attachment_id id;
    struct pal_text block = pal_text_of("0123456789abcdef");
    EXPECT_ERR(try_times(&desk, pal_text_of("a.txt"), block, PAL_LIMIT_ATTACHMENT / 16, &id),
               PAL_OK);
    EXPECT_ERR(try_times(&desk, pal_text_of("b.txt"), block, PAL_LIMIT_ATTACHMENT / 16 + 1, &id),
               PAL_ERR_LIMIT_JSON_SIZE);
}

static void a_resolution_has_a_bound(void **state)
{
    (void)state;
    DESK(desk);
    struct pal_attachment_id first = add(&desk, "a.txt", "a");
    for (int i = 1; i < PAL_LIMIT_ATTACHMENTS; i++) {
        (void)add(&desk, "a.txt", "a");
    }
    EXPECT_ERR(try(&desk, "a.txt", "a"), PAL_ERR_ATTACHMENT_COUNT);
    EXPECT_ERR(pal_attachment_detach(desk.scene.store, first, pal_text_of("The wrong year"), NULL),
               PAL_OK);
    EXPECT_ERR(try(&desk, "a.txt", "a"), PAL_OK);
}

static void is_taken_off_with_a_reason(void **state)
{
    (void)state;
    DESK(desk);
    struct pal_where where = {0};
    struct pal_attachment_id id = add(&desk, "a.pdf", PDF);
    EXPECT_ERR_AT(pal_attachment_detach(desk.scene.store, id, pal_text_of(" "), &where),
                  PAL_ERR_TEXT_EMPTY, where, "/reason");
    EXPECT_ERR(pal_attachment_detach(desk.scene.store, id, pal_text_of("Draft"), NULL), PAL_OK);
    EXPECT_ERR(pal_attachment_detach(desk.scene.store, id, pal_text_of("Draft"), NULL),
               PAL_ERR_STATE);
    PAL_ATTACHMENT(now);
    EXPECT_ERR(pal_attachment_read(desk.scene.store, id, &now), PAL_OK);
    EXPECT_TEXT(now.reason, "Draft");
    assert_true(now.detached_us > 0);
    PAL_BUF(bytes);
    read_whole(&desk, &now.hash, &bytes);
    EXPECT_BUF(bytes, PDF);
}

static void is_fixed_with_the_agenda(void **state)
{
    (void)state;
    DESK(desk);
    struct pal_attachment_id id = add(&desk, "a.pdf", PDF);
    EXPECT_ERR(pal_assembly_convene(desk.scene.store, desk.meeting, NULL), PAL_OK);
    EXPECT_ERR(try(&desk, "b.pdf", PDF), PAL_ERR_ASSEMBLY_AGENDA);
    EXPECT_ERR(pal_attachment_detach(desk.scene.store, id, pal_text_of("Late"), NULL),
               PAL_ERR_ASSEMBLY_AGENDA);
}

static void freeze(struct desk *desk)
{
    PAL_TRANSACTION(transaction, desk->scene.store);
    EXPECT_ERR(pal_resolution_freeze(desk->scene.store, desk->resolution, 1), PAL_OK);
    EXPECT_ERR(pal_transaction_commit(&transaction), PAL_OK);
}

static void is_fixed_with_the_text(void **state)
{
    (void)state;
    DESK(desk);
    struct pal_attachment_id id = add(&desk, "a.pdf", PDF);
    PAL_ATTACHMENT(now);
    EXPECT_ERR(pal_attachment_read(desk.scene.store, id, &now), PAL_OK);
    freeze(&desk);
    uint64_t entry;
    EXPECT_ERR(try(&desk, "b.pdf", PDF), PAL_ERR_RESOLUTION_FROZEN);
    EXPECT_ERR(pal_attachment_detach(desk.scene.store, id, pal_text_of("Late"), NULL),
               PAL_ERR_RESOLUTION_FROZEN);
    EXPECT_ERR(pal_document_redact(desk.scene.store, &now.hash, pal_text_of("GDPR"), NULL, &entry),
               PAL_ERR_RESOLUTION_FROZEN);
}

static void is_removed_with_every_byte(void **state)
{
    (void)state;
    DESK(desk);
    struct pal_attachment_id id = add(&desk, "a.pdf", PDF);
    struct pal_attachment_id kept = add(&desk, "a.pdf", PDF);
    PAL_ATTACHMENT(before);
    PAL_ATTACHMENT(now);
    PAL_ATTACHMENT(other);
    uint64_t entry;
    EXPECT_ERR(pal_attachment_read(desk.scene.store, id, &before), PAL_OK);
    EXPECT_ERR(pal_attachment_read(desk.scene.store, kept, &other), PAL_OK);
    EXPECT_ERR(pal_document_redact(desk.scene.store, &before.hash, pal_text_of("GDPR"), NULL,
                                   &entry),
               PAL_OK);
    EXPECT_ERR(pal_attachment_read(desk.scene.store, id, &now), PAL_OK);
    assert_true(now.is_removed);
    assert_int_equal(now.name.size, 0);
    assert_int_equal(now.entry, entry);
    PAL_BUF(bytes);
    read_whole(&desk, &before.hash, &bytes);
    assert_int_equal(bytes.size, 0);
    read_whole(&desk, &other.hash, &bytes);
    EXPECT_BUF(bytes, PDF);
    bool is_right = false;
    EXPECT_ERR(pal_attachments_examine(desk.scene.store, &is_right), PAL_OK);
    assert_true(is_right);
}

static void is_made_again_from_the_log(void **state)
{
    (void)state;
    DESK(desk);
    PAL_ATTACHMENT(gone);
    uint64_t entry;
    (void)add(&desk, "a.pdf", PDF);
    struct pal_attachment_id off = add(&desk, "b.txt", "b");
    struct pal_attachment_id out = add(&desk, "c.txt", "c");
    EXPECT_ERR(pal_attachment_detach(desk.scene.store, off, pal_text_of("Draft"), NULL), PAL_OK);
    EXPECT_ERR(pal_attachment_read(desk.scene.store, out, &gone), PAL_OK);
    EXPECT_ERR(pal_document_redact(desk.scene.store, &gone.hash, pal_text_of("GDPR"), NULL, &entry),
               PAL_OK);
    PAL_BUF(before);
    PAL_BUF(after);
    list_all(&desk, desk.resolution, &before);
    EXPECT_ERR(pal_rebuild(desk.scene.store, NULL, NULL), PAL_OK);
    list_all(&desk, desk.resolution, &after);
    assert_true(before.size > 200);
    EXPECT_TEXT(pal_buf_text(&after), before.bytes);
}

/* Everybody left: what was on the first agenda is on the second, with its files. */
static void goes_on_in_the_second_call(void **state)
{
    (void)state;
    DESK(desk);
    struct pal_store *store = desk.scene.store;
    struct pal_attachment_id id = add(&desk, "a.pdf", PDF);
    struct pal_attachment_id off = add(&desk, "b.txt", "b");
    EXPECT_ERR(pal_attachment_detach(store, off, pal_text_of("Draft"), NULL), PAL_OK);
    EXPECT_ERR(pal_assembly_convene(store, desk.meeting, NULL), PAL_OK);
    pal_scene_wait(&desk.scene, 30 * PAL_SCENE_DAY);
    EXPECT_ERR(pal_assembly_open(store, desk.meeting), PAL_OK);
    EXPECT_ERR(pal_assembly_end(store, desk.meeting), PAL_OK);
    struct pal_assembly_spec spec = {
        .kind = PAL_ASSEMBLY_ORDINARY,
        .title = pal_text_of("Again"),
        .place = pal_text_of("Under the tree"),
        .meets_us = desk.scene.now_us + 30 * PAL_SCENE_DAY * 1000000,
        .second_of = desk.meeting,
    };
    struct pal_assembly_id second;
    EXPECT_ERR(pal_assembly_create(store, &spec, NULL, &second), PAL_OK);
    PAL_RESOLUTION(first);
    EXPECT_ERR(pal_resolution_read(store, desk.resolution, &first), PAL_OK);
    struct pal_resolution_id again;
    EXPECT_ERR(pal_resolution_find(store, &first.continued_by, &again), PAL_OK);
    PAL_ATTACHMENT(one);
    EXPECT_ERR(pal_attachment_read(store, id, &one), PAL_OK);
    char hex[2 * PAL_HASH_SIZE + 1];
    pal_hash_write(&one.hash, hex);
    PAL_BUF(all);
    list_all(&desk, again, &all);
    assert_non_null(strstr(all.bytes, hex));
    assert_null(strstr(all.bytes, "b.txt"));
    desk.resolution = again;
    EXPECT_ERR(try(&desk, "c.txt", "c"), PAL_ERR_ASSEMBLY_AGENDA);
}

int main(void)
{
    TESTS(tests, 64);
    TEST(tests, is_named_by_the_log_and_read_back);
    TEST(tests, has_another_hash_each_time);
    TABLE(tests, files, is_taken_or_not);
    TEST(tests, a_name_has_no_zero_byte);
    TEST(tests, is_text_whole);
    TEST(tests, has_a_bound);
    TEST(tests, a_resolution_has_a_bound);
    TEST(tests, is_taken_off_with_a_reason);
    TEST(tests, is_fixed_with_the_agenda);
    TEST(tests, is_fixed_with_the_text);
    TEST(tests, is_removed_with_every_byte);
    TEST(tests, is_made_again_from_the_log);
    TEST(tests, goes_on_in_the_second_call);
    return RUN(tests);
}
