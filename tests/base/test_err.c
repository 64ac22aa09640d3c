/* Errors: each has its own slug and a sentence. */
#include <string.h>

#include "base/err.h"

#include "../support/expect.h"

static void each_has_a_slug_of_its_own(void **state)
{
    (void)state;
    for (int err = 0; err < PAL_ERR_COUNT; err++) {
        const char *slug = pal_err_slug((enum pal_err)err);
        assert_true(strlen(slug) > 0);
        assert_int_equal(strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789-"), strlen(slug));
        for (int other = 0; other < err; other++) {
            assert_string_not_equal(slug, pal_err_slug((enum pal_err)other));
        }
    }
}

static void each_has_a_sentence(void **state)
{
    (void)state;
    for (int err = 0; err < PAL_ERR_COUNT; err++) {
        const char *sentence = pal_err_sentence((enum pal_err)err);
        assert_true(sentence[0] >= 'A');
        assert_true(sentence[0] <= 'Z');
        assert_int_equal(sentence[strlen(sentence) - 1], '.');
    }
}

static enum pal_err stops_at(enum pal_err err, int *reached)
{
    PAL_TRY(err);
    *reached = 1;
    return PAL_OK;
}

static void try_returns_what_is_not_ok(void **state)
{
    (void)state;
    int reached = 0;
    EXPECT_ERR(stops_at(PAL_ERR_NOT_FOUND, &reached), PAL_ERR_NOT_FOUND);
    assert_int_equal(reached, 0);
    EXPECT_ERR(stops_at(PAL_OK, &reached), PAL_OK);
    assert_int_equal(reached, 1);
}

int main(void)
{
    TESTS(tests, 3);
    TEST(tests, each_has_a_slug_of_its_own);
    TEST(tests, each_has_a_sentence);
    TEST(tests, try_returns_what_is_not_ok);
    return RUN(tests);
}
