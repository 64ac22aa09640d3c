/* backup.c - `palabre backup`: one file that holds a whole society, made beside its server. */
#include <stdio.h>

#include "core/log.h"

#include "commands.h"
#include "options.h"
#include "say.h"
#include "society.h"

/* clang-format off */
static const struct pal_option options[] = {
    {"db",       0,   PAL_OPTION_TEXT, true,  "FILE",   "the society's database; a server may hold it"},
    {"output",   'o', PAL_OPTION_TEXT, true,  "BACKUP", "the file to make; it must not exist"},
    {"with-key", 0,   PAL_OPTION_FLAG, false, NULL,     "copy the log's key beside it, as BACKUP.key; after a rotation the one before too"},
    {0},
};
/* clang-format on */

static const struct pal_usage usage = {
    .command = "backup",
    .operands = "",
    .summary =
        "Copies the database, as it is committed now, into one file, and checks the copy. The\n"
        "log's key is left out unless it is asked for: whoever has it can sign in the society's\n"
        "name, so keep it elsewhere. Without it a backup can be read, but not written again.\n",
    .options = options,
    .examples = "  palabre backup --db coop.palabre -o /mnt/usb/coop-2026-06-20.palabre\n"
                "  palabre restore --check /mnt/usb/coop-2026-06-20.palabre\n",
};

/* What is wrong is told of the file in which it is. */
static enum pal_err backup(const char *path, const char *copy_path, bool with_key,
                           const char **out_file)
{
    *out_file = path;
    {
        PAL_STORE(store);
        PAL_TRY(pal_society_open(path, PAL_STORE_READ, &store));
        *out_file = copy_path;
        PAL_TRY(pal_store_backup(store, copy_path));
    }
    if (with_key) {
        PAL_TRY(pal_store_key_copy(path, copy_path));
    }
    return pal_backup_check(copy_path);
}

int pal_cli_backup(int argc, char **argv)
{
    PAL_ARGUMENTS(arguments);
    int code = pal_arguments_parse(&usage, argc, argv, &arguments);
    if (code != PAL_ARGUMENTS_GO) {
        return code;
    }
    const char *path = pal_arguments_text(&arguments, "db");
    const char *copy_path = pal_arguments_text(&arguments, "output");
    const char *file;
    enum pal_err err = backup(path, copy_path, pal_arguments_has(&arguments, "with-key"), &file);
    return err == PAL_OK ? PAL_EXIT_DONE : pal_say_refused("backup", file, err, NULL);
}
