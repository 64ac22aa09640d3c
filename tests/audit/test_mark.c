/* The leaves of a marked register. */
#include "audit/mark.h"

#include "../support/expect.h"

static void a_leaf_says_rank_and_use_under_its_salt(void **state)
{
    (void)state;
    static const uint8_t salt[PAL_SALT_SIZE] = {1};
    static const uint8_t other[PAL_SALT_SIZE] = {2};
    struct pal_hash leaf = pal_mark_leaf(salt, 1, true);
    const struct pal_hash others[] = {pal_mark_leaf(salt, 1, false), pal_mark_leaf(salt, 2, true),
                                      pal_mark_leaf(other, 1, true)};
    for (size_t i = 0; i < 3; i++) {
        assert_false(pal_hash_equal(&leaf, &others[i]));
    }
    /* frame("emargement-leaf", salt, 00000001, 01), written out. */
    PAL_BUF(frame);
    static const char head[] = "palabre/v1\0\0\0\0\017emargement-leaf\0\0\0\040";
    static const char tail[] = "\0\0\0\4\0\0\0\1\0\0\0\1\1";
    pal_buf_add(&frame, head, sizeof head - 1);
    pal_buf_add(&frame, salt, sizeof salt);
    pal_buf_add(&frame, tail, sizeof tail - 1);
    struct pal_hash same = pal_hash_of(frame.bytes, frame.size);
    assert_true(pal_hash_equal(&leaf, &same));
}

static void a_salt_is_of_one_person_and_one_poll(void **state)
{
    (void)state;
    static const uint8_t ana[PAL_PERSON_KEY_SIZE] = {1};
    static const uint8_t bob[PAL_PERSON_KEY_SIZE] = {2};
    static const struct pal_uuid first = {{1}};
    static const struct pal_uuid second = {{2}};
    uint8_t salts[5][PAL_SALT_SIZE];
    pal_mark_salt(ana, &first, salts[0]);
    pal_mark_salt(ana, &first, salts[1]);
    pal_mark_salt(ana, &second, salts[2]);
    pal_mark_salt(bob, &first, salts[3]);
    pal_entry_salt(ana, &first, salts[4]); /* that of the roll, in the same poll */
    assert_memory_equal(salts[0], salts[1], PAL_SALT_SIZE);
    for (size_t i = 2; i < 5; i++) {
        assert_memory_not_equal(salts[0], salts[i], PAL_SALT_SIZE);
    }
}

int main(void)
{
    TESTS(tests, 2);
    TEST(tests, a_leaf_says_rank_and_use_under_its_salt);
    TEST(tests, a_salt_is_of_one_person_and_one_poll);
    return RUN(tests);
}
