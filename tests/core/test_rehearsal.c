/* A rehearsal: what is taken over from the society, and what is not. */
#include <string.h>

#include "core/log.h"
#include "core/members.h"
#include "core/procedures.h"
#include "core/rehearsal.h"
#include "core/society.h"
#include "core/store.h"

#include "../support/expect.h"
#include "../support/meeting.h"
#include "../support/scene.h"
#include "../support/voting.h"

/* An empty store under a clock of its own. */
struct copy {
    struct pal_store *store;
    int64_t now_us;
    struct pal_rehearsed made;
};

static void copy_done(struct copy *copy)
{
    pal_store_close(copy->store);
}
#define COPY(name) struct copy name PAL_CLEANUP(copy_done) = {0}

static void open_empty(struct copy *copy)
{
    static const uint8_t seed[PAL_SEED_SIZE] = {9};
    const struct pal_store_spec spec = {
        .mode = PAL_STORE_CREATE,
        .clock = pal_clock_at(&copy->now_us),
        .seed = seed,
    };
    EXPECT_ERR(pal_store_open(&spec, &copy->store), PAL_OK);
}

static void rehearse(struct pal_scene *scene, struct copy *copy)
{
    open_empty(copy);
    EXPECT_ERR(pal_rehearsal_make(scene->store, copy->store, &copy->now_us, scene->now_us,
                                  &copy->made),
               PAL_OK);
    assert_int_equal(copy->now_us, scene->now_us);
}

/* The assemblies of a store, and the resolutions of the last one. */
struct found {
    struct pal_store *store;
    struct pal_assembly_id last;
    enum pal_assembly_state state;
    char title[64];
    size_t count, texts;
    enum pal_procedure procedure;
    enum pal_opinion opinion;
};

static enum pal_err see_text(void *context, const struct pal_resolution *resolution)
{
    struct found *found = context;
    found->texts++;
    found->procedure = resolution->procedure;
    found->opinion = resolution->opinion;
    return PAL_OK;
}

static enum pal_err see_assembly(void *context, const struct pal_assembly *assembly)
{
    struct found *found = context;
    found->count++;
    found->last = assembly->id;
    found->state = assembly->state;
    assert_true(assembly->title.size < sizeof found->title);
    memcpy(found->title, assembly->title.bytes, assembly->title.size);
    found->title[assembly->title.size] = '\0';
    return PAL_OK;
}

static struct found look(struct pal_store *store)
{
    const struct pal_assemblies_query all = {.limit = 100, .with_drafts = true};
    struct found found = {.store = store};
    EXPECT_ERR(pal_assemblies_walk(store, &all, see_assembly, &found), PAL_OK);
    if (found.count > 0) {
        EXPECT_ERR(pal_agenda_walk(store, found.last, see_text, &found), PAL_OK);
    }
    return found;
}

static void has_another_name_and_another_log(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    COPY(copy);
    rehearse(&scene, &copy);
    assert_false(pal_society_is_rehearsal(scene.store));
    assert_true(pal_society_is_rehearsal(copy.store));
    EXPECT_TEXT(pal_log_name(copy.store), PAL_REHEARSAL_LOG);
    PAL_SOCIETY(society);
    EXPECT_ERR(pal_society_read(copy.store, &society), PAL_OK);
    assert_non_null(strstr(society.says.name.bytes, "Les Sept"));
    assert_false(pal_text_is(society.says.name, "Les Sept"));
}

static void has_the_members_who_have_not_left(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    COPY(copy);
    struct pal_date today = pal_society_today(scene.store);
    EXPECT_ERR(pal_member_enter_state(scene.store, scene.members[PAL_GAIA], PAL_MEMBER_LEFT, today),
               PAL_OK);
    EXPECT_ERR(pal_member_enter_state(scene.store, scene.members[PAL_ELSA], PAL_MEMBER_SUSPENDED,
                                      today),
               PAL_OK);
    rehearse(&scene, &copy);
    assert_int_equal(copy.made.members, PAL_SCENE_MEMBERS - 1);
    PAL_MEMBER(elsa);
    PAL_MEMBER(there);
    struct pal_member_id id;
    EXPECT_ERR(pal_member_read(scene.store, scene.members[PAL_ELSA], &elsa), PAL_OK);
    EXPECT_ERR(pal_member_find_number(copy.store, elsa.number, &id), PAL_OK);
    EXPECT_ERR(pal_member_read(copy.store, id, &there), PAL_OK);
    assert_int_equal(there.state, PAL_MEMBER_SUSPENDED);
    assert_true(pal_text_equal(there.name, elsa.name));
}

