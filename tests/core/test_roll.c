/* The roll: who is on it, in which order, and the root that the manifest states. */
#include <stdio.h>
#include <string.h>

#include "audit/tree.h"
#include "base/crypto.h"
#include "base/fields.h"
#include "core/roll.h"
#include "core/society.h"

#include "../support/expect.h"
#include "../support/voting.h"

struct seen {
    int64_t rank;
    struct pal_uuid last;
    size_t count, used;
};

/* Ranks follow one another, and members stand in the order of their identifiers. */
static enum pal_err see(void *context, const struct pal_roll_line *line)
{
    struct seen *seen = context;
    assert_int_equal(line->rank, seen->rank + 1);
    assert_true(seen->rank == 0 ||
                memcmp(seen->last.bytes, line->member_uuid.bytes, PAL_UUID_SIZE) < 0);
    seen->rank = line->rank;
    seen->last = line->member_uuid;
    seen->count++;
    seen->used += line->is_used;
    return PAL_OK;
}

static void the_roll_is_in_an_order_that_says_nothing(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_poll_id poll = pal_voting_open(&scene, pal_meeting_sitting(&scene));
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_ADA], "{\"choice\":0}"), PAL_OK);
    struct seen seen = {0};
    struct pal_roll_query query = {.poll = poll, .limit = 4};
    EXPECT_ERR(pal_roll_walk(scene.store, &query, see, &seen), PAL_OK);
    assert_int_equal(seen.count, 4);
    query.after_rank = seen.rank;
    EXPECT_ERR(pal_roll_walk(scene.store, &query, see, &seen), PAL_OK);
    assert_int_equal(seen.count, PAL_SCENE_MEMBERS);
    assert_int_equal(seen.used, 1);
}

static enum pal_err keep(void *context, const struct pal_roll_line *line)
{
    struct pal_roll_line *kept = context;
    *kept = *line;
    kept->name = kept->number = kept->college = (struct pal_text){0}; /* lent until here */
    EXPECT_TEXT(line->college, "workers");
    EXPECT_TEXT(line->name, "Ada Colonna");
    return PAL_OK;
}

static void a_line_says_whether_and_how_the_right_was_used(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_poll_id poll = pal_voting_open(&scene, pal_meeting_sitting(&scene));
    struct pal_member_id ada = scene.members[PAL_ADA];
    struct pal_roll_line line;
    EXPECT_ERR(pal_roll_find(scene.store, poll, ada, keep, &line), PAL_OK);
    assert_false(line.is_used);
    EXPECT_ERR(pal_voting_cast(&scene, poll, ada, "{\"choice\":0}"), PAL_OK);
    EXPECT_ERR(pal_roll_find(scene.store, poll, ada, keep, &line), PAL_OK);
    assert_true(line.is_used);
    assert_int_equal(line.channel, PAL_CHANNEL_REMOTE);
    EXPECT_ERR(pal_roll_find(scene.store, poll, (struct pal_member_id){999}, keep, &line),
               PAL_ERR_ROLL_ABSENT);
}

/* One vote and another salt each time: two rolls of the same members have other roots. */
static void two_rolls_of_the_same_members_have_other_roots(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id assembly = pal_meeting_sitting(&scene);
    char roots[2][2 * PAL_HASH_SIZE + 1];
    for (int i = 0; i < 2; i++) {
        struct pal_poll_id poll = pal_voting_election(&scene, assembly, "approval", 1);
        PAL_BUF(bytes);
        PAL_JSON(manifest);
        EXPECT_ERR(pal_poll_manifest(scene.store, poll, &bytes), PAL_OK);
        EXPECT_ERR(pal_json_parse(pal_buf_text(&bytes), bytes.size, &manifest, NULL), PAL_OK);
        EXPECT_FIGURE(manifest, "voters", "7");
        (void)snprintf(roots[i], sizeof roots[i], "%s", pal_voting_figure(manifest, "roll_root"));
    }
    assert_string_not_equal(roots[0], roots[1]);
}

static void nobody_on_the_roll_opens_no_poll(void **state)
{
    (void)state;
    struct pal_scene scene PAL_CLEANUP(pal_scene_done) = {0};
    pal_scene_found(&scene);
    struct pal_poll_id poll = pal_voting_called(&scene, pal_meeting_sitting(&scene));
    EXPECT_ERR(pal_poll_open(scene.store, poll), PAL_ERR_ROLL_EMPTY);
}

/* Who is suspended, or not yet admitted, does not vote. */
static void only_the_admitted_are_on_it(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    EXPECT_ERR(pal_member_enter_state(scene.store, scene.members[PAL_ELSA], PAL_MEMBER_SUSPENDED,
                                      pal_society_today(scene.store)),
               PAL_OK);
    struct pal_poll_id poll = pal_voting_open(&scene, pal_meeting_sitting(&scene));
    PAL_POLL(row);
    EXPECT_ERR(pal_poll_read(scene.store, poll, &row), PAL_OK);
    assert_int_equal(row.voters, PAL_SCENE_MEMBERS - 1);
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_ELSA], "{\"choice\":0}"),
               PAL_ERR_ROLL_ABSENT);
}

static void who_stands_in_a_college_of_old_is_placed_first(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    PAL_BUF(text);
    PAL_JSON(document);
    PAL_JSON(renamed);
    document = pal_scene_constitution_new();
    pal_json_write(document, &text);
    char *name = strstr(text.bytes, "\"id\":\"supporters\"");
    assert_non_null(name);
    name[strlen("\"id\":\"")] = 'p';
    EXPECT_ERR(pal_json_parse(pal_buf_text(&text), 1 << 20, &renamed, NULL), PAL_OK);
    struct pal_version_spec spec = {.document = renamed,
                                    .effective_on = pal_society_today(scene.store)};
    struct pal_version version;
    EXPECT_ERR(pal_version_enter(scene.store, &spec, NULL, NULL, &version), PAL_OK);
    struct pal_poll_id poll = pal_voting_called(&scene, pal_meeting_sitting(&scene));
    EXPECT_ERR(pal_poll_open(scene.store, poll), PAL_ERR_ROLL_ELSEWHERE);
}

int main(void)
{
    TESTS(tests, 8);
    TEST(tests, the_roll_is_in_an_order_that_says_nothing);
    TEST(tests, a_line_says_whether_and_how_the_right_was_used);
    TEST(tests, two_rolls_of_the_same_members_have_other_roots);
    TEST(tests, nobody_on_the_roll_opens_no_poll);
    TEST(tests, only_the_admitted_are_on_it);
    TEST(tests, who_stands_in_a_college_of_old_is_placed_first);
    return RUN(tests);
}
