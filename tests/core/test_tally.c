/* The count: from ballots through the constitution to a decision that the log names. */
#include <string.h>

#include "base/fields.h"
#include "base/mem.h"
#include "core/log.h"
#include "core/proxies.h"
#include "core/society.h"
#include "core/tally.h"

#include "../support/expect.h"
#include "../support/voting.h"

/* --- the same ballots under two rules ------------------------------------------------------------- */

/* What replaces is as long as what it replaces. */
static void replace(char *text, const char *from, const char *to)
{
    char *at = strstr(text, from);
    assert_non_null(at);
    assert_int_equal(strlen(from), strlen(to));
    for (size_t i = 0; to[i] != '\0'; i++) {
        at[i] = to[i];
    }
}

/* The constitution of the scene with 30, 40 and 30 hundredths, under a transfer rule. */
static struct pal_json *three_colleges_new(const char *rule)
{
    char *text PAL_CLEANUP(pal_mem_done) = pal_tests_file_new("tests/support/constitution.json");
    assert_non_null(text);
    replace(text, "40/100", "30/100");
    replace(text, "35/100", "40/100");
    replace(text, "25/100", "30/100");
    struct pal_json *json = NULL;
    EXPECT_ERR(pal_json_parse(pal_text_of(text), 1 << 20, &json, NULL), PAL_OK);
    pal_json_set_string(json, "transfer_rule", rule);
    return json;
}

static void enter_constitution(struct pal_scene *scene, const char *rule)
{
    PAL_JSON(document);
    document = three_colleges_new(rule);
    struct pal_version_spec spec = {.document = document,
                                    .effective_on = pal_society_today(scene->store)};
    struct pal_version version;
    EXPECT_ERR(pal_version_enter(scene->store, &spec, NULL, NULL, &version), PAL_OK);
}

struct group {
    const char *category;
    int favour, against, abstain;
};

static void enter_group(struct pal_scene *scene, const struct group *group,
                        struct pal_member_id *members)
{
    int count = group->favour + group->against + group->abstain;
    for (int i = 0; i < count; i++) {
        struct pal_member_spec spec = {
            .kind = PAL_MEMBER_NATURAL,
            .person = {.name = pal_text_of("Somebody")},
            .category = pal_text_of(group->category),
            .state = PAL_MEMBER_ADMITTED,
        };
        EXPECT_ERR(pal_member_add(scene->store, &spec, NULL, &members[i]), PAL_OK);
    }
}

static void vote_group(struct pal_scene *scene, struct pal_poll_id poll, const struct group *group,
                       const struct pal_member_id *members)
{
    int count = group->favour + group->against + group->abstain;
    for (int i = 0; i < count; i++) {
        const char *ballot = i < group->favour                    ? "{\"choice\":0}"
                             : i < group->favour + group->against ? "{\"choice\":1}"
                                                                  : "{\"choice\":2}";
        EXPECT_ERR(pal_voting_cast(scene, poll, members[i], ballot), PAL_OK);
    }
}

/* clang-format off */
static const struct {
    const char *name, *rule;
    const char *ratio, *outcome;
} rules[] = {
    {"the proportional rule rejects what 21 of 50 want", "proportional", "21/50", "rejected"},
    {"the majority rule adopts the same with 7 of 10",   "majority",     "7/10",  "adopted"},
};
/* clang-format on */

static void the_rule_decides(void **state)
{
    const __typeof__(rules[0]) *row = *state;
    static const struct group groups[] = {{"employees", 6, 4, 0},
                                          {"users", 60, 40, 100},
                                          {"towns", 0, 5, 0}};
    static struct pal_member_id members[3][200];
    struct pal_scene scene PAL_CLEANUP(pal_scene_done) = {0};
    pal_scene_found(&scene);
    enter_constitution(&scene, row->rule);
    for (size_t i = 0; i < 3; i++) {
        enter_group(&scene, &groups[i], members[i]);
    }
    struct pal_assembly_id assembly = pal_meeting_sitting(&scene);
    struct pal_poll_id poll = pal_voting_open(&scene, assembly);
    for (size_t i = 0; i < 3; i++) {
        vote_group(&scene, poll, &groups[i], members[i]);
    }
    PAL_JSON(decision);
    decision = pal_voting_count_new(&scene, poll);
    EXPECT_FIGURE(decision, "outcome", row->outcome);
    EXPECT_FIGURE(decision, "ratio", row->ratio);
    EXPECT_FIGURE(decision, "tallies/users/abstain", "100");
    EXPECT_FIGURE(decision, "colleges/users/expressed", "100");
}

