/* record.c - how fast a record is exported and verified, beside bare hashing of the same bytes. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/source.h"
#include "core/export.h"
#include "core/log.h"
#include "core/society.h"
#include "core/store.h"

#include "../support/expect.h"
#include "../support/folder.h"
#include "measure.h"

enum { ENTRIES = 1000000, IN_A_TURN = 10000, READ_SIZE = 1 << 16, SECONDS_MAX = 600 };

static const char help[] =
    "usage: record [--entries N] [--verify PROGRAM] [--rounds N] [--in FOLDER]\n"
    "\n"
    "Founds a society whose log has N entries (1000000 unless told), exports its whole record, and\n"
    "prints the seconds, those of processors, and the memory (MiB, at most) of six processes: the\n"
    "SHA-256 of the same bytes alone; the same by two programs, from their start to their end: sha256sum,\n"
    "and openssl dgst where it is installed; a server's export, from an open snapshot; `palabre export`;\n"
    "and, where a PROGRAM is given, palabre-verify. Each ratio is to the first. Of several rounds, in\n"
    "which they take turns, the least of each counts.\n"
    "\n"
    "With a FOLDER, what is made stays there, and a society that stands there is measured again.\n";

static void must(enum pal_err err, const char *what)
{
    if (err != PAL_OK) {
        (void)fprintf(stderr, "%s: %s\n", what, pal_err_sentence(err));
        exit(1); /* NOLINT(concurrency-mt-unsafe): one thread. */
    }
}

/* --- the society ---------------------------------------------------------------------------------- */

static void open_store(const char *path, enum pal_store_mode mode, struct pal_store **out_store)
{
    const struct pal_store_spec spec = {.path = path, .mode = mode, .clock = pal_clock_system()};
    must(pal_store_open(&spec, out_store), "open");
}

static void found(struct pal_store *store)
{
    char *text PAL_CLEANUP(pal_mem_done) = pal_tests_file_new("tests/support/constitution.json");
    PAL_JSON(constitution);
    must(pal_json_parse(pal_text_of(text), 1 << 20, &constitution, NULL), "constitution");
    const struct pal_founding founding = {
        .log_name = pal_text_of("bench.example/log"),
        .society = {.name = pal_text_of("Bench"),
                    .time_zone = pal_text_of("UTC"),
                    .language = pal_text_of("en"),
                    .licence = pal_text_of("ODbL-1.0"),
                    .contact = pal_text_of(""),
                    .data_notice = pal_text_of("")},
        .constitution = constitution,
        .admin_name = pal_text_of("Pascal Orsoni"),
        .admin_email = pal_text_of(""),
    };
    struct pal_person_id administrator;
    must(pal_society_found(store, &founding, NULL, NULL, &administrator), "found");
}

/* Entries of the size that votes have: a commitment, and what it is about. */
static void append(struct pal_store *store, uint64_t count)
{
    for (uint64_t done = 0; done < count;) {
        PAL_TRANSACTION(transaction, store);
        for (uint64_t i = 0; i < IN_A_TURN && done < count; i++, done++) {
            char hex[2 * PAL_HASH_SIZE + 1];
            struct pal_hash hash = pal_hash_of(&done, sizeof done);
            pal_hash_write(&hash, hex);
            PAL_JSON(d);
            d = pal_json_object_new();
            pal_json_set_string(d, "c", hex);
            pal_json_set_string(d, "what", "corrected");
            must(pal_log_append(store,
                                &(struct pal_log_entry){"register.change", pal_uuid_random(), d},
                                NULL),
                 "append");
        }
        must(pal_transaction_commit(&transaction), "commit");
        must(pal_turn_commit(store), "turn");
    }
}

static void make_society(const char *path, uint64_t entries)
{
    PAL_STORE(store);
    must(pal_clock_zone("UTC"), "zone");
    open_store(path, PAL_STORE_CREATE, &store);
    found(store);
    must(pal_turn_commit(store), "turn");
    uint64_t founding = pal_log_head(store).size;
    append(store, entries > founding ? entries - founding : 0);
}

/* --- what is measured ----------------------------------------------------------------------------- */

enum { ELAPSED, CPU };

struct bench {
    const char *db, *tar, *verifier; /* NULL: none */
};

