/* Notices and reminders: to whom, how often, what the log says of them. */
#include <string.h>

#include "base/fields.h"
#include "base/mem.h"
#include "core/consents.h"
#include "core/log.h"
#include "core/mail.h"
#include "core/rebuild.h"

#include "../support/expect.h"
#include "../support/voting.h"

static const struct pal_uuid run = {{7}};
static const struct pal_uuid next_run = {{8}};

struct taken {
    int64_t ids[32];
    size_t count;
};

static enum pal_err keep(void *context, const struct pal_mail *mail)
{
    struct taken *taken = context;
    taken->ids[taken->count++] = mail->id;
    return PAL_OK;
}

static void set_server(struct pal_scene *scene)
{
    const struct pal_mail_server server = {.url = pal_text_of("smtp://127.0.0.1"),
                                           .sender = pal_text_of("bureau@lessept.example")};
    EXPECT_ERR(pal_mail_server_set(scene->store, &server, NULL), PAL_OK);
}

/* Agrees to mail, and has an address. */
static void can_be_reached(struct pal_scene *scene, enum pal_scene_member member,
                           const char *address)
{
    struct pal_text email = pal_text_of(address);
    const struct pal_member_change change = {.email = &email};
    EXPECT_ERR(pal_member_change(scene->store, scene->members[member], &change, NULL), PAL_OK);
    EXPECT_ERR(pal_consent_set(scene->store, scene->people[member],
                               &(struct pal_consent_said){PAL_CONSENT_MAIL, true,
                                                          PAL_CONSENT_PERSON}),
               PAL_OK);
}

static struct taken take(struct pal_scene *scene, const struct pal_uuid *by)
{
    struct taken taken = {0};
    EXPECT_ERR(pal_outbox_take(scene->store, by, 32, keep, &taken), PAL_OK);
    return taken;
}

static void settle(struct pal_scene *scene, int64_t mail, enum pal_mail_said said,
                   const char *error)
{
    const struct pal_mail_result result = {mail, said, pal_text_of(error)};
    PAL_TRANSACTION(transaction, scene->store);
    EXPECT_ERR(pal_outbox_settle(scene->store, &result), PAL_OK);
    EXPECT_ERR(pal_mailings_settle(scene->store), PAL_OK);
    EXPECT_ERR(pal_transaction_commit(&transaction), PAL_OK);
}

static struct pal_mailing read(struct pal_scene *scene, int64_t id)
{
    struct pal_mailing mailing;
    EXPECT_ERR(pal_mailing_read(scene->store, id, &mailing), PAL_OK);
    return mailing;
}

/* Two members who can be reached, and the notice of an assembly on its way to them. */
static struct pal_mailing queue_two(struct pal_scene *scene)
{
    struct pal_mailing mailing;
    set_server(scene);
    can_be_reached(scene, PAL_ADA, "ada@lessept.example");
    can_be_reached(scene, PAL_ELSA, "elsa@lessept.example");
    struct pal_assembly_id assembly = pal_meeting_convened(scene);
    EXPECT_ERR(pal_mailing_notice(scene->store, assembly, &mailing), PAL_OK);
    return mailing;
}

static enum pal_err add_reason(void *context, const struct pal_mail_failure *failure)
{
    pal_buf_add_text(context, failure->number);
    pal_buf_add_string(context, " ");
    pal_buf_add_text(context, failure->error);
    pal_buf_add_string(context, "; ");
    return PAL_OK;
}

static void the_log_says_how_a_notice_went(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_mailing mailing = queue_two(&scene);
    assert_int_equal(mailing.queued, 2);
    assert_int_equal(mailing.failed, 5);
    struct taken taken = take(&scene, &run);
    assert_int_equal(taken.count, 2);
    settle(&scene, taken.ids[0], PAL_MAIL_SENT, "");
    assert_int_equal(read(&scene, mailing.id).ended_us, 0);
    settle(&scene, taken.ids[1], PAL_MAIL_REFUSED, "550 no such user");

    PAL_JSON(entry);
    struct pal_hash hash;
    int64_t figure;
    entry = pal_scene_last_entry_new(&scene);
    EXPECT_TEXT(pal_json_as_text(pal_json_get(entry, "t")), "notice.send");
    const struct pal_json *d = pal_json_get(entry, "d");
    EXPECT_ERR(pal_json_int(d, "count", &figure, NULL), PAL_OK);
    assert_int_equal(figure, 1);
    EXPECT_ERR(pal_json_int(d, "failed", &figure, NULL), PAL_OK);
    assert_int_equal(figure, 6);
    EXPECT_ERR(pal_json_hash(d, "hash", &hash, NULL), PAL_OK);
    assert_true(pal_hash_equal(&hash, &mailing.hash));
    assert_true(read(&scene, mailing.id).has_entry);

    PAL_BUF(reasons);
    const struct pal_failures_query query = {.mailing = mailing.id, .limit = 10};
    EXPECT_ERR(pal_mail_failures_walk(scene.store, &query, add_reason, &reasons), PAL_OK);
    assert_non_null(strstr(reasons.bytes, "5 550 no such user; "));
    assert_non_null(strstr(reasons.bytes, "2 no_consent; "));
    pal_scene_commit(&scene);
    EXPECT_ERR(pal_rebuild(scene.store, NULL, NULL), PAL_OK);
    assert_true(read(&scene, mailing.id).has_entry);
}

