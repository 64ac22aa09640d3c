/* init.c - `palabre init`: founds a society in a new database. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/rehearsal.h"
#include "core/society.h"

#include "commands.h"
#include "options.h"
#include "say.h"
#include "society.h"

/* clang-format off */
static const struct pal_option options[] = {
    {"db",           0, PAL_OPTION_TEXT, true,  "FILE",      "the database to create"},
    {"log-name",     0, PAL_OPTION_TEXT, true,  "HOST/log",  "the name of the society's log; it never changes"},
    {"constitution", 0, PAL_OPTION_TEXT, false, "FILE.json", "the statutes, as palabre-constitution/1; `palabre check` judges them"},
    {"admin-name",   0, PAL_OPTION_TEXT, true,  "NAME",      "the first administrator"},
    {"admin-email",  0, PAL_OPTION_TEXT, false, "ADDRESS",   "how to reach them"},
    {"name",         0, PAL_OPTION_TEXT, false, "NAME",      "of the society; the constitution's unless told; needed without one"},
    {"time-zone",    0, PAL_OPTION_TEXT, false, "ZONE",      "in which deadlines count, Europe/Paris unless told; it never changes"},
    {"language",     0, PAL_OPTION_TEXT, false, "LANGUAGE",  "fr or en; fr unless told"},
    {"licence",      0, PAL_OPTION_TEXT, false, "LICENCE",   "of what the society publishes; CC-BY-SA-4.0 unless told"},
    {"contact",      0, PAL_OPTION_TEXT, false, "TEXT",      "shown to everybody"},
    {"url",          0, PAL_OPTION_TEXT, false, "URL",       "where the server will answer; " PAL_URL_DEFAULT " unless told"},
    {0},
};
/* clang-format on */

static const struct pal_usage usage = {
    .command = "init",
    .operands = "",
    .summary =
        "Founds a society: its database, its log and the log's key, its constitution, its\n"
        "first administrator. Prints the link with which they sign in. Without a constitution\n"
        "they write it on the screen, and then enter the members.\n",
    .options = options,
    .examples = "  palabre init --db coop.palabre --log-name vote.coop.example/log \\\n"
                "      --constitution statutes.json --admin-name 'Ada Colonna'\n"
                "  palabre init --db coop.palabre --log-name vote.coop.example/log \\\n"
                "      --name 'La Ruche du Marais' --admin-name 'Ada Colonna'\n",
};

static const char *text_or(const struct pal_arguments *arguments, const char *name,
                           const char *otherwise)
{
    const char *text = pal_arguments_text(arguments, name);
    return text != NULL ? text : otherwise;
}

/* --- the constitution ----------------------------------------------------------------------- */

static void say_findings(const char *path, const struct pal_findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct pal_finding *finding = &findings->items[i];
        bool is_error = finding->severity == PAL_SEVERITY_ERROR;
        pal_say("init: %s: %s: %s: %s (%s)", path, finding->pointer, is_error ? "error" : "warning",
                finding->en, finding->code);
    }
}

/* Before anything is created: reads the statutes and lets the law judge them. */
static int read_constitution(const char *path, struct pal_json **out_json,
                             struct pal_constitution *out)
{
    PAL_BUF(bytes);
    struct pal_where where = {0};
    PAL_JSON(json);
    enum pal_err err = pal_file_read(path, PAL_LIMIT_BODY, &bytes);
    if (err == PAL_OK) {
        err = pal_json_parse(pal_buf_text(&bytes), PAL_LIMIT_BODY, &json, &where);
    }
    if (err == PAL_OK) {
        err = pal_constitution_parse(json, PAL_CONSTITUTION_DOCUMENT, out, &where);
    }
    if (err != PAL_OK) {
        return pal_say_refused("init", path, err, &where);
    }
    PAL_FINDINGS(findings);
    pal_constitution_check(out, &findings);
    say_findings(path, &findings);
    if (!pal_findings_allow(&findings)) {
        return pal_say_refused("init", path, PAL_ERR_CONSTITUTION_INVALID, NULL);
    }
    *out_json = json;
    json = NULL;
    return PAL_EXIT_DONE;
}

