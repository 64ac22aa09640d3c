/* The keys of a log over its life: which are read, and for which sizes each is good. */
#include <string.h>

#include "audit/keys.h"

#include "../support/expect.h"

enum { START = 1767225600 };

static const char origin[] = "vote.example.coop/log";

/* A log that says things of its keys. */
struct pal_diary {
    struct pal_keys keys;
    uint64_t size;
    int64_t now;
};

static struct pal_signing_key key_of(uint8_t number)
{
    struct pal_signing_key key;
    const uint8_t seed[PAL_SEED_SIZE] = {number};
    pal_signing_key_init(&key, seed);
    return key;
}

static void spell(uint8_t number, const char *name, struct pal_buf *buf)
{
    struct pal_signing_key key = key_of(number);
    struct pal_vkey vkey = pal_vkey_make(pal_text_of(name), PAL_NOTE_KEY_ED25519, key.public_key);
    pal_vkey_write(&vkey, buf);
}

/* Says it, and counts it where it is accepted. Takes d. */
static enum pal_err say(struct pal_diary *diary, const char *type, struct pal_json *d)
{
    PAL_JSON(owned);
    owned = d;
    const struct pal_entry entry = {.type = pal_text_of(type), .made_at = diary->now, .d = owned};
    enum pal_err err = pal_keys_read(&diary->keys, diary->size, &entry);
    diary->size += err == PAL_OK;
    return err;
}

static enum pal_err found_as(struct pal_diary *diary, uint8_t number, const char *name,
                             const char *log)
{
    PAL_BUF(vkey);
    spell(number, name, &vkey);
    struct pal_json *d = pal_json_object_new();
    pal_json_set_string(d, "origin", log);
    pal_json_set_text(d, "vkey", pal_buf_text(&vkey));
    return say(diary, "log.genesis", d);
}

static enum pal_err found(struct pal_diary *diary, uint8_t number, const char *name)
{
    return found_as(diary, number, name, origin);
}

static enum pal_err announce(struct pal_diary *diary, const char *purpose, struct pal_text key)
{
    struct pal_json *d = pal_json_object_new();
    pal_json_set_string(d, "purpose", purpose);
    pal_json_set_text(d, "key", key);
    return say(diary, "key.announce", d);
}

static enum pal_err announce_receipt(struct pal_diary *diary, uint8_t number, const char *name)
{
    PAL_BUF(vkey);
    spell(number, name, &vkey);
    return announce(diary, "receipt", pal_buf_text(&vkey));
}

static enum pal_err announce_record(struct pal_diary *diary, uint8_t number)
{
    PAL_BUF(text);
    struct pal_signing_key key = key_of(number);
    pal_keys_record_write(key.public_key, &text);
    return announce(diary, "record", pal_buf_text(&text));
}

/* From one key to another, signed by a third. */
static enum pal_err rotate(struct pal_diary *diary, uint8_t from, uint8_t to, uint8_t signer)
{
    PAL_BUF(old_vkey);
    PAL_BUF(new_vkey);
    PAL_BUF(message);
    PAL_BUF(base64);
    uint8_t signature[PAL_SIGNATURE_SIZE];
    struct pal_signing_key key = key_of(signer);
    spell(from, origin, &old_vkey);
    spell(to, origin, &new_vkey);
    pal_keys_rotation_message(pal_text_of(origin), pal_buf_text(&old_vkey), pal_buf_text(&new_vkey),
                              &message);
    pal_crypto_sign(&key, message.bytes, message.size, signature);
    pal_buf_add_base64(&base64, signature, sizeof signature);
    struct pal_json *d = pal_json_object_new();
    pal_json_set_text(d, "old", pal_buf_text(&old_vkey));
    pal_json_set_text(d, "new", pal_buf_text(&new_vkey));
    pal_json_set_text(d, "signature", pal_buf_text(&base64));
    return say(diary, "key.rotate", d);
}

static enum pal_err revoke(struct pal_diary *diary, uint8_t number, int64_t last_size)
{
    PAL_BUF(vkey);
    spell(number, origin, &vkey);
    struct pal_json *d = pal_json_object_new();
    pal_json_set_text(d, "key", pal_buf_text(&vkey));
    pal_json_set_int(d, "last_size", last_size);
    pal_json_set_string(d, "reason", "stolen");
    return say(diary, "key.revoke", d);
}

