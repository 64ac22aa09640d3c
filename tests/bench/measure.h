/*
 * measure.h - what a piece of work, or another program, takes: its time and its memory.
 */
#ifndef PAL_TESTS_MEASURE_H
#define PAL_TESTS_MEASURE_H

#include <stdbool.h>
#include <stdint.h>

enum { PAL_MEASURE_PARTS = 3 };

struct pal_measure {
    bool done; /* else it failed, or took too long */
    int64_t
        parts_us[PAL_MEASURE_PARTS]; /* what the work says that its parts took, in microseconds */
    int64_t whole_us;                /* from the start of the process to its end */
    int64_t cpu_us;                  /* of processors, its threads and the kernel for it */
    long peak_kib;                   /* its memory at the most */
};

/* Does the work in a process of its own, so that its memory is its own. The work returns false when
 * it failed; it says why on standard error. */
struct pal_measure pal_measure_work(bool (*work)(void *context, int64_t *out_parts_us),
                                    void *context);
/* Runs a program, found on the PATH, on a file as its standard input, without its output, for at
 * most so many seconds. The arguments end with NULL. */
struct pal_measure pal_measure_program(const char *const *arguments, const char *input,
                                       unsigned seconds);
/* The time of a clock that only goes forward; the time of processors that this process took. */
int64_t pal_measure_now_us(void);
int64_t pal_measure_cpu_us(void);

#endif
