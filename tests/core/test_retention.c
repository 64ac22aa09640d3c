/* What has served is removed after its days, no earlier, and the log says how much it was. */
#include "base/canon.h"
#include "core/consents.h"
#include "core/erasure.h"
#include "core/erasure_requests.h"
#include "core/mail.h"
#include "core/retention.h"
#include "core/sessions.h"
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

static void take_all(struct pal_scene *scene)
{
    EXPECT_ERR(pal_outbox_take(scene->store, &run, 32, settle_it, scene), PAL_OK);
}

static void set_server(struct pal_scene *scene)
{
    const struct pal_mail_server server = {.url = pal_text_of("smtp://127.0.0.1"),
                                           .sender = pal_text_of("bureau@lessept.example")};
    EXPECT_ERR(pal_mail_server_set(scene->store, &server, NULL), PAL_OK);
}

static void say(struct pal_scene *scene, struct pal_person_id person, enum pal_consent_kind kind,
                bool is_given)
{
    const struct pal_consent_said said = {kind, is_given, PAL_CONSENT_PERSON};
    EXPECT_ERR(pal_consent_set(scene->store, person, &said), PAL_OK);
}

/* The notice of an assembly, of which one letter is taken, to Ada. */
static struct pal_mailing send_notice(struct pal_scene *scene)
{
    struct pal_mailing mailing;
    set_server(scene);
    say(scene, scene->people[PAL_ADA], PAL_CONSENT_MAIL, true);
    EXPECT_ERR(pal_mailing_notice(scene->store, pal_meeting_convened(scene), &mailing), PAL_OK);
    take_all(scene);
    EXPECT_ERR(pal_mailings_settle(scene->store), PAL_OK);
    EXPECT_ERR(pal_mailing_read(scene->store, mailing.id, &mailing), PAL_OK);
    assert_true(mailing.has_entry);
    return mailing;
}

/* What the log says went last: its kind and how many. */
static void expect_removed(struct pal_scene *scene, const char *kind, int64_t expected)
{
    PAL_JSON(entry);
    int64_t count;
    entry = pal_scene_last_entry_new(scene);
    EXPECT_TEXT(pal_json_as_text(pal_json_get(entry, "t")), "retention.apply");
    const struct pal_json *d = pal_json_get(entry, "d");
    EXPECT_TEXT(pal_json_as_text(pal_json_get(d, "kind")), kind);
    EXPECT_ERR(pal_json_int(d, "count", &count, NULL), PAL_OK);
    assert_int_equal(count, expected);
}

static void apply_after(struct pal_scene *scene, int64_t seconds)
{
    pal_scene_wait(scene, seconds);
    EXPECT_ERR(pal_retention_apply(scene->store), PAL_OK);
}

static void letters_are_removed_after_their_days(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_person_id ada = scene.people[PAL_ADA];
    (void)send_notice(&scene);
    EXPECT_ERR(pal_retention_set(scene.store, PAL_RETENTION_MAIL, 10), PAL_OK);
    apply_after(&scene, 10 * PAL_SCENE_DAY - 1);
    assert_int_equal(letters_to(&scene, ada), 1);
    apply_after(&scene, 1);
    assert_int_equal(letters_to(&scene, ada), 0);
    expect_removed(&scene, "mail", 7);
}

/* What opens the commitment of a notice to Ada; NULL when nothing does any more. */
static struct pal_json *opening_new(struct pal_scene *scene, const struct pal_mailing *mailing)
{
    struct pal_json *json;
    enum pal_err err = pal_sending_open(scene->store, mailing, scene->members[PAL_ADA], &json);
    if (err == PAL_ERR_NOT_FOUND) {
        return NULL;
    }
    EXPECT_ERR(err, PAL_OK);
    return json;
}

/* Puts an address into what is left of a letter, in canonical form. */
static void put_address(struct pal_text rest, const char *address, struct pal_buf *letter)
{
    PAL_JSON(json);
    EXPECT_ERR(pal_json_parse(rest, rest.size, &json, NULL), PAL_OK);
    assert_false(pal_json_has(json, "address"));
    pal_json_set_string(json, "address", address);
    EXPECT_ERR(pal_canon_write(json, letter, NULL), PAL_OK);
}

static void a_proof_outlives_its_letter_without_the_address(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    PAL_JSON(before);
    PAL_JSON(after);
    PAL_BUF(letter);
    struct pal_mailing mailing = send_notice(&scene);
    PAL_PERSON(ada);
    EXPECT_ERR(pal_person_read(scene.store, scene.people[PAL_ADA], &ada), PAL_OK);
    before = opening_new(&scene, &mailing);
    assert_true(pal_json_has(before, "letter"));
    EXPECT_ERR(pal_retention_set(scene.store, PAL_RETENTION_MAIL, 10), PAL_OK);
    apply_after(&scene, 10 * PAL_SCENE_DAY);
    assert_int_equal(letters_to(&scene, scene.people[PAL_ADA]), 0);

    after = opening_new(&scene, &mailing);
    assert_non_null(after);
    assert_false(pal_json_has(after, "letter"));
    PAL_BUF(address);
    pal_buf_add_text(&address, ada.says.email);
    put_address(pal_json_as_text(pal_json_get(after, "rest")), address.bytes, &letter);
    EXPECT_TEXT(pal_json_as_text(pal_json_get(before, "letter")), letter.bytes);
    static const char *const same[] = {"salt", "leaf", "root"};
    for (size_t i = 0; i < 3; i++) {
        assert_true(pal_text_equal(pal_json_as_text(pal_json_get(before, same[i])),
                                   pal_json_as_text(pal_json_get(after, same[i]))));
    }
    assert_int_equal(pal_json_count(pal_json_get(before, "path")),
                     pal_json_count(pal_json_get(after, "path")));

    EXPECT_ERR(pal_retention_set(scene.store, PAL_RETENTION_PROOFS, 11), PAL_OK);
    apply_after(&scene, PAL_SCENE_DAY);
    assert_null(opening_new(&scene, &mailing));
    expect_removed(&scene, "proofs", 7);
}

