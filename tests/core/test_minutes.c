/* Minutes: drawn from the log, written by the secretary, approved by the officers. */
#include <string.h>

#include "base/fields.h"
#include "core/log.h"
#include "core/minutes.h"
#include "core/offices.h"
#include "core/proxies.h"
#include "core/rebuild.h"
#include "core/sitting.h"
#include "core/society.h"

#include "../support/expect.h"
#include "../support/meeting.h"
#include "../support/scene.h"
#include "../support/voting.h"

static void grant(struct pal_scene *scene, enum pal_scene_member who, enum pal_role role)
{
    const struct pal_office_spec spec = {.person = scene->people[who], .role = role};
    struct pal_uuid office;
    EXPECT_ERR(pal_office_grant(scene->store, &spec, &office), PAL_OK);
}

/* Bruno chairs, Chiara writes. */
static void grant_both(struct pal_scene *scene)
{
    grant(scene, PAL_BRUNO, PAL_ROLE_CHAIR);
    grant(scene, PAL_CHIARA, PAL_ROLE_SECRETARY);
}

static void enter(struct pal_scene *scene, struct pal_assembly_id meeting,
                  enum pal_scene_member who, bool is_present)
{
    EXPECT_ERR(pal_attendance_mark(scene->store, meeting, scene->members[who], is_present), PAL_OK);
}

/* Ada, Bruno and Chiara are there, Elsa left; Dominique's proxy is Chiara's, Gaïa's is blank. */
static struct pal_assembly_id gathered(struct pal_scene *scene)
{
    struct pal_assembly_id meeting = pal_meeting_convened(scene);
    struct pal_proxy_id proxy;
    EXPECT_ERR(pal_proxy_offer(scene->store, meeting, scene->members[PAL_DOMINIQUE],
                               scene->members[PAL_CHIARA], &proxy),
               PAL_OK);
    EXPECT_ERR(pal_proxy_accept(scene->store, proxy), PAL_OK);
    EXPECT_ERR(pal_proxy_offer(scene->store, meeting, scene->members[PAL_GAIA],
                               (struct pal_member_id){0}, &proxy),
               PAL_OK);
    pal_scene_wait(scene, (int64_t)30 * PAL_SCENE_DAY);
    EXPECT_ERR(pal_assembly_open(scene->store, meeting), PAL_OK);
    enter(scene, meeting, PAL_ADA, true);
    enter(scene, meeting, PAL_ADA, false);
    enter(scene, meeting, PAL_ADA, true);
    enter(scene, meeting, PAL_BRUNO, true);
    enter(scene, meeting, PAL_CHIARA, true);
    enter(scene, meeting, PAL_ELSA, true);
    enter(scene, meeting, PAL_ELSA, false);
    return meeting;
}

static struct pal_poll_id decided(struct pal_scene *scene, struct pal_assembly_id meeting)
{
    struct pal_poll_id poll = pal_voting_open(scene, meeting);
    EXPECT_ERR(pal_voting_cast(scene, poll, scene->members[PAL_ADA], "{\"choice\":0}"), PAL_OK);
    EXPECT_ERR(pal_voting_cast(scene, poll, scene->members[PAL_BRUNO], "{\"choice\":1}"), PAL_OK);
    EXPECT_ERR(pal_voting_cast(scene, poll, scene->members[PAL_CHIARA], "{\"choice\":0}"), PAL_OK);
    pal_json_free(pal_voting_count_new(scene, poll));
    return poll;
}

/* An assembly that decided one thing, and has ended. */
static struct pal_assembly_id ended(struct pal_scene *scene, struct pal_poll_id *out_poll)
{
    struct pal_assembly_id meeting = gathered(scene);
    struct pal_poll_id poll = decided(scene, meeting);
    EXPECT_ERR(pal_assembly_end(scene->store, meeting), PAL_OK);
    if (out_poll != NULL) {
        *out_poll = poll;
    }
    return meeting;
}

static struct pal_minutes drawn(struct pal_scene *scene, struct pal_assembly_id meeting)
{
    struct pal_minutes_id id;
    struct pal_minutes minutes;
    EXPECT_ERR(pal_minutes_draw(scene->store, meeting, &id), PAL_OK);
    EXPECT_ERR(pal_minutes_read(scene->store, id, &minutes), PAL_OK);
    return minutes;
}

