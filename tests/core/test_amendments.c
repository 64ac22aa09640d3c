/* Amendments: proposed on a version, supported, withdrawn, taken in, and made again from the log. */
#include <string.h>

#include "base/fields.h"
#include "base/limits.h"
#include "core/amendments.h"
#include "core/log.h"
#include "core/rebuild.h"
#include "core/redactions.h"
#include "core/sitting.h"
#include "core/society.h"

#include "../support/amendable.h"
#include "../support/expect.h"

/* --- proposing ---------------------------------------------------------------------------------- */

static void is_proposed_on_a_version(void **state)
{
    (void)state;
    PAL_AMENDABLE(debate);
    struct pal_amendment_id id = pal_amendable_propose(&debate, "  " PAL_TWENTY "\n");
    struct pal_amendment row = pal_amendable_read(&debate, id);
    assert_int_equal(row.version, 1);
    assert_int_equal(row.distance, 2);
    assert_int_equal(row.state, PAL_AMENDMENT_PROPOSED);
    assert_int_equal(row.supporters, 0);
    assert_int_equal(strlen(row.author), PAL_PSEUDONYM_SIZE);
    PAL_JSON(document);
    EXPECT_ERR(pal_amendment_document(debate.scene.store, &row.hash, &document), PAL_OK);
    assert_true(pal_text_is(pal_json_as_text(pal_json_get(document, "text")), PAL_TWENTY));
    struct pal_amendment_id found;
    EXPECT_ERR(pal_amendment_find(debate.scene.store, &row.uuid, &found), PAL_OK);
    assert_int_equal(found.value, id.value);
    struct pal_uuid nothing = pal_uuid_random();
    EXPECT_ERR(pal_amendment_find(debate.scene.store, &nothing, &found), PAL_ERR_NOT_FOUND);
}

static void refuses_what_cannot_be_proposed(void **state)
{
    (void)state;
    PAL_AMENDABLE(debate);
    struct pal_store *store = debate.scene.store;
    const struct pal_amendment_id none = {0};
    struct pal_amendment_id made;
    EXPECT_ERR(pal_amendable_try_to_propose(&debate, PAL_ADA, none, PAL_AMENDABLE_TEXT, &made),
               PAL_ERR_AMENDMENT_SAME);
    EXPECT_ERR(pal_amendable_try_to_propose(&debate, PAL_ADA, none, " ", &made),
               PAL_ERR_TEXT_EMPTY);
    EXPECT_ERR(pal_member_enter_state(store, debate.scene.members[PAL_BRUNO], PAL_MEMBER_SUSPENDED,
                                      pal_date_of_instant(debate.scene.now_us)),
               PAL_OK);
    EXPECT_ERR(pal_amendable_try_to_propose(&debate, PAL_BRUNO, none, PAL_MAY, &made),
               PAL_ERR_MEMBER_NOT_ADMITTED);
    struct pal_amendment_spec spec = {
        .resolution = debate.resolution,
        .version = 2,
        .author = debate.scene.members[PAL_ADA],
        .text = pal_text_of(PAL_MAY),
    };
    EXPECT_ERR(pal_amendment_propose(store, &spec, NULL, &made), PAL_ERR_AMENDMENT_OUTDATED);
    for (int i = 0; i < PAL_LIMIT_DAY_AMENDMENTS; i++) {
        (void)pal_amendable_propose(&debate, PAL_MAY);
    }
    EXPECT_ERR(pal_amendable_try_to_propose(&debate, PAL_ADA, none, PAL_MAY, &made),
               PAL_ERR_LIMIT_QUOTA);
}

static void is_not_proposed_once_the_debate_is_closed(void **state)
{
    (void)state;
    PAL_AMENDABLE(debate);
    struct pal_amendment_id made;
    EXPECT_ERR(pal_debate_close(debate.scene.store, debate.resolution, NULL), PAL_OK);
    EXPECT_ERR(pal_amendable_try_to_propose(&debate, PAL_ADA, (struct pal_amendment_id){0}, PAL_MAY,
                                            &made),
               PAL_ERR_STATE);
    EXPECT_ERR(pal_debate_open(debate.scene.store, debate.resolution), PAL_OK);
    (void)pal_amendable_propose(&debate, PAL_MAY);
}

