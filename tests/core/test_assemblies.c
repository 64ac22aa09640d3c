/* Assemblies: drafted, convened in time, held; who attends, and what that makes for the quorum. */
#include <string.h>

#include "base/crypto.h"
#include "base/mem.h"
#include "core/assemblies.h"
#include "core/log.h"
#include "core/proxies.h"
#include "core/rebuild.h"
#include "core/society.h"

#include "../support/expect.h"
#include "../support/meeting.h"
#include "../support/scene.h"
#include "../support/voting.h"

static enum pal_assembly_state state_of(struct pal_scene *scene, struct pal_assembly_id id)
{
    PAL_ASSEMBLY(assembly);
    EXPECT_ERR(pal_assembly_read(scene->store, id, &assembly), PAL_OK);
    return assembly.state;
}

static void goes_from_draft_to_its_end(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id id = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    assert_int_equal(state_of(&scene, id), PAL_ASSEMBLY_DRAFT);
    EXPECT_ERR(pal_assembly_open(scene.store, id), PAL_ERR_STATE);
    EXPECT_ERR(pal_assembly_convene(scene.store, id, NULL), PAL_ERR_ASSEMBLY_EMPTY);
    (void)pal_meeting_table(&scene, id, "ordinary", "Accounts");
    EXPECT_ERR(pal_assembly_convene(scene.store, id, NULL), PAL_OK);
    EXPECT_ERR(pal_assembly_convene(scene.store, id, NULL), PAL_ERR_STATE);
    EXPECT_ERR(pal_assembly_end(scene.store, id), PAL_ERR_STATE);
    pal_scene_wait(&scene, (int64_t)30 * PAL_SCENE_DAY - 1);
    EXPECT_ERR(pal_assembly_open(scene.store, id), PAL_ERR_ASSEMBLY_TOO_EARLY);
    pal_scene_wait(&scene, 1);
    EXPECT_ERR(pal_assembly_open(scene.store, id), PAL_OK);
    EXPECT_ERR(pal_assembly_cancel(scene.store, id, pal_text_of("rain")), PAL_ERR_STATE);
    EXPECT_ERR(pal_assembly_end(scene.store, id), PAL_OK);
    PAL_ASSEMBLY(ended);
    EXPECT_ERR(pal_assembly_read(scene.store, id, &ended), PAL_OK);
    assert_int_equal(ended.state, PAL_ASSEMBLY_ENDED);
    assert_true(ended.noticed_us != 0 && ended.opened_us != 0 && ended.ended_us != 0);
    EXPECT_TEXT(ended.title, "Annual meeting");
    EXPECT_TEXT(ended.place, "Under the tree");
}

static void is_cancelled_with_a_reason(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id id = pal_meeting_convened(&scene);
    EXPECT_ERR(pal_assembly_cancel(scene.store, id, pal_text_of(" ")), PAL_ERR_TEXT_EMPTY);
    EXPECT_ERR(pal_assembly_cancel(scene.store, id, pal_text_of("The hall burnt down")), PAL_OK);
    PAL_ASSEMBLY(cancelled);
    EXPECT_ERR(pal_assembly_read(scene.store, id, &cancelled), PAL_OK);
    assert_int_equal(cancelled.state, PAL_ASSEMBLY_CANCELLED);
    EXPECT_TEXT(cancelled.cancelled_because, "The hall burnt down");
}

/* clang-format off */
static const struct {
    const char *name;
    int64_t days; /* from the notice to the meeting */
    bool is_second;
    enum pal_err err;
} notices[] = {
    {"fifteen days are enough for a first call",   15, false, PAL_OK},
    {"fourteen days are too few for a first call", 14, false, PAL_ERR_ASSEMBLY_NOTICE},
    {"ten days are enough for a second call",      10, true,  PAL_OK},
    {"nine days are too few for a second call",     9, true,  PAL_ERR_ASSEMBLY_NOTICE},
};
/* clang-format on */