static void what_was_not_reached_is_tried_again_by_hand(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_mailing first = queue_two(&scene);
    struct pal_mailing again;
    EXPECT_ERR(pal_mailing_notice(scene.store, first.assembly, &again), PAL_ERR_MAIL_UNDER_WAY);
    struct taken taken = take(&scene, &run);
    settle(&scene, taken.ids[0], PAL_MAIL_SENT, "");
    settle(&scene, taken.ids[1], PAL_MAIL_REFUSED, "550 no");
    EXPECT_ERR(pal_mailing_notice(scene.store, first.assembly, &again), PAL_OK);
    assert_int_equal(again.queued, 1);
    assert_int_equal(again.failed, 5);
}

static void a_draft_has_no_notice(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_mailing mailing;
    struct pal_assembly_id draft = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    EXPECT_ERR(pal_mailing_notice(scene.store, draft, &mailing), PAL_ERR_MAIL_NONE);
    set_server(&scene);
    EXPECT_ERR(pal_mailing_notice(scene.store, draft, &mailing), PAL_ERR_STATE);
}

static void a_letter_that_is_put_off_waits_longer_and_longer(void **state)
{
    (void)state;
    static const int64_t waits_s[] = {60,   120,  240,   480,   960,  1920,
                                      3840, 7680, 15360, 21600, 21600};
    PAL_SCENE(scene);
    (void)queue_two(&scene);
    for (size_t i = 0; i < sizeof waits_s / sizeof waits_s[0]; i++) {
        struct taken taken = take(&scene, &run);
        assert_int_equal(taken.count, 2);
        settle(&scene, taken.ids[0], PAL_MAIL_PUT_OFF, "451 later");
        settle(&scene, taken.ids[1], PAL_MAIL_PUT_OFF, "451 later");
        pal_scene_wait(&scene, waits_s[i] - 1);
        assert_int_equal(take(&scene, &run).count, 0);
        pal_scene_wait(&scene, 1);
    }
}

static void a_letter_is_given_up_after_five_days(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_mailing mailing = queue_two(&scene);
    struct taken taken = take(&scene, &run);
    settle(&scene, taken.ids[0], PAL_MAIL_PUT_OFF, "451 later");
    settle(&scene, taken.ids[1], PAL_MAIL_SENT, "");
    pal_scene_wait(&scene, 5 * PAL_SCENE_DAY);
    assert_int_equal(take(&scene, &run).count, 0);
    struct pal_mailing ended = read(&scene, mailing.id);
    assert_int_equal(ended.failed, 6);
    assert_true(ended.has_entry);
}

static void what_another_run_was_sending_is_sent_again(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    (void)queue_two(&scene);
    bool is_due;
    int64_t next_us;
    EXPECT_ERR(pal_outbox_due(scene.store, &run, &is_due, &next_us), PAL_OK);
    assert_true(is_due);
    assert_int_equal(take(&scene, &run).count, 2);
    EXPECT_ERR(pal_outbox_due(scene.store, &run, &is_due, &next_us), PAL_OK);
    assert_false(is_due);
    EXPECT_ERR(pal_outbox_due(scene.store, &next_run, &is_due, &next_us), PAL_OK);
    assert_true(is_due);
    assert_int_equal(take(&scene, &next_run).count, 2);
}

static void what_was_not_tried_waits_without_blame(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    (void)queue_two(&scene);
    struct taken taken = take(&scene, &run);
    settle(&scene, taken.ids[0], PAL_MAIL_UNTRIED, "");
    settle(&scene, taken.ids[1], PAL_MAIL_UNTRIED, "");
    EXPECT_ERR(pal_mail_server_note(scene.store, pal_text_of("no answer")), PAL_OK);
    bool is_due;
    int64_t next_us;
    EXPECT_ERR(pal_outbox_due(scene.store, &run, &is_due, &next_us), PAL_OK);
    assert_false(is_due);
    assert_int_equal(next_us, scene.now_us + 60000000);
    EXPECT_ERR(pal_mail_server_remove(scene.store), PAL_OK);
    EXPECT_ERR(pal_outbox_due(scene.store, &run, &is_due, &next_us), PAL_OK);
    assert_false(is_due);
}