static bool hash(void *context, int64_t *out_parts_us)
{
    const struct bench *bench = context;
    static char bytes[READ_SIZE];
    struct pal_hash_state state;
    PAL_SOURCE(source);
    must(pal_source_open(bench->tar, &source), bench->tar);
    int64_t started_us = pal_measure_now_us();
    int64_t cpu_us = pal_measure_cpu_us();
    pal_hash_init(&state);
    for (uint64_t at = 0; at < source.size;) {
        size_t size = source.size - at < sizeof bytes ? (size_t)(source.size - at) : sizeof bytes;
        must(pal_source_read(&source, at, bytes, size), "read");
        pal_hash_add(&state, bytes, size);
        at += size;
    }
    (void)pal_hash_final(&state);
    out_parts_us[ELAPSED] = pal_measure_now_us() - started_us;
    out_parts_us[CPU] = pal_measure_cpu_us() - cpu_us;
    return true;
}

/* Nothing stands where a record is made: to take away what was made before is none of its work. */
static void make_room(const struct bench *bench)
{
    PAL_BUF(signature);
    pal_buf_add_format(&signature, "%s.minisig", bench->tar);
    (void)unlink(bench->tar);
    (void)unlink(signature.bytes);
}

/* As the worker of a server does. */
static bool export(void *context, int64_t *out_parts_us)
{
    const struct bench *bench = context;
    PAL_STORE(store);
    struct pal_export_made made;
    const struct pal_export_spec spec = {.path = bench->tar, .passes = true};
    open_store(bench->db, PAL_STORE_READ, &store);
    make_room(bench);
    int64_t started_us = pal_measure_now_us();
    int64_t cpu_us = pal_measure_cpu_us();
    must(pal_export_make(store, &spec, &made), "export");
    out_parts_us[ELAPSED] = pal_measure_now_us() - started_us;
    out_parts_us[CPU] = pal_measure_cpu_us() - cpu_us;
    return true;
}

/* A whole program is all of what it takes. */
static struct pal_measure program(const char *const *arguments)
{
    struct pal_measure measure = pal_measure_program(arguments, "/dev/null", SECONDS_MAX);
    measure.parts_us[ELAPSED] = measure.whole_us;
    measure.parts_us[CPU] = measure.cpu_us;
    return measure;
}

static struct pal_measure measure_hash(struct bench *bench)
{
    return pal_measure_work(hash, bench);
}

/* What anybody has at hand, from its start to its end, as the commands below are measured. */
static struct pal_measure measure_sha256sum(struct bench *bench)
{
    const char *const sha256sum[] = {"sha256sum", bench->tar, NULL};
    return program(sha256sum);
}

/* With the processor's instructions for it. */
static struct pal_measure measure_openssl(struct bench *bench)
{
    const char *const openssl[] = {"openssl", "dgst", "-sha256", bench->tar, NULL};
    return program(openssl);
}

static struct pal_measure measure_export(struct bench *bench)
{
    return pal_measure_work(export, bench);
}

static struct pal_measure measure_command(struct bench *bench)
{
    const char *const command[] = {PAL_BENCH_PROGRAM, "export", "--db",     bench->db,
                                   "--all",           "-o",     bench->tar, NULL};
    make_room(bench);
    return program(command);
}

static struct pal_measure measure_verify(struct bench *bench)
{
    const char *const verify[] = {bench->verifier, bench->tar, NULL};
    return program(verify);
}

enum { ROWS = 6 };

static const struct {
    const char *what;
    struct pal_measure (*measure)(struct bench *bench);
} rows[ROWS] = {
    {"SHA-256 of its bytes", measure_hash},    {"sha256sum", measure_sha256sum},
    {"openssl dgst -sha256", measure_openssl}, {"export, of a server", measure_export},
    {"palabre export", measure_command},       {"palabre-verify", measure_verify},
};

/* In hundredths, rounded down: it is a bench, and floating point does not exist here. */
static void print_hundredths(int64_t hundredths)
{
    (void)printf(" %5" PRId64 ".%02" PRId64, hundredths / 100, hundredths % 100);
}

