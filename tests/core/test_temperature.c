/* What members think before a vote: words that nobody is told, figures that show nobody's. */
#include "core/log.h"
#include "core/rebuild.h"
#include "core/society.h"
#include "core/temperature.h"

#include "../support/expect.h"
#include "../support/meeting.h"
#include "../support/scene.h"
#include "../support/voting.h"

enum { K_MIN = 3, MORE = 5 };

static enum pal_err keep_first(void *context, const struct pal_resolution *item)
{
    struct pal_resolution_id *first = context;
    *first = first->value == 0 ? item->id : *first;
    return PAL_OK;
}

static struct pal_resolution_id first_of(struct pal_scene *scene, struct pal_assembly_id assembly)
{
    struct pal_resolution_id id = {0};
    EXPECT_ERR(pal_agenda_walk(scene->store, assembly, keep_first, &id), PAL_OK);
    return id;
}

static enum pal_err say(struct pal_scene *scene, struct pal_resolution_id id,
                        struct pal_member_id member, enum pal_view view)
{
    return pal_temperature_say(scene->store, id, member, &view);
}

/* "users 3 0 0 0; " */
static enum pal_err write_row(void *context, const struct pal_temperature *row)
{
    struct pal_buf *buf = context;
    pal_buf_add_text(buf, row->college);
    for (int i = 0; i < PAL_VIEW_COUNT; i++) {
        pal_buf_add_format(buf, " %d", (int)row->counts[i]);
    }
    pal_buf_add_string(buf, "; ");
    return PAL_OK;
}

static void expect_shown(struct pal_scene *scene, struct pal_resolution_id id, const char *expected)
{
    PAL_BUF(shown);
    EXPECT_ERR(pal_temperatures_walk(scene->store, id, write_row, &shown), PAL_OK);
    EXPECT_BUF(shown, expected);
}

/* More users, of whom the scene has three. */
static struct pal_member_id add_user(struct pal_scene *scene, const char *name)
{
    const struct pal_member_spec spec = {
        .kind = PAL_MEMBER_NATURAL,
        .person = {.name = pal_text_of(name)},
        .category = pal_text_of("users"),
        .state = PAL_MEMBER_ADMITTED,
    };
    struct pal_member_id id;
    EXPECT_ERR(pal_member_add(scene->store, &spec, NULL, &id), PAL_OK);
    return id;
}

static void is_shown_from_k_min_words_of_a_college_on(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_resolution_id id = first_of(&scene, pal_meeting_convened(&scene));
    uint64_t before = pal_log_head(scene.store).size;
    EXPECT_ERR(say(&scene, id, scene.members[PAL_ADA], PAL_VIEW_SUPPORT), PAL_OK);
    EXPECT_ERR(say(&scene, id, scene.members[PAL_BRUNO], PAL_VIEW_OPPOSE), PAL_OK);
    EXPECT_ERR(say(&scene, id, scene.members[PAL_CHIARA], PAL_VIEW_SUPPORT), PAL_OK);
    EXPECT_ERR(say(&scene, id, scene.members[PAL_ELSA], PAL_VIEW_NONE), PAL_OK);
    expect_shown(&scene, id, "");
    assert_int_equal(pal_log_head(scene.store).size, before); /* words leave no entry */
    EXPECT_ERR(say(&scene, id, scene.members[PAL_DOMINIQUE], PAL_VIEW_RESERVE), PAL_OK);
    expect_shown(&scene, id, "users 1 1 0 1; ");
    assert_int_equal(pal_log_head(scene.store).size, before + 1);
    PAL_JSON(entry);
    const struct pal_json *d;
    entry = pal_scene_last_entry_new(&scene);
    EXPECT_ERR(pal_json_object(entry, "d", &d, NULL), PAL_OK);
    EXPECT_TEXT(pal_json_as_text(pal_json_get(d, "college")), "users");
    assert_int_equal(pal_json_as_int(pal_json_get(d, "reserve")), 1);
    EXPECT_ERR(pal_rebuild(scene.store, NULL, NULL), PAL_OK);
    expect_shown(&scene, id, "users 1 1 0 1; ");
}

static void shows_nothing_of_fewer_changes_than_k_min(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_resolution_id id = first_of(&scene, pal_meeting_convened(&scene));
    struct pal_member_id users[MORE] = {scene.members[PAL_CHIARA], scene.members[PAL_DOMINIQUE],
                                        scene.members[PAL_ELSA], add_user(&scene, "Flora Mattei"),
                                        add_user(&scene, "Hugo Leca")};
    for (size_t i = 0; i < K_MIN; i++) {
        EXPECT_ERR(say(&scene, id, users[i], PAL_VIEW_SUPPORT), PAL_OK);
    }
    expect_shown(&scene, id, "users 3 0 0 0; ");
    /* To and fro is no change, and one more word would be seen by who subtracts. */
    EXPECT_ERR(say(&scene, id, users[0], PAL_VIEW_OPPOSE), PAL_OK);
    EXPECT_ERR(say(&scene, id, users[0], PAL_VIEW_SUPPORT), PAL_OK);
    EXPECT_ERR(say(&scene, id, users[3], PAL_VIEW_OPPOSE), PAL_OK);
    EXPECT_ERR(say(&scene, id, users[4], PAL_VIEW_OPPOSE), PAL_OK);
    expect_shown(&scene, id, "users 3 0 0 0; ");
    /* A word that is taken back is a change too. */
    EXPECT_ERR(pal_temperature_say(scene.store, id, users[1], NULL), PAL_OK);
    expect_shown(&scene, id, "users 2 0 2 0; ");
    EXPECT_ERR(pal_temperature_say(scene.store, id, users[1], NULL), PAL_OK);
    enum pal_view view;
    bool is_said;
    EXPECT_ERR(pal_temperature_of(scene.store, id, users[1], &view, &is_said), PAL_OK);
    assert_false(is_said);
    EXPECT_ERR(pal_temperature_of(scene.store, id, users[4], &view, &is_said), PAL_OK);
    assert_true(is_said);
    assert_int_equal(view, PAL_VIEW_OPPOSE);
}

