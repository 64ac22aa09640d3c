/* An election without candidates: who is named, who refuses, and whom the poll asks about. */
#include "core/nominations.h"
#include "core/polls.h"
#include "core/procedures.h"
#include "core/rebuild.h"
#include "core/sitting.h"
#include "core/society.h"

#include "../support/expect.h"
#include "../support/meeting.h"
#include "../support/scene.h"
#include "../support/voting.h"

struct naming {
    struct pal_scene scene;
    struct pal_assembly_id assembly;
    struct pal_resolution_id resolution;
};

static void naming_done(struct naming *naming)
{
    pal_scene_done(&naming->scene);
}

static void begin(struct naming *naming)
{
    pal_scene_open(&naming->scene);
    naming->assembly = pal_meeting_draft(&naming->scene, PAL_ASSEMBLY_ORDINARY);
    naming->resolution =
        pal_meeting_table(&naming->scene, naming->assembly, "ordinary", "Who coordinates");
    EXPECT_ERR(pal_procedure_choose(naming->scene.store, naming->resolution,
                                    PAL_PROCEDURE_ELECTION),
               PAL_OK);
    EXPECT_ERR(pal_assembly_convene(naming->scene.store, naming->assembly, NULL), PAL_OK);
}

static enum pal_err name(struct naming *naming, enum pal_scene_member who,
                         enum pal_scene_member whom)
{
    return pal_nomination_make(naming->scene.store, naming->resolution, naming->scene.members[who],
                               naming->scene.members[whom]);
}

static enum pal_err count_one(void *context, const struct pal_nominee *nominee)
{
    int64_t *counts = context;
    counts[nominee->member.value] = nominee->is_refused ? -nominee->named : nominee->named;
    return PAL_OK;
}

/* By how many a member is named; below zero where they refuse. */
static int64_t named(struct naming *naming, enum pal_scene_member whom)
{
    int64_t counts[64] = {0};
    EXPECT_ERR(pal_nominees_walk(naming->scene.store, naming->resolution, count_one, counts),
               PAL_OK);
    return counts[naming->scene.members[whom].value];
}

static struct pal_poll_spec election(const struct naming *naming)
{
    return (struct pal_poll_spec){
        .assembly = naming->assembly,
        .resolution = naming->resolution,
        .kind = PAL_POLL_ELECTION,
        .method = pal_text_of("approval"),
        .names_members = true,
        .opens_us = naming->scene.now_us,
        .closes_us = naming->scene.now_us + PAL_VOTING_HOUR * INT64_C(1000000),
    };
}

static void a_member_names_one_and_may_name_another(void **state)
{
    (void)state;
    struct naming naming PAL_CLEANUP(naming_done) = {0};
    begin(&naming);
    struct pal_store *store = naming.scene.store;
    EXPECT_ERR(name(&naming, PAL_ADA, PAL_ELSA), PAL_OK);
    EXPECT_ERR(name(&naming, PAL_BRUNO, PAL_ELSA), PAL_OK);
    EXPECT_ERR(name(&naming, PAL_BRUNO, PAL_ELSA), PAL_OK);
    EXPECT_ERR(name(&naming, PAL_ELSA, PAL_ELSA), PAL_OK);
    EXPECT_ERR(name(&naming, PAL_ELSA, PAL_CHIARA), PAL_OK);
    EXPECT_ERR(name(&naming, PAL_GAIA, PAL_ADA), PAL_OK);
    EXPECT_ERR(pal_nomination_make(store, naming.resolution, naming.scene.members[PAL_GAIA],
                                   (struct pal_member_id){0}),
               PAL_OK);
    EXPECT_ERR(pal_nomination_refuse(store, naming.resolution, naming.scene.members[PAL_CHIARA],
                                     true),
               PAL_OK);
    EXPECT_ERR(pal_rebuild(store, NULL, NULL), PAL_OK);
    assert_int_equal(named(&naming, PAL_ELSA), 2);
    assert_int_equal(named(&naming, PAL_CHIARA), -1);
    assert_int_equal(named(&naming, PAL_ADA), 0);
    PAL_RESOLUTION(now);
    struct pal_member_id whom;
    EXPECT_ERR(pal_resolution_read(store, naming.resolution, &now), PAL_OK);
    EXPECT_ERR(pal_nomination_read(store, &now, naming.scene.members[PAL_BRUNO], &whom), PAL_OK);
    assert_int_equal(whom.value, naming.scene.members[PAL_ELSA].value);
    EXPECT_ERR(pal_nomination_read(store, &now, naming.scene.members[PAL_GAIA], &whom), PAL_OK);
    assert_int_equal(whom.value, 0);
    EXPECT_ERR(pal_nomination_refuse(store, naming.resolution, naming.scene.members[PAL_CHIARA],
                                     false),
               PAL_OK);
    assert_int_equal(named(&naming, PAL_CHIARA), 1);
}

