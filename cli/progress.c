/* progress.c - how far a long command is, for whoever watches a terminal. */
#include "progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/check.h"

enum { FIRST_MS = 1000, STEP_MS = 200 };

static int64_t now_ms(void)
{
    struct timespec now;
    PAL_CHECK(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void pal_progress_show(void *context, uint64_t done, uint64_t total)
{
    struct pal_progress *progress = context;
    if (total == 0 || isatty(STDERR_FILENO) == 0) {
        return;
    }
    int64_t now = now_ms();
    if (progress->next_ms == 0) {
        progress->next_ms = now + FIRST_MS;
    }
    bool is_last = done >= total && progress->is_shown;
    if (now < progress->next_ms && !is_last) {
        return;
    }
    progress->next_ms = now + STEP_MS;
    progress->is_shown = true;
    (void)fprintf(stderr, "\r%llu of %llu (%llu %%)%s", (unsigned long long)done,
                  (unsigned long long)total, (unsigned long long)(done * 100 / total),
                  is_last ? "\n" : "");
}
