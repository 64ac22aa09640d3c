/* main.c - finds the command and runs it. */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/crypto.h"

#include "commands.h"
#include "options.h"
#include "say.h"

/* clang-format off */
static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary;
} commands[] = {
    {"backup",  pal_cli_backup,  "copy a society into one file, beside its server"},
    {"check",   pal_cli_check,   "check a constitution against the law of its regime"},
    {"compare", pal_cli_compare, "say in what two constitutions differ"},
    {"continue-log", pal_cli_continue_log, "go on from an old copy, with a log of another name"},
    {"convert", pal_cli_convert, "write a file of ballots in another format"},
    {"count",   pal_cli_count,   "count a file of ballots, without a database"},
    {"demo",    pal_cli_demo,    "make an invented cooperative to try, and serve it"},
    {"export",  pal_cli_export,  "write the signed record of polls, for anyone to check"},
    {"import",  pal_cli_import,  "enter members from a CSV file"},
    {"init",    pal_cli_init,    "found a society in a new database"},
    {"link",    pal_cli_link,    "make a link that signs somebody in"},
    {"methods", pal_cli_methods, "list the counting methods and their parameters"},
    {"migrate", pal_cli_migrate, "bring the database of an earlier version up to date"},
    {"rebuild", pal_cli_rebuild, "make the views of a database again from its log"},
    {"rehearse", pal_cli_rehearse, "make a society in which the next assembly can be tried"},
    {"restore", pal_cli_restore, "check a backup, or make a database from one"},
    {"review",  pal_cli_review,  "write the pack for the cooperative reviewer"},
    {"revoke-key", pal_cli_revoke_key, "say that a key of the log is no longer believed"},
    {"rotate-key", pal_cli_rotate_key, "sign the log with another key from now on"},
    {"serve",   pal_cli_serve,   "serve the society of a database"},
    {"templates", pal_cli_templates, "list constitutions to begin from, or print one"},
};
/* clang-format on */

enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

static void print_help(FILE *stream)
{
    (void)fputs("usage: palabre COMMAND [options]\n\ncommands:\n", stream);
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        (void)fprintf(stream, "  %-10s %s\n", commands[i].name, commands[i].summary);
    }
    (void)
        fputs("\n`palabre COMMAND --help` says more, with examples; `palabre --version` prints the "
              "version.\n",
              stream);
}

/* What was printed must have arrived: a full disk behind a redirection is a failure. */
static int flush(int code)
{
    if (fflush(stdout) != 0 || ferror(stdout) != 0) {
        pal_say("%s", pal_err_sentence(PAL_ERR_FILE_WRITE));
        return PAL_EXIT_REFUSED;
    }
    return code;
}

/* The memory of a command has the log's key, people, and ballots that are not yet published: a crash
 * leaves no image of it, and other programs of the same user do not look into it. */
static bool hide_memory(void)
{
    const struct rlimit none = {0, 0};
    return setrlimit(RLIMIT_CORE, &none) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

/* Where a file may grow no more, by a limit of this process, the write fails and its command says
 * what to do; the signal would end the program instead. */
static void outlive_limits(void)
{
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    (void)sigaction(SIGXFSZ, &ignore, NULL); /* fails only for a signal that cannot be ignored */
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        print_help(stderr);
        return PAL_EXIT_MISUSED;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return flush(PAL_EXIT_DONE);
    }
    if (strcmp(argv[1], "--version") == 0) {
        (void)puts("palabre " PAL_VERSION);
        return flush(PAL_EXIT_DONE);
    }
    /* Whatever a command creates holds people's data, or a key: it is for its owner alone. */
    (void)umask(S_IRWXG | S_IRWXO);
    outlive_limits();
    if (!hide_memory() || pal_crypto_start() != PAL_OK) {
        pal_say("%s", pal_err_sentence(PAL_ERR_CRYPTO_START));
        return PAL_EXIT_REFUSED;
    }
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(argv[1], commands[i].name) == 0) {
            return flush(commands[i].run(argc - 1, argv + 1));
        }
    }
    pal_say("%s: there is no such command; see `palabre --help`", argv[1]);
    return PAL_EXIT_MISUSED;
}
