/* Secret polls before they open: what they ask for, who keeps their urn, what is waived. */
#include "base/fields.h"
#include "base/mem.h"
#include "core/keepers.h"
#include "core/papers.h"
#include "core/society.h"

#include "../support/expect.h"
#include "../support/voting.h"

/* --- what is drafted ------------------------------------------------------------------------------ */

static enum pal_err draft(struct pal_scene *scene, struct pal_assembly_id assembly,
                          const struct pal_poll_spec *says, struct pal_poll_id *out_poll)
{
    struct pal_poll_spec spec = *says;
    spec.assembly = assembly;
    spec.kind = PAL_POLL_CHOICE;
    spec.title = pal_text_of("Where to meet");
    spec.decision_class = pal_text_of("ordinary");
    spec.method = pal_text_of("motion");
    spec.opens_us = scene->now_us;
    spec.closes_us = scene->now_us + PAL_VOTING_HOUR * INT64_C(1000000);
    return pal_poll_create(scene->store, &spec, NULL, out_poll);
}

/* clang-format off */
static const struct {
    const char *name, *secrecy;
    bool hides_trackers;
    int64_t kept_days;
    enum pal_err err;
    enum pal_secrecy found;
    int64_t kept;
} drafts[] = {
    {"a poll that says nothing is as the constitution says", "", false, 0, PAL_OK, PAL_SECRECY_OPEN, 0},
    {"an open poll",                           "open",       false, 0,    PAL_OK, PAL_SECRECY_OPEN, 0},
    {"an open poll has no trackers to hide",   "open",       true,  0,    PAL_ERR_JSON_VALUE, 0, 0},
    {"an open poll keeps no sealed ballots",   "open",       false, 30,   PAL_ERR_JSON_VALUE, 0, 0},
    {"a secret poll keeps them thirty days",   "secret",     false, 0,    PAL_OK, PAL_SECRECY_SECRET, 30},
    {"or as many days as it says",             "secret",     true,  820,  PAL_OK, PAL_SECRECY_SECRET, 820},
    {"but not for ever",                       "secret",     false, 3651, PAL_ERR_JSON_VALUE, 0, 0},
    {"a verifiable poll is for a later day",   "verifiable", false, 0,    PAL_ERR_POLL_SECRECY, 0, 0},
    {"and another word is none",               "hidden",     false, 0,    PAL_ERR_POLL_SECRECY, 0, 0},
};
/* clang-format on */

static void is_drafted(void **state)
{
    const __typeof__(drafts[0]) *row = *state;
    PAL_SCENE(scene);
    struct pal_assembly_id assembly = pal_meeting_sitting(&scene);
    struct pal_poll_id id;
    EXPECT_ERR(draft(&scene, assembly,
                     &(struct pal_poll_spec){.secrecy = pal_text_of(row->secrecy),
                                             .hides_trackers = row->hides_trackers,
                                             .kept_days = row->kept_days},
                     &id),
               row->err);
    if (row->err == PAL_OK) {
        PAL_POLL(poll);
        EXPECT_ERR(pal_poll_read(scene.store, id, &poll), PAL_OK);
        assert_int_equal(poll.secrecy, row->found);
        bool is_secret = row->found == PAL_SECRECY_SECRET;
        assert_int_equal(poll.has_trackers, is_secret && !row->hides_trackers);
        assert_int_equal(poll.kept_until_us,
                         is_secret ? poll.closes_us + row->kept * PAL_SCENE_DAY * 1000000 : 0);
    }
}

/* --- keepers --------------------------------------------------------------------------------------- */

static const struct pal_keeper_key some_key = {.public_key = {9}, .ops = 3, .mem = 256 << 20};

static void enrol(struct pal_scene *scene, struct pal_person_id person)
{
    struct pal_keeper_key key = some_key;
    key.public_key[1] = (uint8_t)person.value;
    EXPECT_ERR(pal_keeper_enrol(scene->store, person, &key, NULL), PAL_OK);
}

static struct pal_poll_id secret_draft(struct pal_scene *scene)
{
    struct pal_assembly_id assembly = pal_meeting_sitting(scene);
    struct pal_poll_id poll;
    EXPECT_ERR(draft(scene, assembly, &(struct pal_poll_spec){.secrecy = pal_text_of("secret")},
                     &poll),
               PAL_OK);
    return poll;
}

static void a_key_is_kept_within_bounds(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_person_id ada = scene.people[PAL_ADA];
    struct pal_keeper_key key;
    EXPECT_ERR(pal_keeper_key_read(scene.store, ada, &key), PAL_ERR_NOT_FOUND);
    struct pal_keeper_key weak = some_key;
    weak.mem = 1 << 20;
    EXPECT_ERR(pal_keeper_enrol(scene.store, ada, &weak, NULL), PAL_ERR_JSON_VALUE);
    weak = some_key;
    weak.ops = 0;
    EXPECT_ERR(pal_keeper_enrol(scene.store, ada, &weak, NULL), PAL_ERR_JSON_VALUE);
    enrol(&scene, ada);
    enrol(&scene, ada);
    EXPECT_ERR(pal_keeper_key_read(scene.store, ada, &key), PAL_OK);
    assert_int_equal(key.version, 2);
    assert_int_equal(key.mem, some_key.mem);
}