static enum pal_err set_policy(struct pal_diary *diary, const char *policy)
{
    struct pal_json *d = pal_json_object_new();
    pal_json_set_string(d, "policy", policy);
    return say(diary, "log.policy", d);
}

static struct pal_diary diary_new(void)
{
    struct pal_diary diary = {.now = START};
    EXPECT_ERR(found(&diary, 1, origin), PAL_OK);
    EXPECT_ERR(announce_receipt(&diary, 11, "vote.example.coop/receipt"), PAL_OK);
    EXPECT_ERR(announce_record(&diary, 21), PAL_OK);
    return diary;
}

/* Does a checkpoint of that size, made in that second and signed by that key, hold? */
static enum pal_err signed_by(const struct pal_diary *diary, uint8_t number, uint64_t size,
                              int64_t at)
{
    PAL_BUF(body);
    PAL_BUF(text);
    struct pal_note note;
    struct pal_signing_key key = key_of(number);
    const struct pal_checkpoint checkpoint = {.origin = pal_text_of(origin),
                                              .head = {.size = size}};
    pal_checkpoint_write(&checkpoint, &body);
    pal_note_sign(pal_buf_text(&body), pal_text_of(origin), &key, &text);
    EXPECT_ERR(pal_note_parse(pal_buf_text(&text), &note), PAL_OK);
    return pal_keys_verify(&diary->keys, &note, at);
}

static void the_first_key_signs_from_the_first_size_on(void **state)
{
    (void)state;
    struct pal_diary diary = diary_new();
    EXPECT_ERR(signed_by(&diary, 1, 1, START), PAL_OK);
    EXPECT_ERR(signed_by(&diary, 1, 1000000, INT64_C(1) << 40), PAL_OK);
    EXPECT_ERR(signed_by(&diary, 2, 1, START), PAL_ERR_NOTE_SIGNATURE);
    assert_string_equal(diary.keys.origin, origin);
    pal_keys_done(&diary.keys);
}

static void attack_57_an_old_key_signs_nothing_after_its_time(void **state)
{
    (void)state;
    struct pal_diary diary = diary_new();
    diary.now = START + 1000;
    EXPECT_ERR(rotate(&diary, 1, 2, 1), PAL_OK); /* entry 3: the new key from size 4 on */
    int64_t end = diary.now + PAL_KEYS_OVERLAP_S;
    EXPECT_ERR(signed_by(&diary, 2, 3, START), PAL_ERR_NOTE_SIGNATURE);
    EXPECT_ERR(signed_by(&diary, 2, 4, diary.now), PAL_OK);
    EXPECT_ERR(signed_by(&diary, 1, 4, end - 1), PAL_OK);
    EXPECT_ERR(signed_by(&diary, 1, 5, end), PAL_ERR_NOTE_SIGNATURE);
    EXPECT_ERR(signed_by(&diary, 2, 5, end), PAL_OK);
    struct pal_vkey vkeys[PAL_KEYS_MAX];
    assert_int_equal(pal_keys_at(&diary.keys, 3, START, vkeys), 1);
    assert_int_equal(pal_keys_at(&diary.keys, 4, diary.now, vkeys), 2);
    assert_int_equal(pal_keys_at(&diary.keys, 5, end, vkeys), 1);
    /* And never comes back. */
    EXPECT_ERR(rotate(&diary, 2, 1, 2), PAL_ERR_KEY_LIFE);
    pal_keys_done(&diary.keys);
}

static void attack_56_a_stolen_key_signs_nothing_after_its_revocation(void **state)
{
    (void)state;
    struct pal_diary diary = diary_new();
    EXPECT_ERR(revoke(&diary, 1, 2), PAL_ERR_KEY_LIFE); /* in force: first another one */
    EXPECT_ERR(rotate(&diary, 1, 2, 1), PAL_OK);
    EXPECT_ERR(revoke(&diary, 1, 5), PAL_ERR_KEY_LIFE); /* of sizes to come */
    EXPECT_ERR(revoke(&diary, 3, 2), PAL_ERR_KEY_LIFE); /* of nobody */
    EXPECT_ERR(revoke(&diary, 1, 2), PAL_OK);
    EXPECT_ERR(revoke(&diary, 1, 1), PAL_ERR_KEY_LIFE); /* once */
    EXPECT_ERR(signed_by(&diary, 1, 2, START), PAL_OK);
    EXPECT_ERR(signed_by(&diary, 1, 3, START), PAL_ERR_NOTE_SIGNATURE);
    EXPECT_ERR(signed_by(&diary, 2, 5, START), PAL_OK);
    pal_keys_done(&diary.keys);
}

