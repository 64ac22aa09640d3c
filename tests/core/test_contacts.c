/* How people correct the way they are reached: an address serves once it is proved, and the former one is told. */
#include <string.h>

#include "core/contacts.h"
#include "core/mail.h"
#include "core/sessions.h"

#include "../support/expect.h"
#include "../support/scene.h"

static const struct pal_uuid run = {{7}};

/* The letters that were taken, as "kind address; ", and the last code among them. */
struct got {
    struct pal_buf letters;
    char code[PAL_CONTACT_CODE_SIZE + 1];
};
#define GOT(name) struct got name PAL_CLEANUP(got_done) = {.code = ""}

static void got_done(struct got *got)
{
    pal_buf_done(&got->letters);
}

static enum pal_err keep(void *context, const struct pal_mail *mail)
{
    struct got *got = context;
    pal_buf_add_format(&got->letters, "%s %.*s; ", pal_mail_kind_word(mail->kind),
                       (int)mail->address.size, mail->address.bytes);
    if (mail->kind == PAL_MAIL_CONFIRM) {
        assert_int_equal(mail->code.size, PAL_CONTACT_CODE_SIZE);
        memcpy(got->code, mail->code.bytes, PAL_CONTACT_CODE_SIZE);
    }
    return PAL_OK;
}

static void take(struct pal_scene *scene, struct got *got)
{
    EXPECT_ERR(pal_outbox_take(scene->store, &run, 32, keep, got), PAL_OK);
}

/* Ada has an address that was proved long ago, and there is a mail server. */
static void begin(struct pal_scene *scene)
{
    const struct pal_text email = pal_text_of("ada@former.example");
    const struct pal_member_change change = {.email = &email};
    const struct pal_mail_server server = {.url = pal_text_of("smtp://127.0.0.1"),
                                           .sender = pal_text_of("bureau@lessept.example")};
    EXPECT_ERR(pal_mail_server_set(scene->store, &server, NULL), PAL_OK);
    EXPECT_ERR(pal_member_change(scene->store, scene->members[PAL_ADA], &change, NULL), PAL_OK);
}

static enum pal_err say_email(struct pal_scene *scene, const char *address)
{
    struct pal_where where = {0};
    const struct pal_text email = pal_text_of(address);
    return pal_contacts_correct(scene->store, scene->people[PAL_ADA],
                                &(struct pal_contacts){.email = &email}, &where);
}

static bool prove(struct pal_scene *scene, const char *code)
{
    bool holds = true;
    EXPECT_ERR(pal_contact_prove(scene->store, scene->people[PAL_ADA], pal_text_of(code), &holds),
               PAL_OK);
    return holds;
}

static void expect_email(struct pal_scene *scene, const char *address)
{
    PAL_PERSON(ada);
    EXPECT_ERR(pal_person_read(scene->store, scene->people[PAL_ADA], &ada), PAL_OK);
    EXPECT_TEXT(ada.says.email, address);
}

static void expect_waits(struct pal_scene *scene, const char *address)
{
    PAL_CONTACT_PENDING(pending);
    EXPECT_ERR(pal_contact_pending_read(scene->store, scene->people[PAL_ADA], &pending), PAL_OK);
    if (address == NULL) {
        assert_int_equal(pending.email.size, 0);
    } else {
        EXPECT_TEXT(pending.email, address);
        assert_true(pending.expires_us > scene->now_us);
    }
}

/* A code of eight digits that is another; done twice, the same again. */
static void spoil(char *code)
{
    code[0] = (char)('0' + ('9' - code[0]));
}

static enum pal_err forget(struct pal_scene *scene)
{
    PAL_TRANSACTION(transaction, scene->store);
    PAL_TRY(pal_contact_pending_forget(scene->store, scene->people[PAL_ADA]));
    return pal_transaction_commit(&transaction);
}

static void a_number_and_a_language_hold_at_once(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_where where = {0};
    const struct pal_text phone = pal_text_of("04 95");
    const struct pal_text language = pal_text_of("en");
    const struct pal_text none = pal_text_of("co");
    struct pal_person_id ada = scene.people[PAL_ADA];
    EXPECT_ERR(pal_contacts_correct(scene.store, ada,
                                    &(struct pal_contacts){.phone = &phone, .language = &language},
                                    &where),
               PAL_OK);
    PAL_PERSON(now);
    EXPECT_ERR(pal_person_read(scene.store, ada, &now), PAL_OK);
    EXPECT_TEXT(now.says.phone, "04 95");
    EXPECT_TEXT(now.says.language, "en");
    EXPECT_ERR(pal_contacts_correct(scene.store, ada, &(struct pal_contacts){.language = &none},
                                    &where),
               PAL_ERR_JSON_VALUE);
    EXPECT_ERR(pal_contacts_correct(scene.store, (struct pal_person_id){999},
                                    &(struct pal_contacts){.phone = &phone}, &where),
               PAL_ERR_NOT_FOUND);
}

/* clang-format off */
static const struct {
    const char *name, *address;
    enum pal_err err;
} addresses[] = {
    {"a word is no address",               "nobody",           PAL_ERR_PERSON_EMAIL},
    {"an address has letters of ASCII",    "é@example.org",    PAL_ERR_PERSON_EMAIL},
    {"a line end writes no header",        "a@b.example\nBcc", PAL_ERR_PERSON_EMAIL},
    {"a plain address waits for its code", "ada@new.example",  PAL_OK},
    {"spaces around it are left out",      " ada@new.example ", PAL_OK},
};
/* clang-format on */

