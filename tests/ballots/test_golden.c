/*
 * Elections whose result is known: every file of tests/golden/<method>/, counted, and each member
 * of its "answer" found in ours. Run with the folder of the golden files; folders that are named
 * for no method hold cases of something else.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/mem.h"

#include "../support/count.h"
#include "../support/expect.h"

enum { GOLDEN_MAX = 200, GOLDEN_BYTES = 1 << 20 };

struct golden {
    char *name; /* "approval/board": the file, from the folder on */
};

static void write_sorted(const struct pal_json *json, struct pal_buf *buf)
{
    pal_buf_clear(buf);
    pal_buf_add_string(buf, "");
    if (json != NULL) {
        pal_json_write_sorted(json, buf);
    }
}

static void expect_members(const struct pal_json *expected, const struct pal_json *answer)
{
    const char *name = NULL;
    const struct pal_json *member;
    PAL_BUF(wanted);
    PAL_BUF(found);
    while ((member = pal_json_next(expected, &name)) != NULL) {
        write_sorted(member, &wanted);
        write_sorted(pal_json_get(answer, name), &found);
        EXPECT_BUF(found, wanted.bytes);
    }
}

/* Counts what the file says by the method of its folder, and compares. */
static void count_golden(const struct pal_json *file, const char *method)
{
    const struct pal_json *ballots;
    const struct pal_json *expected;
    struct pal_text settings;
    EXPECT_ERR(pal_json_text(file, "settings", &settings, NULL), PAL_OK);
    EXPECT_ERR(pal_json_object(file, "file", &ballots, NULL), PAL_OK);
    EXPECT_ERR(pal_json_object(file, "answer", &expected, NULL), PAL_OK);

    PAL_BUF(written);
    PAL_COUNTED(counted);
    PAL_STRING(said);
    said = pal_text_copy(settings);
    pal_json_write(ballots, &written);
    EXPECT_ERR(pal_tests_count(method, said, pal_buf_text(&written), &counted, NULL), PAL_OK);
    PAL_JSON(answer);
    answer = pal_outcome_json_new(&counted.outcome, pal_method_find(pal_text_of(method)),
                                  &counted.question);
    expect_members(expected, answer);
}

static void counts_as_published(void **state)
{
    const struct golden *golden = *state;
    PAL_BUF(path);
    pal_buf_add_format(&path, "tests/golden/%s", golden->name);
    PAL_STRING(text);
    text = pal_tests_file_new(path.bytes);
    assert_non_null(text);
    PAL_JSON(file);
    EXPECT_ERR(pal_json_parse(pal_text_of(text), GOLDEN_BYTES, &file, NULL), PAL_OK);
    struct pal_text source;
    EXPECT_ERR(pal_json_text(file, "source", &source, NULL), PAL_OK);
    PAL_STRING(method);
    method = pal_mem_copy_string(golden->name);
    *strchr(method, '/') = '\0';
    count_golden(file, method);
}

static int is_shown(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* Adds the files of a method's folder, in the order of their names. */
static size_t add_files(const char *folder, const char *method, struct golden *goldens,
                        size_t count)
{
    struct dirent **files = NULL;
    PAL_BUF(path);
    pal_buf_add_format(&path, "%s/%s", folder, method);
    int found = scandir(path.bytes, &files, is_shown, alphasort);
    PAL_CHECK(found > 0);
    for (int i = 0; i < found; i++) {
        PAL_CHECK(count < GOLDEN_MAX);
        PAL_BUF(name);
        pal_buf_add_format(&name, "%s/%s", method, files[i]->d_name);
        goldens[count++].name = pal_buf_take(&name);
        free(files[i]);
    }
    free(files);
    return count;
}

int main(int argc, char **argv)
{
    PAL_CHECK(argc == 2);
    struct dirent **methods = NULL;
    int found = scandir(argv[1], &methods, is_shown, alphasort);
    PAL_CHECK(found > 0); /* a folder that is not found tests nothing */
    struct golden goldens[GOLDEN_MAX] = {{NULL}};
    size_t count = 0;
    for (int i = 0; i < found; i++) {
        if (pal_method_find(pal_text_of(methods[i]->d_name)) != NULL) {
            count = add_files(argv[1], methods[i]->d_name, goldens, count);
        }
        free(methods[i]);
    }
    free(methods);

    PAL_CHECK(count > 0);

    TESTS(tests, GOLDEN_MAX);
    pal_tests_add_table(&tests, goldens, count, sizeof goldens[0], counts_as_published);
    int code = RUN(tests);
    for (size_t i = 0; i < count; i++) {
        pal_mem_free(goldens[i].name);
    }
    return code;
}