static void has_a_bound_on_a_version(void **state)
{
    (void)state;
    PAL_AMENDABLE(debate);
    const struct pal_amendment_id none = {0};
    struct pal_amendment_id made;
    for (int i = 0; i < PAL_LIMIT_AMENDMENTS; i++) {
        if (i % PAL_LIMIT_DAY_AMENDMENTS == 0) {
            pal_scene_wait(&debate.scene, PAL_SCENE_DAY);
        }
        EXPECT_ERR(pal_amendable_try_to_propose(&debate, PAL_CHIARA, none, PAL_MAY, &made), PAL_OK);
    }
    EXPECT_ERR(pal_amendable_try_to_propose(&debate, PAL_ADA, none, PAL_MAY, &made),
               PAL_ERR_LIMIT_COUNT);
}

static void those_on_amendments_do_not_go_round(void **state)
{
    (void)state;
    PAL_AMENDABLE(debate);
    struct pal_amendment_id made;
    struct pal_amendment_id above = pal_amendable_propose(&debate, PAL_TWENTY);
    EXPECT_ERR(pal_amendable_try_to_propose(&debate, PAL_ADA, above, PAL_AMENDABLE_TEXT, &made),
               PAL_ERR_AMENDMENT_CIRCULAR);
    EXPECT_ERR(pal_amendable_try_to_propose(&debate, PAL_ADA, above, PAL_TWENTY, &made),
               PAL_ERR_AMENDMENT_SAME);
    struct pal_amendment_id below = pal_amendable_propose_on(&debate, above, PAL_MILLION);
    EXPECT_ERR(pal_amendable_try_to_propose(&debate, PAL_ADA, below, PAL_TWENTY, &made),
               PAL_ERR_AMENDMENT_DEPTH);

    struct pal_amendable other PAL_CLEANUP(pal_amendable_done) = {0};
    pal_amendable_open(&other, false);
    struct pal_resolution_id second =
        pal_meeting_table(&other.scene, other.assembly, "ordinary", "Another");
    struct pal_amendment_id of_first = pal_amendable_propose(&other, PAL_TWENTY);
    other.resolution = second;
    EXPECT_ERR(pal_amendable_try_to_propose(&other, PAL_ADA, of_first, PAL_TWENTY, &made),
               PAL_ERR_NOT_FOUND);
}

/* --- support, withdrawal, acceptance -------------------------------------------------------------- */

static void counts_those_who_support_it(void **state)
{
    (void)state;
    PAL_AMENDABLE(debate);
    struct pal_store *store = debate.scene.store;
    struct pal_member_id chiara = debate.scene.members[PAL_CHIARA];
    struct pal_amendment_id id = pal_amendable_propose(&debate, PAL_TWENTY);
    bool is_supported;
    EXPECT_ERR(pal_amendment_support(store, id, chiara, true), PAL_OK);
    uint64_t size = pal_log_head(store).size;
    EXPECT_ERR(pal_amendment_support(store, id, chiara, true), PAL_OK);
    assert_int_equal(pal_log_head(store).size, size); /* it is so already */
    EXPECT_ERR(pal_amendment_support(store, id, debate.scene.members[PAL_GAIA], true), PAL_OK);
    assert_int_equal(pal_amendable_read(&debate, id).supporters, 2);
    EXPECT_ERR(pal_amendment_is_supported(store, id, chiara, &is_supported), PAL_OK);
    assert_true(is_supported);
    EXPECT_ERR(pal_amendment_support(store, id, chiara, false), PAL_OK);
    assert_int_equal(pal_amendable_read(&debate, id).supporters, 1);
    EXPECT_ERR(pal_amendment_is_supported(store, id, chiara, &is_supported), PAL_OK);
    assert_false(is_supported);
    EXPECT_ERR(pal_amendment_accept(store, id), PAL_OK);
    EXPECT_ERR(pal_amendment_support(store, id, chiara, true), PAL_ERR_STATE);
}

