/* Casting: by whom, when, once; and every order of what may happen around one right. */
#include <stdio.h>
#include <string.h>

#include "base/crypto.h"
#include "core/box.h"
#include "core/papers.h"
#include "core/proxies.h"
#include "core/roll.h"

#include "../support/expect.h"
#include "../support/voting.h"

static const char in_favour[] = "{\"choice\":0}";

/* --- by whom ------------------------------------------------------------------------------------ */

static struct pal_proxy_id give(struct pal_scene *scene, struct pal_assembly_id assembly,
                                enum pal_scene_member principal, enum pal_scene_member holder)
{
    struct pal_proxy_id proxy;
    EXPECT_ERR(pal_proxy_offer(scene->store, assembly, scene->members[principal],
                               scene->members[holder], &proxy),
               PAL_OK);
    EXPECT_ERR(pal_proxy_accept(scene->store, proxy), PAL_OK);
    return proxy;
}

static enum pal_err cast_for(struct pal_scene *scene, struct pal_poll_id poll,
                             enum pal_scene_member member, enum pal_scene_member voter)
{
    return pal_voting_cast_as(
        scene,
        &(struct pal_cast){.poll = poll,
                           .member = scene->members[member],
                           .person = pal_voting_person(scene, scene->members[voter])},
        in_favour);
}

static void a_right_is_used_by_who_holds_it(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id assembly = pal_meeting_sitting(&scene);
    (void)give(&scene, assembly, PAL_BRUNO, PAL_CHIARA);
    struct pal_poll_id poll = pal_voting_open(&scene, assembly);
    EXPECT_ERR(cast_for(&scene, poll, PAL_ADA, PAL_ELSA), PAL_ERR_ROLL_NOT_HELD);
    EXPECT_ERR(cast_for(&scene, poll, PAL_CORTE, PAL_CORTE), PAL_OK); /* by Félix */
    EXPECT_ERR(cast_for(&scene, poll, PAL_BRUNO, PAL_CHIARA), PAL_OK);
    EXPECT_ERR(cast_for(&scene, poll, PAL_BRUNO, PAL_BRUNO), PAL_ERR_ROLL_VOTED);
    EXPECT_ERR(cast_for(&scene, poll, PAL_BRUNO, PAL_CHIARA), PAL_ERR_ROLL_VOTED);
    EXPECT_ERR(cast_for(&scene, poll, PAL_CHIARA, PAL_CHIARA), PAL_OK);
}

static void who_came_after_the_opening_is_not_on_the_roll(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_poll_id poll = pal_voting_open(&scene, pal_meeting_sitting(&scene));
    struct pal_member_spec spec = {
        .kind = PAL_MEMBER_NATURAL,
        .person = {.name = pal_text_of("Hélène Mori")},
        .category = pal_text_of("users"),
        .state = PAL_MEMBER_ADMITTED,
    };
    struct pal_member_id late;
    EXPECT_ERR(pal_member_add(scene.store, &spec, NULL, &late), PAL_OK);
    EXPECT_ERR(pal_voting_cast(&scene, poll, late, in_favour), PAL_ERR_ROLL_ABSENT);
}

static void one_college_votes_where_it_alone_is_asked(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id assembly = pal_meeting_sitting(&scene);
    struct pal_poll_option options[] = {{.label = pal_text_of("Red")},
                                        {.label = pal_text_of("Blue")}};
    struct pal_poll_spec spec = {
        .assembly = assembly,
        .kind = PAL_POLL_CHOICE,
        .title = pal_text_of("Colour"),
        .decision_class = pal_text_of("ordinary"),
        .method = pal_text_of("plurality"),
        .options = options,
        .option_count = 2,
        .electorate = pal_text_of("users"),
        .opens_us = scene.now_us,
        .closes_us = scene.now_us + PAL_VOTING_HOUR * INT64_C(1000000),
    };
    struct pal_poll_id poll;
    EXPECT_ERR(pal_poll_create(scene.store, &spec, NULL, &poll), PAL_OK);
    EXPECT_ERR(pal_poll_call(scene.store, poll, NULL), PAL_OK);
    EXPECT_ERR(pal_poll_open(scene.store, poll), PAL_OK);
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_ADA], in_favour),
               PAL_ERR_ROLL_ABSENT);
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_ELSA], in_favour), PAL_OK);
    PAL_JSON(decision);
    decision = pal_voting_count_new(&scene, poll);
    EXPECT_FIGURE(decision, "electorate", "users");
    EXPECT_FIGURE(decision, "quorum/members", "3");
    EXPECT_FIGURE(decision, "count/elected", "[\"Red\"]");
}

