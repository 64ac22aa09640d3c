/* The sitting: its calendar, its officers, its suspensions, what it is on, what happens in it, its debates, its sheet. */
#include <string.h>

#include "base/mem.h"
#include "core/log.h"
#include "core/proxies.h"
#include "core/rebuild.h"
#include "core/sitting.h"

#include "../support/expect.h"
#include "../support/meeting.h"
#include "../support/scene.h"
#include "../support/voting.h"

/* --- the calendar --------------------------------------------------------------------------- */

/* "notice:done requests:late …" */
static void expect_calendar(struct pal_scene *scene, struct pal_assembly_id id,
                            const char *expected)
{
    PAL_ASSEMBLY(assembly);
    struct pal_calendar_row rows[PAL_DEADLINE_COUNT];
    size_t count;
    EXPECT_ERR(pal_assembly_read(scene->store, id, &assembly), PAL_OK);
    EXPECT_ERR(pal_assembly_calendar(scene->store, &assembly, rows, &count), PAL_OK);
    PAL_BUF(words);
    for (size_t i = 0; i < count; i++) {
        assert_true(i == 0 || rows[i - 1].deadline.on.days <= rows[i].deadline.on.days);
        pal_buf_add_format(&words, "%s%s:%s", i == 0 ? "" : " ",
                           pal_deadline_word(rows[i].deadline.kind),
                           pal_calendar_state_word(rows[i].state));
    }
    pal_buf_add(&words, "", 1);
    assert_string_equal(words.bytes, expected);
}

static void says_what_is_done_and_what_is_late(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id id = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    expect_calendar(&scene, id, "requests:ahead notice:ahead postal:ahead meeting:ahead");
    (void)pal_meeting_table(&scene, id, "ordinary", "Accounts");
    pal_scene_wait(&scene, 6 * PAL_SCENE_DAY);
    expect_calendar(&scene, id, "requests:done notice:ahead postal:ahead meeting:ahead");
    pal_scene_wait(&scene, 10 * PAL_SCENE_DAY);
    expect_calendar(&scene, id, "requests:done notice:late postal:ahead meeting:ahead");

    struct pal_assembly_id in_time = pal_meeting_sitting(&scene);
    expect_calendar(&scene, in_time, "requests:done notice:done postal:done meeting:under_way");
    pal_scene_wait(&scene, PAL_SCENE_DAY); /* it sits beyond midnight */
    expect_calendar(&scene, in_time, "requests:done notice:done postal:done meeting:under_way");
    EXPECT_ERR(pal_assembly_end(scene.store, in_time), PAL_OK);
    expect_calendar(&scene, in_time, "requests:done notice:done postal:done meeting:done");
}

static void of_a_cancelled_assembly_nothing_is_late(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id id = pal_meeting_convened(&scene);
    EXPECT_ERR(pal_assembly_cancel(scene.store, id, pal_text_of("Snow")), PAL_OK);
    pal_scene_wait(&scene, 90 * PAL_SCENE_DAY);
    expect_calendar(&scene, id, "requests:done notice:done postal:done");
    struct pal_assembly_id unsent = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    EXPECT_ERR(pal_assembly_cancel(scene.store, unsent, pal_text_of("Snow")), PAL_OK);
    expect_calendar(&scene, unsent, "");
}

/* --- officers of the sitting ------------------------------------------------------------------ */

static void enter(struct pal_scene *scene, struct pal_assembly_id id, const int *who, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        EXPECT_ERR(pal_attendance_mark(scene->store, id, scene->members[who[i]], true), PAL_OK);
    }
}

static struct pal_bureau bureau_of(const struct pal_scene *scene, int chair, int first, int second)
{
    return (struct pal_bureau){.members = {[PAL_BUREAU_CHAIR] = scene->members[chair],
                                           [PAL_BUREAU_FIRST_SCRUTINEER] = scene->members[first],
                                           [PAL_BUREAU_SECOND_SCRUTINEER] = scene->members[second]},
                               .secretary = pal_text_of("Pascal Orsoni")};
}