static void a_proof_holds_whoever_else_is_erased(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    PAL_JSON(before);
    PAL_JSON(after);
    struct pal_mailing mailing = send_notice(&scene);
    before = opening_new(&scene, &mailing);
    EXPECT_ERR(pal_member_enter_state(scene.store, scene.members[PAL_ELSA], PAL_MEMBER_LEFT,
                                      pal_society_today(scene.store)),
               PAL_OK);
    EXPECT_ERR(pal_member_erase(scene.store, scene.members[PAL_ELSA], pal_text_of("Demandé."),
                                NULL),
               PAL_OK);
    after = opening_new(&scene, &mailing);
    PAL_BUF(said);
    PAL_BUF(now);
    EXPECT_ERR(pal_canon_write(before, &said, NULL), PAL_OK);
    EXPECT_ERR(pal_canon_write(after, &now, NULL), PAL_OK);
    EXPECT_BUF(now, said.bytes);
    PAL_JSON(none);
    EXPECT_ERR(pal_sending_open(scene.store, &mailing, scene.members[PAL_ELSA], &none),
               PAL_ERR_NOT_FOUND);

    apply_after(&scene, 1096 * PAL_SCENE_DAY);
    expect_removed(&scene, "erasures", 1);
    apply_after(&scene, PAL_SCENE_DAY);
    expect_removed(&scene, "erasures", 1); /* once */
}

static void letters_to_sign_in_with_go_first(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    PAL_SECRET(ticket);
    int64_t expires_us;
    bool has_more;
    struct pal_person_id ada = scene.people[PAL_ADA];
    PAL_PERSON(person);
    (void)send_notice(&scene);
    EXPECT_ERR(pal_person_read(scene.store, ada, &person), PAL_OK);
    bool alarms;
    const struct pal_sign_in_asking asking = {.email = person.says.email};
    EXPECT_ERR(pal_sign_in_ask(scene.store, &asking, &ticket, &expires_us, &alarms), PAL_OK);
    EXPECT_ERR(pal_sign_in_look_up(scene.store, &has_more), PAL_OK);
    take_all(&scene);
    assert_int_equal(letters_to(&scene, ada), 2);
    apply_after(&scene, 30 * PAL_SCENE_DAY - 1);
    assert_int_equal(letters_to(&scene, ada), 2);
    apply_after(&scene, 1);
    assert_int_equal(letters_to(&scene, ada), 1);
    expect_removed(&scene, "sign_ins", 1);
}

static void letters_that_refuse_go_with_what_was_refused(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_person_id ada = scene.people[PAL_ADA];
    set_server(&scene);
    say(&scene, ada, PAL_CONSENT_MAIL, true);
    EXPECT_ERR(pal_erasure_ask(scene.store, scene.members[PAL_ADA]), PAL_OK);
    EXPECT_ERR(pal_erasure_refuse(scene.store, scene.members[PAL_ADA], pal_text_of("No."), NULL),
               PAL_OK);
    take_all(&scene);
    EXPECT_ERR(pal_retention_set(scene.store, PAL_RETENTION_ERASURES, 100), PAL_OK);
    apply_after(&scene, 100 * PAL_SCENE_DAY - 1);
    assert_int_equal(letters_to(&scene, ada), 1); /* beyond the days of letters to sign in with */
    apply_after(&scene, 1);
    assert_int_equal(letters_to(&scene, ada), 0);
    expect_removed(&scene, "erasures", 2);
}

static enum pal_err count_change(void *context, const struct pal_consent *consent)
{
    (void)consent;
    ++*(size_t *)context;
    return PAL_OK;
}

static size_t changes_of(struct pal_scene *scene, struct pal_person_id person)
{
    size_t count = 0;
    EXPECT_ERR(pal_consents_walk(scene->store, person, count_change, &count), PAL_OK);
    return count;
}

static void the_last_word_on_a_consent_stays(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_person_id ada = scene.people[PAL_ADA];
    bool is_given;
    say(&scene, ada, PAL_CONSENT_NAME, true);
    pal_scene_wait(&scene, 100 * PAL_SCENE_DAY);
    say(&scene, ada, PAL_CONSENT_NAME, false);
    say(&scene, ada, PAL_CONSENT_MAIL, true);
    apply_after(&scene, 1826 * PAL_SCENE_DAY - 1);
    assert_int_equal(changes_of(&scene, ada), 3);
    apply_after(&scene, 1);
    assert_int_equal(changes_of(&scene, ada), 2);
    expect_removed(&scene, "consents", 1);
    EXPECT_ERR(pal_consent_has(scene.store, ada, PAL_CONSENT_MAIL, &is_given), PAL_OK);
    assert_true(is_given);
    apply_after(&scene, 1826 * PAL_SCENE_DAY);
    assert_int_equal(changes_of(&scene, ada), 2);
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
    TESTS(tests, 8);
    TEST(tests, letters_are_removed_after_their_days);
    TEST(tests, a_proof_outlives_its_letter_without_the_address);
    TEST(tests, a_proof_holds_whoever_else_is_erased);
    TEST(tests, letters_to_sign_in_with_go_first);
    TEST(tests, letters_that_refuse_go_with_what_was_refused);
    TEST(tests, the_last_word_on_a_consent_stays);
    TEST(tests, contacts_go_a_year_after_their_member);
    TEST(tests, days_are_days);
    return RUN(tests);
}
