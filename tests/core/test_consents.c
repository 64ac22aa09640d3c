/* What people agreed to: nothing at first, then what they said last, with every change. */
#include "core/consents.h"

#include "../support/expect.h"
#include "../support/scene.h"

static bool has(struct pal_scene *scene, struct pal_person_id person)
{
    bool is_given = true;
    EXPECT_ERR(pal_consent_has(scene->store, person, &is_given), PAL_OK);
    return is_given;
}

static enum pal_err write_change(void *context, const struct pal_consent *consent)
{
    pal_buf_add_format(context, "%s %s; ", consent->is_given ? "yes" : "no",
                       pal_consent_source_word(consent->source));
    return PAL_OK;
}

static void the_last_word_holds(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_person_id ada = scene.people[PAL_ADA];
    assert_false(has(&scene, ada));
    EXPECT_ERR(pal_consent_set(scene.store, ada, false, PAL_CONSENT_PERSON), PAL_OK);
    EXPECT_ERR(pal_consent_set(scene.store, ada, true, PAL_CONSENT_SECRETARY), PAL_OK);
    EXPECT_ERR(pal_consent_set(scene.store, ada, true, PAL_CONSENT_PERSON), PAL_OK);
    assert_true(has(&scene, ada));
    assert_false(has(&scene, scene.people[PAL_BRUNO]));
    EXPECT_ERR(pal_consent_set(scene.store, ada, false, PAL_CONSENT_PERSON), PAL_OK);
    assert_false(has(&scene, ada));

    PAL_BUF(history);
    EXPECT_ERR(pal_consents_walk(scene.store, ada, write_change, &history), PAL_OK);
    EXPECT_BUF(history, "yes secretary; no person; ");
    EXPECT_ERR(pal_consents_forget_person(scene.store, ada), PAL_OK);
    pal_buf_clear(&history);
    EXPECT_ERR(pal_consents_walk(scene.store, ada, write_change, &history), PAL_OK);
    assert_int_equal(history.size, 0);
}

static void nobody_agrees_to_nothing(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    EXPECT_ERR(pal_consent_set(scene.store, (struct pal_person_id){999}, true, PAL_CONSENT_PERSON),
               PAL_ERR_NOT_FOUND);
}

int main(void)
{
    TESTS(tests, 2);
    TEST(tests, the_last_word_holds);
    TEST(tests, nobody_agrees_to_nothing);
    return RUN(tests);
}
