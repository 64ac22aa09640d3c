/* Procedural motions: who carries them, what they do, and the polls that must follow. */
#include "core/motions.h"
#include "core/rebuild.h"
#include "core/sitting.h"

#include "../support/expect.h"
#include "../support/meeting.h"
#include "../support/scene.h"
#include "../support/voting.h"

#define PERIODS "\"debate_days\":0,\"extension_days\":0,\"contract_days\":0"
#define HALVES                                                               \
    "{" PERIODS ",\"motion_support\":\"1/2\",\"secret_on_request\":\"0/1\"," \
    "\"college_turns\":\"extraordinary\"}"

static enum pal_err keep_first(void *context, const struct pal_resolution *item)
{
    *(struct pal_resolution_id *)context = item->id;
    return PAL_OK;
}

static struct pal_resolution_id only_resolution(struct pal_scene *scene,
                                                struct pal_assembly_id assembly)
{
    struct pal_resolution_id id = {0};
    EXPECT_ERR(pal_agenda_walk(scene->store, assembly, keep_first, &id), PAL_OK);
    return id;
}

/* A sitting with Ada, Bruno and Chiara in the room. */
static struct pal_assembly_id room(struct pal_scene *scene, enum pal_assembly_kind kind)
{
    struct pal_assembly_id id = pal_meeting_draft(scene, kind);
    (void)pal_meeting_table(scene, id, "ordinary", "Accounts");
    EXPECT_ERR(pal_assembly_convene(scene->store, id, NULL), PAL_OK);
    pal_scene_wait(scene, (int64_t)30 * PAL_SCENE_DAY);
    EXPECT_ERR(pal_assembly_open(scene->store, id), PAL_OK);
    for (int i = PAL_ADA; i <= PAL_CHIARA; i++) {
        EXPECT_ERR(pal_attendance_mark(scene->store, id, scene->members[i], true), PAL_OK);
    }
    return id;
}

struct asked {
    enum pal_motion_kind kind;
    struct pal_resolution_id resolution;
    int author;
};

static enum pal_err make(struct pal_scene *scene, struct pal_assembly_id id, struct asked asked,
                         struct pal_uuid *out_motion)
{
    struct pal_motion_spec spec = {id, asked.kind, asked.resolution, scene->members[asked.author]};
    return pal_motion_make(scene->store, &spec, out_motion);
}

static bool is_carried(struct pal_scene *scene, const struct pal_uuid *uuid)
{
    struct pal_motion motion;
    EXPECT_ERR(pal_motion_read(scene->store, uuid, &motion), PAL_OK);
    return motion.carried_us != 0;
}

static void half_of_the_room_suspends_the_sitting(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    pal_meeting_deliberates(&scene, HALVES);
    struct pal_assembly_id id = room(&scene, PAL_ASSEMBLY_ORDINARY);
    struct pal_resolution_id none = {0};
    struct pal_uuid motion;
    EXPECT_ERR(make(&scene, id, (struct asked){PAL_MOTION_SUSPEND, none, PAL_ELSA}, &motion),
               PAL_ERR_ATTENDANCE_ABSENT);
    EXPECT_ERR(make(&scene, id, (struct asked){PAL_MOTION_SUSPEND, none, PAL_ADA}, &motion),
               PAL_OK);
    assert_false(is_carried(&scene, &motion));
    EXPECT_ERR(pal_motion_support(scene.store, &motion, scene.members[PAL_ADA], false), PAL_OK);
    EXPECT_ERR(pal_motion_support(scene.store, &motion, scene.members[PAL_BRUNO], true), PAL_OK);
    EXPECT_ERR(pal_motion_support(scene.store, &motion, scene.members[PAL_BRUNO], true), PAL_OK);
    assert_false(is_carried(&scene, &motion));
    EXPECT_ERR(pal_motion_support(scene.store, &motion, scene.members[PAL_CHIARA], true), PAL_OK);
    assert_true(is_carried(&scene, &motion));
    bool is_suspended;
    EXPECT_ERR(pal_sitting_is_suspended(scene.store, id, &is_suspended), PAL_OK);
    assert_true(is_suspended);
    EXPECT_ERR(pal_motion_support(scene.store, &motion, scene.members[PAL_ADA], true),
               PAL_ERR_STATE);
    EXPECT_ERR(make(&scene, id, (struct asked){PAL_MOTION_SUSPEND, none, PAL_ADA}, &motion),
               PAL_ERR_STATE);
    EXPECT_ERR(pal_rebuild(scene.store, NULL, NULL), PAL_OK);
    assert_true(is_carried(&scene, &motion));
}

