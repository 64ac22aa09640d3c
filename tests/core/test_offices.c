/* Offices: dated grants, what they give, and the administrator who cannot leave. */
#include "core/log.h"
#include "core/offices.h"

#include "../support/expect.h"
#include "../support/scene.h"

static enum pal_err grant(struct pal_scene *scene, enum pal_scene_member who, enum pal_role role,
                          struct pal_uuid *out_uuid)
{
    struct pal_office_spec spec = {.person = scene->people[who], .role = role};
    return pal_office_grant(scene->store, &spec, out_uuid);
}

static uint32_t capabilities_of(struct pal_scene *scene, struct pal_person_id person)
{
    uint32_t capabilities;
    EXPECT_ERR(pal_person_capabilities(scene->store, person, &capabilities), PAL_OK);
    return capabilities;
}

static void gives_capabilities_from_its_first_day_to_its_last(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_office_spec spec = {
        .person = scene.people[PAL_BRUNO],
        .role = PAL_ROLE_SECRETARY,
        .from_us = scene.now_us + INT64_C(60) * 1000000,
        .has_until = true,
        .until_us = scene.now_us + INT64_C(120) * 1000000,
    };
    struct pal_uuid uuid;
    EXPECT_ERR(pal_office_grant(scene.store, &spec, &uuid), PAL_OK);
    assert_int_equal(capabilities_of(&scene, scene.people[PAL_BRUNO]), 0);
    pal_scene_wait(&scene, 60);
    assert_int_equal(capabilities_of(&scene, scene.people[PAL_BRUNO]),
                     pal_role_capabilities(PAL_ROLE_SECRETARY));
    pal_scene_wait(&scene, 60);
    assert_int_equal(capabilities_of(&scene, scene.people[PAL_BRUNO]), 0);
}

static void two_offices_give_what_both_give(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_uuid uuid;
    EXPECT_ERR(grant(&scene, PAL_ELSA, PAL_ROLE_TELLER, &uuid), PAL_OK);
    EXPECT_ERR(grant(&scene, PAL_ELSA, PAL_ROLE_AUDITOR, &uuid), PAL_OK);
    assert_int_equal(capabilities_of(&scene, scene.people[PAL_ELSA]),
                     1U << PAL_MAY_ENTER_PAPER | 1U << PAL_MAY_READ_REGISTER);
    EXPECT_ERR(grant(&scene, PAL_ELSA, PAL_ROLE_TELLER, &uuid), PAL_ERR_OFFICE_HELD);
}

static void nobody_but_an_administrator_administers(void **state)
{
    (void)state;
    for (int role = 0; role < PAL_ROLE_COUNT; role++) {
        uint32_t given = pal_role_capabilities((enum pal_role)role);
        bool administers = (given >> PAL_MAY_ADMINISTER & 1U) != 0;
        assert_int_equal(administers, role == PAL_ROLE_ADMINISTRATOR);
        /* What everybody may comes from no role. */
        assert_int_equal(given & (1U << PAL_MAY_READ | 1U << PAL_MAY_SIGN_IN | 1U << PAL_MAY_ACT),
                         0);
    }
    assert_int_equal(pal_role_capabilities(PAL_ROLE_MODERATOR), 1U << PAL_MAY_MODERATE);
}

static enum pal_err keep_of_founder(void *context, const struct pal_office *office)
{
    *(struct pal_uuid *)context = office->uuid;
    return PAL_OK;
}

static struct pal_uuid office_of(struct pal_scene *scene, struct pal_person_id person)
{
    struct pal_uuid uuid;
    EXPECT_ERR(pal_offices_walk(scene->store, person, keep_of_founder, &uuid), PAL_OK);
    return uuid;
}

static void the_last_administrator_stays(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_uuid founder = office_of(&scene, scene.founder);
    struct pal_uuid ada = office_of(&scene, scene.people[PAL_ADA]);
    EXPECT_ERR(pal_office_end(scene.store, &founder), PAL_OK);
    EXPECT_ERR(pal_office_end(scene.store, &founder), PAL_ERR_STATE);
    uint64_t size = pal_log_head(scene.store).size;
    EXPECT_ERR(pal_office_end(scene.store, &ada), PAL_ERR_OFFICE_LAST_ADMIN);
    assert_int_equal(pal_log_head(scene.store).size, size);

    /* One who is there for a while only does not count, nor one who is still to come. */
    struct pal_uuid uuid;
    struct pal_office_spec spec = {
        .person = scene.people[PAL_BRUNO],
        .role = PAL_ROLE_ADMINISTRATOR,
        .has_until = true,
        .until_us = scene.now_us + INT64_C(1000000) * 3600,
    };
    EXPECT_ERR(pal_office_grant(scene.store, &spec, &uuid), PAL_OK);
    EXPECT_ERR(pal_office_end(scene.store, &ada), PAL_ERR_OFFICE_LAST_ADMIN);
    struct pal_office_spec later = {
        .person = scene.people[PAL_ELSA],
        .role = PAL_ROLE_ADMINISTRATOR,
        .from_us = scene.now_us + INT64_C(1000000) * 3600,
    };
    EXPECT_ERR(pal_office_grant(scene.store, &later, &uuid), PAL_OK);
    EXPECT_ERR(pal_office_end(scene.store, &ada), PAL_ERR_OFFICE_LAST_ADMIN);
    pal_scene_wait(&scene, 3600);
    EXPECT_ERR(pal_office_end(scene.store, &ada), PAL_OK);
}

static void refuses_dates_that_are_past_or_turned_round(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_uuid uuid = pal_uuid_random();
    EXPECT_ERR(pal_office_end(scene.store, &uuid), PAL_ERR_NOT_FOUND);
    struct pal_office_spec past = {
        .person = scene.people[PAL_ELSA],
        .role = PAL_ROLE_CHAIR,
        .from_us = scene.now_us - 1,
    };
    EXPECT_ERR(pal_office_grant(scene.store, &past, &uuid), PAL_ERR_OFFICE_DATES);
    struct pal_office_spec turned = {
        .person = scene.people[PAL_ELSA],
        .role = PAL_ROLE_CHAIR,
        .has_until = true,
        .until_us = scene.now_us,
    };
    EXPECT_ERR(pal_office_grant(scene.store, &turned, &uuid), PAL_ERR_OFFICE_DATES);
    struct pal_office_spec nobody = {.person = {999}, .role = PAL_ROLE_CHAIR};
    EXPECT_ERR(pal_office_grant(scene.store, &nobody, &uuid), PAL_ERR_NOT_FOUND);
}

int main(void)
{
    TESTS(tests, 8);
    TEST(tests, gives_capabilities_from_its_first_day_to_its_last);
    TEST(tests, two_offices_give_what_both_give);
    TEST(tests, nobody_but_an_administrator_administers);
    TEST(tests, the_last_administrator_stays);
    TEST(tests, refuses_dates_that_are_past_or_turned_round);
    return RUN(tests);
}
