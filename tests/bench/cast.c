/*
 * cast.c - how many durable casts per second a server takes, beside what its SQL alone could.
 *
 * Every figure of a table comes from one run on one machine. Each row starts from a copy of the same
 * database, so that no row profits from another.
 */
#include <gnu/libc-version.h>
#include <jansson.h>
#include <microhttpd.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/check.h"
#include "base/mem.h"

#include "../support/folder.h"
#include "child.h"
#include "load.h"
#include "voters.h"
#include "workload.h"

enum { CASTS = 20000, CASTS_MAX = 500000, ROUNDS = 3, ROUNDS_MAX = 9, IDLE_CASTS = 40 };
enum { IDLE_PAUSE_US = 25000 };

static const char help[] =
    "usage: cast [--casts N] [--rounds N] [--sql] [--help]\n"
    "\n"
    "Makes a society in a folder under /tmp, serves it with the palabre that was built beside this\n"
    "program, votes over HTTP on 1, 16 and 64 connections, and prints what it reached beside what\n"
    "the same SQL statements reach alone: once with as many votes in a transaction as the server had in\n"
    "a turn, once with one of each connection. Of several rounds, in which they take turns, the median\n"
    "is told, of the ratios too. A disk that writes back late makes all figures better: compare ratios.\n"
    "\n"
    "  --casts N   votes of the row of 64 connections (20000); the others take fewer\n"
    "  --rounds N  measures of each row, of which the median is told (3)\n"
    "  --sql       print the statements of one vote, and nothing else\n"
    "\n"
    "  connections  requests in flight at any time, one on each connection; \"1, idle\" waits 25 ms\n"
    "               before each, so that the server sleeps when it comes\n"
    "  votes/s      acknowledged with 201, each durable: WAL, synchronous=FULL\n"
    "  in a turn    votes that one commit of the server made durable, on average\n"
    "  p50, p99     milliseconds from the first byte sent to the last received\n"
    "  CPU us       microseconds that a processor spent on one vote\n"
    "  MiB          resident memory of the server at the end, and at the most\n"
    "  SQL/s        votes per second of the same statements alone, hash and signature excluded, with the\n"
    "               server's mean number of votes in a transaction, and the server's rate divided by it\n"
    "  by all       the same with as many votes in a transaction as there are connections\n"
    "  writes/s     of those that change the file, with nothing read or judged before, as SQL/s\n";

struct plan {
    size_t connections, casts;
    int64_t pause_us;
};

/* Statements alone: what they took, and that divided by what the votes took, in thousandths. */
struct alone {
    struct pal_workload_times times;
    int64_t ratio;
};

struct measure {
    struct pal_load_figures http;
    struct pal_child_memory memory;
    int64_t turns, cpu_us;
    struct alone sql, all, writes;
};

/* The statements of the votes of one row, by so many in a transaction. */
struct recorded {
    struct pal_workload workload;
    size_t batch; /* 0: not yet */
};
#define RECORDED(name) struct recorded name PAL_CLEANUP(recorded_done) = {.batch = 0}

static void recorded_done(struct recorded *recorded)
{
    pal_workload_done(&recorded->workload);
    recorded->batch = 0;
}

/* A new copy of the society. */
static char *copy_new(const struct pal_folder *folder)
{
    static const char *const suffixes[] = {"", ".key", ".anchor"};
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        PAL_STRING(from);
        PAL_STRING(to);
        char names[2][32];
        (void)snprintf(names[0], sizeof names[0], "made%s", suffixes[i]);
        (void)snprintf(names[1], sizeof names[1], "copy%s", suffixes[i]);
        from = pal_folder_file_new(folder, names[0]);
        to = pal_folder_file_new(folder, names[1]);
        (void)unlink(to); /* it may not be there */
        pal_folder_copy(from, to);
    }
    return pal_folder_file_new(folder, "copy");
}

static void measure_http(const struct pal_folder *folder, const struct pal_voters *voters,
                         const struct plan *plan, struct measure *out)
{
    PAL_STRING(db);
    db = copy_new(folder);
    struct pal_child child = pal_child_start(db);
    const struct pal_load load = {
        .port = child.port,
        .connections = plan->connections,
        .voters = voters,
        .count = plan->casts,
        .pause_us = plan->pause_us,
    };
    int64_t turns = pal_load_metric(child.port, "palabre_turns_total");
    int64_t cpu_us = pal_child_cpu_us(&child);
    out->http = pal_load_run(&load);
    out->cpu_us = pal_child_cpu_us(&child) - cpu_us;
    out->turns = pal_load_metric(child.port, "palabre_turns_total") - turns;
    out->memory = pal_child_memory(&child);
    pal_child_stop(&child);
}

