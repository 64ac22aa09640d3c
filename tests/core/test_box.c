/* The box: who may use a right live, and on what is judged when they do. */
#include "audit/entry.h"
#include "core/box.h"
#include "core/log.h"
#include "core/papers.h"
#include "core/proxies.h"
#include "core/society.h"

#include "../support/expect.h"
#include "../support/voting.h"

static void give(struct pal_scene *scene, struct pal_assembly_id meeting,
                 enum pal_scene_member principal, enum pal_scene_member holder)
{
    struct pal_proxy_id proxy;
    EXPECT_ERR(pal_proxy_offer(scene->store, meeting, scene->members[principal],
                               scene->members[holder], &proxy),
               PAL_OK);
    EXPECT_ERR(pal_proxy_accept(scene->store, proxy), PAL_OK);
}

/* The holder votes for the principal. */
static enum pal_err vote_for(struct pal_scene *scene, struct pal_poll_id poll,
                             enum pal_scene_member principal, enum pal_scene_member holder)
{
    return pal_voting_cast_as(scene,
                              &(struct pal_cast){.poll = poll,
                                                 .member = scene->members[principal],
                                                 .person = scene->people[holder]},
                              "{\"choice\":0}");
}

static void becomes(struct pal_scene *scene, enum pal_scene_member who, enum pal_member_state state)
{
    EXPECT_ERR(pal_member_enter_state(scene->store, scene->members[who], state,
                                      pal_society_today(scene->store)),
               PAL_OK);
}

/* --- papers beside proxies --------------------------------------------------------------------- */

/* A paper by proxy that two tellers entered alike. */
static enum pal_paper_state enter_paper(struct pal_scene *scene, struct pal_poll_id poll,
                                        enum pal_scene_member principal,
                                        enum pal_scene_member holder)
{
    PAL_JSON(ballot);
    ballot = pal_voting_ballot_new("{\"choice\":0}");
    struct pal_paper_spec spec = {
        .poll = poll,
        .member = scene->members[principal],
        .channel = PAL_CHANNEL_PROXY,
        .holder = scene->members[holder],
        .ballot = ballot,
        .teller = scene->founder,
    };
    struct pal_paper_entry entry = {.teller = scene->people[PAL_ADA], .ballot = ballot};
    EXPECT_ERR(pal_paper_enter(scene->store, &spec, NULL, &entry.uuid), PAL_OK);
    enum pal_paper_state state;
    EXPECT_ERR(pal_paper_confirm(scene->store, &entry, NULL, &state), PAL_OK);
    return state;
}

static void a_holder_has_no_more_votes_by_paper_than_by_the_ledger(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id meeting = pal_meeting_sitting(&scene);
    EXPECT_ERR(pal_attendance_mark(scene.store, meeting, scene.members[PAL_BRUNO], true), PAL_OK);
    give(&scene, meeting, PAL_ELSA, PAL_BRUNO);
    give(&scene, meeting, PAL_CHIARA, PAL_BRUNO);
    struct pal_poll_id poll = pal_voting_open(&scene, meeting);
    assert_int_equal(enter_paper(&scene, poll, PAL_DOMINIQUE, PAL_BRUNO), PAL_PAPER_CAST);
    EXPECT_ERR(vote_for(&scene, poll, PAL_ELSA, PAL_BRUNO), PAL_OK);
    EXPECT_ERR(vote_for(&scene, poll, PAL_CHIARA, PAL_BRUNO), PAL_ERR_PROXY_CAP);
    /* What the holder may not, the principal may. */
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_CHIARA], "{\"choice\":0}"), PAL_OK);
}

/* --- holders who change ------------------------------------------------------------------------- */

/* clang-format off */
static const struct {
    const char *name;
    enum pal_member_state state;
} departures[] = {
    {"a holder who is suspended votes for nobody else", PAL_MEMBER_SUSPENDED},
    {"a holder who has left votes for nobody else", PAL_MEMBER_LEFT},
};
/* clang-format on */

static void a_holder_is_a_member(void **state)
{
    const __typeof__(departures[0]) *row = *state;
    PAL_SCENE(scene);
    struct pal_assembly_id meeting = pal_meeting_sitting(&scene);
    give(&scene, meeting, PAL_ELSA, PAL_BRUNO);
    becomes(&scene, PAL_BRUNO, row->state);
    struct pal_poll_id poll = pal_voting_open(&scene, meeting);
    EXPECT_ERR(vote_for(&scene, poll, PAL_ELSA, PAL_BRUNO), PAL_ERR_ROLL_NOT_HELD);
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_ELSA], "{\"choice\":0}"), PAL_OK);
}

