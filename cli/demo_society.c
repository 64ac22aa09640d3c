/* demo_society.c - an invented cooperative lives through a hundred days. */
#include "demo_society.h"

#include <stdio.h>

#include "base/embed.h"
#include "base/limits.h"
#include "core/assemblies.h"
#include "core/members.h"
#include "core/offices.h"
#include "core/resolutions.h"
#include "core/society.h"
#include "core/store.h"

#include "demo.h"

extern const struct pal_embedded pal_demo_files[];

enum { MEMBERS = 57, EMPLOYEES_UNTIL = 8, GROWERS_UNTIL = 20, USERS_UNTIL = 54 };
#define MINUTE INT64_C(60)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

/* --- people --------------------------------------------------------------------------------- */

static const char *const given_names[] = {
    "Agnès",  "Bachir", "Camille", "Dounia", "Étienne", "Fanny", "Gaspard", "Hélène",
    "Ismaël", "Jeanne", "Kamel",   "Lucie",  "Malo",    "Nadia", "Olivier", "Pauline",
};
static const char *const family_names[] = {
    "Morel",    "Benali", "Rousseau", "Kerviel",  "Santos",  "Lefort", "Nguyen",
    "Marchand", "Diallo", "Perrin",   "Castelli", "Vasseur", "Haddad",
};
enum {
    GIVEN_COUNT = sizeof given_names / sizeof given_names[0],
    FAMILY_COUNT = sizeof family_names / sizeof family_names[0],
};
static const char *const towns[] = {"Commune de Saint-Aubin", "Commune de Vireval",
                                    "Communauté du Marais"};

static const char *category_of(int number)
{
    if (number <= EMPLOYEES_UNTIL) {
        return "employees";
    }
    if (number <= GROWERS_UNTIL) {
        return "growers";
    }
    if (number <= USERS_UNTIL) {
        return number % 9 == 0 ? "supporters" : "users";
    }
    return "municipalities";
}

static void name_of(int number, struct pal_buf *name)
{
    pal_buf_add_format(name, "%s %s", given_names[(number - 1) % GIVEN_COUNT],
                       family_names[(number - 1) % FAMILY_COUNT]);
}

/* A town acts through its mayor. */
static enum pal_err name_mayor(struct pal_demo *demo, int number, struct pal_member_id town)
{
    PAL_BUF(name);
    name_of(number * 3, &name);
    struct pal_representative_spec spec = {
        .person = {.name = pal_buf_text(&name)},
        .rank = PAL_ACTS_AS_FULL,
        .authority = pal_text_of("Délibération du conseil municipal"),
        .from_on = pal_society_today(demo->store),
    };
    struct pal_uuid uuid;
    return pal_representative_add(demo->store, town, &spec, NULL, &uuid);
}

static enum pal_err admit(struct pal_demo *demo, int number)
{
    bool is_town = number > USERS_UNTIL;
    PAL_BUF(name);
    if (is_town) {
        pal_buf_add_string(&name, towns[number - USERS_UNTIL - 1]);
    } else {
        name_of(number, &name);
    }
    char text[12];
    (void)snprintf(text, sizeof text, "%d", number);
    struct pal_member_spec spec = {
        .number = pal_text_of(text),
        .kind = is_town ? PAL_MEMBER_LEGAL : PAL_MEMBER_NATURAL,
        .person = {.name = pal_buf_text(&name)},
        .category = pal_text_of(category_of(number)),
        .state = PAL_MEMBER_ADMITTED,
        .shares = 1 + number % 5,
    };
    if (!is_town) {
        /* Born between 1950 and 2000, all on different days: elders settle ties. */
        spec.person.born_on = (struct pal_day){true, {-7300 + number * 317}};
    }
    PAL_TRY(pal_member_add(demo->store, &spec, NULL, &demo->members[number]));
    return is_town ? name_mayor(demo, number, demo->members[number]) : PAL_OK;
}

static enum pal_err grant(struct pal_demo *demo, int number, enum pal_role role)
{
    struct pal_office_spec spec = {.role = role};
    PAL_TRY(pal_member_person(demo->store, demo->members[number], &spec.person));
    struct pal_uuid uuid;
    return pal_office_grant(demo->store, &spec, &uuid);
}

static enum pal_err enrol(struct pal_demo *demo)
{
    for (int number = 1; number <= MEMBERS; number++) {
        PAL_TRY(admit(demo, number));
    }
    PAL_TRY(grant(demo, 1, PAL_ROLE_ADMINISTRATOR));
    PAL_TRY(grant(demo, 1, PAL_ROLE_SECRETARY));
    PAL_TRY(grant(demo, 2, PAL_ROLE_CHAIR));
    PAL_TRY(grant(demo, 3, PAL_ROLE_TELLER));
    PAL_TRY(grant(demo, 4, PAL_ROLE_TELLER));
    return grant(demo, 5, PAL_ROLE_AUDITOR);
}

/* What the example of the statutes leaves open, and this society does not. */
static const char deliberation[] =
    "{\"sponsors\":\"1/10\",\"debate_days\":10,\"extension_days\":5,\"contract_days\":60,"
    "\"motion_support\":\"1/10\",\"secret_on_request\":\"1/4\"}";

