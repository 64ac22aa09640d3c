/* Amendments in their order, decided by polls, and put in the text. */
#include "core/amendments.h"
#include "core/motions.h"
#include "core/papers.h"

#include "../support/amendable.h"
#include "../support/expect.h"

/* --- the order ------------------------------------------------------------------------------------ */

struct queue {
    int64_t ids[8];
    size_t count;
};

static enum pal_err take(void *context, const struct pal_amendment *amendment)
{
    struct queue *queue = context;
    queue->ids[queue->count++] = amendment->id.value;
    return PAL_OK;
}

static void is_put_to_the_vote_in_its_order(void **state)
{
    (void)state;
    PAL_AMENDABLE(debate);
    struct pal_store *store = debate.scene.store;
    struct pal_amendment_id near = pal_amendable_propose(&debate, PAL_TWENTY);
    struct pal_amendment_id far = pal_amendable_propose(&debate, PAL_MILLION);
    struct pal_amendment_id apart =
        pal_amendable_propose(&debate, "The assembly gives ten thousand euros to the fund.");
    struct pal_amendment_id below = pal_amendable_propose_on(&debate, near, PAL_MILLION);
    assert_int_equal(pal_amendable_read(&debate, far).distance, 4);
    struct queue queue = {0};
    EXPECT_ERR(pal_amendments_queue(store, debate.resolution, take, &queue), PAL_OK);
    assert_int_equal(queue.count, 4);
    const int64_t expected[] = {apart.value, far.value, below.value, near.value};
    assert_memory_equal(queue.ids, expected, sizeof expected);

    struct pal_poll_id poll;
    EXPECT_ERR(pal_amendable_call(&debate, near, &poll), PAL_ERR_AMENDMENT_ORDER); /* one on it */
    EXPECT_ERR(pal_poll_annul(store, poll, pal_text_of("Too early")), PAL_OK);
    pal_amendable_reject(&debate, below);
    assert_string_equal(pal_amendable_state(&debate, below), "rejected");
    EXPECT_ERR(pal_amendable_call(&debate, near, &poll),
               PAL_ERR_AMENDMENT_ORDER); /* a further one */
    EXPECT_ERR(pal_amendable_draft(&debate, near, &poll),
               PAL_ERR_STATE); /* that poll is still there */
    pal_amendable_reject(&debate, far);
    assert_string_equal(pal_amendable_state(&debate, apart),
                        "proposed"); /* others need not wait for it */
}

static void waits_for_a_contrary_one_that_is_in_a_vote(void **state)
{
    (void)state;
    PAL_AMENDABLE(debate);
    struct pal_amendment_id near = pal_amendable_propose(&debate, PAL_TWENTY);
    struct pal_poll_id poll;
    EXPECT_ERR(pal_amendable_call(&debate, near, &poll), PAL_OK);
    struct pal_amendment_id far = pal_amendable_propose(&debate, PAL_MILLION);
    EXPECT_ERR(pal_amendable_call(&debate, far, &poll), PAL_ERR_AMENDMENT_ORDER);
    EXPECT_ERR(pal_amendable_try_to_propose(&debate, PAL_ADA, near, PAL_MILLION, &far),
               PAL_ERR_STATE);
}

/* --- fates ---------------------------------------------------------------------------------------- */

/* clang-format off */
static const struct {
    const char *name;
    const char *choices, *fate;
} votes[] = {
    {"a majority adopts an amendment",             "0000011", "adopted"},
    {"a minority does not",                        "0111111", "rejected"},
    {"a tie rejects an amendment",                 "0101",    "rejected"},
    {"an amendment without quorum is not adopted", "0",       "rejected"},
};
/* clang-format on */

static void has_a_fate(void **state)
{
    const __typeof__(votes[0]) *row = *state;
    PAL_AMENDABLE(debate);
    struct pal_amendment_id id = pal_amendable_propose(&debate, PAL_TWENTY);
    pal_amendable_vote(&debate, id, row->choices);
    assert_string_equal(pal_amendable_state(&debate, id), row->fate);
    assert_true(pal_amendable_read(&debate, id).has_poll);
    PAL_RESOLUTION(now);
    EXPECT_ERR(pal_resolution_read(debate.scene.store, debate.resolution, &now), PAL_OK);
    assert_int_equal(now.state, PAL_RESOLUTION_DRAFT);
}

