/* Ballots that are opened again: what is shown is what the log says was opened, and nothing of a lost turn. */
#include "base/clock.h"
#include "core/disputes.h"
#include "core/log.h"

#include "../support/expect.h"
#include "../support/secret_poll.h"
#include "disputes.h"

enum { VOTERS = 4, MANY = PAL_SECRET_VOTERS_MAX };

struct play {
    struct pal_secret_poll made;
    struct pal_store *store;
    int64_t now_us;
    struct pal_hash ballots[MANY];
    struct pal_disputes *disputes;
};

static void open_again(struct play *play)
{
    pal_store_close(play->store);
    play->store = pal_secret_poll_open_new(&play->made, &play->now_us);
}

/* A secret poll that was counted. */
static void begin(struct play *play, size_t voters)
{
    pal_secret_poll_make(&play->made, voters);
    pal_secret_poll_copy(&play->made);
    play->now_us = play->made.now_us;
    play->store = pal_secret_poll_open_new(&play->made, &play->now_us);
    EXPECT_ERR(pal_poll_open(play->store, play->made.poll), PAL_OK);
    for (size_t i = 0; i < voters; i++) {
        PAL_BUF(sealed);
        PAL_SEALED_RECEIPT(receipt);
        struct pal_urn_ballot says = {.marks = pal_text_of("{\"choice\":0}")};
        pal_crypto_random(says.tracker.bytes, sizeof says.tracker.bytes);
        pal_secret_poll_seal(&play->made, play->store, i, &says, &sealed);
        EXPECT_ERR(pal_secret_poll_cast(&play->made, play->store, i, pal_buf_text(&sealed),
                                        &receipt),
                   PAL_OK);
        play->ballots[i] = receipt.hash;
    }
    play->now_us += PAL_SECRET_POLL_HOUR_US;
    EXPECT_ERR(pal_poll_close(play->store, play->made.poll, pal_text_of("")), PAL_OK);
    EXPECT_ERR(pal_turn_commit(play->store), PAL_OK);
    EXPECT_ERR(pal_secret_poll_count(&play->made, play->store), PAL_OK);
    EXPECT_ERR(pal_turn_commit(play->store), PAL_OK);
    play->disputes = pal_disputes_new();
}

static void play_done(struct play *play)
{
    pal_disputes_free(play->disputes);
    pal_store_close(play->store);
    pal_secret_poll_done(&play->made);
}
#define PLAY(name)                                 \
    struct play name PAL_CLEANUP(play_done) = {0}; \
    begin(&(name), VOTERS)

static void read_poll(struct play *play, struct pal_poll *poll)
{
    EXPECT_ERR(pal_poll_read(play->store, play->made.poll, poll), PAL_OK);
}

/* Is that ballot shown, with a proof that is right? It is asked for. */
static bool is_shown(struct play *play, size_t voter)
{
    PAL_POLL(poll);
    struct pal_dispute_answer answer;
    read_poll(play, &poll);
    EXPECT_ERR(pal_disputes_ask(play->disputes, play->store, &poll, &play->ballots[voter], &answer),
               PAL_OK);
    return answer.is_shown;
}

static void two_keepers_give_their_shares(struct play *play)
{
    PAL_POLL(poll);
    PAL_SCALAR(secret);
    read_poll(play, &poll);
    EXPECT_ERR(pal_secret_poll_combine(&play->made, play->store, 0, 2, &secret), PAL_OK);
    EXPECT_ERR(pal_disputes_show(play->disputes, play->store, &poll, &secret), PAL_OK);
}

static size_t waiting(struct play *play)
{
    return pal_disputes_waiting(play->disputes, play->store, play->made.poll);
}

static void what_a_lost_turn_opened_is_shown_to_nobody(void **state)
{
    (void)state;
    PLAY(play);
    uint64_t size = pal_log_head(play.store).size;
    assert_false(is_shown(&play, 0));
    assert_false(is_shown(&play, 1));
    assert_int_equal(waiting(&play), 2);
    two_keepers_give_their_shares(&play);
    open_again(&play); /* what was not committed is gone */
    assert_int_equal(pal_log_head(play.store).size, size);
    assert_int_equal(waiting(&play), 2);
    assert_false(is_shown(&play, 0));
    assert_false(is_shown(&play, 1));
}

