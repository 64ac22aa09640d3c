/* The urn of a secret poll: what goes in, what its box says, and what comes out with two keepers. */
#include <string.h>

#include "audit/receipt.h"
#include "audit/urn.h"
#include "base/fields.h"
#include "base/mem.h"
#include "core/keepers.h"
#include "core/log.h"
#include "core/proxies.h"
#include "core/rebuild.h"
#include "core/roll.h"
#include "core/sealed.h"
#include "core/society.h"
#include "core/tally.h"

#include "../support/expect.h"
#include "../support/voting.h"

/* A scene with a secret poll that is open, and all that its booth and its keepers need. */
struct secret {
    struct pal_scene scene;
    struct pal_letter_key keys[PAL_KEEPERS];
    struct pal_poll_id poll;
    struct pal_assembly_id assembly;
    struct pal_urn urn;
};

static void secret_done(struct secret *secret)
{
    for (size_t i = 0; i < PAL_KEEPERS; i++) {
        pal_letter_key_done(&secret->keys[i]);
    }
    pal_scene_done(&secret->scene);
}
#define SECRET(name)                                   \
    struct secret name PAL_CLEANUP(secret_done) = {0}; \
    open_secret(&(name))

static void enrol(struct secret *secret, size_t index)
{
    pal_letter_key_random(&secret->keys[index]);
    struct pal_keeper_key key = {.ops = 3, .mem = 256 << 20};
    memcpy(key.public_key, secret->keys[index].public_key, sizeof key.public_key);
    EXPECT_ERR(pal_keeper_enrol(secret->scene.store, secret->scene.people[index], &key, NULL),
               PAL_OK);
}

static struct pal_json *manifest_new(struct secret *secret)
{
    PAL_BUF(bytes);
    EXPECT_ERR(pal_poll_manifest(secret->scene.store, secret->poll, &bytes), PAL_OK);
    secret->urn.ctx = pal_hash_of(bytes.bytes, bytes.size);
    struct pal_json *manifest = NULL;
    EXPECT_ERR(pal_json_parse(pal_buf_text(&bytes), bytes.size, &manifest, NULL), PAL_OK);
    return manifest;
}

static void open_secret(struct secret *secret)
{
    struct pal_scene *scene = &secret->scene;
    pal_scene_open(scene);
    secret->assembly = pal_meeting_sitting(scene);
    struct pal_poll_spec spec = {
        .assembly = secret->assembly,
        .kind = PAL_POLL_CHOICE,
        .title = pal_text_of("Where to meet"),
        .decision_class = pal_text_of("ordinary"),
        .method = pal_text_of("motion"),
        .secrecy = pal_text_of("secret"),
        .opens_us = scene->now_us,
        .closes_us = scene->now_us + PAL_VOTING_HOUR * INT64_C(1000000),
    };
    EXPECT_ERR(pal_poll_create(scene->store, &spec, NULL, &secret->poll), PAL_OK);
    for (size_t i = 0; i < PAL_KEEPERS; i++) {
        enrol(secret, i);
    }
    EXPECT_ERR(pal_keepers_name(scene->store, secret->poll, scene->people, 3), PAL_OK);
    EXPECT_ERR(pal_poll_waive(scene->store, secret->poll, pal_text_of("Seven of us")), PAL_OK);
    EXPECT_ERR(pal_poll_call(scene->store, secret->poll, NULL), PAL_OK);
    EXPECT_ERR(pal_poll_open(scene->store, secret->poll), PAL_OK);
    PAL_JSON(manifest);
    manifest = manifest_new(secret);
    uint8_t key[PAL_POINT_SIZE];
    EXPECT_ERR(pal_text_hex(pal_text_of(pal_voting_figure(manifest, "urn/key")), key, sizeof key),
               PAL_OK);
    EXPECT_ERR(pal_point_parse(key, &secret->urn.key), PAL_OK);
    assert_string_equal(pal_voting_figure(manifest, "urn/size"), "96");
    assert_string_equal(pal_voting_figure(manifest, "urn/waived"), "true");
    secret->urn.size = 96;
}

