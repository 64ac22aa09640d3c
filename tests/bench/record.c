/* record.c - how fast a record is exported and verified, beside bare hashing of the same bytes. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    "usage: record [--entries N] [--verify PROGRAM]\n"
    "\n"
    "Founds a society whose log has N entries (1000000 unless told), exports its whole record, and\n"
    "prints the seconds and the memory (MiB, at most) of four processes: the SHA-256 of the same bytes\n"
    "alone; a server's export, from an open snapshot; `palabre export`, which checks the whole log\n"
    "first; and, where a PROGRAM is given, palabre-verify. Each ratio is to the first.\n";

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

struct bench {
    const char *db, *tar;
};

static bool hash(void *context, int64_t *out_parts_us)
{
    const struct bench *bench = context;
    static char bytes[READ_SIZE];
    struct pal_hash_state state;
    PAL_SOURCE(source);
    must(pal_source_open(bench->tar, &source), bench->tar);
    int64_t started_us = pal_measure_now_us();
    pal_hash_init(&state);
    for (uint64_t at = 0; at < source.size;) {
        size_t size = source.size - at < sizeof bytes ? (size_t)(source.size - at) : sizeof bytes;
        must(pal_source_read(&source, at, bytes, size), "read");
        pal_hash_add(&state, bytes, size);
        at += size;
    }
    (void)pal_hash_final(&state);
    out_parts_us[0] = pal_measure_now_us() - started_us;
    return true;
}

/* As the worker of a server does. */
static bool export(void *context, int64_t *out_parts_us)
{
    const struct bench *bench = context;
    PAL_STORE(store);
    struct pal_export_made made;
    const struct pal_export_spec spec = {.path = bench->tar, .replaces = true, .passes = true};
    open_store(bench->db, PAL_STORE_READ, &store);
    int64_t started_us = pal_measure_now_us();
    must(pal_export_make(store, &spec, &made), "export");
    out_parts_us[0] = pal_measure_now_us() - started_us;
    return true;
}

static void print(const char *what, const struct pal_measure *measure, int64_t took_us,
                  int64_t hashing_us)
{
    if (!measure->done) {
        (void)printf("%-28s failed\n", what);
        return;
    }
    /* In hundredths, rounded down: it is a bench, and floating point does not exist here. */
    int64_t ratio = took_us * 100 / (hashing_us > 0 ? hashing_us : 1);
    (void)printf("%-28s %5" PRId64 ".%02" PRId64 " %6ld %5" PRId64 ".%02" PRId64 "\n", what,
                 took_us / 1000000, took_us % 1000000 / 10000, measure->peak_kib / 1024,
                 ratio / 100, ratio % 100);
    (void)fflush(stdout);
}

static void measure_all(struct bench *bench, const char *palabre, const char *verifier)
{
    struct pal_measure exported = pal_measure_work(export, bench);
    struct pal_measure hashed = pal_measure_work(hash, bench);
    int64_t hashing_us = hashed.parts_us[0];
    PAL_SOURCE(tar);
    must(pal_source_open(bench->tar, &tar), bench->tar);
    (void)printf("a record of %" PRIu64 " MiB\n%-28s %8s %6s %8s\n", tar.size >> 20, "", "s", "MiB",
                 "ratio");
    print("SHA-256 of its bytes", &hashed, hashing_us, hashing_us);
    print("export, of a server", &exported, exported.parts_us[0], hashing_us);
    const char *const command[] = {palabre, "export",   "--db",    bench->db, "--all",
                                   "-o",    bench->tar, "--force", NULL};
    struct pal_measure whole = pal_measure_program(command, "/dev/null", SECONDS_MAX);
    print("palabre export", &whole, whole.whole_us, hashing_us);
    if (verifier != NULL) {
        const char *const verify[] = {verifier, bench->tar, NULL};
        struct pal_measure verified = pal_measure_program(verify, "/dev/null", SECONDS_MAX);
        print("palabre-verify", &verified, verified.whole_us, hashing_us);
    }
}

int main(int argc, char **argv)
{
    int64_t entries = ENTRIES;
    const char *verifier = NULL;
    bool is_right = argc % 2 == 1;
    for (int i = 1; is_right && i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--verify") == 0) {
            verifier = argv[i + 1];
        } else {
            is_right = strcmp(argv[i], "--entries") == 0 &&
                       pal_text_int(pal_text_of(argv[i + 1]), &entries) == PAL_OK && entries > 0;
        }
    }
    if (!is_right) {
        bool wants_help = argc == 2 && strcmp(argv[1], "--help") == 0;
        (void)fputs(help, wants_help ? stdout : stderr);
        return wants_help ? 0 : 2;
    }
    must(pal_crypto_start(), "start");
    FOLDER(folder);
    PAL_STRING(db);
    PAL_STRING(tar);
    db = pal_folder_file_new(&folder, "bench.palabre");
    tar = pal_folder_file_new(&folder, "bench.tar");
    make_society(db, (uint64_t)entries);
    struct bench bench = {.db = db, .tar = tar};
    measure_all(&bench, PAL_BENCH_PROGRAM, verifier);
    return 0;
}
