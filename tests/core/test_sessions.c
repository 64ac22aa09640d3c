/* Links, sessions and tokens: used once, ended, revoked, never more than their person may. */
#include <string.h>

#include "core/log.h"
#include "core/sessions.h"

#include "../support/expect.h"
#include "../support/scene.h"

static struct pal_secret link_for(struct pal_scene *scene, struct pal_person_id person)
{
    struct pal_secret link;
    int64_t expires_us;
    EXPECT_ERR(pal_link_make(scene->store, person, &link, &expires_us), PAL_OK);
    assert_int_equal(expires_us, scene->now_us + (int64_t)PAL_LINK_LASTS_S * 1000000);
    return link;
}

static enum pal_err open_with(struct pal_scene *scene, const struct pal_secret *link,
                              struct pal_secret *out_session)
{
    struct pal_person_id person;
    return pal_session_open(scene->store, pal_text_of(link->text), out_session, &person);
}

static struct pal_principal sign_in(struct pal_scene *scene, struct pal_person_id person)
{
    struct pal_secret link = link_for(scene, person);
    struct pal_secret session;
    struct pal_principal principal;
    EXPECT_ERR(open_with(scene, &link, &session), PAL_OK);
    EXPECT_ERR(pal_session_find(scene->store, pal_text_of(session.text), &principal), PAL_OK);
    assert_int_equal(principal.person.value, person.value);
    return principal;
}

/* --- links ---------------------------------------------------------------------------------- */

static void a_link_signs_in_once(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_secret link = link_for(&scene, scene.people[PAL_ELSA]);
    assert_int_equal(strlen(link.text), PAL_SECRET_TEXT_SIZE);
    struct pal_secret session;
    EXPECT_ERR(open_with(&scene, &link, &session), PAL_OK);
    assert_string_not_equal(session.text, link.text);
    EXPECT_ERR(open_with(&scene, &link, &session), PAL_ERR_LINK_SPENT);
}

static void a_link_expires(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_secret link = link_for(&scene, scene.people[PAL_ELSA]);
    struct pal_secret session;
    pal_scene_wait(&scene, PAL_LINK_LASTS_S);
    EXPECT_ERR(open_with(&scene, &link, &session), PAL_ERR_LINK_SPENT);
    EXPECT_ERR(pal_sessions_sweep(scene.store), PAL_OK);
}

static bool is_reached(struct pal_scene *scene, struct pal_person_id person)
{
    bool reached;
    EXPECT_ERR(pal_person_is_reached(scene->store, person, &reached), PAL_OK);
    return reached;
}

static void who_has_a_link_or_a_session_is_reached(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_person_id elsa = scene.people[PAL_ELSA];
    assert_false(is_reached(&scene, elsa));
    struct pal_secret link = link_for(&scene, elsa);
    assert_true(is_reached(&scene, elsa));
    assert_false(is_reached(&scene, scene.people[PAL_GAIA]));
    pal_scene_wait(&scene, PAL_LINK_LASTS_S);
    assert_false(is_reached(&scene, elsa));
    link = link_for(&scene, elsa);
    struct pal_secret session;
    EXPECT_ERR(open_with(&scene, &link, &session), PAL_OK);
    assert_true(is_reached(&scene, elsa));
}

