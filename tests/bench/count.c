/* count.c - what a count takes, beside the reading of its file and beside other programs. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ballots/format.h"
#include "ballots/method.h"
#include "base/check.h"
#include "base/mem.h"

#include "../support/folder.h"
#include "elections.h"
#include "measure.h"

enum {
    SIZES_MAX = 8,
    PEER_SECONDS = 120,
    RATIO_DIGITS = 100,
    BALLOTS_MAX = 10000000,
    OPTIONS_MAX = 1000
};

static const char help[] =
    "usage: count [--ballots N,N...] [--options N,N...] [--method ID] [--peers FOLDER]\n"
    "       count --method ID [--seats N] [--set KEY=VALUE]... FILE...\n"
    "\n"
    "Counts random elections of 1000, 10000, 100000 and 1000000 ballots on 10 and on 40 options by every\n"
    "method, and prints the seconds of processors, of program and kernel, that reading and counting take,\n"
    "the second divided by the first, those of the whole process, its seconds by the clock, and its memory\n"
    "at the most; then the same of budgets of 98 projects by equal shares. Beside them, on the same voters,\n"
    "the same of belenios-tool where it is installed and, where --peers names their folder, of the npm\n"
    "packages votes and stv:\n"
    "\n"
    "    npm install --prefix FOLDER votes@3.0.0 stv@0.0.2\n"
    "\n"
    "With files, counts these.\n";

/* --- Ours --- */

struct count {
    const struct pal_method *method;
    const char *path;
    int64_t seats; /* 0: as the file says */
    const char *const *settings;
    size_t setting_count;
};

static struct pal_text map(const char *path)
{
    struct stat facts;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 || fstat(file, &facts) != 0) {
        perror(path);
        exit(1); /* NOLINT(concurrency-mt-unsafe): one thread. */
    }
    void *bytes = mmap(NULL, (size_t)facts.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    PAL_CHECK(bytes != MAP_FAILED);
    (void)close(file);
    return (struct pal_text){bytes, (size_t)facts.st_size};
}

static enum pal_err ask(const struct count *count, struct pal_question *question)
{
    for (size_t i = 0; i < count->setting_count; i++) {
        const char *equals = strchr(count->settings[i], '=');
        struct pal_text name = {count->settings[i],
                                equals != NULL ? (size_t)(equals - count->settings[i]) : 0};
        PAL_TRY(pal_question_set_parameter(question, name,
                                           pal_text_of(equals != NULL ? equals + 1 : "")));
    }
    return pal_method_settle(count->method, question, NULL);
}

static enum pal_err read_and_count(const struct count *count, int64_t *out_parts_us)
{
    int64_t started_us = pal_measure_cpu_us();
    PAL_QUESTION(question);
    PAL_TRY(ask(count, &question));
    PAL_PROFILE(profile, pal_method_kind(count->method, &question), 0);
    PAL_TRY(
        pal_format_of(pal_text_of(count->path))->read(map(count->path), &question, &profile, NULL));
    int64_t read_us = pal_measure_cpu_us();

    int64_t seats = count->seats;
    if (seats == 0 && !count->method->takes_seats) {
        seats = 1;
    }
    if (seats != 0) {
        PAL_TRY(pal_question_set_seats(&question, seats));
    }
    PAL_TRY(pal_method_accepts(count->method, &question));
    pal_method_judge_profile(count->method, &question, &profile);
    PAL_OUTCOME(outcome, question.option_count);
    pal_method_count(count->method, &question, &profile, &outcome);
    out_parts_us[0] = read_us - started_us;
    out_parts_us[1] = pal_measure_cpu_us() - read_us;
    return PAL_OK;
}

static bool work(void *context, int64_t *out_parts_us)
{
    const struct count *count = context;
    enum pal_err err = read_and_count(count, out_parts_us);
    if (err != PAL_OK) {
        (void)fprintf(stderr, "%s by %s: %s\n", count->path, count->method->id, pal_err_slug(err));
    }
    return err == PAL_OK;
}

/* Microseconds as seconds, without floating point. */
static void print_seconds(int64_t us)
{
    (void)printf(" %6lld.%04lld", (long long)(us / 1000000), (long long)(us % 1000000 / 100));
}

static void print_whole(const struct pal_measure *measure)
{
    print_seconds(measure->cpu_us);
    print_seconds(measure->whole_us);
    (void)printf(" %8ld\n", measure->peak_kib / 1024);
}

