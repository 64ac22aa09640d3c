/* What is kept of who came, who was represented and what tellers entered, and until when. */
#include "core/log.h"
#include "core/minutes.h"
#include "core/offices.h"
#include "core/papers.h"
#include "core/proxies.h"
#include "core/rebuild.h"
#include "core/retention.h"
#include "core/society.h"

#include "../support/expect.h"
#include "../support/voting.h"

enum { DAYS_OF_SHEETS = 2192, DAYS_OF_PAPERS = 1096 };

struct sitting {
    struct pal_assembly_id assembly;
    struct pal_poll_id poll;
    struct pal_proxy_id held, blank; /* Chiara's, of Dominique; Gaïa's, taken back */
    struct pal_uuid paper;           /* of Elsa */
    struct pal_minutes minutes;
};

static enum pal_err note_resolution(void *context, const struct pal_resolution *resolution)
{
    *(struct pal_resolution_id *)context = resolution->id;
    return PAL_OK;
}

static struct pal_resolution_id first_resolution(struct pal_scene *scene,
                                                 struct pal_assembly_id assembly)
{
    struct pal_resolution_id id = {0};
    EXPECT_ERR(pal_agenda_walk(scene->store, assembly, note_resolution, &id), PAL_OK);
    return id;
}

static void give_proxies(struct pal_scene *scene, struct sitting *sitting)
{
    struct pal_assembly_id assembly = sitting->assembly;
    EXPECT_ERR(pal_proxy_offer(scene->store, assembly, scene->members[PAL_DOMINIQUE],
                               scene->members[PAL_CHIARA], &sitting->held),
               PAL_OK);
    EXPECT_ERR(pal_proxy_accept(scene->store, sitting->held), PAL_OK);
    EXPECT_ERR(pal_proxy_offer(scene->store, assembly, scene->members[PAL_GAIA],
                               (struct pal_member_id){0}, &sitting->blank),
               PAL_OK);
    EXPECT_ERR(pal_proxy_revoke(scene->store, sitting->blank), PAL_OK);
    PAL_RESOLUTION(resolution);
    EXPECT_ERR(pal_resolution_read(scene->store, first_resolution(scene, assembly), &resolution),
               PAL_OK);
    const struct pal_instruction asks = {.resolution = resolution.uuid,
                                         .choice = pal_text_of("for")};
    EXPECT_ERR(pal_proxy_instruct(scene->store, sitting->held, &asks, 1, NULL), PAL_OK);
}

static void enter_paper(struct pal_scene *scene, struct sitting *sitting)
{
    PAL_JSON(ballot);
    ballot = pal_voting_ballot_new("{\"choice\":0}");
    const struct pal_paper_spec spec = {.poll = sitting->poll,
                                        .member = scene->members[PAL_ELSA],
                                        .channel = PAL_CHANNEL_IN_PERSON,
                                        .teller = scene->people[PAL_ADA],
                                        .ballot = ballot};
    EXPECT_ERR(pal_paper_enter(scene->store, &spec, NULL, &sitting->paper), PAL_OK);
}

static void sign(struct pal_scene *scene, struct sitting *sitting)
{
    static const enum pal_role roles[] = {PAL_ROLE_CHAIR, PAL_ROLE_SECRETARY};
    for (size_t i = 0; i < 2; i++) {
        struct pal_uuid office;
        const struct pal_office_spec spec = {.person = scene->people[PAL_BRUNO], .role = roles[i]};
        EXPECT_ERR(pal_office_grant(scene->store, &spec, &office), PAL_OK);
    }
    struct pal_minutes_id id;
    EXPECT_ERR(pal_minutes_draw(scene->store, sitting->assembly, &id), PAL_OK);
    EXPECT_ERR(pal_minutes_read(scene->store, id, &sitting->minutes), PAL_OK);
}

static void publish(struct pal_scene *scene, const struct sitting *sitting)
{
    EXPECT_ERR(pal_minutes_approve(scene->store, sitting->minutes.id, scene->people[PAL_BRUNO],
                                   &sitting->minutes.hash),
               PAL_OK);
}

/* An assembly with everything, that has ended; its minutes are drawn. */
static void hold(struct pal_scene *scene, struct sitting *sitting)
{
    *sitting = (struct sitting){.assembly = pal_meeting_convened(scene)};
    give_proxies(scene, sitting);
    pal_scene_wait(scene, (int64_t)30 * PAL_SCENE_DAY);
    EXPECT_ERR(pal_assembly_open(scene->store, sitting->assembly), PAL_OK);
    static const enum pal_scene_member come[] = {PAL_ADA, PAL_BRUNO, PAL_CHIARA};
    for (size_t i = 0; i < 3; i++) {
        EXPECT_ERR(pal_attendance_mark(scene->store, sitting->assembly, scene->members[come[i]],
                                       true),
                   PAL_OK);
    }
    sitting->poll = pal_voting_open(scene, sitting->assembly);
    enter_paper(scene, sitting);
    EXPECT_ERR(pal_voting_cast(scene, sitting->poll, scene->members[PAL_ADA], "{\"choice\":0}"),
               PAL_OK);
    pal_json_free(pal_voting_count_new(scene, sitting->poll));
    EXPECT_ERR(pal_assembly_end(scene->store, sitting->assembly), PAL_OK);
    sign(scene, sitting);
}