static void counts_its_notice_in_civil_days(void **state)
{
    const __typeof__(notices[0]) *row = *state;
    PAL_SCENE(scene);
    struct pal_assembly_id first = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    (void)pal_meeting_table(&scene, first, "ordinary", "Accounts");
    if (row->is_second) {
        EXPECT_ERR(pal_assembly_convene(scene.store, first, NULL), PAL_OK);
        pal_scene_wait(&scene, (int64_t)30 * PAL_SCENE_DAY);
        EXPECT_ERR(pal_assembly_open(scene.store, first), PAL_OK);
        EXPECT_ERR(pal_assembly_end(scene.store, first), PAL_OK);
    }
    struct pal_assembly_spec spec = {
        .kind = PAL_ASSEMBLY_ORDINARY,
        .second_of = row->is_second ? first : (struct pal_assembly_id){0},
        .title = pal_text_of("Meeting"),
        /* Shortly after midnight: days are counted by the calendar, not by the clock. */
        .meets_us = scene.now_us + (row->days * PAL_SCENE_DAY - INT64_C(11) * 3600) * 1000000,
    };
    struct pal_assembly_id id;
    EXPECT_ERR(pal_assembly_create(scene.store, &spec, NULL, &id), PAL_OK);
    if (!row->is_second) {
        (void)pal_meeting_table(&scene, id, "ordinary", "Accounts");
    }
    EXPECT_ERR(pal_assembly_convene(scene.store, id, NULL), row->err);
}

static void refuses_what_cannot_meet(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_where where = {0};
    struct pal_assembly_id id;
    struct pal_assembly_spec spec = {
        .kind = PAL_ASSEMBLY_ORDINARY,
        .title = pal_text_of("Yesterday"),
        .meets_us = scene.now_us - 1,
    };
    EXPECT_ERR_AT(pal_assembly_create(scene.store, &spec, &where, &id), PAL_ERR_ASSEMBLY_DATE,
                  where, "/meets_at");
    spec.meets_us = scene.now_us + 1000000;
    spec.title = pal_text_of("");
    EXPECT_ERR_AT(pal_assembly_create(scene.store, &spec, &where, &id), PAL_ERR_TEXT_EMPTY, where,
                  "/title");
    spec.title = pal_text_of("Meeting of a college");
    spec.kind = PAL_ASSEMBLY_COLLEGE;
    spec.college = pal_text_of("nobody");
    EXPECT_ERR_AT(pal_assembly_create(scene.store, &spec, &where, &id), PAL_ERR_MEMBER_COLLEGE,
                  where, "/college");
    spec.college = pal_text_of("users");
    EXPECT_ERR(pal_assembly_create(scene.store, &spec, &where, &id), PAL_OK);
    spec.second_of = id;
    EXPECT_ERR_AT(pal_assembly_create(scene.store, &spec, &where, &id), PAL_ERR_STATE, where,
                  "/second_of");
}

static void leaves_nothing_of_what_was_cancelled(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id first = pal_meeting_convened(&scene);
    struct pal_poll_id poll = pal_voting_called(&scene, first);
    EXPECT_ERR(pal_assembly_cancel(scene.store, first, pal_text_of("No hall")), PAL_OK);

    PAL_POLL(read);
    EXPECT_ERR(pal_poll_read(scene.store, poll, &read), PAL_OK);
    assert_int_equal(read.state, PAL_POLL_VOID);
    EXPECT_TEXT(read.void_reason, "No hall");
    struct pal_where where = {0};
    struct pal_assembly_id second;
    const struct pal_assembly_spec spec = {
        .kind = PAL_ASSEMBLY_ORDINARY,
        .second_of = first,
        .title = pal_text_of("Second call"),
        .meets_us = scene.now_us + (int64_t)20 * PAL_SCENE_DAY * 1000000,
    };
    EXPECT_ERR_AT(pal_assembly_create(scene.store, &spec, &where, &second), PAL_ERR_STATE, where,
                  "/second_of");
}

static enum pal_err count_items(void *context, const struct pal_resolution *item)
{
    size_t *count = context;
    assert_int_equal(item->position, *count + 1);
    (*count)++;
    return PAL_OK;
}

