/*
 * workload.h - the SQL of casts, recorded from the program itself and run alone.
 *
 * Every statement that the program runs for so many votes is written down with its values, by the
 * hook that SQLite has for it; it is then run again on a copy of the same file, prepared once, with
 * neither HTTP nor JSON, hashes nor signatures. What it reaches is the bound of what any server of
 * these statements could.
 */
#ifndef PAL_TESTS_WORKLOAD_H
#define PAL_TESTS_WORKLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/text.h"

#include "voters.h"

struct pal_workload_value {
    int64_t number; /* of an integer; else where its bytes begin */
    uint32_t size;
    char kind; /* 'n'ull, 'i'nteger, 't'ext, 'b'lob */
};
struct pal_workload_step {
    uint32_t statement;
    uint32_t first_value;
};
struct pal_workload {
    char **statements;
    struct pal_workload_step *steps;
    struct pal_workload_value *values;
    size_t statement_count, step_count, step_room, value_count, value_room;
    struct pal_buf bytes, set_up;
};
#define PAL_WORKLOAD(name) \
    struct pal_workload name PAL_CLEANUP(pal_workload_done) = {.step_count = 0}
void pal_workload_done(struct pal_workload *workload);

/* Casts the first `count` votes on the database, so many in each transaction, as the server does,
 * and writes the SQL down. */
void pal_workload_record(const char *db, const struct pal_voters *voters, size_t count,
                         size_t batch, struct pal_workload *out);

/* Runs it on a database that is as that one was before. */
enum pal_workload_part {
    PAL_WORKLOAD_ALL,
    PAL_WORKLOAD_WRITES, /* what changes the file, in the same transactions; nothing read before */
};
struct pal_workload_times {
    int64_t wall_us, cpu_us;
};
struct pal_workload_times pal_workload_run(const char *db, const struct pal_workload *workload,
                                           enum pal_workload_part part);

/* Prints each statement and how often it runs for one vote. */
void pal_workload_print(const struct pal_workload *workload, size_t count);

#endif
