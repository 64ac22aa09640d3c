/* Initiatives: sponsored until they are on the agenda, within the time of requests. */
#include "core/initiatives.h"
#include "core/rebuild.h"
#include "core/society.h"

#include "../support/expect.h"
#include "../support/meeting.h"
#include "../support/scene.h"

#define PERIODS                    "\"debate_days\":0,\"extension_days\":0,\"contract_days\":0"
#define THREE_SEVENTHS             "{" PERIODS ",\"sponsors\":\"3/7\"}"
#define OR_TWO_THIRDS_OF_A_COLLEGE "{" PERIODS ",\"sponsors\":\"6/7\",\"college_sponsors\":\"2/3\"}"
#define TWO_THIRDS_OF_A_COLLEGE    "{" PERIODS ",\"college_sponsors\":\"2/3\"}"

static struct pal_initiative_spec spec_of(const struct pal_scene *scene, struct pal_assembly_id id,
                                          enum pal_scene_member author)
{
    return (struct pal_initiative_spec){
        .assembly = id,
        .author = scene->members[author],
        .decision_class = pal_text_of("ordinary"),
        .title = pal_text_of("A garden"),
        .text = pal_text_of("We plant a garden."),
        .reasons = pal_text_of("Bees."),
    };
}

static struct pal_initiative_id propose(struct pal_scene *scene, struct pal_assembly_id id,
                                        enum pal_scene_member author)
{
    const struct pal_initiative_spec spec = spec_of(scene, id, author);
    struct pal_initiative_id made;
    EXPECT_ERR(pal_initiative_propose(scene->store, &spec, NULL, &made), PAL_OK);
    return made;
}

static enum pal_err sponsor(struct pal_scene *scene, struct pal_initiative_id id,
                            enum pal_scene_member who, bool value)
{
    return pal_initiative_sponsor(scene->store, id, scene->members[who], value);
}

static enum pal_initiative_state state_of(struct pal_scene *scene, struct pal_initiative_id id)
{
    PAL_INITIATIVE(now);
    EXPECT_ERR(pal_initiative_read(scene->store, id, &now), PAL_OK);
    return now.state;
}

static void comes_on_the_agenda_once_enough_sponsor_it(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    pal_meeting_deliberates(&scene, THREE_SEVENTHS);
    struct pal_assembly_id assembly = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    (void)pal_meeting_table(&scene, assembly, "ordinary", "Accounts");
    struct pal_initiative_id id = propose(&scene, assembly, PAL_ADA);
    EXPECT_ERR(sponsor(&scene, id, PAL_BRUNO, true), PAL_OK);
    EXPECT_ERR(sponsor(&scene, id, PAL_BRUNO, true), PAL_OK); /* twice is once */
    EXPECT_ERR(sponsor(&scene, id, PAL_BRUNO, false), PAL_OK);
    EXPECT_ERR(sponsor(&scene, id, PAL_CHIARA, true), PAL_OK);
    assert_int_equal(state_of(&scene, id), PAL_INITIATIVE_OPEN);
    EXPECT_ERR(sponsor(&scene, id, PAL_CORTE, true), PAL_OK);

    PAL_INITIATIVE(now);
    PAL_RESOLUTION(tabled);
    struct pal_resolution_id resolution;
    EXPECT_ERR(pal_rebuild(scene.store, NULL, NULL), PAL_OK);
    EXPECT_ERR(pal_initiative_read(scene.store, id, &now), PAL_OK);
    assert_int_equal(now.state, PAL_INITIATIVE_TABLED);
    assert_int_equal(now.sponsors, 3);
    EXPECT_ERR(pal_resolution_find(scene.store, &now.resolution, &resolution), PAL_OK);
    EXPECT_ERR(pal_resolution_read(scene.store, resolution, &tabled), PAL_OK);
    assert_true(tabled.is_from_members);
    assert_int_equal(tabled.position, 2);
    assert_memory_equal(tabled.hash.bytes, now.hash.bytes, sizeof now.hash.bytes);
    PAL_JSON(entry);
    const struct pal_json *d;
    entry = pal_scene_last_entry_new(&scene);
    EXPECT_ERR(pal_json_object(entry, "d", &d, NULL), PAL_OK);
    EXPECT_TEXT(pal_json_as_text(pal_json_get(d, "required")), "3/7");
    assert_int_equal(pal_json_as_int(pal_json_get(d, "sponsors")), 3);
    assert_int_equal(pal_json_as_int(pal_json_get(d, "base")), 7);

    EXPECT_ERR(sponsor(&scene, id, PAL_ELSA, true), PAL_ERR_STATE);
    EXPECT_ERR(pal_initiative_withdraw(scene.store, id, scene.members[PAL_ADA]), PAL_ERR_STATE);
}

