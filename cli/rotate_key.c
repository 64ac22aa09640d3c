/* rotate_key.c - `palabre rotate-key`: another key signs the log from now on. */
#include "rotate_key.h"

#include <stdio.h>

#include "core/log.h"
#include "core/polls.h"

#include "commands.h"
#include "options.h"
#include "say.h"
#include "society.h"

/* clang-format off */
static const struct pal_option options[] = {
    {"db", 0, PAL_OPTION_TEXT, true, "FILE", "the society's database; no server may hold it"},
    {0},
};
/* clang-format on */

static const struct pal_usage usage = {
    .command = "rotate-key",
    .operands = "",
    .summary =
        "Makes another key in FILE.key, and has the old one certify it in the log. For thirty days\n"
        "both sign; FILE.key.old is then removed. Prints the new verification key: whoever watches\n"
        "the log, its witnesses first, must learn it within that time. No poll may be open: its\n"
        "receipts are signed by the key that its manifest names.\n",
    .options = options,
    .examples = "  palabre rotate-key --db coop.palabre\n",
};

static enum pal_err refuse(void *context, const struct pal_poll *poll)
{
    (void)context;
    (void)poll;
    return PAL_ERR_ASSEMBLY_POLLS;
}

enum pal_err pal_key_change(struct pal_store *store, const struct pal_rotation *rotation)
{
    const enum pal_poll_state open = PAL_POLL_OPEN;
    const struct pal_polls_query query = {.state = &open, .limit = 1};
    PAL_TRY(pal_polls_walk(store, &query, refuse, NULL));
    PAL_TRY(pal_log_rotate(store, rotation));
    struct pal_text vkey = pal_log_vkey(store);
    (void)printf("%.*s\n", (int)vkey.size, vkey.bytes); /* main says whether it arrived */
    return PAL_OK;
}

static enum pal_err rotate(const char *path)
{
    const struct pal_rotation rotation = {0};
    PAL_STORE(store);
    PAL_TRY(pal_society_open(path, PAL_STORE_WRITE, &store));
    return pal_key_change(store, &rotation);
}

int pal_cli_rotate_key(int argc, char **argv)
{
    PAL_ARGUMENTS(arguments);
    int code = pal_arguments_parse(&usage, argc, argv, &arguments);
    if (code != PAL_ARGUMENTS_GO) {
        return code;
    }
    const char *path = pal_arguments_text(&arguments, "db");
    enum pal_err err = rotate(path);
    return err == PAL_OK ? PAL_EXIT_DONE : pal_say_refused("rotate-key", path, err, NULL);
}
