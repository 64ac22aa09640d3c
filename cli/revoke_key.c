/* revoke_key.c - `palabre revoke-key`: a key of the log is no longer believed. */
#include <stdio.h>

#include "core/log.h"

#include "commands.h"
#include "options.h"
#include "rotate_key.h"
#include "say.h"
#include "society.h"

/* clang-format off */
static const struct pal_option options[] = {
    {"db",        0, PAL_OPTION_TEXT,    true,  "FILE", "the society's database; no server may hold it"},
    {"reason",    0, PAL_OPTION_TEXT,    true,  "TEXT", "why, for everybody to read in the log"},
    {"key",       0, PAL_OPTION_TEXT,    false, "VKEY", "a key that was replaced before; the one in force unless told, which is replaced first"},
    {"last-size", 0, PAL_OPTION_INTEGER, false, "N",    "the largest size still believed under it; all that are signed unless told"},
    {0},
};
/* clang-format on */

static const struct pal_usage usage = {
    .command = "revoke-key",
    .operands = "",
    .summary =
        "Says in the log that a key was lost, stolen, or may have been: no checkpoint beyond a size is\n"
        "believed under it. The key in force is replaced in the same step, as rotate-key does, and the\n"
        "new verification key is printed: tell it, by another way than this server, to all who check\n"
        "the log. Believe no more than the witnesses had cosigned before the key was lost.\n",
    .options = options,
    .examples =
        "  palabre revoke-key --db coop.palabre --reason \"stolen with the server\" --last-size 4711\n",
};

static enum pal_err revoke(const struct pal_arguments *arguments, const char *path)
{
    PAL_STORE(store);
    const char *key = pal_arguments_text(arguments, "key");
    PAL_TRY(pal_society_open(path, PAL_STORE_WRITE, &store));
    int64_t size = (int64_t)pal_log_head(store).size;
    int64_t last_size = pal_arguments_int(arguments, "last-size", size);
    if (last_size > size) {
        return PAL_ERR_KEY_LIFE;
    }
    const struct pal_rotation rotation = {
        .reason = pal_text_of(pal_arguments_text(arguments, "reason")),
        .last_size = (uint64_t)last_size,
    };
    if (rotation.reason.size == 0) {
        return PAL_ERR_TEXT_EMPTY;
    }
    if (!pal_text_is_utf8(rotation.reason)) {
        return PAL_ERR_TEXT_UTF8;
    }
    if (key == NULL) {
        return pal_key_change(store, &rotation);
    }
    PAL_TRY(pal_log_revoke(store, pal_text_of(key), &rotation));
    return pal_turn_commit(store);
}

int pal_cli_revoke_key(int argc, char **argv)
{
    PAL_ARGUMENTS(arguments);
    int code = pal_arguments_parse(&usage, argc, argv, &arguments);
    if (code != PAL_ARGUMENTS_GO) {
        return code;
    }
    const char *path = pal_arguments_text(&arguments, "db");
    enum pal_err err = revoke(&arguments, path);
    return err == PAL_OK ? PAL_EXIT_DONE : pal_say_refused("revoke-key", path, err, NULL);
}
