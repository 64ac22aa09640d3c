/* What people agreed to: nothing at first, then what they said last, with every change. */
#include "core/consents.h"

#include "../support/expect.h"
#include "../support/scene.h"

static bool has(struct pal_scene *scene, struct pal_person_id person)
{
    bool is_given = true;
    EXPECT_ERR(pal_consent_has(scene->store, person, PAL_CONSENT_MAIL, &is_given), PAL_OK);
    return is_given;
}

static enum pal_err write_change(void *context, const struct pal_consent *consent)
{
    pal_buf_add_format(context, "%s %s %s; ", pal_consent_word(consent->kind),
                       consent->is_given ? "yes" : "no", pal_consent_source_word(consent->source));
    return PAL_OK;
}

static void the_last_word_holds(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_person_id ada = scene.people[PAL_ADA];
    assert_false(has(&scene, ada));
    EXPECT_ERR(pal_consent_set(scene.store, ada,
                               &(struct pal_consent_said){PAL_CONSENT_MAIL, false,
                                                          PAL_CONSENT_PERSON}),
               PAL_OK);
    EXPECT_ERR(pal_consent_set(scene.store, ada,
                               &(struct pal_consent_said){PAL_CONSENT_MAIL, true,
                                                          PAL_CONSENT_SECRETARY}),
               PAL_OK);
    EXPECT_ERR(pal_consent_set(scene.store, ada,
                               &(struct pal_consent_said){PAL_CONSENT_MAIL, true,
                                                          PAL_CONSENT_PERSON}),
               PAL_OK);
    assert_true(has(&scene, ada));
    assert_false(has(&scene, scene.people[PAL_BRUNO]));
    EXPECT_ERR(pal_consent_set(scene.store, ada,
                               &(struct pal_consent_said){PAL_CONSENT_MAIL, false,
                                                          PAL_CONSENT_PERSON}),
               PAL_OK);
    assert_false(has(&scene, ada));

    PAL_BUF(history);
    EXPECT_ERR(pal_consents_walk(scene.store, ada, write_change, &history), PAL_OK);
    EXPECT_BUF(history, "mail yes secretary; mail no person; ");
    EXPECT_ERR(pal_consents_forget_person(scene.store, ada), PAL_OK);
    pal_buf_clear(&history);
    EXPECT_ERR(pal_consents_walk(scene.store, ada, write_change, &history), PAL_OK);
    assert_int_equal(history.size, 0);
}

static bool is_named(struct pal_scene *scene, enum pal_scene_member member)
{
    bool is_named = true;
    EXPECT_ERR(pal_consent_names_member(scene->store, scene->members[member], &is_named), PAL_OK);
    return is_named;
}

static void a_name_is_shown_while_who_acts_agrees(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_consent_said said = {PAL_CONSENT_NAME, true, PAL_CONSENT_PERSON};
    struct pal_person_id ada = scene.people[PAL_ADA];
    assert_false(is_named(&scene, PAL_ADA));
    EXPECT_ERR(pal_consent_set(scene.store, ada, &said), PAL_OK);
    assert_true(is_named(&scene, PAL_ADA));
    assert_false(is_named(&scene, PAL_BRUNO));
    assert_false(has(&scene, ada)); /* to mail, nobody said anything */
    said.is_given = false;
    EXPECT_ERR(pal_consent_set(scene.store, ada, &said), PAL_OK);
    assert_false(is_named(&scene, PAL_ADA));

    PAL_BUF(history);
    EXPECT_ERR(pal_consents_walk(scene.store, ada, write_change, &history), PAL_OK);
    EXPECT_BUF(history, "name yes person; name no person; ");
}

static void nobody_agrees_to_nothing(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    EXPECT_ERR(pal_consent_set(scene.store, (struct pal_person_id){999},
                               &(struct pal_consent_said){PAL_CONSENT_MAIL, true,
                                                          PAL_CONSENT_PERSON}),
               PAL_ERR_NOT_FOUND);
}

int main(void)
{
    TESTS(tests, 3);
    TEST(tests, the_last_word_holds);
    TEST(tests, a_name_is_shown_while_who_acts_agrees);
    TEST(tests, nobody_agrees_to_nothing);
    return RUN(tests);
}
