/* Resolutions: tabled in order, in versions, frozen with their poll. */
#include "base/crypto.h"
#include "core/resolutions.h"
#include "core/society.h"

#include "../support/expect.h"
#include "../support/meeting.h"
#include "../support/scene.h"

struct agenda {
    char letters[16]; /* the first letter of each title, in order */
    size_t count;
};

static enum pal_err add_letter(void *context, const struct pal_resolution *item)
{
    struct agenda *agenda = context;
    assert_int_equal(item->position, agenda->count + 1);
    agenda->letters[agenda->count++] = item->title.bytes[0];
    return PAL_OK;
}

static void expect_agenda(struct pal_scene *scene, struct pal_assembly_id assembly,
                          const char *letters)
{
    struct agenda agenda = {0};
    EXPECT_ERR(pal_agenda_walk(scene->store, assembly, add_letter, &agenda), PAL_OK);
    assert_string_equal(agenda.letters, letters);
}

static void place(struct pal_scene *scene, struct pal_resolution_id id, int64_t position)
{
    struct pal_resolution_change change = {.position = &position};
    EXPECT_ERR(pal_resolution_change(scene->store, id, &change, NULL), PAL_OK);
}

static void keep_their_order_on_the_agenda(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id meeting = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    struct pal_resolution_id a = pal_meeting_table(&scene, meeting, "ordinary", "A");
    (void)pal_meeting_table(&scene, meeting, "ordinary", "B");
    struct pal_resolution_id c = pal_meeting_table(&scene, meeting, "ordinary", "C");
    expect_agenda(&scene, meeting, "ABC");
    place(&scene, c, 1);
    expect_agenda(&scene, meeting, "CAB");
    place(&scene, a, 3);
    expect_agenda(&scene, meeting, "CBA");
    place(&scene, a, 3);
    expect_agenda(&scene, meeting, "CBA");

    struct pal_where where = {0};
    int64_t beyond = 4;
    struct pal_resolution_change change = {.position = &beyond};
    EXPECT_ERR_AT(pal_resolution_change(scene.store, a, &change, &where), PAL_ERR_JSON_VALUE, where,
                  "/position");
}

static enum pal_err last_version(void *context, const struct pal_text_version *version)
{
    *(int64_t *)context = version->number;
    return PAL_OK;
}

static void become_versions_when_their_words_change(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id meeting = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    struct pal_resolution_id id = pal_meeting_table(&scene, meeting, "ordinary", "Accounts");
    PAL_RESOLUTION(first);
    EXPECT_ERR(pal_resolution_read(scene.store, id, &first), PAL_OK);

    struct pal_text text = pal_text_of("The assembly approves, with thanks.");
    struct pal_resolution_change change = {.text = &text};
    EXPECT_ERR(pal_resolution_change(scene.store, id, &change, NULL), PAL_OK);
    EXPECT_ERR(pal_resolution_change(scene.store, id, &change, NULL), PAL_OK);
    PAL_RESOLUTION(second);
    EXPECT_ERR(pal_resolution_read(scene.store, id, &second), PAL_OK);
    assert_int_equal(second.version, 2);
    assert_false(pal_hash_equal(&first.hash, &second.hash));
    EXPECT_TEXT(second.title, "Accounts");
    int64_t versions = 0;
    EXPECT_ERR(pal_resolution_versions_walk(scene.store, id, last_version, &versions), PAL_OK);
    assert_int_equal(versions, 2);

    PAL_JSON(document);
    EXPECT_ERR(pal_resolution_version_read(scene.store, id, 1, &document), PAL_OK);
    struct pal_text words;
    EXPECT_ERR(pal_json_text(document, "text", &words, NULL), PAL_OK);
    EXPECT_TEXT(words, "The assembly approves.");
    PAL_JSON(none);
    EXPECT_ERR(pal_resolution_version_read(scene.store, id, 3, &none), PAL_ERR_NOT_FOUND);
}

static void attack_62_that_say_the_same_have_nothing_in_common(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id meeting = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    struct pal_resolution_id one = pal_meeting_table(&scene, meeting, "ordinary", "Accounts");
    struct pal_resolution_id two = pal_meeting_table(&scene, meeting, "ordinary", "Accounts");
    PAL_RESOLUTION(first);
    PAL_RESOLUTION(second);
    EXPECT_ERR(pal_resolution_read(scene.store, one, &first), PAL_OK);
    EXPECT_ERR(pal_resolution_read(scene.store, two, &second), PAL_OK);
    assert_false(pal_hash_equal(&first.hash, &second.hash));

    /* Words that come back, as the first version had them, are not seen to. */
    struct pal_text words = pal_text_of("The assembly refuses.");
    struct pal_text again = pal_text_of("The assembly approves.");
    struct pal_resolution_change change = {.text = &words};
    EXPECT_ERR(pal_resolution_change(scene.store, one, &change, NULL), PAL_OK);
    change.text = &again;
    EXPECT_ERR(pal_resolution_change(scene.store, one, &change, NULL), PAL_OK);
    PAL_RESOLUTION(third);
    EXPECT_ERR(pal_resolution_read(scene.store, one, &third), PAL_OK);
    assert_int_equal(third.version, 3);
    assert_false(pal_hash_equal(&first.hash, &third.hash));
}