/* Two of five are no half; once the three others have left, one of two would be. */
static void nobody_carries_a_motion_by_taking_their_support_back(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    pal_meeting_deliberates(&scene, HALVES);
    struct pal_assembly_id id = room(&scene, PAL_ASSEMBLY_ORDINARY);
    for (int i = PAL_DOMINIQUE; i <= PAL_ELSA; i++) {
        EXPECT_ERR(pal_attendance_mark(scene.store, id, scene.members[i], true), PAL_OK);
    }
    struct pal_uuid motion;
    EXPECT_ERR(make(&scene, id, (struct asked){PAL_MOTION_SUSPEND, {0}, PAL_ADA}, &motion), PAL_OK);
    EXPECT_ERR(pal_motion_support(scene.store, &motion, scene.members[PAL_BRUNO], true), PAL_OK);
    for (int i = PAL_CHIARA; i <= PAL_ELSA; i++) {
        EXPECT_ERR(pal_attendance_mark(scene.store, id, scene.members[i], false), PAL_OK);
    }
    assert_false(is_carried(&scene, &motion));
    EXPECT_ERR(pal_motion_support(scene.store, &motion, scene.members[PAL_BRUNO], false), PAL_OK);
    assert_false(is_carried(&scene, &motion));
    EXPECT_ERR(pal_motion_support(scene.store, &motion, scene.members[PAL_BRUNO], true), PAL_OK);
    assert_true(is_carried(&scene, &motion));
}

static void one_member_makes_a_poll_secret(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    pal_meeting_deliberates(&scene, HALVES);
    struct pal_assembly_id id = room(&scene, PAL_ASSEMBLY_ORDINARY);
    struct pal_poll_id early = pal_voting_draft(&scene, id);
    struct pal_uuid motion;
    EXPECT_ERR(make(&scene, id,
                    (struct asked){PAL_MOTION_SECRET_BALLOT, only_resolution(&scene, id), PAL_ADA},
                    &motion),
               PAL_OK);
    assert_true(is_carried(&scene, &motion));
    EXPECT_ERR(pal_poll_call(scene.store, early, NULL), PAL_ERR_POLL_SECRET_ASKED);
    bool asks;
    EXPECT_ERR(pal_motion_asks_secrecy(scene.store, id, (struct pal_resolution_id){0}, &asks),
               PAL_OK);
    assert_false(asks);
}

static void a_college_turns_a_resolution_into_another_class(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    pal_meeting_deliberates(&scene, HALVES);
    struct pal_assembly_id id = room(&scene, PAL_ASSEMBLY_COMBINED);
    struct pal_resolution_id resolution = only_resolution(&scene, id);
    struct pal_poll_id early = pal_voting_draft(&scene, id);
    struct pal_uuid motion;
    EXPECT_ERR(make(&scene, id, (struct asked){PAL_MOTION_RECLASSIFY, {0}, PAL_ADA}, &motion),
               PAL_ERR_JSON_MISSING);
    /* Chiara is the only user in the room: she is half of it and more. */
    EXPECT_ERR(make(&scene, id, (struct asked){PAL_MOTION_RECLASSIFY, resolution, PAL_CHIARA},
                    &motion),
               PAL_OK);
    assert_true(is_carried(&scene, &motion));
    PAL_RESOLUTION(turned);
    EXPECT_ERR(pal_resolution_read(scene.store, resolution, &turned), PAL_OK);
    EXPECT_TEXT(turned.decision_class, "extraordinary");
    EXPECT_ERR(pal_poll_call(scene.store, early, NULL), PAL_ERR_RESOLUTION_CLASS);
    EXPECT_ERR(make(&scene, id, (struct asked){PAL_MOTION_RECLASSIFY, resolution, PAL_ADA},
                    &motion),
               PAL_ERR_RESOLUTION_CLASS);

    struct pal_assembly_id ordinary = room(&scene, PAL_ASSEMBLY_ORDINARY);
    EXPECT_ERR(make(&scene, ordinary,
                    (struct asked){PAL_MOTION_RECLASSIFY, only_resolution(&scene, ordinary),
                                   PAL_ADA},
                    &motion),
               PAL_ERR_RESOLUTION_CLASS);
}

static void closes_a_debate_with_exactly_the_share(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    pal_meeting_deliberates(&scene, "{" PERIODS ",\"motion_support\":\"2/3\"}");
    struct pal_assembly_id id = room(&scene, PAL_ASSEMBLY_ORDINARY);
    struct pal_resolution_id resolution = only_resolution(&scene, id);
    struct pal_uuid motion;
    EXPECT_ERR(make(&scene, id, (struct asked){PAL_MOTION_SECRET_BALLOT, resolution, PAL_ADA},
                    &motion),
               PAL_ERR_MOTION_NONE);
    EXPECT_ERR(make(&scene, id, (struct asked){PAL_MOTION_RECLASSIFY, resolution, PAL_ADA},
                    &motion),
               PAL_ERR_MOTION_NONE);
    EXPECT_ERR(make(&scene, id, (struct asked){PAL_MOTION_CLOSE_DEBATE, resolution, PAL_ADA},
                    &motion),
               PAL_OK);
    assert_false(is_carried(&scene, &motion));
    EXPECT_ERR(pal_motion_support(scene.store, &motion, scene.members[PAL_BRUNO], true), PAL_OK);
    assert_true(is_carried(&scene, &motion));
    PAL_RESOLUTION(closed);
    EXPECT_ERR(pal_resolution_read(scene.store, resolution, &closed), PAL_OK);
    assert_true(closed.debate_closed_us != 0);
}

int main(void)
{
    TESTS(tests, 6);
    TEST(tests, half_of_the_room_suspends_the_sitting);
    TEST(tests, nobody_carries_a_motion_by_taking_their_support_back);
    TEST(tests, one_member_makes_a_poll_secret);
    TEST(tests, a_college_turns_a_resolution_into_another_class);
    TEST(tests, closes_a_debate_with_exactly_the_share);
    return RUN(tests);
}