/* clang-format off */
static const struct {
    const char *name;
    int chair, first, second;
    enum pal_err err;
    const char *place;
} bureaux[] = {
    {"three different members who are there", PAL_ADA, PAL_BRUNO, PAL_ELSA, PAL_OK, ""},
    {"a chair who is not in the room", PAL_CORTE, PAL_BRUNO, PAL_ELSA, PAL_ERR_SITTING_BUREAU, "/chair"},
    {"a scrutineer who is not in the room", PAL_ADA, PAL_CORTE, PAL_ELSA, PAL_ERR_SITTING_BUREAU, "/scrutineers/0"},
    {"a chair who is a scrutineer too", PAL_ADA, PAL_ADA, PAL_ELSA, PAL_ERR_SITTING_BUREAU, "/scrutineers/0"},
    {"twice the same scrutineer", PAL_ADA, PAL_ELSA, PAL_ELSA, PAL_ERR_SITTING_BUREAU, "/scrutineers/1"},
};
/* clang-format on */

static void wants_officers_who_are_there(void **state)
{
    const __typeof__(bureaux[0]) *row = *state;
    PAL_SCENE(scene);
    struct pal_where where = {0};
    struct pal_assembly_id id = pal_meeting_sitting(&scene);
    enter(&scene, id, (const int[]){PAL_ADA, PAL_BRUNO, PAL_ELSA}, 3);
    struct pal_bureau bureau = bureau_of(&scene, row->chair, row->first, row->second);
    enum pal_err err = pal_bureau_form(scene.store, id, &bureau, &where);
    EXPECT_ERR(err, row->err);
    PAL_BUREAU(seated);
    EXPECT_ERR(pal_bureau_read(scene.store, id, &seated), PAL_OK);
    assert_int_equal(seated.is_formed, row->err == PAL_OK);
    if (row->err != PAL_OK) {
        assert_string_equal(where.pointer, row->place);
    }
}

static void replaces_officers_and_logs_no_name(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_where where = {0};
    struct pal_assembly_id id = pal_meeting_sitting(&scene);
    enter(&scene, id, (const int[]){PAL_ADA, PAL_BRUNO, PAL_ELSA, PAL_CHIARA}, 4);
    struct pal_bureau bureau = bureau_of(&scene, PAL_ADA, PAL_BRUNO, PAL_ELSA);
    EXPECT_ERR(pal_bureau_form(scene.store, id, &bureau, &where), PAL_OK);
    PAL_BUREAU(outside);
    EXPECT_ERR(pal_bureau_read(scene.store, id, &outside), PAL_OK);
    EXPECT_TEXT(outside.secretary, "Pascal Orsoni");
    assert_int_equal(outside.members[PAL_BUREAU_SECRETARY].value, 0);

    bureau.members[PAL_BUREAU_SECRETARY] = scene.members[PAL_CHIARA];
    EXPECT_ERR(pal_bureau_form(scene.store, id, &bureau, &where), PAL_OK);
    PAL_BUREAU(inside);
    EXPECT_ERR(pal_bureau_read(scene.store, id, &inside), PAL_OK);
    assert_int_equal(inside.secretary.size, 0);
    assert_int_equal(inside.members[PAL_BUREAU_SECRETARY].value, scene.members[PAL_CHIARA].value);
    assert_string_equal(pal_bureau_place_word(PAL_BUREAU_SECOND_SCRUTINEER), "scrutineer");

    PAL_BUF(entry);
    EXPECT_ERR(pal_log_read(scene.store, pal_log_head(scene.store).size - 1, &entry), PAL_OK);
    assert_non_null(strstr(entry.bytes, "\"count\":4"));
    assert_null(strstr(entry.bytes, "Pascal"));

    bureau.members[PAL_BUREAU_SECRETARY].value = 0;
    bureau.secretary = pal_text_of("");
    EXPECT_ERR_AT(pal_bureau_form(scene.store, id, &bureau, &where), PAL_ERR_TEXT_EMPTY, where,
                  "/secretary_name");
    struct pal_assembly_id draft = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    EXPECT_ERR(pal_bureau_form(scene.store, draft, &bureau, &where), PAL_ERR_STATE);
}

/* --- suspensions ------------------------------------------------------------------------------- */

static enum pal_err add_suspension(void *context, const struct pal_suspension *suspension)
{
    struct pal_buf *buf = context;
    pal_buf_add_format(buf, "%d%s", suspension->is_by_motion ? 1 : 0,
                       suspension->resumed_us >= suspension->suspended_us ? "r" : "-");
    return PAL_OK;
}