static void three_persons_with_keys_keep_an_urn(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_poll_id poll = secret_draft(&scene);
    struct pal_person_id three[] = {scene.people[PAL_ADA], scene.people[PAL_BRUNO],
                                    scene.people[PAL_ELSA]};
    enrol(&scene, three[0]);
    enrol(&scene, three[1]);
    EXPECT_ERR(pal_keepers_name(scene.store, poll, three, 3), PAL_ERR_POLL_KEEPERS);
    enrol(&scene, three[2]);
    EXPECT_ERR(pal_keepers_name(scene.store, poll, three, 2), PAL_ERR_POLL_KEEPERS);
    EXPECT_ERR(pal_keepers_name(scene.store, poll, three, 3), PAL_OK);
    struct pal_person_id twice[] = {three[0], three[1], three[0]};
    EXPECT_ERR(pal_keepers_name(scene.store, poll, twice, 3), PAL_ERR_POLL_KEEPERS);

    struct pal_keeper keepers[PAL_KEEPERS] = {0};
    size_t count = 0;
    EXPECT_ERR(pal_keepers_read(scene.store, poll, keepers, &count), PAL_OK);
    assert_int_equal(count, 3);
    for (size_t i = 0; i < PAL_KEEPERS; i++) {
        assert_int_equal(keepers[i].place, i + 1);
        assert_int_equal(keepers[i].person.value, three[i].value);
        assert_false(keepers[i].has_share);
    }
}

static void an_open_poll_has_no_keepers(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id assembly = pal_meeting_sitting(&scene);
    struct pal_poll_id poll = pal_voting_draft(&scene, assembly);
    EXPECT_ERR(pal_keepers_name(scene.store, poll, scene.people, 3), PAL_ERR_STATE);
    EXPECT_ERR(pal_poll_waive(scene.store, poll, pal_text_of("No")), PAL_ERR_STATE);
}

/* --- the call -------------------------------------------------------------------------------------- */

static void join(void *context, const char *college)
{
    struct pal_buf *names = context;
    pal_buf_add_format(names, "%s ", college);
}

static void attack_32_a_secret_poll_is_called_with_keepers_and_colleges_that_hide(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_poll_id poll = secret_draft(&scene);
    EXPECT_ERR(pal_poll_call(scene.store, poll, NULL), PAL_ERR_POLL_KEEPERS);
    for (size_t i = 0; i < 3; i++) {
        enrol(&scene, scene.people[i]);
    }
    EXPECT_ERR(pal_keepers_name(scene.store, poll, scene.people, 3), PAL_OK);

    /* Three are asked for; workers and supporters are two each. */
    EXPECT_ERR(pal_poll_call(scene.store, poll, NULL), PAL_ERR_POLL_K_MIN);
    PAL_BUF(small);
    EXPECT_ERR(pal_poll_small_colleges(scene.store, poll, join, &small), PAL_OK);
    EXPECT_TEXT(pal_buf_text(&small), "workers supporters ");

    EXPECT_ERR(pal_poll_waive(scene.store, poll, pal_text_of("")), PAL_ERR_TEXT_EMPTY);
    EXPECT_ERR(pal_poll_waive(scene.store, poll, pal_text_of("All agree")), PAL_OK);
    PAL_JSON(entry);
    entry = pal_scene_last_entry_new(&scene);
    assert_string_equal(pal_voting_figure(entry, "t"), "poll.waive");
    assert_string_equal(pal_voting_figure(entry, "d/k_min"), "3");
    assert_string_equal(pal_voting_figure(entry, "d/reason"), "All agree");
    EXPECT_ERR(pal_poll_waive(scene.store, poll, pal_text_of("Twice")), PAL_ERR_STATE);
    EXPECT_ERR(pal_poll_call(scene.store, poll, NULL), PAL_OK);
    PAL_POLL(called);
    EXPECT_ERR(pal_poll_read(scene.store, poll, &called), PAL_OK);
    assert_true(called.is_waived);
}

static void no_paper_names_who_votes_in_secret(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_poll_id poll = secret_draft(&scene);
    for (size_t i = 0; i < 3; i++) {
        enrol(&scene, scene.people[i]);
    }
    EXPECT_ERR(pal_keepers_name(scene.store, poll, scene.people, 3), PAL_OK);
    EXPECT_ERR(pal_poll_waive(scene.store, poll, pal_text_of("All agree")), PAL_OK);
    EXPECT_ERR(pal_poll_call(scene.store, poll, NULL), PAL_OK);
    PAL_JSON(ballot);
    ballot = pal_voting_ballot_new("{\"choice\":0}");
    struct pal_paper_spec paper = {
        .poll = poll,
        .member = scene.members[PAL_ADA],
        .channel = PAL_CHANNEL_POSTAL,
        .ballot = ballot,
        .teller = scene.founder,
    };
    struct pal_uuid uuid;
    EXPECT_ERR(pal_paper_enter(scene.store, &paper, NULL, &uuid), PAL_ERR_POLL_NO_PAPER);
}

int main(void)
{
    TESTS(tests, 24);
    TABLE(tests, drafts, is_drafted);
    TEST(tests, a_key_is_kept_within_bounds);
    TEST(tests, three_persons_with_keys_keep_an_urn);
    TEST(tests, an_open_poll_has_no_keepers);
    TEST(tests, attack_32_a_secret_poll_is_called_with_keepers_and_colleges_that_hide);
    TEST(tests, no_paper_names_who_votes_in_secret);
    return RUN(tests);
}
