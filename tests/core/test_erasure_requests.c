/* What members ask of their erasure: it waits, is taken back, refused with a reason, or gone with them. */
#include "core/consents.h"
#include "core/erasure.h"
#include "core/erasure_requests.h"
#include "core/mail.h"
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
    assert_true(refused.is_to_tell);

    pal_scene_wait(&scene, PAL_SCENE_DAY);
    ask(&scene, PAL_BRUNO);
    PAL_ERASURE_REQUEST(again);
    EXPECT_ERR(pal_erasure_request_read(scene.store, scene.members[PAL_BRUNO], &again), PAL_OK);
    assert_int_equal(again.asked_us, scene.now_us);
    assert_int_equal(again.refused_us, 0);
    assert_false(again.is_to_tell);
}

static void is_told_for_four_weeks(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    for (int days = 27; days <= 28; days++) {
        PAL_ERASURE_REQUEST(refused);
        ask(&scene, PAL_BRUNO);
        EXPECT_ERR(refuse(&scene, PAL_BRUNO, "You are a member."), PAL_OK);
        pal_scene_wait(&scene, days * (int64_t)PAL_SCENE_DAY);
        EXPECT_ERR(pal_erasure_request_read(scene.store, scene.members[PAL_BRUNO], &refused),
                   PAL_OK);
        assert_int_equal(refused.is_to_tell, days < 28);
    }
}

static enum pal_err count_letter(void *context, const struct pal_mail_line *line)
{
    int *count = context;
    assert_int_equal(line->kind, PAL_MAIL_REFUSAL);
    EXPECT_TEXT(line->state, "queued");
    (*count)++;
    return PAL_OK;
}

static int letters(struct pal_scene *scene, enum pal_scene_member who)
{
    int count = 0;
    EXPECT_ERR(pal_mail_of_person(scene->store, scene->people[who], count_letter, &count), PAL_OK);
    return count;
}

static void writes_to_who_agreed_to_mail(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    const struct pal_consent_said agrees = {PAL_CONSENT_MAIL, true, PAL_CONSENT_PERSON};
    const struct pal_mail_server server = {.url = pal_text_of("smtp://127.0.0.1:1"),
                                           .sender = pal_text_of("a@example.org")};
    EXPECT_ERR(pal_consent_set(scene.store, scene.people[PAL_ADA], &agrees), PAL_OK);
    for (int has_server = 0; has_server < 2; has_server++) {
        for (enum pal_scene_member who = PAL_ADA; who <= PAL_BRUNO; who++) {
            ask(&scene, who);
            EXPECT_ERR(refuse(&scene, who, "You are a member."), PAL_OK);
        }
        assert_int_equal(letters(&scene, PAL_ADA), has_server);
        assert_int_equal(letters(&scene, PAL_BRUNO), 0);
        EXPECT_ERR(pal_mail_server_set(scene.store, &server, NULL), PAL_OK);
    }
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
    TESTS(tests, 6);
    TEST(tests, waits_for_an_answer);
    TEST(tests, is_refused_once_with_a_reason);
    TEST(tests, is_told_for_four_weeks);
    TEST(tests, writes_to_who_agreed_to_mail);
    TEST(tests, goes_with_who_is_erased);
    TEST(tests, a_refusal_has_its_time_and_a_request_waits);
    return RUN(tests);
}