static void makes_those_lapse_that_contradict_it(void **state)
{
    (void)state;
    PAL_AMENDABLE(debate);
    struct pal_amendment_id may = pal_amendable_propose(&debate, PAL_MAY);
    struct pal_amendment_id twenty = pal_amendable_propose(&debate, PAL_TWENTY);
    struct pal_amendment_id below = pal_amendable_propose_on(&debate, twenty, PAL_MILLION);
    struct pal_amendment_id million = pal_amendable_propose(&debate, PAL_MILLION);
    pal_amendable_adopt(&debate, million);
    assert_string_equal(pal_amendable_state(&debate, twenty), "lapsed");
    assert_string_equal(pal_amendable_state(&debate, below), "lapsed");
    assert_string_equal(pal_amendable_state(&debate, may), "proposed");
}

static void is_voted_on_with_what_was_adopted_of_it(void **state)
{
    (void)state;
    PAL_AMENDABLE(debate);
    struct pal_store *store = debate.scene.store;
    struct pal_amendment_id above = pal_amendable_propose(&debate, PAL_TWENTY);
    struct pal_amendment_id month = pal_amendable_propose_on(
        &debate, above,
        "The assembly gives twenty thousand euros to the fund. The board reports in May, in writing.");
    struct pal_amendment_id manner = pal_amendable_propose_on(
        &debate, above,
        "The assembly gives twenty thousand euros to the fund. The board reports in June, aloud.");
    pal_amendable_adopt(&debate, month);
    pal_amendable_adopt(&debate, manner);
    struct pal_amendment row = pal_amendable_read(&debate, above);
    assert_false(pal_hash_equal(&row.hash, &row.proposed));
    pal_amendable_adopt(&debate, above);
    EXPECT_ERR(pal_amendments_consolidate(store, debate.resolution), PAL_OK);
    pal_amendable_expect(&debate,
                         "The assembly gives twenty thousand euros to the fund. The board reports"
                         " in May, aloud.");
}

/* --- the text as amended -------------------------------------------------------------------------- */

static void makes_the_next_version(void **state)
{
    (void)state;
    PAL_AMENDABLE(debate);
    struct pal_store *store = debate.scene.store;
    EXPECT_ERR(pal_amendments_consolidate(store, debate.resolution), PAL_ERR_AMENDMENT_NONE);
    struct pal_amendment_id twenty = pal_amendable_propose(&debate, PAL_TWENTY);
    struct pal_amendment_id may = pal_amendable_propose(&debate, PAL_MAY);
    struct pal_amendment_id aloud = pal_amendable_propose(&debate, PAL_ALOUD);
    pal_amendable_adopt(&debate, twenty);
    pal_amendable_reject(&debate, aloud);
    EXPECT_ERR(pal_amendments_consolidate(store, debate.resolution), PAL_ERR_AMENDMENT_UNDECIDED);
    struct pal_poll_id final = pal_voting_draft(&debate.scene, debate.assembly);
    EXPECT_ERR(pal_poll_call(store, final, NULL), PAL_ERR_AMENDMENT_UNDECIDED);
    EXPECT_ERR(pal_amendment_accept(store, may), PAL_OK);
    EXPECT_ERR(pal_poll_call(store, final, NULL), PAL_ERR_AMENDMENT_PENDING);
    EXPECT_ERR(pal_amendments_consolidate(store, debate.resolution), PAL_OK);
    assert_int_equal(pal_amendable_version(&debate), 2);
    pal_amendable_expect(&debate,
                         "The assembly gives twenty thousand euros to the fund. The board reports"
                         " in May, in writing.");
    assert_true(pal_amendable_read(&debate, twenty).is_settled);
    assert_false(pal_amendable_read(&debate, aloud).is_settled);
    EXPECT_ERR(pal_amendments_consolidate(store, debate.resolution), PAL_ERR_AMENDMENT_NONE);
    EXPECT_ERR(pal_poll_call(store, final, NULL), PAL_OK);
    EXPECT_ERR(pal_amendments_consolidate(store, debate.resolution), PAL_ERR_RESOLUTION_FROZEN);
    struct pal_amendment_id made;
    EXPECT_ERR(pal_amendable_try_to_propose(&debate, PAL_ADA, (struct pal_amendment_id){0}, PAL_MAY,
                                            &made),
               PAL_ERR_RESOLUTION_FROZEN);
}

/* RULE docs/rules/amendments.md
 * > A postal form is a vote on the text that it was given on. On another text it is not entered, and where
 * > amendments were put in the text its form says on which one it was given.
 */
