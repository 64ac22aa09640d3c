/* check.c - stops the program when one of its own expectations is broken. */
#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>

void pal_check_failed(const char *condition, const char *file, int line)
{
    (void)fprintf(stderr, "palabre: %s:%d: expected %s\n", file, line, condition);
    abort();
}
