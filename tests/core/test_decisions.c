/* Decisions: the steps that follow them, said in the log one by one. */
#include "base/crypto.h"
#include "core/decisions.h"
#include "core/log.h"
#include "core/rebuild.h"

#include "../support/expect.h"
#include "../support/meeting.h"
#include "../support/scene.h"
#include "../support/voting.h"

static struct pal_poll_id decided(struct pal_scene *scene, struct pal_assembly_id meeting)
{
    struct pal_poll_id poll = pal_voting_open(scene, meeting);
    EXPECT_ERR(pal_voting_cast(scene, poll, scene->members[PAL_ADA], "{\"choice\":0}"), PAL_OK);
    pal_json_free(pal_voting_count_new(scene, poll));
    return poll;
}

static enum pal_err count_step(void *context, const struct pal_step *step)
{
    (void)step;
    (*(size_t *)context)++;
    return PAL_OK;
}

static enum pal_err see_step(void *context, const struct pal_step *step)
{
    struct pal_step *seen = context;
    EXPECT_TEXT(step->text, "File the accounts");
    *seen = *step;
    return PAL_OK;
}

static void follow_a_decision_step_by_step(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_uuid uuid;
    struct pal_step step;
    struct pal_step_spec spec = {
        .text = pal_text_of("File the accounts"),
        .state = PAL_STEP_TO_DO,
        .due_on = {true, {20600}},
    };
    struct pal_assembly_id meeting = pal_meeting_sitting(&scene);
    struct pal_poll_id called = pal_voting_called(&scene, meeting);
    EXPECT_ERR(pal_step_add(scene.store, called, &spec, NULL, &uuid), PAL_ERR_POLL_NOT_COUNTED);
    EXPECT_ERR(pal_poll_annul(scene.store, called, pal_text_of("Too early.")), PAL_OK);
    struct pal_poll_id poll = decided(&scene, meeting);
    EXPECT_ERR(pal_step_add(scene.store, poll, &spec, NULL, &uuid), PAL_OK);
    EXPECT_ERR(pal_step_find(scene.store, &uuid, see_step, &step), PAL_OK);
    assert_int_equal(step.state, PAL_STEP_TO_DO);
    assert_int_equal(step.due_on.date.days, 20600);
    enum pal_step_state done = PAL_STEP_DONE;
    struct pal_day never = {0};
    const struct pal_step_change change = {.state = &done, .due_on = &never};
    EXPECT_ERR(pal_step_change(scene.store, &uuid, &change, NULL), PAL_OK);
    uint64_t size = pal_log_head(scene.store).size;
    EXPECT_ERR(pal_step_change(scene.store, &uuid, &change, NULL), PAL_OK);
    assert_int_equal(pal_log_head(scene.store).size, size);
    EXPECT_ERR(pal_step_find(scene.store, &uuid, see_step, &step), PAL_OK);
    assert_int_equal(step.state, PAL_STEP_DONE);
    assert_false(step.due_on.is_known);
    struct pal_text empty = pal_text_of(" ");
    EXPECT_ERR(pal_step_change(scene.store, &uuid, &(struct pal_step_change){.text = &empty}, NULL),
               PAL_ERR_TEXT_EMPTY);
    for (int i = 1; i < 100; i++) {
        EXPECT_ERR(pal_step_add(scene.store, poll, &spec, NULL, &uuid), PAL_OK);
    }
    EXPECT_ERR(pal_step_add(scene.store, poll, &spec, NULL, &uuid), PAL_ERR_LIMIT_COUNT);
    size_t count = 0;
    EXPECT_ERR(pal_steps_walk(scene.store, poll, count_step, &count), PAL_OK);
    assert_int_equal(count, 100);
    uuid = pal_uuid_random();
    EXPECT_ERR(pal_step_change(scene.store, &uuid, &change, NULL), PAL_ERR_NOT_FOUND);
}

static void are_rebuilt_from_the_log(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_uuid uuid;
    struct pal_step before;
    struct pal_step after;
    struct pal_poll_id poll = decided(&scene, pal_meeting_sitting(&scene));
    const struct pal_step_spec spec = {.text = pal_text_of("File the accounts")};
    EXPECT_ERR(pal_step_add(scene.store, poll, &spec, NULL, &uuid), PAL_OK);
    enum pal_step_state doing = PAL_STEP_DOING;
    EXPECT_ERR(pal_step_change(scene.store, &uuid, &(struct pal_step_change){.state = &doing},
                               NULL),
               PAL_OK);
    EXPECT_ERR(pal_step_find(scene.store, &uuid, see_step, &before), PAL_OK);
    pal_scene_commit(&scene);
    EXPECT_ERR(pal_rebuild(scene.store, NULL, NULL), PAL_OK);
    EXPECT_ERR(pal_step_find(scene.store, &uuid, see_step, &after), PAL_OK);
    assert_int_equal(after.entry, before.entry);
    assert_int_equal(after.state, PAL_STEP_DOING);
}

int main(void)
{
    TESTS(tests, 2);
    TEST(tests, follow_a_decision_step_by_step);
    TEST(tests, are_rebuilt_from_the_log);
    return RUN(tests);
}