static struct pal_minutes reread(struct pal_scene *scene, const struct pal_minutes *minutes)
{
    struct pal_minutes now;
    EXPECT_ERR(pal_minutes_find(scene->store, &minutes->uuid, &now), PAL_OK);
    return now;
}

static void are_drawn_once_all_is_over(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_minutes_id id;
    struct pal_minutes minutes;
    struct pal_assembly_id meeting = gathered(&scene);
    EXPECT_ERR(pal_minutes_draw(scene.store, meeting, &id), PAL_ERR_MINUTES_EARLY);
    struct pal_poll_id poll = pal_voting_called(&scene, meeting);
    EXPECT_ERR(pal_assembly_end(scene.store, meeting), PAL_OK);
    EXPECT_ERR(pal_minutes_draw(scene.store, meeting, &id), PAL_ERR_MINUTES_EARLY);
    EXPECT_ERR(pal_poll_annul(scene.store, poll, pal_text_of("The hall closes.")), PAL_OK);
    EXPECT_ERR(pal_minutes_draw(scene.store, meeting, &id), PAL_ERR_MINUTES_BUREAU);
    grant(&scene, PAL_BRUNO, PAL_ROLE_CHAIR);
    EXPECT_ERR(pal_minutes_draw(scene.store, meeting, &id), PAL_ERR_MINUTES_BUREAU);
    grant(&scene, PAL_CHIARA, PAL_ROLE_SECRETARY);
    EXPECT_ERR(pal_minutes_of(scene.store, meeting, &minutes), PAL_ERR_NOT_FOUND);
    EXPECT_ERR(pal_minutes_draw(scene.store, meeting, &id), PAL_OK);
    EXPECT_ERR(pal_minutes_draw(scene.store, meeting, &id), PAL_ERR_MINUTES_EXIST);
    EXPECT_ERR(pal_minutes_of(scene.store, meeting, &minutes), PAL_OK);
    assert_int_equal(minutes.version, 1);
    PAL_JSON(document);
    EXPECT_ERR(pal_minutes_document(scene.store, minutes.id, 1, &document), PAL_OK);
    const struct pal_json *item = pal_json_at(pal_json_get(document, "items"), 0);
    const struct pal_json *annulled = pal_json_at(pal_json_get(item, "polls"), 0);
    EXPECT_FIGURE(annulled, "state", "void");
    EXPECT_FIGURE(annulled, "reason", "The hall closes.");
    EXPECT_FIGURE(annulled, "verdict", "absent");
}

static void state_every_figure_of_the_sitting(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_poll_id poll;
    grant_both(&scene);
    struct pal_assembly_id meeting = ended(&scene, &poll);
    struct pal_minutes minutes = drawn(&scene, meeting);
    PAL_JSON(document);
    EXPECT_ERR(pal_minutes_document(scene.store, minutes.id, 1, &document), PAL_OK);
    EXPECT_FIGURE(document, "format", "palabre-minutes/1");
    EXPECT_FIGURE(document, "society/name", "Les Sept");
    EXPECT_FIGURE(document, "assembly/title", "Annual meeting");
    EXPECT_FIGURE(document, "assembly/place", "Under the tree");
    EXPECT_FIGURE(document, "notice/day", "2026-03-01");
    EXPECT_FIGURE(document, "notice/meets_on", "2026-03-31");
    EXPECT_FIGURE(document, "notice/days", "30");
    EXPECT_FIGURE(document, "attendance/members", "7");
    EXPECT_FIGURE(document, "attendance/came", "4");
    EXPECT_FIGURE(document, "attendance/present", "3");
    EXPECT_FIGURE(document, "attendance/represented", "2");
    EXPECT_FIGURE(document, "attendance/blank", "1");
    EXPECT_FIGURE(document, "held", "true");

    const struct pal_json *users =
        pal_json_at(pal_json_get(pal_json_get(document, "attendance"), "colleges"), 1);
    EXPECT_FIGURE(users, "college", "users");
    EXPECT_FIGURE(users, "came", "2");
    EXPECT_FIGURE(users, "present", "1");
    EXPECT_FIGURE(users, "represented", "1");

    const struct pal_json *item = pal_json_at(pal_json_get(document, "items"), 0);
    const struct pal_json *result = pal_json_at(pal_json_get(item, "polls"), 0);
    EXPECT_FIGURE(item, "state", "decided");
    EXPECT_FIGURE(result, "method/id", "motion");
    EXPECT_FIGURE(result, "method/version", "1");
    EXPECT_FIGURE(result, "constitution", "1");
    const struct pal_json *workers = pal_json_at(pal_json_get(result, "colleges"), 0);
    EXPECT_FIGURE(workers, "for", "1");
    EXPECT_FIGURE(workers, "against", "1");
    EXPECT_FIGURE(workers, "weight", "2/5");

    PAL_POLL(row);
    struct pal_hash text;
    EXPECT_ERR(pal_poll_read(scene.store, poll, &row), PAL_OK);
    EXPECT_ERR(pal_json_hash(result, "text", &text, NULL), PAL_OK);
    assert_true(pal_hash_equal(&text, &row.text));
    EXPECT_ERR(pal_json_hash(item, "text", &text, NULL), PAL_OK);
    assert_true(pal_hash_equal(&text, &row.text));
    EXPECT_FIGURE(result, "verdict", pal_voting_figure(result, "verdict"));
}

