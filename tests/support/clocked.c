/*
 * clocked.c - the clock of the tests, in place of the machine's: an instant in a file.
 *
 * palabre_clocked is the program compiled so that what it takes for pal_clock_system is this. The
 * file, named by PALABRE_CLOCK, holds one instant in RFC 3339, and a test moves it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/clock.h"

static int64_t read_clock(void *context)
{
    (void)context;
    char line[64] = "";
    const char *path = getenv("PALABRE_CLOCK"); /* NOLINT(concurrency-mt-unsafe): set by nobody */
    PAL_CHECK(path != NULL);
    int64_t instant_us = 0;
    /* The test may be writing it at this moment: then it is read again. */
    while (pal_instant_parse(pal_text_trim(pal_text_of(line)), &instant_us) != PAL_OK) {
        FILE *file = fopen(path, "r");
        PAL_CHECK(file != NULL);
        if (fgets(line, sizeof line, file) == NULL) {
            line[0] = '\0';
        }
        (void)fclose(file); /* only read */
    }
    return instant_us;
}

struct pal_clock pal_clock_system(void)
{
    return (struct pal_clock){.now_us = read_clock};
}