/* Seals marks for a college, by its place. */
static void seal(const struct secret *secret, uint16_t college, const char *marks,
                 struct pal_buf *out_sealed)
{
    PAL_SCALAR(random);
    struct pal_urn_ballot ballot = {.college = college, .marks = pal_text_of(marks)};
    pal_crypto_random(ballot.tracker.bytes, sizeof ballot.tracker.bytes);
    pal_scalar_random(&random);
    pal_urn_seal(&secret->urn, &ballot, &random, out_sealed);
}

static enum pal_err send(struct secret *secret, enum pal_scene_member member, const char *college,
                         const struct pal_buf *sealed, struct pal_sealed_receipt *out)
{
    struct pal_scene *scene = &secret->scene;
    const struct pal_sealed_cast cast = {
        .cast = {.poll = secret->poll,
                 .member = scene->members[member],
                 .person = scene->people[member]},
        .college = pal_text_of(college),
        .sealed = pal_buf_text(sealed),
    };
    return pal_sealed_cast(scene->store, &cast, NULL, out);
}

static void vote(struct secret *secret, enum pal_scene_member member, const char *marks)
{
    static const char *const colleges[] = {"workers", "users", "supporters"};
    uint16_t college = member <= PAL_BRUNO ? 0 : member <= PAL_ELSA ? 1 : 2;
    PAL_BUF(sealed);
    PAL_SEALED_RECEIPT(receipt);
    seal(secret, college, marks, &sealed);
    EXPECT_ERR(send(secret, member, colleges[college], &sealed, &receipt), PAL_OK);
}

static void close_urn(struct secret *secret)
{
    pal_scene_wait(&secret->scene, PAL_VOTING_HOUR);
    EXPECT_ERR(pal_poll_close(secret->scene.store, secret->poll, pal_text_of("")), PAL_OK);
}

/* The share of a keeper, from 0, as they open it. */
static void open_share(struct secret *secret, size_t index, struct pal_share *out)
{
    struct pal_keeper keepers[PAL_KEEPERS];
    size_t count;
    uint8_t bytes[PAL_SCALAR_SIZE];
    EXPECT_ERR(pal_keepers_read(secret->scene.store, secret->poll, keepers, &count), PAL_OK);
    assert_true(keepers[index].has_share);
    struct pal_text letter = {(const char *)keepers[index].sealed, sizeof keepers[index].sealed};
    EXPECT_ERR(pal_letter_open(&secret->keys[index], letter, bytes), PAL_OK);
    const struct pal_keeper_share share = {
        .poll = secret->poll,
        .person = secret->scene.people[index],
        .place = (int64_t)index + 1,
        .bytes = bytes,
    };
    out->keeper = index;
    EXPECT_ERR(pal_keeper_share_check(secret->scene.store, &share, &out->value), PAL_OK);
}

static void open_urn(struct secret *secret, size_t one, size_t other)
{
    struct pal_share shares[2];
    PAL_SCALAR(key);
    open_share(secret, one, &shares[0]);
    open_share(secret, other, &shares[1]);
    EXPECT_ERR(pal_keepers_combine(secret->scene.store, secret->poll, &shares[0], &shares[1], &key),
               PAL_OK);
    struct pal_tally_made made = {0};
    EXPECT_ERR(pal_tally_open(secret->scene.store, secret->poll, &key, &made), PAL_OK);
    EXPECT_ERR(pal_tally_record(secret->scene.store, &made), PAL_OK);
    pal_tally_done(&made);
}

/* --- casting -------------------------------------------------------------------------------------- */