/* --- when ----------------------------------------------------------------------------------------- */

/* clang-format off */
static const struct {
    const char *name;
    int seconds; /* after the opening */
    enum pal_err err;
} instants[] = {
    {"from the opening on",         0,                        PAL_OK},
    {"in the last second",          PAL_VOTING_HOUR - 1,      PAL_OK},
    {"not at the end",              PAL_VOTING_HOUR,          PAL_ERR_POLL_CLOSED},
    {"nor after it",                PAL_VOTING_HOUR + 1,      PAL_ERR_POLL_CLOSED},
    {"whatever the state says",     10 * PAL_VOTING_HOUR,     PAL_ERR_POLL_CLOSED},
};
/* clang-format on */

static void is_received(void **state)
{
    const __typeof__(instants[0]) *row = *state;
    PAL_SCENE(scene);
    struct pal_poll_id poll = pal_voting_open(&scene, pal_meeting_sitting(&scene));
    pal_scene_wait(&scene, row->seconds);
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_ADA], in_favour), row->err);
}

static void a_poll_that_is_not_open_takes_nothing(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id assembly = pal_meeting_sitting(&scene);
    struct pal_poll_id poll = pal_voting_draft(&scene, assembly);
    struct pal_member_id ada = scene.members[PAL_ADA];
    EXPECT_ERR(pal_voting_cast(&scene, poll, ada, in_favour), PAL_ERR_POLL_NOT_OPEN);
    EXPECT_ERR(pal_poll_call(scene.store, poll, NULL), PAL_OK);
    EXPECT_ERR(pal_voting_cast(&scene, poll, ada, in_favour), PAL_ERR_POLL_NOT_OPEN);
    EXPECT_ERR(pal_poll_open(scene.store, poll), PAL_OK);
    EXPECT_ERR(pal_poll_annul(scene.store, poll, pal_text_of("Storm")), PAL_OK);
    EXPECT_ERR(pal_voting_cast(&scene, poll, ada, in_favour), PAL_ERR_POLL_NOT_OPEN);
}

static void the_text_that_was_read_is_the_one_that_is_voted(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_poll_id poll = pal_voting_open(&scene, pal_meeting_sitting(&scene));
    PAL_JSON(ballot);
    ballot = pal_voting_ballot_new(in_favour);
    struct pal_hash other = pal_hash_of("another text", 12);
    struct pal_cast cast = {
        .poll = poll,
        .member = scene.members[PAL_ADA],
        .person = pal_voting_person(&scene, scene.members[PAL_ADA]),
        .ballot = ballot,
    };
    struct pal_cast_receipt receipt;
    struct pal_where where;
    EXPECT_ERR_AT(pal_box_cast(scene.store, &cast, &where, &receipt), PAL_ERR_JSON_MISSING, where,
                  "/text_hash");
    cast.text = &other;
    EXPECT_ERR_AT(pal_box_cast(scene.store, &cast, &where, &receipt), PAL_ERR_BALLOT_TEXT, where,
                  "/text_hash");
}

/* A turn that dies takes the opening with it; what was kept of its manifest harms nobody. */
static void a_cast_of_a_turn_that_is_given_up_leaves_nothing(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_poll_id poll = pal_voting_open(&scene, pal_meeting_sitting(&scene));
    struct pal_member_id ada = scene.members[PAL_ADA];
    {
        PAL_TRANSACTION(given_up, scene.store);
        EXPECT_ERR(pal_voting_cast(&scene, poll, ada, in_favour), PAL_OK);
        EXPECT_ERR(pal_voting_cast(&scene, poll, ada, in_favour), PAL_ERR_ROLL_VOTED);
        pal_transaction_done(&given_up);
    }
    EXPECT_ERR(pal_voting_cast(&scene, poll, ada, in_favour), PAL_OK);
    pal_scene_commit(&scene);
}

/* --- every order ------------------------------------------------------------------------------------ */

/* What may happen around Bruno's right, whose proxy Chiara holds, of whom a paper lies with the
 * tellers. */
enum pal_event {
    PRINCIPAL_VOTES,
    HOLDER_VOTES,
    PROXY_REVOKED,
    PRINCIPAL_ENTERS,
    PAPER_CONFIRMED,
    CLOSES
};
enum { EVENTS = 6 };

struct story {
    struct pal_scene scene; /* its clock stays that of the first story */
    struct pal_assembly_id assembly;
    struct pal_poll_id poll;
    struct pal_proxy_id proxy;
    struct pal_uuid paper;
    int uses; /* how many were told that the right was used by them */
    bool is_revoked, is_present, is_closed, is_confirmed;
};