static enum pal_err destroy(struct pal_diary *diary, uint8_t number)
{
    PAL_BUF(vkey);
    spell(number, origin, &vkey);
    struct pal_json *d = pal_json_object_new();
    pal_json_set_text(d, "key", pal_buf_text(&vkey));
    return say(diary, "key.destroy", d);
}

static void a_seed_is_destroyed_once_and_when_it_signs_no_more(void **state)
{
    (void)state;
    struct pal_diary diary = diary_new();
    EXPECT_ERR(destroy(&diary, 1), PAL_ERR_KEY_LIFE); /* in force */
    EXPECT_ERR(destroy(&diary, 9), PAL_ERR_KEY_LIFE); /* of nobody */
    EXPECT_ERR(rotate(&diary, 1, 2, 1), PAL_OK);
    diary.now += PAL_KEYS_OVERLAP_S - 1;
    EXPECT_ERR(destroy(&diary, 1), PAL_ERR_KEY_LIFE); /* it still signs */
    diary.now += 1;
    EXPECT_ERR(destroy(&diary, 1), PAL_OK);
    EXPECT_ERR(destroy(&diary, 1), PAL_ERR_KEY_LIFE);
    EXPECT_ERR(rotate(&diary, 2, 3, 2), PAL_OK);
    EXPECT_ERR(revoke(&diary, 2, 4), PAL_OK);
    EXPECT_ERR(destroy(&diary, 2), PAL_OK);
    EXPECT_ERR(destroy(&diary, 3), PAL_ERR_KEY_LIFE);
    pal_keys_done(&diary.keys);
}

/* RULE docs/rules/witness.md
 * > With a log's key the receipt keys and the record keys are revoked that were announced while it was in force
 */
static void the_keys_of_one_seed_are_revoked_together(void **state)
{
    (void)state;
    struct pal_diary diary = diary_new();
    EXPECT_ERR(announce_record(&diary, 22), PAL_OK);
    EXPECT_ERR(rotate(&diary, 1, 2, 1), PAL_OK);
    EXPECT_ERR(announce_receipt(&diary, 12, "vote.example.coop/receipt"), PAL_OK);
    EXPECT_ERR(announce_record(&diary, 23), PAL_OK);
    EXPECT_ERR(revoke(&diary, 1, 3), PAL_OK);
    static const struct {
        uint8_t number;
        bool is_revoked;
        uint64_t last_size;
    } lives[] = {{1, true, 3},           {11, true, 3},          {21, true, 3},
                 {22, true, 3},          {2, false, UINT64_MAX}, {12, false, UINT64_MAX},
                 {23, false, UINT64_MAX}};
    assert_int_equal(diary.keys.count, sizeof lives / sizeof lives[0]);
    for (size_t i = 0; i < diary.keys.count; i++) {
        const struct pal_key_life *life = &diary.keys.lives[i];
        struct pal_signing_key key = key_of(lives[i].number);
        struct pal_vkey vkey = {.type = PAL_NOTE_KEY_ED25519};
        memcpy(vkey.public_key, key.public_key, sizeof vkey.public_key);
        assert_memory_equal(life->vkey.public_key, key.public_key, PAL_PUBLIC_KEY_SIZE);
        assert_int_equal(life->is_revoked, lives[i].is_revoked);
        assert_int_equal(life->last_size, lives[i].last_size);
        assert_int_equal(pal_keys_believes(&diary.keys, &vkey, 3), true);
        assert_int_equal(pal_keys_believes(&diary.keys, &vkey, 4), !lives[i].is_revoked);
        const enum pal_key_purpose purpose = life->purpose;
        assert_ptr_equal(pal_keys_find(&diary.keys, purpose, pal_text_of(life->text)), life);
    }
    pal_keys_done(&diary.keys);
}

