/* Asking to sign in by mail: a ticket for whoever asks, a letter for who has the address. */
#include <string.h>

#include "base/mem.h"
#include "core/mail.h"
#include "core/sessions.h"

#include "../support/expect.h"
#include "../support/scene.h"

static const struct pal_uuid run = {{7}};

/* A letter as it was taken. */
struct got {
    size_t count;
    char code[16];
    struct pal_person_id person;
};

static enum pal_err keep(void *context, const struct pal_mail *mail)
{
    struct got *got = context;
    got->count++;
    got->person = mail->person;
    memcpy(got->code, mail->code.bytes, mail->code.size);
    got->code[mail->code.size] = '\0';
    return PAL_OK;
}

static void set_server(struct pal_scene *scene)
{
    const struct pal_mail_server server = {.url = pal_text_of("smtp://127.0.0.1"),
                                           .sender = pal_text_of("bureau@lessept.example")};
    EXPECT_ERR(pal_mail_server_set(scene->store, &server, NULL), PAL_OK);
}

static void give_address(struct pal_scene *scene, enum pal_scene_member member, const char *address)
{
    struct pal_text email = pal_text_of(address);
    const struct pal_member_change change = {.email = &email};
    EXPECT_ERR(pal_member_change(scene->store, scene->members[member], &change, NULL), PAL_OK);
}

static struct pal_secret ask(struct pal_scene *scene, const char *address)
{
    struct pal_secret ticket;
    int64_t expires_us;
    EXPECT_ERR(pal_sign_in_ask(scene->store, pal_text_of(address), &ticket, &expires_us), PAL_OK);
    assert_int_equal(strlen(ticket.text), PAL_SECRET_TEXT_SIZE);
    assert_int_equal(expires_us, scene->now_us + (int64_t)PAL_SIGN_IN_CODE_S * 1000000);
    return ticket;
}

static struct got take(struct pal_scene *scene)
{
    struct got got = {0};
    bool has_more;
    EXPECT_ERR(pal_sign_in_look_up(scene->store, &has_more), PAL_OK);
    assert_false(has_more);
    EXPECT_ERR(pal_outbox_take(scene->store, &run, 32, keep, &got), PAL_OK);
    return got;
}

static struct pal_person_id prove(struct pal_scene *scene, const struct pal_secret *ticket,
                                  const char *code)
{
    struct pal_person_id person;
    EXPECT_ERR(pal_sign_in_prove(scene->store, pal_text_of(ticket->text), pal_text_of(code),
                                 &person),
               PAL_OK);
    return person;
}

static void ticket_and_code_sign_in_once(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    set_server(&scene);
    give_address(&scene, PAL_ELSA, "Elsa@lessept.example");
    struct pal_secret ticket = ask(&scene, " elsa@LESSEPT.example ");
    struct got got = take(&scene);
    assert_int_equal(got.count, 1);
    assert_int_equal(strlen(got.code), PAL_SIGN_IN_CODE_SIZE);
    assert_int_equal(prove(&scene, &ticket, got.code).value, scene.people[PAL_ELSA].value);
    assert_int_equal(prove(&scene, &ticket, got.code).value, 0);
}

static void a_code_is_worth_nothing_without_its_ticket(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    set_server(&scene);
    give_address(&scene, PAL_ELSA, "elsa@lessept.example");
    struct pal_secret ticket = ask(&scene, "elsa@lessept.example");
    struct got got = take(&scene);
    struct pal_secret other = ask(&scene, "chiara@lessept.example");
    assert_int_equal(prove(&scene, &other, got.code).value, 0);
    assert_int_equal(prove(&scene, &ticket, "").value, 0);
    assert_int_equal(prove(&scene, &ticket, got.code).value, scene.people[PAL_ELSA].value);
}

static void five_wrong_codes_end_a_ticket(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    set_server(&scene);
    give_address(&scene, PAL_ELSA, "elsa@lessept.example");
    struct pal_secret ticket = ask(&scene, "elsa@lessept.example");
    struct got got = take(&scene);
    for (int i = 0; i < PAL_SIGN_IN_TRIES; i++) {
        assert_int_equal(prove(&scene, &ticket, "00000000x").value, 0);
    }
    assert_int_equal(prove(&scene, &ticket, got.code).value, 0);
}

static void a_code_expires(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    set_server(&scene);
    give_address(&scene, PAL_ELSA, "elsa@lessept.example");
    struct pal_secret ticket = ask(&scene, "elsa@lessept.example");
    struct got got = take(&scene);
    pal_scene_wait(&scene, PAL_SIGN_IN_CODE_S);
    assert_int_equal(prove(&scene, &ticket, got.code).value, 0);
}

static void a_new_request_ends_the_one_before(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    set_server(&scene);
    give_address(&scene, PAL_ELSA, "elsa@lessept.example");
    struct pal_secret first = ask(&scene, "elsa@lessept.example");
    struct got before = take(&scene);
    struct pal_secret second = ask(&scene, "elsa@lessept.example");
    struct got after = take(&scene);
    assert_int_equal(prove(&scene, &first, before.code).value, 0);
    assert_int_equal(prove(&scene, &second, after.code).value, scene.people[PAL_ELSA].value);
}

static void nobody_gets_a_letter_and_everybody_a_ticket(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    set_server(&scene);
    struct pal_secret ticket = ask(&scene, "nobody@elsewhere.example");
    assert_int_equal(take(&scene).count, 0);
    assert_int_equal(prove(&scene, &ticket, "12345678").value, 0);
}

static void who_shares_an_address_gets_no_code(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    set_server(&scene);
    give_address(&scene, PAL_ELSA, "both@lessept.example");
    give_address(&scene, PAL_GAIA, "both@lessept.example");
    (void)ask(&scene, "both@lessept.example");
    struct got got = take(&scene);
    assert_int_equal(got.count, 2);
    assert_string_equal(got.code, "");
}

static void five_letters_an_hour(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    set_server(&scene);
    give_address(&scene, PAL_ELSA, "elsa@lessept.example");
    size_t letters = 0;
    for (int i = 0; i < 8; i++) {
        (void)ask(&scene, "elsa@lessept.example");
        letters += take(&scene).count;
    }
    assert_int_equal(letters, PAL_SIGN_IN_PER_HOUR);
    pal_scene_wait(&scene, 3600);
    EXPECT_ERR(pal_sign_in_sweep(scene.store), PAL_OK);
    (void)ask(&scene, "elsa@lessept.example");
    assert_int_equal(take(&scene).count, 1);
}

static void no_mail_server_no_letter(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_secret ticket;
    int64_t expires_us;
    EXPECT_ERR(pal_sign_in_ask(scene.store, pal_text_of("a@b.example"), &ticket, &expires_us),
               PAL_ERR_MAIL_NONE);
}

int main(void)
{
    TESTS(tests, 9);
    TEST(tests, ticket_and_code_sign_in_once);
    TEST(tests, a_code_is_worth_nothing_without_its_ticket);
    TEST(tests, five_wrong_codes_end_a_ticket);
    TEST(tests, a_code_expires);
    TEST(tests, a_new_request_ends_the_one_before);
    TEST(tests, nobody_gets_a_letter_and_everybody_a_ticket);
    TEST(tests, who_shares_an_address_gets_no_code);
    TEST(tests, five_letters_an_hour);
    TEST(tests, no_mail_server_no_letter);
    return RUN(tests);
}