/* Nobody came: the minutes say that there was no quorum, and what was on the agenda. */
static void are_drawn_for_want_of_a_quorum_too(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    grant_both(&scene);
    struct pal_assembly_id meeting = pal_meeting_sitting(&scene);
    EXPECT_ERR(pal_assembly_end(scene.store, meeting), PAL_OK);
    struct pal_minutes minutes = drawn(&scene, meeting);
    PAL_JSON(document);
    EXPECT_ERR(pal_minutes_document(scene.store, minutes.id, 1, &document), PAL_OK);
    EXPECT_FIGURE(document, "held", "false");
    const struct pal_json *quorum = pal_json_at(pal_json_get(document, "quorum"), 0);
    EXPECT_FIGURE(quorum, "by", "attendance");
    EXPECT_FIGURE(quorum, "met", "false");
    EXPECT_FIGURE(quorum, "present", "0");
    EXPECT_FIGURE(quorum, "members", "7");
    assert_int_equal(pal_json_count(pal_json_get(document, "items")), 1);
}

static void name_nobody_in_the_log(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    grant_both(&scene);
    struct pal_minutes minutes = drawn(&scene, ended(&scene, NULL));
    PAL_BUF(bytes);
    EXPECT_ERR(pal_document_get(scene.store, &minutes.hash, &bytes), PAL_OK);
    assert_null(strstr(bytes.bytes, "Bruno"));
    assert_null(strstr(bytes.bytes, "Rossi"));
    PAL_JSON(document);
    EXPECT_ERR(pal_minutes_document(scene.store, minutes.id, 1, &document), PAL_OK);
    assert_int_equal(pal_json_count(pal_json_get(document, "bureau")), 2);
}

static void state_elections_apart(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    grant_both(&scene);
    struct pal_assembly_id meeting = gathered(&scene);
    struct pal_poll_id poll = pal_voting_election(&scene, meeting, "approval", 2);
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_ADA], "{\"approves\":[0,1]}"),
               PAL_OK);
    pal_json_free(pal_voting_count_new(&scene, poll));
    EXPECT_ERR(pal_assembly_end(scene.store, meeting), PAL_OK);
    struct pal_minutes minutes = drawn(&scene, meeting);
    PAL_JSON(document);
    EXPECT_ERR(pal_minutes_document(scene.store, minutes.id, 1, &document), PAL_OK);
    const struct pal_json *election = pal_json_at(pal_json_get(document, "polls"), 0);
    EXPECT_FIGURE(election, "title", "Board");
    EXPECT_FIGURE(election, "kind", "election");
    assert_int_equal(pal_json_count(pal_json_get(election, "elected")), 2);
    assert_int_equal(pal_json_count(pal_json_get(election, "totals")), 3);
}

static struct pal_json *parsed(const char *text)
{
    struct pal_json *json = NULL;
    EXPECT_ERR(pal_json_parse(pal_text_of(text), strlen(text), &json, NULL), PAL_OK);
    return json;
}