/* --- what is on the edge ---------------------------------------------------------------------------- */

struct scene_vote {
    enum pal_scene_member member;
    const char *ballot;
};
enum { VOTES = 7 };

/* clang-format off */
static const struct {
    const char *name;
    struct scene_vote votes[VOTES];
    const char *outcome, *ratio, *reason, *tie;
} edges[] = {
    {"attack 69: nobody voted: no quorum, and nothing is computed",
        {{PAL_ADA, NULL}}, "no_quorum", "absent", "absent", "absent"},
    {"attack 69: one of seven is less than a fifth",
        {{PAL_ADA, "{\"choice\":0}"}}, "no_quorum", "absent", "absent", "absent"},
    {"two of seven are more than a fifth",
        {{PAL_ADA, "{\"choice\":0}"}, {PAL_CHIARA, "{\"choice\":0}"}},
        "adopted", "1/1", "absent", "absent"},
    {"attack 69: all blank: no vote is expressed",
        {{PAL_ADA, "{\"blank\":true}"}, {PAL_CHIARA, "{\"blank\":true}"}},
        "rejected", "absent", "no_vote_expressed", "absent"},
    {"all abstain: the same",
        {{PAL_ADA, "{\"choice\":2}"}, {PAL_CHIARA, "{\"abstains\":true}"}},
        "rejected", "absent", "no_vote_expressed", "absent"},
    {"attack 69: exactly one half is a rejection, and said to be a tie",
        {{PAL_ADA, "{\"choice\":0}"}, {PAL_BRUNO, "{\"choice\":1}"},
         {PAL_CHIARA, "{\"choice\":0}"}, {PAL_DOMINIQUE, "{\"choice\":1}"}},
        "rejected", "1/2", "absent", "true"},
    {"a college without votes is left out of the whole",
        {{PAL_ADA, "{\"choice\":0}"}, {PAL_BRUNO, "{\"choice\":0}"},
         {PAL_CHIARA, "{\"choice\":1}"}},
        "adopted", "8/15", "absent", "absent"},
};
/* clang-format on */

static void is_decided(void **state)
{
    const __typeof__(edges[0]) *row = *state;
    PAL_SCENE(scene);
    struct pal_assembly_id assembly = pal_meeting_sitting(&scene);
    struct pal_poll_id poll = pal_voting_open(&scene, assembly);
    for (size_t i = 0; i < VOTES && row->votes[i].ballot != NULL; i++) {
        EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[row->votes[i].member],
                                   row->votes[i].ballot),
                   PAL_OK);
    }
    PAL_JSON(decision);
    decision = pal_voting_count_new(&scene, poll);
    EXPECT_FIGURE(decision, "outcome", row->outcome);
    EXPECT_FIGURE(decision, "ratio", row->ratio);
    EXPECT_FIGURE(decision, "reason", row->reason);
    EXPECT_FIGURE(decision, "tie", row->tie);
}

static enum pal_err keep_state(void *context, const struct pal_resolution *item)
{
    *(enum pal_resolution_state *)context = item->state;
    return PAL_OK;
}

static void a_resolution_is_decided_or_given_back(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id assembly = pal_meeting_sitting(&scene);
    enum pal_resolution_state resolution;
    struct pal_poll_id poll = pal_voting_open(&scene, assembly);
    EXPECT_ERR(pal_agenda_walk(scene.store, assembly, keep_state, &resolution), PAL_OK);
    assert_int_equal(resolution, PAL_RESOLUTION_FROZEN);
    PAL_JSON(nothing);
    nothing = pal_voting_count_new(&scene, poll);
    EXPECT_FIGURE(nothing, "outcome", "no_quorum");
    EXPECT_ERR(pal_agenda_walk(scene.store, assembly, keep_state, &resolution), PAL_OK);
    assert_int_equal(resolution, PAL_RESOLUTION_DRAFT);

    poll = pal_voting_open(&scene, assembly);
    for (int i = 0; i < PAL_SCENE_MEMBERS; i++) {
        EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[i], "{\"choice\":0}"), PAL_OK);
    }
    PAL_JSON(decision);
    decision = pal_voting_count_new(&scene, poll);
    EXPECT_FIGURE(decision, "outcome", "adopted");
    EXPECT_ERR(pal_agenda_walk(scene.store, assembly, keep_state, &resolution), PAL_OK);
    assert_int_equal(resolution, PAL_RESOLUTION_DECIDED);
}