static void expect_suspensions(struct pal_scene *scene, struct pal_assembly_id id,
                               const char *expected)
{
    PAL_BUF(buf);
    EXPECT_ERR(pal_suspensions_walk(scene->store, id, add_suspension, &buf), PAL_OK);
    pal_buf_add(&buf, "", 1);
    assert_string_equal(buf.bytes, expected);
}

static void is_suspended_and_resumed(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id id = pal_meeting_convened(&scene);
    EXPECT_ERR(pal_sitting_suspend(scene.store, id, NULL), PAL_ERR_STATE);
    id = pal_meeting_sitting(&scene);
    EXPECT_ERR(pal_sitting_resume(scene.store, id), PAL_ERR_STATE);
    EXPECT_ERR(pal_sitting_suspend(scene.store, id, NULL), PAL_OK);
    EXPECT_ERR(pal_sitting_suspend(scene.store, id, NULL), PAL_ERR_STATE);
    pal_scene_wait(&scene, 600);
    EXPECT_ERR(pal_sitting_resume(scene.store, id), PAL_OK);
    struct pal_uuid motion = pal_uuid_random();
    EXPECT_ERR(pal_sitting_suspend(scene.store, id, &motion), PAL_OK);
    expect_suspensions(&scene, id, "0r1-");
    bool is_suspended;
    EXPECT_ERR(pal_sitting_is_suspended(scene.store, id, &is_suspended), PAL_OK);
    assert_true(is_suspended);

    EXPECT_ERR(pal_rebuild(scene.store, NULL, NULL), PAL_OK);
    expect_suspensions(&scene, id, "0r1-");
    EXPECT_ERR(pal_assembly_end(scene.store, id), PAL_OK);
    EXPECT_ERR(pal_sitting_is_suspended(scene.store, id, &is_suspended), PAL_OK);
    assert_false(is_suspended);
}

/* --- what is discussed ------------------------------------------------------------------------- */

static void expect_discussed(struct pal_scene *scene, struct pal_assembly_id id,
                             struct pal_resolution_id expected)
{
    struct pal_discussion now;
    EXPECT_ERR(pal_sitting_discussed(scene->store, id, &now), PAL_OK);
    assert_int_equal(now.resolution.value, expected.value);
    assert_true((now.from_us != 0) == (expected.value != 0));
}

static enum pal_err keep_resolution(void *context, const struct pal_resolution *item)
{
    *(struct pal_resolution_id *)context = item->id;
    return PAL_OK;
}

static void is_on_one_text_of_its_agenda_at_a_time(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    const struct pal_resolution_id none = {0};
    struct pal_assembly_id other = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    struct pal_resolution_id elsewhere = pal_meeting_table(&scene, other, "ordinary", "Elsewhere");
    EXPECT_ERR(pal_sitting_discuss(scene.store, other, elsewhere), PAL_ERR_STATE);
    struct pal_assembly_id id = pal_meeting_sitting(&scene);
    struct pal_resolution_id item;
    EXPECT_ERR(pal_agenda_walk(scene.store, id, keep_resolution, &item), PAL_OK);
    expect_discussed(&scene, id, none);
    EXPECT_ERR(pal_sitting_discuss(scene.store, id, elsewhere), PAL_ERR_NOT_FOUND);
    EXPECT_ERR(pal_sitting_discuss(scene.store, id, item), PAL_OK);
    expect_discussed(&scene, id, item);
    uint64_t size = pal_log_head(scene.store).size;
    EXPECT_ERR(pal_sitting_discuss(scene.store, id, item), PAL_OK);
    assert_int_equal(pal_log_head(scene.store).size, size);

    EXPECT_ERR(pal_rebuild(scene.store, NULL, NULL), PAL_OK);
    expect_discussed(&scene, id, item);
    EXPECT_ERR(pal_sitting_discuss(scene.store, id, none), PAL_OK);
    expect_discussed(&scene, id, none);
    EXPECT_ERR(pal_resolution_withdraw(scene.store, item), PAL_OK);
    EXPECT_ERR(pal_sitting_discuss(scene.store, id, item), PAL_ERR_STATE);
}

static void is_on_no_text_once_it_has_ended(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id id = pal_meeting_sitting(&scene);
    struct pal_resolution_id item;
    EXPECT_ERR(pal_agenda_walk(scene.store, id, keep_resolution, &item), PAL_OK);
    EXPECT_ERR(pal_sitting_discuss(scene.store, id, item), PAL_OK);
    EXPECT_ERR(pal_assembly_end(scene.store, id), PAL_OK);
    expect_discussed(&scene, id, (struct pal_resolution_id){0});
}

