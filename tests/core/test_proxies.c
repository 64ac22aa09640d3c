/* Proxies: one per principal, accepted by their holder, never passed on, never too many. */
#include <string.h>

#include "base/crypto.h"
#include "core/log.h"
#include "core/proxies.h"

#include "../support/expect.h"
#include "../support/meeting.h"
#include "../support/scene.h"

static const struct pal_member_id nobody = {0};

static enum pal_err give(struct pal_scene *scene, struct pal_assembly_id meeting,
                         enum pal_scene_member principal, enum pal_scene_member holder,
                         struct pal_proxy_id *out_proxy)
{
    return pal_proxy_offer(scene->store, meeting, scene->members[principal], scene->members[holder],
                           out_proxy);
}

static void given(struct pal_scene *scene, struct pal_assembly_id meeting,
                  enum pal_scene_member principal, enum pal_scene_member holder)
{
    struct pal_proxy_id proxy;
    EXPECT_ERR(give(scene, meeting, principal, holder, &proxy), PAL_OK);
    EXPECT_ERR(pal_proxy_accept(scene->store, proxy), PAL_OK);
}

static void is_offered_accepted_and_revoked(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id meeting = pal_meeting_convened(&scene);
    struct pal_proxy_id id;
    EXPECT_ERR(give(&scene, meeting, PAL_ELSA, PAL_CHIARA, &id), PAL_OK);
    struct pal_proxy proxy;
    EXPECT_ERR(pal_proxy_in_force(scene.store, meeting, scene.members[PAL_ELSA], &proxy),
               PAL_ERR_NOT_FOUND);
    EXPECT_ERR(pal_proxy_accept(scene.store, id), PAL_OK);
    EXPECT_ERR(pal_proxy_accept(scene.store, id), PAL_ERR_STATE);
    EXPECT_ERR(pal_proxy_in_force(scene.store, meeting, scene.members[PAL_ELSA], &proxy), PAL_OK);
    assert_int_equal(proxy.holder.value, scene.members[PAL_CHIARA].value);
    assert_false(proxy.is_suspended);
    EXPECT_ERR(pal_proxy_refuse(scene.store, id), PAL_ERR_STATE);
    EXPECT_ERR(pal_proxy_revoke(scene.store, id), PAL_OK);
    EXPECT_ERR(pal_proxy_revoke(scene.store, id), PAL_ERR_STATE);
    EXPECT_ERR(give(&scene, meeting, PAL_ELSA, PAL_DOMINIQUE, &id), PAL_OK);
    EXPECT_ERR(pal_proxy_refuse(scene.store, id), PAL_OK);
    EXPECT_ERR(pal_proxy_accept(scene.store, id), PAL_ERR_STATE);
}

static void is_one_per_principal(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id meeting = pal_meeting_convened(&scene);
    struct pal_proxy_id id;
    EXPECT_ERR(give(&scene, meeting, PAL_ELSA, PAL_CHIARA, &id), PAL_OK);
    EXPECT_ERR(give(&scene, meeting, PAL_ELSA, PAL_BRUNO, &id), PAL_ERR_PROXY_TAKEN);
    EXPECT_ERR(pal_proxy_offer(scene.store, meeting, scene.members[PAL_ELSA], nobody, &id),
               PAL_ERR_PROXY_TAKEN);
}

static void is_blank_without_a_holder(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id meeting = pal_meeting_convened(&scene);
    struct pal_proxy_id id;
    EXPECT_ERR(pal_proxy_offer(scene.store, meeting, scene.members[PAL_ELSA], nobody, &id), PAL_OK);
    struct pal_proxy proxy;
    EXPECT_ERR(pal_proxy_read(scene.store, id, &proxy), PAL_OK);
    assert_int_equal(proxy.state, PAL_PROXY_ACCEPTED);
    assert_int_equal(proxy.holder.value, 0);
}

static void never_goes_further(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id meeting = pal_meeting_convened(&scene);
    struct pal_proxy_id id;
    given(&scene, meeting, PAL_ELSA, PAL_CHIARA);
    EXPECT_ERR(give(&scene, meeting, PAL_CHIARA, PAL_BRUNO, &id), PAL_ERR_PROXY_CHAIN);
    EXPECT_ERR(give(&scene, meeting, PAL_BRUNO, PAL_ELSA, &id), PAL_ERR_PROXY_CHAIN);
    EXPECT_ERR(give(&scene, meeting, PAL_CHIARA, PAL_ELSA, &id), PAL_ERR_PROXY_CHAIN);
    EXPECT_ERR(give(&scene, meeting, PAL_BRUNO, PAL_BRUNO, &id), PAL_ERR_PROXY_SELF);
}

