/* Who watches the log: its policy, its cosignatures, whom to ask, and what a witness can prove. */
#include "audit/keys.h"
#include "base/mem.h"
#include "core/log.h"
#include "core/store.h"
#include "core/witnesses.h"

#include "../support/expect.h"
#include "../support/folder.h"
#include "../support/record.h"

enum { SECOND = 1767225600 };
static const int64_t minute_us = INT64_C(60000000);

static struct pal_signing_key key_of(uint8_t number)
{
    struct pal_signing_key key;
    const uint8_t seed[PAL_SEED_SIZE] = {number};
    pal_signing_key_init(&key, seed);
    return key;
}

/* "witness a KEY ADDRESS", the key being of that number. */
static void add_witness(struct pal_buf *policy, const char *name, uint8_t number)
{
    PAL_BUF(signer);
    struct pal_signing_key key = key_of(number);
    pal_buf_add_format(&signer, "%s.example", name);
    const struct pal_witness witness = {pal_buf_text(&signer), &key};
    struct pal_vkey vkey = pal_witness_vkey(&witness);
    pal_buf_add_format(policy, "witness %s ", name);
    pal_vkey_write(&vkey, policy);
    pal_buf_add_string(policy, " http://127.0.0.1:9\n");
}

static void set_policy(struct pal_store *store, const char *rest)
{
    PAL_BUF(policy);
    add_witness(&policy, "a", 31);
    add_witness(&policy, "b", 32);
    add_witness(&policy, "c", 33);
    pal_buf_add_string(&policy, rest);
    PAL_TRANSACTION(transaction, store);
    EXPECT_ERR(pal_log_policy_set(store, pal_buf_text(&policy), NULL), PAL_OK);
    EXPECT_ERR(pal_transaction_commit(&transaction), PAL_OK);
    EXPECT_ERR(pal_turn_commit(store), PAL_OK);
    EXPECT_TEXT(pal_log_policy(store), policy.bytes);
}

/* The witness of that name and number cosigns the last checkpoint; what it answers is judged and kept. */
static void cosign(struct pal_store *store, const char *name, uint8_t number)
{
    PAL_BUF(signer);
    PAL_BUF(text);
    PAL_BUF(answer);
    PAL_BUF(line);
    PAL_BUF(spelled);
    struct pal_note note;
    int64_t seconds = 0;
    struct pal_signing_key key = key_of(number);
    pal_buf_add_format(&signer, "%s.example", name);
    const struct pal_witness witness = {pal_buf_text(&signer), &key};
    struct pal_vkey vkey = pal_witness_vkey(&witness);
    pal_vkey_write(&vkey, &spelled);
    EXPECT_ERR(pal_log_checkpoint(store, &text), PAL_OK);
    EXPECT_ERR(pal_note_parse(pal_buf_text(&text), &note), PAL_OK);
    pal_cosignature_write(&witness, note.body, SECOND, &answer);
    assert_int_equal(pal_witness_judge_answer(store, &vkey, pal_buf_text(&answer), &line, &seconds),
                     PAL_WITNESS_COSIGNED);
    const struct pal_witness_result result = {.vkey = pal_buf_text(&spelled),
                                              .said = PAL_WITNESS_COSIGNED,
                                              .size = pal_log_head(store).size,
                                              .line = pal_buf_text(&line),
                                              .seconds = seconds};
    EXPECT_ERR(pal_witness_keep(store, &result), PAL_OK);
    EXPECT_ERR(pal_turn_commit(store), PAL_OK);
}

static bool is_witnessed(struct pal_store *store, uint64_t size)
{
    bool is = false;
    EXPECT_ERR(pal_log_is_witnessed(store, size, &is), PAL_OK);
    return is;
}

static void a_quorum_of_cosignatures_is_on_the_checkpoint(void **state)
{
    (void)state;
    int64_t now_us = 0;
    struct pal_store_spec spec = pal_record_spec(NULL, PAL_STORE_CREATE, &now_us);
    PAL_STORE(store);
    pal_record_open(&spec, &store);
    assert_true(is_witnessed(store, 3)); /* nobody is asked for */
    set_policy(store, "group g 2 a b c\nquorum g\n");
    uint64_t size = pal_log_head(store).size;
    assert_false(is_witnessed(store, size));
    cosign(store, "a", 31);
    assert_false(is_witnessed(store, size));
    cosign(store, "c", 33);
    assert_true(is_witnessed(store, size));
    assert_true(is_witnessed(store, 1));
    assert_false(is_witnessed(store, size + 1));

    PAL_BUF(text);
    struct pal_note note;
    struct pal_policy policy;
    uint64_t who = 0;
    EXPECT_ERR(pal_log_checkpoint(store, &text), PAL_OK);
    EXPECT_ERR(pal_note_parse(pal_buf_text(&text), &note), PAL_OK);
    assert_int_equal(note.line_count, 3);
    EXPECT_ERR(pal_policy_parse(pal_log_policy(store), &policy, NULL), PAL_OK);
    EXPECT_ERR(pal_policy_cosigned(&policy, &note, &who), PAL_OK);
    assert_int_equal(who, 5);
    PAL_BUF(proof);
    struct pal_proof_text parsed;
    EXPECT_ERR(pal_log_proof(store, 1, &proof), PAL_OK);
    EXPECT_ERR(pal_proof_parse(pal_buf_text(&proof), &parsed), PAL_OK);
    assert_true(pal_text_equal(parsed.note, pal_buf_text(&text)));
}

