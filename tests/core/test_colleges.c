/* Colleges: how many members each has on a day, and what it weighs. */
#include "core/colleges.h"
#include "core/members.h"
#include "core/society.h"

#include "../support/expect.h"
#include "../support/scene.h"

static void take(struct pal_scene *scene, struct pal_census *out)
{
    PAL_CONSTITUTION(constitution);
    EXPECT_ERR(pal_society_constitution(scene->store, &constitution, NULL), PAL_OK);
    EXPECT_ERR(pal_census_take(scene->store, &constitution, pal_society_today(scene->store), out),
               PAL_OK);
}

static enum pal_err become(struct pal_scene *scene, enum pal_scene_member who,
                           enum pal_member_state state)
{
    return pal_member_enter_state(scene->store, scene->members[who], state,
                                  pal_society_today(scene->store));
}

static void counts_admitted_members_by_college_and_category(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    PAL_CENSUS(census);
    take(&scene, &census);
    assert_int_equal(census.college_count, 3);
    assert_int_equal(census.colleges[0], 2);
    assert_int_equal(census.colleges[1], 3);
    assert_int_equal(census.colleges[2], 2);
    assert_int_equal(census.categories[2], 1);
    assert_int_equal(census.categories[3], 1);
    assert_int_equal(census.admitted, 7);
    assert_int_equal(census.elsewhere, 0);
    EXPECT_RATIO(census.weights[0], "2/5");
    EXPECT_RATIO(census.weights[1], "7/20");
    EXPECT_RATIO(census.weights[2], "1/4");
}

static void an_empty_college_weighs_nothing_and_two_are_too_few(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    EXPECT_ERR(become(&scene, PAL_CORTE, PAL_MEMBER_LEFT), PAL_OK);
    EXPECT_ERR(become(&scene, PAL_GAIA, PAL_MEMBER_SUSPENDED), PAL_OK);
    PAL_CENSUS(census);
    take(&scene, &census);
    assert_int_equal(census.colleges[2], 0);
    assert_int_equal(census.admitted, 5);
    assert_int_equal(census.suspended, 1);
    assert_true(census.weighting_suspended);
    EXPECT_RATIO(census.weights[0], "0/1");
}

static void members_of_a_college_that_is_no_more_are_elsewhere(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    PAL_JSON(document);
    document = pal_scene_constitution_new();
    PAL_BUF(text);
    pal_json_write(document, &text);
    PAL_CONSTITUTION(constitution);
    EXPECT_ERR(pal_constitution_parse(document, PAL_CONSTITUTION_DOCUMENT, &constitution, NULL),
               PAL_OK);
    constitution.colleges[2].id[0] = 'S';
    PAL_CENSUS(census);
    EXPECT_ERR(pal_census_take(scene.store, &constitution, pal_society_today(scene.store), &census),
               PAL_OK);
    assert_int_equal(census.elsewhere, 2);
    assert_int_equal(census.colleges[2], 0);
    assert_int_equal(census.admitted, 7);
}

static void expect_colleges(struct pal_scene *scene, int32_t in_days, uint64_t workers,
                            uint64_t users, uint64_t supporters)
{
    PAL_CONSTITUTION(constitution);
    EXPECT_ERR(pal_society_constitution(scene->store, &constitution, NULL), PAL_OK);
    struct pal_date day = {pal_society_today(scene->store).days + in_days};
    PAL_CENSUS(census);
    EXPECT_ERR(pal_census_take(scene->store, &constitution, day, &census), PAL_OK);
    assert_int_equal(census.colleges[0], workers);
    assert_int_equal(census.colleges[1], users);
    assert_int_equal(census.colleges[2], supporters);
}

