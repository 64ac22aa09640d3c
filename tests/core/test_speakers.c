/* The speaking list: asked for, given, taken back, given up; what the log learns of it. */
#include <string.h>

#include "core/aliases.h"
#include "core/log.h"
#include "core/sitting.h"
#include "core/speakers.h"

#include "../support/expect.h"
#include "../support/meeting.h"
#include "../support/scene.h"

static const struct pal_resolution_id nothing = {0};

static struct pal_assembly_id room(struct pal_scene *scene)
{
    struct pal_assembly_id id = pal_meeting_sitting(scene);
    for (int i = PAL_ADA; i <= PAL_CHIARA; i++) {
        EXPECT_ERR(pal_attendance_mark(scene->store, id, scene->members[i], true), PAL_OK);
    }
    return id;
}

static struct pal_uuid ask(struct pal_scene *scene, struct pal_assembly_id id, int who)
{
    struct pal_uuid speech = {0};
    EXPECT_ERR(pal_speech_ask(scene->store, id, scene->members[who], nothing, &speech), PAL_OK);
    return speech;
}

static enum pal_speech_state state_of(struct pal_scene *scene, const struct pal_uuid *uuid)
{
    struct pal_speech speech;
    EXPECT_ERR(pal_speech_read(scene->store, uuid, &speech), PAL_OK);
    return speech.state;
}

static void one_speaks_at_a_time(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id id = room(&scene);
    struct pal_uuid ada = ask(&scene, id, PAL_ADA);
    struct pal_uuid bruno = ask(&scene, id, PAL_BRUNO);
    EXPECT_ERR(pal_speech_end(scene.store, &ada), PAL_ERR_STATE);
    EXPECT_ERR(pal_speech_start(scene.store, &ada), PAL_OK);
    EXPECT_ERR(pal_speech_start(scene.store, &ada), PAL_ERR_STATE);
    EXPECT_ERR(pal_speech_start(scene.store, &bruno), PAL_ERR_SPEECH_FLOOR);
    EXPECT_ERR(pal_speech_withdraw(scene.store, &ada), PAL_ERR_STATE);
    pal_scene_wait(&scene, 90);
    EXPECT_ERR(pal_speech_end(scene.store, &ada), PAL_OK);
    assert_int_equal(state_of(&scene, &ada), PAL_SPEECH_DONE);

    PAL_BUF(entry);
    EXPECT_ERR(pal_log_read(scene.store, pal_log_head(scene.store).size - 1, &entry), PAL_OK);
    assert_non_null(strstr(entry.bytes, "\"seconds\":90"));
    assert_null(strstr(entry.bytes, "Ada"));

    EXPECT_ERR(pal_speech_start(scene.store, &bruno), PAL_OK);
    assert_int_equal(state_of(&scene, &bruno), PAL_SPEECH_SPEAKING);
}

static void one_asks_once_and_may_give_up(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id id = room(&scene);
    struct pal_uuid again;
    struct pal_uuid ada = ask(&scene, id, PAL_ADA);
    EXPECT_ERR(pal_speech_ask(scene.store, id, scene.members[PAL_ADA], nothing, &again),
               PAL_ERR_SPEECH_ASKED);
    EXPECT_ERR(pal_speech_withdraw(scene.store, &ada), PAL_OK);
    assert_int_equal(state_of(&scene, &ada), PAL_SPEECH_WITHDRAWN);
    assert_string_equal(pal_speech_state_word(PAL_SPEECH_WITHDRAWN), "withdrawn");
    EXPECT_ERR(pal_speech_start(scene.store, &ada), PAL_ERR_STATE);
    (void)ask(&scene, id, PAL_ADA);
}