static void print_count(const struct count *count, const char *title)
{
    struct pal_measure measure = pal_measure_work(
        work, (void *)(uintptr_t)count); /* NOLINT(performance-no-int-to-ptr): not written to */
    (void)printf("%-34s", title);
    if (!measure.done) {
        (void)printf(" failed\n");
        return;
    }
    print_seconds(measure.parts_us[0]);
    print_seconds(measure.parts_us[1]);
    int64_t read_us = measure.parts_us[0] > 0 ? measure.parts_us[0] : 1;
    int64_t ratio = measure.parts_us[1] * RATIO_DIGITS / read_us;
    (void)printf(" %6lld.%02lld", (long long)(ratio / RATIO_DIGITS),
                 (long long)(ratio % RATIO_DIGITS));
    print_whole(&measure);
}

/* --- Peers --- */

struct peer {
    const char *method; /* beside which of ours it is printed */
    enum pal_peer_form form;
    const char *title;
    const char *arguments[10];
    bool is_npm; /* its folder and its options follow */
};

/* clang-format off */
static const struct peer peers[] = {
    {"schulze",           PAL_PEER_RANKS,  "  belenios-tool schulze",           {"belenios-tool", "method", "schulze", "--blank-allowed=false"}, false},
    {"majority-judgment", PAL_PEER_GRADES, "  belenios-tool majority-judgment", {"belenios-tool", "method", "majority-judgment", "--blank-allowed=false", "--ngrades=6"}, false},
    {"stv-scottish",      PAL_PEER_ORDERS, "  belenios-tool stv",               {"belenios-tool", "method", "stv", "--nseats=4"}, false},
    {"stv-scottish",      PAL_PEER_ORDERS, "  stv (npm)",                       {"stv", "stv", "4"}, true},
    {"schulze",           PAL_PEER_ORDERS, "  votes Schulze (npm)",             {"votes", "Schulze"}, true},
    {"ranked-pairs",      PAL_PEER_ORDERS, "  votes RankedPairs (npm)",         {"votes", "RankedPairs"}, true},
    {"minimax",           PAL_PEER_ORDERS, "  votes Minimax (npm)",             {"votes", "Minimax"}, true},
    {"copeland",          PAL_PEER_ORDERS, "  votes Copeland (npm)",            {"votes", "Copeland"}, true},
    {"borda",             PAL_PEER_ORDERS, "  votes Borda (npm)",               {"votes", "Borda"}, true},
    {"irv",               PAL_PEER_ORDERS, "  votes InstantRunoff (npm)",       {"votes", "InstantRunoff"}, true},
    {"two-round",         PAL_PEER_ORDERS, "  votes TwoRoundRunoff (npm)",      {"votes", "TwoRoundRunoff"}, true},
};
/* clang-format on */

static const char *const form_names[] = {
    [PAL_PEER_ORDERS] = "orders", [PAL_PEER_RANKS] = "ranks", [PAL_PEER_GRADES] = "grades"};

static void print_peer(const struct peer *peer, const char *folder, const char *npm_folder)
{
    const char *arguments[16] = {PAL_BENCH_ROOT "/tools/node",
                                 PAL_BENCH_ROOT "/tests/bench/peers.ts", npm_folder};
    size_t count = peer->is_npm ? 3 : 0;
    for (size_t i = 0; peer->arguments[i] != NULL; i++) {
        arguments[count++] = peer->arguments[i];
    }
    arguments[count] = NULL;
    PAL_BUF(input);
    pal_buf_add_format(&input, "%s/%s.json", folder, form_names[peer->form]);
    struct pal_measure measure = pal_measure_program(arguments, input.bytes, PEER_SECONDS);
    (void)printf("%-34s%36s", peer->title, "");
    if (measure.done) {
        print_whole(&measure);
    } else {
        (void)printf(" failed, or took more than %d s\n", PEER_SECONDS);
    }
}

static bool is_on_path(const char *program)
{
    const char *const arguments[] = {program, "--version", NULL};
    return pal_measure_program(arguments, "/dev/null", PEER_SECONDS).done;
}

/* --- A whole table --- */

struct plan {
    size_t ballots[SIZES_MAX], options[SIZES_MAX];
    size_t ballot_sizes, option_sizes;
    const char *method; /* NULL: every one */
    const char *peers;  /* NULL: not those of npm */
    bool has_belenios;
};