static void is_withdrawn_by_its_author_alone(void **state)
{
    (void)state;
    PAL_AMENDABLE(debate);
    struct pal_store *store = debate.scene.store;
    struct pal_member_id ada = debate.scene.members[PAL_ADA];
    struct pal_amendment_id id = pal_amendable_propose(&debate, PAL_TWENTY);
    struct pal_amendment_id below = pal_amendable_propose_on(&debate, id, PAL_MILLION);
    EXPECT_ERR(pal_amendment_withdraw(store, id, debate.scene.members[PAL_CHIARA]),
               PAL_ERR_AMENDMENT_OTHER);
    struct pal_poll_id poll;
    EXPECT_ERR(pal_amendable_call(&debate, below, &poll), PAL_OK);
    EXPECT_ERR(pal_amendment_withdraw(store, id, ada), PAL_ERR_AMENDMENT_ORDER);
    EXPECT_ERR(pal_amendment_withdraw(store, below, ada), PAL_ERR_STATE);
    EXPECT_ERR(pal_poll_annul(store, poll, pal_text_of("Too early")), PAL_OK);
    assert_string_equal(pal_amendable_state(&debate, below), "proposed");
    EXPECT_ERR(pal_amendment_withdraw(store, id, ada), PAL_OK);
    assert_string_equal(pal_amendable_state(&debate, id), "withdrawn");
    assert_string_equal(pal_amendable_state(&debate, below), "lapsed");
}

static void is_taken_in_by_the_board(void **state)
{
    (void)state;
    PAL_AMENDABLE(debate);
    struct pal_store *store = debate.scene.store;
    struct pal_amendment_id twenty = pal_amendable_propose(&debate, PAL_TWENTY);
    struct pal_amendment_id million = pal_amendable_propose(&debate, PAL_MILLION);
    struct pal_amendment_id below = pal_amendable_propose_on(&debate, twenty, PAL_MILLION);
    EXPECT_ERR(pal_amendment_accept(store, twenty), PAL_ERR_AMENDMENT_ORDER);
    EXPECT_ERR(pal_amendment_accept(store, below), PAL_ERR_AMENDMENT_DEPTH);
    EXPECT_ERR(pal_amendment_withdraw(store, below, debate.scene.members[PAL_ADA]), PAL_OK);
    EXPECT_ERR(pal_amendment_accept(store, twenty), PAL_OK);
    EXPECT_ERR(pal_amendment_accept(store, twenty), PAL_ERR_STATE);
    EXPECT_ERR(pal_amendment_accept(store, million), PAL_ERR_AMENDMENT_CONTRARY);
    struct pal_amendment_id made;
    EXPECT_ERR(pal_amendable_try_to_propose(&debate, PAL_ADA, (struct pal_amendment_id){0},
                                            PAL_MILLION, &made),
               PAL_ERR_AMENDMENT_CONTRARY);
    /* The assembly may still prefer the other. */
    pal_amendable_adopt(&debate, million);
    assert_string_equal(pal_amendable_state(&debate, million), "adopted");
    assert_string_equal(pal_amendable_state(&debate, twenty), "lapsed");
    EXPECT_ERR(pal_amendments_consolidate(store, debate.resolution), PAL_OK);
    pal_amendable_expect(&debate, PAL_MILLION);
}

/* --- the log -------------------------------------------------------------------------------------- */

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

enum { WORDS_MAX = 16 };
struct salts {
    struct pal_store *store;
    struct pal_hash items[WORDS_MAX]; /* a salt has the form of a hash */
    size_t count;
};

static enum pal_err keep_salt(void *context, const struct pal_hash *hash)
{
    struct salts *salts = context;
    PAL_JSON(document);
    EXPECT_ERR(pal_document_get_json(salts->store, hash, &document), PAL_OK);
    assert_true(salts->count < WORDS_MAX);
    return pal_json_hash(document, "salt", &salts->items[salts->count++], NULL);
}

/* Also of what is made from others: a version with amendments, an amendment with those on it. */
static void attack_62_every_text_has_a_salt_of_its_own(void **state)
{
    (void)state;
    PAL_AMENDABLE(debate);
    struct salts salts = {.store = debate.scene.store};
    struct pal_amendment_id on = pal_amendable_propose(&debate, PAL_TWENTY);
    struct pal_amendment_id under =
        pal_amendable_propose_on(&debate, on,
                                 "The assembly gives twenty thousand euros to the fund.");
    (void)pal_amendable_propose(&debate, PAL_MAY);
    pal_amendable_adopt(&debate, under);
    pal_amendable_adopt(&debate, on);
    EXPECT_ERR(pal_amendments_consolidate(salts.store, debate.resolution), PAL_OK);
    static const enum pal_document_kind kinds[] = {PAL_DOCUMENT_RESOLUTION, PAL_DOCUMENT_AMENDMENT};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        EXPECT_ERR(pal_documents_walk(salts.store, kinds[i], keep_salt, &salts), PAL_OK);
    }
    assert_true(salts.count >= 6); /* two versions, three amendments, and one with another in it */
    for (size_t i = 0; i < salts.count; i++) {
        for (size_t j = i + 1; j < salts.count; j++) {
            assert_false(pal_hash_equal(&salts.items[i], &salts.items[j]));
        }
    }
}