static void an_answer_of_another_is_nothing(void **state)
{
    (void)state;
    int64_t now_us = 0;
    struct pal_store_spec spec = pal_record_spec(NULL, PAL_STORE_CREATE, &now_us);
    PAL_STORE(store);
    pal_record_open(&spec, &store);
    PAL_BUF(answer);
    PAL_BUF(line);
    int64_t seconds = 0;
    struct pal_signing_key key = key_of(31);
    struct pal_signing_key other = key_of(32);
    const struct pal_witness witness = {pal_text_of("a.example"), &key};
    const struct pal_witness impostor = {pal_text_of("a.example"), &other};
    struct pal_vkey vkey = pal_witness_vkey(&witness);
    pal_cosignature_write(&impostor, pal_text_of("x\n"), SECOND, &answer);
    assert_int_equal(pal_witness_judge_answer(store, &vkey, pal_buf_text(&answer), &line, &seconds),
                     PAL_WITNESS_NOTHING);
    assert_int_equal(pal_witness_judge_answer(store, &vkey, pal_text_of("<html>"), &line, &seconds),
                     PAL_WITNESS_NOTHING);
}

static bool due(struct pal_store *store, size_t *out_index, int64_t *out_next_us)
{
    bool is_due = false;
    EXPECT_ERR(pal_witness_due(store, out_index, &is_due, out_next_us), PAL_OK);
    return is_due;
}

static void asked(struct pal_store *store, size_t index)
{
    EXPECT_ERR(pal_witness_asked(store, index), PAL_OK);
    EXPECT_ERR(pal_turn_commit(store), PAL_OK);
}

static void whoever_does_not_answer_is_asked_later_and_later(void **state)
{
    (void)state;
    int64_t now_us = 0;
    struct pal_store_spec spec = pal_record_spec(NULL, PAL_STORE_CREATE, &now_us);
    PAL_STORE(store);
    pal_record_open(&spec, &store);
    size_t index = 9;
    int64_t next_us = 0;
    assert_false(due(store, &index, &next_us));
    set_policy(store, "quorum a\n");
    for (size_t i = 0; i < 3; i++) {
        assert_true(due(store, &index, &next_us)); /* a change of policy waits for nobody */
        assert_int_equal(index, i);
        asked(store, index);
    }
    assert_false(due(store, &index, &next_us));
    int64_t minutes[] = {1, 2, 4, 8, 16, 32, 60, 60};
    for (size_t i = 0; i < sizeof minutes / sizeof minutes[0]; i++) {
        assert_int_equal(next_us, now_us + minutes[i] * minute_us);
        now_us = next_us - 1;
        assert_false(due(store, &index, &next_us));
        now_us++;
        for (size_t k = 0; k < 3; k++) {
            assert_true(due(store, &index, &next_us));
            asked(store, index);
        }
        assert_false(due(store, &index, &next_us));
    }
}

static void whoever_answered_is_asked_again_when_there_is_something_new(void **state)
{
    (void)state;
    int64_t now_us = 0;
    struct pal_store_spec spec = pal_record_spec(NULL, PAL_STORE_CREATE, &now_us);
    PAL_STORE(store);
    pal_record_open(&spec, &store);
    set_policy(store, "quorum a\n");
    cosign(store, "a", 31);
    cosign(store, "b", 32);
    cosign(store, "c", 33);
    size_t index;
    int64_t next_us = 0;
    assert_false(due(store, &index, &next_us));
    assert_int_equal(next_us, INT64_MAX);
    pal_record_turn(store, 1);
    assert_false(due(store, &index, &next_us));
    assert_int_equal(next_us, now_us + 10 * minute_us);
    now_us = next_us;
    assert_true(due(store, &index, &next_us));
    PAL_BUF(text);
    struct pal_cosign_request request;
    EXPECT_ERR(pal_witness_request(store, 4, &text), PAL_OK);
    EXPECT_ERR(pal_cosign_request_parse(pal_buf_text(&text), &request), PAL_OK);
    assert_int_equal(request.old_size, 4);
    assert_true(request.proof.count > 0);
    EXPECT_ERR(pal_witness_request(store, 6, &text), PAL_ERR_NOT_FOUND);
}

/* What a witness would show of a log: its last checkpoint. */
static void shown_by(struct pal_store *store, struct pal_buf *note)
{
    EXPECT_ERR(pal_log_checkpoint(store, note), PAL_OK);
}