static enum pal_err count_stay(void *context, const struct pal_attendance_line *line)
{
    (void)line;
    ++*(size_t *)context;
    return PAL_OK;
}

static size_t stays(struct pal_scene *scene, const struct sitting *sitting)
{
    size_t count = 0;
    const struct pal_attendance_query all = {.assembly = sitting->assembly, .limit = 100};
    EXPECT_ERR(pal_attendance_walk(scene->store, &all, count_stay, &count), PAL_OK);
    return count;
}

static enum pal_err count_proxy(void *context, const struct pal_proxy *proxy)
{
    (void)proxy;
    ++*(size_t *)context;
    return PAL_OK;
}

static size_t proxies(struct pal_scene *scene, const struct sitting *sitting)
{
    size_t count = 0;
    const struct pal_proxies_query all = {.assembly = sitting->assembly, .limit = 100};
    EXPECT_ERR(pal_proxies_walk(scene->store, &all, count_proxy, &count), PAL_OK);
    return count;
}

static enum pal_err count_instruction(void *context, const struct pal_instruction *instruction)
{
    (void)instruction;
    ++*(size_t *)context;
    return PAL_OK;
}

static size_t instructions(struct pal_scene *scene, const struct sitting *sitting)
{
    size_t count = 0;
    EXPECT_ERR(pal_instructions_walk(scene->store, sitting->held, count_instruction, &count),
               PAL_OK);
    return count;
}

static bool has_paper(struct pal_scene *scene, const struct sitting *sitting)
{
    PAL_PAPER(paper);
    enum pal_err err = pal_paper_read(scene->store, &sitting->paper, &paper);
    assert_true(err == PAL_OK || err == PAL_ERR_NOT_FOUND);
    return err == PAL_OK;
}

static void apply_after(struct pal_scene *scene, int64_t seconds)
{
    pal_scene_wait(scene, seconds);
    EXPECT_ERR(pal_retention_apply(scene->store), PAL_OK);
}

/* What the log says went since that size of it: "attendance 3, proxies 3, ". */
static void expect_removed(struct pal_scene *scene, uint64_t since, const char *expected)
{
    PAL_BUF(said);
    for (uint64_t index = since; index < pal_log_head(scene->store).size; index++) {
        PAL_BUF(bytes);
        PAL_JSON(entry);
        EXPECT_ERR(pal_log_read(scene->store, index, &bytes), PAL_OK);
        EXPECT_ERR(pal_json_parse(pal_buf_text(&bytes), bytes.size, &entry, NULL), PAL_OK);
        const struct pal_json *d = pal_json_get(entry, "d");
        int64_t count;
        EXPECT_TEXT(pal_json_as_text(pal_json_get(entry, "t")), "retention.apply");
        EXPECT_ERR(pal_json_int(d, "count", &count, NULL), PAL_OK);
        pal_buf_add_text(&said, pal_json_as_text(pal_json_get(d, "kind")));
        pal_buf_add_byte(&said, ' ');
        pal_buf_add_int(&said, count);
        pal_buf_add_string(&said, ", ");
    }
    EXPECT_BUF(said, expected);
}

static void a_sheet_goes_in_its_time_after_the_minutes(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct sitting sitting;
    hold(&scene, &sitting);
    apply_after(&scene, (int64_t)4000 * PAL_SCENE_DAY); /* they were drawn, and not published */
    assert_int_equal(stays(&scene, &sitting), 3);
    assert_int_equal(proxies(&scene, &sitting), 2);

    publish(&scene, &sitting);
    apply_after(&scene, (int64_t)DAYS_OF_SHEETS * PAL_SCENE_DAY - 1);
    assert_int_equal(stays(&scene, &sitting), 3);
    assert_int_equal(proxies(&scene, &sitting), 2);
    assert_int_equal(instructions(&scene, &sitting), 1);
    uint64_t size = pal_log_head(scene.store).size;
    apply_after(&scene, 1);
    assert_int_equal(stays(&scene, &sitting), 0);
    assert_int_equal(proxies(&scene, &sitting), 0);
    assert_int_equal(instructions(&scene, &sitting), 0);
    expect_removed(&scene, size, "attendance 3, proxies 3, ");

    PAL_JSON(document); /* has the figures still */
    EXPECT_ERR(pal_minutes_document(scene.store, sitting.minutes.id, 1, &document), PAL_OK);
    int64_t came;
    EXPECT_ERR(pal_json_int(pal_json_get(document, "attendance"), "came", &came, NULL), PAL_OK);
    assert_int_equal(came, 3);
}