/* --- blank proxies, attendance ---------------------------------------------------------------------- */

static void give_blank(struct pal_scene *scene, struct pal_assembly_id assembly,
                       enum pal_scene_member principal)
{
    struct pal_proxy_id proxy;
    EXPECT_ERR(pal_proxy_offer(scene->store, assembly, scene->members[principal],
                               (struct pal_member_id){0}, &proxy),
               PAL_OK);
}

/* clang-format off */
static const struct {
    const char *name;
    enum pal_opinion opinion;
    bool votes, attends;
    const char *blank, *favour, *against, *present;
} blanks[] = {
    {"a blank proxy votes for what the board approved", PAL_OPINION_APPROVED,
        false, false, "1", "2", "0", "2"},
    {"and against what it did not approve", PAL_OPINION_NOT_APPROVED,
        false, false, "1", "1", "1", "2"},
    {"and against what it said nothing of", PAL_OPINION_NONE,
        false, false, "1", "1", "1", "2"},
    {"a principal who voted has no blank proxy left", PAL_OPINION_APPROVED,
        true, false, "0", "1", "1", "2"},
    {"a principal in the room is present and silent", PAL_OPINION_APPROVED,
        false, true, "0", "1", "0", "2"},
};
/* clang-format on */

/* Ada votes for; Bruno, of the same college, gave a blank proxy. */
static void a_blank_proxy_counts(void **state)
{
    const __typeof__(blanks[0]) *row = *state;
    PAL_SCENE(scene);
    struct pal_assembly_id assembly = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    struct pal_resolution_id resolution =
        pal_meeting_table(&scene, assembly, "ordinary", "Accounts");
    if (row->opinion != PAL_OPINION_NONE) {
        EXPECT_ERR(pal_resolution_opine(scene.store, resolution, row->opinion), PAL_OK);
    }
    EXPECT_ERR(pal_assembly_convene(scene.store, assembly, NULL), PAL_OK);
    give_blank(&scene, assembly, PAL_BRUNO);
    struct pal_poll_id poll = pal_voting_open(&scene, assembly);
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_ADA], "{\"choice\":0}"), PAL_OK);
    if (row->votes) {
        EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_BRUNO], "{\"choice\":1}"),
                   PAL_OK);
    }
    if (row->attends) {
        EXPECT_ERR(pal_attendance_mark(scene.store, assembly, scene.members[PAL_BRUNO], true),
                   PAL_OK);
    }
    PAL_JSON(decision);
    decision = pal_voting_count_new(&scene, poll);
    EXPECT_FIGURE(decision, "ballots/workers/blank_proxies", row->blank);
    EXPECT_FIGURE(decision, "tallies/workers/for", row->favour);
    EXPECT_FIGURE(decision, "tallies/workers/against", row->against);
    EXPECT_FIGURE(decision, "tallies/workers/present", row->present);
}

/* clang-format off */
static const struct {
    const char *name;
    bool comes, is_used, principal_comes;
    const char *workers, *users;
} holders[] = {
    {"whose holder is in the room is present, though their right was not used",
        true, false, false, "1", "1"},
    {"whose holder stays away is not",
        false, false, false, "1", "0"},
    {"whose right the holder used is present wherever the holder is",
        false, true, false, "1", "1"},
    {"whoever is in the room with their holder is present once",
        true, false, true, "1", "1"},
};
/* clang-format on */

