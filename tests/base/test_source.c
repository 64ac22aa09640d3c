/* Bytes that are read where one wants: the same from a file and from memory, and never beyond. */
#include <stdio.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/source.h"

#include "../support/expect.h"
#include "../support/folder.h"

/* clang-format off */
static const struct {
    const char *name;
    uint64_t offset;
    size_t size;
    const char *read; /* NULL: refused */
} rows[] = {
    {"the beginning is read",             0, 4, "abcd"},
    {"the middle is read",                2, 3, "cde"},
    {"the end is read",                   6, 2, "gh"},
    {"nothing is read at the end",        8, 0, ""},
    {"one byte beyond the end is not",    7, 2, NULL},
    {"nor anything after it",             9, 0, NULL},
    {"nor where the sum would overflow",  UINT64_MAX, 2, NULL},
    {"nor so much that it would",         1, SIZE_MAX, NULL},
};
/* clang-format on */

static void reads(const struct pal_source *source, const __typeof__(rows[0]) *row)
{
    char bytes[16];
    enum pal_err expected = row->read != NULL ? PAL_OK : PAL_ERR_FILE_READ;
    EXPECT_ERR(pal_source_read(source, row->offset, bytes, row->size), expected);
    if (row->read != NULL) {
        EXPECT_TEXT(((struct pal_text){bytes, row->size}), row->read);
    }
}

static char *file_new(const struct pal_folder *folder)
{
    char *path = pal_folder_file_new(folder, "bytes");
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fputs("abcdefgh", file) >= 0, 1);
    assert_int_equal(fclose(file), 0);
    return path;
}

static void is_read_from_both(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    FOLDER(folder);
    PAL_STRING(path);
    path = file_new(&folder);
    PAL_SOURCE(file);
    EXPECT_ERR(pal_source_open(path, &file), PAL_OK);
    reads(&file, row);
    struct pal_source memory = pal_source_of(pal_text_of("abcdefgh"));
    reads(&memory, row);
    pal_source_done(&memory);
    assert_int_equal(memory.size, 0);
}

static void what_is_no_file_is_not_opened(void **state)
{
    (void)state;
    FOLDER(folder);
    PAL_SOURCE(source);
    PAL_STRING(absent);
    absent = pal_folder_file_new(&folder, "absent");
    EXPECT_ERR(pal_source_open(absent, &source), PAL_ERR_FILE_OPEN);
    EXPECT_ERR(pal_source_open(folder.path, &source), PAL_ERR_FILE_OPEN);
    assert_int_equal(source.size, 0);
}

static void a_file_that_was_cut_meanwhile_is_not_read(void **state)
{
    (void)state;
    FOLDER(folder);
    PAL_STRING(path);
    path = file_new(&folder);
    PAL_SOURCE(source);
    EXPECT_ERR(pal_source_open(path, &source), PAL_OK);
    assert_int_equal(truncate(path, 3), 0);
    char bytes[8];
    EXPECT_ERR(pal_source_read(&source, 0, bytes, 8), PAL_ERR_FILE_READ);
}

int main(void)
{
    TESTS(tests, 16);
    TABLE(tests, rows, is_read_from_both);
    TEST(tests, what_is_no_file_is_not_opened);
    TEST(tests, a_file_that_was_cut_meanwhile_is_not_read);
    return RUN(tests);
}