static void are_written_by_the_secretary_version_by_version(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    grant_both(&scene);
    struct pal_minutes minutes = drawn(&scene, ended(&scene, NULL));
    struct pal_text mode = pal_text_of("par lettre et par courriel");
    struct pal_text remarks = pal_text_of("La séance est suspendue dix minutes.");
    PAL_JSON(documents);
    documents = parsed("[\"Comptes annuels\",\"Rapport de gestion\"]");
    const struct pal_minutes_words words = {
        .mode = &mode,
        .remarks = &remarks,
        .documents = documents,
    };
    EXPECT_ERR(pal_minutes_edit(scene.store, minutes.id, &words, NULL), PAL_OK);
    struct pal_minutes second = reread(&scene, &minutes);
    assert_int_equal(second.version, 2);
    PAL_JSON(document);
    EXPECT_ERR(pal_minutes_document(scene.store, minutes.id, 2, &document), PAL_OK);
    EXPECT_FIGURE(document, "notice/mode", "par lettre et par courriel");
    EXPECT_FIGURE(document, "remarks", "La séance est suspendue dix minutes.");
    assert_int_equal(pal_json_count(pal_json_get(document, "documents")), 2);
    EXPECT_ERR(pal_minutes_edit(scene.store, minutes.id, &words, NULL), PAL_OK);
    assert_int_equal(reread(&scene, &minutes).version, 2);

    const struct pal_json *item = pal_json_at(pal_json_get(document, "items"), 0);
    PAL_BUF(said);
    pal_buf_add_string(&said, "[{\"resolution\":\"");
    pal_buf_add_text(&said, pal_json_as_text(pal_json_get(item, "resolution")));
    pal_buf_add_string(&said, "\",\"summary\":\"Deux questions, une réponse.\"}]");
    PAL_JSON(items);
    items = parsed(said.bytes);
    EXPECT_ERR(pal_minutes_edit(scene.store, minutes.id,
                                &(struct pal_minutes_words){.items = items}, NULL),
               PAL_OK);
    PAL_JSON(third);
    EXPECT_ERR(pal_minutes_document(scene.store, minutes.id, 3, &third), PAL_OK);
    EXPECT_FIGURE(third, "remarks", "La séance est suspendue dix minutes.");
    EXPECT_FIGURE(pal_json_at(pal_json_get(third, "items"), 0), "summary",
                  "Deux questions, une réponse.");
}

static const struct refused {
    const char *name;
    const char *items, *documents;
    enum pal_err err;
    const char *where;
} refusals[] = {
    {"a resolution that is not on the agenda",
     "[{\"resolution\":\"00000000-0000-4000-8000-000000000000\",\"summary\":\"x\"}]", NULL,
     PAL_ERR_NOT_FOUND, "/items/0/resolution"},
    {"a summary that is no object", "[1]", NULL, PAL_ERR_JSON_TYPE, "/items/0"},
    {"a member that is not known", "[{\"resolution\":\"x\",\"more\":1}]", NULL,
     PAL_ERR_JSON_UNKNOWN, "/items/0/more"},
    {"a document without a name", NULL, "[\"Comptes\",\" \"]", PAL_ERR_TEXT_EMPTY, "/documents/1"},
    {"a document that is no text", NULL, "[2]", PAL_ERR_JSON_TYPE, "/documents/0"},
};

static void refuse_other_words(void **state)
{
    const struct refused *row = *state;
    PAL_SCENE(scene);
    grant_both(&scene);
    struct pal_minutes minutes = drawn(&scene, ended(&scene, NULL));
    struct pal_where where = {0};
    PAL_JSON(items);
    PAL_JSON(documents);
    items = row->items != NULL ? parsed(row->items) : NULL;
    documents = row->documents != NULL ? parsed(row->documents) : NULL;
    const struct pal_minutes_words words = {.items = items, .documents = documents};
    EXPECT_ERR_AT(pal_minutes_edit(scene.store, minutes.id, &words, &where), row->err, where,
                  row->where);
    assert_int_equal(reread(&scene, &minutes).version, 1);
}