/* Another entry has come to stand where the one of the lost turn was. */
static void nor_is_it_when_the_log_went_on(void **state)
{
    (void)state;
    PLAY(play);
    assert_false(is_shown(&play, 0));
    two_keepers_give_their_shares(&play);
    open_again(&play);
    assert_false(is_shown(&play, 1));
    struct pal_disputes *lost = play.disputes;
    play.disputes = pal_disputes_new();
    assert_false(is_shown(&play, 2));
    two_keepers_give_their_shares(&play);
    EXPECT_ERR(pal_turn_commit(play.store), PAL_OK);
    assert_true(is_shown(&play, 2));
    pal_disputes_free(play.disputes);
    play.disputes = lost;
    assert_int_equal(waiting(&play), 2);
    assert_false(is_shown(&play, 0));
}

static void what_the_log_says_was_opened_is_shown(void **state)
{
    (void)state;
    PLAY(play);
    assert_false(is_shown(&play, 0));
    two_keepers_give_their_shares(&play);
    EXPECT_ERR(pal_turn_commit(play.store), PAL_OK);
    assert_int_equal(waiting(&play), 0);
    assert_true(is_shown(&play, 0));
    assert_false(is_shown(&play, 3)); /* nobody had asked for this one */
    assert_int_equal(waiting(&play), 1);
    open_again(&play);
    assert_true(is_shown(&play, 0));
    PAL_POLL(poll);
    PAL_SCALAR(secret);
    read_poll(&play, &poll);
    two_keepers_give_their_shares(&play);
    EXPECT_ERR(pal_disputes_show(play.disputes, play.store, &poll, &secret), PAL_ERR_STATE);
}

/* --- the place of a ballot ------------------------------------------------------------------------ */

/* Of more ballots than a block of the tree has leaves. */
static void a_receipt_has_its_place_in_an_urn_of_many(void **state)
{
    (void)state;
    struct play play PAL_CLEANUP(play_done) = {0};
    begin(&play, MANY);
    PAL_POLL(poll);
    read_poll(&play, &poll);
    struct pal_urn_places *places = pal_urn_places_new();
    bool is_taken[MANY] = {0};
    for (size_t i = 0; i < MANY; i++) {
        struct pal_urn_place place;
        /* The urn is read for the first one alone. */
        struct pal_store *store = i == 0 ? play.store : NULL;
        EXPECT_ERR(pal_urn_find(places, store, &poll, &play.ballots[i], &place), PAL_OK);
        assert_true(place.is_there && place.head.size == MANY && !is_taken[place.index]);
        is_taken[place.index] = true;
        struct pal_hash leaf = pal_tree_leaf(play.ballots[i].bytes, PAL_HASH_SIZE);
        EXPECT_ERR(pal_tree_check_inclusion(&leaf, place.index, &place.path, &place.head), PAL_OK);
    }
    pal_urn_places_free(places);
}

/* And a box that was closed otherwise, in a turn that was lost, is another urn. */
static void attack_22_a_ballot_that_was_dropped_is_in_no_urn(void **state)
{
    (void)state;
    PLAY(play);
    PAL_POLL(poll);
    struct pal_urn_place place;
    read_poll(&play, &poll);
    struct pal_urn_places *places = pal_urn_places_new();
    const struct pal_hash nobody = {{0}};
    EXPECT_ERR(pal_urn_find(places, play.store, &poll, &nobody, &place), PAL_OK);
    assert_false(place.is_there);
    poll.box.bytes[0] ^= 1;
    EXPECT_ERR(pal_urn_find(places, play.store, &poll, &play.ballots[1], &place), PAL_OK);
    assert_true(place.is_there);
    poll.has_box = false;
    EXPECT_ERR(pal_urn_find(places, play.store, &poll, &nobody, &place), PAL_ERR_POLL_NOT_COUNTED);
    poll.secrecy = PAL_SECRECY_OPEN;
    EXPECT_ERR(pal_urn_find(places, play.store, &poll, &nobody, &place), PAL_ERR_NOT_FOUND);
    pal_urn_places_free(places);
}

int main(void)
{
    TESTS(tests, 5);
    TEST(tests, what_a_lost_turn_opened_is_shown_to_nobody);
    TEST(tests, nor_is_it_when_the_log_went_on);
    TEST(tests, what_the_log_says_was_opened_is_shown);
    TEST(tests, a_receipt_has_its_place_in_an_urn_of_many);
    TEST(tests, attack_22_a_ballot_that_was_dropped_is_in_no_urn);
    return RUN(tests);
}
