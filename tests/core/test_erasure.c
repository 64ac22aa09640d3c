/* Erasure: who may be erased, what goes, and that what others computed from the key stays. */
#include <string.h>

#include "core/aliases.h"
#include "core/box.h"
#include "core/contributions.h"
#include "core/erasure.h"
#include "core/offices.h"
#include "core/rebuild.h"
#include "core/roll.h"
#include "core/sessions.h"

#include "../support/debate.h"
#include "../support/expect.h"
#include "../support/voting.h"

static enum pal_err erase(struct pal_scene *scene, enum pal_scene_member who)
{
    return pal_member_erase(scene->store, scene->members[who], pal_text_of("GDPR art. 17"), NULL);
}

static void leave(struct pal_scene *scene, enum pal_scene_member who)
{
    EXPECT_ERR(pal_member_enter_state(scene->store, scene->members[who], PAL_MEMBER_LEFT,
                                      pal_date_of_instant(scene->now_us)),
               PAL_OK);
}

/* --- what a poll shows ---------------------------------------------------------------------- */

static enum pal_err add_hash(void *context, const struct pal_hash *hash)
{
    pal_buf_add_hex(context, hash->bytes, sizeof hash->bytes);
    return PAL_OK;
}

static enum pal_err add_opening(void *context, const struct pal_opening *opening)
{
    pal_buf_add_text(context, opening->voter);
    pal_buf_add_string(context, " ");
    pal_buf_add_text(context, opening->holder);
    pal_buf_add_string(context, " ");
    pal_buf_add_text(context, opening->marks);
    pal_buf_add_hex(context, opening->salt, sizeof opening->salt);
    return PAL_OK;
}

static void dump_poll(struct pal_scene *scene, struct pal_poll_id poll, struct pal_buf *buf)
{
    PAL_POLL(row);
    EXPECT_ERR(pal_poll_read(scene->store, poll, &row), PAL_OK);
    EXPECT_ERR(pal_roll_leaves(scene->store, poll, &row.uuid, add_hash, buf), PAL_OK);
    EXPECT_ERR(pal_roll_marks(scene->store, poll, &row.uuid, add_hash, buf), PAL_OK);
    const struct pal_openings_query query = {.poll = poll, .limit = 100};
    EXPECT_ERR(pal_box_openings(scene->store, &query, add_opening, buf), PAL_OK);
}

static void leaves_polls_as_they_were(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    PAL_BUF(before);
    PAL_BUF(after);
    PAL_BUF(rebuilt);
    struct pal_assembly_id assembly = pal_meeting_sitting(&scene);
    struct pal_poll_id poll = pal_voting_open(&scene, assembly);
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_BRUNO], "{\"choice\":0}"), PAL_OK);
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_ELSA], "{\"choice\":1}"), PAL_OK);
    leave(&scene, PAL_BRUNO);
    EXPECT_ERR(erase(&scene, PAL_BRUNO), PAL_ERR_ERASURE_POLL);
    pal_json_free(pal_voting_count_new(&scene, poll));
    dump_poll(&scene, poll, &before);
    EXPECT_ERR(erase(&scene, PAL_BRUNO), PAL_OK);
    dump_poll(&scene, poll, &after);
    EXPECT_TEXT(pal_buf_text(&after), before.bytes);
    EXPECT_ERR(pal_rebuild(scene.store, NULL, NULL), PAL_OK);
    dump_poll(&scene, poll, &rebuilt);
    EXPECT_TEXT(pal_buf_text(&rebuilt), before.bytes);

    PAL_ROLL_PROOF(proof);
    EXPECT_ERR(pal_roll_prove(scene.store, poll, scene.members[PAL_BRUNO], &proof),
               PAL_ERR_NOT_FOUND);
}

/* --- what goes ------------------------------------------------------------------------------ */

