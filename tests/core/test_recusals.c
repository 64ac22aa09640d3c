/* Recusals: out of the roll and of every base, told by college, until the poll opens. */
#include <string.h>

#include "core/log.h"
#include "core/recusals.h"

#include "../support/expect.h"
#include "../support/meeting.h"
#include "../support/scene.h"
#include "../support/voting.h"

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

static void leaves_the_roll_and_every_base(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id id = pal_meeting_sitting(&scene);
    struct pal_resolution_id resolution = only_resolution(&scene, id);
    EXPECT_ERR(pal_recusal_set(scene.store, resolution, scene.members[PAL_ELSA],
                               PAL_RECUSAL_AGREEMENT),
               PAL_OK);
    struct pal_poll_id poll = pal_voting_open(&scene, id);
    PAL_BUF(manifest);
    EXPECT_ERR(pal_poll_manifest(scene.store, poll, &manifest), PAL_OK);
    assert_non_null(strstr(manifest.bytes, "\"id\":\"users\",\"recused\":1,\"voters\":2"));
    assert_non_null(strstr(manifest.bytes, "\"voters\":6"));
    assert_null(strstr(manifest.bytes, "Elsa"));

    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_ELSA], "{\"choice\":0}"),
               PAL_ERR_ROLL_RECUSED);
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_CHIARA], "{\"choice\":0}"), PAL_OK);
    PAL_JSON(decision);
    decision = pal_voting_count_new(&scene, poll);
    EXPECT_FIGURE(decision, "tallies/users/members", "2");
    EXPECT_FIGURE(decision, "tallies/users/for", "1");
}

static void is_set_and_lifted_until_the_poll_opens(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id id = pal_meeting_sitting(&scene);
    struct pal_resolution_id resolution = only_resolution(&scene, id);
    struct pal_member_id elsa = scene.members[PAL_ELSA];
    EXPECT_ERR(pal_recusal_lift(scene.store, resolution, elsa), PAL_ERR_NOT_FOUND);
    EXPECT_ERR(pal_recusal_set(scene.store, resolution, elsa, PAL_RECUSAL_OTHER), PAL_OK);
    EXPECT_ERR(pal_recusal_set(scene.store, resolution, elsa, PAL_RECUSAL_KINSHIP), PAL_OK);
    PAL_BUF(entry);
    EXPECT_ERR(pal_log_read(scene.store, pal_log_head(scene.store).size - 1, &entry), PAL_OK);
    assert_non_null(strstr(entry.bytes, "\"reason\":\"kinship\""));
    assert_null(strstr(entry.bytes, "Elsa"));
    EXPECT_ERR(pal_recusal_lift(scene.store, resolution, elsa), PAL_OK);
    EXPECT_ERR(pal_recusal_set(scene.store, resolution, elsa, PAL_RECUSAL_OFFICE), PAL_OK);
    EXPECT_ERR(pal_member_enter_state(scene.store, scene.members[PAL_GAIA], PAL_MEMBER_SUSPENDED,
                                      pal_date_of_instant(scene.now_us)),
               PAL_OK);
    EXPECT_ERR(pal_recusal_set(scene.store, resolution, scene.members[PAL_GAIA],
                               PAL_RECUSAL_INTEREST),
               PAL_ERR_MEMBER_NOT_ADMITTED);

    (void)pal_voting_open(&scene, id);
    EXPECT_ERR(pal_recusal_lift(scene.store, resolution, elsa), PAL_ERR_STATE);
    EXPECT_ERR(pal_recusal_set(scene.store, resolution, scene.members[PAL_ADA], PAL_RECUSAL_OTHER),
               PAL_ERR_STATE);
}

static void a_text_that_is_gone_has_no_recusals(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id id = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    struct pal_resolution_id resolution = pal_meeting_table(&scene, id, "ordinary", "Withdrawn");
    EXPECT_ERR(pal_resolution_withdraw(scene.store, resolution), PAL_OK);
    EXPECT_ERR(pal_recusal_set(scene.store, resolution, scene.members[PAL_ADA], PAL_RECUSAL_OTHER),
               PAL_ERR_STATE);
    enum pal_recusal_ground ground;
    assert_false(pal_recusal_ground_read(pal_text_of("mood"), &ground));
}

int main(void)
{
    TESTS(tests, 4);
    TEST(tests, leaves_the_roll_and_every_base);
    TEST(tests, is_set_and_lifted_until_the_poll_opens);
    TEST(tests, a_text_that_is_gone_has_no_recusals);
    return RUN(tests);
}