static void comes_there_by_a_college_too(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    pal_meeting_deliberates(&scene, OR_TWO_THIRDS_OF_A_COLLEGE);
    struct pal_assembly_id assembly = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    struct pal_initiative_id id = propose(&scene, assembly, PAL_CHIARA);
    EXPECT_ERR(sponsor(&scene, id, PAL_ADA, true), PAL_OK);
    assert_int_equal(state_of(&scene, id), PAL_INITIATIVE_OPEN);
    EXPECT_ERR(sponsor(&scene, id, PAL_ELSA, true), PAL_OK);
    assert_int_equal(state_of(&scene, id), PAL_INITIATIVE_TABLED);
    PAL_JSON(entry);
    const struct pal_json *d;
    entry = pal_scene_last_entry_new(&scene);
    EXPECT_ERR(pal_json_object(entry, "d", &d, NULL), PAL_OK);
    EXPECT_TEXT(pal_json_as_text(pal_json_get(d, "college")), "users");

    pal_meeting_deliberates(&scene, TWO_THIRDS_OF_A_COLLEGE);
    struct pal_initiative_id other = propose(&scene, assembly, PAL_ADA);
    assert_int_equal(state_of(&scene, other), PAL_INITIATIVE_OPEN);
    EXPECT_ERR(sponsor(&scene, other, PAL_BRUNO, true), PAL_OK);
    assert_int_equal(state_of(&scene, other), PAL_INITIATIVE_TABLED);
}

static void is_withdrawn_by_its_author_alone(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    pal_meeting_deliberates(&scene, THREE_SEVENTHS);
    struct pal_assembly_id assembly = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    struct pal_initiative_id id = propose(&scene, assembly, PAL_ADA);
    EXPECT_ERR(pal_initiative_withdraw(scene.store, id, scene.members[PAL_BRUNO]),
               PAL_ERR_INITIATIVE_OTHER);
    EXPECT_ERR(pal_initiative_withdraw(scene.store, id, scene.members[PAL_ADA]), PAL_OK);
    assert_int_equal(state_of(&scene, id), PAL_INITIATIVE_WITHDRAWN);
    EXPECT_ERR(sponsor(&scene, id, PAL_BRUNO, true), PAL_ERR_STATE);
    bool is_sponsored;
    EXPECT_ERR(pal_initiative_is_sponsored(scene.store, id, scene.members[PAL_ADA], &is_sponsored),
               PAL_OK);
    assert_true(is_sponsored);
}

static void come_in_time_or_are_refused_with_the_date(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    pal_meeting_deliberates(&scene, THREE_SEVENTHS);
    struct pal_assembly_id assembly = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    struct pal_initiative_id id = propose(&scene, assembly, PAL_ADA);
    pal_scene_wait(&scene, 5 * PAL_SCENE_DAY);
    EXPECT_ERR(sponsor(&scene, id, PAL_BRUNO, true), PAL_OK); /* on the last day */
    pal_scene_wait(&scene, PAL_SCENE_DAY);
    EXPECT_ERR(sponsor(&scene, id, PAL_ELSA, true), PAL_ERR_ASSEMBLY_REQUEST);
    EXPECT_ERR(sponsor(&scene, id, PAL_BRUNO, false), PAL_ERR_ASSEMBLY_REQUEST);
    const struct pal_initiative_spec late = spec_of(&scene, assembly, PAL_ELSA);
    EXPECT_ERR(pal_initiative_propose(scene.store, &late, NULL, &id), PAL_ERR_ASSEMBLY_REQUEST);
    PAL_ASSEMBLY(now);
    struct pal_day until;
    EXPECT_ERR(pal_assembly_read(scene.store, assembly, &now), PAL_OK);
    EXPECT_ERR(pal_initiatives_allow(scene.store, &now, &until), PAL_ERR_ASSEMBLY_REQUEST);
    assert_true(until.is_known);
    assert_int_equal(until.date.days, pal_date_of_instant(now.meets_us).days - 25);
}

