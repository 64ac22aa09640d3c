/* The server that takes our letters: what its settings may be, and how it is left alone. */
#include "core/mail.h"

#include "../support/expect.h"
#include "../support/scene.h"

static const struct pal_mail_server plain = {
    .url = {"smtp://mail.example:587", 23},
    .sender = {"bureau@lessept.example", 22},
    .starttls = true,
};

static enum pal_err set(struct pal_scene *scene, const struct pal_mail_server *server,
                        struct pal_where *where)
{
    return pal_mail_server_set(scene->store, server, where);
}

static void what_is_set_is_read(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_mail_server server = plain;
    server.user = pal_text_of("sept");
    server.password = pal_text_of("tres secret");
    {
        PAL_MAIL_SERVER(none);
        EXPECT_ERR(pal_mail_server_read(scene.store, &none), PAL_ERR_MAIL_NONE);
    }
    EXPECT_ERR(set(&scene, &server, NULL), PAL_OK);
    EXPECT_ERR(set(&scene, &server, NULL), PAL_OK);
    PAL_MAIL_SERVER(read);
    EXPECT_ERR(pal_mail_server_read(scene.store, &read), PAL_OK);
    EXPECT_TEXT(read.url, "smtp://mail.example:587");
    EXPECT_TEXT(read.sender, "bureau@lessept.example");
    EXPECT_TEXT(read.user, "sept");
    EXPECT_TEXT(read.password, "tres secret");
    assert_true(read.starttls);
    assert_int_equal(read.version, 2);
    EXPECT_ERR(pal_mail_server_remove(scene.store), PAL_OK);
    EXPECT_ERR(pal_mail_server_remove(scene.store), PAL_ERR_MAIL_NONE);
}

/* clang-format off */
static const struct {
    const char *name, *url;
    enum pal_err err;
} urls[] = {
    {"smtp without a port",                 "smtp://mail.example",              PAL_OK},
    {"smtps with a port",                   "smtps://mail.example:465",         PAL_OK},
    {"an address of version 6",             "smtp://[::1]:25",                  PAL_OK},
    {"an address of version 6 alone",       "smtp://[::1]",                     PAL_OK},
    {"no scheme is no mail server",         "mail.example:25",                  PAL_ERR_MAIL_URL},
    {"another scheme is no mail server",    "http://mail.example",              PAL_ERR_MAIL_URL},
    {"nobody is no mail server",            "smtp://",                          PAL_ERR_MAIL_URL},
    {"a path is refused",                   "smtp://mail.example/x",            PAL_ERR_MAIL_URL},
    {"a user within the address is refused", "smtp://u:p@mail.example",         PAL_ERR_MAIL_URL},
    {"a port that is none is refused",      "smtp://mail.example:99999",        PAL_ERR_MAIL_URL},
    {"a port of letters is refused",        "smtp://mail.example:smtp",         PAL_ERR_MAIL_URL},
    {"a bracket that stays open is refused", "smtp://[::1",                     PAL_ERR_MAIL_URL},
    {"a word after the bracket is refused", "smtp://[::1]x",                    PAL_ERR_MAIL_URL},
    {"two dots in a row are refused",       "smtp://mail..example",             PAL_ERR_MAIL_URL},
};
/* clang-format on */

static void judges_the_address(void **state)
{
    const __typeof__(*urls) *row = *state;
    PAL_SCENE(scene);
    struct pal_mail_server server = plain;
    struct pal_where where = {0};
    server.url = pal_text_of(row->url);
    EXPECT_ERR(set(&scene, &server, &where), row->err);
    if (row->err != PAL_OK) {
        assert_string_equal(where.pointer, "/url");
    }
}

static void no_password_goes_in_clear(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_mail_server server = plain;
    struct pal_where where = {0};
    server.password = pal_text_of("secret");
    server.starttls = false;
    EXPECT_ERR_AT(set(&scene, &server, &where), PAL_ERR_MAIL_CLEAR, where, "/starttls");
    server.url = pal_text_of("smtps://mail.example");
    EXPECT_ERR(set(&scene, &server, &where), PAL_OK);
    server.url = pal_text_of("smtp://127.0.0.1:2525");
    EXPECT_ERR(set(&scene, &server, &where), PAL_OK);
}

static void the_sender_is_an_address(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_mail_server server = plain;
    struct pal_where where = {0};
    server.sender = pal_text_of("Les Sept");
    EXPECT_ERR_AT(set(&scene, &server, &where), PAL_ERR_PERSON_EMAIL, where, "/from");
    server.sender = pal_text_of("a@b\r\nBcc: c@d");
    EXPECT_ERR_AT(set(&scene, &server, &where), PAL_ERR_TEXT_CONTROL, where, "/from");
}

/* clang-format off */
static const struct {
    const char *name, *address;
    bool is_plain;
} addresses[] = {
    {"a common address is plain",           "ada.colonna+ag@lessept.example", true},
    {"a hyphen may stand in a domain",      "a@les-sept.example",             true},
    {"an address without a place is none",  "ada",                            false},
    {"an address without a name is none",   "@lessept.example",               false},
    {"two places are none",                 "a@b@c",                          false},
    {"an accent is not plain",              "gaïa@lessept.example",           false},
    {"a quotation is not plain",            "\"a b\"@lessept.example",        false},
    {"an angle bracket ends nothing",       "a@b.example>",                   false},
    {"a line end begins no header",         "a@b.example\r\nBcc:c@d.example", false},
    {"a blank is not plain",                "a b@c.example",                  false},
    {"a dot does not come last",            "a.@b.example",                   false},
    {"a domain does not begin with a hyphen", "a@-b.example",                 false},
    {"nothing is no address",               "",                               false},
};
/* clang-format on */

static void judges_an_address(void **state)
{
    const __typeof__(*addresses) *row = *state;
    assert_int_equal(pal_mail_address_is_plain(pal_text_of(row->address)), row->is_plain);
}

static int64_t wait_after(struct pal_scene *scene, const char *error)
{
    PAL_MAIL_SERVER(read);
    EXPECT_ERR(pal_mail_server_note(scene->store, pal_text_of(error)), PAL_OK);
    EXPECT_ERR(pal_mail_server_read(scene->store, &read), PAL_OK);
    EXPECT_TEXT(read.error, error);
    return read.next_us == 0 ? 0 : (read.next_us - scene->now_us) / 1000000;
}

static void is_left_alone_longer_and_longer(void **state)
{
    (void)state;
    static const int64_t waits_s[] = {60, 120, 240, 480, 960, 1800, 1800};
    PAL_SCENE(scene);
    EXPECT_ERR(pal_mail_server_note(scene.store, pal_text_of("lost")), PAL_OK); /* nobody's */
    EXPECT_ERR(set(&scene, &plain, NULL), PAL_OK);
    for (size_t i = 0; i < sizeof waits_s / sizeof waits_s[0]; i++) {
        assert_int_equal(wait_after(&scene, "no answer"), waits_s[i]);
    }
    assert_int_equal(wait_after(&scene, ""), 0);
    assert_int_equal(wait_after(&scene, "no answer"), 60);
}

int main(void)
{
    TESTS(tests, 40);
    TEST(tests, what_is_set_is_read);
    TABLE(tests, urls, judges_the_address);
    TEST(tests, no_password_goes_in_clear);
    TEST(tests, the_sender_is_an_address);
    TABLE(tests, addresses, judges_an_address);
    TEST(tests, is_left_alone_longer_and_longer);
    return RUN(tests);
}