static void list_no_more_documents_than_are_read(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    grant_both(&scene);
    struct pal_minutes minutes = drawn(&scene, ended(&scene, NULL));
    PAL_JSON(documents);
    documents = pal_json_array_new();
    for (int i = 0; i < 201; i++) {
        pal_json_append_text(documents, pal_text_of("Annexe"));
    }
    EXPECT_ERR(pal_minutes_edit(scene.store, minutes.id,
                                &(struct pal_minutes_words){.documents = documents}, NULL),
               PAL_ERR_LIMIT_COUNT);
}

static void are_published_once_every_officer_approves(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    grant_both(&scene);
    struct pal_minutes first = drawn(&scene, ended(&scene, NULL));
    EXPECT_ERR(pal_minutes_approve(scene.store, first.id, scene.people[PAL_ADA], &first.hash),
               PAL_ERR_MINUTES_OFFICER);
    EXPECT_ERR(pal_minutes_approve(scene.store, first.id, scene.people[PAL_BRUNO], &first.hash),
               PAL_OK);
    struct pal_text remarks = pal_text_of("x");
    const struct pal_minutes_words words = {.remarks = &remarks};
    EXPECT_ERR(pal_minutes_edit(scene.store, first.id, &words, NULL), PAL_OK);
    struct pal_minutes second = reread(&scene, &first);
    EXPECT_ERR(pal_minutes_approve(scene.store, first.id, scene.people[PAL_CHIARA], &first.hash),
               PAL_ERR_MINUTES_OTHER);
    EXPECT_ERR(pal_minutes_approve(scene.store, first.id, scene.people[PAL_CHIARA], &second.hash),
               PAL_OK);
    uint64_t size = pal_log_head(scene.store).size;
    EXPECT_ERR(pal_minutes_approve(scene.store, first.id, scene.people[PAL_CHIARA], &second.hash),
               PAL_OK);
    assert_int_equal(pal_log_head(scene.store).size, size);
    assert_int_equal(reread(&scene, &first).published_us, 0);
    EXPECT_ERR(pal_minutes_approve(scene.store, first.id, scene.people[PAL_BRUNO], &second.hash),
               PAL_OK);
    assert_int_not_equal(reread(&scene, &first).published_us, 0);
    PAL_JSON(entry);
    entry = pal_scene_last_entry_new(&scene);
    EXPECT_FIGURE(entry, "t", "minutes.publish");
    remarks = pal_text_of("y");
    EXPECT_ERR(pal_minutes_edit(scene.store, first.id, &words, NULL), PAL_ERR_MINUTES_PUBLISHED);
}

static void may_be_signed_by_one_who_holds_both_offices(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    grant(&scene, PAL_BRUNO, PAL_ROLE_CHAIR);
    grant(&scene, PAL_BRUNO, PAL_ROLE_SECRETARY);
    struct pal_minutes minutes = drawn(&scene, ended(&scene, NULL));
    EXPECT_ERR(pal_minutes_approve(scene.store, minutes.id, scene.people[PAL_BRUNO], &minutes.hash),
               PAL_OK);
    assert_int_not_equal(reread(&scene, &minutes).published_us, 0);
}

static enum pal_err list_officer(void *context, const struct pal_minutes_officer *officer)
{
    struct pal_buf *list = context;
    pal_buf_add_text(list, officer->role);
    pal_buf_add_byte(list, ' ');
    pal_buf_add_text(list, officer->name);
    pal_buf_add_byte(list, '\n');
    return PAL_OK;
}

static void are_signed_by_the_officers_whom_the_sitting_named(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_minutes_id id;
    struct pal_assembly_id meeting = gathered(&scene);
    const struct pal_bureau bureau = {
        .members = {[PAL_BUREAU_CHAIR] = scene.members[PAL_ADA],
                    [PAL_BUREAU_FIRST_SCRUTINEER] = scene.members[PAL_BRUNO],
                    [PAL_BUREAU_SECOND_SCRUTINEER] = scene.members[PAL_CHIARA]},
        .secretary = pal_text_of("Ghjulia Santoni"),
    };
    EXPECT_ERR(pal_bureau_form(scene.store, meeting, &bureau, NULL), PAL_OK);
    EXPECT_ERR(pal_assembly_end(scene.store, meeting), PAL_OK);
    EXPECT_ERR(pal_minutes_draw(scene.store, meeting, &id), PAL_ERR_MINUTES_BUREAU);
    grant(&scene, PAL_ELSA, PAL_ROLE_SECRETARY);
    struct pal_minutes minutes = drawn(&scene, meeting);
    PAL_BUF(officers);
    EXPECT_ERR(pal_minutes_officers_walk(scene.store, minutes.id, list_officer, &officers), PAL_OK);
    EXPECT_BUF(officers, "chair Ada Colonna\nscrutineer_1 Bruno Paoli\nscrutineer_2 Chiara Rossi\n"
                         "secretary Ghjulia Santoni\n");
    static const enum pal_scene_member signs[] = {PAL_ADA, PAL_BRUNO, PAL_CHIARA, PAL_ELSA};
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        assert_int_equal(reread(&scene, &minutes).published_us, 0);
        EXPECT_ERR(pal_minutes_approve(scene.store, minutes.id, scene.people[signs[i]],
                                       &minutes.hash),
                   PAL_OK);
    }
    assert_int_not_equal(reread(&scene, &minutes).published_us, 0);
}