/* --- founding ------------------------------------------------------------------------------- */

struct founded {
    struct pal_secret link;
    int64_t expires_us;
};

static enum pal_err found(struct pal_store *store, const struct pal_founding *founding,
                          struct founded *out, struct pal_where *where)
{
    struct pal_person_id administrator;
    PAL_TRY(pal_society_found(store, founding, NULL, where, &administrator));
    PAL_TRY(pal_link_make(store, administrator, &out->link, &out->expires_us));
    return pal_turn_commit(store);
}

static int create(const char *path, const struct pal_founding *founding, struct founded *out)
{
    const struct pal_store_spec spec = {
        .path = path,
        .mode = PAL_STORE_CREATE,
        .clock = pal_clock_system(),
    };
    struct pal_where where = {0};
    struct pal_store *store;
    enum pal_err err = pal_store_open(&spec, &store);
    if (err != PAL_OK) {
        return pal_say_refused("init", path, err, NULL);
    }
    err = found(store, founding, out, &where);
    pal_store_close(store);
    if (err != PAL_OK) {
        pal_society_remove(path);
        return pal_say_refused("init", path, err, &where);
    }
    return PAL_EXIT_DONE;
}

int pal_cli_init(int argc, char **argv)
{
    PAL_ARGUMENTS(arguments);
    int code = pal_arguments_parse(&usage, argc, argv, &arguments);
    if (code != PAL_ARGUMENTS_GO) {
        return code;
    }
    PAL_JSON(document);
    PAL_CONSTITUTION(constitution);
    const char *statutes = pal_arguments_text(&arguments, "constitution");
    if (statutes == NULL && pal_arguments_text(&arguments, "name") == NULL) {
        pal_say("init: without --constitution the society needs a --name");
        return PAL_EXIT_MISUSED;
    }
    if (statutes != NULL) {
        code = read_constitution(statutes, &document, &constitution);
        if (code != PAL_EXIT_DONE) {
            return code;
        }
    }
    if (strcmp(pal_arguments_text(&arguments, "log-name"), PAL_REHEARSAL_LOG) == 0) {
        pal_say("init: " PAL_REHEARSAL_LOG
                " is the log of rehearsals: `palabre rehearse` makes one");
        return PAL_EXIT_MISUSED;
    }
    const char *path = pal_arguments_text(&arguments, "db");
    const char *admin = pal_arguments_text(&arguments, "admin-name");
    const char *name = text_or(&arguments, "name", constitution.name);
    const struct pal_founding founding = {
        .log_name = pal_text_of(pal_arguments_text(&arguments, "log-name")),
        .society =
            {
                .name = pal_text_of(name),
                .time_zone = pal_text_of(text_or(&arguments, "time-zone", "Europe/Paris")),
                .language = pal_text_of(text_or(&arguments, "language", "fr")),
                .licence = pal_text_of(text_or(&arguments, "licence", "CC-BY-SA-4.0")),
                .contact = pal_text_of(text_or(&arguments, "contact", "")),
            },
        .constitution = document,
        .admin_name = pal_text_of(admin),
        .admin_email = pal_text_of(text_or(&arguments, "admin-email", "")),
    };
    struct founded founded = {0};
    code = create(path, &founding, &founded);
    if (code == PAL_EXIT_DONE) {
        (void)
            printf("%s is founded in %s. Keep a copy of %s.key apart: who has it signs the log.\n",
                   name, path, path);
        pal_link_print(admin, text_or(&arguments, "url", PAL_URL_DEFAULT), &founded.link,
                       founded.expires_us);
    }
    pal_secret_done(&founded.link);
    return code;
}
