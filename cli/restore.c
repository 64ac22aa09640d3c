/* restore.c - `palabre restore`: is a backup whole, and back into service with it. */
#include <inttypes.h>
#include <stdio.h>

#include "base/mem.h"
#include "core/log.h"
#include "core/society.h"

#include "commands.h"
#include "options.h"
#include "say.h"
#include "society.h"

/* clang-format off */
static const struct pal_option options[] = {
    {"check", 0, PAL_OPTION_FLAG, false, NULL,   "only check the backup; change nothing"},
    {"db",    0, PAL_OPTION_TEXT, false, "FILE", "the database to make from it; it must not exist"},
    {0},
};
/* clang-format on */

static const struct pal_usage usage = {
    .command = "restore",
    .operands = "BACKUP",
    .operands_min = 1,
    .operands_max = 1,
    .summary =
        "Checks a backup from its first entry to its signed root and, with --db, makes a database\n"
        "from it, with the key that stands beside it as BACKUP.key. What was decided after the\n"
        "backup is not in it: if the anchor of the lost database is at FILE.anchor, the restored\n"
        "one stays read-only and says so, rather than sign a second history; where no newer backup is\n"
        "left, `palabre continue-log` goes on from it.\n",
    .options = options,
    .examples = "  palabre restore --check coop-2026-06-20.palabre\n"
                "  palabre restore coop-2026-06-20.palabre --db coop.palabre\n",
};

enum pal_err pal_backup_check(const char *path)
{
    PAL_STORE(store);
    PAL_TRY(pal_society_open(path, PAL_STORE_READ, &store));
    enum pal_log_status status = pal_log_status(store);
    if (status == PAL_LOG_BROKEN) {
        return PAL_ERR_LOG_BROKEN;
    }
    PAL_SOCIETY(society);
    PAL_TRY(pal_society_read(store, &society));
    struct pal_tree_head head = pal_log_head(store);
    char root[2 * PAL_HASH_SIZE + 1];
    pal_hash_write(&head.root, root);
    (void)printf("%s: %.*s, %" PRIu64 " entries, root %s: whole\n", path,
                 (int)society.says.name.size, society.says.name.bytes, head.size, root);
    return PAL_OK;
}

static enum pal_err restore(const char *backup, const char *database)
{
    PAL_TRY(pal_backup_check(backup));
    {
        PAL_STORE(store);
        PAL_TRY(pal_society_open(backup, PAL_STORE_READ, &store));
        PAL_TRY(pal_store_backup(store, database));
    }
    enum pal_err err = pal_store_key_copy(backup, database);
    if (err == PAL_ERR_LOG_KEY) {
        pal_say("restore: no key stands beside the backup; put the log's own at %s.key before you "
                "serve it",
                database);
        return PAL_OK;
    }
    return err;
}

int pal_cli_restore(int argc, char **argv)
{
    PAL_ARGUMENTS(arguments);
    int code = pal_arguments_parse(&usage, argc, argv, &arguments);
    if (code != PAL_ARGUMENTS_GO) {
        return code;
    }
    const char *backup = pal_arguments_operand(&arguments, 0);
    const char *path = pal_arguments_text(&arguments, "db");
    if (pal_arguments_has(&arguments, "check") == (path != NULL)) {
        pal_say("restore: say either --check or --db FILE");
        return PAL_EXIT_MISUSED;
    }
    enum pal_err err = path == NULL ? pal_backup_check(backup) : restore(backup, path);
    return err == PAL_OK ? PAL_EXIT_DONE
                         : pal_say_refused("restore", path == NULL ? backup : path, err, NULL);
}
