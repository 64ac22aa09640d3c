/* How a resolution is decided, and from when on; the extension of its debate. */
#include "core/contributions.h"
#include "core/procedures.h"
#include "core/rebuild.h"
#include "core/sitting.h"
#include "core/society.h"

#include "../support/expect.h"
#include "../support/meeting.h"
#include "../support/scene.h"
#include "../support/voting.h"

#define DAYS                                                         \
    "{\"debate_days\":10,\"extension_days\":5,\"contract_days\":40," \
    "\"motion_support\":\"3/7\"}"
#define LONG                                                          \
    "{\"debate_days\":10,\"extension_days\":35,\"contract_days\":40," \
    "\"motion_support\":\"1/7\"}"
#define NO_SHARE "{\"debate_days\":10,\"extension_days\":5,\"contract_days\":40}"
#define DAY_US   (PAL_SCENE_DAY * 1000000)

struct agenda {
    struct pal_scene scene;
    struct pal_assembly_id assembly;
    struct pal_resolution_id resolution;
};

static void agenda_done(struct agenda *agenda)
{
    pal_scene_done(&agenda->scene);
}

/* One resolution that is decided so, on an agenda that is not convened. */
static void begin(struct agenda *agenda, const char *says, enum pal_procedure procedure)
{
    pal_scene_open(&agenda->scene);
    pal_meeting_deliberates(&agenda->scene, says);
    agenda->assembly = pal_meeting_draft(&agenda->scene, PAL_ASSEMBLY_ORDINARY);
    agenda->resolution = pal_meeting_table(&agenda->scene, agenda->assembly, "ordinary", "Roof");
    EXPECT_ERR(pal_procedure_choose(agenda->scene.store, agenda->resolution, procedure), PAL_OK);
}

static void convene(struct agenda *agenda)
{
    EXPECT_ERR(pal_assembly_convene(agenda->scene.store, agenda->assembly, NULL), PAL_OK);
}

static enum pal_err draft(struct agenda *agenda, const char *method, int64_t in_days,
                          struct pal_poll_id *out_poll)
{
    const struct pal_poll_spec spec = {
        .assembly = agenda->assembly,
        .resolution = agenda->resolution,
        .kind = PAL_POLL_RESOLUTION,
        .method = pal_text_of(method),
        .opens_us = agenda->scene.now_us + in_days * DAY_US,
        .closes_us = agenda->scene.now_us + (in_days + 1) * DAY_US,
    };
    return pal_poll_create(agenda->scene.store, &spec, NULL, out_poll);
}

/* What calling a poll gives that opens in so many days. */
static enum pal_err call_in(struct agenda *agenda, const char *method, int64_t in_days)
{
    struct pal_poll_id poll;
    EXPECT_ERR(draft(agenda, method, in_days, &poll), PAL_OK);
    enum pal_err err = pal_poll_call(agenda->scene.store, poll, NULL);
    EXPECT_ERR(pal_poll_annul(agenda->scene.store, poll, pal_text_of("Tried")), PAL_OK);
    return err;
}

static void a_vote_waits_until_the_debate_has_run(void **state)
{
    (void)state;
    struct agenda agenda PAL_CLEANUP(agenda_done) = {0};
    begin(&agenda, DAYS, PAL_PROCEDURE_RESOLUTION);
    convene(&agenda);
    EXPECT_ERR(call_in(&agenda, "motion", 0), PAL_ERR_DEBATE_RUNS);
    EXPECT_ERR(call_in(&agenda, "motion", 9), PAL_ERR_DEBATE_RUNS);
    EXPECT_ERR(pal_debate_close(agenda.scene.store, agenda.resolution, NULL), PAL_OK);
    EXPECT_ERR(call_in(&agenda, "motion", 9), PAL_ERR_DEBATE_RUNS); /* closing changes nothing */
    EXPECT_ERR(call_in(&agenda, "motion", 10), PAL_OK);

    PAL_RESOLUTION(now);
    EXPECT_ERR(pal_resolution_read(agenda.scene.store, agenda.resolution, &now), PAL_OK);
    EXPECT_ERR(pal_procedure_allows_opening(agenda.scene.store, &now, agenda.scene.now_us),
               PAL_ERR_DEBATE_RUNS);
    struct pal_poll_id poll;
    EXPECT_ERR(draft(&agenda, "motion", 10, &poll), PAL_OK);
    EXPECT_ERR(pal_poll_call(agenda.scene.store, poll, NULL), PAL_OK);
    pal_scene_wait(&agenda.scene, 10 * PAL_SCENE_DAY);
    EXPECT_ERR(pal_poll_open(agenda.scene.store, poll), PAL_OK);
}