static void takes_names_keys_and_pseudonyms(void **state)
{
    (void)state;
    PAL_DEBATE(debate);
    struct pal_scene *scene = &debate.scene;
    struct pal_contribution_id id =
        pal_debate_say(&debate, PAL_BRUNO, PAL_CONTRIBUTION_FOR, "Yes.");
    PAL_CONTRIBUTION(said);
    pal_debate_read(&debate, id, &said);
    leave(scene, PAL_BRUNO);
    EXPECT_ERR(erase(scene, PAL_BRUNO), PAL_OK);

    PAL_JSON(entry);
    entry = pal_scene_last_entry_new(scene);
    const struct pal_json *d;
    struct pal_text what;
    EXPECT_ERR(pal_json_object(entry, "d", &d, NULL), PAL_OK);
    EXPECT_ERR(pal_json_text(d, "what", &what, NULL), PAL_OK);
    EXPECT_TEXT(what, "erased");

    PAL_MEMBER(member);
    PAL_PERSON(person);
    EXPECT_ERR(pal_member_read(scene->store, scene->members[PAL_BRUNO], &member), PAL_OK);
    EXPECT_ERR(pal_person_read(scene->store, scene->people[PAL_BRUNO], &person), PAL_OK);
    EXPECT_TEXT(member.name, "\xE2\x80\x94");
    EXPECT_TEXT(person.says.name, "\xE2\x80\x94");
    assert_int_equal(person.says.email.size + person.says.phone.size, 0);
    assert_false(person.says.born_on.is_known);
    assert_int_equal(member.shares, 0);

    char pseudonym[PAL_PSEUDONYM_SIZE + 1];
    struct pal_hash commitment;
    struct pal_speaker speaker;
    EXPECT_ERR(pal_member_pseudonym(scene->store, scene->members[PAL_BRUNO], &said.uuid, pseudonym),
               PAL_ERR_NOT_FOUND);
    EXPECT_ERR(pal_person_pseudonym(scene->store, scene->people[PAL_BRUNO], &said.uuid, pseudonym),
               PAL_ERR_NOT_FOUND);
    EXPECT_ERR(pal_member_commit(scene->store, scene->members[PAL_BRUNO], &said.uuid,
                                 pal_text_of("x"), &commitment),
               PAL_ERR_NOT_FOUND);
    EXPECT_ERR(pal_alias_find(scene->store, &said.resolution_uuid, pal_text_of(said.author),
                              &speaker),
               PAL_ERR_NOT_FOUND);
    /* What was said stays, and belongs to nobody. */
    bool is_own;
    pal_debate_read(&debate, id, &said);
    EXPECT_ERR(pal_contribution_is_of(scene->store, &said, scene->people[PAL_BRUNO], &is_own),
               PAL_OK);
    assert_false(is_own);
}

static void of_a_legal_person_takes_the_acts_that_named_who_acts(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    leave(&scene, PAL_CORTE);
    EXPECT_ERR(erase(&scene, PAL_CORTE), PAL_OK);
    PAL_MEMBER(member);
    PAL_PERSON(felix);
    EXPECT_ERR(pal_member_read(scene.store, scene.members[PAL_CORTE], &member), PAL_OK);
    EXPECT_TEXT(member.name, "\xE2\x80\x94");
    EXPECT_ERR(pal_person_read(scene.store, scene.people[PAL_CORTE], &felix), PAL_OK);
    EXPECT_TEXT(felix.says.name, "F\xC3\xA9lix Grimaldi");
}

/* --- who may not ---------------------------------------------------------------------------- */

static void is_for_members_who_left_and_hold_nothing(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_where where = {0};
    EXPECT_ERR(erase(&scene, PAL_BRUNO), PAL_ERR_STATE);
    leave(&scene, PAL_BRUNO);
    EXPECT_ERR_AT(pal_member_erase(scene.store, scene.members[PAL_BRUNO], pal_text_of(""), &where),
                  PAL_ERR_TEXT_EMPTY, where, "/ground");
    leave(&scene, PAL_ADA); /* an administrator */
    EXPECT_ERR(erase(&scene, PAL_ADA), PAL_ERR_ERASURE_ACTS);
    PAL_PERSON(bruno);
    EXPECT_ERR(pal_person_read(scene.store, scene.people[PAL_BRUNO], &bruno), PAL_OK);
    const struct pal_representative_spec spec = {
        .person_uuid = &bruno.uuid,
        .rank = PAL_ACTS_AS_SUBSTITUTE,
        .authority = pal_text_of("Deliberation"),
        .from_on = pal_date_of_instant(scene.now_us),
    };
    struct pal_uuid uuid;
    EXPECT_ERR(pal_representative_add(scene.store, scene.members[PAL_CORTE], &spec, NULL, &uuid),
               PAL_OK);
    EXPECT_ERR(erase(&scene, PAL_BRUNO), PAL_ERR_ERASURE_ACTS);
    EXPECT_ERR(pal_representative_end(scene.store, scene.members[PAL_CORTE], &uuid), PAL_OK);
    EXPECT_ERR(erase(&scene, PAL_BRUNO), PAL_OK);
    EXPECT_ERR(erase(&scene, PAL_BRUNO), PAL_ERR_STATE);
}

int main(void)
{
    TESTS(tests, 4);
    TEST(tests, leaves_polls_as_they_were);
    TEST(tests, takes_names_keys_and_pseudonyms);
    TEST(tests, of_a_legal_person_takes_the_acts_that_named_who_acts);
    TEST(tests, is_for_members_who_left_and_hold_nothing);
    return RUN(tests);
}
