/* rebuild.c - `palabre rebuild`: the views made again from the log and what it rests on. */
#include "core/rebuild.h"

#include <stdio.h>

#include "core/log.h"

#include "commands.h"
#include "options.h"
#include "progress.h"
#include "say.h"
#include "society.h"

/* clang-format off */
static const struct pal_option options[] = {
    {"db", 0, PAL_OPTION_TEXT, true, "FILE", "the society's database; no server may hold it"},
    {0},
};
/* clang-format on */

static const struct pal_usage usage = {
    .command = "rebuild",
    .operands = "",
    .summary = "Makes the views of a database again from its log, its documents and its private\n"
               "tables, and changes nothing else. A sound database comes out as it was.\n",
    .options = options,
    .examples = "  palabre rebuild --db coop.palabre\n",
};

static enum pal_err rebuild(const char *path)
{
    PAL_STORE(store);
    PAL_TRY(pal_society_open(path, PAL_STORE_WRITE, &store));
    struct pal_progress progress = {0};
    PAL_TRY(pal_rebuild(store, pal_progress_show, &progress));
    PAL_TRY(pal_turn_commit(store));
    (void)printf("%s: rebuilt from %llu entries\n", path,
                 (unsigned long long)pal_log_head(store).size); /* main says whether it arrived */
    return PAL_OK;
}

int pal_cli_rebuild(int argc, char **argv)
{
    PAL_ARGUMENTS(arguments);
    int code = pal_arguments_parse(&usage, argc, argv, &arguments);
    if (code != PAL_ARGUMENTS_GO) {
        return code;
    }
    const char *path = pal_arguments_text(&arguments, "db");
    enum pal_err err = rebuild(path);
    return err == PAL_OK ? PAL_EXIT_DONE : pal_say_refused("rebuild", path, err, NULL);
}