static void a_letter_that_hangs_goes_behind_the_others(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    (void)queue_two(&scene);
    struct taken taken = take(&scene, &run);
    int64_t hangs = taken.ids[0];
    settle(&scene, hangs, PAL_MAIL_INTERRUPTED, "no answer");
    settle(&scene, taken.ids[1], PAL_MAIL_UNTRIED, "");
    pal_scene_wait(&scene, 60);
    taken = take(&scene, &run);
    assert_int_equal(taken.count, 2);
    assert_int_equal(taken.ids[1], hangs);
}

static void an_address_that_is_gone_is_a_failure(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_mailing mailing = queue_two(&scene);
    can_be_reached(&scene, PAL_ADA, "g\xC3\xA9@lessept.example");
    assert_int_equal(take(&scene, &run).count, 1);
    assert_int_equal(read(&scene, mailing.id).failed, 6);
}

static void who_has_voted_is_not_reminded(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    set_server(&scene);
    can_be_reached(&scene, PAL_ADA, "ada@lessept.example");
    can_be_reached(&scene, PAL_ELSA, "elsa@lessept.example");
    struct pal_poll_id poll = pal_voting_open(&scene, pal_meeting_sitting(&scene));
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_ADA], "{\"choice\":0}"), PAL_OK);
    struct pal_mailing mailing;
    EXPECT_ERR(pal_mailing_reminder(scene.store, poll, &mailing), PAL_OK);
    assert_int_equal(mailing.queued, 1);
    assert_int_equal(mailing.failed, 0);
    EXPECT_ERR(pal_mailing_reminder(scene.store, poll, &mailing), PAL_ERR_MAIL_UNDER_WAY);
    struct taken taken = take(&scene, &run);
    settle(&scene, taken.ids[0], PAL_MAIL_SENT, "");
    EXPECT_ERR(pal_mailing_reminder(scene.store, poll, &mailing), PAL_ERR_MAIL_TOO_SOON);
    pal_scene_wait(&scene, PAL_VOTING_HOUR);
    EXPECT_ERR(pal_mailing_reminder(scene.store, poll, &mailing), PAL_ERR_POLL_NOT_OPEN);
}

static enum pal_err count_line(void *context, const struct pal_mail_line *line)
{
    assert_true(line->made_us > 0);
    ++*(size_t *)context;
    return PAL_OK;
}

static void letters_to_who_is_erased_are_forgotten(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_mailing mailing = queue_two(&scene);
    size_t count = 0;
    struct taken taken = take(&scene, &run);
    EXPECT_ERR(pal_mail_of_person(scene.store, scene.people[PAL_ADA], count_line, &count), PAL_OK);
    assert_int_equal(count, 1);
    EXPECT_ERR(pal_mail_forget_person(scene.store, scene.people[PAL_ADA]), PAL_OK);
    EXPECT_ERR(pal_mail_of_person(scene.store, scene.people[PAL_ADA], count_line, &count), PAL_OK);
    assert_int_equal(count, 1);
    settle(&scene, taken.ids[0], PAL_MAIL_SENT, "");
    settle(&scene, taken.ids[1], PAL_MAIL_SENT, "");
    struct pal_mailing ended = read(&scene, mailing.id);
    assert_int_equal(ended.sent, 1);
    assert_true(ended.has_entry);
}

int main(void)
{
    TESTS(tests, 11);
    TEST(tests, the_log_says_how_a_notice_went);
    TEST(tests, what_was_not_reached_is_tried_again_by_hand);
    TEST(tests, a_draft_has_no_notice);
    TEST(tests, a_letter_that_is_put_off_waits_longer_and_longer);
    TEST(tests, a_letter_is_given_up_after_five_days);
    TEST(tests, what_another_run_was_sending_is_sent_again);
    TEST(tests, what_was_not_tried_waits_without_blame);
    TEST(tests, a_letter_that_hangs_goes_behind_the_others);
    TEST(tests, an_address_that_is_gone_is_a_failure);
    TEST(tests, who_has_voted_is_not_reminded);
    TEST(tests, letters_to_who_is_erased_are_forgotten);
    return RUN(tests);
}
