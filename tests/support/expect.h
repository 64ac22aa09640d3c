/*
 * expect.h - the vocabulary of the tests, on top of cmocka.
 *
 *     int main(void)
 *     {
 *         TESTS(tests, 16);
 *         TABLE(tests, rows, decides);
 *         TEST(tests, refuses_what_is_not_a_ballot);
 *         return RUN(tests);
 *     }
 */
#ifndef PAL_TESTS_EXPECT_H
#define PAL_TESTS_EXPECT_H

/* cmocka.h wants these four before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* Apart, so that they stay before it. */
#include <cmocka.h>

#include "base/err.h"
#include "base/json.h"
#include "base/ratio.h"
#include "base/text.h"

/* The cases of one program. */
struct pal_tests {
    struct CMUnitTest *cases;
    size_t count, capacity;
};

/* A local list with room for so many cases. */
#define TESTS(tests, max)                 \
    struct CMUnitTest tests##_cases[max]; \
    struct pal_tests tests = {tests##_cases, 0, (max)}

/* Adds one case, called like its function: static void name(void **state). */
#define TEST(tests, function) pal_tests_add(&(tests), #function, (function))

/* Adds one case per row, called like the row: its first member is `const char *name`, which reads
 * as a sentence and holds no '#'. The function gets the row in *state. */
#define TABLE(tests, rows, function)                                                           \
    pal_tests_add_table(&(tests), (rows), sizeof(rows) / sizeof((rows)[0]), sizeof((rows)[0]), \
                        (function))

/* Runs them all, and gives what main() returns. Cryptography is ready in every case. */
#define RUN(tests) pal_tests_run(&(tests), __FILE__)

/* The call gives this error; both are shown by their slugs. */
#define EXPECT_ERR(call, expected) pal_expect_err((call), (expected), __FILE__, __LINE__)
/* The call gives this error at this JSON pointer. */
#define EXPECT_ERR_AT(call, expected, where, pointer_there)                      \
    do {                                                                         \
        pal_expect_err((call), (expected), __FILE__, __LINE__);                  \
        pal_expect_string((where).pointer, (pointer_there), __FILE__, __LINE__); \
    } while (0)
/* The ratio is this one: "3/4", "0/1". */
#define EXPECT_RATIO(ratio, expected) pal_expect_ratio((ratio), (expected), __FILE__, __LINE__)
/* The text is this string, byte for byte. */
#define EXPECT_TEXT(text, expected) pal_expect_text((text), (expected), __FILE__, __LINE__)
/* So is what the buffer holds. */
#define EXPECT_BUF(buf, expected) EXPECT_TEXT(pal_buf_text(&(buf)), (expected))

void pal_tests_add(struct pal_tests *tests, const char *name, CMUnitTestFunction run);
void pal_tests_add_table(struct pal_tests *tests, const void *rows, size_t count, size_t row_size,
                         CMUnitTestFunction run);
int pal_tests_run(const struct pal_tests *tests, const char *file);

void pal_expect_err(enum pal_err actual, enum pal_err expected, const char *file, int line);
void pal_expect_ratio(mpq_srcptr actual, const char *expected, const char *file, int line);
void pal_expect_text(struct pal_text actual, const char *expected, const char *file, int line);
void pal_expect_string(const char *actual, const char *expected, const char *file, int line);

/* The whole of a file, owned by the caller (pal_mem_free), or NULL when there is no such file:
 * `path` starts at the root of the source tree. Files beside the tree (../shared) may be absent,
 * and their tests then pass. */
PAL_MUST_USE char *pal_tests_file_new(const char *path);

#endif
