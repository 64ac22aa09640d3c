/* rehearse.c - `palabre rehearse`: makes a society in which the next assembly can be tried. */
#include <stdio.h>

#include "core/rehearsal.h"
#include "core/society.h"

#include "commands.h"
#include "options.h"
#include "say.h"
#include "society.h"

/* clang-format off */
static const struct pal_option options[] = {
    {"db",   0, PAL_OPTION_TEXT, true,  "FILE", "the society, which may be served meanwhile; nothing in it changes"},
    {"into", 0, PAL_OPTION_TEXT, true,  "COPY", "the database of the rehearsal, to create"},
    {"url",  0, PAL_OPTION_TEXT, false, "URL",  "where the rehearsal will answer; " PAL_URL_DEFAULT " unless told"},
    {0},
};
/* clang-format on */

static const struct pal_usage usage = {
    .command = "rehearse",
    .operands = "",
    .summary =
        "Makes another society from one that lives: its statutes, register, offices and coming\n"
        "assemblies, which may sit at once, under another name, another key and another log. No address\n"
        "is taken over, so that no letter reaches anybody, and nothing of it comes into the record.\n"
        "Prints the link with which its administrator signs in; remove the file when you are done.\n",
    .options = options,
    .examples = "  palabre rehearse --db coop.palabre --into rehearsal.palabre\n"
                "  palabre serve --db rehearsal.palabre --listen 127.0.0.1:9000\n",
};

struct made {
    struct pal_store *society; /* lent */
    struct pal_rehearsed rehearsed;
    struct pal_secret link;
    int64_t expires_us;
};

static enum pal_err copy(void *context, struct pal_store *rehearsal, int64_t *clock_us,
                         int64_t now_us)
{
    struct made *made = context;
    PAL_TRY(pal_rehearsal_make(made->society, rehearsal, clock_us, now_us, &made->rehearsed));
    PAL_TRY(
        pal_link_make(rehearsal, made->rehearsed.administrator, &made->link, &made->expires_us));
    return pal_turn_commit(rehearsal);
}

int pal_cli_rehearse(int argc, char **argv)
{
    PAL_ARGUMENTS(arguments);
    int code = pal_arguments_parse(&usage, argc, argv, &arguments);
    if (code != PAL_ARGUMENTS_GO) {
        return code;
    }
    const char *from = pal_arguments_text(&arguments, "db");
    const char *into = pal_arguments_text(&arguments, "into");
    const char *url = pal_arguments_text(&arguments, "url");
    PAL_STORE(society);
    enum pal_err err = pal_society_open(from, PAL_STORE_READ, &society);
    if (err != PAL_OK) {
        return pal_say_refused("rehearse", from, err, NULL);
    }
    if (pal_society_is_rehearsal(society)) {
        return pal_say_refused("rehearse", from, PAL_ERR_STATE, NULL);
    }
    struct made made = {.society = society};
    err = pal_society_make(&(struct pal_society_making){into, copy, &made});
    if (err != PAL_OK) {
        return pal_say_refused("rehearse", into, err, NULL);
    }
    (void)printf("%s is a rehearsal: %zu members, %zu assemblies, %zu resolutions.\n", into,
                 made.rehearsed.members, made.rehearsed.assemblies, made.rehearsed.resolutions);
    pal_link_print("its administrator", url != NULL ? url : PAL_URL_DEFAULT, &made.link,
                   made.expires_us);
    pal_secret_done(&made.link);
    return PAL_EXIT_DONE;
}