static enum pal_err keep_first(void *context, const struct pal_resolution *item)
{
    struct pal_resolution_id *first = context;
    *first = first->value == 0 ? item->id : *first;
    return PAL_OK;
}

static void takes_over_the_agenda_on_second_call(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id first = pal_meeting_draft(&scene, PAL_ASSEMBLY_COMBINED);
    struct pal_resolution_id accounts = pal_meeting_table(&scene, first, "ordinary", "Accounts");
    struct pal_resolution_id gone = pal_meeting_table(&scene, first, "ordinary", "Withdrawn");
    (void)pal_meeting_table(&scene, first, "extraordinary", "Statutes");
    EXPECT_ERR(pal_resolution_withdraw(scene.store, gone), PAL_OK);
    EXPECT_ERR(pal_resolution_opine(scene.store, accounts, PAL_OPINION_APPROVED), PAL_OK);
    EXPECT_ERR(pal_assembly_convene(scene.store, first, NULL), PAL_OK);
    pal_scene_wait(&scene, (int64_t)30 * PAL_SCENE_DAY);
    EXPECT_ERR(pal_assembly_open(scene.store, first), PAL_OK);
    EXPECT_ERR(pal_assembly_end(scene.store, first), PAL_OK);

    struct pal_assembly_spec spec = {
        .kind = PAL_ASSEMBLY_COMBINED,
        .second_of = first,
        .title = pal_text_of("Second call"),
        .meets_us = scene.now_us + (int64_t)20 * PAL_SCENE_DAY * 1000000,
    };
    struct pal_assembly_id second;
    struct pal_where where = {0};
    spec.kind = PAL_ASSEMBLY_ORDINARY;
    EXPECT_ERR_AT(pal_assembly_create(scene.store, &spec, &where, &second), PAL_ERR_JSON_VALUE,
                  where, "/kind");
    spec.kind = PAL_ASSEMBLY_COMBINED;
    EXPECT_ERR(pal_assembly_create(scene.store, &spec, NULL, &second), PAL_OK);
    struct pal_assembly_id other;
    EXPECT_ERR_AT(pal_assembly_create(scene.store, &spec, &where, &other), PAL_ERR_ASSEMBLY_SECOND,
                  where, "/second_of");
    EXPECT_ERR(pal_assembly_cancel(scene.store, second, pal_text_of("No room")), PAL_OK);
    EXPECT_ERR(pal_assembly_create(scene.store, &spec, NULL, &second), PAL_OK);
    size_t count = 0;
    EXPECT_ERR(pal_agenda_walk(scene.store, second, count_items, &count), PAL_OK);
    assert_int_equal(count, 2);
    PAL_ASSEMBLY(read);
    EXPECT_ERR(pal_assembly_read(scene.store, second, &read), PAL_OK);
    assert_int_equal(read.call, PAL_CALL_SECOND);
    assert_int_equal(read.second_of.value, first.value);

    const struct pal_resolution_spec more = {
        .assembly = second,
        .decision_class = pal_text_of("ordinary"),
        .title = pal_text_of("One more"),
        .text = pal_text_of("That nobody was called for"),
    };
    struct pal_resolution_id added;
    EXPECT_ERR(pal_resolution_table(scene.store, &more, NULL, &added), PAL_ERR_ASSEMBLY_AGENDA);
    struct pal_text words = pal_text_of("Other words");
    int64_t position = 2;
    const struct pal_resolution_change changes[] = {{.text = &words}, {.position = &position}};
    struct pal_resolution_id kept = {0};
    EXPECT_ERR(pal_agenda_walk(scene.store, second, keep_first, &kept), PAL_OK);
    for (size_t i = 0; i < 2; i++) {
        EXPECT_ERR(pal_resolution_change(scene.store, kept, &changes[i], NULL),
                   PAL_ERR_ASSEMBLY_AGENDA);
    }
}