static void a_rotation_comes_from_the_key_in_force(void **state)
{
    (void)state;
    struct pal_diary diary = diary_new();
    EXPECT_ERR(rotate(&diary, 1, 2, 2), PAL_ERR_NOTE_SIGNATURE); /* signed by the new one */
    EXPECT_ERR(rotate(&diary, 3, 2, 3), PAL_ERR_KEY_LIFE);       /* from a stranger */
    EXPECT_ERR(rotate(&diary, 1, 11, 1), PAL_ERR_KEY_LIFE);      /* to the key for receipts */
    EXPECT_ERR(rotate(&diary, 1, 2, 1), PAL_OK);
    EXPECT_ERR(rotate(&diary, 1, 3, 1), PAL_ERR_KEY_LIFE); /* from the one before */
    EXPECT_ERR(rotate(&diary, 2, 3, 2), PAL_OK);
    EXPECT_TEXT(pal_keys_newest(&diary.keys, PAL_KEY_LOG, diary.size)->vkey.name, origin);
    pal_keys_done(&diary.keys);
}

static void announced_keys_follow_each_other(void **state)
{
    (void)state;
    struct pal_diary diary = diary_new();
    const struct pal_key_life *first = pal_keys_newest(&diary.keys, PAL_KEY_RECEIPT, 3);
    assert_non_null(first);
    assert_int_equal(first->first_size, 2);
    assert_null(pal_keys_newest(&diary.keys, PAL_KEY_RECEIPT, 1));
    assert_null(pal_keys_newest(&diary.keys, PAL_KEY_RECORD, 2));
    EXPECT_ERR(announce_receipt(&diary, 12, "vote.example.coop/other"), PAL_ERR_KEY_LIFE);
    EXPECT_ERR(announce_receipt(&diary, 21, "vote.example.coop/receipt"), PAL_ERR_KEY_LIFE);
    EXPECT_ERR(announce(&diary, "love", pal_text_of("x")), PAL_ERR_KEY_LIFE);
    EXPECT_ERR(announce(&diary, "record", pal_text_of("RWQ=")), PAL_ERR_NOTE_SYNTAX);
    EXPECT_ERR(announce(&diary, "receipt", pal_text_of("vote.example.coop/receipt+1")),
               PAL_ERR_NOTE_SYNTAX);
    EXPECT_ERR(announce_receipt(&diary, 12, "vote.example.coop/receipt"), PAL_OK);
    EXPECT_ERR(announce_record(&diary, 22), PAL_OK);
    first = pal_keys_newest(&diary.keys, PAL_KEY_RECEIPT, 3);
    assert_int_equal(first->last_size, 3);
    assert_int_equal(pal_keys_newest(&diary.keys, PAL_KEY_RECEIPT, 4)->first_size, 4);
    assert_int_equal(pal_keys_newest(&diary.keys, PAL_KEY_RECORD, 5)->first_size, 5);
    pal_keys_done(&diary.keys);
}

static void a_record_key_whose_number_is_not_its_own_is_none(void **state)
{
    (void)state;
    PAL_BUF(text);
    PAL_BUF(bytes);
    PAL_BUF(changed);
    struct pal_diary diary = diary_new();
    struct pal_signing_key key = key_of(22);
    pal_keys_record_write(key.public_key, &text);
    EXPECT_ERR(pal_text_base64(pal_buf_text(&text), &bytes), PAL_OK);
    assert_int_equal(bytes.size, 42);
    bytes.bytes[2] = (char)(bytes.bytes[2] ^ 1);
    pal_buf_add_base64(&changed, (const uint8_t *)bytes.bytes, bytes.size);
    EXPECT_ERR(announce(&diary, "record", pal_buf_text(&changed)), PAL_ERR_NOTE_SYNTAX);
    pal_keys_done(&diary.keys);
}

static void the_genesis_is_the_first_entry_and_the_only_one(void **state)
{
    (void)state;
    struct pal_diary diary = {.now = START};
    EXPECT_ERR(set_policy(&diary, "quorum none\n"), PAL_ERR_KEY_LIFE);
    EXPECT_ERR(found(&diary, 1, "other.example.coop/log"), PAL_ERR_KEY_LIFE);
    EXPECT_ERR(found_as(&diary, 1, "Vote", "Vote"), PAL_ERR_NOTE_NAME); /* attack 67 */
    diary.size = 1;
    EXPECT_ERR(found(&diary, 1, origin), PAL_ERR_KEY_LIFE);
    diary.size = 0;
    const struct pal_note note = {.body = pal_text_of("x\n1\nx\n")};
    EXPECT_ERR(pal_keys_verify(&diary.keys, &note, 0), PAL_ERR_NOTE_SYNTAX);
    EXPECT_ERR(signed_by(&diary, 1, 1, START), PAL_ERR_NOTE_ORIGIN);
    EXPECT_ERR(found(&diary, 1, origin), PAL_OK);
    EXPECT_ERR(found(&diary, 1, origin), PAL_ERR_KEY_LIFE);
    pal_keys_done(&diary.keys);
}

