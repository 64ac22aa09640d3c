/*
 * scene.c - founds Les Sept and enters its members.
 */
#include "scene.h"

#include <string.h>

#include "base/crypto.h"
#include "base/mem.h"
#include "core/log.h"
#include "core/offices.h"
#include "core/society.h"

#include "expect.h"

static const uint8_t seed[PAL_SEED_SIZE] = {7};
/* 1 March 2026, 11:00 UTC. */
static const int64_t start_us = INT64_C(1772362800) * 1000000;

static const struct {
    const char *name;
    enum pal_member_kind kind;
    const char *email, *born_on, *category;
} cast[PAL_SCENE_MEMBERS] = {
    [PAL_ADA] = {"Ada Colonna", PAL_MEMBER_NATURAL, "ada@example.org", "1980-05-04", "employees"},
    [PAL_BRUNO] = {"Bruno Paoli", PAL_MEMBER_NATURAL, "bruno@example.org", "1975-11-30",
                   "employees"},
    [PAL_CHIARA] = {"Chiara Rossi", PAL_MEMBER_NATURAL, "chiara@example.org", "1990-02-28",
                    "users"},
    [PAL_DOMINIQUE] = {"Dominique Santini", PAL_MEMBER_NATURAL, "dominique@example.org",
                       "1968-07-14", "users"},
    [PAL_ELSA] = {"Elsa Vico", PAL_MEMBER_NATURAL, "elsa@example.org", "2001-09-01", "users"},
    [PAL_CORTE] = {"Commune de Corte", PAL_MEMBER_LEGAL, "", "", "towns"},
    [PAL_GAIA] = {"Gaïa Luciani", PAL_MEMBER_NATURAL, "gaia@example.org", "1959-03-21", "friends"},
};

struct pal_json *pal_scene_constitution_new(void)
{
    char *text PAL_CLEANUP(pal_mem_done) = pal_tests_file_new("tests/support/constitution.json");
    assert_non_null(text);
    struct pal_json *json = NULL;
    EXPECT_ERR(pal_json_parse(pal_text_of(text), 1 << 20, &json, NULL), PAL_OK);
    return json;
}

static struct pal_day day_of(const char *text)
{
    struct pal_day day = {.is_known = text[0] != '\0'};
    if (day.is_known) {
        EXPECT_ERR(pal_date_parse(pal_text_of(text), &day.date), PAL_OK);
    }
    return day;
}

static int64_t look(void *context)
{
    struct pal_scene *scene = context;
    int64_t now_us = scene->now_us;
    scene->now_us += scene->step_us;
    return now_us;
}

void pal_scene_found(struct pal_scene *scene)
{
    scene->now_us = start_us;
    struct pal_store_spec spec = {
        .path = scene->path,
        .mode = PAL_STORE_CREATE,
        .clock = {.now_us = look, .context = scene},
        .seed = seed,
    };
    EXPECT_ERR(pal_store_open(&spec, &scene->store), PAL_OK);
    PAL_JSON(constitution);
    constitution = pal_scene_constitution_new();
    struct pal_founding founding = {
        .log_name = pal_text_of("sept.example.coop/log"),
        .society =
            {
                .name = pal_text_of("Les Sept"),
                .time_zone = pal_text_of("Europe/Paris"),
                .language = pal_text_of("fr"),
                .licence = pal_text_of("CC-BY-SA-4.0"),
                .contact = pal_text_of("bonjour@example.org"),
            },
        .constitution = constitution,
        .admin_name = pal_text_of("Pascal Orsoni"),
        .admin_email = pal_text_of("pascal@example.org"),
    };
    EXPECT_ERR(pal_society_found(scene->store, &founding, NULL, NULL, &scene->founder), PAL_OK);
    pal_scene_commit(scene);
}

static void enter(struct pal_scene *scene, enum pal_scene_member who)
{
    struct pal_member_spec spec = {
        .kind = cast[who].kind,
        .person =
            {
                .name = pal_text_of(cast[who].name),
                .email = pal_text_of(cast[who].email),
                .born_on = day_of(cast[who].born_on),
            },
        .category = pal_text_of(cast[who].category),
        .state = PAL_MEMBER_ADMITTED,
        .admitted_on = day_of("2026-01-15"),
        .shares = 1,
    };
    EXPECT_ERR(pal_member_add(scene->store, &spec, NULL, &scene->members[who]), PAL_OK);
}

static void name_felix(struct pal_scene *scene)
{
    struct pal_representative_spec spec = {
        .person = {.name = pal_text_of("Félix Grimaldi"),
                   .email = pal_text_of("felix@example.org")},
        .rank = PAL_ACTS_AS_FULL,
        .authority = pal_text_of("Délibération du 12 janvier 2026"),
        .from_on = day_of("2026-01-15").date,
    };
    struct pal_uuid uuid;
    EXPECT_ERR(pal_representative_add(scene->store, scene->members[PAL_CORTE], &spec, NULL, &uuid),
               PAL_OK);
}

void pal_scene_open(struct pal_scene *scene)
{
    pal_scene_found(scene);
    for (int who = 0; who < PAL_SCENE_MEMBERS; who++) {
        enter(scene, (enum pal_scene_member)who);
    }
    name_felix(scene);
    for (int who = 0; who < PAL_SCENE_MEMBERS; who++) {
        EXPECT_ERR(pal_member_person(scene->store, scene->members[who], &scene->people[who]),
                   PAL_OK);
    }
    struct pal_office_spec office = {
        .person = scene->people[PAL_ADA],
        .role = PAL_ROLE_ADMINISTRATOR,
    };
    struct pal_uuid uuid;
    EXPECT_ERR(pal_office_grant(scene->store, &office, &uuid), PAL_OK);
    pal_scene_commit(scene);
}

void pal_scene_done(struct pal_scene *scene)
{
    pal_store_close(scene->store);
    *scene = (struct pal_scene){0};
}

void pal_scene_found_at_once(struct pal_store *store, const char *log_name)
{
    PAL_JSON(constitution);
    constitution = pal_scene_constitution_new();
    struct pal_json *notice = pal_json_object_new();
    pal_json_set_int(notice, "first_days", 0);
    pal_json_set_int(notice, "second_days", 0);
    pal_json_set_int(notice, "requests_days", 0);
    pal_json_set(constitution, "notice", notice);
    const struct pal_founding founding = {
        .log_name = pal_text_of(log_name),
        .society = {.name = pal_text_of("Les Sept"),
                    .time_zone = pal_text_of("UTC"),
                    .language = pal_text_of("en"),
                    .licence = pal_text_of("CC-BY-SA-4.0")},
        .constitution = constitution,
        .admin_name = pal_text_of("Pascal Orsoni"),
    };
    struct pal_person_id administrator;
    EXPECT_ERR(pal_society_found(store, &founding, NULL, NULL, &administrator), PAL_OK);
}

void pal_scene_wait(struct pal_scene *scene, int64_t seconds)
{
    scene->now_us += seconds * 1000000;
}

void pal_scene_commit(struct pal_scene *scene)
{
    EXPECT_ERR(pal_turn_commit(scene->store), PAL_OK);
}

struct pal_json *pal_scene_last_entry_new(struct pal_scene *scene)
{
    PAL_BUF(bytes);
    uint64_t size = pal_log_head(scene->store).size;
    EXPECT_ERR(pal_log_read(scene->store, size - 1, &bytes), PAL_OK);
    struct pal_json *json = NULL;
    EXPECT_ERR(pal_json_parse(pal_buf_text(&bytes), bytes.size, &json, NULL), PAL_OK);
    return json;
}
