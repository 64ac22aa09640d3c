/*
 * progress.h - how far a long command is, on standard error, on a terminal only.
 */
#ifndef PAL_CLI_PROGRESS_H
#define PAL_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/* A zeroed one is ready. */
struct pal_progress {
    int64_t next_ms; /* when the line is due again */
    bool is_shown;
};

/* Shows `done` out of `total`, on one line that it writes over, a few times a second at most and
 * not in the first one; the call where done reaches total ends the line. context is a struct
 * pal_progress: the form in which core/ tells of progress. */
void pal_progress_show(void *context, uint64_t done, uint64_t total);

#endif