/* As in a SARL: more than half of all members, then more than half of the votes cast. */
static void enter_rule_of_second_call(struct pal_scene *scene)
{
    char *text PAL_CLEANUP(pal_mem_done) = pal_tests_file_new("tests/support/constitution.json");
    PAL_JSON(document);
    PAL_JSON(rule);
    EXPECT_ERR(pal_json_parse(pal_text_of(text), 1 << 20, &document, NULL), PAL_OK);
    EXPECT_ERR(pal_json_parse(pal_text_of(
                                  "{\"base\":\"members\",\"second\":{\"base\":\"expressed\","
                                  "\"strict\":true,\"threshold\":\"1/2\"},\"strict\":true,"
                                  "\"threshold\":\"1/2\"}"),
                              1 << 10, &rule, NULL),
               PAL_OK);
    struct pal_json *majority = pal_json_copy(pal_json_get(document, "majority"));
    pal_json_set(majority, "ordinary", pal_json_copy(rule));
    pal_json_set(document, "majority", majority);
    struct pal_version_spec spec = {.document = document,
                                    .effective_on = pal_society_today(scene->store)};
    struct pal_version version;
    EXPECT_ERR(pal_version_enter(scene->store, &spec, NULL, NULL, &version), PAL_OK);
}

static const struct {
    const char *name;
    bool has_rule_of_second_call;
    const char *ballot; /* of Ada and Chiara; nobody else votes */
    size_t left;
} verdicts[] = {
    {"what was rejected is decided", false, "{\"choice\":1}", 0},
    {"what is rejected before the rule of the second call is not", true, "{\"choice\":0}", 1},
};

static void calls_again_for_what_is_not_decided(void **state)
{
    const __typeof__(verdicts[0]) *row = *state;
    PAL_SCENE(scene);
    if (row->has_rule_of_second_call) {
        enter_rule_of_second_call(&scene);
    }
    struct pal_assembly_id first = pal_meeting_sitting(&scene);
    struct pal_poll_id poll = pal_voting_open(&scene, first);
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_ADA], row->ballot), PAL_OK);
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_CHIARA], row->ballot), PAL_OK);
    PAL_JSON(decision);
    decision = pal_voting_count_new(&scene, poll);
    EXPECT_FIGURE(decision, "outcome", "rejected");
    EXPECT_ERR(pal_assembly_end(scene.store, first), PAL_OK);
    struct pal_assembly_spec spec = {
        .kind = PAL_ASSEMBLY_ORDINARY,
        .second_of = first,
        .title = pal_text_of("Second call"),
        .meets_us = scene.now_us + (int64_t)20 * PAL_SCENE_DAY * 1000000,
    };
    struct pal_assembly_id second;
    EXPECT_ERR(pal_assembly_create(scene.store, &spec, NULL, &second), PAL_OK);
    size_t count = 0;
    EXPECT_ERR(pal_agenda_walk(scene.store, second, count_items, &count), PAL_OK);
    assert_int_equal(count, row->left);
}

static void tells_its_deadlines(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    PAL_ASSEMBLY(assembly);
    EXPECT_ERR(pal_assembly_read(scene.store, pal_meeting_convened(&scene), &assembly), PAL_OK);
    struct pal_deadlines deadlines;
    EXPECT_ERR(pal_assembly_deadlines(scene.store, &assembly, &deadlines), PAL_OK);
    int32_t meets_on = pal_date_of_instant(assembly.meets_us).days;
    assert_int_equal(deadlines.notice_by.date.days, meets_on - 15);
    assert_int_equal(deadlines.requests_by.date.days, meets_on - 25);
    assert_true(deadlines.postal_by.is_known);
}

/* --- attendance ------------------------------------------------------------------------------ */

static struct pal_tally present(struct pal_scene *scene, struct pal_assembly_id assembly,
                                size_t college)
{
    struct pal_tally tallies[64];
    size_t count = 0;
    EXPECT_ERR(pal_attendance_tally(scene->store, assembly, tallies, &count), PAL_OK);
    assert_int_equal(count, 3);
    return tallies[college];
}