static void is_rebuilt_from_the_log(void **state)
{
    (void)state;
    PAL_AMENDABLE(debate);
    struct pal_store *store = debate.scene.store;
    struct pal_amendment_id ids[5];
    ids[0] = pal_amendable_propose(&debate, PAL_TWENTY);
    ids[1] = pal_amendable_propose_on(&debate, ids[0],
                                      "The assembly gives twenty thousand euros to the fund.");
    ids[2] = pal_amendable_propose(&debate, PAL_MILLION);
    ids[3] = pal_amendable_propose(&debate, PAL_MAY);
    EXPECT_ERR(pal_amendment_support(store, ids[3], debate.scene.members[PAL_GAIA], true), PAL_OK);
    pal_amendable_reject(&debate, ids[2]);
    pal_amendable_adopt(&debate, ids[1]);
    pal_amendable_adopt(&debate, ids[0]);
    assert_string_equal(pal_amendable_state(&debate, ids[3]), "lapsed"); /* its sentence is gone */
    EXPECT_ERR(pal_amendments_consolidate(store, debate.resolution), PAL_OK);
    ids[4] =
        pal_amendable_propose(&debate, "The assembly gives twenty thousand euros to the poor.");
    struct pal_amendment before[5];
    for (size_t i = 0; i < 5; i++) {
        before[i] = pal_amendable_read(&debate, ids[i]);
    }
    pal_scene_commit(&debate.scene);
    EXPECT_ERR(pal_rebuild(store, NULL, NULL), PAL_OK);
    for (size_t i = 0; i < 5; i++) {
        struct pal_amendment after = pal_amendable_read(&debate, ids[i]);
        assert_int_equal(after.state, before[i].state);
        assert_int_equal(after.entry, before[i].entry);
        assert_int_equal(after.distance, before[i].distance);
        assert_int_equal(after.supporters, before[i].supporters);
        assert_int_equal(after.is_settled, before[i].is_settled);
        assert_int_equal(after.parent.value, before[i].parent.value);
        assert_true(pal_hash_equal(&after.hash, &before[i].hash));
        assert_true(pal_hash_equal(&after.base, &before[i].base));
        assert_string_equal(after.author, before[i].author);
    }
    int64_t undecided;
    EXPECT_ERR(pal_amendments_undecided(store, debate.resolution, &undecided), PAL_OK);
    assert_int_equal(undecided, 1);
    struct queue all = {0};
    const struct pal_amendments_query query = {debate.resolution, ids[0].value, 3};
    EXPECT_ERR(pal_amendments_walk(store, &query, take, &all), PAL_OK);
    assert_int_equal(all.count, 3);
    assert_int_equal(all.ids[0], ids[1].value);
}

static void is_not_on_what_was_removed(void **state)
{
    (void)state;
    PAL_AMENDABLE(debate);
    struct pal_store *store = debate.scene.store;
    PAL_RESOLUTION(now);
    EXPECT_ERR(pal_resolution_read(store, debate.resolution, &now), PAL_OK);
    uint64_t entry;
    EXPECT_ERR(pal_document_redact(store, &now.hash, pal_text_of("Somebody's address"), NULL,
                                   &entry),
               PAL_OK);
    struct pal_amendment_id made;
    EXPECT_ERR(pal_amendable_try_to_propose(&debate, PAL_ADA, (struct pal_amendment_id){0}, PAL_MAY,
                                            &made),
               PAL_ERR_DOCUMENT_REMOVED);
}

int main(void)
{
    TESTS(tests, 24);
    TEST(tests, is_proposed_on_a_version);
    TEST(tests, refuses_what_cannot_be_proposed);
    TEST(tests, is_not_proposed_once_the_debate_is_closed);
    TEST(tests, has_a_bound_on_a_version);
    TEST(tests, those_on_amendments_do_not_go_round);
    TEST(tests, counts_those_who_support_it);
    TEST(tests, is_withdrawn_by_its_author_alone);
    TEST(tests, is_taken_in_by_the_board);
    TEST(tests, attack_62_every_text_has_a_salt_of_its_own);
    TEST(tests, is_rebuilt_from_the_log);
    TEST(tests, is_not_on_what_was_removed);
    return RUN(tests);
}