static void record(const struct pal_folder *folder, const struct pal_voters *voters,
                   const struct plan *plan, size_t batch, struct recorded *recorded)
{
    if (recorded->batch != batch) {
        PAL_STRING(db);
        db = copy_new(folder);
        recorded_done(recorded);
        pal_workload_record(db, voters, plan->casts, batch, &recorded->workload);
        recorded->batch = batch;
    }
}

static struct alone measure_alone(const struct pal_folder *folder, const struct recorded *recorded,
                                  enum pal_workload_part part, const struct measure *served)
{
    PAL_STRING(db);
    db = copy_new(folder);
    struct alone alone = {.times = pal_workload_run(db, &recorded->workload, part)};
    alone.ratio = alone.times.wall_us * 1000 / served->http.wall_us;
    return alone;
}

/* The votes that the server had in a turn, to the nearest whole. */
static size_t batch_of(const struct plan *plan, const struct measure *served)
{
    size_t turns = served->turns > 0 ? (size_t)served->turns : 1;
    size_t batch = (plan->casts + turns / 2) / turns;
    return batch > 0 ? batch : 1;
}

static int by_value(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a;
    int64_t right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

/* The median of one figure of all rounds, which stands so many bytes from the beginning of each. */
static int64_t median(const struct measure *all, size_t count, size_t offset)
{
    int64_t values[ROUNDS_MAX];
    for (size_t i = 0; i < count; i++) {
        memcpy(&values[i], (const char *)&all[i] + offset, sizeof values[i]);
    }
    qsort(values, count, sizeof *values, by_value);
    return values[count / 2];
}
#define MEDIAN(figure) middle.figure = median(all, rounds, offsetof(struct measure, figure))

/* The same of statements alone, which stand so many bytes from the beginning. */
static struct alone median_alone(const struct measure *all, size_t rounds, size_t offset)
{
    const size_t wall_us = offsetof(struct alone, times.wall_us);
    const size_t cpu_us = offsetof(struct alone, times.cpu_us);
    const size_t ratio = offsetof(struct alone, ratio);
    return (struct alone){
        .times = {median(all, rounds, offset + wall_us), median(all, rounds, offset + cpu_us)},
        .ratio = median(all, rounds, offset + ratio),
    };
}

/* The rounds of HTTP and of SQL take turns, so that both meet the same machine. */
static struct measure measure(const struct pal_folder *folder, const struct pal_voters *voters,
                              const struct plan *plan, size_t rounds)
{
    RECORDED(by_turn);
    RECORDED(by_connections);
    struct measure all[ROUNDS_MAX] = {0};
    record(folder, voters, plan, plan->connections, &by_connections);
    for (size_t i = 0; i < rounds; i++) {
        struct measure *one = &all[i];
        measure_http(folder, voters, plan, one);
        record(folder, voters, plan, batch_of(plan, one), &by_turn);
        one->sql = measure_alone(folder, &by_turn, PAL_WORKLOAD_ALL, one);
        one->all = measure_alone(folder, &by_connections, PAL_WORKLOAD_ALL, one);
        one->writes = measure_alone(folder, &by_turn, PAL_WORKLOAD_WRITES, one);
    }
    struct measure middle = all[rounds - 1];
    MEDIAN(http.wall_us);
    MEDIAN(http.p50_us);
    MEDIAN(http.p99_us);
    MEDIAN(turns);
    MEDIAN(cpu_us);
    middle.sql = median_alone(all, rounds, offsetof(struct measure, sql));
    middle.all = median_alone(all, rounds, offsetof(struct measure, all));
    middle.writes = median_alone(all, rounds, offsetof(struct measure, writes));
    return middle;
}

static void print_machine(const struct pal_voters *voters)
{
    struct utsname kernel;
    (void)uname(&kernel);
    (void)printf("%s %s %s, %ld processors, glibc %s\n", kernel.sysname, kernel.release,
                 kernel.machine, sysconf(_SC_NPROCESSORS_ONLN), gnu_get_libc_version());
    (void)printf("SQLite %s, libmicrohttpd %s, libsodium %s, jansson %s\n", sqlite3_libversion(),
                 MHD_get_version(), sodium_version_string(), jansson_version_str());
    (void)printf("a society of %zu members, one motion, a ballot and a token each\n\n",
                 voters->count);
    (void)printf("%11s %7s %8s %9s %7s %7s %7s %7s", "connections", "votes", "votes/s", "in a turn",
                 "p50 ms", "p99 ms", "CPU us", "MiB");
    static const char *const parts[] = {"SQL/s", "by all", "writes/s"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        (void)printf(" | %8s %7s %6s", parts[i], "CPU us", "ratio");
    }
    (void)printf("\n");
}

static int64_t per_second(size_t count, int64_t us)
{
    return us > 0 ? (int64_t)count * 1000000 / us : 0;
}

static void print_alone(const struct plan *plan, const struct alone *alone)
{
    int64_t rate = per_second(plan->casts, alone->times.wall_us);
    char ratio[32] = "-";
    if (plan->pause_us == 0) {
        (void)snprintf(ratio, sizeof ratio, "%.2f", (double)alone->ratio / 1000);
    }
    (void)printf(" | %8lld %7lld %6s", (long long)rate,
                 (long long)(alone->times.cpu_us / (int64_t)plan->casts), ratio);
}

static void print_row(const struct plan *plan, const struct measure *row)
{
    bool is_idle = plan->pause_us > 0;
    char rate[24] = "-";
    char name[40];
    char memory[48];
    if (!is_idle) {
        (void)snprintf(rate, sizeof rate, "%lld",
                       (long long)per_second(plan->casts, row->http.wall_us));
    }
    (void)snprintf(name, sizeof name, "%zu%s", plan->connections, is_idle ? ", idle" : "");
    (void)snprintf(memory, sizeof memory, "%ld/%ld", row->memory.resident / 1024,
                   row->memory.peak / 1024);
    (void)printf("%11s %7zu %8s %9.1f %7.2f %7.2f %7lld %7s", name, plan->casts, rate,
                 (double)plan->casts / (double)(row->turns > 0 ? row->turns : 1),
                 (double)row->http.p50_us / 1000, (double)row->http.p99_us / 1000,
                 (long long)(row->cpu_us / (int64_t)plan->casts), memory);
    print_alone(plan, &row->sql);
    print_alone(plan, &row->all);
    print_alone(plan, &row->writes);
    (void)printf("\n");
    (void)fflush(stdout);
}

static void print_sql(const struct pal_folder *folder, const struct pal_voters *voters)
{
    PAL_STRING(db);
    PAL_WORKLOAD(workload);
    db = copy_new(folder);
    pal_workload_record(db, voters, voters->count, 64, &workload);
    (void)printf("How often each statement runs for one vote, 64 votes in a transaction:\n\n");
    pal_workload_print(&workload, voters->count);
}

struct settings {
    size_t casts, rounds;
    bool only_sql;
};

static bool read_number(const char *text, size_t max, size_t *out)
{
    int64_t value;
    if (text == NULL || pal_text_int(pal_text_of(text), &value) != PAL_OK || value < 1 ||
        (size_t)value > max) {
        return false;
    }
    *out = (size_t)value;
    return true;
}

static bool read_settings(int argc, char **argv, struct settings *out)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--sql") == 0) {
            out->only_sql = true;
        } else if (strcmp(argv[i], "--casts") == 0) {
            i++;
            if (!read_number(argv[i], CASTS_MAX, &out->casts)) {
                return false;
            }
        } else if (strcmp(argv[i], "--rounds") == 0) {
            i++;
            if (!read_number(argv[i], ROUNDS_MAX, &out->rounds)) {
                return false;
            }
        } else {
            return false;
        }
    }
    return true;
}

