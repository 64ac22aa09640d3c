/* migrate.c - `palabre migrate`: a database of an earlier version brought up to date. */
#include <stdio.h>

#include "core/store.h"

#include "commands.h"
#include "options.h"
#include "say.h"
#include "society.h"

/* clang-format off */
static const struct pal_option options[] = {
    {"db",      0, PAL_OPTION_TEXT, true,  "FILE", "the society's database; no server may hold it"},
    {"dry-run", 0, PAL_OPTION_FLAG, false, NULL,   "say what would be done, and do nothing"},
    {0},
};
/* clang-format on */

static const struct pal_usage usage = {
    .command = "migrate",
    .operands = "",
    .summary = "Brings the database of an earlier version up to date, in one transaction. Make a\n"
               "backup first: there is no way back but that.\n",
    .options = options,
    .examples = "  palabre migrate --db coop.palabre --dry-run\n"
                "  palabre backup --db coop.palabre -o before.palabre\n"
                "  palabre migrate --db coop.palabre\n",
};

/* main says whether what is printed arrived */
static enum pal_err migrate(const char *path, bool is_dry)
{
    unsigned there;
    PAL_TRY(pal_store_version(path, &there));
    unsigned wanted = pal_store_program_version();
    if (there > wanted) {
        return PAL_ERR_STORE_LATER;
    }
    if (there == wanted) {
        (void)printf("%s: up to date, at version %u\n", path, there);
        return PAL_OK;
    }
    for (unsigned version = there + 1; version <= wanted; version++) {
        (void)printf("%s: %s version %u: %s\n", path, is_dry ? "would enter" : "entering", version,
                     pal_store_migration(version));
    }
    if (is_dry) {
        return PAL_OK;
    }
    PAL_STORE(store);
    return pal_society_open(path, PAL_STORE_MIGRATE, &store);
}

int pal_cli_migrate(int argc, char **argv)
{
    PAL_ARGUMENTS(arguments);
    int code = pal_arguments_parse(&usage, argc, argv, &arguments);
    if (code != PAL_ARGUMENTS_GO) {
        return code;
    }
    const char *path = pal_arguments_text(&arguments, "db");
    enum pal_err err = migrate(path, pal_arguments_has(&arguments, "dry-run"));
    return err == PAL_OK ? PAL_EXIT_DONE : pal_say_refused("migrate", path, err, NULL);
}
