/* The one form of tar: what we write others read, and nothing is read but what we write. */
#include <stdio.h>
#include <string.h>

#include "audit/tar.h"
#include "base/mem.h"

#include "../support/expect.h"
#include "../support/folder.h"
#include "../support/program.h"

static void add(const char *name, const char *content, struct pal_buf *buf)
{
    pal_tar_add(pal_text_of(name), pal_text_of(content), buf);
}

/* Two files, at 0 and at 1024, the end at 2560. */
static void write_small(struct pal_buf *buf)
{
    char full[PAL_TAR_BLOCK + 1] = {0};
    memset(full, 'x', PAL_TAR_BLOCK);
    add("README.md", "for people\n", buf);
    add("log/tile/0/000.p/1", full, buf);
    add("log/tile/0/001", "", buf);
    pal_tar_end(buf);
}

enum { END_AT = 512 + 512 + 512 + 512 + 512 };

/* --- names -------------------------------------------------------------------------------------- */

/* clang-format off */
static const struct {
    const char *name;
    const char *file;
    enum pal_err err;
} names[] = {
    {"a file at the top",                   "LICENSE",              PAL_OK},
    {"a file in folders",                   "log/tile/0/x001/234.p/5", PAL_OK},
    {"a name of 99 bytes", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", PAL_OK},
    {"a name of 100 bytes is too long", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", PAL_ERR_TAR_NAME},
    {"no name is no name",                  "",                     PAL_ERR_TAR_NAME},
    {"a name does not begin with a slash",  "/etc/passwd",          PAL_ERR_TAR_NAME},
    {"nor end with one",                    "log/",                 PAL_ERR_TAR_NAME},
    {"nor hold two",                        "log//tile",            PAL_ERR_TAR_NAME},
    {"it does not climb",                   "log/../../x",          PAL_ERR_TAR_NAME},
    {"nor stand still",                     "./x",                  PAL_ERR_TAR_NAME},
    {"no part hides",                       "log/.git",             PAL_ERR_TAR_NAME},
    {"a backslash is no letter",            "log\\x",               PAL_ERR_TAR_NAME},
    {"nor a colon",                         "C:x",                  PAL_ERR_TAR_NAME},
    {"nor a space",                         "a b",                  PAL_ERR_TAR_NAME},
    {"nor an end of line",                  "a\nb",                 PAL_ERR_TAR_NAME},
    {"nor a letter beyond ASCII",           "\xC3\xA9",             PAL_ERR_TAR_NAME},
};
/* clang-format on */

static void is_named(void **state)
{
    const __typeof__(names[0]) *row = *state;
    EXPECT_ERR(pal_tar_name_check(pal_text_of(row->file)), row->err);
}

/* --- what is refused ------------------------------------------------------------------------------ */

static void sum_again(struct pal_buf *buf, size_t header)
{
    unsigned sum = 0;
    memset(buf->bytes + header + 148, ' ', 8);
    for (size_t i = 0; i < PAL_TAR_BLOCK; i++) {
        sum += (uint8_t)buf->bytes[header + i];
    }
    char text[8];
    (void)snprintf(text, sizeof text, "%06o", sum);
    memcpy(buf->bytes + header + 148, text, 7);
}

/* clang-format off */
static const struct {
    const char *name;
    size_t offset;     /* where these bytes are put */
    const char *bytes;
    bool summed;       /* and the sum of the first header made again */
    enum pal_err err;
} changes[] = {
    {"a changed name has another sum",          0, "readme.md", false, PAL_ERR_TAR_SYNTAX},
    {"a name that climbs",                      0, "../x.m.md", true, PAL_ERR_TAR_NAME},
    {"an absolute name",                        0, "/EADME.md", true, PAL_ERR_TAR_NAME},
    {"something after the end of the name",    20, "x",       true, PAL_ERR_TAR_SYNTAX},
    {"another mode",                          100, "0000755", true, PAL_ERR_TAR_SYNTAX},
    {"an owner",                              108, "0001000", true, PAL_ERR_TAR_SYNTAX},
    {"a group",                               116, "0001000", true, PAL_ERR_TAR_SYNTAX},
    {"a size in other digits",                124, "8",       true, PAL_ERR_TAR_SYNTAX},
    {"a size with a space",                   124, " ",       true, PAL_ERR_TAR_SYNTAX},
    {"a size in binary",                      124, "\x80",    true, PAL_ERR_TAR_SYNTAX},
    {"a size beyond the end",                 124, "77777777777", true, PAL_ERR_TAR_SYNTAX},
    {"a size that swallows the next header",  124, "00000002000", true, PAL_ERR_TAR_SYNTAX},
    {"a time",                                136, "00000000001", true, PAL_ERR_TAR_SYNTAX},
    {"a symbolic link",                       156, "2",       true, PAL_ERR_TAR_SYNTAX},
    {"a hard link",                           156, "1",       true, PAL_ERR_TAR_SYNTAX},
    {"a folder",                              156, "5",       true, PAL_ERR_TAR_SYNTAX},
    {"a device",                              156, "3",       true, PAL_ERR_TAR_SYNTAX},
    {"an extended header",                    156, "x",       true, PAL_ERR_TAR_SYNTAX},
    {"the target of a link",                  157, "x",       true, PAL_ERR_TAR_SYNTAX},
    {"the form of GNU",                       257, "ustar  ", true, PAL_ERR_TAR_SYNTAX},
    {"an owner's name",                       265, "root",    true, PAL_ERR_TAR_SYNTAX},
    {"a device number",                       329, "0000001", true, PAL_ERR_TAR_SYNTAX},
    {"a prefix of the name",                  345, "x",       true, PAL_ERR_TAR_SYNTAX},
    {"something in the last bytes",           511, "x",       true, PAL_ERR_TAR_SYNTAX},
    {"a padding that is not zero",            512 + 11, "x",  false, PAL_ERR_TAR_SYNTAX},
    {"a padding that ends otherwise",         1023, "x",      false, PAL_ERR_TAR_SYNTAX},
    {"an end that is not zero",               END_AT + 600, "x", false, PAL_ERR_TAR_SYNTAX},
};

static const struct {
    const char *name;
    const char *first, *second;
    enum pal_err err;
} orders[] = {
    {"the order of bytes",           "a.txt", "b.txt", PAL_OK},
    {"capitals come first",          "Z", "a", PAL_OK},
    {"a prefix comes first",         "a", "a.b", PAL_OK},
    {"a point comes before a slash", "a.b", "a/b", PAL_OK},
    {"another order",                "b.txt", "a.txt", PAL_ERR_TAR_ORDER},
    {"a name twice",                 "a", "a", PAL_ERR_TAR_ORDER},
};
/* clang-format on */

static enum pal_err read_bytes(const struct pal_buf *buf)
{
    PAL_TAR(tar);
    struct pal_source source = pal_source_of(pal_buf_text(buf));
    return pal_tar_read(&source, &tar, NULL);
}

static void is_refused(void **state)
{
    const __typeof__(changes[0]) *row = *state;
    PAL_BUF(buf);
    write_small(&buf);
    EXPECT_ERR(read_bytes(&buf), PAL_OK);
    memcpy(buf.bytes + row->offset, row->bytes, strlen(row->bytes));
    if (row->summed) {
        sum_again(&buf, 0);
    }
    EXPECT_ERR(read_bytes(&buf), row->err);
}

static void is_in_order(void **state)
{
    const __typeof__(orders[0]) *row = *state;
    PAL_BUF(buf);
    add(row->first, "1", &buf);
    add(row->second, "2", &buf);
    pal_tar_end(&buf);
    EXPECT_ERR(read_bytes(&buf), row->err);
}

static void every_shorter_or_longer_one_is_refused(void **state)
{
    (void)state;
    PAL_BUF(buf);
    write_small(&buf);
    size_t size = buf.size;
    for (buf.size = 0; buf.size < size; buf.size++) {
        EXPECT_ERR(read_bytes(&buf), PAL_ERR_TAR_SYNTAX);
    }
    pal_buf_add_byte(&buf, 0);
    EXPECT_ERR(read_bytes(&buf), PAL_ERR_TAR_SYNTAX);
    for (size_t i = 1; i < PAL_TAR_BLOCK; i++) {
        pal_buf_add_byte(&buf, 0);
    }
    EXPECT_ERR(read_bytes(&buf), PAL_ERR_TAR_SYNTAX); /* a third block at the end */
}

static void every_flipped_bit_of_a_header_is_refused(void **state)
{
    (void)state;
    PAL_BUF(buf);
    write_small(&buf);
    for (size_t bit = 0; bit < (size_t)8 * PAL_TAR_BLOCK; bit++) {
        uint8_t mask = (uint8_t)(1U << bit % 8);
        buf.bytes[bit / 8] = (char)((uint8_t)buf.bytes[bit / 8] ^ mask);
        assert_int_not_equal(read_bytes(&buf), PAL_OK);
        buf.bytes[bit / 8] = (char)((uint8_t)buf.bytes[bit / 8] ^ mask);
    }
}

/* --- what is read --------------------------------------------------------------------------------- */

static void files_are_found_and_read(void **state)
{
    (void)state;
    PAL_BUF(buf);
    write_small(&buf);
    PAL_TAR(tar);
    struct pal_where where = {0};
    struct pal_source source = pal_source_of(pal_buf_text(&buf));
    EXPECT_ERR(pal_tar_read(&source, &tar, &where), PAL_OK);
    assert_int_equal(tar.count, 3);

    PAL_BUF(content);
    const struct pal_tar_file *file = pal_tar_find(&tar, pal_text_of("README.md"));
    assert_non_null(file);
    assert_int_equal(file->offset, 512);
    EXPECT_ERR(pal_tar_content(&tar, file, 11, &content), PAL_OK);
    EXPECT_BUF(content, "for people\n");
    EXPECT_ERR(pal_tar_content(&tar, file, 10, &content), PAL_ERR_LIMIT_TEXT);
    assert_null(pal_tar_find(&tar, pal_text_of("README")));
    assert_null(pal_tar_find(&tar, pal_text_of("zzz")));

    size_t count;
    assert_int_equal(pal_tar_under(&tar, "log/tile/", &count), 1);
    assert_int_equal(count, 2);
    assert_int_equal(pal_tar_under(&tar, "polls/", &count), 3);
    assert_int_equal(count, 0);
}

static void an_empty_tar_is_a_tar(void **state)
{
    (void)state;
    PAL_BUF(buf);
    pal_tar_end(&buf);
    EXPECT_ERR(read_bytes(&buf), PAL_OK);
}

static void a_wrong_place_is_told(void **state)
{
    (void)state;
    PAL_BUF(buf);
    write_small(&buf);
    buf.bytes[1024 + 124] = '9';
    PAL_TAR(tar);
    struct pal_where where = {0};
    struct pal_source source = pal_source_of(pal_buf_text(&buf));
    EXPECT_ERR_AT(pal_tar_read(&source, &tar, &where), PAL_ERR_TAR_SYNTAX, where, "/1024");
}

static void gnu_tar_lists_what_we_write(void **state)
{
    (void)state;
    FOLDER(folder);
    PAL_STRING(path);
    PAL_STRING(said);
    path = pal_folder_file_new(&folder, "record.tar");
    said = pal_folder_file_new(&folder, "said");
    PAL_BUF(buf);
    write_small(&buf);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(buf.bytes, 1, buf.size, file), buf.size);
    assert_int_equal(fclose(file), 0);

    const char *const argv[] = {"tar", "--utc", "-tvf", path, NULL};
    assert_int_equal(pal_program_run(argv, said), 0);
    PAL_SOURCE(source);
    char list[256] = {0};
    EXPECT_ERR(pal_source_open(said, &source), PAL_OK);
    assert_true(source.size < sizeof list);
    EXPECT_ERR(pal_source_read(&source, 0, list, (size_t)source.size), PAL_OK);
    EXPECT_TEXT(pal_text_of(list),
                "-rw-r--r-- 0/0              11 1970-01-01 00:00 README.md\n"
                "-rw-r--r-- 0/0             512 1970-01-01 00:00 log/tile/0/000.p/1\n"
                "-rw-r--r-- 0/0               0 1970-01-01 00:00 log/tile/0/001\n");
}

int main(void)
{
    TESTS(tests, 80);
    TABLE(tests, names, is_named);
    TABLE(tests, changes, is_refused);
    TABLE(tests, orders, is_in_order);
    TEST(tests, every_shorter_or_longer_one_is_refused);
    TEST(tests, every_flipped_bit_of_a_header_is_refused);
    TEST(tests, files_are_found_and_read);
    TEST(tests, an_empty_tar_is_a_tar);
    TEST(tests, a_wrong_place_is_told);
    TEST(tests, gnu_tar_lists_what_we_write);
    return RUN(tests);
}