static void each_of_the_two_has_its_own_days(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct sitting sitting;
    hold(&scene, &sitting);
    publish(&scene, &sitting);
    EXPECT_ERR(pal_retention_set(scene.store, PAL_RETENTION_PROXIES, 10), PAL_OK);
    EXPECT_ERR(pal_retention_set(scene.store, PAL_RETENTION_ATTENDANCE, 20), PAL_OK);
    apply_after(&scene, (int64_t)10 * PAL_SCENE_DAY);
    assert_int_equal(proxies(&scene, &sitting), 0);
    assert_int_equal(stays(&scene, &sitting), 3);
    apply_after(&scene, (int64_t)10 * PAL_SCENE_DAY);
    assert_int_equal(stays(&scene, &sitting), 0);
}

static void a_sarl_keeps_those_whom_its_minutes_name(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct sitting sitting;
    PAL_JSON(document);
    document = pal_scene_constitution_new();
    pal_json_set_string(document, "legal_form", "SARL");
    const struct pal_version_spec spec = {.document = document,
                                          .effective_on = pal_society_today(scene.store)};
    struct pal_version version;
    EXPECT_ERR(pal_version_enter(scene.store, &spec, NULL, NULL, &version), PAL_OK);
    hold(&scene, &sitting);
    publish(&scene, &sitting);
    EXPECT_ERR(pal_rebuild(scene.store, NULL, NULL), PAL_OK); /* knows them as well */
    apply_after(&scene, (int64_t)DAYS_OF_SHEETS * PAL_SCENE_DAY);
    assert_int_equal(stays(&scene, &sitting), 3);
    assert_int_equal(proxies(&scene, &sitting), 1); /* the one in force */
    assert_int_equal(instructions(&scene, &sitting), 0);
}

static void of_a_cancelled_assembly_nothing_waits_for_minutes(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct sitting sitting = {.assembly = pal_meeting_convened(&scene)};
    give_proxies(&scene, &sitting);
    EXPECT_ERR(pal_assembly_cancel(scene.store, sitting.assembly, pal_text_of("La salle brûle.")),
               PAL_OK);
    EXPECT_ERR(pal_retention_set(scene.store, PAL_RETENTION_PROXIES, 1), PAL_OK);
    apply_after(&scene, (int64_t)30 * PAL_SCENE_DAY); /* the day for which it was called */
    assert_int_equal(proxies(&scene, &sitting), 2);
    apply_after(&scene, PAL_SCENE_DAY);
    assert_int_equal(proxies(&scene, &sitting), 0);
}

static void papers_go_in_their_time_after_the_result(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct sitting sitting;
    hold(&scene, &sitting);
    PAL_POLL(poll);
    EXPECT_ERR(pal_poll_read(scene.store, sitting.poll, &poll), PAL_OK);
    pal_scene_wait(&scene, (poll.published_us - scene.now_us) / 1000000);
    apply_after(&scene, (int64_t)DAYS_OF_PAPERS * PAL_SCENE_DAY - 1);
    assert_true(has_paper(&scene, &sitting));
    uint64_t size = pal_log_head(scene.store).size;
    apply_after(&scene, 1);
    assert_false(has_paper(&scene, &sitting));
    expect_removed(&scene, size, "papers 1, ");
}

static void papers_of_an_annulled_poll_go_too(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct sitting sitting = {.assembly = pal_meeting_sitting(&scene)};
    sitting.poll = pal_voting_open(&scene, sitting.assembly);
    enter_paper(&scene, &sitting);
    EXPECT_ERR(pal_retention_set(scene.store, PAL_RETENTION_PAPERS, 1), PAL_OK);
    apply_after(&scene, (int64_t)2 * PAL_SCENE_DAY);
    assert_true(has_paper(&scene, &sitting)); /* open still */
    EXPECT_ERR(pal_poll_annul(scene.store, sitting.poll, pal_text_of("The hall closes.")), PAL_OK);
    EXPECT_ERR(pal_retention_apply(scene.store), PAL_OK);
    assert_false(has_paper(&scene, &sitting));
}

int main(void)
{
    TESTS(tests, 6);
    TEST(tests, a_sheet_goes_in_its_time_after_the_minutes);
    TEST(tests, each_of_the_two_has_its_own_days);
    TEST(tests, a_sarl_keeps_those_whom_its_minutes_name);
    TEST(tests, of_a_cancelled_assembly_nothing_waits_for_minutes);
    TEST(tests, papers_go_in_their_time_after_the_result);
    TEST(tests, papers_of_an_annulled_poll_go_too);
    return RUN(tests);
}