static void a_cast_says_nothing_in_the_log_and_gives_a_receipt(void **state)
{
    (void)state;
    SECRET(secret);
    struct pal_store *store = secret.scene.store;
    PAL_BUF(sealed);
    PAL_SEALED_RECEIPT(receipt);
    PAL_SEALED_RECEIPT(again);
    uint64_t size = pal_log_head(store).size;
    seal(&secret, 0, "{\"choice\":0}", &sealed);
    EXPECT_ERR(send(&secret, PAL_ADA, "workers", &sealed, &receipt), PAL_OK);
    assert_int_equal(pal_log_head(store).size, size);
    assert_false(receipt.is_again);
    EXPECT_ERR(send(&secret, PAL_ADA, "workers", &sealed, &again), PAL_OK);
    assert_true(again.is_again);
    assert_true(pal_text_equal(pal_buf_text(&receipt.note), pal_buf_text(&again.note)));

    PAL_BUF(text);
    struct pal_vkey key;
    struct pal_receipt says;
    pal_log_receipt_vkey(store, &text);
    EXPECT_ERR(pal_vkey_parse(pal_buf_text(&text), &key), PAL_OK);
    EXPECT_ERR(pal_receipt_read(pal_buf_text(&receipt.note), &key, &says), PAL_OK);
    assert_true(pal_hash_equal(&says.ballot, &receipt.hash));
    assert_true(pal_hash_equal(&says.ctx, &secret.urn.ctx));
}

static void a_right_is_used_once_and_a_copy_uses_none(void **state)
{
    (void)state;
    SECRET(secret);
    PAL_BUF(first);
    PAL_BUF(second);
    PAL_SEALED_RECEIPT(receipt);
    seal(&secret, 0, "{\"choice\":0}", &first);
    seal(&secret, 0, "{\"choice\":1}", &second);
    EXPECT_ERR(send(&secret, PAL_ADA, "users", &first, &receipt), PAL_ERR_BALLOT_COLLEGE);
    EXPECT_ERR(send(&secret, PAL_ADA, "all", &first, &receipt), PAL_ERR_BALLOT_COLLEGE);
    EXPECT_ERR(send(&secret, PAL_ADA, "workers", &first, &receipt), PAL_OK);
    pal_sealed_receipt_done(&receipt);
    EXPECT_ERR(send(&secret, PAL_ADA, "workers", &second, &receipt), PAL_ERR_ROLL_VOTED);
    EXPECT_ERR(send(&secret, PAL_BRUNO, "workers", &first, &receipt), PAL_ERR_BALLOT_COPIED);
    EXPECT_ERR(send(&secret, PAL_BRUNO, "workers", &second, &receipt), PAL_OK);
}

static enum pal_err keep_line(void *context, const struct pal_roll_line *line)
{
    struct pal_roll_line *kept = context;
    *kept = *line;
    return PAL_OK;
}

static void who_has_voted_is_hidden_until_the_close(void **state)
{
    (void)state;
    SECRET(secret);
    struct pal_roll_line line;
    struct pal_member_id ada = secret.scene.members[PAL_ADA];
    vote(&secret, PAL_ADA, "{\"choice\":0}");
    EXPECT_ERR(pal_roll_find(secret.scene.store, secret.poll, ada, keep_line, &line), PAL_OK);
    assert_true(line.is_hidden);
    assert_false(line.is_used);
    close_urn(&secret);
    EXPECT_ERR(pal_roll_find(secret.scene.store, secret.poll, ada, keep_line, &line), PAL_OK);
    assert_false(line.is_hidden);
    assert_true(line.is_used);
    assert_int_equal(line.channel, PAL_CHANNEL_REMOTE);
}

/* --- the count ------------------------------------------------------------------------------------- */