static enum pal_err found(struct pal_demo *demo)
{
    PAL_JSON(statutes);
    PAL_TRY(pal_json_parse((struct pal_text){(const char *)pal_demo_files[0].bytes,
                                             pal_demo_files[0].size},
                           PAL_LIMIT_BODY, &statutes, NULL));
    PAL_JSON(section);
    PAL_TRY(pal_json_parse(pal_text_of(deliberation), sizeof deliberation, &section, NULL));
    pal_json_set(statutes, "deliberation", section);
    section = NULL; /* moved */
    struct pal_text name;
    PAL_TRY(pal_json_text(statutes, "name", &name, NULL));
    struct pal_founding founding = {
        .log_name = pal_text_of("demo.invalid/log"),
        .society = {.name = name,
                    .time_zone = pal_text_of("Europe/Paris"),
                    .language = pal_text_of("fr"),
                    .licence = pal_text_of("CC-BY-SA-4.0"),
                    .contact = pal_text_of("Démonstration : tout y est inventé."),
                    .data_notice = pal_text_of("Aucune donnée réelle.")},
        .constitution = statutes,
        .admin_name = pal_text_of("Palabre"),
    };
    struct pal_person_id founder;
    return pal_society_found(demo->store, &founding, NULL, NULL, &founder);
}

/* --- what happens ----------------------------------------------------------------------------- */

static void wait(struct pal_demo *demo, int64_t seconds)
{
    *demo->clock_us += seconds * 1000000;
}

static const struct pal_demo_item held_items[] = {
    {"ordinary", "Comptes de l’exercice 2025",
     "L’assemblée approuve les comptes de l’exercice clos le 31 décembre 2025.", true,
     PAL_PROCEDURE_RESOLUTION},
    {"ordinary", "Ouverture d’un second point de retrait",
     "L’assemblée décide d’ouvrir un point de retrait à Vireval au premier semestre.", false,
     PAL_PROCEDURE_RESOLUTION},
    {"ordinary", "Accueil des bénévoles",
     "Qui aide au point de retrait est formé une heure, et n’y est jamais seul.", true,
     PAL_PROCEDURE_CONSENT},
};
static const struct pal_demo_item sitting_items[] = {
    {"ordinary", "Prix du panier pour 2027",
     "Le panier hebdomadaire est fixé à dix-huit euros, dont onze pour les maraîchers.", true,
     PAL_PROCEDURE_RESOLUTION},
};
static const struct pal_demo_item coming_items[] = {
    {"extraordinary", "Siège social", "Le siège est transféré à Vireval ; l’article 4 est modifié.",
     true, PAL_PROCEDURE_RESOLUTION},
};

enum pal_err pal_demo_found(struct pal_store *store, int64_t *clock_us, int64_t now_us)
{
    struct pal_member_id members[MEMBERS + 1];
    struct pal_demo demo = {
        .store = store,
        .clock_us = clock_us,
        .members = members,
        .member_count = MEMBERS,
    };
    *clock_us = now_us - 100 * DAY * 1000000;
    PAL_TRY(found(&demo));
    PAL_TRY(enrol(&demo));
    PAL_TRY(pal_demo_enrol_keepers(&demo));

    struct pal_demo_meeting held = {
        .kind = PAL_ASSEMBLY_ORDINARY,
        .title = "Assemblée générale annuelle",
        .meets_us = now_us - 60 * DAY * 1000000,
        .items = held_items,
        .item_count = sizeof held_items / sizeof held_items[0],
    };
    PAL_TRY(pal_demo_convene(&demo, &held));
    PAL_TRY(pal_demo_prepare(&demo, &held));
    *clock_us = held.meets_us;
    PAL_TRY(pal_demo_hold(&demo, &held));

    *clock_us = now_us - 20 * DAY * 1000000;
    struct pal_demo_meeting sitting = {
        .kind = PAL_ASSEMBLY_ORDINARY,
        .title = "Assemblée d’automne",
        .meets_us = now_us - HOUR * 1000000,
        .items = sitting_items,
        .item_count = sizeof sitting_items / sizeof sitting_items[0],
    };
    PAL_TRY(pal_demo_convene(&demo, &sitting));
    PAL_TRY(pal_demo_deliberate(&demo, &sitting));
    *clock_us = sitting.meets_us;
    PAL_TRY(pal_demo_sit(&demo, &sitting));

    wait(&demo, 30 * MINUTE);
    struct pal_demo_meeting coming = {
        .kind = PAL_ASSEMBLY_EXTRAORDINARY,
        .title = "Assemblée extraordinaire",
        .meets_us = now_us + 45 * DAY * 1000000,
        .items = coming_items,
        .item_count = sizeof coming_items / sizeof coming_items[0],
    };
    PAL_TRY(pal_demo_draft(&demo, &coming));
    PAL_TRY(pal_demo_initiate(&demo, &coming));
    *clock_us = now_us;
    PAL_TRY(pal_turn_commit(store));
    return pal_store_rewrite(store); /* the urn leaves no order of casting behind */
}