static void a_paper_of_a_holder_who_has_left_is_void(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id meeting = pal_meeting_sitting(&scene);
    EXPECT_ERR(pal_attendance_mark(scene.store, meeting, scene.members[PAL_BRUNO], true), PAL_OK);
    becomes(&scene, PAL_BRUNO, PAL_MEMBER_LEFT);
    struct pal_poll_id poll = pal_voting_open(&scene, meeting);
    assert_int_equal(enter_paper(&scene, poll, PAL_ELSA, PAL_BRUNO), PAL_PAPER_VOID);
}

/* The constitution of the scene, in force from today, where proxies stay in a college. */
static void keep_proxies_inside(struct pal_scene *scene)
{
    PAL_JSON(document);
    document = pal_scene_constitution_new();
    struct pal_json *proxy = pal_json_copy(pal_json_get(document, "proxy"));
    pal_json_set_string(proxy, "scope", "same_college");
    pal_json_set(document, "proxy", proxy);
    struct pal_version_spec spec = {.document = document,
                                    .effective_on = pal_society_today(scene->store)};
    struct pal_version version;
    EXPECT_ERR(pal_version_enter(scene->store, &spec, NULL, NULL, &version), PAL_OK);
}

static void a_holder_who_moves_takes_no_vote_to_another_college(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    keep_proxies_inside(&scene);
    struct pal_assembly_id meeting = pal_meeting_sitting(&scene);
    give(&scene, meeting, PAL_ELSA, PAL_CHIARA);
    give(&scene, meeting, PAL_BRUNO, PAL_ADA);
    struct pal_membership elsewhere = {.category = pal_text_of("friends"),
                                       .from_on = pal_society_today(scene.store)};
    EXPECT_ERR(pal_member_move(scene.store, scene.members[PAL_CHIARA], &elsewhere, NULL), PAL_OK);
    struct pal_poll_id poll = pal_voting_open(&scene, meeting);
    EXPECT_ERR(vote_for(&scene, poll, PAL_ELSA, PAL_CHIARA), PAL_ERR_PROXY_COLLEGE);
    EXPECT_ERR(vote_for(&scene, poll, PAL_BRUNO, PAL_ADA), PAL_OK);
}

/* --- time ---------------------------------------------------------------------------------------- */

static int64_t last_second(struct pal_scene *scene)
{
    PAL_BUF(bytes);
    PAL_ENTRY(entry);
    EXPECT_ERR(pal_log_read(scene->store, pal_log_head(scene->store).size - 1, &bytes), PAL_OK);
    EXPECT_ERR(pal_entry_parse(pal_buf_text(&bytes), &entry, NULL), PAL_OK);
    return entry.made_at;
}

static void what_is_cast_in_time_is_in_time_in_the_log(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id meeting = pal_meeting_sitting(&scene);
    struct pal_poll_id poll = pal_voting_open(&scene, meeting);
    PAL_POLL(row);
    EXPECT_ERR(pal_poll_read(scene.store, poll, &row), PAL_OK);
    /* The last microsecond, on a clock that moves while the vote is judged. */
    scene.now_us = row.closes_us - 1;
    struct pal_cast cast = {.poll = poll,
                            .member = scene.members[PAL_ADA],
                            .person = scene.people[PAL_ADA]};
    scene.step_us = 1;
    EXPECT_ERR(pal_voting_cast_as(&scene, &cast, "{\"choice\":0}"), PAL_OK);
    assert_true(last_second(&scene) * 1000000 < row.closes_us);
}

static void a_clock_that_goes_back_lets_nobody_in_again(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id meeting = pal_meeting_sitting(&scene);
    struct pal_poll_id poll = pal_voting_open(&scene, meeting);
    PAL_POLL(row);
    EXPECT_ERR(pal_poll_read(scene.store, poll, &row), PAL_OK);
    scene.now_us = row.closes_us;
    EXPECT_ERR(pal_attendance_mark(scene.store, meeting, scene.members[PAL_ELSA], true), PAL_OK);
    pal_scene_wait(&scene, -1);
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_ADA], "{\"choice\":0}"),
               PAL_ERR_POLL_CLOSED);
}

int main(void)
{
    TESTS(tests, 7);
    TEST(tests, a_holder_has_no_more_votes_by_paper_than_by_the_ledger);
    TABLE(tests, departures, a_holder_is_a_member);
    TEST(tests, a_paper_of_a_holder_who_has_left_is_void);
    TEST(tests, a_holder_who_moves_takes_no_vote_to_another_college);
    TEST(tests, what_is_cast_in_time_is_in_time_in_the_log);
    TEST(tests, a_clock_that_goes_back_lets_nobody_in_again);
    return RUN(tests);
}
