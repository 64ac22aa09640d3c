/* export.c - `palabre export`: the signed record of a poll or of the whole society. */
#include "core/export.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/log.h"

#include "commands.h"
#include "options.h"
#include "progress.h"
#include "say.h"
#include "society.h"

/* clang-format off */
static const struct pal_option options[] = {
    {"db",     0,   PAL_OPTION_TEXT, true,  "FILE",     "the society's database; a server may hold it"},
    {"poll",   0,   PAL_OPTION_TEXT, false, "ID",       "the record of this poll, published or void"},
    {"all",    0,   PAL_OPTION_FLAG, false, NULL,       "of all of them, with the society's open data"},
    {"output", 'o', PAL_OPTION_TEXT, false, "FILE.tar", "the file to make; without it, palabre-ID-SIZE.tar here"},
    {"force",  0,   PAL_OPTION_FLAG, false, NULL,       "write over what stands there"},
    {0},
};
/* clang-format on */

static const struct pal_usage usage = {
    .command = "export",
    .operands = "",
    .summary =
        "Writes what anyone needs to check what was decided, on a machine that never met the\n"
        "server: FILE.tar, and FILE.tar.minisig, which signs it. The same society at the same\n"
        "checkpoint gives the same bytes. `palabre-verify FILE.tar` checks it; so do minisign and\n"
        "tools that know C2SP logs. docs/rules/record.md says what each file is.\n",
    .options = options,
    .examples = "  palabre export --db coop.palabre --all -o coop.tar\n"
                "  palabre export --db coop.palabre --poll 0190a6f4-6d1c-7c1b-8a55-3f0e6c1f2b7a\n",
};

static enum pal_err make(const struct pal_arguments *arguments, const struct pal_uuid *poll)
{
    PAL_STORE(store);
    PAL_BUF(name);
    struct pal_progress progress = {0};
    struct pal_export_spec spec = {
        .poll = poll,
        .path = pal_arguments_text(arguments, "output"),
        .replaces = pal_arguments_has(arguments, "force"),
        .progress = pal_progress_show,
        .context = &progress,
    };
    PAL_TRY(pal_society_open_to_export(pal_arguments_text(arguments, "db"), &store));
    if (spec.path == NULL) {
        pal_export_name(poll, pal_log_head(store).size, &name);
        spec.path = name.bytes;
    }
    struct pal_export_made made;
    PAL_TRY(pal_export_make(store, &spec, &made));
    char root[2 * PAL_HASH_SIZE + 1];
    pal_hash_write(&made.head.root, root);
    /* main says whether it arrived */
    (void)printf("%s: %" PRIu64 " bytes, %" PRIu64 " entries, root %s\n", spec.path, made.size,
                 made.head.size, root);
    return PAL_OK;
}

int pal_cli_export(int argc, char **argv)
{
    PAL_ARGUMENTS(arguments);
    int code = pal_arguments_parse(&usage, argc, argv, &arguments);
    if (code != PAL_ARGUMENTS_GO) {
        return code;
    }
    struct pal_uuid poll;
    const char *id = pal_arguments_text(&arguments, "poll");
    if ((id != NULL) == pal_arguments_has(&arguments, "all")) {
        pal_say("export: either --poll ID or --all is expected");
        return PAL_EXIT_MISUSED;
    }
    if (id != NULL && pal_uuid_parse(pal_text_of(id), &poll) != PAL_OK) {
        pal_say("export: --poll %s: %s", id, pal_err_sentence(PAL_ERR_TEXT_UUID));
        return PAL_EXIT_MISUSED;
    }
    enum pal_err err = make(&arguments, id != NULL ? &poll : NULL);
    const char *subject = id != NULL ? id : pal_arguments_text(&arguments, "db");
    return err == PAL_OK ? PAL_EXIT_DONE : pal_say_refused("export", subject, err, NULL);
}