/* Ada votes for; Chiara, of another college, gave her vote to Ada. */
static void a_principal_is_present(void **state)
{
    const __typeof__(holders[0]) *row = *state;
    PAL_SCENE(scene);
    struct pal_assembly_id assembly = pal_meeting_sitting(&scene);
    struct pal_proxy_id proxy;
    EXPECT_ERR(pal_proxy_offer(scene.store, assembly, scene.members[PAL_CHIARA],
                               scene.members[PAL_ADA], &proxy),
               PAL_OK);
    EXPECT_ERR(pal_proxy_accept(scene.store, proxy), PAL_OK);
    struct pal_poll_id poll = pal_voting_open(&scene, assembly);
    if (row->comes) {
        EXPECT_ERR(pal_attendance_mark(scene.store, assembly, scene.members[PAL_ADA], true),
                   PAL_OK);
    }
    if (row->principal_comes) {
        EXPECT_ERR(pal_attendance_mark(scene.store, assembly, scene.members[PAL_CHIARA], true),
                   PAL_OK);
    }
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_ADA], "{\"choice\":0}"), PAL_OK);
    if (row->is_used) {
        EXPECT_ERR(pal_voting_cast_as(&scene,
                                      &(struct pal_cast){.poll = poll,
                                                         .member = scene.members[PAL_CHIARA],
                                                         .person = scene.people[PAL_ADA]},
                                      "{\"choice\":0}"),
                   PAL_OK);
    }
    PAL_JSON(decision);
    decision = pal_voting_count_new(&scene, poll);
    EXPECT_FIGURE(decision, "tallies/workers/present", row->workers);
    EXPECT_FIGURE(decision, "tallies/users/present", row->users);
}

/* --- elections -------------------------------------------------------------------------------------- */

static void an_election_is_settled_by_age(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id assembly = pal_meeting_sitting(&scene);
    struct pal_poll_id poll = pal_voting_election(&scene, assembly, "approval", 2);
    /* Ada and Gaïa are equal behind Chiara; Gaïa, born in 1959, is the elder. */
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_ADA], "{\"approves\":[0,1,2]}"),
               PAL_OK);
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_CHIARA], "{\"approves\":[1]}"),
               PAL_OK);
    PAL_JSON(decision);
    decision = pal_voting_count_new(&scene, poll);
    EXPECT_FIGURE(decision, "outcome", "counted");
    EXPECT_FIGURE(decision, "count/elected", "[\"Chiara Rossi\",\"Gaïa Luciani\"]");
}

static void blank_proxies_elect_whom_the_board_presents(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id assembly = pal_meeting_sitting(&scene);
    give_blank(&scene, assembly, PAL_BRUNO);
    give_blank(&scene, assembly, PAL_ELSA);
    struct pal_poll_id poll = pal_voting_election(&scene, assembly, "approval", 1);
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_ADA], "{\"approves\":[0]}"), PAL_OK);
    PAL_JSON(decision);
    decision = pal_voting_count_new(&scene, poll);
    EXPECT_FIGURE(decision, "ballots/workers/blank_proxies", "1");
    EXPECT_FIGURE(decision, "ballots/users/counted", "1");
    /* 40 halved and 35 whole for the board's, 40 halved for Ada. */
    EXPECT_FIGURE(decision, "count/totals/Ada Colonna", "1/5");
    EXPECT_FIGURE(decision, "count/totals/Chiara Rossi", "11/20");
    EXPECT_FIGURE(decision, "count/elected", "[\"Gaïa Luciani\"]");
}

/* An election by rankings; the board presents Chiara alone. */
static struct pal_poll_id open_ranked(struct pal_scene *scene, struct pal_assembly_id assembly)
{
    const struct pal_poll_option options[] = {
        {.label = pal_text_of("Ada Colonna")},
        {.label = pal_text_of("Chiara Rossi"), .is_by_board = true},
    };
    struct pal_poll_spec spec = {
        .assembly = assembly,
        .kind = PAL_POLL_ELECTION,
        .title = pal_text_of("Board"),
        .decision_class = pal_text_of("ordinary"),
        .method = pal_text_of("irv"),
        .options = options,
        .option_count = sizeof options / sizeof options[0],
        .opens_us = scene->now_us,
        .closes_us = scene->now_us + PAL_VOTING_HOUR * INT64_C(1000000),
    };
    struct pal_poll_id poll;
    EXPECT_ERR(pal_poll_create(scene->store, &spec, NULL, &poll), PAL_OK);
    EXPECT_ERR(pal_poll_call(scene->store, poll, NULL), PAL_OK);
    EXPECT_ERR(pal_poll_open(scene->store, poll), PAL_OK);
    return poll;
}

