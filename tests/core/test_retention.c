/* What has served is removed after its days, no earlier, and the log says how much it was. */
#include "core/consents.h"
#include "core/mail.h"
#include "core/retention.h"
#include "core/society.h"

#include "../support/expect.h"
#include "../support/meeting.h"

static const struct pal_uuid run = {{7}};

static enum pal_err settle_it(void *context, const struct pal_mail *mail)
{
    const struct pal_mail_result result = {mail->id, PAL_MAIL_SENT, pal_text_of("")};
    return pal_outbox_settle(((struct pal_scene *)context)->store, &result);
}

static enum pal_err count_line(void *context, const struct pal_mail_line *line)
{
    (void)line;
    ++*(size_t *)context;
    return PAL_OK;
}

static size_t letters_to(struct pal_scene *scene, struct pal_person_id person)
{
    size_t count = 0;
    EXPECT_ERR(pal_mail_of_person(scene->store, person, count_line, &count), PAL_OK);
    return count;
}

static void letters_are_removed_after_their_days(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    const struct pal_mail_server server = {.url = pal_text_of("smtp://127.0.0.1"),
                                           .sender = pal_text_of("bureau@lessept.example")};
    struct pal_mailing mailing;
    struct pal_person_id ada = scene.people[PAL_ADA];
    EXPECT_ERR(pal_mail_server_set(scene.store, &server, NULL), PAL_OK);
    EXPECT_ERR(pal_consent_set(scene.store, ada, true, PAL_CONSENT_PERSON), PAL_OK);
    EXPECT_ERR(pal_mailing_notice(scene.store, pal_meeting_convened(&scene), &mailing), PAL_OK);
    EXPECT_ERR(pal_outbox_take(scene.store, &run, 32, settle_it, &scene), PAL_OK);
    EXPECT_ERR(pal_retention_set(scene.store, PAL_RETENTION_MAIL, 10), PAL_OK);
    pal_scene_wait(&scene, 10 * PAL_SCENE_DAY - 1);
    EXPECT_ERR(pal_retention_apply(scene.store), PAL_OK);
    assert_int_equal(letters_to(&scene, ada), 1);
    pal_scene_wait(&scene, 1);
    EXPECT_ERR(pal_retention_apply(scene.store), PAL_OK);
    assert_int_equal(letters_to(&scene, ada), 0);

    PAL_JSON(entry);
    int64_t count;
    entry = pal_scene_last_entry_new(&scene);
    EXPECT_TEXT(pal_json_as_text(pal_json_get(entry, "t")), "retention.apply");
    EXPECT_ERR(pal_json_int(pal_json_get(entry, "d"), "count", &count, NULL), PAL_OK);
    assert_int_equal(count, 7);
}

static size_t email_size(struct pal_scene *scene, enum pal_scene_member member)
{
    PAL_PERSON(person);
    EXPECT_ERR(pal_person_read(scene->store, scene->people[member], &person), PAL_OK);
    return person.says.email.size;
}

static void contacts_go_a_year_after_their_member(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    int64_t days;
    EXPECT_ERR(pal_retention_read(scene.store, PAL_RETENTION_CONTACTS, &days), PAL_OK);
    assert_int_equal(days, 365);
    static const enum pal_scene_member gone[] = {PAL_ADA, PAL_BRUNO, PAL_CORTE};
    for (size_t i = 0; i < 3; i++) {
        EXPECT_ERR(pal_member_enter_state(scene.store, scene.members[gone[i]], PAL_MEMBER_LEFT,
                                          pal_society_today(scene.store)),
                   PAL_OK);
    }
    pal_scene_wait(&scene, 364 * PAL_SCENE_DAY);
    EXPECT_ERR(pal_retention_apply(scene.store), PAL_OK);
    assert_int_not_equal(email_size(&scene, PAL_BRUNO), 0);
    pal_scene_wait(&scene, PAL_SCENE_DAY);
    EXPECT_ERR(pal_retention_apply(scene.store), PAL_OK);
    assert_int_equal(email_size(&scene, PAL_BRUNO), 0);
    assert_int_equal(email_size(&scene, PAL_CORTE), 0);
    assert_int_not_equal(email_size(&scene, PAL_ADA), 0); /* she is an administrator */
    assert_int_not_equal(email_size(&scene, PAL_ELSA), 0);
}

static void days_are_days(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    EXPECT_ERR(pal_retention_set(scene.store, PAL_RETENTION_MAIL, 0), PAL_ERR_JSON_VALUE);
    EXPECT_ERR(pal_retention_set(scene.store, PAL_RETENTION_MAIL, PAL_RETENTION_DAYS_MAX + 1),
               PAL_ERR_JSON_VALUE);
    assert_string_equal(pal_retention_word(PAL_RETENTION_CONTACTS), "contacts");
}

int main(void)
{
    TESTS(tests, 3);
    TEST(tests, letters_are_removed_after_their_days);
    TEST(tests, contacts_go_a_year_after_their_member);
    TEST(tests, days_are_days);
    return RUN(tests);
}