static void are_refused_where_they_have_no_place(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_where where = {0};
    struct pal_initiative_id id;
    struct pal_assembly_id assembly = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    struct pal_initiative_spec spec = spec_of(&scene, assembly, PAL_ADA);
    EXPECT_ERR(pal_initiative_propose(scene.store, &spec, NULL, &id), PAL_ERR_INITIATIVE_NONE);

    pal_meeting_deliberates(&scene, THREE_SEVENTHS);
    spec.decision_class = pal_text_of("whim");
    EXPECT_ERR(pal_initiative_propose(scene.store, &spec, &where, &id), PAL_ERR_RESOLUTION_CLASS);
    assert_string_equal(where.pointer, "/class");
    spec.decision_class = pal_text_of("ordinary");
    spec.title = pal_text_of(" ");
    EXPECT_ERR(pal_initiative_propose(scene.store, &spec, &where, &id), PAL_ERR_TEXT_EMPTY);
    assert_string_equal(where.pointer, "/title");
    spec.title = pal_text_of("A garden");
    EXPECT_ERR(pal_member_enter_state(scene.store, scene.members[PAL_ADA], PAL_MEMBER_SUSPENDED,
                                      pal_society_today(scene.store)),
               PAL_OK);
    EXPECT_ERR(pal_initiative_propose(scene.store, &spec, NULL, &id), PAL_ERR_MEMBER_NOT_ADMITTED);

    (void)pal_meeting_table(&scene, assembly, "ordinary", "Accounts");
    spec.author = scene.members[PAL_BRUNO];
    EXPECT_ERR(pal_initiative_propose(scene.store, &spec, NULL, &id), PAL_OK);
    EXPECT_ERR(pal_assembly_convene(scene.store, assembly, NULL), PAL_OK);
    EXPECT_ERR(pal_initiative_propose(scene.store, &spec, NULL, &id), PAL_ERR_ASSEMBLY_AGENDA);
}

static void of_a_college_are_for_its_members(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    pal_meeting_deliberates(&scene, OR_TWO_THIRDS_OF_A_COLLEGE);
    const struct pal_assembly_spec meeting = {
        .kind = PAL_ASSEMBLY_COLLEGE,
        .college = pal_text_of("users"),
        .title = pal_text_of("Users"),
        .meets_us = scene.now_us + 30 * PAL_SCENE_DAY * 1000000,
    };
    struct pal_assembly_id assembly;
    struct pal_initiative_id id;
    EXPECT_ERR(pal_assembly_create(scene.store, &meeting, NULL, &assembly), PAL_OK);
    const struct pal_initiative_spec spec = spec_of(&scene, assembly, PAL_ADA);
    EXPECT_ERR(pal_initiative_propose(scene.store, &spec, NULL, &id), PAL_ERR_MEMBER_COLLEGE);
    id = propose(&scene, assembly, PAL_CHIARA);
    PAL_INITIATIVE(now);
    uint64_t sponsors, base;
    EXPECT_ERR(pal_initiative_read(scene.store, id, &now), PAL_OK);
    EXPECT_ERR(pal_initiative_count(scene.store, &now, pal_text_of("users"), &sponsors, &base),
               PAL_OK);
    assert_int_equal(sponsors, 1);
    assert_int_equal(base, 3);
}

int main(void)
{
    TESTS(tests, 8);
    TEST(tests, comes_on_the_agenda_once_enough_sponsor_it);
    TEST(tests, comes_there_by_a_college_too);
    TEST(tests, is_withdrawn_by_its_author_alone);
    TEST(tests, come_in_time_or_are_refused_with_the_date);
    TEST(tests, are_refused_where_they_have_no_place);
    TEST(tests, of_a_college_are_for_its_members);
    return RUN(tests);
}