static void begin_story(struct story *story)
{
    struct pal_scene *scene = &story->scene;
    pal_scene_open(scene);
    story->assembly = pal_meeting_sitting(scene);
    story->proxy = give(scene, story->assembly, PAL_BRUNO, PAL_CHIARA);
    story->poll = pal_voting_open(scene, story->assembly);
    PAL_JSON(ballot);
    ballot = pal_voting_ballot_new(in_favour);
    struct pal_paper_spec spec = {
        .poll = story->poll,
        .member = scene->members[PAL_BRUNO],
        .channel = PAL_CHANNEL_PROXY,
        .holder = scene->members[PAL_CHIARA],
        .ballot = ballot,
        .teller = pal_voting_person(scene, scene->members[PAL_DOMINIQUE]),
    };
    EXPECT_ERR(pal_paper_enter(scene->store, &spec, NULL, &story->paper), PAL_OK);
    /* Her own vote makes the holder present. */
    EXPECT_ERR(pal_voting_cast(scene, story->poll, scene->members[PAL_CHIARA], in_favour), PAL_OK);
}

static void confirm_paper(struct story *story)
{
    PAL_JSON(ballot);
    ballot = pal_voting_ballot_new(in_favour);
    struct pal_paper_entry entry = {
        .uuid = story->paper,
        .teller = pal_voting_person(&story->scene, story->scene.members[PAL_ELSA]),
        .ballot = ballot,
    };
    enum pal_paper_state state;
    enum pal_err err = pal_paper_confirm(story->scene.store, &entry, NULL, &state);
    if (story->is_closed) {
        EXPECT_ERR(err, PAL_ERR_POLL_CLOSED);
        return;
    }
    EXPECT_ERR(err, PAL_OK);
    story->is_confirmed = true;
    bool counts = story->uses == 0 && !story->is_present;
    assert_int_equal(state, counts ? PAL_PAPER_CAST : PAL_PAPER_VOID);
    story->uses += counts ? 1 : 0;
}

static enum pal_err expected_of_cast(const struct story *story, bool is_holder)
{
    if (story->is_closed) {
        return PAL_ERR_POLL_CLOSED;
    }
    if (is_holder && story->is_revoked) {
        return PAL_ERR_ROLL_NOT_HELD;
    }
    if (story->uses > 0) {
        return PAL_ERR_ROLL_VOTED;
    }
    return is_holder && story->is_present ? PAL_ERR_PROXY_SUSPENDED : PAL_OK;
}

static void cast_in(struct story *story, bool is_holder)
{
    enum pal_err expected = expected_of_cast(story, is_holder);
    EXPECT_ERR(cast_for(&story->scene, story->poll, PAL_BRUNO, is_holder ? PAL_CHIARA : PAL_BRUNO),
               expected);
    story->uses += expected == PAL_OK ? 1 : 0;
}

/* A paper that one teller alone has entered is waited for, unless it is withdrawn. */
static void close_poll(struct story *story)
{
    struct pal_store *store = story->scene.store;
    const struct pal_text reason = pal_text_of("All have voted");
    if (!story->is_confirmed) {
        EXPECT_ERR(pal_poll_close(store, story->poll, reason), PAL_ERR_PAPER_WAITS);
        EXPECT_ERR(pal_paper_withdraw(store, &story->paper), PAL_OK);
    }
    EXPECT_ERR(pal_poll_close(store, story->poll, reason), PAL_OK);
    story->is_closed = true;
}

static void happen(struct story *story, enum pal_event event)
{
    struct pal_scene *scene = &story->scene;
    switch (event) {
    case PRINCIPAL_VOTES: cast_in(story, false); break;
    case HOLDER_VOTES: cast_in(story, true); break;
    case PROXY_REVOKED:
        EXPECT_ERR(pal_proxy_revoke(scene->store, story->proxy), PAL_OK);
        story->is_revoked = true;
        break;
    case PRINCIPAL_ENTERS:
        EXPECT_ERR(pal_attendance_mark(scene->store, story->assembly, scene->members[PAL_BRUNO],
                                       true),
                   PAL_OK);
        story->is_present = true;
        break;
    case PAPER_CONFIRMED: confirm_paper(story); break;
    case CLOSES: close_poll(story); break;
    }
}

struct tally {
    uint64_t counted, voided;
};

static enum pal_err count_opening(void *context, const struct pal_opening *opening)
{
    struct tally *tally = context;
    tally->counted += opening->void_reason.size == 0;
    tally->voided += opening->void_reason.size > 0;
    return PAL_OK;
}