static enum pal_err ask(struct agenda *agenda, enum pal_scene_member who, bool value)
{
    return pal_extension_ask(agenda->scene.store, agenda->resolution, agenda->scene.members[who],
                             value);
}

static void members_make_a_debate_longer_once(void **state)
{
    (void)state;
    struct agenda agenda PAL_CLEANUP(agenda_done) = {0};
    begin(&agenda, DAYS, PAL_PROCEDURE_RESOLUTION);
    EXPECT_ERR(ask(&agenda, PAL_ADA, true), PAL_ERR_STATE); /* nobody has read it yet */
    convene(&agenda);
    EXPECT_ERR(ask(&agenda, PAL_ADA, true), PAL_OK);
    EXPECT_ERR(ask(&agenda, PAL_ADA, true), PAL_OK);
    EXPECT_ERR(ask(&agenda, PAL_BRUNO, true), PAL_OK);
    EXPECT_ERR(ask(&agenda, PAL_BRUNO, false), PAL_OK);
    EXPECT_ERR(ask(&agenda, PAL_CHIARA, true), PAL_OK);
    PAL_RESOLUTION(now);
    struct pal_extension extension;
    EXPECT_ERR(pal_resolution_read(agenda.scene.store, agenda.resolution, &now), PAL_OK);
    EXPECT_ERR(pal_extension_read(agenda.scene.store, &now, &extension), PAL_OK);
    assert_int_equal(extension.support, 2);
    assert_int_equal(extension.base, 7);
    assert_int_equal(extension.carried_us, 0);
    pal_scene_wait(&agenda.scene, 9 * PAL_SCENE_DAY);
    EXPECT_ERR(ask(&agenda, PAL_CORTE, true), PAL_OK);

    EXPECT_ERR(pal_rebuild(agenda.scene.store, NULL, NULL), PAL_OK);
    EXPECT_ERR(pal_extension_read(agenda.scene.store, &now, &extension), PAL_OK);
    assert_int_equal(extension.days, 5);
    assert_true(extension.carried_us != 0);
    bool is_asked;
    EXPECT_ERR(pal_extension_is_asked(agenda.scene.store, &now, agenda.scene.members[PAL_BRUNO],
                                      &is_asked),
               PAL_OK);
    assert_false(is_asked);
    EXPECT_ERR(ask(&agenda, PAL_ELSA, true), PAL_ERR_STATE);
    EXPECT_ERR(call_in(&agenda, "motion", 5), PAL_ERR_DEBATE_RUNS);
    EXPECT_ERR(call_in(&agenda, "motion", 6), PAL_OK);
}

static void an_extension_is_asked_for_in_time_by_members(void **state)
{
    (void)state;
    struct agenda agenda PAL_CLEANUP(agenda_done) = {0};
    begin(&agenda, DAYS, PAL_PROCEDURE_RESOLUTION);
    convene(&agenda);
    EXPECT_ERR(pal_member_enter_state(agenda.scene.store, agenda.scene.members[PAL_ELSA],
                                      PAL_MEMBER_SUSPENDED, pal_society_today(agenda.scene.store)),
               PAL_OK);
    EXPECT_ERR(ask(&agenda, PAL_ELSA, true), PAL_ERR_MEMBER_NOT_ADMITTED);
    pal_scene_wait(&agenda.scene, 10 * PAL_SCENE_DAY);
    EXPECT_ERR(ask(&agenda, PAL_ADA, true), PAL_ERR_EXTENSION_LATE);
    pal_meeting_deliberates(&agenda.scene, NO_SHARE);
    EXPECT_ERR(ask(&agenda, PAL_ADA, true), PAL_ERR_EXTENSION_NONE);
}

