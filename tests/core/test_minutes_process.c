/* How a text came to its vote, as minutes tell it: days, rounds of consent, nominations, opinions. */
#include "core/contributions.h"
#include "core/minutes.h"
#include "core/nominations.h"
#include "core/offices.h"
#include "core/procedures.h"
#include "core/temperature.h"

#include "../support/expect.h"
#include "../support/meeting.h"
#include "../support/scene.h"
#include "../support/voting.h"

#define DAYS                                                         \
    "{\"debate_days\":10,\"extension_days\":5,\"contract_days\":20," \
    "\"motion_support\":\"2/7\"}"
#define DAY_US (PAL_SCENE_DAY * 1000000)

struct sitting {
    struct pal_scene scene;
    struct pal_assembly_id assembly;
    struct pal_resolution_id resolution;
    struct pal_json *document;
};

static void sitting_done(struct sitting *sitting)
{
    pal_json_free(sitting->document);
    pal_scene_done(&sitting->scene);
}
#define SITTING(name) struct sitting name PAL_CLEANUP(sitting_done) = {0}

/* One text that is decided so, whose notice is sent. */
static void convene(struct sitting *sitting, const char *says, enum pal_procedure procedure)
{
    struct pal_scene *scene = &sitting->scene;
    pal_scene_open(scene);
    if (says != NULL) {
        pal_meeting_deliberates(scene, says);
    }
    sitting->assembly = pal_meeting_draft(scene, PAL_ASSEMBLY_ORDINARY);
    sitting->resolution = pal_meeting_table(scene, sitting->assembly, "ordinary", "Roof");
    EXPECT_ERR(pal_procedure_choose(scene->store, sitting->resolution, procedure), PAL_OK);
    EXPECT_ERR(pal_assembly_convene(scene->store, sitting->assembly, NULL), PAL_OK);
}

/* Ends it, and gives what the minutes say of its text. */
static const struct pal_json *ended(struct sitting *sitting)
{
    static const enum pal_role roles[] = {PAL_ROLE_CHAIR, PAL_ROLE_SECRETARY};
    struct pal_scene *scene = &sitting->scene;
    struct pal_minutes_id minutes;
    EXPECT_ERR(pal_assembly_open(scene->store, sitting->assembly), PAL_OK);
    EXPECT_ERR(pal_assembly_end(scene->store, sitting->assembly), PAL_OK);
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
        const struct pal_office_spec spec = {.person = scene->people[i], .role = roles[i]};
        struct pal_uuid office;
        EXPECT_ERR(pal_office_grant(scene->store, &spec, &office), PAL_OK);
    }
    EXPECT_ERR(pal_minutes_draw(scene->store, sitting->assembly, &minutes), PAL_OK);
    EXPECT_ERR(pal_minutes_document(scene->store, minutes, 1, &sitting->document), PAL_OK);
    return pal_json_at(pal_json_get(sitting->document, "items"), 0);
}

static struct pal_contribution_id object(struct sitting *sitting, enum pal_scene_member who)
{
    const struct pal_contribution_spec concern = {
        .resolution = sitting->resolution,
        .author = {.member = sitting->scene.members[who]},
        .kind = PAL_CONTRIBUTION_CONCERN,
        .text = pal_text_of("Rain?"),
    };
    struct pal_contribution_id id;
    EXPECT_ERR(pal_contribution_post(sitting->scene.store, &concern, NULL, &id), PAL_OK);
    pal_scene_wait(&sitting->scene, 60);
    return id;
}

static void settle(struct sitting *sitting, struct pal_contribution_id concern,
                   enum pal_concern how)
{
    const struct pal_settlement settlement = {.how = how};
    EXPECT_ERR(pal_concern_settle(sitting->scene.store, concern, &settlement, NULL), PAL_OK);
}

/* A vote that is called, and annulled before it opens: its round is over. */
static void call(struct sitting *sitting)
{
    struct pal_scene *scene = &sitting->scene;
    const struct pal_poll_spec spec = {
        .assembly = sitting->assembly,
        .resolution = sitting->resolution,
        .kind = PAL_POLL_RESOLUTION,
        .method = pal_text_of("consent"),
        .opens_us = scene->now_us + 10 * DAY_US,
        .closes_us = scene->now_us + 11 * DAY_US,
    };
    struct pal_poll_id poll;
    EXPECT_ERR(pal_poll_create(scene->store, &spec, NULL, &poll), PAL_OK);
    EXPECT_ERR(pal_poll_call(scene->store, poll, NULL), PAL_OK);
    EXPECT_ERR(pal_poll_annul(scene->store, poll, pal_text_of("Another objection")), PAL_OK);
    pal_scene_wait(scene, 60);
}