static void only_who_is_there_asks_in_a_sitting(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_uuid speech;
    struct pal_assembly_id convened = pal_meeting_convened(&scene);
    EXPECT_ERR(pal_speech_ask(scene.store, convened, scene.members[PAL_ADA], nothing, &speech),
               PAL_ERR_STATE);
    struct pal_resolution_id elsewhere = {0};
    struct pal_assembly_id draft = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    elsewhere = pal_meeting_table(&scene, draft, "ordinary", "Another day");
    struct pal_assembly_id id = room(&scene);
    EXPECT_ERR(pal_speech_ask(scene.store, id, scene.members[PAL_ELSA], nothing, &speech),
               PAL_ERR_ATTENDANCE_ABSENT);
    EXPECT_ERR(pal_speech_ask(scene.store, id, scene.members[PAL_ADA], elsewhere, &speech),
               PAL_ERR_NOT_FOUND);
    const struct pal_uuid nobody = pal_uuid_random();
    EXPECT_ERR(pal_speech_start(scene.store, &nobody), PAL_ERR_NOT_FOUND);
}

static void nobody_is_given_the_floor_while_suspended(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id id = room(&scene);
    struct pal_uuid ada = ask(&scene, id, PAL_ADA);
    EXPECT_ERR(pal_sitting_suspend(scene.store, id, NULL), PAL_OK);
    EXPECT_ERR(pal_speech_start(scene.store, &ada), PAL_ERR_SITTING_SUSPENDED);
    EXPECT_ERR(pal_sitting_resume(scene.store, id), PAL_OK);
    EXPECT_ERR(pal_speech_start(scene.store, &ada), PAL_OK);
}

static void who_has_left_is_given_no_floor(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id id = room(&scene);
    struct pal_uuid ada = ask(&scene, id, PAL_ADA);
    EXPECT_ERR(pal_attendance_mark(scene.store, id, scene.members[PAL_ADA], false), PAL_OK);
    EXPECT_ERR(pal_speech_start(scene.store, &ada), PAL_ERR_ATTENDANCE_ABSENT);
    assert_int_equal(state_of(&scene, &ada), PAL_SPEECH_WAITING);
    EXPECT_ERR(pal_attendance_mark(scene.store, id, scene.members[PAL_ADA], true), PAL_OK);
    EXPECT_ERR(pal_speech_start(scene.store, &ada), PAL_OK);
}

static enum pal_err keep_first(void *context, const struct pal_resolution *item)
{
    *(struct pal_resolution_id *)context = item->id;
    return PAL_OK;
}

static enum pal_err add_speech(void *context, const struct pal_speech *speech)
{
    struct pal_buf *buf = context;
    pal_buf_add_format(buf, "%lld:%s%s ", (long long)speech->member.value,
                       pal_speech_state_word(speech->state),
                       speech->resolution.value != 0 ? "+" : "");
    return PAL_OK;
}

static void is_listed_in_the_order_of_asking(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id id = room(&scene);
    struct pal_resolution_id accounts = {0};
    EXPECT_ERR(pal_agenda_walk(scene.store, id, keep_first, &accounts), PAL_OK);
    struct pal_uuid chiara;
    EXPECT_ERR(pal_speech_ask(scene.store, id, scene.members[PAL_CHIARA], accounts, &chiara),
               PAL_OK);
    (void)ask(&scene, id, PAL_ADA);
    EXPECT_ERR(pal_speech_start(scene.store, &chiara), PAL_OK);
    pal_scene_wait(&scene, 5);
    EXPECT_ERR(pal_speech_end(scene.store, &chiara), PAL_OK);
    struct pal_happenings_query query = {.assembly = id, .limit = 10};
    PAL_BUF(buf);
    EXPECT_ERR(pal_speeches_walk(scene.store, &query, add_speech, &buf), PAL_OK);
    PAL_BUF(expected);
    pal_buf_add_format(&expected, "%lld:done+ %lld:waiting ",
                       (long long)scene.members[PAL_CHIARA].value,
                       (long long)scene.members[PAL_ADA].value);
    EXPECT_TEXT(pal_buf_text(&buf), expected.bytes);
}

int main(void)
{
    TESTS(tests, 8);
    TEST(tests, one_speaks_at_a_time);
    TEST(tests, one_asks_once_and_may_give_up);
    TEST(tests, only_who_is_there_asks_in_a_sitting);
    TEST(tests, nobody_is_given_the_floor_while_suspended);
    TEST(tests, who_has_left_is_given_no_floor);
    TEST(tests, is_listed_in_the_order_of_asking);
    return RUN(tests);
}