static void a_blank_proxy_ranks_the_candidate_of_the_board_first(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id assembly = pal_meeting_sitting(&scene);
    give_blank(&scene, assembly, PAL_BRUNO);
    give_blank(&scene, assembly, PAL_ELSA);
    struct pal_poll_id poll = open_ranked(&scene, assembly);
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_ADA], "{\"ranks\":[[0],[1]]}"),
               PAL_OK);
    PAL_JSON(decision);
    decision = pal_voting_count_new(&scene, poll);
    EXPECT_FIGURE(decision, "ballots/workers/counted", "2");
    EXPECT_FIGURE(decision, "count/elected", "[\"Chiara Rossi\"]");
}

static void two_candidates_of_the_board_are_no_choice(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id assembly = pal_meeting_sitting(&scene);
    give_blank(&scene, assembly, PAL_BRUNO);
    struct pal_poll_id poll = pal_voting_election(&scene, assembly, "plurality", 0);
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_ADA], "{\"choice\":0}"), PAL_OK);
    PAL_JSON(decision);
    decision = pal_voting_count_new(&scene, poll);
    EXPECT_FIGURE(decision, "ballots/workers/abstaining", "1");
    EXPECT_FIGURE(decision, "count/elected", "[\"Ada Colonna\"]");
}

/* --- the record ------------------------------------------------------------------------------------- */

static void counting_again_gives_the_same_bytes_and_records_nothing(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id assembly = pal_meeting_sitting(&scene);
    struct pal_poll_id poll = pal_voting_open(&scene, assembly);
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_ADA], "{\"choice\":0}"), PAL_OK);
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_GAIA], "{\"choice\":1}"), PAL_OK);
    pal_scene_wait(&scene, PAL_VOTING_HOUR);
    EXPECT_ERR(pal_poll_close(scene.store, poll, pal_text_of("")), PAL_OK);
    struct pal_tally_made first = {0};
    struct pal_tally_made second = {0};
    EXPECT_ERR(pal_tally_compute(scene.store, poll, &first), PAL_OK);
    EXPECT_ERR(pal_tally_compute(scene.store, poll, &second), PAL_OK);
    PAL_BUF(one);
    PAL_BUF(other);
    pal_json_write_sorted(first.outcome, &one);
    pal_json_write_sorted(second.outcome, &other);
    assert_string_equal(one.bytes, other.bytes);
    EXPECT_ERR(pal_tally_record(scene.store, &first), PAL_OK);
    EXPECT_ERR(pal_tally_record(scene.store, &second), PAL_ERR_STATE);
    pal_tally_done(&first);
    pal_tally_done(&second);
    EXPECT_ERR(pal_tally_compute(scene.store, poll, &first), PAL_ERR_STATE);
}

static void an_open_poll_is_not_counted(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_poll_id poll = pal_voting_open(&scene, pal_meeting_sitting(&scene));
    struct pal_tally_made tally = {0};
    EXPECT_ERR(pal_tally_compute(scene.store, poll, &tally), PAL_ERR_STATE);
    PAL_JSON(outcome);
    PAL_JSON(decision);
    EXPECT_ERR(pal_tally_outcome(scene.store, poll, &outcome, &decision), PAL_ERR_POLL_NOT_COUNTED);
}

int main(void)
{
    TESTS(tests, 32);
    TABLE(tests, rules, the_rule_decides);
    TABLE(tests, edges, is_decided);
    TEST(tests, a_resolution_is_decided_or_given_back);
    TABLE(tests, blanks, a_blank_proxy_counts);
    TABLE(tests, holders, a_principal_is_present);
    TEST(tests, an_election_is_settled_by_age);
    TEST(tests, blank_proxies_elect_whom_the_board_presents);
    TEST(tests, a_blank_proxy_ranks_the_candidate_of_the_board_first);
    TEST(tests, two_candidates_of_the_board_are_no_choice);
    TEST(tests, counting_again_gives_the_same_bytes_and_records_nothing);
    TEST(tests, an_open_poll_is_not_counted);
    return RUN(tests);
}