static void counts_nobody_who_left(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_resolution_id id = first_of(&scene, pal_meeting_convened(&scene));
    EXPECT_ERR(say(&scene, id, scene.members[PAL_CHIARA], PAL_VIEW_SUPPORT), PAL_OK);
    EXPECT_ERR(say(&scene, id, scene.members[PAL_ELSA], PAL_VIEW_SUPPORT), PAL_OK);
    EXPECT_ERR(pal_member_enter_state(scene.store, scene.members[PAL_ELSA], PAL_MEMBER_LEFT,
                                      pal_society_today(scene.store)),
               PAL_OK);
    EXPECT_ERR(say(&scene, id, scene.members[PAL_DOMINIQUE], PAL_VIEW_SUPPORT), PAL_OK);
    expect_shown(&scene, id, "");
    EXPECT_ERR(say(&scene, id, scene.members[PAL_ELSA], PAL_VIEW_OPPOSE),
               PAL_ERR_MEMBER_NOT_ADMITTED);
    PAL_TRANSACTION(transaction, scene.store);
    enum pal_view view;
    bool is_said;
    EXPECT_ERR(pal_temperatures_forget(scene.store, scene.members[PAL_ELSA]), PAL_OK);
    EXPECT_ERR(pal_temperature_of(scene.store, id, scene.members[PAL_ELSA], &view, &is_said),
               PAL_OK);
    assert_false(is_said);
    EXPECT_ERR(pal_transaction_commit(&transaction), PAL_OK);
}

static void is_said_between_the_notice_and_the_vote(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id draft = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    struct pal_resolution_id early = pal_meeting_table(&scene, draft, "ordinary", "Accounts");
    EXPECT_ERR(say(&scene, early, scene.members[PAL_ADA], PAL_VIEW_SUPPORT), PAL_ERR_STATE);

    struct pal_assembly_id assembly = pal_meeting_convened(&scene);
    struct pal_resolution_id id = first_of(&scene, assembly);
    struct pal_poll_id poll = pal_voting_called(&scene, assembly);
    EXPECT_ERR(say(&scene, id, scene.members[PAL_ADA], PAL_VIEW_SUPPORT), PAL_OK);
    EXPECT_ERR(pal_poll_open(scene.store, poll), PAL_OK);
    EXPECT_ERR(say(&scene, id, scene.members[PAL_BRUNO], PAL_VIEW_SUPPORT), PAL_ERR_STATE);
    EXPECT_ERR(pal_temperature_say(scene.store, id, scene.members[PAL_ADA], NULL), PAL_ERR_STATE);
    enum pal_view view;
    assert_false(pal_view_read(pal_text_of("love"), &view));
    assert_true(pal_view_read(pal_text_of("reserve"), &view));
    assert_int_equal(view, PAL_VIEW_RESERVE);
}

static int64_t expire(struct pal_scene *scene, int64_t until_us)
{
    int64_t count;
    PAL_TRANSACTION(transaction, scene->store);
    EXPECT_ERR(pal_temperatures_expire(scene->store, until_us, &count), PAL_OK);
    EXPECT_ERR(pal_transaction_commit(&transaction), PAL_OK);
    return count;
}

static void is_forgotten_in_its_time_and_its_figures_stay(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    bool has_said;
    int64_t count;
    enum pal_view view;
    struct pal_assembly_id assembly = pal_meeting_convened(&scene);
    struct pal_resolution_id id = first_of(&scene, assembly);
    EXPECT_ERR(say(&scene, id, scene.members[PAL_ADA], PAL_VIEW_SUPPORT), PAL_OK);
    EXPECT_ERR(say(&scene, id, scene.members[PAL_BRUNO], PAL_VIEW_OPPOSE), PAL_OK);
    EXPECT_ERR(say(&scene, id, scene.members[PAL_DOMINIQUE], PAL_VIEW_RESERVE), PAL_OK);
    EXPECT_ERR(say(&scene, id, scene.members[PAL_CHIARA], PAL_VIEW_SUPPORT), PAL_OK);
    PAL_BUF(shown);
    EXPECT_ERR(pal_temperatures_walk(scene.store, id, write_row, &shown), PAL_OK);
    count = expire(&scene, INT64_MAX);
    assert_int_equal(count, 0); /* the assembly has not ended */
    pal_scene_wait(&scene, 30 * PAL_SCENE_DAY);
    EXPECT_ERR(pal_assembly_open(scene.store, assembly), PAL_OK);
    EXPECT_ERR(pal_assembly_end(scene.store, assembly), PAL_OK);
    count = expire(&scene, scene.now_us - 1);
    assert_int_equal(count, 0);
    count = expire(&scene, scene.now_us);
    assert_int_equal(count, 4);
    EXPECT_ERR(pal_temperature_of(scene.store, id, scene.members[PAL_ADA], &view, &has_said),
               PAL_OK);
    assert_false(has_said);
    expect_shown(&scene, id, shown.bytes != NULL ? shown.bytes : "");
}

int main(void)
{
    TESTS(tests, 5);
    TEST(tests, is_shown_from_k_min_words_of_a_college_on);
    TEST(tests, shows_nothing_of_fewer_changes_than_k_min);
    TEST(tests, counts_nobody_who_left);
    TEST(tests, is_said_between_the_notice_and_the_vote);
    TEST(tests, is_forgotten_in_its_time_and_its_figures_stay);
    return RUN(tests);
}