static void the_poll_is_among_those_who_were_named(void **state)
{
    (void)state;
    struct naming naming PAL_CLEANUP(naming_done) = {0};
    begin(&naming);
    struct pal_store *store = naming.scene.store;
    EXPECT_ERR(name(&naming, PAL_ADA, PAL_ELSA), PAL_OK);
    EXPECT_ERR(name(&naming, PAL_BRUNO, PAL_CHIARA), PAL_OK);
    EXPECT_ERR(name(&naming, PAL_GAIA, PAL_DOMINIQUE), PAL_OK);
    EXPECT_ERR(pal_nomination_refuse(store, naming.resolution, naming.scene.members[PAL_DOMINIQUE],
                                     true),
               PAL_OK);
    struct pal_poll_id poll;
    struct pal_poll_spec spec = election(&naming);
    spec.names_members = false;
    EXPECT_ERR(pal_poll_create(store, &spec, NULL, &poll), PAL_ERR_PROCEDURE_POLL);
    spec = election(&naming);
    spec.kind = PAL_POLL_CHOICE;
    EXPECT_ERR(pal_poll_create(store, &spec, NULL, &poll), PAL_ERR_JSON_VALUE);
    spec = election(&naming);
    EXPECT_ERR(pal_poll_create(store, &spec, NULL, &poll), PAL_OK);
    PAL_JSON(question);
    EXPECT_ERR(pal_poll_question(store, poll, &question), PAL_OK);
    const struct pal_json *options = pal_json_get(question, "options");
    assert_int_equal(pal_json_count(options), 2);
    EXPECT_TEXT(pal_json_as_text(pal_json_get(pal_json_at(options, 0), "label")), "Chiara Rossi");
    EXPECT_TEXT(pal_json_as_text(pal_json_get(pal_json_at(options, 1), "label")), "Elsa Vico");
    EXPECT_ERR(name(&naming, PAL_ADA, PAL_CHIARA), PAL_ERR_STATE); /* it is prepared */

    EXPECT_ERR(pal_poll_call(store, poll, NULL), PAL_OK);
    EXPECT_ERR(pal_poll_open(store, poll), PAL_OK);
    for (int i = PAL_ADA; i <= PAL_ELSA; i++) { /* enough for the quorum */
        EXPECT_ERR(pal_voting_cast(&naming.scene, poll, naming.scene.members[i],
                                   "{\"approves\":[1]}"),
                   PAL_OK);
    }
    PAL_JSON(decision);
    decision = pal_voting_count_new(&naming.scene, poll);
    assert_non_null(decision);
    PAL_RESOLUTION(now);
    EXPECT_ERR(pal_resolution_read(store, naming.resolution, &now), PAL_OK);
    assert_int_equal(now.state, PAL_RESOLUTION_DECIDED);
}

static void nobody_is_named_elsewhere_or_too_late(void **state)
{
    (void)state;
    struct naming naming PAL_CLEANUP(naming_done) = {0};
    begin(&naming);
    struct pal_store *store = naming.scene.store;
    EXPECT_ERR(pal_member_enter_state(store, naming.scene.members[PAL_GAIA], PAL_MEMBER_SUSPENDED,
                                      pal_society_today(store)),
               PAL_OK);
    EXPECT_ERR(name(&naming, PAL_ADA, PAL_GAIA), PAL_ERR_MEMBER_NOT_ADMITTED);
    EXPECT_ERR(name(&naming, PAL_GAIA, PAL_ADA), PAL_ERR_MEMBER_NOT_ADMITTED);
    EXPECT_ERR(pal_debate_close(store, naming.resolution, NULL), PAL_OK);
    EXPECT_ERR(name(&naming, PAL_ADA, PAL_ELSA), PAL_ERR_STATE);
    struct pal_assembly_id other = pal_meeting_draft(&naming.scene, PAL_ASSEMBLY_ORDINARY);
    naming.resolution = pal_meeting_table(&naming.scene, other, "ordinary", "Accounts");
    EXPECT_ERR(name(&naming, PAL_ADA, PAL_ELSA), PAL_ERR_PROCEDURE_OTHER);
    struct pal_poll_spec spec = election(&naming);
    spec.assembly = other;
    struct pal_poll_id poll;
    EXPECT_ERR(pal_poll_create(store, &spec, NULL, &poll), PAL_ERR_PROCEDURE_POLL);
}

int main(void)
{
    TESTS(tests, 3);
    TEST(tests, a_member_names_one_and_may_name_another);
    TEST(tests, the_poll_is_among_those_who_were_named);
    TEST(tests, nobody_is_named_elsewhere_or_too_late);
    return RUN(tests);
}