static void are_fixed_by_the_notice(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id meeting = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    struct pal_resolution_id id = pal_meeting_table(&scene, meeting, "ordinary", "Accounts");
    EXPECT_ERR(pal_assembly_convene(scene.store, meeting, NULL), PAL_OK);
    struct pal_text title = pal_text_of("Other accounts");
    struct pal_resolution_change change = {.title = &title};
    EXPECT_ERR(pal_resolution_change(scene.store, id, &change, NULL), PAL_ERR_ASSEMBLY_AGENDA);
    struct pal_resolution_spec late = {
        .assembly = meeting,
        .decision_class = pal_text_of("ordinary"),
        .title = pal_text_of("Late"),
        .text = pal_text_of("Late."),
    };
    EXPECT_ERR(pal_resolution_table(scene.store, &late, NULL, &id), PAL_ERR_ASSEMBLY_AGENDA);
}

static void freeze_and_meet_their_fate_with_their_poll(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id meeting = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    struct pal_resolution_id id = pal_meeting_table(&scene, meeting, "ordinary", "Accounts");
    PAL_TRANSACTION(transaction, scene.store);
    EXPECT_ERR(pal_resolution_decide(scene.store, id, 1), PAL_ERR_STATE);
    EXPECT_ERR(pal_resolution_freeze(scene.store, id, 1), PAL_OK);
    EXPECT_ERR(pal_resolution_opine(scene.store, id, PAL_OPINION_APPROVED),
               PAL_ERR_RESOLUTION_FROZEN);
    EXPECT_ERR(pal_resolution_withdraw(scene.store, id), PAL_ERR_RESOLUTION_FROZEN);
    EXPECT_ERR(pal_resolution_release(scene.store, id, 2), PAL_OK);
    EXPECT_ERR(pal_resolution_freeze(scene.store, id, 3), PAL_OK);
    EXPECT_ERR(pal_resolution_decide(scene.store, id, 4), PAL_OK);
    EXPECT_ERR(pal_resolution_withdraw(scene.store, id), PAL_ERR_STATE);
    EXPECT_ERR(pal_transaction_commit(&transaction), PAL_OK);
}

/* clang-format off */
static const struct {
    const char *name;
    enum pal_assembly_kind kind;
    const char *decision_class;
    enum pal_err err;
} classes[] = {
    {"an ordinary assembly decides what is ordinary",          PAL_ASSEMBLY_ORDINARY,      "ordinary",      PAL_OK},
    {"an ordinary assembly does not change the statutes",      PAL_ASSEMBLY_ORDINARY,      "extraordinary", PAL_ERR_RESOLUTION_CLASS},
    {"an extraordinary assembly changes the statutes",         PAL_ASSEMBLY_EXTRAORDINARY, "extraordinary", PAL_OK},
    {"an extraordinary assembly does not approve the accounts",PAL_ASSEMBLY_EXTRAORDINARY, "ordinary",      PAL_ERR_RESOLUTION_CLASS},
    {"a combined assembly does both",                          PAL_ASSEMBLY_COMBINED,      "extraordinary", PAL_OK},
    {"no assembly decides by a class that is not there",       PAL_ASSEMBLY_COMBINED,      "whim",          PAL_ERR_RESOLUTION_CLASS},
};
static const struct {
    const char *name;
    int64_t days_before;
    enum pal_err err;
} requests[] = {
    {"members may request a resolution twenty-five days before", 25, PAL_OK},
    {"members may not twenty-four days before",                  24, PAL_ERR_ASSEMBLY_REQUEST},
};
/* clang-format on */

static void have_a_class_that_the_assembly_decides(void **state)
{
    const __typeof__(classes[0]) *row = *state;
    PAL_SCENE(scene);
    struct pal_resolution_spec spec = {
        .assembly = pal_meeting_draft(&scene, row->kind),
        .decision_class = pal_text_of(row->decision_class),
        .title = pal_text_of("Title"),
        .text = pal_text_of("Text."),
    };
    struct pal_resolution_id id;
    EXPECT_ERR(pal_resolution_table(scene.store, &spec, NULL, &id), row->err);
}

static void of_members_come_in_time(void **state)
{
    const __typeof__(requests[0]) *row = *state;
    PAL_SCENE(scene);
    struct pal_resolution_spec spec = {
        .assembly = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY),
        .decision_class = pal_text_of("ordinary"),
        .is_from_members = true,
        .title = pal_text_of("A request"),
        .text = pal_text_of("Text."),
    };
    pal_scene_wait(&scene, (30 - row->days_before) * PAL_SCENE_DAY);
    struct pal_resolution_id id;
    EXPECT_ERR(pal_resolution_table(scene.store, &spec, NULL, &id), row->err);
}

int main(void)
{
    TESTS(tests, 20);
    TEST(tests, keep_their_order_on_the_agenda);
    TEST(tests, become_versions_when_their_words_change);
    TEST(tests, attack_62_that_say_the_same_have_nothing_in_common);
    TEST(tests, are_fixed_by_the_notice);
    TEST(tests, freeze_and_meet_their_fate_with_their_poll);
    TABLE(tests, classes, have_a_class_that_the_assembly_decides);
    TABLE(tests, requests, of_members_come_in_time);
    return RUN(tests);
}