/* The methods whose options have names of their own. */
static const char *const *names_of(const struct pal_method *method, size_t *out_options)
{
    static const char *const motion[] = {"for", "against", "abstain"};
    static const char *const consent[] = {"consent", "reserve", "object", "abstain"};
    if (strcmp(method->id, "motion") == 0) {
        *out_options = sizeof motion / sizeof motion[0];
        return motion;
    }
    if (strcmp(method->id, "consent") == 0) {
        *out_options = sizeof consent / sizeof consent[0];
        return consent;
    }
    return NULL;
}

static void print_peers(const struct plan *plan, const char *method, const char *folder)
{
    for (size_t i = 0; i < sizeof peers / sizeof peers[0]; i++) {
        if (strcmp(peers[i].method, method) == 0 &&
            (peers[i].is_npm ? plan->peers != NULL : plan->has_belenios)) {
            print_peer(&peers[i], folder, plan->peers);
        }
    }
}

static void print_method(const struct plan *plan, const struct pal_method *method, size_t ballots,
                         size_t options, const char *folder)
{
    PAL_QUESTION(question);
    enum pal_err err = pal_method_settle(method, &question, NULL);
    PAL_CHECK(err == PAL_OK);
    enum pal_ballot_kind kind = pal_method_kind(method, &question);
    const char *const *names = names_of(method, &options);
    PAL_BUF(path);
    pal_buf_add_format(&path, "%s/%s%s.%s", folder, names != NULL ? method->id : "",
                       pal_ballot_kind_name(kind), kind == PAL_BALLOT_RANKS ? "blt" : "json");
    if (access(path.bytes, F_OK) != 0) {
        pal_election_write(path.bytes, kind, ballots, options, names);
    }
    static const char *const sortition[] = {"seed=a published seed"};
    bool needs_seed = kind == PAL_BALLOT_NONE;
    struct count count = {.method = method,
                          .path = path.bytes,
                          .settings = sortition,
                          .setting_count = needs_seed ? 1 : 0};
    print_count(&count, method->id);
    print_peers(plan, method->id, folder);
}

static void print_size(const struct plan *plan, size_t ballots, size_t options)
{
    FOLDER(folder);
    for (size_t i = 0; plan->has_belenios || plan->peers != NULL; i++) {
        if (i == sizeof form_names / sizeof form_names[0]) {
            break;
        }
        PAL_BUF(path);
        pal_buf_add_format(&path, "%s/%s.json", folder.path, form_names[i]);
        pal_election_write_peer(path.bytes, (enum pal_peer_form)i, ballots, options);
    }
    (void)printf("\n%zu ballots of %zu options\n%-34s %11s %11s %9s %11s %11s %8s\n", ballots,
                 options, "", "reading s", "counting s", "ratio", "whole s", "clock s", "MiB");
    const struct pal_method *method;
    for (size_t i = 0; (method = pal_method_at(i)) != NULL; i++) {
        if (plan->method == NULL || strcmp(plan->method, method->id) == 0) {
            print_method(plan, method, ballots, options, folder.path);
        }
    }
}

/* --- Budgets --- */

/* As large as those for which another exact program was seen to take 7.8 seconds, and 10.9 with raised
 * shares. */
static const struct {
    const char *title;
    size_t ballots;
    const char *settings[2];
} budgets[] = {
    {"6848 ballots, by cost", 6848, {"utility=cost", "completion=none"}},
    {"6848 ballots, by number", 6848, {"utility=cardinality", "completion=none"}},
    {"2553 ballots, by cost, add1", 2553, {"utility=cost", "completion=add1"}},
    {"2553 ballots, by number, add1", 2553, {"utility=cardinality", "completion=add1"}},
};
enum { BUDGET_PROJECTS = 98 };

static void print_budgets(void)
{
    FOLDER(folder);
    (void)printf("\nbudgets of %d projects, by equal shares\n", BUDGET_PROJECTS);
    for (size_t i = 0; i < sizeof budgets / sizeof budgets[0]; i++) {
        PAL_BUF(path);
        pal_buf_add_format(&path, "%s/%zu.json", folder.path, budgets[i].ballots);
        pal_election_write(path.bytes, PAL_BALLOT_APPROVES, budgets[i].ballots, BUDGET_PROJECTS,
                           NULL);
        const struct count count = {.method = pal_method_find(pal_text_of("budget-equal-shares")),
                                    .path = path.bytes,
                                    .settings = budgets[i].settings,
                                    .setting_count =
                                        sizeof budgets[i].settings / sizeof budgets[i].settings[0]};
        print_count(&count, budgets[i].title);
    }
}

