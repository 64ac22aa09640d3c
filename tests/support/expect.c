/* expect.c - the vocabulary of the tests, on top of cmocka. */
#include "expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/crypto.h"
#include "base/mem.h"

static void add(struct pal_tests *tests, struct CMUnitTest test)
{
    PAL_CHECK(tests->count < tests->capacity);
    /* TAP would read what follows as a directive. */
    PAL_CHECK(strchr(test.name, '#') == NULL);
    tests->cases[tests->count++] = test;
}

void pal_tests_add(struct pal_tests *tests, const char *name, CMUnitTestFunction run)
{
    add(tests, (struct CMUnitTest){.name = name, .test_func = run});
}

void pal_tests_add_table(struct pal_tests *tests, const void *rows, size_t count, size_t row_size,
                         CMUnitTestFunction run)
{
    for (size_t i = 0; i < count; i++) {
        /* cmocka hands the row over as something that could be written; no test does. */
        const union {
            const char *read;
            void *handed;
        } row = {.read = (const char *)rows + i * row_size};
        const char *name = *(const char *const *)(const void *)row.read;
        add(tests,
            (struct CMUnitTest){.name = name, .test_func = run, .initial_state = row.handed});
    }
}

int pal_tests_run(const struct pal_tests *tests, const char *file)
{
    if (pal_crypto_start() != PAL_OK) {
        return EXIT_FAILURE;
    }
    int failures = _cmocka_run_group_tests(file, tests->cases, tests->count, NULL, NULL);
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

void pal_expect_err(enum pal_err actual, enum pal_err expected, const char *file, int line)
{
    if (actual != expected) {
        print_error("got %s, expected %s\n", pal_err_slug(actual), pal_err_slug(expected));
        _fail(file, line);
    }
}

void pal_expect_ratio(mpq_srcptr actual, const char *expected, const char *file, int line)
{
    PAL_BUF(text);
    pal_ratio_write(actual, &text);
    pal_expect_text(pal_buf_text(&text), expected, file, line);
}

void pal_expect_text(struct pal_text actual, const char *expected, const char *file, int line)
{
    if (!pal_text_is(actual, expected)) {
        print_error("got \"%.*s\", expected \"%s\"\n", (int)actual.size, actual.bytes, expected);
        _fail(file, line);
    }
}

void pal_expect_string(const char *actual, const char *expected, const char *file, int line)
{
    pal_expect_text(pal_text_of(actual), expected, file, line);
}

static char *read_all(FILE *file)
{
    PAL_BUF(bytes);
    char chunk[4096];
    for (size_t size = fread(chunk, 1, sizeof chunk, file); size > 0;
         size = fread(chunk, 1, sizeof chunk, file)) {
        pal_buf_add(&bytes, chunk, size);
    }
    return pal_buf_take(&bytes);
}

char *pal_tests_file_new(const char *path)
{
    PAL_BUF(whole);
    pal_buf_add_format(&whole, "%s/%s", PAL_TESTS_ROOT, path);
    FILE *file = fopen(whole.bytes, "rb");
    if (file == NULL) {
        return NULL;
    }
    char *bytes = read_all(file);
    (void)fclose(file); /* it was only read */
    return bytes;
}