static void is_not_what_postal_forms_on_the_first_text_were_given_on(void **state)
{
    (void)state;
    PAL_AMENDABLE(debate);
    struct pal_store *store = debate.scene.store;
    PAL_RESOLUTION(first);
    EXPECT_ERR(pal_resolution_read(store, debate.resolution, &first), PAL_OK);
    EXPECT_ERR(pal_amendment_accept(store, pal_amendable_propose(&debate, PAL_TWENTY)), PAL_OK);
    EXPECT_ERR(pal_amendments_consolidate(store, debate.resolution), PAL_OK);
    PAL_RESOLUTION(now);
    EXPECT_ERR(pal_resolution_read(store, debate.resolution, &now), PAL_OK);
    PAL_JSON(ballot);
    ballot = pal_voting_ballot_new("{\"choice\":0}");
    struct pal_paper_spec spec = {
        .poll = pal_voting_called(&debate.scene, debate.assembly),
        .member = debate.scene.members[PAL_CHIARA],
        .channel = PAL_CHANNEL_POSTAL,
        .ballot = ballot,
        .teller = debate.scene.people[PAL_ADA],
    };
    struct pal_where where;
    struct pal_uuid paper;
    EXPECT_ERR_AT(pal_paper_enter(store, &spec, &where, &paper), PAL_ERR_JSON_MISSING, where,
                  "/text_hash");
    spec.text = &first.hash;
    EXPECT_ERR_AT(pal_paper_enter(store, &spec, &where, &paper), PAL_ERR_BALLOT_TEXT, where,
                  "/text_hash");
    spec.text = &now.hash;
    EXPECT_ERR(pal_paper_enter(store, &spec, &where, &paper), PAL_OK);
}

static void lapses_with_its_version(void **state)
{
    (void)state;
    struct pal_amendable debate PAL_CLEANUP(pal_amendable_done) = {0};
    pal_amendable_open(&debate, false);
    struct pal_amendment_id id = pal_amendable_propose(&debate, PAL_TWENTY);
    const struct pal_text text = pal_text_of("The assembly gives nothing.");
    const struct pal_resolution_change change = {.text = &text};
    EXPECT_ERR(pal_resolution_change(debate.scene.store, debate.resolution, &change, NULL), PAL_OK);
    assert_string_equal(pal_amendable_state(&debate, id), "lapsed");
    id = pal_amendable_propose(&debate, PAL_TWENTY);
    EXPECT_ERR(pal_resolution_withdraw(debate.scene.store, debate.resolution), PAL_OK);
    assert_string_equal(pal_amendable_state(&debate, id), "lapsed");
    struct pal_amendment_id made;
    EXPECT_ERR(pal_amendable_try_to_propose(&debate, PAL_ADA, (struct pal_amendment_id){0}, PAL_MAY,
                                            &made),
               PAL_ERR_STATE);
}

/* --- polls ---------------------------------------------------------------------------------------- */

static void refuses_polls_that_cannot_be(void **state)
{
    (void)state;
    PAL_AMENDABLE(debate);
    struct pal_store *store = debate.scene.store;
    struct pal_amendment_id id = pal_amendable_propose(&debate, PAL_TWENTY);
    struct pal_poll_spec spec = {
        .assembly = debate.assembly,
        .amendment = id,
        .kind = PAL_POLL_AMENDMENT,
        .method = pal_text_of("approval"),
        .opens_us = debate.scene.now_us,
        .closes_us = debate.scene.now_us + PAL_VOTING_HOUR * INT64_C(1000000),
    };
    struct pal_poll_id poll;
    struct pal_where where;
    EXPECT_ERR_AT(pal_poll_create(store, &spec, &where, &poll), PAL_ERR_JSON_VALUE, where,
                  "/method");
    spec.method = pal_text_of("motion");
    spec.decision_class = pal_text_of("extraordinary");
    EXPECT_ERR(pal_poll_create(store, &spec, &where, &poll), PAL_ERR_RESOLUTION_CLASS);
    spec.decision_class = pal_text_of("");
    spec.amendment.value = 0;
    EXPECT_ERR_AT(pal_poll_create(store, &spec, &where, &poll), PAL_ERR_JSON_MISSING, where,
                  "/amendment");
    spec.amendment = id;
    spec.kind = PAL_POLL_CHOICE;
    EXPECT_ERR_AT(pal_poll_create(store, &spec, &where, &poll), PAL_ERR_JSON_VALUE, where,
                  "/amendment");
    spec.kind = PAL_POLL_AMENDMENT;
    spec.assembly = pal_meeting_convened(&debate.scene);
    EXPECT_ERR(pal_poll_create(store, &spec, &where, &poll), PAL_ERR_STATE);
    EXPECT_ERR(pal_amendable_draft(&debate, id, &poll), PAL_OK);
    EXPECT_ERR(pal_amendable_draft(&debate, id, &poll), PAL_ERR_STATE); /* it has one */
}