static void expect_condemned(struct pal_store *store, enum pal_witness_said said,
                             struct pal_text note, enum pal_log_status status)
{
    const struct pal_witness_result result = {.said = said, .size = 1000, .note = note};
    EXPECT_ERR(pal_witness_keep(store, &result), PAL_OK);
    assert_int_equal(pal_log_status(store), status);
    assert_true(pal_text_equal(pal_log_evidence(store), note));
    PAL_TRANSACTION(transaction, store);
    EXPECT_ERR(pal_record_say(store, "no more"), PAL_ERR_STORE_READ_ONLY);
    EXPECT_ERR(pal_transaction_commit(&transaction), PAL_ERR_STORE_READ_ONLY);
}

static void attacks_54_and_55_an_old_copy_and_a_clone_are_told_by_a_witness(void **state)
{
    (void)state;
    int64_t now_us = 0;
    struct pal_store_spec spec = pal_record_spec(NULL, PAL_STORE_CREATE, &now_us);
    FOLDER(folder);
    PAL_STRING(path);
    PAL_STRING(copy);
    path = pal_folder_file_new(&folder, "society");
    copy = pal_folder_file_new(&folder, "copy");
    spec.path = path;
    PAL_BUF(early);
    PAL_BUF(late);
    uint64_t size;
    {
        PAL_STORE(store);
        pal_record_open(&spec, &store);
        pal_record_turn(store, 2);
        shown_by(store, &early);
        EXPECT_ERR(pal_store_backup(store, copy), PAL_OK);
        pal_record_turn(store, 2);
        shown_by(store, &late);
        assert_int_equal(pal_witness_judge_checkpoint(store, pal_buf_text(&early), &size),
                         PAL_WITNESS_COSIGNED);
        assert_int_equal(size, 5);
    }
    /* The backup, without its anchor: only whoever saw more can tell. */
    spec.path = copy;
    spec.mode = PAL_STORE_WRITE;
    PAL_STORE(restored);
    EXPECT_ERR(pal_store_open(&spec, &restored), PAL_OK);
    assert_int_equal(pal_log_status(restored), PAL_LOG_OK);
    assert_int_equal(pal_witness_judge_checkpoint(restored, pal_buf_text(&late), &size),
                     PAL_WITNESS_LARGER);
    pal_record_turn(restored, 2);
    assert_int_equal(pal_witness_judge_checkpoint(restored, pal_buf_text(&late), &size),
                     PAL_WITNESS_OTHER);
    /* What nobody of ours signed proves nothing. */
    assert_int_equal(pal_witness_judge_checkpoint(restored, pal_text_of("x"), &size),
                     PAL_WITNESS_NOTHING);
    late.bytes[late.size - 10] = (char)(late.bytes[late.size - 10] ^ 1);
    assert_int_equal(pal_witness_judge_checkpoint(restored, pal_buf_text(&late), &size),
                     PAL_WITNESS_NOTHING);
    assert_int_equal(pal_log_evidence(restored).size, 0);
    expect_condemned(restored, PAL_WITNESS_OTHER, pal_buf_text(&early), PAL_LOG_FORK);
    expect_condemned(restored, PAL_WITNESS_LARGER, (struct pal_text){0}, PAL_LOG_ROLLBACK);
}

static void a_policy_that_is_taken_back_is_as_it_was(void **state)
{
    (void)state;
    int64_t now_us = 0;
    struct pal_store_spec spec = pal_record_spec(NULL, PAL_STORE_CREATE, &now_us);
    PAL_STORE(store);
    pal_record_open(&spec, &store);
    {
        PAL_TRANSACTION(transaction, store);
        (void)transaction; /* never committed: its scope rolls it back */
        EXPECT_ERR(pal_log_policy_set(store, pal_text_of("quorum none\n"), NULL), PAL_OK);
        EXPECT_TEXT(pal_log_policy(store), "quorum none\n");
    }
    EXPECT_TEXT(pal_log_policy(store), "");
    struct pal_where where = {0};
    PAL_TRANSACTION(transaction, store);
    EXPECT_ERR(pal_log_policy_set(store, pal_text_of("\nquorum a\n"), &where), PAL_ERR_POLICY_NAME);
    assert_int_equal(where.line, 2);
    EXPECT_ERR(pal_log_policy_set(store, pal_text_of("quorum none\n"), NULL), PAL_OK);
    EXPECT_ERR(pal_transaction_commit(&transaction), PAL_OK);
}

int main(void)
{
    TESTS(tests, 16);
    TEST(tests, a_quorum_of_cosignatures_is_on_the_checkpoint);
    TEST(tests, an_answer_of_another_is_nothing);
    TEST(tests, whoever_does_not_answer_is_asked_later_and_later);
    TEST(tests, whoever_answered_is_asked_again_when_there_is_something_new);
    TEST(tests, attacks_54_and_55_an_old_copy_and_a_clone_are_told_by_a_witness);
    TEST(tests, a_policy_that_is_taken_back_is_as_it_was);
    return RUN(tests);
}
