/* link.c - `palabre link`: a link that signs somebody in, made where the database is. */
#include <stdio.h>

#include "base/mem.h"
#include "core/members.h"
#include "core/offices.h"

#include "commands.h"
#include "options.h"
#include "say.h"
#include "society.h"

/* clang-format off */
static const struct pal_option options[] = {
    {"db",            0, PAL_OPTION_TEXT, true,  "FILE",   "the society's database; no server may hold it"},
    {"member",        0, PAL_OPTION_TEXT, false, "NUMBER", "a member, by number or identifier: they, or who acts for them"},
    {"person",        0, PAL_OPTION_TEXT, false, "ID",     "a person, by identifier"},
    {"administrator", 0, PAL_OPTION_FLAG, false, NULL,     "the administrator of longest standing, when nobody can sign in"},
    {"url",           0, PAL_OPTION_TEXT, false, "URL",    "where the server answers; " PAL_URL_DEFAULT " unless told"},
    {0},
};
/* clang-format on */

static const struct pal_usage usage = {
    .command = "link",
    .operands = "",
    .summary = "Makes a link that signs a person in once, and kills the links they had.\n"
               "The log counts it.\n",
    .options = options,
    .examples =
        "  palabre link --db coop.palabre --member 42\n"
        "  palabre link --db coop.palabre --administrator --url https://vote.coop.example\n",
};

static enum pal_err keep_first(void *context, const struct pal_office *office)
{
    struct pal_office *first = context;
    if (office->role == PAL_ROLE_ADMINISTRATOR &&
        (first->person.value == 0 || office->from_us < first->from_us)) {
        first->person = office->person;
        first->from_us = office->from_us;
    }
    return PAL_OK;
}

static enum pal_err find_administrator(struct pal_store *store, struct pal_person_id *out_person)
{
    struct pal_office first = {0};
    PAL_TRY(pal_offices_walk(store, (struct pal_person_id){0}, keep_first, &first));
    *out_person = first.person;
    return first.person.value != 0 ? PAL_OK : PAL_ERR_NOT_FOUND;
}

static enum pal_err find_member(struct pal_store *store, struct pal_text text,
                                struct pal_person_id *out_person)
{
    struct pal_uuid uuid;
    struct pal_member_id member;
    if (pal_uuid_parse(text, &uuid) == PAL_OK) {
        PAL_TRY(pal_member_find(store, &uuid, &member));
    } else {
        PAL_TRY(pal_member_find_number(store, text, &member));
    }
    return pal_member_person(store, member, out_person);
}

static enum pal_err find(struct pal_store *store, const struct pal_arguments *arguments,
                         struct pal_person_id *out_person)
{
    const char *member = pal_arguments_text(arguments, "member");
    const char *person = pal_arguments_text(arguments, "person");
    if (member != NULL) {
        return find_member(store, pal_text_of(member), out_person);
    }
    if (person != NULL) {
        struct pal_uuid uuid;
        PAL_TRY(pal_uuid_parse(pal_text_of(person), &uuid));
        return pal_person_find(store, &uuid, out_person);
    }
    return find_administrator(store, out_person);
}

static enum pal_err make(struct pal_store *store, const struct pal_arguments *arguments,
                         const char *url)
{
    struct pal_person_id id;
    PAL_TRY(find(store, arguments, &id));
    PAL_PERSON(person);
    PAL_TRY(pal_person_read(store, id, &person));
    PAL_SECRET(link);
    int64_t expires_us;
    PAL_TRY(pal_link_make(store, id, &link, &expires_us));
    PAL_TRY(pal_turn_commit(store));
    PAL_STRING(name);
    name = pal_text_copy(person.says.name);
    pal_link_print(name, url, &link, expires_us);
    return PAL_OK;
}

int pal_cli_link(int argc, char **argv)
{
    PAL_ARGUMENTS(arguments);
    int code = pal_arguments_parse(&usage, argc, argv, &arguments);
    if (code != PAL_ARGUMENTS_GO) {
        return code;
    }
    int named = pal_arguments_has(&arguments, "member") + pal_arguments_has(&arguments, "person") +
                pal_arguments_has(&arguments, "administrator");
    if (named != 1) {
        pal_say("link: say for whom, by one of --member, --person and --administrator");
        return PAL_EXIT_MISUSED;
    }
    const char *path = pal_arguments_text(&arguments, "db");
    const char *url = pal_arguments_text(&arguments, "url");
    PAL_STORE(store);
    enum pal_err err = pal_society_open(path, PAL_STORE_WRITE, &store);
    if (err == PAL_OK) {
        err = make(store, &arguments, url != NULL ? url : PAL_URL_DEFAULT);
    }
    return err == PAL_OK ? PAL_EXIT_DONE : pal_say_refused("link", path, err, NULL);
}