static void freezes_what_is_voted_on(void **state)
{
    (void)state;
    PAL_AMENDABLE(debate);
    struct pal_amendment_id id = pal_amendable_propose(&debate, PAL_TWENTY);
    struct pal_poll_id poll;
    EXPECT_ERR(pal_amendable_call(&debate, id, &poll), PAL_OK);
    assert_string_equal(pal_amendable_state(&debate, id), "voting");
    PAL_POLL(row);
    EXPECT_ERR(pal_poll_read(debate.scene.store, poll, &row), PAL_OK);
    struct pal_amendment amendment = pal_amendable_read(&debate, id);
    assert_true(row.has_text && pal_hash_equal(&row.text, &amendment.hash));
    assert_int_equal(row.amendment.value, id.value);
    assert_true(pal_uuid_equal(&row.amendment_uuid, &amendment.uuid));
    assert_true(pal_text_is(row.title, "The fund"));
    EXPECT_ERR(pal_amendment_accept(debate.scene.store, id), PAL_ERR_STATE);
}

/* A poll on an amendment is one on its resolution: what a motion asks of that one holds for it. */
static void follows_what_a_motion_asks_of_its_resolution(void **state)
{
    (void)state;
    PAL_AMENDABLE(debate);
    struct pal_store *store = debate.scene.store;
    pal_meeting_deliberates(&debate.scene,
                            "{\"debate_days\":0,\"extension_days\":0,\"contract_days\":0,"
                            "\"motion_support\":\"1/2\",\"secret_on_request\":\"0/1\","
                            "\"college_turns\":\"extraordinary\"}");
    struct pal_member_id chiara = debate.scene.members[PAL_CHIARA];
    EXPECT_ERR(pal_attendance_mark(store, debate.assembly, chiara, true), PAL_OK);
    struct pal_amendment_id twenty = pal_amendable_propose(&debate, PAL_TWENTY);
    struct pal_amendment_id may = pal_amendable_propose(&debate, PAL_MAY);
    struct pal_poll_id early, late;
    EXPECT_ERR(pal_amendable_draft(&debate, twenty, &early), PAL_OK);
    struct pal_motion_spec motion = {debate.assembly, PAL_MOTION_RECLASSIFY, debate.resolution,
                                     chiara};
    struct pal_uuid made;
    EXPECT_ERR(pal_motion_make(store, &motion, &made), PAL_OK);
    EXPECT_ERR(pal_poll_call(store, early, NULL), PAL_ERR_RESOLUTION_CLASS);
    EXPECT_ERR(pal_amendable_draft(&debate, may, &late), PAL_OK);
    motion.kind = PAL_MOTION_SECRET_BALLOT;
    EXPECT_ERR(pal_motion_make(store, &motion, &made), PAL_OK);
    EXPECT_ERR(pal_poll_call(store, late, NULL), PAL_ERR_POLL_SECRET_ASKED);
    EXPECT_ERR(pal_poll_annul(store, late, pal_text_of("An open one")), PAL_OK);
    EXPECT_ERR(pal_amendable_draft(&debate, may, &late), PAL_ERR_POLL_SECRET_ASKED);
}

int main(void)
{
    TESTS(tests, 25);
    TEST(tests, is_put_to_the_vote_in_its_order);
    TEST(tests, waits_for_a_contrary_one_that_is_in_a_vote);
    TABLE(tests, votes, has_a_fate);
    TEST(tests, makes_those_lapse_that_contradict_it);
    TEST(tests, is_voted_on_with_what_was_adopted_of_it);
    TEST(tests, makes_the_next_version);
    TEST(tests, is_not_what_postal_forms_on_the_first_text_were_given_on);
    TEST(tests, lapses_with_its_version);
    TEST(tests, refuses_polls_that_cannot_be);
    TEST(tests, freezes_what_is_voted_on);
    TEST(tests, follows_what_a_motion_asks_of_its_resolution);
    return RUN(tests);
}