static void a_new_link_kills_the_one_before(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_secret first = link_for(&scene, scene.people[PAL_ELSA]);
    struct pal_secret other = link_for(&scene, scene.people[PAL_GAIA]);
    struct pal_secret second = link_for(&scene, scene.people[PAL_ELSA]);
    struct pal_secret session;
    EXPECT_ERR(open_with(&scene, &first, &session), PAL_ERR_LINK_SPENT);
    EXPECT_ERR(open_with(&scene, &other, &session), PAL_OK);
    EXPECT_ERR(open_with(&scene, &second, &session), PAL_OK);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *text;
} no_links[] = {
    {"nothing is no link",               ""},
    {"a word is no link",                "open"},
    {"a quotation mark is no way in",    "' OR '1'='1"},
    {"a link of the right size is not a link for that", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
};
/* clang-format on */

static void signs_nobody_in(void **state)
{
    const __typeof__(no_links[0]) *row = *state;
    PAL_SCENE(scene);
    (void)link_for(&scene, scene.people[PAL_ELSA]);
    struct pal_secret session;
    struct pal_person_id person;
    struct pal_principal principal;
    EXPECT_ERR(pal_session_open(scene.store, pal_text_of(row->text), &session, &person),
               PAL_ERR_LINK_SPENT);
    EXPECT_ERR(pal_session_find(scene.store, pal_text_of(row->text), &principal),
               PAL_ERR_REQUEST_UNAUTHENTICATED);
    EXPECT_ERR(pal_token_find(scene.store, pal_text_of(row->text), &principal),
               PAL_ERR_REQUEST_UNAUTHENTICATED);
}

static void the_log_counts_the_links_and_says_no_more(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    (void)link_for(&scene, scene.people[PAL_ELSA]);
    (void)link_for(&scene, scene.people[PAL_GAIA]);
    PAL_JSON(entry);
    entry = pal_scene_last_entry_new(&scene);
    EXPECT_TEXT(pal_json_as_text(pal_json_get(entry, "t")), "link.make");
    const struct pal_json *d = pal_json_get(entry, "d");
    assert_int_equal(pal_json_count(d), 1);
    assert_int_equal(pal_json_as_int(pal_json_get(d, "count")), 2);
    struct pal_secret link;
    int64_t expires_us;
    EXPECT_ERR(pal_link_make(scene.store, (struct pal_person_id){999}, &link, &expires_us),
               PAL_ERR_NOT_FOUND);
}

static void nobody_makes_a_link_for_who_may_do_more(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_office_spec spec = {.person = scene.people[PAL_BRUNO], .role = PAL_ROLE_SECRETARY};
    struct pal_uuid uuid;
    EXPECT_ERR(pal_office_grant(scene.store, &spec, &uuid), PAL_OK);
    struct pal_principal bruno = sign_in(&scene, scene.people[PAL_BRUNO]);
    struct pal_principal ada = sign_in(&scene, scene.people[PAL_ADA]);
    struct pal_secret link;
    int64_t expires_us;
    EXPECT_ERR(pal_link_give(scene.store, &bruno, scene.people[PAL_ELSA], &link, &expires_us),
               PAL_OK);
    EXPECT_ERR(pal_link_give(scene.store, &bruno, scene.people[PAL_ADA], &link, &expires_us),
               PAL_ERR_REQUEST_FORBIDDEN);
    EXPECT_ERR(pal_link_give(scene.store, &ada, scene.people[PAL_BRUNO], &link, &expires_us),
               PAL_OK);
}

static void nobody_makes_a_link_for_who_will_do_more(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_office_spec secretary = {.person = scene.people[PAL_BRUNO],
                                        .role = PAL_ROLE_SECRETARY};
    /* In force when the link would be used. */
    struct pal_office_spec tomorrow = {.person = scene.people[PAL_ELSA],
                                       .role = PAL_ROLE_ADMINISTRATOR,
                                       .from_us = scene.now_us + PAL_SCENE_DAY * 1000000};
    struct pal_uuid uuid;
    EXPECT_ERR(pal_office_grant(scene.store, &secretary, &uuid), PAL_OK);
    EXPECT_ERR(pal_office_grant(scene.store, &tomorrow, &uuid), PAL_OK);
    struct pal_principal bruno = sign_in(&scene, scene.people[PAL_BRUNO]);
    struct pal_secret link;
    int64_t expires_us;
    EXPECT_ERR(pal_link_give(scene.store, &bruno, scene.people[PAL_ELSA], &link, &expires_us),
               PAL_ERR_REQUEST_FORBIDDEN);
}

static void a_program_makes_no_link_that_does_more_than_it_may(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_principal ada = sign_in(&scene, scene.people[PAL_ADA]);
    struct pal_token token = {.label = pal_text_of("register"),
                              .scopes = 1U << PAL_SCOPE_READ | 1U << PAL_SCOPE_REGISTER};
    struct pal_secret secret;
    EXPECT_ERR(pal_token_make(scene.store, &ada, &token, NULL, &secret), PAL_OK);
    struct pal_principal program;
    EXPECT_ERR(pal_token_find(scene.store, pal_text_of(secret.text), &program), PAL_OK);
    struct pal_secret link;
    int64_t expires_us;
    /* With that link it would vote in Elsa's name. */
    EXPECT_ERR(pal_link_give(scene.store, &program, scene.people[PAL_ELSA], &link, &expires_us),
               PAL_ERR_REQUEST_FORBIDDEN);
}

/* --- sessions ------------------------------------------------------------------------------- */

static void a_session_ends_when_told_or_after_its_time(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_secret link = link_for(&scene, scene.people[PAL_ELSA]);
    struct pal_secret session;
    struct pal_principal principal;
    EXPECT_ERR(open_with(&scene, &link, &session), PAL_OK);
    pal_scene_wait(&scene, PAL_SESSION_LASTS_S - 1);
    EXPECT_ERR(pal_session_find(scene.store, pal_text_of(session.text), &principal), PAL_OK);
    pal_scene_wait(&scene, 1);
    EXPECT_ERR(pal_session_find(scene.store, pal_text_of(session.text), &principal),
               PAL_ERR_REQUEST_UNAUTHENTICATED);

    link = link_for(&scene, scene.people[PAL_ELSA]);
    EXPECT_ERR(open_with(&scene, &link, &session), PAL_OK);
    EXPECT_ERR(pal_session_find(scene.store, pal_text_of(session.text), &principal), PAL_OK);
    EXPECT_ERR(pal_session_end(scene.store, &principal), PAL_OK);
    EXPECT_ERR(pal_session_end(scene.store, &principal), PAL_OK);
    EXPECT_ERR(pal_session_find(scene.store, pal_text_of(session.text), &principal),
               PAL_ERR_REQUEST_UNAUTHENTICATED);
}

static void a_member_may_act_and_an_administrator_administer(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_principal nobody = pal_principal_nobody();
    assert_true(pal_principal_may(&nobody, PAL_MAY_READ));
    assert_true(pal_principal_may(&nobody, PAL_MAY_SIGN_IN));
    assert_false(pal_principal_may(&nobody, PAL_MAY_ACT));
    struct pal_principal elsa = sign_in(&scene, scene.people[PAL_ELSA]);
    assert_true(pal_principal_may(&elsa, PAL_MAY_ACT));
    assert_true(pal_principal_has(&elsa, PAL_SCOPE_VOTE));
    assert_false(pal_principal_may(&elsa, PAL_MAY_READ_REGISTER));
    struct pal_principal ada = sign_in(&scene, scene.people[PAL_ADA]);
    assert_true(pal_principal_may(&ada, PAL_MAY_ADMINISTER));
}

/* --- tokens --------------------------------------------------------------------------------- */

static struct pal_secret token_of(struct pal_scene *scene, const struct pal_principal *principal,
                                  struct pal_token *token)
{
    struct pal_secret secret;
    EXPECT_ERR(pal_token_make(scene->store, principal, token, NULL, &secret), PAL_OK);
    return secret;
}

static void a_token_may_what_its_scopes_and_its_person_may(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_principal ada = sign_in(&scene, scene.people[PAL_ADA]);
    struct pal_principal elsa = sign_in(&scene, scene.people[PAL_ELSA]);
    struct pal_token token = {
        .label = pal_text_of("registre"),
        .scopes = 1U << PAL_SCOPE_READ | 1U << PAL_SCOPE_REGISTER,
    };
    struct pal_principal program;
    struct pal_secret of_ada = token_of(&scene, &ada, &token);
    EXPECT_ERR(pal_token_find(scene.store, pal_text_of(of_ada.text), &program), PAL_OK);
    assert_int_equal(program.proof, PAL_PROOF_TOKEN);
    assert_true(pal_principal_may(&program, PAL_MAY_KEEP_REGISTER));
    assert_false(pal_principal_may(&program, PAL_MAY_ADMINISTER));
    assert_false(pal_principal_has(&program, PAL_SCOPE_VOTE));
    struct pal_secret of_elsa = token_of(&scene, &elsa, &token);
    EXPECT_ERR(pal_token_find(scene.store, pal_text_of(of_elsa.text), &program), PAL_OK);
    assert_false(pal_principal_may(&program, PAL_MAY_KEEP_REGISTER));
    assert_true(pal_principal_may(&program, PAL_MAY_ACT));

    /* A program does not make itself a stronger key. */
    struct pal_token more = {.label = pal_text_of("plus"), .scopes = 1U << PAL_SCOPE_ADMIN};
    struct pal_secret secret;
    EXPECT_ERR(pal_token_make(scene.store, &program, &more, NULL, &secret),
               PAL_ERR_REQUEST_FORBIDDEN);
}

static void a_token_is_revoked_by_its_person_or_an_administrator(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_principal elsa = sign_in(&scene, scene.people[PAL_ELSA]);
    struct pal_token token = {.label = pal_text_of("lecture"), .scopes = 1U << PAL_SCOPE_READ};
    struct pal_secret secret = token_of(&scene, &elsa, &token);
    struct pal_principal program;
    EXPECT_ERR(pal_token_revoke(scene.store, scene.people[PAL_GAIA], &token.uuid),
               PAL_ERR_NOT_FOUND);
    EXPECT_ERR(pal_token_find(scene.store, pal_text_of(secret.text), &program), PAL_OK);
    EXPECT_ERR(pal_token_revoke(scene.store, scene.people[PAL_ELSA], &token.uuid), PAL_OK);
    EXPECT_ERR(pal_token_find(scene.store, pal_text_of(secret.text), &program),
               PAL_ERR_REQUEST_UNAUTHENTICATED);
    EXPECT_ERR(pal_token_revoke(scene.store, scene.people[PAL_ELSA], &token.uuid),
               PAL_ERR_NOT_FOUND);
    secret = token_of(&scene, &elsa, &token);
    EXPECT_ERR(pal_token_revoke(scene.store, (struct pal_person_id){0}, &token.uuid), PAL_OK);
    EXPECT_ERR(pal_token_find(scene.store, pal_text_of(secret.text), &program),
               PAL_ERR_REQUEST_UNAUTHENTICATED);
}

static int64_t expire(struct pal_scene *scene, int64_t until_us)
{
    int64_t count;
    PAL_TRANSACTION(transaction, scene->store);
    EXPECT_ERR(pal_tokens_expire(scene->store, until_us, &count), PAL_OK);
    EXPECT_ERR(pal_transaction_commit(&transaction), PAL_OK);
    return count;
}

static void a_token_that_ended_is_removed_in_its_time(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_principal elsa = sign_in(&scene, scene.people[PAL_ELSA]);
    struct pal_token lasting = {.label = pal_text_of("toujours"), .scopes = 1U << PAL_SCOPE_READ};
    struct pal_token revoked = lasting;
    struct pal_token brief = lasting;
    brief.has_expires = true;
    brief.expires_us = scene.now_us + INT64_C(900) * 1000000;
    struct pal_secret secret = token_of(&scene, &elsa, &lasting);
    (void)token_of(&scene, &elsa, &revoked);
    (void)token_of(&scene, &elsa, &brief);
    EXPECT_ERR(pal_token_revoke(scene.store, elsa.person, &revoked.uuid), PAL_OK);
    int64_t then_us = scene.now_us, count;
    pal_scene_wait(&scene, PAL_SCENE_DAY);
    count = expire(&scene, then_us - 1);
    assert_int_equal(count, 0);
    count = expire(&scene, then_us);
    assert_int_equal(count, 1); /* that was revoked */
    count = expire(&scene, scene.now_us);
    assert_int_equal(count, 1); /* that expired */
    struct pal_principal program;
    EXPECT_ERR(pal_token_find(scene.store, pal_text_of(secret.text), &program), PAL_OK);
}

static void a_token_expires(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_principal elsa = sign_in(&scene, scene.people[PAL_ELSA]);
    struct pal_token token = {
        .label = pal_text_of("un quart d'heure"),
        .scopes = 1U << PAL_SCOPE_READ,
        .has_expires = true,
        .expires_us = scene.now_us + INT64_C(900) * 1000000,
    };
    struct pal_secret secret = token_of(&scene, &elsa, &token);
    struct pal_principal program;
    EXPECT_ERR(pal_token_find(scene.store, pal_text_of(secret.text), &program), PAL_OK);
    pal_scene_wait(&scene, 900);
    EXPECT_ERR(pal_token_find(scene.store, pal_text_of(secret.text), &program),
               PAL_ERR_REQUEST_UNAUTHENTICATED);
    struct pal_where where = {0};
    EXPECT_ERR_AT(pal_token_make(scene.store, &elsa, &token, &where, &secret), PAL_ERR_JSON_VALUE,
                  where, "/expires_at");
    struct pal_token without = {.label = pal_text_of("rien")};
    EXPECT_ERR_AT(pal_token_make(scene.store, &elsa, &without, &where, &secret), PAL_ERR_JSON_VALUE,
                  where, "/scopes");
}

int main(void)
{
    TESTS(tests, 23);
    TEST(tests, a_link_signs_in_once);
    TEST(tests, a_link_expires);
    TEST(tests, who_has_a_link_or_a_session_is_reached);
    TEST(tests, a_new_link_kills_the_one_before);
    TABLE(tests, no_links, signs_nobody_in);
    TEST(tests, the_log_counts_the_links_and_says_no_more);
    TEST(tests, nobody_makes_a_link_for_who_may_do_more);
    TEST(tests, nobody_makes_a_link_for_who_will_do_more);
    TEST(tests, a_program_makes_no_link_that_does_more_than_it_may);
    TEST(tests, a_session_ends_when_told_or_after_its_time);
    TEST(tests, a_member_may_act_and_an_administrator_administer);
    TEST(tests, a_token_may_what_its_scopes_and_its_person_may);
    TEST(tests, a_token_is_revoked_by_its_person_or_an_administrator);
    TEST(tests, a_token_that_ended_is_removed_in_its_time);
    TEST(tests, a_token_expires);
    return RUN(tests);
}
