/* serve.c - `palabre serve`: the society's server, until it is told to stop. */
#include "serve.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "core/log.h"
#include "core/society.h"
#include "core/store.h"
#include "http/server.h"

#include "commands.h"
#include "options.h"
#include "say.h"

/* clang-format off */
static const struct pal_option options[] = {
    {"db",          0, PAL_OPTION_TEXT, true,  "FILE",      "the society's database"},
    {"listen",      0, PAL_OPTION_TEXT, false, "ADDR:PORT", "where to listen; 127.0.0.1:8080 unless told, port 0 takes a free one"},
    {"url",         0, PAL_OPTION_TEXT, false, "URL",       "the address in a browser, https://… behind a proxy"},
    {"anchor",      0, PAL_OPTION_TEXT, false, "PATH",      "the log's anchor, on another disk; FILE.anchor unless told"},
    {"trust-proxy", 0, PAL_OPTION_TEXT, false, "ADDR",      "the proxy whose X-Forwarded-For is believed"},
    {"contact",     0, PAL_OPTION_TEXT, false, "URI",       "whom to tell about a flaw, for security.txt: mailto:… or https://…"},
    {"plain-http",  0, PAL_OPTION_FLAG, false, NULL,        "serve http:// beyond this machine all the same; sessions can be stolen"},
    {"log",         0, PAL_OPTION_FLAG, false, NULL,        "write a line per request on standard error, without names"},
    {0},
};
/* clang-format on */

static const struct pal_usage usage = {
    .command = "serve",
    .operands = "",
    .summary =
        "Serves the society of a database, its API and its web client, until SIGTERM or SIGINT.\n"
        "Prints its address once it listens.\n",
    .options = options,
    .examples =
        "  palabre serve --db coop.palabre\n"
        "  palabre serve --db coop.palabre --listen 127.0.0.1:9000 --url https://vote.coop.example \\\n"
        "      --anchor /media/usb/coop.anchor --trust-proxy 127.0.0.1\n",
};

/* A society's deadlines count in its time zone, which becomes the process's. */
static enum pal_err enter_zone(struct pal_store *store)
{
    PAL_SOCIETY(society);
    PAL_TRY(pal_society_read(store, &society));
    PAL_STRING(zone);
    zone = pal_text_copy(society.says.time_zone);
    return pal_clock_zone(zone);
}

static void warn(const struct pal_arguments *arguments, const struct pal_store *store)
{
    if (!pal_arguments_has(arguments, "anchor")) {
        pal_say("serve: the log's anchor is beside the database; --anchor puts it on another disk, "
                "where it can prove a loss");
    }
    if (pal_log_status(store) != PAL_LOG_OK) {
        pal_say("serve: read-only, the log's state is \"%s\": see /healthz",
                pal_log_status_word(pal_log_status(store)));
    }
}

/* A reader of our output who leaves must not end the server. */
static enum pal_err ignore_broken_pipes(void)
{
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    return sigaction(SIGPIPE, &ignore, NULL) == 0 ? PAL_OK : PAL_ERR_SERVER_LOOP;
}

int pal_serve(const char *command, const struct pal_server_options *server_options,
              const struct pal_announcement *announcement)
{
    struct pal_server *server;
    enum pal_err err = ignore_broken_pipes();
    err = err == PAL_OK ? pal_server_new(server_options, &server) : err;
    if (err != PAL_OK) {
        return pal_say_refused(command, server_options->listen, err, NULL);
    }
    (void)printf("Palabre listens on %s\n", pal_server_url(server));
    if (announcement != NULL) {
        err = announcement->say(announcement->context, pal_server_url(server));
    }
    (void)fflush(stdout); /* whoever does not read it is served all the same */
    err = err == PAL_OK ? pal_server_run(server) : err;
    if (err == PAL_ERR_STORE_UNKNOWN) {
        /* Nobody may be answered any more, not even by closing in good order. */
        pal_say("%s: %s", command, pal_err_sentence(err));
        _Exit(PAL_EXIT_REFUSED);
    }
    pal_server_free(server);
    return err == PAL_OK ? PAL_EXIT_DONE
                         : pal_say_refused(command, server_options->listen, err, NULL);
}

int pal_cli_serve(int argc, char **argv)
{
    PAL_ARGUMENTS(arguments);
    int code = pal_arguments_parse(&usage, argc, argv, &arguments);
    if (code != PAL_ARGUMENTS_GO) {
        return code;
    }
    const char *path = pal_arguments_text(&arguments, "db");
    const struct pal_store_spec spec = {
        .path = path,
        .mode = PAL_STORE_WRITE,
        .clock = pal_clock_system(),
        .anchor_path = pal_arguments_text(&arguments, "anchor"),
    };
    PAL_STORE(store);
    enum pal_err err = pal_store_open(&spec, &store);
    err = err == PAL_OK ? enter_zone(store) : err;
    if (err != PAL_OK) {
        return pal_say_refused("serve", path, err, NULL);
    }
    warn(&arguments, store);
    const char *listen = pal_arguments_text(&arguments, "listen");
    const struct pal_server_options server_options = {
        .store = store,
        .clock = spec.clock,
        .listen = listen != NULL ? listen : "127.0.0.1:8080",
        .url = pal_arguments_text(&arguments, "url"),
        .proxy = pal_arguments_text(&arguments, "trust-proxy"),
#ifdef PAL_PRINTER
        .printer = PAL_PRINTER,
#endif
        .contact = pal_arguments_text(&arguments, "contact"),
        .allows_plain = pal_arguments_has(&arguments, "plain-http"),
        .logs_access = pal_arguments_has(&arguments, "log"),
    };
    return pal_serve("serve", &server_options, NULL);
}