static void keys_txt_has_every_key_and_the_policy_in_force(void **state)
{
    (void)state;
    PAL_BUF(expected);
    PAL_BUF(written);
    struct pal_diary diary = diary_new();
    pal_buf_add_string(&expected, "log ");
    spell(1, origin, &expected);
    pal_buf_add_string(&expected, "\nquorum none\n");
    pal_keys_write(&diary.keys, &written);
    EXPECT_BUF(written, expected.bytes);

    PAL_BUF(log_line);
    pal_buf_add_string(&log_line, "log ");
    spell(1, origin, &log_line);
    pal_buf_add_string(&log_line, "\nquorum none\n");
    EXPECT_ERR(set_policy(&diary, log_line.bytes), PAL_ERR_POLICY_KEY);
    EXPECT_ERR(set_policy(&diary, "quorum\n"), PAL_ERR_POLICY_SYNTAX);
    EXPECT_ERR(set_policy(&diary, "# nobody\nquorum none\n"), PAL_OK);
    assert_int_equal(diary.keys.policy_size, 4);
    EXPECT_ERR(rotate(&diary, 1, 2, 1), PAL_OK);
    pal_buf_clear(&expected);
    pal_buf_clear(&written);
    pal_buf_add_string(&expected, "log ");
    spell(1, origin, &expected);
    pal_buf_add_string(&expected, "\nlog ");
    spell(2, origin, &expected);
    pal_buf_add_string(&expected, "\n# nobody\nquorum none\n");
    pal_keys_write(&diary.keys, &written);
    EXPECT_BUF(written, expected.bytes);
    EXPECT_ERR(say(&diary, "poll.publish", pal_json_object_new()), PAL_OK);
    pal_keys_done(&diary.keys);
}

static void the_seeds_of_the_three_keys_differ(void **state)
{
    (void)state;
    const uint8_t seed[PAL_SEED_SIZE] = {7};
    uint8_t receipt[PAL_SEED_SIZE];
    uint8_t record[PAL_SEED_SIZE];
    pal_keys_receipt_seed(seed, receipt);
    pal_keys_record_seed(seed, record);
    assert_memory_not_equal(receipt, record, PAL_SEED_SIZE);
    assert_memory_not_equal(receipt, seed, PAL_SEED_SIZE);
    PAL_BUF(name);
    pal_keys_receipt_name(pal_text_of("a.example/log/two"), &name);
    EXPECT_BUF(name, "a.example/receipt");
}

static void a_life_has_at_most_64_keys_of_a_purpose(void **state)
{
    (void)state;
    struct pal_diary diary = {.now = START};
    EXPECT_ERR(found(&diary, 100, origin), PAL_OK);
    for (unsigned i = 1; i < PAL_KEYS_MAX; i++) {
        EXPECT_ERR(rotate(&diary, (uint8_t)(99 + i), (uint8_t)(100 + i), (uint8_t)(99 + i)),
                   PAL_OK);
    }
    EXPECT_ERR(rotate(&diary, 163, 164, 163), PAL_ERR_LIMIT_COUNT);
    pal_keys_done(&diary.keys);
}

/* A checkpoint of that name, signed by that key under it. */
static void sign_as(const char *name, uint8_t number, uint64_t size, struct pal_buf *text)
{
    PAL_BUF(body);
    struct pal_signing_key key = key_of(number);
    const struct pal_checkpoint checkpoint = {.origin = pal_text_of(name), .head = {.size = size}};
    pal_checkpoint_write(&checkpoint, &body);
    pal_note_sign(pal_buf_text(&body), checkpoint.origin, &key, text);
}

