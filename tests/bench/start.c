/* start.c - what a start takes with as many attached files as a society may have. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/source.h"
#include "core/assemblies.h"
#include "core/attachments.h"
#include "core/log.h"
#include "core/society.h"
#include "core/store.h"

#include "../support/folder.h"
#include "../support/meeting.h"
#include "../support/scene.h"
#include "measure.h"

enum { READ_SIZE = 1 << 16, ROUNDS = 5 };

static const char help[] =
    "usage: start [--help]\n"
    "\n"
    "Attaches files of 8 MiB until no more are taken, which is 1 GiB of them, and prints the seconds, those\n"
    "of processors, and the memory (MiB, at most) of two processes: the SHA-256 of as many bytes, in a file\n"
    "like theirs; and what a server does with the database before it listens. The least of five rounds, in\n"
    "which they take turns.\n";

static void must(enum pal_err err, const char *what)
{
    if (err != PAL_OK) {
        (void)fprintf(stderr, "%s: %s\n", what, pal_err_sentence(err));
        exit(1); /* NOLINT(concurrency-mt-unsafe): one thread. */
    }
}

/* --- the society ---------------------------------------------------------------------------------- */

/* A text of 8 MiB, the same each time: what is kept does not depend on it. */
static FILE *file_new(void)
{
    FILE *file = tmpfile();
    must(file != NULL ? PAL_OK : PAL_ERR_FILE_WRITE, "file");
    for (size_t i = 0; i < PAL_LIMIT_ATTACHMENT / 16; i++) {
        (void)fprintf(file, "%015zu\n", i); /* a failure is told when it is read */
    }
    return file;
}

/* Until the society takes no more; *count is how many it took. */
static enum pal_err fill(struct pal_scene *scene, struct pal_assembly_id meeting, FILE *file,
                         size_t *count)
{
    for (;;) {
        const struct pal_attachment_spec spec = {pal_meeting_table(scene, meeting, "ordinary",
                                                                   "Accounts"),
                                                 pal_text_of("a.txt"), file};
        for (size_t i = 0; i < PAL_LIMIT_ATTACHMENTS; i++) {
            struct pal_attachment_id id;
            PAL_TRY(pal_attachment_add(scene->store, &spec, NULL, &id));
            PAL_TRY(pal_turn_commit(scene->store));
            *count += 1;
        }
    }
}

static size_t make_society(const char *path)
{
    struct pal_scene scene PAL_CLEANUP(pal_scene_done) = {.path = path};
    size_t count = 0;
    pal_scene_open(&scene);
    FILE *file = file_new();
    enum pal_err err = fill(&scene, pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY), file, &count);
    (void)fclose(file); /* it is read no more */
    must(err == PAL_ERR_ATTACHMENT_COUNT ? PAL_OK : err, "attach");
    return count;
}

/* --- what is measured ----------------------------------------------------------------------------- */

enum { ELAPSED, CPU };

struct clocks {
    int64_t started_us, cpu_us;
};

static struct clocks start(void)
{
    return (struct clocks){pal_measure_now_us(), pal_measure_cpu_us()};
}

static void stop(const struct clocks *clocks, int64_t *out_parts_us)
{
    out_parts_us[ELAPSED] = pal_measure_now_us() - clocks->started_us;
    out_parts_us[CPU] = pal_measure_cpu_us() - clocks->cpu_us;
}

static bool hash(void *context, int64_t *out_parts_us)
{
    static char bytes[READ_SIZE];
    struct pal_hash_state state;
    PAL_SOURCE(source);
    must(pal_source_open(context, &source), context);
    struct clocks clocks = start();
    pal_hash_init(&state);
    for (uint64_t at = 0; at < source.size;) {
        size_t size = source.size - at < sizeof bytes ? (size_t)(source.size - at) : sizeof bytes;
        must(pal_source_read(&source, at, bytes, size), "read");
        pal_hash_add(&state, bytes, size);
        at += size;
    }
    (void)pal_hash_final(&state);
    stop(&clocks, out_parts_us);
    return true;
}

static bool open_society(void *context, int64_t *out_parts_us)
{
    static const uint8_t seed[PAL_SEED_SIZE] = {7}; /* that of the scene */
    const struct pal_store_spec spec = {.path = context,
                                        .mode = PAL_STORE_WRITE,
                                        .clock = pal_clock_system(),
                                        .seed = seed};
    PAL_STORE(store);
    struct clocks clocks = start();
    must(pal_store_open(&spec, &store), context);
    stop(&clocks, out_parts_us);
    return pal_log_status(store) == PAL_LOG_OK;
}

static const struct {
    const char *what;
    bool (*work)(void *context, int64_t *out_parts_us);
} rows[] = {
    {"SHA-256 of the database", hash},
    {"the database is opened", open_society},
};
enum { ROWS = sizeof rows / sizeof rows[0] };

static void keep_least(struct pal_measure *least, const struct pal_measure *measure)
{
    must(measure->done ? PAL_OK : PAL_ERR_LOG_BROKEN, "measure");
    if (!least->done || measure->parts_us[ELAPSED] < least->parts_us[ELAPSED]) {
        *least = *measure;
    }
}

/* In thousandths, rounded down: it is a bench, and floating point does not exist here. */
static void print(const char *what, const struct pal_measure *measure, int64_t hashed_us)
{
    const int64_t *parts = measure->parts_us;
    int64_t ratio = parts[ELAPSED] * 1000 / (hashed_us + 1);
    (void)printf("%-24s %4" PRId64 ".%03" PRId64 " %4" PRId64 ".%03" PRId64 " %5ld %4" PRId64
                 ".%03" PRId64 "\n",
                 what, parts[ELAPSED] / 1000000, parts[ELAPSED] / 1000 % 1000, parts[CPU] / 1000000,
                 parts[CPU] / 1000 % 1000, measure->peak_kib / 1024, ratio / 1000, ratio % 1000);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        bool wants_help = argc == 2 && strcmp(argv[1], "--help") == 0;
        (void)fputs(help, wants_help ? stdout : stderr);
        return wants_help ? 0 : 2;
    }
    must(pal_crypto_start(), "start");
    FOLDER(folder);
    PAL_STRING(path);
    path = pal_folder_file_new(&folder, "society.db");
    size_t count = make_society(path);
    struct pal_measure least[ROWS] = {0};
    for (int i = 0; i < ROUNDS * ROWS; i++) {
        struct pal_measure measure = pal_measure_work(rows[i % ROWS].work, path);
        keep_least(&least[i % ROWS], &measure);
    }
    (void)printf("%zu files of 8 MiB\n%-24s %8s %8s %5s %8s\n", count, "", "s", "CPU s", "MiB",
                 "ratio");
    for (size_t i = 0; i < ROWS; i++) {
        print(rows[i].what, &least[i], least[0].parts_us[ELAPSED]);
    }
    return 0;
}
