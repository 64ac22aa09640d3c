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

/* From a source of that number; *out_alarms: the office is told. */
static struct pal_secret ask_from(struct pal_scene *scene, const char *address, uint8_t source,
                                  bool *out_alarms)
{
    struct pal_secret ticket;
    int64_t expires_us;
    const struct pal_sign_in_asking asking = {pal_text_of(address), {{source}}};
    EXPECT_ERR(pal_sign_in_ask(scene->store, &asking, &ticket, &expires_us, out_alarms), PAL_OK);
    assert_int_equal(strlen(ticket.text), PAL_SECRET_TEXT_SIZE);
    assert_int_equal(expires_us, scene->now_us + (int64_t)PAL_SIGN_IN_CODE_S * 1000000);
    return ticket;
}

static struct pal_secret ask(struct pal_scene *scene, const char *address)
{
    bool alarms;
    return ask_from(scene, address, 0, &alarms);
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
    bool alarms;
    EXPECT_ERR(pal_sign_in_prove(scene->store, pal_text_of(ticket->text), pal_text_of(code),
                                 &person, &alarms),
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

/* --- bounds, and who is told -------------------------------------------------------------------- */

static enum pal_err write_alarm(void *context, const struct pal_sign_in_alarm *alarm)
{
    pal_buf_add_format(context, "%s %d; ", pal_sign_in_bound_word(alarm->bound), (int)alarm->times);
    return PAL_OK;
}

static void expect_alarms(struct pal_scene *scene, const char *expected)
{
    PAL_BUF(alarms);
    EXPECT_ERR(pal_sign_in_alarms_walk(scene->store, write_alarm, &alarms), PAL_OK);
    EXPECT_BUF(alarms, expected);
}

/* Asks so many times, each time for another address, and counts the alarms. */
static int ask_for_many(struct pal_scene *scene, int times, uint8_t source)
{
    static int number;
    int alarms = 0;
    for (int i = 0; i < times; i++) {
        bool is_told;
        PAL_BUF(address);
        pal_buf_add_format(&address, "nobody%d@elsewhere.example", number++);
        (void)ask_from(scene, address.bytes, source, &is_told);
        alarms += is_told ? 1 : 0;
    }
    return alarms;
}

/* The scene has seven members, so that a source has sixty-seven requests an hour. */
enum { FOR_SOURCE = 67, IN_ALL = 3 * FOR_SOURCE };

static void one_address_too_often_is_told_once(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    set_server(&scene);
    int alarms = 0;
    for (int i = 0; i < 8; i++) {
        bool is_told;
        (void)ask_from(&scene, "nobody@elsewhere.example", 0, &is_told);
        alarms += is_told ? 1 : 0;
        expect_alarms(&scene, i < 5    ? ""
                              : i == 5 ? "address 1; "
                              : i == 6 ? "address 2; "
                                       : "address 3; ");
    }
    assert_int_equal(alarms, 1);
}

static void one_source_too_often_is_told_and_holds_up_no_other(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    set_server(&scene);
    bool is_told;
    give_address(&scene, PAL_ELSA, "elsa@lessept.example");
    assert_int_equal(ask_for_many(&scene, FOR_SOURCE, 1), 0);
    assert_int_equal(ask_for_many(&scene, 3, 1), 1);
    expect_alarms(&scene, "source 3; ");
    bool has_more = true;
    while (has_more) {
        EXPECT_ERR(pal_sign_in_look_up(scene.store, &has_more), PAL_OK);
    }
    struct pal_secret ticket = ask_from(&scene, "elsa@lessept.example", 1, &is_told);
    assert_int_equal(take(&scene).count, 0); /* the same words, and no letter */
    assert_int_equal(prove(&scene, &ticket, "12345678").value, 0);
    (void)ask_from(&scene, "elsa@lessept.example", 2, &is_told);
    assert_false(is_told);
    assert_int_equal(take(&scene).count, 1);
}

static void too_many_in_all_are_told_and_an_hour_later_served(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    set_server(&scene);
    for (uint8_t source = 0; source < 4; source++) {
        (void)ask_for_many(&scene, FOR_SOURCE - (source == 3 ? FOR_SOURCE - 1 : 0), source);
    }
    expect_alarms(&scene, "society 1; ");
    (void)ask_for_many(&scene, 1, 9);
    expect_alarms(&scene, "society 2; ");
    pal_scene_wait(&scene, 3600);
    bool has_more = true;
    while (has_more) {
        EXPECT_ERR(pal_sign_in_look_up(scene.store, &has_more), PAL_OK);
    }
    EXPECT_ERR(pal_sign_in_sweep(scene.store), PAL_OK);
    assert_int_equal(ask_for_many(&scene, FOR_SOURCE, 9), 0);
    expect_alarms(&scene, "society 2; "); /* still shown */
    assert_int_equal(ask_for_many(&scene, 1, 9), 1);
    expect_alarms(&scene, "society 2; source 1; ");
    pal_scene_wait(&scene, PAL_SCENE_DAY);
    expect_alarms(&scene, "");
    EXPECT_ERR(pal_sign_in_sweep(scene.store), PAL_OK);
}

static void an_alarm_is_told_again_after_an_hour_of_quiet(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    set_server(&scene);
    (void)ask_for_many(&scene, FOR_SOURCE, 1);
    assert_int_equal(ask_for_many(&scene, 2, 1), 1);
    pal_scene_wait(&scene, 3600);
    (void)ask_for_many(&scene, FOR_SOURCE, 1);
    assert_int_equal(ask_for_many(&scene, 1, 1), 1);
    expect_alarms(&scene, "source 1; ");
}

static void guessing_codes_is_told(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    set_server(&scene);
    int alarms = 0, tries = 0;
    for (int i = 0; i < FOR_SOURCE && alarms == 0; i++) {
        PAL_BUF(address);
        pal_buf_add_format(&address, "guessed%d@elsewhere.example", i);
        struct pal_secret ticket = ask(&scene, address.bytes);
        for (int j = 0; j < PAL_SIGN_IN_TRIES && alarms == 0; j++, tries++) {
            struct pal_person_id person;
            bool is_told;
            EXPECT_ERR(pal_sign_in_prove(scene.store, pal_text_of(ticket.text),
                                         pal_text_of("00000000"), &person, &is_told),
                       PAL_OK);
            alarms += is_told ? 1 : 0;
        }
    }
    assert_int_equal(tries, FOR_SOURCE);
    expect_alarms(&scene, "codes 1; ");
}

static void no_mail_server_no_letter(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_secret ticket;
    int64_t expires_us;
    bool alarms;
    const struct pal_sign_in_asking asking = {.email = pal_text_of("a@b.example")};
    EXPECT_ERR(pal_sign_in_ask(scene.store, &asking, &ticket, &expires_us, &alarms),
               PAL_ERR_MAIL_NONE);
}

int main(void)
{
    TESTS(tests, 14);
    TEST(tests, ticket_and_code_sign_in_once);
    TEST(tests, a_code_is_worth_nothing_without_its_ticket);
    TEST(tests, five_wrong_codes_end_a_ticket);
    TEST(tests, a_code_expires);
    TEST(tests, a_new_request_ends_the_one_before);
    TEST(tests, nobody_gets_a_letter_and_everybody_a_ticket);
    TEST(tests, who_shares_an_address_gets_no_code);
    TEST(tests, five_letters_an_hour);
    TEST(tests, one_address_too_often_is_told_once);
    TEST(tests, one_source_too_often_is_told_and_holds_up_no_other);
    TEST(tests, too_many_in_all_are_told_and_an_hour_later_served);
    TEST(tests, an_alarm_is_told_again_after_an_hour_of_quiet);
    TEST(tests, guessing_codes_is_told);
    TEST(tests, no_mail_server_no_letter);
    return RUN(tests);
}