static void may_sit_at_once_on_the_same_texts(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    COPY(copy);
    struct pal_assembly_id draft = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    struct pal_resolution_id roof = pal_meeting_table(&scene, draft, "ordinary", "Roof");
    struct pal_resolution_id gone = pal_meeting_table(&scene, draft, "ordinary", "Gone");
    EXPECT_ERR(pal_procedure_choose(scene.store, roof, PAL_PROCEDURE_CONSENT), PAL_OK);
    EXPECT_ERR(pal_resolution_opine(scene.store, roof, PAL_OPINION_APPROVED), PAL_OK);
    EXPECT_ERR(pal_resolution_withdraw(scene.store, gone), PAL_OK);
    rehearse(&scene, &copy);
    assert_int_equal(copy.made.assemblies, 1);
    assert_int_equal(copy.made.resolutions, 1);
    struct found found = look(copy.store);
    assert_int_equal(found.texts, 1);
    assert_int_equal(found.state, PAL_ASSEMBLY_CONVENED);
    assert_int_equal(found.procedure, PAL_PROCEDURE_CONSENT);
    assert_int_equal(found.opinion, PAL_OPINION_APPROVED);
    EXPECT_ERR(pal_assembly_open(copy.store, found.last), PAL_OK);
    assert_int_equal(look(scene.store).state, PAL_ASSEMBLY_DRAFT);
}

static void leaves_what_is_over_and_what_has_no_agenda(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    COPY(copy);
    struct pal_assembly_id over = pal_meeting_sitting(&scene);
    EXPECT_ERR(pal_assembly_end(scene.store, over), PAL_OK);
    (void)pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    rehearse(&scene, &copy);
    assert_int_equal(copy.made.assemblies, 1);
    assert_int_equal(look(copy.store).state, PAL_ASSEMBLY_DRAFT);
}

/* RULE docs/rules/rehearsal.md
 * > A second call follows a first one to which nobody came.
 */
static void follows_a_first_call_to_which_nobody_came(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    COPY(copy);
    struct pal_assembly_id first = pal_meeting_sitting(&scene);
    EXPECT_ERR(pal_assembly_end(scene.store, first), PAL_OK);
    const struct pal_assembly_spec second = {
        .kind = PAL_ASSEMBLY_ORDINARY,
        .second_of = first,
        .title = pal_text_of("Again"),
        .meets_us = scene.now_us + 20 * PAL_SCENE_DAY * 1000000,
    };
    struct pal_assembly_id id;
    EXPECT_ERR(pal_assembly_create(scene.store, &second, NULL, &id), PAL_OK);
    rehearse(&scene, &copy);
    struct found found = look(copy.store);
    assert_int_equal(found.count, 2);
    assert_int_equal(found.texts, 1);
}

static void is_not_rehearsed_itself(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    COPY(copy);
    COPY(again);
    rehearse(&scene, &copy);
    open_empty(&again);
    int64_t now_us = scene.now_us;
    EXPECT_ERR(pal_rehearsal_make(copy.store, again.store, &again.now_us, now_us, &again.made),
               PAL_ERR_STATE);
}

int main(void)
{
    TESTS(tests, 8);
    TEST(tests, has_another_name_and_another_log);
    TEST(tests, has_the_members_who_have_not_left);
    TEST(tests, may_sit_at_once_on_the_same_texts);
    TEST(tests, leaves_what_is_over_and_what_has_no_agenda);
    TEST(tests, follows_a_first_call_to_which_nobody_came);
    TEST(tests, is_not_rehearsed_itself);
    return RUN(tests);
}