/* --- incidents ---------------------------------------------------------------------------------- */

static enum pal_err add_words(void *context, const struct pal_incident *incident)
{
    assert_true(incident->id > 0 && incident->at_us > 0);
    pal_buf_add_text(context, incident->text);
    pal_buf_add_string(context, ";");
    return PAL_OK;
}

static void tells_what_happened_and_keeps_its_words_private(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_where where = {0};
    struct pal_uuid uuid;
    struct pal_assembly_id draft = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    EXPECT_ERR(pal_incident_note(scene.store, draft, pal_text_of("Rain"), &where, &uuid),
               PAL_ERR_STATE);
    struct pal_assembly_id id = pal_meeting_sitting(&scene);
    EXPECT_ERR_AT(pal_incident_note(scene.store, id, pal_text_of(" "), &where, &uuid),
                  PAL_ERR_TEXT_EMPTY, where, "/text");
    EXPECT_ERR(pal_incident_note(scene.store, id, pal_text_of("Ada fell ill"), &where, &uuid),
               PAL_OK);
    PAL_BUF(entry);
    EXPECT_ERR(pal_log_read(scene.store, pal_log_head(scene.store).size - 1, &entry), PAL_OK);
    assert_null(strstr(entry.bytes, "Ada"));
    EXPECT_ERR(pal_assembly_end(scene.store, id), PAL_OK);
    EXPECT_ERR(pal_incident_note(scene.store, id, pal_text_of("Lights out"), &where, &uuid),
               PAL_OK);
    PAL_BUF(words);
    const struct pal_happenings_query all = {.assembly = id, .limit = 10};
    EXPECT_ERR(pal_incidents_walk(scene.store, &all, add_words, &words), PAL_OK);
    EXPECT_TEXT(pal_buf_text(&words), "Ada fell ill;Lights out;");
    for (int i = 2; i < 1000; i++) {
        EXPECT_ERR(pal_incident_note(scene.store, id, pal_text_of("Again"), &where, &uuid), PAL_OK);
    }
    EXPECT_ERR(pal_incident_note(scene.store, id, pal_text_of("Again"), &where, &uuid),
               PAL_ERR_LIMIT_COUNT);
}

/* --- debates -------------------------------------------------------------------------------------- */

static enum pal_err keep_first(void *context, const struct pal_resolution *item)
{
    struct pal_resolution_id *id = context;
    *id = id->value == 0 ? item->id : *id;
    return PAL_OK;
}

static struct pal_resolution_id first_resolution(struct pal_scene *scene,
                                                 struct pal_assembly_id assembly)
{
    struct pal_resolution_id id = {0};
    EXPECT_ERR(pal_agenda_walk(scene->store, assembly, keep_first, &id), PAL_OK);
    return id;
}

static bool is_open(struct pal_scene *scene, struct pal_resolution_id id)
{
    PAL_RESOLUTION(resolution);
    EXPECT_ERR(pal_resolution_read(scene->store, id, &resolution), PAL_OK);
    return resolution.debate_closed_us == 0;
}

static void closes_a_debate_and_reopens_it(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id id = pal_meeting_sitting(&scene);
    struct pal_resolution_id resolution = first_resolution(&scene, id);
    EXPECT_ERR(pal_debate_open(scene.store, resolution), PAL_ERR_STATE);
    EXPECT_ERR(pal_debate_close(scene.store, resolution, NULL), PAL_OK);
    EXPECT_ERR(pal_debate_close(scene.store, resolution, NULL), PAL_ERR_STATE);
    assert_false(is_open(&scene, resolution));
    EXPECT_ERR(pal_rebuild(scene.store, NULL, NULL), PAL_OK);
    assert_false(is_open(&scene, resolution));
    EXPECT_ERR(pal_debate_open(scene.store, resolution), PAL_OK);
    assert_true(is_open(&scene, resolution));

    struct pal_uuid motion = pal_uuid_random();
    EXPECT_ERR(pal_debate_close(scene.store, resolution, &motion), PAL_OK);
    (void)pal_voting_called(&scene, id);
    EXPECT_ERR(pal_debate_open(scene.store, resolution), PAL_ERR_STATE);
}

/* --- the sheet ------------------------------------------------------------------------------------ */