static enum pal_err count_used(void *context, const struct pal_roll_line *line)
{
    *(uint64_t *)context += line->is_used;
    return PAL_OK;
}

/* One ballot that counts for each right that was used, and at most one for Bruno's. */
static void check_invariants(struct story *story)
{
    if (!story->is_closed) {
        happen(story, CLOSES);
    }
    struct tally tally = {0};
    uint64_t used = 0;
    struct pal_openings_query openings = {.poll = story->poll, .limit = 500};
    struct pal_roll_query roll = {.poll = story->poll, .limit = 500};
    EXPECT_ERR(pal_box_openings(story->scene.store, &openings, count_opening, &tally), PAL_OK);
    EXPECT_ERR(pal_roll_walk(story->scene.store, &roll, count_used, &used), PAL_OK);
    assert_int_equal(tally.counted, used);
    assert_int_equal(used, 1 + story->uses);
    assert_true(story->uses <= 1);
}

/* Plays the events in that order, and undoes them. */
static void play(const struct story *beginning, const int *order)
{
    struct story story = *beginning;
    PAL_TRANSACTION(undone, story.scene.store);
    for (int i = 0; i < EVENTS; i++) {
        happen(&story, (enum pal_event)order[i]);
    }
    check_invariants(&story);
    pal_transaction_done(&undone);
}

/* The n-th of the orders of the events. */
static void order_of(int n, int *out_order)
{
    int left[EVENTS];
    for (int i = 0; i < EVENTS; i++) {
        left[i] = i;
    }
    for (int i = 0; i < EVENTS; i++) {
        int count = EVENTS - i;
        int at = n % count;
        n /= count;
        out_order[i] = left[at];
        memmove(&left[at], &left[at + 1], sizeof left[0] * (size_t)(count - at - 1));
    }
}

static void in_every_order_a_right_is_used_once(void **state)
{
    (void)state;
    enum { ORDERS = 720 };
    struct story story = {0};
    begin_story(&story);
    for (int n = 0; n < ORDERS; n++) {
        int order[EVENTS];
        order_of(n, order);
        play(&story, order);
    }
    pal_scene_done(&story.scene);
}

/* --- what hides a ballot ------------------------------------------------------------------------------ */

struct salts {
    uint8_t bytes[PAL_SCENE_MEMBERS][PAL_SALT_SIZE];
    size_t count;
};

static enum pal_err keep_salt(void *context, const struct pal_opening *opening)
{
    struct salts *salts = context;
    memcpy(salts->bytes[salts->count++], opening->salt, PAL_SALT_SIZE);
    return PAL_OK;
}

/* "yes" or "no" alone would be found by trying both. */
static void attack_62_every_ballot_has_a_salt_of_its_own(void **state)
{
    (void)state;
    static const uint8_t none[PAL_SALT_SIZE] = {0};
    struct salts salts = {0};
    PAL_SCENE(scene);
    struct pal_poll_id poll = pal_voting_open(&scene, pal_meeting_sitting(&scene));
    for (int i = 0; i < PAL_SCENE_MEMBERS; i++) {
        EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[i], in_favour), PAL_OK);
    }
    EXPECT_ERR(pal_poll_close(scene.store, poll, pal_text_of("All have voted")), PAL_OK);
    const struct pal_openings_query query = {.poll = poll,
                                             .after_entry = -1,
                                             .limit = PAL_SCENE_MEMBERS};
    EXPECT_ERR(pal_box_openings(scene.store, &query, keep_salt, &salts), PAL_OK);
    assert_int_equal(salts.count, PAL_SCENE_MEMBERS);
    for (size_t i = 0; i < salts.count; i++) {
        assert_memory_not_equal(salts.bytes[i], none, PAL_SALT_SIZE);
        for (size_t j = 0; j < i; j++) {
            assert_memory_not_equal(salts.bytes[i], salts.bytes[j], PAL_SALT_SIZE);
        }
    }
}

int main(void)
{
    TESTS(tests, 32);
    TEST(tests, a_right_is_used_by_who_holds_it);
    TEST(tests, who_came_after_the_opening_is_not_on_the_roll);
    TEST(tests, one_college_votes_where_it_alone_is_asked);
    TABLE(tests, instants, is_received);
    TEST(tests, a_poll_that_is_not_open_takes_nothing);
    TEST(tests, the_text_that_was_read_is_the_one_that_is_voted);
    TEST(tests, a_cast_of_a_turn_that_is_given_up_leaves_nothing);
    TEST(tests, in_every_order_a_right_is_used_once);
    TEST(tests, attack_62_every_ballot_has_a_salt_of_its_own);
    return RUN(tests);
}
