/*
 * child.h - the server under measure: `palabre serve` in a process of its own, on a free port of the
 * loopback.
 */
#ifndef PAL_TESTS_CHILD_H
#define PAL_TESTS_CHILD_H

#include <stdint.h>
#include <sys/types.h>

struct pal_child {
    pid_t pid;
    uint16_t port;
    int output; /* what it prints */
};
/* Starts it on a database and waits until it listens. Ends the program when it does not. */
struct pal_child pal_child_start(const char *db);
/* The time that processors have spent on it so far, in microseconds. */
int64_t pal_child_cpu_us(const struct pal_child *child);
/* Ends it in good order, and waits. */
void pal_child_stop(struct pal_child *child);

/* Its memory now and at the most, in KiB. */
struct pal_child_memory {
    long resident, peak;
};
struct pal_child_memory pal_child_memory(const struct pal_child *child);

/* Runs a command of palabre to its end; the same of it. The arguments end with NULL. */
struct pal_child_memory pal_child_run(const char *const *arguments);

#endif