static void two_keepers_open_the_urn(void **state)
{
    (void)state;
    SECRET(secret);
    vote(&secret, PAL_ADA, "{\"choice\":0}");
    vote(&secret, PAL_CHIARA, "{\"choice\":0}");
    vote(&secret, PAL_DOMINIQUE, "{\"choice\":9}"); /* no option */
    vote(&secret, PAL_GAIA, "{\"choice\" : 1}");    /* not its one spelling */
    close_urn(&secret);
    PAL_POLL(closed);
    EXPECT_ERR(pal_poll_read(secret.scene.store, secret.poll, &closed), PAL_OK);
    PAL_JSON(box);
    EXPECT_ERR(pal_document_get_json(secret.scene.store, &closed.box, &box), PAL_OK);
    assert_string_equal(pal_voting_figure(box, "count"), "4");
    assert_string_equal(pal_voting_figure(box, "used"), "4");
    assert_string_equal(pal_voting_figure(box, "void"), "0");

    /* What counts by itself has nothing to count. */
    struct pal_tally_made made = {0};
    EXPECT_ERR(pal_tally_compute(secret.scene.store, secret.poll, &made), PAL_ERR_STATE);

    open_urn(&secret, 2, 0);
    PAL_JSON(outcome);
    PAL_JSON(decision);
    EXPECT_ERR(pal_tally_outcome(secret.scene.store, secret.poll, &outcome, &decision), PAL_OK);
    assert_string_equal(pal_voting_figure(decision, "tallies/workers/for"), "1");
    assert_string_equal(pal_voting_figure(decision, "tallies/users/for"), "1");
    PAL_POLL(counted);
    EXPECT_ERR(pal_poll_read(secret.scene.store, secret.poll, &counted), PAL_OK);
    assert_true(counted.has_opened);
    char hex[2 * PAL_HASH_SIZE + 1];
    pal_hash_write(&counted.opened, hex);
    assert_string_equal(pal_voting_figure(outcome, "opened"), hex);
    PAL_BUF(list);
    EXPECT_ERR(pal_document_get(secret.scene.store, &counted.opened, &list), PAL_OK);
    assert_non_null(strstr(list.bytes, "college,tracker,ballot\r\nworkers,"));
    assert_non_null(strstr(list.bytes, ",\"{\"\"choice\"\":0}\"\r\n"));
    assert_non_null(strstr(list.bytes, ",\"{\"\"spoilt\"\":true}\"\r\n"));
    assert_non_null(strstr(list.bytes, "\r\nsupporters,"));
}

static int64_t rewriting_due(struct secret *secret)
{
    int64_t poll = -1;
    EXPECT_ERR(pal_store_rewrite_due(secret->scene.store, &poll), PAL_OK);
    return poll;
}

static void a_file_that_was_not_written_anew_is_known(void **state)
{
    (void)state;
    SECRET(secret);
    vote(&secret, PAL_ADA, "{\"choice\":0}");
    assert_int_equal(rewriting_due(&secret), 0);
    close_urn(&secret);
    assert_int_equal(rewriting_due(&secret), secret.poll.value);
    EXPECT_ERR(pal_turn_commit(secret.scene.store), PAL_OK);
    EXPECT_ERR(pal_store_rewrite(secret.scene.store), PAL_OK);
    assert_int_equal(rewriting_due(&secret), 0);
    open_urn(&secret, 0, 2);
    assert_int_equal(rewriting_due(&secret), secret.poll.value);
}

static void an_empty_urn_has_a_result(void **state)
{
    (void)state;
    SECRET(secret);
    close_urn(&secret);
    open_urn(&secret, 0, 1);
    PAL_JSON(outcome);
    PAL_JSON(decision);
    EXPECT_ERR(pal_tally_outcome(secret.scene.store, secret.poll, &outcome, &decision), PAL_OK);
    EXPECT_FIGURE(decision, "outcome", "no_quorum");
}

static enum pal_err add_alike(void *context, struct pal_text college, uint64_t ballots)
{
    pal_buf_add_format(context, "%.*s %d;", (int)college.size, college.bytes, (int)ballots);
    return PAL_OK;
}

/* Ada is the one worker; three users vote alike; of the supporters one spoils, the other does not. */
static void attack_32_a_college_that_votes_alike_is_said_to_have_no_secret(void **state)
{
    (void)state;
    SECRET(secret);
    vote(&secret, PAL_ADA, "{\"choice\":0}");
    vote(&secret, PAL_CHIARA, "{\"choice\":1}");
    vote(&secret, PAL_DOMINIQUE, "{\"choice\":1}");
    close_urn(&secret);
    PAL_BUF(before);
    PAL_POLL(poll);
    EXPECT_ERR(pal_poll_read(secret.scene.store, secret.poll, &poll), PAL_OK);
    EXPECT_ERR(pal_tally_alike(secret.scene.store, &poll, add_alike, &before), PAL_OK);
    assert_int_equal(before.size, 0);
    open_urn(&secret, 0, 1);
    PAL_POLL(counted);
    PAL_BUF(alike);
    EXPECT_ERR(pal_poll_read(secret.scene.store, secret.poll, &counted), PAL_OK);
    EXPECT_ERR(pal_tally_alike(secret.scene.store, &counted, add_alike, &alike), PAL_OK);
    assert_string_equal(alike.bytes, "workers 1;users 2;");
}

