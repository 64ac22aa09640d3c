/*
 * check.h - what the program expects of itself. For what the world may get wrong, see err.h.
 */
#ifndef PAL_BASE_CHECK_H
#define PAL_BASE_CHECK_H

#include "base/attr.h"

/* Stops the program, in every build, when its own expectation is broken. One condition each; never
 * for anything that a user, a file or a disk can cause. Braces as in PAL_TRY (err.h). */
#define PAL_CHECK(condition)                                  \
    do {                                                      \
        if (!(condition))                                     \
            pal_check_failed(#condition, __FILE__, __LINE__); \
    } while (0)

/* Prints the broken expectation on standard error and aborts. */
PAL_NORETURN void pal_check_failed(const char *condition, const char *file, int line);

#endif
