/* Who acts for whom: representatives of legal persons and of minors. */
#include "core/assemblies.h"
#include "core/members.h"

#include "../support/expect.h"
#include "../support/meeting.h"
#include "../support/scene.h"

static struct pal_date day(const char *text)
{
    struct pal_date date;
    EXPECT_ERR(pal_date_parse(pal_text_of(text), &date), PAL_OK);
    return date;
}

static struct pal_representative_spec named(const char *name, enum pal_acts_as rank,
                                            const char *from_on)
{
    return (struct pal_representative_spec){
        .person = {.name = pal_text_of(name)},
        .rank = rank,
        .authority = pal_text_of("décision"),
        .from_on = day(from_on),
    };
}

static void a_legal_person_acts_through_its_representatives(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    enum pal_acts_as how;
    EXPECT_ERR(pal_member_acts(scene.store, scene.members[PAL_CORTE], scene.people[PAL_CORTE],
                               &how),
               PAL_OK);
    assert_int_equal(how, PAL_ACTS_AS_FULL);
    EXPECT_ERR(pal_member_acts(scene.store, scene.members[PAL_ADA], scene.people[PAL_CORTE], &how),
               PAL_ERR_ROLL_NOT_HELD);

    struct pal_representative_spec irene = named("Irène Orsini", PAL_ACTS_AS_FULL, "2026-03-10");
    struct pal_uuid uuid;
    EXPECT_ERR(pal_representative_add(scene.store, scene.members[PAL_CORTE], &irene, NULL, &uuid),
               PAL_OK);
    struct pal_person_id person;
    EXPECT_ERR(pal_member_person(scene.store, scene.members[PAL_CORTE], &person), PAL_OK);
    assert_int_equal(person.value, scene.people[PAL_CORTE].value);
    pal_scene_wait(&scene, 9 * PAL_SCENE_DAY);
    EXPECT_ERR(pal_member_person(scene.store, scene.members[PAL_CORTE], &person), PAL_OK);
    assert_int_not_equal(person.value, scene.people[PAL_CORTE].value);
    EXPECT_ERR(pal_member_acts(scene.store, scene.members[PAL_CORTE], scene.people[PAL_CORTE],
                               &how),
               PAL_ERR_ROLL_NOT_HELD);

    EXPECT_ERR(pal_representative_end(scene.store, scene.members[PAL_CORTE], &uuid), PAL_OK);
    EXPECT_ERR(pal_representative_end(scene.store, scene.members[PAL_CORTE], &uuid), PAL_ERR_STATE);
    EXPECT_ERR(pal_representative_end(scene.store, scene.members[PAL_ADA], &uuid),
               PAL_ERR_NOT_FOUND);
    EXPECT_ERR(pal_member_person(scene.store, scene.members[PAL_CORTE], &person),
               PAL_ERR_MEMBER_NOBODY);
}

static void a_legal_person_is_in_the_room_by_who_acts_for_it(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_representative_spec irene = named("Irène Orsini", PAL_ACTS_AS_FULL, "2026-03-10");
    struct pal_uuid uuid;
    EXPECT_ERR(pal_representative_add(scene.store, scene.members[PAL_CORTE], &irene, NULL, &uuid),
               PAL_OK);
    pal_scene_wait(&scene, 9 * PAL_SCENE_DAY);
    struct pal_assembly_id assembly = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    (void)pal_meeting_table(&scene, assembly, "ordinary", "Roof");
    EXPECT_ERR(pal_assembly_convene(scene.store, assembly, NULL), PAL_OK);
    EXPECT_ERR(pal_attendance_mark(scene.store, assembly, scene.members[PAL_CORTE], true), PAL_OK);
    EXPECT_ERR(pal_representative_end(scene.store, scene.members[PAL_CORTE], &uuid), PAL_OK);
    EXPECT_ERR(pal_attendance_mark(scene.store, assembly, scene.members[PAL_CORTE], false), PAL_OK);
    EXPECT_ERR(pal_attendance_mark(scene.store, assembly, scene.members[PAL_CORTE], true),
               PAL_ERR_MEMBER_NOBODY);
}