static void attack_32_a_college_that_does_not_vote_alike_keeps_its_secret(void **state)
{
    (void)state;
    SECRET(secret);
    vote(&secret, PAL_CHIARA, "{\"choice\":1}");
    vote(&secret, PAL_DOMINIQUE, "{\"choice\":0}");
    close_urn(&secret);
    open_urn(&secret, 0, 1);
    PAL_POLL(counted);
    PAL_BUF(alike);
    EXPECT_ERR(pal_poll_read(secret.scene.store, secret.poll, &counted), PAL_OK);
    EXPECT_ERR(pal_tally_alike(secret.scene.store, &counted, add_alike, &alike), PAL_OK);
    assert_int_equal(alike.size, 0);
}

static void another_key_opens_nothing(void **state)
{
    (void)state;
    SECRET(secret);
    vote(&secret, PAL_ADA, "{\"choice\":0}");
    close_urn(&secret);
    struct pal_share shares[2];
    PAL_SCALAR(key);
    open_share(&secret, 0, &shares[0]);
    shares[1] = (struct pal_share){.keeper = 1};
    pal_scalar_random(&shares[1].value);
    EXPECT_ERR(pal_keepers_combine(secret.scene.store, secret.poll, &shares[0], &shares[1], &key),
               PAL_ERR_SHARES_APART);
}

static void a_rebuilt_poll_is_the_same(void **state)
{
    (void)state;
    SECRET(secret);
    struct pal_store *store = secret.scene.store;
    vote(&secret, PAL_ADA, "{\"choice\":0}");
    close_urn(&secret);
    open_urn(&secret, 0, 1);
    PAL_POLL(before);
    PAL_POLL(after);
    EXPECT_ERR(pal_poll_read(store, secret.poll, &before), PAL_OK);
    EXPECT_ERR(pal_rebuild(store, NULL, NULL), PAL_OK);
    EXPECT_ERR(pal_poll_read(store, secret.poll, &after), PAL_OK);
    assert_int_equal(after.secrecy, PAL_SECRECY_SECRET);
    assert_int_equal(after.kept_until_us, before.kept_until_us);
    assert_true(after.is_waived && after.has_trackers && after.has_opened);
    assert_true(pal_hash_equal(&after.opened, &before.opened));
    assert_int_equal(after.state, PAL_POLL_PUBLISHED);
}

/* --- the end --------------------------------------------------------------------------------------- */

static enum pal_err note_due(void *context, struct pal_poll_id poll, enum pal_poll_due due)
{
    (void)poll;
    *(int *)context = (int)due;
    return PAL_OK;
}

/* What is due now, or -1. */
static int due_of(struct secret *secret)
{
    int due = -1;
    int64_t next_us;
    EXPECT_ERR(pal_polls_due(secret->scene.store, note_due, &due, &next_us), PAL_OK);
    return due;
}