static void consent_waits_for_its_concerns(void **state)
{
    (void)state;
    struct agenda agenda PAL_CLEANUP(agenda_done) = {0};
    begin(&agenda, NO_SHARE, PAL_PROCEDURE_CONSENT);
    convene(&agenda);
    struct pal_poll_id poll;
    EXPECT_ERR(draft(&agenda, "motion", 10, &poll), PAL_ERR_PROCEDURE_POLL);
    const struct pal_contribution_spec concern = {
        .resolution = agenda.resolution,
        .author = {.member = agenda.scene.members[PAL_ADA]},
        .kind = PAL_CONTRIBUTION_CONCERN,
        .text = pal_text_of("Rain?"),
    };
    struct pal_contribution_id id;
    EXPECT_ERR(pal_contribution_post(agenda.scene.store, &concern, NULL, &id), PAL_OK);
    EXPECT_ERR(call_in(&agenda, "consent", 10), PAL_ERR_PROCEDURE_CONCERNS);
    const struct pal_settlement kept = {.how = PAL_CONCERN_MAINTAINED};
    EXPECT_ERR(pal_concern_settle(agenda.scene.store, id, &kept, NULL), PAL_OK);
    EXPECT_ERR(call_in(&agenda, "consent", 9), PAL_ERR_DEBATE_RUNS);
    EXPECT_ERR(call_in(&agenda, "consent", 10), PAL_OK); /* no veto */
}

static void a_poll_of_before_the_choice_is_not_called(void **state)
{
    (void)state;
    struct agenda agenda PAL_CLEANUP(agenda_done) = {0};
    begin(&agenda, DAYS, PAL_PROCEDURE_RESOLUTION);
    struct pal_poll_id poll;
    EXPECT_ERR(draft(&agenda, "motion", 10, &poll), PAL_OK);
    EXPECT_ERR(pal_procedure_choose(agenda.scene.store, agenda.resolution, PAL_PROCEDURE_CONSENT),
               PAL_OK);
    convene(&agenda);
    EXPECT_ERR(pal_poll_call(agenda.scene.store, poll, NULL), PAL_ERR_PROCEDURE_POLL);
}

static void a_change_of_contract_waits_for_its_notice(void **state)
{
    (void)state;
    struct agenda agenda PAL_CLEANUP(agenda_done) = {0};
    begin(&agenda, DAYS, PAL_PROCEDURE_CONTRACT);
    convene(&agenda);
    PAL_RESOLUTION(now);
    struct pal_procedure_days days;
    EXPECT_ERR(pal_resolution_read(agenda.scene.store, agenda.resolution, &now), PAL_OK);
    EXPECT_ERR(pal_procedure_days(agenda.scene.store, &now, &days), PAL_OK);
    assert_int_equal(days.contract_days, 40);
    assert_int_equal(days.opens_from.date.days, days.contract_until.date.days);
    EXPECT_ERR(call_in(&agenda, "motion", 39), PAL_ERR_CONTRACT_NOTICE);
    EXPECT_ERR(call_in(&agenda, "motion", 40), PAL_OK);
}

/* The first call ends without a vote after thirty days, and a second one is convened for twelve days later. */
static void call_again(struct agenda *agenda)
{
    pal_scene_wait(&agenda->scene, 30 * PAL_SCENE_DAY);
    EXPECT_ERR(pal_assembly_open(agenda->scene.store, agenda->assembly), PAL_OK);
    EXPECT_ERR(pal_assembly_end(agenda->scene.store, agenda->assembly), PAL_OK);
    const struct pal_assembly_spec second = {
        .kind = PAL_ASSEMBLY_ORDINARY,
        .second_of = agenda->assembly,
        .title = pal_text_of("Second"),
        .meets_us = agenda->scene.now_us + 12 * DAY_US,
    };
    EXPECT_ERR(pal_assembly_create(agenda->scene.store, &second, NULL, &agenda->assembly), PAL_OK);
    convene(agenda);
}

