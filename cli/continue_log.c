/* continue_log.c - `palabre continue-log`: an old copy goes on, with a log of another name. */
#include <inttypes.h>
#include <stdio.h>

#include "base/fields.h"
#include "base/limits.h"
#include "core/log.h"
#include "core/log_continue.h"
#include "core/polls.h"

#include "commands.h"
#include "options.h"
#include "say.h"
#include "society.h"

/* clang-format off */
static const struct pal_option options[] = {
    {"db",         0, PAL_OPTION_TEXT, true,  "FILE", "the society's database; no server may hold it"},
    {"log-name",   0, PAL_OPTION_TEXT, true,  "NAME", "the log's name from now on, such as vote.coop.example/log2"},
    {"reason",     0, PAL_OPTION_TEXT, true,  "TEXT", "why, for everybody to read in the log"},
    {"anchor",     0, PAL_OPTION_TEXT, false, "PATH", "the log's anchor, as `serve` is told; FILE.anchor unless told"},
    {"checkpoint", 0, PAL_OPTION_TEXT, false, "NOTE", "a file with a signed checkpoint that this copy lacks, as a witness has it"},
    {"dry-run",    0, PAL_OPTION_FLAG, false, NULL,   "only say what would be lost; change nothing"},
    {0},
};
/* clang-format on */

static const struct pal_usage usage = {
    .command = "continue-log",
    .operands = "",
    .summary =
        "For a society that is read-only since its copy is older than what its log has signed, or is\n"
        "another, when no newer backup is left. Its log goes on under another name and another key, and\n"
        "quotes the last checkpoint known under the name before, which is never signed again. What\n"
        "was done since the copy is lost: polls that were open, or not yet counted, are void. Every\n"
        "session, token and link ends, since what was revoked since is not known; `palabre link` makes\n"
        "another. Prints the new verification key, last: the witnesses must learn it.\n",
    .options = options,
    .examples =
        "  palabre continue-log --db coop.palabre --log-name vote.coop.example/log2 \\\n"
        "      --reason \"The disk died; the backup of the night before is back.\" --dry-run\n",
};

static enum pal_err print_poll(void *context, const struct pal_poll *poll)
{
    char uuid[PAL_UUID_TEXT_SIZE + 1];
    (void)context;
    pal_uuid_write(&poll->uuid, uuid);
    (void)printf("void: %.*s (%s)\n", (int)poll->title.size, poll->title.bytes, uuid);
    return PAL_OK;
}

static enum pal_err print_lost(struct pal_store *store, const struct pal_lost *lost)
{
    static const enum pal_poll_state states[] = {PAL_POLL_OPEN, PAL_POLL_CLOSED};
    struct pal_text name = pal_log_name(store);
    (void)printf("%.*s has %" PRIu64 " entries here, and a checkpoint of %" PRIu64 " was signed",
                 (int)name.size, name.bytes, lost->size, lost->known_size);
    if (lost->known_size > lost->size) {
        (void)printf(": at least %" PRIu64 " are lost.\n", lost->known_size - lost->size);
    } else {
        (void)printf(" over others than these.\n");
    }
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        const struct pal_polls_query query = {.state = &states[i], .limit = SIZE_MAX};
        PAL_TRY(pal_polls_walk(store, &query, print_poll, NULL));
    }
    return PAL_OK;
}

static enum pal_err go_on(const struct pal_arguments *arguments, const char *path,
                          struct pal_text checkpoint)
{
    PAL_STORE(store);
    struct pal_lost lost;
    const struct pal_continuation continuation = {
        .name = pal_text_of(pal_arguments_text(arguments, "log-name")),
        .reason = pal_text_of(pal_arguments_text(arguments, "reason")),
        .checkpoint = checkpoint,
    };
    const char *anchor = pal_arguments_text(arguments, "anchor");
    PAL_TRY(pal_society_open_anchored(path, anchor, &store));
    PAL_TRY(pal_log_lost(store, &continuation, &lost));
    PAL_TRY(print_lost(store, &lost));
    if (pal_arguments_has(arguments, "dry-run")) {
        (void)puts("Nothing was changed.");
        return PAL_OK;
    }
    PAL_TRY(pal_log_continue(store, &continuation));
    struct pal_text vkey = pal_log_vkey(store);
    (void)printf("Every session, token and link has ended.\n%.*s\n", (int)vkey.size, vkey.bytes);
    return PAL_OK;
}

int pal_cli_continue_log(int argc, char **argv)
{
    PAL_ARGUMENTS(arguments);
    PAL_BUF(checkpoint);
    int code = pal_arguments_parse(&usage, argc, argv, &arguments);
    if (code != PAL_ARGUMENTS_GO) {
        return code;
    }
    const char *path = pal_arguments_text(&arguments, "db");
    const char *note = pal_arguments_text(&arguments, "checkpoint");
    enum pal_err err = note == NULL ? PAL_OK : pal_file_read(note, PAL_LIMIT_NOTE, &checkpoint);
    if (err != PAL_OK) {
        return pal_say_refused("continue-log", note, err, NULL);
    }
    err = go_on(&arguments, path, pal_buf_text(&checkpoint));
    return err == PAL_OK ? PAL_EXIT_DONE : pal_say_refused("continue-log", path, err, NULL);
}