static void is_judged_again_when_accepted(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id meeting = pal_meeting_convened(&scene);
    struct pal_proxy_id to_bruno;
    EXPECT_ERR(give(&scene, meeting, PAL_ELSA, PAL_BRUNO, &to_bruno), PAL_OK);
    /* Bruno gives his own away before he answers. */
    given(&scene, meeting, PAL_BRUNO, PAL_ADA);
    EXPECT_ERR(pal_proxy_accept(scene.store, to_bruno), PAL_ERR_PROXY_CHAIN);
}

static void is_capped(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id meeting = pal_meeting_convened(&scene);
    given(&scene, meeting, PAL_ELSA, PAL_ADA);
    given(&scene, meeting, PAL_CHIARA, PAL_ADA);
    struct pal_proxy_id id;
    EXPECT_ERR(give(&scene, meeting, PAL_GAIA, PAL_ADA, &id), PAL_ERR_PROXY_CAP);
}

static void sleeps_while_its_principal_is_there(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id meeting = pal_meeting_sitting(&scene);
    given(&scene, meeting, PAL_ELSA, PAL_ADA);
    EXPECT_ERR(pal_attendance_mark(scene.store, meeting, scene.members[PAL_ELSA], true), PAL_OK);
    struct pal_proxy proxy;
    EXPECT_ERR(pal_proxy_in_force(scene.store, meeting, scene.members[PAL_ELSA], &proxy), PAL_OK);
    assert_true(proxy.is_suspended);
    EXPECT_ERR(pal_attendance_mark(scene.store, meeting, scene.members[PAL_ELSA], false), PAL_OK);
    EXPECT_ERR(pal_proxy_in_force(scene.store, meeting, scene.members[PAL_ELSA], &proxy), PAL_OK);
    assert_false(proxy.is_suspended);
}

static void belongs_to_a_live_assembly_of_admitted_members(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_proxy_id id;
    struct pal_assembly_id draft = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    EXPECT_ERR(give(&scene, draft, PAL_ELSA, PAL_ADA, &id), PAL_ERR_STATE);
    struct pal_assembly_id meeting = pal_meeting_convened(&scene);
    EXPECT_ERR(pal_member_enter_state(scene.store, scene.members[PAL_GAIA], PAL_MEMBER_SUSPENDED,
                                      pal_date_of_instant(scene.now_us)),
               PAL_OK);
    EXPECT_ERR(give(&scene, meeting, PAL_GAIA, PAL_ADA, &id), PAL_ERR_MEMBER_NOT_ADMITTED);
    EXPECT_ERR(give(&scene, meeting, PAL_ADA, PAL_GAIA, &id), PAL_ERR_MEMBER_NOT_ADMITTED);
}

static enum pal_err count_one(void *context, const struct pal_proxy *proxy)
{
    (void)proxy;
    (*(size_t *)context)++;
    return PAL_OK;
}

static void is_listed_for_both_and_named_in_no_entry(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id meeting = pal_meeting_convened(&scene);
    given(&scene, meeting, PAL_ELSA, PAL_ADA);
    given(&scene, meeting, PAL_CHIARA, PAL_BRUNO);
    struct pal_proxies_query query = {.assembly = meeting, .limit = 10};
    size_t all = 0, of_ada = 0;
    EXPECT_ERR(pal_proxies_walk(scene.store, &query, count_one, &all), PAL_OK);
    query.member = scene.members[PAL_ADA];
    EXPECT_ERR(pal_proxies_walk(scene.store, &query, count_one, &of_ada), PAL_OK);
    assert_int_equal(all, 2);
    assert_int_equal(of_ada, 1);
    PAL_BUF(entry);
    EXPECT_ERR(pal_log_read(scene.store, pal_log_head(scene.store).size - 1, &entry), PAL_OK);
    assert_non_null(strstr(entry.bytes, "\"t\":\"proxy.accept\""));
    assert_null(strstr(entry.bytes, "holder"));
}

int main(void)
{
    TESTS(tests, 20);
    TEST(tests, is_offered_accepted_and_revoked);
    TEST(tests, is_one_per_principal);
    TEST(tests, is_blank_without_a_holder);
    TEST(tests, never_goes_further);
    TEST(tests, is_judged_again_when_accepted);
    TEST(tests, is_capped);
    TEST(tests, sleeps_while_its_principal_is_there);
    TEST(tests, belongs_to_a_live_assembly_of_admitted_members);
    TEST(tests, is_listed_for_both_and_named_in_no_entry);
    return RUN(tests);
}
