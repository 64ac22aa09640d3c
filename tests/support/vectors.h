/*
 * vectors.h - tests of the vectors beside the source tree, which say that they are skipped where there are none.
 */
#ifndef PAL_TESTS_VECTORS_H
#define PAL_TESTS_VECTORS_H

#include <stdbool.h>

#include "base/check.h"
#include "base/mem.h"

#include "expect.h"

#define PAL_VECTORS "../shared/conformance/vectors/"

static inline bool pal_vectors_are_there(void)
{
    PAL_STRING(file);
    file = pal_tests_file_new(PAL_VECTORS "log.json");
    return file != NULL;
}

static inline void pal_vectors_are_skipped(void **state)
{
    (void)state;
}

/* As TEST. What stands behind the name is how TAP says it, which no other name may do. */
static inline void pal_tests_add_of_vectors(struct pal_tests *tests, const char *name,
                                            const char *skipped, CMUnitTestFunction run)
{
    bool are_there = pal_vectors_are_there();
    PAL_CHECK(tests->count < tests->capacity);
    tests->cases[tests->count++] =
        (struct CMUnitTest){.name = are_there ? name : skipped,
                            .test_func = are_there ? run : pal_vectors_are_skipped};
}
#define TEST_OF_VECTORS(tests, function)          \
    pal_tests_add_of_vectors(&(tests), #function, \
                             #function " # SKIP no vectors beside the source", (function))

#endif