static void counts_who_is_there_by_college(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id id = pal_meeting_sitting(&scene);
    enum { WORKERS, USERS, SUPPORTERS };
    assert_int_equal(present(&scene, id, USERS).members, 3);
    assert_int_equal(present(&scene, id, USERS).present, 0);

    EXPECT_ERR(pal_attendance_mark(scene.store, id, scene.members[PAL_CHIARA], true), PAL_OK);
    EXPECT_ERR(pal_attendance_mark(scene.store, id, scene.members[PAL_CHIARA], true), PAL_OK);
    EXPECT_ERR(pal_attendance_mark(scene.store, id, scene.members[PAL_CORTE], true), PAL_OK);
    assert_int_equal(present(&scene, id, USERS).present, 1);
    assert_int_equal(present(&scene, id, SUPPORTERS).present, 1);

    /* Elsa gives her vote to Chiara, who is there; Dominique to Bruno, who is not. */
    struct pal_proxy_id proxy;
    EXPECT_ERR(pal_proxy_offer(scene.store, id, scene.members[PAL_ELSA], scene.members[PAL_CHIARA],
                               &proxy),
               PAL_OK);
    assert_int_equal(present(&scene, id, USERS).present, 1);
    EXPECT_ERR(pal_proxy_accept(scene.store, proxy), PAL_OK);
    EXPECT_ERR(pal_proxy_offer(scene.store, id, scene.members[PAL_DOMINIQUE],
                               scene.members[PAL_BRUNO], &proxy),
               PAL_OK);
    EXPECT_ERR(pal_proxy_accept(scene.store, proxy), PAL_OK);
    assert_int_equal(present(&scene, id, USERS).present, 2);

    /* Ada's is blank: the chair holds it. */
    EXPECT_ERR(pal_proxy_offer(scene.store, id, scene.members[PAL_ADA], (struct pal_member_id){0},
                               &proxy),
               PAL_OK);
    assert_int_equal(present(&scene, id, WORKERS).present, 1);

    EXPECT_ERR(pal_attendance_mark(scene.store, id, scene.members[PAL_CHIARA], false), PAL_OK);
    assert_int_equal(present(&scene, id, USERS).present, 0);
}

/* The constitution of the scene under another law, with its colleges or without any, from today. */
static void enter_constitution(struct pal_scene *scene, bool has_colleges)
{
    PAL_JSON(document);
    document = pal_scene_constitution_new();
    pal_json_set_string(document, "regime", "other");
    if (!has_colleges) {
        pal_json_set(document, "colleges", pal_json_array_new());
        pal_json_set_string(document, "transfer_rule", "none");
    }
    struct pal_version_spec spec = {.document = document,
                                    .effective_on = pal_society_today(scene->store)};
    struct pal_version version;
    EXPECT_ERR(pal_version_enter(scene->store, &spec, NULL, NULL, &version), PAL_OK);
}

static void whoever_came_before_the_colleges_is_in_none(void **state)
{
    (void)state;
    struct pal_scene scene PAL_CLEANUP(pal_scene_done) = {0};
    pal_scene_found(&scene);
    enter_constitution(&scene, false);
    struct pal_member_spec early = {
        .kind = PAL_MEMBER_NATURAL,
        .person = {.name = pal_text_of("Letizia")},
        .category = pal_text_of("users"),
        .state = PAL_MEMBER_ADMITTED,
    };
    struct pal_member_id letizia;
    EXPECT_ERR(pal_member_add(scene.store, &early, NULL, &letizia), PAL_OK);
    enter_constitution(&scene, true);
    struct pal_assembly_id id = pal_meeting_sitting(&scene);
    EXPECT_ERR(pal_attendance_mark(scene.store, id, letizia, true), PAL_OK);
    for (size_t college = 0; college < 3; college++) {
        assert_int_equal(present(&scene, id, college).present, 0);
    }
}

static enum pal_err check_stay(void *context, const struct pal_attendance_line *line)
{
    size_t *count = context;
    assert_true(line->left_us == 0 || line->entered_us <= line->left_us);
    EXPECT_TEXT(line->college, "users");
    (*count)++;
    return PAL_OK;
}