static void rounds_of_consent_have_their_objections(void **state)
{
    (void)state;
    SITTING(sitting);
    convene(&sitting, DAYS, PAL_PROCEDURE_CONSENT);
    settle(&sitting, object(&sitting, PAL_ADA), PAL_CONCERN_MET);
    settle(&sitting, object(&sitting, PAL_BRUNO), PAL_CONCERN_MAINTAINED);
    EXPECT_ERR(pal_contribution_withdraw(sitting.scene.store, object(&sitting, PAL_ELSA)), PAL_OK);
    call(&sitting);
    settle(&sitting, object(&sitting, PAL_CHIARA), PAL_CONCERN_MET);
    call(&sitting);
    (void)object(&sitting, PAL_GAIA); /* nobody called a vote after it */
    pal_scene_wait(&sitting.scene, 30 * PAL_SCENE_DAY);
    const struct pal_json *item = ended(&sitting);
    EXPECT_FIGURE(item, "procedure", "consent");
    EXPECT_FIGURE(item, "days/debate", "10");
    EXPECT_FIGURE(item, "days/contract", "0");
    EXPECT_FIGURE(item, "extension", "absent");
    assert_false(pal_json_has(item, "nominations"));
    const struct pal_json *rounds = pal_json_get(item, "rounds");
    assert_int_equal(pal_json_count(rounds), 2);
    EXPECT_FIGURE(pal_json_at(rounds, 0), "raised", "2");
    EXPECT_FIGURE(pal_json_at(rounds, 0), "met", "1");
    EXPECT_FIGURE(pal_json_at(rounds, 0), "maintained", "1");
    EXPECT_FIGURE(pal_json_at(rounds, 1), "raised", "1");
    EXPECT_FIGURE(pal_json_at(rounds, 1), "met", "1");
}

static void an_extension_and_a_notice_are_told(void **state)
{
    (void)state;
    SITTING(sitting);
    convene(&sitting, DAYS, PAL_PROCEDURE_CONTRACT);
    EXPECT_ERR(pal_extension_ask(sitting.scene.store, sitting.resolution,
                                 sitting.scene.members[PAL_ADA], true),
               PAL_OK);
    EXPECT_ERR(pal_extension_ask(sitting.scene.store, sitting.resolution,
                                 sitting.scene.members[PAL_BRUNO], true),
               PAL_OK);
    pal_scene_wait(&sitting.scene, 30 * PAL_SCENE_DAY);
    const struct pal_json *item = ended(&sitting);
    EXPECT_FIGURE(item, "procedure", "contract_change");
    EXPECT_FIGURE(item, "days/debate", "15");
    EXPECT_FIGURE(item, "days/contract", "20");
    EXPECT_FIGURE(item, "extension/days", "5");
    EXPECT_FIGURE(item, "extension/support", "2");
    EXPECT_FIGURE(item, "extension/base", "7");
    assert_false(pal_json_has(item, "rounds"));
}

static void who_was_named_and_who_refused_is_told(void **state)
{
    (void)state;
    SITTING(sitting);
    convene(&sitting, DAYS, PAL_PROCEDURE_ELECTION);
    const struct pal_member_id *members = sitting.scene.members;
    struct pal_store *store = sitting.scene.store;
    EXPECT_ERR(pal_nomination_make(store, sitting.resolution, members[PAL_ADA], members[PAL_ELSA]),
               PAL_OK);
    EXPECT_ERR(pal_nomination_make(store, sitting.resolution, members[PAL_BRUNO],
                                   members[PAL_ELSA]),
               PAL_OK);
    EXPECT_ERR(pal_nomination_make(store, sitting.resolution, members[PAL_ELSA], members[PAL_ADA]),
               PAL_OK);
    EXPECT_ERR(pal_nomination_refuse(store, sitting.resolution, members[PAL_ELSA], true), PAL_OK);
    pal_scene_wait(&sitting.scene, 30 * PAL_SCENE_DAY);
    const struct pal_json *item = ended(&sitting);
    const struct pal_json *nominations = pal_json_get(item, "nominations");
    assert_int_equal(pal_json_count(nominations), 2);
    EXPECT_FIGURE(pal_json_at(nominations, 0), "named", "2");
    EXPECT_FIGURE(pal_json_at(nominations, 1), "named", "1");
    assert_true(pal_json_as_bool(pal_json_get(pal_json_at(nominations, 0), "refused")));
}

/* RULE docs/rules/minutes.md
 * > What colleges thought is what was published, and nothing else: a college of which fewer than `k_min` members
 * > said a word has no figures here either.
 */
static void what_few_members_think_is_not_told(void **state)
{
    (void)state;
    SITTING(sitting);
    const enum pal_view support = PAL_VIEW_SUPPORT;
    convene(&sitting, NULL, PAL_PROCEDURE_RESOLUTION);
    EXPECT_ERR(pal_temperature_say(sitting.scene.store, sitting.resolution,
                                   sitting.scene.members[PAL_ADA], &support),
               PAL_OK);
    pal_scene_wait(&sitting.scene, 30 * PAL_SCENE_DAY);
    const struct pal_json *item = ended(&sitting);
    assert_int_equal(pal_json_count(pal_json_get(item, "temperatures")), 0);
    EXPECT_FIGURE(item, "days", "absent");
    EXPECT_FIGURE(item, "procedure", "resolution");
}

int main(void)
{
    TESTS(tests, 4);
    TEST(tests, rounds_of_consent_have_their_objections);
    TEST(tests, an_extension_and_a_notice_are_told);
    TEST(tests, who_was_named_and_who_refused_is_told);
    TEST(tests, what_few_members_think_is_not_told);
    return RUN(tests);
}