static void is_judged(void **state)
{
    const __typeof__(addresses[0]) *row = *state;
    PAL_SCENE(scene);
    begin(&scene);
    EXPECT_ERR(say_email(&scene, row->address), row->err);
    expect_email(&scene, "ada@former.example");
    expect_waits(&scene, row->err == PAL_OK ? "ada@new.example" : NULL);
}

static void an_address_serves_once_it_is_proved(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    GOT(got);
    PAL_SECRET(link);
    PAL_SECRET(session);
    struct pal_person_id person;
    begin(&scene);
    EXPECT_ERR(say_email(&scene, "ada@new.example"), PAL_OK);
    take(&scene, &got);
    EXPECT_BUF(got.letters, "confirm ada@new.example; ");
    EXPECT_ERR(pal_link_lend(scene.store, scene.people[PAL_ADA], 3600, &link), PAL_OK);

    spoil(got.code);
    assert_false(prove(&scene, got.code));
    expect_email(&scene, "ada@former.example");
    expect_waits(&scene, "ada@new.example");
    spoil(got.code);
    assert_true(prove(&scene, got.code));
    expect_email(&scene, "ada@new.example");
    expect_waits(&scene, NULL);
    assert_false(prove(&scene, got.code)); /* it was good once */

    take(&scene, &got);
    EXPECT_BUF(got.letters, "confirm ada@new.example; moved ada@former.example; ");
    EXPECT_ERR(pal_session_open(scene.store, pal_text_of(link.text), &session, &person),
               PAL_ERR_LINK_SPENT); /* it was sent to the former address */
}

static void five_wrong_codes_end_it(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    GOT(got);
    begin(&scene);
    EXPECT_ERR(say_email(&scene, "ada@new.example"), PAL_OK);
    take(&scene, &got);
    spoil(got.code);
    for (int i = 0; i < PAL_CONTACT_TRIES; i++) {
        expect_waits(&scene, "ada@new.example");
        assert_false(prove(&scene, got.code));
    }
    expect_waits(&scene, NULL);
    spoil(got.code);
    assert_false(prove(&scene, got.code));
    expect_email(&scene, "ada@former.example");
}

static void a_code_is_good_for_half_an_hour(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    GOT(got);
    begin(&scene);
    EXPECT_ERR(say_email(&scene, "ada@new.example"), PAL_OK);
    take(&scene, &got);
    pal_scene_wait(&scene, PAL_CONTACT_CODE_S - 1);
    EXPECT_ERR(pal_contacts_sweep(scene.store), PAL_OK);
    expect_waits(&scene, "ada@new.example");
    pal_scene_wait(&scene, 1);
    expect_waits(&scene, NULL);
    assert_false(prove(&scene, got.code));
    EXPECT_ERR(pal_contacts_sweep(scene.store), PAL_OK);
    expect_email(&scene, "ada@former.example");
}

static void one_address_waits_at_most(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    GOT(first);
    GOT(second);
    begin(&scene);
    EXPECT_ERR(say_email(&scene, "ada@first.example"), PAL_OK);
    take(&scene, &first);
    EXPECT_ERR(say_email(&scene, "ada@second.example"), PAL_OK);
    take(&scene, &second);
    expect_waits(&scene, "ada@second.example");
    if (strcmp(first.code, second.code) !=
        0) { /* once in a hundred million times they are the same */
        assert_false(prove(&scene, first.code));
    }
    EXPECT_ERR(say_email(&scene, "ada@former.example"), PAL_OK); /* the present one */
    expect_waits(&scene, NULL);
    assert_false(prove(&scene, second.code));
    EXPECT_ERR(say_email(&scene, "ada@third.example"), PAL_OK);
    EXPECT_ERR(forget(&scene), PAL_OK);
    expect_waits(&scene, NULL);
}

static void five_letters_an_hour_are_sent(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    begin(&scene);
    for (int i = 0; i < PAL_CONTACT_PER_HOUR; i++) {
        EXPECT_ERR(say_email(&scene, "ada@new.example"), PAL_OK);
    }
    EXPECT_ERR(say_email(&scene, "ada@other.example"), PAL_ERR_LIMIT_RATE);
    expect_waits(&scene, "ada@new.example"); /* what was refused changed nothing */
    pal_scene_wait(&scene, 3600);
    EXPECT_ERR(say_email(&scene, "ada@other.example"), PAL_OK);
}

static void no_address_holds_at_once_and_the_former_is_told(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    GOT(got);
    begin(&scene);
    EXPECT_ERR(say_email(&scene, ""), PAL_OK);
    expect_email(&scene, "");
    take(&scene, &got);
    EXPECT_BUF(got.letters, "moved ada@former.example; ");
}

static void without_a_mail_server_nothing_is_proved(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    begin(&scene);
    EXPECT_ERR(pal_mail_server_remove(scene.store), PAL_OK);
    EXPECT_ERR(say_email(&scene, "ada@new.example"), PAL_ERR_MAIL_NONE);
    expect_waits(&scene, NULL);
    EXPECT_ERR(say_email(&scene, ""), PAL_OK); /* nobody can be told */
    expect_email(&scene, "");
}

int main(void)
{
    TESTS(tests, 16);
    TEST(tests, a_number_and_a_language_hold_at_once);
    TABLE(tests, addresses, is_judged);
    TEST(tests, an_address_serves_once_it_is_proved);
    TEST(tests, five_wrong_codes_end_it);
    TEST(tests, a_code_is_good_for_half_an_hour);
    TEST(tests, one_address_waits_at_most);
    TEST(tests, five_letters_an_hour_are_sent);
    TEST(tests, no_address_holds_at_once_and_the_former_is_told);
    TEST(tests, without_a_mail_server_nothing_is_proved);
    return RUN(tests);
}