static void an_urn_is_destroyed_after_the_appeal_period(void **state)
{
    (void)state;
    SECRET(secret);
    struct pal_store *store = secret.scene.store;
    vote(&secret, PAL_ADA, "{\"choice\":0}");
    EXPECT_ERR(pal_sealed_destroy(store, secret.poll), PAL_ERR_STATE);
    close_urn(&secret);
    assert_int_equal(due_of(&secret), -1); /* it waits for its keepers */
    open_urn(&secret, 0, 1);
    EXPECT_ERR(pal_sealed_destroy(store, secret.poll), PAL_ERR_URN_KEPT);
    assert_int_equal(due_of(&secret), -1);
    pal_scene_wait(&secret.scene, 30 * PAL_SCENE_DAY);
    assert_int_equal(due_of(&secret), PAL_POLL_DUE_DESTROY);
    EXPECT_ERR(pal_sealed_destroy(store, secret.poll), PAL_OK);
    PAL_JSON(entry);
    entry = pal_scene_last_entry_new(&secret.scene);
    assert_string_equal(pal_voting_figure(entry, "t"), "urn.destroy");
    assert_string_equal(pal_voting_figure(entry, "d/count"), "1");
    assert_int_equal(due_of(&secret), -1);
    EXPECT_ERR(pal_sealed_destroy(store, secret.poll), PAL_ERR_STATE);
    struct pal_keeper keepers[PAL_KEEPERS];
    size_t count;
    EXPECT_ERR(pal_keepers_read(store, secret.poll, keepers, &count), PAL_OK);
    assert_false(keepers[0].has_share);
    pal_scene_commit(&secret.scene);
    EXPECT_ERR(pal_store_rewrite(store), PAL_OK);
}

static void a_share_is_taken_from_its_keeper_after_the_close(void **state)
{
    (void)state;
    SECRET(secret);
    const uint8_t bytes[PAL_SCALAR_SIZE] = {1};
    PAL_SCALAR(share);
    struct pal_keeper_share given = {.poll = secret.poll,
                                     .person = secret.scene.people[0],
                                     .place = 1,
                                     .bytes = bytes};
    EXPECT_ERR(pal_keeper_share_check(secret.scene.store, &given, &share), PAL_ERR_STATE);
    close_urn(&secret);
    EXPECT_ERR(pal_keeper_share_check(secret.scene.store, &given, &share), PAL_ERR_SHARE_WRONG);
    given.place = 2;
    EXPECT_ERR(pal_keeper_share_check(secret.scene.store, &given, &share), PAL_ERR_ROLL_NOT_HELD);
    given.place = 0;
    EXPECT_ERR(pal_keeper_share_check(secret.scene.store, &given, &share), PAL_ERR_ROLL_NOT_HELD);
}

static void a_proof_holds_what_the_register_says(void **state)
{
    (void)state;
    SECRET(secret);
    vote(&secret, PAL_ADA, "{\"choice\":0}");
    PAL_ROLL_PROOF(ada);
    PAL_ROLL_PROOF(bruno);
    struct pal_member_id *members = secret.scene.members;
    EXPECT_ERR(pal_roll_prove(secret.scene.store, secret.poll, members[PAL_ADA], &ada), PAL_OK);
    EXPECT_ERR(pal_roll_prove(secret.scene.store, secret.poll, members[PAL_BRUNO], &bruno), PAL_OK);
    assert_true(ada.is_used && !bruno.is_used);
    assert_memory_not_equal(ada.mark_salt, bruno.mark_salt, sizeof ada.mark_salt);
    assert_int_not_equal(ada.rank, bruno.rank);
    EXPECT_ERR(pal_roll_prove(secret.scene.store, secret.poll, (struct pal_member_id){999}, &ada),
               PAL_ERR_ROLL_ABSENT);
}

int main(void)
{
    TESTS(tests, 16);
    TEST(tests, a_cast_says_nothing_in_the_log_and_gives_a_receipt);
    TEST(tests, a_right_is_used_once_and_a_copy_uses_none);
    TEST(tests, who_has_voted_is_hidden_until_the_close);
    TEST(tests, two_keepers_open_the_urn);
    TEST(tests, a_file_that_was_not_written_anew_is_known);
    TEST(tests, an_empty_urn_has_a_result);
    TEST(tests, attack_32_a_college_that_votes_alike_is_said_to_have_no_secret);
    TEST(tests, attack_32_a_college_that_does_not_vote_alike_keeps_its_secret);
    TEST(tests, another_key_opens_nothing);
    TEST(tests, a_rebuilt_poll_is_the_same);
    TEST(tests, an_urn_is_destroyed_after_the_appeal_period);
    TEST(tests, a_share_is_taken_from_its_keeper_after_the_close);
    TEST(tests, a_proof_holds_what_the_register_says);
    return RUN(tests);
}