/* Under another name, quoting that; the certificate is by a third key. */
static enum pal_err go_on(struct pal_diary *diary, const char *name, struct pal_text quoted,
                          uint8_t number, uint8_t signer)
{
    PAL_BUF(vkey);
    PAL_BUF(message);
    PAL_BUF(base64);
    uint8_t signature[PAL_SIGNATURE_SIZE];
    struct pal_signing_key key = key_of(signer);
    spell(number, name, &vkey);
    pal_keys_continuation_message(&diary->keys, pal_buf_text(&vkey), quoted, &message);
    pal_crypto_sign(&key, message.bytes, message.size, signature);
    pal_buf_add_base64(&base64, signature, sizeof signature);
    struct pal_json *d = pal_json_object_new();
    pal_json_set_text(d, "checkpoint", quoted);
    pal_json_set_string(d, "origin", name);
    pal_json_set_text(d, "signature", pal_buf_text(&base64));
    pal_json_set_text(d, "vkey", pal_buf_text(&vkey));
    return say(diary, "log.continue", d);
}

static void a_log_has_one_name_at_each_size(void **state)
{
    (void)state;
    static const char next[] = "vote.example.coop/log2";
    PAL_BUF(lost);
    PAL_BUF(other);
    struct pal_diary diary = diary_new();
    assert_int_equal(pal_keys_origin_at(&(struct pal_keys){0}, 1).size, 0);
    EXPECT_ERR(rotate(&diary, 1, 2, 1), PAL_OK);
    sign_as(origin, 2, 9, &lost);
    sign_as("other.example/log", 2, 9, &other);
    EXPECT_ERR(go_on(&diary, next, pal_buf_text(&other), 3, 2), PAL_ERR_NOTE_ORIGIN);
    EXPECT_ERR(go_on(&diary, next, pal_text_of("x"), 3, 2), PAL_ERR_NOTE_SYNTAX);
    EXPECT_ERR(go_on(&diary, next, pal_buf_text(&lost), 3, 1), PAL_ERR_NOTE_SIGNATURE);
    EXPECT_ERR(go_on(&diary, next, pal_buf_text(&lost), 2, 2), PAL_ERR_KEY_LIFE);
    EXPECT_ERR(go_on(&diary, origin, pal_buf_text(&lost), 3, 2), PAL_ERR_KEY_LIFE);
    EXPECT_ERR(go_on(&diary, next, pal_buf_text(&lost), 3, 2), PAL_OK); /* entry 4 */
    EXPECT_TEXT(pal_keys_origin_at(&diary.keys, 4), origin);
    EXPECT_TEXT(pal_keys_origin_at(&diary.keys, 5), next);
    EXPECT_ERR(signed_by(&diary, 2, 4, START), PAL_OK);
    EXPECT_ERR(signed_by(&diary, 2, 5, START), PAL_ERR_NOTE_ORIGIN); /* never again */
    struct pal_vkey vkeys[PAL_KEYS_MAX];
    assert_int_equal(pal_keys_at(&diary.keys, 4, START, vkeys), 2); /* both of the rotation */
    assert_int_equal(pal_keys_at(&diary.keys, 5, START, vkeys), 1);

    struct pal_note note;
    uint64_t kept = 0;
    EXPECT_ERR(pal_note_parse(pal_buf_text(&lost), &note), PAL_OK);
    assert_true(pal_keys_is_left_behind(&diary.keys, &note, &kept));
    assert_int_equal(kept, 4);
    EXPECT_ERR(pal_note_parse(pal_buf_text(&other), &note), PAL_OK);
    assert_false(pal_keys_is_left_behind(&diary.keys, &note, &kept));
    note.body = pal_text_of("x\n");
    assert_false(pal_keys_is_left_behind(&diary.keys, &note, &kept));
    pal_keys_done(&diary.keys);
}

int main(void)
{
    TESTS(tests, 16);
    TEST(tests, the_first_key_signs_from_the_first_size_on);
    TEST(tests, attack_57_an_old_key_signs_nothing_after_its_time);
    TEST(tests, attack_56_a_stolen_key_signs_nothing_after_its_revocation);
    TEST(tests, a_seed_is_destroyed_once_and_when_it_signs_no_more);
    TEST(tests, the_keys_of_one_seed_are_revoked_together);
    TEST(tests, a_rotation_comes_from_the_key_in_force);
    TEST(tests, announced_keys_follow_each_other);
    TEST(tests, a_record_key_whose_number_is_not_its_own_is_none);
    TEST(tests, the_genesis_is_the_first_entry_and_the_only_one);
    TEST(tests, keys_txt_has_every_key_and_the_policy_in_force);
    TEST(tests, the_seeds_of_the_three_keys_differ);
    TEST(tests, a_life_has_at_most_64_keys_of_a_purpose);
    TEST(tests, a_log_has_one_name_at_each_size);
    return RUN(tests);
}