static void a_move_to_come_counts_on_its_day(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_membership to_work = {
        .category = pal_text_of("employees"),
        .from_on = {pal_society_today(scene.store).days + 10},
    };
    EXPECT_ERR(pal_member_move(scene.store, scene.members[PAL_ELSA], &to_work, NULL), PAL_OK);
    expect_colleges(&scene, 0, 2, 3, 2);
    expect_colleges(&scene, 9, 2, 3, 2);
    expect_colleges(&scene, 10, 3, 2, 2);
    /* And before anybody was admitted there was nobody. */
    expect_colleges(&scene, -46, 0, 0, 0);
    expect_colleges(&scene, -45, 2, 3, 2);

    /* Who leaves meanwhile never moves, and who comes back stands where they were. */
    EXPECT_ERR(become(&scene, PAL_ELSA, PAL_MEMBER_LEFT), PAL_OK);
    expect_colleges(&scene, 0, 2, 2, 2);
    expect_colleges(&scene, 10, 2, 2, 2);
    EXPECT_ERR(become(&scene, PAL_ELSA, PAL_MEMBER_ADMITTED), PAL_OK);
    expect_colleges(&scene, 0, 2, 3, 2);
    EXPECT_ERR(become(&scene, PAL_ELSA, PAL_MEMBER_SUSPENDED), PAL_OK);
    expect_colleges(&scene, 0, 2, 2, 2);
    EXPECT_ERR(become(&scene, PAL_ELSA, PAL_MEMBER_ADMITTED), PAL_OK);
    expect_colleges(&scene, 10, 2, 3, 2);
}

/* clang-format off */
static const struct {
    const char *name, *category, *college;
    enum pal_err err;
    size_t place;
} places[] = {
    {"a category that one college takes says the college", "towns", "", PAL_OK, 2},
    {"the college may be named too",                       "users", "users", PAL_OK, 1},
    {"a category is needed",                               "", "users", PAL_ERR_MEMBER_CATEGORY, 0},
    {"an unknown category has no place",                   "moon", "", PAL_ERR_MEMBER_CATEGORY, 0},
    {"an unknown college is no place",                     "users", "moon", PAL_ERR_MEMBER_COLLEGE, 0},
    {"a college takes its categories alone",               "users", "workers", PAL_ERR_MEMBER_OUTSIDE_COLLEGE, 0},
};
/* clang-format on */

static void is_placed(void **state)
{
    const __typeof__(places[0]) *row = *state;
    PAL_JSON(document);
    document = pal_scene_constitution_new();
    PAL_CONSTITUTION(constitution);
    EXPECT_ERR(pal_constitution_parse(document, PAL_CONSTITUTION_DOCUMENT, &constitution, NULL),
               PAL_OK);
    size_t category, college;
    EXPECT_ERR(pal_college_place(&constitution, pal_text_of(row->category),
                                 pal_text_of(row->college), &category, &college),
               row->err);
    if (row->err == PAL_OK) {
        assert_int_equal(college, row->place);
    }
}

static void a_category_of_two_colleges_does_not_say_which(void **state)
{
    (void)state;
    PAL_JSON(document);
    document = pal_scene_constitution_new();
    PAL_CONSTITUTION(constitution);
    EXPECT_ERR(pal_constitution_parse(document, PAL_CONSTITUTION_DOCUMENT, &constitution, NULL),
               PAL_OK);
    constitution.colleges[1].categories[0] = 0;
    size_t category, college;
    EXPECT_ERR(pal_college_place(&constitution, pal_text_of("employees"), pal_text_of(""),
                                 &category, &college),
               PAL_ERR_MEMBER_COLLEGE);
}

int main(void)
{
    TESTS(tests, 16);
    TEST(tests, counts_admitted_members_by_college_and_category);
    TEST(tests, an_empty_college_weighs_nothing_and_two_are_too_few);
    TEST(tests, members_of_a_college_that_is_no_more_are_elsewhere);
    TEST(tests, a_move_to_come_counts_on_its_day);
    TABLE(tests, places, is_placed);
    TEST(tests, a_category_of_two_colleges_does_not_say_which);
    return RUN(tests);
}
