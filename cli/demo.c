/* demo.c - `palabre demo`: a living cooperative to try, and the links to open. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "core/society.h"

#include "commands.h"
#include "demo_society.h"
#include "options.h"
#include "say.h"
#include "serve.h"
#include "society.h"

/* clang-format off */
static const struct pal_option options[] = {
    {"db",     0, PAL_OPTION_TEXT, false, "FILE",      "keep the cooperative in this file, and find it there again; else it ends with the server"},
    {"listen", 0, PAL_OPTION_TEXT, false, "ADDR:PORT", "where to listen; 127.0.0.1:8080 unless told, port 0 takes a free one"},
    {0},
};
/* clang-format on */

static const struct pal_usage usage = {
    .command = "demo",
    .operands = "",
    .summary =
        "Makes an invented cooperative that is alive - members in four colleges, an assembly held,\n"
        "one that sits with open polls, one in preparation - and serves it. Prints the links to\n"
        "open as a member, as a town's representative, as an administrator, as an observer, and\n"
        "the passphrase of those who keep the urns of its secret polls.\n",
    .options = options,
    .examples = "  palabre demo\n"
                "  palabre demo --db try.palabre --listen 127.0.0.1:9000\n",
};

/* --- where it lives --------------------------------------------------------------------------- */

/* A folder of its own, removed in the end, when the user names no file. */
struct place {
    char *folder; /* NULL when the file is the user's */
    char *path;
};

static void place_done(struct place *place)
{
    if (place->folder != NULL) {
        pal_society_remove(place->path);
        (void)rmdir(place->folder);
    }
    pal_mem_free(place->folder);
    pal_mem_free(place->path);
}

static enum pal_err choose_place(const char *path, struct place *place)
{
    if (path != NULL) {
        place->path = pal_mem_copy_string(path);
        return PAL_OK;
    }
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): this thread is alone, and nothing sets variables */
    const char *temporary = getenv("TMPDIR");
    PAL_BUF(folder);
    pal_buf_add_format(&folder, "%s/palabre-demo-XXXXXX", temporary != NULL ? temporary : "/tmp");
    if (mkdtemp(folder.bytes) == NULL) {
        return PAL_ERR_FILE_WRITE;
    }
    PAL_BUF(file);
    pal_buf_add_format(&file, "%s/demo.palabre", folder.bytes);
    place->folder = pal_buf_take(&folder);
    place->path = pal_buf_take(&file);
    return PAL_OK;
}

/* Its hundred days are lived under a clock of its own; it is served under the machine's. */
static enum pal_err live(void *context, struct pal_store *store, int64_t *clock_us, int64_t now_us)
{
    (void)context; /* it is the same for everybody */
    return pal_demo_found(store, clock_us, now_us);
}

/* --- the links -------------------------------------------------------------------------------- */

static enum pal_err print_link(struct pal_store *store, const char *url, const char *who,
                               const char *number)
{
    struct pal_member_id member;
    PAL_TRY(pal_member_find_number(store, pal_text_of(number), &member));
    struct pal_person_id person;
    PAL_TRY(pal_member_person(store, member, &person));
    PAL_SECRET(link);
    int64_t expires_us;
    PAL_TRY(pal_link_make(store, person, &link, &expires_us));
    (void)printf("  %-15s %s/#t=%s\n", who, url, link.text);
    return PAL_OK;
}

/* Told once the server listens: its address is known then. */
static enum pal_err print_links(void *context, const char *url)
{
    struct pal_store *store = context;
    (void)printf("\nOpen one of these links; each signs in once. `palabre link` makes others.\n");
    PAL_TRY(print_link(store, url, "member", PAL_DEMO_MEMBER));
    PAL_TRY(print_link(store, url, "representative", PAL_DEMO_TOWN));
    PAL_TRY(print_link(store, url, "administrator", PAL_DEMO_ADMINISTRATOR));
    (void)printf("  %-15s %s/\n", "observer", url);
    (void)printf("\nThe urns of its secret polls are kept by the members " PAL_DEMO_KEEPERS
                 ", each with the passphrase\n  %s\n",
                 PAL_DEMO_PASSPHRASE);
    return pal_turn_commit(store);
}

static int serve(const char *path, const char *listen)
{
    PAL_STORE(store);
    enum pal_err err = pal_society_open(path, PAL_STORE_WRITE, &store);
    if (err != PAL_OK) {
        return pal_say_refused("demo", path, err, NULL);
    }
    const struct pal_server_options server_options = {
        .store = store,
        .clock = pal_clock_system(),
        .listen = listen != NULL ? listen : "127.0.0.1:8080",
    };
    const struct pal_announcement announcement = {print_links, store};
    return pal_serve("demo", &server_options, &announcement);
}

int pal_cli_demo(int argc, char **argv)
{
    PAL_ARGUMENTS(arguments);
    int code = pal_arguments_parse(&usage, argc, argv, &arguments);
    if (code != PAL_ARGUMENTS_GO) {
        return code;
    }
    struct place place PAL_CLEANUP(place_done) = {0};
    enum pal_err err = choose_place(pal_arguments_text(&arguments, "db"), &place);
    if (err != PAL_OK) {
        return pal_say_refused("demo", "a temporary folder", err, NULL);
    }
    if (access(place.path, F_OK) != 0) {
        err = pal_society_make(&(struct pal_society_making){place.path, live, NULL});
    }
    if (err != PAL_OK) {
        return pal_say_refused("demo", place.path, err, NULL);
    }
    return serve(place.path, pal_arguments_text(&arguments, "listen"));
}
