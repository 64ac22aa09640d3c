/* What members ask of their erasure: it waits, is taken back, refused with a reason, or gone with them. */
#include "core/erasure.h"
#include "core/erasure_requests.h"
#include "core/retention.h"

#include "../support/expect.h"
#include "../support/scene.h"

static void ask(struct pal_scene *scene, enum pal_scene_member who)
{
    EXPECT_ERR(pal_erasure_ask(scene->store, scene->members[who]), PAL_OK);
}

static enum pal_err refuse(struct pal_scene *scene, enum pal_scene_member who, const char *reason)
{
    return pal_erasure_refuse(scene->store, scene->members[who], pal_text_of(reason), NULL);
}

static enum pal_err read(struct pal_scene *scene, enum pal_scene_member who)
{
    PAL_ERASURE_REQUEST(request);
    return pal_erasure_request_read(scene->store, scene->members[who], &request);
}

static void waits_for_an_answer(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    EXPECT_ERR(read(&scene, PAL_BRUNO), PAL_ERR_NOT_FOUND);
    int64_t first_us = scene.now_us;
    ask(&scene, PAL_BRUNO);
    pal_scene_wait(&scene, PAL_SCENE_DAY);
    ask(&scene, PAL_BRUNO); /* the first day counts */
    PAL_ERASURE_REQUEST(request);
    EXPECT_ERR(pal_erasure_request_read(scene.store, scene.members[PAL_BRUNO], &request), PAL_OK);
    assert_int_equal(request.asked_us, first_us);
    assert_int_equal(request.answer_by.days, pal_date_of_instant(first_us).days + 28);
    assert_int_equal(request.refused_us, 0);
    EXPECT_ERR(pal_erasure_ask_end(scene.store, scene.members[PAL_BRUNO]), PAL_OK);
    EXPECT_ERR(read(&scene, PAL_BRUNO), PAL_ERR_NOT_FOUND);
    EXPECT_ERR(pal_erasure_ask(scene.store, (struct pal_member_id){INT64_MAX}), PAL_ERR_NOT_FOUND);
}

static void is_refused_once_with_a_reason(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_where where = {0};
    EXPECT_ERR(refuse(&scene, PAL_BRUNO, "No."), PAL_ERR_STATE);
    ask(&scene, PAL_BRUNO);
    EXPECT_ERR_AT(pal_erasure_refuse(scene.store, scene.members[PAL_BRUNO], pal_text_of(" "),
                                     &where),
                  PAL_ERR_TEXT_EMPTY, where, "/reason");
    EXPECT_ERR(refuse(&scene, PAL_BRUNO, "You are a member."), PAL_OK);
    EXPECT_ERR(refuse(&scene, PAL_BRUNO, "No."), PAL_ERR_STATE);
    PAL_ERASURE_REQUEST(refused);
    EXPECT_ERR(pal_erasure_request_read(scene.store, scene.members[PAL_BRUNO], &refused), PAL_OK);
    EXPECT_TEXT(refused.reason, "You are a member.");
    assert_int_equal(refused.refused_us, scene.now_us);

    pal_scene_wait(&scene, PAL_SCENE_DAY);
    ask(&scene, PAL_BRUNO);
    PAL_ERASURE_REQUEST(again);
    EXPECT_ERR(pal_erasure_request_read(scene.store, scene.members[PAL_BRUNO], &again), PAL_OK);
    assert_int_equal(again.asked_us, scene.now_us);
    assert_int_equal(again.refused_us, 0);
}

static void goes_with_who_is_erased(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    ask(&scene, PAL_BRUNO);
    EXPECT_ERR(pal_member_enter_state(scene.store, scene.members[PAL_BRUNO], PAL_MEMBER_LEFT,
                                      pal_date_of_instant(scene.now_us)),
               PAL_OK);
    EXPECT_ERR(pal_member_erase(scene.store, scene.members[PAL_BRUNO], pal_text_of("GDPR art. 17"),
                                NULL),
               PAL_OK);
    EXPECT_ERR(read(&scene, PAL_BRUNO), PAL_ERR_NOT_FOUND);
}

static void a_refusal_has_its_time_and_a_request_waits(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    ask(&scene, PAL_BRUNO);
    ask(&scene, PAL_ELSA);
    EXPECT_ERR(refuse(&scene, PAL_BRUNO, "No."), PAL_OK);
    EXPECT_ERR(pal_retention_set(scene.store, PAL_RETENTION_ERASURES, 10), PAL_OK);
    pal_scene_wait(&scene, 10 * PAL_SCENE_DAY - 1);
    EXPECT_ERR(pal_retention_apply(scene.store), PAL_OK);
    EXPECT_ERR(read(&scene, PAL_BRUNO), PAL_OK);
    pal_scene_wait(&scene, 1);
    EXPECT_ERR(pal_retention_apply(scene.store), PAL_OK);
    EXPECT_ERR(read(&scene, PAL_BRUNO), PAL_ERR_NOT_FOUND);
    EXPECT_ERR(read(&scene, PAL_ELSA), PAL_OK);
}

int main(void)
{
    TESTS(tests, 4);
    TEST(tests, waits_for_an_answer);
    TEST(tests, is_refused_once_with_a_reason);
    TEST(tests, goes_with_who_is_erased);
    TEST(tests, a_refusal_has_its_time_and_a_request_waits);
    return RUN(tests);
}