/* --- The command --- */

enum { SETTINGS_MAX = 16 };

struct command {
    struct plan plan;
    int64_t seats;
    const char *settings[SETTINGS_MAX];
    size_t setting_count;
    char **files;
    int file_count;
};

/* "1000,10000" */
static bool read_sizes(const char *text, size_t max, size_t *sizes, size_t *out_count)
{
    *out_count = 0;
    const char *at = text;
    for (;;) {
        size_t length = strcspn(at, ",");
        int64_t size;
        if (pal_text_int((struct pal_text){at, length}, &size) != PAL_OK || size < 1 ||
            (size_t)size > max || *out_count == SIZES_MAX) {
            return false;
        }
        sizes[(*out_count)++] = (size_t)size;
        if (at[length] == '\0') {
            return true;
        }
        at += length + 1;
    }
}

static bool read_option(const char *name, const char *value, struct command *out)
{
    struct plan *plan = &out->plan;
    size_t count;
    if (strcmp(name, "--ballots") == 0) {
        return read_sizes(value, BALLOTS_MAX, plan->ballots, &plan->ballot_sizes);
    }
    if (strcmp(name, "--options") == 0) {
        return read_sizes(value, OPTIONS_MAX, plan->options, &plan->option_sizes);
    }
    if (strcmp(name, "--method") == 0) {
        plan->method = value;
        return pal_method_find(pal_text_of(value)) != NULL;
    }
    if (strcmp(name, "--peers") == 0) {
        plan->peers = value;
        return true;
    }
    if (strcmp(name, "--seats") == 0) {
        size_t seats[SIZES_MAX];
        bool is_read = read_sizes(value, OPTIONS_MAX, seats, &count);
        out->seats = is_read ? (int64_t)seats[0] : 0;
        return is_read;
    }
    if (strcmp(name, "--set") == 0 && out->setting_count < SETTINGS_MAX) {
        out->settings[out->setting_count++] = value;
        return true;
    }
    return false;
}

static bool read_command(int argc, char **argv, struct command *out)
{
    int i = 1;
    for (; i + 1 < argc && strncmp(argv[i], "--", 2) == 0; i += 2) {
        if (!read_option(argv[i], argv[i + 1], out)) {
            return false;
        }
    }
    out->files = argv + i;
    out->file_count = argc - i;
    bool has_files = out->file_count > 0;
    if (has_files && (argv[i][0] == '-' || out->plan.method == NULL)) {
        return false;
    }
    return has_files || (out->seats == 0 && out->setting_count == 0);
}

static void print_files(const struct command *command)
{
    (void)printf("%-34s %11s %11s %9s %11s %11s %8s\n", command->plan.method, "reading s",
                 "counting s", "ratio", "whole s", "clock s", "MiB");
    for (int i = 0; i < command->file_count; i++) {
        const char *slash = strrchr(command->files[i], '/');
        struct count count = {.method = pal_method_find(pal_text_of(command->plan.method)),
                              .path = command->files[i],
                              .seats = command->seats,
                              .settings = command->settings,
                              .setting_count = command->setting_count};
        if (pal_format_of(pal_text_of(count.path)) == NULL) {
            (void)fprintf(stderr, "%s is of no known format\n", count.path);
            continue;
        }
        print_count(&count, slash != NULL ? slash + 1 : command->files[i]);
    }
}

int main(int argc, char **argv)
{
    struct command command = {
        .plan = {.ballots = {1000, 10000, 100000, 1000000},
                 .ballot_sizes = 4,
                 .options = {10, 40},
                 .option_sizes = 2},
    };
    bool wants_help = argc == 2 && strcmp(argv[1], "--help") == 0;
    if (wants_help || !read_command(argc, argv, &command)) {
        (void)fputs(help, wants_help ? stdout : stderr);
        return wants_help ? 0 : 2;
    }
    if (command.file_count > 0) {
        print_files(&command);
        return 0;
    }
    command.plan.has_belenios = is_on_path("belenios-tool");
    for (size_t i = 0; i < command.plan.option_sizes; i++) {
        for (size_t k = 0; k < command.plan.ballot_sizes; k++) {
            print_size(&command.plan, command.plan.ballots[k], command.plan.options[i]);
        }
    }
    if (command.plan.method == NULL || strcmp(command.plan.method, "budget-equal-shares") == 0) {
        print_budgets();
    }
    return 0;
}
