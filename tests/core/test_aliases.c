/* Pseudonyms: another in each scope, known while their rows are there, forgotten with them. */
#include "core/aliases.h"

#include "../support/expect.h"
#include "../support/scene.h"

static const struct pal_uuid one = {{1}};
static const struct pal_uuid other = {{2}};

static void are_of_one_scope_and_one_speaker(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    const struct pal_speaker ada = {.member = scene.members[PAL_ADA]};
    const struct pal_speaker officer = {.person = scene.people[PAL_ADA]};
    char names[4][PAL_PSEUDONYM_SIZE + 1];
    PAL_TRANSACTION(transaction, scene.store);
    EXPECT_ERR(pal_alias_take(scene.store, ada, &one, names[0]), PAL_OK);
    EXPECT_ERR(pal_alias_take(scene.store, ada, &other, names[1]), PAL_OK);
    EXPECT_ERR(pal_alias_take(scene.store, ada, &one, names[2]), PAL_OK);
    EXPECT_ERR(pal_alias_take(scene.store, officer, &one, names[3]), PAL_OK);
    assert_string_equal(names[0], names[2]);
    assert_string_not_equal(names[0], names[1]);
    assert_string_not_equal(names[0], names[3]);

    struct pal_speaker found;
    EXPECT_ERR(pal_alias_find(scene.store, &one, pal_text_of(names[0]), &found), PAL_OK);
    assert_int_equal(found.member.value, ada.member.value);
    assert_int_equal(found.person.value, 0);
    EXPECT_ERR(pal_alias_find(scene.store, &one, pal_text_of(names[3]), &found), PAL_OK);
    assert_int_equal(found.person.value, officer.person.value);
    EXPECT_ERR(pal_alias_find(scene.store, &other, pal_text_of(names[0]), &found),
               PAL_ERR_NOT_FOUND);
    EXPECT_ERR(pal_transaction_commit(&transaction), PAL_OK);
}

static void are_forgotten(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    const struct pal_speaker ada = {.member = scene.members[PAL_ADA]};
    const struct pal_speaker officer = {.person = scene.people[PAL_ADA]};
    char names[2][PAL_PSEUDONYM_SIZE + 1];
    struct pal_speaker found;
    PAL_TRANSACTION(transaction, scene.store);
    EXPECT_ERR(pal_alias_take(scene.store, ada, &one, names[0]), PAL_OK);
    EXPECT_ERR(pal_alias_take(scene.store, officer, &one, names[1]), PAL_OK);
    EXPECT_ERR(pal_aliases_forget(scene.store, ada), PAL_OK);
    EXPECT_ERR(pal_alias_find(scene.store, &one, pal_text_of(names[0]), &found), PAL_ERR_NOT_FOUND);
    EXPECT_ERR(pal_alias_find(scene.store, &one, pal_text_of(names[1]), &found), PAL_OK);
    EXPECT_ERR(pal_aliases_forget(scene.store, officer), PAL_OK);
    EXPECT_ERR(pal_alias_find(scene.store, &one, pal_text_of(names[1]), &found), PAL_ERR_NOT_FOUND);
    EXPECT_ERR(pal_transaction_commit(&transaction), PAL_OK);
}

static void belong_to_somebody(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    char name[PAL_PSEUDONYM_SIZE + 1];
    PAL_TRANSACTION(transaction, scene.store);
    EXPECT_ERR(pal_alias_take(scene.store, (struct pal_speaker){.member = {999}}, &one, name),
               PAL_ERR_NOT_FOUND);
    EXPECT_ERR(pal_alias_take(scene.store, (struct pal_speaker){.person = {999}}, &one, name),
               PAL_ERR_NOT_FOUND);
    EXPECT_ERR(pal_transaction_commit(&transaction), PAL_OK);
}

int main(void)
{
    TESTS(tests, 4);
    TEST(tests, are_of_one_scope_and_one_speaker);
    TEST(tests, are_forgotten);
    TEST(tests, belong_to_somebody);
    return RUN(tests);
}