static void the_full_representative_signs_in_before_the_substitute(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_representative_spec jean =
        named("Jean Filippi", PAL_ACTS_AS_SUBSTITUTE, "2026-01-20");
    struct pal_uuid uuid;
    EXPECT_ERR(pal_representative_add(scene.store, scene.members[PAL_CORTE], &jean, NULL, &uuid),
               PAL_OK);
    struct pal_person_id person;
    EXPECT_ERR(pal_member_person(scene.store, scene.members[PAL_CORTE], &person), PAL_OK);
    assert_int_equal(person.value, scene.people[PAL_CORTE].value);
    /* Not before the one of the same rank began. */
    struct pal_representative_spec early =
        named("Jean Filippi", PAL_ACTS_AS_SUBSTITUTE, "2026-01-19");
    EXPECT_ERR(pal_representative_add(scene.store, scene.members[PAL_CORTE], &early, NULL, &uuid),
               PAL_ERR_MEMBER_DATE);
}

static void a_minor_acts_through_a_representative_until_eighteen(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_member_spec spec = {
        .kind = PAL_MEMBER_NATURAL,
        .person = {.name = pal_text_of("Lucie Vico"), .born_on = {true, day("2008-03-03")}},
        .category = pal_text_of("users"),
        .state = PAL_MEMBER_ADMITTED,
    };
    struct pal_member_id lucie;
    struct pal_person_id person;
    EXPECT_ERR(pal_member_add(scene.store, &spec, NULL, &lucie), PAL_OK);
    EXPECT_ERR(pal_member_person(scene.store, lucie, &person), PAL_ERR_MEMBER_NOBODY);
    struct pal_representative_spec mother = named("Elsa Vico", PAL_ACTS_AS_FULL, "2026-03-01");
    struct pal_uuid uuid;
    EXPECT_ERR(pal_representative_add(scene.store, lucie, &mother, NULL, &uuid), PAL_OK);
    EXPECT_ERR(pal_member_person(scene.store, lucie, &person), PAL_OK);
    PAL_MEMBER(read);
    EXPECT_ERR(pal_member_read(scene.store, lucie, &read), PAL_OK);
    assert_int_not_equal(person.value, read.person.value);
    struct pal_person_id elsa = person;

    pal_scene_wait(&scene, 2 * PAL_SCENE_DAY);
    EXPECT_ERR(pal_member_person(scene.store, lucie, &person), PAL_OK);
    assert_int_equal(person.value, read.person.value);
    /* Nobody else acts for them any more. */
    enum pal_acts_as how;
    EXPECT_ERR(pal_member_acts(scene.store, lucie, elsa, &how), PAL_ERR_ROLL_NOT_HELD);
    /* And whoever is of age speaks for themselves. */
    EXPECT_ERR(pal_representative_add(scene.store, scene.members[PAL_ADA], &mother, NULL, &uuid),
               PAL_ERR_MEMBER_KIND);
}

static enum pal_err add_acting(void *context, const struct pal_member *member, enum pal_acts_as how)
{
    struct pal_buf *text = context;
    pal_buf_add_text(text, member->name);
    pal_buf_add_format(text, " %s|", pal_acts_as_word(how));
    return PAL_OK;
}

static void one_person_may_act_for_several_members(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    PAL_PERSON(ada);
    PAL_MEMBER(member);
    EXPECT_ERR(pal_member_read(scene.store, scene.members[PAL_ADA], &member), PAL_OK);
    EXPECT_ERR(pal_person_read(scene.store, member.person, &ada), PAL_OK);
    struct pal_representative_spec spec = named("", PAL_ACTS_AS_SUBSTITUTE, "2026-02-01");
    spec.person_uuid = &ada.uuid;
    struct pal_uuid uuid;
    EXPECT_ERR(pal_representative_add(scene.store, scene.members[PAL_CORTE], &spec, NULL, &uuid),
               PAL_OK);
    PAL_BUF(text);
    EXPECT_ERR(pal_members_of_person(scene.store, member.person, add_acting, &text), PAL_OK);
    EXPECT_BUF(text, "Ada Colonna self|Commune de Corte substitute|");
}

int main(void)
{
    TESTS(tests, 8);
    TEST(tests, a_legal_person_acts_through_its_representatives);
    TEST(tests, a_legal_person_is_in_the_room_by_who_acts_for_it);
    TEST(tests, the_full_representative_signs_in_before_the_substitute);
    TEST(tests, a_minor_acts_through_a_representative_until_eighteen);
    TEST(tests, one_person_may_act_for_several_members);
    return RUN(tests);
}