static enum pal_err count_approvals(void *context, const struct pal_minutes_officer *officer)
{
    *(size_t *)context += officer->approved_us != 0;
    return PAL_OK;
}

static enum pal_err count_version(void *context, const struct pal_text_version *version)
{
    (void)version;
    (*(size_t *)context)++;
    return PAL_OK;
}

static enum pal_err count_minutes(void *context, const struct pal_minutes *minutes)
{
    (void)minutes;
    (*(size_t *)context)++;
    return PAL_OK;
}

static void are_rebuilt_from_the_log(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    grant_both(&scene);
    struct pal_minutes minutes = drawn(&scene, ended(&scene, NULL));
    struct pal_text remarks = pal_text_of("x");
    EXPECT_ERR(pal_minutes_edit(scene.store, minutes.id,
                                &(struct pal_minutes_words){.remarks = &remarks}, NULL),
               PAL_OK);
    struct pal_minutes before = reread(&scene, &minutes);
    EXPECT_ERR(pal_minutes_approve(scene.store, minutes.id, scene.people[PAL_BRUNO], &before.hash),
               PAL_OK);
    EXPECT_ERR(pal_minutes_approve(scene.store, minutes.id, scene.people[PAL_CHIARA], &before.hash),
               PAL_OK);
    before = reread(&scene, &minutes);
    pal_scene_commit(&scene);

    EXPECT_ERR(pal_rebuild(scene.store, NULL, NULL), PAL_OK);
    pal_scene_commit(&scene);
    struct pal_minutes after = reread(&scene, &minutes);
    assert_int_equal(after.id.value, before.id.value);
    assert_int_equal(after.version, 2);
    assert_int_equal(after.entry, before.entry);
    assert_int_equal(after.drawn_us, before.drawn_us);
    assert_int_equal(after.published_us, before.published_us);
    assert_true(pal_hash_equal(&after.hash, &before.hash));
    size_t approvals = 0, versions = 0, published = 0;
    EXPECT_ERR(pal_minutes_officers_walk(scene.store, minutes.id, count_approvals, &approvals),
               PAL_OK);
    EXPECT_ERR(pal_minutes_versions_walk(scene.store, minutes.id, count_version, &versions),
               PAL_OK);
    EXPECT_ERR(pal_minutes_walk(scene.store, count_minutes, &published), PAL_OK);
    assert_int_equal(approvals, 2);
    assert_int_equal(versions, 2);
    assert_int_equal(published, 1);
}

int main(void)
{
    TESTS(tests, 20);
    TEST(tests, are_drawn_once_all_is_over);
    TEST(tests, state_every_figure_of_the_sitting);
    TEST(tests, are_drawn_for_want_of_a_quorum_too);
    TEST(tests, name_nobody_in_the_log);
    TEST(tests, state_elections_apart);
    TEST(tests, are_written_by_the_secretary_version_by_version);
    TABLE(tests, refusals, refuse_other_words);
    TEST(tests, list_no_more_documents_than_are_read);
    TEST(tests, are_published_once_every_officer_approves);
    TEST(tests, may_be_signed_by_one_who_holds_both_offices);
    TEST(tests, are_signed_by_the_officers_whom_the_sitting_named);
    TEST(tests, are_rebuilt_from_the_log);
    return RUN(tests);
}