static void a_second_call_counts_from_the_first_notice(void **state)
{
    (void)state;
    struct agenda agenda PAL_CLEANUP(agenda_done) = {0};
    begin(&agenda, DAYS, PAL_PROCEDURE_CONTRACT);
    convene(&agenda);
    call_again(&agenda);
    struct pal_poll_id poll = pal_voting_draft(&agenda.scene, agenda.assembly);
    EXPECT_ERR(pal_poll_call(agenda.scene.store, poll, NULL), PAL_ERR_CONTRACT_NOTICE);
    pal_scene_wait(&agenda.scene, 10 * PAL_SCENE_DAY);
    EXPECT_ERR(pal_poll_annul(agenda.scene.store, poll, pal_text_of("Too early")), PAL_OK);
    poll = pal_voting_draft(&agenda.scene, agenda.assembly);
    EXPECT_ERR(pal_poll_call(agenda.scene.store, poll, NULL), PAL_OK);
}

/* Longer than a first call and a second one are apart. */
static void a_second_call_has_the_longer_debate_of_the_first(void **state)
{
    (void)state;
    struct agenda agenda PAL_CLEANUP(agenda_done) = {0};
    begin(&agenda, LONG, PAL_PROCEDURE_RESOLUTION);
    convene(&agenda);
    EXPECT_ERR(ask(&agenda, PAL_ADA, true), PAL_OK);
    call_again(&agenda);
    struct pal_poll_id poll = pal_voting_draft(&agenda.scene, agenda.assembly);
    EXPECT_ERR(pal_poll_call(agenda.scene.store, poll, NULL), PAL_ERR_DEBATE_RUNS);
    EXPECT_ERR(pal_poll_annul(agenda.scene.store, poll, pal_text_of("Too early")), PAL_OK);
    pal_scene_wait(&agenda.scene, 15 * PAL_SCENE_DAY);
    poll = pal_voting_draft(&agenda.scene, agenda.assembly);
    EXPECT_ERR(pal_poll_call(agenda.scene.store, poll, NULL), PAL_OK);
}

static void a_procedure_is_said_before_the_notice(void **state)
{
    (void)state;
    struct agenda agenda PAL_CLEANUP(agenda_done) = {0};
    begin(&agenda, DAYS, PAL_PROCEDURE_CONSENT);
    struct pal_store *store = agenda.scene.store;
    EXPECT_ERR(pal_procedure_choose(store, agenda.resolution, PAL_PROCEDURE_CONSENT), PAL_OK);
    PAL_RESOLUTION(now);
    EXPECT_ERR(pal_rebuild(store, NULL, NULL), PAL_OK);
    EXPECT_ERR(pal_resolution_read(store, agenda.resolution, &now), PAL_OK);
    assert_string_equal(pal_procedure_word(now.procedure), "consent");
    convene(&agenda);
    EXPECT_ERR(pal_procedure_choose(store, agenda.resolution, PAL_PROCEDURE_RESOLUTION),
               PAL_ERR_ASSEMBLY_AGENDA);

    PAL_SCENE(other); /* whose statutes have no section */
    struct pal_assembly_id assembly = pal_meeting_draft(&other, PAL_ASSEMBLY_ORDINARY);
    struct pal_resolution_id id = pal_meeting_table(&other, assembly, "ordinary", "Terms");
    EXPECT_ERR(pal_procedure_choose(other.store, id, PAL_PROCEDURE_CONTRACT),
               PAL_ERR_PROCEDURE_NONE);
}

int main(void)
{
    TESTS(tests, 9);
    TEST(tests, a_vote_waits_until_the_debate_has_run);
    TEST(tests, members_make_a_debate_longer_once);
    TEST(tests, an_extension_is_asked_for_in_time_by_members);
    TEST(tests, consent_waits_for_its_concerns);
    TEST(tests, a_poll_of_before_the_choice_is_not_called);
    TEST(tests, a_change_of_contract_waits_for_its_notice);
    TEST(tests, a_second_call_counts_from_the_first_notice);
    TEST(tests, a_second_call_has_the_longer_debate_of_the_first);
    TEST(tests, a_procedure_is_said_before_the_notice);
    return RUN(tests);
}