static void keeps_every_stay_and_logs_no_name(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id id = pal_meeting_sitting(&scene);
    for (int i = 0; i < 3; i++) {
        EXPECT_ERR(pal_attendance_mark(scene.store, id, scene.members[PAL_ELSA], i % 2 == 0),
                   PAL_OK);
        pal_scene_wait(&scene, 60);
    }
    size_t stays = 0;
    struct pal_attendance_query query = {.assembly = id, .limit = 10};
    EXPECT_ERR(pal_attendance_walk(scene.store, &query, check_stay, &stays), PAL_OK);
    assert_int_equal(stays, 2);
    PAL_BUF(entry);
    EXPECT_ERR(pal_log_read(scene.store, pal_log_head(scene.store).size - 1, &entry), PAL_OK);
    assert_non_null(strstr(entry.bytes, "\"t\":\"attendance.mark\""));
    assert_null(strstr(entry.bytes, "Elsa"));
    assert_null(strstr(entry.bytes, "\"member\""));
}

static void admits_to_the_room_only_members(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id draft = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    EXPECT_ERR(pal_attendance_mark(scene.store, draft, scene.members[PAL_ADA], true),
               PAL_ERR_STATE);
    struct pal_assembly_id id = pal_meeting_sitting(&scene);
    EXPECT_ERR(pal_member_enter_state(scene.store, scene.members[PAL_BRUNO], PAL_MEMBER_SUSPENDED,
                                      pal_date_of_instant(scene.now_us)),
               PAL_OK);
    EXPECT_ERR(pal_attendance_mark(scene.store, id, scene.members[PAL_BRUNO], true),
               PAL_ERR_MEMBER_NOT_ADMITTED);
}

static void is_rebuilt_with_what_points_to_it(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id id = pal_meeting_sitting(&scene);
    EXPECT_ERR(pal_attendance_mark(scene.store, id, scene.members[PAL_ELSA], true), PAL_OK);
    struct pal_proxy_id proxy;
    EXPECT_ERR(pal_proxy_offer(scene.store, id, scene.members[PAL_ADA], scene.members[PAL_BRUNO],
                               &proxy),
               PAL_OK);
    pal_scene_commit(&scene);
    PAL_ASSEMBLY(before);
    EXPECT_ERR(pal_assembly_read(scene.store, id, &before), PAL_OK);

    EXPECT_ERR(pal_rebuild(scene.store, NULL, NULL), PAL_OK);
    pal_scene_commit(&scene);
    PAL_ASSEMBLY(after);
    EXPECT_ERR(pal_assembly_read(scene.store, id, &after), PAL_OK);
    assert_int_equal(after.entry, before.entry);
    assert_int_equal(after.state, PAL_ASSEMBLY_SITTING);
    assert_int_equal(after.opened_us, before.opened_us);
    bool is_present;
    EXPECT_ERR(pal_attendance_has(scene.store, id, scene.members[PAL_ELSA], &is_present), PAL_OK);
    assert_true(is_present);
    size_t items = 0;
    EXPECT_ERR(pal_agenda_walk(scene.store, id, count_items, &items), PAL_OK);
    assert_int_equal(items, 1);
}

int main(void)
{
    TESTS(tests, 21);
    TEST(tests, goes_from_draft_to_its_end);
    TEST(tests, is_cancelled_with_a_reason);
    TABLE(tests, notices, counts_its_notice_in_civil_days);
    TEST(tests, refuses_what_cannot_meet);
    TEST(tests, leaves_nothing_of_what_was_cancelled);
    TEST(tests, takes_over_the_agenda_on_second_call);
    TABLE(tests, verdicts, calls_again_for_what_is_not_decided);
    TEST(tests, tells_its_deadlines);
    TEST(tests, counts_who_is_there_by_college);
    TEST(tests, whoever_came_before_the_colleges_is_in_none);
    TEST(tests, keeps_every_stay_and_logs_no_name);
    TEST(tests, admits_to_the_room_only_members);
    TEST(tests, is_rebuilt_with_what_points_to_it);
    return RUN(tests);
}