int main(int argc, char **argv)
{
    struct settings settings = {.casts = CASTS, .rounds = ROUNDS};
    bool wants_help = argc == 2 && strcmp(argv[1], "--help") == 0;
    if (wants_help || !read_settings(argc, argv, &settings)) {
        (void)fputs(help, wants_help ? stdout : stderr);
        return wants_help ? 0 : 2;
    }
    FOLDER(folder);
    PAL_VOTERS(voters);
    {
        PAL_STRING(made);
        made = pal_folder_file_new(&folder, "made");
        size_t count = settings.only_sql ? 640 : settings.casts;
        PAL_SECRET(administrator);
        pal_voters_found(made, &administrator);
        pal_voters_import(made, count);
        pal_voters_open(made, count, &voters);
    }
    if (settings.only_sql) {
        print_sql(&folder, &voters);
        return 0;
    }
    const struct plan plans[] = {
        {1, settings.casts < IDLE_CASTS ? settings.casts : IDLE_CASTS, IDLE_PAUSE_US},
        {1, settings.casts / 10 + 1, 0},
        {16, settings.casts / 2 + 1, 0},
        {64, settings.casts, 0},
    };
    print_machine(&voters);
    for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++) {
        struct measure row = measure(&folder, &voters, &plans[i], settings.rounds);
        print_row(&plans[i], &row);
    }
    return 0;
}