static void nobody_leaves_who_did_not_come(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id id = pal_meeting_sitting(&scene);
    struct pal_member_id elsa = scene.members[PAL_ELSA];
    EXPECT_ERR(pal_attendance_mark(scene.store, id, elsa, false), PAL_ERR_ATTENDANCE_ABSENT);
    EXPECT_ERR(pal_attendance_mark(scene.store, id, elsa, true), PAL_OK);
    EXPECT_ERR(pal_attendance_mark(scene.store, id, elsa, false), PAL_OK);
    EXPECT_ERR(pal_attendance_mark(scene.store, id, elsa, false), PAL_OK);
}

struct sheet {
    struct pal_buf words;
    struct pal_scene *scene;
    struct pal_assembly_id assembly;
};

static enum pal_err add_line(void *context, const struct pal_sheet_line *line)
{
    struct sheet *sheet = context;
    pal_buf_add_text(&sheet->words, line->number);
    pal_buf_add_format(&sheet->words, " %s %lld ", pal_taking_part_word(line->part),
                       (long long)line->votes);
    pal_buf_add_text(&sheet->words, line->holder);
    pal_buf_add_string(&sheet->words, "; ");
    return PAL_OK;
}

static enum pal_err count_stay(void *context, int64_t entered_us, int64_t left_us)
{
    assert_true(left_us == 0 || entered_us < left_us);
    *(size_t *)context += left_us == 0 ? 1 : 10;
    return PAL_OK;
}

/* Who gives a vote to whom, and the holder accepts; nobody: a blank proxy. */
static void give(struct pal_scene *scene, struct pal_assembly_id id, int principal, int holder)
{
    struct pal_proxy_id proxy;
    struct pal_member_id to = holder < 0 ? (struct pal_member_id){0} : scene->members[holder];
    EXPECT_ERR(pal_proxy_offer(scene->store, id, scene->members[principal], to, &proxy), PAL_OK);
    if (holder >= 0) {
        EXPECT_ERR(pal_proxy_accept(scene->store, proxy), PAL_OK);
    }
}

static void lists_everybody_who_takes_part(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id id = pal_meeting_sitting(&scene);
    give(&scene, id, PAL_ELSA, PAL_BRUNO);
    give(&scene, id, PAL_CHIARA, PAL_BRUNO);
    give(&scene, id, PAL_CORTE, -1);
    enter(&scene, id, (const int[]){PAL_BRUNO, PAL_CHIARA}, 2);
    pal_scene_wait(&scene, 60);
    EXPECT_ERR(pal_attendance_mark(scene.store, id, scene.members[PAL_BRUNO], false), PAL_OK);
    EXPECT_ERR(pal_attendance_mark(scene.store, id, scene.members[PAL_BRUNO], true), PAL_OK);
    struct pal_poll_id poll = pal_voting_open(&scene, id);
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_GAIA], "{\"choice\":0}"), PAL_OK);

    struct sheet sheet = {0};
    struct pal_attendance_query query = {.assembly = id, .limit = 10};
    EXPECT_ERR(pal_sheet_walk(scene.store, &query, add_line, &sheet), PAL_OK);
    EXPECT_TEXT(pal_buf_text(&sheet.words),
                "2 present 2 ; 3 present 1 ; 5 represented 0 Bruno Paoli; 6 represented 0 ; "
                "7 remote 1 ; ");
    pal_buf_done(&sheet.words);
    size_t stays = 0;
    EXPECT_ERR(pal_stays_walk(scene.store, id, scene.members[PAL_BRUNO], count_stay, &stays),
               PAL_OK);
    assert_int_equal(stays, 11);
}

int main(void)
{
    TESTS(tests, 21);
    TEST(tests, says_what_is_done_and_what_is_late);
    TEST(tests, of_a_cancelled_assembly_nothing_is_late);
    TABLE(tests, bureaux, wants_officers_who_are_there);
    TEST(tests, replaces_officers_and_logs_no_name);
    TEST(tests, is_suspended_and_resumed);
    TEST(tests, is_on_one_text_of_its_agenda_at_a_time);
    TEST(tests, is_on_no_text_once_it_has_ended);
    TEST(tests, tells_what_happened_and_keeps_its_words_private);
    TEST(tests, closes_a_debate_and_reopens_it);
    TEST(tests, nobody_leaves_who_did_not_come);
    TEST(tests, lists_everybody_who_takes_part);
    return RUN(tests);
}