static void print(const char *what, const struct pal_measure *measure,
                  const struct pal_measure *hashed)
{
    if (!measure->done) {
        (void)printf("%-22s failed\n", what);
        return;
    }
    (void)printf("%-22s", what);
    print_hundredths(measure->parts_us[ELAPSED] / 10000);
    print_hundredths(measure->parts_us[CPU] / 10000);
    (void)printf(" %5ld", measure->peak_kib / 1024);
    print_hundredths(measure->parts_us[ELAPSED] * 100 / (hashed->parts_us[ELAPSED] + 1));
    print_hundredths(measure->parts_us[CPU] * 100 / (hashed->parts_us[CPU] + 1));
    (void)printf("\n");
    (void)fflush(stdout);
}

/* Of several rounds, in which all take turns, the least of each: what other work adds is not ours. */
static void keep_least(struct pal_measure *least, const struct pal_measure *measure)
{
    if (!least->done || !measure->done) {
        *least = *measure;
        return;
    }
    for (int i = ELAPSED; i <= CPU; i++) {
        if (measure->parts_us[i] < least->parts_us[i]) {
            least->parts_us[i] = measure->parts_us[i];
        }
    }
    least->peak_kib = measure->peak_kib > least->peak_kib ? measure->peak_kib : least->peak_kib;
}

static void measure_all(struct bench *bench, int64_t rounds)
{
    struct pal_measure least[ROWS] = {0};
    (void)measure_export(bench); /* there is a record to hash, and what is read is in the cache */
    for (int64_t round = 0; round < rounds; round++) {
        for (size_t i = 0; i < ROWS && (i + 1 < ROWS || bench->verifier != NULL); i++) {
            struct pal_measure measure = rows[i].measure(bench);
            keep_least(&least[i], &measure);
        }
    }
    PAL_SOURCE(tar);
    must(pal_source_open(bench->tar, &tar), bench->tar);
    (void)printf("a record of %" PRIu64 " MiB\n%-22s %8s %8s %5s %8s %8s\n", tar.size >> 20, "",
                 "s", "CPU s", "MiB", "ratio", "of CPU");
    for (size_t i = 0; i < ROWS && (i + 1 < ROWS || bench->verifier != NULL); i++) {
        print(rows[i].what, &least[i], &least[0]);
    }
}

static char *file_new(struct pal_folder *folder, const char *kept, const char *name)
{
    if (kept == NULL) {
        return pal_folder_file_new(folder, name);
    }
    PAL_BUF(path);
    pal_buf_add_format(&path, "%s/%s", kept, name);
    return pal_buf_take(&path);
}

struct options {
    int64_t entries, rounds;
    const char *verifier, *kept; /* NULL: none */
};

static bool read_number(const char *word, int64_t *out_number)
{
    return pal_text_int(pal_text_of(word), out_number) == PAL_OK && *out_number > 0;
}

static bool read_options(int argc, char **argv, struct options *options)
{
    bool is_right = argc % 2 == 1;
    for (int i = 1; is_right && i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--verify") == 0) {
            options->verifier = argv[i + 1];
        } else if (strcmp(argv[i], "--in") == 0) {
            options->kept = argv[i + 1];
        } else if (strcmp(argv[i], "--rounds") == 0) {
            is_right = read_number(argv[i + 1], &options->rounds);
        } else {
            is_right =
                strcmp(argv[i], "--entries") == 0 && read_number(argv[i + 1], &options->entries);
        }
    }
    return is_right;
}

int main(int argc, char **argv)
{
    struct options options = {.entries = ENTRIES, .rounds = 1};
    if (!read_options(argc, argv, &options)) {
        bool wants_help = argc == 2 && strcmp(argv[1], "--help") == 0;
        (void)fputs(help, wants_help ? stdout : stderr);
        return wants_help ? 0 : 2;
    }
    must(pal_crypto_start(), "start");
    FOLDER(folder);
    PAL_STRING(db);
    PAL_STRING(tar);
    db = file_new(&folder, options.kept, "bench.palabre");
    tar = file_new(&folder, options.kept, "bench.tar");
    if (access(db, F_OK) != 0) {
        make_society(db, (uint64_t)options.entries);
    }
    struct bench bench = {.db = db, .tar = tar, .verifier = options.verifier};
    measure_all(&bench, options.rounds);
    return 0;
}
